"""Expenditure: when an invoice or credit note is well formed, and what an open split takes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.language import PLAIN
from ledger.core.money import MAX_CENTS
from ledger.core.refusals import Malformed, Problems
from ledger.core.spend import LONGEST_TEXT, Amounts, require_well_formed, with_rest

DAY, TERM = date(2015, 6, 1), (date(2015, 1, 1), date(2017, 12, 31))
TOO_LARGE = MAX_CENTS + 1

Fields = tuple[str | None, ...]


def wrong(
    amounts: tuple[int, int, int, int],
    splits: list[tuple[int, int]],
    *,
    reference: str = "A",
    description: str = "B",
    day: date = DAY,
) -> Fields:
    """Give the fields of everything that is wrong with an expenditure; nothing when it is accepted."""
    try:
        require_well_formed(
            Amounts(*amounts),
            splits,
            reference=reference,
            description=description,
            accounting_on=day,
            term=TERM,
        )
    except Problems as problems:
        return tuple(one.field for one in problems.each)
    return ()


@pytest.mark.parametrize(
    "amounts, splits, expected",
    [
        # the amounts are net, VAT, what of it is recoverable, and gross; a split is a project and its cents
        ((1000, 210, 0, 1210), [(1, 1210)], ()),
        ((1000, 210, 210, 1210), [(1, 1000)], ()),
        ((1000, 210, 100, 1210), [(1, 1000), (2, 110)], ()),
        ((-1000, -210, 0, -1210), [(1, -1210)], ()),
        ((-1000, -210, -210, -1210), [(1, -1000)], ()),
        # all of it is VAT that comes back: no project bears anything
        ((0, 210, 210, 210), [], ()),
        ((0, -210, -210, -210), [], ()),
        ((0, 210, 209, 210), [], ("splits",)),
        ((0, 210, 209, 210), [(1, 1)], ()),
        ((0, 210, 210, 210), [(1, 1)], ("splits",)),
        ((1, 0, 0, 1), [(1, 1)], ()),
        ((MAX_CENTS, 0, 0, MAX_CENTS), [(1, MAX_CENTS)], ()),
        ((TOO_LARGE, 0, 0, TOO_LARGE), [(1, TOO_LARGE)], ("gross",)),
        ((0, 0, 0, 0), [], ("gross", "splits")),
        ((1000, 210, 0, 1211), [(1, 1211)], ("gross",)),
        ((-10, 110, 0, 100), [(1, 100)], ("net",)),
        ((110, -10, 0, 100), [(1, 100)], ("vat",)),
        ((-110, 10, 0, -100), [(1, -100)], ("vat",)),
        ((1000, 210, 211, 1210), [(1, 999)], ("recoverable_vat",)),
        ((1000, 210, -1, 1210), [(1, 1211)], ("recoverable_vat",)),
        ((-1000, -210, 1, -1210), [(1, -1211)], ("recoverable_vat",)),
        ((100, 0, 0, 100), [], ("splits",)),
        ((100, 0, 0, 100), [(1, 50), (1, 50)], ("splits",)),
        ((100, 0, 0, 100), [(1, 100), (2, 0)], ("splits",)),
        ((100, 0, 0, 100), [(1, 110), (2, -10)], ("splits",)),
        ((-100, 0, 0, -100), [(1, -110), (2, 10)], ("splits",)),
        ((100, 0, 0, 100), [(1, 99)], ("splits",)),
        ((100, 0, 0, 100), [(1, 101)], ("splits",)),
    ],
)
def test_figures_that_do_not_fit_together_are_refused_by_field(
    amounts: tuple[int, int, int, int], splits: list[tuple[int, int]], expected: Fields
) -> None:
    assert wrong(amounts, splits) == expected


@pytest.mark.parametrize(
    "reference, description, day, expected",
    [
        ("A", "B", DAY, ()),
        ("", "B", DAY, ("invoice_reference",)),
        ("A", " ", DAY, ("description",)),
        ("A" * LONGEST_TEXT, "B" * LONGEST_TEXT, DAY, ()),
        ("A" * (LONGEST_TEXT + 1), "B", DAY, ("invoice_reference",)),
        ("A", "B" * (LONGEST_TEXT + 1), DAY, ("description",)),
        ("A", "B", date(2015, 1, 1), ()),
        ("A", "B", date(2014, 12, 31), ("accounting_on",)),
        ("A", "B", date(2017, 12, 31), ()),
        ("A", "B", date(2018, 1, 1), ("accounting_on",)),
    ],
)
def test_texts_and_days_that_cannot_be_are_refused_by_field(
    reference: str, description: str, day: date, expected: Fields
) -> None:
    found = wrong((100, 0, 0, 100), [(1, 100)], reference=reference, description=description, day=day)
    assert found == expected


def test_a_difference_between_gross_and_its_splits_is_said_to_the_cent() -> None:
    with pytest.raises(Problems) as caught:
        require_well_formed(
            Amounts(100_00, 21_00, 21_00, 121_00), [(1, 99_99)],
            reference="A", description="B", accounting_on=DAY, term=TERM,
        )  # fmt: skip
    assert PLAIN.say(caught.value.why) == (
        "The projects' parts make EUR 99.99, but gross less recoverable VAT is EUR 100.00: "
        "a difference of EUR 0.01."
    )


@pytest.mark.parametrize(
    "to_charge, parts, expected",
    [
        (100, [100], [100]),
        (100, [99], [99]),
        (100, [None], [100]),
        (100, [40, None], [40, 60]),
        (100, [None, 40, 30], [30, 40, 30]),
        (100, [100, None], [100, 0]),
        (100, [101, None], [101, -1]),
        (100, [], []),
    ],
)
def test_the_split_left_open_takes_what_the_others_leave(
    to_charge: int, parts: list[int | None], expected: list[int]
) -> None:
    assert with_rest(to_charge, parts) == expected


def test_two_splits_left_open_are_refused() -> None:
    with pytest.raises(Malformed) as caught:
        with_rest(100, [None, 40, None])
    assert caught.value.field == "splits"


@given(st.integers(1, 10**9), st.lists(st.integers(1, 10**6), max_size=9), st.integers(0, 9))
def test_with_one_split_open_the_splits_always_make_the_amount(
    to_charge: int, others: list[int], place: int
) -> None:
    parts: list[int | None] = [*others]
    parts.insert(place, None)
    assert sum(with_rest(to_charge, parts)) == to_charge
