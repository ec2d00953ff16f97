"""What every table has in common: strictness, and keys that begin with the covenant and are its only ones.

Numbers count per covenant, so the pair (covenant_id, id) is the key of a row and the address of its page,
and no foreign key can reach into another covenant. On SQLite no row has a number beside its key, by which it
could be replaced.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint

STRICT: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}


def check(condition: str, name: str) -> CheckConstraint:
    """Hold a rule about one row in the database itself."""
    return CheckConstraint(condition, name=f"ck_{name}")


def one_of(column: str, words: Sequence[str], name: str) -> CheckConstraint:
    """Allow these words only in a column."""
    listed = ", ".join(f"'{word}'" for word in words)
    return check(f"{column} IN ({listed})", name)


def within(table: str, *columns: str, name: str, target: str = "id") -> ForeignKeyConstraint:
    """Point to a row of another table of the same covenant.

    The last of `columns` points to `target`; those before it bear the same names in both tables.
    """
    names = ["covenant_id", *columns]
    targets = [f"{table}.covenant_id", *(f"{table}.{c}" for c in columns[:-1]), f"{table}.{target}"]
    return ForeignKeyConstraint(names, targets, name=f"fk_{name}")


def of_covenant(name: str) -> ForeignKeyConstraint:
    """Belong to a covenant."""
    return ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name=f"fk_{name}_covenant")
