"""The tie-out: every control total beside the sum of the rows it is the total of."""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.core.statements.shape import Control, Report, Statement


@dataclass(frozen=True)
class Tie:
    """One control total, and what the rows add up to; both in cents."""

    statement: Statement
    control: Control
    rows_cents: int

    @property
    def agrees(self) -> bool:
        """Say whether the ledger's own figure and the rows are the same to the cent."""
        return self.rows_cents == self.control.cents


def sum_of_rows(statement: Statement, control: Control) -> int:
    """Add up, in cents, the rows that a control is the total of."""
    place = statement.place(control.column)
    rows = statement.rows
    if control.group is not None and statement.group_by is not None:
        by = statement.place(statement.group_by)
        rows = tuple(row for row in rows if row.cells[by] == control.group)
    return sum(cell for row in rows if isinstance(cell := row.cells[place], int))


def ties(report: Report) -> Iterable[Tie]:
    """Go through every control of every statement, in the order of the report."""
    for statement in report.statements:
        for control in statement.controls:
            yield Tie(statement, control, sum_of_rows(statement, control))
