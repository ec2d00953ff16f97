"""The overview of a covenant: what waits for the reader, how the money stands, where it went, the goal."""

from flask import g
from markupsafe import Markup
from werkzeug.wrappers import Response

from ledger import indicators, reports, waiting
from ledger.core.sentences import N_, sentence
from ledger.web.access import covenant_area, requires_member
from ledger.web.here import by, code, language, read, say, today
from ledger.web.pages import page
from ledger.web.paging import number_asked

area = covenant_area("overview", __name__, at="")

CHART_WIDTH = 580
FLOW_HEIGHT = 400
TEXT_SIZE = 11


@area.get("/")
@requires_member
def index() -> Response:
    """Show how the covenant stands in a fiscal year, by default the present one or the last there was."""
    asked = number_asked("year")
    with read() as session:
        present = reports.present_year(session, g.covenant.id, today())
        known = reports.years_begun(session, g.covenant.id, today()) or [present]
        year = asked if asked is not None else present
        as_at = reports.last_day(session, g.covenant.id, year, today())
        seen = reports.picture(session, g.covenant.id, year=year, as_at=as_at, code=code())
        goals = indicators.latest(session, g.covenant.id)
        waits = waiting.for_person(session, g.covenant.id, by=by())
    bars, flows = _charts(seen, year)
    bars = Markup(bars)  # noqa: S704 - to_svg escapes every text it is given  # nosec B704
    flows = Markup(flows)  # noqa: S704 - likewise  # nosec B704
    return page(
        "overview/index.html",
        seen=seen,
        bars=bars,
        flows=flows,
        goals=goals,
        waits=waits,
        year=year,
        years=known,
        as_at=as_at,
    )


def _charts(seen: reports.Picture, year: int) -> tuple[str, str]:
    """Draw the two charts. What draws them is loaded when first asked for: other pages start without it."""
    from exports.charts import budget_chart  # noqa: PLC0415
    from exports.flow import flow_chart  # noqa: PLC0415
    from exports.svg import to_svg  # noqa: PLC0415

    told = language()
    bars = to_svg(
        budget_chart(seen.bars, told, CHART_WIDTH, size=TEXT_SIZE),
        say(sentence(N_("Budget against actual %(year)s"), year=str(year))),
        say(
            sentence(
                N_("Per project: the budget, what is spent and what is obliged; the table has the figures.")
            )
        ),
    )
    flows = to_svg(
        flow_chart(seen.flows, told, CHART_WIDTH, FLOW_HEIGHT, size=TEXT_SIZE),
        say(sentence(N_("Flow of money %(year)s"), year=str(year))),
        say(sentence(N_("From funder through programme line to project; the table has the figures."))),
    )
    return bars, flows
