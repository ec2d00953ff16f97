"""The voice of a party that leaves: its votes, approvals and proposals, before and after its last day."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger import ballots, budget_proposals, decisions, dues, proposing, voting
from ledger.core.statements.facts import Period
from ledger.histories import history
from ledger.storage import outcomes
from tests.actions.pledging import TOWN_2, on
from tests.actions.test_charges import bill, last_approval
from tests.actions.world import ACCEPTED, WORDS, World

ONLY = ("NotAllowed", None, "Only who made this proposal can change or withdraw it.")
GONE = "Your organisation takes no part in the covenant today."


def test_a_vote_cast_stands_and_nobody_waits_for_one_that_was_not(ready: World) -> None:
    lines = {"jobs": 90_000_00}
    first = ready.decision_of(
        ready.does(budget_proposals.propose_budget, year=2015, purpose=WORDS, lines=lines)
    )
    second = ready.decision_of(
        ready.does(budget_proposals.propose_budget, year=2016, purpose=WORDS, lines=lines)
    )
    ready.vote(first, "vodafone", "against")
    ready.leaves("vodafone", date(2015, 6, 30))
    on(ready, date(2015, 7, 1))
    asides = [ready.standing(number).rule.aside for number in (first, second)]
    assert asides == [frozenset(), {ready.parties["vodafone"]}]
    with pytest.raises(Exception, match="has left the covenant"):
        ready.vote(second, "vodafone", "for")
    ready.votes(second, "for", "maastricht", "q-park")
    ready.votes(second, "for")
    assert ready.asks(decisions.find_decision, second).state == "adopted"
    choices = [_votes(ready, number)[ready.parties["vodafone"]].choice for number in (first, second)]
    assert choices == ["against", "recused"]
    assert ready.faults() == []


def _votes(world: World, number: int) -> dict[int, Any]:
    return world.asks(ballots.votes_on, world.asks(decisions.find_decision, number))


def test_on_its_last_day_a_leaver_still_votes(ready: World) -> None:
    ready.leaves("vodafone", date(2015, 6, 30))
    on(ready, date(2015, 6, 30))
    number = ready.decision_of(
        ready.does(budget_proposals.propose_budget, year=2015, purpose=WORDS, lines={"jobs": 90_000_00})
    )
    ready.does(dues.settle)
    ready.vote(number, "vodafone", "for")
    assert len(_votes(ready, number)) == 1


def test_the_last_missing_vote_of_a_leaver_lets_the_outcome_fall(ready: World) -> None:
    number = ready.decision_of(
        ready.does(budget_proposals.propose_budget, year=2015, purpose=WORDS, lines={"jobs": 90_000_00})
    )
    ready.vote(number, "maastricht", "for")
    ready.vote(number, "vodafone", "against")
    ready.vote(number, "q-park", "for")
    assert ready.asks(decisions.find_decision, number).state == "open"
    ready.leaves("arvato", date(2015, 6, 30))
    on(ready, date(2015, 7, 1))
    ready.does(dues.settle)
    assert ready.asks(decisions.find_decision, number).state == "adopted"
    assert ready.faults() == []


LAST_DAY = date(2015, 6, 20)


@pytest.mark.parametrize(
    "leaver, for_", [("arvato", "maastricht vodafone"), ("maastricht", "vodafone q-park")]
)
@pytest.mark.parametrize(
    "left_on, state",
    [
        (LAST_DAY - timedelta(days=1), "adopted"),  # stood aside on the last day
        (LAST_DAY, "lapsed"),  # could still vote
        (LAST_DAY + timedelta(days=10), "lapsed"),
    ],
)
@pytest.mark.parametrize("looks_in", [True, False])
def test_who_left_after_a_vote_was_over_makes_no_difference_to_it(
    ready: World, leaver: str, for_: str, left_on: date, state: str, looks_in: bool
) -> None:
    ready.leaves(leaver, left_on)
    lines = {"jobs": 90_000_00}
    number = ready.decision_of(
        ready.does(budget_proposals.propose_budget, year=2015, purpose=WORDS, lines=lines, deadline=LAST_DAY)
    )
    ready.votes(number, "for", *for_.split())
    for day in (LAST_DAY + timedelta(days=1), date(2015, 7, 10)):
        ready.today = day
        decision = ready.asks(decisions.find_decision, number)
        assert ready.standing(number).tally.outcome == state
        term = Period(None, date(2015, 1, 1), day)
        (told,) = [one for one in ready.asks(outcomes.decisions, term) if one.id == number]
        if decision.state == "open":
            assert (ready.parties[leaver] in told.aside) == (state == "adopted")
        if looks_in or day > LAST_DAY + timedelta(days=1):
            ready.does(dues.settle)
    assert ready.asks(decisions.find_decision, number).state == state
    assert ready.faults() == []


def test_an_approval_of_who_left_counts_no_longer(ready: World) -> None:
    number = ready.enter(bill(5_000_00))
    ready.approve(number, "vodafone")
    ready.leaves("vodafone", date(2015, 6, 30))
    on(ready, date(2015, 7, 1))
    assert last_approval(ready, number) == ACCEPTED
    assert ready.state(number) == "entered"
    assert last_approval(ready, number, "vodafone") == (
        "NotAllowed",
        None,
        "Your organisation has no part in approving this expenditure.",
    )


@pytest.mark.parametrize(
    "day, role, reason, said",
    [
        (date(2015, 6, 1), "treasurer", "It has left.", ONLY),
        (date(2015, 6, 30), "treasurer", "It has left.", ONLY),  # its last day
        (date(2015, 7, 1), "treasurer", "It has left.", ACCEPTED),
        (date(2015, 7, 1), "treasurer", " ", ("Malformed", "reason", "Say why this is withdrawn.")),
        (date(2015, 7, 1), "vodafone", "We left.", ("NotAllowed", None, GONE)),
        (date(2015, 7, 1), "q-park", "It has left.", ONLY),
    ],
)
def test_what_a_leaver_had_proposed_is_withdrawn_by_the_treasurer_with_a_reason(
    ready: World, day: date, role: str, reason: str, said: object
) -> None:
    ready.leaves("vodafone", date(2015, 6, 30))
    facts = {"instalment": TOWN_2, "due_on": date(2016, 6, 1)}
    number = ready.does(
        proposing.propose, by=ready.partner("vodafone"), kind="instalment", facts=facts, proposal=WORDS
    )
    on(ready, day)
    by = ready.treasurer() if role == "treasurer" else ready.partner(role)
    assert ready.tries(voting.withdraw, by=by, number=number, reason=reason) == said
    if said == ACCEPTED:
        assert ready.asks(decisions.find_decision, number).state == "withdrawn"
        (act,) = [one for one in ready.asks(history, f"decision/{number}") if one.act == "decision.withdrawn"]
        assert act.content["reason"] == reason
        assert ready.faults() == []


def test_what_a_leaver_had_proposed_is_still_voted_on(ready: World) -> None:
    ready.leaves("vodafone", date(2015, 6, 30))
    facts = {"instalment": TOWN_2, "due_on": date(2016, 6, 1)}
    number = ready.does(
        proposing.propose, by=ready.partner("vodafone"), kind="instalment", facts=facts, proposal=WORDS
    )
    on(ready, date(2015, 7, 1))
    ready.votes(number, "for", "maastricht", "q-park")
    assert ready.asks(decisions.find_decision, number).state == "adopted"


def test_who_left_proposes_nothing_any_more(ready: World) -> None:
    ready.leaves("vodafone", date(2015, 6, 30))
    facts = {"instalment": 2, "due_on": date(2016, 6, 1)}
    on(ready, date(2015, 6, 30))
    asks: dict[str, Any] = {"kind": "instalment", "facts": facts, "proposal": WORDS}
    assert ready.tries(proposing.propose, by=ready.partner("vodafone"), **asks) == ACCEPTED
    on(ready, date(2015, 7, 1))
    asks["facts"] = {**facts, "instalment": 3}
    assert ready.tries(proposing.propose, by=ready.partner("vodafone"), **asks) == (
        "NotAllowed",
        None,
        "Your organisation takes no part in the covenant today.",
    )
