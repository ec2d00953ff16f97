"""The record as it is held against the trail: every act with what it told, and what the registers say."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
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
    for seq, person_id, act, subject, text in rows:
        content = json.loads(text)
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


def payments(session: Session, covenant_id: int) -> dict[int, tuple[int, int]]:
    """Read what every payment is on and what booked it: payment to (expenditure, entry)."""
    query = select(col(Payment.id), col(Payment.expenditure_id), col(Payment.entry_id)).where(
        col(Payment.covenant_id) == covenant_id
    )
    return {number: (expenditure_id, entry_id) for number, expenditure_id, entry_id in session.execute(query)}


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


def sealed_entries(session: Session, covenant_id: int) -> set[int]:
    """Number the entries that are sealed."""
    query = select(col(EntrySeal.entry_id)).where(col(EntrySeal.covenant_id) == covenant_id)
    return set(session.scalars(query))
