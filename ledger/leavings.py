"""Leaving: a party leaves by decision after a day, and is settled with once all its spend is known.

Its instalments due after that day lapse but for what was charged already; earlier ones stay due. What it has
not spent is returned, unless the parties decide that it stays and goes on paying.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import covenants, decisions, keys, periods, reductions, trail
from ledger.core.acting import By
from ledger.core.proposals import Drafted, change
from ledger.core.reducing import Promised, lapsing, settling
from ledger.core.refusals import Malformed, NoRoom, WrongState
from ledger.core.rule_words import kinds_named
from ledger.core.sentences import N_, Cents, sentence
from ledger.storage import reads
from ledger.storage.canonical import Content
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.tables import Decision, Expenditure, Party, Posting

UNDECIDED = ("entered", "sent_back")
"""The states of an expenditure that is neither approved nor rejected."""


def draft(
    session: Session, covenant_id: int, *, by: By, party: str, leaves_on: date, return_unspent: bool = True
) -> Drafted:
    """Draw up that a party leaves, with the last day it takes part, and which instalments lapse.

    Refuses a party that left already, a day before it joined, outside the term or in a closed year, one after
    which nobody would have a vote on some kind of decision, and one after which it was charged already.
    """
    leaver = reads.party_by_slug(session, covenant_id, party)
    _require_can_leave(session, covenant_id, leaver, leaves_on, by=by, stays=not return_unspent)
    lapse = _lapsing(session, covenant_id, leaver, leaves_on, by=by)
    changes = [
        change("leaves", None, leaves_on, of=leaver.name),
        change("unspent", None, "returned" if return_unspent else "stays", of=leaver.name),
        *(
            change(
                "instalment", one.net_cents, one.net_cents - cents, of=leaver.name, day=day_text(one.due_on)
            )
            for one, cents in lapse
        ),
    ]
    return Drafted(
        f"party/{leaver.slug}",
        leaver.name,
        {
            "party": leaver.slug,
            "leaves_on": day_text(leaves_on),
            "return_unspent": return_unspent,
            "instalments": [
                {"instalment": one.id, "before": one.net_cents, "after": one.net_cents - cents}
                for one, cents in lapse
            ],
            "changes": changes,
        },
    )


def _require_can_leave(
    session: Session, covenant_id: int, leaver: Party, leaves_on: date, *, by: By, stays: bool
) -> None:
    """Refuse a party that left, a day that cannot be, one after which its money paid or nobody could vote."""
    if leaver.left_on is not None:
        raise WrongState(
            sentence(N_("%(party)s left on %(day)s already."), party=leaver.name, day=leaver.left_on), "party"
        )
    covenant = reads.covenant(session, covenant_id)
    if not covenant.starts_on <= leaves_on <= covenant.ends_on:
        raise Malformed(
            sentence(N_("%(day)s lies outside the term of the covenant."), day=leaves_on), "leaves_on"
        )
    if leaves_on < leaver.joined_on:
        raise Malformed(
            sentence(
                N_("%(party)s joined on %(joined)s; it cannot leave before."),
                party=leaver.name,
                joined=leaver.joined_on,
            ),
            "leaves_on",
        )
    periods.require_open_day(session, covenant, leaves_on, field="leaves_on")
    _require_voters(session, covenant_id, leaver, leaves_on, by=by)
    number = None if stays else _charged_after(session, covenant_id, leaver, leaves_on)
    if number is not None:
        raise WrongState(
            sentence(
                N_("Expenditure %(number)s, dated after %(day)s, was charged to %(party)s already."),
                number=number,
                day=leaves_on,
                party=leaver.name,
            ),
            "leaves_on",
        )


def _require_voters(session: Session, covenant_id: int, leaver: Party, leaves_on: date, *, by: By) -> None:
    """Refuse a leaving after which nobody would have a vote on some kind of decision."""
    since = max(leaves_on + timedelta(days=1), by.today)
    none = {
        voters: covenants.first_day_without_voters(session, covenant_id, voters, since, without=leaver.id)
        for voters in ("parties", "funders")
    }
    if none["parties"] is not None:
        raise WrongState(
            sentence(
                N_("From %(day)s on no party would be left to decide anything; another has to join first."),
                day=none["parties"],
            ),
            "leaves_on",
        )
    stuck = [rule.kind for rule, _ in covenants.rules(session, covenant_id) if none[rule.voters] is not None]
    if stuck:
        raise WrongState(
            sentence(
                N_(
                    "From %(day)s on nobody would have a vote on: %(kinds)s. Change the rules of these first,"
                    " so that all parties vote, or have another funder join."
                ),
                day=none["funders"],
                kinds=kinds_named(stuck),
            ),
            "leaves_on",
        )


def _charged_after(session: Session, covenant_id: int, leaver: Party, day: date) -> int | None:
    """Find an expenditure dated after a day that was charged to a party, if there is one."""
    return session.execute(
        select(func.min(col(Expenditure.id)))
        .join(
            Posting,
            (col(Posting.covenant_id) == col(Expenditure.covenant_id))
            & (col(Posting.entry_id) == col(Expenditure.entry_id)),
        )
        .where(
            col(Expenditure.covenant_id) == covenant_id,
            col(Expenditure.accounting_on) > day,
            col(Expenditure.kind) == "invoice",
            col(Expenditure.state).in_(["approved", "paid"]),
            col(Posting.account) == "costs",
            col(Posting.pledge_id).in_(pledges_of(session, covenant_id, leaver.id)),
        )
    ).scalar()


def pledges_of(session: Session, covenant_id: int, party_id: int) -> list[int]:
    """Number a party's pledges."""
    return [pledge.id for pledge in reads.pledges(session, covenant_id) if pledge.party_id == party_id]


def _lapsing(
    session: Session,
    covenant_id: int,
    leaver: Party,
    leaves_on: date,
    known: Mapping[int, Promised] | None = None,
    *,
    by: By,
) -> list[tuple[Promised, int]]:
    """Say how many cents of which instalments lapse: due after the last day, and not charged already."""
    known = reductions.promised(session, covenant_id) if known is None else known
    found: dict[int, int] = {}
    for pledge_id in pledges_of(session, covenant_id, leaver.id):
        later = [one for one in known.values() if one.pledge_id == pledge_id and one.due_on > leaves_on]
        found |= lapsing(later, reductions.uncharged(session, covenant_id, pledge_id, by=by))
    return [(known[number], cents) for number, cents in sorted(found.items())]


def adopt(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Have a party leave as the parties decided; refuses where the books make that impossible since."""
    figures = decisions.figures_of(decision)
    leaver = reads.party_by_slug(session, covenant_id, figures["party"])
    leaves_on = date.fromisoformat(figures["leaves_on"])
    stays = not figures["return_unspent"]
    _require_can_leave(session, covenant_id, leaver, leaves_on, by=by, stays=stays)
    known = reductions.fallen(session, covenant_id, by=decisions.as_it_fell(decision, by))
    now = [
        {"instalment": one.id, "before": one.net_cents, "after": one.net_cents - cents}
        for one, cents in _lapsing(session, covenant_id, leaver, leaves_on, known, by=by)
    ]
    _require_same(known, figures["instalments"], now)
    for each in figures["instalments"]:
        reductions.take_off(
            session,
            covenant_id,
            by=by,
            decision_id=decision.id,
            one=known[each["instalment"]],
            kind="lapsed",
            cents=each["before"] - each["after"],
        )
    leaver.left_on = leaves_on
    leaver.money_stays = int(stays)
    session.flush()
    trail.append(
        session,
        covenant_id,
        by=by,
        act="party.left",
        subject=f"party/{leaver.slug}",
        content={
            "party": leaver.id,
            "on": figures["leaves_on"],
            "money_stays": stays,
            "decision": decision.id,
        },
    )


def _require_same(
    known: Mapping[int, Promised], said: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> None:
    """Refuse where other instalments would lapse than were voted on, or for other amounts."""
    before = {each["instalment"]: each for each in said}
    after = {each["instalment"]: each for each in now}
    for number in sorted({*before, *after}):
        if before.get(number) != after.get(number):
            one = known[number]
            off = (_off(before.get(number)), _off(after.get(number)))
            raise WrongState(
                sentence(
                    N_(
                        "Of the instalment due on %(day)s %(now)s would lapse now, and %(said)s was voted on;"
                        " the proposal has to be changed."
                    ),
                    day=one.due_on,
                    now=Cents(off[1]),
                    said=Cents(off[0]),
                )
            )


def _off(each: Mapping[str, Any] | None) -> int:
    return each["before"] - each["after"] if each else 0


# ---- settling with who left --------------------------------------------------------------------------


def unspent(session: Session, covenant_id: int, party_id: int) -> dict[int, int]:
    """Read what of each of a party's pledges fell due and was not spent, in cents; nothing is left out."""
    balances = reads.fund_balances(session, covenant_id, party_id, "unspent")
    return {pledge_id: -balance for pledge_id, balance in balances if balance < 0}


def undecided(session: Session, covenant_id: int, through: date) -> list[int]:
    """Number the expenditures dated through a day that are neither approved nor rejected."""
    return list(
        session.scalars(
            select(col(Expenditure.id))
            .where(
                col(Expenditure.covenant_id) == covenant_id,
                col(Expenditure.accounting_on) <= through,
                col(Expenditure.state).in_(UNDECIDED),
            )
            .order_by(col(Expenditure.id))
        )
    )


def leaving_decision(session: Session, covenant_id: int, slug: str) -> Decision | None:
    """Find the decision by which a party left, if it did."""
    about = decisions.decisions_on(session, covenant_id, f"party/{slug}")
    return next((each for each in about if each.kind == "leaving" and each.state == "adopted"), None)


def settle_leaver(session: Session, covenant_id: int, *, by: By, party: str) -> int:
    """Settle with a party that left: what it has not spent need not be paid, or is set aside to be returned.

    Gives the cents settled. It can be done again when charges were given back since. Refuses before the day
    after it left, where its money stays, while spend dated until then is undecided, where nothing is left,
    and what is given back only in a year to come.
    """
    asked: Content = {"party": party}
    done = keys.done_before(session, covenant_id, by=by, act="party.settled", asked=asked)
    if done is not None:
        return done
    leaver = reads.party_by_slug(session, covenant_id, party)
    decision = leaving_decision(session, covenant_id, party)
    if leaver.left_on is None or decision is None or by.today <= leaver.left_on:
        raise WrongState(sentence(N_("%(party)s has not left."), party=leaver.name))
    if leaver.money_stays:
        raise WrongState(
            sentence(N_("The parties decided that the money of %(party)s stays."), party=leaver.name)
        )
    waiting = undecided(session, covenant_id, leaver.left_on)
    if waiting:
        raise WrongState(
            sentence(
                N_("Expenditure %(number)s, dated before %(party)s left, is not approved or rejected yet."),
                number=waiting[0],
                party=leaver.name,
            )
        )
    known = reductions.fallen(session, covenant_id, by=by)
    settled = [0, 0]
    for pledge_id, cents in unspent(session, covenant_id, leaver.id).items():
        posted = [one for one in reductions.of_pledge(dict(known), pledge_id) if one.is_posted]
        left = reductions.uncharged(session, covenant_id, pledge_id, by=by)
        for one, off, back in settling(cents, posted, left):
            _settle(session, covenant_id, by, decision.id, one, off, back)
            settled = [settled[0] + off, settled[1] + back]
    if not sum(settled):
        raise NoRoom(sentence(N_("%(party)s has no money left that was not spent."), party=leaver.name))
    trail.append(
        session,
        covenant_id,
        by=by,
        act="party.settled",
        subject=f"party/{party}",
        content={
            "party": leaver.id,
            "decision": decision.id,
            "reduced_cents": settled[0],
            "set_aside_cents": settled[1],
        },
    )
    return keys.keep(session, covenant_id, by=by, act="party.settled", asked=asked, result=sum(settled))


def _settle(
    session: Session, covenant_id: int, by: By, decision_id: int, one: Promised, off: int, back: int
) -> None:
    if off:
        reductions.take_off(
            session, covenant_id, by=by, decision_id=decision_id, one=one, kind="reduced", cents=off
        )
    if back:
        reductions.hand_back(session, covenant_id, by=by, decision_id=decision_id, one=one, cents=back)
