"""Budgets: proposing a year's budget and amending it, and what its adoption changes."""

from datetime import date
from typing import Any

import pytest

from ledger.budget_proposals import propose_budget
from ledger.budgets import find_budget, in_force, lines_of, list_budgets
from ledger.core.money import MAX_CENTS
from ledger.decisions import find_decision
from ledger.obligations import add_obligation
from ledger.storage.tables import Budget, Decision
from ledger.voting import cast_vote
from tests.actions.world import ACCEPTED, BUDGETS, SUPPLIER, WORDS, World, invoice

MAY = date(2015, 5, 1)


def propose(world: World, lines: dict[str, int], year: int = 2015, **more: Any) -> object:
    """Try to propose a budget."""
    return world.tries(propose_budget, year=year, purpose=WORDS, lines=lines, **more)


# ---- proposing -------------------------------------------------------------------------------------


def test_a_proposed_budget_is_put_to_the_vote_and_gives_no_room_yet(ready: World) -> None:
    number = ready.does(propose_budget, year=2017, purpose=WORDS, lines={"jobs": 5_00, "fair": 0})
    budget = ready.asks(find_budget, number)
    assert (budget.state, budget.version, budget.base_id, budget.decision_id) == ("proposed", 1, None, 3)
    assert ready.room("jobs", 2017) == (0, 0, 0)
    assert ready.acts(f"budget/{number}") == ["budget.proposed"]
    assert ready.acts("decision/3") == ["decision.opened"]
    assert ready.faults() == []


NEGATIVE = ("Malformed", "lines-jobs", "A budget line cannot be below zero.")
NOTHING = ("Malformed", "lines", "Budget something for at least one project.")


@pytest.mark.parametrize(
    "lines, year, said",
    [
        ({"jobs": 1}, 2017, ACCEPTED),
        ({"jobs": MAX_CENTS}, 2017, ACCEPTED),
        (
            {"jobs": MAX_CENTS + 1},
            2017,
            ("Malformed", "lines-jobs", "An amount is at most EUR 100,000,000,000.00."),
        ),
        ({"jobs": -1}, 2017, NEGATIVE),
        ({"jobs": 0}, 2017, NOTHING),
        ({}, 2017, NOTHING),
        ({"none": 1}, 2017, ("NotFound", "lines", "There is no project none in this covenant.")),
        ({"jobs": 1}, 2014, ("Malformed", "year", "2014 is not a fiscal year of this covenant.")),
        ({"jobs": 1}, 2018, ("Malformed", "year", "2018 is not a fiscal year of this covenant.")),
        (BUDGETS[2016], 2016, ("Malformed", "lines", "This amendment changes nothing.")),
        (
            {**BUDGETS[2016], "fair": 0},
            2016,
            ("Malformed", "lines", "This amendment changes nothing."),
        ),
        ({**BUDGETS[2016], "fair": 1}, 2016, ACCEPTED),
    ],
)
def test_what_may_be_proposed(ready: World, lines: dict[str, int], year: int, said: object) -> None:
    assert propose(ready, lines, year) == said


def test_nothing_is_proposed_for_a_closed_year(ready: World) -> None:
    ready.closes(2015)
    assert propose(ready, {"jobs": 1}) == ("WrongState", "year", "Fiscal year 2015 is closed.")


def test_one_proposal_for_a_year_at_a_time(ready: World) -> None:
    ready.does(propose_budget, year=2017, purpose=WORDS, lines={"jobs": 1})
    assert propose(ready, {"jobs": 2}, 2017) == (
        "WrongState",
        "year",
        "Budget 3 for 2017 is still being voted on; await or withdraw it first.",
    )
    assert propose(ready, {"jobs": 2}, 2016) == ACCEPTED


def test_nothing_is_proposed_on_a_day_when_nobody_has_a_vote(ready: World) -> None:
    ready.today = date(2014, 12, 31)
    assert propose(ready, {"jobs": 1}, 2017) == ("WrongState", None, "Nobody has a vote on this today.")


def test_a_proposal_sent_twice_is_one_budget(ready: World) -> None:
    facts: dict[str, Any] = {"year": 2017, "purpose": WORDS, "lines": {"jobs": 1}}
    first = ready.does(propose_budget, by=ready.treasurer("key"), **facts)
    assert ready.does(propose_budget, by=ready.treasurer("key"), **facts) == first
    assert (ready.rows(Budget), ready.rows(Decision)) == (3, 3)
    assert propose(ready, {"jobs": 2}, 2017, by=ready.treasurer("key"))[0] == "KeyReused"  # type: ignore[index]


# ---- adopting --------------------------------------------------------------------------------------


def test_an_adopted_budget_gives_every_project_its_room(ready: World) -> None:
    number = ready.budget(2017, {"jobs": 5_00, "fair": 7_00})
    budget = ready.asks(find_budget, number)
    assert (budget.state, budget.adopted_on) == ("adopted", ready.today)
    assert [ready.room(slug, 2017)[0] for slug in ("jobs", "sites", "course", "fair")] == [5_00, 0, 0, 7_00]
    assert ready.acts(f"budget/{number}") == ["budget.proposed", "budget.adopted"]
    assert ready.faults() == []


def test_an_amendment_replaces_the_version_before_it(ready: World) -> None:
    first = ready.asks(in_force, 2015)
    assert first is not None
    number = ready.budget(2015, {"jobs": 90_000_00, "course": 30_000_00})
    now = ready.asks(in_force, 2015)
    assert now is not None
    assert (now.id, now.version, now.base_id) == (number, 2, first.id)
    assert ready.asks(find_budget, first.id).state == "replaced"
    assert [ready.room(slug, 2015)[0] for slug in ("jobs", "sites", "course", "fair")] == [
        90_000_00,
        0,
        30_000_00,
        0,
    ]
    assert sorted(ready.asks(lines_of, number).values()) == [30_000_00, 90_000_00]
    assert [row.id for row in ready.asks(list_budgets)] == [3, 2, 1]
    assert ready.faults() == []


def test_a_rejected_budget_changes_nothing_and_another_may_be_proposed(ready: World) -> None:
    number = ready.does(propose_budget, year=2017, purpose=WORDS, lines={"jobs": 1})
    ready.votes(ready.decision_of(number), "against", "maastricht")
    assert ready.asks(find_budget, number).state == "rejected"
    assert ready.asks(in_force, 2017) is None
    assert propose(ready, {"jobs": 2}, 2017) == ACCEPTED
    assert ready.asks(find_budget, number + 1).version == 2
    assert ready.faults() == []


# ---- below what is spent ---------------------------------------------------------------------------


@pytest.fixture
def spent(ready: World) -> World:
    """Give the covenant with EUR 3,000.00 spent on the fair, and EUR 1,000.00 obliged."""
    ready.spend(invoice(SUPPLIER, {"fair": 3_000_00}, MAY))
    ready.does(
        add_obligation,
        project="fair",
        payee=SUPPLIER,
        year=2015,
        agreed_on=MAY,
        description="Hall",
        amount_cents=1_000_00,
    )
    return ready


TOO_LITTLE = (
    "The budget of Fair cannot become EUR 3,999.99: EUR 3,000.00 is spent and EUR 1,000.00 obligated."
)


@pytest.mark.parametrize(
    "lines, said",
    [
        ({"jobs": 1, "fair": 4_000_00}, ACCEPTED),
        ({"jobs": 1, "fair": 3_999_99}, ("NoRoom", "lines", TOO_LITTLE)),
        ({"jobs": 1}, ("NoRoom", "lines", TOO_LITTLE.replace("3,999.99", "0.00"))),
    ],
)
def test_an_amendment_leaves_what_is_spent_and_obliged(
    spent: World, lines: dict[str, int], said: object
) -> None:
    assert propose(spent, lines) == said


def test_several_projects_left_too_little_are_all_named(spent: World) -> None:
    spent.spend(invoice(SUPPLIER, {"course": 5_00}, MAY))
    said = propose(spent, {"jobs": 1})
    assert isinstance(said, tuple)
    assert [one[0] for one in said] == ["NoRoom", "NoRoom"]


def test_what_is_spent_while_they_vote_stops_the_vote_that_would_adopt(spent: World) -> None:
    number = spent.does(propose_budget, year=2015, purpose=WORDS, lines={"jobs": 1, "fair": 4_000_00})
    decision = spent.decision_of(number)
    spent.votes(decision, "for", "maastricht", "vodafone")
    spent.spend(invoice(SUPPLIER, {"fair": 1}, MAY))
    seen = spent.asks(find_decision, decision).digest
    assert spent.tries(
        cast_vote, by=spent.partner("q-park"), number=decision, choice="for", seen_digest=seen
    ) == (
        "NoRoom",
        "lines",
        "The budget of Fair cannot become EUR 4,000.00: EUR 3,000.01 is spent and EUR 1,000.00 obligated.",
    )
    assert spent.asks(find_budget, number).state == "proposed"


@pytest.mark.parametrize("number", [0, 9, 2**31, 10**30])
def test_a_budget_that_does_not_exist_is_not_found(ready: World, number: int) -> None:
    assert ready.tries(lambda session, covenant_id, **_: find_budget(session, covenant_id, number)) == (
        "NotFound",
        None,
        f"There is no budget {number}.",
    )
