"""Obligations: contracts entered within the budget, used by invoices, and let go of."""

from pathlib import Path

import pytest

from ledger import obligations
from ledger.storage.db import Database
from tests.actions.world import invoice
from tests.web.conftest import Clock
from tests.web.spends import NOW, PDF, Visit, english, with_projects, world_of
from tests.web.visitor import Page, Visitor

REGISTER = "The latest agreed first, in euros"
USES = "What used it, in euros"
TOO_MUCH = "EUR 10,000.01 is more than the EUR 10,000.00 that is open of obligation 1."
CONTRACT = {
    "Project": "jobs",
    "Fiscal year": "2015",
    "Payee": "1",
    "Agreed on": "01-07-2015",
    "What was agreed": "Two rounds of coaching",
    "Amount": "10.000,00",
    "Reference": "C-15-04",
}


@pytest.fixture(scope="module")
def opened(opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database with projects, budgets and payees."""
    return with_projects(opened, tmp_path_factory.mktemp("obligations"))


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands in the summer of the first year."""
    return Clock(NOW)


def agree(treasurer: Visitor, facts: dict[str, str] | None = None, *, status: int = 200) -> Page:
    """Enter a contract; gives the page one ends up on."""
    treasurer.get("/valley/obligations/new")
    return treasurer.submit("Enter", {**CONTRACT, **(facts or {})}, status=status)


def agreed(database: Database, project: str = "jobs", year: int = 2015) -> int:
    """Have a contract of EUR 10,000.00 entered; gives its number."""
    world = world_of(database)
    return world.does(
        obligations.add_obligation,
        project=project,
        payee=1,
        year=year,
        agreed_on=world.today,
        description="Coaching",
        amount_cents=10_000_00,
    )


def test_a_contract_is_entered_with_its_file_and_takes_room_of_the_budget(
    visit: Visit, database: Database
) -> None:
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/obligations")
    treasurer.follow("Enter an obligation")
    page = treasurer.submit("Enter", CONTRACT, files={"evidence": [("contract.pdf", PDF)]})
    assert (page.heading, page.told) == ("Obligation 1", ["The obligation is entered."])
    assert page.link("contract.pdf") == "/valley/evidence/1"
    assert page.rows(USES)[1:] == [["01/07/2015", "Agreed", "", "10,000.00"]]
    assert world_of(database).room("jobs", 2015) == (100_000_00, 10_000_00, 0)
    page = treasurer.get("/valley/obligations/new")
    assert page.rows("What is left of the budgets, in euros")[3] == [
        "Jobs",
        "2015",
        "100,000.00",
        "90,000.00",
    ]


def test_the_form_begins_with_the_present_year_and_what_the_address_names(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    page = treasurer.get("/valley/obligations/new")
    assert [page.value("Fiscal year"), page.value("Project")] == ["2015", ""]
    page = treasurer.get("/valley/obligations/new?project=course&year=2016")
    assert [page.value("Fiscal year"), page.value("Project")] == ["2016", "course"]


@pytest.mark.parametrize(
    "name, typed, status, mistake",
    [
        ("Amount", "100.000,01", 409, None),
        ("Amount", "0", 422, "The amount must lie between zero and EUR 100,000,000,000.00."),
        ("Amount", "1e3", 422, None),
        ("Project", "nothing", 422, "Choose one of the list."),
        ("Agreed on", "04-08-2015", 422, "04/08/2015 has not come yet."),
        ("What was agreed", "", 422, "Fill this in."),
        ("What was agreed", "a\u202eb", 422, None),
    ],
)
def test_what_cannot_be_agreed_is_refused_beside_its_field_and_kept(
    visit: Visit, name: str, typed: str, status: int, mistake: str | None
) -> None:
    page = agree(english(visit("treasurer")), {name: typed}, status=status)
    assert len(page.mistakes) == 1
    assert page.mistakes[0].startswith(f"{name}: {mistake or ''}")
    assert page.value("Reference") == "C-15-04"


def test_an_invoice_under_the_contract_uses_it(visit: Visit, database: Database) -> None:
    number = agreed(database)
    world = world_of(database)
    world.spend(invoice(1, {"jobs": 4_000_00}, world.today, obligation=number))
    page = english(visit("auditor")).get(f"/valley/obligations/{number}")
    assert page.rows(USES)[2] == ["03/08/2015", "expenditure 1, 2015-001", "4,000.00", "6,000.00"]
    assert page.rows("Expenditures under this contract, in euros")[1][2:] == [
        "2015-001", "\N{CHECK MARK} Approved", "4,000.00",
    ]  # fmt: skip
    assert "Release what will not be invoiced" not in page.words


def test_projects_and_expenditures_lead_to_their_contracts(visit: Visit, database: Database) -> None:
    number = agreed(database)
    world = world_of(database)
    spent = world.spend(invoice(1, {"jobs": 4_000_00}, world.today, obligation=number))
    auditor = english(visit("auditor"))
    page = auditor.get("/valley/projects/jobs")
    assert 'href="/valley/obligations/1"' in page.html
    auditor.get(f"/valley/expenditures/{spent}")
    assert auditor.follow("1: Coaching").heading == "Obligation 1"


def test_its_invoice_is_entered_from_its_page(visit: Visit, database: Database) -> None:
    agreed(database)
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/obligations/1")
    page = treasurer.follow("Enter its invoice")
    assert [page.value("Payee"), page.value("obligation"), page.value("splits-0-project")] == [
        "1",
        "1",
        "jobs",
    ]


def test_what_will_not_be_invoiced_is_released_in_parts_or_whole(visit: Visit, database: Database) -> None:
    agreed(database)
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/obligations/1")
    page = treasurer.submit("Release", {"Amount": "2.500,00", "Why it is released": "One round fewer."})
    assert page.told == ["EUR 2,500.00 is released."]
    assert page.rows(USES)[2] == ["03/08/2015", "Released: One round fewer.", "2,500.00", "7,500.00"]
    page = treasurer.submit("Release", {"Why it is released": "The rest too."})
    assert page.told == ["EUR 7,500.00 is released."]
    assert "Closed" in page.words
    assert world_of(database).room("jobs", 2015) == (100_000_00, 0, 0)


@pytest.mark.parametrize(
    "facts, status, mistake",
    [
        ({"Amount": "10.000,01"}, 409, f"Amount: {TOO_MUCH}"),
        ({"Amount": "0"}, 422, "Amount: An amount released is more than zero."),
        ({"Why it is released": ""}, 422, "Why it is released: Fill this in."),
        ({"Released on": "02-08-2015"}, 422, "Released on: A release cannot be dated before 03/08/2015."),
    ],
)  # fmt: skip
def test_what_cannot_be_released_is_refused_beside_its_field(
    visit: Visit, database: Database, facts: dict[str, str], status: int, mistake: str
) -> None:
    agreed(database)
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/obligations/1")
    page = treasurer.submit("Release", {"Why it is released": "Over.", **facts}, status=status)
    assert page.mistakes == [mistake]


def test_files_are_added_later_too(visit: Visit, database: Database) -> None:
    agreed(database)
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/obligations/1")
    assert treasurer.submit("Add", status=422).mistakes == ["Files: Choose a file."]
    page = treasurer.submit("Add", files={"evidence": [("contract.pdf", PDF)]})
    assert page.link("contract.pdf") == "/valley/evidence/1"


def test_obligations_are_sought_by_project_year_and_what_is_open(visit: Visit, database: Database) -> None:
    for project, year in (("jobs", 2015), ("course", 2015), ("course", 2016)):
        agreed(database, project, year)
    world = world_of(database)
    world.does(obligations.release_obligation, number=2, released_on=world.today, reason="Over.")
    auditor = english(visit("auditor"))
    for asked, found in (
        ("", ["3", "2", "1"]),
        ("project=course", ["3", "2"]),
        ("year=2015", ["2", "1"]),
        ("project=course&open=yes", ["3"]),
    ):
        page = auditor.get(f"/valley/obligations?{asked}")
        assert [row[0] for row in page.rows(REGISTER)[1:]] == found
    page = auditor.get("/valley/obligations?project=jobs&year=2016")
    assert page.rows(REGISTER)[1] == ["No obligation fits what you asked for."]
    auditor.get("/valley/obligations?project=nothing", status=404)


def test_an_obligation_that_is_not_there_is_no_page(visit: Visit) -> None:
    for number in ("7", "99999999999999999999"):
        visit("treasurer").get(f"/valley/obligations/{number}", status=404)


@pytest.mark.parametrize("who", ["vodafone", "auditor", "administrator"])
def test_only_the_treasurer_enters(visit: Visit, who: str) -> None:
    visit(who).get("/valley/obligations/new", status=403)
