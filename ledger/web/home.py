"""The first page: the covenants somebody takes part in, or straight to the only one."""

from flask import Blueprint, g, redirect
from werkzeug.wrappers import Response

from ledger.core.statements.words import ROLE_NAMES
from ledger.storage import accounts
from ledger.web.access import requires_person
from ledger.web.here import read
from ledger.web.navigation import first_page
from ledger.web.pages import page

area = Blueprint("home", __name__)


@area.get("/")
@requires_person
def index() -> Response:
    """Show the covenants this person takes part in; of one alone, its first page at once."""
    with read() as session:
        covenants = accounts.covenants_of(session, g.person.id)
    places = [(each, first_page(each.slug, each.roles)) for each in covenants]
    if len(places) == 1 and places[0][1] is not None:
        return redirect(places[0][1])
    return page("home/index.html", places=places, role_names=ROLE_NAMES)
