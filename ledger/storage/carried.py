"""Budget carried over: what of each project's year went into the budget of a later one, as at a day."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.storage.reads import col
from ledger.storage.tables import Budget, BudgetCarry, ProjectTotal

ByProjectYear = dict[tuple[int, int], int]


def carried(
    session: Session, covenant_id: int, first: date | None, last: date | None, year: int | None = None
) -> ByProjectYear:
    """Sum per project and year (None: of all) what was carried out of it in some days, in cents."""
    days = [
        *([col(Budget.adopted_on) >= first] if first else []),
        *([col(Budget.adopted_on) <= last] if last else []),
    ]
    rows = session.execute(
        select(col(BudgetCarry.project_id), col(BudgetCarry.from_year), func.sum(col(BudgetCarry.cents)))
        .join(
            Budget,
            (col(Budget.covenant_id) == col(BudgetCarry.covenant_id))
            & (col(Budget.id) == col(BudgetCarry.budget_id)),
        )
        .where(
            col(BudgetCarry.covenant_id) == covenant_id,
            col(Budget.adopted_on).is_not(None),
            *([col(BudgetCarry.from_year) == year] if year is not None else []),
            *days,
        )
        .group_by(col(BudgetCarry.project_id), col(BudgetCarry.from_year))
    )
    return {(project, of): int(cents) for project, of, cents in rows}


def kept(session: Session, covenant_id: int, year: int | None = None) -> ByProjectYear:
    """Read what is kept as carried out of each project's year, as it is now."""
    rows = session.execute(
        select(col(ProjectTotal.project_id), col(ProjectTotal.year), col(ProjectTotal.carried_cents)).where(
            col(ProjectTotal.covenant_id) == covenant_id,
            *([col(ProjectTotal.year) == year] if year is not None else []),
        )
    )
    return {(project, of): cents for project, of, cents in rows}


def into(session: Session, covenant_id: int, budget_id: int) -> dict[int, tuple[int, int]]:
    """Read what a budget took over of an earlier year: project to that year and cents."""
    rows = session.execute(
        select(col(BudgetCarry.project_id), col(BudgetCarry.from_year), col(BudgetCarry.cents)).where(
            col(BudgetCarry.covenant_id) == covenant_id, col(BudgetCarry.budget_id) == budget_id
        )
    )
    return {project: (year, cents) for project, year, cents in rows}
