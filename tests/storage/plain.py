# ruff: noqa: S608 - the statements are made of our own tables
"""Somebody with a plain connection to the database: what the ledger's own code never sends can be sent here.

On SQLite it is a connection with every pragma as a stranger has it, so without foreign keys and recursive
triggers, but by the library that the ledger uses, as two of them in one process do not see each other's
locks; on PostgreSQL a role with the rights of a web process, or the owner.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from typing import Any

import psycopg
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.engine import URL

from ledger.storage import roles
from ledger.storage.db import Database, sqlite_driver

driver = sqlite_driver()
CLERK = "ledger_clerk"
"""The role of the web process, as `covenant-ledger init --roles` makes it."""

Row = dict[str, Any]


def as_clerk(url: URL) -> None:
    """Give the clerk its rights in a database."""
    made = create_engine(url)
    with made.begin() as connection:
        # Of several test processes one makes the role, which belongs to the whole server.
        connection.execute(text("SELECT pg_advisory_xact_lock(1)"))
        roles.make(connection, CLERK, None)
    made.dispose()


class Plain:
    """A plain connection that tries things, and says what came of each."""

    def __init__(self, database: Database, *, owner: bool = False) -> None:
        url = database.engine.url
        self.is_sqlite = database.is_sqlite
        self.connection: Any
        if self.is_sqlite:
            self.connection = driver.connect(str(url.database), isolation_level=None)
            for pragma in ("foreign_keys", "recursive_triggers"):
                self.connection.execute(f"PRAGMA {pragma} = OFF")
        else:
            self.connection = psycopg.connect(_address(url), autocommit=True)
            if not owner:
                self.connection.execute(f"SET ROLE {CLERK}")

    def tries(self, *statements: str) -> str:
        """Send statements as one database transaction; give "done", or why nothing was done."""
        self.connection.execute("BEGIN")
        try:
            for statement in statements:
                self.connection.execute(statement)
        except (driver.Error, psycopg.Error) as error:
            self.connection.execute("ROLLBACK")
            return str(error).splitlines()[0]
        self.connection.execute("COMMIT")
        return "done"

    def rows(self, table: str) -> list[Row]:
        """Read all of a table, as it is kept."""
        cursor = self.connection.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def value(self, query: str) -> Any:
        """Read one value."""
        return self.connection.execute(query).fetchone()[0]

    def literal(self, value: object) -> str:
        """Write a value so that it can stand in a statement."""
        if value is None:
            return "NULL"
        if isinstance(value, int):
            return str(value)
        if isinstance(value, bytes | memoryview):
            text = bytes(value).hex()
            return f"X'{text}'" if self.is_sqlite else f"'\\x{text}'"
        return "'" + str(value).replace("'", "''") + "'"

    def insert(self, table: str, row: Row, how: str = "INSERT") -> str:
        """Write an INSERT of a row."""
        values = ", ".join(map(self.literal, row.values()))
        return f"{how} INTO {table} ({', '.join(row)}) VALUES ({values})"

    def where(self, row: Row, key: Sequence[str]) -> str:
        """Write the condition that finds a row by some of its columns."""
        return " AND ".join(f"{column} = {self.literal(row[column])}" for column in key)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def plainly(database: Database, *, owner: bool = False) -> AbstractContextManager[Plain]:
    """Connect to a database, and close at the end."""
    return closing(Plain(database, owner=owner))


def _address(url: URL) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
