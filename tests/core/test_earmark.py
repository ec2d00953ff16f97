"""Earmarks, and whether a budget can be paid under them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.earmark import Earmark, allows, fundable, narrowness

ANY: Earmark = frozenset()
LINES = st.integers(1, 5)
BUDGETS = st.dictionaries(LINES, st.integers(-5, 40), max_size=5)
FUNDS = st.lists(st.tuples(st.frozensets(LINES, max_size=3), st.integers(-5, 40)), max_size=6)


def only(*lines: int) -> Earmark:
    """Give an earmark for these lines."""
    return frozenset(lines)


@pytest.mark.parametrize(
    "earmark,line,outcome",
    [(ANY, 1, True), (only(1), 1, True), (only(1, 2), 2, True), (only(1), 2, False)],
)
def test_an_earmark_allows_its_lines_and_an_empty_one_all(
    earmark: Earmark,
    line: int,
    outcome: bool,
) -> None:
    assert allows(earmark, line) is outcome


def test_the_fewer_lines_the_narrower_and_an_empty_earmark_is_the_widest() -> None:
    earmarks = [ANY, only(1, 2, 3), only(4), only(1, 2)]

    assert sorted(earmarks, key=narrowness) == [only(4), only(1, 2), only(1, 2, 3), ANY]


@pytest.mark.parametrize(
    "budgeted,funds,shortfall",
    [
        ({}, [], {}),
        ({1: 100}, [], {1: 100}),
        ({1: 0}, [], {1: 0}),
        ({1: 100}, [(ANY, 100)], {1: 0}),
        ({1: 101}, [(ANY, 100)], {1: 1}),
        ({1: 100}, [(only(2), 100)], {1: 100}),
        ({1: 60, 2: 40}, [(ANY, 50), (only(1), 50)], {1: 0, 2: 0}),
        # the first line must leave the wide money to the second
        ({1: 50, 2: 50}, [(ANY, 50), (only(1), 50)], {1: 0, 2: 0}),
        # a chain: each line has to step aside for the next
        ({1: 10, 2: 10, 3: 10}, [(only(1, 2), 10), (only(2, 3), 10), (only(1), 10)], {1: 0, 2: 0, 3: 0}),
        ({1: 60, 2: 60}, [(ANY, 100)], {1: 0, 2: 20}),
        ({2: 60, 1: 60}, [(ANY, 100)], {2: 0, 1: 20}),
        ({1: 100}, [(ANY, 60), (ANY, 40)], {1: 0}),
        ({1: -5, 2: 10}, [(ANY, 10)], {1: 0, 2: 0}),
        ({1: 10}, [(ANY, -10), (only(1), 10)], {1: 0}),
    ],
)
def test_what_cannot_be_paid_under_the_earmarks_is_told_per_line(
    budgeted: Mapping[int, int], funds: Sequence[tuple[Earmark, int]], shortfall: Mapping[int, int]
) -> None:
    assert fundable(budgeted, funds) == shortfall


@given(BUDGETS, FUNDS)
def test_the_shortfall_of_the_lines_in_order_is_the_least_there_can_be(
    budgeted: dict[int, int], funds: list[tuple[Earmark, int]]
) -> None:
    shortfall = fundable(budgeted, funds)

    lines = list(budgeted)
    for count in range(len(lines) + 1):
        first = lines[:count]
        assert sum(shortfall[line] for line in first) == _least(first, budgeted, funds)


@given(BUDGETS, FUNDS)
def test_every_line_has_its_answer_between_nothing_and_all(
    budgeted: dict[int, int], funds: list[tuple[Earmark, int]]
) -> None:
    shortfall = fundable(budgeted, funds)

    assert list(shortfall) == list(budgeted)
    assert all(0 <= shortfall[line] <= max(cents, 0) for line, cents in budgeted.items())


def test_twenty_lines_and_sixty_pledges_are_answered() -> None:
    budgeted = {line: 1_000_000 + 7919 * line for line in range(20)}
    funds = [(only(n % 20, (n * 7 + 3) % 20, (n * 3) % 20), 350_000 + 101 * n) for n in range(60)]

    missing = sum(budgeted.values()) - sum(cents for _, cents in funds)

    assert sum(fundable(budgeted, funds).values()) == missing


def _least(lines: list[int], budgeted: dict[int, int], funds: list[tuple[Earmark, int]]) -> int:
    """The least shortfall of some lines, by looking at every group of them and the money it can reach."""
    groups: Iterable[tuple[int, ...]] = chain.from_iterable(
        combinations(lines, count) for count in range(len(lines) + 1)
    )
    return max(
        sum(max(budgeted[line], 0) for line in group)
        - sum(max(cents, 0) for earmark, cents in funds if any(allows(earmark, line) for line in group))
        for group in groups
    )
