"""Nothing is adopted without its votes: the database counts them as the rule of deciding does."""
# ruff: noqa: S608 - the statements are made of our own tables

from collections.abc import Iterator, Mapping
from itertools import combinations_with_replacement, product

import pytest

from ledger.core.approval import Rule, Vote, parse_majority, parse_share, tally
from tests.actions.world import World
from tests.storage.attacks import NOON, add, assert_refused
from tests.storage.lived import Lived
from tests.storage.plain import plainly

PROPOSED = 99
GOT_THROUGH = "UPDATE trail SET act = 'x'"
"""What is refused in another word than adopting: it ends what was tried, and tells that this was taken."""

ADOPT = f"UPDATE decision SET state = 'adopted', closed_on = '2016-03-10' WHERE id = {PROPOSED}"


def _proposed(quorum: str = "1/2", majority: str = "1/2") -> str:
    return add(
        "decision", covenant_id=1, id=PROPOSED, version=1, kind="reopen_year", subject="year/2015", title="x",
        proposal="x", content='{"grade":"figures"}', digest="d", quorum=quorum, majority=majority,
        state="open", opened_on="2016-03-10", person_id=1, recorded_at=NOON,
    )  # fmt: skip


def _voter(party: int, consent: int = 0) -> str:
    return add("decision_voter", covenant_id=1, decision_id=PROPOSED, party_id=party, consent=consent)


def _vote(party: int, choice: str, version: int = 1) -> str:
    return add(
        "vote", covenant_id=1, decision_id=PROPOSED, version=version, party_id=party, choice=choice,
        reason="", digest="d", person_id=1, cast_at=NOON,
    )  # fmt: skip


FORGED = {
    "an open decision without its votes": [
        f"UPDATE decision SET state = 'adopted' WHERE id = {Lived.open_decision}"
    ],
    "a decision nobody has a vote on": [_proposed(), ADOPT],
    "a decision nobody voted on": [_proposed(), _voter(1), _voter(2), ADOPT],
    "a decision whose share is no share": [_proposed(quorum="x"), _voter(1), _vote(1, "for"), ADOPT],
    "a wording that came after its votes": [
        _proposed(),
        _voter(1),
        _vote(1, "for"),
        add(
            "decision_version", covenant_id=1, decision_id=PROPOSED, version=2, title="y", content="y",
            digest="e", person_id=1, recorded_at=NOON,
        ),
        f"UPDATE decision SET version = 2, title = 'y', content = 'y', digest = 'e' WHERE id = {PROPOSED}",
        ADOPT,
    ],
    "votes and new wording in one": [
        _proposed(),
        _voter(1),
        _vote(1, "for"),
        add(
            "decision_version", covenant_id=1, decision_id=PROPOSED, version=2, title="y", content="y",
            digest="d", person_id=1, recorded_at=NOON,
        ),
        ADOPT.replace("SET", "SET version = 2, title = 'y', content = 'y',"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_nothing_is_adopted_without_votes(unharmed: World, name: str) -> None:
    assert_refused(unharmed, FORGED[name], "ledger:frozen", "invalid input syntax")


RULES = {
    "half of them, more than half for": ("1/2", "1/2", ()),
    "all of them, all for": ("1/1", ">=1/1", ()),
    "two thirds, at least two thirds": ("2/3", ">=2/3", ()),
    "one of many, more than two thirds": ("1/100", "2/3", ()),
    "the consent of one": ("1/3", "1/2", (1,)),
    "the consent of two": ("1/2", ">=1/3", (2, 3)),
}
VOTERS = (1, 2, 3)
CHOICES: tuple[Vote | None, ...] = (None, "for", "against", "abstain", "recused")


def _ballots(*, alike: bool) -> Iterator[dict[int, Vote]]:
    """Give all ways in which three parties can vote, or not; once where it is `alike` who votes how."""
    ways = combinations_with_replacement(CHOICES, 3) if alike else product(CHOICES, repeat=3)
    for choices in ways:
        yield {party: choice for party, choice in zip(VOTERS, choices, strict=True) if choice is not None}


def _adopts(rule: Rule, votes: Mapping[int, Vote]) -> bool:
    return tally(rule, votes, over=True).outcome == "adopted"


@pytest.mark.parametrize("name", RULES)
def test_votes_adopt_in_the_database_as_they_do_by_the_rule(unharmed: World, name: str) -> None:
    quorum, majority, consent = RULES[name]
    share, at_least = parse_majority(majority)
    rule = Rule(VOTERS, parse_share(quorum), share, at_least, frozenset(consent))
    voters = [_voter(party, int(party in consent)) for party in VOTERS]
    differ = []
    with plainly(unharmed.database) as plain:
        for votes in _ballots(alike=not consent):
            cast = [_vote(party, choice) for party, choice in votes.items()]
            answer = plain.tries(_proposed(quorum, majority), *voters, *cast, ADOPT, GOT_THROUGH)
            got_through = "ledger:append-only" in answer or "permission denied for table trail" in answer
            if got_through != _adopts(rule, votes):
                differ.append((votes, answer))
    assert differ == []
