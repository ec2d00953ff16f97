"""The bank account: its movements and balance, and recording interest or VAT that came in."""

from flask import g, request
from werkzeug.wrappers import Response

from ledger import bank_pages, cash_pages, receipts
from ledger.core.sentences import N_, Cents, sentence
from ledger.core.statements.words import RECEIPTS
from ledger.web.access import covenant_area, requires, requires_member
from ledger.web.fields import ChoiceField, DayField, MoneyField, TextField
from ledger.web.forms import LedgerForm
from ledger.web.here import by, code, read, today, write
from ledger.web.pages import go, page
from ledger.web.paging import Paging, number_asked, text_asked
from ledger.web.refusals import refusing

area = covenant_area("bank", __name__)


WHOLE_TERM = "all"


class FromBankForm(LedgerForm):
    """Money that came in from no party: what kind, when and how much."""

    kind = ChoiceField(N_("What came in"), choices=RECEIPTS.items(), as_radio=True)
    received_on = DayField(N_("Received on"))
    amount = MoneyField(N_("Amount"))
    reference = TextField(N_("Reference at the bank"), optional=True)


@area.get("")
@requires_member
def index() -> Response:
    """Show the account's movements in a year, by default the present one, with the balance after each."""
    number = number_asked("page")
    with read() as session:
        year = (
            None
            if text_asked("year") == WHOLE_TERM
            else number_asked("year") or bank_pages.year_of(session, g.covenant.id, today())
        )
        shown = bank_pages.bank_page(
            session, g.covenant.id, year=year, today=today(), code=code(), page=number
        )
        beside = cash_pages.beside_bank(session, g.covenant.id, today=today())
    paging = Paging(shown.page, bank_pages.PER_PAGE).of(shown.count, request.args)
    return page("bank/index.html", shown=shown, beside=beside, year=year, paging=paging)


@area.route("/new", methods=["GET", "POST"])
@requires("treasurer")
def new() -> Response:
    """Record interest, or VAT that came back."""
    form = FromBankForm(data={"kind": "interest", "received_on": today()})
    if form.sent():
        with refusing(form):
            with write() as session:
                receipts.record_bank_receipt(
                    session,
                    g.covenant.id,
                    by=by(form),
                    kind=form.kind.choice,
                    received_on=form.received_on.day,
                    amount_cents=form.amount.cents,
                    reference=form.reference.text,
                )
            told = sentence(N_("%(amount)s is recorded as received."), amount=Cents(form.amount.cents))
            with read() as session:
                year = bank_pages.year_of(session, g.covenant.id, form.received_on.day)
            return go("bank.index", year=year, told=told)
    with read() as session:
        claim_cents = receipts.vat_claim_cents(session, g.covenant.id)
    return page("bank/new.html", form=form, claim_cents=claim_cents)
