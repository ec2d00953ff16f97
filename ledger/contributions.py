"""Contributions: what falls due, what came in from the parties, and what was taken back or returned.

Money received from a party fills its oldest open instalments first, whatever pledge they belong to: that is
worked out in `matching`. What else comes in, from the bank, the tax office or in kind, is in `receipts`.
"""

from datetime import date

from sqlalchemy.orm import Session

from ledger import cash, keys, matching, periods, trail
from ledger.core import entry as entries
from ledger.core.acting import COMMAND_LINE, By
from ledger.core.budget import lowest_from
from ledger.core.entry import Draft, Postings
from ledger.core.money import require_size
from ledger.core.numbers import NUMBERS
from ledger.core.refusals import Malformed, NoRoom, NotFound, WrongState
from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.core.wording import require_writable
from ledger.matching import Parts
from ledger.storage import pledging, reads
from ledger.storage.canonical import Content
from ledger.storage.canonical import day as day_text
from ledger.storage.tables import Contribution, Covenant, Party


def post_due(session: Session, covenant_id: int, *, by: By) -> int:
    """Post every instalment that has fallen due by today as receivable, once; give how many.

    What was taken off it before is left out, and one of which nothing is left is never posted. Money that
    came in ahead of an instalment settles it in the same entry.
    """
    covenant = reads.covenant(session, covenant_id)
    ahead = matching.received_per_instalment(session, covenant_id)
    reduced = pledging.reduced(session, covenant_id)
    clerk = By(COMMAND_LINE, by.now, by.today)
    posted = 0
    for due in reads.instalments(session, covenant_id):
        less = reduced.get(due.id, pledging.UNREDUCED)
        cents = due.amount_cents - less.cents
        if due.due_on > by.today or due.entry_id is not None or not cents:
            continue
        postings: Postings = entries.instalment_due(due.pledge_id, cents)
        settled = ahead.get(due.id, 0) - less.returned_cents
        if settled:
            postings += entries.advance_falls_due(due.pledge_id, settled)
        periods.ensure_year(session, covenant, by.today)
        day = periods.booking_day(session, covenant, due.due_on)
        draft = Draft(
            day, periods.year_of(covenant, day), "instalment_due", f"instalment/{due.id}", "", postings
        )
        due.entry_id = periods.book(session, covenant, draft, by=clerk)
        session.flush()
        content = {
            "pledge": due.pledge_id,
            "due_on": day_text(due.due_on),
            "cents": cents,
            "entry": due.entry_id,
        }
        trail.append(
            session,
            covenant_id,
            by=clerk,
            act="instalment.due",
            subject=f"instalment/{due.id}",
            content=content,
        )
        posted += 1
    return posted


def record_contribution(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    party: str,
    received_on: date,
    amount_cents: int,
    reference: str = "",
) -> int:
    """Record money received from a party and match it to its oldest open instalments; give its number.

    What is ahead of its due date is received in advance; what is beyond all instalments is to be returned.
    Refuses a party without a pledge, a day that has not come or lies in a closed year, and nothing.
    """
    require_size(amount_cents, field="amount")
    require_writable(reference, field="reference")
    asked = {
        "party": party,
        "received_on": day_text(received_on),
        "amount_cents": amount_cents,
        "reference": reference,
    }
    done = keys.done_before(session, covenant_id, by=by, act="contribution.received", asked=asked)
    if done is not None:
        return done
    covenant = reads.covenant(session, covenant_id)
    giver = reads.party_by_slug(session, covenant_id, party)
    if amount_cents <= 0:
        raise Malformed(sentence(N_("An amount received is more than zero.")), "amount")
    periods.require_day(covenant, received_on, by.today, field="received_on")
    periods.require_open_day(session, covenant, received_on, field="received_on")
    post_due(session, covenant_id, by=by)

    parts = matching.match(session, covenant_id, giver, amount_cents)
    number = take_in(
        session, covenant, by=by, giver=giver, received_on=received_on, parts=parts, reference=reference
    )
    return keys.keep(session, covenant_id, by=by, act="contribution.received", asked=asked, result=number)


def take_in(
    session: Session,
    covenant: Covenant,
    *,
    by: By,
    giver: Party,
    received_on: date,
    parts: Parts,
    reference: str = "",
) -> int:
    """Book and keep money that came in, part by part; what fell due since is settled. Gives its number."""
    covenant_id, amount_cents = covenant.id, sum(cents for _, cents in parts)
    number = reads.next_id(session, Contribution, covenant_id)
    postings = matching.postings(parts, received_on)
    year = periods.year_of(covenant, received_on)
    draft = Draft(received_on, year, "contribution_received", f"contribution/{number}", reference, postings)
    entry_id = periods.book(session, covenant, draft, by=by)
    settled = _settle_what_fell_due(session, covenant, number, parts, received_on, by)
    row = Contribution(
        covenant_id=covenant_id,
        id=number,
        party_id=giver.id,
        received_on=received_on,
        amount_cents=amount_cents,
        reference=reference,
        entry_id=entry_id,
        person_id=by.person_id,
        recorded_at=by.now,
    )
    session.add(row)
    session.flush()
    matching.keep_parts(session, covenant_id, number, parts)
    content = {
        "party": giver.slug,
        "received_on": day_text(received_on),
        "amount_cents": amount_cents,
        "reference": reference,
        "entry": entry_id,
        "parts": [
            {"pledge": place.pledge_id, "instalment": place.instalment_id, "cents": cents}
            for place, cents in parts
        ],
    }
    trail.append(
        session,
        covenant_id,
        by=by,
        act="contribution.received",
        subject=f"contribution/{number}",
        content=content,
    )
    for told in settled:
        trail.append(
            session,
            covenant_id,
            by=by,
            act="contribution.settled",
            subject=f"contribution/{number}",
            content=told,
        )
    return number


def _settle_what_fell_due(
    session: Session,
    covenant: Covenant,
    number: int,
    parts: Parts,
    received_on: date,
    by: By,
    *,
    taken_back: bool = False,
) -> list[dict[str, Content]]:
    """Settle instalments that fell due between the day money came in and the day it is recorded.

    `taken_back`: open them again, for money taken back on that day. Gives what there is to tell of each.
    """
    settled: list[dict[str, Content]] = []
    for place, cents in parts:
        if place.due_on is not None and place.was_ahead(received_on) and place.is_posted:
            day = periods.booking_day(session, covenant, place.due_on)
            postings = entries.advance_falls_due(place.pledge_id, cents)
            if taken_back:
                postings = entries.mirror(postings)
            draft = Draft(
                day,
                periods.year_of(covenant, day),
                "advance_falls_due",
                f"contribution/{number}",
                "",
                postings,
            )
            entry_id = periods.book(session, covenant, draft, by=by)
            settled.append({"instalment": place.instalment_id, "cents": cents, "entry": entry_id})
    return settled


def find_contribution(session: Session, covenant_id: int, number: int) -> Contribution:
    """Find a contribution by its number; refuses where there is none."""
    found = session.get(Contribution, (covenant_id, number)) if number in NUMBERS else None
    if found is None:
        raise NotFound(sentence(N_("There is no contribution %(number)s."), number=number))
    return found


def reverse_contribution(
    session: Session, covenant_id: int, *, by: By, number: int, reversed_on: date, reason: str
) -> Sentence | None:
    """Take back a contribution that was recorded in error: its instalments are open again.

    Gives a warning where the bank account does not hold as much and the covenant allows that. Refuses one
    that is reversed already, a day before it was received, no reason, one of which a part beyond all
    instalments was returned since, and, where the covenant says so, one whose money has been paid out.
    """
    require_writable(reason, field="reason")
    asked: dict[str, Content] = {
        "contribution": number,
        "reversed_on": day_text(reversed_on),
        "reason": reason,
    }
    if keys.done_before(session, covenant_id, by=by, act="contribution.reversed", asked=asked) is not None:
        return None
    covenant = reads.covenant(session, covenant_id)
    row = find_contribution(session, covenant_id, number)
    if row.state != "received":
        raise WrongState(sentence(N_("Contribution %(number)s has already been reversed."), number=number))
    if not reason.strip():
        raise Malformed(sentence(N_("Say why this is reversed.")), "reason")
    periods.require_day(covenant, reversed_on, by.today, field="reversed_on")
    periods.require_in_books(session, covenant_id, row.received_on)
    if reversed_on < row.received_on:
        raise Malformed(
            sentence(N_("A reversal cannot be dated before %(day)s."), day=row.received_on), "reversed_on"
        )
    periods.require_open_day(session, covenant, reversed_on, field="reversed_on")
    warning = cash.require_held(session, covenant, row.amount_cents, reversed_on, field="reversed_on")
    post_due(session, covenant_id, by=by)
    parts = matching.parts_of(session, covenant_id, number)
    matching.require_held(session, covenant_id, row, parts)
    draft = Draft(
        reversed_on,
        periods.year_of(covenant, reversed_on),
        "contribution_reversed",
        f"contribution/{number}",
        reason,
        # as it stands on that day: what was received ahead may have fallen due since
        entries.mirror(matching.postings(parts, reversed_on)),
    )
    entry_id = periods.book(session, covenant, draft, by=by, reverses_id=row.entry_id)
    opened = _settle_what_fell_due(session, covenant, number, parts, reversed_on, by, taken_back=True)
    row.state = "reversed"
    row.reversal_reason = reason
    session.flush()
    for act, content in (
        ("contribution.reversed", {**asked, "entry": entry_id}),
        *(("contribution.opened", told) for told in opened),
    ):
        trail.append(session, covenant_id, by=by, act=act, subject=f"contribution/{number}", content=content)
    keys.keep(session, covenant_id, by=by, act="contribution.reversed", asked=asked, result=number)
    return warning


def return_overpayment(
    session: Session, covenant_id: int, *, by: By, party: str, returned_on: date, amount_cents: int
) -> tuple[int, Sentence | None]:
    """Pay money back to a party that came in beyond all its instalments; give the entry's number.

    Beside it stands a warning where the bank account does not hold as much and the covenant allows that.
    Refuses more than is to be returned, and more than the bank account holds.
    """
    require_size(amount_cents, field="amount")
    asked = {"party": party, "returned_on": day_text(returned_on), "amount_cents": amount_cents}
    done = keys.done_before(session, covenant_id, by=by, act="contribution.returned", asked=asked)
    if done is not None:
        return done, None
    covenant = reads.covenant(session, covenant_id)
    receiver = reads.party_by_slug(session, covenant_id, party)
    if amount_cents <= 0:
        raise Malformed(sentence(N_("An amount returned is more than zero.")), "amount")
    periods.require_day(covenant, returned_on, by.today, field="returned_on")
    periods.require_open_day(session, covenant, returned_on, field="returned_on")
    shares = _shares_to_return(session, covenant_id, receiver, amount_cents)
    _require_held_then(session, covenant_id, receiver, amount_cents, returned_on)
    warning = cash.require_held(session, covenant, amount_cents, returned_on)
    postings: Postings = ()
    for pledge_id, cents in shares:
        postings += entries.beyond_returned(pledge_id, cents)
    draft = Draft(
        returned_on,
        periods.year_of(covenant, returned_on),
        "overpayment_returned",
        f"party/{receiver.slug}",
        "",
        postings,
    )
    entry_id = periods.book(session, covenant, draft, by=by)
    trail.append(
        session,
        covenant_id,
        by=by,
        act="contribution.returned",
        subject=f"party/{receiver.slug}",
        content={**asked, "entry": entry_id},
    )
    keys.keep(session, covenant_id, by=by, act="contribution.returned", asked=asked, result=entry_id)
    return entry_id, warning


def to_return(session: Session, covenant_id: int, party_id: int) -> list[tuple[int, int]]:
    """Read what a party paid beyond all its instalments and has not got back: (pledge, cents) pairs."""
    balances = reads.fund_balances(session, covenant_id, party_id, "to_return")
    return [(pledge_id, -balance) for pledge_id, balance in balances if balance]


def _require_held_then(
    session: Session, covenant_id: int, receiver: Party, amount_cents: int, day: date
) -> None:
    """Refuse a day on which, or after which, less was to be returned to a party than goes back."""
    held_cents = max(lowest_from(reads.held_for(session, covenant_id, receiver.id), day), 0)
    if amount_cents > held_cents:
        raise Malformed(
            sentence(
                N_("On %(day)s no more than %(held)s was to be returned to %(party)s."),
                day=day,
                held=Cents(held_cents),
                party=receiver.name,
            ),
            "returned_on",
        )


def _shares_to_return(
    session: Session, covenant_id: int, receiver: Party, amount_cents: int
) -> list[tuple[int, int]]:
    owned = to_return(session, covenant_id, receiver.id)
    held = sum(cents for _, cents in owned)
    if amount_cents > held:
        raise NoRoom(
            sentence(
                N_("%(asked)s is more than the %(held)s that is to be returned to %(party)s."),
                asked=Cents(amount_cents),
                held=Cents(held),
                party=receiver.name,
            ),
            "amount",
        )
    shares, left = [], amount_cents
    for pledge_id, owned_cents in owned:
        cents = min(left, owned_cents)
        if cents > 0:
            shares.append((pledge_id, cents))
            left -= cents
    return shares
