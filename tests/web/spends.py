"""What the tests of the spending pages begin with: projects, budgets and payees, and ways to go about."""

import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from ledger.storage.db import Database
from tests import papers
from tests.actions.world import World, invoice, make_ready
from tests.web.visitor import Page, Visitor

Visit = Callable[[str], Visitor]
PDF = papers.PDF

NOW = datetime(2015, 8, 3, 12, 30, tzinfo=UTC)
"""The instalments of the first year have fallen due."""


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
    """Copy a database, with projects, budgets and payees in the copy, as `make_ready` makes them."""
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


def world_of(database: Database) -> World:
    """Give the covenant of a database as a world to act in, on the day of these tests."""
    return World(database, today=NOW.date())


def entered(database: Database, splits: Mapping[str, int] | None = None, payee: int = 1) -> int:
    """Have an invoice entered, of EUR 1,000.00 for the project on placement unless told otherwise."""
    made = invoice(payee, splits or {"jobs": 1_000_00}, date(2015, 7, 20))
    return world_of(database).enter(made)


def approved(database: Database) -> int:
    """Have an invoice of EUR 1,000.00 entered and approved; gives its number."""
    return world_of(database).approve(entered(database), "vodafone")


def paid(database: Database) -> int:
    """Have an invoice of EUR 1,000.00 entered, approved and paid; gives its number."""
    number = approved(database)
    world_of(database).receive("maastricht", 100_000_00)
    world_of(database).pay(number, 1_000_00)
    return number


def credited(database: Database) -> int:
    """Have an invoice of EUR 1,000.00 approved and credited whole; gives the credit note's number."""
    original = approved(database)
    note = invoice(1, {"jobs": -1_000_00}, date(2015, 7, 21), original=original, invoice_reference="C-1")
    return world_of(database).approve(world_of(database).enter(note), "vodafone")


def opening(visit: Visit, who: str, number: int) -> Visitor:
    """Have somebody open the page of an expenditure."""
    visitor = english(visit(who))
    visitor.get(f"/valley/expenditures/{number}")
    return visitor


def seen(visit: Visit, who: str, number: int) -> Page:
    """Give the page of an expenditure as somebody sees it."""
    return english(visit(who)).get(f"/valley/expenditures/{number}")
