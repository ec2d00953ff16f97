"""How a statement becomes a table on a page: words and figures written, groups and totals in their places.

The table macro draws what comes out of here and decides nothing itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g

from exports.cells import visible, written
from ledger.core.language import Language
from ledger.core.statements.shape import Cell, Column, Control, Kind, Row, Statement, grouped, whole_controls
from ledger.web.here import language

NUMERIC: frozenset[Kind] = frozenset({"money", "count", "share"})

LONG = 48
"""More letters than this are a long text."""


@dataclass(frozen=True)
class Box:
    """One cell as the reader sees it. `below` is a figure under zero, `span` how many columns it takes."""

    text: str
    kind: Kind = "text"
    wide: bool = False
    below: bool = False
    link: str | None = None
    span: int = 1

    @property
    def style(self) -> str:
        """Name the classes of the style sheet that this cell has."""
        named = (
            "number" if self.kind in NUMERIC else "",
            "day" if self.kind == "day" else "",
            "wide" if self.wide else "",
            "below" if self.below else "",
        )
        return " ".join(filter(None, named))


@dataclass(frozen=True)
class Part:
    """A group of rows under its label, with its subtotals; the whole of a statement that is not grouped."""

    label: str | None
    rows: tuple[tuple[Box, ...], ...]
    sums: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True)
class Layout:
    """A statement laid out for a page: headings, parts, totals and notes, all in the reader's language."""

    key: str
    title: str
    heads: tuple[Box, ...]
    parts: tuple[Part, ...]
    totals: tuple[tuple[Box, ...], ...]
    notes: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether there is no row to show."""
        return not any(part.rows for part in self.parts)


def lay_out_here(statement: Statement) -> Layout:
    """Lay a statement out for whoever reads this page, its links below the page's covenant."""
    covenant = g.get("covenant")
    return lay_out(statement, language(), below=f"/{covenant.slug}/" if covenant else "/")


def lay_out(statement: Statement, language: Language, *, below: str = "/") -> Layout:
    """Lay a statement out: the column it is grouped by becomes headings, every cell a text.

    `below` is put before the address of a row's page.
    """
    shown = [place for place, column in enumerate(statement.columns) if column.key != statement.group_by]
    columns = [statement.columns[place] for place in shown]
    parts = tuple(
        Part(
            label=None if group.label is None else visible(language.say(group.label)),
            rows=tuple(_row(row, statement.columns, shown, language, below) for row in group.rows),
            sums=_sums(group.controls, columns, language),
        )
        for group in grouped(statement)
    )
    heads = tuple(
        Box(language.say(each.label), each.kind, each.wide or _is_long(parts, place))
        for place, each in enumerate(columns)
    )
    return Layout(
        key=statement.key,
        title=language.say(statement.title),
        heads=heads,
        parts=parts,
        totals=_sums(whole_controls(statement), columns, language),
        notes=tuple(language.say(note) for note in statement.notes),
    )


def _is_long(parts: Sequence[Part], place: int) -> bool:
    """Say whether a column holds texts that would make its rows very high in a narrow place."""
    return any(len(row[place].text) > LONG for part in parts for row in part.rows)


def _row(
    row: Row, columns: Sequence[Column], shown: Sequence[int], language: Language, below: str
) -> tuple[Box, ...]:
    """Write the cells of one row; its page is reached from the first of them that has a text."""
    boxes: list[Box] = []
    link = None if row.link is None else below + row.link.lstrip("/")
    for place in shown:
        column, cell = columns[place], row.cells[place]
        text = visible(written(cell, column.kind, language))
        boxes.append(Box(text, column.kind, column.wide, _is_below(cell), link if text else None))
        if text:
            link = None
    return tuple(boxes)


def _is_below(cell: Cell) -> bool:
    """Say whether a cell holds a figure under zero."""
    return isinstance(cell, int) and cell < 0


def _sums(
    controls: Sequence[Control], columns: Sequence[Column], language: Language
) -> tuple[tuple[Box, ...], ...]:
    """Put sums under their columns: one line for all that bear the same label."""
    lines: dict[str, dict[str, int]] = {}
    for control in controls:
        lines.setdefault(language.say(control.label), {})[control.column] = control.cents
    return tuple(_sum_line(label, sums, columns, language) for label, sums in lines.items())


def _sum_line(
    label: str, sums: dict[str, int], columns: Sequence[Column], language: Language
) -> tuple[Box, ...]:
    """Write one line of sums; the label takes the columns before the first sum."""
    first = next((place for place, column in enumerate(columns) if column.key in sums), len(columns))
    boxes = [Box(label, span=first)] if first else []
    for column in columns[first:]:
        cents = sums.get(column.key)
        text = "" if cents is None else language.money(cents)
        boxes.append(Box(text, column.kind, below=cents is not None and cents < 0))
    if not first:
        boxes[0] = Box(f"{label} {boxes[0].text}", "money", below=boxes[0].below)
    return tuple(boxes)
