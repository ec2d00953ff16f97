"""Cash that a party lends: agreed by decision, received and repaid part by part, and never more than that."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger import decisions
from ledger.cash_advances import record_received, record_repaid, reverse_movement
from ledger.core.language import PLAIN
from ledger.proposing import propose
from ledger.storage import lent
from tests.actions.world import ACCEPTED, World

REPAY_BY = date(2015, 9, 30)
FACTS: dict[str, Any] = {"party": "vodafone", "amount_cents": 10_000_00, "repay_by": REPAY_BY}

TAKE_BACK_FIRST = (
    "NoRoom",
    None,
    "Of this cash was repaid: take the repayment back first, and date this no earlier than that.",
)


def asked(world: World, **facts: Any) -> object:
    """Try to propose that a party lends cash."""
    return world.tries(propose, kind="cash", facts={**FACTS, **facts}, proposal="We are short.")


def agreed(world: World, **facts: Any) -> int:
    """Have the parties agree that a party lends cash; give the advance's number."""
    number = world.does(propose, kind="cash", facts={**FACTS, **facts}, proposal="We are short.")
    world.votes(number, "for")
    return world.asks(lent.as_at, world.today)[-1].number


def stands(world: World, day: date | None = None) -> list[tuple[int, int, int]]:
    """Give of every advance what was agreed, what is owed, and what may still come in."""
    found = world.asks(lent.as_at, day or world.today)
    return [(one.agreed_cents, one.owed_cents, one.to_come_cents) for one in found]


# ---- agreeing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts, outcome",
    [
        ({}, ACCEPTED),
        ({"amount_cents": 1}, ACCEPTED),
        ({"amount_cents": 0}, ("Malformed", "amount", "An amount lent is more than zero.")),
        ({"repay_by": date(2015, 6, 1)}, ACCEPTED),
        ({"repay_by": date(2015, 5, 31)}, ("Malformed", "repay_by", "31/05/2015 has passed already.")),
        (
            {"party": "arcus"},
            ("Malformed", "party", "Arcus College has made no pledge, so there are no books to owe it in."),
        ),
        ({"party": "nobody"}, ("NotFound", "party", "There is no party nobody in this covenant.")),
    ],
)
def test_a_member_with_a_pledge_lends_something_by_a_day_to_come(
    ready: World, facts: dict[str, Any], outcome: object
) -> None:
    assert asked(ready, **facts) == outcome


def test_nothing_is_lent_before_the_parties_agreed(ready: World) -> None:
    ready.does(propose, kind="cash", facts=FACTS, proposal="We are short.")
    assert stands(ready) == []
    assert asked(ready)[0] == "WrongState"  # type: ignore[index]


def test_a_day_of_repayment_that_passed_meanwhile_is_refused_with_the_vote(ready: World) -> None:
    number = ready.does(propose, kind="cash", facts={**FACTS, "repay_by": ready.today}, proposal="Short.")
    ready.votes(number, "for", "maastricht", "vodafone")
    ready.today += timedelta(days=1)
    from ledger.voting import cast_vote  # noqa: PLC0415 - the act itself

    seen = ready.asks(decisions.find_decision, number).digest
    facts: dict[str, Any] = {"number": number, "choice": "for", "seen_digest": seen}
    assert ready.tries(cast_vote, by=ready.partner("q-park"), **facts) == (
        "Malformed",
        "repay_by",
        "01/06/2015 has passed already.",
    )


# ---- received and repaid -----------------------------------------------------------------------------


def test_it_comes_in_and_is_repaid_part_by_part(ready: World) -> None:
    number = agreed(ready)
    first = ready.does(record_received, number=number, received_on=ready.today, amount_cents=6_000_00)
    assert ready.balances("bank", "owed") == {"bank": 6_000_00, "owed": -6_000_00}
    assert ready.balance("owed", "vodafone") == -6_000_00
    ready.does(record_received, number=number, received_on=ready.today, amount_cents=4_000_00)
    assert stands(ready) == [(10_000_00, 10_000_00, 0)]
    ready.does(record_repaid, number=number, paid_on=ready.today, amount_cents=9_999_99)
    assert stands(ready) == [(10_000_00, 1, 0)]
    ready.does(record_repaid, number=number, paid_on=ready.today, amount_cents=1)
    assert stands(ready) == [(10_000_00, 0, 0)]
    assert ready.balances("bank", "owed") == {}
    assert first == 1
    assert ready.acts(f"cash/{number}") == [
        "cash.agreed", "cash.received", "cash.received", "cash.repaid", "cash.repaid",
    ]  # fmt: skip
    assert ready.faults() == []


@pytest.mark.parametrize(
    "cents, on, outcome",
    [
        (10_000_00, date(2015, 6, 1), ACCEPTED),
        (
            10_000_01,
            date(2015, 6, 1),
            "EUR 10,000.01 is more than the EUR 10,000.00 that may still come in of what was agreed.",
        ),
        (0, date(2015, 6, 1), "An amount is more than zero."),
        (1_00, date(2015, 5, 31), "The parties agreed to this on 01/06/2015; it cannot be earlier."),
        (1_00, date(2015, 6, 2), "02/06/2015 has not come yet."),
    ],
)
def test_never_more_comes_in_than_was_agreed_nor_earlier(
    ready: World, cents: int, on: date, outcome: str
) -> None:
    number = agreed(ready)
    got = ready.tries(record_received, number=number, received_on=on, amount_cents=cents)
    assert (got if got == ACCEPTED else got[2]) == outcome


@pytest.mark.parametrize(
    "on, left_on, last_day",
    [
        (REPAY_BY, None, None),
        (REPAY_BY + timedelta(days=1), None, "30/09/2015"),
        (REPAY_BY, REPAY_BY, None),
        (REPAY_BY, REPAY_BY - timedelta(days=1), "29/09/2015"),
        (REPAY_BY + timedelta(days=1), REPAY_BY + timedelta(days=9), "30/09/2015"),
    ],
)
def test_nothing_comes_in_after_it_should_have_been_repaid_or_its_lender_left(
    ready: World, on: date, left_on: date | None, last_day: str | None
) -> None:
    number = agreed(ready)
    if left_on:
        ready.leaves("vodafone", left_on)
    ready.today = REPAY_BY + timedelta(days=20)
    got = ready.tries(record_received, number=number, received_on=on, amount_cents=1_00)
    refused = ("WrongState", "received_on", f"This cash could come in through {last_day}, and no later.")
    assert got == (refused if last_day else ACCEPTED)


@pytest.mark.parametrize(
    "cents, on, outcome",
    [
        (5_000_00, date(2015, 6, 10), ACCEPTED),
        (5_000_01, date(2015, 6, 10), "EUR 5,000.01 is more than the EUR 5,000.00 that is owed then."),
        (1_00, date(2015, 6, 4), "EUR 1.00 is more than the EUR 0.00 that is owed then."),
        (5_000_00, date(2015, 6, 5), ACCEPTED),
    ],
)
def test_never_more_is_repaid_than_is_owed_then(ready: World, cents: int, on: date, outcome: str) -> None:
    number = agreed(ready)
    ready.today = date(2015, 6, 10)
    ready.does(record_received, number=number, received_on=date(2015, 6, 5), amount_cents=5_000_00)
    got = ready.tries(record_repaid, number=number, paid_on=on, amount_cents=cents)
    assert (got if got == ACCEPTED else got[2]) == outcome
    assert ready.faults() == []


def test_what_is_not_in_the_bank_is_not_repaid(ready: World) -> None:
    from tests.actions.test_charges import bill  # noqa: PLC0415 - a bill as those tests make it

    number = agreed(ready)
    ready.does(record_received, number=number, received_on=ready.today, amount_cents=5_000_00)
    ready.pay(ready.spend(bill(1_00)), 1_00)
    got = ready.tries(record_repaid, number=number, paid_on=ready.today, amount_cents=5_000_00)
    assert got[:2] == ("NoRoom", "amount")


# ---- recorded in error -------------------------------------------------------------------------------


def test_a_movement_recorded_in_error_is_taken_back(ready: World) -> None:
    number = agreed(ready)
    came = ready.does(record_received, number=number, received_on=ready.today, amount_cents=5_000_00)
    back, _ = ready.does(record_repaid, number=number, paid_on=ready.today, amount_cents=2_000_00)
    reverse: dict[str, Any] = {"reversed_on": ready.today, "reason": "Another party's"}
    got = ready.tries(reverse_movement, movement=came, **reverse)
    assert got == TAKE_BACK_FIRST
    assert ready.tries(reverse_movement, movement=back, **{**reverse, "reason": " "})[1] == "reason"
    ready.does(reverse_movement, movement=back, **reverse)
    assert stands(ready) == [(10_000_00, 5_000_00, 5_000_00)]
    ready.does(reverse_movement, movement=came, **reverse)
    assert stands(ready) == [(10_000_00, 0, 10_000_00)]
    assert ready.tries(reverse_movement, movement=came, **reverse)[2] == "This has been taken back already."
    assert ready.balances("bank", "owed") == {}
    assert ready.faults() == []


@pytest.mark.parametrize(
    "on, owed",
    [
        (date(2015, 6, 4), "EUR 0.00"),  # the day before the repayment: what comes later counts as well
        (date(2015, 6, 5), "EUR 0.00"),
        (date(2015, 6, 9), "EUR 0.00"),
        (date(2015, 6, 10), None),
    ],
)
def test_a_repayment_taken_back_is_owed_again_from_that_day_on(
    ready: World, on: date, owed: str | None
) -> None:
    number = agreed(ready)
    ready.does(record_received, number=number, received_on=ready.today, amount_cents=10_000_00)
    ready.today = date(2015, 6, 12)
    back, _ = ready.does(record_repaid, number=number, paid_on=date(2015, 6, 5), amount_cents=10_000_00)
    ready.does(reverse_movement, movement=back, reversed_on=date(2015, 6, 10), reason="Not paid after all")
    got = ready.tries(record_repaid, number=number, paid_on=on, amount_cents=10_000_00)
    assert got == (
        ACCEPTED
        if owed is None
        else ("NoRoom", "amount", f"EUR 10,000.00 is more than the {owed} that is owed then.")
    )
    assert all(owed >= 0 for day in range(1, 13) for _, owed, _ in stands(ready, date(2015, 6, day)))
    assert ready.faults() == []


@pytest.mark.parametrize(
    "on, outcome",
    [
        (date(2015, 6, 9), TAKE_BACK_FIRST),
        (date(2015, 6, 10), ACCEPTED),
    ],
)
def test_cash_come_in_is_not_taken_back_on_a_day_when_it_stood_repaid(
    ready: World, on: date, outcome: object
) -> None:
    number = agreed(ready)
    came = ready.does(record_received, number=number, received_on=ready.today, amount_cents=10_000_00)
    ready.receive("q-park", 15_000_00)  # so that it is not the bank account that lacks the money
    ready.today = date(2015, 6, 12)
    back, _ = ready.does(record_repaid, number=number, paid_on=date(2015, 6, 5), amount_cents=10_000_00)
    ready.does(reverse_movement, movement=back, reversed_on=date(2015, 6, 10), reason="Not paid after all")
    got = ready.tries(reverse_movement, movement=came, reversed_on=on, reason="Another party's")
    assert got == outcome
    assert ready.faults() == []


def test_as_at_a_day_it_stands_as_it_stood_then(ready: World) -> None:
    number = agreed(ready)
    came = ready.does(record_received, number=number, received_on=ready.today, amount_cents=5_000_00)
    ready.today += timedelta(days=10)
    ready.does(reverse_movement, movement=came, reversed_on=ready.today, reason="Another party's")
    assert stands(ready, ready.today - timedelta(days=1)) == [(10_000_00, 5_000_00, 5_000_00)]
    assert stands(ready) == [(10_000_00, 0, 10_000_00)]
    assert stands(ready, date(2015, 5, 31)) == []


def test_sent_twice_it_is_recorded_once(ready: World) -> None:
    number = agreed(ready)
    facts: dict[str, Any] = {"number": number, "received_on": ready.today, "amount_cents": 1_00}
    first = ready.does(record_received, by=ready.treasurer("key"), **facts)
    before = ready.everything()
    assert ready.does(record_received, by=ready.treasurer("key"), **facts) == first
    assert ready.everything() == before


def test_the_proposal_says_what_would_be_owed_and_until_when(ready: World) -> None:
    from ledger.core.proposals import changes_of  # noqa: PLC0415 - as a page reads it

    number = ready.does(propose, kind="cash", facts=FACTS, proposal="We are short.")
    figures = decisions.figures_of(ready.asks(decisions.find_decision, number))
    assert [(PLAIN.say(each.what), each.after) for each in changes_of(figures)] == [
        ("Owed to Vodafone for cash lent, at most", 10_000_00),
        ("Repaid to Vodafone by", REPAY_BY),
    ]
