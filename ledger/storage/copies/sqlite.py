"""Copies of a SQLite database, page by page, by its own online backup.

All pages are copied at one stroke, under a lock that lets others read: in small steps a copy would begin
again with every commit of another process, and under load never end.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from ledger.core.refusals import Refusal
from ledger.core.sentences import N_, sentence
from ledger.storage import migrate
from ledger.storage.copies.files import beside, unwritten
from ledger.storage.copies.putting_back import end_comings_in, require_empty, require_ledger
from ledger.storage.db import Database

Proof = TypeVar("Proof")

BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a file while it is open."""


def write(database: Database, part: Path, prove: Callable[[Session], Proof]) -> Proof:
    """Copy the database into a file, and prove the copy."""
    try:
        with _said_plainly(database, part), closing(database.engine.raw_connection()) as source:
            _copy(database, source.driver_connection, part)
        _require_whole(database, part, part.name)
        with opened(part) as copy, copy.read() as session:
            found = prove(session)
        _rest(database, part)
        return found
    finally:
        _tidy(part)


def put_back(file: Path, database: Database, prove: Callable[[Session], Proof]) -> Proof:
    """Put a copy into the database at whose address nothing stands yet."""
    place = Path(str(database.engine.url.database))
    was_there = place.exists()
    if was_there:
        with opened(place) as target, target.engine.connect() as connection:
            require_empty(connection)
    _require_whole(database, file, file.name)
    with beside(place) as part:
        found = _prepared(database, file, part, prove)
        try:
            with _said_plainly(database, place), opened(place) as target:
                _fill(target, part)
        except BaseException:
            if not was_there:
                place.unlink(missing_ok=True)
                _tidy(place)
            raise
        return found


def _prepared(database: Database, file: Path, part: Path, prove: Callable[[Session], Proof]) -> Proof:
    """Make of a copy what is to be put back, and prove it."""
    try:
        with _said_plainly(database, part), closing(_read_only(database, file)) as source:
            _copy(database, source, part)
        with opened(part) as copy:
            require_ledger(copy, file.name)
            migrate.upgrade(copy)
            with copy.read() as session:
                found = prove(session)
            with copy.write() as session:
                end_comings_in(session)
        _rest(database, part)
        return found
    finally:
        _tidy(part)


def _copy(database: Database, source: Any, part: Path) -> None:
    """Copy all pages at once; the copy is on disk only after `_rest`."""
    with closing(_plain(database, str(part))) as target:
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target)


def _fill(target: Database, part: Path) -> None:
    """Copy a file over an empty database, which nobody else can write in between."""
    with target.engine.connect() as opened:
        connection = opened.execution_options(ledger_write=True)
        # A lock once taken is kept until this connection is closed.
        connection.exec_driver_sql("PRAGMA locking_mode = EXCLUSIVE")
        require_empty(connection)
        connection.commit()
        with closing(_plain(target, str(part))) as source:
            source.backup(connection.connection.driver_connection)


def _require_whole(database: Database, file: Path, name: str) -> None:
    """Ask SQLite itself whether every page of a file is as it should be."""
    try:
        with closing(_read_only(database, file)) as copy:
            broken = copy.execute("PRAGMA integrity_check").fetchone() != ("ok",)
            loose = copy.execute("PRAGMA foreign_key_check").fetchone() is not None
    except database.engine.dialect.loaded_dbapi.Error:
        broken = loose = True
    if broken or loose:
        raise Refusal(sentence(N_("%(file)s is damaged."), file=name))


def _rest(database: Database, part: Path) -> None:
    """Make a copy one file that needs none beside it, and wait until it stands on disk."""
    with _said_plainly(database, part):
        with closing(_plain(database, str(part))) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")
        with part.open("rb") as file:
            os.fsync(file.fileno())


def _plain(database: Database, file: str, **options: Any) -> Any:
    """Open a file by the very library the ledger uses, without its settings."""
    return database.engine.dialect.loaded_dbapi.connect(file, isolation_level=None, **options)


def _read_only(database: Database, file: Path) -> Any:
    return _plain(database, f"{file.resolve().as_uri()}?mode=ro", uri=True)


@contextmanager
def opened(file: Path) -> Iterator[Database]:
    """Use a file as a database of the ledger for a while."""
    made = Database(URL.create("sqlite", database=str(file)))
    try:
        yield made
    finally:
        made.dispose()


@contextmanager
def _said_plainly(database: Database, place: Path) -> Iterator[None]:
    """Say in a sentence why a file cannot be written."""
    try:
        yield
    except OSError as error:
        raise unwritten(place, error.strerror or "") from error
    except database.engine.dialect.loaded_dbapi.Error as error:
        raise unwritten(place, str(error)) from error


def _tidy(part: Path) -> None:
    """Take away what SQLite left beside a file."""
    for each in BESIDE:
        part.with_name(part.name + each).unlink(missing_ok=True)
