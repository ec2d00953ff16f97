"""What the registers say of expenditures, payments and bank movements as at a day, as statements want it.

Everything is read as columns, in a fixed number of questions however much there is.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from ledger.core.entry import COMMON
from ledger.core.statements.bank import BankMovement, Debt
from ledger.core.statements.facts import Names, Period
from ledger.core.statements.journal import Line, address
from ledger.core.statements.spend import Charged, Spend
from ledger.storage.reads import col
from ledger.storage.sums import OF_ENTRY, Books
from ledger.storage.tables import (
    Approval,
    Contribution,
    Decision,
    Evidence,
    Expenditure,
    JournalEntry,
    Party,
    PayeeVersion,
    Payment,
    Posting,
    Split,
)

BOOKED = aliased(JournalEntry)
"""The entry of an expenditure's last approval."""

REVERSED = aliased(JournalEntry)
"""The entry of an expenditure's reversal."""

PAYEE = and_(
    col(PayeeVersion.covenant_id) == col(Expenditure.covenant_id),
    col(PayeeVersion.payee_id) == col(Expenditure.payee_id),
    col(PayeeVersion.version) == col(Expenditure.payee_version),
)
"""Joins an expenditure to its payee, as the register had it at the last approval."""


def _settled(covenant_id: int, as_at: date) -> Select[int, int]:
    """Sum per expenditure what was paid by a day, less payments reversed by that day."""
    undone = aliased(JournalEntry)
    return (
        select(col(Payment.expenditure_id).label("number"), func.sum(col(Payment.cents)).label("cents"))
        .outerjoin(
            undone,
            and_(
                col(undone.covenant_id) == col(Payment.covenant_id),
                col(undone.reverses_id) == col(Payment.entry_id),
                col(undone.day) <= as_at,
            ),
        )
        .where(
            col(Payment.covenant_id) == covenant_id, col(Payment.paid_on) <= as_at, col(undone.id).is_(None)
        )
        .group_by(col(Payment.expenditure_id))
    )


def _entry_of(entry: type[JournalEntry], number: ColumnElement[int | None]) -> ColumnElement[bool]:
    return and_(col(entry.covenant_id) == col(Expenditure.covenant_id), col(entry.id) == number)


def debts(session: Session, covenant_id: int, as_at: date) -> list[Debt]:
    """Read what was open on each expenditure at a day's end, by payee; what was settled is left out.

    What was paid ahead of the day an expenditure is booked on is a claim on the payee until then.
    """
    paid = _settled(covenant_id, as_at).subquery()
    gross = col(Expenditure.gross_cents)
    open_cents = (
        case((col(BOOKED.day) <= as_at, gross), else_=0)
        - case((col(REVERSED.day) <= as_at, gross), else_=0)
        - func.coalesce(paid.c.cents, 0)
    )
    rows = session.execute(
        select(
            col(Expenditure.id),
            col(PayeeVersion.name),
            col(Expenditure.invoice_reference),
            col(Expenditure.description),
            col(Expenditure.invoice_on),
            open_cents,
        )
        .join(PayeeVersion, PAYEE)
        .join(BOOKED, _entry_of(BOOKED, col(Expenditure.entry_id)))
        .outerjoin(REVERSED, _entry_of(REVERSED, col(Expenditure.reversal_id)))
        .outerjoin(paid, paid.c.number == col(Expenditure.id))
        .where(col(Expenditure.covenant_id) == covenant_id, open_cents != 0)
        .order_by(col(PayeeVersion.name), col(Expenditure.invoice_on), col(Expenditure.id))
    )
    return [
        Debt(number, payee, reference, description, invoice_on, int(cents))
        for number, payee, reference, description, invoice_on, cents in rows
    ]


def _in_period(books: Books, period: Period) -> list[ColumnElement[bool]]:
    """Give the conditions that a posting counts and lies in a period.

    The day is asked of the posting, which bears that of its entry: so its account and day lead to it.
    """
    return [books.counted(), *books.within(period.from_day, period.as_at)]


def bank_movements(books: Books, period: Period) -> list[BankMovement]:
    """Read the entries of a period that moved bank money, in order of day, with who was on the other side."""
    rows = books.session.execute(
        select(
            col(JournalEntry.id), col(JournalEntry.day), col(JournalEntry.kind), col(JournalEntry.subject),
            col(JournalEntry.text), func.sum(col(Posting.cents)),
        )
        .select_from(Posting)
        .join(JournalEntry, OF_ENTRY)
        .where(col(Posting.account) == "bank", *_in_period(books, period))
        .group_by(
            col(JournalEntry.id), col(JournalEntry.day), col(JournalEntry.kind), col(JournalEntry.subject),
            col(JournalEntry.text),
        )
        .having(func.sum(col(Posting.cents)) != 0)
        .order_by(col(JournalEntry.day), col(JournalEntry.id))
    ).all()  # fmt: skip
    if not rows:
        return []
    who = _others(books.session, books.covenant_id)
    return [
        BankMovement(number, day, kind, who.get(subject, ""), text, int(cents), address(subject))
        for number, day, kind, subject, text, cents in rows
    ]


def _others(session: Session, covenant_id: int) -> dict[str, str]:
    """Name the payee or party behind what an entry can be about."""
    payees = session.execute(
        select(col(Expenditure.id), col(PayeeVersion.name))
        .join(PayeeVersion, PAYEE)
        .where(col(Expenditure.covenant_id) == covenant_id)
    )
    givers = session.execute(
        select(col(Contribution.id), col(Party.name))
        .join(
            Party,
            (col(Party.covenant_id) == col(Contribution.covenant_id))
            & (col(Party.id) == col(Contribution.party_id)),
        )
        .where(col(Contribution.covenant_id) == covenant_id)
    )
    parties = session.execute(
        select(col(Party.slug), col(Party.name)).where(col(Party.covenant_id) == covenant_id)
    )
    return {
        **{f"expenditure/{number}": name for number, name in payees},
        **{f"contribution/{number}": name for number, name in givers},
        **{f"party/{slug}": name for slug, name in parties},
    }


def spent(books: Books, names: Names, period: Period, charged_in_period: Sequence[Charged]) -> list[Spend]:
    """Read the expenditures of a period, by accounting date: booked or reversed in it, or dated in it."""
    session, covenant_id = books.session, books.covenant_id
    asked = _of_period(covenant_id, period)
    numbers = _numbers(asked)
    splits = _splits(session, covenant_id, numbers)
    charged: dict[int, dict[int, int]] = {}
    for one in charged_in_period:
        sums = charged.setdefault(one.expenditure_id, {})
        sums[one.pledge_id] = sums.get(one.pledge_id, 0) + one.cents
    approvals = _approvals(session, covenant_id, numbers)
    decided = _decided(session, covenant_id)
    files = evidence_counts(session, covenant_id, "expenditure")
    found = []
    for (
        number, state, payee, reference, description, invoice_on, accounting_on, net, vat, recoverable,
        gross, booked_on, reversed_on, paid,
    ) in session.execute(_register(covenant_id, period, asked)):  # fmt: skip
        is_booked = booked_on is not None and booked_on <= period.as_at
        found.append(
            Spend(
                id=number,
                state=_state(state, is_booked, reversed_on, gross == paid, period.as_at),
                payee=payee,
                reference=reference,
                description=description,
                invoice_on=invoice_on,
                accounting_on=accounting_on,
                net_cents=net,
                vat_cents=vat,
                recoverable_vat_cents=recoverable,
                gross_cents=gross,
                booked_cents=(gross - recoverable) * (period.holds(booked_on) - period.holds(reversed_on)),
                splits=tuple(splits.get(number, ())),
                charges=_in_order(charged.get(number, {}), names),
                approved_by=tuple(
                    party for party, at in approvals.get(number, ()) if is_booked or at < end_of(period.as_at)
                ),
                decision_id=decided.get(f"expenditure/{number}") if is_booked else None,
                evidence=files.get(f"expenditure/{number}", 0),
            )
        )
    return found


def _in_order(charged: Mapping[int, int], names: Names) -> tuple[tuple[int, int], ...]:
    """Put charges in the pledges' order; what comes to nothing is left out."""
    return tuple((number, cents) for number in names.funds() if (cents := charged.get(number, 0)))


def end_of(day: date) -> datetime:
    """Give the moment a day ends, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _of_period(covenant_id: int, period: Period) -> ColumnElement[bool]:
    def inside(day: ColumnElement[date]) -> ColumnElement[bool]:
        return day.between(period.from_day, period.as_at)

    return and_(
        col(Expenditure.covenant_id) == covenant_id,
        or_(
            inside(col(BOOKED.day)),
            inside(col(REVERSED.day)),
            and_(
                inside(col(Expenditure.accounting_on)),
                or_(col(BOOKED.id).is_(None), col(BOOKED.day) > period.as_at),
            ),
        ),
    )


def _numbers(asked: ColumnElement[bool]) -> Select[int]:
    """Select the numbers of the expenditures asked for."""
    return (
        select(col(Expenditure.id))
        .outerjoin(BOOKED, _entry_of(BOOKED, col(Expenditure.entry_id)))
        .outerjoin(REVERSED, _entry_of(REVERSED, col(Expenditure.reversal_id)))
        .where(asked)
    )


def _register(covenant_id: int, period: Period, asked: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    paid = _settled(covenant_id, period.as_at).subquery()
    return (
        select(
            col(Expenditure.id), col(Expenditure.state), col(PayeeVersion.name),
            col(Expenditure.invoice_reference),
            col(Expenditure.description), col(Expenditure.invoice_on), col(Expenditure.accounting_on),
            col(Expenditure.net_cents), col(Expenditure.vat_cents), col(Expenditure.recoverable_vat_cents),
            col(Expenditure.gross_cents), col(BOOKED.day), col(REVERSED.day), func.coalesce(paid.c.cents, 0),
        )
        .join(PayeeVersion, PAYEE)
        .outerjoin(BOOKED, _entry_of(BOOKED, col(Expenditure.entry_id)))
        .outerjoin(REVERSED, _entry_of(REVERSED, col(Expenditure.reversal_id)))
        .outerjoin(paid, paid.c.number == col(Expenditure.id))
        .where(asked)
        .order_by(col(Expenditure.accounting_on), col(Expenditure.id))
    )  # fmt: skip


def _state(state: str, is_booked: bool, reversed_on: date | None, is_settled: bool, as_at: date) -> str:
    """Say in which state an expenditure was on a day."""
    if not is_booked:
        return state if state in {"rejected", "sent_back"} else "entered"
    if reversed_on is not None and reversed_on <= as_at:
        return "reversed"
    return "paid" if is_settled else "approved"


def _splits(session: Session, covenant_id: int, numbers: Select[int]) -> dict[int, list[tuple[int, int]]]:
    """Read the splits of each expenditure in their order, as project and cents."""
    found: dict[int, list[tuple[int, int]]] = {}
    for number, project_id, cents in session.execute(
        select(col(Split.expenditure_id), col(Split.project_id), col(Split.cents))
        .where(col(Split.covenant_id) == covenant_id, col(Split.expenditure_id).in_(numbers))
        .order_by(col(Split.expenditure_id), col(Split.line))
    ):
        found.setdefault(number, []).append((project_id, cents))
    return found


def _approvals(
    session: Session, covenant_id: int, numbers: Select[int]
) -> dict[int, list[tuple[int, datetime]]]:
    """Read which parties approved the present version of each expenditure and when, the first one first."""
    found: dict[int, list[tuple[int, datetime]]] = {}
    for number, party_id, at in session.execute(
        select(col(Approval.expenditure_id), col(Approval.party_id), col(Approval.approved_at))
        .join(
            Expenditure,
            and_(
                col(Expenditure.covenant_id) == col(Approval.covenant_id),
                col(Expenditure.id) == col(Approval.expenditure_id),
                col(Expenditure.version) == col(Approval.version),
            ),
        )
        .where(col(Approval.covenant_id) == covenant_id, col(Approval.expenditure_id).in_(numbers))
        .order_by(col(Approval.expenditure_id), col(Approval.approved_at), col(Approval.party_id))
    ):
        found.setdefault(number, []).append((party_id, at))
    return found


def _decided(session: Session, covenant_id: int) -> dict[str, int]:
    """Read which decision approved which expenditure."""
    return dict(
        session.execute(
            select(col(Decision.subject), col(Decision.id))
            .where(
                col(Decision.covenant_id) == covenant_id,
                col(Decision.kind) == "spend",
                col(Decision.state) == "adopted",
            )
            .order_by(col(Decision.id))
        ).all()
    )


def evidence_counts(session: Session, covenant_id: int, kind: str) -> dict[str, int]:
    """Count the files of evidence of each thing of one kind, by its subject."""
    return dict(
        session.execute(
            select(col(Evidence.subject), func.count())
            .where(col(Evidence.covenant_id) == covenant_id, col(Evidence.subject).startswith(f"{kind}/"))
            .group_by(col(Evidence.subject))
        ).all()
    )


def charges(books: Books, period: Period) -> list[Charged]:
    """Read who was charged for which project by each entry of the period, by expenditure."""
    number = or_(
        col(Expenditure.entry_id) == col(JournalEntry.id),
        col(Expenditure.reversal_id) == col(JournalEntry.id),
    )
    rows = books.session.execute(
        select(
            col(Expenditure.id), col(JournalEntry.id), col(JournalEntry.day),
            col(JournalEntry.accounting_year), col(JournalEntry.kind), col(PayeeVersion.name),
            col(Expenditure.invoice_reference), col(Expenditure.description), col(Posting.project_id),
            col(Posting.pledge_id), col(Posting.cents),
        )
        .select_from(Posting)
        .join(JournalEntry, OF_ENTRY)
        .join(Expenditure, and_(col(Expenditure.covenant_id) == col(JournalEntry.covenant_id), number))
        .join(PayeeVersion, PAYEE)
        .where(col(Posting.account) == "costs", *_in_period(books, period))
        .order_by(
            col(Expenditure.id), col(JournalEntry.id), col(Posting.project_id),
            case((col(Posting.pledge_id) == COMMON, 1), else_=0), col(Posting.pledge_id),
        )
    )  # fmt: skip
    return [Charged(*row[:8], row[8] or 0, row[9], row[10]) for row in rows]


def journal_lines(books: Books, period: Period) -> Iterator[Line]:
    """Read every posting of the period, in order of day and entry."""
    rows = books.session.execute(
        select(
            col(JournalEntry.id), col(JournalEntry.day), col(JournalEntry.kind), col(JournalEntry.subject),
            col(JournalEntry.text), col(Posting.account), col(Posting.pledge_id), col(Posting.project_id),
            col(Posting.cents),
        )
        .join(Posting, OF_ENTRY)
        .where(
            col(JournalEntry.covenant_id) == books.covenant_id,
            col(JournalEntry.day).between(period.from_day, period.as_at),
            books.counted(),
        )
        .order_by(col(JournalEntry.day), col(JournalEntry.id), col(Posting.line))
        .execution_options(yield_per=5000)
    )  # fmt: skip
    for row in rows:
        yield Line(*row)
