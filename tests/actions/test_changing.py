"""Proposals that are worded anew, that have a last day, or that move only little of a budget."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ledger import ballots, budgets, decisions, dues, proposing
from ledger.budget_proposals import change_budget, propose_budget
from ledger.core.act_words import details
from ledger.core.language import PLAIN
from ledger.decision_pages import decision_page
from ledger.histories import history
from ledger.translations import language
from ledger.voting import withdraw
from tests.actions.world import ACCEPTED, BUDGETS, WORDS, World, changed, make_ready

FULL = BUDGETS[2015]
MINOR = """
[decisions.minor_amendment]
voters = "funders"
quorum = "1/2"
majority = "1/2"
share = "1/10"

[decisions.rules]"""


def proposed(world: World, deadline: date | None = None) -> tuple[int, int]:
    """Propose an amendment of 2015; give the numbers of the budget and of its decision."""
    lines = {"jobs": 90_000_00, "course": 20_000_00, "fair": 10_000_00}
    number = world.does(propose_budget, year=2015, purpose=WORDS, lines=lines, deadline=deadline)
    return number, world.decision_of(number)


def state(world: World, number: int) -> str:
    """Give the state of a decision."""
    return world.asks(decisions.find_decision, number).state


# ---- another wording ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "purpose, lines",
    [
        ("Proposed with other words.", {"jobs": 90_000_00, "course": 20_000_00, "fair": 10_000_00}),
        (WORDS, {"jobs": 90_000_01, "course": 20_000_00, "fair": 10_000_00}),
    ],
    ids=["text", "figures"],
)
def test_a_change_makes_a_version_and_the_votes_before_count_no_longer(
    ready: World, purpose: str, lines: dict[str, int]
) -> None:
    budget, number = proposed(ready)
    ready.votes(number, "for", "maastricht", "vodafone")
    seen = ready.asks(decisions.find_decision, number).digest

    assert ready.does(change_budget, number=budget, purpose=purpose, lines=lines) == 2

    decision = ready.asks(decisions.find_decision, number)
    assert decision.digest != seen
    assert ready.asks(ballots.votes_on, decision) == {}
    assert [each.digest for each in ready.asks(decisions.versions_of, decision)] == [seen, decision.digest]
    assert ready.acts(f"decision/{number}")[-1] == "decision.changed"
    assert ready.faults() == []


def test_what_was_changed_is_what_comes_into_force(ready: World) -> None:
    budget, number = proposed(ready)
    ready.votes(number, "for", "vodafone")
    ready.does(change_budget, number=budget, purpose=WORDS, lines={"jobs": 100_000_00, "fair": 5_00})
    ready.votes(number, "for")
    assert state(ready, number) == "adopted"
    assert ready.room("jobs", 2015)[0] == 100_000_00
    assert ready.room("course", 2015)[0] == 0
    assert ready.faults() == []


@pytest.mark.parametrize(
    "facts, said",
    [
        ({}, ("Malformed", "proposal", "Nothing of the proposal is changed.")),
        (
            {"lines": {"jobs": 0}},
            ("Malformed", "lines", "Budget something for at least one project."),
        ),
        ({"purpose": "\x07"}, ("Malformed", "purpose", "The character U+0007 cannot stand in a text.")),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(ready: World, facts: dict[str, Any], said: object) -> None:
    budget, _ = proposed(ready)
    same = {"purpose": WORDS, "lines": {"jobs": 90_000_00, "course": 20_000_00, "fair": 10_000_00}}
    assert ready.tries(change_budget, number=budget, **{**same, **facts}) == said


def test_only_who_made_a_proposal_changes_or_withdraws_it(ready: World) -> None:
    budget, number = proposed(ready)
    said = ("NotAllowed", None, "Only who made this proposal can change or withdraw it.")
    facts: dict[str, Any] = {"number": budget, "purpose": "Another text.", "lines": {"jobs": 1}}
    assert ready.tries(change_budget, by=ready.partner("vodafone"), **facts) == said
    assert ready.tries(withdraw, by=ready.partner("vodafone"), number=number) == said
    assert ready.tries(withdraw, number=number) == ACCEPTED


def test_another_treasurer_may_take_the_proposal_over(ready: World) -> None:
    budget, _ = proposed(ready)
    successor = replace(ready.treasurer(), person_id=77)
    facts: dict[str, Any] = {"number": budget, "purpose": "Another text.", "lines": {"jobs": 90_000_00}}
    assert ready.tries(change_budget, by=successor, **facts) == ACCEPTED


def test_what_is_decided_is_not_changed(ready: World) -> None:
    budget, number = proposed(ready)
    ready.votes(number, "for")
    said = ("WrongState", None, f"Decision {number} has already been taken.")
    facts: dict[str, Any] = {"number": budget, "purpose": "Later.", "lines": {"jobs": 80_000_00}}
    assert ready.tries(change_budget, **facts) == said
    assert ready.tries(proposing.change, number=number, proposal="Later.") == said


def test_a_change_sent_twice_is_made_once(ready: World) -> None:
    budget, _ = proposed(ready)
    facts: dict[str, Any] = {"number": budget, "purpose": "Another text.", "lines": {"jobs": 90_000_00}}
    first = ready.does(change_budget, by=ready.treasurer("key"), **facts)
    before = ready.everything()
    assert ready.does(change_budget, by=ready.treasurer("key"), **facts) == first
    assert ready.everything() == before


# ---- the last day ------------------------------------------------------------------------------------


def pass_the_last_day(world: World) -> None:
    """Let the day after the last come, and settle what came due."""
    world.today += timedelta(days=11)
    world.does(dues.settle)


@pytest.mark.parametrize(
    "votes, outcome, told",
    [
        ({}, "lapsed", "Too few had voted when the last day passed, so the proposal lapsed."),
        (
            {"maastricht": "for", "vodafone": "for"},
            "lapsed",
            "Too few had voted when the last day passed, so the proposal lapsed.",
        ),
        (
            {"maastricht": "for", "vodafone": "for", "q-park": "against"},
            "adopted",
            "The last day passed, and the votes as they stood decided.",
        ),
        (
            {"maastricht": "for", "vodafone": "against", "q-park": "abstain"},
            "rejected",
            "The last day passed, and the votes as they stood decided.",
        ),
    ],
)
def test_after_the_last_day_the_votes_decide_as_they_stand(
    ready: World, votes: dict[str, str], outcome: str, told: str
) -> None:
    budget, number = proposed(ready, ready.today + timedelta(days=10))
    for slug, choice in votes.items():
        ready.vote(number, slug, choice)
    pass_the_last_day(ready)
    decision = ready.asks(decisions.find_decision, number)
    assert (decision.state, ready.asks(budgets.find_budget, budget).state) == (outcome, outcome)
    assert PLAIN.say(ready.asks(ballots.standing, decision, today=ready.today).tally.why[-1]) == told
    assert ready.faults() == []


def test_on_the_last_day_itself_everybody_can_still_vote(ready: World) -> None:
    _, number = proposed(ready, ready.today + timedelta(days=10))
    ready.today += timedelta(days=10)
    ready.does(dues.settle)
    ready.votes(number, "for")
    assert state(ready, number) == "adopted"


def test_a_vote_after_the_last_day_is_refused_also_before_the_vote_was_ended(ready: World) -> None:
    _, number = proposed(ready, ready.today + timedelta(days=10))
    ready.today += timedelta(days=11)
    assert ready.asks(dues.anything, by=ready.treasurer())
    with pytest.raises(Exception, match="The last day to vote was"):
        ready.vote(number, "vodafone", "for")


def test_a_last_day_that_has_passed_is_refused(ready: World) -> None:
    said = ("Malformed", "deadline", "31/05/2015 has passed already.")
    lines = {"jobs": 90_000_00}
    facts: dict[str, Any] = {"year": 2015, "purpose": WORDS, "lines": lines}
    assert ready.tries(propose_budget, deadline=date(2015, 5, 31), **facts) == said
    assert ready.tries(propose_budget, deadline=ready.today, **facts) == ACCEPTED


def test_what_was_adopted_by_its_last_day_but_fits_no_longer_lapses(spent_since: tuple[World, int]) -> None:
    world, number = spent_since
    pass_the_last_day(world)
    assert state(world, number) == "lapsed"
    page = world.asks(decision_page, number, today=world.today)
    assert PLAIN.say(page.reason) == (
        "The budget of Jobs cannot become EUR 5.00: EUR 5.01 is spent and EUR 0.00 obligated."
    )
    assert language("nl").say(page.reason) == (
        "De begroting van Jobs kan geen EUR 5,00 worden: EUR 5,01 is uitgegeven en EUR 0,00 is verplicht."
    )
    (act,) = [one for one in world.asks(history, f"decision/{number}") if one.act == "decision.lapsed"]
    assert [values for label, values in details(act.content) if label.template == "Reason"] == [
        (page.reason,)
    ]
    assert world.faults() == []


@pytest.fixture
def spent_since(ready: World) -> tuple[World, int]:
    """Give an amendment that three of four support, and that is below what was spent while they voted."""
    from tests.actions.test_charges import bill  # noqa: PLC0415 - a bill as those tests make it

    facts: dict[str, Any] = {"year": 2015, "purpose": WORDS, "lines": {"jobs": 5_00}}
    deadline = ready.today + timedelta(days=10)
    budget = ready.does(propose_budget, deadline=deadline, **facts)
    number = ready.decision_of(budget)
    ready.votes(number, "for", "maastricht", "vodafone")
    ready.vote(number, "q-park", "against")
    ready.spend(bill(5_01))
    return ready, number


# ---- amendments that move little ---------------------------------------------------------------------


@pytest.fixture
def classed(empty: Any) -> World:
    """Give the covenant with a rule of its own for amendments that move at most a tenth."""
    world: World = empty(changed(("\n[decisions.rules]", MINOR)))
    make_ready(world)
    return world


@pytest.mark.parametrize(
    "lines, kind",
    [
        # the budget of 2015 is 150,000.00, a tenth of it 15,000.00
        ({**FULL, "fair": 25_000_00}, "minor_amendment"),
        ({**FULL, "fair": 25_000_01}, "amendment"),
        ({**FULL, "jobs": 85_000_00, "course": 35_000_00}, "minor_amendment"),
        ({**FULL, "jobs": 84_999_99, "course": 35_000_01}, "amendment"),
        ({**FULL, "jobs": 85_000_00}, "minor_amendment"),
    ],
)
def test_how_much_is_moved_says_by_which_rule_an_amendment_is_decided(
    classed: World, lines: dict[str, int], kind: str
) -> None:
    number = classed.decision_of(classed.does(propose_budget, year=2015, purpose=WORDS, lines=lines))
    decision = classed.asks(decisions.find_decision, number)
    assert decision.kind == kind
    assert decision.quorum == ("1/2" if kind == "minor_amendment" else "2/3")


def test_many_small_amendments_are_counted_together(classed: World) -> None:
    classed.budget(2015, {**FULL, "fair": 20_000_00})
    lines = {**FULL, "fair": 30_000_00}
    number = classed.decision_of(classed.does(propose_budget, year=2015, purpose=WORDS, lines=lines))
    assert classed.asks(decisions.find_decision, number).kind == "amendment"


def test_a_minor_amendment_cannot_grow_into_a_large_one_while_it_is_voted_on(classed: World) -> None:
    lines = {**FULL, "fair": 20_000_00}
    number = classed.does(propose_budget, year=2015, purpose=WORDS, lines=lines)
    assert classed.tries(change_budget, number=number, purpose=WORDS, lines={"jobs": 1_00}) == (
        "WrongState",
        "lines",
        "Changed like this it is decided by another rule: withdraw the proposal and make it anew.",
    )
