"""Reversals: taking back a payment recorded in error, and an expenditure that should not have been approved.

Nothing is deleted: a reversal is an entry of its own, the mirror of the one it takes back.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import cash, charges, keys, obligations, payments, periods, spending, trail
from ledger.core.acting import By
from ledger.core.budget import require_room
from ledger.core.entry import Draft
from ledger.core.numbers import NUMBERS
from ledger.core.refusals import Malformed, NotFound, WrongState
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.wording import require_writable
from ledger.storage import journal, reads
from ledger.storage.canonical import Content
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.tables import Expenditure, JournalEntry, Payment, PaymentShare


def reverse_payment(
    session: Session, covenant_id: int, *, by: By, number: int, reversed_on: date, reason: str
) -> Sentence | None:
    """Take back a payment that was recorded in error; a settlement goes as a whole.

    Gives a warning where money that came back is gone and the covenant allows that. Refuses one that is
    reversed already, a day before the payment, no reason, and one from which money has come back since.
    """
    require_writable(reason, field="reason")
    asked: dict[str, Content] = {
        "payment": number,
        "reversed_on": day_text(reversed_on),
        "reason": reason,
    }
    if keys.done_before(session, covenant_id, by=by, act="payment.reversed", asked=asked) is not None:
        return None
    payment = session.get(Payment, (covenant_id, number)) if number in NUMBERS else None
    if payment is None:
        raise NotFound(sentence(N_("There is no payment %(number)s."), number=number))
    if payment.state != "recorded":
        raise WrongState(sentence(N_("Payment %(number)s has already been reversed."), number=number))
    covenant, row = payments.booked(session, covenant_id, payment.expenditure_id)
    _require_reason(reason)
    payments.require_day(session, covenant, row, reversed_on, by, field="reversed_on")
    _require_not_before(reversed_on, payment.paid_on)
    warning = None
    if payment.kind == "came_back":
        warning = cash.require_held(session, covenant, -payment.cents, reversed_on, field="reversed_on")
    together = session.scalars(
        select(Payment).where(
            col(Payment.covenant_id) == covenant_id, col(Payment.entry_id) == payment.entry_id
        )
    ).all()
    for each in together:
        _require_one_side(session, covenant_id, each)
    draft = Draft(
        reversed_on,
        periods.year_of(covenant, reversed_on),
        "payment_reversed",
        f"expenditure/{row.id}",
        reason,
        journal.mirrored(session, covenant_id, payment.entry_id),
    )
    entry_id = periods.book(session, covenant, draft, by=by, reverses_id=payment.entry_id)
    for each in together:
        each.state = "reversed"
    session.flush()
    for each in together:
        payments.settle_state(
            session, covenant_id, session.get_one(Expenditure, (covenant_id, each.expenditure_id))
        )
    trail.append(
        session,
        covenant_id,
        by=by,
        act="payment.reversed",
        subject=f"expenditure/{row.id}",
        content={**asked, "entry": entry_id},
    )
    keys.keep(session, covenant_id, by=by, act="payment.reversed", asked=asked, result=number)
    return warning


def _require_one_side(session: Session, covenant_id: int, payment: Payment) -> None:
    """Refuse to reverse a payment where one pledge would then be owed money and another would owe it."""
    row = session.get_one(Expenditure, (covenant_id, payment.expenditure_id))
    open_ = payments.owed(session, covenant_id, row)
    shares = session.scalars(
        select(PaymentShare).where(
            col(PaymentShare.covenant_id) == covenant_id, col(PaymentShare.payment_id) == payment.id
        )
    )
    for share in shares:
        open_[share.pledge_id] = open_.get(share.pledge_id, 0) + share.cents
    if min(open_.values()) < 0 < max(open_.values()):
        raise WrongState(
            sentence(
                N_("Money came back on expenditure %(number)s since; reverse that payment first."),
                number=row.id,
            )
        )


def reverse_expenditure(
    session: Session, covenant_id: int, *, by: By, number: int, reversed_on: date, reason: str
) -> None:
    """Reverse an approved or paid expenditure: cost and charges go back exactly as they were booked.

    What was paid stands as a claim on the payee. Budget room comes back to the year the expenditure belonged
    to; one booked for a day to come is taken back on that day. Refuses what is not approved, what has been
    credited, and a credit note whose money has been spent since.
    """
    require_writable(reason, field="reason")
    asked: dict[str, Content] = {
        "expenditure": number,
        "reversed_on": day_text(reversed_on),
        "reason": reason,
    }
    if keys.done_before(session, covenant_id, by=by, act="expenditure.reversed", asked=asked) is not None:
        return
    covenant, row = payments.booked(session, covenant_id, number)
    if row.state == "reversed" or row.entry_id is None:
        raise WrongState(sentence(N_("Expenditure %(number)s has already been reversed."), number=number))
    _require_reason(reason)
    payments.require_day(session, covenant, row, reversed_on, by, field="reversed_on")
    # what was booked ahead is taken back ahead: on the very day it was booked for
    booked_on = session.get_one(JournalEntry, (covenant_id, row.entry_id)).day
    _require_not_before(reversed_on, min(booked_on, by.today))
    day = max(reversed_on, booked_on)
    periods.require_open_day(session, covenant, day, field="reversed_on")
    charges.require_no_credit_notes(session, covenant_id, number)
    if row.kind == "credit_note":
        _require_room_again(session, covenant_id, row)
        charges.require_promised_again(session, covenant_id, row)
    else:
        charged = charges.booked(session, covenant_id, row)
        charges.require_charged(session, covenant_id, charged, row.accounting_year)
    draft = Draft(
        day,
        row.accounting_year,
        "expenditure_reversed",
        f"expenditure/{number}",
        reason,
        journal.mirrored(session, covenant_id, row.entry_id),
    )
    row.reversal_id = periods.book(session, covenant, draft, by=by, reverses_id=row.entry_id)
    row.state = "reversed"
    row.reason = reason
    session.flush()
    obligations.give_back_for(session, covenant_id, by=by, row=row)
    trail.append(
        session,
        covenant_id,
        by=by,
        act="expenditure.reversed",
        subject=f"expenditure/{number}",
        content={**asked, "entry": row.reversal_id},
    )
    keys.keep(session, covenant_id, by=by, act="expenditure.reversed", asked=asked, result=number)


def _require_room_again(session: Session, covenant_id: int, row: Expenditure) -> None:
    """Refuse to take a credit note back when what it gave back has been used since."""
    projects = {project.id: project for project in reads.projects(session, covenant_id)}
    for split in spending.splits_of(session, covenant_id, row.id):
        room = reads.room(session, covenant_id, split.project_id, row.accounting_year)
        require_room(projects[split.project_id].name, room, -split.cents, field=None)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Malformed(sentence(N_("Say why this is reversed.")), "reason")


def _require_not_before(day: date, first: date) -> None:
    if day < first:
        raise Malformed(sentence(N_("A reversal cannot be dated before %(day)s."), day=first), "reversed_on")
