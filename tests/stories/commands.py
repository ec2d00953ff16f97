"""The command line on one database, as somebody types it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask

from ledger.cli import cli
from ledger.storage.db import Database
from ledger.web import create_app
from tests.house.reading import HOUSE

AGREEMENT = HOUSE / "ledger" / "demo" / "customer-service-valley.toml"
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

    def __call__(self, *words: str, typed: str | bytes = "") -> Said:
        """Give a command, with what is typed into it."""
        done = self.app.test_cli_runner().invoke(cli, [*words], input=typed)
        return Said(done.exit_code, done.stdout, done.stderr)

    def close(self) -> None:
        """Let go of the database."""
        database: Database = self.app.extensions["ledger"]
        database.dispose()


@contextmanager
def on_a_copy(of: Path, folder: Path, now: datetime) -> Iterator[Flask]:
    """Have an application on a copy of a SQLite file, in this folder and at this moment."""
    file = folder / "ledger.sqlite"
    shutil.copyfile(of, file)
    app = application(file)
    app.config["NOW"] = lambda: now
    yield app
    database: Database = app.extensions["ledger"]
    database.dispose()


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
