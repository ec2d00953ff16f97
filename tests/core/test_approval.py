"""How votes are counted, and when a decision falls."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.approval import VOTES, Outcome, Rule, Vote, parse_majority, parse_share, tally
from ledger.core.refusals import Malformed

HALF, TWO_THIRDS, ALL = Fraction(1, 2), Fraction(2, 3), Fraction(1)
CITY = 1
BUDGET = Rule((1, 2, 3, 4), TWO_THIRDS, HALF, consent=frozenset({CITY}))
ACCESSION = Rule((1, 2, 3, 4, 5, 6, 7), TWO_THIRDS, TWO_THIRDS, at_least=True, consent=frozenset({CITY}))
PLAIN_HALF = Rule((1, 2, 3, 4), HALF, HALF)
LETTERS: dict[str, Vote] = {"f": "for", "a": "against", "b": "abstain", "r": "recused"}


def votes(written: str) -> dict[int, Vote]:
    """Read the votes of parties 1, 2, 3 and so on: f(or), a(gainst), (a)b(stain), r(ecused), - (none)."""
    return {place: LETTERS[one] for place, one in enumerate(written, 1) if one != "-"}


@pytest.mark.parametrize(
    "text,outcome",
    [
        ("2/3", TWO_THIRDS),
        ("1/1", ALL),
        ("4/6", TWO_THIRDS),
        ("1/1000", Fraction(1, 1000)),
        ("0/1", "refused"),
        ("0/0", "refused"),
        ("1/0", "refused"),
        ("3/2", "refused"),
        ("-1/2", "refused"),
        ("0.5", "refused"),
        ("1", "refused"),
        ("1 / 2", "refused"),
        (">=1/2", "refused"),
        ("1/\u0662", "refused"),
        ("1/" + "9" * 5000, "refused"),
        ("", "refused"),
    ],
)
def test_a_share_is_a_fraction_above_nothing_and_at_most_all(text: str, outcome: Fraction | str) -> None:
    try:
        got: Fraction | str = parse_share(text, field="quorum")
    except Malformed:
        got = "refused"

    assert got == outcome


@pytest.mark.parametrize(
    "text,outcome",
    [
        ("1/2", (HALF, False)),
        (">=2/3", (TWO_THIRDS, True)),
        (">=1/1", (ALL, True)),
        ("1/1", "refused"),
        ("3/3", "refused"),
        ("0/1", "refused"),
        (">=0/1", "refused"),
        (">=", "refused"),
        (">1/2", "refused"),
        (">=>=1/2", "refused"),
    ],
)
def test_a_majority_is_more_than_a_share_or_at_least_it(
    text: str, outcome: tuple[Fraction, bool] | str
) -> None:
    try:
        got: tuple[Fraction, bool] | str = parse_majority(text, field="majority")
    except Malformed:
        got = "refused"

    assert got == outcome


@pytest.mark.parametrize(
    "rule,written,outcome",
    [
        (BUDGET, "----", "open"),
        (BUDGET, "f---", "open"),
        (BUDGET, "ff--", "open"),
        (BUDGET, "fff-", "adopted"),
        (BUDGET, "ffa-", "open"),
        (BUDGET, "ffaa", "rejected"),
        (BUDGET, "ffab", "adopted"),
        (BUDGET, "fbb-", "open"),
        (BUDGET, "fbba", "rejected"),
        (BUDGET, "fbbb", "adopted"),
        # without the city's consent nothing is adopted
        (BUDGET, "-fff", "open"),
        (BUDGET, "a---", "rejected"),
        (BUDGET, "bfff", "rejected"),
        # the city is recused: two thirds of the three others take its place
        (BUDGET, "rf--", "open"),
        (BUDGET, "rff-", "adopted"),
        (BUDGET, "rfa-", "open"),
        (BUDGET, "rfaa", "rejected"),
        (BUDGET, "raa-", "rejected"),
        (BUDGET, "rfbb", "rejected"),
        # recused parties leave quorum and majority
        (BUDGET, "fr--", "open"),
        (BUDGET, "frf-", "adopted"),
        (BUDGET, "frr-", "open"),
        (BUDGET, "frrr", "adopted"),
        (BUDGET, "rrrr", "rejected"),
        (PLAIN_HALF, "bbbb", "rejected"),
        (PLAIN_HALF, "bbb-", "open"),
        (PLAIN_HALF, "fbb-", "open"),
        (PLAIN_HALF, "fbbb", "adopted"),
        (PLAIN_HALF, "fa--", "open"),
        (PLAIN_HALF, "faaf", "rejected"),
        (PLAIN_HALF, "aaa-", "rejected"),
        (PLAIN_HALF, "aa--", "rejected"),
        (PLAIN_HALF, "a---", "open"),
        (ACCESSION, "ffff---", "open"),
        (ACCESSION, "fffff--", "adopted"),
        (ACCESSION, "ffffa--", "open"),
        (ACCESSION, "ffffaa-", "open"),
        (ACCESSION, "ffffaab", "adopted"),
        (ACCESSION, "ffffaaa", "rejected"),
        (ACCESSION, "ffaaa--", "rejected"),
        (Rule((1, 2), ALL, ALL, at_least=True), "ff", "adopted"),
        (Rule((1, 2), ALL, ALL, at_least=True), "fb", "adopted"),
        (Rule((1, 2), ALL, ALL, at_least=True), "fa", "rejected"),
        (Rule((1, 2), ALL, HALF), "f-", "open"),
        # consent of a party that is no voter has lapsed from the start
        (Rule((1, 2, 3), HALF, HALF, consent=frozenset({9})), "fbb", "rejected"),
        (Rule((1, 2, 3), HALF, HALF, consent=frozenset({9})), "ff-", "adopted"),
        (Rule((), HALF, HALF), "", "rejected"),
    ],
)
def test_a_decision_falls_as_soon_as_nothing_can_change_it(
    rule: Rule, written: str, outcome: Outcome
) -> None:
    assert tally(rule, votes(written)).outcome == outcome


def test_the_counts_leave_out_who_is_recused_and_who_is_no_voter() -> None:
    got = tally(ACCESSION, {**votes("ffabr"), 99: "for"})

    assert (got.for_, got.against, got.abstained, got.recused, got.cast, got.quorum_needed) == (
        2,
        1,
        1,
        1,
        4,
        4,
    )


SHARES = st.fractions(Fraction(1, 5), 1, max_denominator=5)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Draw a rule for at most four voters; a fifth party may be asked for consent."""
    voters = tuple(range(1, draw(st.integers(0, 4)) + 1))
    return Rule(
        voters,
        draw(SHARES),
        draw(SHARES),
        draw(st.booleans()),
        draw(st.frozensets(st.integers(1, 5), max_size=2)),
    )


CAST = st.dictionaries(st.integers(1, 4), st.sampled_from(VOTES), max_size=4)


@given(rules(), CAST)
def test_the_outcome_falls_exactly_when_every_possible_end_is_the_same(
    rule: Rule, cast: dict[int, Vote]
) -> None:
    waiting = [party for party in rule.voters if party not in cast]
    ends = {
        _adopted({**cast, **{party: vote for party, vote in zip(waiting, rest, strict=True) if vote}}, rule)
        for rest in product([*VOTES, None], repeat=len(waiting))
    }

    outcome = tally(rule, cast).outcome

    assert outcome == ("open" if len(ends) == 2 else "adopted" if ends == {True} else "rejected")


@given(rules(), CAST)
def test_after_the_last_day_there_is_an_outcome(rule: Rule, cast: dict[int, Vote]) -> None:
    outcome = tally(rule, cast, over=True).outcome

    assert (outcome == "adopted") == _adopted(cast, rule)
    assert outcome != "open"


def _adopted(cast: Mapping[int, Vote], rule: Rule) -> bool:
    """Count votes the long way: every condition written out over lists of parties."""
    active = [party for party in rule.voters if cast.get(party) != "recused"]
    pro = [party for party in active if cast.get(party) == "for"]
    con = [party for party in active if cast.get(party) == "against"]
    voted = [party for party in active if party in cast]
    if not pro or Fraction(len(voted), len(active)) < rule.quorum:
        return False
    share = Fraction(len(pro), len(pro) + len(con))
    if share < rule.majority or (share == rule.majority and not rule.at_least):
        return False
    if any(party in active and party not in pro for party in rule.consent):
        return False
    lapsed = any(party not in active for party in rule.consent)
    return not lapsed or Fraction(len(pro), len(active)) >= TWO_THIRDS
