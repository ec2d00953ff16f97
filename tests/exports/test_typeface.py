"""The typeface: what it can print, how wide that is, and how it is divided over lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.typeface import REGULAR, SEMIBOLD, Setting, printable, shorten, width_of, wrap

SETTING = Setting(REGULAR, 9, 12)


@pytest.mark.parametrize(
    "typed, printed",
    [
        ("Financiële €", "Financiële €"),
        ("e\u0301e\u0301n", "één"),
        ("\U0001f600", "[U+1F600]"),
        ("\u05d0", "[U+05D0]"),
        ("a\0b\tc\x7f", "a[U+0000]b[U+0009]c[U+007F]"),
        ("\u202eback", "[U+202E]back"),
        ("soft\u00adhyphen", "soft[U+00AD]hyphen"),
        ("\ud800", "[U+D800]"),
        ("two\r\nlines", "two\nlines"),
        ("alone\r", "alone[U+000D]"),
        ("<img src='file'>", "<img src='file'>"),
    ],
)
def test_what_the_typeface_lacks_is_printed_as_its_code(typed: str, printed: str) -> None:
    assert printable(typed) == printed


def test_all_digits_are_of_one_width_so_that_amounts_stand_below_one_another() -> None:
    assert {width_of(digit, 10, SEMIBOLD) for digit in "0123456789"} == {width_of("0", 10, SEMIBOLD)}


@pytest.mark.parametrize(
    "text, room, kept",
    [
        ("short", 100, "short"),
        ("Leerwerkplaats", 40, "Leerwer…"),
        ("a" * 5000, 20, "aa…"),
        ("x", 1, "…"),
        ("i" * 1300, 9e9, "i" * 1300),
    ],
)
def test_a_text_too_wide_ends_in_an_ellipsis(text: str, room: float, kept: str) -> None:
    assert shorten(text, room, 9) == kept


@given(
    st.text(st.characters(max_codepoint=0x17F, exclude_categories=["C"]), max_size=300), st.integers(20, 300)
)
def test_every_line_fits_and_no_letter_is_lost(text: str, room: int) -> None:
    lines = wrap(text, room, SETTING)
    assert all(SETTING.width_of(line) <= room + 1e-6 or len(line) == 1 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.text(max_size=60), st.floats(10, 200))
def test_a_shortened_text_never_runs_over_its_room(text: str, room: float) -> None:
    shown = shorten(text, room, 9)
    assert width_of(shown, 9) <= room or shown == "…"


def test_a_line_end_begins_a_line() -> None:
    assert wrap("one\n\ntwo", 100, SETTING) == ["one", "", "two"]
