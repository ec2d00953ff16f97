"""Periods: closed means closed, and what then becomes of a late invoice."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from ledger.core.calendar import Starts, fiscal_year, fiscal_year_of
from ledger.core.refusals import YearClosed
from ledger.core.sentences import N_, sentence

State = Literal["open", "evidence", "closed"]
"""How a fiscal year stands: open, closed but open for evidence, or closed. Only an open one takes figures."""


def require_open(day: date, years: Mapping[int, State], starts: Starts, *, field: str | None = None) -> None:
    """Refuse a day in a fiscal year that is closed, or that the covenant has no books for.

    `years` holds the state of every fiscal year of the covenant. Raises YearClosed with the year and
    the first day that is open: after it, or else at all. Where every year is closed that is the day after the
    last, whose books open with the first act dated in it.
    """
    year = fiscal_year_of(day, starts)
    state = years.get(year)
    if state is None:
        raise YearClosed(
            sentence(N_("%(day)s lies outside the fiscal years of this covenant."), day=day), field
        )
    if state == "open":
        return
    first = (
        _first_open(years, starts, year)
        or _first_open(years, starts, min(years))
        or fiscal_year(max(years) + 1, starts).starts_on
    )
    raise YearClosed(
        sentence(
            N_("Fiscal year %(year)s is closed. The first day that is open is %(first)s."),
            year=year,
            first=first,
        ),
        field,
    )


def entry_day(day: date, years: Mapping[int, State], starts: Starts, *, field: str | None = None) -> date:
    """Give the day an entry takes: the accounting date, or the first open day after it if its year closed.

    Raises YearClosed where no later year is open, or the covenant has no books for that day.
    """
    year = fiscal_year_of(day, starts)
    if years.get(year) in {"closed", "evidence"}:
        first = _first_open(years, starts, year)
        if first is not None:
            return first
    require_open(day, years, starts, field=field)
    return day


def _first_open(years: Mapping[int, State], starts: Starts, since: int) -> date | None:
    """Find the first day of the first open year from `since` on; None where there is none."""
    open_years = [year for year, state in years.items() if state == "open" and year >= since]
    return fiscal_year(min(open_years), starts).starts_on if open_years else None
