"""The commands that write accountability files."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import click

from ledger import reports
from ledger.cli.plain import PlainGroup, one_covenant, pick, ready
from ledger.core.language import Code, Language
from ledger.core.statements.shape import Report
from ledger.storage import copies
from ledger.translations import language
from ledger.web import here

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
    with copies.beside(out, mode=0o666) as part:
        try:
            with part.open("wb") as file:
                write(file)
        except OSError as error:
            raise copies.unwritten(out, error.strerror or "") from error
        copies.take_place(part, out)
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
