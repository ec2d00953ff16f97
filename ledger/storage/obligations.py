"""Obligations as at a day: read from what was agreed and the record of its use."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.storage.reads import col
from ledger.storage.tables import Obligation, ObligationUse, Payee, Project


@dataclass(frozen=True)
class ObligationRow:
    """An obligation as at a day: what was agreed, and what of it is still open, in cents.

    `project` is the project's slug, `payee_id` the payee's number.
    """

    number: int
    project: str
    project_name: str
    payee_id: int
    payee_name: str
    year: int
    agreed_on: date
    reference: str
    description: str
    amount_cents: int
    open_cents: int


def as_at(session: Session, covenant_id: int, day: date) -> list[ObligationRow]:
    """List every obligation agreed by a day, with what was open of it at that day's end.

    An invoice dated before another was taken back may have used the same cents twice: never less than
    nothing is open.
    """
    used: dict[int, int] = {
        number: int(cents)
        for number, cents in session.execute(
            select(col(ObligationUse.obligation_id), func.sum(col(ObligationUse.cents)))
            .where(col(ObligationUse.covenant_id) == covenant_id, col(ObligationUse.used_on) <= day)
            .group_by(col(ObligationUse.obligation_id))
        )
    }
    rows = session.execute(
        select(Obligation, col(Project.slug), col(Project.name), col(Payee.name))
        .join(
            Project,
            (col(Project.covenant_id) == Obligation.covenant_id) & (col(Project.id) == Obligation.project_id),
        )
        .join(
            Payee, (col(Payee.covenant_id) == Obligation.covenant_id) & (col(Payee.id) == Obligation.payee_id)
        )
        .where(col(Obligation.covenant_id) == covenant_id, col(Obligation.agreed_on) <= day)
        .order_by(col(Obligation.agreed_on), col(Obligation.id))
    )
    return [
        ObligationRow(
            number=row.id,
            project=project,
            project_name=project_name,
            payee_id=row.payee_id,
            payee_name=payee_name,
            year=row.year,
            agreed_on=row.agreed_on,
            reference=row.reference,
            description=row.description,
            amount_cents=row.amount_cents,
            open_cents=max(row.amount_cents - used.get(row.id, 0), 0),
        )
        for row, project, project_name, payee_name in rows
    ]


def open_since(session: Session, row: Obligation) -> date:
    """Give the first day on which what an obligation now holds can be taken from it.

    That is the day it was agreed, or the last on which something was given back: as at no day can more have
    been taken than it held.
    """
    given_back = session.execute(
        select(func.max(col(ObligationUse.used_on))).where(
            col(ObligationUse.covenant_id) == row.covenant_id,
            col(ObligationUse.obligation_id) == row.id,
            col(ObligationUse.cents) < 0,
        )
    ).scalar()
    return max(row.agreed_on, given_back or row.agreed_on)


def taken_by(session: Session, row: Obligation, expenditure_id: int) -> int:
    """Sum what an expenditure took from an obligation, less what it gave back, in cents."""
    cents = session.execute(
        select(func.sum(col(ObligationUse.cents))).where(
            col(ObligationUse.covenant_id) == row.covenant_id,
            col(ObligationUse.obligation_id) == row.id,
            col(ObligationUse.expenditure_id) == expenditure_id,
        )
    ).scalar()
    return int(cents or 0)
