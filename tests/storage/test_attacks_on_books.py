"""The books stay balanced, within their ceilings and years, whatever a plain connection sends.

`NEXT` is the number of the next entry. Each attack is sent as it stands and, on SQLite, with OR REPLACE and
OR IGNORE in every statement; each is refused with the word of the guard that stands in its way, and leaves
everything as it was.
"""
# ruff: noqa: S608 - the statements are made of our own tables

from collections.abc import Sequence

import pytest

from tests.actions.world import World
from tests.storage.lived import BALANCED
from tests.storage.plain import Plain, plainly

NEXT = 30
WORK, FAIR, CLASS = 1, 2, 3
Lines = Sequence[tuple[str, int, int] | tuple[str, int, int, int]]
"""Postings: account, pledge, cents and, where there is one, project."""


def entry(
    lines: Lines,
    *,
    day: str = "2016-03-10",
    year: int = 2016,
    accounting: int | None = None,
    posted_on: str | None = None,
    number: int = NEXT,
) -> tuple[str, ...]:
    """Write the statements of an entry that is not yet sealed."""
    of = year if accounting is None else accounting
    head = (
        "INSERT INTO journal_entry (covenant_id, id, day, fiscal_year, accounting_year, kind, subject, text,"
        f" person_id, recorded_at) VALUES (1, {number}, '{day}', {year}, {of}, 'x', 'x', 'x', 1,"
        " '2016-03-10T12:00:00+00:00')"
    )
    return head, *(
        posting(number, place, *line, day=posted_on or day, of=of)
        for place, line in enumerate(lines, start=1)
    )


def posting(
    number: int,
    place: int,
    account: str,
    pledge: int,
    cents: int,
    project: int | None = None,
    *,
    day: str = "2016-03-10",
    of: int = 2016,
) -> str:
    """Write the statement of one posting."""
    return (
        "INSERT INTO posting (covenant_id, entry_id, line, day, accounting_year, account, pledge_id, project_id,"
        f" cents) VALUES (1, {number}, {place}, '{day}', {of}, '{account}', {pledge}, {project or 'NULL'}, {cents})"
    )


def seal(number: int = NEXT) -> str:
    """Write the statement that seals an entry."""
    return (
        "INSERT INTO entry_seal (covenant_id, entry_id, sealed_at)"
        f" VALUES (1, {number}, '2016-03-10T12:00:00+00:00')"
    )


def spent(cents: int, pledge: int = 2, project: int = WORK) -> Lines:
    """Give the lines of an expenditure of these cents, charged to one pledge."""
    return [
        ("costs", pledge, cents, project),
        ("creditors", pledge, -cents),
        ("unspent", pledge, cents),
        ("income", pledge, -cents),
    ]


FOREIGN = "violates foreign key constraint"
"""What PostgreSQL says first where SQLite's foreign keys are off by default."""

ENTRIES = [
    ("one posting", [("bank", 2, 100)], {}, "unbalanced"),
    ("no posting", [], {}, "unbalanced"),
    ("out of balance by a cent", [("bank", 2, 100), ("unspent", 2, -99)], {}, "unbalanced"),
    ("balanced over two pledges only", [("bank", 2, 100), ("unspent", 3, -100)], {}, "unbalanced"),
    ("costs without a charge", [("costs", 2, 100, WORK), ("unspent", 2, -100)], {}, "unbalanced"),
    ("costs charged to another pledge", [*spent(5)[:1], ("bank", 2, -5), ("income", 3, -5), ("bank", 3, 5)], {}, "unbalanced"),
    ("a day after its year", BALANCED, {"day": "2017-01-01"}, "year-closed"),
    ("a day before its year", BALANCED, {"day": "2015-12-31"}, "year-closed"),
    ("the last day of a closed year", BALANCED, {"day": "2015-12-31", "year": 2015}, "year-closed"),
    ("a later year's money", spent(1), {"day": "2016-03-10", "accounting": 2017}, "year-closed"),
    ("a cent more than the bank holds", [("bank", 2, -16_690_124), ("unspent", 2, 16_690_124)], {}, "cap-bank"),
    ("a cent beyond the budget", spent(5_910_001, 1), {}, "cap-budget"),
    ("a project without a budget", spent(1, project=CLASS), {}, "cap-budget"),
    ("a project no budget names", spent(1, project=CLASS), {"accounting": 2016}, "cap-budget"),
    ("a cent beyond what the budget leaves beside contracts", spent(490_003, project=FAIR), {}, "cap-budget"),
    ("a cent beyond the pledge", spent(2_959_045), {}, "cap-pledge"),
    ("a cent beyond the pledge's first year", spent(1_468_356), {"accounting": 2015}, "cap-pledge"),
    ("more given back than was charged", spent(-40_957), {}, "cap-pledge"),
    ("a year before all money", spent(1), {"accounting": 2014}, "cap-pledge"),
    ("money of the common fund", spent(1, pledge=0), {}, "cap-pledge"),
]  # fmt: skip
STRAY_ENTRIES = [
    ("postings of another day", BALANCED, {"posted_on": "2016-03-09"}, "astray"),
    ("a pledge that is not there", [("bank", 99, 1), ("unspent", 99, -1)], {}, "astray"),
]

SPENT_UP = (*entry(spent(2_959_044)), seal())
"""All that the second pledge has through 2016 is spent."""

CHANGES = {
    "posting to a sealed entry": ((posting(1, 9, "bank", 4, 1),), "sealed"),
    "posting to an entry in the transaction that sealed it": (
        (*entry(BALANCED), seal(), posting(NEXT, 9, "bank", 2, 1)),
        "sealed",
    ),
    "sealing twice": ((seal(1),), "exists"),
    "late spend out of money that a later year has used": (
        (*SPENT_UP, *entry(spent(1), accounting=2015, number=NEXT + 1), seal(NEXT + 1)),
        "cap-pledge",
    ),
    "sealing an entry that was passed over": (
        (*entry(BALANCED), *entry(BALANCED, number=NEXT + 1), seal(NEXT + 1), seal(NEXT)),
        "kept",
    ),
    "reopening a year": (("UPDATE fiscal_year SET state = 'open' WHERE year = 2015",), "year-closed"),
    "moving a year's last day": (
        ("UPDATE fiscal_year SET ends_on = '2016-12-31' WHERE year = 2015",),
        "frozen",
    ),
    "moving an open year over a closed one": (
        ("UPDATE fiscal_year SET starts_on = '2015-01-01' WHERE year = 2016",),
        "frozen",
    ),
    "another year over a closed one": (
        ("INSERT INTO fiscal_year VALUES (1, 1999, '2015-06-01', '2015-06-30', 'open')",),
        "exists",
    ),
    "forgetting spend": (("UPDATE project_total SET spent_cents = 0 WHERE project_id = 1",), "kept"),
    "forgetting spend with an entry counted before": (
        ("UPDATE project_total SET spent_cents = 0, entry_id = 19 WHERE project_id = 1 AND year = 2015",),
        "kept",
    ),
    "counting an entry twice": (
        ("UPDATE project_total SET spent_cents = spent_cents + 90000, entry_id = 19 WHERE project_id = 1",),
        "kept",
    ),
    "counting an entry in another year": (
        (
            *entry(spent(-5)),
            seal(),
            f"UPDATE project_total SET spent_cents = spent_cents - 5, entry_id = {NEXT}"
            " WHERE project_id = 1 AND year = 2015",
        ),
        "kept",
    ),
    "counting an entry that is not sealed": (
        (
            *entry(spent(-5)),
            f"UPDATE project_total SET spent_cents = spent_cents - 5, entry_id = {NEXT}"
            " WHERE project_id = 1 AND year = 2016",
        ),
        "kept",
    ),
    "forgetting the last entry counted": (
        ("UPDATE account_total SET entry_id = 0 WHERE account = 'bank'",),
        "kept",
    ),
    "a larger budget": (
        ("UPDATE project_total SET budget_cents = 99000000 WHERE project_id = 1 AND year = 2016",),
        "kept",
    ),
    "a smaller budget": (
        ("UPDATE project_total SET budget_cents = 1000000 WHERE project_id = 1 AND year = 2016",),
        "kept",
    ),
    "a budget for a project that has none": (
        (
            "INSERT INTO project_total (covenant_id, project_id, year, budget_cents, obligated_cents, spent_cents,"
            " entry_id) VALUES (1, 3, 2017, 1, 0, 0, 0)",
        ),
        "kept",
    ),
    "forgetting a contract": (("UPDATE project_total SET obligated_cents = 0 WHERE project_id = 2 AND year = 2016",), "kept"),
    "letting go of a contract without a record": (("UPDATE obligation SET open_cents = 0 WHERE id = 2",), "kept"),
    "a smaller contract": (("UPDATE obligation SET amount_cents = 9998 WHERE id = 2",), "frozen"),
    "forgetting charges": (("UPDATE pledge_total SET charged_cents = 0 WHERE pledge_id = 2",), "kept"),
    "more due than was agreed": (("UPDATE pledge_total SET due_cents = 99000000 WHERE pledge_id = 2",), "kept"),
    "a year with more money": (
        (
            "INSERT INTO fiscal_year VALUES (1, 2018, '2018-01-01', '2018-12-31', 'open')",
            "INSERT INTO pledge_total (covenant_id, pledge_id, year, due_cents, charged_cents, entry_id)"
            " VALUES (1, 2, 2018, 99000000, 40956, 0)",
        ),
        "kept",
    ),
    "a year in which nothing was charged yet": (
        (
            "INSERT INTO fiscal_year VALUES (1, 2018, '2018-01-01', '2018-12-31', 'open')",
            "INSERT INTO pledge_total (covenant_id, pledge_id, year, due_cents, charged_cents, entry_id)"
            " VALUES (1, 2, 2018, 4500000, 0, 0)",
        ),
        "kept",
    ),
    "one more instalment": (
        (
            "INSERT INTO instalment (covenant_id, id, pledge_id, due_on, amount_cents)"
            " VALUES (1, 99, 2, '2016-04-01', 1)",
        ),
        "frozen",
    ),
    "an earlier instalment": (("UPDATE instalment SET due_on = '2016-01-01' WHERE id = 3",), "frozen"),
    "a larger instalment": (("UPDATE instalment SET amount_cents = 10000001 WHERE id = 3",), "frozen"),
    "an instalment of another pledge": (("UPDATE instalment SET pledge_id = 2 WHERE id = 3",), "frozen"),
    "an instalment not yet posted after all": (("UPDATE instalment SET entry_id = NULL WHERE id = 1",), "frozen"),
    "money in the bank": (
        ("UPDATE account_total SET balance_cents = balance_cents + 1 WHERE account = 'bank'",),
        "kept",
    ),
    "no floor under the bank": (("UPDATE account_total SET floor_cents = NULL WHERE account = 'bank'",), "kept"),
    "another balance in a fund": (("UPDATE fund_total SET balance_cents = 0 WHERE balance_cents <> 0",), "kept"),
    "a trail row out of order": (
        (
            "INSERT INTO trail (covenant_id, seq, version, at, person_id, act, subject, content, previous_hash, hash)"
            " SELECT 1, MAX(seq) + 2, 1, MAX(at), 1, 'x', 'x', '{}', 'x', 'x' FROM trail",
        ),
        "trail-order",
    ),
    "a trail row that follows from nothing": (
        (
            "INSERT INTO trail (covenant_id, seq, version, at, person_id, act, subject, content, previous_hash, hash)"
            " SELECT 1, MAX(seq) + 1, 1, MAX(at), 1, 'x', 'x', '{}', 'x', 'x' FROM trail",
        ),
        "trail-order",
    ),
    "a row in front of the trail": (
        (
            "INSERT INTO trail (covenant_id, seq, version, at, person_id, act, subject, content, previous_hash, hash)"
            " SELECT 1, 0, 1, MIN(at), 1, 'x', 'x', '{}', '', 'x' FROM trail",
        ),
        "trail-order",
    ),
    "an access log row out of order": (
        (
            "INSERT INTO access_log (seq, version, at, covenant_id, person_id, act, subject, content, previous_hash,"
            " hash) SELECT MAX(seq) + 1, 1, MAX(at), 0, 1, 'x', 'x', '{}', 'x', 'x' FROM access_log",
        ),
        "trail-order",
    ),
}  # fmt: skip


def _ways(plain: Plain, statements: Sequence[str]) -> list[list[str]]:
    """Give the ways in which statements can be sent: as they stand, and on SQLite with each conflict clause."""
    clauses = ["", "OR REPLACE ", "OR IGNORE "] if plain.is_sqlite else [""]
    return [
        [
            each.replace("INSERT INTO", f"INSERT {clause}INTO", 1).replace("UPDATE ", f"UPDATE {clause}", 1)
            for each in statements
        ]
        for clause in clauses
    ]


def _is_refused(world: World, statements: Sequence[str], *words: str) -> None:
    with plainly(world.database) as plain:
        answers = [plain.tries(*way) for way in _ways(plain, statements)]
    assert [answer for answer in answers if not any(word in answer for word in words)] == []


def test_a_sound_entry_goes_in_from_a_plain_connection_too(world: World) -> None:
    """So that what is refused below is refused for the reason given."""
    with plainly(world.database) as plain:
        assert plain.value("SELECT MAX(id) + 1 FROM journal_entry") == NEXT
        assert plain.tries(*entry(BALANCED), seal()) == "done"


@pytest.mark.parametrize(
    "lines, options",
    [
        ([("bank", 2, -16_690_123), ("unspent", 2, 16_690_123)], {}),
        (spent(5_910_000, 1), {}),
        (spent(490_002, project=FAIR), {}),
        (spent(2_959_044), {}),
        (spent(1_468_355), {"accounting": 2015}),
        (spent(-31_645), {"accounting": 2015}),
        (BALANCED, {"day": "2016-12-31"}),
        (BALANCED, {"day": "2016-01-01"}),
    ],
)
def test_an_entry_goes_in_up_to_the_very_ceiling(
    world: World, lines: Lines, options: dict[str, object]
) -> None:
    with plainly(world.database) as plain:
        assert plain.tries(*entry(lines, **options), seal()) == "done"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "lines, options, word", [row[1:] for row in ENTRIES], ids=[row[0] for row in ENTRIES]
)
def test_an_entry_is_not_sealed_with(
    unharmed: World, lines: Lines, options: dict[str, object], word: str
) -> None:
    _is_refused(unharmed, (*entry(lines, **options), seal()), f"ledger:{word}")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "lines, options, word", [row[1:] for row in STRAY_ENTRIES], ids=[row[0] for row in STRAY_ENTRIES]
)
def test_an_entry_is_not_sealed_that_strays_by(
    unharmed: World, lines: Lines, options: dict[str, object], word: str
) -> None:
    _is_refused(unharmed, (*entry(lines, **options), seal()), f"ledger:{word}", FOREIGN)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", CHANGES)
def test_refused(unharmed: World, name: str) -> None:
    statements, word = CHANGES[name]
    _is_refused(unharmed, statements, f"ledger:{word}")


def test_spend_is_not_forgotten_to_make_room_for_more(unharmed: World) -> None:
    more = (*entry(spent(5_910_001, 1)), seal())
    forget = "UPDATE project_total SET spent_cents = 0, entry_id = 29 WHERE project_id = 1 AND year = 2016"
    _is_refused(unharmed, (forget, *more), "ledger:kept")
