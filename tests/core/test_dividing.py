"""Dividing to the cent, and undoing what was divided: the cents always sum to the whole."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.charging import (
    largest_remainder,
    least_from,
    undo_part,
)
from ledger.core.earmark import Earmark
from ledger.core.language import PLAIN
from ledger.core.refusals import NoRoom, Refusal

FIRST_DAY = date(2015, 1, 1)
DAY = date(2015, 6, 1)
ANY: Earmark = frozenset()
PLACEMENT, ACQUISITION, TRAINING = 1, 2, 3
YEARS = (2015, 2016, 2017)
A_DAY_IN = {year: date(year, 6, 1) for year in YEARS}


# ---- dividing to the cent ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "amount,weights,outcome",
    [
        (100_000, [10_000_000, 1_500_000, 1_500_000, 1_500_000], [68_965, 10_345, 10_345, 10_345]),
        (100, [1, 1, 1], [34, 33, 33]),
        (200, [1, 1, 1], [67, 67, 66]),
        (1, [1, 2, 1], [0, 1, 0]),
        (1, [0, 1], [0, 1]),
        (5, [0, 0, 5], [0, 0, 5]),
        (10, [5, 5], [5, 5]),
        (0, [3, 4], [0, 0]),
        (0, [0, 0], [0, 0]),
        (0, [], []),
        (1, [], "NoRoom"),
        (1, [0, 0], "NoRoom"),
        (-1, [1], "Malformed"),
        (1, [-1, 3], "Malformed"),
    ],
)
def test_an_amount_is_divided_by_largest_remainder(
    amount: int, weights: list[int], outcome: list[int] | str
) -> None:
    try:
        got: list[int] | str = largest_remainder(amount, weights)
    except Refusal as refused:
        got = type(refused).__name__

    assert got == outcome


@given(st.integers(0, 10**13), st.lists(st.integers(0, 10**13), min_size=1).filter(any))
def test_shares_sum_to_the_whole_and_each_is_its_part_but_for_a_cent(amount: int, weights: list[int]) -> None:
    got = largest_remainder(amount, weights)

    assert sum(got) == amount
    assert all(
        abs(share * sum(weights) - amount * weight) < sum(weights)
        for share, weight in zip(got, weights, strict=True)
    )


@given(st.lists(st.integers(0, 10**6), min_size=1).filter(any), st.data())
def test_no_share_is_above_its_weight(weights: list[int], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(weights)))

    got = largest_remainder(amount, weights)

    assert all(share <= weight for share, weight in zip(got, weights, strict=True))


# ---- undoing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "amount,still_open,outcome",
    [
        (50, [100, 100], [25, 25]),
        (51, [100, 100], [26, 25]),
        (200, [100, 100], [100, 100]),
        (201, [100, 100], "NoRoom"),
        (10, [0, 30, 60], [0, 3, 7]),
        (0, [0, 0], [0, 0]),
        (1, [0, 0], "NoRoom"),
        (1, [], "NoRoom"),
    ],
)
def test_undoing_part_takes_from_each_share_what_is_still_open_of_it(
    amount: int, still_open: list[int], outcome: list[int] | str
) -> None:
    try:
        got: list[int] | str = undo_part(amount, still_open, field="amount")
    except NoRoom as refused:
        got = type(refused).__name__

    assert got == outcome


def test_undoing_more_than_is_open_is_refused_with_the_figures() -> None:
    with pytest.raises(NoRoom) as refused:
        undo_part(250, [100, 100], field="amount")

    assert refused.value.field == "amount"
    assert PLAIN.say(refused.value.why) == "EUR 2.50 is more than the EUR 2.00 that is still open."


@given(st.lists(st.integers(0, 1_000), min_size=1, max_size=6), st.data())
def test_undoing_in_parts_until_nothing_is_open_undoes_each_share_exactly(
    charges: list[int], data: st.DataObject
) -> None:
    still_open = list(charges)
    while any(still_open):
        part = data.draw(st.integers(1, sum(still_open)))
        taken = undo_part(part, still_open)
        still_open = [left - cents for left, cents in zip(still_open, taken, strict=True)]
        assert min(still_open) >= 0

    assert undo_part(0, still_open) == [0] * len(charges)


@pytest.mark.parametrize(
    "charges,year,least",
    [
        ({}, 2015, 0),
        ({2015: 100}, 2015, 100),
        ({2015: 100}, 2016, 100),
        ({2016: 100}, 2015, 0),
        ({2015: 100, 2016: 50}, 2015, 100),
        ({2015: 100, 2016: 50}, 2016, 150),
        ({2015: 100, 2016: -70}, 2015, 30),
        ({2015: 100, 2016: -70, 2017: 50}, 2016, 30),
        ({2015: -10}, 2015, 0),
    ],
)
def test_a_credit_note_without_an_original_takes_back_no_more_than_was_charged_in_any_year(
    charges: dict[int, int], year: int, least: int
) -> None:
    assert least_from(charges, year) == least
