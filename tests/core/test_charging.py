"""Which funder pays which cents."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.charging import (
    Charge,
    Fund,
    Line,
    Method,
    charge_by_hand,
    charge_lines,
    charged_more,
    least_from,
)
from ledger.core.earmark import Earmark
from ledger.core.language import PLAIN
from ledger.core.reducing import Uncharged, counts_from
from ledger.core.refusals import NoRoom, Refusal

FIRST_DAY = date(2015, 1, 1)
DAY = date(2015, 6, 1)
ANY: Earmark = frozenset()
PLACEMENT, ACQUISITION, TRAINING = 1, 2, 3
YEARS = (2015, 2016, 2017)
A_DAY_IN = {year: date(year, 6, 1) for year in YEARS}


def fund(
    pledge_id: int,
    cents: int | Mapping[int, int],
    earmark: Earmark = ANY,
    spent: Mapping[int, int] | None = None,
) -> Fund:
    """Make a pledge with instalments (all in 2015 where only an amount is given)."""
    instalments = {2015: cents} if isinstance(cents, int) else cents
    return Fund(pledge_id, earmark, instalments, spent or {}, FIRST_DAY)


def valley() -> list[Fund]:
    """Give the pledges of the worked example: a municipality, earmarked, and three firms."""
    yearly = dict.fromkeys(YEARS, 1_500_000)
    return [
        fund(1, dict.fromkeys(YEARS, 10_000_000), frozenset({PLACEMENT, ACQUISITION})),
        *(fund(firm, yearly) for firm in (2, 3, 4)),
    ]


def shares(charges: Sequence[Charge]) -> dict[int, int]:
    """Give the cents per pledge."""
    return {charge.pledge_id: charge.cents for charge in charges}


# ---- what is available -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "instalments,spent,year,available",
    [
        ({2015: 100}, {}, 2015, 100),
        ({2015: 100}, {2015: 30}, 2015, 70),
        ({2015: 100, 2016: 100}, {}, 2015, 100),
        ({2015: 100, 2016: 100}, {}, 2016, 200),
        # a late invoice of 2015 cannot take what 2016 has used
        ({2015: 100, 2016: 100}, {2016: 150}, 2015, 50),
        ({2015: 100, 2016: 100}, {2016: 200}, 2015, 0),
        # money of 2015 is there in a year without instalments or charges of its own, and after the last
        ({2015: 100, 2017: 100}, {}, 2016, 100),
        ({2015: 100}, {2015: 40}, 2018, 60),
        ({2016: 100}, {}, 2015, 0),
        ({}, {}, 2015, 0),
        ({2015: 100}, {2015: 130}, 2015, 0),
        ({2015: 100, 2016: -60}, {}, 2015, 40),
        ({2015: 100}, {2015: 30, 2016: -30}, 2015, 70),
        ({2015: 100}, {2015: 30, 2016: -30}, 2016, 100),
    ],
)
def test_what_a_pledge_can_still_pay_is_the_least_of_this_year_and_later(
    instalments: dict[int, int], spent: dict[int, int], year: int, available: int
) -> None:
    assert fund(1, instalments, spent=spent).available(year) == available


@pytest.mark.parametrize(
    "day,until,earmark,outcome",
    [
        (date(2015, 3, 1), None, ANY, True),
        (date(2015, 2, 28), None, ANY, False),
        (date(2016, 3, 31), date(2016, 3, 31), ANY, True),
        (date(2016, 4, 1), date(2016, 3, 31), ANY, False),
        (date(2015, 3, 1), None, frozenset({PLACEMENT}), True),
        (date(2015, 3, 1), None, frozenset({TRAINING}), False),
    ],
)
def test_a_pledge_counts_while_its_party_is_a_member_and_for_its_lines(
    day: date,
    until: date | None,
    earmark: Earmark,
    outcome: bool,
) -> None:
    pledge = Fund(1, earmark, {}, {}, date(2015, 3, 1), until)

    assert pledge.counts(day, PLACEMENT) is outcome


@pytest.mark.parametrize(
    "first, last, until, outcome",
    [
        (date(2015, 1, 1), date(2015, 2, 28), None, False),
        (date(2015, 1, 1), date(2015, 3, 1), None, True),
        (date(2016, 3, 31), date(2016, 12, 31), date(2016, 3, 31), True),
        (date(2016, 4, 1), date(2016, 12, 31), date(2016, 3, 31), False),
        (date(2016, 4, 1), date(2016, 12, 31), None, True),
    ],
)
def test_a_party_takes_part_from_its_first_day_through_its_last(
    first: date, last: date, until: date | None, outcome: bool
) -> None:
    assert Fund(1, ANY, {}, {}, date(2015, 3, 1), until).takes_part(first, last) is outcome


# ---- charging by the rule ----------------------------------------------------------------------


def test_a_thousand_euros_on_placement_are_charged_as_in_the_worked_example() -> None:
    charged = charge_lines([Line(7, PLACEMENT, 100_000)], valley(), day=DAY, year=2015, method="proportional")

    assert charged == [
        [Charge(7, 1, 68_965), Charge(7, 2, 10_345), Charge(7, 3, 10_345), Charge(7, 4, 10_345)]
    ]


@pytest.mark.parametrize("method", ["proportional", "narrowest_first"])
def test_training_is_charged_to_those_whose_earmark_allows_it(method: Method) -> None:
    charged = charge_lines([Line(7, TRAINING, 300)], valley(), day=DAY, year=2015, method=method)

    assert shares(charged[0]) == {2: 100, 3: 100, 4: 100}


@pytest.mark.parametrize(
    "cents,expected",
    [
        (100, {2: 100}),
        (500, {2: 500}),
        (700, {1: 100, 2: 500, 4: 100}),
        (1_100, {1: 300, 2: 500, 4: 300}),
        (1_101, {1: 300, 2: 500, 3: 1, 4: 300}),
        (1_500, {1: 300, 2: 500, 3: 400, 4: 300}),
    ],
)
def test_narrowest_first_uses_up_the_narrow_money_and_divides_among_equals(
    cents: int, expected: dict[int, int]
) -> None:
    funds = [
        fund(1, 300, frozenset({PLACEMENT, TRAINING})),
        fund(2, 500, frozenset({PLACEMENT})),
        fund(3, 400),
        fund(4, 300, frozenset({PLACEMENT, ACQUISITION})),
    ]

    charged = charge_lines([Line(7, PLACEMENT, cents)], funds, day=DAY, year=2015, method="narrowest_first")

    assert shares(charged[0]) == expected
    assert list(shares(charged[0])) == sorted(expected)


def test_each_line_takes_from_what_is_left_for_the_next() -> None:
    funds = [fund(1, 100, frozenset({PLACEMENT})), fund(2, 100)]

    charged = charge_lines(
        [Line(7, PLACEMENT, 100), Line(8, TRAINING, 50), Line(9, PLACEMENT, 50)],
        funds,
        day=DAY,
        year=2015,
        method="proportional",
    )

    assert [shares(line) for line in charged] == [{1: 50, 2: 50}, {2: 50}, {1: 50}]


@pytest.mark.parametrize(
    "lines,outcome",
    [
        ([(PLACEMENT, 200)], "accepted"),
        ([(PLACEMENT, 201)], "NoRoom"),
        ([(TRAINING, 100)], "accepted"),
        ([(TRAINING, 101)], "NoRoom"),
        ([(TRAINING, 100), (PLACEMENT, 100)], "accepted"),
        ([(TRAINING, 100), (PLACEMENT, 101)], "NoRoom"),
        ([(PLACEMENT, 0)], "accepted"),
        ([], "accepted"),
    ],
)
@pytest.mark.parametrize("method", ["proportional", "narrowest_first"])
def test_a_line_larger_than_what_is_available_is_refused(
    lines: list[tuple[int, int]], outcome: str, method: Method
) -> None:
    funds = [fund(1, 100, frozenset({PLACEMENT})), fund(2, 100)]
    asked = [Line(7, line_id, cents) for line_id, cents in lines]
    try:
        charge_lines(asked, funds, day=DAY, year=2015, method=method)
        got = "accepted"
    except NoRoom:
        got = "NoRoom"

    assert got == outcome


def test_the_refusal_says_what_is_asked_and_available_in_all_and_of_each_pledge() -> None:
    funds = [replace(fund(1, 100), name="Vodafone"), fund(2, 50)]

    with pytest.raises(NoRoom) as refused:
        charge_lines([Line(7, PLACEMENT, 200)], funds, day=DAY, year=2015, method="proportional")

    assert refused.value.field == "splits"
    assert PLAIN.say(refused.value.why) == (
        "EUR 2.00 is asked, but EUR 1.50 is available: Vodafone EUR 1.00, #2 EUR 0.50."
    )


def test_the_refusal_says_so_where_no_pledge_may_pay_at_all() -> None:
    with pytest.raises(NoRoom, match="no pledge may pay for this programme line"):
        charge_lines([Line(7, PLACEMENT, 1)], [], day=DAY, year=2015, method="proportional")


@st.composite
def pledges(draw: st.DrawFn) -> list[Fund]:
    """Draw pledges with earmarks, gaps between instalments, late joiners and early leavers."""
    count = draw(st.integers(1, 5))
    return [
        Fund(
            pledge_id,
            draw(st.frozensets(st.integers(1, 3), max_size=2)),
            draw(st.dictionaries(st.sampled_from(YEARS), st.integers(0, 5_000), max_size=3)),
            {},
            draw(st.sampled_from([FIRST_DAY, date(2016, 1, 1)])),
            draw(st.sampled_from([None, date(2016, 12, 31)])),
        )
        for pledge_id in range(1, count + 1)
    ]


SPEND = st.tuples(
    st.sampled_from(YEARS),
    st.lists(st.builds(Line, st.integers(1, 3), st.integers(1, 3), st.integers(1, 3_000)), max_size=3),
    st.sampled_from(["proportional", "narrowest_first"]),
)


@given(pledges(), st.lists(SPEND, max_size=12), st.data())
def test_no_pledge_is_ever_charged_beyond_what_it_has_in_any_year(
    funds: list[Fund], acts: list[tuple[int, list[Line], Method]], data: st.DataObject
) -> None:
    for year, lines, method in acts:
        day = A_DAY_IN[year]
        try:
            charged = charge_lines(lines, funds, day=day, year=year, method=method)
        except NoRoom:
            continue
        assert [sum(c.cents for c in charges) for charges in charged] == [line.cents for line in lines]
        assert all(c.cents > 0 for charges in charged for c in charges)
        for line, charges in zip(lines, charged, strict=True):
            able = {one.pledge_id for one in funds if one.counts(day, line.line_id)}
            assert able.issuperset(shares(charges))
            funds = [_charged(one, year, shares(charges).get(one.pledge_id, 0)) for one in funds]
        if data.draw(st.booleans()):
            funds = [_credited(one, year) for one in funds]
        if data.draw(st.booleans()):
            reduced = data.draw(st.sampled_from(YEARS))
            booked = data.draw(st.sampled_from(YEARS))
            funds = [_reduced(one, reduced, booked, data.draw(st.integers(1, 5_000))) for one in funds]
        assert all(_left(one, each) >= 0 for one in funds for each in YEARS)


def _charged(one: Fund, year: int, cents: int) -> Fund:
    """Give the pledge after a charge."""
    return replace(one, charges={**one.charges, year: one.charges.get(year, 0) + cents})


def _credited(one: Fund, year: int) -> Fund:
    """Give the pledge after a credit note that takes back half of what may be taken back."""
    return _charged(one, year, -(least_from(one.charges, year) // 2))


def _reduced(one: Fund, year: int, booked: int, cents: int) -> Fund:
    """Give the pledge after less falls due in a year, booked in another, as far as it can be."""
    due = max(one.instalments.get(year, 0), 0)
    counted = counts_from(year, booked, YEARS[-1])
    totals = [(each, _through(one.instalments, each), _through(one.charges, each)) for each in YEARS]
    less = min(cents, due, Uncharged("Firm", totals, booked).most(year))
    return replace(one, instalments={**one.instalments, counted: one.instalments.get(counted, 0) - less})


def _through(by_year: Mapping[int, int], year: int) -> int:
    return sum(cents for each, cents in by_year.items() if each <= year)


def _left(one: Fund, year: int) -> int:
    """Count again what a pledge has through a year, less what it was charged through it."""
    return sum(one.instalments.get(each, 0) - one.charges.get(each, 0) for each in YEARS if each <= year)


@given(pledges(), st.integers(1, 3), st.sampled_from(["proportional", "narrowest_first"]))
def test_everything_available_can_be_spent_to_the_last_cent(
    funds: list[Fund], line_id: int, method: Method
) -> None:
    day = A_DAY_IN[2016]
    able = {one.pledge_id: one.available(2016) for one in funds if one.counts(day, line_id)}

    charged = charge_lines([Line(1, line_id, sum(able.values()))], funds, day=day, year=2016, method=method)

    assert shares(charged[0]) == {pledge: cents for pledge, cents in able.items() if cents}


# ---- shares set by hand ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines,own,outcome",
    [
        ([(PLACEMENT, 120)], [{1: 20, 2: 100}], "accepted"),
        ([(PLACEMENT, 120)], [{1: 100, 2: 20}], "accepted"),
        ([(PLACEMENT, 120)], [{1: 101, 2: 19}], "NoRoom"),
        ([(PLACEMENT, 120)], [{1: 20, 2: 99}], "Malformed"),
        ([(PLACEMENT, 120)], [{1: 20, 2: 101}], "Malformed"),
        ([(PLACEMENT, 20)], [{1: -10, 2: 30}], "Malformed"),
        ([(PLACEMENT, 20)], [{3: 20}], "Malformed"),
        ([(TRAINING, 20)], [{1: 20}], "Malformed"),
        ([(TRAINING, 20)], [{}], "Malformed"),
        ([(TRAINING, 60), (PLACEMENT, 50)], [{2: 60}, {1: 10, 2: 40}], "accepted"),
        ([(TRAINING, 60), (PLACEMENT, 50)], [{2: 60}, {1: 9, 2: 41}], "NoRoom"),
    ],
)
def test_shares_set_by_hand_sum_to_the_line_and_stay_within_each_pledge(
    lines: list[tuple[int, int]], own: list[dict[int, int]], outcome: str
) -> None:
    funds = [fund(1, 100, frozenset({PLACEMENT})), fund(2, 100)]
    asked = [Line(7, line_id, cents) for line_id, cents in lines]
    try:
        charge_by_hand(asked, own, funds, day=DAY, year=2015)
        got = "accepted"
    except Refusal as refused:
        got = type(refused).__name__

    assert got == outcome


def test_shares_set_by_hand_are_charged_as_set_in_the_pledges_order() -> None:
    charged = charge_by_hand(
        [Line(7, PLACEMENT, 120)],
        [{3: 20, 1: 100, 2: 0}],
        [fund(1, 100), fund(2, 100), fund(3, 100)],
        day=DAY,
        year=2015,
    )

    assert charged == [[Charge(7, 1, 100), Charge(7, 3, 20)]]


def test_those_charged_more_by_hand_than_by_the_rule_are_named() -> None:
    by_rule = [Charge(7, 1, 50), Charge(7, 2, 50), Charge(8, 2, 10)]
    by_hand = [Charge(7, 1, 60), Charge(8, 2, 40), Charge(8, 3, 10)]

    assert charged_more(by_hand, by_rule) == {1, 3}
