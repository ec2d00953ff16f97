"""Expenditures as people look them up: the register with its filters, and everything about one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from ledger import charges, decisions, evidence, payees, payments, spending
from ledger.charges import Preview
from ledger.core.charging import Charge
from ledger.core.sentences import N_, Sentence, sentence
from ledger.payees import PayeeChange, PayeeRow
from ledger.spending import Mandate
from ledger.storage import reads
from ledger.storage.reads import col
from ledger.storage.tables import (
    Approval,
    Decision,
    Expenditure,
    JournalEntry,
    Payee,
    Payment,
    Project,
    Split,
)

STATES = ("entered", "approved", "paid", "rejected", "reversed")


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
    count, gross = session.execute(
        select(func.count(), func.coalesce(func.sum(col(Expenditure.gross_cents)), 0))
        .select_from(Expenditure)
        .join(Payee, payee_of)
        .where(*conditions)
    ).one()
    rows = session.execute(
        select(
            col(Expenditure.id), col(Expenditure.kind), col(Expenditure.state), col(Payee.name), col(Expenditure.invoice_reference),
            col(Expenditure.description), col(Expenditure.accounting_on), col(Expenditure.gross_cents),
        )
        .join(Payee, payee_of)
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


@dataclass(frozen=True)
class PaymentRow:
    """One payment, with what it paid of each pledge, and the expenditure a settlement was made with."""

    payment: Payment
    with_expenditure: int | None


@dataclass(frozen=True)
class Page:
    """Everything about one expenditure.

    `charges` are as booked; before the last approval `preview` says what they would be. `owed_cents` is what is
    still to be paid, below zero a claim. `names` are the parties' names by number, `funders` the pledges'.
    """

    row: Expenditure
    digest: str
    payee: PayeeRow
    payee_changes: Sequence[PayeeChange]
    splits: Sequence[tuple[Split, Project]]
    charges: Sequence[Charge]
    preview: Preview | None
    mandate: Mandate
    approvals: Sequence[Approval]
    decisions: Sequence[Decision]
    payments: Sequence[PaymentRow]
    owed_cents: int
    claims: Sequence[tuple[Expenditure, int]]
    evidence: Sequence[evidence.EvidenceRow]
    entries: Sequence[JournalEntry]
    credit_notes: Sequence[Expenditure]
    warnings: tuple[Sentence, ...]
    names: Mapping[int, str]
    funders: Mapping[int, str]


def page(session: Session, covenant_id: int, number: int, *, today: date) -> Page:
    """Gather everything about one expenditure; refuses a number there is none of."""
    row = spending.find_expenditure(session, covenant_id, number)
    splits = spending.splits_of(session, covenant_id, number)
    projects = {project.id: project for project in reads.projects(session, covenant_id)}
    names = {party.id: party.name for party in reads.parties(session, covenant_id)}
    owed = sum(payments.owed(session, covenant_id, row).values()) if row.entry_id else 0
    claims = payments.claims_on(session, covenant_id, row.payee_id) if owed > 0 else []
    return Page(
        row=row,
        digest=spending.digest_of(session, covenant_id, number),
        payee=payees.read_payee(session, covenant_id, row.payee_id),
        payee_changes=payees.changes_of(session, covenant_id, row.payee_id),
        splits=[(split, projects[split.project_id]) for split in splits],
        charges=charges.booked(session, covenant_id, row),
        preview=charges.preview(session, covenant_id, row, splits) if row.state == "entered" else None,
        mandate=spending.mandate_of(session, covenant_id, row, today),
        approvals=[one for _, one in spending.approvals_of(session, covenant_id, number, row.version)],
        decisions=decisions.decisions_on(session, covenant_id, f"expenditure/{number}"),
        payments=_payments(session, covenant_id, number),
        owed_cents=owed,
        claims=claims,
        evidence=evidence.list_evidence(session, covenant_id, f"expenditure/{number}"),
        entries=session.scalars(
            select(JournalEntry)
            .where(
                col(JournalEntry.covenant_id) == covenant_id,
                col(JournalEntry.subject) == f"expenditure/{number}",
            )
            .order_by(col(JournalEntry.id))
        ).all(),
        credit_notes=charges.credit_notes_of(session, covenant_id, number),
        warnings=_warnings(session, covenant_id, row),
        names=names,
        funders=funder_names(session, covenant_id),
    )


def funder_names(session: Session, covenant_id: int) -> dict[int, str]:
    """Name each pledge by its party; a party with several pledges has them numbered."""
    names = {party.id: party.name for party in reads.parties(session, covenant_id)}
    pledges = reads.pledges(session, covenant_id)
    of_party: dict[int, list[int]] = {}
    for pledge in pledges:
        of_party.setdefault(pledge.party_id or 0, []).append(pledge.id)
    return {
        pledge_id: names[party] if len(own) == 1 else f"{names[party]} ({place})"
        for party, own in of_party.items()
        for place, pledge_id in enumerate(own, start=1)
    }


def _payments(session: Session, covenant_id: int, number: int) -> list[PaymentRow]:
    found = []
    for payment in payments.payments_of(session, covenant_id, number):
        other = None
        if payment.kind == "set_off":
            other = session.execute(
                select(col(Payment.expenditure_id)).where(
                    col(Payment.covenant_id) == covenant_id,
                    col(Payment.entry_id) == payment.entry_id,
                    col(Payment.id) != payment.id,
                )
            ).scalar()
        found.append(PaymentRow(payment, other))
    return found


def _warnings(session: Session, covenant_id: int, row: Expenditure) -> tuple[Sentence, ...]:
    """Warn of an invoice that seems to have been entered before."""
    twins = session.scalars(
        select(col(Expenditure.id))
        .where(
            col(Expenditure.covenant_id) == covenant_id,
            col(Expenditure.payee_id) == row.payee_id,
            col(Expenditure.invoice_reference) == row.invoice_reference,
            col(Expenditure.gross_cents) == row.gross_cents,
            col(Expenditure.state).in_(["entered", "approved", "paid"]),
            col(Expenditure.id) != row.id,
        )
        .order_by(col(Expenditure.id))
    ).all()
    return tuple(
        sentence(
            N_("Expenditure %(number)s has the same payee, reference and amount: is this invoice in twice?"),
            number=number,
        )
        for number in twins
    )
