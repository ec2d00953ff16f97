"""Goals: what the covenant is to achieve, what was counted of it, and recording a measurement."""

from flask import g, request
from werkzeug.wrappers import Response

from ledger import evidence, goal_pages, indicators
from ledger.core.sentences import N_
from ledger.web.access import covenant_area, requires, requires_member
from ledger.web.fields import ChoiceField, CountField, DayField, TextField, verbatim
from ledger.web.forms import EvidenceField, LedgerForm
from ledger.web.here import by, code, read, today, write
from ledger.web.pages import go, page
from ledger.web.paging import Paging, text_asked
from ledger.web.refusals import refusing

area = covenant_area("indicators", __name__)


class MeasureForm(LedgerForm):
    """A measurement: of what, when, how many, and by whose account."""

    indicator = ChoiceField(N_("Indicator"))
    measured_on = DayField(N_("Counted as at"))
    value = CountField(N_("Counted"), hint=N_("A whole number, in digits only."))
    source = TextField(
        N_("Source"),
        hint=N_("Who counted, and where it stands. Sources that disagree are both kept and both shown."),
    )
    evidence = EvidenceField(N_("Files"), optional=True)


@area.get("")
@requires_member
def index() -> Response:
    """Show every indicator: its baseline, target and latest measurements."""
    with read() as session:
        goals = goal_pages.goals(session, g.covenant.id, code=code())
    return page("indicators/index.html", goals=goals)


@area.route("/new", methods=["GET", "POST"])
@requires("treasurer")
def new() -> Response:
    """Record what was counted."""
    with read() as session:
        known = indicators.list_indicators(session, g.covenant.id)
    wanted = text_asked("indicator")
    form = MeasureForm(data={"indicator": wanted or None, "measured_on": today()})
    form.indicator.offer((one.slug, verbatim(goal_pages.name_of(one, code()))) for one in known)
    if form.sent():
        with refusing(form):
            with write() as session:
                number = indicators.add_measurement(
                    session,
                    g.covenant.id,
                    by=by(form),
                    indicator=form.indicator.choice,
                    measured_on=form.measured_on.day,
                    value=form.value.count,
                    source=form.source.text,
                )
                evidence.add_all(
                    session,
                    g.covenant.id,
                    by=by(form),
                    subject=f"measurement/{number}",
                    files=form.evidence.uploads,
                )
            return go(
                "indicators.show", indicator=form.indicator.choice, told=N_("The measurement is recorded.")
            )
    return page("indicators/new.html", form=form, known=known)


@area.get("/<slug:indicator>")
@requires_member
def show(indicator: str) -> Response:
    """Show one indicator with everything that was counted of it."""
    paging = Paging.asked(goal_pages.PER_PAGE)
    with read() as session:
        goal = goal_pages.goal(session, g.covenant.id, indicator, code=code(), first=paging.first)
    return page("indicators/show.html", goal=goal, paging=paging.of(goal.count, request.args))
