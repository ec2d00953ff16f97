"""An entry counts once it is sealed, and is sealed only in balance, in an open year, below every ceiling."""

import pytest

from tests.actions.world import World
from tests.storage.attacks import (
    BALANCED,
    CLASS,
    FAIR,
    NEXT,
    WORK,
    Lines,
    assert_refused,
    entry,
    posting,
    seal,
    sealed,
    spent,
)
from tests.storage.plain import plainly

FOREIGN = "violates foreign key constraint"
"""What PostgreSQL says first where SQLite's foreign keys are off by default."""

TAKEN = "duplicate key value"
"""What PostgreSQL says of a key that SQLite has a guard for."""

OF_ANOTHER = [("costs", 2, 5, WORK), ("bank", 2, -5), ("income", 3, -5), ("bank", 3, 5)]

NOT_SEALED = [
    ("no posting", [], {}, "unbalanced"),
    ("one posting", [("bank", 2, 100)], {}, "unbalanced"),
    ("a cent out of balance", [("bank", 2, 100), ("unspent", 2, -99)], {}, "unbalanced"),
    ("two pledges out of balance", [("bank", 2, 100), ("unspent", 3, -100)], {}, "unbalanced"),
    ("costs without a charge", [("costs", 2, 100, WORK), ("unspent", 2, -100)], {}, "unbalanced"),
    ("costs charged to another pledge", OF_ANOTHER, {}, "unbalanced"),
    ("a day after its year", BALANCED, {"day": "2017-01-01"}, "year-closed"),
    ("a day before its year", BALANCED, {"day": "2015-12-31"}, "year-closed"),
    ("the last day of a closed year", BALANCED, {"day": "2015-12-31", "year": 2015}, "year-closed"),
    ("money of a later year", spent(1), {"accounting": 2017}, "year-closed"),
    ("a cent more than in the bank", [("bank", 2, -16_694_124), ("unspent", 2, 16_694_124)], {}, "cap-bank"),
    ("a cent beyond the budget", spent(5_909_001, 1), {}, "cap-budget"),
    ("a cent of what a contract holds", spent(490_003, project=FAIR), {}, "cap-budget"),
    ("a project without a budget", spent(1, project=CLASS), {}, "cap-budget"),
    ("a cent beyond the pledge", spent(2_959_045), {}, "cap-pledge"),
    ("a cent beyond the pledge in an earlier year", spent(1_468_356), {"accounting": 2015}, "cap-pledge"),
    ("more given back than was charged", spent(-40_957), {}, "cap-pledge"),
    ("a year before there was money", spent(1), {"accounting": 2014}, "cap-pledge"),
    ("money of the common fund", spent(1, pledge=0), {}, "cap-pledge"),
    ("postings of another day", BALANCED, {"posted_on": "2016-03-09"}, "astray"),
    ("a pledge that is not there", [("bank", 99, 1), ("unspent", 99, -1)], {}, "astray"),
]

UP_TO_THE_CEILING = [
    ("bank", [("bank", 2, -16_694_123), ("unspent", 2, 16_694_123)], {}),
    ("budget", spent(5_909_000, 1), {}),
    ("budget beside a contract", spent(490_002, project=FAIR), {}),
    ("pledge", spent(2_959_044), {}),
    ("pledge in an earlier year", spent(1_468_355), {"accounting": 2015}),
    ("charges", spent(-31_645), {"accounting": 2015}),
    ("last day of the year", BALANCED, {"day": "2016-12-31"}),
    ("first day of the year", BALANCED, {"day": "2016-01-01"}),
]


def test_a_sound_entry_goes_in_from_a_plain_connection_too(lived: World) -> None:
    with plainly(lived.database) as plain:
        assert plain.value("SELECT MAX(id) + 1 FROM journal_entry") == NEXT
        assert plain.tries(*sealed(BALANCED)) == "done"


@pytest.mark.parametrize(
    "lines, options", [row[1:] for row in UP_TO_THE_CEILING], ids=[row[0] for row in UP_TO_THE_CEILING]
)
def test_an_entry_goes_in_up_to_the_very(lived: World, lines: Lines, options: dict[str, object]) -> None:
    with plainly(lived.database) as plain:
        assert plain.tries(*sealed(lines, **options)) == "done"


@pytest.mark.parametrize(
    "lines, options, word", [row[1:] for row in NOT_SEALED], ids=[row[0] for row in NOT_SEALED]
)
def test_an_entry_is_not_sealed_with(
    unharmed: World, lines: Lines, options: dict[str, object], word: str
) -> None:
    first = (FOREIGN,) if word == "astray" else ()
    assert_refused(unharmed, sealed(lines, **options), f"ledger:{word}", *first)


def test_nothing_is_added_to_a_sealed_entry(unharmed: World) -> None:
    assert_refused(unharmed, [posting(29, 9, "bank", 4, 1)], "ledger:sealed")


def test_nothing_is_added_to_an_entry_sealed_a_moment_ago(unharmed: World) -> None:
    assert_refused(unharmed, [*sealed(BALANCED), posting(NEXT, 9, "bank", 2, 1)], "ledger:sealed")


def test_an_entry_is_not_sealed_twice(unharmed: World) -> None:
    assert_refused(unharmed, [seal(29)], "ledger:exists", TAKEN)


def test_an_entry_that_was_passed_over_is_not_sealed_any_more(unharmed: World) -> None:
    passed_over = [*entry(BALANCED), *sealed(BALANCED, number=NEXT + 1), seal()]
    assert_refused(unharmed, passed_over, "ledger:kept")


def test_late_spend_does_not_take_what_a_later_year_has_used(unharmed: World) -> None:
    """Through 2015 the pledge has money left, through 2016 it has none."""
    late = sealed(spent(1), accounting=2015, number=NEXT + 1)
    assert_refused(unharmed, [*sealed(spent(2_959_044)), *late], "ledger:cap-pledge")
