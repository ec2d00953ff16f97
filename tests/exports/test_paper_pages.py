"""The pages: nothing runs out of them, headings stay with what they head, long tables stay cheap."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from time import process_time

import pytest

from exports.paper import _pages, write_report
from exports.paper_blocks import Block, Gap, Pairs, Tiles, Words, pairs_of, words_in
from exports.paper_pages import (
    BOTTOM,
    ON_ITS_SIDE,
    TOP,
    UPRIGHT,
    Chapter,
    Page,
    first_pages,
    paginate,
    room_high,
    room_wide,
)
from exports.paper_statement import statement_chapter
from exports.paper_summary import Bars
from exports.paper_table import Printed
from exports.typeface import Setting
from ledger.core.sentences import sentence
from ledger.core.statements.shape import Bar, Control, Flow, Report
from tests.exports.hostile import HOSTILE, hostile_report
from tests.exports.samples import (
    DUTCH,
    ENGLISH,
    bars,
    budget_statement,
    expenditures_statement,
    journal_statement,
    report,
)

PLAIN = Setting()


def beyond(pages: list[Page]) -> list[tuple[int, Block]]:
    """Find the blocks that run below the part of a page that is written on."""
    return [
        (number, block)
        for number, page in enumerate(pages, 1)
        for block, y in page.items
        if y + block.height > page.size[1] - BOTTOM + 0.01
    ]


def great_report() -> Report:
    """Make a report of thirty parties, twelve lines and sixty projects."""
    return replace(
        report(expenditures_statement(300), journal_statement(2000)),
        parties=tuple((f"Gemeente {number}", report().parties[0][1]) for number in range(40)),
        bars=tuple(Bar(f"Project {number}", 10_000 + number, 10, 9_000) for number in range(130)),
        flows=tuple(
            Flow(f"Gemeente {n % 30}", f"Lijn {n % 12}", f"Project {n % 60}", 1_000 + n) for n in range(360)
        ),
    )


@pytest.mark.parametrize(
    "what", [report(), hostile_report(), great_report()], ids=["report", "hostile", "great"]
)
def test_no_block_runs_off_its_page(what: Report) -> None:
    pages = list(_pages(what, DUTCH))
    assert beyond(pages) == []
    for page in pages:
        assert all(above[1] + above[0].height <= below[1] + 0.01 for above, below in pairwise(page.items))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_table_is_wider_than_its_page(text: str) -> None:
    for statement in hostile_report([text]).statements:
        chapter = statement_chapter(statement, report(), ENGLISH)
        tables = [block for block in chapter.blocks if isinstance(block, Printed)]
        assert all(table.frame.width <= room_wide(chapter.size) + 0.01 for table in tables)
        for table in tables:
            fits = (
                table.frame.type.strong.width_of(line) <= width
                for row in table.lines
                if row.kind == "row"
                for cell, width in zip(row.cells, table.frame.widths, strict=True)
                for line in cell
            )
            assert all(fits)


def test_figures_are_never_broken_and_fit_their_columns() -> None:
    chapter = statement_chapter(expenditures_statement(40), report(), DUTCH)
    (table,) = [block for block in chapter.blocks if isinstance(block, Printed)]
    for row in table.lines:
        for place in (6, 7, 8):
            assert len(row.cells[place]) <= 1
            for line in row.cells[place]:
                assert table.frame.type.strong.width_of(line) <= table.frame.widths[place]


def rows_of(pages: list[Page]) -> list[str]:
    """Give the first cell of every printed row, in order."""
    return [
        line.cells[0][0]
        for page in pages
        for block, _ in page.items
        if isinstance(block, Printed)
        for line in block.lines[block.start : block.end]
        if line.kind == "row"
    ]


def test_a_table_is_divided_without_losing_or_repeating_a_row() -> None:
    statement = replace(journal_statement(777), controls=())
    pages = paginate([statement_chapter(statement, report(), ENGLISH)])
    assert rows_of(pages) == [ENGLISH.figure(row.cells[0]) for row in statement.rows]
    assert len(pages) > 10


def test_totals_are_never_alone_on_a_page_and_group_heads_never_at_its_foot() -> None:
    statement = budget_statement()
    for more in range(40):
        pages = paginate(
            [
                Chapter(
                    "one",
                    "One",
                    UPRIGHT,
                    (Gap(200 + more * 11), *statement_chapter(statement, report(), ENGLISH).blocks),
                )
            ]
        )
        for page in pages:
            for block, _ in page.items:
                if isinstance(block, Printed):
                    kinds = [line.kind for line in block.lines[block.start : block.end]]
                    assert kinds[0] not in {"subtotal", "total"}
                    assert kinds[-1] != "group"


def test_more_subtotals_than_a_page_holds_are_divided_all_the_same() -> None:
    statement = budget_statement()
    group = statement.controls[0].group
    controls = tuple(Control(sentence(f"Subtotal {number}"), "budget", number, group) for number in range(90))
    chapter = statement_chapter(replace(statement, controls=controls), report(), ENGLISH)
    (table,) = [block for block in chapter.blocks if isinstance(block, Printed)]
    parts = table.split(300)
    assert parts is not None
    assert parts[1].split(300) is None, "another page may have more room"
    pages = paginate([chapter])
    assert beyond(pages) == []
    shown = [block for page in pages for block, _ in page.items if isinstance(block, Printed)]
    assert [part.start for part in shown[1:]] == [part.end for part in shown[:-1]]


def test_a_group_that_goes_on_says_so_on_the_next_page() -> None:
    statement = replace(budget_statement(), rows=budget_statement().rows[:1] * 100)
    pages = paginate([statement_chapter(statement, report(), ENGLISH)])
    second = next(block for block, _ in pages[1].items if isinstance(block, Printed))
    assert second._continued == "Toeleiding naar werk"


def test_a_heading_moves_on_with_what_it_heads() -> None:
    heading = words_in("Heading", PLAIN, 400, keep=True)
    tall = Gap(200)
    pages = paginate([Chapter("a", "A", UPRIGHT, (Gap(room_high(UPRIGHT) - 150), heading, tall))])
    assert [[block for block, _ in page.items] for page in pages][1] == [heading, tall]


def test_a_short_chapter_joins_the_page_and_a_long_one_begins_its_own() -> None:
    short, long = Gap(100), Gap(room_high(UPRIGHT) - 110)
    chapters = [
        Chapter("a", "A", UPRIGHT, (short,)),
        Chapter("b", "B", UPRIGHT, (short,)),
        Chapter("c", "C", UPRIGHT, (long,)),
        Chapter("d", "D", ON_ITS_SIDE, (short,)),
        Chapter("e", "E", ON_ITS_SIDE, (short,), fresh=True),
    ]
    assert first_pages(paginate(chapters)) == {"a": 1, "b": 1, "c": 2, "d": 3, "e": 4}


def test_what_cannot_be_divided_and_fits_nowhere_stands_alone() -> None:
    pages = paginate([Chapter("a", "A", UPRIGHT, (Gap(50), Gap(2000), Gap(50)))])
    assert [[block.height for block, _ in page.items] for page in pages] == [[50], [2000], [50]]


@pytest.mark.parametrize(
    "block, room",
    [
        (words_in("word " * 400, PLAIN, 300), 100.0),
        (pairs_of([("label", "text")] * 30, 400, 100, PLAIN, PLAIN), 100.0),
        (Tiles((("Spent", "€ 1.00"),) * 9, 480), 130.0),
        (Bars(bars() * 4, bars() * 4, ENGLISH, 480), 250.0),
    ],
    ids=["words", "pairs", "tiles", "bars"],
)
def test_a_block_is_divided_in_a_part_that_fits_and_the_rest(block: Block, room: float) -> None:
    parts = block.split(room)
    assert parts is not None
    first, rest = parts
    assert 0 < first.height <= room
    assert rest.height < block.height


@pytest.mark.parametrize(
    "block, room",
    [
        (Gap(50), 20.0),
        (Words(("one", "two", "three"), PLAIN), 20.0),
        (Pairs((), 400, 100), 20.0),
        (pairs_of([("label", "text")] * 3, 400, 100, PLAIN, PLAIN), 5.0),
        (Tiles((("Spent", "€ 1.00"),) * 9, 480), 30.0),
        (Bars(bars()[:3], bars()[:3], ENGLISH, 480), 60.0),
        (Bars(bars(), bars(), ENGLISH, 480), 40.0),
    ],
    ids=["gap", "words", "no pairs", "pairs", "tiles", "three bars", "bars"],
)
def test_a_block_is_not_divided_where_too_little_would_fit(block: Block, room: float) -> None:
    assert block.split(room) is None


def test_a_long_year_costs_no_more_per_row_than_a_short_one() -> None:
    def seconds(rows: int) -> float:
        what = report(journal_statement(rows))
        began = process_time()
        write_report(what, DUTCH, BytesIO())
        return process_time() - began

    seconds(500)
    assert seconds(2400) < 6 * seconds(600) + 0.5


def test_the_first_page_begins_below_the_running_head() -> None:
    assert all(page.items[0][1] == TOP for page in _pages(report(), DUTCH))
