"""Contributions: how instalments stand, recording money, taking it back and returning it."""

from flask import g, request
from werkzeug.wrappers import Response

from ledger import contribution_pages, contributions, evidence, received_pages
from ledger.contribution_pages import Asked, OpenView, Overpaid
from ledger.core.instalments import STATES
from ledger.core.sentences import N_, Cents, sentence
from ledger.web.access import covenant_area, requires, requires_member
from ledger.web.fields import ChoiceField, DayField, MoneyField, TextField, verbatim
from ledger.web.filing import files_form, keep_files
from ledger.web.forms import EvidenceField, LedgerForm
from ledger.web.here import by, code, read, today, write
from ledger.web.pages import go, page
from ledger.web.paging import Paging, text_asked
from ledger.web.refusals import refusing
from ledger.web.spend_forms import ReverseForm

area = covenant_area("contributions", __name__)


class ReceiveForm(LedgerForm):
    """Money that came in: from whom, when and how much."""

    party = ChoiceField(N_("Party"), hint=N_("Only parties that promised money."))
    received_on = DayField(N_("Received on"), hint=N_("The day it came in at the bank."))
    amount = MoneyField(N_("Amount"))
    reference = TextField(N_("Reference at the bank"), optional=True)
    evidence = EvidenceField(N_("Files"), optional=True)


class ReturnForm(LedgerForm):
    """Money that goes back to a party: when and how much."""

    party = ChoiceField(N_("Party"))
    returned_on = DayField(N_("Returned on"), hint=N_("The day it left the bank account."))
    amount = MoneyField(N_("Amount"))


@area.get("")
@requires_member
def index() -> Response:
    """Show how contributions stand today: per party, per instalment, and what came in last."""
    asked = Asked(text_asked("party") or None, text_asked("state") or None)
    paging = Paging.asked(contribution_pages.PER_PAGE)
    with read() as session:
        shown = contribution_pages.contributions_page(
            session, g.covenant.id, asked, today=today(), code=code(), first=paging.first
        )
    return page(
        "contributions/index.html",
        shown=shown,
        asked=asked,
        states=STATES,
        paging=paging.of(shown.found, request.args),
    )


@area.get("/received")
@requires_member
def received() -> Response:
    """List all money received, the latest first."""
    party, paging = text_asked("party"), Paging.asked(received_pages.PER_PAGE)
    with read() as session:
        found = received_pages.received(session, g.covenant.id, party=party, first=paging.first)
        funders = contribution_pages.funders(session, g.covenant.id, code())
    return page(
        "contributions/received.html",
        found=found,
        party=party,
        funders=funders,
        paging=paging.of(found.count, request.args),
    )


@area.route("/new", methods=["GET", "POST"])
@requires("treasurer")
def new() -> Response:
    """Record money that came in from a party."""
    with read() as session:
        owing = contribution_pages.open_per_party(session, g.covenant.id, today=today(), code=code())
    form = ReceiveForm(data=_likely(owing, text_asked("party")))
    form.party.offer((one.slug, verbatim(one.party)) for one in owing)
    if form.sent():
        with refusing(form):
            with write() as session:
                number = contributions.record_contribution(
                    session,
                    g.covenant.id,
                    by=by(form),
                    party=form.party.choice,
                    received_on=form.received_on.day,
                    amount_cents=form.amount.cents,
                    reference=form.reference.text,
                )
                evidence.add_all(
                    session,
                    g.covenant.id,
                    by=by(form),
                    subject=f"contribution/{number}",
                    files=form.evidence.uploads,
                )
            told = sentence(N_("%(amount)s is recorded as received."), amount=Cents(form.amount.cents))
            return go("contributions.show", number=number, told=told)
    return page("contributions/new.html", form=form, owing=owing)


def _likely(owing: list[OpenView], slug: str) -> dict[str, object]:
    """Fill a new form with what is most likely meant: today, and what the party asked for has to pay."""
    party = next((one for one in owing if one.slug == slug), None)
    return {
        "received_on": today(),
        "party": party.slug if party else None,
        "amount": (party.likely_cents or None) if party else None,
    }


@area.get("/<int:number>")
@requires_member
def show(number: int) -> Response:
    """Show one contribution: where it went, its entries and files, and what can be done with it."""
    return _show(number)


def _show(number: int, refused: LedgerForm | None = None) -> Response:
    with read() as session:
        shown = received_pages.contribution_page(session, g.covenant.id, number, code=code())
        is_treasurer = "treasurer" in g.roles
        files = files_form(session, f"contribution/{number}", refused) if is_treasurer else None
    reverse_form = None
    if is_treasurer:
        if isinstance(refused, ReverseForm):
            reverse_form = refused
        elif shown.row.state == "received":
            reverse_form = ReverseForm(prefix="reverse-", data={"reversed_on": today()})
    return page("contributions/show.html", shown=shown, reverse_form=reverse_form, files_form=files)


@area.post("/<int:number>/reverse")
@requires("treasurer")
def reverse(number: int) -> Response:
    """Take back a contribution that was recorded in error."""
    form = ReverseForm(prefix="reverse-")
    if form.sent():
        with refusing(form):
            with write() as session:
                warning = contributions.reverse_contribution(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=number,
                    reversed_on=form.reversed_on.day,
                    reason=form.reason.text,
                )
            told = N_("The contribution is reversed.")
            return go("contributions.show", number=number, told=told, warning=warning)
    return _show(number, form)


@area.post("/<int:number>/evidence")
@requires("treasurer")
def add_evidence(number: int) -> Response:
    """Add files that show a contribution, such as a page of the bank statement."""
    form = keep_files(f"contribution/{number}")
    if form is None:
        return go("contributions.show", number=number, told=N_("The evidence is added."))
    return _show(number, form)


@area.route("/return", methods=["GET", "POST"])
@requires("treasurer")
def give_back() -> Response:
    """Return to a party what it paid beyond all its instalments."""
    with read() as session:
        owed = contribution_pages.overpaid(session, g.covenant.id)
        funders = contribution_pages.funders(session, g.covenant.id, code())
    form = ReturnForm(data=_owed(owed, text_asked("party")))
    form.party.offer((slug, verbatim(name)) for slug, name in funders)
    if form.sent():
        with refusing(form):
            with write() as session:
                _, warning = contributions.return_overpayment(
                    session,
                    g.covenant.id,
                    by=by(form),
                    party=form.party.choice,
                    returned_on=form.returned_on.day,
                    amount_cents=form.amount.cents,
                )
            told = sentence(N_("%(amount)s is recorded as returned."), amount=Cents(form.amount.cents))
            return go("parties.show", party=form.party.choice, told=told, warning=warning)
    return page("contributions/return.html", form=form, owed=owed)


def _owed(owed: list[Overpaid], slug: str) -> dict[str, object]:
    """Fill a new form with all that is to go back to the party asked for, or to the only one there is."""
    found = next((one for one in owed if one.slug == slug), owed[0] if len(owed) == 1 else None)
    return {
        "returned_on": today(),
        "party": found.slug if found else None,
        "amount": found.cents if found else None,
    }
