"""The life of a decision: what holds for every kind, from its opening to each way in which it can end."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from datetime import timedelta
from typing import Any

import pytest

from ledger import adopting, ballots, contributions, decisions, dues, evidence, proposing
from ledger.core.language import PLAIN
from ledger.core.media import SoundFile
from ledger.core.proposals import changes_of
from ledger.core.refusals import Refusal
from ledger.core.statements.words import DECISION_KINDS, word
from ledger.storage.tables import Decision, Vote
from ledger.voting import cast_vote, withdraw
from tests import papers
from tests.actions.conftest import own_database
from tests.actions.lives import AGREEMENT, LIVES, OTHER_REASON, REASON, Life
from tests.actions.world import ACCEPTED, Said, World, make_ready, open_world, said

DECIDING = ("decision", "decision_version", "decision_voter", "vote", "trail", "request_key")
"""The tables in which a decision stands; `trail` and `request_key` tell of every act."""

TAKEN = "has already been taken."


@pytest.fixture(scope="module")
def begun(migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], World]]:
    """Give a way to a covenant in which a kind can be proposed; each is made once, to be copied."""
    known: dict[str, World] = {}
    with ExitStack() as stack:

        def begin(kind: str) -> World:
            if kind not in known:
                own = stack.enter_context(own_database(tmp_path_factory, migrated))
                world = open_world(own, AGREEMENT)
                make_ready(world)
                world.does(contributions.post_due)
                LIVES[kind].begin(world)
                known[kind] = world
            return known[kind]

        yield begin


@pytest.fixture(params=sorted(adopting.KINDS))
def life(request: pytest.FixtureRequest) -> Life:
    """Give the example of each kind there is."""
    return LIVES[request.param]


@pytest.fixture
def world(
    life: Life,
    begun: Callable[[str], World],
    copied: Callable[[World], AbstractContextManager[World]],
) -> Iterator[World]:
    """Give a covenant of the test's own in which this kind can be proposed."""
    with copied(begun(life.kind)) as own:
        yield own


def refusal(act: Callable[..., object], *facts: Any, **more: Any) -> str | Said | tuple[Said, ...]:
    """Say what an act is told."""
    try:
        act(*facts, **more)
    except Refusal as refused:
        return said(refused)
    return ACCEPTED


def found(world: World, number: int) -> Decision:
    """Read a decision."""
    return world.asks(decisions.find_decision, number)


def voters(world: World, number: int) -> list[str]:
    """Name those who have a vote that they have not cast, by their slugs."""
    decision = found(world, number)
    cast = world.asks(ballots.votes_on, decision)
    names = {party: slug for slug, party in world.parties.items()}
    return [names[party] for party in world.asks(ballots.rule_of, decision).voters if party not in cast]


def beside(world: World) -> dict[str, list[tuple[object, ...]]]:
    """Read every row that does not stand in the tables of deciding."""
    return {name: rows for name, rows in world.everything().items() if name not in DECIDING}


def test_every_kind_has_an_example_and_a_name() -> None:
    assert set(adopting.KINDS) <= set(LIVES)
    assert set(adopting.KINDS) <= set(DECISION_KINDS)


def test_opened_it_stands_in_the_register_and_nothing_else_has_changed(life: Life, world: World) -> None:
    before = world.totals(), world.entries()

    number = life.open(world)

    decision = found(world, number)
    assert (decision.kind, decision.state, decision.version) == (life.kind, "open", 1)
    assert (decision.proposal, decision.opened_on, decision.closed_on) == (REASON, world.today, None)
    assert word(DECISION_KINDS, decision.kind).template != decision.kind
    changes = changes_of(decisions.figures_of(decision))
    assert any(each.is_change for each in changes)
    assert all(PLAIN.say(each.what) for each in changes)
    assert world.acts(f"decision/{number}")[0] == "decision.opened"
    assert (world.totals(), world.entries()) == before
    assert world.faults() == []


def test_a_second_one_about_the_same_is_refused_while_it_is_open(life: Life, world: World) -> None:
    life.open(world)
    told = refusal(life.open, world)
    assert told[0] == "WrongState"
    assert "being voted on" in str(told[2])


def test_sent_twice_under_one_key_it_is_opened_once(life: Life, world: World) -> None:
    number = life.open(world, by=world.treasurer("key"))
    before = world.everything()
    assert life.open(world, by=world.treasurer("key")) == number
    assert world.everything() == before


@pytest.mark.parametrize("kind", [kind for kind, one in adopting.KINDS.items() if one.asks_reason])
def test_where_a_reason_is_asked_none_is_refused(
    kind: str, begun: Callable[[str], World], copied: Callable[[World], AbstractContextManager[World]]
) -> None:
    with copied(begun(kind)) as world:
        facts: dict[str, Any] = {"kind": kind, "facts": LIVES[kind].facts, "proposal": " "}
        assert world.tries(proposing.propose, **facts) == ("Malformed", "proposal", "Say why.")


def test_changed_it_is_another_version_and_the_votes_before_count_no_longer(life: Life, world: World) -> None:
    number = life.open(world)
    last = voters(world, number)[-1]
    seen = found(world, number).digest
    world.vote(number, last, "abstain")

    assert life.change(world, number) == 2

    decision = found(world, number)
    assert (decision.version, decision.proposal) == (2, OTHER_REASON)
    assert decision.digest != seen
    assert last in voters(world, number)
    assert world.rows(Vote) >= 1
    assert world.acts(f"decision/{number}")[-1] == "decision.changed"
    stale: dict[str, Any] = {
        "by": world.partner(last),
        "number": number,
        "choice": "for",
        "seen_digest": seen,
    }
    assert world.tries(cast_vote, **stale)[0] == "WrongState"
    told = refusal(life.change, world, number)
    assert told == ("Malformed", "proposal", "Nothing of the proposal is changed.")
    assert world.faults() == []


def test_only_who_made_it_changes_or_withdraws_it(life: Life, world: World) -> None:
    number = life.open(world)
    other = world.partner(voters(world, number)[0])
    only = ("NotAllowed", None, "Only who made this proposal can change or withdraw it.")
    assert refusal(life.change, world, number, by=other) == only
    assert world.tries(withdraw, by=other, number=number) == only


def test_what_a_partner_asks_is_the_partys_own(life: Life, world: World) -> None:
    number = life.open(world, by=world.partner("q-park"))
    assert found(world, number).party_id == world.parties["q-park"]
    assert world.tries(withdraw, number=number)[0] == "NotAllowed"
    assert world.tries(withdraw, by=world.partner("q-park"), number=number) == ACCEPTED


def test_each_party_has_one_vote_which_it_may_change(life: Life, world: World) -> None:
    number = life.open(world)
    last = voters(world, number)[-1]
    for choice in ("against", "abstain"):
        world.vote(number, last, choice, "Changed our mind.")
    decision = found(world, number)
    cast = [vote for vote in world.asks(ballots.votes_on, decision).values() if vote.reason]
    assert [(vote.party_id, vote.choice, vote.digest) for vote in cast] == [
        (world.parties[last], "abstain", decision.digest)
    ]
    assert world.acts(f"decision/{number}")[-2:] == ["decision.voted"] * 2
    facts: dict[str, Any] = {"number": number, "choice": "for", "seen_digest": decision.digest}
    assert world.tries(cast_vote, **facts) == (
        "NotAllowed",
        None,
        "Your organisation has no vote on this decision.",
    )
    assert world.faults() == []


def test_adopted_it_is_applied_at_once_and_is_over(life: Life, world: World) -> None:
    number = life.open(world)
    late = voters(world, number)[-1]
    before = beside(world)

    world.votes(number, "for")

    decision = found(world, number)
    assert (decision.state, decision.closed_on) == ("adopted", world.today)
    assert beside(world) != before
    assert life.writes in world.acts()
    assert world.faults() == []
    vote: dict[str, Any] = {"by": world.partner(late), "number": number, "choice": "against"}
    told = world.tries(cast_vote, **vote, seen_digest=decision.digest)
    assert TAKEN in str(told[2])
    assert TAKEN in str(world.tries(withdraw, number=number)[2])
    assert refusal(life.change, world, number) != ACCEPTED


@pytest.mark.parametrize("end", ["rejected", "withdrawn", "lapsed"])
def test_ended_otherwise_it_leaves_nothing_behind_and_can_be_asked_again(
    life: Life, world: World, end: str
) -> None:
    totals = world.totals(), world.entries()
    number = life.open(world, deadline=world.today)
    if end == "rejected":
        world.votes(number, "against")
    elif end == "withdrawn":
        world.does(withdraw, number=number)
    else:
        world.today += timedelta(days=1)
        world.does(dues.settle)

    decision = found(world, number)
    assert (decision.state, decision.closed_on) == (end, world.today)
    assert world.acts(f"decision/{number}")[-1] == f"decision.{end}"
    assert (world.totals(), world.entries()) == totals
    assert life.writes not in world.acts()[-3:]
    assert world.faults() == []
    again = refusal(life.open, world)
    if life.kind == "spend" and end == "rejected":
        assert again == ("WrongState", None, "Expenditure 1 is decided already.")
    else:
        assert again == ACCEPTED


def test_its_evidence_is_kept_with_it(life: Life, world: World) -> None:
    number = life.open(world)
    world.does(
        evidence.add_evidence,
        subject=f"decision/{number}",
        file=SoundFile("minutes.pdf", papers.pdf("Minutes")),
    )
    kept = world.asks(evidence.list_evidence, f"decision/{number}")
    assert [each.name for each in kept] == ["minutes.pdf"]
