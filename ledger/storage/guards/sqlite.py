"""The guards as SQLite triggers.

They hold for any connection with default pragmas: without recursive triggers SQLite fires no delete trigger
for the row that `OR REPLACE` removes, so a row whose key exists already is refused before it goes in. The
tables have no row numbers beside their keys (WITHOUT ROWID): those would be one more key to replace a row by.
"""

from sqlalchemy import Connection, Table, text

from ledger.storage.guards.beginnings import BEGINNINGS
from ledger.storage.guards.freezing import FROZEN
from ledger.storage.guards.rules import (
    APPEND_ONLY,
    KEYS_STAY,
    NEVER_DELETED,
    all_tables,
    key_of,
    unique_keys,
)
from ledger.storage.guards.sealing import SEAL_CHECKS, SEAL_UPDATES
from ledger.storage.guards.totals import TOTALS

PREFIX = "guard_"


def _trigger(name: str, event: str, table: str, word: str, when: str | None = None) -> tuple[str, str]:
    condition = f" WHEN {when}" if when else ""
    return PREFIX + name, (
        f"CREATE TRIGGER {PREFIX}{name} BEFORE {event} ON {table} FOR EACH ROW{condition}"
        f" BEGIN SELECT RAISE(ABORT, 'ledger:{word}'); END"
    )


def _never_replaced(table: Table) -> list[tuple[str, str]]:
    made = []
    for number, key in enumerate([key_of(table), *unique_keys(table)]):
        same = " AND ".join(f"x.{column} = NEW.{column}" for column in key)
        found = f"EXISTS (SELECT 1 FROM {table.name} x WHERE {same})"
        made.append(_trigger(f"{table.name}_new_{number}", "INSERT", table.name, "exists", found))
        if number and table.name not in APPEND_ONLY:
            moved = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in key)
            event = f"UPDATE OF {', '.join(key)}"
            when = f"({moved}) AND {found}"
            made.append(_trigger(f"{table.name}_move_{number}", event, table.name, "exists", when))
    return made


def _seal() -> list[tuple[str, str]]:
    checks = " ".join(f"SELECT RAISE(ABORT, 'ledger:{word}') WHERE {when};" for word, when in SEAL_CHECKS)
    updates = " ".join(f"{update};" for update in SEAL_UPDATES)
    before = f"CREATE TRIGGER {PREFIX}seal_check BEFORE INSERT ON entry_seal FOR EACH ROW BEGIN {checks} END"
    after = f"CREATE TRIGGER {PREFIX}seal_totals AFTER INSERT ON entry_seal FOR EACH ROW BEGIN {updates} END"
    return [(f"{PREFIX}seal_check", before), (f"{PREFIX}seal_totals", after)]


def guards() -> dict[str, str]:
    """List every guard by name with its text."""
    made: list[tuple[str, str]] = []
    for table in all_tables():
        made += _never_replaced(table)
    for name in APPEND_ONLY:
        made.append(_trigger(f"{name}_update", "UPDATE", name, "append-only"))
    for name in (*APPEND_ONLY, *NEVER_DELETED):
        made.append(_trigger(f"{name}_delete", "DELETE", name, "append-only"))
    for rule in (*KEYS_STAY, *BEGINNINGS, *FROZEN, *TOTALS):
        made.append(_trigger(rule.name, rule.act, rule.table, rule.word, rule.when))
    made += _seal()
    return dict(made)


def listed(connection: Connection) -> dict[str, str]:
    """List the guards that stand, with the text of each."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return {name: sql for name, sql in rows if name.startswith(PREFIX)}


def remove(connection: Connection) -> None:
    """Drop the guards that stand."""
    for name in listed(connection):
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def install(connection: Connection) -> None:
    """Drop the guards that stand and put the whole list in place."""
    remove(connection)
    for sql in guards().values():
        connection.exec_driver_sql(sql)


def faults(connection: Connection) -> list[str]:
    """Name the guards that are missing or altered."""
    standing = listed(connection)
    return sorted(name for name, sql in guards().items() if standing.get(name) != sql)
