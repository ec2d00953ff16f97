"""Reductions: taking cents off an instalment, by decision, and what that does to the books.

What never came in is claimed no longer; what came in is set aside, to be returned. An instalment keeps the
amount it was promised for: what was taken off stands beside it, with the decision and the day.
"""

from collections.abc import Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from ledger import contributions, matching, periods, trail
from ledger.core import entry as entries
from ledger.core.acting import By
from ledger.core.entry import Draft, Postings
from ledger.core.reducing import Promised, Uncharged, counts_from
from ledger.storage import pledging, reads
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.tables import PledgeTotal, Reduction

ENTRY_KINDS = {
    "reduced": "pledge_reduced",
    "lapsed": "pledge_reduced",
    "written_off": "contribution_written_off",
    "returned": "unspent_set_aside",
}
"""The kind of entry that books a reduction; one that was moved had not fallen due and is not booked."""


def promised(session: Session, covenant_id: int) -> dict[int, Promised]:
    """Read how every instalment stands now, the oldest due first."""
    covenant = reads.covenant(session, covenant_id)
    less = pledging.reduced(session, covenant_id)
    came_in = matching.received_per_instalment(session, covenant_id)
    return {
        row.id: Promised(
            row.id,
            row.pledge_id,
            row.due_on,
            periods.year_of(covenant, row.due_on),
            row.amount_cents,
            less.get(row.id, pledging.UNREDUCED).gone_cents,
            less.get(row.id, pledging.UNREDUCED).returned_cents,
            came_in.get(row.id, 0),
            row.entry_id is not None,
        )
        for row in reads.instalments(session, covenant_id)
    }


def fallen(session: Session, covenant_id: int, *, by: By) -> dict[int, Promised]:
    """Post what has fallen due by today, and read how every instalment stands then."""
    contributions.post_due(session, covenant_id, by=by)
    return promised(session, covenant_id)


def uncharged(session: Session, covenant_id: int, pledge_id: int, *, by: By) -> Uncharged:
    """Read what of a pledge was not charged through each fiscal year, as it can be taken off today."""
    covenant = reads.covenant(session, covenant_id)
    booked_on = periods.booking_day(session, covenant, by.today)
    rows = session.execute(
        select(col(PledgeTotal.year), col(PledgeTotal.due_cents), col(PledgeTotal.charged_cents))
        .where(col(PledgeTotal.covenant_id) == covenant_id, col(PledgeTotal.pledge_id) == pledge_id)
        .order_by(col(PledgeTotal.year))
    )
    return Uncharged(
        owner_of(session, covenant_id, pledge_id),
        [(row[0], row[1], row[2]) for row in rows],
        periods.year_of(covenant, booked_on),
    )


def owner_of(session: Session, covenant_id: int, pledge_id: int) -> str:
    """Name the party whose pledge it is."""
    owners = {pledge.id: pledge.party_id for pledge in reads.pledges(session, covenant_id)}
    names = {party.id: party.name for party in reads.parties(session, covenant_id)}
    return names[owners[pledge_id] or 0]


def take_off(
    session: Session, covenant_id: int, *, by: By, decision_id: int, one: Promised, kind: str, cents: int
) -> None:
    """Take cents off an instalment: first what is still to come in, by this kind; the rest goes back.

    What the pledge was charged has to be asked before; the database refuses less than that.
    """
    still_open, held = one.split(cents)
    for each, part in ((kind, still_open), ("returned", held)):
        if part:
            _take_part(session, covenant_id, by=by, decision_id=decision_id, one=one, kind=each, cents=part)


def hand_back(
    session: Session, covenant_id: int, *, by: By, decision_id: int, one: Promised, cents: int
) -> None:
    """Set aside, to be returned, cents that came in on an instalment."""
    _take_part(session, covenant_id, by=by, decision_id=decision_id, one=one, kind="returned", cents=cents)


def _take_part(
    session: Session, covenant_id: int, *, by: By, decision_id: int, one: Promised, kind: str, cents: int
) -> None:
    number = reads.next_id(session, Reduction, covenant_id)
    covenant = reads.covenant(session, covenant_id)
    periods.ensure_year(session, covenant, by.today)
    entry_id, day = None, by.today
    if one.is_posted or kind == "returned":
        day = periods.booking_day(session, covenant, by.today)
        draft = Draft(
            day,
            periods.year_of(covenant, day),
            ENTRY_KINDS[kind],
            f"reduction/{number}",
            f"decision/{decision_id}",
            _postings(one, kind, cents),
        )
        entry_id = periods.book(session, covenant, draft, by=by)
    session.execute(
        insert(Reduction).values(
            covenant_id=covenant_id,
            id=number,
            instalment_id=one.id,
            decision_id=decision_id,
            kind=kind,
            cents=cents,
            entry_id=entry_id,
            reduced_on=day,
        )
    )
    last_year = periods.year_of(covenant, covenant.ends_on)
    year = counts_from(one.year, periods.year_of(covenant, day), last_year)
    count_due(session, covenant_id, one.pledge_id, year, -cents)
    trail.append(
        session,
        covenant_id,
        by=by,
        act=f"instalment.{kind}",
        subject=f"instalment/{one.id}",
        content={
            "reduction": number,
            "decision": decision_id,
            "cents": cents,
            "on": day_text(day),
            **({"entry": entry_id} if entry_id else {}),
        },
    )


def _postings(one: Promised, kind: str, cents: int) -> Postings:
    if kind != "returned":
        return entries.reduced(one.pledge_id, cents)
    if one.is_posted:
        return entries.set_aside(one.pledge_id, cents)
    return entries.advance_set_aside(one.pledge_id, cents)


def count_due(session: Session, covenant_id: int, pledge_id: int, year: int, cents: int) -> None:
    """Have a pledge bring so much more, from a fiscal year on; below zero: less."""
    session.execute(
        update(PledgeTotal)
        .where(
            col(PledgeTotal.covenant_id) == covenant_id,
            col(PledgeTotal.pledge_id) == pledge_id,
            col(PledgeTotal.year) >= year,
        )
        .values(due_cents=PledgeTotal.due_cents + cents)
        .execution_options(synchronize_session=False)
    )


def of_pledge(instalments: dict[int, Promised], pledge_id: int) -> Sequence[Promised]:
    """Pick the instalments of one pledge, in their order."""
    return [one for one in instalments.values() if one.pledge_id == pledge_id]
