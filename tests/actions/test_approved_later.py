"""Expenditures that get all the approvals they need without one more: they are charged by themselves."""

from datetime import date

import pytest

from ledger import dues, hand_shares, spend_decisions, spending, voting, waiting
from ledger.core.language import PLAIN
from tests.actions.pledging import ARVATO, FIRM, PARK
from tests.actions.test_charges import bill
from tests.actions.world import World

TWO = [{"approvals": 2, "from": ["maastricht"], "voters": "funders"}]
THREE = [{"approvals": 3, "from": ["vodafone"], "voters": "funders"}]
SEE_TO_IT = "See to expenditure 1 of EUR 30,000.00: it has all approvals and is not charged yet"


@pytest.fixture(autouse=True)
def settled(ready: World) -> None:
    """Begin with nothing that has come due."""
    ready.does(dues.settle)


def waits(world: World) -> list[str]:
    """List what waits for the treasurer about expenditures that are not approved."""
    found = world.asks(waiting.for_person, by=world.treasurer())
    return [PLAIN.say(one.what) for one in found if one.address == "expenditures/1"]


@pytest.mark.parametrize(
    "approved_by, steps, state",
    [
        (["maastricht", "vodafone"], TWO, "approved"),
        (["vodafone", "q-park"], TWO, "entered"),  # the one of whom it is asked did not approve
        (["maastricht"], TWO, "entered"),
        (["maastricht", "vodafone"], THREE, "entered"),
    ],
)
def test_what_a_lower_mandate_asks_no_more_is_charged_with_the_vote_that_lowers_it(
    ready: World, approved_by: list[str], steps: list[dict[str, object]], state: str
) -> None:
    number = ready.approve(ready.enter(bill(30_000_00)), *approved_by)
    ready.decides("rules", about="mandate", values={"steps": steps})
    assert ready.state(number) == state
    assert sum(ready.charged(number).values()) == (30_000_00 if state == "approved" else 0)
    assert not ready.asks(dues.anything, by=ready.treasurer())
    assert ready.faults() == []


def test_where_there_is_no_room_for_it_it_waits_for_the_treasurer_and_is_charged_once_there_is(
    ready: World,
) -> None:
    number = ready.approve(ready.enter(bill(30_000_00)), "maastricht", "vodafone")
    ready.budget(2015, {"jobs": 20_000_00})
    assert waits(ready) == []
    ready.decides("rules", about="mandate", values={"steps": TWO})
    assert (ready.state(number), waits(ready)) == ("entered", [SEE_TO_IT])
    assert not ready.asks(dues.anything, by=ready.treasurer())

    ready.budget(2015, {"jobs": 30_000_00})
    assert (ready.state(number), waits(ready)) == ("approved", ["Pay expenditure 1"])
    assert not ready.asks(dues.anything, by=ready.treasurer())
    assert ready.faults() == []


def test_while_the_parties_vote_on_it_it_is_left_to_them(ready: World) -> None:
    number = ready.approve(ready.enter(bill(30_000_00)), "maastricht", "vodafone")
    for slug in ("q-park", "arvato"):
        ready.leaves(slug, date(2015, 6, 30))
    ready.today = date(2015, 7, 1)
    ready.does(dues.settle)
    vote = ready.does(spend_decisions.propose_spend, number=number, proposal="Two are left.")
    ready.decides("rules", about="mandate", values={"steps": TWO})
    assert not ready.asks(dues.anything, by=ready.treasurer())
    assert ready.state(number) == "entered"

    ready.does(voting.withdraw, number=vote)
    ready.does(dues.settle)
    assert ready.state(number) == "approved"
    assert ready.faults() == []


def test_who_would_no_longer_pay_more_than_the_rule_gives_is_waited_for_no_more(ready: World) -> None:
    """Once one party's money is spent the rule gives the others just what was set by hand."""
    number = ready.enter(bill(900_00, "course"))
    seen = ready.asks(spending.digest_of, number)
    typed = [("course", FIRM, 375_00), ("course", PARK, 375_00), ("course", ARVATO, 150_00)]
    ready.does(hand_shares.set_shares, number=number, typed=typed, reason="As agreed.", seen_digest=seen)
    ready.approve(number, "maastricht", "arvato")
    assert ready.state(number) == "entered"

    other = ready.enter(bill(9_000_00, "course"))
    seen = ready.asks(spending.digest_of, other)
    typed = [("course", ARVATO, 9_000_00)]
    ready.does(hand_shares.set_shares, number=other, typed=typed, reason="As agreed.", seen_digest=seen)
    ready.approve(other, "maastricht", "arvato")
    assert (ready.state(number), ready.state(other)) == ("entered", "approved")

    assert ready.asks(dues.anything, by=ready.treasurer())
    ready.today = date(2015, 6, 2)
    ready.does(dues.settle)
    assert ready.charged(number) == {"vodafone": 375_00, "q-park": 375_00, "arvato": 150_00}
    assert ready.faults() == []
