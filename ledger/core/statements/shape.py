"""The shape every statement has: what a page, a sheet and a printed table are all drawn from.

A statement is a flat table. Amounts are integer cents, days are dates, texts that need translating
are `Sentence`s. A statement may be grouped by one of its columns; subtotals and totals are not rows
but `Control`s: the ledger's own figure for a sum the reader can make over the rows.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from ledger.core.sentences import Sentence

Kind = Literal["text", "money", "day", "count", "share"]
"""What stands in a column: `share` is a whole number of tenths of a per cent (831 = 83.1 %)."""

Cell = str | int | date | Sentence | None


@dataclass(frozen=True)
class Column:
    """One column: its key, its heading, and what kind of figure stands in it."""

    key: str
    label: Sentence
    kind: Kind = "text"
    wide: bool = False


@dataclass(frozen=True)
class Row:
    """One row: a cell per column, and the address of its page below the covenant's, where it has one."""

    cells: tuple[Cell, ...]
    link: str | None = None


@dataclass(frozen=True)
class Control:
    """The ledger's own figure for the sum of a money column: of the whole column, or of one group.

    `cents` does not come from adding up the rows but from the kept totals or another road through the
    postings, so that a sum over the rows that differs from it is a fault found.
    """

    label: Sentence
    column: str
    cents: int
    group: str | Sentence | None = None


@dataclass(frozen=True)
class Statement:
    """One statement as at one day.

    `key` names it in addresses and sheets; `group_by` is the key of the column it is grouped by, or
    None. `notes` are sentences that stand under it.
    """

    key: str
    title: Sentence
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    controls: tuple[Control, ...] = ()
    group_by: str | None = None
    notes: tuple[Sentence, ...] = ()

    def place(self, key: str) -> int:
        """Say in which place (from 0) the column with this key stands."""
        return [column.key for column in self.columns].index(key)


def chosen(statement: Statement, keys: Collection[str]) -> Statement:
    """Give a statement with some of its columns only, for a page that is less wide than a sheet.

    The column it is grouped by stays, whether it is chosen or not.
    """
    wanted = {*keys, statement.group_by}
    places = [place for place, column in enumerate(statement.columns) if column.key in wanted]
    return replace(
        statement,
        columns=tuple(statement.columns[place] for place in places),
        rows=tuple(replace(row, cells=tuple(row.cells[place] for place in places)) for row in statement.rows),
        controls=tuple(one for one in statement.controls if one.column in wanted),
    )


@dataclass(frozen=True)
class Group:
    """The rows that share one value of the column a statement is grouped by."""

    label: str | Sentence | None
    rows: tuple[Row, ...]
    controls: tuple[Control, ...]


def grouped(statement: Statement) -> Sequence[Group]:
    """Divide a statement into its groups, in the order of their first rows.

    A statement that is not grouped is one group without a label. Controls of the whole statement
    belong to no group and stand in `whole_controls`.
    """
    if statement.group_by is None:
        return [Group(None, statement.rows, ())]
    place = statement.place(statement.group_by)
    rows: dict[Cell, list[Row]] = {}
    for row in statement.rows:
        rows.setdefault(row.cells[place], []).append(row)
    return [
        Group(
            label if isinstance(label, Sentence) else str(label),
            tuple(members),
            tuple(c for c in statement.controls if c.group == label),
        )
        for label, members in rows.items()
    ]


def whole_controls(statement: Statement) -> Sequence[Control]:
    """Give the totals of the whole statement, those of its groups left out."""
    return [control for control in statement.controls if control.group is None]


@dataclass(frozen=True)
class Bar:
    """One bar of the chart of budget against actual, in cents."""

    label: str
    budget_cents: int
    obligated_cents: int
    spent_cents: int


@dataclass(frozen=True)
class Flow:
    """Money that went from a funder through a programme line to a project, in cents."""

    funder: str
    line: str
    project: str
    cents: int


@dataclass(frozen=True)
class Head:
    """The trail's head: how many acts it holds and the hash of the last one."""

    seq: int
    hash: str

    def __str__(self) -> str:
        """Write the head as a witness gives it: SEQ:HASH."""
        return f"{self.seq}:{self.hash}"


@dataclass(frozen=True)
class Report:
    """Everything a workbook or a report tells of one year (or of the whole term) of one covenant.

    `year` is None for the whole term. `made_at` is the time of the trail's last act, in UTC, so that
    the same state gives the same file.
    """

    covenant: str
    place: str
    goal: Sentence
    slug: str
    year: int | None
    from_day: date
    as_at: date
    made_at: datetime
    head: Head
    parties: tuple[tuple[str, Sentence], ...]
    """Each party's name and kind."""
    headline: tuple[tuple[Sentence, int], ...]
    """The figures of the summary: label and cents."""
    bars: tuple[Bar, ...]
    flows: tuple[Flow, ...]
    statements: tuple[Statement, ...]
