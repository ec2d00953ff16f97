"""The facts statements are drawn from: periods, names, and sums of balances."""

from datetime import date

import pytest

from ledger.core.entry import COMMON
from ledger.core.language import PLAIN
from ledger.core.statements import facts, words
from ledger.core.statements.titles import KEYS, TITLES
from tests.core.statements.world import NAMES, YEAR


@pytest.mark.parametrize(
    "day, inside",
    [
        (date(2015, 12, 31), False),
        (date(2016, 1, 1), True),
        (date(2016, 12, 31), True),
        (date(2017, 1, 1), False),
        (None, False),
    ],
)
def test_a_period_holds_its_first_and_last_day_and_all_between(day: date | None, inside: bool) -> None:
    assert YEAR.holds(day) is inside


def test_opening_figures_are_those_of_the_day_before_the_first() -> None:
    assert YEAR.before == date(2015, 12, 31)


@pytest.mark.parametrize("pledge_id, name", [(1, "Town"), (2, "Firm"), (3, "Firm"), (COMMON, "Common fund")])
def test_a_funder_is_the_party_whose_pledge_it_is(pledge_id: int, name: str) -> None:
    assert PLAIN.say(NAMES.funder(pledge_id)) == name


@pytest.mark.parametrize("pledge_id, link", [(1, "parties/town"), (3, "parties/firm"), (COMMON, None)])
def test_a_funder_has_its_partys_page(pledge_id: int, link: str | None) -> None:
    assert NAMES.funder_link(pledge_id) == link


def test_the_common_fund_comes_after_the_pledges() -> None:
    assert NAMES.funds() == (1, 2, 3, COMMON)


def test_two_things_of_one_name_are_told_apart_by_their_slugs() -> None:
    named = [(1, "north", "School"), (2, "south", "School"), (3, "firm", "Firm")]
    assert facts.unique_names(named) == {1: "School (north)", 2: "School (south)", 3: "Firm"}


@pytest.mark.parametrize(
    "parts, text",
    [([], None), (["a"], "a"), (["a", "b", "c"], "a; b; c")],
)
def test_parts_are_listed_with_semicolons_between(parts: list[str], text: str | None) -> None:
    found = facts.listed([facts.said(part) for part in parts])
    assert (found and PLAIN.say(found)) == text


def test_an_amount_stands_behind_a_name() -> None:
    assert PLAIN.say(facts.amount_of("Town", 68_965)) == "Town EUR 689.65"


@pytest.mark.parametrize(
    "part, whole, share",
    [
        (0, 100, 0),
        (100, 100, 1000),
        (1, 3, 333),
        (2, 3, 667),
        (1, 2000, 1),  # half a tenth is rounded up
        (1, 2001, 0),
        (250, 100, 2500),
        (-50, 100, -500),
        (5, 0, None),
        (5, -1, None),
    ],
)
def test_a_share_is_given_in_tenths_of_a_per_cent(part: int, whole: int, share: int | None) -> None:
    assert facts.tenths(part, whole) == share


def test_balances_are_added_and_taken_off_account_by_account() -> None:
    some, more = {("bank", 1): 5, ("bank", 2): 1}, {("bank", 1): 2, ("costs", 1): 3}
    assert (facts.plus(some, more), facts.minus(some, more), facts.of_account(some, "bank")) == (
        {("bank", 1): 7, ("bank", 2): 1, ("costs", 1): 3},
        {("bank", 1): 3, ("bank", 2): 1, ("costs", 1): -3},
        6,
    )


def test_a_word_that_is_not_known_stands_as_it_is() -> None:
    assert [PLAIN.say(words.word(words.STATES, key)) for key in ("paid", "100%")] == ["Paid", "100%"]


def test_every_statement_has_a_title_of_its_own() -> None:
    assert len({PLAIN.say(title) for title in TITLES.values()}) == len(KEYS) == 17
