"""Guards: triggers by which the database itself keeps the record, whoever is connected to it.

They are made from the same list for both engines, put back after every migration, and compared with the
list when the program starts. What a guard refuses begins with `ledger:` and a word from `REFUSALS`, by which
`refusal_of` finds the sentence for the reader.
"""

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from ledger.core.refusals import NoRoom, Refusal, WrongState, YearClosed
from ledger.core.sentences import N_, sentence
from ledger.storage.guards import postgresql, sqlite

REFUSALS: dict[str, tuple[type[Refusal], str]] = {
    "unbalanced": (WrongState, N_("The entry does not balance for every pledge; nothing was booked.")),
    "astray": (
        WrongState,
        N_("A posting names another day, a pledge or an account that is not its own; nothing was booked."),
    ),
    "sealed": (WrongState, N_("A sealed entry cannot be added to.")),
    "year-closed": (YearClosed, N_("The fiscal year of this date is closed; nothing was booked.")),
    "before-books": (
        WrongState,
        N_("This day lies before the one on which the books began; nothing was booked."),
    ),
    "cap-budget": (NoRoom, N_("The budget of the project has too little room left; nothing was booked.")),
    "cap-pledge": (NoRoom, N_("The pledges have too little money left; nothing was booked.")),
    "cap-bank": (NoRoom, N_("The bank account has too little money; nothing was booked.")),
    "append-only": (WrongState, N_("The record can be added to but not changed.")),
    "exists": (WrongState, N_("That number is already taken; nothing was booked.")),
    "trail-order": (WrongState, N_("The trail can only grow at its end.")),
    "kept": (WrongState, N_("A kept total changes only with the entry that explains it.")),
    "stale": (WrongState, N_("This has to be looked at anew before it is booked; nothing was booked.")),
    "frozen": (WrongState, N_("This has been decided and can no longer be changed.")),
}


def refusal_of(error: DBAPIError) -> Refusal | None:
    """Find the refusal a guard meant by a database error, or None where no guard spoke."""
    text = str(error.orig)
    if "ck_account_total_floor" in text:
        return refuse("cap-bank")
    if "ck_project_total_cap" in text:
        return refuse("cap-budget")
    if "ck_pledge_total" in text:
        return refuse("cap-pledge")
    for word in REFUSALS:
        if f"ledger:{word}" in text:
            return refuse(word)
    return None


def refuse(word: str) -> Refusal:
    """Make the refusal that one of the guards' words stands for."""
    kind, template = REFUSALS[word]
    return kind(sentence(template))


def remove(connection: Connection) -> None:
    """Take every guard away, in the very database transaction in which they are put back: for migrations."""
    if connection.dialect.name == "sqlite":
        sqlite.remove(connection)
    else:
        postgresql.remove(connection)


def install(connection: Connection) -> None:
    """Put every guard in place anew, dropping older forms."""
    if connection.dialect.name == "sqlite":
        sqlite.install(connection)
    else:
        postgresql.install(connection)


def listed(connection: Connection) -> dict[str, str]:
    """List the guards that stand, with the text of each, as the database has it."""
    if connection.dialect.name == "sqlite":
        return sqlite.listed(connection)
    return postgresql.listed(connection)


def faults(connection: Connection) -> list[str]:
    """Name every guard that is missing, altered or switched off; empty when all stand."""
    if connection.dialect.name == "sqlite":
        return sqlite.faults(connection)
    return postgresql.faults(connection)
