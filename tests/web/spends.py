"""What the tests of the spending pages begin with: projects, budgets and payees, and ways to go about."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ledger.storage.db import Database
from tests.actions.world import World, make_ready
from tests.web.visitor import Page, Visitor

Visit = Callable[[str], Visitor]

NOW = datetime(2015, 8, 3, 9, 30, tzinfo=UTC)
"""The instalments of the first year have fallen due."""

PDF = b"%PDF-1.4\n%%EOF\n"

INVOICE = {
    "Payee": "1",
    "Invoice number or reference": "2015-001",
    "Invoice date": "20-07-2015",
    "What was bought or done": "Work done",
    "Net": "1.000,00",
    "Gross": "1.000,00",
    "splits-0-project": "jobs",
}
"""An invoice of EUR 1,000.00 of the supplier for the project on placement."""


def with_projects(opened: Path, folder: Path) -> Path:
    """Make a copy of a database in which there are projects, budgets and payees, as `make_ready` makes them."""
    file = folder / "ledger.sqlite"
    shutil.copyfile(opened, file)
    database = Database(f"sqlite:///{file}")
    make_ready(World(database))
    database.dispose()
    return file


def english(visitor: Visitor) -> Visitor:
    """Read the pages in English."""
    visitor.client.set_cookie("language", "en")
    return visitor


def enter(visitor: Visitor, values: dict[str, str] | None = None, *, status: int = 200) -> Page:
    """Enter an expenditure; gives the page one ends up on."""
    visitor.get("/valley/expenditures/new")
    return visitor.submit("Enter", {**INVOICE, **(values or {})}, status=status)


def approve(visit: Visit, number: int, *parties: str) -> None:
    """Have these parties approve an expenditure."""
    for party in parties:
        partner = english(visit(party))
        partner.get(f"/valley/expenditures/{number}")
        partner.submit("Approve")


def approved(visit: Visit, values: dict[str, str] | None = None, *parties: str) -> Visitor:
    """Enter an expenditure and have it approved; gives the treasurer, on its page."""
    treasurer = english(visit("treasurer"))
    page = enter(treasurer, values)
    number = int(page.path.rpartition("/")[2])
    approve(visit, number, *(parties or ("vodafone",)))
    treasurer.get(page.path)
    return treasurer


def receive(database: Database, party: str, cents: int) -> None:
    """Have a party's money come in on the day of these tests."""
    world = World(database, today=NOW.date())
    world.receive(party, cents)
