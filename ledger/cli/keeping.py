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
from ledger.cli.plain import Plain, as_owner, database, give_rights, ready, set_up
from ledger.core.refusals import Refusal
from ledger.core.sentences import N_, sentence
from ledger.storage import migrate, roles


@click.command("init", cls=Plain)
@click.option("--roles", "only_roles", is_flag=True, help="Print the SQL that makes the application's role.")
@click.option("--apply", "apply", is_flag=True, help="With --roles: set the database up, and carry it out.")
@with_appcontext
def init(only_roles: bool, apply: bool) -> None:
    """Create or upgrade the database, as its owner."""
    if apply and not only_roles:
        raise click.UsageError("--apply belongs to --roles.")
    if only_roles:
        _make_role(apply=apply)
        return
    changed = set_up()
    place = database().engine.url.render_as_string(hide_password=True)
    click.echo(f"The database is {'ready' if changed else 'up to date'}: {place}")


def _make_role(*, apply: bool) -> None:
    """Print the SQL that makes the role DATABASE_URL signs in as, or carry it out."""
    url = database().engine.url
    if database().is_sqlite:
        raise Refusal(sentence(N_("SQLite has no roles: whoever can write the file can write the books.")))
    with as_owner() as owner:
        name = roles.name_in(url)
        apart = name != roles.name_in(owner.engine.url)
        role = name if apart else roles.DEFAULT
        if not apply:
            for each in roles.statements(role, str(owner.engine.url.database)):
                click.echo(f"{each};")
            return
        migrate.upgrade(owner)
        with owner.engine.begin() as connection:
            roles.make(connection, role, url.password if apart else None)
    click.echo(f"The role {role} has its rights, and no others.")
    if not apart:
        click.echo("Give it a password, and name it in DATABASE_URL and the owner in DATABASE_OWNER_URL.")


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
    with _tidied(), as_owner() as owner:
        held = backups.restore(owner, file)
        give_rights(owner)
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
