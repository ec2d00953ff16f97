"""The register of decisions, and the page of one: its days, its versions, who voted, and on what."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from ledger import proposing
from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import PersonRole
from tests.actions.world import World
from tests.web.conftest import Clock
from tests.web.spends import Visit, english
from tests.web.test_deciding_pages import proposed, with_projects
from tests.web.visitor import Page, Visitor


def register(page: Page) -> list[list[str]]:
    """Give number, kind, votes and state of each decision in the register."""
    return [[row[0], row[1], row[5], row[6]] for row in page.rows("Register of decisions")[1:]]


@pytest.fixture
def voted(visit: Visit) -> Visitor:
    """Give the treasurer of a covenant with a rejected budget and one on which one party has voted."""
    treasurer = proposed(visit)
    town = english(visit("maastricht"))
    town.get("/valley/decisions/1")
    town.submit("Cast the vote", {"choice": "against", "Reason": "Too much."})
    treasurer.get("/valley/budgets/new?year=2015")
    treasurer.submit(
        "Put to the parties", {"purpose": "Less.", "Academy": "10000", "Last day to vote": "12-03-2015"}
    )
    town.get("/valley/decisions/2")
    town.submit("Cast the vote", {"choice": "for"})
    return treasurer


OPEN = ["Decision 2", "Budget", "1 of 4", "◆ Open"]
REJECTED = ["Decision 1", "Budget", "1 of 4", "▲ Rejected"]


@pytest.mark.parametrize(
    "asked, rows",
    [
        ("", [OPEN, REJECTED]),
        ("?state=open", [OPEN]),
        ("?state=rejected&kind=budget", [REJECTED]),
        ("?kind=budget", [OPEN, REJECTED]),
        ("?state=never&kind=nothing", [OPEN, REJECTED]),
    ],
)
def test_the_register_shows_what_the_address_asks(voted: Visitor, asked: str, rows: list[list[str]]) -> None:
    assert register(voted.get(f"/valley/decisions{asked}")) == rows


def test_what_nobody_decided_is_said_not_to_be_there(voted: Visitor) -> None:
    page = voted.get("/valley/decisions?kind=settlement")
    assert "No decision fits what you asked for." in page.words
    assert voted.follow("Show all").rows("Register of decisions")[1][0] == "Decision 2"


def test_a_party_sees_where_its_vote_is_awaited(voted: Visitor, visit: Visit) -> None:
    rows = register(english(visit("vodafone")).get("/valley/decisions?state=open"))
    assert [row[2] for row in rows] == ["1 of 4 your vote is awaited"]


@pytest.mark.parametrize(
    "days, told",
    [
        (0, ("open for 0 days", "12/03/2015 10 days left")),
        (9, ("open for 9 days", "12/03/2015 1 day left")),
        (10, ("open for 10 days", "12/03/2015 today")),
    ],
)
def test_a_decision_tells_how_long_it_is_open_and_how_long_one_can_vote(
    voted: Visitor, visit: Visit, clock: Clock, days: int, told: tuple[str, str]
) -> None:
    clock.forward(days=days)
    page = english(visit("vodafone")).get("/valley/decisions/2")
    assert [each for each in told if each not in page.words] == []


def later(visit: Visit, clock: Clock, role: str = "vodafone") -> Visitor:
    """Let the last day to vote on decision 2 pass, with nothing written since; sign in again."""
    clock.forward(days=11)
    return english(visit(role))


@pytest.mark.parametrize(
    "others, outcome",
    [
        ((), "\N{EN DASH} Lapsed"),
        (("vodafone", "arvato"), "✓ Adopted"),
    ],
)
def test_past_its_last_day_a_decision_shows_what_its_votes_decided(
    voted: Visitor, visit: Visit, clock: Clock, others: tuple[str, ...], outcome: str
) -> None:
    for slug, choice in zip(others, ("for", "against"), strict=False):
        partner = english(visit(slug))
        partner.get("/valley/decisions/2")
        partner.submit("Cast the vote", {"choice": choice})
    partner = later(visit, clock)
    assert register(partner.get("/valley/decisions?state=over"))[0][3] == f"! Voting closed {outcome}"
    assert "No decision fits what you asked for." in partner.get("/valley/decisions?state=open").words
    page = partner.get("/valley/decisions/2")
    assert f"{outcome} This is written down before anything else is recorded" in page.words
    assert "Cast the vote" not in page.words

    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/projects/new")
    treasurer.submit("Add", {"Name": "Fair", "Programme line": "placement", "What is done": "Work."})
    assert register(treasurer.get("/valley/decisions"))[0][3] == outcome


def test_a_vote_shows_what_it_was_cast_on_why_and_by_whom(voted: Visitor) -> None:
    page = voted.get("/valley/decisions/1")
    row = next(row for row in page.rows("Votes") if row[0].startswith("Gemeente Maastricht"))
    digest = page.rows("Votes")[1][2][:12]
    assert row[1] == "▲ Against Too much."
    assert row[2] == f"{digest} 02/03/2015 10:30, by Maastricht"
    assert f"Digest of what is voted on {digest}" in page.words
    assert ["Vodafone", "did not vote", ""] in page.rows("Votes")


def test_the_vote_of_a_deputy_is_shown_as_such(voted: Visitor, database: Database) -> None:
    with database.write() as session:
        session.execute(update(PersonRole).where(col(PersonRole.role) == "partner").values(deputy=1))
    rows = voted.get("/valley/decisions/2").rows("Votes")
    assert rows[1][2].endswith("by Maastricht, its deputy")


def test_before_and_after_stand_side_by_side_with_how_much_it_moves(visit: Visit) -> None:
    treasurer = with_projects(visit)
    for lines in (
        {"Jobs fair": "40000", "Academy": "10000"},
        {"Jobs fair": "40000", "Academy": "7500"},
    ):
        treasurer.get("/valley/budgets/new?year=2015")
        treasurer.submit("Put to the parties", {"purpose": "For the year.", **lines})
        number = treasurer.get("/valley/decisions").rows("Register of decisions")[1][0].split()[1]
        for party in ("maastricht", "vodafone", "q-park"):
            partner = english(visit(party))
            partner.get(f"/valley/decisions/{number}")
            partner.submit("Cast the vote", {"choice": "for"})
    assert treasurer.get("/valley/decisions/1").rows("What it changed")[0] == ["What", "Before", "After"]
    assert treasurer.get("/valley/decisions/2").rows("What it changed") == [
        ["What", "Before", "After", "Difference"],
        ["Budget of Academy", "10,000.00", "7,500.00", "-2,500.00"],
        ["Budget of Jobs fair", "40,000.00", "40,000.00", "stays"],
        ["Total", "50,000.00", "47,500.00", "-2,500.00"],
    ]


def test_earlier_versions_stay_to_be_read_with_the_votes_cast_on_them(voted: Visitor) -> None:
    voted.get("/valley/decisions/2/edit")
    voted.submit("Change the proposal", {"Academy": "9000", "purpose": "Less still."})
    page = voted.get("/valley/decisions/2")
    assert "Version 1, replaced on 02/03/2015 10:30" in page.words
    assert page.rows("What it would have changed")[1] == ["Budget of Academy", "0.00", "10,000.00"]
    assert page.rows("What it would change")[1] == ["Budget of Academy", "0.00", "9,000.00"]
    assert "✓ In favour Gemeente Maastricht" in page.words


def test_who_was_shown_another_text_reads_the_new_one_and_can_vote_on_it(
    voted: Visitor, visit: Visit
) -> None:
    partner = english(visit("vodafone"))
    partner.get("/valley/decisions/2")
    voted.get("/valley/decisions/2/edit")
    voted.submit("Change the proposal", {"Academy": "9000"})
    page = partner.submit("Cast the vote", {"choice": "for"}, status=409)
    assert "changed after you opened it" in page.mistakes[0]
    assert partner.submit("Cast the vote", {"choice": "for"}).told == ["Your vote is recorded."]


def test_what_can_be_asked_is_told_in_ones_own_language(visit: Visit) -> None:
    treasurer = visit("treasurer")
    told = treasurer.get("/valley/decisions/new").words
    assert "Geld Begroting, of een wijziging ervan Wat elk project in een jaar mag uitgeven." in told
    partner = english(visit("vodafone")).get("/valley/decisions/new").words
    assert "Parties Accession of a party Let a new party join, with its own pledge, from a day on." in partner
    assert "Budget, or its amendment" not in partner


def test_why_a_proposal_was_withdrawn_stands_on_its_page_and_in_its_history(voted: Visitor) -> None:
    voted.get("/valley/decisions/2")
    page = voted.submit("Withdraw", {"Reason": "We found another way."})
    assert page.told == ["The proposal is withdrawn."]
    assert page.words.count("Reason: We found another way.") == 1
    assert "The proposal was withdrawn." in page.words


def test_the_treasurer_withdraws_what_a_party_that_left_had_proposed(
    visit: Visit, database: Database, clock: Clock
) -> None:
    world = World(database, today=clock().date())
    facts = {"instalment": 2, "due_on": date(2016, 6, 1)}
    asked: dict[str, Any] = {"kind": "instalment", "facts": facts, "proposal": "Later."}
    number = world.does(proposing.propose, by=world.partner("vodafone"), **asked)
    treasurer = english(visit("treasurer"))
    assert "Withdraw the proposal" not in treasurer.get(f"/valley/decisions/{number}").words
    world.leaves("vodafone", clock().date())
    clock.forward(days=1)

    treasurer = english(visit("treasurer"))
    page = treasurer.get(f"/valley/decisions/{number}")
    assert "Change the proposal" not in page.words
    page = treasurer.submit("Withdraw", {}, status=422)
    assert page.mistakes == ["Reason: Say why this is withdrawn."]
    page = treasurer.submit("Withdraw", {"Reason": "Vodafone has left."})
    assert page.told == ["The proposal is withdrawn."]
