"""The trail in words: on its own page, and at the foot of the page of each thing."""

import pytest

from ledger import proposing
from ledger.core.act_words import ACTS
from ledger.storage.db import Database
from tests.web.spends import Visit, english, entered, world_of
from tests.web.test_deciding_pages import proposed


def history(visit: Visit, address: str) -> list[list[str]]:
    """Read the acts at the foot of a page, in English."""
    return english(visit("auditor")).get(f"/valley/{address}").rows("History")[1:]


def test_an_expenditures_page_tells_its_history_in_words(visit: Visit, database: Database) -> None:
    number = entered(database)
    (row,) = history(visit, f"expenditures/{number}")
    assert row[2] == ACTS["expenditure.entered"]
    assert "Gross:EUR 1,000.00" in row[3]


def test_a_history_names_what_it_tells_of_in_words(visit: Visit, database: Database) -> None:
    number = entered(database)
    (row,) = history(visit, f"expenditures/{number}")
    assert "Payee:Supplier" in row[3]
    assert "Splits:Jobs: EUR 1,000.00" in row[3]
    (row,) = history(visit, "projects/jobs")
    assert "Programme line:Placement" in row[3]


def test_what_a_decision_was_about_is_said_in_its_history(visit: Visit, database: Database) -> None:
    world = world_of(database)
    facts = {"about": "cash-rule", "values": {"cash_rule": "warn"}}
    number = world.does(proposing.propose, kind="rules", facts=facts, proposal="It is time.")
    (row,) = history(visit, f"decisions/{number}")
    assert "Subject:Paying beyond the bank balance" in row[3]
    page = visit("auditor").get(f"/valley/decisions/{number}")
    assert "Onderwerp:Meer betalen dan het banksaldo" in page.rows("Geschiedenis")[-1][3]


@pytest.mark.parametrize("address, act", [
    ("payees/1", "payee.added"),
    ("projects/jobs", "project.added"),
])  # fmt: skip
def test_what_stands_in_a_register_has_its_history(
    visit: Visit, database: Database, address: str, act: str
) -> None:
    entered(database)
    assert ACTS[act] in [row[2] for row in history(visit, address)]


def test_a_budget_and_its_decision_have_theirs(visit: Visit) -> None:
    proposed(visit)
    page = english(visit("auditor")).get("/valley/trail?act=budget.proposed")
    assert page.rows()[1][3] == ACTS["budget.proposed"]
    subject = page.rows()[1][4]
    assert ACTS["budget.proposed"] in [row[2] for row in history(visit, subject.replace("budget", "budgets"))]
    page = english(visit("auditor")).get("/valley/trail?act=decision.opened")
    subject = page.rows()[1][4]
    assert ACTS["decision.opened"] in [
        row[2] for row in history(visit, subject.replace("decision", "decisions"))
    ]


def test_an_act_on_a_page_leads_to_the_trail_of_its_subject(visit: Visit, database: Database) -> None:
    number = entered(database)
    reader = english(visit("auditor"))
    row = reader.get(f"/valley/expenditures/{number}").rows("History")[1]
    assert reader.follow(row[4]).rows()[1][3] == ACTS["expenditure.entered"]


def test_the_trail_page_can_be_read_in_dutch(visit: Visit, database: Database) -> None:
    entered(database)
    page = visit("auditor").get("/valley/trail?act=expenditure.entered")
    assert "Uitgave ingevoerd" in page.words
