"""Approving: the mandate an expenditure comes under, giving approvals, charging it, or rejecting it.

The last approval that is needed charges the funders and books the entry, or refuses.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ledger import budgets, charges, covenants, keys, obligations, periods, spending, trail
from ledger.core import entry as entries
from ledger.core.acting import COMMAND_LINE, By
from ledger.core.charging import Charge
from ledger.core.entry import Draft
from ledger.core.mandate import (
    CHANGED_BY,
    Standing,
    Step,
    require_may_approve,
    require_waiting,
    standing,
    step_for,
)
from ledger.core.refusals import Malformed, Refusal, WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.wording import require_writable
from ledger.storage import paid, reads
from ledger.storage.canonical import Content
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.tables import Approval, Expenditure, Trail


@dataclass(frozen=True)
class Mandate:
    """Who must still approve an expenditure: the step, who may, and how it stands; no step: a decision.

    `payee_parties` are those that the payee is, or was since the expenditure was entered.
    """

    step: Step | None
    voters: tuple[int, ...]
    payee_parties: frozenset[int]
    standing: Standing | None


def mandate_of(session: Session, covenant_id: int, row: Expenditure, today: date) -> Mandate:
    """Say how an expenditure stands with the mandate."""
    step = step_for(row.gross_cents, covenants.mandate(session, covenant_id))
    payee_parties = paid.payee_parties(session, covenant_id, row.id)
    if step is None:
        return Mandate(None, (), payee_parties, None)
    voters = covenants.electorate(session, covenant_id, step.voters, today)
    given = [party for party, _ in spending.approvals_of(session, covenant_id, row.id, row.version)]
    names: Mapping[int, str] = {party.id: party.name for party in reads.parties(session, covenant_id)}
    splits = spending.splits_of(session, covenant_id, row.id)
    must = charges.pay_more_by_hand(session, covenant_id, row, splits)
    stands = standing(step, given, voters, payee_parties, must=must, names=names)
    return Mandate(step, voters, payee_parties, stands)


def require_within_mandate(session: Session, covenant_id: int, row: Expenditure, today: date) -> Mandate:
    """Refuse an approval of what the parties have to decide on; else say how it stands with the mandate."""
    asks = mandate_of(session, covenant_id, row, today)
    if asks.standing is None:
        require_waiting(row.state)
        raise WrongState(sentence(N_("This amount is above the mandate; the partners have to decide on it.")))
    return asks


def approve_expenditure(
    session: Session, covenant_id: int, *, by: By, number: int, seen_digest: str
) -> Standing:
    """Give a party's approval; the last one that is needed charges the funders and books the entry.

    `seen_digest` is the digest the approver was shown: an approval of anything else is refused. Refuses
    who may not approve, and an expenditure beyond the budget or beyond what is promised.
    """
    row = spending.find_expenditure(session, covenant_id, number)
    asks = require_within_mandate(session, covenant_id, row, by.today)
    before = cast("Standing", asks.standing)
    asked: Content = {"expenditure": number, "digest": seen_digest}
    if keys.done_before(session, covenant_id, by=by, act="expenditure.approved", asked=asked) is not None:
        return before
    require_approver(session, covenant_id, row, asks, by=by, approves=True)
    require_seen(session, covenant_id, number, seen_digest)
    shares = charges.of_expenditure(
        session, covenant_id, row, spending.splits_of(session, covenant_id, number)
    )
    session.execute(
        insert(Approval).values(
            covenant_id=covenant_id,
            expenditure_id=number,
            version=row.version,
            party_id=by.party_id,
            person_id=by.person_id,
            digest=seen_digest,
            approved_at=by.now,
        )
    )
    content: dict[str, Content] = {"party": by.party_id, "version": row.version, "digest": seen_digest}
    trail.append(
        session,
        covenant_id,
        by=by,
        act="expenditure.approved",
        subject=f"expenditure/{number}",
        content=content,
    )
    now = mandate_of(session, covenant_id, row, by.today).standing or before
    if now.complete:
        charge_expenditure(session, covenant_id, by=by, row=row, shares=shares)
    keys.keep(session, covenant_id, by=by, act="expenditure.approved", asked=asked, result=number)
    return now


def require_approver(
    session: Session,
    covenant_id: int,
    row: Expenditure,
    asks: Mandate,
    *,
    by: By,
    state: str | None = None,
    approves: bool = False,
) -> None:
    """Refuse who has no say in an expenditure as an approver, and any say while the partners vote on it.

    `approves`: they would approve, which a party and a person do once. `state` is the one it is taken to be
    in, by default its own.
    """
    require_no_vote(session, covenant_id, row.id)
    given = spending.approvals_of(session, covenant_id, row.id, row.version) if approves else ()
    require_may_approve(
        state=state or row.state,
        entered_by=entered_by(session, covenant_id, row, by),
        person_id=by.person_id,
        party_id=by.party_id,
        payee_parties=asks.payee_parties,
        voters=approvers_of(session, covenant_id, asks, by.today),
        given=[party for party, _ in given],
        given_by=[each.person_id for _, each in given],
    )


def require_seen(session: Session, covenant_id: int, number: int, seen_digest: str) -> None:
    """Refuse a say on anything else than what was shown."""
    if seen_digest != spending.digest_of(session, covenant_id, number):
        raise WrongState(
            sentence(N_("This expenditure was changed after you opened it. Look at it again first."))
        )


def require_no_vote(session: Session, covenant_id: int, number: int) -> None:
    """Refuse to pass over a vote of the partners that is going on."""
    if spending.open_vote(session, covenant_id, number) is not None:
        raise WrongState(sentence(N_("The partners are voting on this expenditure; vote there.")))


def approvers_of(session: Session, covenant_id: int, asks: Mandate, day: date) -> tuple[int, ...]:
    """Name the parties that have a part in an expenditure: by its step, or above the mandate the funders."""
    return asks.voters if asks.step else covenants.electorate(session, covenant_id, "funders", day)


def entered_by(session: Session, covenant_id: int, row: Expenditure, by: By) -> int:
    """Give who entered an expenditure: the person who asks, where they have edited it since."""
    edited = session.execute(
        select(col(Trail.seq)).where(
            col(Trail.covenant_id) == covenant_id,
            col(Trail.subject) == f"expenditure/{row.id}",
            col(Trail.act).in_(CHANGED_BY),
            col(Trail.person_id) == by.person_id,
        )
    ).first()
    return by.person_id if edited else row.person_id


def charge_expenditure(
    session: Session, covenant_id: int, *, by: By, row: Expenditure, shares: Sequence[Charge]
) -> int:
    """Charge an expenditure that has what it needs: book its entry; give the entry's number."""
    covenant = reads.covenant(session, covenant_id)
    day = periods.booking_day(session, covenant, row.accounting_on, field="accounting_on")
    if row.kind == "credit_note":
        for split in spending.splits_of(session, covenant_id, row.id):
            budgets.open_room(session, covenant_id, split.project_id, row.accounting_year)
    obligations.use_for(session, covenant_id, by=by, row=row)
    make = entries.approved if row.kind == "invoice" else entries.credit
    draft = Draft(
        day,
        row.accounting_year,
        "expenditure_approved" if row.kind == "invoice" else "credit_note_approved",
        f"expenditure/{row.id}",
        row.description,
        make(shares, abs(row.recoverable_vat_cents)),
    )
    entry_id = periods.book(session, covenant, draft, by=by)
    row.entry_id = entry_id
    row.state = "approved"
    row.approved_at = by.now
    session.flush()
    content: dict[str, Content] = {
        "entry": entry_id,
        "day": day_text(day),
        "charges": [[one.project_id, one.pledge_id, one.cents] for one in shares],
    }
    trail.append(
        session,
        covenant_id,
        by=by,
        act="expenditure.charged",
        subject=f"expenditure/{row.id}",
        content=content,
    )
    return entry_id


def chargeable(
    session: Session, covenant_id: int, today: date
) -> Iterator[tuple[Expenditure, Sequence[Charge]]]:
    """Find what has all approvals that are asked today, was not charged by the last, and can be charged now.

    Fewer are asked than when that was given: the mandate was lowered, or nobody pays more any longer than
    the rule gives. What the partners vote on is left to them. Gives each with its shares, as they are once
    what came before it was charged.
    """
    given = session.execute(
        select(Expenditure, func.count())
        .join(
            Approval,
            (col(Approval.covenant_id) == col(Expenditure.covenant_id))
            & (col(Approval.expenditure_id) == col(Expenditure.id))
            & (col(Approval.version) == col(Expenditure.version)),
        )
        .where(col(Expenditure.covenant_id) == covenant_id, col(Expenditure.state) == "entered")
        .group_by(col(Expenditure.covenant_id), col(Expenditure.id))
        .order_by(col(Expenditure.id))
    ).all()
    steps = covenants.mandate(session, covenant_id) if given else ()
    for row, count in given:
        step = step_for(row.gross_cents, steps)
        if step is None or count < step.approvals or spending.open_vote(session, covenant_id, row.id):
            continue  # most are still waiting for somebody: nothing more has to be read of them
        stands = mandate_of(session, covenant_id, row, today).standing
        if stands is None or not stands.complete:
            continue
        try:
            splits = spending.splits_of(session, covenant_id, row.id)
            shares = charges.of_expenditure(session, covenant_id, row, splits)
        except Refusal:
            continue  # it waits for the treasurer, whose list says so
        yield row, shares


def charge_approved(session: Session, covenant_id: int, *, by: By) -> None:
    """Charge what has all its approvals; for what cannot be charged the treasurer is waited for."""
    clerk = By(COMMAND_LINE, by.now, by.today)
    for row, shares in chargeable(session, covenant_id, by.today):
        with suppress(Refusal), session.begin_nested():
            charge_expenditure(session, covenant_id, by=clerk, row=row, shares=shares)


def reject_expenditure(session: Session, covenant_id: int, *, by: By, number: int, reason: str) -> None:
    """Reject an expenditure that is not yet approved, with a reason; it stays in the register.

    Refuses who could not have approved it, no reason, and one the partners are voting on.
    """
    require_writable(reason, field="reason")
    asked: Content = {"expenditure": number, "reason": reason}
    if keys.done_before(session, covenant_id, by=by, act="expenditure.rejected", asked=asked) is not None:
        return
    row = spending.find_expenditure(session, covenant_id, number)
    asks = mandate_of(session, covenant_id, row, by.today)
    if row.state not in {"entered", "sent_back"}:
        raise WrongState(
            sentence(N_("Expenditure %(number)s is decided and cannot be rejected."), number=number)
        )
    require_approver(session, covenant_id, row, asks, by=by, state="entered")
    if not reason.strip():
        raise Malformed(sentence(N_("Say why this is rejected.")), "reason")
    row.state = "rejected"
    row.reason = reason
    session.flush()
    trail.append(
        session,
        covenant_id,
        by=by,
        act="expenditure.rejected",
        subject=f"expenditure/{number}",
        content={"party": by.party_id, "version": row.version, "reason": reason},
    )
    keys.keep(session, covenant_id, by=by, act="expenditure.rejected", asked=asked, result=number)
