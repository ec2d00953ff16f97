"""Closed years."""

from datetime import date

import pytest

from ledger.core.language import PLAIN
from ledger.core.period import State, entry_day, require_open
from ledger.core.refusals import YearClosed

JANUARY, JULY = (1, 1), (7, 1)
YEARS: dict[int, State] = {2015: "closed", 2016: "closed", 2017: "open", 2018: "open"}


@pytest.mark.parametrize(
    "day,starts,outcome",
    [
        (date(2017, 1, 1), JANUARY, "accepted"),
        (date(2018, 12, 31), JANUARY, "accepted"),
        (date(2016, 12, 31), JANUARY, "YearClosed"),
        (date(2015, 1, 1), JANUARY, "YearClosed"),
        (date(2014, 12, 31), JANUARY, "YearClosed"),
        (date(2019, 1, 1), JANUARY, "YearClosed"),
        (date(2017, 6, 30), JULY, "YearClosed"),
        (date(2017, 7, 1), JULY, "accepted"),
        (date(2019, 6, 30), JULY, "accepted"),
    ],
)
def test_a_day_must_lie_in_an_open_year(day: date, starts: tuple[int, int], outcome: str) -> None:
    try:
        require_open(day, YEARS, starts)
        got = "accepted"
    except YearClosed:
        got = "YearClosed"

    assert got == outcome


@pytest.mark.parametrize(
    "years,said",
    [
        (YEARS, "Fiscal year 2016 is closed. The first day that is open is 01/01/2017."),
        (
            {2015: "open", 2016: "closed", 2017: "open"},
            "Fiscal year 2016 is closed. The first day that is open is 01/01/2017.",
        ),
        (
            {2015: "open", 2016: "closed"},
            "Fiscal year 2016 is closed. The first day that is open is 01/01/2015.",
        ),
        # the books of the year after the last open with the first act that is dated in it
        ({2016: "closed"}, "Fiscal year 2016 is closed. The first day that is open is 01/01/2017."),
        (
            {2015: "closed", 2016: "closed", 2017: "closed"},
            "Fiscal year 2016 is closed. The first day that is open is 01/01/2018.",
        ),
        ({2015: "open"}, "31/12/2016 lies outside the fiscal years of this covenant."),
    ],
)
def test_the_refusal_says_which_year_is_closed_and_what_is_open(years: dict[int, State], said: str) -> None:
    with pytest.raises(YearClosed) as refused:
        require_open(date(2016, 12, 31), years, JANUARY, field="accounting_date")

    assert (PLAIN.say(refused.value.why), refused.value.field) == (said, "accounting_date")


@pytest.mark.parametrize(
    "day,years,starts,outcome",
    [
        (date(2017, 5, 5), YEARS, JANUARY, date(2017, 5, 5)),
        (date(2016, 5, 5), YEARS, JANUARY, date(2017, 1, 1)),
        (date(2015, 5, 5), YEARS, JANUARY, date(2017, 1, 1)),
        (date(2015, 12, 5), YEARS, JULY, date(2017, 7, 1)),
        (date(2016, 5, 5), {2015: "open", 2016: "closed"}, JANUARY, "YearClosed"),
        (date(2016, 5, 5), {2016: "closed"}, JANUARY, "YearClosed"),
        (date(2019, 5, 5), YEARS, JANUARY, "YearClosed"),
    ],
)
def test_an_entry_takes_its_accounting_date_or_the_first_open_day_after_a_closed_year(
    day: date, years: dict[int, State], starts: tuple[int, int], outcome: date | str
) -> None:
    try:
        got: date | str = entry_day(day, years, starts)
    except YearClosed as refused:
        got = type(refused).__name__

    assert got == outcome
