"""The journal."""

from datetime import date

import pytest

from ledger.core.entry import COMMON
from ledger.core.statements.journal import Line, address, journal
from tests.core.statements.world import NAMES, YEAR, cells, controls

LINES = [
    Line(7, date(2016, 2, 1), "expenditure_approved", "expenditure/4", "Flyers", "costs", 1, 1, 500),
    Line(7, date(2016, 2, 1), "expenditure_approved", "expenditure/4", "", "creditors", COMMON, None, -500),
]


def test_each_posting_stands_on_its_side() -> None:
    day, what = date(2016, 2, 1), "Expenditure approved"
    assert cells(journal(YEAR, NAMES, LINES, 500, 500)) == [
        (7, day, what, "Flyers", "4000", "Costs", "Town", "Work", 500, None),
        (7, day, what, None, "1600", "Creditors", "Common fund", None, None, 500),
    ]


def test_the_totals_of_the_journal_come_from_the_accounts() -> None:
    assert controls(journal(YEAR, NAMES, LINES, 501, 502)) == {("debit", None): 501, ("credit", None): 502}


@pytest.mark.parametrize(
    "subject, page",
    [
        ("expenditure/4", "expenditures/4"),
        ("party/town", "parties/town"),
        ("budget/2", "budgets/2"),
        ("decision/3", "decisions/3"),
        ("instalment/4", None),
        ("expenditure/", None),
        ("expenditure", None),
    ],
)
def test_an_entry_leads_to_the_page_of_what_it_is_about(subject: str, page: str | None) -> None:
    assert address(subject) == page
