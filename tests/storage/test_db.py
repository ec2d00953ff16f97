# ruff: noqa: S608 - the statements are made of our own words
"""The two kinds of block a database is used in: what they keep, and what they keep apart."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry

from ledger.core.refusals import Malformed, WrongState
from ledger.storage import db
from ledger.storage.db import Database, journal_mode, make_engine, sqlite_driver, wal_is_sound
from ledger.storage.reads import col
from ledger.storage.tables import Instalment, Party, Person
from tests.actions.world import World

NOON = datetime(2015, 6, 1, 12, tzinfo=UTC)
IN_KIND = "INSERT INTO in_kind VALUES (1, 1"


class Stumbled(Exception):
    """What happens in the middle of a block."""


def _add_person(database: Database, *, stumble: bool = False) -> None:
    with database.write() as session:
        session.execute(
            insert(Person).values(
                id=1,
                email="a@demo.example",
                name="x",
                password_hash="",
                language="nl",
                stamp=1,
                created_at=NOON,
            )
        )
        if stumble:
            raise Stumbled


def _people(database: Database) -> int:
    with database.read() as session:
        return session.execute(select(func.count()).select_from(Person)).scalar_one()


def test_a_block_that_ends_well_is_kept(database: Database) -> None:
    _add_person(database)
    assert _people(database) == 1


def test_a_block_that_stumbles_leaves_nothing(database: Database) -> None:
    with pytest.raises(Stumbled):
        _add_person(database, stumble=True)
    assert _people(database) == 0


def test_a_block_that_only_reads_keeps_nothing(database: Database) -> None:
    with database.read() as session:
        session.add(
            Person(id=1, email="a@demo.example", name="x", password_hash="", language="nl", created_at=NOON)
        )
    assert _people(database) == 0


def test_what_was_changed_in_a_block_is_written_at_its_end(database: Database, covenant_id: int) -> None:
    with database.write(covenant_id) as session:
        session.get_one(Party, (covenant_id, 1)).name = "Another name"
    with database.read() as session:
        assert session.get_one(Party, (covenant_id, 1)).name == "Another name"


def test_a_block_reads_one_state_of_the_database(database: Database, covenant_id: int) -> None:
    """What somebody else writes meanwhile is seen in the next block; a SQLite without WAL makes them wait."""
    if database.is_sqlite and journal_mode()[0] != "WAL":
        pytest.skip("this SQLite's writers wait for its readers")
    names = select(col(Party.name)).where(col(Party.id) == 1)
    with database.read() as session:
        before = session.execute(names).scalar_one()
        with database.write(covenant_id) as other:
            other.execute(update(Party).where(col(Party.id) == 1).values(name="Another name"))
        assert session.execute(names).scalar_one() == before
    with database.read() as session:
        assert session.execute(names).scalar_one() == "Another name"


def test_what_a_guard_refuses_comes_out_as_the_refusal_it_means(lived: World) -> None:
    with pytest.raises(WrongState, match="decided"), lived.database.write(1) as session:
        session.execute(update(Instalment).where(col(Instalment.id) == 3).values(amount_cents=1))


def test_what_is_no_refusal_comes_out_as_it_is(database: Database) -> None:
    with pytest.raises(DBAPIError), database.write() as session:
        session.execute(text("SELECT no_such_column FROM person"))


# ---- one at a time ------------------------------------------------------------------------------------


@pytest.fixture
def second(database: Database) -> Iterator[Database]:
    """Give a second way into the same database."""
    other = Database(database.engine.url)
    yield other
    other.dispose()


def test_a_second_writer_waits_on_sqlite(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL's writers wait per covenant")
    driver = sqlite_driver()
    impatient = driver.connect(str(database.engine.url.database), timeout=0, isolation_level=None)
    with database.write(), pytest.raises(driver.OperationalError, match="locked"):
        impatient.execute("BEGIN IMMEDIATE")
    impatient.execute("BEGIN IMMEDIATE")
    impatient.close()


@pytest.mark.parametrize("wanted, got", [(7, False), (8, True)])
def test_a_second_writer_waits_on_postgresql_for_the_same_covenant(
    database: Database, second: Database, wanted: int, got: bool
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    with database.write(7), second.engine.begin() as connection:
        ask = text("SELECT pg_try_advisory_xact_lock(1128816983, :covenant)")
        assert connection.execute(ask, {"covenant": wanted}).scalar_one() is got


# ---- SQLite as money needs it -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pragma, value",
    [
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("busy_timeout", 30_000),
        ("journal_mode", journal_mode()[0].lower()),
        ("synchronous", {"FULL": 2, "EXTRA": 3}[journal_mode()[1]]),
    ],
)
def test_every_connection_to_sqlite_is_set_for_money(tmp_path: Path, pragma: str, value: object) -> None:
    with closing(sqlite_driver().connect(tmp_path / "x.sqlite")) as connection:
        db._open_sqlite(connection, ConnectionPoolEntry())
        assert connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)


@pytest.mark.parametrize(
    "version, sound",
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 7), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_used_where_it_loses_nothing(version: tuple[int, int, int], sound: bool) -> None:
    assert wal_is_sound(version) is sound


@pytest.mark.parametrize("version, mode", [((3, 40, 1), ("DELETE", "EXTRA")), ((3, 53, 4), ("WAL", "FULL"))])
def test_the_journal_mode_follows_the_library(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], mode: tuple[str, str]
) -> None:
    monkeypatch.setattr(sqlite_driver(), "sqlite_version_info", version)
    assert journal_mode() == mode


@pytest.fixture
def _asked_anew() -> Iterator[None]:
    """Have the library chosen anew, in the test and after it."""
    db.sqlite_driver.cache_clear()
    yield
    db.sqlite_driver.cache_clear()


@pytest.mark.usefixtures("_asked_anew")
@pytest.mark.parametrize(
    "own, other, chosen",
    [
        ((3, 40, 1), (3, 53, 4), "the other"),
        ((3, 40, 1), (3, 50, 4), "its own"),
        ((3, 40, 1), None, "its own"),
        ((3, 51, 3), (3, 53, 4), "its own"),
        ((3, 51, 3), None, "its own"),
    ],
)
def test_a_library_that_keeps_every_commit_is_preferred(
    monkeypatch: pytest.MonkeyPatch,
    own: tuple[int, int, int],
    other: tuple[int, int, int] | None,
    chosen: str,
) -> None:
    beside = ModuleType("pysqlite3.dbapi2")
    beside.sqlite_version_info = other  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pysqlite3", ModuleType("pysqlite3"))
    monkeypatch.setitem(sys.modules, "pysqlite3.dbapi2", beside if other else None)  # None: not to be found
    monkeypatch.setattr(sqlite3, "sqlite_version_info", own)
    assert sqlite_driver() is {"the other": beside, "its own": sqlite3}[chosen]


@pytest.mark.parametrize(
    "version, before, mode, synchronous",
    [
        ((3, 40, 1), "DELETE", "delete", 3),
        ((3, 40, 1), "WAL", "delete", 3),
        ((3, 53, 4), "DELETE", "wal", 2),
        ((3, 53, 4), "WAL", "wal", 2),
    ],
)
def test_a_file_is_brought_to_the_mode_of_the_library_that_opens_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: tuple[int, int, int],
    before: str,
    mode: str,
    synchronous: int,
) -> None:
    with closing(sqlite_driver().connect(tmp_path / "x.sqlite")) as first:
        first.execute(f"PRAGMA journal_mode = {before}")
        first.execute("CREATE TABLE x (y)")
    monkeypatch.setattr(sqlite_driver(), "sqlite_version_info", version)
    with closing(sqlite_driver().connect(tmp_path / "x.sqlite")) as connection:
        db._open_sqlite(connection, ConnectionPoolEntry())
        assert connection.execute("PRAGMA journal_mode").fetchone() == (mode,)
        assert connection.execute("PRAGMA synchronous").fetchone() == (synchronous,)


def test_a_library_that_could_lose_commits_does_not_join_others_in_wal_mode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "BUSY_SECONDS", 0)
    file = tmp_path / "x.sqlite"
    with closing(sqlite_driver().connect(file)) as others:
        others.execute("PRAGMA journal_mode = WAL")
        others.execute("CREATE TABLE x (y)")
        monkeypatch.setattr(sqlite_driver(), "sqlite_version_info", (3, 40, 1))
        late = Database(f"sqlite:///{file}")
        with pytest.raises(WrongState, match="another version of SQLite"), late.read():
            pass
        late.dispose()


@pytest.mark.parametrize("amount", ["'abc'", "1.5", "''", "X'01'", "NULL", "9223372036854775808", "'٣'"])
def test_an_amount_is_a_whole_number_and_nothing_else(
    database: Database, covenant_id: int, amount: str
) -> None:
    row = (
        f"INSERT INTO in_kind VALUES (1, 1, 1, NULL, '2015-06-01', 'hours', 100, 'x', {amount}, 1, '{NOON}')"
    )
    if not database.is_sqlite and amount == "1.5":
        pytest.skip("PostgreSQL rounds a typed fraction on its way in; the ledger never sends one")
    with database.engine.connect() as connection, pytest.raises(DBAPIError):
        connection.exec_driver_sql(row)


def test_nothing_refers_to_what_is_not_there(database: Database, covenant_id: int) -> None:
    row = f"{IN_KIND}, 99, NULL, '2015-06-01', 'hours', 100, 'x', 1, 1, '{NOON}')"
    with (
        database.engine.connect() as connection,
        pytest.raises(IntegrityError, match=r"(?i)foreign key constraint"),
    ):
        connection.exec_driver_sql(row)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "mysql://localhost/x",
        "oracle://x",
        "postgresql+asyncpg://x/y",
        "sqlite+aiosqlite:///x",
    ],
)
def test_an_address_of_no_database_we_know_is_refused(address: str) -> None:
    with pytest.raises(Malformed):
        make_engine(address)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Malformed):
        make_engine(f"sqlite:///{tmp_path / 'file' / 'ledger.sqlite'}")


def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    make_engine(f"sqlite:///{tmp_path / 'new' / 'folder' / 'ledger.sqlite'}").dispose()
    assert (tmp_path / "new" / "folder").is_dir()
