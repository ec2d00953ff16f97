"""The commands about the books: open them, fill them, let people in, and prove them."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from ledger import checks, covenants, demo, dues, people, verifying
from ledger.cli.plain import (
    Plain,
    PlainGroup,
    by,
    database,
    one_covenant,
    pick,
    readable,
    ready,
    set_up,
    tell_unguarded,
)
from ledger.core.acting import ROLES
from ledger.core.covenant_file.reader import read_covenant
from ledger.core.email_address import require_email
from ledger.core.language import PLAIN
from ledger.storage import accounts, reads

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
    set_up()
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


@click.command("check", cls=Plain)
@one_covenant
@with_appcontext
def check(slug: str | None) -> None:
    """Count everything a second time, from the postings alone, and compare."""
    found, unguarded = readable()
    tell_unguarded(unguarded)
    with found.read() as session:
        covenant_id = pick(session, slug).id
        checked = checks.check(session, covenant_id)
    click.echo(checks.sentence_of(checked, PLAIN), err=bool(checked.findings))
    if checked.findings or unguarded:
        sys.exit(1)


@click.command("verify", cls=Plain)
@click.option("--witness", metavar="SEQ:HASH", help="A head of the trail that was kept, from an export.")
@click.option("--log-witness", metavar="SEQ:HASH", help="A head of the access log that was kept.")
@one_covenant
@with_appcontext
def verify(witness: str | None, log_witness: str | None, slug: str | None) -> None:
    """Prove the record: trail, access log, votes and evidence against their hashes."""
    seen = verifying.parse_witness(witness) if witness else None
    log_seen = verifying.parse_witness(log_witness, field="log_witness") if log_witness else None
    found, unguarded = readable()
    tell_unguarded(unguarded)
    with found.read() as session:
        covenant_id = pick(session, slug).id
        findings = verifying.verify(session, covenant_id, seen, log_seen)
        head, log_head = verifying.head(session, covenant_id), verifying.log_head(session)
    for finding in findings:
        click.echo(f"{finding.place}: {PLAIN.say(finding.what)}", err=True)
    if findings or unguarded:
        sys.exit(1)
    click.echo(f"The trail is whole: {head.seq} acts, head {head}.")
    click.echo(f"The access log is whole: {log_head.seq} rows, head {log_head}.")
