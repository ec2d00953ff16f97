"""How long many entries take by the journal's door, beside the bare driver putting in the same rows.

    make bench

Both work in one run, a part each by turns, in one transaction each on a SQLite file of its own, guards on.
The driver puts the rows of a part in with `executemany`, table by table.
"""

import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from ledger.core.covenant_file import read_covenant
from ledger.core.entry import Draft, Posting
from ledger.covenants import open_covenant
from ledger.storage import journal, migrate
from ledger.storage.db import Database, Session
from tests.actions.acting import by
from tests.bench.posting import COVENANT, driver, rows

GOAL, MEMORY_GOAL = 3.0, 100
PART = 1000
DAY, NOW = date(2015, 3, 2), datetime(2015, 3, 2, 12, tzinfo=UTC)
NOON = "2015-03-02T12:00:00.000000+00:00"


def main(count: int = 100_000) -> None:
    """Book so many entries both ways; tell the ratio, and how much more memory the process took."""
    with tempfile.TemporaryDirectory() as folder:
        file, copy = Path(folder) / "ledger.sqlite", Path(folder) / "driver.sqlite"
        database = Database(f"sqlite:///{file}")
        migrate.upgrade(database)
        with database.write() as session:
            open_covenant(session, read_covenant(COVENANT.read_bytes()), by=by())
        database.dispose()
        shutil.copyfile(file, copy)
        before = _megabytes()
        ours = bare = 0.0
        with closing(driver(copy)) as connection, database.write(1) as session:
            connection.execute("BEGIN IMMEDIATE")
            for first in range(1, count + 1, PART):
                numbers = range(first, min(first + PART, count + 1))
                started = time.perf_counter()
                _book(session, numbers)
                between = time.perf_counter()
                _put(connection, numbers)
                ours, bare = ours + between - started, bare + time.perf_counter() - between
            connection.execute("COMMIT")
        took = _megabytes() - before
        database.dispose()
        same = "yes" if rows(file) == rows(copy) else "NO"
    sys.stdout.write(
        f"{count:,} entries booked in {ours:.1f} s, by the driver in {bare:.1f} s: {ours / bare:.1f} times"
        f" (goal {GOAL:.0f}), {took} MB more (goal {MEMORY_GOAL}); both wrote the same: {same}\n"
    )


def _book(session: Session, numbers: range) -> None:
    for number in numbers:
        pledge = 1 + number % 4
        draft = Draft(
            DAY,
            DAY.year,
            "contribution_received",
            f"contribution/{number}",
            "",
            (Posting("bank", pledge, 100), Posting("advance", pledge, -100)),
        )
        journal.post(session, 1, draft, fiscal_year=DAY.year, person_id=1, now=NOW)


def _put(connection: sqlite3.Connection, numbers: range) -> None:
    connection.executemany(
        "INSERT INTO journal_entry (covenant_id, id, day, fiscal_year, accounting_year, kind, subject, text,"
        " person_id, recorded_at) VALUES (1, ?, ?, ?, ?, 'contribution_received', ?, '', 1, ?)",
        ((each, str(DAY), DAY.year, DAY.year, f"contribution/{each}", NOON) for each in numbers),
    )
    connection.executemany(
        "INSERT INTO posting (covenant_id, entry_id, line, day, accounting_year, account, pledge_id, cents)"
        " VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
        (
            (each, line, str(DAY), DAY.year, account, 1 + each % 4, cents)
            for each in numbers
            for line, account, cents in ((1, "bank", 100), (2, "advance", -100))
        ),
    )
    connection.executemany(
        "INSERT INTO entry_seal (covenant_id, entry_id, sealed_at) VALUES (1, ?, ?)",
        ((each, NOON) for each in numbers),
    )


def _megabytes() -> int:
    """Give the most memory this process ever took, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
