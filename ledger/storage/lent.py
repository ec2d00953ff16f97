"""Cash that parties lent, as at a day: what was agreed, what came in and what was repaid.

What was taken back counts until the day its reversal was booked for.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session, aliased

from ledger.storage.reads import col
from ledger.storage.tables import CashAdvance, CashMovement, Decision, JournalEntry


@dataclass(frozen=True)
class Lent:
    """A cash advance as at a day, in cents: agreed at most, come in, and repaid; the last day to repay."""

    number: int
    decision_id: int
    party_id: int
    pledge_id: int
    agreed_on: date
    repay_by: date
    agreed_cents: int
    advanced_cents: int
    repaid_cents: int

    @property
    def owed_cents(self) -> int:
        """What is owed to the party."""
        return self.advanced_cents - self.repaid_cents

    @property
    def to_come_cents(self) -> int:
        """What may still come in of what was agreed."""
        return self.agreed_cents - self.advanced_cents

    def is_overdue(self, day: date) -> bool:
        """Say whether something is owed past the day it should have been repaid."""
        return self.owed_cents > 0 and day > self.repay_by


def as_at(session: Session, covenant_id: int, day: date) -> list[Lent]:
    """List the cash advances agreed by a day, in the order of agreement, as they stood at that day's end."""
    undone = aliased(JournalEntry)
    moved = (
        select(
            col(CashMovement.advance_id).label("number"),
            *(
                func.sum(case((col(CashMovement.kind) == kind, col(CashMovement.cents)), else_=0)).label(kind)
                for kind in ("advanced", "repaid")
            ),
        )
        .outerjoin(
            undone,
            and_(
                col(undone.covenant_id) == col(CashMovement.covenant_id),
                col(undone.reverses_id) == col(CashMovement.entry_id),
                col(undone.day) <= day,
            ),
        )
        .where(
            col(CashMovement.covenant_id) == covenant_id,
            col(CashMovement.moved_on) <= day,
            col(undone.id).is_(None),
        )
        .group_by(col(CashMovement.advance_id))
        .subquery()
    )
    rows = session.execute(
        select(
            col(CashAdvance.id),
            col(CashAdvance.decision_id),
            col(CashAdvance.party_id),
            col(CashAdvance.pledge_id),
            col(Decision.closed_on),
            col(CashAdvance.repay_by),
            col(CashAdvance.agreed_cents),
            func.coalesce(moved.c.advanced, 0),
            func.coalesce(moved.c.repaid, 0),
        )
        .join(
            Decision,
            and_(
                col(Decision.covenant_id) == col(CashAdvance.covenant_id),
                col(Decision.id) == col(CashAdvance.decision_id),
            ),
        )
        .outerjoin(moved, moved.c.number == col(CashAdvance.id))
        .where(col(CashAdvance.covenant_id) == covenant_id, col(Decision.closed_on) <= day)
        .order_by(col(CashAdvance.id))
    )
    return [
        Lent(number, decision, party, pledge, agreed_on or day, repay_by, int(agreed), int(came), int(back))
        for number, decision, party, pledge, agreed_on, repay_by, agreed, came, back in rows
    ]
