"""What the tests of the storage room begin with: the databases of the acts, and books that were lived in.

A test that asks for `books` gets a copy of a database two years old; what stands in it is in `lived.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.storage.db import Database
from tests.actions.conftest import *  # noqa: F403 - its fixtures are ours too
from tests.actions.conftest import _new_database
from tests.actions.world import World
from tests.storage.lived import live, lived_in
from tests.storage.plain import as_clerk


@pytest.fixture(scope="session")
def lived_url(opened: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a database that was lived in, to be copied."""
    with _new_database(tmp_path_factory.mktemp("lived"), opened) as url:
        made = Database(url)
        live(World(made))
        if not made.is_sqlite:
            as_clerk(made.engine.url)
        made.dispose()
        yield url


@pytest.fixture
def books(lived_url: str, tmp_path: Path) -> Iterator[Database]:
    """Give books of the test's own, two years old."""
    with _new_database(tmp_path, lived_url) as url:
        own = Database(url)
        yield own
        own.dispose()


@pytest.fixture
def lived(books: Database) -> World:
    """Give the world of these books, two years old."""
    return lived_in(books)


@pytest.fixture(scope="module")
def fortress(lived_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give the world of books that all tests of a file attack: each of them leaves everything as it was."""
    with _new_database(tmp_path_factory.mktemp("fortress"), lived_url) as url:
        own = Database(url)
        yield lived_in(own)
        own.dispose()


@pytest.fixture
def unharmed(fortress: World) -> Iterator[World]:
    """Give the fortress, and see afterwards that nothing in it has changed."""
    before = fortress.everything()
    yield fortress
    assert fortress.everything() == before
