"""Questions about fiscal years: closing one, opening it again, and carrying budget over."""

from collections.abc import Mapping, Sequence
from typing import Any

from ledger import periods
from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.storage import reads
from ledger.storage.db import Session
from ledger.storage.tables import Project
from ledger.web.fields import ChoiceField, MoneyField, verbatim
from ledger.web.forms import RowForm, Rows
from ledger.web.here import today
from ledger.web.paging import text_asked
from ledger.web.questions.base import ProposalForm, Question


class ClosingForm(ProposalForm):
    """Which year is closed."""

    year = ChoiceField(N_("Fiscal year"), hint=N_("Its own page says what closing still asks."))


class ReopeningForm(ProposalForm):
    """Which closed year is opened, and how far."""

    year = ChoiceField(N_("Fiscal year"))
    grade = ChoiceField(
        N_("Opened for"),
        choices=[
            ("evidence", N_("Evidence: files may be added, the figures stay closed")),
            ("figures", N_("Figures: entries may be dated in it again")),
        ],
        as_radio=True,
    )


class CarryRow(RowForm):
    """One project and what is carried over of its budget."""

    project = ChoiceField(N_("Project"))
    cents = MoneyField(N_("Amount"))


class CarryForm(ProposalForm):
    """From which year into which, and how much of each project's budget."""

    from_year = ChoiceField(N_("From fiscal year"), hint=N_("A year that is over, closed or not."))
    to_year = ChoiceField(N_("Into fiscal year"), hint=N_("A later year with a budget in force."))
    lines = Rows(
        CarryRow,
        N_("Carried over"),
        hint=N_("At most what is left: the budget less what is spent, obliged and carried over before."),
    )


def _offer_years(form: Any, session: Session, covenant_id: int, *, states: frozenset[str]) -> None:
    """Offer the fiscal years in these states that have begun; the one the address names is chosen."""
    form.year.offer(
        (str(row.year), verbatim(str(row.year)))
        for row in reads.fiscal_years(session, covenant_id)
        if row.state in states and row.starts_on <= today()
    )
    if not form.was_sent and form.year.data is None:
        form.year.data = text_asked("year") or None


def _offer_carry(form: CarryForm, session: Session, covenant_id: int) -> None:
    """Offer the years of the term, and the projects by programme line."""
    covenant = reads.covenant(session, covenant_id)
    years = {row.year: row for row in reads.fiscal_years(session, covenant_id)}
    term = [years[year] for year in periods.term_years(covenant)]
    form.from_year.offer((str(row.year), verbatim(str(row.year))) for row in term if row.ends_on < today())
    form.to_year.offer((str(row.year), verbatim(str(row.year))) for row in term if row.state == "open")
    over = [row.year for row in term if row.ends_on < today()]
    projects = [
        (each.slug, _with_left(session, covenant_id, each, over))
        for each in reads.projects(session, covenant_id)
    ]
    for row in form.lines.rows:
        row.project.offer(projects)


def _with_left(session: Session, covenant_id: int, project: Project, years: Sequence[int]) -> Sentence:
    """Name a project with what of its budget it has left of the years that are over."""
    said = verbatim(project.name)
    for year in years:
        left = reads.room(session, covenant_id, project.id, year).left_cents
        if left > 0:
            what = N_("%(project)s; left of %(year)s: %(left)s")
            said = sentence(what, project=said, year=str(year), left=Cents(left))
    return said


def _carried(form: CarryForm) -> dict[str, int]:
    """Add up what is carried over per project."""
    lines: dict[str, int] = {}
    for row in form.lines.filled():
        lines[row.project.choice] = lines.get(row.project.choice, 0) + row.cents.cents
    return lines


def _known_year(figures: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"year": str(figures["year"]), **({"grade": figures["grade"]} if "grade" in figures else {})}


CLOSING = Question(
    kind="close_year",
    form=ClosingForm,
    facts=lambda form: {"year": int(form.year.choice)},
    known=_known_year,
    offer=lambda form, session, covenant_id: _offer_years(
        form, session, covenant_id, states=frozenset({"open", "evidence"})
    ),
)

REOPENING = Question(
    kind="reopen_year",
    form=ReopeningForm,
    facts=lambda form: {"year": int(form.year.choice), "grade": form.grade.choice},
    known=_known_year,
    offer=lambda form, session, covenant_id: _offer_years(
        form, session, covenant_id, states=frozenset({"closed", "evidence"})
    ),
)

CARRYING = Question(
    kind="carry",
    form=CarryForm,
    facts=lambda form: {
        "from_year": int(form.from_year.choice),
        "to_year": int(form.to_year.choice),
        "lines": _carried(form),
    },
    known=lambda figures: {
        "from_year": str(figures["from_year"]),
        "to_year": str(figures["to_year"]),
        "lines": [{"project": slug, "cents": cents} for slug, cents in figures["lines"].items()],
    },
    offer=_offer_carry,
)

QUESTIONS = (CARRYING, CLOSING, REOPENING)
