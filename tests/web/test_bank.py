"""The bank account: its movements with the balance after each, and what comes in from no party."""

from datetime import date
from pathlib import Path

import pytest

from ledger import bank_pages
from ledger.storage.db import Database
from tests.actions.world import invoice
from tests.web.conftest import Clock
from tests.web.spends import NOW, Visit, english, paid, with_projects, world_of
from tests.web.visitor import Page, Visitor

MOVEMENTS = "Every movement with the balance after it, in euros"


@pytest.fixture(scope="module")
def opened(opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database with projects, budgets and payees."""
    return with_projects(opened, tmp_path_factory.mktemp("bank"))


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands in the summer of the first year."""
    return Clock(NOW)


def record(treasurer: Visitor, facts: dict[str, str], *, status: int = 200) -> Page:
    """Record money from the bank or the tax office; gives the page one ends up on."""
    treasurer.get("/valley/bank/new")
    return treasurer.submit("Record", {"Amount": "12,34", **facts}, status=status)


def test_every_movement_stands_with_the_balance_after_it(visit: Visit, database: Database) -> None:
    paid(database)
    page = english(visit("auditor")).get("/valley/bank")
    assert page.rows(MOVEMENTS)[1:] == [
        ["01/01/2015", "", "Opening balance", "", "", "0.00", "0.00"],
        ["03/08/2015", "6", "Contribution received", "Gemeente Maastricht", "", "100,000.00", "100,000.00"],
        ["03/08/2015", "7", "Expenditure paid", "Supplier", "", "-1,000.00", "99,000.00"],
        ["Closing balance", "99,000.00", ""],
    ]
    assert "Closing balance €99,000.00" in page.words


def test_a_movement_leads_to_what_it_is_about(visit: Visit, database: Database) -> None:
    world_of(database).receive("vodafone", 5, date(2015, 8, 2))
    auditor = english(visit("auditor"))
    auditor.get("/valley/bank")
    assert auditor.follow("02/08/2015").heading == "Contribution 1"


def test_a_year_begins_with_what_the_year_before_left(visit: Visit, database: Database, clock: Clock) -> None:
    world_of(database).receive("vodafone", 7_00)
    clock.now = NOW.replace(year=2016)
    auditor = english(visit("auditor"))
    page = auditor.get("/valley/bank")
    assert page.rows(MOVEMENTS)[1] == ["01/01/2016", "", "Opening balance", "", "", "7.00", "7.00"]
    assert len(auditor.follow("The whole term").rows(MOVEMENTS)) == 4
    auditor.get("/valley/bank?year=2031", status=404)
    auditor.get("/valley/bank?year=x", status=404)


def test_a_long_year_opens_on_its_last_page(
    visit: Visit, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_pages, "PER_PAGE", 2)
    for cents in (1, 2):
        world_of(database).receive("vodafone", cents)
    auditor = english(visit("auditor"))
    page = auditor.get("/valley/bank")
    assert [row[-1] for row in page.rows(MOVEMENTS)[1:2]] == ["0.03"]
    assert page.rows(MOVEMENTS)[-1][0] == "Closing balance"
    page = auditor.get("/valley/bank?page=1")
    assert [row[-1] for row in page.rows(MOVEMENTS)[1:]] == ["0.00", "0.01"]


def test_interest_is_recorded_and_belongs_to_the_common_fund(visit: Visit, database: Database) -> None:
    treasurer = english(visit("treasurer"))
    page = record(treasurer, {"Reference at the bank": "Q2 <b>2015</b>"})
    assert page.heading == "Bank account"
    assert page.told == ["EUR 12.34 is recorded as received."]
    assert page.rows(MOVEMENTS)[2][2:] == ["Interest received", "", "Q2 <b>2015</b>", "12.34", "12.34"]
    assert world_of(database).balance("unspent", "common") == -12_34


def test_vat_comes_back_up_to_what_was_claimed(visit: Visit, database: Database) -> None:
    claim = invoice(1, {"jobs": 1_000_00}, date(2015, 7, 20), vat=210_00, recoverable=210_00)
    world_of(database).spend(claim)
    treasurer = english(visit("treasurer"))
    assert "The tax office still has to pay back €210.00" in treasurer.get("/valley/bank").words
    page = record(treasurer, {"What came in": "vat", "Amount": "210,01"}, status=409)
    assert page.mistakes == [
        "Amount: EUR 210.01 is more than the EUR 210.00 of VAT that is still to be recovered."
    ]
    assert page.value("Amount") == "210,01"
    page = treasurer.submit("Record", {"Amount": "210"})
    assert "still has to pay back" not in page.words


@pytest.mark.parametrize(
    "facts, mistake",
    [
        ({"Amount": "0"}, "Amount: An amount received is more than zero."),
        ({"Received on": "04-08-2015"}, "Received on: 04/08/2015 has not come yet."),
        ({"What came in": "prize"}, "What came in: Choose one of the list."),
    ],
)
def test_what_cannot_be_recorded_is_refused_beside_its_field(
    visit: Visit, facts: dict[str, str], mistake: str
) -> None:
    assert record(english(visit("treasurer")), facts, status=422).mistakes == [mistake]


@pytest.mark.parametrize("who", ["vodafone", "auditor", "administrator"])
def test_only_the_treasurer_records(visit: Visit, who: str) -> None:
    visit(who).get("/valley/bank/new", status=403)


def test_the_administrator_does_not_see_the_bank(visit: Visit) -> None:
    visit("administrator").get("/valley/bank", status=403)
