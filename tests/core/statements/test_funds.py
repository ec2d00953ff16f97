"""Contributions per party, and the roll-forward per pledge."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.core.entry import COMMON
from ledger.core.statements.funds import (
    Due,
    KeptContributions,
    KeptMovements,
    Movements,
    Received,
    contributions,
    position,
    roll_forward,
)
from tests.core.statements.world import FIRST_YEAR, NAMES, YEAR, cells, controls, notes

DUES = [
    Due(1, 1, date(2015, 7, 1), 100_000, date(2015, 7, 1), 100_000),
    Due(2, 1, date(2016, 7, 1), 200_000, None, 0),
    Due(3, 2, date(2015, 3, 1), 15_000, date(2015, 3, 1), 15_000),
    Due(4, 2, date(2015, 9, 1), 15_000, date(2015, 9, 1), 4_000),
    Due(5, 2, date(2016, 3, 1), 15_000, None, 1_000),
    Due(6, 3, date(2015, 12, 31), 5_000, date(2015, 12, 31), 0),
]
RECEIVED = Received({1: 100_000, 2: 20_000, 3: 900}, {3: 900}, {3: 200})
KEPT = KeptContributions(
    350_000, 135_000, 120_900, {("receivable", 2): 16_000, ("advance", 2): -1_000, ("to_return", 3): -700}
)


def test_each_party_that_promised_something_has_a_row() -> None:
    assert cells(contributions(FIRST_YEAR, NAMES, DUES, RECEIVED, KEPT)) == [
        ("Town", 300_000, 100_000, 100_000, 0, 0, 0, None),
        ("Firm", 50_000, 35_000, 20_900, 16_000, 1_000, 700, 121),
    ]


def test_the_totals_of_the_contributions_come_from_pledges_and_journal() -> None:
    assert controls(contributions(FIRST_YEAR, NAMES, DUES, RECEIVED, KEPT)) == {
        ("promised", None): 350_000,
        ("due", None): 135_000,
        ("received", None): 120_900,
        ("open", None): 16_000,
        ("ahead", None): 1_000,
        ("to_return", None): 700,
    }


@pytest.mark.parametrize(
    "posted_on, received, open_, ahead",
    [
        (None, 0, 0, 0),
        (None, 30, 0, 30),
        (date(2016, 1, 1), 0, 100, 0),
        (date(2016, 1, 1), 30, 70, 0),
        (date(2016, 1, 1), 100, 0, 0),
    ],
)
def test_an_instalment_is_open_once_it_is_posted_and_paid_ahead_before(
    posted_on: date | None, received: int, open_: int, ahead: int
) -> None:
    due = Due(1, 1, date(2016, 1, 1), 100, posted_on, received)
    assert (due.open_cents, due.ahead_cents) == (open_, ahead)


def test_what_was_set_aside_of_an_instalment_is_to_be_returned() -> None:
    dues = [Due(1, 1, date(2015, 7, 1), 60_000, date(2015, 7, 1), 100_000, 40_000)]
    rows = cells(contributions(FIRST_YEAR, NAMES, dues, Received({1: 100_000}, {}, {1: 10_000}), KEPT))
    assert rows[0] == ("Town", 60_000, 60_000, 100_000, 0, 0, 30_000, None)


def test_what_does_not_come_any_more_is_told_of() -> None:
    shown = contributions(FIRST_YEAR, NAMES, DUES, RECEIVED, KEPT, 1_500)
    assert notes(shown)[-1] == (
        "EUR 15.00 that was promised does not come any more, by decision of the parties; it is left out."
    )
    assert len(notes(contributions(FIRST_YEAR, NAMES, DUES, RECEIVED, KEPT))) == len(notes(shown)) - 1


def test_a_party_that_joins_after_the_day_is_left_out() -> None:
    later = replace(
        NAMES, parties={**NAMES.parties, 1: replace(NAMES.parties[1], begins_on=date(2016, 1, 1))}
    )
    assert len(cells(contributions(FIRST_YEAR, later, DUES[2:], Received({}, {}, {}), KEPT))) == 1
    assert len(cells(contributions(FIRST_YEAR, later, DUES, Received({}, {}, {}), KEPT))) == 2
    assert cells(roll_forward(FIRST_YEAR, later, {}, KEPT_MOVED), "party")[0] == ("Firm",)
    assert cells(roll_forward(FIRST_YEAR, later, MOVED, KEPT_MOVED), "party")[0] == ("Town",)


def test_what_is_held_of_a_pledge_is_what_came_in_less_what_was_charged() -> None:
    balances = {
        ("receivable", 1): 40,
        ("unspent", 1): -60,
        ("advance", 1): -10,
        ("bank", 1): 30,
        ("unspent", 2): 9,
    }
    assert position(balances, 1) == 30


MOVED = {1: Movements(500, 1_000, 300, 450, 50), 2: Movements(0, 200, 0, 20, 0)}
KEPT_MOVED = KeptMovements(500, 1_200, 300, 470, 280)


def test_a_pledge_rolls_from_opening_to_closing() -> None:
    assert cells(roll_forward(YEAR, NAMES, MOVED, KEPT_MOVED)) == [
        ("Town", "Placement", 500, 1_000, 300, 450, 50, 300),
        ("Firm", "Any programme line", 0, 200, 0, 20, 0, -20),
        ("Firm", "Placement, Training", 0, 0, 0, 0, 0, 0),
        ("Common fund", "Any programme line", 0, 0, 0, 0, 0, 0),
    ]


def test_the_totals_of_the_roll_forward_roll_too() -> None:
    assert controls(roll_forward(YEAR, NAMES, MOVED, KEPT_MOVED)) == {
        ("opening", None): 500,
        ("due", None): 1_200,
        ("received", None): 300,
        ("charged", None): 470,
        ("returned", None): 50,
        ("closing", None): 280,
    }


def test_a_pledge_leads_to_its_party_and_the_common_fund_nowhere() -> None:
    links = [row.link for row in roll_forward(YEAR, NAMES, {COMMON: Movements()}, KEPT_MOVED).rows]
    assert links == ["parties/town", "parties/firm", "parties/firm", None]
