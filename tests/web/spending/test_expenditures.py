"""Expenditures: entered, approved, charged and rejected, each by who may do it."""

from ledger.storage.db import Database
from tests.web.spends import PDF, Visit, approved, english, entered, opening, seen, world_of
from tests.web.visitor import text_of

AS_BOOKED = "As booked, in euros"
TWO_SPLITS = {"jobs": 8_000_00, "sites": 4_100_00}


# ---- the way of an expenditure -----------------------------------------------------------------------------


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


# ---- editing, rejecting ------------------------------------------------------------------------------------


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
