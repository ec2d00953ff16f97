"""Opening balances and the settlement at the end, as they are put to the parties on the pages."""

from datetime import UTC, datetime

from tests.web.conftest import Clock
from tests.web.spends import Visit, english
from tests.web.test_years import votes
from tests.web.visitor import Visitor

NOTHING = "\N{EN DASH}"
ASKED = {
    "First day of the books": "01/07/2016",
    "lines-0-received": "150000,00",
    "lines-0-spent": "120000,00",
    "lines-1-received": "45000,00",
    "lines-1-spent": "20000,00",
    "In the common fund": "123,45",
    "proposal": "As the old books say.",
}


def asking(visit: Visit, clock: Clock) -> Visitor:
    """Have the treasurer open the form for opening balances, in July 2016."""
    clock.now = datetime(2016, 7, 5, 9, 30, tzinfo=UTC)
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/decisions/new/start")
    return treasurer


def test_the_form_has_a_row_for_every_pledge(visit: Visit, clock: Clock) -> None:
    treasurer = asking(visit, clock)
    sent = dict(treasurer.fields("Put to the parties"))
    assert [sent[f"lines-{place}-pledge"] for place in range(4)] == ["1", "2", "3", "4"]


def test_opening_balances_are_put_changed_and_adopted(visit: Visit, clock: Clock) -> None:
    treasurer = asking(visit, clock)
    page = treasurer.submit("Put to the parties", ASKED)
    rows = page.rows("What it would change")
    assert ["First day of the books", "01/01/2015", "01/07/2016"] in [row[:3] for row in rows]
    assert ["Vodafone: had come in", NOTHING, "45,000.00"] in [row[:3] for row in rows]
    assert ["In the bank account when the books begin", NOTHING, "55,123.45"] in [row[:3] for row in rows]

    treasurer.follow("Change the proposal")
    treasurer.submit("Change the proposal", {"lines-1-spent": "20000,01"})
    page = votes(visit, 1)
    assert page.told == ["Your vote is recorded, and the proposal is adopted."]
    journal = treasurer.get("/valley/journal")
    assert "Spent before the books began" in journal.words
    party = treasurer.get("/valley/parties/vodafone")
    assert "20,000.01" in party.words


def test_balances_that_cannot_have_been_are_refused_beside_their_row(visit: Visit, clock: Clock) -> None:
    treasurer = asking(visit, clock)
    page = treasurer.submit("Put to the parties", {**ASKED, "lines-1-spent": "30000,01"}, status=409)
    assert page.mistakes == [
        (
            "Row 2, Had been spent: EUR 30,000.01 cannot have been spent of Vodafone: "
            "EUR 30,000.00 had fallen due by then."
        )
    ]


def test_a_covenant_that_runs_is_not_settled(visit: Visit, clock: Clock) -> None:
    clock.now = datetime(2016, 7, 5, 9, 30, tzinfo=UTC)
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/decisions/new/settlement")
    page = treasurer.submit("Put to the parties", {"proposal": "The end."}, status=409)
    assert "The covenant runs through 31/12/2017; it is settled after that." in page.mistakes


def test_a_covenant_is_settled_and_its_money_returned(visit: Visit, clock: Clock) -> None:
    for number, year in ((1, 2015), (2, 2016)):
        clock.now = datetime(year + 1, 1, 20, 9, 30, tzinfo=UTC)
        treasurer = english(visit("treasurer"))
        treasurer.get("/valley/contributions/new")
        treasurer.submit(
            "Record", {"Party": "vodafone", "Amount": "15000,00", "Received on": f"30/12/{year}"}
        )
        treasurer.get(f"/valley/years/{year}")
        asked = {"Balance at the end of the year": f"{15000 * number},00"}
        treasurer.submit("Enter", asked)
        treasurer.follow("Propose to close it")
        treasurer.submit("Put to the parties", {"proposal": "The year is complete."})
        votes(visit, number)
    clock.now = datetime(2018, 1, 20, 9, 30, tzinfo=UTC)
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/decisions/new/settlement")
    page = treasurer.submit("Put to the parties", {"proposal": "The covenant is over."})
    assert ["Still to come in from Vodafone", "15,000.00", "0.00"] in [
        row[:3] for row in page.rows("What it would change")
    ]
    votes(visit, 3)
    treasurer.get("/valley/contributions/return?party=vodafone")
    page = treasurer.submit("Record", {"Amount": "30000,00"})
    balances = treasurer.get("/valley/years/2018").rows("Balances on 20/01/2018, in euros")
    assert balances[1:] == [["Nothing is booked yet."]]
