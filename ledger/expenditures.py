"""Expenditures as people look them up: the register with its filters."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from ledger.storage import reads
from ledger.storage.reads import col
from ledger.storage.tables import Expenditure, Payee, PayeeVersion, Project, Split

STATES = ("entered", "sent_back", "approved", "paid", "rejected", "reversed")


@dataclass(frozen=True)
class Filter:
    """What part of the register is asked for; None and an empty text leave a part open."""

    state: str | None = None
    year: int | None = None
    project: str | None = None
    payee: int | None = None
    text: str = ""


@dataclass(frozen=True)
class ExpenditureRow:
    """One line of the register."""

    number: int
    kind: str
    state: str
    payee: str
    reference: str
    description: str
    accounting_on: date
    gross_cents: int
    projects: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """The part of the register that was asked for: its rows, how many there are in all, and their sum."""

    rows: tuple[ExpenditureRow, ...]
    count: int
    gross_cents: int


def _conditions(session: Session, covenant_id: int, asked: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [col(Expenditure.covenant_id) == covenant_id]
    if asked.state:
        found.append(col(Expenditure.state) == asked.state)
    if asked.year is not None:
        found.append(col(Expenditure.accounting_year) == asked.year)
    if asked.payee is not None:
        found.append(col(Expenditure.payee_id) == asked.payee)
    if asked.project:
        project = reads.project_by_slug(session, covenant_id, asked.project)
        found.append(
            select(col(Split.line))
            .where(
                col(Split.covenant_id) == covenant_id,
                col(Split.expenditure_id) == col(Expenditure.id),
                col(Split.project_id) == project.id,
            )
            .exists()
        )
    if asked.text.strip():
        like = asked.text.strip().lower()
        found.append(
            or_(
                *(
                    func.lower(col(column)).contains(like, autoescape=True)
                    for column in (
                        col(Expenditure.description),
                        col(Expenditure.invoice_reference),
                        col(Payee.name),
                        col(PayeeVersion.name),
                    )
                )
            )
        )
    return found


def find(
    session: Session, covenant_id: int, asked: Filter, *, first: int = 0, most: int | None = None
) -> Found:
    """Look part of the register up, the newest accounting date first; `first` and `most` page through it."""
    conditions = _conditions(session, covenant_id, asked)
    payee_of = (col(Payee.covenant_id) == col(Expenditure.covenant_id)) & (
        col(Payee.id) == col(Expenditure.payee_id)
    )
    payee_then = and_(
        col(PayeeVersion.covenant_id) == col(Expenditure.covenant_id),
        col(PayeeVersion.payee_id) == col(Expenditure.payee_id),
        col(PayeeVersion.version) == col(Expenditure.payee_version),
    )
    count, gross = session.execute(
        select(func.count(), func.coalesce(func.sum(col(Expenditure.gross_cents)), 0))
        .select_from(Expenditure)
        .join(Payee, payee_of)
        .join(PayeeVersion, payee_then)
        .where(*conditions)
    ).one()
    rows = session.execute(
        select(
            col(Expenditure.id), col(Expenditure.kind), col(Expenditure.state), col(PayeeVersion.name),
            col(Expenditure.invoice_reference), col(Expenditure.description), col(Expenditure.accounting_on),
            col(Expenditure.gross_cents),
        )
        .join(Payee, payee_of)
        .join(PayeeVersion, payee_then)
        .where(*conditions)
        .order_by(col(Expenditure.accounting_on).desc(), col(Expenditure.id).desc())
        .offset(first)
        .limit(most)
    ).all()  # fmt: skip
    projects: dict[int, list[str]] = {}
    for number, name in session.execute(
        select(col(Split.expenditure_id), col(Project.name))
        .join(
            Project,
            (col(Project.covenant_id) == col(Split.covenant_id)) & (col(Project.id) == col(Split.project_id)),
        )
        .where(col(Split.covenant_id) == covenant_id, col(Split.expenditure_id).in_([row[0] for row in rows]))
        .order_by(col(Split.expenditure_id), col(Split.line))
    ):
        projects.setdefault(number, []).append(name)
    return Found(
        tuple(ExpenditureRow(*row, tuple(projects.get(row[0], ()))) for row in rows), int(count), int(gross)
    )


def funder_names(session: Session, covenant_id: int) -> dict[int, str]:
    """Name each pledge by its party; a party with several pledges has them numbered."""
    names = {party.id: party.name for party in reads.parties(session, covenant_id)}
    of_party: dict[int, list[int]] = {}
    for pledge in reads.pledges(session, covenant_id):
        of_party.setdefault(pledge.party_id or 0, []).append(pledge.id)
    return {
        pledge_id: names[party] if len(own) == 1 else f"{names[party]} ({place})"
        for party, own in of_party.items()
        for place, pledge_id in enumerate(own, start=1)
    }
