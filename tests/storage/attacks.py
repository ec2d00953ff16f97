"""What a plain connection can send against the books, and how a test asks that it is refused.

`NEXT` is the number of the next entry in the books that were lived in.
"""
# ruff: noqa: S608 - the statements are made of our own tables

from collections.abc import Sequence

from tests.actions.world import World
from tests.storage.plain import Plain, plainly

NEXT = 36
WORK, FAIR, CLASS = 1, 2, 3
Lines = Sequence[tuple[str, int, int] | tuple[str, int, int, int]]
"""Postings: account, pledge, cents and, where there is one, project."""

BALANCED: Lines = [("bank", 2, 100), ("unspent", 2, -100)]
"""An entry with nothing wrong."""

NOON = "2016-03-10T12:00:00.000000+00:00"


def add(table: str, **row: int | str | None) -> str:
    """Write the statement that adds a row to a table."""
    written = (
        "NULL" if each is None else str(each) if isinstance(each, int) else f"'{each}'"
        for each in row.values()
    )
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(written)})"


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
    head = add(
        "journal_entry", covenant_id=1, id=number, day=day, fiscal_year=year, accounting_year=of, kind="x",
        subject="x", text="x", person_id=1, recorded_at=NOON,
    )  # fmt: skip
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
    return add(
        "posting", covenant_id=1, entry_id=number, line=place, day=day, accounting_year=of, account=account,
        pledge_id=pledge, project_id=project, cents=cents,
    )  # fmt: skip


def seal(number: int = NEXT) -> str:
    """Write the statement that seals an entry."""
    return add("entry_seal", covenant_id=1, entry_id=number, sealed_at=NOON)


def sealed(lines: Lines, **options: object) -> tuple[str, ...]:
    """Write the statements of an entry that is sealed."""
    number = int(str(options.get("number", NEXT)))
    return *entry(lines, **options), seal(number)  # type: ignore[arg-type]


def spent(cents: int, pledge: int = 2, project: int = WORK) -> Lines:
    """Give the lines of an expenditure of these cents, charged to one pledge."""
    return [
        ("costs", pledge, cents, project),
        ("creditors", pledge, -cents),
        ("unspent", pledge, cents),
        ("income", pledge, -cents),
    ]


def ways(plain: Plain, statements: Sequence[str]) -> list[list[str]]:
    """Give the ways to send statements: as they stand, and on SQLite with each conflict clause."""
    clauses = ["", "OR REPLACE ", "OR IGNORE "] if plain.is_sqlite else [""]
    return [
        [
            each.replace("INSERT INTO", f"INSERT {clause}INTO", 1).replace("UPDATE ", f"UPDATE {clause}", 1)
            for each in statements
        ]
        for clause in clauses
    ]


def assert_refused(world: World, statements: Sequence[str], *words: str) -> None:
    """Ask that statements are refused with one of these words, however they are sent, and whoever sends them.

    On PostgreSQL the owner hears it of a guard; the application's role may not even have the right to try.
    """
    for owner, heard in ((True, words), (False, (*words, "permission denied"))):
        with plainly(world.database, owner=owner) as plain:
            answers = [plain.tries(*way) for way in ways(plain, statements)]
        assert [answer for answer in answers if not any(word in answer for word in heard)] == []
        if world.database.is_sqlite:
            return
