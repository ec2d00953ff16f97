"""How votes are told: each row of votes.txt is a vote as it stands, its outcome, and every sentence shown."""

from fractions import Fraction
from pathlib import Path

import pytest

from ledger.core.approval import Outcome, Rule, Vote, ended, tally
from ledger.core.language import PLAIN

HALF, TWO_THIRDS, ALL = Fraction(1, 2), Fraction(2, 3), Fraction(1)
TOWN = 1
NAMES = dict(enumerate(("Town", "Firm", "Bank", "Shop", "School", "College", "Institute"), 1))
LETTERS: dict[str, Vote] = {"f": "for", "a": "against", "b": "abstain", "r": "recused"}
RULES = {
    "budget": Rule((1, 2, 3, 4), TWO_THIRDS, HALF, consent=frozenset({TOWN})),
    "accession": Rule(tuple(range(1, 8)), TWO_THIRDS, TWO_THIRDS, at_least=True, consent=frozenset({TOWN})),
    "half": Rule((1, 2, 3, 4), HALF, HALF),
    "all": Rule((1, 2, 3), ALL, ALL, at_least=True),
}
TABLE = [
    block.splitlines()
    for block in Path(__file__).with_name("votes.txt").read_text(encoding="utf-8").split("\n\n")
    if not block.startswith("#")
]


def votes(written: str) -> dict[int, Vote]:
    """Read the votes of parties 1, 2, 3 and so on: f(or), a(gainst), (a)b(stain), r(ecused), - (none)."""
    return {place: LETTERS[one] for place, one in enumerate(written, 1) if one != "-"}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0].replace(" ", "-"))
def test_a_vote_stands_as_it_is_told(row: list[str]) -> None:
    rule, written, days, outcome = row[0].split()

    told = tally(RULES[rule], votes(written), over=days == "over", names=NAMES)

    assert (told.outcome, [PLAIN.say(each) for each in told.why]) == (
        outcome,
        [line.strip() for line in row[1:]],
    )


@pytest.mark.parametrize(
    "outcome, over, last",
    [
        ("withdrawn", False, "The proposal was withdrawn."),
        ("lapsed", True, "Too few had voted when the last day passed, so the proposal lapsed."),
        (
            "lapsed",
            False,
            "What it was about was changed or dealt with otherwise, so the proposal lapsed.",
        ),
    ],
)
def test_a_vote_that_was_never_finished_tells_how_it_ended(outcome: Outcome, over: bool, last: str) -> None:
    told = ended(RULES["budget"], votes("f---"), outcome, over=over, names=NAMES)

    assert (told.outcome, PLAIN.say(told.why[0]), PLAIN.say(told.why[-1])) == (
        outcome,
        "1 vote cast, 3 needed; for 1, against 0, abstained 0; Town in favour.",
        last,
    )


def test_what_had_the_votes_but_could_no_longer_be_applied_says_so() -> None:
    told = ended(RULES["budget"], votes("fff-"), "lapsed", over=True, names=NAMES)

    assert PLAIN.say(told.why[-1]) == (
        "It had the votes when the last day passed, but could no longer be applied, so it lapsed."
    )


def test_what_a_party_votes_after_it_changed_its_mind_is_all_that_counts() -> None:
    cast = votes("ffa-")

    before, after = (tally(RULES["budget"], each).outcome for each in (cast, {**cast, 3: "for"}))

    assert (before, after) == ("open", "adopted")
