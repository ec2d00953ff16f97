"""The database: one engine, and two kinds of block to use it in, `read()` and `write()`.

A write block is one database transaction under the covenant's lock: on SQLite the whole database's write
lock (BEGIN IMMEDIATE), on PostgreSQL an advisory lock per covenant. It commits when the block ends well and
leaves nothing behind when it does not.
"""

import importlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from ledger.core.refusals import Malformed, WrongState
from ledger.core.sentences import N_, sentence
from ledger.storage import guards, trouble, written

__all__ = [
    "ACCESS_LOCK",
    "Database",
    "Session",
    "journal_mode",
    "lock",
    "make_engine",
    "sqlite_driver",
    "wal_is_sound",
]

BUSY_SECONDS = 30
ACCESS_LOCK = 0
"""The lock that stands for no covenant: the access log and the people are written under it."""

DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql+psycopg")
NO_ADDRESS = sentence(
    N_(
        "This is no address of a database: it is like sqlite:///folder/ledger.sqlite "
        "or postgresql+psycopg://user:password@host/name."
    )
)

IN_OTHER_HANDS = sentence(
    N_(
        "Another program has the ledger's file open with another version of SQLite, and this version could "
        "lose what is written. Stop the other program, or run both with the same version."
    )
)


def wal_is_sound(version: tuple[int, int, int]) -> bool:
    """Say whether this SQLite keeps every commit in WAL mode.

    Versions 3.7.0 to 3.51.2 can lose commits at a checkpoint; 3.44.6 and 3.50.7 carry the repair as well.
    Source: SQLite's release notes for 3.51.3.
    """
    major, minor, patch = version
    if (major, minor) in {(3, 44): 6, (3, 50): 7}:
        return patch >= {(3, 44): 6, (3, 50): 7}[major, minor]
    return version >= (3, 51, 3)


@cache
def sqlite_driver() -> ModuleType:
    """Give Python's way to SQLite: its own where its library keeps every commit in WAL mode, else such a one.

    The package pysqlite3 carries a library of its own and is made for most machines; without it a ledger on
    an older library keeps its commits in the slower way. One process must use one library: two of them do not
    see each other's locks.
    """
    if not wal_is_sound(sqlite3.sqlite_version_info):
        try:
            other = importlib.import_module("pysqlite3.dbapi2")
        except ImportError:
            return sqlite3
        if wal_is_sound(other.sqlite_version_info):
            return other
    return sqlite3


def journal_mode() -> tuple[str, str]:
    """Give the journal mode and synchronous setting under which this SQLite loses nothing."""
    return ("WAL", "FULL") if wal_is_sound(sqlite_driver().sqlite_version_info) else ("DELETE", "EXTRA")


def library_version() -> str:
    """Give the version of the SQLite library that is used here."""
    return str(sqlite_driver().sqlite_version)


def _open_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    """Set a connection for money.

    Refuses a file that others keep open in WAL mode, where this library could lose what is written.
    """
    connection.isolation_level = None
    mode, synchronous = journal_mode()
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    kept = cursor.execute("PRAGMA journal_mode").fetchone()[0].upper()
    if kept != mode:
        # Where others have it open and are at work, the file stays as it is.
        with suppress(connection.OperationalError):
            kept = cursor.execute(f"PRAGMA journal_mode = {mode}").fetchone()[0].upper()
    if kept == "WAL" and mode != "WAL":
        raise WrongState(IN_OTHER_HANDS)
    cursor.execute(f"PRAGMA synchronous = {synchronous if kept == mode else 'EXTRA'}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA recursive_triggers = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("ledger_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def make_engine(url: str | URL) -> Engine:
    """Make the engine for a database address, with the settings money needs.

    Raises Malformed for an address of no SQLite file and no PostgreSQL database, or a folder that cannot be.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise Malformed(NO_ADDRESS) from None
    if address.drivername not in DRIVERS:
        raise Malformed(NO_ADDRESS)
    if address.get_backend_name() == "sqlite":
        if address.database and address.database != ":memory:":
            _make_folder(Path(address.database).parent)
        engine = create_engine(address, module=sqlite_driver(), connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(address, pool_pre_ping=True)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Malformed(
            sentence(N_("The folder %(folder)s for the database cannot be made."), folder=str(folder))
        ) from None


def lock(session: Session, covenant_id: int) -> None:
    """Be alone with a covenant until the block ends; on SQLite a block that writes is alone already.

    Whoever waits longer than BUSY_SECONDS is told so. A block that needs two locks takes a covenant's first
    and ACCESS_LOCK last, so that none wait in a ring.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(
            text(
                "SELECT set_config('lock_timeout', :patience, true), pg_advisory_xact_lock(:room, :covenant)"
            ),
            {"patience": f"{BUSY_SECONDS}s", "room": 1_128_816_983, "covenant": covenant_id},
        )


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Let what the guards refuse, and trouble with the database itself, come out as the refusals they are."""
    try:
        yield
    except SQLAlchemyError as error:
        meant = guards.refusal_of(error) if isinstance(error, DBAPIError) else None
        meant = meant or trouble.refusal_of(error)
        if meant is None:
            raise
        raise meant from error


class Database:
    """One database and the two kinds of block in which it is used."""

    def __init__(self, url: str | URL) -> None:
        self.engine = make_engine(url)

    @property
    def is_sqlite(self) -> bool:
        """Say whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a block that only reads, all of it from one state of the database."""
        with _said_plainly(), self.engine.connect() as opened:
            connection = opened
            if not self.is_sqlite:
                connection = opened.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin(), Session(bind=connection, autoflush=False) as session:
                yield session

    @contextmanager
    def write(self, covenant_id: int = ACCESS_LOCK) -> Iterator[Session]:
        """Open a block that writes, alone with this covenant; it commits at its end, or leaves nothing.

        What the database's own guards refuse comes out as the refusal they mean.
        """
        with _said_plainly(), self.engine.connect() as opened:
            connection = opened.execution_options(ledger_write=True)
            with connection.begin(), Session(bind=connection, autoflush=False) as session:
                lock(session, covenant_id)
                yield session
                written.finish(session)

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()
