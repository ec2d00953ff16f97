"""Somebody who owns the database and takes its guards away: what they change then has to be found."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg

from ledger.storage.db import Database


@contextmanager
def unguarded(database: Database) -> Iterator[Any]:
    """Give a connection on which no trigger and no foreign key stands in the way.

    The triggers of a SQLite file stay away; on PostgreSQL they are passed over on this connection alone.
    """
    if database.is_sqlite:
        with closing(sqlite3.connect(str(database.engine.url.database))) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for (name,) in names:
                connection.execute(f"DROP TRIGGER {name}")
            yield connection
            connection.commit()
        return
    url = database.engine.url.set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as server:
        server.execute("SET session_replication_role = replica")
        yield server


def tamper(database: Database, *statements: str) -> None:
    """Send statements past the guards; each must change something."""
    with unguarded(database) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, statement
