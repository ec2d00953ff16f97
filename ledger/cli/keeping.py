"""The commands of whoever keeps the database: setting it up, copying it, and putting a copy back."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext

from ledger import backups
from ledger.backups import Held
from ledger.cli.plain import Plain, database, ready
from ledger.storage import migrate


@click.command("init", cls=Plain)
@with_appcontext
def init() -> None:
    """Create or upgrade the database."""
    found = database()
    changed = migrate.upgrade(found)
    place = found.engine.url.render_as_string(hide_password=True)
    click.echo(f"The database is {'ready' if changed else 'up to date'}: {place}")


@click.command("backup", cls=Plain)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write a copy of the database to FILE while it is in use, proved before it bears that name."""
    with _tidied():
        held = backups.back_up(ready(), file)
    click.echo(f"Wrote {file}.")
    _tell(held)


@click.command("restore", cls=Plain)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Put the backup in FILE into an empty database, once it is proved."""
    with _tidied():
        held = backups.restore(database(), file)
    click.echo(f"Restored {file}.")
    _tell(held)


def _tell(held: list[Held]) -> None:
    """Name the covenants of a backup with their heads, each of which is a witness."""
    for each in held:
        click.echo(f"{each.covenant}: books balance, the trail is whole; head {each.head}.")


@contextmanager
def _tidied() -> Iterator[None]:
    """Let whoever ends the command end it like any other end, so that no part of a file stays behind."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
