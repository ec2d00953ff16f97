"""Chapters divided over pages: what stands where, known before a single line is drawn.

Because the division comes first, the contents can name pages and every foot can say "page x of y".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from reportlab.lib.pagesizes import A4, landscape

from exports.paper_blocks import Block

Size = tuple[float, float]
UPRIGHT: Final[Size] = (A4[0], A4[1])
ON_ITS_SIDE: Final[Size] = (landscape(A4)[0], landscape(A4)[1])

MARGIN: Final = 48.0
TOP: Final = 62.0
BOTTOM: Final = 54.0


def room_wide(size: Size) -> float:
    """Say how wide the part of a page is that is written on."""
    return size[0] - 2 * MARGIN


def room_high(size: Size) -> float:
    """Say how high the part of a page is that is written on."""
    return size[1] - TOP - BOTTOM


@dataclass(frozen=True)
class Chapter:
    """A part of the report: its title, what stands in it, and how its pages lie.

    A chapter that is `fresh` begins on a new page; another begins on the page that is open when it fits
    there as a whole.
    """

    key: str
    title: str
    size: Size
    blocks: tuple[Block, ...]
    fresh: bool = False

    @property
    def height(self) -> float:
        """Say how high the chapter is if it is not divided."""
        return sum(block.height for block in self.blocks)


@dataclass
class Page:
    """One page: its size, its blocks with the y of their tops, and the chapters that begin on it."""

    size: Size
    items: list[tuple[Block, float]] = field(default_factory=list)
    begins: list[tuple[Chapter, float]] = field(default_factory=list)
    used: float = 0

    @property
    def room(self) -> float:
        """Say how much room is left below what already stands here."""
        return room_high(self.size) - self.used

    def put(self, block: Block) -> None:
        """Put a block below the others."""
        self.items.append((block, TOP + self.used))
        self.used += block.height


SPACE_BETWEEN: Final = 30.0


def paginate(chapters: Sequence[Chapter]) -> list[Page]:
    """Divide chapters over pages, in their order."""
    pages: list[Page] = []
    for chapter in chapters:
        joins = (
            pages
            and not chapter.fresh
            and pages[-1].size == chapter.size
            and SPACE_BETWEEN + chapter.height <= pages[-1].room
        )
        if joins:
            pages[-1].used += SPACE_BETWEEN
        else:
            pages.append(Page(chapter.size))
        pages[-1].begins.append((chapter, TOP + pages[-1].used))
        for together in _chains(chapter.blocks):
            if pages[-1].items and not _begins_here(together, pages[-1].room):
                pages.append(Page(chapter.size))
            for block in together:
                _place(block, pages)
    return pages


def _chains(blocks: Sequence[Block]) -> list[list[Block]]:
    """Gather what must begin on one page: headings with the first block that follows them."""
    chains: list[list[Block]] = [[]]
    for block in blocks:
        chains[-1].append(block)
        if not block.keep:
            chains.append([])
    return [chain for chain in chains if chain]


def _begins_here(together: Sequence[Block], room: float) -> bool:
    """Say whether there is room for all headings and at least a part of what they head."""
    *headings, last = together
    left = room - sum(block.height for block in headings)
    return last.height <= left or (left > 0 and last.split(left) is not None)


def _place(block: Block, pages: list[Page]) -> None:
    """Put a block on the last page and on as many more as it needs."""
    while block.height > pages[-1].room:
        parts = block.split(pages[-1].room)
        if parts is not None:
            first, block = parts
            pages[-1].put(first)
        elif not pages[-1].items:
            break  # a whole page is all there is; what cannot be divided was made to fit one
        pages.append(Page(pages[-1].size))
    pages[-1].put(block)


def first_pages(pages: Sequence[Page]) -> dict[str, int]:
    """Say on which page, counted from 1, each chapter begins."""
    return {chapter.key: number for number, page in enumerate(pages, 1) for chapter, _ in page.begins}
