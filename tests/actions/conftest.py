"""What the tests of the acts begin with: a database of their own, and a covenant opened in it.

`database` is empty but for its schema and guards; a test that asks for `covenant_id` too finds the covenant
of `tests/covenant.toml` opened in it. `session` is a write block for the whole test, of which nothing is
kept. Who acts is in `acting.py`.

Each test gets a copy of a database that is made once: a SQLite file, or a template on the PostgreSQL server
that LEDGER_TEST_DATABASE_URL names.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from ledger.core.covenant_file import read_covenant
from ledger.covenants import open_covenant
from ledger.storage.db import Database
from ledger.storage.migrate import upgrade
from tests import postgres
from tests.actions.acting import by
from tests.actions.world import World, make_ready, open_world

AGREEMENT = Path(__file__).resolve().parents[1] / "covenant.toml"
COVENANT = 1
"""The number of the only covenant in a database."""


Story = Callable[[World], object]
"""What is done in a covenant before the test begins."""


class _NotKept(Exception):
    """Ends a write block so that nothing of it stays."""


@contextmanager
def _new_database(folder: Path, like: str | None = None) -> Iterator[str]:
    """Make a database, empty or a copy of that at the address `like`, and give its address."""
    original = make_url(like).database if like else None
    server = os.environ.get(postgres.ADDRESS)
    if server:
        with postgres.new_database(server, like=original or "template1") as url:
            yield url
    else:
        file = folder / "ledger.sqlite"
        if original:
            shutil.copyfile(original, file)
        yield f"sqlite:///{file}"


_AT_HAND: list[Database] = []
"""SQLite files with the engines that have compiled every statement before, for the next tests."""


@contextmanager
def own_database(factory: pytest.TempPathFactory, like: str) -> Iterator[Database]:
    """Give a database of a test's own, a copy of that at the address `like`."""
    if os.environ.get(postgres.ADDRESS):
        with _new_database(Path(), like) as url:
            own = Database(url)
            yield own
            own.dispose()
        return
    own = _AT_HAND.pop() if _AT_HAND else Database(f"sqlite:///{factory.mktemp('own') / 'ledger.sqlite'}")
    shutil.copyfile(str(make_url(like).database), str(own.engine.url.database))
    try:
        yield own
    finally:
        own.dispose()
        _AT_HAND.append(own)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a database with its schema and guards, to be copied."""
    with _new_database(tmp_path_factory.mktemp("migrated")) as url:
        made = Database(url)
        upgrade(made)
        made.dispose()
        yield url


@pytest.fixture(scope="session")
def opened(migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a database with the covenant opened in it, to be copied."""
    with _new_database(tmp_path_factory.mktemp("opened"), migrated) as url:
        made = Database(url)
        with made.write() as block:
            open_covenant(block, read_covenant(AGREEMENT.read_bytes()), by=by())
        made.dispose()
        yield url


@pytest.fixture(scope="session")
def unchanged(opened: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give a database with the covenant opened in it, for tests that leave nothing behind."""
    with _new_database(tmp_path_factory.mktemp("unchanged"), opened) as url:
        shared = Database(url)
        yield shared
        shared.dispose()


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give a database of the test's own; the covenant is in it where the test asks for `covenant_id`."""
    like = "opened" if "covenant_id" in request.fixturenames else "migrated"
    with own_database(tmp_path_factory, request.getfixturevalue(like)) as own:
        yield own


@pytest.fixture
def covenant_id() -> int:
    """Give the number of the covenant that stands opened in the database."""
    return COVENANT


@pytest.fixture
def session(request: pytest.FixtureRequest, covenant_id: int) -> Iterator[Session]:
    """Give a write block that lasts for the whole test, and of which nothing is kept.

    As nothing is kept, no database has to be made for it, unless the test asks for one too.
    """
    place: Database = request.getfixturevalue(
        "database" if "database" in request.fixturenames else "unchanged"
    )
    with suppress(_NotKept), place.write(covenant_id) as block:
        yield block
        raise _NotKept


@pytest.fixture
def world(database: Database, covenant_id: int) -> World:
    """Give the covenant as a world to act in, in a database of the test's own."""
    return World(database, covenant_id)


@pytest.fixture(scope="session")
def readied(opened: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a database with projects and adopted budgets in its covenant, to be copied."""
    with _new_database(tmp_path_factory.mktemp("readied"), opened) as url:
        made = Database(url)
        make_ready(World(made))
        made.dispose()
        yield url


@pytest.fixture
def ready(readied: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a covenant to act in with projects, budgets and payees, as `make_ready` makes them."""
    with own_database(tmp_path_factory, readied) as own:
        yield World(own)


@pytest.fixture
def empty(migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], World]]:
    """Give a way to open a covenant from the text of its file, in an empty database of the test's own."""
    with own_database(tmp_path_factory, migrated) as own:
        yield lambda agreement: open_world(own, agreement)


@pytest.fixture
def copied(tmp_path_factory: pytest.TempPathFactory) -> Callable[[World], AbstractContextManager[World]]:
    """Give a way to go on from a world as it stands in a copy of it, as often as one likes."""

    @contextmanager
    def copy(world: World) -> Iterator[World]:
        address = world.database.engine.url.render_as_string(hide_password=False)
        world.database.dispose()
        with own_database(tmp_path_factory, address) as own:
            yield World(own, world.covenant_id, world.today)

    return copy


@pytest.fixture(scope="session")
def lived_through(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Story, str], World]]:
    """Give a way to a covenant that lived through a story; each is told once in a process, to be copied."""
    known: dict[tuple[Story, str], World] = {}
    with ExitStack() as stack:

        def live(story: Story, like: str) -> World:
            if (story, like) not in known:
                own = stack.enter_context(own_database(tmp_path_factory, request.getfixturevalue(like)))
                world = World(own)
                story(world)
                known[story, like] = world
            return known[story, like]

        yield live


@pytest.fixture
def after(
    lived_through: Callable[[Story, str], World],
    copied: Callable[[World], AbstractContextManager[World]],
) -> Iterator[Callable[..., World]]:
    """Give a way to a covenant of the test's own after a story: one that was ready, or only opened."""
    with ExitStack() as stack:
        yield lambda story, like="readied": stack.enter_context(copied(lived_through(story, like)))
