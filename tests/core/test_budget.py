"""Room under the three ceilings."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.budget import (
    CashRule,
    Ceilings,
    Room,
    lowest_from,
    require_amendment_fits,
    require_carried_stays,
    require_carry,
    require_cash,
    require_room,
    warnings,
)
from ledger.core.language import PLAIN
from ledger.core.refusals import NoRoom, Problems, Refusal
from tests.outcomes import name_of, outcome, words_of

DAYS = [date(2015, 1, day) for day in range(1, 6)]


@pytest.mark.parametrize(
    "room,asked,outcome",
    [
        (Room(100, 0, 0), 100, "accepted"),
        (Room(100, 0, 0), 101, "NoRoom"),
        (Room(100, 30, 20), 50, "accepted"),
        (Room(100, 30, 20), 51, "NoRoom"),
        (Room(0, 0, 0), 0, "accepted"),
        (Room(0, 0, 0), 1, "NoRoom"),
        (Room(100, 60, 60), 1, "NoRoom"),
    ],
)
def test_spend_fits_what_is_left_of_the_budget_to_the_cent(room: Room, asked: int, outcome: str) -> None:
    try:
        require_room("Job market", room, asked)
        got = "accepted"
    except NoRoom:
        got = "NoRoom"

    assert got == outcome


def test_spend_beyond_the_budget_is_refused_with_the_figures() -> None:
    with pytest.raises(NoRoom) as refused:
        require_room("Job market", Room(10_000, 3_000, 2_000), 5_001)

    assert refused.value.field == "splits"
    assert PLAIN.say(refused.value.why) == (
        "EUR 50.01 is asked for Job market, but EUR 50.00 is left of its budget: "
        "EUR 100.00 less EUR 30.00 in obligations and EUR 20.00 spent."
    )


@pytest.mark.parametrize(
    "lines,outcome",
    [
        ([], "accepted"),
        ([("A", 50, 30, 20)], "accepted"),
        ([("A", 49, 30, 20)], "NoRoom"),
        ([("A", 0, 0, 0), ("B", 10, 11, 0)], "NoRoom"),
        ([("A", 49, 30, 20), ("B", 10, 0, 11)], "Problems"),
    ],
)
def test_an_amendment_leaves_room_for_what_is_spent_and_obligated(
    lines: list[tuple[str, int, int, int]], outcome: str
) -> None:
    try:
        require_amendment_fits(lines)
        got = "accepted"
    except Refusal as refused:
        got = type(refused).__name__

    assert got == outcome


def test_an_amendment_that_is_too_low_is_told_for_every_project() -> None:
    with pytest.raises(Problems) as refused:
        require_amendment_fits([("A", 4_900, 3_000, 2_000), ("B", 900, 1_000, 0)])

    assert [PLAIN.say(one.why) for one in refused.value.each] == [
        "The budget of A cannot become EUR 49.00: EUR 30.00 is spent and EUR 20.00 obligated.",
        "The budget of B cannot become EUR 9.00: EUR 10.00 is spent and EUR 0.00 obligated.",
    ]


@pytest.mark.parametrize(
    "asked,told",
    [
        (100, []),
        (101, ["EUR 1.01 is more than the EUR 1.00 left of the budget."]),
        (
            301,
            [
                "EUR 3.01 is more than the EUR 1.00 left of the budget.",
                "EUR 3.01 is more than the EUR 2.00 left of what is promised.",
                "EUR 3.01 is more than the EUR 3.00 in the bank account.",
            ],
        ),
    ],
)
def test_each_ceiling_that_is_passed_is_told(asked: int, told: list[str]) -> None:
    assert [PLAIN.say(one) for one in warnings(asked, Ceilings(100, 200, 300))] == told


@pytest.mark.parametrize(
    "movements,day,lowest",
    [
        ([], 1, 0),
        ([(1, 100)], 1, 100),
        ([(2, 100)], 1, 0),
        ([(1, 100), (3, -40)], 1, 60),
        ([(1, 100), (3, -40)], 3, 60),
        ([(1, 100), (3, -40), (4, 80)], 1, 60),
        ([(1, 100), (3, -40), (4, 80)], 4, 140),
        ([(4, 80), (3, -40), (1, 100)], 2, 60),
        ([(1, 100), (3, -90), (3, 90)], 1, 100),
        ([(1, 100), (3, -120)], 5, -20),
        ([(1, 10), (2, 100)], 1, 10),
    ],
)
def test_the_lowest_balance_is_looked_for_on_the_day_and_after(
    movements: list[tuple[int, int]], day: int, lowest: int
) -> None:
    dated = [(DAYS[number - 1], cents) for number, cents in movements]

    assert lowest_from(dated, DAYS[day - 1]) == lowest


@given(st.lists(st.tuples(st.sampled_from(DAYS), st.integers(-100, 100))), st.sampled_from(DAYS))
def test_paying_the_lowest_balance_leaves_no_later_day_below_zero(
    movements: list[tuple[date, int]], day: date
) -> None:
    lowest = lowest_from(movements, day)

    after = [*movements, (day, -lowest)]

    assert min(sum(cents for when, cents in after if when <= end) for end in DAYS if end >= day) == 0


@pytest.mark.parametrize(
    "amount,lowest,rule,outcome",
    [
        (100, 100, "refuse", "accepted"),
        (101, 100, "refuse", "NoRoom"),
        (101, 100, "warn", "warned"),
        (100, 100, "warn", "accepted"),
        (0, -5, "refuse", "accepted"),
        (1, -5, "refuse", "NoRoom"),
        (1, 0, "refuse", "NoRoom"),
    ],
)
def test_a_payment_beyond_the_bank_balance_is_refused_or_warned_about(
    amount: int, lowest: int, rule: CashRule, outcome: str
) -> None:
    try:
        got = "warned" if require_cash(amount, lowest, rule) else "accepted"
    except NoRoom:
        got = "NoRoom"

    assert got == outcome


@pytest.mark.parametrize(
    "room, asked_cents, expected",
    [
        (Room(100, 0, 0), 100, "accepted"),
        (Room(100, 0, 0), 101, "NoRoom lines"),
        (Room(100, 30, 20), 50, "accepted"),
        (Room(100, 30, 20, 10), 40, "accepted"),
        (Room(100, 30, 20, 10), 41, "NoRoom lines"),
        (Room(100, 0, 100), 1, "NoRoom lines"),
        (Room(100, 0, 0), 0, "Malformed lines"),
        (Room(100, 0, 0), -1, "Malformed lines"),
    ],
)
def test_what_is_left_of_a_budget_can_be_carried_over_once(
    room: Room, asked_cents: int, expected: str
) -> None:
    assert name_of(outcome(lambda: require_carry("Work", 2015, room, asked_cents, field="lines"))) == expected


@pytest.mark.parametrize(
    "new_cents, room, expected",
    [
        (60, Room(100, 30, 20, 10), "accepted"),
        (59, Room(100, 30, 20, 10), "NoRoom lines"),
        (0, Room(100, 30, 20), "accepted"),
    ],
)
def test_what_was_carried_over_stays_in_the_budget_it_came_from(
    new_cents: int, room: Room, expected: str
) -> None:
    assert name_of(outcome(lambda: require_carried_stays("Work", new_cents, room))) == expected


def test_what_was_carried_over_is_told_where_too_little_is_left() -> None:
    refused = outcome(lambda: require_room("Work", Room(100_00, 0, 10_00, 80_00), 10_01))
    assert words_of(refused) == (
        "EUR 10.01 is asked for Work, but EUR 10.00 is left of its budget: EUR 100.00 less EUR 0.00 in"
        " obligations, EUR 10.00 spent and EUR 80.00 carried over."
    )
