"""The schema: the migrations add up to the tables, and an upgrade keeps what is there."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import make_url

from ledger.checks import check
from ledger.storage import migrate
from ledger.storage.db import Database
from ledger.storage.tables import METADATA
from tests.actions.world import World


def test_the_migrations_add_up_to_the_tables(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_the_database_holds_the_rules_about_rows_that_the_tables_name(database: Database) -> None:
    """Alembic compares no CHECKs; this does."""
    named = {
        constraint.name
        for table in METADATA.tables.values()
        for constraint in table.constraints
        if str(constraint.name).startswith("ck_")
    }
    query = (
        "SELECT sql FROM sqlite_master WHERE type = 'table'"
        if database.is_sqlite
        else "SELECT conname || ' ' FROM pg_constraint WHERE contype = 'c'"
    )
    with database.engine.connect() as connection:
        texts = " ".join(row[0] for row in connection.exec_driver_sql(query))
    assert {name for name in named if f"{name} " not in texts} == set()


def test_every_table_on_sqlite_is_strict_and_has_no_row_numbers(database: Database) -> None:
    if not database.is_sqlite:
        return
    with database.engine.connect() as connection:
        tables = connection.exec_driver_sql("PRAGMA table_list").mappings().all()
    loose = [
        row["name"] for row in tables if row["name"] in METADATA.tables and not (row["strict"] and row["wr"])
    ]
    assert loose == []


def test_an_empty_database_is_not_up_to_date(database_url: str) -> None:
    database = Database(database_url)
    assert migrate.faults(database) == ["schema"]
    database.dispose()


def test_a_database_that_cannot_be_opened_says_so(database_url: str, tmp_path: Path) -> None:
    url = make_url(database_url)
    name = str(tmp_path) if url.get_backend_name() == "sqlite" else "not_there"
    database = Database(url.set(database=name))
    assert migrate.faults(database) == ["database"]
    database.dispose()


def test_the_first_upgrade_makes_the_schema_and_the_second_does_nothing(database_url: str) -> None:
    database = Database(database_url)
    assert migrate.upgrade(database)
    assert migrate.faults(database) == []
    assert not migrate.upgrade(database)
    database.dispose()


def test_an_upgrade_keeps_what_is_there(lived: World) -> None:
    before = lived.everything()
    with lived.database.engine.begin() as connection:
        on = "" if lived.database.is_sqlite else " ON trail"
        connection.exec_driver_sql(f"DROP TRIGGER guard_trail_update{on}")
    assert migrate.upgrade(lived.database)
    assert lived.everything() == before
    assert lived.asks(check).sound


def test_sqlite_finds_the_lines_of_an_entry_by_the_entry(database: Database) -> None:
    """Not by their account, of which there may be a million."""
    if not database.is_sqlite:
        return
    with database.engine.connect() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT SUM(cents) FROM posting"
            " WHERE covenant_id = 1 AND entry_id = 7 AND account = 'costs' AND project_id = 3"
        ).all()
    assert [row[3] for row in plan] == ["SEARCH posting USING PRIMARY KEY (covenant_id=? AND entry_id=?)"]


def test_the_newest_revision_is_the_last_of_the_migrations() -> None:
    settings = Config()
    settings.set_main_option("script_location", str(migrate.HERE))
    assert ScriptDirectory.from_config(settings).get_current_head() == migrate.NEWEST
