"""The trail: every act, who did it and when; and the proof that nothing was changed since."""

from flask import g, request
from werkzeug.wrappers import Response

from ledger import checks, record_pages, verifying
from ledger.core.sentences import N_
from ledger.core.statements.shape import Head
from ledger.record_pages import PER_PAGE
from ledger.web.access import covenant_area, requires_member
from ledger.web.chained import rows_asked
from ledger.web.fields import TextField
from ledger.web.forms import PlainForm
from ledger.web.here import code, language, read
from ledger.web.pages import page
from ledger.web.paging import Paging
from ledger.web.refusals import refusing

area = covenant_area("trail", __name__)
proof = covenant_area("verify", __name__)


@area.get("")
@requires_member
def index() -> Response:
    """Show a page of the trail, the newest act first."""
    wrong: list[str] = []
    asked = rows_asked(wrong)
    paging = Paging.asked(PER_PAGE)
    with read() as session:
        shown = record_pages.trail_page(session, g.covenant.id, asked, first=paging.first, code=code())
        head = verifying.head(session, g.covenant.id)
    return page(
        "trail/index.html",
        shown=shown,
        asked=asked,
        typed=request.args,
        wrong=wrong,
        head=head,
        paging=paging.of(shown.count, request.args),
        status=422 if wrong else 200,
    )


class WitnessForm(PlainForm):
    """Heads of the trail and of the access log that somebody kept."""

    witness = TextField(
        N_("Head on a file you kept"),
        hint=N_("A number, a colon and a hash, as printed on every export. Leave empty to check without."),
        optional=True,
        most=200,
    )
    log_witness = TextField(
        N_("Head of the access log you kept"),
        hint=N_("As this page and the command verify tell it. Leave empty to check without."),
        optional=True,
        most=200,
    )


@proof.route("", methods=["GET", "POST"])
@requires_member
def index_of_proof() -> Response:
    """Count everything a second time and prove the record, against a witness where one is given."""
    form = WitnessForm()
    found = None
    checked = None
    if form.sent():
        with refusing(form):
            seen, log_seen = _seen(form.witness), _seen(form.log_witness)
            with read() as session:
                found = verifying.verify(session, g.covenant.id, seen, log_seen)
                checked = checks.check(session, g.covenant.id)
    with read() as session:
        head, log_head = verifying.head(session, g.covenant.id), verifying.log_head(session)
    return page(
        "verify/index.html",
        form=form,
        found=found,
        checked=checked,
        counted=checks.sentence_of(checked, language()) if checked else "",
        head=head,
        log_head=log_head,
    )


def _seen(field: TextField) -> Head | None:
    """Read a head somebody kept; None where none was given."""
    return verifying.parse_witness(field.text, field=field.name) if field.text else None
