"""Decisions with their votes, and indicators with their measurements."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.core.proposals import Change
from ledger.core.sentences import Cents, sentence
from ledger.core.statements.deciding import (
    Ballot,
    Decided,
    Goal,
    Measured,
    changes,
    decisions,
    indicators,
    reached,
    votes,
)
from tests.core.statements.world import NAMES, YEAR, cells, notes

DAY = date(2016, 1, 7)
DECIDED = Decided(
    id=3,
    kind="budget",
    title="2016 v1",
    opened_on=date(2016, 1, 5),
    closed_on=date(2016, 1, 9),
    state="adopted",
    quorum="2/3",
    majority="1/2",
    voters=(1, 2, 3),
    consent=(1,),
    ballots=(
        Ballot(2, "against", 1, DAY, "1" * 64, "Too dear."),
        Ballot(1, "for", 2, DAY, "2" * 64),
        Ballot(2, "for", 2, DAY, "2" * 64),
        Ballot(3, "abstain", 2, DAY, "2" * 64, "Not our field."),
    ),
    version=2,
    deadline=date(2016, 1, 31),
    changes=(
        Change(sentence("Budget of Work"), Cents(100_00), Cents(80_00)),
        Change(sentence("Budget of Class"), Cents(50_00), Cents(50_00)),
        Change(sentence("Budget of Fair"), None, Cents(20_00)),
        Change(sentence("First day of Shop"), None, date(2016, 7, 1)),
    ),
)
OPEN = replace(DECIDED, state="open", closed_on=None, ballots=DECIDED.ballots[:2])
LABEL = "Decision 3, Budget: 2016 v1"
WHY = (
    "3 votes cast, 2 needed; for 2, against 0, abstained 1; Town in favour."
    " More than 1/2 of the votes for and against must be for. Every voter has voted."
)


def test_a_decision_says_under_which_rule_it_was_taken_how_it_ended_and_why() -> None:
    assert cells(decisions(YEAR, NAMES, [DECIDED])) == [
        (
            3,
            "Budget",
            "2016 v1",
            2,
            date(2016, 1, 5),
            date(2016, 1, 31),
            date(2016, 1, 9),
            "3 voters, quorum 2/3, more than 1/2 for, with the consent of Town",
            "Adopted",
            WHY,
        )
    ]


@pytest.mark.parametrize(
    "state, closed_on, deadline, last",
    [
        ("open", None, None, "must be for."),
        ("rejected", date(2016, 2, 1), date(2016, 1, 31), "the votes as they stood decided."),
        ("lapsed", date(2016, 2, 1), date(2016, 1, 31), "Too few had voted when the last day passed,"),
        ("lapsed", date(2016, 1, 31), date(2016, 1, 31), "What it was about was changed"),
        ("withdrawn", date(2016, 1, 20), None, "The proposal was withdrawn."),
    ],
)
def test_why_a_decision_ended_as_it_did_is_said_last(
    state: str, closed_on: date | None, deadline: date | None, last: str
) -> None:
    one = replace(OPEN, state=state, closed_on=closed_on, deadline=deadline)
    ((said,),) = cells(decisions(YEAR, NAMES, [one]), "why")
    assert last in str(said)


@pytest.mark.parametrize(
    "majority, consent, rule",
    [
        ("1/2", (), "3 voters, quorum 2/3, more than 1/2 for"),
        (">=2/3", (), "3 voters, quorum 2/3, at least 2/3 for"),
        (">=2/3", (1, 3), "3 voters, quorum 2/3, at least 2/3 for, with the consent of Town, School"),
    ],
)
def test_the_rule_of_a_decision_is_put_in_words(majority: str, consent: tuple[int, ...], rule: str) -> None:
    found = decisions(YEAR, NAMES, [replace(DECIDED, majority=majority, consent=consent)])
    assert cells(found, "rule") == [(rule,)]


def test_every_vote_stands_with_its_digest_and_reason_those_on_earlier_versions_too() -> None:
    assert cells(votes(YEAR, NAMES, [DECIDED])) == [
        (LABEL, "Firm", 1, "Against", DAY, "Too dear.", "1" * 12),
        (LABEL, "Town", 2, "In favour", DAY, "", "2" * 12),
        (LABEL, "Firm", 2, "In favour", DAY, "", "2" * 12),
        (LABEL, "School", 2, "Abstained", DAY, "Not our field.", "2" * 12),
    ]


@pytest.mark.parametrize(
    "ballots, last",
    [
        (DECIDED.ballots[1::2], "The last day passed, and the votes as they stood decided."),
        (DECIDED.ballots[:2], "Too few had voted when the last day passed, so the proposal lapsed."),
    ],
)
def test_an_open_decision_whose_last_day_has_passed_is_over(ballots: tuple[Ballot, ...], last: str) -> None:
    one = replace(OPEN, ballots=ballots, deadline=date(2016, 1, 31), over=True)
    ((outcome, said),) = cells(decisions(YEAR, NAMES, [one]), "outcome", "why")
    assert outcome == "Voting closed"
    assert str(said).endswith(last)
    assert cells(votes(YEAR, NAMES, [one]), "vote")[-1] == ("did not vote",)


@pytest.mark.parametrize("state, said", [("open", "not yet"), ("lapsed", "did not vote")])
def test_who_has_not_voted_on_the_version_that_stands_is_named(state: str, said: str) -> None:
    rows = cells(votes(YEAR, NAMES, [replace(OPEN, state=state)]), "party", "version", "vote")
    assert rows[2:] == [("Firm", 2, said), ("School", 2, said)]


def test_who_stands_aside_without_a_vote_is_named_as_standing_aside() -> None:
    rows = cells(votes(YEAR, NAMES, [replace(OPEN, aside=frozenset({3}))]), "party", "version", "vote")
    assert rows[2:] == [("Firm", 2, "not yet"), ("School", 2, "Stood aside")]


def test_what_a_decision_changes_stands_before_and_after_and_what_stays_is_left_out() -> None:
    assert cells(changes(YEAR, [DECIDED])) == [
        (LABEL, "Adopted", "Budget of Work", 100_00, 80_00, -20_00),
        (LABEL, "Adopted", "Budget of Fair", None, 20_00, 20_00),
        (LABEL, "Adopted", "First day of Shop", None, date(2016, 7, 1), None),
    ]


JOBS = Goal("Jobs", 5_000, date(2015, 1, 1), 6_000, date(2017, 12, 31), ())


def test_an_indicator_that_was_never_measured_is_shown_all_the_same() -> None:
    assert cells(indicators(YEAR, [JOBS])) == [
        ("Jobs", 5_000, date(2015, 1, 1), 6_000, date(2017, 12, 31), None, None, None, None)
    ]


def test_each_measurement_has_a_row() -> None:
    measured = (
        Measured(date(2016, 6, 30), 5_210, "Register", 1),
        Measured(date(2016, 12, 31), 5_400, "Members"),
    )
    found = indicators(YEAR, [replace(JOBS, measured=measured)])
    assert cells(found, "measured_on", "value", "source", "evidence") == [
        (date(2016, 6, 30), 5_210, "Register", 1),
        (date(2016, 12, 31), 5_400, "Members", 0),
    ]


@pytest.mark.parametrize("other, count", [(5_210, 0), (5_211, 1)])
def test_sources_that_disagree_about_a_day_are_said_to_disagree(other: int, count: int) -> None:
    day = date(2016, 6, 30)
    measured = (Measured(day, 5_210, "Register"), Measured(day, other, "Members"))
    said = "Jobs: the sources disagree about 30/06/2016; all of them are shown."
    assert notes(indicators(YEAR, [replace(JOBS, measured=measured)])).count(said) == count


@pytest.mark.parametrize(
    "baseline, target, value, share",
    [
        (5_000, 6_000, 5_000, 0),
        (5_000, 6_000, 5_210, 210),
        (5_000, 6_000, 6_000, 1000),
        (5_000, 6_000, 6_500, 1500),
        (5_000, 6_000, 4_900, -100),
        (300, 100, 250, 250),  # going down
        (300, 100, 350, -250),
        (5_000, None, 5_210, None),
        (5_000, 5_000, 5_210, None),
    ],
)
def test_how_far_an_indicator_came_is_told_in_tenths_of_a_per_cent(
    baseline: int, target: int | None, value: int, share: int | None
) -> None:
    assert reached(baseline, target, value) == share
