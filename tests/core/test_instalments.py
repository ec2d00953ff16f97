"""Instalments: falling due, and being paid."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.instalments import STATES, Basis, Instalment, age_days, expand, fill_oldest, state_on
from ledger.core.refusals import Malformed

MARCH, JULY = date(2015, 3, 1), date(2015, 7, 1)
TERM = (date(2015, 1, 1), date(2017, 12, 31))


@pytest.mark.parametrize(
    "amount,filled,left",
    [
        (0, [], 0),
        (30, [(2, 30)], 0),
        (100, [(2, 100)], 0),
        (101, [(2, 100), (1, 1)], 0),
        (160, [(2, 100), (1, 60)], 0),
        (260, [(2, 100), (1, 60), (3, 100)], 0),
        (261, [(2, 100), (1, 60), (3, 100)], 1),
    ],
)
def test_money_fills_the_oldest_open_instalments_first(
    amount: int, filled: list[tuple[int, int]], left: int
) -> None:
    instalments = [
        Instalment(1, 1, JULY, 100, 40),
        Instalment(2, 2, MARCH, 100),
        Instalment(3, 3, JULY, 100),
        Instalment(4, 1, MARCH, 100, 100),
    ]

    assert fill_oldest(amount, instalments) == (filled, left)


def test_money_below_zero_is_not_received() -> None:
    with pytest.raises(Malformed):
        fill_oldest(-1, [])


def test_an_instalment_paid_beyond_its_amount_has_nothing_open() -> None:
    assert Instalment(1, 1, MARCH, 100, 120).open_cents == 0


@given(
    st.integers(0, 2_000),
    st.lists(st.tuples(st.sampled_from([MARCH, JULY]), st.integers(0, 300), st.integers(0, 300)), max_size=8),
)
def test_what_fills_instalments_and_what_is_left_sum_to_what_came_in(
    amount: int, drawn: list[tuple[date, int, int]]
) -> None:
    instalments = [Instalment(n, 1, day, cents, got) for n, (day, cents, got) in enumerate(drawn)]

    filled, left = fill_oldest(amount, instalments)

    assert sum(cents for _, cents in filled) + left == amount
    assert all(0 < cents <= instalments[n].open_cents for n, cents in filled)
    assert left == max(amount - sum(one.open_cents for one in instalments), 0)


@pytest.mark.parametrize(
    "amount,basis,due_on,listed,outcome",
    [
        (15, "per_year", (3, 1), [], [("2015-03-01", 15), ("2016-03-01", 15), ("2017-03-01", 15)]),
        (15, "per_year", (2, 29), [], [("2015-02-28", 15), ("2016-02-29", 15), ("2017-02-28", 15)]),
        (15, "per_year", None, [], "due_on"),
        (30, "total", None, [(JULY, 20), (MARCH, 10)], [("2015-03-01", 10), ("2015-07-01", 20)]),
        (10, "total", None, [(TERM[0], 5), (TERM[1], 5)], [("2015-01-01", 5), ("2017-12-31", 5)]),
        (30, "total", None, [(MARCH, 10), (JULY, 19)], "instalments"),
        (30, "total", None, [(MARCH, 10), (JULY, 21)], "instalments"),
        (30, "total", None, [], "instalments"),
        (30, "total", None, [(date(2014, 12, 31), 30)], "instalments"),
        (30, "total", None, [(date(2018, 1, 1), 30)], "instalments"),
        (30, "total", None, [(MARCH, 30), (JULY, 0)], "instalments"),
        (30, "total", None, [(MARCH, 40), (JULY, -10)], "instalments"),
    ],
)
def test_a_pledge_becomes_instalments_or_is_refused_by_its_field(
    amount: int,
    basis: Basis,
    due_on: tuple[int, int] | None,
    listed: list[tuple[date, int]],
    outcome: list[tuple[str, int]] | str,
) -> None:
    try:
        expanded = expand(amount, basis, first_day=TERM[0], last_day=TERM[1], due_on=due_on, listed=listed)
        got: list[tuple[str, int]] | str | None = [(day.isoformat(), cents) for day, cents in expanded]
    except Malformed as refused:
        got = refused.field

    assert got == outcome


def test_a_yearly_pledge_without_a_due_date_in_a_short_term_is_refused() -> None:
    with pytest.raises(Malformed):
        expand(15, "per_year", first_day=date(2015, 4, 1), last_day=date(2015, 12, 31), due_on=(3, 1))


@pytest.mark.parametrize(
    "today,days",
    [(date(2015, 2, 28), 0), (MARCH, 0), (date(2015, 3, 2), 1), (date(2016, 3, 1), 366)],
)
def test_an_instalment_is_overdue_from_the_day_after_it_fell_due(today: date, days: int) -> None:
    assert age_days(MARCH, today) == days


@pytest.mark.parametrize(
    "received,today,state",
    [
        (0, date(2015, 2, 28), "not-due"),
        (0, MARCH, "due"),
        (0, date(2015, 3, 2), "overdue"),
        (1, date(2015, 2, 28), "partial"),
        (99, MARCH, "partial"),
        (99, date(2015, 3, 2), "overdue"),
        (100, date(2015, 2, 28), "received"),
        (100, date(2015, 3, 2), "received"),
        (101, date(2015, 3, 2), "received"),
    ],
)
def test_how_an_instalment_stands(received: int, today: date, state: str) -> None:
    assert state_on(Instalment(1, 1, MARCH, 100, received), today) == state
    assert state in STATES
