"""What waits for whom: for those who can do it, the oldest first, with the address where it is done."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ledger import spend_decisions, spending, waiting
from ledger.cash_advances import record_received, record_repaid
from ledger.core.acting import By
from ledger.core.language import PLAIN
from ledger.hand_shares import set_shares
from ledger.proposing import propose
from ledger.sending_back import resubmit, send_back
from tests.actions.test_approving import bill
from tests.actions.world import FIRM_AS_PAYEE, World, changed, make_ready

MAY, JUNE = date(2015, 5, 20), date(2015, 6, 1)


def waits(world: World, who: By) -> list[tuple[str, str, int]]:
    """Give what waits for somebody: what, where, and for how many days."""
    found = world.asks(waiting.for_person, by=who)
    assert [one.since for one in found] == sorted(one.since for one in found)
    return [(PLAIN.say(one.what), one.address, one.days) for one in found]


def of_expenditure(world: World, who: By) -> list[str]:
    """Give what waits for somebody about expenditures."""
    return [what for what, address, _ in waits(world, who) if address.startswith("expenditures/")]


@pytest.mark.parametrize(
    "cents, given, asked",
    [
        (1_000_00, [], ["maastricht", "vodafone", "q-park", "arvato"]),
        # one of two comes from the town: a firm is asked while there is room for it beside the town
        (5_000_00, [], ["maastricht", "vodafone", "q-park", "arvato"]),
        (5_000_00, ["vodafone"], ["maastricht"]),
        (5_000_00, ["maastricht"], ["vodafone", "q-park", "arvato"]),
        (30_000_00, ["vodafone"], ["maastricht", "q-park", "arvato"]),
        (30_000_00, ["vodafone", "q-park"], ["maastricht"]),
    ],
)
def test_an_approval_waits_for_those_whose_approval_brings_it_nearer(
    ready: World, cents: int, given: list[str], asked: list[str]
) -> None:
    number = ready.approve(ready.enter(bill(cents)), *given)
    found = [slug for slug in ready.parties if of_expenditure(ready, ready.partner(slug))]
    assert found == asked
    assert of_expenditure(ready, ready.treasurer()) == []
    assert waits(ready, ready.partner(asked[0]))[-1][1] == f"expenditures/{number}"


def test_nothing_waits_for_the_payee_nor_for_who_changed_it(ready: World) -> None:
    ready.enter(bill(1_000_00, payee=FIRM_AS_PAYEE))
    assert of_expenditure(ready, ready.partner("vodafone")) == []
    himself = replace(ready.partner("q-park"), person_id=ready.treasurer().person_id)
    assert of_expenditure(ready, himself) == []


def test_who_must_approve_shares_set_by_hand_is_asked_and_nobody_besides(ready: World) -> None:
    number = ready.enter(bill(1_000_00))
    seen = ready.asks(spending.digest_of, number)
    ready.does(
        set_shares, number=number, typed=[("jobs", 3, 1_000_00)], reason="Asked for.", seen_digest=seen
    )
    found = [slug for slug in ready.parties if of_expenditure(ready, ready.partner(slug))]
    assert found == ["q-park"]


def test_what_was_sent_back_waits_for_the_treasurer_alone_until_it_is_resubmitted(ready: World) -> None:
    number = ready.enter(bill(1_000_00))
    seen = ready.asks(spending.digest_of, number)
    ready.does(send_back, by=ready.partner("vodafone"), number=number, reason="Why?", seen_digest=seen)
    assert of_expenditure(ready, ready.treasurer()) == [f"Answer what was asked about expenditure {number}"]
    assert of_expenditure(ready, ready.partner("q-park")) == []
    ready.today += timedelta(days=4)
    ready.does(resubmit, number=number, answer="So it is.")
    assert of_expenditure(ready, ready.treasurer()) == []
    ready.today += timedelta(days=3)
    assert waits(ready, ready.partner("q-park"))[-1][2] == 3


def test_what_needs_the_parties_waits_to_be_proposed_and_then_for_their_votes(empty: Any) -> None:
    world: World = empty(changed(('\n[[mandate]]\napprovals = 3\nfrom = ["maastricht"]\n', "\n")))
    make_ready(world)
    number = world.enter(bill(30_000_00, payee=FIRM_AS_PAYEE))
    said = [f"Put expenditure {number} of EUR 30,000.00 to the parties"]
    assert of_expenditure(world, world.treasurer()) == said
    assert of_expenditure(world, world.partner("q-park")) == said
    assert of_expenditure(world, replace(world.treasurer(), roles=frozenset({"auditor"}))) == []
    decision = world.does(spend_decisions.propose_spend, number=number, proposal="Please.")
    assert of_expenditure(world, world.treasurer()) == []
    votes = [slug for slug in world.parties if waits(world, world.partner(slug))]
    assert votes == ["maastricht", "q-park", "arvato"]
    assert waits(world, world.partner("arvato")) == [
        (f"Vote on decision {decision}", f"decisions/{decision}", 0)
    ]


def test_cash_waits_to_be_repaid_from_the_day_after_the_last(ready: World) -> None:
    facts = {"party": "vodafone", "amount_cents": 100_00, "repay_by": JUNE}
    number = ready.does(propose, kind="cash", facts=facts, proposal="Short.")
    ready.votes(number, "for")
    ready.does(record_received, number=1, received_on=JUNE, amount_cents=60_00)
    said = ("Repay EUR 60.00 of cash lent", "bank/advances/1", 1)
    assert said not in waits(ready, ready.treasurer())
    ready.today += timedelta(days=1)
    assert said in waits(ready, ready.treasurer())
    assert said not in waits(ready, ready.partner("vodafone"))
    ready.does(record_repaid, number=1, paid_on=ready.today, amount_cents=60_00)
    assert all(address != "bank/advances/1" for _, address, _ in waits(ready, ready.treasurer()))


def test_payments_and_late_instalments_wait_for_the_treasurer(ready: World) -> None:
    number = ready.spend(bill(1_000_00))
    found = waits(ready, ready.treasurer())
    assert (f"Pay expenditure {number}", f"expenditures/{number}", 31) in found
    late = [address for _, address, _ in found if address.startswith("contributions/")]
    assert late == [f"contributions/new?party={slug}" for slug in ("vodafone", "q-park", "arvato")]
    assert waits(ready, ready.partner("arcus")) == []
