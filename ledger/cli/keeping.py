"""The commands of whoever keeps the database."""

import click
from flask.cli import with_appcontext

from ledger.cli.plain import Plain, database
from ledger.storage import migrate


@click.command("init", cls=Plain)
@with_appcontext
def init() -> None:
    """Create or upgrade the database."""
    found = database()
    changed = migrate.upgrade(found)
    place = found.engine.url.render_as_string(hide_password=True)
    click.echo(f"The database is {'ready' if changed else 'up to date'}: {place}")
