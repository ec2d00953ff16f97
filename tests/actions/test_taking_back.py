"""Taking back what was recorded in error: each kind, what is refused, and what the books say afterwards."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger import contributions, evidence, indicators, proposing, receipts, received_pages
from ledger.contributions import return_overpayment
from ledger.core.media import SoundFile
from ledger.storage import funding
from ledger.taking_back import find, take_back
from tests import papers
from tests.actions.test_approving import bill
from tests.actions.world import ACCEPTED, World, changed, make_ready

DAY = date(2015, 6, 1)
WHY = "Typed into the wrong covenant"


@pytest.fixture
def busy(ready: World) -> World:
    """Give a covenant with one of everything that can be taken back; the return was booked by entry 3."""
    ready.receive("vodafone", 45_100_00)
    ready.does(receipts.record_bank_receipt, kind="interest", received_on=DAY, amount_cents=50_00)
    ready.does(return_overpayment, party="vodafone", returned_on=DAY, amount_cents=60_00)
    ready.does(
        receipts.record_in_kind, party="zuyd", project="course", given_on=DAY, unit="hours",
        quantity_hundredths=1250, description="Lessons", value_cents=625_00,
    )  # fmt: skip
    facts: dict[str, Any] = {"indicator": "jobs", "measured_on": DAY, "value": 5210, "source": "Register"}
    ready.does(indicators.add_measurement, **facts)
    return ready


def returned(world: World) -> int:
    """Give the number of the entry by which an overpayment was returned."""
    return world.entries("overpayment_returned")[0]


def taken(world: World, kind: str, number: int, **more: Any) -> object:
    """Try to take something back."""
    facts = {"kind": kind, "number": number, "taken_back_on": world.today, "reason": WHY, **more}
    return world.tries(take_back, **facts)


@pytest.mark.parametrize("kind", ["bank", "return", "in-kind", "measurement"])
def test_each_is_taken_back_once_with_a_reason(busy: World, kind: str) -> None:
    number = returned(busy) if kind == "return" else 1
    assert taken(busy, kind, number, reason=" ") == ("Malformed", "reason", "Say why this is taken back.")
    assert taken(busy, kind, number, taken_back_on=DAY - timedelta(days=1))[1] == "taken_back_on"  # type: ignore[index]
    assert taken(busy, kind, number, taken_back_on=DAY + timedelta(days=1)) == (
        "Malformed",
        "taken_back_on",
        "02/06/2015 has not come yet.",
    )
    assert taken(busy, kind, number) == ACCEPTED
    assert taken(busy, kind, number) == ("WrongState", None, "This has been taken back already.")
    assert busy.acts(busy.asks(find, kind, number).subject)[-1] == "record.taken_back"
    assert busy.faults() == []


@pytest.mark.parametrize(
    "kind, number",
    [("bank", 2), ("return", 1), ("return", 999), ("in-kind", 2), ("measurement", 0), ("x", 1)],
)
def test_what_is_not_there_is_not_taken_back(busy: World, kind: str, number: int) -> None:
    assert taken(busy, kind, number)[0] == "NotFound"  # type: ignore[index]


def test_interest_taken_back_leaves_the_books_as_they_were(busy: World) -> None:
    assert busy.balance("unspent", "common") == -50_00
    taken(busy, "bank", 1)
    assert busy.balance("unspent", "common") == 0
    assert busy.asks(funding.interest_cents, None, DAY) == 0
    assert busy.asks(funding.interest_cents, None, DAY - timedelta(days=1)) == 0


def test_money_returned_in_error_is_to_be_returned_again(busy: World) -> None:
    party = busy.parties["vodafone"]
    assert busy.asks(contributions.to_return, party) == [(2, 40_00)]
    taken(busy, "return", returned(busy))
    assert busy.asks(contributions.to_return, party) == [(2, 100_00)]
    again: dict[str, Any] = {"party": "vodafone", "returned_on": DAY, "amount_cents": 100_00}
    assert busy.tries(return_overpayment, **again) == ACCEPTED
    assert busy.faults() == []


def test_a_gift_taken_back_counts_no_longer_from_that_day_on(busy: World) -> None:
    busy.today = DAY + timedelta(days=10)
    taken(busy, "in-kind", 1)
    assert busy.asks(received_pages.given_total).cents == 0
    (row,) = busy.asks(received_pages.given)
    assert row.is_taken_back
    assert busy.asks(funding.in_kind, DAY, DAY + timedelta(days=9), "en")[1] == 625_00
    assert busy.asks(funding.in_kind, DAY, DAY + timedelta(days=10), "en") == ([], 0)


def test_a_count_taken_back_can_be_recorded_again(busy: World) -> None:
    facts: dict[str, Any] = {"indicator": "jobs", "measured_on": DAY, "value": 5210, "source": "Register"}
    assert busy.tries(indicators.add_measurement, **facts)[0] == "WrongState"
    taken(busy, "measurement", 1)
    assert busy.asks(indicators.list_measurements) == []
    assert busy.tries(indicators.add_measurement, **facts) == ACCEPTED
    assert busy.faults() == []


def test_interest_that_was_released_stays(busy: World) -> None:
    facts = {"project": "jobs", "year": 2015, "amount_cents": 50_00}
    busy.votes(busy.does(proposing.propose, kind="common", facts=facts, proposal="For the fair."), "for")
    assert taken(busy, "bank", 1) == (
        "NoRoom",
        None,
        "EUR 50.00 of the common fund would go, and only EUR 0.00 of it is not released.",
    )


def test_vat_paid_back_in_error_is_claimed_again(ready: World) -> None:
    ready.receive("maastricht", 1_000_00)
    ready.spend(bill(100_00, vat=21_00, recoverable=21_00))
    ready.does(receipts.record_bank_receipt, kind="vat", received_on=DAY, amount_cents=21_00)
    assert ready.asks(receipts.vat_claim_cents) == 0
    assert taken(ready, "bank", 1) == ACCEPTED
    assert ready.asks(receipts.vat_claim_cents) == 21_00
    assert ready.faults() == []


def test_what_was_paid_out_is_not_taken_from_the_bank(ready: World) -> None:
    ready.does(receipts.record_bank_receipt, kind="interest", received_on=DAY, amount_cents=50_00)
    ready.pay(ready.spend(bill(50_00)), 50_00)
    assert taken(ready, "bank", 1)[0] == "NoRoom"  # type: ignore[index]


def test_where_the_covenant_allows_it_it_warns(empty: Any) -> None:
    world: World = empty(changed(('cash_rule = "refuse"', 'cash_rule = "warn"')))
    make_ready(world)
    world.does(receipts.record_bank_receipt, kind="interest", received_on=DAY, amount_cents=50_00)
    world.pay(world.spend(bill(50_00)), 50_00)
    facts: dict[str, Any] = {"kind": "bank", "number": 1, "taken_back_on": DAY, "reason": WHY}
    assert world.does(take_back, **facts) is not None
    assert world.faults() == []


def test_a_bank_receipt_takes_evidence(busy: World) -> None:
    busy.does(evidence.add_evidence, subject="bank/1", file=SoundFile("statement.pdf", papers.PDF))
    assert [row.name for row in busy.asks(evidence.list_evidence, "bank/1")] == ["statement.pdf"]
    assert busy.faults() == []


def test_sent_twice_it_is_taken_back_once(busy: World) -> None:
    facts: dict[str, Any] = {"kind": "bank", "number": 1, "taken_back_on": DAY, "reason": WHY}
    busy.does(take_back, by=busy.treasurer("key"), **facts)
    before = busy.everything()
    busy.does(take_back, by=busy.treasurer("key"), **facts)
    assert busy.everything() == before
