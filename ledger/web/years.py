"""Fiscal years: how each stands, what its closing asks, the bank's balance at its end, and what is filed."""

from collections.abc import Sequence

from flask import g
from werkzeug.wrappers import Response

from ledger import year_documents, year_pages, years
from ledger.core.sentences import N_
from ledger.core.statements.words import DECISION_KINDS, YEAR_DOCUMENTS
from ledger.web.access import covenant_area, requires, requires_member
from ledger.web.fields import ChoiceField, DayField, MoneyField
from ledger.web.forms import EvidenceField, LedgerForm
from ledger.web.here import by, read, today, write
from ledger.web.pages import go, page
from ledger.web.refusals import refusing

area = covenant_area("years", __name__)


class BalanceForm(LedgerForm):
    """What the bank's statement says at the year's end."""

    cents = MoneyField(N_("Balance at the end of the year"), signed=True)
    stated_on = DayField(N_("Date of the bank statement"))


class DocumentForm(LedgerForm):
    """A file of the year, and what it is."""

    kind = ChoiceField(N_("What is it?"), as_radio=True)
    files = EvidenceField(N_("File"))


@area.get("")
@requires_member
def index() -> Response:
    """List the fiscal years."""
    with read() as session:
        rows = year_pages.year_rows(session, g.covenant.id)
    return page("years/index.html", rows=rows, kinds=YEAR_DOCUMENTS)


@area.get("/<int:year>")
@requires_member
def show(year: int) -> Response:
    """Show one fiscal year: what closing it asks, what is filed with it, and how it was decided on."""
    return _show(year)


@area.post("/<int:year>/balance")
@requires("treasurer")
def state_balance(year: int) -> Response:
    """Enter what the bank's statement says the account held at the end of a year."""
    form = BalanceForm(prefix="balance-")
    if form.sent():
        with refusing(form):
            with write() as session:
                years.state_bank_balance(
                    session,
                    g.covenant.id,
                    by=by(form),
                    year=year,
                    cents=form.cents.cents,
                    stated_on=form.stated_on.day,
                )
            return go("years.show", year=year, told=N_("The bank's balance is entered."))
    return _show(year, balance_form=form)


@area.post("/<int:year>/documents")
@requires("treasurer", "auditor")
def file(year: int) -> Response:
    """File a document with a year: the management statement, the auditor's report, a bank statement."""
    form = _document_form(year_documents.fileable("open", by()))
    if form.sent():
        with refusing(form):
            with write() as session:
                for one in form.files.uploads:
                    year_documents.file_document(
                        session,
                        g.covenant.id,
                        by=by(form),
                        year=year,
                        kind=form.kind.choice,
                        file=one,
                    )
            return go("years.show", year=year, told=N_("It is filed with the year."))
    return _show(year, document_form=form)


def _document_form(kinds: Sequence[str]) -> DocumentForm:
    """Make the form for filing one of these kinds."""
    form = DocumentForm(prefix="document-")
    form.kind.offer((kind, name) for kind, name in YEAR_DOCUMENTS.items() if kind in kinds)
    return form


def _show(
    year: int, balance_form: BalanceForm | None = None, document_form: DocumentForm | None = None
) -> Response:
    with read() as session:
        shown = year_pages.year_page(session, g.covenant.id, year, today=today())
    if balance_form is None and shown.has_ended and shown.year.state == "open" and "treasurer" in g.roles:
        known: dict[str, object] = {"stated_on": shown.year.ends_on}
        if shown.bank:
            known = {"cents": shown.bank.cents, "stated_on": shown.bank.stated_on}
        balance_form = BalanceForm(prefix="balance-", data=known)
    kinds = year_documents.fileable(shown.year.state, by())
    if document_form is None and kinds:
        document_form = _document_form(kinds)
    return page(
        "years/show.html",
        shown=shown,
        kinds=YEAR_DOCUMENTS,
        kind_names=DECISION_KINDS,
        balance_form=balance_form,
        document_form=document_form,
    )
