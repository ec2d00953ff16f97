"""Proposing budgets: a year's first one, an amendment, and changing either while it is being voted on."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ledger import budgets, decisions, keys, periods, trail
from ledger.core.acting import By
from ledger.core.approval import parse_share
from ledger.core.budget import is_minor
from ledger.core.money import require_size
from ledger.core.proposals import change
from ledger.core.refusals import Malformed, WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.wording import require_writable
from ledger.storage import reads
from ledger.storage.canonical import Content
from ledger.storage.reads import col
from ledger.storage.tables import Budget, BudgetLine, Covenant, Decision, DecisionRule, Project


def propose_budget(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    year: int,
    purpose: str,
    lines: Mapping[str, int],
    deadline: date | None = None,
) -> int:
    """Propose a fiscal year's budget, or an amendment where one is in force; give its number.

    `lines` are cents per project slug, `deadline` the last day to vote. Opens the decision the parties vote
    on. Refuses a year outside the term, closed or over before the books began, a second proposal beside an
    open one, an empty budget, and an amendment below what is spent and obliged already.
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
    base = budgets.in_force(session, covenant_id, year)
    wanted = _checked_lines(session, covenant_id, lines)
    _require_sense(session, covenant_id, year, base, wanted)
    number = reads.next_id(session, Budget, covenant_id)
    budget = Budget(
        covenant_id=covenant_id,
        id=number,
        year=year,
        version=budgets.next_version(session, covenant_id, year),
        base_id=base.id if base else None,
        purpose=purpose,
        state="proposed",
        person_id=by.person_id,
        recorded_at=by.now,
    )
    session.add(budget)
    session.flush()
    budgets.write_lines(session, covenant_id, number, {project.id: cents for project, cents in wanted})
    trail.append(
        session, covenant_id, by=by, act="budget.proposed", subject=f"budget/{number}", content=asked
    )
    budget.decision_id = decisions.open_decision(
        session,
        covenant_id,
        by=by,
        kind=_kind_of(session, covenant_id, year, base, wanted),
        subject=f"budget/{number}",
        title=_title(budget),
        proposal=purpose,
        figures=_figures(session, covenant_id, budget, wanted),
        deadline=deadline,
    )
    session.flush()
    return keys.keep(session, covenant_id, by=by, act="budget.proposed", asked=asked, result=number)


def change_budget(
    session: Session, covenant_id: int, *, by: By, number: int, purpose: str, lines: Mapping[str, int]
) -> int:
    """Change a budget that is being voted on; give the version of its proposal that is voted on from now on.

    The votes cast were on other figures and count no longer. Refuses what `propose_budget` refuses, a budget
    that is decided, somebody else's proposal, and an amendment that grew so large that it is taken by another
    rule.
    """
    require_writable(purpose, field="purpose")
    for slug, cents in lines.items():
        require_size(cents, field=f"lines-{slug}")
    asked: dict[str, Content] = {"budget": number, "purpose": purpose, "lines": dict(lines)}
    done = keys.done_before(session, covenant_id, by=by, act="budget.changed", asked=asked)
    if done is not None:
        return done
    budget = budgets.find_budget(session, covenant_id, number)
    decision = decisions.find_decision(session, covenant_id, budget.decision_id or 0)
    base = budgets.in_force(session, covenant_id, budget.year)
    wanted = _checked_lines(session, covenant_id, lines)
    _require_sense(session, covenant_id, budget.year, base, wanted)
    decisions.require_open(decision)
    if _kind_of(session, covenant_id, budget.year, base, wanted) != decision.kind:
        raise WrongState(
            sentence(
                N_("Changed like this it is decided by another rule: withdraw the proposal and make it anew.")
            ),
            "lines",
        )
    version = decisions.change_decision(
        session,
        covenant_id,
        decision,
        by=by,
        title=_title(budget),
        proposal=purpose,
        figures=_figures(session, covenant_id, budget, wanted),
    )
    budget.purpose = purpose
    session.flush()
    session.execute(
        delete(BudgetLine).where(
            col(BudgetLine.covenant_id) == covenant_id, col(BudgetLine.budget_id) == number
        )
    )
    budgets.write_lines(session, covenant_id, number, {project.id: cents for project, cents in wanted})
    trail.append(session, covenant_id, by=by, act="budget.changed", subject=f"budget/{number}", content=asked)
    return keys.keep(session, covenant_id, by=by, act="budget.changed", asked=asked, result=version)


def _title(budget: Budget) -> str:
    return f"{budget.year} v{budget.version}"


def _require_sense(
    session: Session,
    covenant_id: int,
    year: int,
    base: Budget | None,
    wanted: Sequence[tuple[Project, int]],
) -> None:
    """Refuse an amendment that changes nothing, or budgets less than is spent and obliged already."""
    if base is None:
        return
    before = {
        project: cents for project, cents in budgets.lines_of(session, covenant_id, base.id).items() if cents
    }
    if before == {project.id: cents for project, cents in wanted if cents}:
        raise Malformed(sentence(N_("This amendment changes nothing.")), "lines")
    budgets.require_fits(session, covenant_id, year, {project.id: cents for project, cents in wanted})


def _kind_of(
    session: Session,
    covenant_id: int,
    year: int,
    base: Budget | None,
    wanted: Sequence[tuple[Project, int]],
) -> str:
    """Say by which rule a proposal is decided: a budget, an amendment, or one that moves only little.

    What is moved is counted from the budget the parties last decided on in full, so that many small
    amendments do not pass for none.
    """
    if base is None:
        return "budget"
    rule = session.get(DecisionRule, (covenant_id, "minor_amendment"))
    if rule is None or not rule.share:
        return "amendment"
    full = session.execute(
        select(col(Budget.id))
        .join(
            Decision,
            (col(Decision.covenant_id) == col(Budget.covenant_id))
            & (col(Decision.id) == col(Budget.decision_id)),
        )
        .where(
            col(Budget.covenant_id) == covenant_id,
            col(Budget.year) == year,
            col(Budget.state).in_(["adopted", "replaced"]),
            col(Decision.kind) != "minor_amendment",
        )
        .order_by(col(Budget.version).desc())
        .limit(1)
    ).scalar_one()
    before = budgets.lines_of(session, covenant_id, full)
    after = {project.id: cents for project, cents in wanted}
    return "minor_amendment" if is_minor(before, after, parse_share(rule.share)) else "amendment"


def _figures(
    session: Session, covenant_id: int, budget: Budget, wanted: Sequence[tuple[Project, int]]
) -> Content:
    """Write down what a budget changes, project by project, from the budget in force."""
    before = budgets.lines_of(session, covenant_id, budget.base_id) if budget.base_id else {}
    projects = {project.id: project for project in reads.projects(session, covenant_id)}
    after = {project.id: cents for project, cents in wanted}
    return {
        "budget": budget.id,
        "year": budget.year,
        "version": budget.version,
        "changes": [
            change(
                "budget_line",
                before.get(project, 0),
                after.get(project, 0),
                of=projects[project].name,
                slug=projects[project].slug,
            )
            for project in sorted({*before, *after})
        ],
    }


def _require_year(session: Session, covenant: Covenant, year: int) -> None:
    if year not in periods.term_years(covenant):
        raise Malformed(sentence(N_("%(year)s is not a fiscal year of this covenant."), year=year), "year")
    periods.require_in_books(session, covenant.id, periods.year_end(covenant, year), field="year")
    if reads.year_states(session, covenant.id)[year] != "open":
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
