"""Projects: the placement, acquisition or other work that money is spent on, each on one programme line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import keys, trail
from ledger.core.acting import By
from ledger.core.refusals import Malformed, NotFound, WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.slug import make_slug, require_slug
from ledger.core.wording import require_name, require_remark
from ledger.storage import reads
from ledger.storage.canonical import Content
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.tables import BudgetLine, Covenant, Obligation, ProgrammeLine, Project, Split


@dataclass(frozen=True)
class ProjectRow:
    """A project as lists and pages show it, with the names of its programme line."""

    number: int
    slug: str
    name: str
    line: str
    line_nl: str
    line_en: str
    about: str
    starts_on: date | None
    ends_on: date | None


def add_project(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    name: str,
    line: str,
    slug: str | None = None,
    about: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> str:
    """Add a project on a programme line; give its slug.

    `line` is the programme line's slug. Without a slug one is made from the name. Refuses a slug that is
    taken, an unknown line, and days outside the covenant's term.
    """
    asked: dict[str, Content] = {
        "slug": slug or None,
        "name": require_name(name, field="name"),
        "line": line,
        "about": require_remark(about, field="about"),
        "starts_on": day_text(starts_on),
        "ends_on": day_text(ends_on),
    }
    done = keys.done_before(session, covenant_id, by=by, act="project.added", asked=asked)
    if done is not None:
        return session.get_one(Project, (covenant_id, done)).slug
    covenant = reads.covenant(session, covenant_id)
    on = _line_by_slug(session, covenant_id, line)
    _require_days(covenant, starts_on, ends_on)
    taken = {project.slug for project in reads.projects(session, covenant_id)}
    chosen = require_slug(slug, taken) if slug else make_slug(name, taken)
    number = reads.next_id(session, Project, covenant_id)
    session.add(
        Project(
            covenant_id=covenant_id,
            id=number,
            slug=chosen,
            name=str(asked["name"]),
            line_id=on.id,
            about=str(asked["about"]),
            starts_on=starts_on,
            ends_on=ends_on,
        )
    )
    session.flush()
    trail.append(
        session,
        covenant_id,
        by=by,
        act="project.added",
        subject=f"project/{chosen}",
        content={**asked, "slug": chosen, "project": number},
    )
    keys.keep(session, covenant_id, by=by, act="project.added", asked=asked, result=number)
    return chosen


def change_project(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    project: str,
    name: str,
    line: str,
    about: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> str:
    """Change what is said of a project, found by its slug; give that slug, which stays as it is.

    Refuses what adding refuses, and another programme line once the project stands in a budget, a contract
    or an expenditure: pledges are charged by the line.
    """
    said: dict[str, Content] = {
        "name": require_name(name, field="name"),
        "line": line,
        "about": require_remark(about, field="about"),
        "starts_on": day_text(starts_on),
        "ends_on": day_text(ends_on),
    }
    asked: Content = {**said, "project": project}
    done = keys.done_before(session, covenant_id, by=by, act="project.changed", asked=asked)
    if done is not None:
        return project
    covenant = reads.covenant(session, covenant_id)
    row = reads.project_by_slug(session, covenant_id, project)
    on = _line_by_slug(session, covenant_id, line)
    _require_days(covenant, starts_on, ends_on)
    if on.id != row.line_id and _is_used(session, covenant_id, row.id):
        raise WrongState(
            sentence(
                N_("The programme line of %(project)s cannot change any more: it has a budget or spend."),
                project=row.name,
            ),
            "line",
        )
    before = _said(session, row)
    changed = {key: value for key, value in said.items() if before[key] != value}
    if changed:
        row.name, row.about, row.line_id = str(said["name"]), str(said["about"]), on.id
        row.starts_on, row.ends_on = starts_on, ends_on
        session.flush()
        trail.append(
            session,
            covenant_id,
            by=by,
            act="project.changed",
            subject=f"project/{row.slug}",
            content={"from": {key: before[key] for key in changed}, "to": changed},
        )
    keys.keep(session, covenant_id, by=by, act="project.changed", asked=asked, result=row.id)
    return row.slug


def list_projects(session: Session, covenant_id: int) -> list[ProjectRow]:
    """List the projects: by programme line, then in the order they were made."""
    rows = session.execute(
        select(
            col(Project.id),
            col(Project.slug),
            col(Project.name),
            col(ProgrammeLine.slug),
            col(ProgrammeLine.name_nl),
            col(ProgrammeLine.name_en),
            col(Project.about),
            col(Project.starts_on),
            col(Project.ends_on),
        )
        .join(
            ProgrammeLine,
            (col(ProgrammeLine.covenant_id) == Project.covenant_id)
            & (col(ProgrammeLine.id) == Project.line_id),
        )
        .where(col(Project.covenant_id) == covenant_id)
        .order_by(col(Project.line_id), col(Project.id))
    )
    return [ProjectRow(*row) for row in rows]


def _line_by_slug(session: Session, covenant_id: int, slug: str) -> ProgrammeLine:
    for line in reads.lines(session, covenant_id):
        if line.slug == slug:
            return line
    raise NotFound(sentence(N_("There is no programme line %(slug)s in this covenant."), slug=slug), "line")


def _require_days(covenant: Covenant, starts_on: date | None, ends_on: date | None) -> None:
    """Refuse days outside the covenant's term, and an end before the start."""
    for day, field in ((starts_on, "starts_on"), (ends_on, "ends_on")):
        if day is not None and not covenant.starts_on <= day <= covenant.ends_on:
            raise Malformed(
                sentence(
                    N_("%(day)s lies outside the covenant's term, %(first)s to %(last)s."),
                    day=day,
                    first=covenant.starts_on,
                    last=covenant.ends_on,
                ),
                field,
            )
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise Malformed(
            sentence(N_("A project cannot end before it starts, on %(day)s."), day=starts_on), "ends_on"
        )


def _is_used(session: Session, covenant_id: int, project_id: int) -> bool:
    """Say whether a project stands in a budget, a contract or an expenditure, whatever became of that."""
    tables: Sequence[type[BudgetLine | Obligation | Split]] = (BudgetLine, Obligation, Split)
    return any(
        session.execute(
            select(col(table.project_id))
            .where(col(table.covenant_id) == covenant_id, col(table.project_id) == project_id)
            .limit(1)
        ).first()
        for table in tables
    )


def _said(session: Session, row: Project) -> dict[str, Content]:
    """Write what is said of a project, as a content."""
    lines = {line.id: line.slug for line in reads.lines(session, row.covenant_id)}
    return {
        "name": row.name,
        "line": lines[row.line_id],
        "about": row.about,
        "starts_on": day_text(row.starts_on),
        "ends_on": day_text(row.ends_on),
    }
