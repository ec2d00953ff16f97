"""What the stories begin with: a command line on a database of its own, and copies of the demonstration."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from ledger.cli import cli
from ledger.core.statements.shape import Head
from ledger.web import create_app

SECRET = "a secret for stories alone"


@dataclass(frozen=True)
class Said:
    """What a command answered: its exit status, and what it wrote to standard output and standard error."""

    status: int
    out: str
    err: str


class CommandLine:
    """The commands, as somebody types them who keeps their books in one database."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.app = application(file)

    def __call__(self, *words: str, typed: str = "") -> Said:
        """Give a command, with what is typed into it."""
        done = self.app.test_cli_runner().invoke(cli, [*words], input=typed)
        return Said(done.exit_code, done.stdout, done.stderr)


def application(file: Path) -> Flask:
    """Make an application on a SQLite file."""
    return create_app(
        {
            "TESTING": True,
            "DATABASE_URL": f"sqlite:///{file}",
            "INSTANCE_FOLDER": file.parent,
            "SECRET_KEY": SECRET,
        }
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[CommandLine]:
    """Give the command line on a database that is not there yet."""
    made = CommandLine(tmp_path / "ledger.sqlite")
    yield made
    made.app.extensions["ledger"].dispose()


@pytest.fixture
def told(demonstration: tuple[Path, Head], tmp_path: Path) -> Iterator[CommandLine]:
    """Give the command line on a copy of the demonstration."""
    file = tmp_path / "demonstration.sqlite"
    shutil.copyfile(demonstration[0], file)
    made = CommandLine(file)
    yield made
    made.app.extensions["ledger"].dispose()
