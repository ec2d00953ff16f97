"""The first year of a covenant, lived through its pages: who does what, in the order in which it happens.

`live` does all of it on a database that is not there yet, from the command line that opens the covenant to
the last credit note. Everybody finds their way by what the pages offer them.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

from ledger.storage.db import Database
from tests.house.reading import HOUSE
from tests.stories.commands import CommandLine
from tests.web.visitor import Page, Visitor

AGREEMENT = HOUSE / "ledger" / "demo" / "customer-service-valley.toml"
HERE = "/customer-service-valley"
PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
OWN_PASSWORD = "a password of my own"
STARTING = re.compile(r"[a-z2-7]{4}(-[a-z2-7]{4}){4}")
PEOPLE = (
    ("Treasurer", "treasurer", ""),
    ("Auditor", "auditor", ""),
    ("Maastricht", "partner", "maastricht"),
    ("Vodafone", "partner", "vodafone"),
    ("Q-Park", "partner", "q-park"),
    ("Arvato", "partner", "arvato"),
)


class Year:
    """A year as it goes by: the day it is, and everybody who has signed in."""

    def __init__(self, file: Path) -> None:
        self.commands = CommandLine(file)
        self.app = self.commands.app
        self.app.config["NOW"] = lambda: self.now
        self.now = datetime(2015, 1, 26, 9, tzinfo=UTC)
        self.people: dict[str, Visitor] = {}

    def on(self, month: int, day: int) -> None:
        """Go on to another day."""
        self.now = datetime(2015, month, day, 9, 30, tzinfo=UTC)

    def admit(self, name: str, password: str) -> Visitor:
        """Sign somebody in who reads the pages in English."""
        visitor = Visitor(self.app.test_client())
        visitor.client.set_cookie("language", "en")
        visitor.get("/sign-in")
        email = f"{name.lower()}@covenant.example"
        visitor.submit("Sign in", {"E-mail address": email, "Password": password})
        self.people[name] = visitor
        return visitor

    @property
    def treasurer(self) -> Visitor:
        """Give the treasurer."""
        return self.people["Treasurer"]

    def answer(self, name: str, waiting: str) -> Visitor:
        """Let a partner open what the overview says waits for them."""
        partner = self.people[name]
        partner.get(f"{HERE}/")
        partner.follow(waiting)
        return partner


def live(file: Path) -> str:
    """Live through the year; gives the trail's head as `verify` tells it."""
    year = Year(file)
    _open(year)
    _begin_projects(year)
    _decide_on_the_budget(year)
    _receive_from_the_firms(year)
    _spend_as_in_the_worked_example(year)
    _receive_from_the_town(year)
    _spend_on_two_projects(year)
    _turn_one_down(year)
    _credit_one(year)
    _take_one_back(year)
    year.on(12, 31)
    said = year.commands("verify")
    assert said.status == 0, said.err
    database: Database = year.app.extensions["ledger"]
    database.dispose()
    return said.out.split()[-1].rstrip(".")


def _open(year: Year) -> None:
    """The covenant is opened from its file, and its administrator lets everybody else in."""
    assert year.commands("init").status == 0
    assert year.commands("covenant", "open", str(AGREEMENT)).status == 0
    words = ("user", "add", "administrator@covenant.example", "--role", "administrator", "--password-stdin")
    assert year.commands(*words, typed=f"{OWN_PASSWORD}\n").status == 0
    administrator = year.admit("Administrator", OWN_PASSWORD)
    for name, role, party in PEOPLE:
        administrator.get(f"{HERE}/people")
        administrator.follow("Add a person")
        email = f"{name.lower()}@covenant.example"
        asked = {"E-mail address": email, "Name": name, "Role": role, "Party": party}
        starting = STARTING.search(administrator.submit("Add", asked).words)
        assert starting is not None
        year.admit(name, starting.group())
    treasurer = year.treasurer
    treasurer.follow("Treasurer")
    starting_password = starting_of(year)
    del starting_password
    assert treasurer.page is not None
    assert treasurer.page.heading == "Your account"
