"""The page of the access log: who came in, who was turned away, and which files left, about one covenant."""

from flask import g, request
from werkzeug.wrappers import Response

from ledger import log_pages, verifying
from ledger.log_pages import PER_PAGE
from ledger.web.access import covenant_area, requires
from ledger.web.attempts import subject_of
from ledger.web.chained import rows_asked
from ledger.web.here import read
from ledger.web.pages import page
from ledger.web.paging import Paging

area = covenant_area("access_log", __name__, at="access-log")


@area.get("")
@requires("auditor", "administrator")
def index() -> Response:
    """Show a page of the access log, the newest row first; nobody else looks over people's shoulders."""
    wrong: list[str] = []
    asked = rows_asked(wrong)
    paging = Paging.asked(PER_PAGE)
    with read() as session:
        shown = log_pages.log_page(session, g.covenant.id, asked, subject_of=subject_of, first=paging.first)
        head = verifying.log_head(session)
    return page(
        "access_log/index.html",
        shown=shown,
        asked=asked,
        typed=request.args,
        wrong=wrong,
        head=head,
        paging=paging.of(shown.count, request.args),
        status=422 if wrong else 200,
    )
