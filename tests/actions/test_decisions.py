"""Decisions: opening one under the rule in force, and how it stands while the parties vote."""

from datetime import date
from typing import Any

import pytest

from ledger import budget_proposals, decisions
from ledger.ballots import rule_of
from ledger.core.language import PLAIN
from ledger.decisions import decisions_on, figures_of, list_decisions, open_decision
from ledger.storage.canonical import digest_of_text
from tests.actions.world import ACCEPTED, WORDS, World

FACTS: dict[str, Any] = {
    "kind": "close_year",
    "subject": "year/2015",
    "title": "Close 2015",
    "proposal": "All is in.",
    "figures": {"year": 2015, "cents": 5},
}


@pytest.fixture
def number(world: World) -> int:
    """Open a decision; give its number."""
    return world.does(open_decision, **FACTS, deadline=date(2015, 7, 1))


def test_a_decision_keeps_the_rule_and_the_voters_of_the_day_it_opened(world: World, number: int) -> None:
    decision = world.asks(decisions.find_decision, number)
    rule = world.asks(rule_of, decision)
    names = {party: slug for slug, party in world.parties.items()}
    assert [names[party] for party in rule.voters] == ["maastricht", "vodafone", "q-park", "arvato"]
    assert [names[party] for party in rule.consent] == ["maastricht"]
    assert (str(rule.quorum), str(rule.majority), rule.at_least) == ("2/3", "1/2", False)
    assert (decision.state, decision.version, decision.opened_on) == ("open", 1, world.today)
    assert world.acts(f"decision/{number}") == ["decision.opened"]


def test_what_is_voted_on_is_bound_by_its_digest(world: World, number: int) -> None:
    decision = world.asks(decisions.find_decision, number)
    assert decision.digest == digest_of_text(decision.content)
    assert figures_of(decision) == FACTS["figures"]
    other = world.does(open_decision, **{**FACTS, "figures": {"year": 2015, "cents": 6}})
    assert world.asks(decisions.find_decision, other).digest != decision.digest


@pytest.mark.parametrize(
    "kind, voters, majority",
    [
        ("budget", 4, ("1/2", False)),
        ("amendment", 4, ("1/2", False)),
        ("accession", 7, ("2/3", True)),
        ("rules", 7, ("2/3", True)),
        ("something-new", 4, ("1/2", False)),
    ],
)
def test_a_kind_without_a_rule_of_its_own_has_that_of_budgets(
    world: World, kind: str, voters: int, majority: tuple[str, bool]
) -> None:
    opened = world.does(open_decision, **{**FACTS, "kind": kind})
    rule = world.asks(rule_of, world.asks(decisions.find_decision, opened))
    assert len(rule.voters) == voters
    assert (str(rule.majority), rule.at_least) == majority


def test_a_proposal_that_no_file_can_hold_is_refused(world: World) -> None:
    assert world.tries(open_decision, **{**FACTS, "proposal": "a\nb"}) == ACCEPTED
    assert world.tries(open_decision, **{**FACTS, "proposal": "a\x00b"}) == (
        "Malformed",
        "proposal",
        "The character U+0000 cannot stand in a text.",
    )


def test_how_a_decision_stands_is_told_in_sentences(ready: World) -> None:
    proposed = ready.does(budget_proposals.propose_budget, year=2017, purpose=WORDS, lines={"jobs": 1})
    opened = ready.decision_of(proposed)
    ready.votes(opened, "for", "vodafone")
    stands = ready.standing(opened)
    assert [PLAIN.say(why) for why in stands.tally.why] == [
        "1 vote cast, 3 needed; for 1, against 0, abstained 0.",
        "More than 1/2 of the votes for and against must be for.",
        "Gemeente Maastricht must vote for, and has not done so.",
    ]
    assert {vote.choice for vote in stands.votes.values()} == {"for"}


def test_the_register_has_the_newest_first_and_all_about_one_thing(world: World, number: int) -> None:
    second = world.does(open_decision, **FACTS)
    assert [row.id for row in world.asks(list_decisions)] == [second, number]
    assert [row.id for row in world.asks(decisions_on, "year/2015")] == [number, second]
    assert world.asks(decisions_on, "year/2016") == []
