"""Journal entries."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.charging import Charge
from ledger.core.entry import (
    COMMON,
    Draft,
    NotBalanced,
    Posting,
    Postings,
    advance_falls_due,
    advanced_by_party,
    approved,
    beyond_returned,
    came_back,
    credit,
    instalment_due,
    interest,
    mirror,
    paid,
    party_repaid,
    received,
    reduced,
    require_balanced,
    returned,
    set_off,
    vat_recovered,
)

CITY, FIRM = 1, 2
PROJECT, OTHER_PROJECT = 7, 8
CHARGES = [Charge(PROJECT, CITY, 60), Charge(PROJECT, FIRM, 40), Charge(OTHER_PROJECT, FIRM, 5)]


def draft(postings: Postings) -> Draft:
    """Make a draft entry of these postings."""
    return Draft(date(2015, 6, 1), 2015, "test", "test:1", "A test", postings)


def written(postings: Postings) -> list[str]:
    """Write postings down briefly: account, pledge, project where there is one, signed cents."""
    return [
        f"{one.account} {one.pledge_id}{'' if one.project_id is None else f'/{one.project_id}'} {one.cents:+}"
        for one in postings
    ]


@pytest.mark.parametrize(
    "postings,outcome",
    [
        ((Posting("bank", 1, 5), Posting("receivable", 1, -5)), "accepted"),
        ((Posting("costs", 1, 5, PROJECT), Posting("creditors", 1, -5)), "accepted"),
        (
            (
                Posting("bank", 1, 5),
                Posting("unspent", 1, -5),
                Posting("bank", 2, 3),
                Posting("unspent", 2, -3),
            ),
            "accepted",
        ),
        ((), "NotBalanced"),
        ((Posting("bank", 1, 5),), "NotBalanced"),
        ((Posting("bank", 1, 5), Posting("receivable", 1, -4)), "NotBalanced"),
        ((Posting("bank", 1, 5), Posting("receivable", 2, -5)), "NotBalanced"),
        ((Posting("bank", 1, 0), Posting("receivable", 1, 0)), "NotBalanced"),
        ((Posting("cash", 1, 5), Posting("receivable", 1, -5)), "NotBalanced"),
        ((Posting("costs", 1, 5), Posting("creditors", 1, -5)), "NotBalanced"),
    ],
)
def test_an_entry_balances_for_every_pledge_or_is_refused(postings: Postings, outcome: str) -> None:
    try:
        require_balanced(draft(postings))
        got = "accepted"
    except NotBalanced:
        got = "NotBalanced"

    assert got == outcome


@pytest.mark.parametrize(
    "postings,expected",
    [
        (instalment_due(CITY, 100), ["receivable 1 +100", "unspent 1 -100"]),
        (received([(CITY, 100)]), ["bank 1 +100", "receivable 1 -100"]),
        (
            received([(CITY, 100)], advance=[(CITY, 20)], beyond=[(FIRM, 3)]),
            [
                "bank 1 +120",
                "receivable 1 -100",
                "advance 1 -20",
                "bank 2 +3",
                "to_return 2 -3",
            ],
        ),
        (received([], beyond=[(FIRM, 3)]), ["bank 2 +3", "to_return 2 -3"]),
        (advance_falls_due(CITY, 20), ["advance 1 +20", "receivable 1 -20"]),
        (
            approved(CHARGES),
            [
                "costs 1/7 +60",
                "costs 2/7 +40",
                "costs 2/8 +5",
                "creditors 1 -60",
                "creditors 2 -45",
                "unspent 1 +60",
                "unspent 2 +45",
                "income 1 -60",
                "income 2 -45",
            ],
        ),
        (
            approved([Charge(PROJECT, CITY, 60)], 21),
            [
                "costs 1/7 +60",
                "vat 0 +21",
                "creditors 0 -21",
                "creditors 1 -60",
                "unspent 1 +60",
                "income 1 -60",
            ],
        ),
        (
            credit([Charge(PROJECT, CITY, 60)], 21, common_pledge=9),
            [
                "costs 1/7 -60",
                "vat 9 -21",
                "creditors 9 +21",
                "creditors 1 +60",
                "unspent 1 -60",
                "income 1 +60",
            ],
        ),
        (paid([(CITY, 60), (FIRM, 45)]), ["creditors 1 +60", "creditors 2 +45", "bank 1 -60", "bank 2 -45"]),
        (paid([(CITY, 60), (FIRM, 0)]), ["creditors 1 +60", "bank 1 -60"]),
        (came_back([(CITY, 60)]), ["bank 1 +60", "creditors 1 -60"]),
        (set_off([(CITY, 60)], [(CITY, 60)]), ["creditors 1 +60", "creditors 1 -60"]),
        (
            set_off([(CITY, 60), (FIRM, 40)], [(CITY, 100)]),
            ["creditors 1 +60", "creditors 2 +40", "creditors 1 -100", "bank 1 +40", "bank 2 -40"],
        ),
        (interest(12), ["bank 0 +12", "unspent 0 -12"]),
        (vat_recovered(21), ["bank 0 +21", "vat 0 -21"]),
        (returned(CITY, 9), ["unspent 1 +9", "bank 1 -9"]),
        (beyond_returned(CITY, 9), ["to_return 1 +9", "bank 1 -9"]),
        (advanced_by_party(CITY, 9), ["bank 1 +9", "owed 1 -9"]),
        (party_repaid(CITY, 9), ["owed 1 +9", "bank 1 -9"]),
        (reduced(CITY, 9), ["unspent 1 +9", "receivable 1 -9"]),
        (mirror(instalment_due(CITY, 100)), ["receivable 1 -100", "unspent 1 +100"]),
    ],
)
def test_each_event_moves_its_accounts(postings: Postings, expected: list[str]) -> None:
    assert written(postings) == expected


def test_a_claim_settles_a_debt_of_the_same_amount_only() -> None:
    with pytest.raises(NotBalanced):
        set_off([(CITY, 60)], [(CITY, 59)])


CENTS = st.integers(1, 10**9)
SHARES = st.lists(st.tuples(st.integers(1, 4), CENTS), min_size=1, max_size=5)
DRAWN_CHARGES = st.lists(
    st.builds(Charge, st.integers(1, 3), st.integers(0, 4), CENTS), min_size=1, max_size=6
)
EVENTS = st.one_of(
    st.builds(instalment_due, st.integers(1, 4), CENTS),
    st.builds(received, SHARES, advance=SHARES, beyond=SHARES),
    st.builds(advance_falls_due, st.integers(1, 4), CENTS),
    st.builds(approved, DRAWN_CHARGES, CENTS | st.just(0)),
    st.builds(credit, DRAWN_CHARGES, CENTS | st.just(0)),
    st.builds(paid, SHARES),
    st.builds(came_back, SHARES),
    st.builds(lambda shares: set_off(shares, [(5, sum(cents for _, cents in shares))]), SHARES),
    st.builds(interest, CENTS),
    st.builds(vat_recovered, CENTS),
)


@given(EVENTS)
def test_every_event_makes_an_entry_that_balances_for_every_pledge(postings: Postings) -> None:
    require_balanced(draft(postings))


@given(EVENTS)
def test_a_reversal_restores_every_balance(postings: Postings) -> None:
    sums: Counter[tuple[str, int, int | None]] = Counter()
    for one in (*postings, *mirror(postings)):
        sums[one.account, one.pledge_id, one.project_id] += one.cents

    assert not any(sums.values())


@given(DRAWN_CHARGES, CENTS | st.just(0))
def test_what_is_spent_leaves_no_result_for_any_pledge(charges: list[Charge], vat: int) -> None:
    result: Counter[int] = Counter()
    for one in approved(charges, vat):
        if one.account in {"costs", "income"}:
            result[one.pledge_id] += one.cents

    assert not any(result.values())


@given(DRAWN_CHARGES, CENTS | st.just(0))
def test_creditors_are_owed_all_that_is_charged_and_the_recoverable_vat(
    charges: list[Charge], vat: int
) -> None:
    owed = -sum(one.cents for one in approved(charges, vat) if one.account == "creditors")

    assert owed == sum(charge.cents for charge in charges) + vat


def test_the_common_fund_has_a_pledge_id_no_party_can_have() -> None:
    assert COMMON == 0
