"""A sample area: one page with everything the macros draw, and one form with a field of every kind."""

from datetime import date

from flask import Blueprint, Flask, g
from werkzeug.wrappers import Response

from ledger.core.refusals import Malformed, NoRoom, NotAllowed, NotFound, Problems, Refusal
from ledger.core.sentences import Cents, sentence
from ledger.core.statements.shape import Column, Control, Row, Statement
from ledger.web.access import covenant_area, requires, requires_member
from ledger.web.fields import (
    CheckField,
    ChoiceField,
    CountField,
    DayField,
    LinesField,
    MoneyField,
    NumberField,
    TextField,
    verbatim,
)
from ledger.web.forms import EvidenceField, LedgerForm, RowForm, Rows
from ledger.web.here import by, write
from ledger.web.pages import go, page
from ledger.web.refusals import refusing

LINES = (
    ("P1 Opleiden", ("Circulaire textielroute", "Zij-instroom techniek")),
    ("P2 Werkplekken", ("Taalmaatjes zorg",)),
)
FIGURES = {
    "Circulaire textielroute": (42_000_000, 28_845_020, 6_100_000, 832),
    "Zij-instroom techniek": (31_000_000, 31_812_000, 0, 1026),
    "Taalmaatjes zorg": (9_650_000, 9_598_010, 0, 995),
}


def statement() -> Statement:
    """Make budget against actual of three projects on two lines."""
    rows = tuple(
        Row(
            (line, name, date(2015, 3, 1), budget, spent, due, budget - spent - due, share),
            f"projects/{place}",
        )
        for line, names in LINES
        for place, name in enumerate(names)
        for budget, spent, due, share in [FIGURES[name]]
    )
    controls = [
        Control(sentence("Subtotal"), key, sum(_part(row, at) for row in rows if row.cells[0] == line), line)
        for line, _ in LINES
        for key, at in (("budget", 3), ("spent", 4), ("left", 6))
    ]
    totals = [
        Control(sentence("Sum of all"), key, sum(_part(row, at) for row in rows))
        for key, at in (("budget", 3), ("spent", 4), ("obligated", 5), ("left", 6))
    ]
    return Statement(
        key="budget-actual",
        title=sentence("Sample statement"),
        columns=(
            Column("line", sentence("Programme line")),
            Column("project", sentence("Project"), wide=True),
            Column("since", sentence("Since"), "day"),
            Column("budget", sentence("Budget"), "money"),
            Column("spent", sentence("Spent"), "money"),
            Column("obligated", sentence("Obligated"), "money"),
            Column("left", sentence("Left"), "money"),
            Column("used", sentence("Used"), "share"),
        ),
        rows=rows,
        controls=(*controls, *totals),
        group_by="line",
        notes=(sentence("A note below."),),
    )


def _part(row: Row, place: int) -> int:
    cell = row.cells[place]
    return cell if isinstance(cell, int) else 0


class SplitRow(RowForm):
    """One project's part."""

    project = ChoiceField(
        "Project", choices=[("fair", verbatim("Banenmarkt")), ("coach", verbatim("Coaching <b>"))]
    )
    cents = MoneyField("Bedrag (EUR)")


class SampleForm(LedgerForm):
    """A field of every kind."""

    payee = TextField("Ontvanger", hint="Naam zoals op de factuur", most=60)
    gross = MoneyField("Bedrag (EUR)")
    invoice_on = DayField("Factuurdatum")
    vote = ChoiceField("Stem", choices=[("for", "Voor"), ("against", "Tegen")], as_radio=True)
    project = ChoiceField("Project", placeholder="Kies een project")
    hours = NumberField("Uren", optional=True)
    people = CountField("Deelnemers", optional=True)
    remark = LinesField("Opmerking", optional=True)
    agreed = CheckField("Ik heb de factuur gezien")
    evidence = EvidenceField("Bewijsstukken", optional=True)
    splits = Rows(SplitRow, "Verdeling over projecten", least=1, shown=2)


area = covenant_area("sample", __name__)
REFUSALS: dict[str, Refusal] = {
    "no room": NoRoom(sentence("Only %(left)s is left.", left=Cents(12345)), "gross"),
    "no room anywhere": NoRoom(sentence("Only %(left)s is left.", left=Cents(12345))),
    "no such project": NotFound(sentence("Er is geen project x."), "project"),
    "no such page": NotFound(sentence("Er is geen uitgave 9.")),
    "not allowed": NotAllowed(sentence("Dit is uw eigen uitgave.")),
    "two problems": Problems(
        [Malformed(sentence("Het eerste."), "payee"), Malformed(sentence("Het tweede."), "splits-1-cents")]
    ),
}


@area.get("")
@requires_member
def index() -> Response:
    """Show everything the macros draw."""
    return page("sample/index.html", report=statement(), form=_form())


@area.route("/new", methods=["GET", "POST"])
@requires("treasurer")
def new() -> Response:
    """Take the form; the payee's name may ask for a refusal, or for a fault."""
    form = _form()
    if form.sent():
        with refusing(form):
            with write() as _:
                who = by(form)
                if form.payee.text == "a fault":
                    raise RuntimeError("a fault of ours")
                if form.payee.text in REFUSALS:
                    raise REFUSALS[form.payee.text]
            told = {
                "payee": form.payee.text,
                "cents": str(form.gross.cents),
                "day": form.invoice_on.day.isoformat(),
                "vote": form.vote.choice,
                "hours": str(form.hours.hundredths),
                "people": str(form.people.count),
                "remark": form.remark.text,
                "agreed": str(form.agreed.ticked),
                "files": ", ".join(f"{each.name}={each.media_type}" for each in form.evidence.uploads),
                "splits": ", ".join(
                    f"{row.project.choice}={row.cents.cents}" for row in form.splits.filled()
                ),
                "key": str(bool(who.key)),
                "person": str(who.person_id),
                "roles": ",".join(who.roles),
            }
            return go("sample.index", told=verbatim(repr(told)))
    return page("sample/new.html", form=form)


def _form() -> SampleForm:
    form = SampleForm(data={"invoice_on": date(2015, 3, 2)})
    form.project.offer_groups([("Toeleiding", [("fair", verbatim(f"Banenmarkt {g.covenant.place}"))])])
    return form


def add_to(app: Flask) -> None:
    """Open the sample area, and a page that fails, in an application."""
    folder = Blueprint("sample-pages", __name__, template_folder="templates")
    app.register_blueprint(folder)
    app.register_blueprint(area)
