"""Sending back: an approver asks something of the treasurer, who answers or edits and puts it forward again.

Approvals given to the version that was sent back count no longer; neither approvals nor votes are taken until
the treasurer has resubmitted it as a new version.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledger import approving, keys, spending, trail
from ledger.core.acting import By
from ledger.core.refusals import Malformed, WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.wording import require_writable
from ledger.storage.canonical import Content
from ledger.storage.reads import col
from ledger.storage.tables import Resubmission, SendingBack


def send_back(
    session: Session, covenant_id: int, *, by: By, number: int, reason: str, seen_digest: str
) -> None:
    """Send an expenditure back to the treasurer, with the reason; approvals given to it count no longer.

    `seen_digest` is the digest of what was shown. Refuses who could not have approved it, no reason, what is
    decided already, and one the partners are voting on.
    """
    require_writable(reason, field="reason")
    asked: Content = {"expenditure": number, "reason": reason, "digest": seen_digest}
    act = "expenditure.sent_back"
    if keys.done_before(session, covenant_id, by=by, act=act, asked=asked) is not None:
        return
    row = spending.find_expenditure(session, covenant_id, number)
    asks = approving.mandate_of(session, covenant_id, row, by.today)
    if row.state not in {"entered", "sent_back"}:
        raise WrongState(
            sentence(N_("Expenditure %(number)s is decided and cannot be sent back."), number=number)
        )
    approving.require_approver(session, covenant_id, row, asks, by=by)
    if not reason.strip():
        raise Malformed(sentence(N_("Say what the treasurer should look at.")), "reason")
    approving.require_seen(session, covenant_id, number, seen_digest)
    voided = [party for party, _ in spending.approvals_of(session, covenant_id, number, row.version)]
    row.state = "sent_back"
    session.flush()
    session.execute(
        insert(SendingBack).values(
            covenant_id=covenant_id,
            expenditure_id=number,
            version=row.version,
            party_id=by.party_id,
            person_id=by.person_id,
            reason=reason,
            sent_at=by.now,
        )
    )
    content: dict[str, Content] = {
        "party": by.party_id,
        "version": row.version,
        "reason": reason,
        "approvals_voided": voided,
    }
    trail.append(session, covenant_id, by=by, act=act, subject=f"expenditure/{number}", content=content)
    keys.keep(session, covenant_id, by=by, act=act, asked=asked, result=number)


def resubmit(session: Session, covenant_id: int, *, by: By, number: int, answer: str) -> int:
    """Put an expenditure that was sent back before the approvers again; give its version, a new one.

    `answer` is what the treasurer says to the question; it may be left out only where the expenditure was
    changed. Refuses one that was not sent back.
    """
    require_writable(answer, field="answer")
    asked: Content = {"expenditure": number, "answer": answer}
    act = "expenditure.resubmitted"
    done = keys.done_before(session, covenant_id, by=by, act=act, asked=asked)
    if done is not None:
        return done
    row = spending.find_expenditure(session, covenant_id, number)
    if row.state != "sent_back":
        raise WrongState(sentence(N_("Expenditure %(number)s was not sent back."), number=number))
    last = _last(session, covenant_id, number)
    if not answer.strip() and row.version == last:
        raise Malformed(sentence(N_("Answer the question, or change the expenditure first.")), "answer")
    row.state = "entered"
    row.version += 1
    session.flush()
    session.execute(
        insert(Resubmission).values(
            covenant_id=covenant_id,
            expenditure_id=number,
            version=row.version,
            person_id=by.person_id,
            answer=answer,
            resubmitted_at=by.now,
        )
    )
    content: dict[str, Content] = {"version": row.version, "answer": answer}
    trail.append(session, covenant_id, by=by, act=act, subject=f"expenditure/{number}", content=content)
    return keys.keep(session, covenant_id, by=by, act=act, asked=asked, result=row.version)


def _last(session: Session, covenant_id: int, number: int) -> int:
    """Give the version that was sent back last."""
    return max(each.version for each in _sent(session, covenant_id, number))


def _sent(session: Session, covenant_id: int, number: int) -> Sequence[SendingBack]:
    return session.scalars(
        select(SendingBack)
        .where(col(SendingBack.covenant_id) == covenant_id, col(SendingBack.expenditure_id) == number)
        .order_by(col(SendingBack.version))
    ).all()


@dataclass(frozen=True)
class Question:
    """What an approver asked when sending an expenditure back, and the treasurer's answer, if it came."""

    party_id: int
    person_id: int
    reason: str
    sent_at: datetime
    answered_by: int | None
    answer: str
    answered_at: datetime | None


def questions(session: Session, covenant_id: int, number: int) -> list[Question]:
    """Read every time an expenditure was sent back, the oldest first, with what was answered."""
    answers = session.scalars(
        select(Resubmission)
        .where(col(Resubmission.covenant_id) == covenant_id, col(Resubmission.expenditure_id) == number)
        .order_by(col(Resubmission.version))
    ).all()
    found = []
    for each in _sent(session, covenant_id, number):
        answer = next((one for one in answers if one.version > each.version), None)
        found.append(
            Question(
                each.party_id,
                each.person_id,
                each.reason,
                each.sent_at,
                answer.person_id if answer else None,
                answer.answer if answer else "",
                answer.resubmitted_at if answer else None,
            )
        )
    return found
