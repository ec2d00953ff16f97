"""A statement as a printed table: columns as wide as they must be, head repeated, rows never lost.

A table knows the height of each of its rows beforehand and is divided by looking up where a page ends,
so that its cost grows with its rows alone.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final, Literal

from exports import look, words
from exports.paper_blocks import Block, Pen
from exports.typeface import REGULAR, SEMIBOLD, Setting, shorten
from ledger.core.language import Language

PAD: Final = 4.0
MOST_LINES: Final = 20
"""A row with more lines than this is printed as several, so that it can pass from page to page."""

RowKind = Literal["row", "group", "subtotal", "total", "empty"]


@dataclass(frozen=True)
class Type:
    """The settings of a table: for figures and text, for what is strong, and for the head."""

    size: float = 8.5

    @property
    def leading(self) -> float:
        """Say how far lines stand apart."""
        return self.size * 1.28

    @property
    def plain(self) -> Setting:
        """Give the setting of ordinary rows."""
        return Setting(REGULAR, self.size, self.leading)

    @property
    def strong(self) -> Setting:
        """Give the setting of totals."""
        return Setting(SEMIBOLD, self.size, self.leading)

    @property
    def head(self) -> Setting:
        """Give the setting of the head and of groups."""
        return Setting(SEMIBOLD, self.size, self.leading, look.DEEP_BLUE)


@dataclass(frozen=True)
class Frame:
    """What all parts of one table share: column edges, which columns hold figures, and the head."""

    type: Type
    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    figures: tuple[bool, ...]
    head: tuple[tuple[str, ...], ...]
    language: Language

    @property
    def width(self) -> float:
        """Say how wide the table is."""
        return sum(self.widths)

    @property
    def head_height(self) -> float:
        """Say how high the head is."""
        return max(map(len, self.head), default=1) * self.type.leading + 8


@dataclass(frozen=True)
class Line:
    """One printed row: its lines of text per column, and the group it belongs to.

    In a group, subtotal or total the first `span` columns are one, for the label.
    """

    kind: RowKind
    cells: tuple[tuple[str, ...], ...]
    group: str = ""
    span: int = 1
    negative: tuple[int, ...] = ()

    def height(self, leading: float) -> float:
        """Say how high the row is."""
        return max(map(len, self.cells), default=1) * leading + (9 if self.kind == "group" else 5)


def pieces(line: Line) -> list[Line]:
    """Divide a very high row into rows that fit on any page."""
    most = max(map(len, line.cells), default=1)
    if most <= MOST_LINES:
        return [line]
    return [
        replace(line, cells=tuple(cell[start : start + MOST_LINES] for cell in line.cells))
        for start in range(0, most, MOST_LINES)
    ]


@dataclass(frozen=True)
class Printed:
    """A part of a table: the rows from `start` up to `end` below a head of their own."""

    frame: Frame
    lines: tuple[Line, ...]
    edges: tuple[float, ...]
    start: int
    end: int
    keep: bool = False

    @property
    def _continued(self) -> str:
        """Give the group that goes on at the top of this part, if one does."""
        line = self.lines[self.start] if self.start else None
        return line.group if line is not None and line.kind in {"row", "subtotal"} else ""

    @property
    def _above(self) -> float:
        """Say how high the head is with the line that says which group goes on."""
        more = self.frame.type.leading + 9 if self._continued else 0
        return self.frame.head_height + more

    @property
    def height(self) -> float:
        """Say how high the head and the rows are together."""
        return self._above + self.edges[self.end] - self.edges[self.start]

    def split(self, room: float) -> tuple[Block, Block] | None:
        """Divide between two rows; a group's head stays with its rows, a subtotal with the last of them."""
        place = bisect_right(self.edges, self.edges[self.start] + room - self._above) - 1
        place = min(place, self.end)
        for _ in range(3):
            after = self.lines[place].kind if self.start < place < self.end else "row"
            before = self.lines[place - 1].kind if place > self.start else "row"
            if before == "group" or after in {"subtotal", "total"}:
                place -= 1
        if not self.start < place < self.end:
            return None
        return replace(self, end=place), replace(self, start=place)

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw the head and the rows."""
        frame, leading = self.frame, self.frame.type.leading
        self._draw_head(pen, x, y)
        y += frame.head_height
        if self._continued:
            text = frame.language.say(words.continued(self._continued))
            text = shorten(text, frame.width - 2 * PAD, frame.type.size, SEMIBOLD)
            pen.text(x + PAD, y + 6 + frame.type.size, text, frame.type.head)
            y += leading + 9
        for line in self.lines[self.start : self.end]:
            self._draw_line(pen, x, y, line)
            y += line.height(leading)

    def _draw_head(self, pen: Pen, x: float, y: float) -> None:
        """Draw the names of the columns, standing on the line below them."""
        frame, setting = self.frame, self.frame.type.head
        pen.box(x, y, frame.width, frame.head_height, look.TINT)
        for left, width, figure, lines in zip(
            frame.lefts, frame.widths, frame.figures, frame.head, strict=True
        ):
            top = y + frame.head_height - 4 - len(lines) * setting.leading
            _draw_cell(pen, x + left, width, top, lines, setting, figure=figure)
        bottom = y + frame.head_height
        pen.line(x, bottom, x + frame.width, bottom, look.DEEP_BLUE, 1.2)

    def _draw_line(self, pen: Pen, x: float, y: float, line: Line) -> None:
        """Draw one row and the line that closes it."""
        frame, kind = self.frame, line.kind
        setting = frame.type.plain
        if kind in {"subtotal", "total"}:
            setting = frame.type.strong
        elif kind == "group":
            setting = frame.type.head
        elif kind == "empty":
            setting = replace(setting, colour=look.MUTED)
        if kind == "total":
            pen.line(x, y, x + frame.width, y, look.INK, 0.9)
        top = y + (6 if kind == "group" else 2.5)
        for place, lines in enumerate(line.cells):
            if not lines:
                continue
            label = kind != "row" and place == 0
            red = place in line.negative
            _draw_cell(
                pen,
                x + frame.lefts[place],
                sum(frame.widths[: line.span]) if label else frame.widths[place],
                top,
                lines,
                replace(setting, colour=look.RED) if red else setting,
                figure=frame.figures[place] and not label,
            )
        bottom = y + line.height(frame.type.leading)
        if kind != "group":
            pen.line(x, bottom, x + frame.width, bottom, look.FAINT)


def _draw_cell(
    pen: Pen, x: float, width: float, y: float, lines: Sequence[str], setting: Setting, *, figure: bool
) -> None:
    """Draw the lines of one cell; figures stand at the right."""
    baseline = y + (setting.leading + setting.size * 0.68) / 2
    for line in lines:
        if figure:
            pen.text(x + width - PAD, baseline, line, setting, "end")
        else:
            pen.text(x + PAD, baseline, line, setting)
        baseline += setting.leading


def printed(frame: Frame, lines: Sequence[Line]) -> Printed:
    """Make a table of rows that are already divided over lines."""
    every = tuple(piece for line in lines for piece in pieces(line))
    heights = (line.height(frame.type.leading) for line in every)
    edges = tuple(accumulate(heights, initial=0.0))
    return Printed(frame, every, edges, 0, len(every))
