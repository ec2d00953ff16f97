"""What must hold before a copy is put back, and what is done to it once it is, on both engines."""

from sqlalchemy import Connection, delete, inspect, select
from sqlalchemy.orm import Session

from ledger.core.refusals import Malformed, WrongState
from ledger.core.sentences import N_, sentence
from ledger.storage import migrate
from ledger.storage.db import Database
from ledger.storage.tables import METADATA, AccessLink, WebSession

OF_NOBODY = {"alembic_version", "sqlite_stat1"}
"""Tables that are filled before anybody has written anything."""


def require_empty(connection: Connection) -> None:
    """Refuse a database in which anything stands; tables in which nothing was ever written are nothing."""
    names = set(inspect(connection).get_table_names()) - OF_NOBODY
    ours = [table for name, table in METADATA.tables.items() if name in names]
    used = any(connection.execute(select(1).select_from(table).limit(1)).first() for table in ours)
    if used or names - METADATA.tables.keys():
        raise WrongState(
            sentence(N_("A backup is put back into an empty database only, and this one is in use."))
        )


def require_ledger(database: Database, name: str) -> None:
    """Refuse what holds no ledger, or that of a later version of the program."""
    with database.engine.connect() as connection:
        found = migrate.standing(connection)
    if found is None:
        raise Malformed(sentence(N_("%(file)s is no backup of a ledger."), file=name))
    migrate.require_known(found)


def end_comings_in(session: Session) -> None:
    """End every session and link: some had ended or been used after the copy was made."""
    session.execute(delete(WebSession))
    session.execute(delete(AccessLink))
