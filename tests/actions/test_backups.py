"""Backups: a proved copy of a database in use, put back into an empty one, and nothing half-done."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from ledger import backups, trail, verifying
from ledger.backups import Held
from ledger.checks import check
from ledger.core.refusals import Refusal
from ledger.core.statements.shape import Head
from ledger.storage import copies, guards, migrate
from ledger.storage.db import Database
from tests.actions.conftest import _new_database
from tests.actions.world import World
from tests.programs import require_program

ENDED = ("web_session", "access_link")
"""What is not put back: by these somebody could come in again."""


@pytest.fixture(autouse=True)
def _programs(migrated: str) -> None:
    if make_url(migrated).get_backend_name() != "sqlite":
        require_program("pg_dump", purpose="to copy a PostgreSQL database")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder for backups, in which nothing else stands."""
    made = tmp_path / "backups"
    made.mkdir()
    return made


@contextmanager
def _database(url: str) -> Iterator[Database]:
    made = Database(url)
    yield made
    made.dispose()


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Database]:
    """Give a database in which nothing stands."""
    (tmp_path / "new").mkdir()
    with _new_database(tmp_path / "new") as url, _database(url) as made:
        yield made


def _names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def _refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return str(refused.value)


def _head(world: World) -> Head:
    return world.asks(trail.head)


def test_a_backup_names_each_covenant_with_its_head(ready: World, folder: Path) -> None:
    held = backups.back_up(ready.database, folder / "b")
    assert held == [Held("valley", _head(ready))]


def test_a_backup_is_one_file_that_only_its_owner_can_read(ready: World, folder: Path) -> None:
    backups.back_up(ready.database, folder / "b")
    assert _names(folder) == ["b"]
    assert stat.S_IMODE((folder / "b").stat().st_mode) == 0o600


def test_a_backup_moves_nothing_in_the_books(ready: World, folder: Path) -> None:
    before = ready.everything()
    backups.back_up(ready.database, folder / "b")
    assert ready.everything() == before


def test_what_is_put_back_is_what_was_there(ready: World, folder: Path, new: Database) -> None:
    backups.back_up(ready.database, folder / "b")
    assert backups.restore(new, folder / "b") == [Held("valley", _head(ready))]
    back = World(new, ready.covenant_id, ready.today)
    assert back.everything() == ready.everything() | {name: [] for name in ENDED}
    assert migrate.faults(new) == []
    assert back.asks(check).sound
    assert back.asks(verifying.verify) == []


def test_work_goes_on_in_what_was_put_back(ready: World, folder: Path, new: Database) -> None:
    backups.back_up(ready.database, folder / "b")
    backups.restore(new, folder / "b")
    back = World(new, ready.covenant_id, ready.today)
    back.payee("Another")
    assert back.asks(verifying.verify, witness=_head(ready)) == []


def test_a_database_that_was_only_set_up_takes_a_backup(
    ready: World, folder: Path, database: Database
) -> None:
    backups.back_up(ready.database, folder / "b")
    backups.restore(database, folder / "b")
    assert World(database, ready.covenant_id, ready.today).asks(trail.head) == _head(ready)


def test_an_old_backup_is_noticed_by_a_later_witness(ready: World, folder: Path, new: Database) -> None:
    backups.back_up(ready.database, folder / "b")
    ready.payee("Later")
    backups.restore(new, folder / "b")
    back = World(new, ready.covenant_id, ready.today)
    found = back.asks(verifying.verify, witness=_head(ready))
    assert [each.place for each in found] == [f"trail/{_head(ready).seq}"]


def test_a_later_backup_takes_the_place_of_an_earlier(ready: World, folder: Path) -> None:
    (folder / "b").write_text("of yesterday")
    backups.back_up(ready.database, folder / "b")
    assert (folder / "b").stat().st_size > len("of yesterday")
    assert _names(folder) == ["b"]


# ---- what is refused ------------------------------------------------------------------------------------


def test_a_database_in_use_is_not_written_over(ready: World, folder: Path) -> None:
    backups.back_up(ready.database, folder / "b")
    ready.payee("Later")
    before = ready.everything()
    assert "in use" in _refused(lambda: backups.restore(ready.database, folder / "b"))
    assert ready.everything() == before


def test_a_database_of_something_else_is_not_written_over(ready: World, folder: Path, new: Database) -> None:
    backups.back_up(ready.database, folder / "b")
    with new.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE of_somebody_else (x INTEGER)")
    assert "in use" in _refused(lambda: backups.restore(new, folder / "b"))
    with new.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO of_somebody_else VALUES (1)")


@pytest.mark.parametrize("content", [b"", b"nonsense", b"SQLite", b"PGDM"])
def test_what_is_no_backup_is_refused(new: Database, folder: Path, content: bytes) -> None:
    (folder / "b").write_bytes(content)
    assert _refused(lambda: backups.restore(new, folder / "b")).endswith("is no backup of a ledger.")
    _assert_nothing_in(new)


@pytest.mark.parametrize("content", [b"SQLite format 3\x00" + b"x" * 5000, b"PGDMP" + b"x" * 5000])
def test_what_only_begins_like_a_backup_is_refused(new: Database, folder: Path, content: bytes) -> None:
    (folder / "b").write_bytes(content)
    _refused(lambda: backups.restore(new, folder / "b"))
    _assert_nothing_in(new)


def test_a_backup_of_the_other_engine_is_refused(new: Database, folder: Path) -> None:
    (folder / "b").write_bytes(b"PGDMP\x01" if new.is_sqlite else b"SQLite format 3\x00")
    assert "another kind" in _refused(lambda: backups.restore(new, folder / "b"))


def test_a_file_that_is_not_there_is_refused(new: Database, folder: Path) -> None:
    assert "cannot be read" in _refused(lambda: backups.restore(new, folder / "b"))


@pytest.mark.parametrize("part", [0.5, 0.95])
def test_a_backup_that_was_cut_off_is_refused(ready: World, folder: Path, new: Database, part: float) -> None:
    backups.back_up(ready.database, folder / "b")
    os.truncate(folder / "b", int((folder / "b").stat().st_size * part))
    _refused(lambda: backups.restore(new, folder / "b"))
    _assert_nothing_in(new)


def _tamper(database: Database) -> None:
    """Change the record behind the guards' back, and put them in place again."""
    with database.engine.begin() as connection:
        on = "" if database.is_sqlite else " ON trail"
        connection.exec_driver_sql(f"DROP TRIGGER guard_trail_update{on}")
        connection.execute(text("UPDATE trail SET act = 'project.closed' WHERE seq = 2"))
        guards.install(connection)


def test_no_backup_is_made_of_books_that_are_not_sound(ready: World, folder: Path) -> None:
    (folder / "b").write_text("of yesterday")
    _tamper(ready.database)
    said = _refused(lambda: backups.back_up(ready.database, folder / "b"))
    assert said.startswith("The books are not sound, and no backup was made. trail/2: ")
    assert (folder / "b").read_text() == "of yesterday"
    assert _names(folder) == ["b"]


def test_a_backup_that_was_tampered_with_is_not_put_back(ready: World, folder: Path, new: Database) -> None:
    _tamper(ready.database)
    copies.write(ready.database, folder / "b", lambda _: None)
    said = _refused(lambda: backups.restore(new, folder / "b"))
    assert said.startswith("The backup is not sound, and was not put back. trail/2: ")
    _assert_nothing_in(new)


def test_a_folder_that_is_not_there_is_refused(ready: World, folder: Path) -> None:
    assert "cannot be written" in _refused(lambda: backups.back_up(ready.database, folder / "none" / "b"))


def test_the_database_is_not_written_over_by_its_own_copy(ready: World) -> None:
    if not ready.database.is_sqlite:
        pytest.skip("a PostgreSQL database is no file")
    file = Path(str(ready.database.engine.url.database))
    assert "is the database itself" in _refused(lambda: backups.back_up(ready.database, file))


@pytest.mark.parametrize("missing", ["pg_dump", "pg_restore"])
def test_without_postgresqls_programs_it_says_which_is_missing(
    ready: World, folder: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if ready.database.is_sqlite:
        pytest.skip("SQLite needs no programs")
    kept = {"pg_dump", "pg_restore"} - {missing}
    tools = folder.parent / "tools"
    tools.mkdir()
    for name in kept:
        (tools / name).symlink_to(require_program(name))
    monkeypatch.setenv("PATH", str(tools))
    said = _refused(lambda: backups.back_up(ready.database, folder / "b"))
    assert said.startswith(f"The program {missing} is not on PATH")
    assert _names(folder) == []


def _assert_nothing_in(database: Database) -> None:
    if database.is_sqlite:
        file = Path(str(database.engine.url.database))
        assert _names(file.parent) in ([], [file.name])
    with closing(database.engine.connect()) as connection:
        assert migrate.standing(connection) is None
        assert guards.faults(connection) != []
