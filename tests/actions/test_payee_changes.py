"""Who approves an expenditure approves whom it pays: a change of the payee is to be approved anew."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ledger import (
    decisions,
    expenditures,
    payee_changes,
    payee_files,
    payees,
    sending_back,
    spend_decisions,
    spending,
    waiting,
)
from ledger.approving import approve_expenditure
from ledger.expenditures import Filter
from ledger.storage import documents
from ledger.storage.reads import col
from ledger.storage.tables import Trail
from tests.actions.test_approving import approve, bill
from tests.actions.test_own_payee import CHAMBER, IBAN, OTHER_IBAN, VAT, limited  # noqa: F401
from tests.actions.test_voting import state
from tests.actions.world import SUPPLIER, World

TWO = 20_000_00
"""An amount that two have to approve, one of them the town."""

KNOWN = {"name": "Supplier", "iban": IBAN, "vat_number": VAT, "chamber_number": CHAMBER, "party": "arcus"}

CHANGES: dict[str, dict[str, Any]] = {
    "its name": {"name": "Treasurer's own company"},
    "its IBAN": {"iban": OTHER_IBAN},
    "no IBAN any more": {"iban": ""},
    "its VAT number": {"vat_number": "NL123456789B02"},
    "its chamber number": {"chamber_number": "12345679"},
    "its party": {"party": "arvato"},
    "no party any more": {"party": None},
}


def say(world: World, **more: Any) -> None:
    """Have the treasurer say this of the supplier, and else what is known, an hour later."""
    by = world.treasurer()
    later = replace(by, now=by.now + timedelta(hours=1))
    world.does(payee_changes.change_payee, by=later, payee=SUPPLIER, **{**KNOWN, **more})


@pytest.fixture
def half(ready: World) -> tuple[World, int]:
    """Give an expenditure with one approval of two, of a payee of whom everything is known."""
    say(ready)
    return ready, ready.approve(ready.enter(bill(TWO)), "vodafone")


# ---- what is approved --------------------------------------------------------------------------------------


def test_what_is_approved_has_a_form_that_stays_as_it_is(half: tuple[World, int]) -> None:
    """The digests of what was approved are kept for good: no later version may make them otherwise."""
    world, number = half
    said = (
        '{"chamber_number":"12345678","iban":"NL91ABNA0417164300","name":"Supplier","party_id":5,"payee":1,'
        '"vat_number":"NL123456789B01"}'
    )
    form = (
        '{"accounting_on":"2015-05-01","description":"Work done","expenditure":1,"gross_cents":2000000,'
        '"invoice_on":"2015-05-01","net_cents":2000000,"obligation":null,"original":null,"payee":1,'
        f'"payee_digest":"{_sha256(said)}","recoverable_vat_cents":0,"reference":"2015-001",'
        '"splits":[[1,2000000]],"vat_cents":0,"version":1}'
    )
    assert _sha256(form) == "a85d80e8513522f0ee46bf5186a829462225a82a1cc2b5f627e19cdf023b6688"
    assert world.asks(spending.digest_of, number) == _sha256(form)


# ---- before the last approval ------------------------------------------------------------------------------


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_the_payee_between_two_approvals_voids_the_first(
    half: tuple[World, int], what: str
) -> None:
    world, number = half
    seen = world.asks(spending.digest_of, number)
    say(world, **CHANGES[what])
    assert world.asks(spending.digest_of, number) != seen
    assert world.acts(f"expenditure/{number}")[-1] == "expenditure.payee_changed"
    refused = world.tries(
        approve_expenditure, by=world.partner("maastricht"), number=number, seen_digest=seen
    )
    assert refused[:1] == ("WrongState",)
    world.approve(number, "maastricht")
    assert world.state(number) == "entered"
    world.approve(number, "vodafone")
    assert world.state(number) == "approved"
    assert world.faults() == []


def test_a_change_of_nothing_voids_nothing(half: tuple[World, int]) -> None:
    world, number = half
    say(world)
    world.approve(number, "maastricht")
    assert world.state(number) == "approved"


def test_who_approved_is_asked_again_and_the_page_says_why(half: tuple[World, int]) -> None:
    world, number = half
    asked = [f"expenditures/{number}"]
    assert [each.address for each in world.asks(waiting.for_person, by=world.partner("vodafone"))] == []
    say(world, iban=OTHER_IBAN)
    assert [each.address for each in world.asks(waiting.for_person, by=world.partner("vodafone"))] == asked
    row = world.asks(spending.find_expenditure, number)
    assert world.asks(payee_files.renewed_by, row) is not None
    world.does(spending.edit_expenditure, number=number, invoice=bill(TWO, description="Said better"))
    row = world.asks(spending.find_expenditure, number)
    assert world.asks(payee_files.renewed_by, row) is None


def test_who_changed_the_payee_cannot_be_an_approver(half: tuple[World, int]) -> None:
    world, number = half
    say(world, iban=OTHER_IBAN)
    turned = type(world.treasurer())(
        **{**vars(world.partner("q-park")), "person_id": world.treasurer().person_id}
    )
    assert approve(world, number, None, by=turned) == (
        "NotAllowed",
        None,
        "Who entered an expenditure cannot approve it.",
    )


def test_what_was_sent_back_stays_so_and_counts_as_changed(half: tuple[World, int]) -> None:
    world, number = half
    seen = world.asks(spending.digest_of, number)
    back = {"number": number, "reason": "Whose account is this?", "seen_digest": seen}
    world.does(sending_back.send_back, by=world.partner("vodafone"), **back)
    say(world, iban=OTHER_IBAN)
    assert world.state(number) == "sent_back"
    world.does(sending_back.resubmit, number=number, answer="")
    world.approve(number, "vodafone", "maastricht")
    assert world.state(number) == "approved"
    assert world.faults() == []


def test_a_change_of_the_payee_is_put_to_the_parties_as_a_new_version(limited: World) -> None:  # noqa: F811
    say(limited)
    number = limited.enter(bill(60_000_00))
    decision = limited.does(spend_decisions.propose_spend, number=number, proposal="Needed.")
    limited.votes(decision, "for", "vodafone", "maastricht")
    say(limited, iban=OTHER_IBAN)
    assert limited.asks(decisions.find_decision, decision).version == 2
    limited.votes(decision, "for", "q-park")
    assert state(limited, decision) == "open"
    limited.votes(decision, "for", "vodafone", "maastricht")
    assert (state(limited, decision), limited.state(number)) == ("adopted", "approved")
    assert limited.faults() == []


def test_changes_of_other_payees_leave_what_was_approved(half: tuple[World, int]) -> None:
    world, number = half
    world.does(payee_changes.change_payee, payee=2, name="The town hall", party="maastricht")
    world.approve(number, "maastricht")
    assert world.state(number) == "approved"


# ---- after it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", CHANGES)
def test_what_is_approved_stays_and_tells_what_is_other_since(ready: World, what: str) -> None:
    say(ready)
    number = ready.approve(ready.enter(bill()), "vodafone")
    seen = ready.asks(spending.digest_of, number)
    say(ready, **CHANGES[what])
    assert ready.state(number) == "approved"
    assert ready.asks(spending.digest_of, number) == seen
    row = ready.asks(spending.find_expenditure, number)
    assert ready.asks(payee_files.moved_since, row) == list(CHANGES[what])
    assert ready.faults() == []


@pytest.mark.parametrize("iban, told", [(IBAN, None), (OTHER_IBAN, ["iban"])])
def test_a_payment_to_another_account_than_was_approved_is_told(
    ready: World, iban: str, told: list[str] | None
) -> None:
    say(ready)
    number = ready.approve(ready.enter(bill()), "vodafone")
    ready.receive("vodafone", 10_000_00)
    say(ready, iban=iban)
    ready.pay(number, 1000_00)
    assert _told(ready, f"expenditure/{number}").get("other_since_approval") == told


def test_the_register_of_spend_names_whom_was_approved(ready: World) -> None:
    say(ready)
    number = ready.approve(ready.enter(bill()), "vodafone")
    later = ready.enter(bill())
    say(ready, name="Another name")
    named = {row.number: row.payee for row in ready.asks(expenditures.find, Filter()).rows}
    assert named == {number: "Supplier", later: "Another name"}
    for text in ("another", "supplier"):
        rows = ready.asks(expenditures.find, Filter(text=text)).rows
        assert number in {row.number for row in rows}


def test_statements_name_whom_was_approved(ready: World) -> None:
    say(ready)
    ready.approve(ready.enter(bill()), "vodafone")
    say(ready, name="Another name")
    assert [debt.payee for debt in ready.asks(documents.debts, ready.today)] == ["Supplier"]


def test_approvers_are_shown_every_change_of_the_payee(ready: World) -> None:
    say(ready)
    before = len(ready.asks(payees.changes_of, SUPPLIER))
    for each in CHANGES.values():
        say(ready, **each)
        say(ready)
    assert len(ready.asks(payees.changes_of, SUPPLIER)) == before + 2 * len(CHANGES)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _told(world: World, subject: str) -> dict[str, Any]:
    """Read what the last act on something told."""
    with world.database.read() as session:
        told = select(col(Trail.content)).where(col(Trail.subject) == subject).order_by(col(Trail.seq).desc())
        return dict(json.loads(session.scalars(told).first() or "{}"))
