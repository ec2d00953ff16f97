"""Fiscal years on the pages: what closing asks, the bank's balance, what is filed, closing and opening."""

from datetime import UTC, datetime

import pytest

from tests import papers
from tests.web.conftest import Clock
from tests.web.spends import Visit, english
from tests.web.visitor import Page, Visitor

IN_2016 = datetime(2016, 1, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def later(clock: Clock) -> Clock:
    """Let it be January 2016."""
    clock.now = IN_2016
    return clock


def needs(page: Page) -> list[str]:
    """List what the page says closing asks."""
    (card,) = [each for each in page.tree.iter("section") if each.get("aria-labelledby") == "needs"]
    return [" ".join("".join(each.itertext()).split()) for each in card.iter("li")]


def votes(visit: Visit, number: int) -> Page:
    """Have three funders vote for a decision; give the page the last of them sees."""
    page = None
    for party in ("maastricht", "vodafone", "q-park"):
        partner = english(visit(party))
        partner.get(f"/valley/decisions/{number}")
        page = partner.submit("Cast the vote", {"choice": "for"})
    assert page is not None
    return page


def balanced(visit: Visit) -> Visitor:
    """Have money come in and the bank's balance entered for 2015."""
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/contributions/new")
    treasurer.submit("Record", {"Party": "vodafone", "Amount": "15000,00", "Received on": "30/12/2015"})
    treasurer.get("/valley/years/2015")
    treasurer.submit(
        "Enter", {"Balance at the end of the year": "15000,00", "Date of the bank statement": "31/12/2015"}
    )
    return treasurer


def closed(visit: Visit) -> Visitor:
    """Have 2015 closed; give the treasurer."""
    treasurer = balanced(visit)
    treasurer.get("/valley/years/2015")
    treasurer.follow("Propose to close it")
    treasurer.submit("Put to the parties", {"proposal": "The year is complete."})
    votes(visit, 1)
    return treasurer


def test_the_years_are_listed_with_their_state(visit: Visit) -> None:
    page = english(visit("zuyd")).get("/valley/years")
    assert [row[0] for row in page.rows("Fiscal years")[1:]] == ["2017", "2016", "2015"]


def test_the_page_of_a_running_year_says_what_closing_asks(visit: Visit) -> None:
    page = english(visit("auditor")).get("/valley/years/2015")
    assert needs(page)[:2] == [
        "✓ In order It is the first fiscal year.",
        "! Still to be done It runs through 31/12/2015.",
    ]
    assert "Propose to close it" not in page.words


def test_a_year_there_are_no_books_for_has_no_page(visit: Visit) -> None:
    visit("treasurer").get("/valley/years/1999", status=404)


@pytest.mark.parametrize("year, begun", [(2015, True), (2016, False)])
def test_a_year_that_has_begun_leads_to_its_trial_balance(visit: Visit, year: int, begun: bool) -> None:
    page = english(visit("treasurer")).get(f"/valley/years/{year}")
    assert ("Trial balance of the year" in page.words) == begun


def test_the_budget_of_a_closed_year_is_not_to_be_amended(visit: Visit, later: Clock) -> None:
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/projects/new")
    treasurer.submit("Add", {"Name": "Fair", "Programme line": "placement", "What is done": "Work."})
    treasurer.get("/valley/budgets/new?year=2015")
    treasurer.submit("Put to the parties", {"purpose": "First.", "Fair": "100"})
    votes(visit, 1)
    offered = ["Amend" in treasurer.get("/valley/budgets/1").words]
    balanced(visit)
    treasurer.get("/valley/years/2015")
    treasurer.follow("Propose to close it")
    treasurer.submit("Put to the parties", {"proposal": "The year is complete."})
    votes(visit, 2)
    assert [*offered, "Amend" in treasurer.get("/valley/budgets/1").words] == [True, False]


def test_what_is_missing_leads_to_where_it_is_done(visit: Visit, later: Clock) -> None:
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/years/2016")
    page = treasurer.follow("Fiscal year 2015")
    assert page.heading == "Fiscal year 2015"


def test_the_banks_balance_is_entered_and_compared(visit: Visit, later: Clock) -> None:
    treasurer = balanced(visit)
    page = treasurer.get("/valley/years/2015")
    assert "✓ In order Bank and ledger say EUR 15,000.00 on 31/12/2015." in needs(page)
    treasurer.submit("Enter", {"Balance at the end of the year": "15000,01"})
    assert any("EUR 0.01 apart" in each for each in needs(treasurer.get("/valley/years/2015")))


def test_a_statement_of_before_the_end_is_refused_beside_its_field(visit: Visit, later: Clock) -> None:
    treasurer = balanced(visit)
    page = treasurer.submit("Enter", {"Date of the bank statement": "30/12/2015"}, status=422)
    assert page.mistakes == [
        (
            "Date of the bank statement: "
            "A statement of before 31/12/2015 does not say what was there on that day."
        )
    ]


def test_a_year_is_closed_opened_for_evidence_and_closed_again(visit: Visit, later: Clock) -> None:
    treasurer = closed(visit)
    page = treasurer.get("/valley/years/2015")
    assert "Closed" in page.words
    assert "Still to be filed: Signed management statement." in page.words

    treasurer.get("/valley/years/2015")
    treasurer.follow("Propose to open it")
    treasurer.submit("Put to the parties", {"proposal": "A letter was missing.", "grade": "evidence"})
    votes(visit, 2)
    page = treasurer.get("/valley/years/2015")
    assert "Evidence may be added" in page.words

    treasurer.follow("Propose to close it")
    treasurer.submit("Put to the parties", {"proposal": "The letter is there."})
    votes(visit, 3)
    page = treasurer.get("/valley/years/2015")
    assert [row[1:] for row in page.rows("Closed and opened")[1:]] == [
        ["Closing of a year", "The year is complete.", "1"],
        ["Reopening of a year", "A letter was missing.", "2"],
        ["Closing of a year", "The letter is there.", "3"],
    ]


def test_opening_a_year_says_how_far_and_why(visit: Visit, later: Clock) -> None:
    treasurer = closed(visit)
    treasurer.get("/valley/decisions/new/reopen_year?year=2015")
    page = treasurer.submit("Put to the parties", {}, status=422)
    assert page.mistakes == ["Opened for: Choose one of the list.", "Why?: Fill this in."]


def test_statement_and_report_are_filed_by_who_makes_them(visit: Visit, later: Clock) -> None:
    treasurer = closed(visit)
    treasurer.get("/valley/years/2015")
    page = treasurer.submit(
        "File it", {"kind": "management_statement"}, files={"File": [("statement.pdf", papers.PDF)]}
    )
    assert page.told == ["It is filed with the year."]
    auditor = english(visit("auditor"))
    auditor.get("/valley/years/2015")
    page = auditor.submit(
        "File it", {"kind": "auditors_report"}, files={"File": [("report.png", papers.PNG)]}
    )
    assert [row[0] for row in page.rows("Files")[1:]] == ["Signed management statement", "Auditor's report"]
    assert "Still to be filed" not in page.words
    assert "kind-bank_statement" not in page.html


def test_a_file_is_filed_as_one_thing_only(visit: Visit, later: Clock) -> None:
    closed(visit)
    for name, kind, status in (
        ("treasurer", "management_statement", 200),
        ("treasurer", "management_statement", 200),
        ("auditor", "auditors_report", 409),
    ):
        visitor = english(visit(name))
        visitor.get("/valley/years/2015")
        files = {"File": [("statement.pdf", papers.PDF)]}
        page = visitor.submit("File it", {"kind": kind}, files=files, status=status)
        if status == 409:
            assert page.mistakes == ["File: This file was filed with 2015 as something else."]
    assert len(english(visit("auditor")).get("/valley/years/2015").rows("Files")[1:]) == 1


def test_reports_are_issued_anew_after_evidence_was_added(visit: Visit, later: Clock) -> None:
    treasurer = closed(visit)
    issued = [treasurer.client.get("/valley/exports/workbook?year=2015&lang=en")]
    treasurer.get("/valley/decisions/new/reopen_year?year=2015")
    treasurer.submit("Put to the parties", {"proposal": "A receipt was missing.", "grade": "evidence"})
    votes(visit, 2)
    treasurer.get("/valley/contributions/1")
    page = treasurer.submit("Add", files={"Files": [("receipt.pdf", papers.PDF)]})
    assert page.told == ["The evidence is added."]
    elsewhere = english(visit("treasurer"))
    elsewhere.get("/valley/contributions/1")
    treasurer.get("/valley/decisions/new/close_year?year=2015")
    treasurer.submit("Put to the parties", {"proposal": "The receipt is there."})
    votes(visit, 3)
    page = elsewhere.submit("Add", files={"Files": [("late.png", papers.PNG)]}, status=409)
    assert "no evidence is added unless the parties open it" in page.mistakes[0]
    issued.append(treasurer.client.get("/valley/exports/workbook?year=2015&lang=en"))
    assert [each.status_code for each in issued] == [200, 200]
    assert issued[0].data != issued[1].data
    assert issued[1].data == treasurer.client.get("/valley/exports/workbook?year=2015&lang=en").data


def test_budget_is_carried_over_from_its_question(visit: Visit, later: Clock) -> None:
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/projects/new")
    treasurer.submit("Add", {"Name": "Academy", "Programme line": "training", "What is done": "Work."})
    for number, year in ((1, 2015), (2, 2016)):
        treasurer.get(f"/valley/budgets/new?year={year}")
        treasurer.submit("Put to the parties", {"purpose": "Lessons.", "Academy": "1000,00"})
        votes(visit, number)
    treasurer.get("/valley/decisions/new/carry")
    asked = {
        "from_year": "2015",
        "to_year": "2016",
        "lines-0-project": "academy",
        "lines-0-cents": "1000,01",
        "proposal": "The lessons were moved.",
    }
    page = treasurer.submit("Put to the parties", asked, status=409)
    assert "has left of its budget of 2015" in page.mistakes[0]
    page = treasurer.submit("Put to the parties", {"lines-0-cents": "400,00"})
    assert [row[1:3] for row in page.rows("What it would change")[1:]] == [
        ["1,000.00", "600.00"],
        ["1,000.00", "1,400.00"],
    ]
    treasurer.follow("Change the proposal")
    treasurer.submit("Change the proposal", {"lines-0-cents": "500,00"})
    votes(visit, 3)
    page = treasurer.get("/valley/budgets/3")
    assert page.heading == "Budget 2016, version 2"
    assert ["Academy", "Training", "1,000.00", "+500.00", "1,500.00", "0.00", "0.00"] in page.rows(
        "Lines per project, in euros"
    )
