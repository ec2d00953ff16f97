"""Budgets: the versions of every year, what each changes, and proposing a new one."""

from collections.abc import Mapping

from flask import g, request
from werkzeug.wrappers import Response

from ledger import budget_pages, budget_proposals, budgets, decisions, periods
from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, Cents, sentence
from ledger.storage import reads
from ledger.storage.tables import Budget
from ledger.web.access import covenant_area, requires, requires_member
from ledger.web.fields import DayField, LinesField, MoneyField, verbatim
from ledger.web.forms import LedgerForm
from ledger.web.here import by, code, read, write
from ledger.web.pages import go, page
from ledger.web.proposals import CHANGED
from ledger.web.refusals import refusing

area = covenant_area("budgets", __name__)


class BudgetForm(LedgerForm):
    """A proposal: why, and an amount per project. The fields of the projects come with `form_for`."""

    purpose = LinesField(N_("What is this budget for?"), hint=N_("The parties read this before they vote."))
    deadline = DayField(
        N_("Last day to vote"), hint=N_("After it the votes as they stand decide."), optional=True
    )

    @property
    def lines(self) -> dict[str, int]:
        """Give the cents per project slug; a box left empty is nothing."""
        return {
            name.removeprefix("lines-"): field.cents
            for name, field in self._fields.items()
            if isinstance(field, MoneyField)
        }


def form_for(year: int, *, proposed: Mapping[int, int] | None = None, purpose: str = "") -> BudgetForm:
    """Make the form for a year: a box per project, filled with what is proposed, or the budget in force."""
    with read() as session:
        base = budgets.in_force(session, g.covenant.id, year)
        lines = budgets.lines_of(session, g.covenant.id, base.id) if base else {}
        rooms = budget_pages.rooms(session, g.covenant.id, year)
        projects = reads.projects(session, g.covenant.id)
    fields = {}
    for project in projects:
        room = rooms.get(project.id)
        used = room.spent_cents + room.obligated_cents if room else 0
        hint = (
            sentence(
                N_("Now %(now)s; spent and obliged %(used)s."),
                now=Cents(lines.get(project.id, 0)),
                used=Cents(used),
            )
            if base
            else sentence(N_("Leave empty for nothing."))
        )
        fields[f"lines-{project.slug}"] = MoneyField(
            verbatim(project.name),
            hint=hint,
            optional=True,
            default=(lines if proposed is None else proposed).get(project.id) or None,
        )
    form: BudgetForm = type("BudgetFormOfYear", (BudgetForm,), fields)(data={"purpose": purpose})
    return form


@area.get("")
@requires_member
def index() -> Response:
    """List every version of every year's budget."""
    with read() as session:
        rows = budget_pages.budget_rows(session, g.covenant.id)
        years = _open_years()
    return page("budgets/index.html", rows=rows, years=years)


@area.route("/new", methods=["GET", "POST"])
@requires("treasurer")
def new() -> Response:
    """Propose a year's budget, or an amendment of the one in force."""
    years = _open_years()
    asked = request.args.get("year", "")
    if not years:
        return page("budgets/new.html", years=years, year=None, form=None, base=None, budget=None)
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else None
    if year is None:
        if asked:
            raise NotFound(sentence(N_("%(year)s is not an open fiscal year of this covenant."), year=asked))
        return page("budgets/new.html", years=years, year=None, form=None, base=None, budget=None)
    form = form_for(year)
    if form.sent():
        with refusing(form):
            with write() as session:
                number = budget_proposals.propose_budget(
                    session,
                    g.covenant.id,
                    by=by(form),
                    year=year,
                    purpose=form.purpose.text,
                    lines=form.lines,
                    deadline=form.deadline.data,
                )
            return go("budgets.show", number=number, told=N_("The budget is put to the parties."))
    return _form_page(form, year)


def _form_page(form: BudgetForm, year: int, budget: Budget | None = None) -> Response:
    """Show the form for a year, its boxes by programme line; `budget` is the one that is changed."""
    with read() as session:
        base = budgets.in_force(session, g.covenant.id, year)
        projects = reads.projects(session, g.covenant.id)
        lines = {line.id: line for line in reads.lines(session, g.covenant.id)}
    groups: dict[int, list[str]] = {}
    for project in projects:
        groups.setdefault(project.line_id, []).append(f"lines-{project.slug}")
    named = [
        (lines[line].name_nl if code() == "nl" else lines[line].name_en, names)
        for line, names in groups.items()
    ]
    years = _open_years()
    return page("budgets/new.html", years=years, year=year, form=form, base=base, groups=named, budget=budget)


@area.route("/<int:number>/edit", methods=["GET", "POST"])
@requires("treasurer", "partner")
def edit(number: int) -> Response:
    """Change a budget that is being voted on; the votes cast count no longer."""
    with read() as session:
        budget = budgets.find_budget(session, g.covenant.id, number)
        decision = decisions.find_decision(session, g.covenant.id, budget.decision_id or 0)
        lines = budgets.lines_of(session, g.covenant.id, number)
    decisions.require_proposer(decision, by())
    decisions.require_open(decision)
    form = form_for(budget.year, proposed=lines, purpose=budget.purpose)
    del form.deadline
    if form.sent():
        with refusing(form):
            with write() as session:
                budget_proposals.change_budget(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=number,
                    purpose=form.purpose.text,
                    lines=form.lines,
                )
            return go("budgets.show", number=number, told=CHANGED)
    return _form_page(form, budget.year, budget)


@area.get("/<int:number>")
@requires_member
def show(number: int) -> Response:
    """Show one version: its lines, what it changes, and its decision."""
    with read() as session:
        shown = budget_pages.budget_page(session, g.covenant.id, number)
    return page("budgets/show.html", shown=shown, years=_open_years())


def _open_years() -> list[int]:
    """Name the fiscal years of the term that are open."""
    with read() as session:
        covenant = reads.covenant(session, g.covenant.id)
        states = reads.year_states(session, g.covenant.id)
    return [year for year in periods.term_years(covenant) if states[year] == "open"]
