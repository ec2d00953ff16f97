"""Budgets: proposing a year's budget or its amendment, and what its adoption changes.

A budget has lines per project for one fiscal year. It is in force when the parties have adopted it; an
amendment is a new version that replaces the one before.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ledger import decisions, keys, periods, trail
from ledger.core.acting import By
from ledger.core.budget import require_amendment_fits
from ledger.core.money import require_size
from ledger.core.numbers import NUMBERS
from ledger.core.refusals import Malformed, NotFound, WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.wording import require_writable
from ledger.storage import reads
from ledger.storage.canonical import Content
from ledger.storage.reads import col
from ledger.storage.tables import Budget, BudgetLine, Covenant, Decision, Project, ProjectTotal


def find_budget(session: Session, covenant_id: int, number: int) -> Budget:
    """Find a budget by its number; refuses where there is none."""
    found = session.get(Budget, (covenant_id, number)) if number in NUMBERS else None
    if found is None:
        raise NotFound(sentence(N_("There is no budget %(number)s."), number=number))
    return found


def list_budgets(session: Session, covenant_id: int) -> Sequence[Budget]:
    """Read every version of every year's budget, the newest first."""
    return session.scalars(
        select(Budget).where(col(Budget.covenant_id) == covenant_id).order_by(col(Budget.id).desc())
    ).all()


def lines_of(session: Session, covenant_id: int, number: int) -> dict[int, int]:
    """Read the lines of a budget: cents per project."""
    rows = session.execute(
        select(col(BudgetLine.project_id), col(BudgetLine.cents))
        .where(col(BudgetLine.covenant_id) == covenant_id, col(BudgetLine.budget_id) == number)
        .order_by(col(BudgetLine.project_id))
    )
    return dict(rows.all())


def totals_of(session: Session, covenant_id: int) -> dict[int, int]:
    """Sum the lines of every budget: cents per budget."""
    rows = session.execute(
        select(col(BudgetLine.budget_id), func.sum(col(BudgetLine.cents)))
        .where(col(BudgetLine.covenant_id) == covenant_id)
        .group_by(col(BudgetLine.budget_id))
    )
    return {number: int(cents) for number, cents in rows}


def in_force(session: Session, covenant_id: int, year: int) -> Budget | None:
    """Find the budget in force for a fiscal year; None where none was adopted yet."""
    return session.execute(
        select(Budget).where(
            col(Budget.covenant_id) == covenant_id, col(Budget.year) == year, col(Budget.state) == "adopted"
        )
    ).scalar_one_or_none()


def propose_budget(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    year: int,
    purpose: str,
    lines: Mapping[str, int],
) -> int:
    """Propose a fiscal year's budget, or an amendment where one is in force; give its number.

    `lines` are cents per project slug. Opens the decision the parties vote on. Refuses a year outside the
    term or closed, a second proposal beside an open one, an empty budget, and an amendment below what is
    spent and obliged already.
    """
    require_writable(purpose, field="purpose")
    for slug, cents in lines.items():
        require_size(cents, field=f"lines-{slug}")
    asked: dict[str, Content] = {"year": year, "purpose": purpose, "lines": dict(lines)}
    done = keys.done_before(session, covenant_id, by=by, act="budget.proposed", asked=asked)
    if done is not None:
        return done
    covenant = reads.covenant(session, covenant_id)
    _require_year(session, covenant, year)
    base = in_force(session, covenant_id, year)
    wanted = _checked_lines(session, covenant_id, lines)
    if base is not None:
        if {
            project: cents for project, cents in lines_of(session, covenant_id, base.id).items() if cents
        } == {project.id: cents for project, cents in wanted if cents}:
            raise Malformed(sentence(N_("This amendment changes nothing.")), "lines")
        _require_fits(session, covenant_id, year, {project.id: cents for project, cents in wanted})
    number = reads.next_id(session, Budget, covenant_id)
    version = (
        1
        + session.execute(
            select(func.count())
            .select_from(Budget)
            .where(col(Budget.covenant_id) == covenant_id, col(Budget.year) == year)
        ).scalar_one()
    )
    session.execute(
        insert(Budget).values(
            covenant_id=covenant_id,
            id=number,
            year=year,
            version=version,
            base_id=base.id if base else None,
            purpose=purpose,
            state="proposed",
            person_id=by.person_id,
            recorded_at=by.now,
        )
    )
    session.execute(
        insert(BudgetLine),
        [
            {"covenant_id": covenant_id, "budget_id": number, "project_id": project.id, "cents": cents}
            for project, cents in wanted
        ],
    )
    trail.append(
        session, covenant_id, by=by, act="budget.proposed", subject=f"budget/{number}", content=asked
    )
    _put_to_vote(session, covenant_id, by, number, base, wanted)
    return keys.keep(session, covenant_id, by=by, act="budget.proposed", asked=asked, result=number)


def _require_year(session: Session, covenant: Covenant, year: int) -> None:
    if year not in periods.term_years(covenant):
        raise Malformed(sentence(N_("%(year)s is not a fiscal year of this covenant."), year=year), "year")
    if reads.year_states(session, covenant.id)[year] == "closed":
        raise WrongState(sentence(N_("Fiscal year %(year)s is closed."), year=year), "year")
    open_ = session.execute(
        select(col(Budget.id)).where(
            col(Budget.covenant_id) == covenant.id, col(Budget.year) == year, col(Budget.state) == "proposed"
        )
    ).first()
    if open_:
        raise WrongState(
            sentence(
                N_("Budget %(number)s for %(year)s is still being voted on; await or withdraw it first."),
                number=open_.id,
                year=year,
            ),
            "year",
        )


def _checked_lines(session: Session, covenant_id: int, lines: Mapping[str, int]) -> list[tuple[Project, int]]:
    wanted = []
    for slug, cents in lines.items():
        project = reads.project_by_slug(session, covenant_id, slug, field="lines")
        if cents < 0:
            raise Malformed(sentence(N_("A budget line cannot be below zero.")), f"lines-{slug}")
        wanted.append((project, cents))
    if not any(cents for _, cents in wanted):
        raise Malformed(sentence(N_("Budget something for at least one project.")), "lines")
    return wanted


def _require_fits(session: Session, covenant_id: int, year: int, lines: Mapping[int, int]) -> None:
    """Refuse an amendment below what is spent and obliged already."""
    facts = []
    for project in reads.projects(session, covenant_id):
        room = reads.room(session, covenant_id, project.id, year)
        facts.append((project.name, lines.get(project.id, 0), room.spent_cents, room.obligated_cents))
    require_amendment_fits(facts)


def _put_to_vote(
    session: Session,
    covenant_id: int,
    by: By,
    number: int,
    base: Budget | None,
    wanted: Sequence[tuple[Project, int]],
) -> None:
    budget = find_budget(session, covenant_id, number)
    before = lines_of(session, covenant_id, base.id) if base else {}
    slugs = {project.id: project.slug for project in reads.projects(session, covenant_id)}
    after = {project.id: cents for project, cents in wanted}
    figures: Content = {
        "budget": number,
        "year": budget.year,
        "version": budget.version,
        "lines": [
            {"project": slugs[project], "before": before.get(project, 0), "after": after.get(project, 0)}
            for project in sorted({*before, *after})
        ],
    }
    kind = "amendment" if base else "budget"
    budget.decision_id = decisions.open_decision(
        session,
        covenant_id,
        by=by,
        kind=kind,
        subject=f"budget/{number}",
        title=f"{budget.year} v{budget.version}",
        proposal=budget.purpose,
        figures=figures,
    )
    session.flush()


def settle(session: Session, covenant_id: int, *, by: By, decision: Decision, outcome: str) -> None:
    """Apply what became of a budget's decision: in force when adopted, else laid aside.

    Refuses, and with it the vote that would adopt it, where more was spent since than it allows.
    """
    budget = find_budget(session, covenant_id, int(decision.subject.split("/")[1]))
    if outcome != "adopted":
        budget.state = outcome
        session.flush()
        return
    lines = lines_of(session, covenant_id, budget.id)
    _require_fits(session, covenant_id, budget.year, lines)
    base = in_force(session, covenant_id, budget.year)
    if base is not None:
        base.state = "replaced"
    budget.state = "adopted"
    budget.adopted_on = by.today
    session.flush()
    for project in reads.projects(session, covenant_id):
        set_room(session, covenant_id, project.id, budget.year, lines.get(project.id, 0))
    content: dict[str, Content] = {
        "year": budget.year,
        "version": budget.version,
        "replaces": base.id if base else None,
        "decision": decision.id,
        "lines": [[project, cents] for project, cents in lines.items()],
    }
    trail.append(
        session, covenant_id, by=by, act="budget.adopted", subject=f"budget/{budget.id}", content=content
    )


def open_room(session: Session, covenant_id: int, project_id: int, year: int) -> None:
    """Begin a project's kept total of a year without a budget: a credit note may give money back there."""
    if session.get(ProjectTotal, (covenant_id, project_id, year)) is None:
        set_room(session, covenant_id, project_id, year, 0)


def set_room(session: Session, covenant_id: int, project_id: int, year: int, budget_cents: int) -> None:
    """Set what a project may spend in a year: the kept total its cap stands on."""
    total = session.get(ProjectTotal, (covenant_id, project_id, year))
    if total is None:
        session.add(
            ProjectTotal(covenant_id=covenant_id, project_id=project_id, year=year, budget_cents=budget_cents)
        )
    else:
        session.refresh(total)
        total.budget_cents = budget_cents
    session.flush()
