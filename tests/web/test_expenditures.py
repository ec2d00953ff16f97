"""Expenditures: entered, approved, charged, paid, credited and reversed, each by who may do it."""

from pathlib import Path

import pytest

from ledger import reversals
from ledger.storage.db import Database
from tests.web.conftest import Clock
from tests.web.spends import (
    NOW,
    PDF,
    Visit,
    approved,
    credited,
    english,
    entered,
    paid,
    with_projects,
    world_of,
)
from tests.web.visitor import Page, Visitor, text_of

AS_BOOKED = "As booked, in euros"
TWO_SPLITS = {"jobs": 8_000_00, "sites": 4_100_00}


@pytest.fixture(scope="module")
def opened(opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database with projects, budgets and payees."""
    return with_projects(opened, tmp_path_factory.mktemp("spends"))


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands in the summer of the first year."""
    return Clock(NOW)


def opening(visit: Visit, who: str, number: int) -> Visitor:
    """Have somebody open the page of an expenditure."""
    visitor = english(visit(who))
    visitor.get(f"/valley/expenditures/{number}")
    return visitor


def seen(visit: Visit, who: str, number: int) -> Page:
    """Give the page of an expenditure as somebody sees it."""
    return english(visit(who)).get(f"/valley/expenditures/{number}")


# ---- the way of an expenditure ----------------------------------------------------------------------


def test_an_expenditure_goes_its_whole_way(visit: Visit, database: Database) -> None:
    world_of(database).receive("maastricht", 100_000_00)
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
            "Net": "10.000,00",
            "VAT": "2.100,00",
            "Gross": "12.100,00",
            "splits-0-project": "jobs",
            "splits-0-amount": "8.000,00",
            "splits-1-project": "sites",
        },
        files={"evidence": [("invoice.pdf", PDF)]},
    )
    assert page.heading == "Expenditure 1"
    assert page.told == ["Expenditure 1 was entered."]
    assert opening(visit, "vodafone", 1).submit("Approve").told == ["Your approval is recorded."]
    assert opening(visit, "maastricht", 1).submit("Approve").told == [
        "Your approval is recorded. The expenditure is approved and charged to the funders."
    ]
    page = treasurer.get("/valley/expenditures/1")
    assert page.rows(AS_BOOKED)[-1] == ["Total", "8,000.00", "4,100.00", "12,100.00", "12,100.00"]
    page = treasurer.submit("Record the payment", {"Reference at the bank": "Batch 3"})
    assert page.told == ["The payment of EUR 12,100.00 is recorded."]
    assert "Nothing is open any more." in page.words


def test_the_worked_example_is_charged_to_the_cent(visit: Visit, database: Database) -> None:
    page = seen(visit, "auditor", approved(database))
    assert [row[:2] for row in page.rows(AS_BOOKED)[1:]] == [
        ["Gemeente Maastricht", "689.65"],
        ["Vodafone", "103.45"],
        ["Q-Park", "103.45"],
        ["arvato Bertelsmann", "103.45"],
        ["Total", "1,000.00"],
    ]


def test_an_approver_sees_beforehand_what_would_be_charged(visit: Visit, database: Database) -> None:
    page = seen(visit, "vodafone", entered(database))
    assert page.rows("Who would be charged, in euros")[1] == [
        "Gemeente Maastricht",
        "689.65",
        "100,000.00",
        "99,310.35",
    ]


def test_the_three_ceilings_stand_side_by_side_with_what_would_remain(
    visit: Visit, database: Database
) -> None:
    page = seen(visit, "treasurer", entered(database))
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


def test_splits_on_one_promise_take_from_it_one_after_the_other(visit: Visit, database: Database) -> None:
    page = seen(visit, "treasurer", entered(database, TWO_SPLITS))
    rows = page.rows("The three ceilings, in euros")
    assert (rows[1][5], rows[2][4]) == ("137,000.00", "137,000.00")


def test_a_ceiling_that_is_passed_is_warned_about_with_the_figures(visit: Visit, database: Database) -> None:
    page = seen(visit, "treasurer", entered(database))
    warnings = [text_of(each) for each in page.having_class("warn")]
    assert "Jobs: EUR 1,000.00 is more than the EUR 0.00 in the bank account." in warnings


def test_what_the_budget_cannot_bear_cannot_be_approved_and_the_page_says_why(
    visit: Visit, database: Database
) -> None:
    page = seen(visit, "vodafone", entered(database, {"jobs": 100_000_01}))
    assert "is left of its budget" in page.words
    assert "You approve exactly this" not in page.words


def test_the_page_says_what_of_the_other_budgets_could_not_be_paid_any_more(
    visit: Visit, database: Database
) -> None:
    page = seen(visit, "vodafone", entered(database, {"jobs": 100_000_00}))
    assert "could not be paid under the earmarks any more." in page.words


def test_the_page_says_who_must_still_approve(visit: Visit, database: Database) -> None:
    number = world_of(database).approve(entered(database, TWO_SPLITS), "vodafone")
    page = seen(visit, "auditor", number)
    assert "1 of 2 approvals given." in page.words
    assert "One approval must come from: Gemeente Maastricht." in page.words


def test_evidence_added_later_leaves_the_approvals(visit: Visit, database: Database) -> None:
    number = world_of(database).approve(entered(database, TWO_SPLITS), "vodafone")
    page = opening(visit, "treasurer", number).submit("Add", files={"evidence": [("contract.pdf", PDF)]})
    assert "contract.pdf" in page.words
    assert "1 of 2 approvals given." in page.words


def test_adding_no_file_is_refused_where_it_was_asked(visit: Visit, database: Database) -> None:
    page = opening(visit, "treasurer", entered(database)).submit("Add", status=422)
    assert page.mistakes == ["Files: Choose a file."]


# ---- editing, rejecting -----------------------------------------------------------------------------


def test_an_edit_takes_the_approvals_back(visit: Visit, database: Database) -> None:
    number = world_of(database).approve(entered(database, TWO_SPLITS), "vodafone")
    treasurer = english(visit("treasurer"))
    assert "Approvals were given." in treasurer.get(f"/valley/expenditures/{number}/edit").words
    page = treasurer.submit("Save", {"What was bought or done": "Three courses"})
    assert page.told == ["The expenditure was changed."]
    assert "0 of 2 approvals given." in page.words
    assert "before the last change: does not count" in page.words


def test_an_edit_of_what_somebody_else_changed_meanwhile_is_asked_about(
    visit: Visit, database: Database
) -> None:
    entered(database)
    first = english(visit("treasurer"))
    first.get("/valley/expenditures/1/edit")
    sent = first.fields("Save")
    first.submit("Save", {"What was bought or done": "First"})
    late = [(name, "Second" if name == "description" else value) for name, value in sent]
    page = first.send("/valley/expenditures/1/edit", late, status=409)
    assert page.value("What was bought or done") == "Second"


def test_an_edit_is_saved_once_its_difference_was_seen(visit: Visit, database: Database) -> None:
    entered(database)
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/expenditures/1/edit")
    sent = [(name, "" if name == "digest" else value) for name, value in treasurer.fields("Save")]
    treasurer.send("/valley/expenditures/1/edit", sent, status=409)
    assert treasurer.submit("Save").told == ["The expenditure was changed."]


def test_an_approval_of_what_was_changed_meanwhile_is_refused_and_can_be_given_again(
    visit: Visit, database: Database
) -> None:
    partner = opening(visit, "vodafone", entered(database))
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/expenditures/1/edit")
    treasurer.submit("Save", {"What was bought or done": "Something else"})
    page = partner.submit("Approve", status=409)
    assert page.mistakes == ["This expenditure was changed after you opened it. Look at it again first."]
    assert "Something else" in page.words
    assert partner.submit("Approve").told


def test_what_is_approved_is_not_edited_any_more(visit: Visit, database: Database) -> None:
    number = approved(database)
    page = visit("treasurer").get(f"/valley/expenditures/{number}/edit", status=409)
    assert page.heading


def test_a_rejection_needs_its_reason(visit: Visit, database: Database) -> None:
    partner = opening(visit, "vodafone", entered(database))
    page = partner.submit("Reject", status=422)
    assert page.mistakes == ["Why it is rejected: Fill this in."]


def test_a_rejection_stands_with_its_reason(visit: Visit, database: Database) -> None:
    partner = opening(visit, "vodafone", entered(database))
    page = partner.submit("Reject", {"Why it is rejected": "Not ours."})
    assert page.told == ["The expenditure is rejected."]
    assert "Why it was rejected: Not ours." in page.words


def test_what_another_tab_has_done_already_is_said_on_top(visit: Visit, database: Database) -> None:
    partner = opening(visit, "vodafone", entered(database, TWO_SPLITS))
    world_of(database).approve(1, "vodafone")
    page = partner.submit("Approve", status=409)
    assert page.mistakes == ["Your organisation has already approved this expenditure."]


# ---- paying, crediting, reversing -------------------------------------------------------------------


def test_part_of_an_expenditure_is_paid(visit: Visit, database: Database) -> None:
    world_of(database).receive("maastricht", 100_000_00)
    page = opening(visit, "treasurer", approved(database)).submit("Record the payment", {"Amount": "400,00"})
    assert "EUR 600.00 is still to be paid." in page.words
    assert page.value("amount", "Record the payment") == "600.00"


def test_paying_beyond_the_bank_account_is_refused_with_the_figures(visit: Visit, database: Database) -> None:
    page = opening(visit, "treasurer", approved(database)).submit("Record the payment", status=409)
    (mistake,) = page.mistakes
    assert mistake.startswith("Amount: EUR 1,000.00 is more than the EUR 0.00 the bank account holds")


def test_a_payment_recorded_in_error_is_reversed(visit: Visit, database: Database) -> None:
    treasurer = opening(visit, "treasurer", paid(database))
    page = treasurer.submit("Reverse the payment", {"Why it is reversed": "Never left the bank."})
    assert page.told == ["The payment is reversed."]
    assert "EUR 1,000.00 is still to be paid." in page.words


def test_a_payment_of_another_expenditure_is_not_reversed_here(visit: Visit, database: Database) -> None:
    paid(database)
    other = entered(database)
    treasurer = opening(visit, "treasurer", other)
    sent = [("csrf_token", dict(treasurer.fields("Add"))["csrf_token"])]
    treasurer.send(f"/valley/expenditures/{other}/payments/1/reverse", sent, status=404)


def test_a_credit_note_is_filled_with_its_original(visit: Visit, database: Database) -> None:
    treasurer = opening(visit, "treasurer", approved(database))
    page = treasurer.follow("Enter a credit note")
    filled = [page.value(name) for name in ("kind", "original", "Gross", "Invoice date")]
    assert filled == ["credit_note", "1", "1000.00", ""]


def test_a_credit_note_is_typed_above_zero_and_kept_below(visit: Visit, database: Database) -> None:
    treasurer = opening(visit, "treasurer", approved(database))
    treasurer.follow("Enter a credit note")
    amounts = {"Net": "100,00", "Gross": "100,00", "splits-0-amount": ""}
    page = treasurer.submit(
        "Enter", {"Invoice number or reference": "C-1", "Invoice date": "21-07-2015", **amounts}
    )
    assert page.heading == "Credit note 2"
    assert page.rows("To whom this would go back, in euros")[1][:2] == ["Gemeente Maastricht", "-68.97"]


def test_a_credit_note_says_to_whom_it_went_back(visit: Visit, database: Database) -> None:
    page = seen(visit, "auditor", credited(database))
    assert page.rows(AS_BOOKED)[1][:2] == ["Gemeente Maastricht", "-689.65"]
    assert "EUR 1,000.00 is still to come back." in page.words


def test_money_that_came_back_settles_a_credit_note(visit: Visit, database: Database) -> None:
    page = opening(visit, "treasurer", credited(database)).submit("Record what came back")
    assert page.told == ["EUR 1,000.00 that came back is recorded."]


def test_an_invoice_is_settled_with_a_claim_on_its_payee(visit: Visit, database: Database) -> None:
    credited(database)
    page = opening(visit, "treasurer", 1).submit("Settle", {"Amount": "250,00"})
    assert page.told == ["EUR 250.00 is settled with the claim."]
    assert "EUR 750.00 is still to be paid." in page.words


def test_a_reversal_takes_the_charges_back(visit: Visit, database: Database) -> None:
    treasurer = opening(visit, "treasurer", approved(database))
    page = treasurer.submit("Reverse", {"Why it is reversed": "Entered twice."})
    assert page.told == ["The expenditure is reversed."]
    assert "Why it was reversed: Entered twice." in page.words
    assert "Its reversal took all of this back." in page.words


def test_what_was_credited_is_not_offered_for_reversal(visit: Visit, database: Database) -> None:
    credited(database)
    assert "Reverse this expenditure" not in seen(visit, "treasurer", 1).words


def test_what_too_few_may_approve_is_put_to_the_parties(visit: Visit, database: Database) -> None:
    treasurer = opening(visit, "treasurer", entered(database, {"jobs": 30_000_00}, payee=2))
    page = treasurer.submit("Put it to the parties", {"What the parties are asked": "To pay the town."})
    assert page.heading == "Decision 3"
    page = seen(visit, "vodafone", 1)
    assert "The partners are voting on it: decision 3." in page.words
    assert "You approve exactly this" not in page.words


@pytest.mark.parametrize(
    "button, values, mistake",
    [
        ("Record the payment", {"Amount": "1.000"}, "Amount: "),
        ("Record the payment", {"Amount": "1.000,01"}, "Amount: "),
        ("Record the payment", {"Amount": "0"}, "Amount: "),
        ("Record the payment", {"Paid on": "04-08-2015"}, "Paid on: 04/08/2015 has not come yet."),
        ("Settle", {"Amount": "1.000,01"}, "Amount: "),
        ("Settle", {"Claim": "1"}, "Claim: Choose one of the list."),
        ("Settle", {"Settled on": "x"}, "Settled on: "),
    ],
)
def test_what_cannot_be_paid_or_settled_is_refused_beside_its_field(
    visit: Visit, database: Database, button: str, values: dict[str, str], mistake: str
) -> None:
    world_of(database).receive("maastricht", 100_000_00)
    credited(database)
    treasurer = opening(visit, "treasurer", 1)
    sent = treasurer.fields(button)
    page = treasurer.submit(button, values, status=409 if "1.000,01" in values.values() else 422)
    (found,) = page.mistakes
    assert found.startswith(mistake)
    assert len(sent) == len(treasurer.fields(button))


@pytest.mark.parametrize(
    "values, mistake",
    [
        ({"Why it is reversed": ""}, "Why it is reversed: Fill this in."),
        ({"Reversed on": "01-07-2015"}, "Reversed on: A reversal cannot be dated before 20/07/2015."),
    ],
)
def test_a_reversal_that_cannot_be_is_refused_beside_its_field(
    visit: Visit, database: Database, values: dict[str, str], mistake: str
) -> None:
    treasurer = opening(visit, "treasurer", approved(database))
    page = treasurer.submit("Reverse", {"Why it is reversed": "Twice.", **values}, status=422)
    assert page.mistakes == [mistake]


def test_what_came_back_is_at_most_what_is_claimed(visit: Visit, database: Database) -> None:
    treasurer = opening(visit, "treasurer", credited(database))
    page = treasurer.submit("Record what came back", {"Amount": "1.000,01"}, status=409)
    assert page.mistakes[0].startswith("Amount: EUR 1,000.01 is more than the EUR 1,000.00 still claimed")


def test_a_payment_that_was_reversed_meanwhile_is_said_on_top(visit: Visit, database: Database) -> None:
    treasurer = opening(visit, "treasurer", paid(database))
    world_of(database).does(
        reversals.reverse_payment, number=1, reversed_on=NOW.date(), reason="Never left the bank."
    )
    page = treasurer.submit("Reverse the payment", {"Why it is reversed": "Again."}, status=409)
    assert page.mistakes == ["Payment 1 has already been reversed."]


def test_what_the_parties_are_asked_has_to_be_said(visit: Visit, database: Database) -> None:
    treasurer = opening(visit, "treasurer", entered(database, {"jobs": 30_000_00}, payee=2))
    page = treasurer.submit("Put it to the parties", status=422)
    assert page.mistakes == ["What the parties are asked: Fill this in."]


# ---- who may what -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who, path, status",
    [
        ("auditor", "", 200),
        ("auditor", "/1", 200),
        ("vodafone", "/1", 200),
        ("vodafone", "/new", 403),
        ("auditor", "/1/edit", 403),
        ("administrator", "", 403),
        ("administrator", "/1", 403),
        ("treasurer", "/2", 404),
        ("treasurer", "/99999999999999999999", 404),
    ],
)
def test_each_role_sees_its_pages_and_no_others(
    visit: Visit, database: Database, who: str, path: str, status: int
) -> None:
    entered(database)
    visit(who).get(f"/valley/expenditures{path}", status=status)


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
def test_no_role_does_what_is_anothers(visit: Visit, database: Database, who: str, step: str) -> None:
    entered(database)
    visitor = english(visit(who))
    visitor.get("/account")
    token = next(value for name, value in visitor.fields("Save") if name == "csrf_token")
    visitor.send(f"/valley/expenditures/1/{step}", [("csrf_token", token)], status=403)


def test_the_party_that_is_paid_is_not_offered_to_approve(visit: Visit, database: Database) -> None:
    page = seen(visit, "vodafone", entered(database, payee=3))
    assert "An organisation cannot approve an expenditure to itself." in page.words
    assert "You approve exactly this" not in page.words


def test_a_party_without_a_pledge_is_told_that_it_has_no_part(visit: Visit, database: Database) -> None:
    page = seen(visit, "zuyd", entered(database))
    assert "Your organisation has no part in approving this expenditure." in page.words


def test_an_invoice_that_seems_to_be_in_twice_is_pointed_out(visit: Visit, database: Database) -> None:
    entered(database)
    page = seen(visit, "vodafone", entered(database))
    assert "This invoice may be in twice" in page.words


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
        ("?text=FIRM", ["2"]),
        ("?text=%25", []),
        ("?text=%00%01", ["2", "1"]),
        ("?page=7", []),
    ],
)
def test_the_register_shows_what_its_address_asks(
    visit: Visit, database: Database, address: str, found: list[str]
) -> None:
    entered(database)
    entered(database, {"course": 5_00}, payee=3)
    page = visit("auditor").get(f"/valley/expenditures{address}")
    assert [row[0] for row in page.rows()[1:] if len(row) > 1] == found


def test_an_empty_register_leads_the_treasurer_on(visit: Visit) -> None:
    page = english(visit("treasurer")).get("/valley/expenditures")
    assert "Enter the first invoice when it comes in." in page.words


@pytest.mark.parametrize("address", ["?project=nowhere", "?year=x", "?page=-1", "?payee=1e3"])
def test_an_address_that_asks_for_nothing_there_is_is_not_found(visit: Visit, address: str) -> None:
    visit("treasurer").get(f"/valley/expenditures{address}", status=404)
