"""Nobody approves what goes to themselves, whatever the register of payees says at the moment."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from ledger import payee_changes, payees, spend_decisions
from ledger.core.language import PLAIN
from tests.actions.test_approving import LIMITED, approve, bill
from tests.actions.test_voting import vote
from tests.actions.world import ACCEPTED, FIRM_AS_PAYEE, SUPPLIER, World, make_ready

IBAN, OTHER_IBAN = "NL91ABNA0417164300", "BE68539007547034"
VAT, CHAMBER = "NL123456789B01", "12345678"
FIRM = "vodafone"
OWN = ("NotAllowed", None, "An organisation cannot approve an expenditure to itself.")
ASIDE = ("NotAllowed", None, "Your organisation is the payee and stands aside.")


@pytest.fixture
def limited(empty: Any) -> World:
    """Give a covenant whose mandate ends at EUR 50,000.00, with projects and a budget."""
    world: World = empty(LIMITED)
    make_ready(world, {2015: {"jobs": 100_000_00}})
    return world


def change(world: World, payee: int, name: str, **more: Any) -> None:
    """Have the treasurer say of a payee this and nothing else, a day later."""
    world.today += timedelta(days=1)
    world.does(payee_changes.change_payee, payee=payee, name=name, **more)


def unlinked(world: World) -> int:
    """Enter an invoice of the firm, and then say that the payee is no party."""
    number = world.enter(bill(payee=FIRM_AS_PAYEE))
    change(world, FIRM_AS_PAYEE, "The firm")
    return number


def unlinked_long_before(world: World) -> int:
    """Say that the payee is no party, and then enter an invoice of it."""
    change(world, FIRM_AS_PAYEE, "The firm")
    world.today += timedelta(days=1)
    return world.enter(bill(payee=FIRM_AS_PAYEE))


def linked_and_unlinked(world: World) -> int:
    """Enter an invoice of a supplier that is the firm for a day."""
    number = world.enter(bill(payee=SUPPLIER))
    change(world, SUPPLIER, "Supplier", party=FIRM)
    change(world, SUPPLIER, "Supplier")
    return number


def of_a_twin(**numbers: Any) -> Callable[[World], int]:
    """Enter an invoice of a payee with numbers that the firm has in the register too, some or all."""

    def enter(world: World) -> int:
        known = {"iban": IBAN, "vat_number": VAT, "chamber_number": CHAMBER}
        change(world, FIRM_AS_PAYEE, "The firm", party=FIRM, **known)
        return world.enter(bill(payee=world.does(payees.add_payee, name="Its lawyers", **numbers)))

    return enter


def of_a_twin_for_a_day(world: World) -> int:
    """Enter an invoice of a payee that gets the firm's account number for a day."""
    change(world, FIRM_AS_PAYEE, "The firm", party=FIRM, iban=IBAN)
    number = world.enter(bill(payee=SUPPLIER))
    change(world, SUPPLIER, "Supplier", iban=IBAN)
    change(world, SUPPLIER, "Supplier", iban=OTHER_IBAN)
    return number


def of_a_twin_whose_other_was_unlinked(world: World) -> int:
    """Enter an invoice to the firm's account number, and then say that the firm's payee is no party."""
    number = of_a_twin(iban=IBAN)(world)
    change(world, FIRM_AS_PAYEE, "The firm", iban=OTHER_IBAN)
    return number


ENTERED: Mapping[str, tuple[Callable[[World], int], object]] = {
    "the firm's": (lambda world: world.enter(bill(payee=FIRM_AS_PAYEE)), OWN),
    "a supplier's": (lambda world: world.enter(bill()), ACCEPTED),
    "the firm's, unlinked since": (unlinked, OWN),
    "the firm's, unlinked before": (unlinked_long_before, ACCEPTED),
    "a supplier's, linked for a day": (linked_and_unlinked, OWN),
    "to the same IBAN": (of_a_twin(iban=IBAN), OWN),
    "with the same VAT number": (of_a_twin(vat_number=VAT), OWN),
    "with the same chamber number": (of_a_twin(chamber_number=CHAMBER), OWN),
    "with other numbers": (of_a_twin(iban=OTHER_IBAN, chamber_number="12345679"), ACCEPTED),
    "without any number": (of_a_twin(), ACCEPTED),
    "to the same IBAN for a day": (of_a_twin_for_a_day, OWN),
    "to the same IBAN, unlinked since": (of_a_twin_whose_other_was_unlinked, OWN),
}
"""What was entered, and what becomes of the firm's approval."""


@pytest.mark.parametrize("row", ENTERED)
def test_the_payees_party_approves_nothing_that_is_paid_to_it(ready: World, row: str) -> None:
    entered, outcome = ENTERED[row]
    number = entered(ready)
    assert approve(ready, number, FIRM) == outcome
    ready.approve(number, *(() if outcome == ACCEPTED else ("q-park",)))
    assert ready.state(number) == "approved"
    assert ready.faults() == []


def test_the_page_names_every_party_that_the_payee_is_or_was(ready: World) -> None:
    number = unlinked(ready)
    change(ready, FIRM_AS_PAYEE, "The firm", party="arvato")
    asks = ready.mandate(number)
    assert asks.payee_parties == {ready.parties[FIRM], ready.parties["arvato"]}
    assert asks.standing is not None
    assert [PLAIN.say(reason) for reason in asks.standing.reasons][1:] == [
        "Vodafone is the payee and does not take part.",
        "arvato Bertelsmann is the payee and does not take part.",
    ]


@pytest.mark.parametrize("hidden", ["unlinked", "twin"])
def test_the_payees_party_has_no_vote_on_what_is_paid_to_it(limited: World, hidden: str) -> None:
    change(limited, FIRM_AS_PAYEE, "The firm", party=FIRM, iban=IBAN)
    twin = limited.does(payees.add_payee, name="Its lawyers", iban=IBAN)
    number = limited.enter(bill(60_000_00, payee=FIRM_AS_PAYEE if hidden == "unlinked" else twin))
    if hidden == "unlinked":
        change(limited, FIRM_AS_PAYEE, "The firm")
    decision = limited.does(spend_decisions.propose_spend, number=number, proposal="Needed.")
    assert vote(limited, decision, FIRM) == ASIDE
    limited.votes(decision, "for", "maastricht", "q-park")
    assert limited.state(number) == "approved"
    assert limited.faults() == []


# ---- what the second count says of it ----------------------------------------------------------------------


def test_the_second_count_names_an_approval_by_who_turns_out_to_be_the_payee(ready: World) -> None:
    number = ready.approve(ready.enter(bill()), FIRM)
    change(ready, SUPPLIER, "Supplier", party=FIRM)
    assert ready.faults() == [
        f"expenditure/{number}: Vodafone has agreed to it, and is the payee or was it meanwhile."
    ]
    change(ready, SUPPLIER, "Supplier")
    assert len(ready.faults()) == 1


def test_the_second_count_names_a_vote_by_who_turns_out_to_be_the_payee(limited: World) -> None:
    number = limited.enter(bill(60_000_00))
    decision = limited.does(spend_decisions.propose_spend, number=number, proposal="Needed.")
    limited.votes(decision, "for", FIRM, "maastricht", "q-park")
    limited.does(payees.add_payee, name="The firm's shop", party=FIRM, iban=IBAN)
    assert limited.faults() == []
    change(limited, SUPPLIER, "Supplier", iban=IBAN)
    assert limited.faults() == [
        f"expenditure/{number}: Vodafone has agreed to it, and is the payee or was it meanwhile."
    ]
