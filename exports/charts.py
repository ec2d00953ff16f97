"""The two charts of a covenant, laid out once for page and paper alike.

Both functions give a `Chart` of plain shapes; texts are measured in Source Sans and written in the
reader's language. `budget_chart` is here; `flow_chart` has a room of its own in `flow.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from exports import words
from exports.cells import one_line, visible
from exports.flow import flow_chart
from exports.shapes import Box, Chart, Label, Shape, Stroke
from exports.typeface import SEMIBOLD, shorten, width_of
from ledger.core.language import Language
from ledger.core.sentences import Sentence
from ledger.core.statements.shape import Bar

__all__ = ["budget_chart", "flow_chart"]

LEAST_BAR_ROOM = 11.0
"""Bars shorter than so many times the text size say too little: the figures then go below them."""

LEAST_PART = 0.9
"""However little money, its part of a bar is so many points long."""


@dataclass(frozen=True)
class Frame:
    """What all rows of one budget chart share: sizes in points, `full_cents` the longest bar."""

    width: float
    size: float
    full_cents: int
    language: Language

    def money(self, cents: int) -> str:
        """Write an amount in the reader's language."""
        return self.language.money(cents)

    def say(self, what: Sentence) -> str:
        """Say a word of the chart in the reader's language."""
        return visible(self.language.say(what))


def _longest(bars: Sequence[Bar]) -> int:
    """Say how many cents the longest bar stands for."""
    return max((max(bar.budget_cents, _spent(bar) + _obligated(bar)) for bar in bars), default=0)


def budget_chart(
    bars: Sequence[Bar],
    language: Language,
    width: float,
    *,
    size: float = 9.0,
    among: Sequence[Bar] | None = None,
) -> Chart:
    """Draw budget against actual: per project a bar with what was budgeted, spent and obligated.

    What goes beyond the budget is red and passes the mark at the budget's end; the figures stand
    beside the bars, or below them in a narrow chart. `size` is the size of the text. Where these bars are
    a part of more, `among` gives all of them, so that the parts share one scale and one set of columns.
    """
    among = bars if among is None else among
    frame = Frame(width, size, max(_longest(among), 1), language)
    if not bars:
        return _empty(frame)
    shapes, y = _legend(frame)
    columns = _figure_columns(among, frame)
    name_room = min(width * 0.3, max(width_of(visible(bar.label), size, SEMIBOLD) for bar in among) + 1)
    bar_room = width - name_room - sum(columns) - size
    if bar_room >= LEAST_BAR_ROOM * size:
        shapes += _heads(frame, columns, y + size)
        y += size * 1.5
        for bar in bars:
            shapes += _row(bar, frame, y, name_room, columns)
            y += size * 2.2
    else:
        for bar in bars:
            shapes += _narrow_row(bar, frame, y)
            y += size * 4.7
    return Chart(width, y, tuple(shapes))


def _empty(frame: Frame) -> Chart:
    """Say that there is nothing to draw yet."""
    text = shorten(frame.say(words.NO_BUDGET), frame.width, frame.size)
    label = Label(0, frame.size * 1.5, text, frame.size, tone="muted")
    return Chart(frame.width, frame.size * 2.5, (label,))


def _spent(bar: Bar) -> int:
    """Give what is drawn as spent, in cents: a bar cannot be shorter than nothing."""
    return max(bar.spent_cents, 0)


def _obligated(bar: Bar) -> int:
    """Give what is drawn as obligated, in cents."""
    return max(bar.obligated_cents, 0)


def _left(bar: Bar) -> int:
    """Give what is left of the budget, in cents; below zero when it is overspent."""
    return bar.budget_cents - bar.obligated_cents - bar.spent_cents


def _legend(frame: Frame) -> tuple[list[Shape], float]:
    """Draw what each colour means, on as many lines as it takes; give the y below it too."""
    shapes: list[Shape] = []
    size, x, y = frame.size, 0.0, 0.0
    for tone, what in (
        ("spent", words.SPENT),
        ("obligated", words.OBLIGATED),
        ("budget", words.BUDGET),
        ("over", words.OVER_BUDGET),
    ):
        text = shorten(frame.say(what), frame.width - size * 2, size)
        wide = size * 1.4 + width_of(text, size)
        if x and x + wide > frame.width:
            x, y = 0.0, y + size * 1.5
        shapes.append(Box(x, y + size * 0.25, size, size * 0.75, tone))
        shapes.append(Label(x + size * 1.4, y + size, text, size, tone="muted"))
        x += wide + size * 1.6
    return shapes, y + size * 2


def _figure_columns(bars: Sequence[Bar], frame: Frame) -> list[float]:
    """Say how wide each column of figures is: budget, spent, obligated, left."""
    heads = (words.BUDGET, words.SPENT, words.OBLIGATED, words.LEFT)
    figures = (
        [bar.budget_cents for bar in bars],
        [bar.spent_cents for bar in bars],
        [bar.obligated_cents for bar in bars],
        [_left(bar) for bar in bars],
    )
    return [
        max(
            width_of(frame.say(head), frame.size, SEMIBOLD),
            *(width_of(frame.money(cents), frame.size, SEMIBOLD) for cents in column),
        )
        + frame.size * 1.1
        for head, column in zip(heads, figures, strict=True)
    ]


def _heads(frame: Frame, columns: list[float], y: float) -> list[Shape]:
    """Head the columns of figures, each at its right edge."""
    shapes: list[Shape] = []
    x = frame.width - sum(columns)
    for room, head in zip(columns, (words.BUDGET, words.SPENT, words.OBLIGATED, words.LEFT), strict=True):
        x += room
        shapes.append(Label(x, y, frame.say(head), frame.size, "end", strong=True, tone="muted"))
    return shapes


def _row(bar: Bar, frame: Frame, y: float, name_room: float, columns: list[float]) -> list[Shape]:
    """Draw one project on one line: name, bar, figures."""
    size = frame.size
    baseline = y + size * 1.4
    bar_x = name_room + size
    bar_room = frame.width - sum(columns) - bar_x
    name = shorten(one_line(visible(bar.label)), name_room, size, SEMIBOLD)
    shapes: list[Shape] = [
        Stroke(0, y, frame.width, y, "faint"),
        Label(0, baseline, name, size, strong=True),
        *_bar(bar, frame, bar_x, bar_room, y + size * 0.5),
    ]
    x = frame.width - sum(columns)
    for room, cents, red in zip(
        columns,
        (bar.budget_cents, bar.spent_cents, bar.obligated_cents, _left(bar)),
        (False, bar.spent_cents > bar.budget_cents, False, _left(bar) < 0),
        strict=True,
    ):
        x += room
        tone = "over" if red else "ink"
        shapes.append(Label(x, baseline, frame.money(cents), size, "end", strong=red, tone=tone))
    return shapes


def _narrow_row(bar: Bar, frame: Frame, y: float) -> list[Shape]:
    """Draw one project on three lines, for a narrow chart: name and what is left, bar, figures."""
    size, width = frame.size, frame.width
    left = f"{frame.say(words.LEFT)} {frame.money(_left(bar))}"
    over = _left(bar) < 0
    left = shorten(left, width * 0.6, size, SEMIBOLD)
    name_room = width - width_of(left, size, SEMIBOLD) - size
    figures = " · ".join(
        f"{frame.say(word)} {frame.money(cents)}"
        for word, cents in (
            (words.BUDGET, bar.budget_cents),
            (words.SPENT, bar.spent_cents),
            (words.OBLIGATED, bar.obligated_cents),
        )
    )
    fitting = min(1.0, width / width_of(figures, size))
    name = shorten(one_line(visible(bar.label)), name_room, size, SEMIBOLD)
    return [
        Stroke(0, y, width, y, "faint"),
        Label(0, y + size * 1.3, name, size, strong=True),
        Label(width, y + size * 1.3, left, size, "end", strong=over, tone="over" if over else "ink"),
        *_bar(bar, frame, 0, width - 1, y + size * 1.8),
        Label(0, y + size * 4.1, figures, round(size * fitting, 2), tone="muted"),
    ]


def _bar(bar: Bar, frame: Frame, x: float, room: float, y: float) -> list[Shape]:
    """Draw the bar itself: the budget as its ground, what was used on top, a mark at the budget's end."""
    high = frame.size * 1.2

    def at(cents: int) -> float:
        return x + room * max(0, min(cents, frame.full_cents)) / frame.full_cents

    def part(start: int, end: int, tone: str, what: Sentence, cents: int) -> list[Shape]:
        if end <= start:
            return []
        tip = f"{visible(bar.label)}, {frame.say(what)}: {frame.money(cents)}"
        return [Box(at(start), y, max(at(end) - at(start), LEAST_PART), high, tone, tip)]

    budget, spent = max(bar.budget_cents, 0), _spent(bar)
    used = spent + _obligated(bar)
    return [
        *part(0, budget, "budget", words.BUDGET, bar.budget_cents),
        *part(0, min(spent, budget), "spent", words.SPENT, bar.spent_cents),
        *part(budget, spent, "over", words.OVER_BUDGET, spent - budget),
        *part(spent, min(used, budget), "obligated", words.OBLIGATED, bar.obligated_cents),
        *part(max(spent, budget), used, "over-obligated", words.OVER_BUDGET, used - budget),
        Stroke(at(budget), y - high * 0.18, at(budget), y + high * 1.18, "limit", 1.2),
    ]
