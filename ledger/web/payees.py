"""Payees: the register of who is paid."""

from flask import g, request
from werkzeug.wrappers import Response

from ledger import entering, expenditures, payee_changes, payees
from ledger.core.sentences import N_
from ledger.expenditures import Filter
from ledger.payees import PayeeRow
from ledger.storage import accounts, reads
from ledger.web.access import covenant_area, requires, requires_member
from ledger.web.fields import verbatim
from ledger.web.here import by, read, write
from ledger.web.pages import go, page
from ledger.web.paging import Paging, text_asked
from ledger.web.refusals import refusing
from ledger.web.spend_forms import PayeeForm

area = covenant_area("payees", __name__)

PER_PAGE = 100
SHOWN = 20
"""How many of a payee's expenditures stand on its page; the register has them all."""


@area.get("")
@requires_member
def index() -> Response:
    """List the payees, or those in whose name or numbers a text stands."""
    text, paging = text_asked("text"), Paging.asked(PER_PAGE)
    with read() as session:
        found, count = payees.look_up(session, g.covenant.id, text, first=paging.first, most=PER_PAGE)
    return page("payees/index.html", found=found, text=text, paging=paging.of(count, request.args))


@area.route("/new", methods=["GET", "POST"])
@requires("treasurer")
def new() -> Response:
    """Add a payee; one that looks like another is asked about first."""
    form = _form()
    if form.sent():
        with refusing(form):
            with write() as session:
                number = entering.register_payee(
                    session,
                    g.covenant.id,
                    by=by(form),
                    name=form.name.text,
                    iban=form.iban.text,
                    vat_number=form.vat_number.text,
                    chamber_number=form.chamber_number.text,
                    party=form.party.choice or None,
                    is_other=form.is_other.ticked,
                )
            return go("payees.show", number=number, told=N_("The payee is added."))
    return page("payees/form.html", form=form, payee=None)


@area.get("/<int:number>")
@requires_member
def show(number: int) -> Response:
    """Show one payee: its numbers, when they were changed and by whom, and what it was paid for."""
    with read() as session:
        payee = payees.read_payee(session, g.covenant.id, number)
        changes = payees.changes_of(session, g.covenant.id, number)
        people = accounts.names_of(session, {one.person_id for one in changes})
        found = expenditures.find(session, g.covenant.id, Filter(payee=number), most=SHOWN)
        alike = payees.similar(session, g.covenant.id, payee.name, payee.iban, but=number)
    return page("payees/show.html", payee=payee, changes=changes, people=people, found=found, alike=alike)


@area.route("/<int:number>/edit", methods=["GET", "POST"])
@requires("treasurer")
def edit(number: int) -> Response:
    """Change what the register says of a payee; another IBAN or party is shown to whoever approves."""
    with read() as session:
        payee = payees.read_payee(session, g.covenant.id, number)
    form = _form(payee)
    if form.sent():
        with refusing(form):
            with write() as session:
                payee_changes.change_payee(
                    session,
                    g.covenant.id,
                    by=by(form),
                    payee=number,
                    name=form.name.text,
                    iban=form.iban.text,
                    vat_number=form.vat_number.text,
                    chamber_number=form.chamber_number.text,
                    party=form.party.choice or None,
                )
            return go("payees.show", number=number, told=N_("The payee is changed."))
    return page("payees/form.html", form=form, payee=payee)


def _form(payee: PayeeRow | None = None) -> PayeeForm:
    """Make the form of a payee, filled with what the register says of this one."""
    filled = (
        {}
        if payee is None
        else {
            "name": payee.name,
            "iban": payee.iban or None,
            "vat_number": payee.vat_number or None,
            "chamber_number": payee.chamber_number or None,
            "party": payee.party,
        }
    )
    form = PayeeForm(data=filled)
    with read() as session:
        form.party.offer(
            (party.slug, verbatim(party.name)) for party in reads.parties(session, g.covenant.id)
        )
    return form
