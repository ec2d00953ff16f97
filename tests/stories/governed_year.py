"""A year of deciding, lived through the pages: a budget in three goes, a firm that joins, spend by vote.

The year is closed, opened again for a paper that was missing, and closed once more. `live` does all of it in
a database that is not there yet, and keeps the files that left the house before and after.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from tests import papers
from tests.actions.lives import AGREEMENT
from tests.stories.first_year import PEOPLE, Year, begin, let_in
from tests.web.visitor import Page, Visitor

HERE = "/valley"
SCHOOLS = (
    ("Arcus", "partner", "arcus"),
    ("Leeuwenborgh", "partner", "leeuwenborgh"),
    ("Zuyd", "partner", "zuyd"),
)
FUNDERS = ("Vodafone", "Q-Park", "Arvato", "Maastricht")
MEMBERS = ("Vodafone", "Q-Park", "Arcus", "Leeuwenborgh", "Maastricht")
"""Those whose votes for adopt: of the funders, and of all parties."""

RECORDED = "Your vote is recorded."
ADOPTED = "Your vote is recorded, and the proposal is adopted."


@dataclass
class Issued:
    """What left the house: the workbook and the report of the year, and the trail's head then."""

    workbook: bytes
    report: bytes
    head: str


@dataclass
class Lived:
    """The year that was lived: its clock and people, and what was issued when it closed and afterwards."""

    year: Year
    issued: list[Issued] = field(default_factory=list)


def live(folder: Path) -> Lived:
    """Live through the year and the weeks after it."""
    agreement = folder / "valley.toml"
    agreement.write_text(AGREEMENT, encoding="utf-8")
    year = Year(folder / "ledger.sqlite", HERE)
    lived = Lived(year)
    begin(year, agreement)
    let_in(year, (*PEOPLE, *SCHOOLS))
    _begin_projects(year)
    _reject_a_budget(year)
    _revise_and_adopt(year)
    _receive_from_the_firms(year)
    _join_in_july(year)
    _spend_above_the_mandate(year)
    _spend_with_the_joiner(year)
    _close(year)
    lived.issued.append(issue(year))
    _reopen_for_evidence(year)
    lived.issued.append(issue(year))
    return lived


def decide(year: Year, number: int, names: tuple[str, ...] = FUNDERS) -> Page:
    """Have these vote for a decision that waits for them, until it is adopted; give the last one's page."""
    for name in names:
        page = year.answer(name, f"Vote on decision {number}").submit("Cast the vote", {"choice": "for"})
        if page.told == [ADOPTED]:
            return page
        assert page.told == [RECORDED]
    raise AssertionError(f"decision {number} is not adopted by {names}")


def issue(year: Year) -> Issued:
    """Have the auditor download the year's workbook and report."""
    auditor = year.people["Auditor"]
    auditor.get(f"{HERE}/reports")
    files = [
        auditor.client.get(f"{HERE}/exports/{kind}?year=2015&lang=en").get_data()
        for kind in ("workbook", "report")
    ]
    return Issued(files[0], files[1], head(year))


def head(year: Year) -> str:
    """Give the trail's head, as `verify` tells it."""
    said = year.commands("verify")
    assert said.status == 0, said.err
    found = re.search(r"[0-9]+:[0-9a-f]{64}", said.out)
    assert found is not None, said.out
    return found[0]


# ---- the budget --------------------------------------------------------------------------------------


def _begin_projects(year: Year) -> None:
    year.on(2, 2)
    for name, line in (("Jobs", "placement"), ("Academy", "training")):
        year.treasurer("projects", "Add a project").submit("Add", {"Name": name, "Programme line": line})


def _propose(year: Year, **lines: str) -> Page:
    treasurer = year.treasurer("budgets", "Propose a budget")
    treasurer.follow("2015")
    return treasurer.submit(
        "Put to the parties", {"purpose": "The first year.", "Last day to vote": "28-02-2015", **lines}
    )


def _reject_a_budget(year: Year) -> None:
    """The municipality, whose consent is needed, votes against: nothing the others do could change that."""
    year.on(2, 9)
    _propose(year, Jobs="90.000,00", Academy="40.000,00")
    town = year.answer("Maastricht", "Vote on decision 1")
    page = town.submit("Cast the vote", {"choice": "against", "Reason": "Too much for training."})
    assert page.told == ["Your vote is recorded, and the proposal is rejected."]
    assert "Those who have not voted could not change the outcome." in page.words


def _revise_and_adopt(year: Year) -> None:
    """The second proposal is changed while the parties vote: they are asked anew, and adopt it."""
    year.on(2, 16)
    _propose(year, Jobs="90.000,00", Academy="30.000,00")
    year.answer("Vodafone", "Vote on decision 2").submit("Cast the vote", {"choice": "for"})
    partner = year.answer("Q-Park", "Vote on decision 2")
    partner.submit("Cast the vote", {"choice": "against", "Reason": "We pay for a third of that."})

    year.on(2, 18)
    treasurer = year.people["Treasurer"]
    treasurer.get(f"{HERE}/decisions/2")
    treasurer.follow("Change the proposal")
    page = treasurer.submit(
        "Change the proposal", {"purpose": "The first year, with less training.", "Academy": "20.000,00"}
    )
    assert page.told == ["The proposal is changed; votes cast on the text before count no longer."]
    for name in ("Vodafone", "Q-Park"):
        person = year.answer(name, "Vote on decision 2: the proposal was changed")
        assert person.submit("Cast the vote", {"choice": "for"}).told == [RECORDED]
    town = year.answer("Maastricht", "Vote on decision 2: the proposal was changed")
    page = town.submit("Cast the vote", {"choice": "for"})
    assert page.told == [ADOPTED]
    assert (
        "3 votes cast, 3 needed; for 3, against 0, abstained 0; Gemeente Maastricht in favour." in page.words
    )


# ---- a fourth firm -----------------------------------------------------------------------------------


def _join_in_july(year: Year) -> None:
    """A firm joins from 1 July with EUR 15,000.00 a year: all parties decide, the schools among them."""
    year.on(6, 15)
    treasurer = year.treasurer("decisions", "Ask the parties to decide")
    treasurer.follow("Accession of a party")
    page = treasurer.submit(
        "Put to the parties",
        {
            "Name of the party": "Stadion",
            "Kind": "firm",
            "Takes part from": "01-07-2015",
            "What it promises": "per_year",
            "Amount for every year": "15.000,00",
            "Falls due every year on": "01-07-2015",
            "Why?": "A fourth firm, as the covenant foresaw.",
        },
    )
    assert page.told == ["The proposal is put to the parties."]
    decide(year, 3, MEMBERS)
    let_in(year, [("Stadion", "partner", "stadion")])


# ---- money, and spend above the mandate --------------------------------------------------------------


def _receive_from_the_firms(year: Year) -> None:
    year.on(3, 5)
    for party in ("vodafone", "q-park", "arvato"):
        _receive(year, party, "15.000,00")


def _receive(year: Year, party: str, amount: str) -> None:
    treasurer = year.treasurer("contributions", "Record money received")
    treasurer.submit("Record", {"Party": party, "Amount": amount})


def _enter(year: Year, day: str, net: str, project: str, payee: dict[str, str]) -> Page:
    treasurer = year.treasurer("expenditures", "Enter an expenditure")
    asked = {
        "Invoice number or reference": f"F-{net}",
        "Invoice date": day,
        "What was bought or done": f"Work of {day}",
        "Net": net,
        "Gross": net,
        "splits-0-project": project,
        **payee,
    }
    files = {"evidence": [("invoice.pdf", papers.pdf(f"Invoice of {day}"))]}
    return treasurer.submit("Enter", asked, files=files)


SUPPLIER = {"Name of a new payee": "Supplier", "Its IBAN": "NL91 ABNA 0417 1643 00"}


def _spend_above_the_mandate(year: Year) -> None:
    """EUR 52,000.00 is beyond every step of the mandate: a partner puts it to the parties, who agree."""
    year.on(7, 1)
    _receive(year, "maastricht", "100.000,00")
    year.on(7, 2)
    page = _enter(year, "18-06-2015", "52.000,00", "jobs", SUPPLIER)
    assert page.heading == "Expenditure 1"
    partner = year.people["Vodafone"]
    partner.get(f"{HERE}/expenditures/1")
    page = partner.submit(
        "Put it to the parties",
        {
            "What the parties are asked": "The campaign was larger than planned.",
            "Last day to vote": "31-07-2015",
        },
    )
    assert page.told == ["It is put to the parties."]
    partner.submit("Add", {}, files={"Files": [("offer.pdf", papers.pdf("Offer"))]})
    decide(year, 4)
    page = year.people["Treasurer"].get(f"{HERE}/expenditures/1")
    assert "Approved" in page.words


def _spend_with_the_joiner(year: Year) -> None:
    """The firm approves, and pays its share of, what is dated from July on; not what was before."""
    year.on(7, 14)
    assert _enter(year, "30-06-2015", "1.500,00", "academy", {"Payee": "1"}).heading == "Expenditure 2"
    year.approve("Q-Park", 2, "EUR 1,500.00")
    assert _enter(year, "13-07-2015", "2.000,00", "academy", {"Payee": "1"}).heading == "Expenditure 3"
    assert "charged to the funders" in year.approve("Stadion", 3, "EUR 2,000.00").told[0]
    treasurer = year.people["Treasurer"]
    for number in (1, 2, 3):
        treasurer.get(f"{HERE}/expenditures/{number}")
        treasurer.submit("Record the payment", {})


# ---- the year's end ----------------------------------------------------------------------------------


def _close(year: Year) -> None:
    """The bank's balance is entered, wrong at first; the parties close the year, and papers are filed."""
    year.on(1, 11, 2016)
    treasurer = year.people["Treasurer"]
    page = treasurer.get(f"{HERE}/years/2015")
    assert "Propose to close it" not in page.words
    page = _state_balance(treasurer, "89.500,01")
    assert "EUR 0.01 apart" in page.words
    assert "Propose to close it" not in page.words
    page = _state_balance(treasurer, "89.500,00")
    assert "Bank and ledger say EUR 89,500.00 on 31/12/2015." in page.words
    _ask_about_the_year(treasurer, "Propose to close it", "The year is complete.")
    decide(year, 5)
    for name, kind in (("Treasurer", "management_statement"), ("Auditor", "auditors_report")):
        person = year.people[name]
        person.get(f"{HERE}/years/2015")
        files = {"File": [(f"{kind}.pdf", papers.pdf(kind))]}
        assert person.submit("File it", {"What is it?": kind}, files=files).told == [
            "It is filed with the year."
        ]
    _refuse_figures(treasurer)


def _state_balance(treasurer: Visitor, amount: str) -> Page:
    treasurer.get(f"{HERE}/years/2015")
    treasurer.submit(
        "Enter", {"Balance at the end of the year": amount, "Date of the bank statement": "31-12-2015"}
    )
    return treasurer.get(f"{HERE}/years/2015")


def _ask_about_the_year(treasurer: Visitor, what: str, why: str, **more: str) -> None:
    treasurer.get(f"{HERE}/years/2015")
    treasurer.follow(what)
    page = treasurer.submit("Put to the parties", {"Why?": why, **more})
    assert page.told == ["The proposal is put to the parties."]


def _refuse_figures(treasurer: Visitor) -> None:
    """Money with a day in the closed year is refused beside its field."""
    treasurer.get(f"{HERE}/contributions/new")
    page = treasurer.submit(
        "Record", {"Party": "vodafone", "Amount": "1,00", "Received on": "30-12-2015"}, status=409
    )
    assert page.mistakes == [
        "Received on: Fiscal year 2015 is closed. The first day that is open is 01/01/2016."
    ]


def _reopen_for_evidence(year: Year) -> None:
    """A paper was missing: the year is opened for evidence alone, and closed again with its figures."""
    year.on(2, 8, 2016)
    treasurer = year.people["Treasurer"]
    _ask_about_the_year(
        treasurer, "Propose to open it", "The list of participants was missing.", grade="evidence"
    )
    decide(year, 6)
    year.on(2, 15, 2016)
    treasurer.get(f"{HERE}/expenditures/1")
    page = treasurer.submit("Add", {}, files={"Files": [("participants.pdf", papers.pdf("Participants"))]})
    assert page.told == ["The evidence is added."]
    _refuse_figures(treasurer)
    _ask_about_the_year(treasurer, "Propose to close it", "The list is there.")
    decide(year, 7)
