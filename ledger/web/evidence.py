"""Evidence: handing a file out to whoever may see what it is evidence of."""

from flask import g
from werkzeug.wrappers import Response

from ledger import evidence
from ledger.web import pages
from ledger.web.access import covenant_area, requires_member
from ledger.web.here import read

area = covenant_area("evidence", __name__)


@area.get("/<int:number>")
@requires_member
def download(number: int) -> Response:
    """Hand a file out; the access log says who took which.

    Whatever there is evidence of stands on pages for the same people: who sees no money sees no goals either.
    """
    with read() as session:
        file = evidence.fetch(session, g.covenant.id, number)
    return pages.send(file.content, name=file.name, media_type=file.media_type, subject=f"evidence/{number}")
