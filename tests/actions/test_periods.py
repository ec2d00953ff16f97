"""Fiscal years: those of the term, those that open on demand, and the day an entry takes."""

from datetime import date
from typing import Any

import pytest

from ledger import periods
from ledger.contributions import record_contribution
from ledger.core.entry import Draft, Posting
from ledger.core.refusals import NoRoom, Refusal
from ledger.payments import pay
from ledger.storage import reads
from tests.actions.world import ACCEPTED, SUPPLIER, World, changed, invoice, make_ready
from tests.actions.world import said as said_of

SUMMER = changed(('fiscal_year_starts = "01-01"', 'fiscal_year_starts = "07-01"'))


def years(world: World) -> list[tuple[int, date, date]]:
    """List the fiscal years."""
    return [(row.year, row.starts_on, row.ends_on) for row in world.asks(reads.fiscal_years)]


def test_the_years_of_the_term_are_there_from_the_start(world: World) -> None:
    assert years(world) == [(year, date(year, 1, 1), date(year, 12, 31)) for year in (2015, 2016, 2017)]
    assert world.asks(lambda s, c: periods.term_years(reads.covenant(s, c))) == (2015, 2016, 2017)


def test_years_that_start_in_summer_bear_the_year_they_start_in(empty: Any) -> None:
    world: World = empty(SUMMER)
    assert years(world) == [
        (year, date(year, 7, 1), date(year + 1, 6, 30)) for year in (2014, 2015, 2016, 2017)
    ]
    make_ready(world)
    world.today = date(2015, 7, 1)
    number = world.spend(invoice(SUPPLIER, {"course": 90}, world.today))
    assert world.state(number) == "approved"
    assert (world.room("course", 2015)[2], world.room("course", 2014)[2]) == (90, 0)
    # the firms' first instalment, of March 2015, falls in fiscal year 2014
    assert world.available(2014)["vodafone"] == 15_000_00
    assert world.available(2015)["vodafone"] == 30_000_00 - 30
    assert world.faults() == []


def test_later_years_open_on_demand_and_none_is_left_out(world: World) -> None:
    world.today = date(2020, 2, 1)
    world.receive("vodafone", 1, date(2020, 1, 31))
    assert [year for year, _, _ in years(world)] == [2015, 2016, 2017, 2018, 2019, 2020]
    assert world.faults() == []


def test_a_refused_act_opens_no_year(world: World) -> None:
    world.today = date(2020, 2, 1)
    asked: dict[str, Any] = {"party": "arcus", "received_on": date(2020, 1, 31), "amount_cents": 1}
    assert world.tries(record_contribution, **asked)[0] == "NoRoom"
    assert len(years(world)) == 3


@pytest.mark.parametrize(
    "closed, day, said",
    [
        ((), date(2015, 6, 1), date(2015, 6, 1)),
        ((2015,), date(2015, 6, 1), date(2016, 1, 1)),
        ((2015, 2016), date(2015, 6, 1), date(2017, 1, 1)),
        ((2015,), date(2016, 6, 1), date(2016, 6, 1)),
        (
            (2015, 2016, 2017),
            date(2015, 6, 1),
            "Fiscal year 2015 is closed. The first day that is open is 01/01/2018.",
        ),
        ((), date(2014, 12, 31), "31/12/2014 lies outside the fiscal years of this covenant."),
    ],
)
def test_an_entry_takes_its_day_or_the_first_open_one(
    world: World, closed: tuple[int, ...], day: date, said: object
) -> None:
    for year in closed:
        world.closes(year)
    found: object
    try:
        found = world.asks(lambda s, c: periods.booking_day(s, reads.covenant(s, c), day))
    except Refusal as refusal:
        found = said_of(refusal)[2]
    assert found == said


@pytest.mark.parametrize(
    "paid_on, outcome",
    [
        (
            date(2017, 12, 31),
            (
                "YearClosed",
                "paid_on",
                "Fiscal year 2017 is closed. The first day that is open is 01/01/2018.",
            ),
        ),
        (date(2018, 1, 1), ACCEPTED),
    ],
)
def test_what_is_dated_in_the_last_year_after_it_closed_is_told_the_first_day_that_can_be(
    ready: World, paid_on: date, outcome: object
) -> None:
    number = ready.spend(invoice(SUPPLIER, {"course": 90}, ready.today))
    ready.receive("vodafone", 90)
    ready.today = date(2018, 2, 1)
    for year in (2015, 2016, 2017):
        ready.closes(year)
    assert ready.tries(pay, number=number, paid_on=paid_on, amount_cents=90) == outcome


def test_what_the_database_refuses_comes_up_as_what_it_means(ready: World) -> None:
    with ready.database.write(ready.covenant_id) as session:
        covenant = reads.covenant(session, ready.covenant_id)
        lines = (Posting("bank", 1, -1), Posting("creditors", 1, 1))
        draft = Draft(ready.today, 2015, "test", "test/1", "", lines)
        with pytest.raises(NoRoom) as refused:
            periods.book(session, covenant, draft, by=ready.treasurer())
        session.get_transaction().rollback()  # type: ignore[union-attr]
    assert said_of(refused.value) == (
        "NoRoom",
        None,
        "The bank account has too little money; nothing was booked.",
    )


def test_the_last_money_is_paid_after_the_term(ready: World) -> None:
    ready.receive("vodafone", 15_000_00)
    number = ready.spend(invoice(SUPPLIER, {"course": 90}, ready.today))
    ready.today = date(2018, 1, 31)
    assert ready.tries(pay, number=number, paid_on=ready.today, amount_cents=90) == ACCEPTED
    assert ready.faults() == []
