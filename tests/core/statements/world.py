"""Names and periods that the tests of the statements share, and how to read what was drawn."""

from datetime import date

from ledger.core.language import PLAIN
from ledger.core.sentences import Sentence
from ledger.core.statements.facts import Names, Party, Period, Pledge, Project
from ledger.core.statements.shape import Cell, Statement

YEAR = Period(2016, date(2016, 1, 1), date(2016, 12, 31), (date(2015, 1, 1), date(2015, 12, 31)))
FIRST_YEAR = Period(2015, date(2015, 1, 1), date(2015, 12, 31))
WHOLE_TERM = Period(None, date(2015, 1, 1), date(2017, 12, 31))

NAMES = Names(
    parties={1: Party("town", "Town"), 2: Party("firm", "Firm"), 3: Party("school", "School")},
    lines={1: "Placement", 2: "Training"},
    projects={1: Project("work", "Work", 1), 2: Project("class", "Class", 2), 3: Project("fair", "Fair", 1)},
    pledges={1: Pledge(1, 300_000, (1,)), 2: Pledge(2, 45_000), 3: Pledge(2, 5_000, (1, 2))},
)
"""A town that promised for placement alone, a firm with two pledges, and a school that promised nothing."""


def plain(cell: Cell) -> Cell:
    """Say a cell in plain English where it is a sentence."""
    return PLAIN.say(cell) if isinstance(cell, Sentence) else cell


def cells(statement: Statement, *keys: str) -> list[tuple[Cell, ...]]:
    """Give these columns of every row, or all of them."""
    places = [statement.place(key) for key in keys] or range(len(statement.columns))
    return [tuple(plain(row.cells[place]) for place in places) for row in statement.rows]


def controls(statement: Statement) -> dict[tuple[str, str | None], int]:
    """Give the cents of every control by column and group."""
    return {
        (one.column, None if one.group is None else PLAIN.say(one.group)): one.cents
        for one in statement.controls
    }


def notes(statement: Statement) -> list[str]:
    """Say the notes under a statement."""
    return [PLAIN.say(note) for note in statement.notes]
