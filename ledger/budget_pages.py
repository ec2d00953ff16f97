"""Budgets as people look them up: every version, what it would change, and what is left of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import budgets, charges, decisions
from ledger.core.budget import Room
from ledger.storage import carried, reads
from ledger.storage.reads import col
from ledger.storage.tables import Budget, Decision, ProgrammeLine, Project, ProjectTotal


@dataclass(frozen=True)
class BudgetLineView:
    """One project in a budget: what it had before, what it gets, what it has spent and obliged already."""

    project: Project
    line: ProgrammeLine
    before_cents: int
    after_cents: int
    room: Room

    @property
    def change_cents(self) -> int:
        """What the budget changes for this project."""
        return self.after_cents - self.before_cents


@dataclass(frozen=True)
class BudgetPage:
    """One budget whole: its lines beside those of the version it would replace, and its decision.

    `shortfalls` says per programme line what of the unspent budget the earmarks could not pay, `carried` what
    it took over of which earlier year.
    """

    budget: Budget
    base: Budget | None
    lines: Sequence[BudgetLineView]
    before_cents: int
    after_cents: int
    decision: Decision | None
    shortfalls: Sequence[tuple[ProgrammeLine, int]]
    carried: Sequence[tuple[int, int]]

    @property
    def change_cents(self) -> int:
        """What the budget changes in all."""
        return self.after_cents - self.before_cents

    @property
    def obligated_cents(self) -> int:
        """What is obliged on all lines together."""
        return sum(line.room.obligated_cents for line in self.lines)

    @property
    def spent_cents(self) -> int:
        """What is spent on all lines together."""
        return sum(line.room.spent_cents for line in self.lines)


def rooms(session: Session, covenant_id: int, year: int) -> dict[int, Room]:
    """Read what every project may spend in a year, has obliged and has spent, by project number."""
    rows = session.execute(
        select(
            col(ProjectTotal.project_id),
            col(ProjectTotal.budget_cents),
            col(ProjectTotal.obligated_cents),
            col(ProjectTotal.spent_cents),
            col(ProjectTotal.carried_cents),
        ).where(col(ProjectTotal.covenant_id) == covenant_id, col(ProjectTotal.year) == year)
    )
    return {project: Room(*figures) for project, *figures in rows}


def budget_page(session: Session, covenant_id: int, number: int) -> BudgetPage:
    """Gather everything about one version of a year's budget; refuses a number there is none of."""
    budget = budgets.find_budget(session, covenant_id, number)
    base = budgets.find_budget(session, covenant_id, budget.base_id) if budget.base_id else None
    after = budgets.lines_of(session, covenant_id, number)
    before = budgets.lines_of(session, covenant_id, base.id) if base else {}
    known = rooms(session, covenant_id, budget.year)
    programme = {line.id: line for line in reads.lines(session, covenant_id)}
    lines = [
        BudgetLineView(
            project,
            programme[project.line_id],
            before.get(project.id, 0),
            after.get(project.id, 0),
            known.get(project.id, Room(0, 0, 0)),
        )
        for project in reads.projects(session, covenant_id)
        if project.id in before or project.id in after
    ]
    taken: dict[int, int] = {}
    for from_year, cents in carried.into(session, covenant_id, number).values():
        taken[from_year] = taken.get(from_year, 0) + cents
    short = charges.shortfalls(session, covenant_id, budget.year, budgets=after)
    return BudgetPage(
        budget,
        base,
        lines,
        sum(before.values()),
        sum(after.values()),
        decisions.find_decision(session, covenant_id, budget.decision_id) if budget.decision_id else None,
        [(programme[line], cents) for line, cents in short.items()],
        sorted(taken.items()),
    )


@dataclass(frozen=True)
class BudgetRow:
    """One version in the list of budgets."""

    budget: Budget
    total_cents: int


def budget_rows(session: Session, covenant_id: int) -> list[BudgetRow]:
    """List every version of every year's budget, the newest year first, with its total."""
    sums = budgets.totals_of(session, covenant_id)
    rows = [BudgetRow(each, sums.get(each.id, 0)) for each in budgets.list_budgets(session, covenant_id)]
    return sorted(rows, key=lambda row: (-row.budget.year, -row.budget.version))
