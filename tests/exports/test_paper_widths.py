"""The widths of printed columns: figures whole, rows low, pages upright where that serves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.paper_pages import ON_ITS_SIDE, UPRIGHT, Size, room_wide
from exports.paper_widths import Need, fewest_lines, lay_out, widths_of

FIGURE = Need(figure=True, wide=False, word=0, usual=5, longest=5)
SHORT = Need(figure=False, wide=False, word=4, usual=8, longest=10)
LONG = Need(figure=False, wide=True, word=6, usual=60, longest=200)


@pytest.mark.parametrize(
    "needs, rows, page, size",
    [
        ([SHORT, FIGURE], 5, UPRIGHT, 8.5),
        ([SHORT, LONG, FIGURE], 5, UPRIGHT, 8.5),
        ([SHORT, SHORT, SHORT, SHORT, FIGURE, FIGURE], 2000, UPRIGHT, 8.5),
        ([SHORT] * 6 + [FIGURE] * 4, 2000, ON_ITS_SIDE, 8.5),
        ([SHORT] * 8 + [FIGURE] * 3, 2000, ON_ITS_SIDE, 7.5),
        ([LONG] * 4 + [FIGURE] * 8, 5, ON_ITS_SIDE, 7.5),
        ([SHORT] * 9 + [FIGURE] * 9, 5, ON_ITS_SIDE, 6.5),
    ],
)
def test_a_page_lies_on_its_side_or_is_set_smaller_where_that_serves(
    needs: list[Need], rows: int, page: Size, size: float
) -> None:
    layout = lay_out(needs, range(len(needs)), rows)
    assert (layout.page, layout.type.size) == (page, size)
    assert layout.parts == (tuple(range(len(needs))),)


def test_a_table_too_wide_for_any_page_is_divided_in_parts_that_repeat_the_first_column() -> None:
    layout = lay_out([SHORT] + [FIGURE] * 60, range(61), 5)
    assert layout.page == ON_ITS_SIDE
    assert all(part[0] == 0 for part in layout.parts)
    assert sorted(place for part in layout.parts for place in part[1:]) == list(range(1, 61))
    assert max(map(len, layout.parts)) - min(map(len, layout.parts)) <= 2


def test_a_column_wider_than_the_rest_of_the_page_has_a_part_of_its_own() -> None:
    giant = Need(figure=True, wide=False, word=0, usual=100, longest=100)
    assert lay_out([SHORT, giant, giant], range(3), 5).parts == ((0, 1), (0, 2))


@st.composite
def needs(draw: st.DrawFn) -> Need:
    """Draw the need of a column whose texts are no shorter than its words."""
    figure, wide = draw(st.booleans()), draw(st.booleans())
    word = draw(st.floats(0.5, 9))
    usual = word + draw(st.floats(0, 60))
    return Need(figure, wide and not figure, word, usual, usual + draw(st.floats(0, 100)))


@given(st.lists(needs(), min_size=1, max_size=14), st.sampled_from([8.5, 6.5]))
def test_columns_fill_the_page_and_figures_keep_their_room(found: list[Need], size: float) -> None:
    room = room_wide(ON_ITS_SIDE)
    widths = widths_of(found, size, room)
    assert sum(widths) == pytest.approx(room)
    if sum(need.least(size) for need in found) <= room:
        assert all(width >= need.least(size) - 1e-6 for width, need in zip(widths, found, strict=True))


def test_a_row_has_no_more_lines_than_it_must() -> None:
    assert fewest_lines([SHORT, FIGURE], 8.5, 487)[0] == 1
    assert fewest_lines([LONG, FIGURE], 8.5, 487)[0] == 2
    assert fewest_lines([LONG, LONG, LONG], 8.5, 100)[0] == 13


def test_long_words_are_broken_only_where_nothing_else_helps() -> None:
    wordy = Need(figure=False, wide=False, word=11, usual=30, longest=30)
    roomy, narrow = fewest_lines([wordy] * 4, 8.5, 487), fewest_lines([wordy] * 4, 8.5, 320)
    assert min(roomy[1]) > wordy.word * 8.5
    assert max(narrow[1]) < wordy.word * 8.5
