"""Records of what came in or was counted: each with its evidence, and taking back one recorded in error."""

from flask import g
from werkzeug.wrappers import Response

from ledger import taking_back
from ledger.core.sentences import N_
from ledger.web.access import covenant_area, requires, requires_member
from ledger.web.fields import DayField, LinesField
from ledger.web.filing import files_form, keep_files
from ledger.web.forms import LedgerForm
from ledger.web.here import by, read, today, write
from ledger.web.pages import go, page
from ledger.web.refusals import refusing
from ledger.web.spend_forms import FilesForm

area = covenant_area("records", __name__)


class TakeBackForm(LedgerForm):
    """When something is taken back, and why."""

    taken_back_on = DayField(N_("Taken back on"))
    reason = LinesField(N_("Why it was recorded in error"), rows=2)


@area.get("/<slug:kind>/<int:number>")
@requires_member
def show(kind: str, number: int) -> Response:
    """Show one record, its evidence, and whether it was taken back."""
    return _show(kind, number)


def _show(
    kind: str, number: int, form: TakeBackForm | None = None, files: FilesForm | None = None
) -> Response:
    is_treasurer = "treasurer" in g.roles
    with read() as session:
        shown = taking_back.record_page(session, g.covenant.id, kind, number)
        if is_treasurer:
            files = files_form(session, f"{kind}/{number}", files)
    can_take_back = is_treasurer and shown.taken_back is None
    return page(
        "records/show.html",
        shown=shown,
        form=form
        or (TakeBackForm(prefix="back-", data={"taken_back_on": today()}) if can_take_back else None),
        files_form=files,
    )


@area.post("/<slug:kind>/<int:number>/take-back")
@requires("treasurer")
def take_back(kind: str, number: int) -> Response:
    """Take back what was recorded in error."""
    form = TakeBackForm(prefix="back-")
    if form.sent():
        with refusing(form):
            with write() as session:
                warning = taking_back.take_back(
                    session,
                    g.covenant.id,
                    by=by(form),
                    kind=kind,
                    number=number,
                    taken_back_on=form.taken_back_on.day,
                    reason=form.reason.text,
                )
            return go("records.show", kind=kind, number=number, told=N_("It is taken back."), warning=warning)
    return _show(kind, number, form=form)


@area.post("/<slug:kind>/<int:number>/evidence")
@requires("treasurer")
def add_evidence(kind: str, number: int) -> Response:
    """Add files as evidence of a record."""
    form = keep_files(f"{kind}/{number}")
    if form is None:
        return go("records.show", kind=kind, number=number, told=N_("The evidence is added."))
    return _show(kind, number, files=form)
