"""What became of instalments after they were promised, as at a day: reduced, moved, lapsed, handed back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from ledger.storage.reads import col
from ledger.storage.tables import Decision, Instalment, Party, Pledge, Reduction


@dataclass(frozen=True)
class Reduced:
    """What of an instalment will not come any more, and what came in and was handed back, in cents."""

    gone_cents: int = 0
    returned_cents: int = 0

    @property
    def cents(self) -> int:
        """All that it brings less than was promised."""
        return self.gone_cents + self.returned_cents


UNREDUCED = Reduced()


def reduced(session: Session, covenant_id: int, as_at: date | None = None) -> dict[int, Reduced]:
    """Sum by instalment what was taken off it, through a day or (None) all told; others are left out."""
    returned = case((col(Reduction.kind) == "returned", col(Reduction.cents)), else_=0)
    rows = session.execute(
        select(col(Reduction.instalment_id), func.sum(col(Reduction.cents)), func.sum(returned))
        .where(
            col(Reduction.covenant_id) == covenant_id,
            *([col(Reduction.reduced_on) <= as_at] if as_at else []),
        )
        .group_by(col(Reduction.instalment_id))
    )
    return {number: Reduced(int(cents) - int(back), int(back)) for number, cents, back in rows}


def reductions(session: Session, covenant_id: int) -> Sequence[Reduction]:
    """Read everything that was taken off instalments, in the order in which it was."""
    return session.scalars(
        select(Reduction).where(col(Reduction.covenant_id) == covenant_id).order_by(col(Reduction.id))
    ).all()


def begins(session: Session, covenant_id: int) -> dict[int, date]:
    """Give the day from which each instalment counts that came by decision; the others count from the first.

    One that was moved counts from the day that was decided, a joiner's from the day it joined.
    """
    rows = session.execute(
        select(
            col(Instalment.id),
            case((col(Decision.kind) == "accession", col(Party.joined_on)), else_=col(Decision.closed_on)),
        )
        .join(
            Decision,
            (col(Decision.covenant_id) == col(Instalment.covenant_id))
            & (col(Decision.id) == col(Instalment.decision_id)),
        )
        .join(
            Pledge,
            (col(Pledge.covenant_id) == col(Instalment.covenant_id))
            & (col(Pledge.id) == col(Instalment.pledge_id)),
        )
        .join(
            Party,
            (col(Party.covenant_id) == col(Pledge.covenant_id)) & (col(Party.id) == col(Pledge.party_id)),
        )
        .where(col(Instalment.covenant_id) == covenant_id)
    )
    return {number: day for number, day in rows if day is not None}


def joiners(session: Session, covenant_id: int) -> dict[int, date]:
    """Give the day on which each party joined that came after the covenant was opened, by number."""
    rows = session.execute(
        select(col(Party.id), col(Party.joined_on))
        .join(
            Decision,
            (col(Decision.covenant_id) == col(Party.covenant_id))
            & (col(Decision.subject) == "party/" + col(Party.slug)),
        )
        .where(
            col(Party.covenant_id) == covenant_id,
            col(Decision.kind) == "accession",
            col(Decision.state) == "adopted",
        )
    )
    return dict(rows.all())


def promised_cents(session: Session, covenant_id: int, as_at: date) -> int:
    """Sum what the pledges that were there on a day promised, less what was taken off them by then."""
    after = [party for party, day in joiners(session, covenant_id).items() if day > as_at]
    pledged = session.execute(
        select(func.coalesce(func.sum(col(Pledge.amount_cents)), 0)).where(
            col(Pledge.covenant_id) == covenant_id, col(Pledge.party_id).not_in(after)
        )
    ).scalar_one()
    return int(pledged) - gone_cents(session, covenant_id, as_at)


def gone_cents(session: Session, covenant_id: int, as_at: date) -> int:
    """Sum what of all that was promised does not come any more, through a day; what was moved still comes."""
    return int(
        session.execute(
            select(func.coalesce(func.sum(col(Reduction.cents)), 0)).where(
                col(Reduction.covenant_id) == covenant_id,
                col(Reduction.reduced_on) <= as_at,
                col(Reduction.kind) != "moved",
            )
        ).scalar_one()
    )


def fell_due(session: Session, covenant_id: int) -> list[tuple[int, int, int]]:
    """Give of every posted instalment what it was posted for: its number, its pledge, and cents.

    That is what was promised less what had been taken off it before it fell due.
    """
    before = (
        select(func.coalesce(func.sum(col(Reduction.cents)), 0))
        .where(
            col(Reduction.covenant_id) == col(Instalment.covenant_id),
            col(Reduction.instalment_id) == col(Instalment.id),
            or_(col(Reduction.entry_id).is_(None), col(Reduction.entry_id) < col(Instalment.entry_id)),
        )
        .correlate(Instalment)
        .scalar_subquery()
    )
    rows = session.execute(
        select(col(Instalment.id), col(Instalment.pledge_id), col(Instalment.amount_cents) - before).where(
            col(Instalment.covenant_id) == covenant_id, col(Instalment.entry_id).is_not(None)
        )
    )
    return [(number, pledge, int(cents)) for number, pledge, cents in rows]


def unpaid_later(session: Session, covenant_id: int, first: date | None, last: date) -> dict[int, int]:
    """Sum by pledge what was taken off instalments in some days after they had fallen due, in cents."""
    rows = session.execute(
        select(col(Instalment.pledge_id), func.sum(col(Reduction.cents)))
        .join(
            Instalment,
            (col(Instalment.covenant_id) == col(Reduction.covenant_id))
            & (col(Instalment.id) == col(Reduction.instalment_id)),
        )
        .where(
            col(Reduction.covenant_id) == covenant_id,
            col(Reduction.entry_id) > col(Instalment.entry_id),
            col(Reduction.reduced_on) <= last,
            *([col(Reduction.reduced_on) >= first] if first else []),
        )
        .group_by(col(Instalment.pledge_id))
    )
    return {pledge: int(cents) for pledge, cents in rows}
