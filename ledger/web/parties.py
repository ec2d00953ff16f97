"""Parties: who promised what, and each party's own statement of what its money paid."""

from flask import g, request
from werkzeug.wrappers import Response

from ledger import party_pages
from ledger.web.access import covenant_area, requires_member
from ledger.web.here import code, read, today
from ledger.web.pages import page
from ledger.web.paging import Paging, number_asked

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
    paging, year = Paging.asked(party_pages.PER_PAGE), number_asked("year")
    with read() as session:
        shown = party_pages.party_page(
            session, g.covenant.id, party, year=year, today=today(), code=code(), first=paging.first
        )
    return page(
        "parties/show.html",
        shown=shown,
        year=year,
        paging=paging.of(shown.count, request.args),
        is_own=shown.party.id == g.party_id,
    )
