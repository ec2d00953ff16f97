"""What the stories begin with: the command line on a database of its own, empty, begun or told full.

All of them share one application in a process, whose database is put in its place for each test, so that
its engine stays, with the queries it compiled.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from ledger import passwords
from ledger.core.statements.shape import Head
from tests.once import made_once
from tests.stories.commands import AGREEMENT, CommandLine

Standing = Callable[[Path | None], AbstractContextManager[CommandLine]]


@pytest.fixture(scope="session", autouse=True)
def _hashed_quickly() -> Iterator[None]:
    """Hash new passwords with little work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def _standing(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """Give a way to put the command line on a copy of a file, or on one that is not there yet."""
    commands = CommandLine(tmp_path_factory.mktemp("commands") / "ledger.sqlite")
    settings = dict(commands.app.config)

    @contextmanager
    def stand(original: Path | None) -> Iterator[CommandLine]:
        commands.file.unlink(missing_ok=True)
        if original is not None:
            shutil.copyfile(original, commands.file)
        try:
            yield commands
        finally:
            commands.close()
            commands.app.config.clear()
            commands.app.config.update(settings)

    return stand


@pytest.fixture
def nothing(_standing: Standing) -> Iterator[CommandLine]:
    """Give the command line where there is no database yet."""
    with _standing(None) as commands:
        yield commands


@pytest.fixture
def ready(_standing: Standing, shared_folder: Path) -> Iterator[CommandLine]:
    """Give the command line on a database without a covenant."""
    with _standing(made_once(shared_folder, "ready.sqlite", _begin)[0]) as commands:
        yield commands


@pytest.fixture
def opened(_standing: Standing, shared_folder: Path) -> Iterator[CommandLine]:
    """Give the command line on a database with the covenant opened in it."""
    with _standing(made_once(shared_folder, "opened.sqlite", _open)[0]) as commands:
        yield commands


@pytest.fixture
def told(_standing: Standing, demonstration: tuple[Path, Head]) -> Iterator[CommandLine]:
    """Give the command line on a copy of the demonstration."""
    with _standing(demonstration[0]) as commands:
        yield commands


def _begin(file: Path) -> str:
    return _done(CommandLine(file), ("init",))


def _open(file: Path) -> str:
    return _done(CommandLine(file), ("init",), ("covenant", "open", str(AGREEMENT)))


def _done(commands: CommandLine, *each: tuple[str, ...]) -> str:
    said = [commands(*words) for words in each]
    commands.close()
    assert [one.status for one in said] == [0] * len(said), said
    return said[-1].out
