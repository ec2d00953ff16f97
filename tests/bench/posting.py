"""How long an approval takes that charges and books an expenditure, beside the bare driver doing its inserts.

    make bench

Both work in one run, turn by turn, each on a SQLite file of its own with all guards on: the ledger approves,
and the driver then carries out in its own file exactly the changes the ledger made. The driver reads nothing,
asks nothing and knows what to write, so its time is what the database itself needs.
"""

import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import event

from ledger.core.covenant_file import read_covenant
from ledger.covenants import open_covenant
from ledger.storage import migrate
from ledger.storage.db import Database, journal_mode
from tests.actions.acting import by
from tests.actions.world import SUPPLIER, World, invoice, make_ready

COVENANT = Path(__file__).resolve().parents[1] / "covenant.toml"
CHANGES = ("INSERT", "UPDATE", "DELETE")
GOAL = 4.0

Change = tuple[str, list[Any]]


def main(rounds: int = 200) -> None:
    """Approve so many expenditures, turn by turn with the driver, and tell the ratio of the medians."""
    with tempfile.TemporaryDirectory() as folder:
        file, copy = Path(folder) / "ledger.sqlite", Path(folder) / "driver.sqlite"
        database = Database(f"sqlite:///{file}")
        world = _entered(database, rounds)
        database.dispose()
        shutil.copyfile(file, copy)
        ours, bare = [], []
        with closing(driver(copy)) as connection:
            for number in range(1, rounds + 1):
                with _changes(database) as changes:
                    ours.append(_seconds(lambda number=number: world.approve(number, "maastricht")))
                bare.append(_seconds(lambda changes=changes: _carry_out(connection, changes)))
        same = rows(file) == rows(copy)
        database.dispose()
    told, floor = (1000 * statistics.median(each) for each in (ours, bare))
    sys.stdout.write(
        f"approving and booking {told:.2f} ms, the driver {floor:.2f} ms: {told / floor:.1f} times"
        f" (goal {GOAL:.0f}); both wrote the same: {'yes' if same else 'NO'}\n"
    )


def _entered(database: Database, count: int) -> World:
    """Give a covenant in which so many small expenditures wait for one approval each."""
    migrate.upgrade(database)
    with database.write() as session:
        open_covenant(session, read_covenant(COVENANT.read_bytes()), by=by())
    world = World(database)
    make_ready(world)
    for number in range(count):
        world.enter(invoice(SUPPLIER, {"jobs": 10_00}, date(2015, 3, 2), invoice_reference=f"2015-{number}"))
    return world


def driver(file: Path) -> sqlite3.Connection:
    """Open a file with the settings the ledger gives its own."""
    mode, synchronous = journal_mode()
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in (
        f"journal_mode = {mode}",
        f"synchronous = {synchronous}",
        "foreign_keys = ON",
        "recursive_triggers = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


@contextmanager
def _changes(database: Database) -> Iterator[list[Change]]:
    """Note every change that goes to the database."""
    noted: list[Change] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.lstrip().startswith(CHANGES):
            noted.append((statement, list(parameters) if many else [parameters]))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield noted
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def _carry_out(connection: sqlite3.Connection, changes: list[Change]) -> None:
    """Make the same changes in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    for statement, rows in changes:
        connection.executemany(statement, rows)
    connection.execute("COMMIT")


def _seconds(act: Any) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def rows(file: Path) -> list[str]:
    """Read everything a file holds."""
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
