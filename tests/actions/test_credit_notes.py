"""Credit notes: what is given back of an invoice, or of what a project was charged so far."""

from datetime import date
from typing import Any

import pytest

from ledger import spending
from ledger.approving import approve_expenditure
from ledger.reversals import reverse_expenditure
from ledger.spending import Invoice, edit_expenditure, enter_expenditure
from tests.actions.world import ACCEPTED, FIRM_AS_PAYEE, SUPPLIER, TOWN_AS_PAYEE, World, invoice

MAY = date(2015, 5, 1)


def bill(cents: int, project: str = "jobs", on: date = MAY, **more: Any) -> Invoice:
    """Make a bill, or below zero a credit note, on one project."""
    return invoice(SUPPLIER, {project: cents}, on, **more)


def last_approval(world: World, number: int, slug: str = "maastricht") -> object:
    """Try to give an approval."""
    seen = world.asks(spending.digest_of, number)
    return world.tries(approve_expenditure, by=world.partner(slug), number=number, seen_digest=seen)


# ---- credit notes ----------------------------------------------------------------------------------


def test_a_credit_note_gives_back_in_proportion_to_what_is_open_of_its_invoice(ready: World) -> None:
    original = ready.spend(bill(1_000_00))
    note = ready.spend(bill(-100_00, original=original))
    assert ready.charged(note) == {
        "maastricht": -68_97,
        "vodafone": -10_35,
        "q-park": -10_34,
        "arvato": -10_34,
    }
    rest = ready.spend(bill(-900_00, original=original))
    given, taken = (ready.charged(note), ready.charged(rest)), ready.charged(original)
    assert {slug: -sum(one[slug] for one in given) for slug in taken} == taken
    assert ready.room("jobs", 2015) == (100_000_00, 0, 0)
    assert ready.balances("costs", "income", "creditors") == {}
    assert ready.faults() == []


@pytest.mark.parametrize(
    "cents, project, said",
    [
        (-900_00, "jobs", ACCEPTED),
        (-900_01, "jobs", ("NoRoom", "splits", "EUR 900.01 is more than the EUR 900.00 that is still open.")),
        (-1, "course", ("NoRoom", "splits", "EUR 0.01 is more than the EUR 0.00 that is still open.")),
    ],
)
def test_a_credit_note_is_at_most_what_is_open(ready: World, cents: int, project: str, said: object) -> None:
    original = ready.spend(bill(1_000_00))
    ready.spend(bill(-100_00, original=original))
    ready.spend(bill(5_00, "course"))
    assert last_approval(ready, ready.enter(bill(cents, project, original=original))) == said


@pytest.mark.parametrize(
    "facts, said",
    [
        ({"payee": FIRM_AS_PAYEE}, ("Malformed", "original", "Choose an invoice of the same payee.")),
        ({"original": 2}, ("Malformed", "original", "Choose an invoice of the same payee.")),
        ({"original": 9}, ("Malformed", "original", "Choose an invoice of the same payee.")),
        ({"original": 2**40}, ("Malformed", "original", "Choose an invoice of the same payee.")),
        (
            {"on": date(2015, 4, 30)},
            (
                "Malformed",
                "accounting_on",
                "A credit note cannot be dated before its invoice of 01/05/2015.",
            ),
        ),
        ({}, ACCEPTED),
    ],
)
def test_which_invoice_a_credit_note_may_be_about(ready: World, facts: dict[str, Any], said: object) -> None:
    original = ready.spend(bill(1_000_00))
    ready.spend(bill(-1_00, original=original))
    asked = {"payee": SUPPLIER, "on": MAY, "original": original, **facts}
    note = invoice(asked["payee"], {"jobs": -5}, asked["on"], original=asked["original"])
    assert ready.tries(enter_expenditure, invoice=note) == said


def test_nothing_is_credited_of_an_invoice_that_is_not_approved(ready: World) -> None:
    original = ready.enter(bill(1_000_00))
    note = ready.enter(bill(-5, original=original))
    assert last_approval(ready, note) == (
        "WrongState",
        None,
        "Expenditure 1 is not approved, so nothing of it can be credited.",
    )


def test_a_credit_note_does_not_outlive_an_edit_of_its_invoice(ready: World) -> None:
    original = ready.enter(bill(1_000_00))
    note = ready.enter(bill(-5, original=original))
    ready.does(edit_expenditure, number=original, invoice=invoice(TOWN_AS_PAYEE, {"jobs": 1_000_00}, MAY))
    ready.approve(original, "q-park")
    assert last_approval(ready, note) == (
        "WrongState",
        None,
        "Expenditure 1 was changed since, and this is no credit note of it any more.",
    )


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_credit_note_gives_back_no_more_recoverable_vat_than_its_invoice_had(
    ready: World, beyond: int
) -> None:
    original = ready.spend(invoice(SUPPLIER, {"course": 1_000_00}, MAY, vat=210_00, recoverable=210_00))
    vat = -210_00 - beyond
    note = ready.enter(
        invoice(SUPPLIER, {"course": -500_00}, MAY, vat=vat, recoverable=vat, original=original)
    )
    assert last_approval(ready, note) == (
        (
            "NoRoom",
            "recoverable_vat",
            "EUR 210.01 is more than the EUR 210.00 of recoverable VAT that is still open.",
        )
        if beyond
        else ACCEPTED
    )
    assert ready.faults() == []


def test_a_credit_note_without_an_invoice_gives_back_what_its_project_was_charged(ready: World) -> None:
    ready.spend(bill(600_00, "course"))
    ready.spend(bill(1_000_00))
    note = ready.spend(bill(-300_00, "course"))
    assert ready.charged(note) == {"vodafone": -100_00, "q-park": -100_00, "arvato": -100_00}
    too_much = ready.enter(bill(-300_01, "course"))
    assert last_approval(ready, too_much) == (
        "NoRoom",
        "splits",
        "EUR 300.01 is more than the EUR 300.00 that is still open.",
    )
    assert ready.faults() == []


def test_a_credit_note_of_a_year_without_a_budget_can_be_approved(ready: World) -> None:
    original = ready.spend(bill(1_000_00, "fair"))
    ready.today = date(2016, 2, 1)
    note = ready.spend(bill(-400_00, "fair", date(2016, 1, 20), original=original))
    assert ready.state(note) == "approved"
    assert ready.room("fair", 2015) == (10_000_00, 0, 1_000_00)
    assert ready.room("fair", 2016) == (0, 0, -400_00)
    assert ready.faults() == []
    ready.budget(2016, {"jobs": 100_000_00, "course": 20_000_00, "fair": 1_00})
    assert ready.room("fair", 2016) == (1_00, 0, -400_00)
    assert ready.faults() == []


GONE = (
    "EUR 33.34 of this would go back to Vodafone, but only EUR 0.00 of what it paid for Course is left:"
    " a credit note without an invoice gave back the rest."
)


def test_what_a_note_without_an_invoice_gave_back_is_not_given_back_again(ready: World) -> None:
    original = ready.spend(bill(100_00, "course"))
    ready.spend(bill(1_000_00))
    note = ready.spend(bill(-100_00, "course"))
    again = ready.enter(bill(-100_00, "course", original=original))
    assert last_approval(ready, again) == ("NoRoom", "splits", GONE)
    facts: dict[str, Any] = {"number": original, "reversed_on": ready.today, "reason": "Wrong."}
    assert ready.tries(reverse_expenditure, **facts) == ("NoRoom", None, GONE)
    ready.does(reverse_expenditure, number=note, reversed_on=ready.today, reason="Wrong.")
    assert ready.tries(reverse_expenditure, **facts) == ACCEPTED
    assert ready.faults() == []
