"""Two roles on PostgreSQL: the owner sets the database up, the application has no more rights than it needs.

Whoever owns a table can switch its guards off. So the web processes sign in as another role, which reads and
adds rows, changes the columns below, and removes no row of the record. It owns nothing, makes no tables,
empties none and touches no trigger; what a seal changes is changed by the guards, with the owner's rights.
"""

import getpass
import os

from psycopg import sql
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL

from ledger.storage.db import Database
from ledger.storage.guards.rules import APPEND_ONLY, NEVER_DELETED
from ledger.storage.tables import METADATA

UPDATED = {
    table: tuple(columns.split())
    for table, columns in {
        "account_total": "floor_cents",
        "budget": "purpose state decision_id adopted_on",
        "cash_movement": "state reversal_reason",
        "contribution": "state reversal_reason",
        "covenant": "cash_rule",
        "decision": "version title proposal content digest state closed_on",
        "decision_rule": "voters quorum majority share",
        "expenditure": (
            "version kind state payee_id payee_version invoice_reference invoice_on accounting_on"
            " accounting_year description net_cents vat_cents recoverable_vat_cents gross_cents original_id"
            " obligation_id entry_id reversal_id shares_reason reason approved_at"
        ),
        "fiscal_year": "state decision_id",
        "instalment": "entry_id",
        "obligation": "open_cents",
        "party": "left_on money_stays",
        "payee": "name iban vat_number chamber_number party_id iban_changed_at version",
        "payment": "state",
        "person": "email name password_hash language stamp disabled_at erased_at",
        "pledge_total": "due_cents",
        "project": "name line_id about starts_on ends_on",
        "project_total": "budget_cents obligated_cents carried_cents",
        "second_factor": "confirmed_at counter",
        "vote": "choice reason digest person_id cast_at",
        "web_session": "last_used_at",
    }.items()
}
"""The columns that acts change, by table; a kept total's others change with a seal alone."""

DELETED = tuple(sorted(METADATA.tables.keys() - {*APPEND_ONLY, *NEVER_DELETED}))
"""The tables of which acts remove rows: none of the record, whose guards would refuse it."""

DEFAULT = "ledger_app"
"""How the application's role is called where DATABASE_URL names none of its own."""


def name_in(url: URL) -> str:
    """Give the role by which an address signs in."""
    return url.username or os.environ.get("PGUSER") or getpass.getuser()


def statements(role: str, database: str) -> list[str]:
    """Give the SQL that makes the application's role, and gives it its rights anew and no others."""
    return [_making(role), *_rights(role, database)]


def grant(connection: Connection, role: str) -> bool:
    """Give the application's role its rights in this database; say whether there is such a role."""
    known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}).first()
    if known is None:
        return False
    for each in _rights(role, str(connection.engine.url.database)):
        connection.exec_driver_sql(each)
    return True


def make(connection: Connection, role: str, password: str | None) -> None:
    """Make the application's role where it is missing, and give it its rights and password."""
    for each in statements(role, str(connection.engine.url.database)):
        connection.exec_driver_sql(each)
    if password:
        raw = connection.connection.driver_connection
        assert raw is not None  # noqa: S101 - an open connection has one  # nosec B101
        # Made into what the server keeps here, so that the password itself stands in no log of statements.
        kept = raw.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
        asked = sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(kept))
        connection.exec_driver_sql(asked.as_string())


def is_owner(database: Database) -> bool:
    """Say whether whoever signs in here owns a table of the ledger, or can become who does."""
    if database.is_sqlite:
        return False
    owned = text(
        "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relname = ANY(:names)"
        " AND pg_has_role(current_user, c.relowner, 'MEMBER') LIMIT 1"
    )
    with database.engine.connect() as connection:
        return connection.execute(owned, {"names": sorted(METADATA.tables)}).first() is not None


def _making(role: str) -> str:
    made = (
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = {name}) THEN CREATE ROLE {role}"
        " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION; END IF; END $$"
    )
    return sql.SQL(made).format(name=sql.Literal(role), role=sql.Identifier(role)).as_string()


def _rights(role: str, database: str) -> list[str]:
    who = sql.Identifier(role)
    place = sql.Identifier(database)
    tables = sql.SQL(", ").join(map(sql.Identifier, sorted(METADATA.tables)))
    deleted = sql.SQL(", ").join(map(sql.Identifier, DELETED))
    made = [
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
        sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(place),
        sql.SQL("REVOKE ALL ON DATABASE {} FROM {}").format(place, who),
        sql.SQL("REVOKE ALL ON SCHEMA public FROM {}").format(who),
        sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(who),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(place, who),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(who),
        sql.SQL("GRANT SELECT ON alembic_version TO {}").format(who),
        # The ledger counts by itself; these are read by backups alone.
        sql.SQL("GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(who),
        sql.SQL("GRANT SELECT, INSERT ON {} TO {}").format(tables, who),
        sql.SQL("GRANT DELETE ON {} TO {}").format(deleted, who),
    ]
    for table, columns in sorted(UPDATED.items()):
        listed = sql.SQL(", ").join(map(sql.Identifier, columns))
        made.append(sql.SQL("GRANT UPDATE ({}) ON {} TO {}").format(listed, sql.Identifier(table), who))
    return [each.as_string() for each in made]
