"""Payee files: what whoever approves or pays an expenditure should know of who is paid."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import payees
from ledger.payees import PayeeChange, PayeeRow
from ledger.storage import reads
from ledger.storage.reads import col
from ledger.storage.tables import Expenditure, Payee, PayeeVersion, Payment, Trail

KEPT = ("name", "iban", "vat_number", "chamber_number")
"""What of a payee is approved with an expenditure, beside the party it is."""


@dataclass(frozen=True)
class Moved:
    """One thing that the register says otherwise of a payee since an expenditure was approved."""

    what: str
    old: str
    new: str


@dataclass(frozen=True)
class PayeeFile:
    """Who is paid, and what the approver should know of the account: each change of it, with who made it.

    `row` is what the register says now, `then` what it said at the last approval, and before that what it
    says; `moved` is what differs. `renewed` is the change for which approvals or votes given count no longer,
    with who made it. `is_untried` says that nothing has been paid since the IBAN was entered or last changed.
    """

    row: PayeeRow
    then: PayeeRow
    moved: tuple[Moved, ...]
    changes: tuple[tuple[PayeeChange, str], ...]
    renewed: tuple[PayeeChange, str] | None
    is_untried: bool


def read_file(
    session: Session,
    covenant_id: int,
    row: Expenditure,
    changes: list[PayeeChange],
    renewed: PayeeChange | None,
    people: dict[int, str],
) -> PayeeFile:
    """Read who is paid by an expenditure; `people` are the names of who made the changes."""
    now, then = payees.read_payee(session, covenant_id, row.payee_id), _then(session, covenant_id, row)
    tried_at = _last_paid(session, covenant_id, row.payee_id)
    untried = now.iban_changed_at is not None and (tried_at is None or tried_at < now.iban_changed_at)
    return PayeeFile(
        now,
        then,
        _differences(then, now),
        tuple((one, people.get(one.person_id, "")) for one in changes),
        (renewed, people.get(renewed.person_id, "")) if renewed else None,
        is_untried=bool(now.iban) and untried,
    )


def renewed_by(session: Session, covenant_id: int, row: Expenditure) -> PayeeChange | None:
    """Find the change of its payee by which an expenditure came to the version it has, if it did by one."""
    found = session.execute(
        select(col(Trail.act), col(Trail.at), col(Trail.person_id), col(Trail.content))
        .where(
            col(Trail.covenant_id) == covenant_id,
            col(Trail.subject) == f"expenditure/{row.id}",
            col(Trail.act) == "expenditure.payee_changed",
        )
        .order_by(col(Trail.seq).desc())
    ).first()
    if found is None or json.loads(found.content)["version"] != row.version:
        return None
    return PayeeChange(found.act, found.at, found.person_id)


def moved_since(session: Session, covenant_id: int, row: Expenditure) -> list[str]:
    """Name what the register says otherwise of the payee since an expenditure was approved."""
    now = payees.read_payee(session, covenant_id, row.payee_id)
    return [one.what for one in _differences(_then(session, covenant_id, row), now)]


def _differences(then: PayeeRow, now: PayeeRow) -> tuple[Moved, ...]:
    """Say what is other in what the register says now, each thing as people read it."""
    pairs = [
        *((what, getattr(then, what), getattr(now, what)) for what in KEPT),
        ("party", then.party_name or "", now.party_name or ""),
    ]
    return tuple(Moved(what, old, new) for what, old, new in pairs if old != new)


def _then(session: Session, covenant_id: int, row: Expenditure) -> PayeeRow:
    """Read what the register said of the payee in the version that an expenditure has."""
    said = session.get_one(PayeeVersion, (covenant_id, row.payee_id, row.payee_version))
    party = next((each for each in reads.parties(session, covenant_id) if each.id == said.party_id), None)
    return PayeeRow(
        row.payee_id,
        said.name,
        said.iban,
        said.vat_number,
        said.chamber_number,
        party.slug if party else None,
        party.name if party else None,
        session.get_one(Payee, (covenant_id, row.payee_id)).iban_changed_at,
    )


def _last_paid(session: Session, covenant_id: int, number: int) -> datetime | None:
    """Give the moment at which a payment to a payee was last recorded; None: never."""
    return session.execute(
        select(func.max(col(Payment.recorded_at)))
        .join(
            Expenditure,
            (col(Expenditure.covenant_id) == col(Payment.covenant_id))
            & (col(Expenditure.id) == col(Payment.expenditure_id)),
        )
        .where(
            col(Payment.covenant_id) == covenant_id,
            col(Expenditure.payee_id) == number,
            col(Payment.kind) == "paid",
            col(Payment.state) == "recorded",
        )
    ).scalar()
