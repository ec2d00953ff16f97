"""How wide the columns of a printed table are, and whether its page lies upright or on its side.

Figures, days and shares are never broken, so their columns are as wide as the widest of them. Texts
get what makes the rows lowest: the fewest lines at which every column finds room. A table lies on its
side, or is set smaller, where that makes it shorter; one too wide for any page is divided into parts
that repeat its first column.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exports.paper_pages import ON_ITS_SIDE, UPRIGHT, Size, room_high, room_wide
from exports.paper_table import PAD, Type

MOST_LEAST: Final = 7.3
"""A text column may be made as narrow as this times the text's size, even where a word in it is longer."""
WIDE_LEAST: Final = 11.0
MOST_WORD: Final = 13.0
EPSILON: Final = 0.1
MOST_AIR: Final = 16.0
"""Columns of figures stand this much further apart where there is room to spare."""
MOST_LINES_WISHED: Final = 12
UNEVEN: Final = 1.12
"""Lines are not filled to the last letter: a text over several takes so much more room."""

UGLY: Final = 0.04
"""From the third line on, each line of a row counts as so much more paper."""

CHOICES: Final = (
    (UPRIGHT, 8.5, 1.0),
    (ON_ITS_SIDE, 8.5, 1.05),
    (ON_ITS_SIDE, 7.5, 1.2),
    (ON_ITS_SIDE, 6.5, 1.7),
)
"""Page, size of the text, and how much shorter a table must become to be worth it."""


@dataclass(frozen=True)
class Need:
    """How wide a column must be, and what texts it holds; its lengths are those at a size of 1 point.

    `word` is the longest word, `usual` the width that all but a few texts stay within, `longest` that of
    the longest.
    """

    figure: bool
    wide: bool
    word: float
    usual: float
    longest: float

    def least(self, size: float) -> float:
        """Say how wide the column must be at this size, padding included."""
        most = WIDE_LEAST if self.wide else MOST_LEAST
        inner = self.longest * size if self.figure else min(self.word, most) * size
        if self.wide and not self.figure:
            inner = max(inner, min(self.longest, most) * size)
        return inner + 2 * PAD + EPSILON

    def on_lines(self, lines: int, size: float, *, whole_words: bool) -> float:
        """Say how wide the column must be for its usual texts to take so many lines."""
        if self.figure:
            return self.least(size)
        inner = self.usual * size if lines == 1 else self.usual * size * UNEVEN / lines
        if whole_words:
            inner = max(inner, min(self.word, MOST_WORD) * size)
        return max(self.least(size), inner + 2 * PAD + EPSILON)


@dataclass(frozen=True)
class Layout:
    """How a statement is printed: the page, the size, and the columns of each part of it."""

    page: Size
    type: Type
    parts: tuple[tuple[int, ...], ...]


def fewest_lines(needs: Sequence[Need], size: float, room: float) -> tuple[int, tuple[float, ...]]:
    """Say on how few lines the rows can stand in this room, and how wide the columns then are.

    Whole words come first: only where no number of lines will do for them may long ones be broken. The
    widths are the least ones where even that does not help.
    """
    for whole_words in (True, False):
        for lines in range(1, MOST_LINES_WISHED + 1):
            widths = tuple(need.on_lines(lines, size, whole_words=whole_words) for need in needs)
            if sum(widths) <= room:
                return lines, widths
    return MOST_LINES_WISHED + 1, tuple(need.least(size) for need in needs)


def lay_out(needs: Sequence[Need], columns: Sequence[int], rows: int) -> Layout:
    """Choose page, size and parts for these columns (their places in the statement) and so many rows."""
    found: list[tuple[float, int, Layout]] = []
    for place, (page, size, price) in enumerate(CHOICES):
        room = room_wide(page)
        if sum(need.least(size) for need in needs) > room:
            continue
        type_ = Type(size)
        lines, _ = fewest_lines(needs, size, room)
        pages = max(1.0, rows * (lines * type_.leading + 5) / room_high(page))
        found.append(
            (pages * price * (1 + UGLY * max(0, lines - 2)), place, Layout(page, type_, (tuple(columns),)))
        )
    if found:
        return min(found)[2]
    page, size, _ = CHOICES[-1]
    return Layout(page, Type(size), _parts(needs, columns, size, room_wide(page)))


def _parts(
    needs: Sequence[Need], columns: Sequence[int], size: float, room: float
) -> tuple[tuple[int, ...], ...]:
    """Divide columns over as few parts as they fit in, alike in width, the first column in each of them."""
    widths = [need.least(size) for need in needs[1:]]
    free = room - min(needs[0].least(size), room / 2)
    number = _number_of_parts(widths, free)
    # Parts of equal width look better; where that would need one part more, they are filled one by one.
    even = max(sum(widths) / number * 1.05, *widths)
    most = even if even < free and _number_of_parts(widths, even) == number else free
    parts: list[list[int]] = []
    used = most
    for column, width in zip(columns[1:], widths, strict=True):
        if not parts or used + width > most:
            parts.append([columns[0]])
            used = 0.0
        parts[-1].append(column)
        used += width
    return tuple(map(tuple, parts))


def _number_of_parts(widths: Sequence[float], most: float) -> int:
    """Count the parts that columns of these widths are divided in."""
    number, used = 1, 0.0
    for width in widths:
        if used and used + width > most:
            number, used = number + 1, 0.0
        used += width
    return number


def widths_of(needs: Sequence[Need], size: float, room: float) -> tuple[float, ...]:
    """Share the room: what the fewest lines ask for, then air between figures, the rest to the texts."""
    least = [need.least(size) for need in needs]
    if sum(least) > room:
        return tuple(width * room / sum(least) for width in least)
    widths = list(fewest_lines(needs, size, room)[1])
    rest = room - sum(widths)
    figures = [place for place, need in enumerate(needs) if need.figure]
    texts = [place for place, need in enumerate(needs) if not need.figure] or figures
    air = min(MOST_AIR, rest / 2 / len(figures)) if figures else 0.0
    for place in figures:
        widths[place] += air
    share = (rest - air * len(figures)) / max(sum(needs[place].usual for place in texts), EPSILON)
    for place in texts:
        widths[place] += share * needs[place].usual
    return tuple(widths)
