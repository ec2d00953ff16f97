"""Dossiers: everything there is about one expenditure, gathered for its page.

Before the last approval a dossier says what approving would charge and leave; after it, what was charged.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ledger import (
    approving,
    charges,
    decisions,
    evidence,
    hand_shares,
    obligations,
    payee_files,
    payees,
    payments,
    sending_back,
    spending,
)
from ledger.approving import Mandate
from ledger.ballots import Standing
from ledger.core.language import Code
from ledger.core.mandate import Step
from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.core.statements import charged
from ledger.core.statements.facts import Names
from ledger.core.statements.shape import Statement
from ledger.core.statements.words import ENTRY_KINDS, word
from ledger.evidence import EvidenceRow
from ledger.hand_shares import Board
from ledger.outlooks import Outlook, outlook
from ledger.payee_files import PayeeFile
from ledger.sending_back import Question
from ledger.storage import accounts, naming, reads
from ledger.storage.reads import col
from ledger.storage.tables import (
    Approval,
    Decision,
    Expenditure,
    JournalEntry,
    Obligation,
    Payment,
    Posting,
    Project,
)

UNDECIDED = ("entered", "sent_back")
"""The states in which an expenditure is neither approved nor rejected."""

SHOWN_OF_DIGEST = 12
"""How many characters of a digest tell one text from another on a page."""


@dataclass(frozen=True)
class PaymentRow:
    """One payment as the page shows it; `with_expenditure` is the other side of a settlement."""

    number: int
    kind: str
    state: str
    day: date
    cents: int
    reference: str
    entry: int
    by: str
    with_expenditure: int | None


@dataclass(frozen=True)
class EntryRow:
    """One journal entry about the expenditure: its day, and the cents it moved on creditors."""

    number: int
    what: Sentence
    day: date
    cents: int
    reverses: int | None


@dataclass(frozen=True)
class ApprovalRow:
    """One organisation's approval: which, by whom and when; `counts` is False after an edit."""

    party: str
    by: str
    at: datetime
    counts: bool


@dataclass(frozen=True)
class Dossier:
    """Everything about one expenditure. `owed_cents` is what is still to be paid, below zero a claim.

    `claims` are (expenditure, cents) that could be set off against what is owed; `credit_notes` are all that
    name this expenditure, whatever their state; `twins` expenditures that look like the same invoice. `board`
    lays shares set by hand beside what the rule gives, before the last approval; `questions` are those with
    which it was sent back, each with who asked and who answered.
    """

    row: Expenditure
    digest: str
    payee: PayeeFile
    entered_by: str
    splits: tuple[tuple[Project, str, int], ...]
    original: Expenditure | None
    obligation: Obligation | None
    mandate: Mandate
    limits: Sentence
    approvals: tuple[ApprovalRow, ...]
    decisions: Sequence[Standing]
    outlook: Outlook | None
    charged: Statement | None
    owed_cents: int
    payments: tuple[PaymentRow, ...]
    claims: Sequence[tuple[Expenditure, int]]
    entries: tuple[EntryRow, ...]
    credit_notes: Sequence[Expenditure]
    twins: Sequence[int]
    evidence: Sequence[tuple[EvidenceRow, str]]
    names: Names
    board: Board | None
    questions: Sequence[tuple[Question, str, str]]

    @property
    def short_digest(self) -> str:
        """Give the beginning of the digest: enough to tell one text from another."""
        return self.digest[:SHOWN_OF_DIGEST]

    @property
    def vote(self) -> Decision | None:
        """Give the decision by which the partners are voting on it now, if they are."""
        return next((one.decision for one in self.decisions if one.decision.state == "open"), None)

    @property
    def to_charge_cents(self) -> int:
        """What funders bear of it: gross less recoverable VAT."""
        return self.row.gross_cents - self.row.recoverable_vat_cents


def open_dossier(session: Session, covenant_id: int, number: int, *, today: date, code: Code) -> Dossier:
    """Gather everything about one expenditure; refuses a number there is none of."""
    row = spending.find_expenditure(session, covenant_id, number)
    subject = f"expenditure/{number}"
    names = naming.names(session, covenant_id, code)
    splits = spending.splits_of(session, covenant_id, number)
    projects = {project.id: project for project in reads.projects(session, covenant_id)}
    owed = payments.owed(session, covenant_id, row) if row.entry_id else {}
    owed_cents = sum(owed.values())
    files = evidence.list_evidence(session, covenant_id, subject)
    given = _approvals(session, covenant_id, number)
    paid = payments.payments_of(session, covenant_id, number)
    changes = payees.changes_of(session, covenant_id, row.payee_id)
    renewed = payee_files.renewed_by(session, covenant_id, row) if row.state in UNDECIDED else None
    questions = sending_back.questions(session, covenant_id, number)
    people = accounts.names_of(
        session,
        {
            row.person_id,
            *(one.person_id for one in given),
            *(one.person_id for one in paid),
            *(one.person_id for one in files),
            *(one.person_id for one in [*changes, *([renewed] if renewed else [])]),
            *(number for one in questions for number in (one.person_id, one.answered_by or 0)),
        },
    )
    mandate = approving.mandate_of(session, covenant_id, row, today)
    return Dossier(
        row=row,
        digest=spending.digest_of(session, covenant_id, number),
        payee=payee_files.read_file(session, covenant_id, row, changes, renewed, people),
        entered_by=people.get(row.person_id, ""),
        splits=tuple((projects[one.project_id], names.line_of(one.project_id), one.cents) for one in splits),
        original=session.get(Expenditure, (covenant_id, row.original_id)) if row.original_id else None,
        obligation=(
            obligations.find_obligation(session, covenant_id, row.obligation_id)
            if row.obligation_id
            else None
        ),
        mandate=mandate,
        limits=_limits(mandate.step),
        approvals=tuple(
            ApprovalRow(
                names.parties[one.party_id].name,
                people.get(one.person_id, ""),
                one.approved_at,
                one.version == row.version,
            )
            for one in given
        ),
        decisions=decisions.standings_on(session, covenant_id, subject, today=today),
        outlook=(
            outlook(session, covenant_id, row, splits, names, today=today) if row.state in UNDECIDED else None
        ),
        charged=_charged(session, covenant_id, row, names, owed) if row.entry_id else None,
        owed_cents=owed_cents,
        payments=_payments(session, covenant_id, paid, people),
        claims=payments.claims_on(session, covenant_id, row.payee_id) if owed_cents > 0 else (),
        entries=_entries(session, covenant_id, subject, [one.entry_id for one in paid]),
        credit_notes=_credit_notes(session, covenant_id, number),
        twins=_twins(session, covenant_id, row),
        evidence=[(one, people.get(one.person_id, "")) for one in files],
        names=names,
        board=(
            hand_shares.board(session, covenant_id, number)
            if row.shares_reason and row.state in UNDECIDED
            else None
        ),
        questions=[
            (one, people.get(one.person_id, ""), people.get(one.answered_by or 0, "")) for one in questions
        ],
    )


def require_payment(file: Dossier, number: int) -> None:
    """Refuse a payment that is not one of this expenditure's."""
    if number not in {one.number for one in file.payments}:
        raise NotFound(sentence(N_("There is no payment %(number)s."), number=number))


def _approvals(session: Session, covenant_id: int, number: int) -> Sequence[Approval]:
    """Read every approval of an expenditure, those that an edit voided too, oldest first."""
    return session.scalars(
        select(Approval)
        .where(col(Approval.covenant_id) == covenant_id, col(Approval.expenditure_id) == number)
        .order_by(col(Approval.version), col(Approval.approved_at), col(Approval.party_id))
    ).all()


def _limits(step: Step | None) -> Sentence:
    """Say what the mandate asks for an amount like this."""
    if step is None:
        return sentence(N_("This amount is above the mandate: the parties decide on it."))
    if step.up_to_cents is None:
        return sentence(
            N_("Above the lower limits of the mandate: %(needed)s approvals."), needed=step.approvals
        )
    return sentence(
        N_("Up to %(limit)s the mandate asks %(needed)s approvals."),
        limit=Cents(step.up_to_cents),
        needed=step.approvals,
    )


def _charged(
    session: Session, covenant_id: int, row: Expenditure, names: Names, owed: dict[int, int]
) -> Statement:
    """Draw what was charged, as it was booked, and what of it is still owed."""
    return charged.shares(
        names,
        charges.booked(session, covenant_id, row),
        title=(
            sentence(N_("Who was charged"))
            if row.kind == "invoice"
            else sentence(N_("To whom this went back"))
        ),
        total_cents=row.gross_cents - row.recoverable_vat_cents,
        owed=owed if any(owed.values()) else None,
    )


def _payments(
    session: Session, covenant_id: int, found: Sequence[Payment], people: dict[int, str]
) -> tuple[PaymentRow, ...]:
    others = dict(
        session.execute(
            select(col(Payment.entry_id), col(Payment.expenditure_id)).where(
                col(Payment.covenant_id) == covenant_id,
                col(Payment.entry_id).in_([one.entry_id for one in found if one.kind == "set_off"]),
                col(Payment.id).not_in([one.id for one in found]),
            )
        ).all()
    )
    return tuple(
        PaymentRow(
            one.id,
            one.kind,
            one.state,
            one.paid_on,
            one.cents,
            one.reference,
            one.entry_id,
            people.get(one.person_id, ""),
            others.get(one.entry_id),
        )
        for one in found
    )


def _entries(
    session: Session, covenant_id: int, subject: str, numbers: Sequence[int]
) -> tuple[EntryRow, ...]:
    """Read the entries about something, and those with these numbers: how much each moved on creditors."""
    debit, credit = (
        func.coalesce(func.sum(col(Posting.cents)).filter(col(Posting.account) == "creditors", side), 0)
        for side in (col(Posting.cents) > 0, col(Posting.cents) < 0)
    )
    rows = session.execute(
        select(
            col(JournalEntry.id),
            col(JournalEntry.kind),
            col(JournalEntry.day),
            col(JournalEntry.reverses_id),
            debit,
            credit,
        )
        .join(
            Posting,
            (col(Posting.covenant_id) == col(JournalEntry.covenant_id))
            & (col(Posting.entry_id) == col(JournalEntry.id)),
        )
        .where(
            col(JournalEntry.covenant_id) == covenant_id,
            or_(col(JournalEntry.subject) == subject, col(JournalEntry.id).in_(numbers)),
            reads.sealed(covenant_id),
        )
        .group_by(
            col(JournalEntry.id),
            col(JournalEntry.kind),
            col(JournalEntry.day),
            col(JournalEntry.reverses_id),
        )
        .order_by(col(JournalEntry.id))
    )
    return tuple(
        EntryRow(number, word(ENTRY_KINDS, kind), day, max(int(up), -int(down)), reverses)
        for number, kind, day, reverses, up, down in rows
    )


def _credit_notes(session: Session, covenant_id: int, number: int) -> Sequence[Expenditure]:
    return session.scalars(
        select(Expenditure)
        .where(col(Expenditure.covenant_id) == covenant_id, col(Expenditure.original_id) == number)
        .order_by(col(Expenditure.id))
    ).all()


def _twins(session: Session, covenant_id: int, row: Expenditure) -> Sequence[int]:
    """Number the expenditures of the same payee with the same reference and amount that were not refused."""
    standing: Collection[str] = (*UNDECIDED, "approved", "paid")
    if row.state not in standing:
        return ()
    return session.scalars(
        select(col(Expenditure.id))
        .where(
            col(Expenditure.covenant_id) == covenant_id,
            col(Expenditure.payee_id) == row.payee_id,
            col(Expenditure.invoice_reference) == row.invoice_reference,
            col(Expenditure.gross_cents) == row.gross_cents,
            col(Expenditure.state).in_(standing),
            col(Expenditure.id) != row.id,
        )
        .order_by(col(Expenditure.id))
    ).all()
