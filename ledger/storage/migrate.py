"""Creating and upgrading the schema: one transaction, guards put back at its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from ledger.core.refusals import WrongState
from ledger.core.sentences import N_, sentence
from ledger.storage import guards, trouble
from ledger.storage.db import Database

HERE = Path(__file__).parent / "migrations"

SHAPE_OF_BOOKS = {
    "posting": "1000000 1000000 8 1",
    "ix_posting_account": "1000000 1000000 100000 300 50 2 1 1",
    "ix_posting_project": "1000000 1000000 100000 5000 2500 100 20 1 1 1",
}
"""How many rows an index finds for one, two, three … of its columns, in books of a million postings.

Untold, SQLite takes an account for as rare as an entry, and reads all of an account to find the few lines of
one entry. An ANALYZE by whoever keeps the database replaces these by what it counts.
"""


NOT_UP_TO_DATE = "schema"
"""The fault of a database that was never set up, or not for this version."""

UPGRADING = 1_128_816_984
"""The lock of whoever upgrades a PostgreSQL database."""

NEWEST = "0001"
"""The newest revision this version of the program knows; a test holds it to the files of the migrations."""


def standing(connection: Connection) -> str | None:
    """Name the revision a database stands at; None: it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def bring_to(connection: Connection, revision: str) -> None:
    """Bring the tables up to a revision. Alembic is loaded here alone: most starts do without."""
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    settings = Config()
    settings.set_main_option("script_location", str(HERE))
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)


def require_known(revision: str) -> None:
    """Refuse a database that a later version of the program made."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    known = {each.revision for each in ScriptDirectory(str(HERE)).walk_revisions()}
    if revision not in known:
        raise WrongState(
            sentence(
                N_("The database was made by a later version of the ledger; install that version to use it.")
            )
        )


def upgrade(database: Database) -> bool:
    """Create or upgrade the schema and put the guards in place; say whether anything had to be done.

    All of it is one database transaction: whoever is killed in the middle has done nothing. The guards are
    away within it, as they would refuse to have rows written over, and are put back at its end.
    """
    with database.engine.connect() as opened, _free_to_make_anew(opened):
        connection = opened.execution_options(ledger_write=True)
        with connection.begin():
            _be_alone(connection)
            found = standing(connection)
            if found == NEWEST and not guards.faults(connection):
                return False
            if found is not None:
                require_known(found)
                guards.remove(connection)
            bring_to(connection, NEWEST)
            _require_no_loose_ends(connection)
            guards.install(connection)
            _tell_shape(connection)
            return True


@contextmanager
def _free_to_make_anew(opened: Connection) -> Iterator[None]:
    """Let SQLite drop a table that others point to, until one of that name is there again.

    Source: SQLite's own procedure for changing tables, which asks for the loose ends before the end.
    """
    raw = opened.connection.driver_connection
    if opened.dialect.name != "sqlite" or raw is None:
        yield
        return
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys = ON")


def _require_no_loose_ends(connection: Connection) -> None:
    """Refuse what points to nothing; PostgreSQL has looked at every step."""
    if connection.dialect.name != "sqlite":
        return
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if loose is not None:
        why = N_("Rows of %(table)s point to rows of %(other)s that are not there; nothing was upgraded.")
        raise WrongState(sentence(why, table=loose[0], other=loose[2]))


def _be_alone(connection: Connection) -> None:
    """Wait for whoever else is upgrading; on SQLite a block that writes is alone already."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT pg_advisory_xact_lock(:room)"), {"room": UPGRADING})


def _tell_shape(connection: Connection) -> None:
    """Tell SQLite what to expect of the postings, unless they have been counted since."""
    if connection.dialect.name != "sqlite":
        return
    connection.exec_driver_sql("ANALYZE sqlite_schema")
    if connection.exec_driver_sql("SELECT 1 FROM sqlite_stat1 WHERE tbl = 'posting'").first() is None:
        for index, rows in SHAPE_OF_BOOKS.items():
            connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES ('posting', ?, ?)", (index, rows))
        connection.exec_driver_sql("ANALYZE sqlite_schema")


def faults(database: Database) -> list[str]:
    """Say what is wrong: the database is away or busy, not at the newest revision, or guards amiss."""
    try:
        with database.engine.connect() as connection, connection.begin():
            if standing(connection) != NEWEST:
                return [NOT_UP_TO_DATE]
            return guards.faults(connection)
    except SQLAlchemyError as error:
        kind = trouble.kind_of(error)
        if kind is None:
            raise
        return [kind]
