"""A running start: on which day the books can begin, and which balances they can begin with."""

from datetime import date

import pytest

from ledger.core.budget import CashRule
from ledger.core.starting import Before, bank, require_balances, require_day
from tests.outcomes import name_of, outcome, words_of

FIRST, LAST, TODAY = date(2015, 1, 1), date(2017, 12, 31), date(2016, 7, 5)


@pytest.mark.parametrize(
    "starts_on, said",
    [
        (date(2016, 7, 1), "accepted"),
        (TODAY, "accepted"),
        (date(2015, 1, 2), "accepted"),
        (date(2015, 1, 1), "The books begin after 01/01/2015 and not later than 31/12/2017."),
        (date(2014, 12, 31), "The books begin after 01/01/2015 and not later than 31/12/2017."),
        (date(2016, 7, 6), "06/07/2016 has not come yet."),
    ],
)
def test_the_first_day_of_the_books(starts_on: date, said: str) -> None:
    result = outcome(lambda: require_day(starts_on, FIRST, LAST, TODAY))
    assert (words_of(result) if name_of(result) != "accepted" else "accepted") == said


def test_the_last_day_of_the_term_may_be_the_first_of_the_books() -> None:
    late = date(2018, 1, 5)
    assert name_of(outcome(lambda: require_day(LAST, FIRST, LAST, late))) == "accepted"
    after = outcome(lambda: require_day(date(2018, 1, 1), FIRST, LAST, late))
    assert name_of(after) == "Malformed starts_on"


@pytest.mark.parametrize(
    "figures, common, rule, expected",
    [
        # due, received, spent of each pledge
        ([(100, 100, 100)], 0, "refuse", "accepted"),
        ([(100, 100, 101)], 0, "refuse", "NoRoom lines-0-spent"),
        ([(100, 250, 0)], 0, "refuse", "accepted"),
        ([(100, 0, 100)], 0, "refuse", "NoRoom lines"),
        ([(100, 0, 100)], 0, "warn", "accepted"),
        ([(100, 0, 100), (50, 100, 0)], 0, "refuse", "accepted"),
        ([(100, 0, 100), (50, 99, 0)], 0, "refuse", "NoRoom lines"),
        ([(100, 0, 100), (50, 99, 0)], 1, "refuse", "accepted"),
        ([(0, 0, 0)], 0, "warn", "Malformed lines"),
        ([(0, 0, 0)], 1, "warn", "accepted"),
        ([], 0, "warn", "Malformed lines"),
        ([(100, 1, 0)], -1, "warn", "Malformed common"),
        ([(100, -1, 0)], 0, "warn", "Malformed lines-0-received"),
        ([(100, 0, -1)], 0, "warn", "Malformed lines-0-spent"),
        ([(1, 0, 2), (1, 0, 2)], 0, "warn", "Problems lines-0-spent"),
    ],
)
def test_which_balances_there_can_be(
    figures: list[tuple[int, int, int]], common: int, rule: CashRule, expected: str
) -> None:
    lines = [Before(place, "One", *each) for place, each in enumerate(figures)]
    assert name_of(outcome(lambda: require_balances(lines, common, rule))) == expected


def test_what_is_too_much_is_said_with_the_figures() -> None:
    lines = [Before(1, "Vodafone", 15_000_00, 0, 15_000_01)]
    said = words_of(outcome(lambda: require_balances(lines, 0, "warn")))
    assert said == "EUR 15,000.01 cannot have been spent of Vodafone: EUR 15,000.00 had fallen due by then."


def test_the_bank_holds_what_came_in_less_what_was_spent() -> None:
    assert bank([Before(1, "One", 100, 80, 100), Before(2, "Two", 100, 150, 10)], 5) == 125
