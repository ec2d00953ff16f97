"""Who may do what on PostgreSQL: the application does all its work without owning anything."""

import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from ledger.checks import check
from ledger.cli import cli
from ledger.core.sentences import Sentence
from ledger.storage import migrate, roles
from ledger.storage.db import Database
from ledger.storage.guards.rules import APPEND_ONLY, NEVER_DELETED, key_of
from ledger.storage.tables import METADATA
from ledger.verifying import verify
from ledger.web import create_app, health
from tests.actions.world import AGREEMENT, open_world
from tests.programs import require_program
from tests.storage.lived import live
from tests.storage.plain import CLERK, as_clerk, plainly

REFUSED = ("permission denied", "must be owner", "must be superuser")


@pytest.fixture(autouse=True)
def _only_postgresql(migrated: str) -> None:
    if migrated.startswith("sqlite"):
        pytest.skip("SQLite has no roles")


@pytest.fixture
def clerk(database: Database) -> Iterator[Database]:
    """Give a database that was just set up, as the application's role."""
    as_clerk(database.engine.url)
    own = Database(database.engine.url.set(username=CLERK))
    yield own
    own.dispose()


def test_two_years_are_lived_as_the_application(clerk: Database) -> None:
    world = open_world(clerk, AGREEMENT.read_text(encoding="utf-8"))
    live(world)
    assert world.asks(check).sound
    assert world.asks(verify) == []


def test_the_application_owns_nothing(clerk: Database, database: Database) -> None:
    assert roles.is_owner(database)
    assert not roles.is_owner(clerk)


def test_who_can_become_the_owner_counts_as_the_owner(clerk: Database, database: Database) -> None:
    name = f"owner_{uuid.uuid4().hex}"
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {name}")
        connection.exec_driver_sql(f"ALTER TABLE trail OWNER TO {name}")
    assert not roles.is_owner(clerk)
    try:
        with database.engine.begin() as connection:
            connection.exec_driver_sql(f"GRANT {name} TO {CLERK}")
        assert roles.is_owner(clerk)
    finally:
        with database.engine.begin() as connection:
            connection.exec_driver_sql(f"REASSIGN OWNED BY {name} TO CURRENT_USER")
            connection.exec_driver_sql(f"DROP ROLE {name}")


def test_the_application_has_these_rights_and_no_others(clerk: Database) -> None:
    asked = text(
        "SELECT table_name, privilege_type FROM information_schema.table_privileges WHERE grantee = :role"
    )
    with clerk.engine.connect() as connection:
        held = {tuple(row) for row in connection.execute(asked, {"role": CLERK})}
    everything = {(name, right) for name in METADATA.tables for right in ("SELECT", "INSERT")}
    removed = {(name, "DELETE") for name in roles.DELETED}
    assert held == everything | removed | {("alembic_version", "SELECT")}


def test_the_application_changes_these_columns_and_no_others(clerk: Database) -> None:
    asked = text(
        "SELECT table_name, column_name FROM information_schema.column_privileges"
        " WHERE grantee = :role AND privilege_type = 'UPDATE'"
    )
    with clerk.engine.connect() as connection:
        held = {tuple(row) for row in connection.execute(asked, {"role": CLERK})}
    assert held == {(name, column) for name, columns in roles.UPDATED.items() for column in columns}


def test_no_key_and_nothing_of_the_record_is_among_what_changes() -> None:
    assert set(roles.UPDATED).isdisjoint(APPEND_ONLY)
    assert set(roles.DELETED).isdisjoint({*APPEND_ONLY, *NEVER_DELETED})
    keys = {name: set(key_of(METADATA.tables[name])) for name in roles.UPDATED}
    assert {name for name, columns in roles.UPDATED.items() if keys[name] & set(columns)} == set()


@pytest.mark.parametrize(
    "attack",
    [
        "ALTER TABLE trail DISABLE TRIGGER guard_trail_update",
        "ALTER TABLE trail DISABLE TRIGGER ALL",
        "DROP TRIGGER guard_trail_update ON trail",
        "DROP TABLE trail CASCADE",
        "TRUNCATE trail",
        "TRUNCATE web_session",
        "ALTER TABLE trail DROP CONSTRAINT ck_trail_seq",
        "ALTER TABLE trail ADD COLUMN x INTEGER",
        "CREATE TABLE x (y INTEGER)",
        "CREATE TEMP TABLE x (y INTEGER)",
        "CREATE INDEX x ON trail (act)",
        "CREATE RULE x AS ON INSERT TO trail DO INSTEAD NOTHING",
        "CREATE TRIGGER x BEFORE INSERT ON trail FOR EACH ROW EXECUTE FUNCTION guard_refuse('x')",
        "CREATE FUNCTION x() RETURNS INTEGER LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "ALTER FUNCTION guard_refuse() RENAME TO x",
        "DROP FUNCTION guard_refuse() CASCADE",
        "SET session_replication_role = replica",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION postgres",
        "ALTER ROLE CURRENT_USER SUPERUSER",
        "CREATE ROLE x",
        "UPDATE alembic_version SET version_num = 'x'",
        "DELETE FROM alembic_version",
        "UPDATE trail SET act = 'x'",
        "DELETE FROM trail",
        "UPDATE account_total SET balance_cents = 0",
        "UPDATE project_total SET spent_cents = 0",
        "UPDATE entry_seal SET sealed_at = now()",
        "SELECT 1 FROM trail FOR UPDATE",
        "LOCK TABLE trail IN ACCESS EXCLUSIVE MODE",
        "COPY trail TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/hostname')",
    ],
)
def test_the_application_is_refused(clerk: Database, attack: str) -> None:
    with closing(psycopg.connect(_plain(clerk), autocommit=True)) as connection:
        connection.execute("BEGIN")
        with pytest.raises(psycopg.Error) as refused:
            connection.execute(attack)
    assert any(word in str(refused.value) for word in REFUSED), refused.value


def test_no_guard_can_be_called_upon_another_table(database: Database) -> None:
    """Who may make a table in which nobody looks may not put the guards' own work on it."""
    as_clerk(database.engine.url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"GRANT TEMPORARY ON DATABASE {database.engine.url.database} TO {CLERK}")
    with plainly(database) as plain:
        made = plain.tries(
            "CREATE TEMP TABLE x (covenant_id INTEGER, entry_id INTEGER)",
            "CREATE TRIGGER x AFTER INSERT ON x FOR EACH ROW EXECUTE FUNCTION guard_seal_totals()",
        )
    assert made == "permission denied for function guard_seal_totals"


def test_given_again_the_rights_stay_the_same(clerk: Database, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"GRANT UPDATE, TRUNCATE ON trail TO {CLERK}")
        assert roles.grant(connection, CLERK)
    test_the_application_has_these_rights_and_no_others(clerk)
    test_the_application_changes_these_columns_and_no_others(clerk)


def test_a_role_that_is_not_there_gets_nothing(database: Database) -> None:
    with database.engine.begin() as connection:
        assert not roles.grant(connection, "nobody_at_all")


def test_guards_are_looked_after_by_the_application_too(clerk: Database, database: Database) -> None:
    assert migrate.faults(clerk) == []
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE trail DISABLE TRIGGER guard_trail_update")
    assert migrate.faults(clerk) == ["guard_trail_update"]


# ---- the command and the server ------------------------------------------------------------------------


class Serving(Protocol):
    """A way to make an application on a database, and to tell it who owns the tables."""

    def __call__(self, database: Database, owner: Database, **more: object) -> Flask:
        """Make it."""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Serving]:
    """Give a way to make applications, which let go of their databases at the end."""
    made: list[Flask] = []

    def make(database: Database, owner: Database, **more: object) -> Flask:
        urls = [each.engine.url.render_as_string(hide_password=False) for each in (database, owner)]
        named = {"DATABASE_URL": urls[0], "DATABASE_OWNER_URL": urls[1]}
        kept = {"INSTANCE_FOLDER": tmp_path, "SECRET_KEY": "a secret for tests alone"}
        made.append(create_app({**named, **kept, **more}))
        return made[-1]

    yield make
    for each in made:
        each.extensions["ledger"].dispose()


def test_the_command_prints_what_it_would_carry_out(
    clerk: Database, database: Database, app: Serving
) -> None:
    done = app(clerk, database).test_cli_runner().invoke(cli, ["init", "--roles"])
    expected = roles.statements(CLERK, str(database.engine.url.database))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"{each};" for each in expected]


def test_what_the_command_prints_can_be_given_to_the_database(clerk: Database, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {CLERK}")
        for each in roles.statements(CLERK, str(database.engine.url.database)):
            connection.exec_driver_sql(each)
    test_the_application_has_these_rights_and_no_others(clerk)


def test_the_command_makes_the_role_named_in_the_address(database_url: str, app: Serving) -> None:
    owner = Database(database_url)
    name = f"app_{uuid.uuid4().hex}"
    own = Database(owner.engine.url.set(username=name, password="in the address"))
    runner = app(own, owner).test_cli_runner()
    try:
        done = runner.invoke(cli, ["init", "--roles", "--apply"])
        assert (done.exit_code, done.stderr) == (0, "")
        assert migrate.faults(own) == []
        assert not roles.is_owner(own)
        with owner.engine.begin() as connection:
            kept = connection.execute(
                text("SELECT rolpassword FROM pg_authid WHERE rolname = :name"), {"name": name}
            ).scalar_one()
        assert kept.startswith("SCRAM-SHA-256$")
        assert runner.invoke(cli, ["init"]).stdout.startswith("The database is up to date")
        assert runner.invoke(cli, ["check"]).stderr.startswith("There is no covenant yet")
    finally:
        own.dispose()
        with owner.engine.begin() as connection:
            connection.exec_driver_sql(f'DROP OWNED BY "{name}"')
            connection.exec_driver_sql(f'DROP ROLE "{name}"')
        owner.dispose()


def test_two_addresses_of_different_databases_are_refused(
    clerk: Database, database: Database, app: Serving
) -> None:
    other = Database(database.engine.url.set(database="another"))
    done = app(clerk, other).test_cli_runner().invoke(cli, ["init"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "DATABASE_OWNER_URL and DATABASE_URL name two different databases.\n"


def test_a_backup_is_made_by_the_application_and_put_back_by_the_owner(
    clerk: Database, database: Database, app: Serving, tmp_path: Path
) -> None:
    require_program("pg_dump", purpose="to copy a PostgreSQL database")
    runner = app(clerk, database).test_cli_runner()
    done = runner.invoke(cli, ["backup", str(tmp_path / "b")])
    assert (done.exit_code, done.stderr) == (0, "")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER guard_trail_update ON trail")
    done = runner.invoke(cli, ["restore", str(tmp_path / "b")])
    assert (done.exit_code, done.stderr) == (0, "")
    assert migrate.faults(clerk) == []
    test_the_application_has_these_rights_and_no_others(clerk)


@pytest.mark.parametrize("production, status", [(1, 503), (0, 303)])
def test_in_production_no_page_is_shown_by_the_owner(
    database: Database, app: Serving, production: int, status: int
) -> None:
    client = app(database, database, PRODUCTION=production).test_client()
    assert client.get("/").status_code == status
    assert client.get("/healthz").status_code == (503 if production else 200)


def test_the_application_shows_pages_in_production(clerk: Database, database: Database, app: Serving) -> None:
    client = app(clerk, database).test_client()
    assert client.get("/").status_code == 303
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "as_owner, production, why", [(True, True, health.AS_OWNER), (True, False, None), (False, True, None)]
)
def test_no_server_starts_in_production_as_the_owner(
    clerk: Database, database: Database, as_owner: bool, production: bool, why: Sentence | None
) -> None:
    assert health.why_not_served(database if as_owner else clerk, production=production) == why


def _plain(database: Database) -> str:
    return database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
