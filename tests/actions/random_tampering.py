"""Random tamperings: what somebody changes who owns the file, takes its guards away and puts them back.

Each round works on a copy of the demonstration: it drops every trigger, changes something that has a meaning,
puts the triggers back as they were, and asks `verify` (with the head from before as witness) and `check` to
name the place. What is changed is drawn at random from all tables of a covenant: a column of a row, a row
taken away, a row doubled under another key, two rows that change places, the end of the trail cut off.

    make tamper ROUNDS=1000
"""
# ruff: noqa: S608, S311 - the statements are made of our own words, and chance need not be secret

import random
import shutil
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Date, Integer, LargeBinary, Table
from sqlalchemy.types import BigInteger

from ledger.checks import check
from ledger.core.refusals import NotFound, Refusal
from ledger.core.statements.shape import Head
from ledger.storage import guards
from ledger.storage.db import Database
from ledger.storage.held import held
from ledger.storage.tables import METADATA
from ledger.storage.types import Day, Moment
from ledger.verifying import verify

COVENANT = 1

WITHOUT_MEANING = {
    "request_key": "only gives the answer to a form that is sent twice",
}
"""The tables that are left alone, and why."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Tampering:
    """What was done, in words, and the places any of which names it."""

    what: str
    places: frozenset[str]


def tables() -> list[Table]:
    """List the tables of a covenant that can be tampered with, the covenant's own among them."""
    return [
        table
        for table in METADATA.sorted_tables
        if table.name == "covenant" or ("covenant_id" in table.columns and table.name not in WITHOUT_MEANING)
    ]


def key_of(table: Table) -> list[str]:
    """Name the columns of a table's key."""
    return [column.name for column in table.primary_key.columns]


class Intruder:
    """Somebody with a database file and no guards before them, and a die to cast."""

    def __init__(self, connection: sqlite3.Connection, dice: random.Random) -> None:
        self.connection, self.dice = connection, dice
        connection.row_factory = sqlite3.Row

    def tamper(self) -> Tampering:
        """Change something; what the tables' own keys do not allow is tried another way."""
        ways = (self._change, self._change, self._change, self._remove, self._double, self._swap, self._cut)
        while True:
            way = self.dice.choice(ways)
            self.connection.execute("SAVEPOINT tampering")
            try:
                done = way()
            except sqlite3.IntegrityError:
                done = None
            if done is not None:
                self.connection.execute("RELEASE tampering")
                return done
            self.connection.execute("ROLLBACK TO tampering")
            self.connection.execute("RELEASE tampering")

    # ---- the ways ------------------------------------------------------------------------------------

    def _change(self) -> Tampering | None:
        table, row = self._row()
        if row is None:
            return None
        column = self.dice.choice(list(table.columns))
        value = self._other(table, column, row[column.name])
        if value == row[column.name]:
            return None
        return self._write(table, row, {column.name: value})

    def _remove(self) -> Tampering | None:
        table, row = self._row()
        if row is None or (table.name == "access_log" and self._is_last(table, row)):
            return None  # the end of the access log has no witness
        where, given = self._where(table, row)
        self.connection.execute(f"DELETE FROM {table.name} WHERE {where}", given)
        return Tampering(f"{table.name} {self._key(table, row)} taken away", self._places(table, row))

    def _double(self) -> Tampering | None:
        table, row = self._row()
        if row is None or table.name == "covenant":
            return None  # a second covenant is no change to the first
        column = table.columns[key_of(table)[-1]]
        value = row[column.name]
        if isinstance(value, int):
            last = self.connection.execute(f"SELECT MAX({column.name}) FROM {table.name}").fetchone()[0]
            value = last + 1
        else:
            value = f"{value}x"
        doubled = {**row, column.name: value}
        for unique in ("slug", "hash"):
            if unique in doubled and unique != column.name:
                doubled[unique] = f"{doubled[unique]}x"
        names = ", ".join(doubled)
        marks = ", ".join("?" * len(doubled))
        self.connection.execute(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", [*doubled.values()])
        return Tampering(f"{table.name} {self._key(table, row)} doubled", self._places(table, doubled))

    def _swap(self) -> Tampering | None:
        table, row = self._row()
        other = self._row(table)[1]
        if row is None or other is None or self._key(table, row) == self._key(table, other):
            return None
        names = [column.name for column in table.columns if column.name not in key_of(table)]
        if not names:
            return None
        names = names if self.dice.random() < 0.5 else [self.dice.choice(names)]
        if all(row[name] == other[name] for name in names):
            return None
        away = {name: f"{row[name]}-away" for name in names if name in {"slug", "hash", "kind"}}
        if away:  # keys of their own, that cannot stand twice
            self._write(table, other, away)
        first = self._write(table, row, {name: other[name] for name in names})
        second = self._write(table, other, {name: row[name] for name in names})
        what = (
            f"{table.name} {self._key(table, row)} and {self._key(table, other)} swapped: {', '.join(names)}"
        )
        return Tampering(what, first.places | second.places)

    def _cut(self) -> Tampering | None:
        if self.dice.random() < 0.5:
            return None
        last = self.connection.execute("SELECT MAX(seq) FROM trail").fetchone()[0]
        first = max(2, last - self.dice.choice((0, 0, 1, 2, 5, 50)))
        self.connection.execute("DELETE FROM trail WHERE seq >= ?", [first])
        return Tampering(f"the trail cut off from {first}", frozenset({f"trail/{first}"}))

    # ---- rows, keys and values -----------------------------------------------------------------------

    def _row(self, table: Table | None = None) -> tuple[Table, Row | None]:
        chosen = table if table is not None else self.dice.choice(tables())
        owner = "id" if chosen.name == "covenant" else "covenant_id"
        count = self.connection.execute(
            f"SELECT COUNT(*) FROM {chosen.name} WHERE {owner} = ?", [COVENANT]
        ).fetchone()[0]
        if not count:
            return chosen, None
        found = self.connection.execute(
            f"SELECT * FROM {chosen.name} WHERE {owner} = ? LIMIT 1 OFFSET ?",
            [COVENANT, self.dice.randrange(count)],
        ).fetchone()
        return chosen, dict(found)

    def _write(self, table: Table, row: Row, new: Row) -> Tampering:
        where, given = self._where(table, row)
        changes = ", ".join(f"{name} = ?" for name in new)
        self.connection.execute(f"UPDATE {table.name} SET {changes} WHERE {where}", [*new.values(), *given])
        shown = ", ".join(f"{name} {row[name]!r:.40} to {value!r:.40}" for name, value in new.items())
        places = self._places(table, row) | self._places(table, {**row, **new})
        return Tampering(f"{table.name} {self._key(table, row)}: {shown}", places)

    def _where(self, table: Table, row: Row) -> tuple[str, list[Any]]:
        names = key_of(table)
        return " AND ".join(f"{name} = ?" for name in names), [row[name] for name in names]

    def _is_last(self, table: Table, row: Row) -> bool:
        last = self.connection.execute(f"SELECT MAX(seq) FROM {table.name}").fetchone()[0]
        return bool(row["seq"] == last)

    @staticmethod
    def _key(table: Table, row: Row) -> str:
        return "/".join(str(row[name]) for name in key_of(table)[1:])

    def _other(self, table: Table, column: Column[Any], value: Any) -> Any:
        """Give another value for a column: one that stands in another row, none, or one near to it."""
        others = self.connection.execute(
            f"SELECT DISTINCT {column.name} FROM {table.name} ORDER BY 1 LIMIT 200"
        ).fetchall()
        known = [each[0] for each in others if each[0] is not None and each[0] != value]
        if value is None:
            return self.dice.choice(known) if known else _first(column)
        if column.nullable and self.dice.random() < 0.2:
            return None
        if known and self.dice.random() < 0.4:
            return self.dice.choice(known)
        return _near(column, value, self.dice)

    def _places(self, table: Table, row: Row) -> frozenset[str]:
        """Say where a row belongs: what is wrong with it is named there."""
        if table.name == "evidence_file":
            same = self.connection.execute("SELECT id FROM evidence WHERE sha256 = ?", [row["sha256"]])
            return frozenset({f"evidence-file/{row['sha256']}", *(f"evidence/{each[0]}" for each in same)})
        if table.name in held():
            return frozenset({held()[table.name].place(self._key(table, row))})
        match table.name:
            case "journal_entry":
                return frozenset({f"entry/{row['id']}"})
            case "posting" | "entry_seal":
                return frozenset({f"entry/{row['entry_id']}"})
            case "account_total":
                return frozenset({f"account/{row['account']}"})
            case "fund_total":
                return frozenset({f"pledge/{row['pledge_id']}/{row['account']}"})
            case "pledge_total":
                return frozenset({f"pledge/{row['pledge_id']}"})
            case "project_total":
                slug = self.connection.execute(
                    "SELECT slug FROM project WHERE id = ?", [row["project_id"]]
                ).fetchone()
                return frozenset({f"project/{slug[0] if slug else row['project_id']}"})
            case "trail" | "access_log":
                return frozenset({f"{table.name.replace('_', '-')}/{row['seq']}"})
        raise AssertionError(table.name)


def _first(column: Column[Any]) -> Any:
    """Give some value of a column in which nothing stands yet."""
    if isinstance(column.type, Day | Date):
        return "2016-02-29"
    if isinstance(column.type, Moment):
        return "2016-02-29T12:00:00.000000+00:00"
    return 1 if isinstance(column.type, Integer | BigInteger) else "x"


def _near(column: Column[Any], value: Any, dice: random.Random) -> Any:
    """Give a value near to another: a cent more, a day later, a letter changed, a bit turned."""
    if isinstance(column.type, LargeBinary):
        place = dice.randrange(len(value))
        return value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :]
    if isinstance(value, int):
        return value + dice.choice((-100, -1, 1, 100, value or 1))
    if isinstance(column.type, Day | Date | Moment) and dice.random() < 0.1:
        return dice.choice(("", "x", "2016-13-45", "99999-01-01"))
    if isinstance(column.type, Day | Date):
        return (date.fromisoformat(value) + timedelta(days=dice.choice((-31, -1, 1, 365)))).isoformat()
    if isinstance(column.type, Moment):
        moved = datetime.fromisoformat(value) + timedelta(microseconds=dice.choice((1, 10**6, 86400 * 10**6)))
        return moved.isoformat(timespec="microseconds")
    place = dice.randrange(len(value) + 1)
    return value[:place] + dice.choice("x0 ") + value[place + 1 :]


# ---- a round ---------------------------------------------------------------------------------------------


def tampered(file: Path, dice: random.Random) -> Tampering:
    """Drop the triggers of a database file, change something, and put them back."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        connection.execute("BEGIN")
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        done = Intruder(connection, dice).tamper()
        for _, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")
    return done


@cache
def _opened(file: Path) -> Database:
    """Give the database in a file: a copy that takes its place later has the same statements."""
    return Database(f"sqlite:///{file}")


def found_in(file: Path, witness: Head | None) -> tuple[set[str], list[str]]:
    """Name the places that verifying and the second count find in a file, and the guards that are missing."""
    database = _opened(file)
    try:
        with database.read() as session:
            missing = guards.faults(session.connection())
            try:
                found = [*verify(session, COVENANT, witness), *check(session, COVENANT).findings]
            except NotFound:  # there is no such covenant: that is an answer too
                return {"covenant"}, missing
            except (ValueError, Refusal, ArithmeticError, LookupError, TypeError):
                traceback.print_exc()
                return set(), missing
            return {each.place for each in found}, missing
    finally:
        database.dispose()


@dataclass(frozen=True)
class Round:
    """One round: what was done, whether it was named, what was named, and which guards were missing."""

    number: int
    done: Tampering
    found: frozenset[str]
    guards: Sequence[str]

    @property
    def named(self) -> bool:
        """Say whether what was changed was named, and nothing was said of the guards, which stand again."""
        return bool(self.done.places & self.found) and not self.guards


def rounds(original: Path, head: Head, folder: Path, count: int, seed: int = 0) -> Iterator[Round]:
    """Tamper with so many copies, one after another."""
    copy = folder / "tampered.sqlite"
    for number in range(count):
        shutil.copyfile(original, copy)
        done = tampered(copy, random.Random(f"{seed}/{number}"))
        found, missing = found_in(copy, head)
        yield Round(number, done, frozenset(found), missing)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(count: int, untouched: int = 100, seed: int = 0) -> int:
    """Tell the demonstration, tamper with copies of it, and say what was found; 1 where something was not."""
    from ledger import demo  # noqa: PLC0415 - only the command tells it anew
    from ledger.storage import migrate  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        original = folder / "demonstration.sqlite"
        database = Database(f"sqlite:///{original}")
        migrate.upgrade(database)
        head = demo.tell(database)
        database.dispose()
        started = time.perf_counter()
        missed = []
        by_table: Counter[str] = Counter()
        for each in rounds(original, head, folder, count, seed):
            by_table[each.done.what.split()[0]] += 1
            if not each.named:
                missed.append(each)
                _say(f"NOT NAMED {each.number}: {each.done.what}; found {sorted(each.found)[:5]}")
        clean = 0
        for _ in range(untouched):
            copy = folder / "untouched.sqlite"
            shutil.copyfile(original, copy)
            clean += found_in(copy, head) == (set(), [])
        took = time.perf_counter() - started
    _say(", ".join(f"{table} {times}" for table, times in sorted(by_table.items())))
    named = count - len(missed)
    _say(f"{named} of {count} tamperings named; {clean} of {untouched} untouched copies clean.")
    _say(f"{took:.0f} s, seed {seed}.")
    return 1 if missed or clean < untouched else 0


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in sys.argv[1:])))
