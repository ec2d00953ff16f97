"""Budgets: the versions of every year, which is in force, and what its adoption changes.

A budget has lines per project for one fiscal year. It is in force when the parties have adopted it; an
amendment is a new version that replaces the one before.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ledger import periods, trail
from ledger.core.acting import By
from ledger.core.budget import require_amendment_fits, require_carried_stays
from ledger.core.numbers import NUMBERS
from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, sentence
from ledger.storage import reads
from ledger.storage.canonical import Content
from ledger.storage.reads import col
from ledger.storage.tables import Budget, BudgetLine, Decision, ProjectTotal


def find_budget(session: Session, covenant_id: int, number: int) -> Budget:
    """Find a budget by its number; refuses where there is none."""
    found = session.get(Budget, (covenant_id, number)) if number in NUMBERS else None
    if found is None:
        raise NotFound(sentence(N_("There is no budget %(number)s."), number=number))
    return found


def list_budgets(session: Session, covenant_id: int) -> Sequence[Budget]:
    """Read every version of every year's budget, the newest first."""
    return session.scalars(
        select(Budget).where(col(Budget.covenant_id) == covenant_id).order_by(col(Budget.id).desc())
    ).all()


def lines_of(session: Session, covenant_id: int, number: int) -> dict[int, int]:
    """Read the lines of a budget: cents per project."""
    rows = session.execute(
        select(col(BudgetLine.project_id), col(BudgetLine.cents))
        .where(col(BudgetLine.covenant_id) == covenant_id, col(BudgetLine.budget_id) == number)
        .order_by(col(BudgetLine.project_id))
    )
    return dict(rows.all())


def totals_of(session: Session, covenant_id: int) -> dict[int, int]:
    """Sum the lines of every budget: cents per budget."""
    rows = session.execute(
        select(col(BudgetLine.budget_id), func.sum(col(BudgetLine.cents)))
        .where(col(BudgetLine.covenant_id) == covenant_id)
        .group_by(col(BudgetLine.budget_id))
    )
    return {number: int(cents) for number, cents in rows}


def in_force(session: Session, covenant_id: int, year: int) -> Budget | None:
    """Find the budget in force for a fiscal year; None where none was adopted yet."""
    return session.execute(
        select(Budget).where(
            col(Budget.covenant_id) == covenant_id, col(Budget.year) == year, col(Budget.state) == "adopted"
        )
    ).scalar_one_or_none()


def require_fits(session: Session, covenant_id: int, year: int, lines: Mapping[int, int]) -> None:
    """Refuse an amendment below what is spent, obliged and carried over already."""
    facts = []
    for project in reads.projects(session, covenant_id):
        room = reads.room(session, covenant_id, project.id, year)
        require_carried_stays(project.name, lines.get(project.id, 0), room)
        facts.append((project.name, lines.get(project.id, 0), room.spent_cents, room.obligated_cents))
    require_amendment_fits(facts)


def lay_aside(session: Session, covenant_id: int, *, by: By, decision: Decision, outcome: str) -> None:
    """Lay a budget aside that was rejected, withdrawn or lapsed."""
    budget = find_budget(session, covenant_id, int(decision.subject.split("/")[1]))
    budget.state = outcome
    session.flush()


def adopt(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Put a budget in force; refuses, and with it the vote that decides, where more was spent since.

    So it does where the books began since, and the year was over by then.
    """
    budget = find_budget(session, covenant_id, int(decision.subject.split("/")[1]))
    last_day = periods.year_end(reads.covenant(session, covenant_id), budget.year)
    periods.require_in_books(session, covenant_id, last_day, field="year")
    put_in_force(session, covenant_id, by=by, decision=decision, budget=budget)


def put_in_force(session: Session, covenant_id: int, *, by: By, decision: Decision, budget: Budget) -> None:
    """Put a budget in force by its decision, in place of the version before; refuses less than was spent."""
    lines = lines_of(session, covenant_id, budget.id)
    require_fits(session, covenant_id, budget.year, lines)
    base = in_force(session, covenant_id, budget.year)
    if base is not None:
        base.state = "replaced"
    budget.state = "adopted"
    budget.adopted_on = by.today
    session.flush()
    for project in reads.projects(session, covenant_id):
        set_room(session, covenant_id, project.id, budget.year, lines.get(project.id, 0))
    content: dict[str, Content] = {
        "year": budget.year,
        "version": budget.version,
        "replaces": base.id if base else None,
        "decision": decision.id,
        "lines": [[project, cents] for project, cents in lines.items()],
    }
    trail.append(
        session, covenant_id, by=by, act="budget.adopted", subject=f"budget/{budget.id}", content=content
    )


def next_version(session: Session, covenant_id: int, year: int) -> int:
    """Give the number the next version of a year's budget bears."""
    counted = select(func.count()).select_from(Budget)
    asked = counted.where(col(Budget.covenant_id) == covenant_id, col(Budget.year) == year)
    return 1 + session.execute(asked).scalar_one()


def write_lines(session: Session, covenant_id: int, number: int, lines: Mapping[int, int]) -> None:
    """Write the lines of a budget: cents per project."""
    session.execute(
        insert(BudgetLine),
        [
            {"covenant_id": covenant_id, "budget_id": number, "project_id": project, "cents": cents}
            for project, cents in lines.items()
        ],
    )


def open_room(session: Session, covenant_id: int, project_id: int, year: int) -> None:
    """Begin a project's kept total of a year without a budget: a credit note may give money back there."""
    if session.get(ProjectTotal, (covenant_id, project_id, year)) is None:
        set_room(session, covenant_id, project_id, year, 0)


def set_room(session: Session, covenant_id: int, project_id: int, year: int, budget_cents: int) -> None:
    """Set what a project may spend in a year: the kept total its cap stands on."""
    total = session.get(ProjectTotal, (covenant_id, project_id, year))
    if total is None:
        session.add(
            ProjectTotal(covenant_id=covenant_id, project_id=project_id, year=year, budget_cents=budget_cents)
        )
    else:
        session.refresh(total)
        total.budget_cents = budget_cents
    session.flush()
