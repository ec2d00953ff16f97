"""Paying, crediting and reversing an expenditure."""

import pytest

from ledger import reversals
from ledger.storage.db import Database
from tests.web.spends import NOW, Visit, approved, credited, entered, opening, paid, seen, world_of

AS_BOOKED = "As booked, in euros"
TWO_SPLITS = {"jobs": 8_000_00, "sites": 4_100_00}


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
    assert page.told == ["The reversal is recorded."]
    assert "Why it was reversed: Entered twice." in page.words
    assert "Its reversal took all of this back." in page.words


def test_what_was_credited_is_not_offered_for_reversal(visit: Visit, database: Database) -> None:
    credited(database)
    assert "Reverse this expenditure" not in seen(visit, "treasurer", 1).words


def test_what_too_few_may_approve_is_put_to_the_parties(visit: Visit, database: Database) -> None:
    treasurer = opening(visit, "treasurer", entered(database, {"jobs": 30_000_00}, payee=2))
    page = treasurer.submit("Put it to the parties", {"What the parties are asked": "To pay the town."})
    assert "Who would be charged" in page.words
    assert "The three ceilings" in page.words
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
