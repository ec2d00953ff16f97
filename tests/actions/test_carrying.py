"""Carrying budget over into a later year: how much of what, once, and what it leaves."""

from datetime import date
from typing import Any

import pytest

from ledger import budgets, decisions, proposing
from ledger.budget_proposals import propose_budget
from ledger.core.language import PLAIN
from ledger.core.refusals import Refusal
from ledger.storage import carried
from tests.actions.two_years import cells, one, total
from tests.actions.world import ACCEPTED, BUDGETS, SUPPLIER, WORDS, World, invoice
from tests.actions.yearly import END, decides, fixture_ended, proposes, refused

__all__ = ["fixture_ended"]

# 2015 has left: jobs 100,000.00, sites 20,000.00, course 19,100.00, fair 9,700.00
FROM_2015: dict[str, Any] = {"from_year": 2015, "to_year": 2016}


@pytest.fixture
def over(ended: World) -> World:
    """Give the covenant on the first day of 2016."""
    return ended


def test_what_is_left_is_added_to_the_later_years_budget(over: World) -> None:
    number = decides(over, "carry", **FROM_2015, lines={"course": 9_100_00, "fair": 9_700_00})
    budget = over.asks(budgets.in_force, 2016)
    assert budget is not None
    assert (budget.version, budget.decision_id, budget.purpose) == (2, number, "Agreed in the meeting.")
    assert over.room("course", 2016)[0] == BUDGETS[2016]["course"] + 9_100_00
    assert over.room("fair", 2016)[0] == 9_700_00
    assert over.room("jobs", 2016)[0] == BUDGETS[2016]["jobs"]
    assert over.asks(carried.into, budget.id) == {3: (2015, 9_100_00), 4: (2015, 9_700_00)}
    assert over.acts(f"budget/{budget.id}") == ["budget.adopted", "budget.carried"]
    assert over.faults() == []


@pytest.mark.parametrize(
    "facts, told",
    [
        ({}, ACCEPTED),
        ({"lines": {"course": 19_100_00}}, ACCEPTED),
        (
            {"lines": {"course": 19_100_01}},
            (
                "NoRoom",
                "lines-0-cents",
                "EUR 19,100.01 is more than the EUR 19,100.00 that Course has left of its budget of 2015.",
            ),
        ),
        (
            {"lines": {"fair": 1, "course": 0}},
            ("Malformed", "lines-1-cents", "An amount carried over is more than zero."),
        ),
        ({"lines": {}}, ("Malformed", "lines", "Carry something over for at least one project.")),
        ({"lines": {"none": 1}}, ("NotFound", "lines", "There is no project none in this covenant.")),
        (
            {"from_year": 2016, "to_year": 2017},
            ("WrongState", "from_year", "Fiscal year 2016 is not over yet."),
        ),
        ({"to_year": 2015}, ("Malformed", "to_year", "Budget is carried into a later year.")),
        (
            {"to_year": 2017},
            ("WrongState", "to_year", "No budget is in force for 2017 yet; adopt that first."),
        ),
        (
            {"to_year": 2018},
            ("Malformed", "to_year", "2018 is not a fiscal year of this covenant."),
        ),
    ],
)
def test_what_can_be_carried(over: World, facts: dict[str, Any], told: object) -> None:
    assert refused(over, "carry", **{**FROM_2015, "lines": {"course": 1}, **facts}) == told


def test_nothing_is_carried_into_a_closed_year(over: World) -> None:
    over.closes(2016)
    assert refused(over, "carry", **FROM_2015, lines={"course": 1}) == (
        "WrongState",
        "to_year",
        "Fiscal year 2016 is closed.",
    )


def test_what_was_carried_cannot_be_carried_again(over: World) -> None:
    decides(over, "carry", **FROM_2015, lines={"course": 19_000_00})
    decides(over, "carry", **FROM_2015, lines={"course": 100_00})
    assert refused(over, "carry", **FROM_2015, lines={"course": 1})[0] == "NoRoom"  # type: ignore[index]
    assert over.room("course", 2016)[0] == BUDGETS[2016]["course"] + 19_100_00
    assert over.faults() == []


def test_what_was_carried_cannot_be_spent_in_the_year_it_came_from(over: World) -> None:
    decides(over, "carry", **FROM_2015, lines={"course": 19_000_00})
    late = over.enter(invoice(SUPPLIER, {"course": 100_01}, date(2015, 12, 31), invoice_reference="late"))
    with pytest.raises(Refusal) as why:
        over.approve(late, "vodafone")
    assert "carried over" in str(why.value.why)
    in_time = over.enter(invoice(SUPPLIER, {"course": 100_00}, date(2015, 12, 31), invoice_reference="last"))
    over.approve(in_time, "vodafone")
    assert over.faults() == []


def test_what_was_carried_cannot_be_taken_back_by_an_amendment(over: World) -> None:
    decides(over, "carry", **FROM_2015, lines={"course": 19_000_00})
    lines = {**BUDGETS[2015], "course": 19_899_99}
    assert over.tries(propose_budget, year=2015, purpose=WORDS, lines=lines) == (
        "NoRoom",
        "lines",
        (
            "The budget of Course cannot become EUR 19,899.99: EUR 900.00 is spent, EUR 0.00 obligated and"
            " EUR 19,000.00 carried over."
        ),
    )
    assert (
        over.tries(propose_budget, year=2015, purpose=WORDS, lines={**lines, "course": 19_900_00}) == ACCEPTED
    )


def test_a_closed_year_counts_what_was_carried_out_of_it(over: World) -> None:
    decides(over, "close_year", year=2015)
    decides(over, "carry", **FROM_2015, lines={"course": 5_00})
    assert over.room("course", 2015) == (BUDGETS[2015]["course"], 0, 900_00)
    assert over.asks(carried.kept, 2015)[3, 2015] == 5_00
    assert over.faults() == []


@pytest.mark.parametrize("moved", ["left", "base"])
def test_what_moved_while_it_was_voted_on_is_not_carried(over: World, moved: str) -> None:
    number = proposes(over, "carry", **FROM_2015, lines={"course": 5_00})
    over.votes(number, "for", "maastricht", "vodafone")
    if moved == "left":
        bill = invoice(SUPPLIER, {"course": 1_00}, date(2015, 12, 31), invoice_reference="late")
        over.approve(over.enter(bill), "vodafone")
    else:
        over.budget(2016, {"course": 7_00})
    with pytest.raises(Refusal, match="figures have moved"):
        over.vote(number, "q-park", "for")
    assert over.asks(decisions.find_decision, number).state == "open"
    assert over.faults() == []


def test_the_budget_that_an_amendment_builds_on_is_not_replaced_while_it_is_voted_on(over: World) -> None:
    carry = proposes(over, "carry", **FROM_2015, lines={"course": 5_00})
    over.votes(carry, "for", "maastricht", "vodafone")
    amendment = over.does(propose_budget, year=2016, purpose=WORDS, lines={"course": 7_00})
    awaited = f"Budget {amendment} for 2016 is still being voted on; await or withdraw it first."
    with pytest.raises(Refusal) as why:
        over.vote(carry, "q-park", "for")
    assert PLAIN.say(why.value.why) == awaited
    assert over.tries(propose_budget, year=2016, purpose=WORDS, lines={"course": 8_00}) == (
        "WrongState",
        "year",
        awaited,
    )

    over.votes(over.decision_of(amendment), "for")
    over.does(proposing.change, number=carry, facts={**FROM_2015, "lines": {"course": 5_00}}, proposal=WORDS)
    over.votes(carry, "for")

    in_force = over.asks(budgets.in_force, 2016)
    assert in_force is not None
    assert (in_force.base_id, over.room("course", 2016)[0]) == (amendment, 12_00)
    assert over.faults() == []


def test_a_year_is_not_closed_while_its_budget_is_being_carried(over: World) -> None:
    number = proposes(over, "carry", **FROM_2015, lines={"course": 5_00})
    assert refused(over, "close_year", year=2015) == (
        "WrongState",
        "year",
        f"Decision {number} about its budget is still being voted on.",
    )


def test_a_later_amendment_keeps_what_was_carried_out(over: World) -> None:
    decides(over, "carry", **FROM_2015, lines={"course": 19_100_00})
    over.budget(2016, {"course": 30_000_00})
    assert over.asks(carried.kept, 2015)[3, 2015] == 19_100_00
    assert over.faults() == []


def test_budget_against_actual_leaves_out_what_was_carried(over: World) -> None:
    over.today = date(2016, 2, 1)
    decides(over, "carry", **FROM_2015, lines={"course": 9_100_00})
    before, now = one(over, "budget-actual", 2015, END), None
    assert total(before, "left") == 148_800_00
    now = one(over, "budget-actual", None, date(2016, 2, 1))
    assert total(now, "left") == sum(number for (number,) in cells(now, "left"))  # type: ignore[misc]
    assert total(now, "left") == 148_800_00 + 120_000_00
    assert any("carried into" in str(note) for note in now.notes)
