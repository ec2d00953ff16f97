"""Voting: casting a vote, the moment a decision falls, and what is then applied."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger import ballots, budget_proposals, decisions, payee_changes, spending
from ledger.spend_decisions import propose_spend
from ledger.storage.tables import Vote
from ledger.voting import cast_vote, withdraw
from tests.actions.acting import by
from tests.actions.world import (
    ACCEPTED,
    FIRM_AS_PAYEE,
    SUPPLIER,
    TOWN_AS_PAYEE,
    WORDS,
    World,
    changed,
    invoice,
    make_ready,
)

MAY = date(2015, 5, 1)
BY_ALL: dict[str, Any] = {"voters": "parties", "quorum": "1/2", "majority": "1/2", "consent": []}


@pytest.fixture
def opened_vote(ready: World) -> tuple[World, int]:
    """Give the covenant with a vote on an amendment, and the number of that decision."""
    number = ready.does(budget_proposals.propose_budget, year=2015, purpose=WORDS, lines={"jobs": 1_00})
    return ready, ready.decision_of(number)


def vote(world: World, number: int, slug: str, choice: str = "for", **more: Any) -> object:
    """Try to vote on what one sees, or on another digest, for a party or as somebody else."""
    seen = more.pop("seen_digest", None) or world.asks(decisions.find_decision, number).digest
    facts: dict[str, Any] = {"by": world.partner(slug), "seen_digest": seen, **more}
    return world.tries(cast_vote, number=number, choice=choice, **facts)


def state(world: World, number: int) -> str:
    """Give the state of a decision."""
    return world.asks(decisions.find_decision, number).state


# ---- who, how and on what ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slug, choice, facts, said",
    [
        ("vodafone", "for", {}, ACCEPTED),
        ("vodafone", "against", {"reason": "Too dear."}, ACCEPTED),
        ("vodafone", "abstain", {}, ACCEPTED),
        ("vodafone", "recused", {"reason": "Our own."}, ACCEPTED),
        (
            "vodafone",
            "recused",
            {"reason": " "},
            ("Malformed", "reason", "Say why your organisation stands aside."),
        ),
        ("vodafone", "maybe", {}, ("Malformed", "choice", "Choose how your organisation votes.")),
        (
            "vodafone",
            "for",
            {"reason": "\x07"},
            ("Malformed", "reason", "The character U+0007 cannot stand in a text."),
        ),
        ("arcus", "for", {}, ("NotAllowed", None, "Your organisation has no vote on this decision.")),
        (
            "vodafone",
            "for",
            {"by": by("auditor")},
            ("NotAllowed", None, "Your organisation has no vote on this decision."),
        ),
        (
            "vodafone",
            "for",
            {"seen_digest": "0"},
            ("WrongState", None, "The proposal was changed after you opened it. Read it again first."),
        ),
    ],
)
def test_who_may_vote_how_and_on_what(
    opened_vote: tuple[World, int], slug: str, choice: str, facts: dict[str, Any], said: object
) -> None:
    world, number = opened_vote
    assert vote(world, number, slug, choice, **facts) == said
    if said == ACCEPTED:
        assert world.acts(f"decision/{number}") == ["decision.opened", "decision.voted"]
        assert world.faults() == []


@pytest.mark.parametrize("number", [0, 99, 2**31, 10**30])
def test_a_decision_that_does_not_exist_is_not_voted_on(ready: World, number: int) -> None:
    said = ("NotFound", None, f"There is no decision {number}.")
    assert vote(ready, number, "vodafone", seen_digest="x") == said


def test_a_vote_may_be_changed_until_the_decision_falls(opened_vote: tuple[World, int]) -> None:
    world, number = opened_vote
    for choice in ("for", "against", "for"):
        assert vote(world, number, "vodafone", choice) == ACCEPTED
    decision = world.asks(decisions.find_decision, number)
    votes = world.asks(ballots.votes_on, decision)
    assert [(one.party_id, one.choice) for one in votes.values()] == [(world.parties["vodafone"], "for")]
    assert world.acts(f"decision/{number}").count("decision.voted") == 3
    assert world.faults() == []


def test_the_same_vote_again_changes_nothing(opened_vote: tuple[World, int]) -> None:
    world, number = opened_vote
    vote(world, number, "vodafone")
    before = world.everything()
    assert vote(world, number, "vodafone") == ACCEPTED
    assert world.everything() == before


def test_another_person_may_change_the_vote_of_their_organisation(opened_vote: tuple[World, int]) -> None:
    world, number = opened_vote
    vote(world, number, "vodafone")
    colleague = replace(world.partner("vodafone"), person_id=900)
    assert vote(world, number, "vodafone", "against", by=colleague) == ACCEPTED
    decision = world.asks(decisions.find_decision, number)
    assert {one.person_id for one in world.asks(ballots.votes_on, decision).values()} == {900}


def test_the_deciding_vote_sent_twice_gives_the_same_outcome(opened_vote: tuple[World, int]) -> None:
    world, number = opened_vote
    world.votes(number, "for", "maastricht", "vodafone")
    facts = {
        "number": number,
        "choice": "for",
        "seen_digest": world.asks(decisions.find_decision, number).digest,
    }
    first = world.does(cast_vote, by=world.partner("q-park", "key"), **facts)
    before = world.everything()
    again = world.does(cast_vote, by=world.partner("q-park", "key"), **facts)
    assert (first.outcome, again.outcome) == ("adopted", "adopted")
    assert world.everything() == before


# ---- the outcome -------------------------------------------------------------------------------------

# quorum 2/3 of the four funders, more than half, and the town must be for
OUTCOMES = [
    ({"maastricht": "for", "vodafone": "for"}, "open"),
    ({"maastricht": "for", "vodafone": "for", "q-park": "for"}, "adopted"),
    ({"maastricht": "for", "vodafone": "for", "q-park": "against"}, "open"),
    ({"maastricht": "for", "vodafone": "for", "q-park": "against", "arvato": "against"}, "rejected"),
    ({"maastricht": "for", "vodafone": "for", "q-park": "against", "arvato": "abstain"}, "adopted"),
    ({"maastricht": "against"}, "rejected"),
    ({"maastricht": "abstain"}, "rejected"),
    ({"vodafone": "for", "q-park": "for", "arvato": "for"}, "open"),
    ({"vodafone": "against", "q-park": "against"}, "rejected"),
    ({"maastricht": "recused", "vodafone": "for", "q-park": "for"}, "adopted"),
    ({"maastricht": "recused", "vodafone": "for", "q-park": "against"}, "open"),
    ({"maastricht": "recused", "vodafone": "against", "q-park": "against"}, "rejected"),
]  # fmt: skip


@pytest.mark.parametrize("votes, outcome", OUTCOMES)
def test_the_outcome_falls_when_nothing_can_change_it(
    opened_vote: tuple[World, int], votes: dict[str, str], outcome: str
) -> None:
    world, number = opened_vote
    for slug, choice in votes.items():
        assert vote(world, number, slug, choice, reason="So.") == ACCEPTED
    assert state(world, number) == outcome
    assert world.faults() == []
    if outcome != "open":
        assert vote(world, number, "arvato") == ("WrongState", None, "Decision 3 has already been taken.")


def test_who_joined_later_or_left_earlier_has_no_vote(ready: World) -> None:
    ready.leaves("arvato", date(2015, 5, 31))
    number = ready.decision_of(
        ready.does(budget_proposals.propose_budget, year=2015, purpose=WORDS, lines={"jobs": 1_00})
    )
    assert vote(ready, number, "arvato")[0] == "NotAllowed"  # type: ignore[index]
    ready.votes(number, "for", "maastricht", "vodafone")
    assert state(ready, number) == "adopted"


# ---- withdrawing -------------------------------------------------------------------------------------


def test_a_proposal_is_withdrawn_with_its_votes_on_record(opened_vote: tuple[World, int]) -> None:
    world, number = opened_vote
    vote(world, number, "vodafone")
    votes = world.rows(Vote)
    world.does(withdraw, by=world.treasurer("key"), number=number)
    world.does(withdraw, by=world.treasurer("key"), number=number)
    assert (state(world, number), world.rows(Vote)) == ("withdrawn", votes)
    assert world.acts(f"decision/{number}")[-1] == "decision.withdrawn"
    taken = ("WrongState", None, "Decision 3 has already been taken.")
    assert world.tries(withdraw, number=number) == taken
    assert vote(world, number, "arvato") == taken
    assert world.faults() == []


# ---- deciding on an expenditure ----------------------------------------------------------------------

LIMITED = changed(
    ('[[mandate]]\napprovals = 3\nfrom = ["maastricht"]', '[[mandate]]\nup_to = "50000.00"\napprovals = 3')
)


@pytest.fixture
def limited(empty: Any) -> World:
    """Give a covenant whose mandate ends at EUR 50,000.00, with projects and a budget."""
    world: World = empty(LIMITED)
    make_ready(world, {2015: {"jobs": 100_000_00}})
    return world


def large(payee: int = SUPPLIER) -> spending.Invoice:
    """Make a bill above the mandate."""
    return invoice(payee, {"jobs": 50_000_01}, MAY)


def test_the_payees_party_stands_aside_and_cannot_come_back(limited: World) -> None:
    number = limited.enter(large(FIRM_AS_PAYEE))
    decision = limited.does(propose_spend, number=number, proposal="Needed.")
    assert vote(limited, decision, "vodafone") == (
        "NotAllowed",
        None,
        "Your organisation is the payee and stands aside.",
    )
    limited.votes(decision, "for", "maastricht", "q-park")
    assert limited.state(number) == "approved"
    assert limited.faults() == []


def test_who_turns_out_to_be_the_payee_stands_aside_from_the_next_vote_on(limited: World) -> None:
    number = limited.enter(large())
    decision = limited.does(propose_spend, number=number, proposal="Needed.")
    limited.votes(decision, "for", "vodafone")
    limited.does(payee_changes.change_payee, payee=SUPPLIER, name="Supplier", party="vodafone")
    assert vote(limited, decision, "vodafone")[0] == "NotAllowed"  # type: ignore[index]
    limited.votes(decision, "for", "maastricht")
    assert state(limited, decision) == "open"
    assert limited.standing(decision).rule.aside == {limited.parties["vodafone"]}
    limited.votes(decision, "for", "q-park")
    assert limited.state(number) == "approved"
    assert limited.faults() == []


def test_who_entered_an_expenditure_has_no_vote_on_it_in_another_role_either(limited: World) -> None:
    number = limited.enter(large())
    decision = limited.does(propose_spend, number=number, proposal="Needed.")
    turned = replace(limited.treasurer(), roles=frozenset({"partner"}), party_id=limited.parties["vodafone"])
    refused = vote(limited, decision, "vodafone", by=turned)
    assert refused[0] == "NotAllowed"  # type: ignore[index]


def test_the_consent_of_the_payee_gives_way_to_two_thirds_of_the_others(limited: World) -> None:
    number = limited.enter(large(TOWN_AS_PAYEE))
    decision = limited.does(propose_spend, number=number, proposal="Needed.")
    limited.votes(decision, "for", "vodafone")
    assert state(limited, decision) == "open"
    limited.votes(decision, "for", "q-park")
    assert state(limited, decision) == "adopted"
    assert limited.state(number) == "approved"


def test_nobody_decides_alone_with_the_payee(empty: Any) -> None:
    world: World = empty(LIMITED)
    make_ready(world, {})
    number = world.enter(large(TOWN_AS_PAYEE))
    for slug in ("vodafone", "q-park", "arvato"):
        world.leaves(slug, date(2015, 5, 31))
    told = (
        "Nobody but the payee has a vote on this. Have the rule of such decisions changed first, so that all"
        " parties vote: Expenditure above the mandate."
    )
    assert world.tries(propose_spend, number=number, proposal="Needed.") == ("WrongState", None, told)
    world.decides("rules", about="rule/spend", values=BY_ALL)
    assert world.tries(propose_spend, number=number, proposal="Needed.") == ACCEPTED


def test_where_nobody_but_the_payee_is_left_another_party_joins_first(empty: Any) -> None:
    world: World = empty(LIMITED)
    make_ready(world, {})
    number = world.enter(large(TOWN_AS_PAYEE))
    world.decides("rules", about="rule/budget", values=BY_ALL)
    for slug in ("vodafone", "q-park", "arvato", "arcus", "leeuwenborgh", "zuyd"):
        world.leaves(slug, date(2015, 5, 31))
    assert world.tries(propose_spend, number=number, proposal="Needed.") == (
        "WrongState",
        None,
        "Nobody but the payee has a vote on this; another party has to join first.",
    )


@pytest.mark.parametrize(
    "number, said",
    [
        (1, ("WrongState", None, "Expenditure 1 is decided already.")),
        (3, ("NotFound", None, "There is no expenditure 3.")),
        (2, ACCEPTED),
    ],
)
def test_what_may_be_put_to_the_partners(limited: World, number: int, said: object) -> None:
    limited.spend(invoice(SUPPLIER, {"jobs": 5}, MAY))
    limited.enter(large())
    assert limited.tries(propose_spend, number=number, proposal="Needed.") == said


def test_a_proposal_sent_twice_is_one_decision(limited: World) -> None:
    number = limited.enter(large())
    facts = {"number": number, "proposal": "Needed."}
    first = limited.does(propose_spend, by=limited.treasurer("key"), **facts)
    assert limited.does(propose_spend, by=limited.treasurer("key"), **facts) == first
    found = limited.asks(spending.open_vote, number)
    assert found is not None
    assert found.id == first
