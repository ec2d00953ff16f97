"""Parties: who promised what, and each party's own statement of what its money paid."""

from flask import g, request
from werkzeug.wrappers import Response

from ledger import leavings, party_pages
from ledger.core.sentences import N_, Cents, sentence
from ledger.web.access import covenant_area, requires, requires_member
from ledger.web.forms import LedgerForm
from ledger.web.here import by, code, read, today, write
from ledger.web.pages import go, page
from ledger.web.paging import Paging, number_asked
from ledger.web.refusals import refusing

area = covenant_area("parties", __name__)


@area.get("")
@requires_member
def index() -> Response:
    """List the parties: what each promised, paid, was charged and has left."""
    with read() as session:
        shown = party_pages.party_list(session, g.covenant.id, today=today(), code=code())
    return page("parties/index.html", shown=shown, own=g.party_id)


@area.get("/<slug:party>")
@requires_member
def show(party: str) -> Response:
    """Show a party's own statement, of a year or of the whole term."""
    return _show(party)


@area.post("/<slug:party>/settle")
@requires("treasurer")
def settle(party: str) -> Response:
    """Settle with a party that left: what it has not spent need not be paid, or is set aside for it."""
    form = LedgerForm()
    if form.sent():
        with refusing(form):
            with write() as session:
                cents = leavings.settle_leaver(session, g.covenant.id, by=by(form), party=party)
            told = sentence(N_("%(amount)s is settled with this party."), amount=Cents(cents))
            return go("parties.show", party=party, told=told)
    return _show(party, form)


def _show(party: str, refused: LedgerForm | None = None) -> Response:
    paging, year = Paging.asked(party_pages.PER_PAGE), number_asked("year")
    with read() as session:
        shown = party_pages.party_page(
            session, g.covenant.id, party, year=year, today=today(), code=code(), first=paging.first
        )
    settles = "treasurer" in g.roles and bool(shown.unsettled_cents)
    return page(
        "parties/show.html",
        shown=shown,
        settle_form=refused or (LedgerForm() if settles else None),
        year=year,
        paging=paging.of(shown.count, request.args),
        is_own=shown.party.id == g.party_id,
    )
