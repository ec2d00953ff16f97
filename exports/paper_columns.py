"""How wide the columns of a printed table are, and whether its page lies upright or on its side.

Figures, days and shares are never broken, so their columns are as wide as the widest of them; texts
share what is left. A table too wide for an upright page lies on its side, then becomes smaller, and
as a last resort is divided into parts that repeat its first column.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from exports.cells import written
from exports.paper_pages import ON_ITS_SIDE, UPRIGHT, Size, room_wide
from exports.paper_table import PAD, Frame, Type
from exports.typeface import SEMIBOLD, printable, shorten, wrap
from ledger.core.language import Language
from ledger.core.statements.shape import Column, Statement

SIZES: Final = (8.5, 7.5, 6.5)
MOST_LEAST: Final = 62.0
"""A text column may be made this narrow, even where a word in it is longer."""
WIDE_LEAST: Final = 105.0
MOST_WORD: Final = 110.0
MOST_NATURAL: Final = 150.0
WIDE_NATURAL: Final = 230.0
EPSILON: Final = 0.1
MOST_AIR: Final = 16.0
"""Columns of figures stand this much further apart where there is room to spare."""
CROWDED: Final = 1.3
"""So much wider than an upright page may a table wish to be before it is laid on its side."""
MOST_HEAD_LINES: Final = 6


@dataclass(frozen=True)
class Need:
    """How wide a column must be at least, and how wide it would like to be; its texts at 1 point."""

    figure: bool
    wide: bool
    word: float
    longest: float

    def least(self, size: float) -> float:
        """Say how wide the column must be at this size, padding included."""
        most = WIDE_LEAST if self.wide else MOST_LEAST
        inner = self.longest * size if self.figure else min(self.word * size, most)
        if self.wide and not self.figure:
            inner = max(inner, min(self.longest * size, most))
        return inner + 2 * PAD + EPSILON

    def comfortable(self, size: float) -> float:
        """Say how wide the column must be so that no word of usual length is broken."""
        return max(self.least(size), min(self.word * size, MOST_WORD) + 2 * PAD + EPSILON)

    def natural(self, size: float) -> float:
        """Say how wide the column would like to be at this size, padding included."""
        most = WIDE_NATURAL if self.wide else MOST_NATURAL
        inner = self.longest * size if self.figure else min(self.longest * size, most)
        return max(self.comfortable(size), inner + 2 * PAD + EPSILON)


@dataclass(frozen=True)
class Layout:
    """How a statement is printed: the page, the size, and the columns of each part of it."""

    page: Size
    type: Type
    parts: tuple[tuple[int, ...], ...]


def column_texts(statement: Statement, place: int, language: Language) -> list[str]:
    """Write every cell of a column as it will be printed."""
    kind = statement.columns[place].kind
    return [printable(written(row.cells[place], kind, language)) for row in statement.rows]


def figure_texts(statement: Statement, place: int, texts: Sequence[str]) -> Sequence[str]:
    """Pick the texts that make a column as wide as it is: in a column of figures, its figures alone."""
    if statement.columns[place].kind == "text":
        return texts
    cells = (row.cells[place] for row in statement.rows)
    return [text for text, cell in zip(texts, cells, strict=True) if isinstance(cell, int | date)]


def control_texts(statement: Statement, place: int, language: Language) -> list[str]:
    """Write the totals that will stand in a column."""
    key = statement.columns[place].key
    return [language.money(control.cents) for control in statement.controls if control.column == key]


def need_of(column: Column, texts: Sequence[str], totals: Sequence[str], language: Language) -> Need:
    """Measure a column: its head, its cells and its totals."""
    type_ = Type(1.0)
    head = [type_.head.width_of(word) for word in printable(language.say(column.label)).split()]
    head_word = min(max(head, default=0), MOST_LEAST / SIZES[0])
    lines = {line for text in set(texts) for line in text.split("\n")}
    longest = max((type_.plain.width_of(line[:400]) for line in lines), default=0)
    strong = max(map(type_.strong.width_of, totals), default=0)
    if column.kind != "text":
        return Need(True, False, 0, max(longest, strong, head_word))
    found = {word for line in lines for word in line[:2000].split()}
    word = max((type_.plain.width_of(each[:100]) for each in found), default=0)
    return Need(False, column.wide, max(word, head_word), max(longest, head_word))


def lay_out(needs: Sequence[Need], columns: Sequence[int]) -> Layout:
    """Choose page, size and parts for these columns (their places in the statement)."""
    upright, side = room_wide(UPRIGHT), room_wide(ON_ITS_SIDE)
    least = sum(need.least(SIZES[0]) for need in needs)
    natural = sum(need.natural(SIZES[0]) for need in needs)
    if least <= upright and natural <= upright * CROWDED:
        return Layout(UPRIGHT, Type(SIZES[0]), (tuple(columns),))
    for size in SIZES:
        if sum(need.least(size) for need in needs) <= side:
            return Layout(ON_ITS_SIDE, Type(size), (tuple(columns),))
    return Layout(ON_ITS_SIDE, Type(SIZES[-1]), _parts(needs, columns, side))


def _parts(needs: Sequence[Need], columns: Sequence[int], room: float) -> tuple[tuple[int, ...], ...]:
    """Divide columns over parts that fit, the first column in each of them."""
    size = SIZES[-1]
    parts: list[list[int]] = [[columns[0]]]
    used = first = min(needs[0].least(size), room / 2)
    for column, need in zip(columns[1:], needs[1:], strict=True):
        wide = need.least(size)
        if used + wide > room and len(parts[-1]) > 1:
            parts.append([columns[0]])
            used = first
        parts[-1].append(column)
        used += wide
    return tuple(map(tuple, parts))


def widths_of(needs: Sequence[Need], size: float, room: float) -> tuple[float, ...]:
    """Share the room: what each column must have, then whole words, then whole texts, then the rest."""
    widths = [need.least(size) for need in needs]
    if sum(widths) > room:
        return tuple(width * room / sum(widths) for width in widths)
    for wished in ([need.comfortable(size) for need in needs], [need.natural(size) for need in needs]):
        missing = [wish - width for wish, width in zip(wished, widths, strict=True)]
        given = min(1.0, (room - sum(widths)) / sum(missing)) if sum(missing) else 0.0
        widths = [width + more * given for width, more in zip(widths, missing, strict=True)]
    rest = room - sum(widths)
    texts = [place for place, need in enumerate(needs) if not need.figure] or list(range(len(needs)))
    figures = [place for place, need in enumerate(needs) if need.figure]
    air = min(MOST_AIR, rest / 2 / len(figures)) if figures else 0.0
    for place in figures:
        widths[place] += air
    for place in texts:
        widths[place] += (rest - air * len(figures)) / len(texts)
    return tuple(widths)


def frame_of(
    columns: Sequence[Column], needs: Sequence[Need], type_: Type, room: float, language: Language
) -> Frame:
    """Make the frame of a table: where each column begins, and the head divided over lines."""
    widths = widths_of(needs, type_.size, room)
    lefts = tuple(sum(widths[:place]) for place in range(len(widths)))
    heads = tuple(
        _head(printable(language.say(column.label)), width - 2 * PAD, type_)
        for column, width in zip(columns, widths, strict=True)
    )
    figures = tuple(column.kind not in {"text", "day"} for column in columns)
    return Frame(type_, lefts, widths, figures, heads, language)


def _head(text: str, room: float, type_: Type) -> tuple[str, ...]:
    """Divide the name of a column over a few lines."""
    lines = wrap(text, room, type_.head)
    if len(lines) <= MOST_HEAD_LINES:
        return tuple(lines)
    last = shorten(" ".join(lines[MOST_HEAD_LINES - 1 :]), room, type_.size, SEMIBOLD)
    return (*lines[: MOST_HEAD_LINES - 1], last)
