"""Copies of a whole database: written to one file while everybody works on, and put back into an empty one.

A copy is one state of the database. It is proved before it counts: whoever calls hands over what is to be
asked of it, and what that refuses is refused. SQLite is copied by its online backup, PostgreSQL by pg_dump; a
copy goes back to the engine it came from.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from ledger.core.refusals import Malformed, Refusal
from ledger.core.sentences import N_, sentence
from ledger.storage.copies import postgresql, sqlite
from ledger.storage.copies.files import beside, take_place, unwritten
from ledger.storage.db import Database

__all__ = ["beside", "put_back", "require_copy", "take_place", "unwritten", "write"]

Proof = TypeVar("Proof")

BEGINNINGS = {True: b"SQLite format 3\x00", False: b"PGDMP"}
"""How a copy begins: of SQLite (True) and of PostgreSQL, in pg_dump's custom format."""


def write(database: Database, part: Path, prove: Callable[[Session], Proof]) -> Proof:
    """Copy a database that is in use into a file, ask `prove` whether the copy is sound, and give its answer.

    Nobody is kept from reading; on SQLite whoever writes waits while the pages are copied.
    """
    if database.is_sqlite:
        return sqlite.write(database, part, prove)
    return postgresql.write(database, part, prove)


def require_copy(database: Database, file: Path) -> None:
    """Refuse a file that is no copy, or one of the other engine."""
    longest = max(map(len, BEGINNINGS.values()))
    try:
        with file.open("rb") as opened:
            begins = opened.read(longest)
    except OSError as error:
        why = sentence(N_("%(file)s cannot be read: %(why)s."), file=str(file), why=error.strerror or "")
        raise Refusal(why) from None
    kind = next((kind for kind, beginning in BEGINNINGS.items() if begins.startswith(beginning)), None)
    if kind is None:
        raise Malformed(sentence(N_("%(file)s is no backup of a ledger."), file=str(file)))
    if kind is not database.is_sqlite:
        raise Malformed(
            sentence(
                N_("%(file)s is a backup of %(engine)s, and DATABASE_URL names a database of another kind."),
                file=str(file),
                engine="SQLite" if kind else "PostgreSQL",
            )
        )


def put_back(file: Path, database: Database, prove: Callable[[Session], Proof]) -> Proof:
    """Put a copy into an empty database, bring it up to this version, ask `prove`, and give its answer.

    `database` is that of the owner of the tables. Where anything is refused, it is as empty as before.
    """
    if database.is_sqlite:
        return sqlite.put_back(file, database, prove)
    return postgresql.put_back(file, database, prove)
