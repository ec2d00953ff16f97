"""Fiscal years and yearly dates.

A fiscal year is named by the calendar year it starts in. A day of the year is a month and a day;
29 February means the last day of February, in every year.
"""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, sentence

Starts = tuple[int, int]
"""The month and the day on which every fiscal year of a covenant starts."""

_MONTH_DAY = re.compile("([0-9]{2})-([0-9]{2})")
_LEAP_YEAR = 2000


@dataclass(frozen=True)
class FiscalYear:
    """One fiscal year: its name, its first day and its last."""

    year: int
    starts_on: date
    ends_on: date


def parse_month_day(text: str, *, field: str | None = None) -> tuple[int, int]:
    """Read a day of the year written as MM-DD; raise Malformed where no year has such a day."""
    match = _MONTH_DAY.fullmatch(text)
    if match:
        month, day = int(match[1]), int(match[2])
        if 1 <= month <= 12 and 1 <= day <= _days_in(month):
            return month, day
    raise Malformed(sentence(N_('"%(typed)s" is not a month and a day, like 03-01.'), typed=text[:40]), field)


def day_in_year(month: int, day: int, year: int) -> date:
    """Give the date a day of the year has in one calendar year; 29 February is February's last day."""
    if (month, day) == (2, 29):
        return date(year, 3, 1) - timedelta(days=1)
    return date(year, month, day)


def fiscal_year_of(day: date, starts: Starts) -> int:
    """Say in which fiscal year a day falls."""
    return day.year if day >= day_in_year(*starts, day.year) else day.year - 1


def fiscal_year(year: int, starts: Starts) -> FiscalYear:
    """Give a fiscal year's first and last day; raise Malformed for a year outside the calendar."""
    if not MINYEAR <= year < MAXYEAR:
        raise Malformed(sentence(N_("%(year)s is not a year that books can be kept for."), year=year))
    last = day_in_year(*starts, year + 1) - timedelta(days=1)
    return FiscalYear(year, day_in_year(*starts, year), last)


def years_between(first_day: date, last_day: date, starts: Starts) -> tuple[FiscalYear, ...]:
    """Give every fiscal year that a term touches, in order; none when the term ends before it starts."""
    if last_day < first_day:
        return ()
    years = range(fiscal_year_of(first_day, starts), fiscal_year_of(last_day, starts) + 1)
    return tuple(fiscal_year(year, starts) for year in years)


def yearly_dates(month: int, day: int, first_day: date, last_day: date) -> tuple[date, ...]:
    """Give every date this day of the year has within a term, its first and last day included."""
    dates = (day_in_year(month, day, year) for year in range(first_day.year, last_day.year + 1))
    return tuple(one for one in dates if first_day <= one <= last_day)


def _days_in(month: int) -> int:
    """Say how many days a month can have at most."""
    first_of_next = date(_LEAP_YEAR + month // 12, month % 12 + 1, 1)
    return (first_of_next - timedelta(days=1)).day
