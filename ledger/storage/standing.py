"""How the database stands: which engine it is, how it keeps what is written, and whether it could keep more.

Asked by `/healthz` and told when the ledger starts. Nothing in it is secret.
"""

import os
import tempfile
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from ledger.storage import trouble
from ledger.storage.db import BUSY_SECONDS, Database, journal_mode, library_version

PATIENCE_SECONDS = 5
"""How long whoever asks is kept waiting for somebody else's act to end."""

SYNCHRONOUS = ("OFF", "NORMAL", "FULL", "EXTRA")
"""How long SQLite waits for the disk, by its own numbers."""

ROOM_BYTES = 256 * 1024
"""The least room a SQLite file must have to grow: a few acts and the journal beside them."""


def described(database: Database) -> dict[str, str]:
    """Say which engine keeps the books and how: its version, and with SQLite its journal mode.

    Raises Unavailable where the database does not answer.
    """
    with database.read() as session:
        connection = session.connection()
        if database.is_sqlite:
            return {
                "engine": "sqlite",
                "version": library_version(),
                "journal_mode": _pragma(connection, "journal_mode").upper(),
                "synchronous": SYNCHRONOUS[int(_pragma(connection, "synchronous"))],
            }
        return {
            "engine": "postgresql",
            "version": _shown(connection, "server_version").partition(" ")[0],
            "synchronous_commit": _shown(connection, "synchronous_commit"),
        }


def in_words(engine: Engine) -> str:
    """Say in a few words where the books are kept, without asking the database."""
    if engine.dialect.name != "sqlite":
        return "PostgreSQL"
    return f"SQLite {library_version()} (journal_mode {journal_mode()[0]}, synchronous {journal_mode()[1]})"


def trouble_writing(database: Database) -> trouble.Kind | None:
    """Say what would keep somebody from writing now, trying without writing anything.

    On SQLite: the lock must be free within a few seconds, and the file must have room to grow. A PostgreSQL
    has a lock per covenant and disks of its own: of it is asked whether it takes what is written at all.
    """
    try:
        with database.engine.connect() as connection:
            if database.is_sqlite:
                return _try_lock(connection) or _try_room(database.engine)
            with connection.begin():
                return "database" if _shown(connection, "transaction_read_only") == "on" else None
    except DBAPIError as error:
        return trouble.kind_of(error) or "database"


def _try_lock(connection: Connection) -> trouble.Kind | None:
    raw = connection.connection.cursor()  # not in a block of its own: one that fails begins nothing
    raw.execute(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}")
    try:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("ROLLBACK")
    except connection.dialect.dbapi.Error as error:  # type: ignore[union-attr]  # every dialect here has one
        wrapped = DBAPIError("BEGIN IMMEDIATE", None, error)
        return trouble.kind_of(wrapped) or "database"
    finally:
        raw.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        raw.close()
    return None


def _try_room(engine: Engine) -> trouble.Kind | None:
    """Try whether a file as long as the database's, and a little longer, can be made beside it."""
    file = engine.url.database
    if not file or file == ":memory:":
        return None
    try:
        with tempfile.TemporaryFile(dir=Path(file).parent) as beside:
            os.pwrite(beside.fileno(), bytes(ROOM_BYTES), Path(file).stat().st_size)
    except OSError:
        return "full"
    return None


def _pragma(connection: Connection, name: str) -> str:
    return str(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def _shown(connection: Connection, name: str) -> str:
    return str(connection.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar_one())
