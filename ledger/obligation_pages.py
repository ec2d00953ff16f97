"""Obligations as people look them up: which contracts there are, what used them, and what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import budget_pages, evidence, obligations
from ledger.core.language import Code
from ledger.evidence import EvidenceRow
from ledger.storage import accounts, naming, reads
from ledger.storage import obligations as standing
from ledger.storage.obligations import ObligationRow
from ledger.storage.reads import col
from ledger.storage.tables import Expenditure, Obligation, ObligationUse, Payee, Project

PER_PAGE = 50


@dataclass(frozen=True)
class Asked:
    """Which obligations are asked for: of one project (its slug), of one year, or only those still open."""

    project: str | None = None
    year: int | None = None
    only_open: bool = False


@dataclass(frozen=True)
class ObligationList:
    """Part of the obligations asked for, how many there are, and their sums in cents."""

    rows: Sequence[ObligationRow]
    count: int
    agreed_cents: int
    open_cents: int


@dataclass(frozen=True)
class UseView:
    """Something that was taken from an obligation, or below zero given back, and what it left open.

    It was an expenditure (`invoice` is its reference) or, without one, a release with its reason.
    """

    used_on: date
    expenditure: int | None
    invoice: str
    reason: str
    cents: int
    left_cents: int


@dataclass(frozen=True)
class SpendView:
    """An expenditure under an obligation, whatever its state."""

    number: int
    state: str
    reference: str
    accounting_on: date
    gross_cents: int


@dataclass(frozen=True)
class ObligationPage:
    """Everything about one obligation."""

    row: Obligation
    project: Project
    payee: Payee
    recorded_by: str
    uses: Sequence[UseView]
    spend: Sequence[SpendView]
    files: Sequence[tuple[EvidenceRow, str]]


@dataclass(frozen=True)
class LeftView:
    """What is left of a project's budget in a year, in cents."""

    project: str
    slug: str
    year: int
    budget_cents: int
    left_cents: int


@dataclass(frozen=True)
class Offer:
    """What a contract can be entered with: payees, projects by programme line, open years and their room."""

    payees: Sequence[tuple[int, str]]
    projects: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    years: Sequence[int]
    left: Sequence[LeftView]


def obligation_list(
    session: Session, covenant_id: int, asked: Asked, *, today: date, first: int = 0
) -> ObligationList:
    """List the obligations as they stand today, the latest agreed first.

    Refuses a project there is none of.
    """
    if asked.project:
        reads.project_by_slug(session, covenant_id, asked.project)
    found = [
        row
        for row in reversed(standing.as_at(session, covenant_id, today))
        if asked.project in (None, row.project)
        and asked.year in (None, row.year)
        and (row.open_cents or not asked.only_open)
    ]
    return ObligationList(
        found[first : first + PER_PAGE],
        len(found),
        sum(row.amount_cents for row in found),
        sum(row.open_cents for row in found),
    )


def obligation_page(session: Session, covenant_id: int, number: int) -> ObligationPage:
    """Gather everything about one obligation; refuses a number there is none of."""
    row = obligations.find_obligation(session, covenant_id, number)
    files = evidence.list_evidence(session, covenant_id, f"obligation/{number}")
    people = accounts.names_of(session, {row.person_id, *(one.person_id for one in files)})
    return ObligationPage(
        row=row,
        project=session.get_one(Project, (covenant_id, row.project_id)),
        payee=session.get_one(Payee, (covenant_id, row.payee_id)),
        recorded_by=people.get(row.person_id, ""),
        uses=_uses(session, row),
        spend=_spend(session, row),
        files=[(one, people.get(one.person_id, "")) for one in files],
    )


def _uses(session: Session, row: Obligation) -> list[UseView]:
    rows = session.execute(
        select(
            col(ObligationUse.used_on),
            col(ObligationUse.expenditure_id),
            col(Expenditure.invoice_reference),
            col(ObligationUse.reason),
            col(ObligationUse.cents),
        )
        .outerjoin(
            Expenditure,
            (col(Expenditure.covenant_id) == col(ObligationUse.covenant_id))
            & (col(Expenditure.id) == col(ObligationUse.expenditure_id)),
        )
        .where(
            col(ObligationUse.covenant_id) == row.covenant_id,
            col(ObligationUse.obligation_id) == row.id,
        )
        .order_by(col(ObligationUse.line))
    )
    left_cents, found = row.amount_cents, []
    for used_on, expenditure, invoice, reason, cents in rows:
        left_cents -= cents
        found.append(UseView(used_on, expenditure, invoice or "", reason, cents, left_cents))
    return found


def _spend(session: Session, row: Obligation) -> list[SpendView]:
    rows = session.execute(
        select(
            col(Expenditure.id),
            col(Expenditure.state),
            col(Expenditure.invoice_reference),
            col(Expenditure.accounting_on),
            col(Expenditure.gross_cents),
        )
        .where(col(Expenditure.covenant_id) == row.covenant_id, col(Expenditure.obligation_id) == row.id)
        .order_by(col(Expenditure.accounting_on), col(Expenditure.id))
    )
    return [SpendView(*one) for one in rows]


def offer(session: Session, covenant_id: int, *, code: Code) -> Offer:
    """Read what a contract can be entered with; programme lines without projects are left out."""
    names = naming.names(session, covenant_id, code)
    lines: dict[int, list[tuple[str, str]]] = {number: [] for number in names.lines}
    for project in names.projects.values():
        lines[project.line_id].append((project.slug, project.name))
    years = [year for year, state in reads.year_states(session, covenant_id).items() if state == "open"]
    payees = session.execute(
        select(col(Payee.id), col(Payee.name))
        .where(col(Payee.covenant_id) == covenant_id)
        .order_by(col(Payee.name), col(Payee.id))
    )
    return Offer(
        payees=[(number, name) for number, name in payees],
        projects=[(names.lines[line], found) for line, found in lines.items() if found],
        years=years,
        left=[
            LeftView(
                names.projects[number].name,
                names.projects[number].slug,
                year,
                room.budget_cents,
                room.left_cents,
            )
            for year in reversed(years)
            for number, room in budget_pages.rooms(session, covenant_id, year).items()
            if room.budget_cents
        ],
    )
