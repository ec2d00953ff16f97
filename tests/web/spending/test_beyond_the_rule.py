"""Shares set by hand, and expenditures sent back, through the pages."""

from ledger.storage.db import Database
from tests.web.spends import Visit, english, entered, opening, seen, world_of

BESIDE = "Beside what the rule gives, in euros"
WHY = "The firm asked for this alone."


def faults(database: Database) -> list[str]:
    """Say what the second count and the proof of the record find wrong."""
    return world_of(database).faults()


def test_the_treasurer_sets_shares_and_whoever_pays_more_approves_them(
    visit: Visit, database: Database
) -> None:
    number = entered(database)
    treasurer = opening(visit, "treasurer", number)
    page = treasurer.follow("Shares by hand")
    assert page.heading == f"Shares of expenditure {number} by hand"
    assert page.value("share-1-1") == "689.65"
    empty = {"share-1-1": "", "share-1-3": "", "share-1-4": ""}
    page = treasurer.submit(
        "Set the shares", {**empty, "share-1-2": "900,00", "Why by hand?": WHY}, status=422
    )
    assert page.mistakes == ["The shares set by hand come to EUR 900.00, but the line is EUR 1,000.00."]
    page = treasurer.submit("Set the shares", {"share-1-2": "1.000,00"})
    assert page.told == ["The shares are set."]
    assert page.rows(BESIDE)[1:3] == [
        ["Gemeente Maastricht", "Jobs", "689.65", "0.00", "-689.65"],
        ["Vodafone", "Jobs", "103.45", "1,000.00", "896.55"],
    ]
    page = opening(visit, "q-park", number).submit("Approve")
    assert "Vodafone would pay more than the rule gives, and must approve." in page.words
    assert WHY in page.words
    page = opening(visit, "vodafone", number).submit("Approve")
    assert page.rows("As booked, in euros")[1][:2] == ["Vodafone", "1,000.00"]
    assert WHY in page.words
    assert faults(database) == []


def test_empty_boxes_let_the_rule_decide_again(visit: Visit, database: Database) -> None:
    number = entered(database)
    treasurer = opening(visit, "treasurer", number)
    treasurer.follow("Shares by hand")
    others = {"share-1-1": "", "share-1-3": "", "share-1-4": ""}
    treasurer.submit("Set the shares", {**others, "share-1-2": "1.000,00", "Why by hand?": WHY})
    treasurer.follow("Shares by hand")
    page = treasurer.submit("Set the shares", {**others, "share-1-2": "", "Why by hand?": ""})
    assert page.told == ["The shares are set."]
    assert "Shares set by hand" not in page.words
    assert faults(database) == []


def test_nobody_else_sets_shares(visit: Visit, database: Database) -> None:
    number = entered(database)
    for who in ("vodafone", "auditor"):
        english(visit(who)).get(f"/valley/expenditures/{number}/shares", status=403)


def test_an_approver_sends_it_back_and_the_treasurer_answers(visit: Visit, database: Database) -> None:
    number = entered(database)
    firm = opening(visit, "vodafone", number)
    page = firm.submit("Send back", {"What the treasurer should look at": "Where is the timesheet?"})
    assert page.told == ["It is sent back to the treasurer."]
    assert "It was sent back, and waits for the treasurer." in page.words
    assert "Approve" not in page.words.split()
    treasurer = opening(visit, "treasurer", number)
    page = treasurer.submit("Resubmit", status=422)
    assert page.mistakes == ["Your answer: Answer the question, or change the expenditure first."]
    page = treasurer.submit("Resubmit", {"Your answer": "On page two."})
    assert page.told == ["The partners are asked again."]
    page = seen(visit, "vodafone", number)
    assert "Where is the timesheet?" in page.words
    assert "On page two." in page.words
    opening(visit, "vodafone", number).submit("Approve")
    assert faults(database) == []


def test_a_page_left_open_cannot_send_back_what_was_changed_since(visit: Visit, database: Database) -> None:
    number = entered(database)
    firm = opening(visit, "vodafone", number)
    treasurer = opening(visit, "treasurer", number)
    treasurer.follow("Edit")
    treasurer.submit("Save", {"What was bought or done": "Other work"})
    page = firm.submit("Send back", {"What the treasurer should look at": "Why?"}, status=409)
    assert page.mistakes == ["This expenditure was changed after you opened it. Look at it again first."]


def test_an_invoice_of_recoverable_vat_alone_is_entered_approved_and_paid(
    visit: Visit, database: Database
) -> None:
    world_of(database).receive("maastricht", 100_000_00)
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/expenditures/new")
    values = {
        "Payee": "1",
        "Invoice number or reference": "VAT-1",
        "Invoice date": "20-07-2015",
        "What was bought or done": "VAT on import",
        "Net": "0,00",
        "VAT": "210,00",
        "Gross": "210,00",
    }
    page = treasurer.submit("Enter", values, status=422)
    assert page.mistakes == ["For which projects: Say which project this is for."]
    page = treasurer.submit("Enter", {"Of which recoverable": "210,00"})
    assert page.heading == "Expenditure 1"
    opening(visit, "vodafone", 1).submit("Approve")
    treasurer.get("/valley/expenditures/1")
    page = treasurer.submit("Record the payment")
    assert "Nothing is open any more." in page.words
    assert world_of(database).balance("vat", "common") == 210_00
    assert faults(database) == []
