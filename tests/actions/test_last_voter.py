"""Somebody is left to decide: nobody leaves, and no rule changes, so that a kind of decision has no voter."""

from datetime import date
from typing import Any

import pytest

from ledger import proposing
from tests.actions.test_pledge_decisions import refused_vote
from tests.actions.world import ACCEPTED, WORDS, World

JUNE, JULY, LATER = date(2015, 6, 30), date(2015, 7, 31), date(2015, 8, 31)
OTHERS = ("vodafone", "q-park", "arvato")
BY_ALL: dict[str, Any] = {"voters": "parties", "quorum": "1/2", "majority": "1/2", "consent": []}
BY_FUNDERS: dict[str, Any] = {**BY_ALL, "voters": "funders"}


def asked(world: World, kind: str, **facts: Any) -> object:
    """Try to put a question to the parties."""
    return world.tries(proposing.propose, kind=kind, facts=facts, proposal=WORDS)


def test_the_last_funder_leaves_only_once_all_parties_vote(ready: World) -> None:
    for slug in OTHERS:
        ready.leaves(slug, JUNE)
    told = (
        "From 01/08/2015 on nobody would have a vote on: Budget, Closing of a year. Change the rules of these"
        " first, so that all parties vote, or have another funder join."
    )
    assert asked(ready, "leaving", party="maastricht", leaves_on=JULY) == ("WrongState", "leaves_on", told)
    ready.decides("rules", about="rule/budget", values=BY_ALL)
    assert "Closing of a year." in str(asked(ready, "leaving", party="maastricht", leaves_on=JULY))
    ready.decides("rules", about="rule/close_year", values=BY_ALL)
    assert asked(ready, "leaving", party="maastricht", leaves_on=JULY) == ACCEPTED


@pytest.mark.parametrize(
    "others, leaves_on, expected",
    [
        (JUNE, JULY, "refused"),
        (JULY, JULY, "refused"),
        (LATER, JULY, "refused"),
        (None, JULY, "accepted"),
    ],
)
def test_whoever_leaves_before_or_after_counts(
    ready: World, others: date | None, leaves_on: date, expected: str
) -> None:
    for slug in OTHERS[:2]:
        ready.leaves(slug, JUNE)
    if others is not None:
        ready.leaves("arvato", others)
    found = asked(ready, "leaving", party="maastricht", leaves_on=leaves_on)
    assert (found == ACCEPTED) == (expected == "accepted")


def test_it_is_asked_again_when_the_vote_falls(ready: World) -> None:
    for slug in OTHERS[:2]:
        ready.leaves(slug, LATER)
    facts = {"party": "maastricht", "leaves_on": JULY}
    number = ready.does(proposing.propose, kind="leaving", facts=facts, proposal=WORDS)
    ready.leaves("arvato", LATER)
    refused = refused_vote(ready, number)
    assert "From 01/09/2015 on nobody would have a vote on: Budget" in str(refused)


def test_the_last_party_of_all_stays(ready: World) -> None:
    for kind in ("budget", "close_year"):
        ready.decides("rules", about=f"rule/{kind}", values=BY_ALL)
    for slug in (*OTHERS, "arcus", "leeuwenborgh", "zuyd"):
        ready.leaves(slug, JUNE)
    assert asked(ready, "leaving", party="maastricht", leaves_on=JULY) == (
        "WrongState",
        "leaves_on",
        "From 01/08/2015 on no party would be left to decide anything; another has to join first.",
    )


def test_no_rule_leaves_a_decision_to_funders_that_will_be_gone(ready: World) -> None:
    for kind in ("budget", "close_year"):
        ready.decides("rules", about=f"rule/{kind}", values=BY_ALL)
    for slug in (*OTHERS, "maastricht"):
        ready.leaves(slug, LATER)
    assert asked(ready, "rules", about="rule/spend", values=BY_FUNDERS) == (
        "WrongState",
        "voters",
        "From 01/09/2015 on nobody would have a vote on this.",
    )
    assert asked(ready, "rules", about="rule/spend", values=BY_ALL) == ACCEPTED
