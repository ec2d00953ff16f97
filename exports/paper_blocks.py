"""What stands on a page of the report: paragraphs, tiles, lists and charts, each a block of its own.

Lengths are in points. A block knows its height, draws itself from its top left corner with y growing
downwards, and may be divided where a page ends. No text is ever read as markup: it is measured,
divided over lines and drawn as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Protocol

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from exports import look
from exports.look import TONES
from exports.shapes import Anchor, Box, Chart, Label, Ribbon, Stroke
from exports.typeface import REGULAR, SEMIBOLD, Setting, printable, shorten, width_of, wrap


@cache
def ink(code: str) -> Color:
    """Give reportlab's own form of a colour."""
    return HexColor(code)


class Run:
    """Many short texts written in one go, as a table has them: far quicker than one by one."""

    def __init__(self, canvas: Canvas, page_height: float) -> None:
        self._canvas = canvas
        self._page_height = page_height
        self._text = canvas.beginText()
        self._last: Setting | None = None

    def put(self, x: float, y: float, text: str, setting: Setting) -> None:
        """Write a line of text that begins at x and stands on the line y."""
        if setting is not self._last:
            if self._last is None or (setting.name, setting.size) != (self._last.name, self._last.size):
                self._text.setFont(setting.name, setting.size)
            if self._last is None or setting.colour != self._last.colour:
                self._text.setFillColor(ink(setting.colour))
            self._last = setting
        self._text.setTextOrigin(x, self._page_height - y)
        self._text.textOut(text)

    def finish(self) -> None:
        """Put all that was written on the page."""
        self._canvas.drawText(self._text)


@dataclass(frozen=True)
class Pen:
    """Draws on one page; y is counted from the top of the paper."""

    canvas: Canvas
    page_height: float

    def text(self, x: float, y: float, text: str, setting: Setting, anchor: Anchor = "start") -> None:
        """Write a line of text that stands on the line y."""
        if not text:
            return
        self.canvas.setFillColor(ink(setting.colour))
        self.canvas.setFont(setting.name, setting.size)
        if anchor == "end":
            x -= setting.width_of(text)
        self.canvas.drawString(x, self.page_height - y, text)

    def box(self, x: float, y: float, width: float, height: float, colour: str, opacity: float = 1) -> None:
        """Fill a rectangle."""
        self.canvas.setFillColor(ink(colour))
        if opacity < 1:
            self.canvas.saveState()
            self.canvas.setFillAlpha(opacity)
        self.canvas.rect(x, self.page_height - y - height, width, height, stroke=0, fill=1)
        if opacity < 1:
            self.canvas.restoreState()

    def line(self, x0: float, y0: float, x1: float, y1: float, colour: str, width: float = 0.5) -> None:
        """Draw a straight line."""
        self.canvas.setStrokeColor(ink(colour))
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self.page_height - y0, x1, self.page_height - y1)

    def rules(self, x0: float, x1: float, ys: Sequence[float], colour: str, width: float = 0.5) -> None:
        """Draw level lines at each of these heights."""
        self.canvas.setStrokeColor(ink(colour))
        self.canvas.setLineWidth(width)
        self.canvas.lines([(x0, self.page_height - y, x1, self.page_height - y) for y in ys])

    def run(self) -> Run:
        """Begin to write many short texts."""
        return Run(self.canvas, self.page_height)

    def ribbon(self, band: Ribbon, x: float, y: float) -> None:
        """Fill a ribbon of a chart whose corner stands at x and y."""
        up = self.page_height - y
        path = self.canvas.beginPath()
        path.moveTo(x + band.x0, up - band.top0)
        path.curveTo(
            x + band.bend, up - band.top0, x + band.bend, up - band.top1, x + band.x1, up - band.top1
        )
        path.lineTo(x + band.x1, up - band.bottom1)
        path.curveTo(
            x + band.bend, up - band.bottom1, x + band.bend, up - band.bottom0, x + band.x0, up - band.bottom0
        )
        path.close()
        self.canvas.saveState()
        self.canvas.setFillColor(ink(TONES[band.tone]))
        self.canvas.setFillAlpha(band.opacity)
        self.canvas.drawPath(path, stroke=0, fill=1)
        self.canvas.restoreState()


class Block(Protocol):
    """Something that stands on a page."""

    @property
    def height(self) -> float:
        """Say how high the block is."""

    @property
    def keep(self) -> bool:
        """Say whether the block must stand on the same page as what follows it."""

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw the block with its top left corner at x and y."""

    def split(self, room: float) -> "tuple[Block, Block] | None":
        """Divide the block in a part that fits in this room and the rest; None if that cannot be done."""


@dataclass(frozen=True)
class Whole:
    """What holds for a block that is never divided."""

    @property
    def keep(self) -> bool:
        """Say that what follows may stand on the next page."""
        return False

    def split(self, room: float) -> tuple[Block, Block] | None:
        """Say that it cannot be divided."""
        return None


@dataclass(frozen=True)
class Gap(Whole):
    """Empty space."""

    height: float

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw nothing."""


@dataclass(frozen=True)
class Words:
    """Lines of text in one setting, and the space that follows them."""

    lines: tuple[str, ...]
    setting: Setting
    after: float = 0
    keep: bool = False

    @property
    def height(self) -> float:
        """Say how high the lines are with the space after them."""
        return len(self.lines) * self.setting.leading + self.after

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw line below line."""
        baseline = y + (self.setting.leading + self.setting.size * 0.68) / 2
        for line in self.lines:
            pen.text(x, baseline, line, self.setting)
            baseline += self.setting.leading

    def split(self, room: float) -> tuple[Block, Block] | None:
        """Divide the lines, two at least on either side."""
        fitting = int(room / self.setting.leading)
        if fitting < 2 or fitting >= len(self.lines):
            return None
        first = replace(self, lines=self.lines[:fitting], after=0)
        return first, replace(self, lines=self.lines[fitting:])


def words_in(text: str, setting: Setting, width: float, *, after: float = 0, keep: bool = False) -> Words:
    """Divide a text over lines of this width."""
    return Words(tuple(wrap(printable(text), width, setting)), setting, after, keep)


@dataclass(frozen=True)
class Picture(Whole):
    """A chart."""

    chart: Chart

    @property
    def height(self) -> float:
        """Say how high the chart is, with some space after it."""
        return self.chart.height + 10

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw the same shapes a page shows."""
        for shape in self.chart.shapes:
            match shape:
                case Box():
                    pen.box(
                        x + shape.x, y + shape.y, shape.width, shape.height, TONES[shape.tone], shape.opacity
                    )
                case Ribbon():
                    pen.ribbon(shape, x, y)
                case Stroke():
                    pen.line(
                        x + shape.x0, y + shape.y0, x + shape.x1, y + shape.y1, TONES[shape.tone], shape.width
                    )
                case Label():
                    name = SEMIBOLD if shape.strong else REGULAR
                    setting = Setting(name, shape.size, shape.size, TONES[shape.tone])
                    pen.text(x + shape.x, y + shape.y, printable(shape.text), setting, shape.anchor)


TILE_HEIGHT = 52.0
TILE_GAP = 10.0
TILES_IN_ROW = 4
_TILE_LABEL = Setting(REGULAR, 8.5, 11, look.MUTED)


@dataclass(frozen=True)
class Tiles:
    """Key figures, up to four in a row and as many in each: a label and an amount."""

    tiles: tuple[tuple[str, str], ...]
    width: float
    in_row: int = TILES_IN_ROW
    keep: bool = False

    @property
    def _rows(self) -> int:
        """Say how many rows there are."""
        return -(-len(self.tiles) // self.in_row)

    @property
    def height(self) -> float:
        """Say how high the rows are together."""
        return self._rows * (TILE_HEIGHT + TILE_GAP)

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw the tiles row by row."""
        wide = (self.width - TILE_GAP * (self.in_row - 1)) / self.in_row
        for place, (label, amount) in enumerate(self.tiles):
            row, column = divmod(place, self.in_row)
            left, top = x + column * (wide + TILE_GAP), y + row * (TILE_HEIGHT + TILE_GAP)
            pen.box(left, top, wide, TILE_HEIGHT, look.TINT)
            pen.box(left, top, 2.5, TILE_HEIGHT, look.DEEP_BLUE)
            pen.text(left + 12, top + 18, shorten(label, wide - 18, 8.5), _TILE_LABEL)
            size = min(16.0, 16.0 * (wide - 18) / max(1, width_of(amount, 16, SEMIBOLD)))
            red = "-" in amount
            pen.text(left + 12, top + 39, amount, Setting(SEMIBOLD, size, 20, look.RED if red else look.INK))

    def split(self, room: float) -> tuple[Block, Block] | None:
        """Divide between two rows."""
        fitting = int(room / (TILE_HEIGHT + TILE_GAP)) * self.in_row
        if not 0 < fitting < len(self.tiles):
            return None
        return replace(self, tiles=self.tiles[:fitting]), replace(self, tiles=self.tiles[fitting:])


def tiles_of(tiles: Sequence[tuple[str, str]], width: float) -> Tiles:
    """Lay figures out in as few rows as they need, alike in length."""
    rows = -(-len(tiles) // TILES_IN_ROW)
    return Tiles(tuple(tiles), width, -(-len(tiles) // rows))


@dataclass(frozen=True)
class Pair:
    """A label with its text, both divided over lines; `target` is the bookmark it leads to."""

    label: tuple[str, ...]
    text: tuple[str, ...]
    target: str = ""


@dataclass(frozen=True)
class Pairs:
    """A list of labels with their texts; where `ends` the text stands at the right edge."""

    pairs: tuple[Pair, ...]
    width: float
    label_width: float
    left: Setting = field(default_factory=Setting)
    right: Setting = field(default_factory=Setting)
    ends: bool = False
    keep: bool = False

    def _height_of(self, pair: Pair) -> float:
        """Say how high one pair is."""
        return max(len(pair.label), len(pair.text), 1) * self.left.leading + 5

    @property
    def height(self) -> float:
        """Say how high all pairs are together."""
        return sum(map(self._height_of, self.pairs))

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw pair below pair, with a hair line between them."""
        for pair in self.pairs:
            high = self._height_of(pair)
            first = y + 2.5 + (self.left.leading + self.left.size * 0.68) / 2
            for down, line in enumerate(pair.label):
                pen.text(x, first + down * self.left.leading, line, self.left)
            for down, line in enumerate(pair.text):
                baseline = first + down * self.left.leading
                if self.ends:
                    pen.text(x + self.width, baseline, line, self.right, "end")
                else:
                    pen.text(x + self.label_width, baseline, line, self.right)
            if pair.target:
                area = (x, pen.page_height - y - high, x + self.width, pen.page_height - y)
                pen.canvas.linkRect("", pair.target, area, thickness=0)
            y += high
            pen.line(x, y, x + self.width, y, look.FAINT)

    def split(self, room: float) -> tuple[Block, Block] | None:
        """Divide between two pairs."""
        used, fitting = 0.0, 0
        for pair in self.pairs:
            used += self._height_of(pair)
            if used > room:
                break
            fitting += 1
        if not 0 < fitting < len(self.pairs):
            return None
        return replace(self, pairs=self.pairs[:fitting]), replace(self, pairs=self.pairs[fitting:])


def pairs_of(
    texts: Sequence[tuple[str, str]],
    width: float,
    label_width: float,
    left: Setting,
    right: Setting,
    *,
    ends: bool = False,
    targets: Sequence[str] = (),
) -> Pairs:
    """Divide labels and texts over lines; a text too long for a page is divided over several pairs."""
    pairs: list[Pair] = []
    for place, (label, text) in enumerate(texts):
        target = targets[place] if targets else ""
        labels = wrap(printable(label), label_width - 10, left)
        lines = wrap(printable(text), width - label_width, right)
        for start in range(0, max(len(labels), len(lines), 1), 30):
            end = start + 30
            pairs.append(Pair(tuple(labels[start:end]), tuple(lines[start:end]), target))
    return Pairs(tuple(pairs), width, label_width, left, right, ends)
