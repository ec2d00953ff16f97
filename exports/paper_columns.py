"""The columns of a printed table: their texts written and measured, and the frame they make."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from exports.cells import written
from exports.paper_table import PAD, Frame, Type
from exports.paper_widths import MOST_LEAST, Need, widths_of
from exports.typeface import SEMIBOLD, printable, shorten, wrap
from ledger.core.language import Language
from ledger.core.statements.shape import Column, Statement

MOST_HEAD_LINES: Final = 6
FEW: Final = 33
"""One text in so many may be longer than what a column is made for."""


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
    head_word = min(max(head, default=0), MOST_LEAST)
    wide = {text: max(type_.plain.width_of(line[:2000]) for line in text.split("\n")) for text in set(texts)}
    longest = max(wide.values(), default=0)
    if column.kind != "text":
        strong = max(map(type_.strong.width_of, totals), default=0)
        widest = max(longest, strong, head_word)
        return Need(True, False, 0, widest, widest)
    in_order = sorted(map(wide.__getitem__, texts))
    usual = in_order[-1 - len(in_order) // FEW] if in_order else 0
    found = {word for text in wide for word in text[:2000].split()}
    word = max((type_.plain.width_of(each[:100]) for each in found), default=0)
    return Need(False, column.wide, max(word, head_word), max(usual, head_word), max(longest, head_word))


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
