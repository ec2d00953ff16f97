"""One cell: what is printed, what is counted, and what cannot be seen."""

from datetime import date

import pytest

from exports.cells import count, exact, one_line, share, visible, written
from ledger.core.sentences import sentence
from ledger.core.statements.shape import Cell, Kind
from tests.exports.samples import DUTCH, ENGLISH


@pytest.mark.parametrize(
    "typed, shown",
    [
        ("plain", "plain"),
        ("één €", "één €"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("two\r\nlines", "two\nlines"),
        ("alone\r", "alone\u240d"),
        ("nul\0bell\a", "nul\u2400bell\u2407"),
        ("del\x7f", "del\u2421"),
        ("c1\x9b", "c1\ufffd"),
        ("half \ud800", "half \ufffd"),
        ("none \uffff \ufdd0 \U0001fffe", "none \ufffd \ufffd \ufffd"),
        ("\u202eas typed\u200f", "\u202eas typed\u200f"),
        ("\U0001f600", "\U0001f600"),
    ],
)
def test_what_cannot_be_seen_is_shown(typed: str, shown: str) -> None:
    assert visible(typed) == shown


def test_a_text_can_be_brought_onto_one_line() -> None:
    assert one_line("  two\nlines\tof  text ") == "two lines of text"


@pytest.mark.parametrize(
    "figure, decimals, digits",
    [
        (0, 2, "0.00"),
        (5, 2, "0.05"),
        (-5, 2, "-0.05"),
        (123456, 2, "1234.56"),
        (-100, 2, "-1.00"),
        (9_223_372_036_854_775_807, 2, "92233720368547758.07"),
        (831, 3, "0.831"),
        (1031, 3, "1.031"),
        (-7, 1, "-0.7"),
    ],
)
def test_a_figure_is_written_digit_by_digit(figure: int, decimals: int, digits: str) -> None:
    assert exact(figure, decimals) == digits


@pytest.mark.parametrize(
    "tenths, english, dutch",
    [(831, "83.1%", "83,1%"), (0, "0.0%", "0,0%"), (1000, "100.0%", "100,0%"), (-5, "-0.5%", "-0,5%")],
)
def test_a_share_has_one_decimal(tenths: int, english: str, dutch: str) -> None:
    assert (share(tenths, ENGLISH), share(tenths, DUTCH)) == (english, dutch)


@pytest.mark.parametrize(
    "number, english, dutch",
    [
        (2015, "2015", "2015"),
        (9_999, "9999", "9999"),
        (10_000, "10,000", "10.000"),
        (-12_345, "-12,345", "-12.345"),
    ],
)
def test_a_year_is_not_divided_in_thousands_but_a_great_count_is(
    number: int, english: str, dutch: str
) -> None:
    assert (count(number, ENGLISH), count(number, DUTCH)) == (english, dutch)


@pytest.mark.parametrize(
    "cell, kind, text",
    [
        (None, "money", ""),
        ("as typed", "money", "as typed"),
        (sentence("Total"), "text", "Totaal"),
        (date(2015, 12, 31), "day", "31-12-2015"),
        (-123456, "money", "-1.234,56"),
        (831, "share", "83,1%"),
        (12_345, "count", "12.345"),
        (1300, "text", "1300"),
    ],
)
def test_a_cell_is_written_in_the_language_of_its_reader(cell: Cell, kind: Kind, text: str) -> None:
    assert written(cell, kind, DUTCH) == text
