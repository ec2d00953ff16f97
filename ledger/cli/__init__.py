"""The commands: `covenant-ledger …`, or `flask --app wsgi …`, which are the same.

A command exits 0 when all is well, 1 when what was asked is refused or found wrong, with one or two plain
sentences on standard error, and 2 on bad usage.
"""

import click

from ledger.cli.books import check, covenant_group, demo_command, post_due, user_group, verify
from ledger.cli.files import export_group
from ledger.cli.keeping import backup, init, restore
from ledger.cli.plain import CommandGroup
from ledger.web import create_app

COMMANDS: tuple[click.Command, ...] = (
    init,
    covenant_group,
    post_due,
    demo_command,
    user_group,
    export_group,
    check,
    verify,
    backup,
    restore,
)

cli = CommandGroup(
    create_app=create_app,
    help="Covenant Ledger: the funding and governance ledger for public-private covenants.",
    add_version_option=False,
)
for each in COMMANDS:
    cli.add_command(each)


def main() -> None:
    """Run the command line."""
    cli.main(prog_name="covenant-ledger")
