"""The bank account, creditors, and what is not on the balance sheet."""

from datetime import date

from ledger.core.statements import bank
from ledger.core.statements.bank import (
    CLAIMED,
    IN_KIND,
    INSTALMENTS,
    OBLIGATIONS,
    OWED,
    BankMovement,
    Debt,
    Promise,
)
from tests.core.statements.world import YEAR, cells, controls

MOVED = [
    BankMovement(7, date(2016, 2, 1), "contribution_received", "Town", "Transfer", 500, None),
    BankMovement(9, date(2016, 3, 1), "expenditure_paid", "", "", -120, "expenditures/4"),
]


def test_the_bank_account_has_a_running_balance_from_its_opening() -> None:
    assert cells(bank.bank(YEAR, 40, MOVED, 420)) == [
        (date(2016, 1, 1), None, "Opening balance", None, None, 40, 40),
        (date(2016, 2, 1), 7, "Contribution received", "Town", "Transfer", 500, 540),
        (date(2016, 3, 1), 9, "Expenditure paid", None, None, -120, 420),
    ]


def test_the_closing_balance_comes_from_the_kept_totals() -> None:
    assert controls(bank.bank(YEAR, 40, MOVED, 421)) == {("cents", None): 421}


def test_a_movement_leads_to_what_it_is_about() -> None:
    assert [row.link for row in bank.bank(YEAR, 0, MOVED, 0).rows] == [None, None, "expenditures/4"]


DEBTS = [
    Debt(1, "Supplier", "A-1", "Flyers", date(2016, 12, 1), 300),
    Debt(2, "Supplier", "A-2", "Returned", date(2016, 11, 1), -80),
    Debt(3, "School", "B-1", "Lessons", date(2017, 1, 5), 50),  # entered beforehand
]


def test_what_is_owed_stands_before_what_is_claimed_with_its_age() -> None:
    found = bank.creditors(YEAR, DEBTS, -270)
    assert cells(found, "group", "payee", "expenditure", "age", "cents") == [
        ("Owed to payees", "Supplier", 1, 30, 300),
        ("Owed to payees", "School", 3, 0, 50),
        ("Claims on payees", "Supplier", 2, 60, -80),
    ]


def test_creditors_less_claims_are_the_balance_of_the_account() -> None:
    assert controls(bank.creditors(YEAR, DEBTS, -270)) == {("cents", None): 270}


def test_claims_are_added_up_above_zero() -> None:
    assert (bank.claims_cents(DEBTS), bank.claims_cents([])) == (80, 0)


def test_debts_and_claims_are_told_apart() -> None:
    assert OWED != CLAIMED


PROMISES = {
    INSTALMENTS: [Promise("Town", "Instalment", None, date(2017, 3, 1), 100, "parties/town")],
    OBLIGATIONS: [],
    IN_KIND: [Promise("School", "Hours", "Class", date(2016, 5, 1), 30, None)],
}


def test_what_is_not_on_the_balance_sheet_stands_in_its_group() -> None:
    assert cells(bank.off_balance(YEAR, PROMISES, {})) == [
        ("Instalments not yet due", "Town", "Instalment", None, date(2017, 3, 1), 100),
        ("Contributions in kind", "School", "Hours", "Class", date(2016, 5, 1), 30),
    ]


def test_a_group_without_rows_has_a_total_only_where_something_is_kept() -> None:
    empty = controls(bank.off_balance(YEAR, PROMISES, {INSTALMENTS: 100, OBLIGATIONS: 0, IN_KIND: 30}))
    kept = controls(bank.off_balance(YEAR, PROMISES, {INSTALMENTS: 100, OBLIGATIONS: 5, IN_KIND: 30}))
    assert (len(empty), kept["cents", "Obligations"]) == (2, 5)
