"""Reversals: taking back a payment recorded in error, and reversing an expenditure."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ledger.payments import take_back
from ledger.reversals import reverse_expenditure, reverse_payment
from ledger.spending import Invoice
from tests.actions.world import ACCEPTED, SUPPLIER, World, changed, invoice, make_ready

MAY = date(2015, 5, 1)
CASH = 30_000_00


def receive_in_may(world: World) -> None:
    """Receive EUR 30,000.00."""
    world.receive("vodafone", 15_000_00, MAY)
    world.receive("q-park", 15_000_00, MAY)


@pytest.fixture
def rich(after: Callable[..., World]) -> World:
    """Give the covenant with EUR 30,000.00 in the bank since the first of May."""
    return after(receive_in_may)


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


# ---- taking back -----------------------------------------------------------------------------------


def test_a_payment_recorded_in_error_is_taken_back_exactly(rich: World) -> None:
    number = rich.spend(bill(1_000_00))
    rich.pay(number, 333_33)
    before = rich.totals()
    second = rich.pay(number, 666_67)
    assert rich.state(number) == "paid"
    undo(rich, second)
    assert (rich.state(number), rich.totals()) == ("approved", before)
    assert rich.acts(f"expenditure/{number}")[-1] == "payment.reversed"
    assert rich.faults() == []


@pytest.mark.parametrize(
    "facts, said",
    [
        ({}, ACCEPTED),
        ({"reversed_on": date(2015, 5, 10)}, ACCEPTED),
        (
            {"reversed_on": date(2015, 5, 9)},
            ("Malformed", "reversed_on", "A reversal cannot be dated before 10/05/2015."),
        ),
        ({"reversed_on": date(2015, 6, 2)}, ("Malformed", "reversed_on", "02/06/2015 has not come yet.")),
        ({"reason": ""}, ("Malformed", "reason", "Say why this is reversed.")),
        ({"number": 2}, ("NotFound", None, "There is no payment 2.")),
        ({"number": 2**40}, ("NotFound", None, "There is no payment 1099511627776.")),
    ],
)
def test_how_a_payment_may_be_taken_back(rich: World, facts: dict[str, Any], said: object) -> None:
    number = rich.spend(bill(1_000_00))
    made = rich.pay(number, 5, date(2015, 5, 10))
    asked = {"number": made, "reversed_on": rich.today, "reason": "Wrong.", **facts}
    assert rich.tries(reverse_payment, **asked) == said
    if said == ACCEPTED:
        assert rich.tries(reverse_payment, **asked) == (
            "WrongState",
            None,
            "Payment 1 has already been reversed.",
        )


def test_taking_a_payment_back_twice_under_one_key_does_it_once(rich: World) -> None:
    made = rich.pay(rich.spend(bill(1_000_00)), 5)
    facts: dict[str, Any] = {"number": made, "reversed_on": rich.today, "reason": "Wrong."}
    rich.does(reverse_payment, by=rich.treasurer("key"), **facts)
    before = rich.everything()
    rich.does(reverse_payment, by=rich.treasurer("key"), **facts)
    assert rich.everything() == before


def test_a_refund_whose_money_was_spent_cannot_be_taken_back(rich: World) -> None:
    number = rich.spend(bill(CASH))
    rich.pay(number, CASH)
    back(rich, number)
    refund = came_back(rich, number, 100)
    rich.pay(rich.spend(bill(1)), 1)
    assert rich.tries(reverse_payment, number=refund, reversed_on=rich.today, reason="Wrong.") == (
        "NoRoom",
        "reversed_on",
        "EUR 1.00 is more than the EUR 0.99 the bank account holds, now or on a later day recorded.",
    )


def test_under_the_rule_warn_taking_a_spent_refund_back_gives_a_warning(empty: Any) -> None:
    world: World = empty(changed(('cash_rule = "refuse"', 'cash_rule = "warn"')))
    make_ready(world)
    number = world.spend(bill(100))
    world.pay(number, 100)
    back(world, number)
    refund = came_back(world, number, 100)
    world.pay(world.spend(bill(1)), 1)
    warning = world.does(reverse_payment, number=refund, reversed_on=world.today, reason="Wrong.")
    assert warning is not None
    assert world.balance("bank") == -101
    assert world.faults() == []


def test_a_payment_is_not_taken_back_from_under_a_refund_it_was_shared_with(rich: World) -> None:
    number = rich.spend(bill(2, "course"))
    first, second = rich.pay(number, 1), rich.pay(number, 1)
    back(rich, number)
    refund = came_back(rich, number, 1)
    assert rich.tries(reverse_payment, number=first, reversed_on=rich.today, reason="Wrong.") == (
        "WrongState",
        None,
        "Money came back on expenditure 1 since; reverse that payment first.",
    )
    undo(rich, refund)
    undo(rich, second)
    undo(rich, first)
    assert rich.owed(number) == {}
    assert rich.faults() == []


def test_an_expenditure_and_its_payments_are_undone_without_a_trace_in_the_totals(rich: World) -> None:
    before = rich.totals()
    number = rich.spend(bill(1_000_01))
    made = [rich.pay(number, 333_33), rich.pay(number, 333_33)]
    back(rich, number)
    refund = came_back(rich, number, 111_11)
    undo(rich, refund)
    for payment in reversed(made):
        undo(rich, payment)
    assert rich.totals() == before
    assert rich.faults() == []


# ---- reversing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts, said",
    [
        ({}, ACCEPTED),
        ({"reversed_on": MAY}, ACCEPTED),
        (
            {"reversed_on": date(2015, 4, 30)},
            ("Malformed", "reversed_on", "A reversal cannot be dated before 01/05/2015."),
        ),
        ({"reversed_on": date(2015, 6, 2)}, ("Malformed", "reversed_on", "02/06/2015 has not come yet.")),
        ({"reason": "\n"}, ("Malformed", "reason", "Say why this is reversed.")),
        ({"number": 2}, ("WrongState", None, "Expenditure 2 is not approved.")),
        (
            {"number": 3},
            ("NoRoom", None, "Credit note 4 is booked against this expenditure; reverse that first."),
        ),
    ],
)
def test_how_an_expenditure_may_be_reversed(rich: World, facts: dict[str, Any], said: object) -> None:
    number = rich.spend(bill(1_000_00))
    rich.enter(bill(5))
    credited = rich.spend(bill(1_000_00))
    rich.spend(bill(-5, original=credited))
    asked = {"number": number, "reversed_on": rich.today, "reason": "Wrong.", **facts}
    assert rich.tries(reverse_expenditure, **asked) == said
    if said == ACCEPTED:
        again = ("WrongState", None, "Expenditure 1 has already been reversed.")
        assert rich.tries(reverse_expenditure, **asked) == again
        assert rich.acts("expenditure/1")[-1] == "expenditure.reversed"


def test_reversing_twice_under_one_key_does_it_once(rich: World) -> None:
    number = rich.spend(bill(1_000_00))
    facts: dict[str, Any] = {"number": number, "reversed_on": rich.today, "reason": "Wrong."}
    rich.does(reverse_expenditure, by=rich.treasurer("key"), **facts)
    before = rich.everything()
    rich.does(reverse_expenditure, by=rich.treasurer("key"), **facts)
    assert rich.everything() == before


def test_a_reversal_in_a_later_year_gives_room_back_to_the_year_of_the_expenditure_only(rich: World) -> None:
    number = rich.spend(bill(1_000_00))
    rich.today = date(2016, 4, 1)
    back(rich, number)
    assert rich.room("jobs", 2015) == (100_000_00, 0, 0)
    assert rich.room("jobs", 2016) == (100_000_00, 0, 0)
    entry = rich.entries("expenditure_reversed")[0]
    assert rich.entry(entry)[:2] == (date(2016, 4, 1), 2015)
    assert rich.faults() == []


def test_a_reversal_is_not_dated_before_the_entry_it_reverses(rich: World) -> None:
    number = rich.enter(bill(900, "course"))
    rich.today = date(2016, 2, 1)
    rich.closes(2015)
    rich.approve(number, "q-park")
    facts: dict[str, Any] = {"number": number, "reason": "Wrong."}
    assert rich.tries(reverse_expenditure, reversed_on=date(2015, 12, 31), **facts)[0] == "YearClosed"
    assert rich.tries(reverse_expenditure, reversed_on=date(2016, 1, 1), **facts) == ACCEPTED
    assert rich.faults() == []


def test_what_was_booked_for_a_day_to_come_is_taken_back_on_that_day(rich: World) -> None:
    delivered = date(2015, 9, 1)
    number = rich.spend(bill(1_000_00, accounting_on=delivered))
    rich.pay(number, 400_00)
    back(rich, number)
    (entry,) = rich.entries("expenditure_reversed")
    assert rich.entry(entry)[0] == delivered
    assert sum(rich.owed(number).values()) == -400_00
    assert rich.faults() == []


def test_a_credit_note_is_reversed_while_its_room_is_unused(rich: World) -> None:
    original = rich.spend(bill(10_000_00, "fair"))
    note = rich.spend(bill(-4_000_00, "fair", original=original))
    extra = rich.spend(bill(1, "fair"))
    facts: dict[str, Any] = {"number": note, "reversed_on": rich.today, "reason": "Wrong."}
    assert rich.tries(reverse_expenditure, **facts) == (
        "NoRoom",
        None,
        (
            "EUR 4,000.00 is asked for Fair, but EUR 3,999.99 is left of its budget:"
            " EUR 10,000.00 less EUR 0.00 in obligations and EUR 6,000.01 spent."
        ),
    )
    back(rich, extra)
    assert rich.tries(reverse_expenditure, **facts) == ACCEPTED
    assert rich.faults() == []


def test_a_credit_note_is_not_reversed_when_the_pledges_spent_what_it_gave(rich: World) -> None:
    original = rich.spend(bill(20_000_00, "course"))
    note = rich.spend(bill(-3_00, "course", original=original))
    rich.budget(2015, {"jobs": 0, "course": 60_000_00, "fair": 0})
    rich.spend(bill(25_000_01, "course"))
    facts: dict[str, Any] = {"number": note, "reversed_on": rich.today, "reason": "Wrong."}
    assert rich.tries(reverse_expenditure, **facts) == (
        "NoRoom",
        None,
        "Vodafone would have to pay EUR 1.00 again, and has EUR 0.99 available.",
    )


def test_a_reversed_credit_note_that_was_refunded_is_owed_again(rich: World) -> None:
    original = rich.spend(bill(900_00, "course"))
    rich.pay(original, 900_00)
    note = rich.spend(bill(-300_00, "course", original=original))
    came_back(rich, note, 300_00)
    back(rich, note)
    assert sum(rich.owed(note).values()) == 300_00
    rich.pay(note, 300_00)
    assert rich.owed(note) == {}
    assert rich.faults() == []
