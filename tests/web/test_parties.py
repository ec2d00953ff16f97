"""Parties: who promised what, and each party's own statement."""

from datetime import date
from pathlib import Path

import pytest

from ledger import party_pages, reports
from ledger.storage.db import Database
from tests.web.conftest import Clock
from tests.web.spends import NOW, Visit, approved, english, with_projects, world_of

NONE = "\N{EN DASH}"
CHARGES = "Every charge, in euros"


@pytest.fixture(scope="module")
def opened(opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database with projects, budgets and payees."""
    return with_projects(opened, tmp_path_factory.mktemp("parties"))


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands in the summer of the first year."""
    return Clock(NOW)


def test_every_party_is_listed_with_what_became_of_its_promise(visit: Visit, database: Database) -> None:
    approved(database)
    world_of(database).receive("vodafone", 100_00)
    page = english(visit("vodafone")).get("/valley/parties")
    assert page.rows("Parties")[1:3] == [
        [
            "Gemeente Maastricht", "Municipality", "Placement, Acquisition",
            "300,000.00", "100,000.00", "0.00", "689.65", "299,310.35", "-689.65",
        ],
        [
            "Vodafone your organisation", "Firm", "Any programme line",
            "45,000.00", "15,000.00", "100.00", "103.45", "44,896.55", "-3.45",
        ],
    ]  # fmt: skip
    assert page.rows("Parties")[-2][2] == "promised no money; takes part in what the parties decide"
    assert page.rows("Parties")[-1] == [
        "Total", "435,000.00", "145,000.00", "100.00", "1,000.00", "434,000.00", "-900.00",
    ]  # fmt: skip


def test_the_list_and_a_partys_own_statement_say_the_same(database: Database) -> None:
    world = world_of(database)
    approved(database)
    world.receive("vodafone", 45_150_00)
    rows = world.asks(party_pages.party_list, today=NOW.date(), code="en").rows
    for row in rows:
        own = world.asks(reports.party_statement, row.party.slug, year=None, as_at=NOW.date(), code="en")
        assert (own.party, own.standing) == (row.name, row.standing)


def test_a_party_sees_what_its_money_paid_to_the_cent(visit: Visit, database: Database) -> None:
    approved(database)
    page = english(visit("vodafone")).get("/valley/parties/vodafone")
    assert page.heading == "Vodafone"
    assert page.rows(CHARGES)[1:] == [
        ["1", "20/07/2015", "Supplier", "2015-001", "Work done", "Jobs", "1,000.00", "10.3%", "103.45"],
        ["Total", "103.45"],
    ]
    assert page.rows("Instalments, in euros")[1][1:3] == ["15,000.00", NONE]


def test_a_statement_is_of_one_year_or_the_whole_term(visit: Visit, database: Database) -> None:
    approved(database)
    auditor = english(visit("auditor"))
    auditor.get("/valley/parties/vodafone")
    page = auditor.follow("2015")
    assert page.rows(CHARGES)[1][0] == "1"
    auditor.get("/valley/parties/vodafone?year=2016", status=404)
    auditor.get("/valley/parties/vodafone?year=2031", status=404)
    auditor.get("/valley/parties/nobody", status=404)


def test_a_long_statement_is_shown_page_by_page(
    visit: Visit, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(party_pages, "PER_PAGE", 1)
    approved(database)
    approved(database)
    auditor = english(visit("auditor"))
    page = auditor.get("/valley/parties/maastricht?page=2")
    assert [row[0] for row in page.rows(CHARGES)[1:]] == ["2", "Total"]
    assert "Page 2 of 2" in page.words


def test_a_party_without_a_pledge_has_a_page_of_its_own(visit: Visit) -> None:
    page = english(visit("zuyd")).get("/valley/parties/zuyd")
    assert "no money; it takes part in what the parties decide" in page.words


def test_what_is_to_be_returned_is_said_with_the_way_to_do_it(visit: Visit, database: Database) -> None:
    world_of(database).receive("vodafone", 45_150_00)
    treasurer = english(visit("treasurer"))
    page = treasurer.get("/valley/parties/vodafone")
    assert "€150.00 is to be returned to this party." in page.words
    assert treasurer.follow("Record the return").heading == "Return money to a party"


def test_a_party_that_left_says_when(visit: Visit, database: Database) -> None:
    world_of(database).leaves("vodafone", date(2015, 7, 31))
    auditor = english(visit("auditor"))
    assert "left on 31/07/2015" in auditor.get("/valley/parties").words
    assert "Left on 31/07/2015" in auditor.get("/valley/parties/vodafone").words


@pytest.mark.parametrize("path", ["", "/vodafone"])
def test_the_administrator_sees_no_parties_money(visit: Visit, path: str) -> None:
    visit("administrator").get(f"/valley/parties{path}", status=403)
