"""Decisions on a pledge that was made: moving an instalment, reducing the pledge, writing off what is owed.

Each says of every instalment what it brings before and after, and is held against the books again when it is
adopted: what came in since, or was charged, may have made it impossible.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from ledger import decisions, periods, reductions, trail
from ledger.core.acting import By
from ledger.core.money import require_size
from ledger.core.proposals import Drafted, change
from ledger.core.reducing import Promised
from ledger.core.refusals import Malformed, NotFound, WrongState
from ledger.core.sentences import N_, Cents, sentence
from ledger.storage import reads
from ledger.storage.canonical import day as day_text
from ledger.storage.tables import Decision, Instalment, Party

Taken = Sequence[tuple[Promised, int]]
"""Instalments, and the cents taken off each."""


# ---- moving an instalment ----------------------------------------------------------------------------


def draft_move(session: Session, covenant_id: int, *, by: By, instalment: int, due_on: date) -> Drafted:
    """Draw up that what is still to come in on an instalment falls due on another day.

    Refuses one that has fallen due, or of which nothing is to come; and a day that has passed, lies outside
    the term or after the party left, or would leave too little for what was charged.
    """
    one = _find(reductions.promised(session, covenant_id), instalment)
    _require_movable(session, covenant_id, by, one, due_on)
    owner = reductions.owner_of(session, covenant_id, one.pledge_id)
    left = one.net_cents - one.open_cents
    return Drafted(
        f"instalment/{one.id}",
        owner,
        {
            "instalments": [_plain(one, left)],
            "due_on": day_text(due_on),
            "cents": one.open_cents,
            "changes": [
                _change(one, left, owner),
                change("instalment", None, one.open_cents, of=owner, day=day_text(due_on)),
            ],
        },
    )


def _require_movable(session: Session, covenant_id: int, by: By, one: Promised, due_on: date) -> None:
    if one.is_posted or one.due_on <= by.today:
        raise WrongState(
            sentence(N_("This instalment fell due on %(day)s and cannot be moved."), day=one.due_on),
            "instalment",
        )
    if not one.open_cents:
        raise WrongState(sentence(N_("Nothing is still to come in on this instalment.")), "instalment")
    covenant = reads.covenant(session, covenant_id)
    if due_on == one.due_on:
        raise Malformed(sentence(N_("It falls due on %(day)s already."), day=due_on), "due_on")
    if due_on < by.today:
        raise Malformed(sentence(N_("%(day)s has passed already."), day=due_on), "due_on")
    if not covenant.starts_on <= due_on <= covenant.ends_on:
        raise Malformed(sentence(N_("%(day)s lies outside the term of the covenant."), day=due_on), "due_on")
    party = _party_of(session, covenant_id, one.pledge_id)
    if party.left_on is not None and due_on > party.left_on:
        raise Malformed(
            sentence(N_("%(party)s left on %(day)s."), party=party.name, day=party.left_on), "due_on"
        )
    periods.require_open_day(session, covenant, due_on, field="due_on")
    left = reductions.uncharged(session, covenant_id, one.pledge_id, by=by)
    left.take(one.year, one.open_cents)
    left.take(periods.year_of(covenant, due_on), -one.open_cents)
    left.require(field="due_on")


def adopt_move(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Move an instalment as the parties decided; refuses one that has fallen due or was paid since."""
    figures = decisions.figures_of(decision)
    then = decisions.as_it_fell(decision, by)
    ((one, cents),) = _as_decided(reductions.fallen(session, covenant_id, by=then), figures)
    due_on = date.fromisoformat(figures["due_on"])
    _require_movable(session, covenant_id, then, one, due_on)
    _require_open(one, cents)
    reductions.take_off(
        session, covenant_id, by=by, decision_id=decision.id, one=one, kind="moved", cents=cents
    )
    number = reads.next_id(session, Instalment, covenant_id)
    session.add(
        Instalment(
            covenant_id=covenant_id,
            id=number,
            pledge_id=one.pledge_id,
            due_on=due_on,
            amount_cents=cents,
            decision_id=decision.id,
        )
    )
    session.flush()
    year = periods.year_of(reads.covenant(session, covenant_id), due_on)
    reductions.count_due(session, covenant_id, one.pledge_id, year, cents)
    trail.append(
        session,
        covenant_id,
        by=by,
        act="instalment.added",
        subject=f"instalment/{number}",
        content={
            "pledge": one.pledge_id,
            "due_on": day_text(due_on),
            "cents": cents,
            "decision": decision.id,
        },
    )


# ---- reducing a pledge -------------------------------------------------------------------------------


def draft_reduction(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    pledge: int,
    instalments: Sequence[tuple[int, int]] = (),
    cancel: bool = False,
) -> Drafted:
    """Draw up that a pledge brings less: the new cents of these instalments, or nothing more at all.

    `cancel` takes off everything that is still to come in and was not charged. Refuses an instalment of
    another pledge, more than it brings now, and less than came in on one that has fallen due or was charged.
    """
    if all(each.id != pledge for each in reads.pledges(session, covenant_id)):
        raise NotFound(sentence(N_("There is no pledge %(number)s."), number=pledge), "pledge")
    known = reductions.promised(session, covenant_id)
    if cancel:
        taken = _all_open(session, covenant_id, pledge, reductions.of_pledge(known, pledge), by=by)
    else:
        taken = [
            _lowered(known, pledge, number, cents, place) for place, (number, cents) in enumerate(instalments)
        ]
        if len({one.id for one, _ in taken}) < len(taken):
            raise Malformed(sentence(N_("An instalment is named twice.")), "instalments")
    taken = [(one, cents) for one, cents in taken if cents]
    if not taken:
        raise Malformed(sentence(N_("Nothing of this pledge would change.")), "instalments")
    _require_reducible(session, covenant_id, pledge, taken, by=by)
    owner = reductions.owner_of(session, covenant_id, pledge)
    return _drafted(f"pledge/{pledge}", owner, {"pledge": pledge, "cancel": cancel}, taken)


def _lowered(
    known: Mapping[int, Promised], pledge: int, number: int, cents: int, place: int
) -> tuple[Promised, int]:
    """Say how many cents an instalment is lowered by to bring so many."""
    one = known.get(number)
    if one is None or one.pledge_id != pledge:
        raise Malformed(
            sentence(N_("This instalment is not one of the pledge.")), f"instalments-{place}-instalment"
        )
    require_size(cents, field=f"instalments-{place}-amount")
    if not 0 <= cents <= one.net_cents:
        raise Malformed(
            sentence(
                N_("The instalment due on %(day)s brings %(now)s; it can only become less."),
                day=one.due_on,
                now=Cents(one.net_cents),
            ),
            f"instalments-{place}-amount",
        )
    return one, one.net_cents - cents


def _all_open(
    session: Session, covenant_id: int, pledge: int, instalments: Sequence[Promised], *, by: By
) -> list[tuple[Promised, int]]:
    """Take off everything that is still to come in, the newest first; what was charged stays."""
    left = reductions.uncharged(session, covenant_id, pledge, by=by)
    taken = []
    for one in reversed(instalments):
        cents = min(one.open_cents if one.is_posted else one.net_cents, left.most(one.year))
        left.take(one.year, cents)
        taken.append((one, cents))
    return taken[::-1]


def _require_reducible(session: Session, covenant_id: int, pledge: int, taken: Taken, *, by: By) -> None:
    """Refuse to take off what came in on an instalment that has fallen due, or what was charged."""
    left = reductions.uncharged(session, covenant_id, pledge, by=by)
    for one, cents in taken:
        if one.is_posted:
            _require_open(one, cents)
        left.take(one.year, cents)
    left.require(field="instalments")


def _require_open(one: Promised, cents: int) -> None:
    if cents > one.open_cents:
        raise WrongState(
            sentence(
                N_("Of the instalment due on %(day)s %(open)s is still to come in; %(asked)s is too much."),
                day=one.due_on,
                open=Cents(one.open_cents),
                asked=Cents(cents),
            ),
            "instalments",
        )


def adopt_reduction(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Reduce a pledge as the parties decided; refuses what the books make impossible since."""
    figures = decisions.figures_of(decision)
    then = decisions.as_it_fell(decision, by)
    taken = _as_decided(reductions.fallen(session, covenant_id, by=then), figures)
    _require_reducible(session, covenant_id, figures["pledge"], taken, by=by)
    _take_off(session, covenant_id, by, decision, taken, "reduced")


# ---- writing off -------------------------------------------------------------------------------------


def draft_writeoff(
    session: Session, covenant_id: int, *, by: By, instalment: int, cents: int | None = None
) -> Drafted:
    """Draw up that (part of) what is owed on an instalment is given up; without an amount all of it.

    Refuses one that has not fallen due or was paid, more than is open, and what was charged.
    """
    one = _find(reductions.promised(session, covenant_id), instalment)
    amount = one.open_cents if cents is None else cents
    if amount <= 0 and one.open_cents:
        raise Malformed(sentence(N_("An amount written off is more than zero.")), "amount")
    require_size(amount, field="amount")
    _require_owed(session, covenant_id, one, amount, by=by)
    owner = reductions.owner_of(session, covenant_id, one.pledge_id)
    return _drafted(f"instalment/{one.id}", owner, {}, [(one, amount)])


def _require_owed(session: Session, covenant_id: int, one: Promised, cents: int, *, by: By) -> None:
    if not one.is_posted:
        raise WrongState(
            sentence(
                N_("The instalment due on %(day)s is not owed yet; reduce the pledge instead."),
                day=one.due_on,
            ),
            "instalment",
        )
    if not one.open_cents:
        raise WrongState(sentence(N_("Nothing is still to come in on this instalment.")), "instalment")
    if cents > one.open_cents:
        raise Malformed(
            sentence(
                N_("%(asked)s is more than the %(open)s that is open."),
                asked=Cents(cents),
                open=Cents(one.open_cents),
            ),
            "amount",
        )
    left = reductions.uncharged(session, covenant_id, one.pledge_id, by=by)
    left.take(one.year, cents)
    left.require(field="amount")


def adopt_writeoff(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Write off what the parties gave up; refuses more than is still open."""
    then = decisions.as_it_fell(decision, by)
    taken = _as_decided(reductions.fallen(session, covenant_id, by=then), decisions.figures_of(decision))
    for one, cents in taken:
        _require_owed(session, covenant_id, one, cents, by=by)
    _take_off(session, covenant_id, by, decision, taken, "written_off")


# ---- what they share ---------------------------------------------------------------------------------


def _find(known: Mapping[int, Promised], number: int) -> Promised:
    one = known.get(number)
    if one is None:
        raise NotFound(sentence(N_("There is no instalment %(number)s."), number=number), "instalment")
    return one


def _party_of(session: Session, covenant_id: int, pledge_id: int) -> Party:
    owners = {pledge.id: pledge.party_id for pledge in reads.pledges(session, covenant_id)}
    return session.get_one(Party, (covenant_id, owners[pledge_id]))


def _drafted(subject: str, owner: str, more: Mapping[str, Any], taken: Taken) -> Drafted:
    return Drafted(
        subject,
        owner,
        {
            **more,
            "instalments": [_plain(one, one.net_cents - cents) for one, cents in taken],
            "changes": [_change(one, one.net_cents - cents, owner) for one, cents in taken],
        },
    )


def _plain(one: Promised, after: int) -> dict[str, int]:
    return {"instalment": one.id, "before": one.net_cents, "after": after}


def _change(one: Promised, after: int, owner: str) -> dict[str, Any]:
    return change("instalment", one.net_cents, after, of=owner, day=day_text(one.due_on))


def _as_decided(known: Mapping[int, Promised], figures: Mapping[str, Any]) -> list[tuple[Promised, int]]:
    """Say what a decision takes off which instalments; refuses where one does not bring what it says."""
    taken = []
    for each in figures["instalments"]:
        one = known[each["instalment"]]
        if one.net_cents != each["before"]:
            raise WrongState(
                sentence(
                    N_(
                        "The instalment due on %(day)s brings %(now)s now; the proposal begins at %(before)s."
                    ),
                    day=one.due_on,
                    now=Cents(one.net_cents),
                    before=Cents(each["before"]),
                )
            )
        taken.append((one, each["before"] - each["after"]))
    return taken


def _take_off(
    session: Session, covenant_id: int, by: By, decision: Decision, taken: Taken, kind: str
) -> None:
    for one, cents in taken:
        reductions.take_off(
            session, covenant_id, by=by, decision_id=decision.id, one=one, kind=kind, cents=cents
        )
