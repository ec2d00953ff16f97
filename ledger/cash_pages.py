"""Cash that parties lent and the common fund, as people look them up beside the bank account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import cash_advances, common_fund, taking_back
from ledger.common_fund import CommonFund
from ledger.storage import accounts, lent, reads
from ledger.storage.lent import Lent
from ledger.storage.reads import col
from ledger.storage.tables import BankReceipt, CashMovement, Party


@dataclass(frozen=True)
class AdvanceRow:
    """A cash advance as it stands today, with the party that lends it and how many days it is overdue."""

    lent: Lent
    party: Party
    days_late: int


@dataclass(frozen=True)
class ReceiptRow:
    """Money that came in from no party: interest, or VAT paid back."""

    row: BankReceipt
    is_taken_back: bool


@dataclass(frozen=True)
class BesideBank:
    """What stands beside the bank account: cash lent by parties, money of no party, and the common fund."""

    advances: Sequence[AdvanceRow]
    receipts: Sequence[ReceiptRow]
    common: CommonFund


@dataclass(frozen=True)
class AdvancePage:
    """Everything about one cash advance: its movements, each with who recorded it."""

    advance: AdvanceRow
    movements: Sequence[tuple[CashMovement, str]]


def advances(session: Session, covenant_id: int, *, today: date) -> list[AdvanceRow]:
    """List the cash advances as they stand today, those still owed first."""
    parties = {party.id: party for party in reads.parties(session, covenant_id)}
    rows = [
        AdvanceRow(one, parties[one.party_id], (today - one.repay_by).days if one.is_overdue(today) else 0)
        for one in lent.as_at(session, covenant_id, today)
    ]
    return sorted(rows, key=lambda row: (row.lent.owed_cents == 0, row.lent.number))


def beside_bank(session: Session, covenant_id: int, *, today: date) -> BesideBank:
    """Gather what stands beside the bank account, the latest receipts first."""
    rows = session.scalars(
        select(BankReceipt)
        .where(col(BankReceipt.covenant_id) == covenant_id)
        .order_by(col(BankReceipt.received_on).desc(), col(BankReceipt.id).desc())
        .limit(50)
    ).all()
    taken = taking_back.of(session, covenant_id, [f"bank/{row.id}" for row in rows])
    return BesideBank(
        advances(session, covenant_id, today=today),
        [ReceiptRow(row, f"bank/{row.id}" in taken) for row in rows],
        common_fund.standing(session, covenant_id),
    )


def advance_page(session: Session, covenant_id: int, number: int, *, today: date) -> AdvancePage:
    """Gather everything about one cash advance; refuses a number there is none of."""
    cash_advances.find_advance(session, covenant_id, number)
    (row,) = [each for each in advances(session, covenant_id, today=today) if each.lent.number == number]
    found = cash_advances.movements(session, covenant_id, number)
    people = accounts.names_of(session, {one.person_id for one in found})
    return AdvancePage(row, [(one, people.get(one.person_id, "")) for one in found])
