"""Matching: to which instalments money received from a party goes, and where it went.

Money fills what has been open longest first, whatever pledge it belongs to; what is left when all instalments
are full goes beyond them and is to be returned.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ledger.core import entry as entries
from ledger.core.entry import Postings
from ledger.core.instalments import Instalment as Open
from ledger.core.instalments import fill_oldest
from ledger.core.refusals import NoRoom
from ledger.core.sentences import N_, Cents, sentence
from ledger.storage import pledging, reads
from ledger.storage.reads import col
from ledger.storage.tables import Contribution, ContributionPart, FundTotal, Instalment, Party


@dataclass(frozen=True)
class Place:
    """Where part of a contribution goes: an instalment, or, without a due date, beyond them all."""

    pledge_id: int
    instalment_id: int | None = None
    due_on: date | None = None
    is_posted: bool = False

    @property
    def is_beyond(self) -> bool:
        """Say whether this is beyond all instalments."""
        return self.due_on is None

    def was_due(self, day: date) -> bool:
        """Say whether the instalment had fallen due by a day."""
        return self.due_on is not None and self.due_on <= day

    def was_ahead(self, day: date) -> bool:
        """Say whether the instalment was still to fall due after a day."""
        return self.due_on is not None and self.due_on > day


Parts = Sequence[tuple[Place, int]]
"""The parts of a contribution in their order: where each goes, and its cents."""


def match(
    session: Session, covenant_id: int, party: Party, amount_cents: int, *, pledge_id: int | None = None
) -> Parts:
    """Match money received from a party with its oldest open instalments, the rest beyond them all.

    `pledge_id` keeps to the instalments of one pledge. Refuses a party that promised nothing.
    """
    pledges = {
        pledge.id
        for pledge in reads.pledges(session, covenant_id)
        if pledge.party_id == party.id and pledge_id in (None, pledge.id)
    }
    if not pledges:
        raise NoRoom(
            sentence(
                N_("%(party)s has promised no money, so there is nothing this could be a contribution to."),
                party=party.name,
            ),
            "party",
        )
    received = received_per_instalment(session, covenant_id)
    reduced = pledging.reduced(session, covenant_id)
    rows = {row.id: row for row in reads.instalments(session, covenant_id) if row.pledge_id in pledges}
    filled, beyond_cents = fill_oldest(
        amount_cents,
        [
            _open(row, received.get(row.id, 0), reduced.get(row.id, pledging.UNREDUCED))
            for row in rows.values()
        ],
    )
    parts = [(_place(rows[number].pledge_id, rows[number]), cents) for number, cents in filled]
    if beyond_cents:
        last = list(rows.values())[-1]
        parts.append((_place(last.pledge_id, None), beyond_cents))
    return parts


def _open(row: Instalment, received_cents: int, less: pledging.Reduced) -> Open:
    """Say what an instalment brings and what of it is there, without what was taken off and handed back."""
    return Open(
        row.id,
        row.pledge_id,
        row.due_on,
        row.amount_cents - less.cents,
        received_cents - less.returned_cents,
    )


def _place(pledge_id: int, row: Instalment | None) -> Place:
    if row is None:
        return Place(pledge_id)
    return Place(pledge_id, row.id, row.due_on, row.entry_id is not None)


def received_per_instalment(session: Session, covenant_id: int) -> dict[int, int]:
    """Sum what came in on each instalment, contributions taken back left out, in cents."""
    rows = session.execute(
        select(col(ContributionPart.instalment_id), func.sum(col(ContributionPart.cents)))
        .join(
            Contribution,
            (col(Contribution.covenant_id) == col(ContributionPart.covenant_id))
            & (col(Contribution.id) == col(ContributionPart.contribution_id)),
        )
        .where(
            col(ContributionPart.covenant_id) == covenant_id,
            col(ContributionPart.instalment_id).is_not(None),
            col(Contribution.state) == "received",
        )
        .group_by(col(ContributionPart.instalment_id))
    )
    return {int(number or 0): int(cents) for number, cents in rows}


def keep_parts(session: Session, covenant_id: int, number: int, parts: Parts) -> None:
    """Keep where the parts of a contribution went."""
    session.execute(
        insert(ContributionPart),
        [
            {
                "covenant_id": covenant_id,
                "contribution_id": number,
                "line": line,
                "pledge_id": place.pledge_id,
                "instalment_id": place.instalment_id,
                "cents": cents,
            }
            for line, (place, cents) in enumerate(parts, start=1)
        ],
    )


def parts_of(session: Session, covenant_id: int, number: int) -> Parts:
    """Read where the parts of a contribution went, in their order."""
    rows = session.execute(
        select(ContributionPart, Instalment)
        .outerjoin(
            Instalment,
            (col(Instalment.covenant_id) == col(ContributionPart.covenant_id))
            & (col(Instalment.id) == col(ContributionPart.instalment_id)),
        )
        .where(
            col(ContributionPart.covenant_id) == covenant_id,
            col(ContributionPart.contribution_id) == number,
        )
        .order_by(col(ContributionPart.line))
    )
    return [(_place(part.pledge_id, instalment), part.cents) for part, instalment in rows]


def postings(parts: Iterable[tuple[Place, int]], day: date) -> Postings:
    """Give the postings of money received as it stands on a day: due by then, ahead, and beyond."""
    parts = list(parts)
    return entries.received(
        [(place.pledge_id, cents) for place, cents in parts if place.was_due(day)],
        advance=[(place.pledge_id, cents) for place, cents in parts if place.was_ahead(day)],
        beyond=[(place.pledge_id, cents) for place, cents in parts if place.is_beyond],
    )


def require_held(session: Session, covenant_id: int, row: Contribution, parts: Parts) -> None:
    """Refuse to take back what came in beyond all instalments and was returned to the party since."""
    for place, cents in parts:
        if not place.is_beyond:
            continue
        held = -session.execute(
            select(col(FundTotal.balance_cents)).where(
                col(FundTotal.covenant_id) == covenant_id,
                col(FundTotal.pledge_id) == place.pledge_id,
                col(FundTotal.account) == "to_return",
            )
        ).scalar_one()
        if cents > held:
            raise NoRoom(
                sentence(
                    N_(
                        "%(beyond)s of this came in beyond all instalments, and of that %(held)s is"
                        " still held for %(party)s."
                    ),
                    beyond=Cents(cents),
                    held=Cents(held),
                    party=session.get_one(Party, (covenant_id, row.party_id)).name,
                )
            )
    _require_not_set_aside(session, covenant_id, row, parts)


def _require_not_set_aside(session: Session, covenant_id: int, row: Contribution, parts: Parts) -> None:
    """Refuse to take back what was set aside for its party since, to be returned."""
    reduced = pledging.reduced(session, covenant_id)
    came_in = received_per_instalment(session, covenant_id)
    for place, cents in parts:
        aside = reduced.get(place.instalment_id or 0, pledging.UNREDUCED).returned_cents
        left = came_in.get(place.instalment_id or 0, 0) - cents
        if aside > max(left, 0):
            raise NoRoom(
                sentence(
                    N_(
                        "%(aside)s of what came in on this instalment was set aside, to be returned to"
                        " %(party)s; without this contribution only %(left)s came in on it."
                    ),
                    aside=Cents(aside),
                    party=session.get_one(Party, (covenant_id, row.party_id)).name,
                    left=Cents(left),
                )
            )
