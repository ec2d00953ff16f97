"""Income and expenditure, budget against actual, sources and uses."""

from ledger.core.entry import COMMON
from ledger.core.statements import result
from ledger.core.statements.result import Budgets, Result, Use
from ledger.core.statements.shape import Bar, Flow
from tests.core.statements.world import FIRST_YEAR, NAMES, WHOLE_TERM, YEAR, cells, controls

NOW = Result(
    2016,
    income={1: 700, 2: 200, 3: 50, COMMON: 10},
    costs={(1, 2016): 600, (2, 2016): 300, (1, 2015): 60},
    kept_income_cents=960,
    kept_costs={2016: 900, 2015: 60},
)
BEFORE = Result(2015, {1: 100}, {(2, 2015): 100}, 100, {2015: 100})
BUDGETS = Budgets({(1, 2016): 1_000, (3, 2016): 500}, {(1, 2016): 800, (3, 2016): 500, (2, 2016): 400})

LINES = [
    ("Income", "Town", 700, 100, None, None),
    ("Income", "Firm", 250, 0, None, None),
    ("Income", "Common fund", 10, 0, None, None),
    ("Costs", "Placement", 600, 0, 1_500, 1_300),
    ("Costs", "Training", 300, 100, 0, 400),
    ("Costs of earlier years", "Placement", 60, 0, None, None),
    ("Result", "Result", 0, 0, None, None),
]


def test_income_stands_per_funder_and_costs_per_programme_line() -> None:
    assert cells(result.income_expenditure(YEAR, NAMES, NOW, BEFORE, BUDGETS)) == LINES


def test_the_totals_of_the_result_come_from_the_kept_totals() -> None:
    found = controls(result.income_expenditure(YEAR, NAMES, NOW, BEFORE, BUDGETS))
    assert found == {
        ("now", "Income"): 960,
        ("now", "Costs"): 900,
        ("now", "Costs of earlier years"): 60,
        ("now", "Result"): 0,
        ("before", "Income"): 100,
        ("before", "Costs"): 100,
        ("before", "Costs of earlier years"): 0,
        ("before", "Result"): 0,
    }


def test_the_first_year_has_no_year_before() -> None:
    found = result.income_expenditure(FIRST_YEAR, NAMES, BEFORE, None, Budgets({}, {}))
    assert cells(found)[-2:] == [("Costs", "Training", 100, 0, 0), ("Result", "Result", 0, None, None)]


def test_a_year_without_late_spend_has_no_costs_of_earlier_years() -> None:
    found = controls(result.income_expenditure(FIRST_YEAR, NAMES, BEFORE, None, Budgets({}, {})))
    assert ("now", "Costs of earlier years") not in found


def test_over_the_whole_term_no_costs_are_of_earlier_years() -> None:
    whole = Result(None, NOW.income, NOW.costs, 960, {2015: 60, 2016: 900})
    found = controls(result.income_expenditure(WHOLE_TERM, NAMES, whole, None, BUDGETS))
    assert found["now", "Costs"] == 960


USES = {1: Use(1_000, 100, 600), 2: Use(0, 0, 50), 3: Use(500, 0, 500)}


def test_budget_obligations_and_spend_are_put_together_per_project_over_the_years() -> None:
    found = result.uses(
        {(1, 2015): 400, (1, 2016): 600, (3, 2016): 500},
        {(1, 2016): 100},
        {(1, 2015): 300, (1, 2016): 300, (2, 2016): 50, (3, 2016): 500},
    )
    assert found == USES


def test_budget_against_actual_stands_per_line_and_project() -> None:
    assert cells(result.budget_actual(YEAR, NAMES, USES, USES)) == [
        ("Placement", "Work", 1_000, 100, 600, 300, 600),
        ("Placement", "Fair", 500, 0, 500, 0, 1000),
        ("Training", "Class", 0, 0, 50, -50, None),
    ]


def test_a_project_without_budget_or_spend_is_left_out() -> None:
    assert cells(result.budget_actual(YEAR, NAMES, {3: USES[3]}, {}), "project") == [("Fair",)]


def test_every_line_has_its_subtotals_and_the_whole_its_total() -> None:
    found = controls(result.budget_actual(YEAR, NAMES, USES, USES))
    assert {key: found[key] for key in found if key[0] in ("budget", "left")} == {
        ("budget", "Placement"): 1_500,
        ("left", "Placement"): 300,
        ("budget", "Training"): 0,
        ("left", "Training"): -50,
        ("budget", None): 1_500,
        ("left", None): 250,
    }


def test_a_line_that_is_kept_but_not_shown_still_counts_in_the_total() -> None:
    found = controls(result.budget_actual(YEAR, NAMES, {1: USES[1]}, USES))
    assert (("spent", "Training") in found, found["spent", None]) == (False, 1_150)


def test_the_bars_follow_the_lines() -> None:
    assert result.bars(NAMES, USES) == (
        Bar("Work", 1_000, 100, 600),
        Bar("Fair", 500, 0, 500),
        Bar("Class", 0, 0, 50),
    )


COSTS = {
    (1, 1, 2016): 500,
    (1, 2, 2016): 60,
    (1, 3, 2015): 40,
    (2, 2, 2016): 30,
    (3, 1, 2016): 7,
    (3, COMMON, 2016): 9,
}


def test_sources_and_uses_stand_per_funder_and_project() -> None:
    assert cells(result.sources_uses(YEAR, NAMES, COSTS, {})) == [
        ("Town", "Placement", "Work", 500),
        ("Town", "Placement", "Fair", 7),
        ("Firm", "Placement", "Work", 100),
        ("Firm", "Training", "Class", 30),
        ("Common fund", "Placement", "Fair", 9),
    ]


def test_what_came_to_nothing_is_left_out_of_sources_and_uses() -> None:
    assert cells(result.sources_uses(YEAR, NAMES, {(1, 1, 2015): -5, (1, 1, 2016): 5}, {})) == []


def test_the_totals_of_sources_and_uses_come_from_the_income() -> None:
    found = controls(result.sources_uses(YEAR, NAMES, {(1, 1, 2016): 5}, {1: 5, 2: 3, 3: 1}))
    assert found == {("cents", "Town"): 5, ("cents", None): 9}


def test_the_flow_of_money_names_the_common_fund_in_the_readers_words() -> None:
    assert result.flows(NAMES, {(3, COMMON, 2016): 9, (1, 1, 2016): 4}, "Gezamenlijk") == (
        Flow("Town", "Placement", "Work", 4),
        Flow("Gezamenlijk", "Placement", "Fair", 9),
    )
