"""Changing a payee: what the register says from now on, and what has to be approved anew because of it.

Who approves an expenditure approves whom it pays: name, account, numbers and party, as the register had them
then. So a change of any of them is an edit of every expenditure of the payee that is not yet approved. One
that is keeps what its approvers saw, and its page and payments tell what is other since.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import keys, payees, spend_decisions, spending, trail
from ledger.core.acting import By
from ledger.storage.canonical import Content
from ledger.storage.reads import col
from ledger.storage.tables import Expenditure, Payee


def change_payee(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    payee: int,
    name: str,
    iban: str = "",
    vat_number: str = "",
    chamber_number: str = "",
    party: str | None = None,
) -> int:
    """Change what the register says of a payee; give its number.

    Another IBAN or party is an act of its own on the trail. What is not yet approved of this payee is to be
    approved anew: approvals and votes given count no longer. Refuses what adding refuses.
    """
    details = payees.details_of(session, covenant_id, name, iban, vat_number, chamber_number, party)
    asked: Content = {**details.content(), "payee": payee}
    done = keys.done_before(session, covenant_id, by=by, act="payee.changed", asked=asked)
    if done is not None:
        return done
    row = payees.find_payee(session, covenant_id, payee)
    acts = _changes(row, details)
    if acts:
        payees.keep_version(session, covenant_id, payee, row.version + 1, details, by)
        if row.iban != details.iban:
            row.iban_changed_at = by.now
        for column, value in details.columns().items():
            setattr(row, column, value)
        row.version += 1
        session.flush()
        payees.tell(session, row, by, acts)
        _renew(session, covenant_id, by, row)
    return keys.keep(session, covenant_id, by=by, act="payee.changed", asked=asked, result=payee)


def _changes(row: Payee, details: payees.Details) -> list[payees.Act]:
    """List the acts that a change comes to: another IBAN or party is one of its own."""
    acts: list[payees.Act] = []
    changed = [
        key for key in ("name", "vat_number", "chamber_number") if getattr(row, key) != getattr(details, key)
    ]
    if changed:
        acts.append(("payee.changed", {"changed": list(changed)}))
    if row.iban != details.iban:
        acts.append(payees.iban_act(details))
    if row.party_id != details.party_id:
        acts.append(payees.party_act(details))
    return acts


def _renew(session: Session, covenant_id: int, by: By, payee: Payee) -> None:
    """Make a new version of each expenditure of a payee that waits for approval, and of each vote on one."""
    waiting = session.scalars(
        select(Expenditure)
        .where(
            col(Expenditure.covenant_id) == covenant_id,
            col(Expenditure.payee_id) == payee.id,
            col(Expenditure.state).in_(("entered", "sent_back")),
        )
        .order_by(col(Expenditure.id))
    ).all()
    for row in waiting:
        voided = [party for party, _ in spending.approvals_of(session, covenant_id, row.id, row.version)]
        row.version += 1
        row.payee_version = payee.version
        session.flush()
        trail.append(
            session,
            covenant_id,
            by=by,
            act="expenditure.payee_changed",
            subject=f"expenditure/{row.id}",
            content={"payee": payee.id, "version": row.version, "approvals_voided": voided},
        )
        spend_decisions.renew(session, covenant_id, by=by, row=row)
