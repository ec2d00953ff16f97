"""Expenditures: the register with its filters, entering one and editing it."""

from flask import g, request
from werkzeug.wrappers import Response

from ledger import entering, expenditures, spending
from ledger.core.sentences import N_, Sentence, sentence
from ledger.dossiers import Dossier
from ledger.expenditures import STATES, Filter
from ledger.storage import reads
from ledger.web.access import requires, requires_member
from ledger.web.expenditures import area, open_file
from ledger.web.here import by, code, read, today, write
from ledger.web.pages import go, page
from ledger.web.paging import Paging, number_asked, text_asked
from ledger.web.refusals import refusing
from ledger.web.spend_forms import EntryForm, filled_with

__all__ = ["area"]

PER_PAGE = 100


# ---- the register -----------------------------------------------------------------------------------


@area.get("")
@requires_member
def index() -> Response:
    """Show the part of the register that the address asks for."""
    state = text_asked("state")
    asked = Filter(
        state=state if state in STATES else None,
        year=number_asked("year"),
        project=text_asked("project") or None,
        payee=number_asked("payee"),
        text=text_asked("text"),
    )
    paging = Paging.asked(PER_PAGE)
    with read() as session:
        found = expenditures.find(session, g.covenant.id, asked, first=paging.first, most=PER_PAGE)
        offered = entering.offer(session, g.covenant.id, code=code(), today=today())
        years = list(reads.year_states(session, g.covenant.id))
    return page(
        "expenditures/index.html",
        asked=asked,
        found=found,
        paging=paging.of(found.count, request.args),
        states=STATES,
        years=years,
        offered=offered,
    )


# ---- entering and editing ---------------------------------------------------------------------------


@area.route("/new", methods=["GET", "POST"])
@requires("treasurer")
def new() -> Response:
    """Enter an invoice, claim or credit note; the address may name what it is for, or its original."""
    form = EntryForm(data=_begun())
    _offer(form)
    if form.sent():
        with refusing(form):
            with write() as session:
                number = entering.enter(
                    session,
                    g.covenant.id,
                    by=by(form),
                    typed=form.typed(),
                    files=form.evidence.uploads,
                )
            told = sentence(N_("Expenditure %(number)s was entered."), number=number)
            return go("expenditures.show", number=number, told=told)
    return page("expenditures/form.html", form=form, file=None)


def _begun() -> dict[str, object]:
    """Fill a new form with what its address names: a credit note is filled with its original."""
    original = number_asked("original")
    if original:
        with read() as session:
            filled = filled_with(entering.credit_of(session, g.covenant.id, original))
        return {name: value for name, value in filled.items() if name != "invoice_on"}
    payee, project, obligation = number_asked("payee"), text_asked("project"), number_asked("obligation")
    return {
        "kind": "invoice",
        "payee": str(payee) if payee else None,
        "splits": [{"project": project}] if project else [],
        "obligation": str(obligation) if obligation else None,
    }


def _offer(form: EntryForm, file: Dossier | None = None) -> None:
    """Offer what there is to choose from; the contract an expenditure names stays on offer."""
    with read() as session:
        offered = entering.offer(session, g.covenant.id, code=code(), today=today())
    named = file.obligation if file else None
    also: list[tuple[str, Sentence]] = []
    if named and named.id not in {one.number for one in offered.obligations}:
        text = sentence(
            N_("%(number)s: %(description)s"), number=named.id, description=named.description[:60]
        )
        also = [(str(named.id), text)]
    form.offer(offered, also)


@area.route("/<int:number>/edit", methods=["GET", "POST"])
@requires("treasurer")
def edit(number: int) -> Response:
    """Change an expenditure that is not yet approved."""
    file, _ = open_file(number)
    spending.require_editable(file.row)
    with read() as session:
        typed = entering.typed_of(session, g.covenant.id, number)
    form = EntryForm(data={**filled_with(typed), "digest": file.digest})
    _offer(form, file)
    if form.sent():
        with refusing(form):
            with write() as session:
                entering.edit(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=number,
                    typed=form.typed(),
                    seen_digest=form.digest.text,
                    files=form.evidence.uploads,
                )
            return go("expenditures.show", number=number, told=N_("The expenditure was changed."))
        form.digest.show(file.digest)
    return page("expenditures/form.html", form=form, file=file)
