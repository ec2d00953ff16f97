"""What all commands share: how they say what is refused, and how they find the database and the covenant."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup, FlaskGroup
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ledger.core.acting import COMMAND_LINE, By
from ledger.core.language import PLAIN
from ledger.core.refusals import Malformed, NotFound, Problems, Refusal
from ledger.core.sentences import N_, Sentence, sentence
from ledger.storage import guards, migrate, reads, roles
from ledger.storage.db import Database
from ledger.storage.tables import Covenant
from ledger.web import here


@contextmanager
def _plainly() -> Iterator[None]:
    """Say what is refused in this block in a sentence, and exit with status 1."""
    try:
        yield
    except Problems as problems:
        for each in problems.each:
            click.echo(PLAIN.say(each.why), err=True)
        sys.exit(1)
    except Refusal as refusal:
        click.echo(PLAIN.say(refusal.why), err=True)
        sys.exit(1)
    except DBAPIError as error:
        meant = guards.refusal_of(error)
        if meant is None:
            click.echo(f"The database does not answer as it should: {error.orig}", err=True)
        else:
            click.echo(PLAIN.say(meant.why), err=True)
        sys.exit(1)


class CommandGroup(FlaskGroup):
    """The commands as one group, which also says plainly why no application can be made."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command."""
        with _plainly():
            return super().invoke(context)


class Plain(click.Command):
    """A command that says in a sentence what was refused, also as one of Flask's own commands."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command."""
        with _plainly():
            return super().invoke(context)


class PlainGroup(AppGroup):
    """Commands that share a first word."""

    command_class = Plain


def database() -> Database:
    """Give the database this app works on."""
    found = current_app.extensions["ledger"]
    assert isinstance(found, Database)  # noqa: S101 - what create_app puts there  # nosec B101
    return found


@contextmanager
def as_owner() -> Iterator[Database]:
    """Give the database as its owner has it, who may set it up; it is the same unless told apart."""
    address, ours = make_url(current_app.config["DATABASE_OWNER_URL"]), database().engine.url
    if address == ours:
        yield database()
        return
    if (address.drivername, address.database) != (ours.drivername, ours.database):
        raise Malformed(sentence(N_("DATABASE_OWNER_URL and DATABASE_URL name two different databases.")))
    made = Database(address)
    try:
        yield made
    finally:
        made.dispose()


def set_up() -> bool:
    """Create or upgrade the schema, and give the application's role its rights; say whether it was new."""
    with as_owner() as owner:
        changed = migrate.upgrade(owner)
        give_rights(owner)
    return changed


def give_rights(owner: Database) -> None:
    """Give the application's role its rights in all that stands in the database, where it has its own."""
    role = roles.name_in(database().engine.url)
    if not owner.is_sqlite and role != roles.name_in(owner.engine.url):
        with owner.engine.begin() as connection:
            roles.grant(connection, role)


def ready() -> Database:
    """Give the database, or refuse one that was never initialised or lacks a guard."""
    found, wrong = readable()
    if wrong:
        raise Refusal(_unguarded(wrong))
    return found


def readable() -> tuple[Database, list[str]]:
    """Give the database, and the guards it lacks; refuse one that was never initialised."""
    found = database()
    wrong = migrate.faults(found)
    if wrong == ["schema"]:
        raise Refusal(sentence(N_("The database is not up to date: run covenant-ledger init first.")))
    if wrong == ["database"]:
        raise Refusal(sentence(N_("The database cannot be opened.")))
    return found, wrong


def _unguarded(names: list[str]) -> Sentence:
    return sentence(N_("Guards of the database are missing or altered: %(names)s."), names=", ".join(names))


def tell_unguarded(names: list[str]) -> None:
    """Say which guards are missing, apart from what is found behind them."""
    if names:
        click.echo(PLAIN.say(_unguarded(names)), err=True)


def by() -> By:
    """Say who acts: the command line, now."""
    return By(COMMAND_LINE, here.now(), here.today())


def pick(session: Session, slug: str | None) -> Covenant:
    """Find the covenant meant: the one named, or the only one there is."""
    if slug:
        return reads.covenant_by_slug(session, slug)
    found = [reads.covenant(session, each) for each in reads.covenant_ids(session)]
    if not found:
        raise NotFound(
            sentence(N_("There is no covenant yet: open one with covenant-ledger covenant open FILE.toml."))
        )
    if len(found) > 1:
        raise Malformed(
            sentence(
                N_("There are several covenants; name one with --covenant: %(slugs)s."),
                slugs=", ".join(each.slug for each in found),
            )
        )
    return found[0]


one_covenant = click.option(
    "--covenant", "slug", metavar="SLUG", help="Which covenant, if there are several."
)
