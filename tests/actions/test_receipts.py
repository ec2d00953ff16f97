"""Receipts: interest, VAT that comes back, and gifts in kind."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ledger.core.money import MAX_CENTS
from ledger.core.refusals import NoRoom
from ledger.receipts import record_bank_receipt, record_in_kind
from ledger.storage.tables import FundTotal, InKind, JournalEntry
from tests.actions.world import ACCEPTED, World, invoice

MARCH = date(2015, 3, 1)

NOTHING = ("Malformed", "amount", "An amount received is more than zero.")
TOO_LARGE = ("Malformed", "amount", "An amount is at most EUR 100,000,000,000.00.")
UNKNOWN_PARTY = ("NotFound", "party", "There is no party nobody in this covenant.")


# ---- what no party promised ---------------------------------------------------------------------------


def test_interest_belongs_to_the_common_fund(world: World) -> None:
    number = world.does(
        record_bank_receipt, kind="interest", received_on=MARCH, amount_cents=12, reference="Q1"
    )
    assert (world.balance("bank", "common"), world.balance("unspent", "common")) == (12, -12)
    assert world.acts(f"bank/{number}") == ["bank.received"]


def test_interest_sent_twice_is_recorded_once(world: World) -> None:
    facts = {"kind": "interest", "received_on": MARCH, "amount_cents": 12}
    first = world.does(record_bank_receipt, by=world.treasurer("key"), **facts)
    assert world.does(record_bank_receipt, by=world.treasurer("key"), **facts) == first
    assert world.balance("bank") == 12


VAT_SAID = "EUR 2.11 is more than the EUR 2.10 of VAT that is still to be recovered."


@pytest.mark.parametrize(
    "kind, amount_cents, said",
    [
        ("vat", 210, ACCEPTED),
        ("vat", 211, ("NoRoom", "amount", VAT_SAID)),
        ("vat", 0, NOTHING),
        ("interest", MAX_CENTS + 1, TOO_LARGE),
        ("prize", 1, ("Malformed", "kind", "Choose what kind of money was received.")),
    ],
)
def test_vat_comes_back_up_to_what_was_claimed(
    world: World, kind: str, amount_cents: int, said: object
) -> None:
    world.project("course", "training")
    world.budget(2015, {"course": 1000})
    world.spend(invoice(world.payee(), {"course": 1000}, MARCH, vat=210, recoverable=210))
    assert (
        world.tries(record_bank_receipt, kind=kind, received_on=world.today, amount_cents=amount_cents)
        == said
    )


def test_vat_that_came_back_in_the_same_block_counts(world: World) -> None:
    world.project("course", "training")
    world.budget(2015, {"course": 1000})
    world.spend(invoice(world.payee(), {"course": 1000}, MARCH, vat=210, recoverable=210))
    facts: dict[str, Any] = {"by": world.treasurer(), "kind": "vat", "received_on": world.today}
    with world.database.write(world.covenant_id) as session:
        session.scalars(select(FundTotal)).all()
        record_bank_receipt(session, world.covenant_id, **facts, amount_cents=200)
        with pytest.raises(NoRoom):
            record_bank_receipt(session, world.covenant_id, **facts, amount_cents=11)
        record_bank_receipt(session, world.covenant_id, **facts, amount_cents=10)
    assert world.balance("vat") == 0


# ---- in kind ---------------------------------------------------------------------------------------------

HOURS = {
    "party": "arcus",
    "project": None,
    "given_on": MARCH,
    "unit": "hours",
    "quantity_hundredths": 150,
    "description": "Lessons",
    "value_cents": 9000,
}


@pytest.mark.parametrize(
    "facts, said",
    [
        ({}, ACCEPTED),
        ({"unit": "goods", "quantity_hundredths": 1, "value_cents": 1}, ACCEPTED),
        ({"unit": "money"}, ("Malformed", "unit", "Choose hours or goods.")),
        ({"quantity_hundredths": 0}, ("Malformed", "quantity", "A quantity is more than zero.")),
        ({"value_cents": 0}, ("Malformed", "value", "A value is more than zero.")),
        ({"value_cents": MAX_CENTS + 1}, ("Malformed", "value", TOO_LARGE[2])),
        ({"description": " "}, ("Malformed", "description", "Describe what was given.")),
        ({"given_on": date(2015, 6, 2)}, ("Malformed", "given_on", "02/06/2015 has not come yet.")),
        ({"party": "nobody"}, UNKNOWN_PARTY),
        ({"project": "none"}, ("NotFound", "project", "There is no project none in this covenant.")),
    ],
)
def test_what_may_be_given_in_kind(world: World, facts: dict[str, Any], said: object) -> None:
    assert world.tries(record_in_kind, **{**HOURS, **facts}) == said


def test_what_is_given_in_kind_stands_beside_the_journal(world: World) -> None:
    number = world.does(record_in_kind, by=world.treasurer("key"), **HOURS)
    assert world.does(record_in_kind, by=world.treasurer("key"), **HOURS) == number
    assert (world.rows(InKind), world.rows(JournalEntry)) == (1, 0)
    assert world.acts(f"in-kind/{number}") == ["in_kind.recorded"]
