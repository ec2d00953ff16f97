"""Trouble with the database itself: it is away, busy for too long, or full; none of it is anybody's mistake.

Nothing of a block is kept then, but for one case that nobody can tell: the connection breaks while the
database is asked to keep it. Whoever sends the form again is safe either way, since its key counts once.
"""

from typing import Literal

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoneFree

from ledger.core.refusals import Unavailable
from ledger.core.sentences import N_, sentence

Kind = Literal["database", "busy", "full"]

SENTENCES: dict[Kind, str] = {
    "database": N_("The database of this ledger does not answer. Try again in a while."),
    "busy": N_("Others have been writing in the ledger for a long time. Try again in a while."),
    "full": N_("The ledger has no room left on its disk. Whoever runs the ledger makes room."),
}

BUSY_IN_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED")
FULL_IN_SQLITE = ("SQLITE_FULL",)
AWAY_IN_SQLITE = (
    "SQLITE_CANTOPEN",
    "SQLITE_CORRUPT",
    "SQLITE_IOERR",
    "SQLITE_NOMEM",
    "SQLITE_NOTADB",
    "SQLITE_PERM",
    "SQLITE_PROTOCOL",
    "SQLITE_READONLY",
)
"""What SQLite calls its trouble; the longer names that begin so are of the same kind."""

BUSY_IN_POSTGRESQL = ("40001", "40P01", "53300", "55P03", "57014")
FULL_IN_POSTGRESQL = ("53100",)
AWAY_IN_POSTGRESQL = ("08", "25006", "53", "57P", "58", "XX")
"""What PostgreSQL calls its trouble, or the class of it. Source: its manual, appendix A."""


def kind_of(error: SQLAlchemyError) -> Kind | None:
    """Say what is the matter with the database; None where it answered, and what it refused is our affair."""
    if isinstance(error, NoneFree):
        return "busy"
    if not isinstance(error, DBAPIError):
        return None
    code = code_of(error)
    if code.startswith((*BUSY_IN_SQLITE, *BUSY_IN_POSTGRESQL)):
        return "busy"
    if code.startswith((*FULL_IN_SQLITE, *FULL_IN_POSTGRESQL)):
        return "full"
    if code.startswith((*AWAY_IN_SQLITE, *AWAY_IN_POSTGRESQL)):
        return "database"
    # Without a code it never came as far as the server, or the server went away in the middle.
    broke = type(error.orig).__name__ in {"OperationalError", "InterfaceError"}
    return "database" if broke and not code else None


def code_of(error: SQLAlchemyError) -> str:
    """Give the database's own name of an error, which tells nothing of anybody; empty where it has none."""
    orig = getattr(error, "orig", None)
    return str(getattr(orig, "sqlite_errorname", None) or getattr(orig, "sqlstate", None) or "")


def unavailable(kind: Kind, code: str = "") -> Unavailable:
    """Make the refusal that tells of this trouble."""
    return Unavailable(sentence(SENTENCES[kind]), kind, code)


def refusal_of(error: SQLAlchemyError) -> Unavailable | None:
    """Make the refusal that tells of the trouble behind an error; None where there is none.

    SQLite gives up the whole transaction when it is full; what is heard first may be a complaint of that.
    """
    seen: BaseException | None = error
    while seen is not None:
        kind = kind_of(seen) if isinstance(seen, SQLAlchemyError) else None
        if kind and isinstance(seen, SQLAlchemyError):
            return unavailable(kind, code_of(seen))
        seen = seen.__context__
    return None
