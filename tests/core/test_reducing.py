"""Taking back what was promised: never what was charged, the newest first."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.language import PLAIN
from ledger.core.reducing import Promised, Uncharged, counts_from, lapsing, settling
from ledger.core.refusals import NoRoom


def instalment(number: int, year: int, cents: int, received: int = 0) -> Promised:
    """Make an instalment that falls due in a year."""
    return Promised(number, 1, date(year, 3, number), year, cents, received_cents=received)


STANDINGS = [
    # promised, gone, returned, received; and what it brings, holds and is still to come
    (100, 0, 0, 0, (100, 0, 100)),
    (100, 0, 0, 30, (100, 30, 70)),
    (100, 20, 0, 30, (80, 30, 50)),
    (100, 70, 0, 30, (30, 30, 0)),
    (100, 70, 10, 30, (20, 20, 0)),
    (100, 0, 10, 100, (90, 90, 0)),
    (100, 100, 0, 0, (0, 0, 0)),
]


@pytest.mark.parametrize("promised, gone, returned, received, expected", STANDINGS)
def test_an_instalment_brings_what_was_not_taken_off(
    promised: int, gone: int, returned: int, received: int, expected: tuple[int, int, int]
) -> None:
    one = Promised(1, 1, date(2015, 3, 1), 2015, promised, gone, returned, received)
    assert (one.net_cents, one.held_cents, one.open_cents) == expected


@pytest.mark.parametrize("cents, expected", [(50, (50, 0)), (70, (70, 0)), (71, (70, 1)), (100, (70, 30))])
def test_what_is_taken_off_never_came_in_first(cents: int, expected: tuple[int, int]) -> None:
    assert instalment(1, 2015, 100, 30).split(cents) == expected


def test_what_was_charged_through_a_year_is_never_taken() -> None:
    left = Uncharged("Town", [(2015, 100, 80), (2016, 200, 90), (2017, 300, 295)], 2015)
    assert [left.most(year) for year in (2015, 2016, 2017)] == [5, 5, 5]
    left.take(2016, 5)
    assert [left.most(year) for year in (2015, 2016, 2017)] == [0, 0, 0]
    left.require()
    left.take(2015, 1)
    with pytest.raises(NoRoom) as refused:
        left.require(field="amount")
    assert refused.value.field == "amount"
    assert PLAIN.say(refused.value.why) == (
        "Through 2017 EUR 2.95 was charged to the pledge of Town; only EUR 2.94 of it would be left."
    )


COUNTED = [
    # the year it falls due, that in which it is booked, the last of the term, and that from which it counts
    (2015, 2015, 2017, 2015),
    (2016, 2015, 2017, 2016),
    (2015, 2016, 2017, 2016),
    (2015, 2017, 2017, 2017),
    (2015, 2018, 2017, 2017),
]


@pytest.mark.parametrize("due, booked, last, expected", COUNTED)
def test_what_is_taken_off_counts_from_when_it_is_due_or_booked_if_later(
    due: int, booked: int, last: int, expected: int
) -> None:
    assert counts_from(due, booked, last) == expected


GIVEN_BACK = [
    # the year in which it is booked, and the most that can be taken off instalments of 2015, 2016 and 2017
    (2015, [0, 30, 40]),
    (2016, [30, 30, 40]),
    (2017, [40, 40, 40]),
    (2018, [40, 40, 40]),
]


@pytest.mark.parametrize("booked, expected", GIVEN_BACK)
def test_what_was_given_back_in_a_later_year_is_free_from_that_year(booked: int, expected: list[int]) -> None:
    left = Uncharged("Firm", [(2015, 100, 100), (2016, 100, 70), (2017, 100, 60)], booked)
    assert [left.most(year) for year in (2015, 2016, 2017)] == expected
    left.take(2015, expected[0])
    left.require()
    assert left.most(2015) == 0


NOT_YET = (
    "EUR 0.10 of the pledge of Firm can be settled only after fiscal year 2016: it was charged through"
    " that year, and given back later."
)
SETTLED = [
    # the year in which it is settled, and what becomes of 40 cents that were not spent
    (2016, NOT_YET),
    (2017, [(1, 0, 40)]),
]


@pytest.mark.parametrize("booked, expected", SETTLED)
def test_all_that_was_not_spent_is_settled_or_nothing(booked: int, expected: object) -> None:
    left = Uncharged("Firm", [(2015, 100, 100), (2016, 100, 70), (2017, 100, 60)], booked)
    try:
        found: object = [
            (one.id, *parts) for one, *parts in settling(40, [instalment(1, 2015, 100, 100)], left)
        ]
    except NoRoom as refused:
        found = PLAIN.say(refused.why)
    assert found == expected


LAPSES = [
    # instalments as (year, cents), due and charged through each year, and what lapses of each
    ([(2016, 100), (2017, 100)], [(2015, 50, 0), (2016, 150, 0), (2017, 250, 0)], {1: 100, 2: 100}),
    ([(2016, 100), (2017, 100)], [(2015, 50, 50), (2016, 150, 50), (2017, 250, 50)], {1: 100, 2: 100}),
    ([(2016, 100), (2017, 100)], [(2015, 50, 50), (2016, 150, 51), (2017, 250, 51)], {1: 99, 2: 100}),
    ([(2016, 100), (2017, 100)], [(2015, 50, 0), (2016, 150, 0), (2017, 250, 249)], {2: 1}),
    ([], [(2015, 50, 0)], {}),
]


@pytest.mark.parametrize("instalments, totals, expected", LAPSES)
def test_everything_lapses_but_what_was_charged(
    instalments: list[tuple[int, int]], totals: list[tuple[int, int, int]], expected: dict[int, int]
) -> None:
    made = [instalment(number, *one) for number, one in enumerate(instalments, start=1)]
    assert lapsing(made, Uncharged("Firm", totals, 2015)) == expected


SETTLEMENTS = [
    # instalments as (year, cents, received), charged in all, unspent, and (number, off, back) of each
    ([(2015, 100, 100)], 40, 60, [(1, 0, 60)]),
    ([(2015, 100, 0)], 40, 60, [(1, 60, 0)]),
    ([(2015, 100, 70)], 40, 60, [(1, 30, 30)]),
    ([(2015, 100, 100), (2016, 100, 0)], 40, 160, [(1, 0, 60), (2, 100, 0)]),
    ([(2015, 100, 0), (2016, 100, 100)], 80, 120, [(1, 20, 0), (2, 0, 100)]),
    ([(2015, 100, 100)], 100, 0, []),
    ([(2015, 100, 100)], 0, 30, [(1, 0, 30)]),
]


@pytest.mark.parametrize("instalments, charged, unspent, expected", SETTLEMENTS)
def test_what_was_not_spent_need_not_be_paid_or_goes_back(
    instalments: list[tuple[int, int, int]], charged: int, unspent: int, expected: list[tuple[int, int, int]]
) -> None:
    made = [instalment(number, *one) for number, one in enumerate(instalments, start=1)]
    found = settling(unspent, made, _through(made, charged))
    assert [(one.id, off, back) for one, off, back in found] == expected


def _through(instalments: list[Promised], charged: int) -> Uncharged:
    """Say what is due through each year where all was charged in the first years it could be."""
    totals, due = [], 0
    for year in (2015, 2016, 2017):
        due += sum(one.net_cents for one in instalments if one.year == year)
        totals.append((year, due, min(due, charged)))
    return Uncharged("Firm", totals, 2015)


PARTS = st.lists(
    st.tuples(st.integers(2015, 2017), st.integers(1, 500), st.integers(0, 100)), min_size=1, max_size=5
)


@given(parts=PARTS, share=st.integers(0, 100))
def test_settling_leaves_exactly_what_was_charged(parts: list[tuple[int, int, int]], share: int) -> None:
    made = [
        instalment(number, year, cents, cents * paid // 100)
        for number, (year, cents, paid) in enumerate(parts, start=1)
    ]
    whole = sum(one.net_cents for one in made)
    charged = whole * share // 100
    found = settling(whole - charged, made, _through(made, charged))
    assert sum(off + back for _, off, back in found) == whole - charged
    assert all(off <= one.open_cents and back <= one.held_cents for one, off, back in found)
