"""Trouble with the database itself comes out as one refusal, whatever the engine calls it."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoneFree

from ledger.core.refusals import Unavailable
from ledger.storage import trouble
from ledger.storage.db import Database


def from_sqlite(name: str) -> DBAPIError:
    error = sqlite3.OperationalError("…")
    error.sqlite_errorname = name
    return OperationalError("…", None, error)


def from_postgresql(code: str) -> DBAPIError:
    error = psycopg.OperationalError("…")
    error.sqlstate = code or None
    return OperationalError("…", None, error)


@pytest.mark.parametrize(
    "error, kind",
    [
        (from_sqlite("SQLITE_BUSY"), "busy"),
        (from_sqlite("SQLITE_BUSY_SNAPSHOT"), "busy"),
        (from_sqlite("SQLITE_LOCKED"), "busy"),
        (from_sqlite("SQLITE_FULL"), "full"),
        (from_sqlite("SQLITE_IOERR_WRITE"), "database"),
        (from_sqlite("SQLITE_CANTOPEN"), "database"),
        (from_sqlite("SQLITE_READONLY_DBMOVED"), "database"),
        (from_sqlite("SQLITE_NOTADB"), "database"),
        (from_sqlite("SQLITE_CORRUPT"), "database"),
        (from_sqlite("SQLITE_ERROR"), None),
        (from_sqlite("SQLITE_CONSTRAINT_TRIGGER"), None),
        (from_postgresql("55P03"), "busy"),
        (from_postgresql("40P01"), "busy"),
        (from_postgresql("53300"), "busy"),
        (from_postgresql("53100"), "full"),
        (from_postgresql("57P01"), "database"),
        (from_postgresql("08006"), "database"),
        (from_postgresql("25006"), "database"),
        (from_postgresql(""), "database"),
        (from_postgresql("42P01"), None),
        (from_postgresql("P0001"), None),
        (NoneFree(), "busy"),
        (ProgrammingError("…", None, sqlite3.ProgrammingError("…")), None),
    ],
)
def test_each_kind_of_trouble_is_known_by_the_engines_name(error: SQLAlchemyError, kind: str | None) -> None:
    refusal = trouble.refusal_of(error)
    assert (refusal.kind if refusal else None) == kind


def test_trouble_is_found_behind_what_came_of_it() -> None:
    """A SQLite that is full gives the whole transaction up, and complains of the savepoint that is gone."""
    after = from_sqlite("SQLITE_ERROR")
    after.__context__ = from_sqlite("SQLITE_FULL")
    refusal = trouble.refusal_of(after)
    assert refusal is not None
    assert refusal.kind == "full"


@pytest.mark.parametrize("writing", [False, True])
def test_a_file_that_is_no_database_is_one_refusal(tmp_path: Path, writing: bool) -> None:
    file = tmp_path / "ledger.sqlite"
    file.write_bytes(b"these are no books " * 200)
    database = Database(f"sqlite:///{file}")
    with pytest.raises(Unavailable) as refused, database.write() if writing else database.read():
        pass
    assert (refused.value.kind, refused.value.status) == ("database", 503)
    database.dispose()
