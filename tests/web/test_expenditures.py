"""Expenditures: entered, approved, charged, paid, credited and reversed, each by who may do it."""

from pathlib import Path

import pytest
from flask import Flask

from ledger.storage.db import Database
from tests.web.conftest import Clock
from tests.web.spends import (
    NOW,
    PDF,
    Visit,
    approve,
    approved,
    english,
    enter,
    receive,
    with_projects,
)
from tests.web.visitor import text_of

AS_BOOKED = "As booked, in euros"
TWO_SPLITS = {
    "Net": "10.000,00",
    "VAT": "2.100,00",
    "Gross": "12.100,00",
    "splits-0-project": "jobs",
    "splits-0-amount": "8.000,00",
    "splits-1-project": "sites",
    "splits-1-amount": "",
}


@pytest.fixture(scope="module")
def opened(opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database with projects, budgets and payees."""
    return with_projects(opened, tmp_path_factory.mktemp("spends"))


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands in the summer of the first year."""
    return Clock(NOW)


# ---- the way of an expenditure ----------------------------------------------------------------------


def test_an_expenditure_goes_its_whole_way(visit: Visit, database: Database) -> None:
    receive(database, "maastricht", 100_000_00)
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/expenditures")
    treasurer.follow("Enter an expenditure")
    page = treasurer.submit(
        "Enter",
        {
            "Payee": "1",
            "Invoice number or reference": "2015-007",
            "Invoice date": "20-07-2015",
            "What was bought or done": "Two courses",
            **TWO_SPLITS,
        },
        files={"evidence": [("invoice.pdf", PDF)]},
    )
    assert page.heading == "Expenditure 1"
    assert page.told == ["Expenditure 1 was entered."]
    approve(visit, 1, "vodafone", "maastricht")
    page = treasurer.get("/valley/expenditures/1")
    assert page.rows(AS_BOOKED)[-1] == ["Total", "8,000.00", "4,100.00", "12,100.00", "12,100.00"]
    page = treasurer.submit("Record the payment", {"Reference at the bank": "Batch 3"})
    assert page.told == ["The payment of EUR 12,100.00 is recorded."]
    assert "Nothing is open any more." in page.words


def test_the_worked_example_is_charged_to_the_cent(visit: Visit) -> None:
    page = approved(visit).page
    assert page is not None
    assert [row[:2] for row in page.rows(AS_BOOKED)[1:]] == [
        ["Gemeente Maastricht", "689.65"],
        ["Vodafone", "103.45"],
        ["Q-Park", "103.45"],
        ["arvato Bertelsmann", "103.45"],
        ["Total", "1,000.00"],
    ]


def test_an_approver_sees_beforehand_what_would_be_charged(visit: Visit) -> None:
    enter(english(visit("treasurer")))
    page = english(visit("vodafone")).get("/valley/expenditures/1")
    assert page.rows("Who would be charged, in euros")[1] == [
        "Gemeente Maastricht",
        "689.65",
        "100,000.00",
        "99,310.35",
    ]


def test_the_three_ceilings_stand_side_by_side_with_what_would_remain(visit: Visit) -> None:
    page = enter(english(visit("treasurer")))
    assert page.rows("The three ceilings, in euros")[1] == [
        "Jobs",
        "1,000.00",
        "100,000.00",
        "99,000.00",
        "145,000.00",
        "144,000.00",
        "0.00",
        "-1,000.00",
    ]


def test_splits_on_one_line_take_from_the_same_promise_one_after_the_other(visit: Visit) -> None:
    page = enter(english(visit("treasurer")), TWO_SPLITS)
    rows = page.rows("The three ceilings, in euros")
    assert (rows[1][5], rows[2][4]) == ("137,000.00", "137,000.00")


def test_entering_beyond_a_ceiling_warns_with_the_figures(visit: Visit) -> None:
    page = enter(english(visit("treasurer")))
    warnings = [text_of(each) for each in page.having_class("warn")]
    assert "Jobs: EUR 1,000.00 is more than the EUR 0.00 in the bank account." in warnings


def test_what_the_budget_cannot_bear_cannot_be_approved_and_the_page_says_why(visit: Visit) -> None:
    enter(english(visit("treasurer")), {"Net": "100.000,01", "Gross": "100.000,01"})
    page = english(visit("vodafone")).get("/valley/expenditures/1")
    assert "is left of its budget" in page.words
    assert "You approve exactly this" not in page.words


def test_the_page_says_who_must_still_approve(visit: Visit) -> None:
    enter(english(visit("treasurer")), TWO_SPLITS)
    approve(visit, 1, "vodafone")
    page = english(visit("auditor")).get("/valley/expenditures/1")
    assert "1 of 2 approvals given." in page.words
    assert "One approval must come from: Gemeente Maastricht." in page.words


def test_evidence_added_later_leaves_the_approvals(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    enter(treasurer, TWO_SPLITS)
    approve(visit, 1, "vodafone")
    treasurer.get("/valley/expenditures/1")
    page = treasurer.submit("Add", files={"evidence": [("contract.pdf", PDF)]})
    assert "contract.pdf" in page.words
    assert "1 of 2 approvals given." in page.words


def test_adding_no_file_is_refused_where_it_was_asked(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    enter(treasurer)
    assert treasurer.submit("Add", status=422).mistakes == ["Files: Choose a file."]


def test_the_same_form_sent_twice_enters_one_expenditure(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/expenditures/new")
    sent = [
        *(
            (name, value)
            for name, value in treasurer.fields("Enter")
            if name not in {"payee", "net", "gross"}
        ),
        ("payee", "1"),
        ("net", "5"),
        ("gross", "5"),
    ]
    values = {
        "invoice_reference": "A",
        "invoice_on": "20-07-2015",
        "description": "B",
        "splits-0-project": "jobs",
    }
    whole = [(name, values.get(name, value)) for name, value in sent]
    pages = [treasurer.send("/valley/expenditures/new", whole) for _ in range(2)]
    assert [page.path for page in pages] == ["/valley/expenditures/1"] * 2


# ---- editing, rejecting -----------------------------------------------------------------------------


def test_an_edit_takes_the_approvals_back(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    enter(treasurer, TWO_SPLITS)
    approve(visit, 1, "vodafone")
    page = treasurer.get("/valley/expenditures/1/edit")
    assert "Approvals were given." in page.words
    page = treasurer.submit("Save", {"What was bought or done": "Three courses"})
    assert page.told == ["The expenditure was changed."]
    assert "0 of 2 approvals given." in page.words
    assert "before the last change: does not count" in page.words


def test_an_edit_of_what_somebody_else_changed_meanwhile_is_asked_about(visit: Visit) -> None:
    first, second = english(visit("treasurer")), english(visit("treasurer"))
    enter(first)
    first.get("/valley/expenditures/1/edit")
    second.get("/valley/expenditures/1/edit")
    first.submit("Save", {"What was bought or done": "First"})
    page = second.submit("Save", {"What was bought or done": "Second"}, status=409)
    assert page.value("What was bought or done") == "Second"
    assert second.submit("Save").told == ["The expenditure was changed."]


def test_an_approval_of_what_was_changed_meanwhile_is_refused_and_can_be_given_again(visit: Visit) -> None:
    treasurer, partner = english(visit("treasurer")), english(visit("vodafone"))
    enter(treasurer)
    partner.get("/valley/expenditures/1")
    treasurer.get("/valley/expenditures/1/edit")
    treasurer.submit("Save", {"What was bought or done": "Something else"})
    page = partner.submit("Approve", status=409)
    assert page.mistakes == ["This expenditure was changed after you opened it. Look at it again first."]
    assert "Something else" in page.words
    assert partner.submit("Approve").told == [
        "Your approval is recorded. The expenditure is approved and charged to the funders."
    ]


def test_what_is_approved_is_not_edited_any_more(visit: Visit) -> None:
    treasurer = approved(visit)
    page = treasurer.get("/valley/expenditures/1/edit", status=409)
    assert "is decided and can no longer be edited" in page.words


def test_a_rejection_needs_its_reason(visit: Visit) -> None:
    enter(english(visit("treasurer")))
    partner = english(visit("vodafone"))
    partner.get("/valley/expenditures/1")
    page = partner.submit("Reject", status=422)
    assert page.mistakes == ["Why it is rejected: Fill this in."]
    page = partner.submit("Reject", {"Why it is rejected": "Not ours."})
    assert page.told == ["The expenditure is rejected."]
    assert "Why it was rejected: Not ours." in page.words


def test_what_another_tab_has_done_already_is_said_on_top(visit: Visit) -> None:
    enter(english(visit("treasurer")), TWO_SPLITS)
    first, second = english(visit("vodafone")), english(visit("vodafone"))
    first.get("/valley/expenditures/1")
    second.get("/valley/expenditures/1")
    first.submit("Approve")
    page = second.submit("Approve", status=409)
    assert page.mistakes == ["Your organisation has already approved this expenditure."]


# ---- paying, crediting, reversing -------------------------------------------------------------------


def test_part_of_an_expenditure_is_paid(visit: Visit, database: Database) -> None:
    receive(database, "maastricht", 100_000_00)
    page = approved(visit).submit("Record the payment", {"Amount": "400,00"})
    assert "EUR 600.00 is still to be paid." in page.words
    assert page.value("amount", "Record the payment") == "600.00"


def test_paying_beyond_the_bank_account_is_refused_with_the_figures(visit: Visit) -> None:
    page = approved(visit).submit("Record the payment", status=409)
    assert page.mistakes == [
        "Amount: EUR 1,000.00 is more than the EUR 0.00 the bank account holds, now or on a later day recorded."
    ]


def test_a_payment_recorded_in_error_is_reversed(visit: Visit, database: Database) -> None:
    receive(database, "maastricht", 100_000_00)
    treasurer = approved(visit)
    treasurer.submit("Record the payment")
    page = treasurer.submit("Reverse the payment", {"Why it is reversed": "Never left the bank."})
    assert page.told == ["The payment is reversed."]
    assert "EUR 1,000.00 is still to be paid." in page.words


def test_a_payment_of_another_expenditure_is_not_reversed_here(visit: Visit, database: Database) -> None:
    receive(database, "maastricht", 100_000_00)
    treasurer = approved(visit)
    treasurer.submit("Record the payment")
    token = dict(treasurer.fields("Reverse the payment"))["csrf_token"]
    enter(treasurer, {"Invoice number or reference": "2"})
    treasurer.send("/valley/expenditures/2/payments/1/reverse", [("csrf_token", token)], status=404)


def test_a_credit_note_is_filled_with_its_original_and_goes_back_to_the_funders(visit: Visit) -> None:
    treasurer = approved(visit)
    page = treasurer.follow("Enter a credit note")
    assert [page.value(name) for name in ("kind", "original", "Gross")] == ["credit_note", "1", "1000.00"]
    page = treasurer.submit(
        "Enter",
        {
            "Invoice number or reference": "C-1",
            "Invoice date": "21-07-2015",
            "Net": "100,00",
            "Gross": "100,00",
            "splits-0-amount": "",
        },
    )
    assert page.heading == "Credit note 2"
    approve(visit, 2, "vodafone")
    page = treasurer.get("/valley/expenditures/2")
    assert page.rows(AS_BOOKED)[1][:2] == ["Gemeente Maastricht", "-68.97"]
    assert "EUR 100.00 is still to come back." in page.words


def test_money_that_came_back_settles_a_credit_note(visit: Visit) -> None:
    treasurer = approved(visit)
    treasurer.follow("Enter a credit note")
    treasurer.submit("Enter", {"Invoice number or reference": "C-1", "Invoice date": "21-07-2015"})
    approve(visit, 2, "vodafone")
    treasurer.get("/valley/expenditures/2")
    page = treasurer.submit("Record what came back")
    assert page.told == ["EUR 1,000.00 that came back is recorded."]


def test_an_invoice_is_settled_with_a_claim_on_its_payee(visit: Visit) -> None:
    treasurer = approved(visit)
    treasurer.follow("Enter a credit note")
    treasurer.submit("Enter", {"Invoice number or reference": "C-1", "Invoice date": "21-07-2015"})
    approve(visit, 2, "vodafone")
    treasurer.get("/valley/expenditures/1")
    page = treasurer.submit("Settle", {"Amount": "250,00"})
    assert page.told == ["EUR 250.00 is settled with the claim."]
    assert "EUR 750.00 is still to be paid." in page.words


def test_a_reversal_takes_the_charges_back(visit: Visit) -> None:
    treasurer = approved(visit)
    page = treasurer.submit("Reverse", {"Why it is reversed": "Entered twice."})
    assert page.told == ["The expenditure is reversed."]
    assert "Why it was reversed: Entered twice." in page.words


def test_what_was_credited_is_not_offered_for_reversal(visit: Visit) -> None:
    treasurer = approved(visit)
    treasurer.follow("Enter a credit note")
    treasurer.submit("Enter", {"Invoice number or reference": "C-1", "Invoice date": "21-07-2015"})
    approve(visit, 2, "vodafone")
    page = treasurer.get("/valley/expenditures/1")
    assert "Reverse this expenditure" not in page.words


def test_what_too_few_may_approve_is_put_to_the_parties(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    page = enter(treasurer, {"Payee": "2", "Net": "30.000,00", "Gross": "30.000,00"})
    assert "Only 3 parties may approve this; the partners have to decide on it." in page.words
    page = treasurer.submit("Put it to the parties", {"What the parties are asked": "To pay the town."})
    assert page.heading == "Decision 3"
    page = english(visit("vodafone")).get("/valley/expenditures/1")
    assert "The partners are voting on it: decision 3." in page.words
    assert "You approve exactly this" not in page.words


# ---- who may what -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who, path, status",
    [
        ("auditor", "/valley/expenditures", 200),
        ("auditor", "/valley/expenditures/1", 200),
        ("vodafone", "/valley/expenditures/1", 200),
        ("vodafone", "/valley/expenditures/new", 403),
        ("auditor", "/valley/expenditures/1/edit", 403),
        ("administrator", "/valley/expenditures", 403),
        ("administrator", "/valley/expenditures/1", 403),
        ("treasurer", "/valley/expenditures/2", 404),
        ("treasurer", "/valley/expenditures/99999999999999999999", 404),
    ],
)
def test_each_role_sees_its_pages_and_no_others(visit: Visit, who: str, path: str, status: int) -> None:
    enter(english(visit("treasurer")))
    english(visit(who)).get(path, status=status)


@pytest.mark.parametrize(
    "who, step",
    [
        ("treasurer", "approve"),
        ("treasurer", "reject"),
        ("auditor", "approve"),
        ("vodafone", "pay"),
        ("vodafone", "reverse"),
        ("vodafone", "evidence"),
        ("auditor", "propose"),
        ("administrator", "pay"),
    ],
)
def test_no_role_does_what_is_anothers(visit: Visit, who: str, step: str) -> None:
    enter(english(visit("treasurer")))
    visitor = english(visit(who))
    visitor.get("/account")
    token = next(value for name, value in visitor.fields("Save") if name == "csrf_token")
    visitor.send(f"/valley/expenditures/1/{step}", [("csrf_token", token)], status=403)


def test_the_party_that_is_paid_is_not_offered_to_approve(visit: Visit) -> None:
    enter(english(visit("treasurer")), {"Payee": "3"})
    page = english(visit("vodafone")).get("/valley/expenditures/1")
    assert "An organisation cannot approve an expenditure to itself." in page.words
    assert "You approve exactly this" not in page.words


def test_a_party_without_a_pledge_is_told_that_it_has_no_part(visit: Visit) -> None:
    enter(english(visit("treasurer")))
    page = english(visit("zuyd")).get("/valley/expenditures/1")
    assert "Your organisation has no part in approving this expenditure." in page.words


# ---- the register -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address, found",
    [
        ("", ["2", "1"]),
        ("?state=entered", ["2", "1"]),
        ("?state=paid", []),
        ("?state=nonsense", ["2", "1"]),
        ("?year=2015", ["2", "1"]),
        ("?year=2016", []),
        ("?project=course", ["2"]),
        ("?payee=1", ["1"]),
        ("?text=SECOND", ["2"]),
        ("?text=%25", []),
        ("?text=%00%01", ["2", "1"]),
        ("?page=7", []),
    ],
)
def test_the_register_shows_what_its_address_asks(visit: Visit, address: str, found: list[str]) -> None:
    treasurer = english(visit("treasurer"))
    enter(treasurer)
    enter(
        treasurer,
        {"Payee": "3", "What was bought or done": "The second one", "splits-0-project": "course"},
    )
    page = treasurer.get(f"/valley/expenditures{address}")
    rows = [row for row in page.rows()[1:] if len(row) > 1]
    assert [row[0] for row in rows] == found


def test_an_empty_register_leads_the_treasurer_on(visit: Visit) -> None:
    page = english(visit("treasurer")).get("/valley/expenditures")
    assert "Enter the first invoice when it comes in." in page.words


@pytest.mark.parametrize("address", ["?project=nowhere", "?year=x", "?page=-1", "?payee=1e3"])
def test_an_address_that_asks_for_nothing_there_is_is_not_found(visit: Visit, address: str) -> None:
    english(visit("treasurer")).get(f"/valley/expenditures{address}", status=404)


# ---- evidence ---------------------------------------------------------------------------------------


def entered_with_file(visit: Visit) -> None:
    """Enter an expenditure with a file."""
    treasurer = english(visit("treasurer"))
    enter(treasurer)
    treasurer.submit("Add", files={"evidence": [("invoice.pdf", PDF)]})


@pytest.mark.parametrize("who", ["treasurer", "vodafone", "zuyd", "auditor"])
def test_evidence_is_handed_to_whoever_sees_the_money(visit: Visit, who: str) -> None:
    entered_with_file(visit)
    answer = visit(who).client.get("/valley/evidence/1")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")


def test_evidence_is_sent_as_a_file_and_never_shown_as_a_page(visit: Visit) -> None:
    entered_with_file(visit)
    headers = visit("auditor").client.get("/valley/evidence/1").headers
    assert headers["Content-Disposition"] == "attachment; filename=invoice.pdf"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_evidence_of_money_is_not_for_the_administrator(visit: Visit) -> None:
    entered_with_file(visit)
    visit("administrator").get("/valley/evidence/1", status=403)


@pytest.mark.parametrize("number", ["2", "0", "99999999999999999999"])
def test_evidence_that_is_not_there_is_not_found(visit: Visit, number: str) -> None:
    entered_with_file(visit)
    visit("auditor").get(f"/valley/evidence/{number}", status=404)


def test_evidence_is_not_handed_to_who_has_not_signed_in(app: Flask, visit: Visit) -> None:
    entered_with_file(visit)
    assert app.test_client().get("/valley/evidence/1").status_code == 303
