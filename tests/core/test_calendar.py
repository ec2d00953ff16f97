"""Fiscal years and yearly dates."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.calendar import (
    FiscalYear,
    day_in_year,
    fiscal_year,
    fiscal_year_of,
    parse_month_day,
    yearly_dates,
    years_between,
)
from ledger.core.refusals import Malformed

STARTS = st.sampled_from([(1, 1), (2, 28), (2, 29), (3, 1), (7, 1), (12, 31)])
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    "text,outcome",
    [
        ("03-01", (3, 1)),
        ("01-31", (1, 31)),
        ("12-31", (12, 31)),
        ("02-29", (2, 29)),
        ("02-30", "refused"),
        ("04-31", "refused"),
        ("00-10", "refused"),
        ("13-01", "refused"),
        ("01-00", "refused"),
        ("3-1", "refused"),
        ("03/01", "refused"),
        ("\u0660\u0663-\u0660\u0661", "refused"),
        ("", "refused"),
    ],
)
def test_a_day_of_the_year_is_read_or_refused(text: str, outcome: tuple[int, int] | str) -> None:
    try:
        got: tuple[int, int] | str = parse_month_day(text, field="due_on")
    except Malformed:
        got = "refused"

    assert got == outcome


@pytest.mark.parametrize(
    "month,day,year,expected",
    [
        (3, 1, 2015, date(2015, 3, 1)),
        (2, 29, 2015, date(2015, 2, 28)),
        (2, 29, 2016, date(2016, 2, 29)),
        (2, 28, 2016, date(2016, 2, 28)),
        (2, 29, 2100, date(2100, 2, 28)),
    ],
)
def test_the_29th_of_february_is_the_last_day_of_february(
    month: int, day: int, year: int, expected: date
) -> None:
    assert day_in_year(month, day, year) == expected


@pytest.mark.parametrize(
    "day,starts,expected",
    [
        (date(2015, 1, 1), (1, 1), 2015),
        (date(2015, 12, 31), (1, 1), 2015),
        (date(2015, 6, 30), (7, 1), 2014),
        (date(2015, 7, 1), (7, 1), 2015),
        (date(2016, 6, 30), (7, 1), 2015),
        (date(2015, 2, 27), (2, 29), 2014),
        (date(2015, 2, 28), (2, 29), 2015),
        (date(2016, 2, 28), (2, 29), 2015),
        (date(2016, 2, 29), (2, 29), 2016),
    ],
)
def test_a_fiscal_year_is_named_by_the_calendar_year_it_starts_in(
    day: date, starts: tuple[int, int], expected: int
) -> None:
    assert fiscal_year_of(day, starts) == expected


@pytest.mark.parametrize(
    "year,starts,first,last",
    [
        (2015, (1, 1), date(2015, 1, 1), date(2015, 12, 31)),
        (2015, (7, 1), date(2015, 7, 1), date(2016, 6, 30)),
        (2015, (2, 29), date(2015, 2, 28), date(2016, 2, 28)),
        (2016, (2, 29), date(2016, 2, 29), date(2017, 2, 27)),
        (9998, (1, 1), date(9998, 1, 1), date(9998, 12, 31)),
    ],
)
def test_a_fiscal_year_has_a_first_and_a_last_day(
    year: int, starts: tuple[int, int], first: date, last: date
) -> None:
    assert fiscal_year(year, starts) == FiscalYear(year, first, last)


@pytest.mark.parametrize("year", [-1, 0, 9999, 10000])
def test_a_year_outside_the_calendar_is_refused(year: int) -> None:
    with pytest.raises(Malformed):
        fiscal_year(year, (7, 1))


@pytest.mark.parametrize(
    "first,last,starts,expected",
    [
        (date(2015, 1, 1), date(2017, 12, 31), (1, 1), [2015, 2016, 2017]),
        (date(2015, 1, 1), date(2017, 12, 31), (7, 1), [2014, 2015, 2016, 2017]),
        (date(2015, 1, 1), date(2015, 1, 1), (1, 1), [2015]),
        (date(2015, 1, 2), date(2015, 1, 1), (1, 1), []),
    ],
)
def test_a_term_touches_these_fiscal_years(
    first: date, last: date, starts: tuple[int, int], expected: list[int]
) -> None:
    assert [one.year for one in years_between(first, last, starts)] == expected


@pytest.mark.parametrize(
    "month,day,first,last,expected",
    [
        (3, 1, date(2015, 1, 1), date(2017, 12, 31), ["2015-03-01", "2016-03-01", "2017-03-01"]),
        (3, 1, date(2015, 3, 1), date(2016, 3, 1), ["2015-03-01", "2016-03-01"]),
        (3, 1, date(2015, 3, 2), date(2016, 2, 29), []),
        (2, 29, date(2015, 1, 1), date(2016, 12, 31), ["2015-02-28", "2016-02-29"]),
        (3, 1, date(2016, 1, 1), date(2015, 1, 1), []),
    ],
)
def test_a_yearly_date_occurs_within_the_term_its_ends_included(
    month: int, day: int, first: date, last: date, expected: list[str]
) -> None:
    assert [one.isoformat() for one in yearly_dates(month, day, first, last)] == expected


@given(DAYS, STARTS)
def test_every_day_lies_in_its_fiscal_year(day: date, starts: tuple[int, int]) -> None:
    year = fiscal_year(fiscal_year_of(day, starts), starts)

    assert year.starts_on <= day <= year.ends_on


@given(DAYS, DAYS, STARTS)
def test_fiscal_years_follow_each_other_without_a_gap(
    one: date, other: date, starts: tuple[int, int]
) -> None:
    years = years_between(min(one, other), max(one, other), starts)

    assert all(later.starts_on == earlier.ends_on + timedelta(days=1) for earlier, later in pairwise(years))
