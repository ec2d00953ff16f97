# ruff: noqa: S608 - the statements are made of our own words
"""Upgrades with data: the books of every released schema come up whole, also when the upgrade is killed.

There is no schema after the newest yet. So that the next one finds its way made, a migration such as it may
be is tried here: it makes a table anew that others point to, changes what guards hold fast, and adds a table.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from ledger import trail
from ledger.checks import check
from ledger.core.refusals import WrongState
from ledger.storage import guards, migrate
from ledger.storage.db import Database
from ledger.verifying import verify
from tests.actions.conftest import _new_database
from tests.actions.world import World
from tests.house.reading import HOUSE
from tests.storage import released
from tests.storage.lived import lived_in

NEXT = '''
"""A migration such as the next may be: for tests."""

import os
import signal

import sqlalchemy as sa
from alembic import op

from ledger.storage.tables import METADATA

revision = "next"
down_revision = "{newest}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make a table anew, change rows of the record, add a table."""
    whole = METADATA.tables["expenditure"].to_metadata(sa.MetaData())
    options = {{"sqlite_strict": True, "sqlite_with_rowid": False}}
    how = {{"recreate": "always", "copy_from": whole, "table_kwargs": options}}
    if op.get_bind().dialect.name != "sqlite":
        how = {{}}
    with op.batch_alter_table("expenditure", **how) as batch:
        batch.add_column(sa.Column("of_later", sa.Integer(), nullable=False, server_default="7"))
    op.execute("UPDATE evidence SET name = name")
    if os.environ.get("LEDGER_TEST_KILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    op.create_table("of_later", sa.Column("id", sa.Integer(), primary_key=True), **options)
'''


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have a later version of the program, whose newest revision is the next; give its migrations."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.HERE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "next.py").write_text(NEXT.format(newest=migrate.NEWEST), encoding="utf-8")
    monkeypatch.setattr(migrate, "HERE", folder)
    monkeypatch.setattr(migrate, "NEWEST", "next")
    return folder


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[Database]:
    """Give a database in which nothing stands."""
    (tmp_path / "empty").mkdir()
    with _new_database(tmp_path / "empty") as url:
        made = Database(url)
        yield made
        made.dispose()


def _assert_whole(world: World, before: World) -> None:
    """Ask that everything that stood before still stands, and proves itself."""
    assert migrate.faults(world.database) == []
    assert world.asks(trail.head) == before.asks(trail.head)
    assert world.asks(check) == before.asks(check)
    assert world.asks(check).sound
    assert world.asks(verify) == []


def test_the_books_of_every_earlier_schema_are_kept() -> None:
    """Whoever adds a migration first runs `python -m tests.storage.released` on the schema before it."""
    settings = Config()
    settings.set_main_option("script_location", str(migrate.HERE))
    known = {each.revision for each in ScriptDirectory.from_config(settings).walk_revisions()}
    assert known - {migrate.NEWEST} == set(released.stored()) - {migrate.NEWEST}


@pytest.mark.parametrize("revision", [*released.stored(), migrate.NEWEST])
def test_books_of_a_released_schema_come_up_whole(
    lived: World, empty_database: Database, revision: str
) -> None:
    """The newest schema counts as released: its books are those that were just lived in."""
    file = released.stored().get(revision)
    kept = released.read(file) if file else released.take(lived.database)
    released.put(kept, empty_database)
    assert migrate.upgrade(empty_database) is (revision != migrate.NEWEST)
    before = {name: len(rows) for name, rows in kept.rows.items()}
    after = released.counts(empty_database)
    assert {name: after[name] for name in before} == before
    world = lived_in(empty_database)
    assert migrate.faults(empty_database) == []
    assert world.asks(check).sound
    assert world.asks(verify) == []
    told = max(kept.rows["trail"], key=lambda row: (row["covenant_id"] == world.covenant_id, row["seq"]))
    assert str(world.asks(trail.head)) == f"{told['seq']}:{told['hash']}"


def test_what_is_kept_of_a_schema_is_read_as_it_was_written(lived: World, tmp_path: Path) -> None:
    kept = released.take(lived.database)
    assert released.read(released.write(kept, tmp_path / "kept")) == kept


def test_the_next_schema_finds_everything_as_it_was(lived: World, later: Path) -> None:
    before, rows = lived.asks(trail.head), lived.everything()
    assert migrate.upgrade(lived.database)
    after = lived.everything()
    assert after.pop("expenditure") == [(*row, 7) for row in rows.pop("expenditure")]
    assert after == rows
    assert migrate.faults(lived.database) == []
    assert lived.asks(trail.head) == before
    assert lived.asks(check).sound
    assert not migrate.upgrade(lived.database)


def test_after_an_upgrade_the_guards_are_those_of_a_new_database(
    lived: World, later: Path, empty_database: Database
) -> None:
    migrate.upgrade(lived.database)
    migrate.upgrade(empty_database)
    with lived.database.engine.connect() as old, empty_database.engine.connect() as new:
        assert guards.listed(old) == guards.listed(new)


def test_rows_that_point_to_nothing_stop_an_upgrade(lived: World, later: Path) -> None:
    if not lived.database.is_sqlite:
        pytest.skip("PostgreSQL looks at every step")
    file = later / "versions" / "next.py"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "    op.execute('DELETE FROM payee')\n", encoding="utf-8")
    before = lived.everything()
    with pytest.raises(WrongState, match="payee"):
        migrate.upgrade(lived.database)
    assert lived.everything() == before


def test_an_upgrade_that_is_killed_is_undone_and_done_by_the_next_start(lived: World, later: Path) -> None:
    before = lived.everything()
    url = lived.database.engine.url.render_as_string(hide_password=False)
    lived.database.dispose()
    program = (
        "import sys; from pathlib import Path; from ledger.storage import migrate;"
        "from ledger.storage.db import Database;"
        "migrate.HERE, migrate.NEWEST = Path(sys.argv[1]), 'next'; migrate.upgrade(Database(sys.argv[2]))"
    )
    killed = subprocess.run(
        [sys.executable, "-c", program, str(later), url],
        cwd=HOUSE,
        env={**os.environ, "LEDGER_TEST_KILL": "1"},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert migrate.faults(lived.database) == [migrate.NOT_UP_TO_DATE]
    assert lived.everything() == before
    assert migrate.upgrade(lived.database)
    assert migrate.faults(lived.database) == []
    assert lived.asks(check).sound


def test_a_database_of_a_later_version_is_left_alone(
    lived: World, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate.upgrade(lived.database)
    monkeypatch.undo()
    before = lived.everything()
    with pytest.raises(WrongState, match="later version"):
        migrate.upgrade(lived.database)
    assert lived.everything() == before
