"""What the stories begin with: the command line on a database of its own, and copies of the demonstration."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from ledger import people
from ledger.core.statements.shape import Head
from tests.stories.commands import CommandLine


@pytest.fixture(scope="session", autouse=True)
def _hashed_quickly() -> Iterator[None]:
    """Hash new passwords with little work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[CommandLine]:
    """Give the command line on a database that is not there yet."""
    made = CommandLine(tmp_path / "ledger.sqlite")
    yield made
    made.close()


@pytest.fixture
def told(demonstration: tuple[Path, Head], tmp_path: Path) -> Iterator[CommandLine]:
    """Give the command line on a copy of the demonstration."""
    file = tmp_path / "demonstration.sqlite"
    shutil.copyfile(demonstration[0], file)
    made = CommandLine(file)
    yield made
    made.close()
