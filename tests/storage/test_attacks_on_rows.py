"""Rows stay what they are: from a plain connection none is changed, removed or replaced that should stand."""
# ruff: noqa: S608 - the statements are made of our own tables

from collections.abc import Iterable, Iterator

import pytest
from sqlalchemy import LargeBinary, Table

from ledger.storage.guards.rules import APPEND_ONLY, NEVER_DELETED, key_of, unique_keys
from ledger.storage.tables import METADATA
from tests.actions.world import World
from tests.storage.plain import Plain, Row, plainly

NAMES = sorted(METADATA.tables)
FRESH = 987_654
REFUSALS = (
    "ledger:",
    "no column named rowid",
    "duplicate key value",
    "violates check constraint",
    "permission denied",
    "cannot truncate a table referenced",
)
"""What a guard, a key, a constraint, a right or the lack of row numbers says."""


def _keys(table: Table) -> list[tuple[str, ...]]:
    return [key_of(table), *unique_keys(table)]


def _other(table: Table, column: str, value: object) -> object:
    """Give another value of the kind a column holds."""
    kind = table.columns[column].type
    if isinstance(value, int) or kind.python_type is int:
        return FRESH + int(str(value or 0))
    if isinstance(kind, LargeBinary):
        return b"other"
    if column.endswith(("_on", "_by", "day")):
        return "2099-01-01"
    return "2099-01-01 00:00:00+00:00" if column == "at" or column.endswith("_at") else f"{value}-other"


def _like(table: Table, row: Row, key: tuple[str, ...]) -> Row:
    """Make a row that agrees with another in one key alone."""
    others = {column for each in _keys(table) for column in each} - set(key)
    return {name: _other(table, name, value) if name in others else value for name, value in row.items()}


def _replacing(plain: Plain, table: Table, row: Row) -> Iterator[str]:
    """Try to put a row in the place of another, by each of its keys."""
    for key in _keys(table):
        if any(row[column] is None for column in key):
            continue
        new = _like(table, row, key)
        if plain.is_sqlite:
            for how in ("INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL", "REPLACE"):
                yield plain.insert(table.name, new, how)
            last = list(row)[-1]
            yield f"{plain.insert(table.name, new)} ON CONFLICT DO UPDATE SET {last} = excluded.{last}"
        else:
            yield plain.insert(table.name, new)
            if table.name in APPEND_ONLY:
                changed = ", ".join(f"{column} = excluded.{column}" for column in row)
                target = ", ".join(key)
                yield f"{plain.insert(table.name, new)} ON CONFLICT ({target}) DO UPDATE SET {changed}"
    if plain.is_sqlite:
        yield plain.insert(table.name, {"rowid": 1, **_like(table, row, ())}, "INSERT OR REPLACE")


def _ways(plain: Plain) -> tuple[str, ...]:
    return ("UPDATE", "UPDATE OR REPLACE", "UPDATE OR IGNORE") if plain.is_sqlite else ("UPDATE",)


def _moving(plain: Plain, table: Table, rows: list[Row]) -> Iterator[str]:
    """Try to give a row another key: that of another row, or one that is free."""
    key = key_of(table)
    row = rows[-1]
    for how in _ways(plain):
        for column in key:
            fresh = plain.literal(_other(table, column, row[column]))
            yield f"{how} {table.name} SET {column} = {fresh} WHERE {plain.where(row, key)}"
        for each in _keys(table):
            for other in rows[:-1]:
                if None not in {other[column] for column in each}:
                    taken = ", ".join(f"{column} = {plain.literal(other[column])}" for column in each)
                    yield f"{how} {table.name} SET {taken} WHERE {plain.where(row, key)}"
                    break


def _rewriting(plain: Plain, table: Table, row: Row) -> Iterator[str]:
    """Try to change each column of a row."""
    for how in _ways(plain):
        for column, value in row.items():
            new = plain.literal(_other(table, column, value))
            yield f"{how} {table.name} SET {column} = {new} WHERE {plain.where(row, key_of(table))}"
        yield f"{how} {table.name} SET {list(row)[-1]} = {list(row)[-1]}"


def _not_refused(plain: Plain, attacks: Iterable[str]) -> list[tuple[str, str]]:
    """Give the attacks that went through, or failed for another reason than that they are refused."""
    answers = [(attack, plain.tries(attack)) for attack in attacks]
    return [(attack, answer) for attack, answer in answers if not any(word in answer for word in REFUSALS)]


@pytest.mark.parametrize("name", NAMES)
def test_books_that_were_lived_in_have_something_to_attack_in_every_table(fortress: World, name: str) -> None:
    with plainly(fortress.database) as plain:
        assert plain.rows(name)


@pytest.mark.parametrize("name", NAMES)
def test_no_row_is_replaced_by_another_with_one_of_its_keys(unharmed: World, name: str) -> None:
    with plainly(unharmed.database) as plain:
        rows = plain.rows(name)
        attacks = [
            each for row in (rows[0], rows[-1]) for each in _replacing(plain, METADATA.tables[name], row)
        ]
        assert _not_refused(plain, attacks) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_row_takes_another_key(unharmed: World, name: str) -> None:
    with plainly(unharmed.database) as plain:
        assert _not_refused(plain, _moving(plain, METADATA.tables[name], plain.rows(name))) == []


@pytest.mark.parametrize("name", APPEND_ONLY)
def test_no_row_of_the_record_is_rewritten(unharmed: World, name: str) -> None:
    with plainly(unharmed.database, owner=True) as plain:
        assert _not_refused(plain, _rewriting(plain, METADATA.tables[name], plain.rows(name)[0])) == []


@pytest.mark.parametrize("name", [*APPEND_ONLY, *NEVER_DELETED])
def test_no_row_is_removed(unharmed: World, name: str) -> None:
    for owner in (False, True):
        with plainly(unharmed.database, owner=owner) as plain:
            row = plain.rows(name)[0]
            one = f"DELETE FROM {name} WHERE {plain.where(row, key_of(METADATA.tables[name]))}"
            assert _not_refused(plain, [one, f"DELETE FROM {name}"]) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_table_is_emptied_at_one_stroke(unharmed: World, name: str) -> None:
    """SQLite has no other stroke than DELETE."""
    if unharmed.database.is_sqlite:
        return
    for owner in (False, True):
        with plainly(unharmed.database, owner=owner) as plain:
            attacks = [f"TRUNCATE {name}", f"TRUNCATE {name} CASCADE"]
            assert _not_refused(plain, attacks) == []
