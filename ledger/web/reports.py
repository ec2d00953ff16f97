"""Reports: every statement on its own page, and the files that can be downloaded."""

from datetime import date
from io import BytesIO
from typing import BinaryIO

from flask import g, request
from werkzeug.wrappers import Response

from ledger import reports
from ledger.core.language import Language
from ledger.core.refusals import Malformed, NotFound
from ledger.core.sentences import N_, sentence
from ledger.core.statements.shape import Report
from ledger.translations import is_code
from ledger.translations import language as language_of
from ledger.web.access import covenant_area, requires_member
from ledger.web.here import code, read, today
from ledger.web.pages import page, send
from ledger.web.paging import number_asked, text_asked
from ledger.web.reading import parse_day

area = covenant_area("reports", __name__)
files = covenant_area("exports", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"workbook": (XLSX, "xlsx"), "report": ("application/pdf", "pdf")}
"""What can be downloaded: the type of the file, and its ending."""


def write(kind: str, facts: Report, language: Language, out: BinaryIO) -> None:
    """Write a file of this kind. What writes it is loaded when first asked for: a page starts without it."""
    if kind == "workbook":
        from exports.workbook import write_workbook  # noqa: PLC0415

        write_workbook(facts, language, out)
    else:
        from exports.paper import write_report  # noqa: PLC0415

        write_report(facts, language, out)


@area.get("")
@requires_member
def index() -> Response:
    """Offer the files and the statements of every year."""
    with read() as session:
        years = reports.years_begun(session, g.covenant.id, today())
        present = reports.present_year(session, g.covenant.id, today()) if years else None
    return page("reports/index.html", years=years, titles=reports.TITLES, present=present)


@area.get("/<slug:key>")
@requires_member
def show(key: str) -> Response:
    """Show one statement of a year, or of the whole term, as at a day."""
    year, as_at = number_asked("year"), _day_asked()
    with read() as session:
        years = reports.years_begun(session, g.covenant.id, today())
        as_at = reports.last_day(session, g.covenant.id, year, today(), asked=as_at)
        shown = reports.statement(session, g.covenant.id, key, year=year, as_at=as_at, language_code=code())
    return page(
        "reports/show.html",
        shown=shown,
        years=years,
        year=year,
        as_at=text_asked("as_at"),
        titles=reports.TITLES,
        key=key,
    )


@files.get("/<slug:kind>")
@requires_member
def download(kind: str) -> Response:
    """Make a file of a year, or of the whole term, and hand it out."""
    if kind not in KINDS:
        raise NotFound(sentence(N_("There is no such file.")))
    media_type, ending = KINDS[kind]
    year = number_asked("year")
    asked = request.args.get("lang", code())
    in_language = asked if is_code(asked) else code()
    with read() as session:
        as_at = reports.last_day(session, g.covenant.id, year, today(), asked=_day_asked())
        facts = reports.report(session, g.covenant.id, year=year, as_at=as_at, code=in_language)
    made = BytesIO()
    write(kind, facts, language_of(in_language), made)
    period = str(year) if year is not None else f"{facts.from_day.year}-{facts.as_at.year}"
    return send(
        made.getvalue(),
        name=f"{facts.slug}-{period}-{in_language}.{ending}",
        media_type=media_type,
        subject=f"{kind}/{period}",
    )


def _day_asked() -> date | None:
    """Read the last day asked for; None where the address asks none."""
    text = text_asked("as_at")
    if not text:
        return None
    try:
        return parse_day(text)
    except Malformed as refusal:
        raise NotFound(refusal.why) from refusal
