"""The record as it is held against the trail: every act with what it told, and what the registers say."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from ledger.storage.reads import col
from ledger.storage.tables import (
    Approval,
    ContributionPart,
    Decision,
    EntrySeal,
    Expenditure,
    Payment,
    PaymentShare,
    Posting,
    Split,
    Trail,
    Vote,
)


@dataclass(frozen=True)
class Told:
    """One row of the trail: its number, who did what to what, and what it told, read from its JSON."""

    seq: int
    person_id: int
    act: str
    subject: str
    content: Mapping[str, Any]

    @property
    def number(self) -> int:
        """The number in the subject: 12 of "expenditure/12"; 0 where there is none."""
        last = self.subject.rpartition("/")[2]
        return int(last) if last.isdecimal() else 0


def told(session: Session, covenant_id: int) -> Iterator[Told]:
    """Read the trail in order, once its chain is proved; a row without names in its content tells nothing."""
    rows = session.execute(
        select(col(Trail.seq), col(Trail.person_id), col(Trail.act), col(Trail.subject), col(Trail.content))
        .where(col(Trail.covenant_id) == covenant_id)
        .order_by(col(Trail.seq))
        .execution_options(yield_per=1000)
    )
    for seq, person_id, act, subject, written in rows:
        content = json.loads(written)
        yield Told(seq, person_id, act, subject, content if isinstance(content, dict) else {})


def decisions(session: Session, covenant_id: int) -> list[Decision]:
    """Read every decision, in order of number."""
    query = select(Decision).where(col(Decision.covenant_id) == covenant_id).order_by(col(Decision.id))
    return list(session.scalars(query))


def votes(session: Session, covenant_id: int) -> list[Vote]:
    """Read every vote on any version of any decision."""
    query = (
        select(Vote)
        .where(col(Vote.covenant_id) == covenant_id)
        .order_by(col(Vote.decision_id), col(Vote.version), col(Vote.party_id))
    )
    return list(session.scalars(query))


def approvals(session: Session, covenant_id: int) -> list[Approval]:
    """Read every approval of any version of any expenditure."""
    query = (
        select(Approval)
        .where(col(Approval.covenant_id) == covenant_id)
        .order_by(col(Approval.expenditure_id), col(Approval.version), col(Approval.party_id))
    )
    return list(session.scalars(query))


def expenditures(session: Session, covenant_id: int) -> Iterator[tuple[Expenditure, list[tuple[int, int]]]]:
    """Read every expenditure with its splits: (project, cents) in their order."""
    splits: dict[int, list[tuple[int, int]]] = {}
    for number, project_id, cents in session.execute(
        select(col(Split.expenditure_id), col(Split.project_id), col(Split.cents))
        .where(col(Split.covenant_id) == covenant_id)
        .order_by(col(Split.expenditure_id), col(Split.line))
    ):
        splits.setdefault(number, []).append((project_id, cents))
    query = (
        select(Expenditure)
        .where(col(Expenditure.covenant_id) == covenant_id)
        .order_by(col(Expenditure.id))
        .execution_options(yield_per=1000)
    )
    for row in session.scalars(query):
        yield row, splits.get(row.id, [])


def charges(session: Session, covenant_id: int) -> dict[int, dict[tuple[int, int], int]]:
    """Add the costs of every entry up: entry to (project, pledge) to cents, debit positive."""
    found: dict[int, dict[tuple[int, int], int]] = {}
    for entry_id, project_id, pledge_id, cents in session.execute(
        select(
            col(Posting.entry_id),
            col(Posting.project_id),
            col(Posting.pledge_id),
            func.sum(col(Posting.cents)),
        )
        .where(col(Posting.covenant_id) == covenant_id, col(Posting.account) == "costs")
        .group_by(col(Posting.entry_id), col(Posting.project_id), col(Posting.pledge_id))
    ):
        found.setdefault(entry_id, {})[project_id or 0, pledge_id] = int(cents)
    return found


def payment_shares(session: Session, covenant_id: int) -> dict[int, dict[int, int]]:
    """Read what each pledge bore of every payment: payment to pledge to cents."""
    found: dict[int, dict[int, int]] = {}
    for payment_id, pledge_id, cents in session.execute(
        select(col(PaymentShare.payment_id), col(PaymentShare.pledge_id), col(PaymentShare.cents)).where(
            col(PaymentShare.covenant_id) == covenant_id
        )
    ):
        found.setdefault(payment_id, {})[pledge_id] = cents
    return found


def payments(session: Session, covenant_id: int) -> dict[int, tuple[int, int, int | None]]:
    """Read what every payment is on, what booked it and what it was settled with.

    Gives (expenditure, entry, payment of the other half) per payment.
    """
    query = select(
        col(Payment.id), col(Payment.expenditure_id), col(Payment.entry_id), col(Payment.set_off_id)
    ).where(col(Payment.covenant_id) == covenant_id)
    return {row[0]: (row[1], row[2], row[3]) for row in session.execute(query)}


def parts(session: Session, covenant_id: int) -> dict[int, list[tuple[int, int | None, int]]]:
    """Read what every contribution was matched to: contribution to (pledge, instalment, cents) in order."""
    found: dict[int, list[tuple[int, int | None, int]]] = {}
    for number, pledge_id, instalment_id, cents in session.execute(
        select(
            col(ContributionPart.contribution_id),
            col(ContributionPart.pledge_id),
            col(ContributionPart.instalment_id),
            col(ContributionPart.cents),
        )
        .where(col(ContributionPart.covenant_id) == covenant_id)
        .order_by(col(ContributionPart.contribution_id), col(ContributionPart.line))
    ):
        found.setdefault(number, []).append((pledge_id, instalment_id, cents))
    return found


REGISTERS = {
    "expenditure": """
        SELECT x.id, x.payee_id AS payee, x.invoice_reference AS reference, x.invoice_on, x.accounting_on,
               x.description, x.net_cents, x.vat_cents, x.recoverable_vat_cents, x.gross_cents,
               x.original_id AS original, x.obligation_id AS obligation, x.version
        FROM expenditure x WHERE x.covenant_id = :covenant ORDER BY x.id
        """,
    "contribution": """
        SELECT c.id, g.slug AS party, c.received_on, c.amount_cents, c.reference
        FROM contribution c JOIN party g ON g.covenant_id = c.covenant_id AND g.id = c.party_id
        WHERE c.covenant_id = :covenant ORDER BY c.id
        """,
    "bank": """
        SELECT b.id, b.kind, b.received_on, b.amount_cents, b.reference
        FROM bank_receipt b WHERE b.covenant_id = :covenant ORDER BY b.id
        """,
    "in-kind": """
        SELECT k.id, g.slug AS party, p.slug AS project, k.given_on, k.unit, k.quantity_hundredths,
               k.description, k.value_cents
        FROM in_kind k
        JOIN party g ON g.covenant_id = k.covenant_id AND g.id = k.party_id
        LEFT JOIN project p ON p.covenant_id = k.covenant_id AND p.id = k.project_id
        WHERE k.covenant_id = :covenant ORDER BY k.id
        """,
    "obligation": """
        SELECT o.id, p.slug AS project, o.payee_id AS payee, o.year, o.agreed_on, o.reference, o.description,
               o.amount_cents
        FROM obligation o JOIN project p ON p.covenant_id = o.covenant_id AND p.id = o.project_id
        WHERE o.covenant_id = :covenant ORDER BY o.id
        """,
    "budget": """
        SELECT b.id, b.year, b.purpose FROM budget b WHERE b.covenant_id = :covenant ORDER BY b.id
        """,
    "measurement": """
        SELECT m.id, i.slug AS indicator, m.measured_on, m.value, m.source
        FROM measurement m JOIN indicator i ON i.covenant_id = m.covenant_id AND i.id = m.indicator_id
        WHERE m.covenant_id = :covenant ORDER BY m.id
        """,
}
"""What each register says of its rows, in the words in which the trail tells it."""

_PARTS = {
    "expenditure": """
        SELECT s.expenditure_id, p.slug, s.cents
        FROM split s JOIN project p ON p.covenant_id = s.covenant_id AND p.id = s.project_id
        WHERE s.covenant_id = :covenant ORDER BY s.expenditure_id, s.line
        """,
    "budget": """
        SELECT l.budget_id, p.slug, l.cents
        FROM budget_line l JOIN project p ON p.covenant_id = l.covenant_id AND p.id = l.project_id
        WHERE l.covenant_id = :covenant ORDER BY l.budget_id, p.slug
        """,
}


def register(session: Session, covenant_id: int, kind: str) -> dict[int, dict[str, object]]:
    """Read a register as the trail would tell it: number to names and values, days as text."""
    where = {"covenant": covenant_id}
    found: dict[int, dict[str, object]] = {}
    for row in session.execute(text(REGISTERS[kind]), where).mappings():
        said = {str(name): _told(value) for name, value in row.items()}
        found[int(str(said.pop("id")))] = said
    if kind in _PARTS:
        parts: dict[int, list[list[object]]] = {number: [] for number in found}
        for number, slug, cents in session.execute(text(_PARTS[kind]), where):
            parts.setdefault(number, []).append([slug, cents])
        for number, said in found.items():
            said["splits" if kind == "expenditure" else "lines"] = (
                parts[number]
                if kind == "expenditure"
                else {str(slug): cents for slug, cents in parts[number]}
            )
    return found


def _told(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def sealed_entries(session: Session, covenant_id: int) -> set[int]:
    """Number the entries that are sealed."""
    query = select(col(EntrySeal.entry_id)).where(col(EntrySeal.covenant_id) == covenant_id)
    return set(session.scalars(query))
