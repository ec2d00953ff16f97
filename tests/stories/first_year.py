"""The first year of a covenant, lived through its pages: who does what, in the order in which it happens.

`live` does all of it on a database that is not there yet, from the command line that opens the covenant to
the last reversal. Everybody finds their way by what the pages offer them.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from tests.stories.commands import AGREEMENT, CommandLine
from tests.stories.twice import Twice
from tests.web.visitor import Page, Visitor

HERE = "/customer-service-valley"
PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
PASSWORD = "a password of my own"
LINK = re.compile(r"http://localhost(/sign-in/link/[\w-]+)")
PEOPLE = (
    ("Treasurer", "treasurer", ""),
    ("Auditor", "auditor", ""),
    ("Maastricht", "partner", "maastricht"),
    ("Vodafone", "partner", "vodafone"),
    ("Q-Park", "partner", "q-park"),
    ("Arvato", "partner", "arvato"),
)
PROJECTS = (("Job fairs", "placement"), ("Business desk", "acquisition"), ("Academy", "training"))


class Year:
    """A year as it goes by: the day it is, and everybody who has signed in."""

    def __init__(self, file: Path, here: str = HERE) -> None:
        self.here = here
        self.commands = CommandLine(file)
        self.now = datetime(2015, 1, 26, 9, tzinfo=UTC)
        self.commands.app.config["NOW"] = lambda: self.now
        # a year goes by in a minute, and nobody signs in anew each day of it
        self.commands.app.config.update(SESSION_IDLE_MINUTES=600_000, SESSION_HOURS=10_000)
        self.people: dict[str, Visitor] = {}
        self.doubled: set[str] = set()
        self.varied: set[str] = set()

    def on(self, month: int, day: int, year: int = 2015) -> None:
        """Go on to another day."""
        self.now = datetime(year, month, day, 9, 30, tzinfo=UTC)

    def admit(self, name: str, password: str) -> Visitor:
        """Sign somebody in who reads the pages in English, and sends every form more than once."""
        visitor = Twice(self.commands.app.test_client(), doubled=self.doubled, varied=self.varied)
        visitor.get("/sign-in")
        visitor.follow("English")
        visitor.submit("Sign in", {"E-mail address": address(name), "Password": password})
        self.people[name] = visitor
        return visitor

    def treasurer(self, section: str, link: str) -> Visitor:
        """Let the treasurer go to a section, and on by a link there."""
        treasurer = self.people["Treasurer"]
        treasurer.get(f"{self.here}/")
        treasurer.get(f"{self.here}/{section}")
        treasurer.follow(link)
        return treasurer

    def answer(self, name: str, waiting: str) -> Visitor:
        """Let somebody open what the overview says waits for them."""
        person = self.people[name]
        person.get(f"{self.here}/")
        person.follow(waiting)
        return person

    def approve(self, name: str, number: int, gross: str) -> Page:
        """Let a partner approve what waits for them."""
        return self.answer(name, f"Approve expenditure {number} of {gross}").submit("Approve")


def address(name: str) -> str:
    """Give the address somebody signs in with."""
    return f"{name.lower()}@covenant.example"


def live(file: Path) -> str:
    """Live through the year; gives the trail's head as `verify` tells it at the end."""
    year = Year(file)
    begin(year, AGREEMENT)
    let_in(year, PEOPLE)
    _begin_projects(year)
    _decide_on_the_budget(year)
    _receive_from_the_firms(year)
    _spend_as_in_the_worked_example(year)
    _receive_from_the_town(year)
    _spend_on_two_projects(year)
    _turn_one_down(year)
    _credit_one(year)
    _reverse_one(year)
    year.on(12, 31)
    said = year.commands("verify")
    assert said.status == 0, said.err
    year.commands.close()
    return said.out.splitlines()[0].split()[-1].rstrip(".")


def begin(year: Year, agreement: Path) -> None:
    """Open the covenant from its file, and let its administrator sign in."""
    assert year.commands("init").status == 0
    assert year.commands("covenant", "open", str(agreement)).status == 0
    words = ("user", "add", address("Administrator"), "--role", "administrator", "--password-stdin")
    assert year.commands(*words, typed=f"{PASSWORD}\n").status == 0
    year.admit("Administrator", PASSWORD)


def let_in(year: Year, people: Iterable[tuple[str, str, str]]) -> None:
    """Have the administrator invite people, by name, role and party; each sets a password and signs in."""
    administrator = year.people["Administrator"]
    administrator.get(f"{year.here}/people")
    links = {}
    for name, role, party in people:
        administrator.follow("Add a person")
        asked = {"E-mail address": address(name), "Name": name, "Role": role, "Party": party}
        shown = LINK.search(administrator.submit("Add", asked).words)
        assert shown is not None
        links[name] = shown[1]
        administrator.follow("Done")
    for name, link in links.items():
        visitor = Visitor(year.commands.app.test_client())
        visitor.get("/language/en?next=/sign-in")
        visitor.get(link)
        page = visitor.submit("Set the password", {"New password": PASSWORD})
        assert page.told == ["Your password is set. Sign in with it."]
        year.admit(name, PASSWORD)


def _begin_projects(year: Year) -> None:
    year.on(2, 2)
    for name, line in PROJECTS:
        treasurer = year.treasurer("projects", "Add a project")
        page = treasurer.submit("Add", {"Name": name, "Programme line": line})
        assert page.heading == name


def _decide_on_the_budget(year: Year) -> None:
    """Propose too much for one funder, be rejected, ask for less, and have it adopted."""
    year.on(2, 9)
    treasurer = year.treasurer("budgets", "Propose a budget")
    treasurer.follow("2015")
    much = {"Job fairs": "60.000,00", "Business desk": "40.000,00", "Academy": "50.000,00"}
    page = treasurer.submit("Put to the parties", {"purpose": "The first year.", **much})
    assert page.heading == "Budget 2015, version 1"
    town = year.answer("Maastricht", "Vote on decision 1")
    page = town.submit("Cast the vote", {"choice": "against", "Reason": "More than the firms pay for."})
    assert page.told == ["Your vote is recorded, and the proposal is rejected."]

    year.on(2, 16)
    treasurer = year.treasurer("budgets", "Propose a budget")
    treasurer.follow("2015")
    treasurer.submit("Put to the parties", {"purpose": "Less training.", **much, "Academy": "30.000,00"})
    for name in ("Maastricht", "Vodafone"):
        page = year.answer(name, "Vote on decision 2").submit("Cast the vote", {"choice": "for"})
        assert page.told == ["Your vote is recorded."]
    page = year.answer("Arvato", "Vote on decision 2").submit("Cast the vote", {"choice": "for"})
    assert page.told == ["Your vote is recorded, and the proposal is adopted."]


def _receive(year: Year, party: str, amount: str) -> Page:
    treasurer = year.treasurer("contributions", "Record money received")
    return treasurer.submit("Record", {"Party": party, "Amount": amount})


def _receive_from_the_firms(year: Year) -> None:
    """One pays a part, one pays for all years and too much, one pays late."""
    year.on(3, 5)
    assert _receive(year, "vodafone", "10.000,00").told == ["EUR 10,000.00 is recorded as received."]
    year.on(3, 9)
    _receive(year, "arvato", "46.000,00")
    treasurer = year.treasurer("contributions", "Record the return")
    page = treasurer.submit("Record", {})
    assert page.told == ["EUR 1,000.00 is recorded as returned."]
    year.on(5, 18)
    _receive(year, "q-park", "15.000,00")
    _receive(year, "vodafone", "5.000,00")


def _receive_from_the_town(year: Year) -> None:
    year.on(7, 1)
    _receive(year, "maastricht", "100.000,00")


def _enter(year: Year, what: dict[str, str], *, evidence: bytes = PDF) -> Page:
    """Enter an invoice with a PDF; its day is today's."""
    treasurer = year.treasurer("expenditures", "Enter an expenditure")
    asked = {"Invoice date": year.now.strftime("%d-%m-%Y"), **what}
    return treasurer.submit("Enter", asked, files={"evidence": [("invoice.pdf", evidence)]})


def _pay(year: Year, number: int, values: dict[str, str]) -> Page:
    treasurer = year.people["Treasurer"]
    treasurer.get(f"{HERE}/expenditures/{number}")
    return treasurer.submit("Record the payment", values)


def _spend_as_in_the_worked_example(year: Year) -> None:
    """Spend the covenant's first EUR 1,000.00, on placement: one partner's approval is enough."""
    year.on(5, 20)
    page = _enter(
        year,
        {
            "Name of a new payee": "Web bureau",
            "Its IBAN": "NL91 ABNA 0417 1643 00",
            "Invoice number or reference": "2015-001",
            "What was bought or done": "Website of the job fairs",
            "Net": "1.000,00",
            "Gross": "1.000,00",
            "splits-0-project": "job-fairs",
        },
    )
    assert page.heading == "Expenditure 1"
    page = year.approve("Vodafone", 1, "EUR 1,000.00")
    assert page.told == ["Your approval is recorded. The expenditure is approved and charged to the funders."]
    assert _pay(year, 1, {}).told == ["The payment of EUR 1,000.00 is recorded."]


def _spend_on_two_projects(year: Year) -> None:
    """Above EUR 2,500.00 two approve, the municipality among them; it is paid in two parts."""
    year.on(7, 6)
    page = _enter(
        year,
        {
            "Name of a new payee": "Stand builder",
            "Its IBAN": "NL20 INGB 0001 2345 67",
            "Invoice number or reference": "F-77",
            "What was bought or done": "Stand for two trade fairs",
            "Net": "10.000,00",
            "VAT": "2.100,00",
            "Gross": "12.100,00",
            "splits-0-project": "business-desk",
            "splits-0-amount": "8.000,00",
            "splits-1-project": "job-fairs",
        },
    )
    assert page.heading == "Expenditure 2"
    assert year.approve("Arvato", 2, "EUR 12,100.00").told == ["Your approval is recorded."]
    assert "charged to the funders" in year.approve("Maastricht", 2, "EUR 12,100.00").told[0]
    year.on(7, 20)
    _pay(year, 2, {"Amount": "5.000,00", "Reference at the bank": "Batch 7"})
    year.on(8, 17)
    assert _pay(year, 2, {}).told == ["The payment of EUR 7,100.00 is recorded."]


def _small(payee: str, reference: str, net: str, vat: str, gross: str, project: str) -> dict[str, str]:
    return {
        "Payee": payee,
        "Invoice number or reference": reference,
        "What was bought or done": f"What {reference} says",
        "Net": net,
        "VAT": vat,
        "Gross": gross,
        "splits-0-project": project,
    }


def _turn_one_down(year: Year) -> None:
    year.on(8, 24)
    _enter(year, _small("1", "2015-009", "300,00", "", "300,00", "job-fairs"))
    partner = year.answer("Q-Park", "Approve expenditure 3 of EUR 300.00")
    page = partner.submit("Reject", {"Why it is rejected": "We never asked for this."})
    assert page.told == ["The expenditure is rejected."]


def _credit_one(year: Year) -> None:
    """Pay for a course, credit a part of it, and see that money come back."""
    year.on(9, 7)
    _enter(year, _small("1", "2015-014", "2.500,00", "525,00", "3.025,00", "academy"))
    year.approve("Q-Park", 4, "EUR 3,025.00")
    year.approve("Maastricht", 4, "EUR 3,025.00")
    _pay(year, 4, {})
    year.on(9, 21)
    treasurer = year.people["Treasurer"]
    treasurer.get(f"{HERE}/expenditures/4")
    treasurer.follow("Enter a credit note")
    page = treasurer.submit(
        "Enter",
        {
            "Invoice number or reference": "2015-014C",
            "Invoice date": "21-09-2015",
            "Net": "500,00",
            "VAT": "105,00",
            "Gross": "605,00",
            "splits-0-amount": "605,00",
        },
        files={"evidence": [("credit.pdf", PDF)]},
    )
    assert page.heading == "Credit note 5"
    year.approve("Vodafone", 5, "EUR -605.00")
    year.on(10, 1)
    treasurer.get(f"{HERE}/expenditures/5")
    assert treasurer.submit("Record what came back").told == ["EUR 605.00 that came back is recorded."]


def _reverse_one(year: Year) -> None:
    year.on(10, 5)
    _enter(year, _small("2", "F-90", "2.000,00", "", "2.000,00", "business-desk"))
    year.approve("Arvato", 6, "EUR 2,000.00")
    year.on(10, 12)
    treasurer = year.people["Treasurer"]
    treasurer.get(f"{HERE}/expenditures/6")
    page = treasurer.submit("Reverse", {"Why it is reversed": "The fair was called off."})
    assert page.told == ["The reversal is recorded."]
