"""Projects as people look them up: one page says everything of a project."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import expenditures
from ledger.core.budget import Room
from ledger.expenditures import Filter, Found
from ledger.storage import obligations, reads
from ledger.storage.obligations import ObligationRow
from ledger.storage.reads import col
from ledger.storage.tables import Posting, ProgrammeLine, Project, ProjectTotal


@dataclass(frozen=True)
class YearRoom:
    """What a project may spend in one year, has obliged and has spent."""

    year: int
    room: Room


@dataclass(frozen=True)
class ProjectView:
    """A project in the list: its programme line, and its figures over all years."""

    project: Project
    line: ProgrammeLine
    room: Room


@dataclass(frozen=True)
class ProjectPage:
    """Everything of one project: its years, who paid it, its expenditures and its contracts."""

    project: Project
    line: ProgrammeLine
    years: Sequence[YearRoom]
    total: Room
    funders: Sequence[tuple[str, int]]
    found: Found
    contracts: Sequence[ObligationRow]


def project_views(session: Session, covenant_id: int) -> list[ProjectView]:
    """List the projects by programme line, each with its figures over all years."""
    totals: dict[int, Room] = {}
    for project, *figures in session.execute(
        select(
            col(ProjectTotal.project_id),
            func.sum(col(ProjectTotal.budget_cents)),
            func.sum(col(ProjectTotal.obligated_cents)),
            func.sum(col(ProjectTotal.spent_cents)),
            func.sum(col(ProjectTotal.carried_cents)),
        )
        .where(col(ProjectTotal.covenant_id) == covenant_id)
        .group_by(col(ProjectTotal.project_id))
    ):
        totals[project] = Room(*map(int, figures))
    programme = {line.id: line for line in reads.lines(session, covenant_id)}
    return [
        ProjectView(project, programme[project.line_id], totals.get(project.id, Room(0, 0, 0)))
        for project in reads.projects(session, covenant_id)
    ]


def project_page(session: Session, covenant_id: int, slug: str) -> ProjectPage:
    """Gather everything of one project; refuses a slug there is none of."""
    project = reads.project_by_slug(session, covenant_id, slug)
    covenant = reads.covenant(session, covenant_id)
    years = [
        YearRoom(year, Room(*figures))
        for year, *figures in session.execute(
            select(
                col(ProjectTotal.year),
                col(ProjectTotal.budget_cents),
                col(ProjectTotal.obligated_cents),
                col(ProjectTotal.spent_cents),
                col(ProjectTotal.carried_cents),
            )
            .where(col(ProjectTotal.covenant_id) == covenant_id, col(ProjectTotal.project_id) == project.id)
            .order_by(col(ProjectTotal.year))
        )
    ]
    contracts = [
        row for row in obligations.as_at(session, covenant_id, covenant.ends_on) if row.project == slug
    ]
    return ProjectPage(
        project,
        next(line for line in reads.lines(session, covenant_id) if line.id == project.line_id),
        years,
        Room(
            sum(each.room.budget_cents for each in years),
            sum(each.room.obligated_cents for each in years),
            sum(each.room.spent_cents for each in years),
            sum(each.room.carried_cents for each in years),
        ),
        _funders(session, covenant_id, project.id),
        expenditures.find(session, covenant_id, Filter(project=slug)),
        contracts,
    )


def _funders(session: Session, covenant_id: int, project_id: int) -> list[tuple[str, int]]:
    """Sum what each funder paid of a project, in cents."""
    names = expenditures.funder_names(session, covenant_id)
    rows = session.execute(
        select(col(Posting.pledge_id), func.sum(col(Posting.cents)))
        .where(
            col(Posting.covenant_id) == covenant_id,
            col(Posting.account) == "costs",
            col(Posting.project_id) == project_id,
            reads.sealed(covenant_id),
        )
        .group_by(col(Posting.pledge_id))
        .order_by(col(Posting.pledge_id))
    )
    return [(names.get(pledge, ""), int(cents)) for pledge, cents in rows if cents]
