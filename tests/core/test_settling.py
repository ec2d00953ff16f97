"""Settlement at the end: what it asks, and how the common fund is divided."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.settling import Facts, Settled, divide_common, require_settleable, require_something
from tests.outcomes import name_of, outcome, words_of

OVER = Facts(
    last_day=date(2017, 12, 31),
    today=date(2018, 1, 1),
    years=((2015, "closed"), (2016, "closed"), (2017, "open")),
    undecided=(),
    contracts=(),
    vat_cents=0,
)


@pytest.mark.parametrize(
    "changes, said",
    [
        ({}, "accepted"),
        ({"years": ((2015, "closed"), (2016, "closed"), (2017, "closed"))}, "accepted"),
        ({"years": ((2017, "open"),)}, "accepted"),
        ({"today": date(2017, 12, 31)}, "The covenant runs through 31/12/2017; it is settled after that."),
        (
            {"years": ((2015, "closed"), (2016, "open"), (2017, "open"))},
            "Fiscal year 2016 comes first: it is not closed yet.",
        ),
        (
            {"years": ((2015, "evidence"), (2016, "closed"), (2017, "open"))},
            "Fiscal year 2015 comes first: it is not closed yet.",
        ),
        ({"undecided": (4, 7)}, "Expenditures that are neither approved nor rejected: 4, 7."),
        ({"contracts": (2,)}, "Obligations that are open; release what will not be invoiced: 2."),
        ({"vat_cents": 1}, "EUR 0.01 of VAT is still to come back from the tax office."),
    ],
)
def test_what_a_settlement_asks(changes: dict[str, Any], said: str) -> None:
    result = outcome(lambda: require_settleable(replace(OVER, **changes)))
    assert (words_of(result) if name_of(result) != "accepted" else "accepted") == said


def test_all_that_is_missing_is_named_at_once() -> None:
    result = outcome(lambda: require_settleable(replace(OVER, undecided=(4,), vat_cents=5)))
    assert name_of(result) == "Problems"
    assert len(result.each) == 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "cents, charged, promised, shares",
    [
        (100, {1: 1, 2: 1, 3: 1}, {}, {1: 34, 2: 33, 3: 33}),
        (100, {1: 300, 2: 100}, {1: 1, 2: 99}, {1: 75, 2: 25}),
        (100, {1: 300, 2: 0}, {1: 1, 2: 99}, {1: 100}),
        (100, {1: 0, 2: 0}, {1: 300, 2: 100}, {1: 75, 2: 25}),
        (0, {1: 300, 2: 100}, {}, {}),
        (1, {1: 300, 2: 100}, {}, {1: 1}),
    ],
)
def test_the_common_fund_goes_where_the_charges_were(
    cents: int, charged: dict[int, int], promised: dict[int, int], shares: dict[int, int]
) -> None:
    assert divide_common(cents, charged, promised) == shares


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_all_of_the_common_fund_is_divided(cents: int, charges: list[int]) -> None:
    promised = dict.fromkeys(range(len(charges)), 1)
    assert sum(divide_common(cents, dict(enumerate(charges)), promised).values()) == cents


@pytest.mark.parametrize(
    "settled, expected",
    [
        ([Settled(1, 0, 0, 0), Settled(2, 0, 0, 0)], "NoRoom"),
        ([], "NoRoom"),
        ([Settled(1, 0, 0, 0), Settled(2, 0, 0, 1)], "accepted"),
        ([Settled(1, 1, 0, 0)], "accepted"),
        ([Settled(1, 0, 1, 0)], "accepted"),
    ],
)
def test_nothing_is_not_settled(settled: list[Settled], expected: str) -> None:
    assert name_of(outcome(lambda: require_something(settled))) == expected
