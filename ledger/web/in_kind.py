"""Contributions in kind: hours and goods that parties gave, recorded beside the money."""

from flask import g, request
from werkzeug.wrappers import Response

from ledger import evidence, receipts, received_pages
from ledger.core.sentences import N_
from ledger.core.statements.words import UNITS
from ledger.storage import reads
from ledger.web.access import requires, requires_member
from ledger.web.contributions import area
from ledger.web.fields import ChoiceField, DayField, LinesField, MoneyField, NumberField, verbatim
from ledger.web.forms import EvidenceField, LedgerForm
from ledger.web.here import by, read, today, write
from ledger.web.pages import go, page
from ledger.web.paging import Paging
from ledger.web.refusals import refusing

__all__ = ["area"]


class GiveForm(LedgerForm):
    """Hours or goods: who gave them, for what, how many, and what they are worth."""

    party = ChoiceField(N_("Party"))
    project = ChoiceField(N_("Project"), placeholder=N_("No project"), optional=True)
    given_on = DayField(N_("Given on"), hint=N_("Of a period: its last day."))
    unit = ChoiceField(N_("What was given"), choices=UNITS.items(), as_radio=True)
    quantity = NumberField(N_("How many"), hint=N_("Hours or pieces, for example 7.5"))
    description = LinesField(N_("Description"), rows=2)
    value = MoneyField(N_("Value"), hint=N_("What it would have cost."))
    evidence = EvidenceField(N_("Files"), hint=N_("Such as a timesheet or a valuation."), optional=True)


@area.get("/in-kind")
@requires_member
def in_kind() -> Response:
    """List contributions in kind, the latest first."""
    paging = Paging.asked(received_pages.PER_PAGE)
    with read() as session:
        rows = received_pages.given(session, g.covenant.id, first=paging.first)
        total = received_pages.given_total(session, g.covenant.id)
    return page(
        "contributions/in_kind.html", rows=rows, total=total, paging=paging.of(total.count, request.args)
    )


@area.route("/in-kind/new", methods=["GET", "POST"])
@requires("treasurer")
def new_in_kind() -> Response:
    """Record hours or goods that a party gave."""
    form = GiveForm(data={"given_on": today(), "unit": "hours"})
    with read() as session:
        form.party.offer((one.slug, verbatim(one.name)) for one in reads.parties(session, g.covenant.id))
        form.project.offer((one.slug, verbatim(one.name)) for one in reads.projects(session, g.covenant.id))
    if form.sent():
        with refusing(form):
            with write() as session:
                number = receipts.record_in_kind(
                    session,
                    g.covenant.id,
                    by=by(form),
                    party=form.party.choice,
                    project=form.project.choice or None,
                    given_on=form.given_on.day,
                    unit=form.unit.choice,
                    quantity_hundredths=form.quantity.hundredths,
                    description=form.description.text,
                    value_cents=form.value.cents,
                )
                evidence.add_all(
                    session,
                    g.covenant.id,
                    by=by(form),
                    subject=f"in-kind/{number}",
                    files=form.evidence.uploads,
                )
            return go("contributions.in_kind", told=N_("The contribution in kind is recorded."))
    return page("contributions/new_in_kind.html", form=form)
