"""Copies of a PostgreSQL database, in pg_dump's custom format, by PostgreSQL's own programs.

One database transaction sees the state that pg_dump copies: in it the books are proved, and every row of them
is counted and compared with what pg_restore reads back out of the file.
"""

import hashlib
import os
import shutil
import subprocess  # nosec B404
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, LiteralString, TypeVar

from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, inspect, text
from sqlalchemy.orm import Session

from ledger.core.refusals import Malformed, Refusal
from ledger.core.sentences import N_, sentence
from ledger.storage import migrate
from ledger.storage.copies.putting_back import end_comings_in, require_empty, require_ledger
from ledger.storage.db import Database

Proof = TypeVar("Proof")
Sums = dict[str, tuple[int, int]]
"""Of every table: how many rows, and the sum of their digests, the same in whatever order they come."""

WRITING = {"timezone": "UTC", "datestyle": "ISO", "bytea_output": "hex", "client_encoding": "UTF8"}
"""How values are to be written out: the same by pg_dump and by ourselves."""

ENDED = "\\."
"""The line after the last row of a table."""


def write(database: Database, part: Path, prove: Callable[[Session], Proof]) -> Proof:
    """Copy the database into a file, and prove what the file holds."""
    with database.read() as session:
        connection = session.connection()
        state = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        _run(database, "pg_dump", f"--snapshot={state}", "--format=custom", "--encoding=UTF8", "--no-owner",
             "--no-privileges", "--lock-wait-timeout=30s", f"--file={part}")  # fmt: skip
        found = prove(session)
        there = _sums(connection)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    if _sums_in(part) != there:
        raise Refusal(sentence(N_("%(file)s does not hold what the database holds."), file=part.name))
    return found


def put_back(file: Path, database: Database, prove: Callable[[Session], Proof]) -> Proof:
    """Put a copy into a database in which nothing stands; whatever goes wrong, nothing is left of it."""
    if "covenant" not in _tables_in(file):
        raise Malformed(sentence(N_("%(file)s is no backup of a ledger."), file=file.name))
    with database.engine.begin() as connection:
        require_empty(connection)
        _clear(connection)
    _run(database, "pg_restore", "--schema=public", "--single-transaction", "--exit-on-error", "--no-owner",
         "--no-privileges", str(file))  # fmt: skip
    try:
        require_ledger(database, file.name)
        migrate.upgrade(database)
        with database.read() as session:
            found = prove(session)
        with database.write() as session:
            end_comings_in(session)
        return found
    except BaseException:
        with database.engine.begin() as connection:
            _clear(connection)
        raise


def _clear(connection: Connection) -> None:
    """Take away every table and every guard."""
    for name in inspect(connection).get_table_names():
        connection.exec_driver_sql(_quoted("DROP TABLE {} CASCADE", name))
    found = connection.execute(
        text(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname = 'public' AND p.proname LIKE 'guard\\_%'"
        )
    )
    for name in found.scalars().all():
        connection.exec_driver_sql(_quoted("DROP FUNCTION {}() CASCADE", name))


def _quoted(statement: LiteralString, name: str) -> str:
    """Put a name that was found in the database into a statement, as a name and nothing else."""
    return sql.SQL(statement).format(sql.Identifier(name)).as_string()


def _sums(connection: Connection) -> Sums:
    """Count and sum every row as this database transaction sees it."""
    for name, value in WRITING.items():
        connection.execute(text("SELECT set_config(:name, :value, true)"), {"name": name, "value": value})
    raw = connection.connection.cursor()
    found: Sums = {}
    for name in inspect(connection).get_table_names():
        asked = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier("public", name))
        with raw.copy(asked) as rows:
            found[name] = _sum(bytes(row) for row in rows)
    return found


def _sums_in(part: Path) -> Sums:
    """Count and sum every row that stands in a file."""
    found: Sums = {}
    with _reading(part, "--data-only") as lines:
        for line in lines:
            if line.startswith(b"COPY public."):
                name = line.split(b" ")[1].removeprefix(b"public.").decode().strip('"')
                found[name] = _sum(iter(lambda: next(lines), f"{ENDED}\n".encode()))
    return found


def _sum(rows: Iterable[bytes]) -> tuple[int, int]:
    count = total = 0
    for row in rows:
        count += 1
        total += int.from_bytes(hashlib.sha256(row).digest())
    return count, total


def _tables_in(file: Path) -> set[str]:
    """Name the tables whose rows stand in a file."""
    with _reading(file, "--list") as lines:
        words = [line.decode(errors="replace").split() for line in lines if b" TABLE DATA public " in line]
    return {each[each.index("public") + 1] for each in words}


@contextmanager
def _reading(file: Path, *options: str) -> Iterator[IO[bytes]]:
    """Have pg_restore tell what stands in a file, line by line."""
    with tempfile.TemporaryFile() as complaint:
        command = [_program("pg_restore"), *options, "--file=-", str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaint) as running:  # noqa: S603  # nosec B603
            assert running.stdout is not None  # noqa: S101 - it is a pipe  # nosec B101
            yield running.stdout
        if running.returncode:
            raise _failed("pg_restore", running.returncode, complaint)


def _run(database: Database, program: str, *options: str) -> None:
    """Run one of PostgreSQL's programs on this database; its password goes by the environment, unseen."""
    _, asked = database.engine.dialect.create_connect_args(database.engine.url)
    known = {name: str(value) for name, value in asked.items() if isinstance(value, str | int)}
    secret = known.pop("password", "")
    settings = {
        **os.environ,
        "LC_MESSAGES": "C",
        "PGTZ": WRITING["timezone"],
        "PGDATESTYLE": WRITING["datestyle"],
        "PGOPTIONS": f"{os.environ.get('PGOPTIONS', '')} -c bytea_output=hex",
    } | ({"PGPASSWORD": secret} if secret else {})
    command = [_program(program), f"--dbname={make_conninfo(**known)}", *options]
    with tempfile.TemporaryFile() as complaint:
        done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, on what the settings name  # nosec B603
            command, env=settings, stdin=subprocess.DEVNULL, stdout=complaint, stderr=complaint, check=False
        )
        if done.returncode:
            raise _failed(program, done.returncode, complaint)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        why = N_("The program %(program)s is not on PATH; it comes with PostgreSQL's client programs.")
        raise Refusal(sentence(why, program=name))
    return found


def _failed(program: str, status: int, complaint: IO[bytes]) -> Refusal:
    """Say which program failed, and the last thing it said, or the signal that ended it."""
    complaint.seek(0)
    said = [line.strip() for line in complaint.read().decode(errors="replace").splitlines() if line.strip()]
    last = next((line for line in said if "error" in line), said[-1] if said else f"status {status}")
    return Refusal(
        sentence(
            N_("%(program)s failed: %(why)s"),
            program=program,
            why=last.removeprefix(f"{program}: ").removeprefix("error: "),
        )
    )
