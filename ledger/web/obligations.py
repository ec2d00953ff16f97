"""Obligations: contracts that are not yet invoiced, what used them, and letting go of the rest."""

from flask import g, request
from werkzeug.wrappers import Response

from ledger import evidence, obligation_pages, obligations, periods
from ledger.core.sentences import N_, Cents, sentence
from ledger.obligation_pages import Asked
from ledger.storage import reads
from ledger.web.access import covenant_area, requires, requires_member
from ledger.web.fields import ChoiceField, DayField, LinesField, MoneyField, TextField, verbatim
from ledger.web.filing import files_form, keep_files
from ledger.web.forms import EvidenceField, LedgerForm
from ledger.web.here import by, code, read, today, write
from ledger.web.pages import go, page
from ledger.web.paging import Paging, number_asked, text_asked
from ledger.web.refusals import refusing

area = covenant_area("obligations", __name__)


class AgreeForm(LedgerForm):
    """A contract: for which project and year, with whom, about what and for how much."""

    project = ChoiceField(N_("Project"), hint=N_("Its budget holds the room for it."))
    year = ChoiceField(N_("Fiscal year"), hint=N_("The year in which it will be invoiced."))
    payee = ChoiceField(N_("Payee"))
    agreed_on = DayField(N_("Agreed on"))
    description = LinesField(N_("What was agreed"), rows=2)
    amount = MoneyField(N_("Amount"), hint=N_("What the project will bear: gross less recoverable VAT."))
    reference = TextField(N_("Reference"), hint=N_("Such as the number of the contract."), optional=True)
    evidence = EvidenceField(N_("Files"), hint=N_("Such as the contract."), optional=True)


class ReleaseForm(LedgerForm):
    """What of a contract will not be invoiced any more, and why."""

    released_on = DayField(N_("Released on"))
    amount = MoneyField(N_("Amount"), hint=N_("Open: all that is open."), optional=True)
    reason = LinesField(N_("Why it is released"), rows=2)


@area.get("")
@requires_member
def index() -> Response:
    """List the obligations the address asks for, the latest first."""
    asked = Asked(text_asked("project") or None, number_asked("year"), bool(text_asked("open")))
    paging = Paging.asked(obligation_pages.PER_PAGE)
    with read() as session:
        found = obligation_pages.obligation_list(
            session, g.covenant.id, asked, today=today(), first=paging.first
        )
        offered = obligation_pages.offer(session, g.covenant.id, code=code())
        years = list(reads.year_states(session, g.covenant.id))
    return page(
        "obligations/index.html",
        found=found,
        asked=asked,
        offered=offered,
        years=years,
        paging=paging.of(found.count, request.args),
    )


@area.route("/new", methods=["GET", "POST"])
@requires("treasurer")
def new() -> Response:
    """Enter a contract that is not yet invoiced."""
    with read() as session:
        offered = obligation_pages.offer(session, g.covenant.id, code=code())
    year = text_asked("year") or str(periods.year_of(g.covenant, min(today(), g.covenant.ends_on)))
    form = AgreeForm(data={"project": text_asked("project") or None, "year": year, "agreed_on": today()})
    form.payee.offer((str(number), verbatim(name)) for number, name in offered.payees)
    form.year.offer((str(year), verbatim(str(year))) for year in offered.years)
    form.project.offer_groups(
        (verbatim(line), [(slug, verbatim(name)) for slug, name in projects])
        for line, projects in offered.projects
    )
    if form.sent():
        with refusing(form):
            with write() as session:
                number = obligations.add_obligation(
                    session,
                    g.covenant.id,
                    by=by(form),
                    project=form.project.choice,
                    payee=int(form.payee.choice),
                    year=int(form.year.choice),
                    agreed_on=form.agreed_on.day,
                    description=form.description.text,
                    amount_cents=form.amount.cents,
                    reference=form.reference.text,
                )
                evidence.add_all(
                    session,
                    g.covenant.id,
                    by=by(form),
                    subject=f"obligation/{number}",
                    files=form.evidence.uploads,
                )
            return go("obligations.show", number=number, told=N_("The obligation is entered."))
    return page("obligations/new.html", form=form, offered=offered)


@area.get("/<int:number>")
@requires_member
def show(number: int) -> Response:
    """Show one obligation: what used it, what is open, and its files."""
    return _show(number)


def _show(number: int, refused: LedgerForm | None = None) -> Response:
    with read() as session:
        shown = obligation_pages.obligation_page(session, g.covenant.id, number)
        is_treasurer = "treasurer" in g.roles
        files = files_form(session, f"obligation/{number}", refused) if is_treasurer else None
    release_form = None
    if is_treasurer:
        if isinstance(refused, ReleaseForm):
            release_form = refused
        elif shown.row.open_cents:
            release_form = ReleaseForm(prefix="release-", data={"released_on": today()})
    return page("obligations/show.html", shown=shown, release_form=release_form, files_form=files)


@area.post("/<int:number>/release")
@requires("treasurer")
def release(number: int) -> Response:
    """Let go of what will not be invoiced any more: the room goes back to the budget."""
    form = ReleaseForm(prefix="release-")
    if form.sent():
        with refusing(form):
            with write() as session:
                released_cents = obligations.release_obligation(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=number,
                    released_on=form.released_on.day,
                    reason=form.reason.text,
                    cents=form.amount.data,
                )
            told = sentence(N_("%(amount)s is released."), amount=Cents(released_cents))
            return go("obligations.show", number=number, told=told)
    return _show(number, form)


@area.post("/<int:number>/evidence")
@requires("treasurer")
def add_evidence(number: int) -> Response:
    """Add files that show an obligation, such as its contract."""
    form = keep_files(f"obligation/{number}")
    if form is None:
        return go("obligations.show", number=number, told=N_("The evidence is added."))
    return _show(number, form)
