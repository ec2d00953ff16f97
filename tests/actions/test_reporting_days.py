"""Which years and days there is something to tell of, and which budget counts for them."""

from datetime import date

import pytest

from ledger import reports
from ledger.core.language import PLAIN
from ledger.core.refusals import Malformed, NotFound
from ledger.core.statements.shape import Statement
from tests.actions.test_charges import bill
from tests.actions.world import World, changed, make_ready


def budgeted(statement: Statement) -> int:
    """Give what a statement of budget against actual says was budgeted in all, in cents."""
    place = [column.key for column in statement.columns].index("budget")
    return sum(int(str(row.cells[place])) for row in statement.rows)


def test_a_budget_adopted_when_its_year_was_over_counts_for_that_year(world: World) -> None:
    make_ready(world, budgets={})
    world.today = date(2016, 2, 1)
    world.budget(2015, {"jobs": 1_000_00})
    world.spend(bill(400_00, on=date(2015, 5, 1)))
    at_the_end = world.asks(
        reports.statement, "budget-actual", year=2015, as_at=date(2015, 12, 31), language_code="en"
    )
    before = world.asks(
        reports.statement, "budget-actual", year=2015, as_at=date(2015, 12, 30), language_code="en"
    )
    assert (budgeted(at_the_end), budgeted(before)) == (1_000_00, 0)


def test_an_amendment_adopted_within_the_year_counts_from_its_own_day(world: World) -> None:
    make_ready(world, budgets={2015: {"jobs": 1_000_00}})
    world.today = date(2015, 9, 1)
    world.budget(2015, {"jobs": 2_000_00})
    found = [
        budgeted(world.asks(reports.statement, "budget-actual", year=2015, as_at=day, language_code="en"))
        for day in (date(2015, 8, 31), date(2015, 9, 1))
    ]
    assert found == [1_000_00, 2_000_00]


@pytest.mark.parametrize(
    "year, today, asked, told",
    [
        (2015, date(2015, 6, 1), None, date(2015, 6, 1)),
        (2015, date(2016, 6, 1), None, date(2015, 12, 31)),
        (2015, date(2015, 6, 1), date(2015, 6, 1), date(2015, 6, 1)),
        (2015, date(2015, 6, 1), date(2015, 6, 2), "02/06/2015 has not come yet."),
        (2015, date(2016, 6, 1), date(2016, 1, 1), "01/01/2016 lies outside the period"),
        (2016, date(2016, 1, 1), None, date(2016, 1, 1)),
        (2016, date(2015, 12, 31), None, "Fiscal year 2016 begins on 01/01/2016; there is nothing to tell"),
        (None, date(2015, 6, 1), None, date(2015, 6, 1)),
        (None, date(2014, 6, 1), None, date(2015, 1, 1)),
        (None, date(2019, 6, 1), None, date(2017, 12, 31)),
    ],
)
def test_a_year_is_told_through_today_or_its_own_last_day(
    world: World, year: int | None, today: date, asked: date | None, told: date | str
) -> None:
    if isinstance(told, str):
        with pytest.raises((Malformed, NotFound)) as refused:
            world.asks(reports.last_day, year, today, asked=asked)
        assert PLAIN.say(refused.value.why).startswith(told)
    else:
        assert world.asks(reports.last_day, year, today, asked=asked) == told


@pytest.mark.parametrize(
    "today, present, begun",
    [
        (date(2014, 12, 31), 2014, [2014]),
        (date(2015, 3, 15), 2014, [2014]),
        (date(2015, 8, 31), 2014, [2014]),
        (date(2015, 9, 1), 2015, [2014, 2015]),
        (date(2017, 12, 31), 2017, [2014, 2015, 2016, 2017]),
        (date(2026, 1, 1), 2017, [2014, 2015, 2016, 2017]),
    ],
)
def test_the_present_year_is_the_one_whose_months_run(
    empty: object, today: date, present: int, begun: list[int]
) -> None:
    """The fiscal years of this covenant begin in September."""
    world: World = empty(changed(('fiscal_year_starts = "01-01"', 'fiscal_year_starts = "09-01"')))  # type: ignore[operator]
    assert world.asks(reports.present_year, today) == present
    assert world.asks(reports.years_begun, today) == (begun if today.year > 2014 else [2014])
