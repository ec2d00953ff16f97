"""Spending the common fund: released by decision for a project, used by hand, and never beyond either."""

from datetime import date
from typing import Any

import pytest

from ledger import common_fund, receipts, spending
from ledger.approving import approve_expenditure
from ledger.hand_shares import set_shares
from ledger.proposing import propose
from ledger.reversals import reverse_expenditure
from ledger.storage import shares
from tests.actions.test_approving import bill
from tests.actions.world import ACCEPTED, SUPPLIER, World, invoice

FACTS: dict[str, Any] = {"project": "jobs", "year": 2015, "amount_cents": 500_00}
DAY = date(2015, 6, 1)


@pytest.fixture
def rich(ready: World) -> World:
    """Give a covenant whose bank paid EUR 1,000.00 of interest."""
    ready.does(receipts.record_bank_receipt, kind="interest", received_on=DAY, amount_cents=1_000_00)
    return ready


def asked(world: World, **facts: Any) -> object:
    """Try to propose that a project uses the common fund."""
    return world.tries(propose, kind="common", facts={**FACTS, **facts}, proposal="For the fair.")


def released(world: World, **facts: Any) -> int:
    """Have the parties release some of the common fund; give the decision's number."""
    number = world.does(propose, kind="common", facts={**FACTS, **facts}, proposal="For the fair.")
    world.votes(number, "for")
    return number


def shared(world: World, number: int, *typed: tuple[str, int, int]) -> object:
    """Try to set the shares of an expenditure."""
    seen = world.asks(spending.digest_of, number)
    return world.tries(set_shares, number=number, typed=typed, reason="Agreed.", seen_digest=seen)


@pytest.mark.parametrize(
    "facts, outcome",
    [
        ({}, ACCEPTED),
        ({"amount_cents": 1_000_00}, ACCEPTED),
        (
            {"amount_cents": 1_000_01},
            "EUR 1,000.01 is more than the EUR 1,000.00 of the common fund that is left for 2015.",
        ),
        ({"amount_cents": 0}, "An amount released is more than zero."),
        ({"year": 2017}, ACCEPTED),
        ({"year": 2018}, "2018 is not a fiscal year of this covenant's term."),
        ({"project": "nowhere"}, "There is no project nowhere in this covenant."),
    ],
)
def test_no_more_is_released_than_the_common_fund_received(
    rich: World, facts: dict[str, Any], outcome: str
) -> None:
    got = asked(rich, **facts)
    assert (got if got == ACCEPTED else got[2]) == outcome  # type: ignore[index]


def test_money_that_came_later_is_not_released_for_an_earlier_year(ready: World) -> None:
    ready.today = date(2016, 4, 1)
    ready.does(receipts.record_bank_receipt, kind="interest", received_on=ready.today, amount_cents=100_00)
    assert asked(ready, year=2015, amount_cents=1)[0] == "NoRoom"  # type: ignore[index]
    assert asked(ready, year=2016, amount_cents=100_00) == ACCEPTED


def test_what_is_released_is_counted_and_takes_from_what_is_left(rich: World) -> None:
    released(rich)
    assert rich.asks(shares.releasable, 2015) == 500_00
    assert rich.asks(shares.releasable, 2016) == 500_00
    released(rich, year=2016, project="course", amount_cents=200_00)
    assert rich.asks(shares.releasable, 2015) == 300_00
    assert rich.asks(common_fund.standing).left_cents == 300_00
    assert rich.acts("project/jobs")[-1] == "common.released"
    assert rich.faults() == []


def test_what_another_decision_released_meanwhile_is_missed_on_adoption(rich: World) -> None:
    first = rich.does(propose, kind="common", facts={**FACTS, "amount_cents": 600_00}, proposal="First.")
    rich.votes(first, "for", "maastricht", "vodafone")
    released(rich, project="course")
    from ledger import decisions, voting  # noqa: PLC0415 - the act itself

    seen = rich.asks(decisions.find_decision, first).digest
    facts: dict[str, Any] = {"number": first, "choice": "for", "seen_digest": seen}
    assert rich.tries(voting.cast_vote, by=rich.partner("q-park"), **facts) == (
        "NoRoom",
        "amount",
        "EUR 600.00 is more than the EUR 500.00 of the common fund that is left for 2015.",
    )


@pytest.mark.parametrize(
    "project, common, outcome",
    [
        ("jobs", 500_00, ACCEPTED),
        ("jobs", 500_01, "EUR 500.01 is set on Common fund, which has EUR 500.00 available."),
        ("course", 1, "A share is set on a pledge that cannot pay for this line, or is below zero."),
    ],
)
def test_a_share_uses_it_for_its_project_up_to_what_was_released(
    rich: World, project: str, common: int, outcome: str
) -> None:
    released(rich)
    number = rich.enter(invoice(SUPPLIER, {project: 800_00}, DAY))
    got = shared(rich, number, (project, 0, common), (project, 2, 800_00 - common))
    assert (got if got == ACCEPTED else got[2]) == outcome  # type: ignore[index]
    assert rich.faults() == []


def test_it_is_charged_paid_credited_and_reversed_like_any_fund(rich: World) -> None:
    released(rich)
    rich.receive("vodafone", 15_000_00)
    number = rich.enter(invoice(SUPPLIER, {"jobs": 800_00}, DAY))
    shared(rich, number, ("jobs", 0, 500_00), ("jobs", 2, 300_00))
    rich.approve(number, "vodafone")
    assert rich.charged(number) == {"common": 500_00, "vodafone": 300_00}
    assert rich.asks(common_fund.standing).projects[0].left_cents == 0
    rich.pay(number, 400_00)
    assert rich.owed(number) == {"common": 250_00, "vodafone": 150_00}
    note = rich.enter(invoice(SUPPLIER, {"jobs": -80_00}, DAY, original=number))
    rich.approve(note, "vodafone")
    assert rich.charged(note) == {"common": -50_00, "vodafone": -30_00}
    assert rich.asks(common_fund.standing).projects[0].left_cents == 50_00
    assert rich.faults() == []
    again = rich.enter(invoice(SUPPLIER, {"jobs": 50_00}, DAY))
    shared(rich, again, ("jobs", 0, 50_00))
    rich.approve(again, "q-park")
    facts: dict[str, Any] = {"number": note, "reversed_on": DAY, "reason": "Not so"}
    assert rich.tries(reverse_expenditure, **facts)[2] == (
        "Common fund would have to pay EUR 50.00 again, and has EUR 0.00 available."
    )
    rich.does(reverse_expenditure, number=again, reversed_on=DAY, reason="Twice")
    rich.does(reverse_expenditure, **facts)
    rich.does(reverse_expenditure, number=number, reversed_on=DAY, reason="All of it")
    assert rich.asks(common_fund.standing).projects[0].left_cents == 500_00
    assert rich.faults() == []


def test_the_common_fund_needs_nobodys_approval_but_the_mandates(rich: World) -> None:
    released(rich)
    number = rich.enter(bill(500_00))
    shared(rich, number, ("jobs", 0, 500_00))
    rich.approve(number, "arvato")
    assert rich.state(number) == "approved"


def test_an_invoice_of_an_earlier_year_cannot_use_what_was_released_for_a_later_one(rich: World) -> None:
    released(rich, year=2016)
    number = rich.enter(bill(500_00))
    got = shared(rich, number, ("jobs", 0, 500_00))
    assert got[2] == "EUR 500.00 is set on Common fund, which has EUR 0.00 available."  # type: ignore[index]


def test_what_was_used_meanwhile_is_refused_on_approval(rich: World) -> None:
    released(rich)
    first, second = rich.enter(bill(500_00)), rich.enter(bill(500_00))
    for number in (first, second):
        assert shared(rich, number, ("jobs", 0, 500_00)) == ACCEPTED
    rich.approve(first, "vodafone")
    seen = rich.asks(spending.digest_of, second)
    got = rich.tries(approve_expenditure, by=rich.partner("vodafone"), number=second, seen_digest=seen)
    assert got[:2] == ("NoRoom", "shares")
