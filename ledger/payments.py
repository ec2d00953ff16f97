"""Payments: paying an expenditure, money that comes back, settling a claim, and reversing.

What is paid or comes back is divided over the funders in proportion to what is still open of each share.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ledger import cash, keys, payee_files, periods, spending, trail
from ledger.core import entry as entries
from ledger.core.acting import By
from ledger.core.budget import lowest_from
from ledger.core.charging import undo_part
from ledger.core.entry import Draft, Postings
from ledger.core.money import require_size
from ledger.core.refusals import Malformed, NoRoom, WrongState
from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.core.wording import require_writable
from ledger.storage import journal, reads
from ledger.storage.canonical import Content
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.tables import Covenant, Expenditure, JournalEntry, Payment, PaymentShare


def owed(session: Session, covenant_id: int, row: Expenditure) -> dict[int, int]:
    """Give what is still owed on an expenditure per pledge, in cents; below zero: a claim on the payee."""
    entry_ids = [number for number in (row.entry_id, row.reversal_id) if number]
    booked = reads.account_of_entries(session, covenant_id, entry_ids, "creditors")
    moved = dict(
        session.execute(
            select(col(PaymentShare.pledge_id), func.sum(col(PaymentShare.cents)))
            .join(
                Payment,
                (col(Payment.covenant_id) == col(PaymentShare.covenant_id))
                & (col(Payment.id) == col(PaymentShare.payment_id)),
            )
            .where(
                col(Payment.covenant_id) == covenant_id,
                col(Payment.expenditure_id) == row.id,
                col(Payment.state) == "recorded",
            )
            .group_by(col(PaymentShare.pledge_id))
        ).all()
    )
    return {
        pledge: -booked.get(pledge, 0) - int(moved.get(pledge, 0)) for pledge in sorted({*booked, *moved})
    }


def payments_of(session: Session, covenant_id: int, number: int) -> Sequence[Payment]:
    """Read the payments on an expenditure in the order they were recorded."""
    return session.scalars(
        select(Payment)
        .where(col(Payment.covenant_id) == covenant_id, col(Payment.expenditure_id) == number)
        .order_by(col(Payment.id))
    ).all()


def pay(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    number: int,
    paid_on: date,
    amount_cents: int,
    reference: str = "",
) -> tuple[int, Sentence | None]:
    """Record that an expenditure, or part of it, was paid; give the payment's number and a warning, if any.

    A payment ahead of the day the expenditure belongs to is a fact like any other. Refuses what is not
    approved, more than is owed, and, where the covenant says so, more than the bank account holds then or at
    any later day already recorded.
    """
    _require_keepable(amount_cents, reference)
    asked: dict[str, Content] = {
        "expenditure": number,
        "paid_on": day_text(paid_on),
        "amount_cents": amount_cents,
        "reference": reference,
    }
    done = keys.done_before(session, covenant_id, by=by, act="expenditure.paid", asked=asked)
    if done is not None:
        return done, None
    covenant, row = booked(session, covenant_id, number)
    shares = _shares(session, covenant_id, row, amount_cents, side=1)
    require_day(session, covenant, row, paid_on, by, field="paid_on")
    warning = cash.require_held(session, covenant, amount_cents, paid_on)
    made = _record(
        session, covenant, row, by, "paid", paid_on, shares, reference, entries.paid(list(shares.items()))
    )
    _note(session, covenant_id, by, "expenditure.paid", row, asked, made, shares)
    return keys.keep(session, covenant_id, by=by, act="expenditure.paid", asked=asked, result=made), warning


def take_back(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    number: int,
    received_on: date,
    amount_cents: int,
    reference: str = "",
) -> int:
    """Record money a payee paid back on a credit note or a reversed expenditure; give the payment's number.

    Money that came before the credit note's own day is a fact like any other. Refuses more than is claimed.
    """
    _require_keepable(amount_cents, reference)
    asked: dict[str, Content] = {
        "expenditure": number,
        "received_on": day_text(received_on),
        "amount_cents": amount_cents,
        "reference": reference,
    }
    done = keys.done_before(session, covenant_id, by=by, act="expenditure.came_back", asked=asked)
    if done is not None:
        return done
    covenant, row = booked(session, covenant_id, number)
    shares = _shares(session, covenant_id, row, amount_cents, side=-1)
    require_day(session, covenant, row, received_on, by, field="received_on")
    back = {pledge: -cents for pledge, cents in shares.items()}
    made = _record(
        session,
        covenant,
        row,
        by,
        "came_back",
        received_on,
        back,
        reference,
        entries.came_back(list(shares.items())),
    )
    _note(session, covenant_id, by, "expenditure.came_back", row, asked, made, back)
    return keys.keep(session, covenant_id, by=by, act="expenditure.came_back", asked=asked, result=made)


def set_off(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    number: int,
    claim_number: int,
    settled_on: date,
    amount_cents: int,
) -> int:
    """Settle what is owed on an expenditure with a claim on the same payee; give the payment's number.

    Bank money moves between pledges where they share differently; the bank account itself does not move.
    Refuses another payee, and more than is owed or claimed.
    """
    _require_keepable(amount_cents)
    asked: dict[str, Content] = {
        "expenditure": number,
        "claim": claim_number,
        "settled_on": day_text(settled_on),
        "amount_cents": amount_cents,
    }
    done = keys.done_before(session, covenant_id, by=by, act="expenditure.set_off", asked=asked)
    if done is not None:
        return done
    covenant, row = booked(session, covenant_id, number)
    _, claim = booked(session, covenant_id, claim_number)
    if claim.payee_id != row.payee_id:
        raise Malformed(sentence(N_("The claim is on another payee.")), "claim")
    shares = _shares(session, covenant_id, row, amount_cents, side=1)
    claimed = _shares(session, covenant_id, claim, amount_cents, side=-1)
    for each in (row, claim):
        require_day(session, covenant, each, settled_on, by, field="settled_on")
    _require_claim_then(session, covenant_id, claim, amount_cents, settled_on)
    booked_on = session.get_one(JournalEntry, (covenant_id, row.entry_id or 0)).day
    if settled_on < booked_on:
        raise Malformed(
            sentence(
                N_("Expenditure %(number)s is owed only from %(day)s on."), number=row.id, day=booked_on
            ),
            "settled_on",
        )
    postings = entries.set_off(list(shares.items()), list(claimed.items()))
    made = _record(session, covenant, row, by, "set_off", settled_on, shares, "", postings)
    entry_id = session.get_one(Payment, (covenant_id, made)).entry_id
    back = {pledge: -cents for pledge, cents in claimed.items()}
    _keep(session, covenant, claim, by, "set_off", settled_on, back, "", entry_id, other=made)
    _note(session, covenant_id, by, "expenditure.set_off", row, asked, made, shares)
    return keys.keep(session, covenant_id, by=by, act="expenditure.set_off", asked=asked, result=made)


def _require_keepable(amount_cents: int, reference: str = "") -> None:
    """Refuse an amount or a text that the ledger cannot hold at all."""
    require_size(amount_cents, field="amount")
    require_writable(reference, field="reference")


def booked(session: Session, covenant_id: int, number: int) -> tuple[Covenant, Expenditure]:
    """Find an expenditure that is booked, with its covenant; refuses one that is not approved."""
    covenant = reads.covenant(session, covenant_id)
    row = spending.find_expenditure(session, covenant_id, number)
    if row.entry_id is None:
        raise WrongState(sentence(N_("Expenditure %(number)s is not approved."), number=number))
    return covenant, row


def _shares(
    session: Session, covenant_id: int, row: Expenditure, amount_cents: int, *, side: int
) -> dict[int, int]:
    """Divide an amount over the pledges in proportion to what is owed (side 1) or claimed (side -1)."""
    if amount_cents <= 0:
        raise Malformed(sentence(N_("An amount is more than zero.")), "amount")
    open_ = {pledge: side * cents for pledge, cents in owed(session, covenant_id, row).items()}
    total = sum(open_.values())
    if amount_cents > max(total, 0):
        why = (
            N_("%(asked)s is more than the %(open)s still owed on expenditure %(number)s.")
            if side == 1
            else N_("%(asked)s is more than the %(open)s still claimed on expenditure %(number)s.")
        )
        raise NoRoom(
            sentence(why, asked=Cents(amount_cents), open=Cents(max(total, 0)), number=row.id), "amount"
        )
    parts = undo_part(amount_cents, [max(cents, 0) for cents in open_.values()], field="amount")
    return {pledge: cents for pledge, cents in zip(open_, parts, strict=True) if cents}


def _require_claim_then(
    session: Session, covenant_id: int, row: Expenditure, amount_cents: int, day: date
) -> None:
    """Refuse a day on which, or after which, less was claimed of the payee than is to be settled."""
    movements = [
        (
            session.get_one(JournalEntry, (covenant_id, number)).day,
            sum(reads.account_of_entries(session, covenant_id, [number], "creditors").values()),
        )
        for number in (row.entry_id, row.reversal_id)
        if number
    ]
    paid = payments_of(session, covenant_id, row.id)
    undone = journal.reversed_on(session, covenant_id, [each.entry_id for each in paid])
    movements += [(each.paid_on, each.cents) for each in paid]
    movements += [(undone[each.entry_id], -each.cents) for each in paid if each.entry_id in undone]
    claimed_cents = max(lowest_from(movements, day), 0)
    if amount_cents > claimed_cents:
        raise Malformed(
            sentence(
                N_("On %(day)s no more than %(claimed)s was claimed on expenditure %(number)s."),
                day=day,
                claimed=Cents(claimed_cents),
                number=row.id,
            ),
            "settled_on",
        )


def require_day(
    session: Session, covenant: Covenant, row: Expenditure, day: date, by: By, *, field: str
) -> None:
    """Refuse a day that has not come, is before the covenant, or lies in a closed year."""
    periods.require_day(covenant, day, by.today, field=field)
    periods.require_open_day(session, covenant, day, field=field)


def _record(
    session: Session,
    covenant: Covenant,
    row: Expenditure,
    by: By,
    kind: str,
    day: date,
    shares: Mapping[int, int],
    reference: str,
    postings: Postings,
) -> int:
    """Book a payment's entry and keep the payment with its shares; give its number."""
    year = periods.year_of(covenant, day)
    draft = Draft(day, year, f"expenditure_{kind}", f"expenditure/{row.id}", reference, postings)
    entry_id = periods.book(session, covenant, draft, by=by)
    return _keep(session, covenant, row, by, kind, day, shares, reference, entry_id)


def _keep(
    session: Session,
    covenant: Covenant,
    row: Expenditure,
    by: By,
    kind: str,
    day: date,
    shares: Mapping[int, int],
    reference: str,
    entry_id: int,
    other: int | None = None,
) -> int:
    number = reads.next_id(session, Payment, covenant.id)
    session.execute(
        insert(Payment).values(
            covenant_id=covenant.id,
            id=number,
            expenditure_id=row.id,
            kind=kind,
            state="recorded",
            paid_on=day,
            cents=sum(shares.values()),
            reference=reference,
            set_off_id=other,
            entry_id=entry_id,
            person_id=by.person_id,
            recorded_at=by.now,
        )
    )
    session.execute(
        insert(PaymentShare),
        [
            {"covenant_id": covenant.id, "payment_id": number, "pledge_id": pledge, "cents": cents}
            for pledge, cents in shares.items()
        ],
    )
    settle_state(session, covenant.id, row)
    return number


def settle_state(session: Session, covenant_id: int, row: Expenditure) -> None:
    """Call an approved expenditure paid once nothing is open on it, and approved again if something is."""
    if row.state in {"approved", "paid"}:
        row.state = "approved" if any(owed(session, covenant_id, row).values()) else "paid"
        session.flush()


def _note(
    session: Session,
    covenant_id: int,
    by: By,
    act: str,
    row: Expenditure,
    asked: Mapping[str, Content],
    number: int,
    shares: Mapping[int, int],
) -> None:
    payment = session.get_one(Payment, (covenant_id, number))
    content: dict[str, Content] = {
        **asked,
        "payment": number,
        "entry": payment.entry_id,
        "shares": [[pledge, cents] for pledge, cents in shares.items()],
    }
    if other := payee_files.moved_since(session, covenant_id, row):
        content["other_since_approval"] = list(other)
    trail.append(session, covenant_id, by=by, act=act, subject=f"expenditure/{row.id}", content=content)


def claims_on(session: Session, covenant_id: int, payee_id: int) -> list[tuple[Expenditure, int]]:
    """List the claims on a payee: credit notes and reversed expenditures with money still to come back."""
    rows = session.scalars(
        select(Expenditure)
        .where(
            col(Expenditure.covenant_id) == covenant_id,
            col(Expenditure.payee_id) == payee_id,
            col(Expenditure.state).in_(["approved", "reversed"]),
        )
        .order_by(col(Expenditure.id))
    ).all()
    found = [(row, -sum(owed(session, covenant_id, row).values())) for row in rows]
    return [(row, cents) for row, cents in found if cents > 0]
