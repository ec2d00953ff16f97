"""The commands: `covenant-ledger …`, or `flask --app wsgi …`, which are the same.

A command exits 0 when all is well, 1 when what was asked is refused or found wrong, with one or two plain
sentences on standard error, and 2 on bad usage.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask import current_app
from flask.cli import AppGroup, FlaskGroup, with_appcontext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ledger import checks, covenants, demo, dues, people, reports, verifying
from ledger.core.acting import COMMAND_LINE, ROLES, By
from ledger.core.covenant_file.reader import read_covenant
from ledger.core.email_address import require_email
from ledger.core.language import PLAIN, Code, Language
from ledger.core.refusals import Malformed, NotFound, Problems, Refusal
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.shape import Report
from ledger.storage import accounts, guards, migrate, reads
from ledger.storage.db import Database
from ledger.storage.tables import Covenant
from ledger.translations import language
from ledger.web import create_app, here


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


def _tell_unguarded(names: list[str]) -> None:
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


@click.command("init", cls=Plain)
@with_appcontext
def init() -> None:
    """Create or upgrade the database."""
    found = database()
    changed = migrate.upgrade(found)
    place = found.engine.url.render_as_string(hide_password=True)
    click.echo(f"The database is {'ready' if changed else 'up to date'}: {place}")


covenant_group = PlainGroup("covenant", help="Open covenants.")


@covenant_group.command("open")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def covenant_open(file: Path) -> None:
    """Open a covenant from a FILE.toml."""
    agreed = read_covenant(file.read_bytes())
    with ready().write() as session:
        number = covenants.open_covenant(session, agreed, by=by())
        slug = reads.covenant(session, number).slug
    with database().write(number) as session:
        posted = dues.settle(session, number, by=by())
    click.echo(f"Opened {slug}; {posted} instalment(s) had fallen due.")


@click.command("post-due", cls=Plain)
@one_covenant
@with_appcontext
def post_due(slug: str | None) -> None:
    """Post the instalments that have fallen due."""
    with ready().read() as session:
        covenant_id = pick(session, slug).id
    with database().write(covenant_id) as session:
        posted = dues.settle(session, covenant_id, by=by())
    click.echo(f"Posted {posted} instalment(s).")


@click.command("demo", cls=Plain)
@click.option("--if-empty", is_flag=True, help="Do nothing, without complaint, in a database that is in use.")
@with_appcontext
def demo_command(if_empty: bool) -> None:
    """Fill an empty database with three years of a real covenant."""
    migrate.upgrade(database())
    with database().read() as session:
        covenant_ids = reads.covenant_ids(session)
        told_before = covenants.has_demonstration(session)
    if not covenant_ids or not if_empty:
        head = demo.tell(database())
        click.echo(f"Told three years of the Customer Service Valley; the trail's head is {head}.")
        told_before = True
    if told_before:
        click.echo(f"Sign in with the password {demo.PASSWORD} as one of:")
        for email in demo.accounts():
            click.echo(f"  {email}")


user_group = PlainGroup("user", help="People who may sign in.")


@user_group.command("add")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What this person may do.")
@click.option("--party", help="The party a partner speaks for, by its slug.")
@click.option("--name", default="", help="How the person is called on pages; the e-mail address if left out.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@one_covenant
def user_add(
    email: str, role: str, party: str | None, name: str, password_stdin: bool, slug: str | None
) -> None:
    """Add a person with a role; asks for the password."""
    found = ready()
    if password_stdin:
        password = sys.stdin.buffer.readline().decode("utf-8", "surrogateescape").rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with found.read() as session:
        covenant_id = pick(session, slug).id
    with found.write(covenant_id) as session:
        known = accounts.find_account(session, require_email(email)) is not None
        people.add_user(
            session,
            covenant_id,
            by=by(),
            email=email,
            name=name or email,
            password=password,
            role=role,
            party=party,
        )
    keeps = " They had an account already and keep its password." if known else ""
    click.echo(f"{email} may now sign in as {role}.{keeps}")


export_group = PlainGroup("export", help="Write accountability files.")


def exporting(command: Callable[..., None]) -> Callable[..., None]:
    """Give an export command its options."""
    for option in (
        click.option("--year", type=int, help="The fiscal year; the whole term if left out."),
        click.option("--lang", "code", type=click.Choice(["nl", "en"]), default="nl", show_default=True),
        click.option("--out", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path)),
        one_covenant,
    ):
        command = option(command)
    return command


Write = Callable[[BinaryIO], None]


def _export(
    write: Callable[[Report, Language, BinaryIO], None],
    year: int | None,
    code: Code,
    out: Path,
    slug: str | None,
) -> None:
    """Gather the facts, and write them once the database is free again."""
    with ready().read() as session:
        covenant_id = pick(session, slug).id
        as_at = reports.last_day(session, covenant_id, year, here.today())
        facts = reports.report(session, covenant_id, year=year, as_at=as_at, code=code)
    _put(out, lambda file: write(facts, language(code), file))


def _put(out: Path, write: Write) -> None:
    """Write a file beside its name first, so that no half file ever bears it."""
    part = out.with_name(out.name + ".part")
    try:
        with part.open("wb") as file:
            write(file)
        part.replace(out)
    except OSError as error:
        raise Refusal(
            sentence(N_("%(file)s cannot be written: %(why)s."), file=str(out), why=error.strerror or "")
        ) from error
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"Wrote {out}.")


@export_group.command("workbook")
@exporting
def export_workbook(year: int | None, code: Code, out: Path, slug: str | None) -> None:
    """Write the accountability workbook (.xlsx)."""
    from exports import workbook  # noqa: PLC0415 - only this command needs it, and it takes long to load

    _export(workbook.write_workbook, year, code, out, slug)


@export_group.command("report")
@exporting
def export_report(year: int | None, code: Code, out: Path, slug: str | None) -> None:
    """Write the accountability report (.pdf)."""
    from exports import paper  # noqa: PLC0415 - only this command needs it, and it takes long to load

    _export(paper.write_report, year, code, out, slug)


@export_group.command("journal")
@exporting
@click.option("--format", "form", type=click.Choice(["hledger"]), default="hledger", show_default=True)
def export_journal(year: int | None, code: Code, out: Path, slug: str | None, form: str) -> None:
    """Write the journal as a text with which another program counts the books again."""
    from exports import hledger  # noqa: PLC0415 - only this command needs it

    write = {"hledger": hledger.write_hledger}[form]
    with ready().read() as session:
        covenant_id = pick(session, slug).id
        as_at = reports.last_day(session, covenant_id, year, here.today())
        book = reports.book(session, covenant_id, year=year, as_at=as_at, code=code)
        _put(out, lambda file: write(book, language(code), file))


@click.command("check", cls=Plain)
@one_covenant
@with_appcontext
def check(slug: str | None) -> None:
    """Count everything a second time, from the postings alone, and compare."""
    found, unguarded = readable()
    _tell_unguarded(unguarded)
    with found.read() as session:
        covenant_id = pick(session, slug).id
        checked = checks.check(session, covenant_id)
    click.echo(checks.sentence_of(checked, PLAIN), err=bool(checked.findings))
    if checked.findings or unguarded:
        sys.exit(1)


@click.command("verify", cls=Plain)
@click.option("--witness", metavar="SEQ:HASH", help="A head of the trail that was kept, from an export.")
@one_covenant
@with_appcontext
def verify(witness: str | None, slug: str | None) -> None:
    """Prove the record: the trail, the votes and the evidence against their hashes."""
    seen = verifying.parse_witness(witness) if witness else None
    found, unguarded = readable()
    _tell_unguarded(unguarded)
    with found.read() as session:
        covenant_id = pick(session, slug).id
        findings = verifying.verify(session, covenant_id, seen)
        head = verifying.head(session, covenant_id)
    for finding in findings:
        click.echo(f"{finding.place}: {PLAIN.say(finding.what)}", err=True)
    if findings or unguarded:
        sys.exit(1)
    click.echo(f"The trail is whole: {head.seq} acts, head {head}.")


COMMANDS: tuple[click.Command, ...] = (
    init,
    covenant_group,
    post_due,
    demo_command,
    user_group,
    export_group,
    check,
    verify,
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
