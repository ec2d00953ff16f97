"""Somebody who owns the database and takes its guards away: what they change then has to be found."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.orm import Session

from ledger.storage.db import Database
from ledger.storage.tables import METADATA
from tests.actions.conftest import own_database
from tests.actions.world import World
from tests.storage.lived import live


class Defenceless:
    """A database without triggers, CHECKs and foreign keys, in which nothing that is changed is kept."""

    def __init__(self, database: Database) -> None:
        self.is_sqlite = database.is_sqlite
        self.engine = create_engine(database.engine.url)
        if self.is_sqlite:
            event.listen(
                self.engine,
                "connect",
                lambda connection, _record: connection.execute("PRAGMA ignore_check_constraints = ON"),
            )
        with self.engine.begin() as connection:
            self._disarm(connection)

    def _disarm(self, connection: Connection) -> None:
        if self.is_sqlite:
            triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in triggers.all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            return
        for table in METADATA.tables.values():
            for constraint in table.constraints:
                if str(constraint.name).startswith("ck_"):
                    connection.exec_driver_sql(f"ALTER TABLE {table.name} DROP CONSTRAINT {constraint.name}")

    @contextmanager
    def after(self, *statements: str) -> Iterator[Session]:
        """Give a session that sees what these statements changed; each must change something."""
        with self.engine.connect() as connection:
            if not self.is_sqlite:
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            for statement in statements:
                assert connection.exec_driver_sql(statement).rowcount != 0, statement
            with Session(bind=connection, autoflush=False) as session:
                yield session
            connection.rollback()

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


@pytest.fixture(scope="module", name="defenceless")
def fixture_defenceless(opened: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Defenceless]:
    """Give books that were lived in for two years, and have lost their guards."""
    with own_database(tmp_path_factory, opened) as own:
        live(World(own))
        made = Defenceless(own)
        yield made
        made.dispose()
