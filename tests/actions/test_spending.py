"""Spending: entering and editing an expenditure, and who has to approve it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger import approving, spending
from ledger.approving import reject_expenditure
from ledger.core.money import MAX_CENTS
from ledger.core.spend import Amounts
from ledger.spending import Invoice, edit_expenditure, enter_expenditure
from ledger.storage.tables import Approval, JournalEntry
from tests.actions.world import (
    ACCEPTED,
    SUPPLIER,
    World,
    invoice,
)

MAY = date(2015, 5, 1)


def bill(cents: int = 1000_00, project: str = "jobs", payee: int = SUPPLIER, **more: Any) -> Invoice:
    """Make a bill on one project."""
    return invoice(payee, {project: cents}, MAY, **more)


# ---- entering --------------------------------------------------------------------------------------


def test_an_expenditure_is_entered_with_its_splits_and_charges_nobody_yet(ready: World) -> None:
    number = ready.enter(invoice(SUPPLIER, {"jobs": 605, "course": 200}, MAY, vat=105))
    row = ready.asks(spending.find_expenditure, number)
    assert (row.state, row.kind, row.version, row.accounting_on, row.accounting_year) == (
        "entered",
        "invoice",
        1,
        MAY,
        2015,
    )
    assert [(s.line, s.cents) for s in ready.asks(spending.splits_of, number)] == [(1, 605), (2, 200)]
    assert ready.rows(JournalEntry) == 0
    assert ready.acts(f"expenditure/{number}") == ["expenditure.entered"]


@pytest.mark.parametrize(
    "project, cents",
    [("jobs", 100_000_01), ("fair", 145_000_01), ("sites", MAX_CENTS)],
)
def test_a_real_invoice_is_registered_whatever_the_ceilings_say(
    ready: World, project: str, cents: int
) -> None:
    assert ready.tries(enter_expenditure, invoice=bill(cents, project)) == ACCEPTED


def test_an_amount_may_be_in_a_year_without_a_budget(ready: World) -> None:
    assert ready.tries(enter_expenditure, invoice=bill(accounting_on=date(2017, 12, 31))) == ACCEPTED


TERM = "The accounting date lies outside the covenant's term, 01/01/2015 to 31/12/2017."
TOO_LARGE = "An amount is at most EUR 100,000,000,000.00."


@pytest.mark.parametrize(
    "facts, said",
    [
        ({"payee_id": 99}, ("Malformed", "payee", "Choose who is paid.")),
        ({"payee_id": 2**40}, ("Malformed", "payee", "Choose who is paid.")),
        (
            {"splits": (("nothing", 1000_00),)},
            ("NotFound", "splits", "There is no project nothing in this covenant."),
        ),
        ({"splits": ()}, (("Malformed", "splits", "Say which project this is for."),)),
        (
            {"splits": (("jobs", 1000_01),)},
            (
                (
                    "Malformed",
                    "splits",
                    (
                        "The projects' parts make EUR 1,000.01, but gross less recoverable VAT is"
                        " EUR 1,000.00: a difference of EUR -0.01."
                    ),
                ),
            ),
        ),
        (
            {"invoice_reference": " ", "description": "", "accounting_on": date(2018, 1, 1)},
            (
                ("Malformed", "invoice_reference", "Give the number or reference on the invoice."),
                ("Malformed", "description", "Say what was bought or done."),
                ("Malformed", "accounting_on", TERM),
            ),
        ),
        ({"invoice_on": date(2015, 6, 2)}, ("Malformed", "invoice_on", "02/06/2015 has not come yet.")),
        ({"amounts": Amounts(10**30, 0, 0, 10**30)}, ("Malformed", "net", TOO_LARGE)),
        ({"splits": (("jobs", MAX_CENTS + 1),)}, ("Malformed", "splits", TOO_LARGE)),
        (
            {"description": "a\ud800"},
            ("Malformed", "description", "The character U+D800 cannot stand in a text."),
        ),
        ({"original": 1}, ("Malformed", "original", "Only a credit note is about another expenditure.")),
        ({"obligation": 7}, ("NotFound", "obligation", "There is no obligation 7.")),
    ],
)
def test_what_is_malformed_is_not_entered(ready: World, facts: dict[str, Any], said: object) -> None:
    assert ready.tries(enter_expenditure, invoice=replace(bill(), **facts)) == said


def test_nothing_is_entered_in_a_closed_year(ready: World) -> None:
    ready.closes(2015)
    assert ready.tries(enter_expenditure, invoice=bill()) == (
        "YearClosed",
        "accounting_on",
        "Fiscal year 2015 is closed. The first day that is open is 01/01/2016.",
    )
    assert ready.tries(enter_expenditure, invoice=bill(accounting_on=date(2016, 1, 1))) == ACCEPTED


def test_an_expenditure_sent_twice_is_entered_once(ready: World) -> None:
    first = ready.does(enter_expenditure, by=ready.treasurer("key"), invoice=bill())
    before = ready.everything()
    assert ready.does(enter_expenditure, by=ready.treasurer("key"), invoice=bill()) == first
    assert ready.everything() == before
    assert ready.tries(enter_expenditure, by=ready.treasurer("key"), invoice=bill(1001_00)) == (
        "KeyReused",
        None,
        "This form was already sent with other content. Open the page again and fill it in anew.",
    )


# ---- editing ---------------------------------------------------------------------------------------


def test_an_edit_makes_a_new_version_and_voids_the_approvals(ready: World) -> None:
    number = ready.approve(ready.enter(bill(20_000_00)), "vodafone")
    assert ready.does(edit_expenditure, number=number, invoice=bill(20_000_01)) == 2
    row = ready.asks(spending.find_expenditure, number)
    standing = ready.asks(approving.mandate_of, row, ready.today).standing
    assert standing is not None
    assert (standing.given, standing.needed) == (0, 2)
    ready.approve(number, "maastricht", "vodafone")
    assert ready.state(number) == "approved"
    assert ready.rows(Approval) == 3
    assert ready.faults() == []


def test_saving_without_a_change_leaves_the_approvals(ready: World) -> None:
    number = ready.approve(ready.enter(bill(20_000_00)), "vodafone")
    before = ready.everything()
    assert ready.does(edit_expenditure, number=number, invoice=bill(20_000_00)) == 1
    assert ready.everything() == before


def test_an_edit_sent_twice_is_one_version(ready: World) -> None:
    number = ready.enter(bill())
    facts = {"number": number, "invoice": bill(5)}
    assert ready.does(edit_expenditure, by=ready.treasurer("key"), **facts) == 2
    assert ready.does(edit_expenditure, by=ready.treasurer("key"), **facts) == 2


@pytest.mark.parametrize("state", ["approved", "rejected"])
def test_what_is_decided_is_not_edited(ready: World, state: str) -> None:
    number = ready.enter(bill())
    if state == "approved":
        ready.approve(number, "vodafone")
    else:
        ready.does(reject_expenditure, by=ready.partner("vodafone"), number=number, reason="Not ours.")
    assert ready.tries(edit_expenditure, number=number, invoice=bill(5)) == (
        "WrongState",
        None,
        "Expenditure 1 is decided and can no longer be edited.",
    )


def test_an_edit_is_refused_what_entering_is_refused(ready: World) -> None:
    number = ready.enter(bill())
    assert ready.tries(edit_expenditure, number=number, invoice=replace(bill(), payee_id=9)) == (
        "Malformed",
        "payee",
        "Choose who is paid.",
    )


def test_a_credit_note_is_not_about_itself(ready: World) -> None:
    number = ready.enter(bill())
    assert ready.tries(edit_expenditure, number=number, invoice=bill(-5, original=number)) == (
        "Malformed",
        "original",
        "Choose an invoice of the same payee.",
    )
