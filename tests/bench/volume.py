"""How long the statements take that pages show, at ten thousand, a hundred thousand and a million postings.

    make bench

Beside it stands hledger, where it is installed, adding up the same journal by project. The postings are
written past the guards, as putting a million in by the journal's door takes an hour; the kept totals are then
made from them, so that both roads of every statement agree, which is asked before anything is timed.
"""

import csv
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

from exports.controls import ties
from exports.hledger import write_hledger
from ledger import reports
from ledger.checks import check
from ledger.core.covenant_file import read_covenant
from ledger.core.language import PLAIN
from ledger.core.money import format_plain
from ledger.covenants import open_covenant
from ledger.projects import add_project
from ledger.storage import migrate
from ledger.storage.db import Database
from tests.actions.acting import by

COVENANT = Path(__file__).resolve().parents[1] / "covenant.toml"
SIZES = (10_000, 100_000, 1_000_000)
PAGES = ("trial-balance", "budget-actual", "sources-uses")
GOAL, GROWTH = 20.0, 5.0
"""Milliseconds for a page at a million postings, and how much slower than at ten thousand it may be."""

FIRST, DAYS, PROJECTS, FUNDERS = date(2015, 1, 2), 1050, 20, (1, 2, 3, 4)
NOON = "2017-12-30T12:00:00.000000+00:00"
BOOKED = (
    ("expenditure_approved", (("costs", 1), ("creditors", -1), ("unspent", 1), ("income", -1))),
    ("expenditure_paid", (("creditors", 1), ("bank", -1))),
)
PER_EXPENDITURE = sum(len(moved) for _, moved in BOOKED) * len(FUNDERS)

Row = tuple[object, ...]


def main(*sizes: int) -> None:
    """Build a covenant of each size and time its pages; tell each figure beside its goal."""
    took: dict[str, list[float]] = {key: [] for key in PAGES}
    for postings in sizes or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "ledger.sqlite"
            _build(file, postings // PER_EXPENDITURE)
            database = Database(f"sqlite:///{file}")
            _say(f"{postings:,} postings")
            _ask_both_roads(database)
            for key in PAGES:
                took[key].append(1000 * _median(database, key))
                _say(f"    {key:<16} {took[key][-1]:8.1f} ms  (goal {GOAL:.0f} at a million)")
            _say(f"    {'check':<16} {_check(database):8.2f} s   (goal 10 at a million)")
            _beside_hledger(database, Path(folder))
            database.dispose()
    for key, each in took.items():
        _say(f"{key}: {each[-1] / each[0]:.1f} times from the first to the last (goal {GROWTH:.0f})")


def _build(file: Path, count: int) -> None:
    """Open a covenant and write what so many expenditures, spread over its term, leave in the journal."""
    database = Database(f"sqlite:///{file}")
    migrate.upgrade(database)
    with database.write() as session:
        covenant = open_covenant(session, read_covenant(COVENANT.read_bytes()), by=by())
        for number in range(PROJECTS):
            add_project(session, covenant, by=by(), name=f"Project {number}", line="placement")
    database.dispose()
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("BEGIN")
        connection.execute("UPDATE account_total SET floor_cents = NULL")
        connection.executemany(
            "INSERT INTO journal_entry (covenant_id, id, day, fiscal_year, accounting_year, kind, subject,"
            " text, person_id, recorded_at) VALUES (1, ?, ?, ?, ?, ?, ?, '', 1, ?)",
            _entries(count),
        )
        connection.executemany("INSERT INTO posting VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)", _postings(count))
        connection.execute("INSERT INTO entry_seal SELECT 1, id, recorded_at FROM journal_entry")
        for statement in TOTALS:
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")


TOTALS = (
    "DELETE FROM account_total",
    """
    INSERT INTO account_total (covenant_id, account, balance_cents, entry_id)
    SELECT 1, account, SUM(cents), MAX(entry_id) FROM posting GROUP BY account
    """,
    "DELETE FROM fund_total",
    """
    INSERT INTO fund_total (covenant_id, pledge_id, account, balance_cents, entry_id)
    SELECT 1, pledge_id, account, SUM(cents), MAX(entry_id) FROM posting GROUP BY pledge_id, account
    """,
    "DELETE FROM project_total",
    """
    INSERT INTO project_total
    (covenant_id, project_id, year, budget_cents, obligated_cents, spent_cents, carried_cents, entry_id)
    SELECT 1, project_id, accounting_year, SUM(cents), 0, SUM(cents), 0, MAX(entry_id) FROM posting
    WHERE account = 'costs' GROUP BY project_id, accounting_year
    """,
)
"""The kept totals as the postings make them; what is spent stands as budget too, which nobody adopted."""


def _days(count: int) -> Iterator[tuple[int, date]]:
    """Give the number and day of each expenditure."""
    return ((number, FIRST + timedelta(days=number * DAYS // count)) for number in range(count))


def _entries(count: int) -> Iterator[Row]:
    for number, day in _days(count):
        for place, (kind, _) in enumerate(BOOKED):
            subject = f"expenditure/{number + 1}"
            yield 2 * number + place + 1, str(day), day.year, day.year, kind, subject, NOON


def _postings(count: int) -> Iterator[Row]:
    for number, day in _days(count):
        cents = 1000 + number % 977
        for place, (_, moved) in enumerate(BOOKED):
            entry, line = 2 * number + place + 1, 0
            for pledge in FUNDERS:
                for account, sign in moved:
                    line += 1
                    project = number % PROJECTS + 1 if account == "costs" else None
                    yield entry, line, str(day), day.year, account, pledge, project, sign * cents


def _ask_both_roads(database: Database) -> None:
    """See that what is shown agrees with the kept totals, budgets aside, before it is timed."""
    with database.read() as session:
        report = reports.report(session, 1, year=2016, code="en")
    wrong = [
        (tie.statement.key, tie.control.column)
        for tie in ties(report)
        if not tie.agrees and tie.statement.key in PAGES and tie.control.column not in {"budget", "left"}
    ]
    if wrong:
        raise SystemExit(f"The two roads differ: {wrong}")


def _median(database: Database, key: str) -> float:
    """Time a statement of the year in the middle, as a page asks for it, each time in its own session."""
    return statistics.median(_seconds(lambda: _draw(database, key)) for _ in range(9))


def _draw(database: Database, key: str) -> None:
    with database.read() as session:
        reports.statement(session, 1, key, year=2016, language_code="en")


def _check(database: Database) -> float:
    with database.read() as session:
        return _seconds(lambda: check(session, 1))


def _beside_hledger(database: Database, folder: Path) -> None:
    """Have hledger add up the costs of the whole term by project, and see that it comes to the same."""
    program = shutil.which("hledger")
    if program is None:
        _say("    hledger is not on this machine")
        return
    file = folder / "journal.hledger"

    def export() -> None:
        with database.read() as session, file.open("wb") as out:
            write_hledger(reports.book(session, 1, year=None, code="en"), PLAIN, out)

    asked = [program, "-f", str(file), "balance", "^4000", "--flat", "--no-total", "--output-format=csv"]
    _say(f"    {'export':<16} {_seconds(export):8.2f} s")
    started = time.perf_counter()
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    took = time.perf_counter() - started
    counted = dict(list(csv.reader(StringIO(said)))[1:])
    with database.read() as session:
        uses = reports.statement(session, 1, "sources-uses", year=None, language_code="en")
    ours = {
        f"4000 Costs:{line}:{project}:{funder}": f"EUR {format_plain(int(str(cents)))}"
        for funder, line, project, cents in (row.cells for row in uses.rows)
    }
    _say(f"    {'hledger':<16} {took:8.2f} s   it counts {'the same' if counted == ours else 'OTHERWISE'}")


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*(int(each.replace("_", "")) for each in sys.argv[1:]))
