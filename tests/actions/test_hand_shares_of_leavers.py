"""Shares set by hand on a party that left: the others decide on them, by two thirds."""

from datetime import date
from typing import Any

import pytest

from ledger import ballots, decisions, hand_shares, spend_decisions, spending
from ledger.core.language import PLAIN
from ledger.voting import cast_vote
from tests.actions.world import ACCEPTED, SUPPLIER, World, changed, invoice, make_ready

FIRM, PARKING, PRINTER = 2, 3, 4
LEFT_ON = date(2015, 6, 30)
AFTER = date(2015, 7, 2)

IN_ITS_PLACE = (
    "WrongState",
    None,
    (
        "Vodafone would now pay more than the rule gives and does not vote:"
        " two thirds of the others must be in favour."
    ),
)


def shared(world: World, cents: int, *typed: tuple[int, int]) -> int:
    """Enter an invoice of June for a course, with its shares set by hand; give its number."""
    number = world.enter(invoice(SUPPLIER, {"course": cents}, date(2015, 6, 15)))
    seen = world.asks(spending.digest_of, number)
    shares = [("course", pledge, part) for pledge, part in typed]
    world.does(hand_shares.set_shares, number=number, typed=shares, reason="As agreed.", seen_digest=seen)
    return number


def put(world: World, number: int) -> int:
    """Put an expenditure to the parties; give the decision's number."""
    return world.does(spend_decisions.propose_spend, number=number, proposal="Please.")


def voted(world: World, decision: int, slug: str, choice: str) -> object:
    """Try to cast a party's vote."""
    seen = world.asks(decisions.find_decision, decision).digest
    by = world.partner(slug)
    return world.tries(cast_vote, by=by, number=decision, choice=choice, seen_digest=seen)


@pytest.mark.parametrize(
    "votes, state",
    [
        ({"maastricht": "for", "q-park": "abstain", "arvato": "abstain"}, "rejected"),
        ({"maastricht": "for", "q-park": "for"}, "approved"),
        ({"maastricht": "for", "q-park": "abstain", "arvato": "for"}, "approved"),
    ],
)
def test_where_who_pays_more_has_left_two_thirds_of_the_others_decide(
    ready: World, votes: dict[str, str], state: str
) -> None:
    ready.leaves("vodafone", LEFT_ON)
    ready.today = AFTER
    number = shared(ready, 5_000_00, (FIRM, 5_000_00))
    decision = put(ready, number)
    tally = ready.standing(decision).tally
    assert (tally.outcome, tally.consent_lapsed, tally.recused) == ("open", (FIRM,), 1)
    assert "The consent of Vodafone lapses; 2 votes for take its place." in map(PLAIN.say, tally.why)
    for slug, choice in votes.items():
        ready.vote(decision, slug, choice)
    assert ready.state(number) == state
    assert ready.charged(number) == ({"vodafone": 5_000_00} if state == "approved" else {})
    assert ready.faults() == []


def test_who_left_has_no_vote_on_it_and_alone_makes_none(ready: World) -> None:
    ready.leaves("vodafone", LEFT_ON)
    ready.today = AFTER
    decision = put(ready, shared(ready, 5_000_00, (FIRM, 5_000_00)))
    said = voted(ready, decision, "vodafone", "for")
    assert said == (
        "NotAllowed",
        None,
        "Your organisation has left the covenant and has no vote any more.",
    )


@pytest.mark.parametrize("last, outcome", [("abstain", IN_ITS_PLACE), ("for", ACCEPTED)])
def test_who_left_and_pays_more_only_since_the_vote_began_is_asked_about_all_the_same(
    empty: Any, last: str, outcome: object
) -> None:
    """The rule gives a leaver less once more of its money is spent: then what was set by hand is more."""
    world: World = empty(
        changed(
            ('up_to = "2500.00"', 'up_to = "250.00"'),
            ('up_to = "25000.00"', 'up_to = "500.00"'),
            ('\n[[mandate]]\napprovals = 3\nfrom = ["maastricht"]\n', "\n"),
        )
    )
    make_ready(world)
    world.leaves("vodafone", LEFT_ON)
    world.today = AFTER
    number = shared(world, 900_00, (FIRM, 300_00), (PARKING, 300_00), (PRINTER, 300_00))
    decision = put(world, number)
    rule = world.asks(ballots.rule_of, world.asks(decisions.find_decision, decision))
    assert FIRM not in rule.voters
    world.votes(put(world, shared(world, 4_000_00, (FIRM, 4_000_00))), "for", "maastricht", "q-park")

    world.vote(decision, "maastricht", "for")
    world.vote(decision, "q-park", "abstain")
    assert voted(world, decision, "arvato", last) == outcome
    assert world.state(number) == ("approved" if outcome == ACCEPTED else "entered")
    assert world.faults() == []
