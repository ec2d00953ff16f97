"""Payments: paying, money that comes back, settling a claim, and taking it all back."""

from datetime import date
from typing import Any

import pytest

from ledger import payments
from ledger.core.money import MAX_CENTS
from ledger.payments import claims_on, pay, set_off, take_back
from ledger.reversals import reverse_expenditure, reverse_payment
from ledger.spending import Invoice
from ledger.storage.tables import Payment, PaymentShare
from tests.actions.world import ACCEPTED, FIRM_AS_PAYEE, SUPPLIER, World, changed, invoice, make_ready

MAY = date(2015, 5, 1)
CASH = 30_000_00


@pytest.fixture
def rich(ready: World) -> World:
    """Give the covenant with EUR 30,000.00 in the bank since the first of May."""
    ready.receive("vodafone", 15_000_00, MAY)
    ready.receive("q-park", 15_000_00, MAY)
    return ready


def bill(cents: int, project: str = "jobs", on: date = MAY, payee: int = SUPPLIER, **more: Any) -> Invoice:
    """Make a bill, or below zero a credit note, on one project."""
    return invoice(payee, {project: cents}, on, **more)


def back(world: World, number: int, on: date | None = None) -> None:
    """Reverse an expenditure."""
    world.does(reverse_expenditure, number=number, reversed_on=on or world.today, reason="Wrong.")


def undo(world: World, payment: int) -> None:
    """Take a payment back."""
    world.does(reverse_payment, number=payment, reversed_on=world.today, reason="Wrong.")


def came_back(world: World, number: int, cents: int) -> int:
    """Record money that came back."""
    return world.does(take_back, number=number, received_on=world.today, amount_cents=cents)


# ---- paying ----------------------------------------------------------------------------------------


def test_paying_settles_what_each_pledge_owes(rich: World) -> None:
    number = rich.spend(bill(1_000_00))
    made = rich.pay(number, 1_000_00)
    assert rich.state(number) == "paid"
    assert rich.owed(number) == {}
    assert rich.balance("bank") == CASH - 1_000_00
    assert rich.balance("bank", "maastricht") == -689_65
    assert rich.acts(f"expenditure/{number}")[-1] == "expenditure.paid"
    assert (made, rich.rows(Payment), rich.rows(PaymentShare)) == (1, 1, 4)
    assert rich.faults() == []


def test_part_payments_are_divided_in_proportion_to_what_is_open(rich: World) -> None:
    number = rich.spend(bill(1_000_00))
    rich.pay(number, 333_33)
    assert rich.state(number) == "approved"
    assert rich.owed(number) == {
        "maastricht": 689_65 - 229_88,
        "vodafone": 103_45 - 34_49,
        "q-park": 103_45 - 34_48,
        "arvato": 103_45 - 34_48,
    }
    rich.pay(number, 666_67)
    assert (rich.state(number), rich.owed(number)) == ("paid", {})
    assert rich.faults() == []


def test_recoverable_vat_is_paid_by_the_common_fund(rich: World) -> None:
    number = rich.spend(invoice(SUPPLIER, {"course": 300}, MAY, vat=63, recoverable=63))
    rich.pay(number, 363)
    assert rich.balance("bank", "common") == -63
    assert rich.state(number) == "paid"


OWED = "EUR 1,000.01 is more than the EUR 1,000.00 still owed on expenditure 1."


@pytest.mark.parametrize(
    "facts, said",
    [
        ({}, ACCEPTED),
        ({"amount_cents": 1_000_01}, ("NoRoom", "amount", OWED)),
        ({"amount_cents": 0}, ("Malformed", "amount", "An amount is more than zero.")),
        ({"amount_cents": -1}, ("Malformed", "amount", "An amount is more than zero.")),
        (
            {"amount_cents": MAX_CENTS + 1},
            ("Malformed", "amount", "An amount is at most EUR 100,000,000,000.00."),
        ),
        ({"paid_on": date(2015, 6, 2)}, ("Malformed", "paid_on", "02/06/2015 has not come yet.")),
        (
            {"paid_on": date(2014, 12, 31)},
            ("Malformed", "paid_on", "31/12/2014 is before the covenant began on 01/01/2015."),
        ),
        ({"reference": "\0"}, ("Malformed", "reference", "The character U+0000 cannot stand in a text.")),
        ({"number": 2}, ("WrongState", None, "Expenditure 2 is not approved.")),
        ({"number": 9}, ("NotFound", None, "There is no expenditure 9.")),
    ],
)
def test_what_may_be_paid(rich: World, facts: dict[str, Any], said: object) -> None:
    number = rich.spend(bill(1_000_00))
    rich.enter(bill(5))
    assert (
        rich.tries(pay, **{"number": number, "paid_on": rich.today, "amount_cents": 1_000_00, **facts})
        == said
    )


@pytest.mark.parametrize(
    "paid_on, amount_cents, said",
    [
        (date(2015, 6, 1), CASH, ACCEPTED),
        (
            date(2015, 6, 1),
            CASH + 1,
            (
                "NoRoom",
                "amount",
                (
                    "EUR 30,000.01 is more than the EUR 30,000.00 the bank account holds,"
                    " now or on a later day recorded."
                ),
            ),
        ),
        (date(2015, 5, 1), CASH, ACCEPTED),
        (
            date(2015, 4, 30),
            1,
            (
                "NoRoom",
                "amount",
                "EUR 0.01 is more than the EUR 0.00 the bank account holds, now or on a later day recorded.",
            ),
        ),
    ],
)
def test_the_bank_account_is_a_ceiling_to_the_cent(
    rich: World, paid_on: date, amount_cents: int, said: object
) -> None:
    number = rich.spend(bill(50_000_00))
    assert rich.tries(pay, number=number, paid_on=paid_on, amount_cents=amount_cents) == said
    assert rich.faults() == []


def test_a_back_dated_payment_may_not_empty_the_account_on_a_later_day(rich: World) -> None:
    number = rich.spend(bill(50_000_00))
    rich.pay(number, CASH, date(2015, 5, 20))
    rich.receive("arvato", 15_000_00, date(2015, 6, 1))
    facts = {"number": number, "amount_cents": 1}
    assert rich.tries(pay, paid_on=date(2015, 5, 10), **facts)[0] == "NoRoom"  # type: ignore[arg-type]
    assert rich.tries(pay, paid_on=date(2015, 6, 1), **facts) == ACCEPTED  # type: ignore[arg-type]


def test_under_the_rule_warn_a_payment_beyond_the_account_is_recorded_with_a_warning(empty: Any) -> None:
    world: World = empty(changed(('cash_rule = "refuse"', 'cash_rule = "warn"')))
    make_ready(world)
    number = world.spend(bill(1_000_00))
    _, warning = world.does(pay, number=number, paid_on=world.today, amount_cents=1_000_00)
    assert warning is not None
    assert world.balance("bank") == -1_000_00
    assert world.state(number) == "paid"
    assert world.faults() == []


def test_a_payment_sent_twice_is_made_once(rich: World) -> None:
    number = rich.spend(bill(1_000_00))
    facts = {"number": number, "paid_on": rich.today, "amount_cents": 5}
    first = rich.does(pay, by=rich.treasurer("key"), **facts)
    before = rich.everything()
    assert rich.does(pay, by=rich.treasurer("key"), **facts) == first
    assert rich.everything() == before
    assert rich.tries(pay, by=rich.treasurer("key"), **{**facts, "amount_cents": 6})[0] == "KeyReused"


def test_nothing_is_paid_in_a_closed_year_and_the_next_year_opens_by_itself(rich: World) -> None:
    number = rich.spend(bill(1_000_00))
    rich.today = date(2018, 3, 1)
    rich.closes(2015)
    facts = {"number": number, "amount_cents": 1_000_00}
    assert rich.tries(pay, paid_on=MAY, **facts) == (  # type: ignore[arg-type]
        "YearClosed",
        "paid_on",
        "Fiscal year 2015 is closed. The first day that is open is 01/01/2016.",
    )
    assert rich.tries(pay, paid_on=date(2018, 3, 1), **facts) == ACCEPTED  # type: ignore[arg-type]
    assert rich.faults() == []


# ---- claims ----------------------------------------------------------------------------------------


def test_reversing_a_paid_expenditure_leaves_a_claim_on_the_payee(rich: World) -> None:
    number = rich.spend(bill(1_000_00))
    rich.pay(number, 400_00)
    back(rich, number)
    assert rich.state(number) == "reversed"
    assert sum(rich.owed(number).values()) == -400_00
    assert [(row.id, cents) for row, cents in rich.asks(claims_on, SUPPLIER)] == [(number, 400_00)]
    assert rich.balances("costs", "income", "creditors") == {"creditors": 400_00}
    assert rich.available(2015)["maastricht"] == 100_000_00
    assert rich.room("jobs", 2015) == (100_000_00, 0, 0)
    came_back(rich, number, 150_00)
    came_back(rich, number, 250_00)
    assert rich.owed(number) == {}
    assert rich.asks(claims_on, SUPPLIER) == []
    assert rich.balance("bank") == CASH
    assert rich.faults() == []


def test_reversing_what_is_not_paid_leaves_no_claim(rich: World) -> None:
    before = rich.totals()
    number = rich.spend(bill(1_000_00))
    back(rich, number)
    assert rich.totals() == before
    assert rich.asks(claims_on, SUPPLIER) == []
    assert rich.faults() == []


def test_a_credit_note_is_refunded_and_then_settled(rich: World) -> None:
    original = rich.spend(bill(1_000_00))
    rich.pay(original, 1_000_00)
    note = rich.spend(bill(-300_00, original=original))
    assert [(row.id, cents) for row, cents in rich.asks(claims_on, SUPPLIER)] == [(note, 300_00)]
    came_back(rich, note, 300_00)
    assert rich.state(note) == "paid"
    assert rich.balance("bank") == CASH - 700_00
    assert rich.faults() == []


@pytest.mark.parametrize(
    "number, cents, said",
    [
        (2, 300_00, ACCEPTED),
        (
            2,
            300_01,
            ("NoRoom", "amount", "EUR 300.01 is more than the EUR 300.00 still claimed on expenditure 2."),
        ),
        (2, 0, ("Malformed", "amount", "An amount is more than zero.")),
        (1, 1, ("NoRoom", "amount", "EUR 0.01 is more than the EUR 0.00 still claimed on expenditure 1.")),
    ],
)
def test_what_may_come_back(rich: World, number: int, cents: int, said: object) -> None:
    original = rich.spend(bill(1_000_00))
    rich.spend(bill(-300_00, original=original))
    assert rich.tries(take_back, number=number, received_on=rich.today, amount_cents=cents) == said


def test_money_that_came_back_before_the_reversal_was_recorded_keeps_its_own_day(rich: World) -> None:
    number = rich.spend(bill(1_000_00))
    rich.pay(number, 1_000_00, date(2015, 5, 20))
    rich.does(reverse_expenditure, number=number, reversed_on=date(2015, 5, 25), reason="Wrong.")
    facts: dict[str, Any] = {"number": number, "amount_cents": 1_000_00}
    assert rich.tries(take_back, received_on=date(2015, 5, 24), **facts) == ACCEPTED
    assert rich.faults() == []


# ---- setting off -----------------------------------------------------------------------------------


def settle(world: World, number: int, claim: int, cents: int) -> object:
    """Try to settle an expenditure with a claim."""
    return world.tries(set_off, number=number, claim_number=claim, settled_on=world.today, amount_cents=cents)


@pytest.mark.parametrize(
    "day, said",
    [
        (
            24,
            ("Malformed", "settled_on", "On 24/05/2015 no more than EUR 0.00 was claimed on expenditure 1."),
        ),
        (25, ("Malformed", "settled_on", "Expenditure 2 is owed only from 26/05/2015 on.")),
        (26, ACCEPTED),
    ],
)
def test_a_claim_settles_a_debt_once_there_are_both(rich: World, day: int, said: object) -> None:
    wrong = rich.spend(bill(1_000_00))
    rich.pay(wrong, 1_000_00, date(2015, 5, 20))
    rich.does(reverse_expenditure, number=wrong, reversed_on=date(2015, 5, 25), reason="Wrong.")
    later = rich.spend(bill(600_00, on=date(2015, 5, 26)))
    facts = {"number": later, "claim_number": wrong, "amount_cents": 600_00}
    assert rich.tries(set_off, settled_on=date(2015, 5, day), **facts) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "on, said",
    [
        (
            28,
            ("Malformed", "settled_on", "On 28/05/2015 no more than EUR 0.00 was claimed on expenditure 1."),
        ),
        (29, ACCEPTED),
    ],
)
def test_a_claim_that_stood_settled_can_be_used_again_from_the_day_that_was_undone(
    rich: World, on: int, said: object
) -> None:
    wrong = rich.spend(bill(600_00))
    rich.pay(wrong, 600_00, date(2015, 5, 20))
    back(rich, wrong, date(2015, 5, 25))
    later = rich.spend(bill(600_00, invoice_reference="2"))
    facts: dict[str, Any] = {"number": later, "claim_number": wrong, "amount_cents": 600_00}
    made = rich.does(set_off, settled_on=date(2015, 5, 27), **facts)
    rich.does(reverse_payment, number=made, reversed_on=date(2015, 5, 29), reason="Wrong.")
    assert rich.tries(set_off, settled_on=date(2015, 5, on), **facts) == said
    assert rich.faults() == []


def test_a_set_off_moves_money_between_pledges_and_none_in_all(rich: World) -> None:
    wrong = rich.spend(bill(1_000_00))
    rich.pay(wrong, 1_000_00)
    back(rich, wrong)
    later = rich.spend(bill(600_00, "course"))
    before = rich.balance("bank")
    town = rich.balance("bank", "maastricht")
    assert settle(rich, later, wrong, 500_00) == ACCEPTED
    assert rich.balance("bank") == before
    assert rich.balance("bank", "maastricht") == town + 344_83
    assert sum(rich.owed(later).values()) == 100_00
    assert sum(rich.owed(wrong).values()) == -500_00
    assert rich.acts(f"expenditure/{later}")[-1] == "expenditure.set_off"
    assert rich.faults() == []


@pytest.mark.parametrize(
    "number, claim, cents, said",
    [
        (2, 1, 600_00, ACCEPTED),
        (
            2,
            1,
            600_01,
            ("NoRoom", "amount", "EUR 600.01 is more than the EUR 600.00 still owed on expenditure 2."),
        ),
        (
            3,
            1,
            1_000_01,
            (
                "NoRoom",
                "amount",
                "EUR 1,000.01 is more than the EUR 1,000.00 still claimed on expenditure 1.",
            ),
        ),
        (4, 1, 1, ("Malformed", "claim", "The claim is on another payee.")),
        (
            2,
            3,
            1,
            ("NoRoom", "amount", "EUR 0.01 is more than the EUR 0.00 still claimed on expenditure 3."),
        ),
        (
            1,
            1,
            1,
            ("NoRoom", "amount", "EUR 0.01 is more than the EUR 0.00 still owed on expenditure 1."),
        ),
        (2, 1, 0, ("Malformed", "amount", "An amount is more than zero.")),
        (2, 5, 1, ("WrongState", None, "Expenditure 5 is not approved.")),
    ],
)
def test_what_may_be_settled_with_a_claim(
    rich: World, number: int, claim: int, cents: int, said: object
) -> None:
    wrong = rich.spend(bill(1_000_00))
    rich.pay(wrong, 1_000_00)
    back(rich, wrong)
    rich.spend(bill(600_00, "course"))
    rich.spend(bill(2_000_00))
    rich.spend(bill(10, payee=FIRM_AS_PAYEE))
    rich.enter(bill(-1))
    assert settle(rich, number, claim, cents) == said


def test_a_settlement_is_taken_back_as_a_whole(rich: World) -> None:
    wrong = rich.spend(bill(1_000_00))
    rich.pay(wrong, 1_000_00)
    back(rich, wrong)
    later = rich.spend(bill(600_00, "course"))
    before = rich.totals()
    settle(rich, later, wrong, 600_00)
    assert rich.state(later) == "paid"
    undo(rich, rich.asks(payments.payments_of, later)[0].id)
    assert rich.totals() == before
    assert rich.state(later) == "approved"
    assert sum(rich.owed(wrong).values()) == -1_000_00
    assert rich.faults() == []
