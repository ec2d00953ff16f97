"""The journal: every entry with its lines, by year, account, funder and project."""

from flask import g, request
from werkzeug.wrappers import Response

from ledger import record_pages
from ledger.core.chart import ACCOUNTS
from ledger.core.sentences import Sentence
from ledger.core.statements.words import ENTRY_KINDS, word
from ledger.record_pages import PER_PAGE, JournalFilter
from ledger.storage import reads
from ledger.web.access import covenant_area, requires_member
from ledger.web.here import read
from ledger.web.pages import page
from ledger.web.paging import Paging, number_asked, text_asked

area = covenant_area("journal", __name__)


@area.get("")
@requires_member
def index() -> Response:
    """Show a page of the journal, the newest day first."""
    asked = JournalFilter(
        year=number_asked("year"),
        account=text_asked("account") or None,
        pledge=number_asked("pledge"),
        project=text_asked("project") or None,
    )
    paging = Paging.asked(PER_PAGE)
    with read() as session:
        shown = record_pages.journal_page(session, g.covenant.id, asked, first=paging.first)
        projects = reads.projects(session, g.covenant.id)
        years = list(reads.year_states(session, g.covenant.id))
    return page(
        "journal/index.html",
        shown=shown,
        asked=asked,
        paging=paging.of(shown.count, request.args),
        accounts={account.key: account for account in ACCOUNTS},
        projects=projects,
        years=years,
        entry_kind=_entry_kind,
    )


@area.get("/<int:number>")
@requires_member
def show(number: int) -> Response:
    """Show one entry."""
    with read() as session:
        shown = record_pages.one_entry(session, g.covenant.id, number)
    return page(
        "journal/show.html",
        view=shown,
        accounts={account.key: account for account in ACCOUNTS},
        entry_kind=_entry_kind,
    )


def _entry_kind(kind: str) -> Sentence:
    """Say what kind of entry this is."""
    return word(ENTRY_KINDS, kind)
