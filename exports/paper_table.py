"""A statement as a printed table: columns as wide as they must be, head repeated, rows never lost.

A table knows the height of each of its rows beforehand and is divided by looking up where a page ends,
so that its cost grows with its rows alone.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Final, Literal

from exports import look, words
from exports.paper_blocks import Block, Pen, Run
from exports.typeface import REGULAR, SEMIBOLD, Setting, shorten
from ledger.core.language import Language

PAD: Final = 4.0
MOST_LINES: Final = 20
"""A row with more lines than this is printed as several, so that it can pass from page to page."""

MOST_OF_A_PAGE: Final = 400.0
"""With so much room nothing better is to be had on another page."""

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

    @cached_property
    def settings(self) -> dict[str, Setting]:
        """Give the setting of every kind of row, and of amounts below zero."""
        return {
            "row": self.plain,
            "empty": replace(self.plain, colour=look.MUTED),
            "group": self.head,
            "subtotal": self.strong,
            "total": self.strong,
            "red": replace(self.plain, colour=look.RED),
            "red total": replace(self.strong, colour=look.RED),
        }


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

    In every kind but a row the first `span` columns are one, for the label.
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
        below = room - self._above
        fitting = min(bisect_right(self.edges, self.edges[self.start] + below) - 1, self.end)
        place = fitting
        while self.start < place < self.end and self._belong(place):
            place -= 1
        if place <= self.start and room > MOST_OF_A_PAGE:
            place = fitting  # better a heading apart from its rows than rows that fit nowhere
        if not self.start < place < self.end:
            return None
        return replace(self, end=place), replace(self, start=place)

    def _belong(self, place: int) -> bool:
        """Say whether the rows on either side of this place should stand on one page."""
        before, after = self.lines[place - 1].kind, self.lines[place].kind
        return (before == "group" and after != "group") or after in {"subtotal", "total"}

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw the head and the rows: first the lines between them, then all texts in reading order."""
        frame = self.frame
        pen.box(x, y, frame.width, frame.head_height, look.TINT)
        self._draw_rules(pen, x, y)
        run = pen.run()
        self._write_head(run, x, y)
        top = y + self._above
        for line in self.lines[self.start : self.end]:
            self._write_line(run, x, top, line)
            top += line.height(frame.type.leading)
        run.finish()

    def _draw_rules(self, pen: Pen, x: float, y: float) -> None:
        """Draw a hair line below every row but a group's head, a firm one above a total."""
        frame, shown = self.frame, range(self.start, self.end)
        right = x + frame.width
        offset = y + self._above - self.edges[self.start]
        hairs = [offset + self.edges[place + 1] for place in shown if self.lines[place].kind != "group"]
        firm = [offset + self.edges[place] for place in shown if self.lines[place].kind == "total"]
        pen.rules(x, right, hairs, look.FAINT)
        pen.rules(x, right, firm, look.INK, 0.9)
        pen.rules(x, right, [y + frame.head_height], look.DEEP_BLUE, 1.2)

    def _write_head(self, run: Run, x: float, y: float) -> None:
        """Write the names of the columns, standing on the line below them, and the group that goes on."""
        frame, setting = self.frame, self.frame.type.head
        for place, lines in enumerate(frame.head):
            top = y + frame.head_height - 4 - len(lines) * setting.leading
            self._write_cell(run, x, top, lines, setting, place, 0)
        if self._continued:
            text = frame.language.say(words.continued(self._continued))
            text = shorten(text, frame.width - 2 * PAD, frame.type.size, SEMIBOLD)
            run.put(x + PAD, y + frame.head_height + 6 + frame.type.size, text, setting)

    def _write_line(self, run: Run, x: float, y: float, line: Line) -> None:
        """Write one row, cell by cell."""
        settings = self.frame.type.settings
        setting = settings[line.kind]
        top = y + (6 if line.kind == "group" else 2.5)
        span = 0 if line.kind == "row" else line.span
        for place, lines in enumerate(line.cells):
            if not lines:
                continue
            red = place in line.negative
            paint = settings["red" if line.kind == "row" else "red total"] if red else setting
            self._write_cell(run, x, top, lines, paint, place, span)

    def _write_cell(
        self, run: Run, x: float, y: float, lines: Sequence[str], setting: Setting, place: int, span: int
    ) -> None:
        """Write the lines of one cell; figures stand at the right, a label over `span` columns does not."""
        frame = self.frame
        left = x + frame.lefts[place]
        right = left + frame.widths[place] - PAD
        figure = frame.figures[place] and not (span and place == 0)
        baseline = y + (setting.leading + setting.size * 0.68) / 2
        for line in lines:
            if line:
                start = right - setting.width_of(line) if figure else left + PAD
                run.put(start, baseline, line, setting)
            baseline += setting.leading


def printed(frame: Frame, lines: Sequence[Line]) -> Printed:
    """Make a table of rows that are already divided over lines."""
    every = tuple(piece for line in lines for piece in pieces(line))
    heights = (line.height(frame.type.leading) for line in every)
    edges = tuple(accumulate(heights, initial=0.0))
    return Printed(frame, every, edges, 0, len(every))
