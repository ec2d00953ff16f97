"""Decisions with their votes, and indicators with their measurements."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.core.statements.deciding import Decided, Goal, Measured, decisions, indicators, reached
from tests.core.statements.world import NAMES, YEAR, cells, notes

DECIDED = Decided(
    id=3,
    kind="budget",
    title="2016 v1",
    subject="budget/3",
    opened_on=date(2016, 1, 5),
    closed_on=date(2016, 1, 9),
    state="adopted",
    quorum="2/3",
    majority="1/2",
    voters=3,
    consent=(1,),
    votes=((1, "for"), (2, "for"), (3, "abstain")),
)


def test_a_decision_names_who_voted_how() -> None:
    assert cells(decisions(YEAR, NAMES, [DECIDED])) == [
        (
            3,
            "Budget",
            "2016 v1",
            date(2016, 1, 5),
            date(2016, 1, 9),
            "3 voters, quorum 2/3, more than 1/2 for, with the consent of Town",
            "Town, Firm",
            None,
            "School",
            None,
            "Adopted",
        )
    ]


@pytest.mark.parametrize(
    "majority, consent, rule",
    [
        ("1/2", (), "3 voters, quorum 2/3, more than 1/2 for"),
        (">=2/3", (), "3 voters, quorum 2/3, at least 2/3 for"),
        (">=2/3", (1, 3), "3 voters, quorum 2/3, at least 2/3 for, with the consent of Town, School"),
    ],
)
def test_a_decision_says_under_which_rule_it_was_taken(
    majority: str, consent: tuple[int, ...], rule: str
) -> None:
    found = decisions(YEAR, NAMES, [replace(DECIDED, majority=majority, consent=consent)])
    assert cells(found, "rule") == [(rule,)]


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
