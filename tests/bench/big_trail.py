"""How many rows of the trail are verified in a second: a covenant with a long life, written past all guards.

    make bench

Every four rows of the trail enter, approve, charge and pay an expenditure, with its split, its approval, its
payment with four shares, and two entries of eight postings. Nothing here is a test: the figures depend on the
machine, and are there to be looked at.
"""
# ruff: noqa: S608 - the statements are made of our own words

import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from ledger import spending, trail, verifying
from ledger.checks import check
from ledger.core.covenant_file import read_covenant
from ledger.core.statements.shape import Head
from ledger.covenants import open_covenant
from ledger.payees import add_payee
from ledger.projects import add_project
from ledger.storage import journal, migrate, proofs, recount
from ledger.storage.db import Database
from ledger.storage.held import held
from ledger.storage.recount.questions import QUESTIONS
from ledger.storage.tables import METADATA
from tests.actions.acting import by

COVENANT = Path(__file__).resolve().parents[1] / "covenant.toml"
NOON = "2015-06-01T12:00:00.000000+00:00"
DAY = "2015-06-01"
FUNDERS = (1, 2, 3, 4)
TOLD = ("expenditure", "split", "approval", "payment", "payment_share")

Row = dict[str, Any]


def tables(count: int) -> Iterator[tuple[str, Row]]:
    """Write what this many expenditures leave in the tables."""
    for number in range(1, count + 1):
        cents = 1000 + number % 977
        shares = [(pledge, cents) for pledge in FUNDERS]
        total = cents * len(shares)
        charge, paid = 2 * number - 1, 2 * number
        yield "expenditure", {
            "id": number, "version": 1, "kind": "invoice", "state": "paid", "payee_id": 1, "payee_version": 1,
            "invoice_reference": f"2015-{number}", "invoice_on": DAY, "accounting_on": DAY,
            "accounting_year": 2015, "description": f"Work of week {number % 53}", "net_cents": total,
            "vat_cents": 0, "recoverable_vat_cents": 0, "gross_cents": total, "entry_id": charge,
            "reason": "", "person_id": 1, "recorded_at": NOON, "approved_at": NOON,
        }  # fmt: skip
        yield "split", {"expenditure_id": number, "line": 1, "project_id": 1, "cents": total}
        yield "approval", {
            "expenditure_id": number, "version": 1, "party_id": 1, "person_id": 2, "digest": "",
            "approved_at": NOON,
        }  # fmt: skip
        yield "payment", {
            "id": number, "expenditure_id": number, "kind": "paid", "state": "recorded", "paid_on": DAY,
            "cents": total, "reference": "", "entry_id": paid, "person_id": 1, "recorded_at": NOON,
        }  # fmt: skip
        for pledge, share in shares:
            yield "payment_share", {"payment_id": number, "pledge_id": pledge, "cents": share}
        subject = f"expenditure/{number}"
        yield from entry(
            charge, "expenditure_approved", subject, shares, ("costs", "creditors", "unspent", "income")
        )
        yield from entry(paid, "expenditure_paid", subject, shares, ("creditors", "bank"))


def entry(
    number: int, kind: str, subject: str, shares: list[tuple[int, int]], accounts: tuple[str, ...]
) -> Iterator[tuple[str, Row]]:
    """Write an entry with its postings and its seal; accounts are debited and credited in turn."""
    yield "journal_entry", {
        "id": number, "day": DAY, "fiscal_year": 2015, "accounting_year": 2015, "kind": kind,
        "subject": subject, "text": "", "person_id": 1, "recorded_at": NOON,
    }  # fmt: skip
    line = 0
    for pledge, cents in shares:
        for place, account in enumerate(accounts):
            line += 1
            yield "posting", {
                "entry_id": number, "line": line, "day": DAY, "accounting_year": 2015, "account": account,
                "pledge_id": pledge, "project_id": 1 if account == "costs" else None,
                "cents": cents if place % 2 == 0 else -cents,
            }  # fmt: skip
    yield "entry_seal", {"entry_id": number, "sealed_at": NOON}


def build(file: Path, rows: int) -> None:
    """Open a covenant, drop the guards, and write the tables and the trail of so many acts."""
    database = Database(f"sqlite:///{file}")
    migrate.upgrade(database)
    with database.write() as session:
        opened = open_covenant(session, read_covenant(COVENANT.read_bytes()), by=by())
        add_project(session, opened, by=by(), name="Work", line="placement")
        add_payee(session, opened, by=by(), name="Supplier")
        first = trail.head(session, opened)
    count = rows // 4
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("BEGIN")
        for table, row in tables(count):
            insert(connection, table, row)
        connection.execute("COMMIT")
        with database.read() as session:
            digests = [
                (spending.digest_on(*said, payee_digest=payee), said[0].id)
                for *said, payee in proofs.expenditures(session, 1, range(1, count + 1))
            ]
        connection.execute("BEGIN")
        connection.executemany("UPDATE approval SET digest = ? WHERE expenditure_id = ?", digests)
        connection.execute("COMMIT")
        with database.read() as session:
            digested = {name: dict(held()[name].digests(session, 1)) for name in TOLD}
            booked = dict(journal.digests(session, 1))
        connection.execute("BEGIN")
        chain(connection, count, first, digested, booked)
        connection.execute("COMMIT")
    database.dispose()


@cache
def _defaults(table: str) -> Row:
    """Give what stands in the columns of a table that nothing is said of."""
    return {
        column.name: getattr(column.default, "arg", 0)
        for column in METADATA.tables[table].columns
        if column.default is not None and not column.nullable
    }


def insert(connection: sqlite3.Connection, table: str, row: Row) -> None:
    """Write one row."""
    whole = {**_defaults(table), **row}
    names, marks = ", ".join(whole), ", ".join("?" * len(whole))
    connection.execute(f"INSERT INTO {table} (covenant_id, {names}) VALUES (1, {marks})", [*whole.values()])


def chain(
    connection: sqlite3.Connection,
    count: int,
    head: Head,
    rows: dict[str, dict[str, str]],
    booked: dict[int, str],
) -> None:
    """Write the trail that tells of it all."""
    slug = "".join(connection.execute("SELECT slug FROM covenant").fetchone())
    seq, previous = head.seq, head.hash

    def told(name: str, *keys: str) -> Row:
        return {name: {key: rows[name][key] for key in keys}}

    for number in range(1, count + 1):
        key, own = str(number), told("expenditure", str(number))
        acts = (
            ("entered", {"gross_cents": number, "version": 1}, own | told("split", f"{key}/1")),
            ("approved", {"party": 1, "version": 1}, told("approval", f"{key}/1/1")),
            ("charged", {"entry": 2 * number - 1, "booked": booked[2 * number - 1]}, own),
            (
                "paid",
                {"entry": 2 * number, "booked": booked[2 * number], "payment": number},
                own | told("payment", key) | told("payment_share", *(f"{key}/{each}" for each in FUNDERS)),
            ),
        )
        for act, content, written in acts:
            seq += 1
            facts: Row = {
                "seq": seq, "at": "2015-06-01T12:00:00.000000Z", "person_id": 1, "act": f"expenditure.{act}",
                "subject": f"expenditure/{number}", "content": plain(content), "written": plain(written),
                "previous": previous,
            }  # fmt: skip
            hashed = trail.row_hash(covenant=slug, **facts)
            facts |= {"at": NOON, "version": 1, "hash": hashed, "previous_hash": facts.pop("previous")}
            insert(connection, "trail", facts)
            previous = hashed


def plain(content: Row) -> str:
    """Write a content in its canonical form."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def timed(what: str, act: Callable[[], object], rows: int) -> None:
    """Do something and tell how long it took, and how many rows of the trail that is in a second."""
    started = time.perf_counter()
    found = act()
    took = time.perf_counter() - started
    wrong = f"  {len(found)} findings" if isinstance(found, list) and found else ""
    sys.stdout.write(f"{what:<40} {took:8.2f} s  {rows / took:12,.0f} rows/s{wrong}\n")
    sys.stdout.flush()


def main(rows: int = 100_000) -> None:
    """Build a covenant with so many rows on its trail, and time what reads them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "big.sqlite"
        timed(f"built with {rows:,} rows", lambda: build(file, rows), rows)
        database = Database(f"sqlite:///{file}")
        with database.read() as session:
            timed("the chain", lambda: trail.verify_chain(session, 1), rows)
            timed("the trail read again", lambda: proofs.replay(session, 1), rows)
            told = proofs.replay(session, 1)
            timed("the tables against it", lambda: list(proofs.compare(session, 1, told)), rows)
            timed("the entries", lambda: list(journal.digests(session, 1)), rows)
            timed("verify, all of it", lambda: verifying.verify(session, 1), rows)
            slowest = []
            for question in QUESTIONS:
                started = time.perf_counter()
                recount.wrong(session, 1, question.statement)
                slowest.append((time.perf_counter() - started, question.what))
            for took, what in sorted(slowest, reverse=True)[:5]:
                sys.stdout.write(f"    {took:6.2f} s  {what}\n")
            timed("check, all of it", lambda: list(check(session, 1).findings) and None, rows)
        database.dispose()


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
