"""Carrying budget over: what a year has left, added by decision to the budget of a later one.

It is taken from the room of the year it comes from at once, whether that is closed or not yet, so that nobody
can use it twice. The later year gets a new version of its budget, which names where the money came from.
"""

from collections.abc import Mapping

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from ledger import budgets, decisions, periods, trail, years
from ledger.core.acting import By
from ledger.core.budget import require_carry
from ledger.core.money import require_size
from ledger.core.proposals import Drafted, change
from ledger.core.refusals import Malformed, WrongState
from ledger.core.sentences import N_, sentence
from ledger.storage import reads
from ledger.storage.canonical import Content
from ledger.storage.reads import col
from ledger.storage.tables import Budget, BudgetCarry, Decision, ProjectTotal


def draft(
    session: Session, covenant_id: int, *, by: By, from_year: int, to_year: int, lines: Mapping[str, int]
) -> Drafted:
    """Draw up what is carried from one fiscal year into a later one; `lines` are cents per project slug.

    Refuses a year that is not over, or was over before the books began, a later one that is not open or has
    no budget in force, nothing, and more than a project has left: its budget less what is spent, obliged and
    carried over already.
    """
    base = _require_years(session, covenant_id, by, from_year, to_year)
    if not lines:
        raise Malformed(sentence(N_("Carry something over for at least one project.")), "lines")
    before = budgets.lines_of(session, covenant_id, base.id)
    changes = []
    for place, (slug, cents) in enumerate(lines.items()):
        field = f"lines-{place}-cents"
        require_size(cents, field=field)
        project = reads.project_by_slug(session, covenant_id, slug, field="lines")
        room = reads.room(session, covenant_id, project.id, from_year)
        require_carry(project.name, from_year, room, cents, field=field)
        of_year = f"{project.name}, {from_year}"
        changes += [
            change("carried", room.left_cents, room.left_cents - cents, of=of_year, slug=slug),
            change(
                "budget_line",
                before.get(project.id, 0),
                before.get(project.id, 0) + cents,
                of=f"{project.name}, {to_year}",
                slug=slug,
            ),
        ]
    figures = {
        "from_year": from_year,
        "to_year": to_year,
        "base": base.id,
        "lines": dict(lines),
        "changes": changes,
    }
    return Drafted(f"year/{to_year}", f"{from_year} → {to_year}", figures)


def _require_years(session: Session, covenant_id: int, by: By, from_year: int, to_year: int) -> Budget:
    """Refuse years between which nothing can be carried; give the budget in force of the later one."""
    covenant = reads.covenant(session, covenant_id)
    for year, field in ((from_year, "from_year"), (to_year, "to_year")):
        if year not in periods.term_years(covenant):
            raise Malformed(sentence(N_("%(year)s is not a fiscal year of this covenant."), year=year), field)
        periods.require_in_books(session, covenant_id, periods.year_end(covenant, year), field=field)
    if from_year >= to_year:
        raise Malformed(sentence(N_("Budget is carried into a later year.")), "to_year")
    if by.today <= periods.year_end(covenant, from_year):
        raise WrongState(sentence(N_("Fiscal year %(year)s is not over yet."), year=from_year), "from_year")
    if years.find_year(session, covenant_id, to_year).state != "open":
        raise WrongState(sentence(N_("Fiscal year %(year)s is closed."), year=to_year), "to_year")
    for each in budgets.list_budgets(session, covenant_id):
        if (each.year, each.state) == (to_year, "proposed"):
            raise WrongState(
                sentence(
                    N_("Budget %(number)s for %(year)s is still being voted on; await or withdraw it first."),
                    number=each.id,
                    year=to_year,
                ),
                "to_year",
            )
    base = budgets.in_force(session, covenant_id, to_year)
    if base is None:
        raise WrongState(
            sentence(N_("No budget is in force for %(year)s yet; adopt that first."), year=str(to_year)),
            "to_year",
        )
    return base


def adopt(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Carry budget over: a new version of the later year's budget is in force from now on.

    Refuses, and with it the vote that decides, where any of the figures moved since.
    """
    said = decisions.figures_of(decision)
    lines: dict[str, int] = said["lines"]
    now = draft(
        session, covenant_id, by=by, from_year=said["from_year"], to_year=said["to_year"], lines=lines
    )
    if now.figures != said:
        raise WrongState(
            sentence(N_("The figures have moved since this was proposed: change the proposal first."))
        )
    taken = {reads.project_by_slug(session, covenant_id, slug).id: cents for slug, cents in lines.items()}
    budget = _new_version(session, covenant_id, by=by, decision=decision, taken=taken)
    for project_id, cents in taken.items():
        _take(session, covenant_id, project_id, said["from_year"], cents)
    content: Content = {
        "decision": decision.id,
        "from_year": said["from_year"],
        "lines": [[project, cents] for project, cents in taken.items()],
    }
    trail.append(
        session, covenant_id, by=by, act="budget.carried", subject=f"budget/{budget.id}", content=content
    )


def _new_version(
    session: Session, covenant_id: int, *, by: By, decision: Decision, taken: Mapping[int, int]
) -> Budget:
    """Write the version that takes the amounts over, and put it in force."""
    said = decisions.figures_of(decision)
    lines = budgets.lines_of(session, covenant_id, said["base"])
    for project_id, cents in taken.items():
        lines[project_id] = lines.get(project_id, 0) + cents
    budget = Budget(
        covenant_id=covenant_id,
        id=reads.next_id(session, Budget, covenant_id),
        year=said["to_year"],
        version=budgets.next_version(session, covenant_id, said["to_year"]),
        base_id=said["base"],
        purpose=decision.proposal,
        state="proposed",
        person_id=by.person_id,
        recorded_at=by.now,
    )
    session.add(budget)
    session.flush()
    budgets.write_lines(session, covenant_id, budget.id, lines)
    session.execute(
        insert(BudgetCarry),
        [
            {
                "covenant_id": covenant_id,
                "budget_id": budget.id,
                "project_id": project_id,
                "from_year": said["from_year"],
                "cents": cents,
            }
            for project_id, cents in taken.items()
        ],
    )
    budget.decision_id = decision.id
    session.flush()
    budgets.put_in_force(session, covenant_id, by=by, decision=decision, budget=budget)
    return budget


def _take(session: Session, covenant_id: int, project_id: int, year: int, cents: int) -> None:
    """Keep that part of a project's budget was carried out of a year."""
    session.execute(
        update(ProjectTotal)
        .where(
            col(ProjectTotal.covenant_id) == covenant_id,
            col(ProjectTotal.project_id) == project_id,
            col(ProjectTotal.year) == year,
        )
        .values(carried_cents=ProjectTotal.carried_cents + cents)
        .execution_options(synchronize_session=False)
    )
