"""What waits for somebody: the first thing they see, the oldest first."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import (
    adopting,
    approving,
    ballots,
    decisions,
    pledge_pages,
    sending_back,
    year_documents,
)
from ledger.approving import Mandate
from ledger.core.acting import By
from ledger.core.instalments import age_days
from ledger.core.mandate import CHANGED_BY
from ledger.core.refusals import Refusal
from ledger.core.rule_words import title_of
from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.storage import funding, lent, reads
from ledger.storage.reads import col
from ledger.storage.tables import Decision, Expenditure, Payee, Trail


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what is asked, about what, since when, and the address where it is done."""

    what: Sentence
    about: str | Sentence
    since: date
    days: int
    address: str


def for_person(session: Session, covenant_id: int, *, by: By) -> list[Waiting]:
    """List what waits for this person in their roles, the oldest first."""
    found: list[Waiting] = []
    if "partner" in by.roles and by.party_id is not None:
        found += _votes(session, covenant_id, by)
    if by.roles & {"partner", "treasurer"}:
        found += _expenditures(session, covenant_id, by)
    if "treasurer" in by.roles:
        found += _payments(session, covenant_id, by) + _overdue(session, covenant_id, by)
        found += _leavers(session, covenant_id, by) + _repayments(session, covenant_id, by)
    found += _documents(session, covenant_id, by)
    return sorted(found, key=lambda one: one.since)


def _votes(session: Session, covenant_id: int, by: By) -> list[Waiting]:
    """List the open decisions on which the partner's party has a vote and has not voted."""
    found = []
    for stands in ballots.open_standings(session, covenant_id, today=by.today):
        decision = stands.decision
        if (
            stands.takes_vote_of(by.party_id)
            and by.party_id not in stands.votes
            and _may_vote(session, covenant_id, decision, by)
        ):
            changed = decision.version > 1
            since = (
                decisions.versions_of(session, covenant_id, decision)[-1].recorded_at.date()
                if changed
                else decision.opened_on
            )
            found.append(
                Waiting(
                    sentence(
                        N_("Vote on decision %(number)s: the proposal was changed")
                        if changed
                        else N_("Vote on decision %(number)s"),
                        number=decision.id,
                    ),
                    title_of(decision.kind, decision.title),
                    since,
                    age_days(since, by.today),
                    f"decisions/{decision.id}",
                )
            )
    return found


def _may_vote(session: Session, covenant_id: int, decision: Decision, by: By) -> bool:
    """Say whether nothing about this kind of decision keeps this person from voting."""
    if decision.deadline is not None and by.today > decision.deadline:
        return False
    try:
        adopting.KINDS[decision.kind].require_vote(session, covenant_id, by=by, decision=decision)
    except Refusal:
        return False
    return True


def _entered(session: Session, covenant_id: int) -> list[tuple[Expenditure, str]]:
    """Read the expenditures that are neither approved nor rejected, nor voted on, each with its payee."""
    voted_on = set(
        session.scalars(
            select(col(Decision.subject)).where(
                col(Decision.covenant_id) == covenant_id, col(Decision.state) == "open"
            )
        )
    )
    rows = session.execute(
        select(Expenditure, col(Payee.name))
        .join(
            Payee,
            (col(Payee.covenant_id) == Expenditure.covenant_id) & (col(Payee.id) == Expenditure.payee_id),
        )
        .where(
            col(Expenditure.covenant_id) == covenant_id,
            col(Expenditure.state).in_(["entered", "sent_back"]),
        )
        .order_by(col(Expenditure.id))
    )
    return [(row, payee) for row, payee in rows if f"expenditure/{row.id}" not in voted_on]


def _expenditures(session: Session, covenant_id: int, by: By) -> list[Waiting]:
    """List the expenditures that wait: for an approval, for the treasurer's answer, or for a proposal."""
    found = []
    for row, payee in _entered(session, covenant_id):
        if row.state == "sent_back":
            if "treasurer" in by.roles:
                asked = sending_back.questions(session, covenant_id, row.id)[-1]
                what = N_("Answer what was asked about expenditure %(number)s")
                found.append(_of_expenditure(row, payee, what, asked.sent_at.date(), by))
            continue
        since = _since(session, covenant_id, row)
        asks = approving.mandate_of(session, covenant_id, row, by.today)
        if asks.standing is None or not asks.standing.reachable:
            found.append(
                _of_expenditure(
                    row, payee, N_("Put expenditure %(number)s of %(gross)s to the parties"), since, by
                )
            )
        elif asks.standing.complete:
            if "treasurer" in by.roles:
                what = N_(
                    "See to expenditure %(number)s of %(gross)s: it has all approvals and is not charged yet"
                )
                found.append(_of_expenditure(row, payee, what, since, by))
        elif "partner" in by.roles and _is_asked(session, covenant_id, row, asks, by):
            what = N_("Approve expenditure %(number)s of %(gross)s")
            found.append(_of_expenditure(row, payee, what, since, by))
    return found


def _of_expenditure(row: Expenditure, payee: str, what: str, since: date, by: By) -> Waiting:
    return Waiting(
        sentence(what, number=row.id, gross=Cents(row.gross_cents)),
        payee,
        since,
        age_days(since, by.today),
        f"expenditures/{row.id}",
    )


def _since(session: Session, covenant_id: int, row: Expenditure) -> date:
    """Give the day since when a version of an expenditure waits: since it was entered or last changed."""
    if row.version == 1:
        return row.recorded_at.date()
    changed = session.execute(
        select(func.max(col(Trail.at))).where(
            col(Trail.covenant_id) == covenant_id,
            col(Trail.subject) == f"expenditure/{row.id}",
            col(Trail.act).in_(CHANGED_BY),
        )
    ).scalar()
    return (changed or row.recorded_at).date()


def _is_asked(session: Session, covenant_id: int, row: Expenditure, asks: Mandate, by: By) -> bool:
    """Say whether this person's organisation may approve, and its approval would bring it nearer."""
    standing = asks.standing
    try:
        approving.require_approver(session, covenant_id, row, asks, by=by, approves=True)
    except Refusal:
        return False
    if standing is None or by.party_id in standing.must_missing | standing.from_missing:
        return standing is not None
    kept = len(standing.must_missing)
    if standing.from_missing and not standing.from_missing & standing.must_missing:
        kept += 1
    return standing.needed - standing.given > kept


def _payments(session: Session, covenant_id: int, by: By) -> list[Waiting]:
    """List the approved expenditures that are not yet paid, or on which money has to come back."""
    rows = session.execute(
        select(Expenditure, col(Payee.name))
        .join(
            Payee,
            (col(Payee.covenant_id) == Expenditure.covenant_id) & (col(Payee.id) == Expenditure.payee_id),
        )
        .where(col(Expenditure.covenant_id) == covenant_id, col(Expenditure.state) == "approved")
        .order_by(col(Expenditure.accounting_on), col(Expenditure.id))
    )
    return [
        Waiting(
            sentence(
                N_("Pay expenditure %(number)s")
                if row.kind == "invoice"
                else N_("Settle credit note %(number)s"),
                number=row.id,
            ),
            payee,
            row.accounting_on,
            age_days(row.accounting_on, by.today),
            f"expenditures/{row.id}",
        )
        for row, payee in rows
    ]


def _repayments(session: Session, covenant_id: int, by: By) -> list[Waiting]:
    """List the cash that a party lent and that should have been repaid."""
    names = {party.id: party.name for party in reads.parties(session, covenant_id)}
    return [
        Waiting(
            sentence(N_("Repay %(owed)s of cash lent"), owed=Cents(one.owed_cents)),
            names[one.party_id],
            one.repay_by,
            age_days(one.repay_by, by.today),
            f"bank/advances/{one.number}",
        )
        for one in lent.as_at(session, covenant_id, by.today)
        if one.is_overdue(by.today)
    ]


DOCUMENTS = {
    "management_statement": ("treasurer", N_("File the signed management statement of %(year)s")),
    "auditors_report": ("auditor", N_("File the auditor's report of %(year)s")),
}
"""What is filed with a closed year, by whom, and how that is asked."""


def _documents(session: Session, covenant_id: int, by: By) -> list[Waiting]:
    """List the documents that closed years wait for, of whoever files them."""
    return [
        Waiting(
            sentence(what, year=year),
            "",
            closed_on,
            age_days(closed_on, by.today),
            f"years/{year}",
        )
        for kind, (role, what) in DOCUMENTS.items()
        if role in by.roles
        for year, closed_on in year_documents.waiting(session, covenant_id, kind)
    ]


def _leavers(session: Session, covenant_id: int, by: By) -> list[Waiting]:
    """List the parties that left and have money that was not spent and is to be settled."""
    return [
        Waiting(
            sentence(N_("Settle %(cents)s with a party that left"), cents=Cents(one.cents)),
            one.party,
            one.left_on,
            age_days(one.left_on, by.today),
            f"parties/{one.slug}",
        )
        for one in pledge_pages.leavers(session, covenant_id, by.today)
    ]


def _overdue(session: Session, covenant_id: int, by: By) -> list[Waiting]:
    """List the instalments that fell due and did not come in, or not all of them."""
    names = {party.id: party for party in reads.parties(session, covenant_id)}
    owners = {pledge.id: names[pledge.party_id or 0] for pledge in reads.pledges(session, covenant_id)}
    parts = funding.received(session, covenant_id, None, by.today)
    return [
        Waiting(
            sentence(N_("%(open)s of an instalment is overdue"), open=Cents(due.cents - due.held_cents)),
            owners[due.pledge_id].name,
            due.due_on,
            age_days(due.due_on, by.today),
            f"contributions/new?party={owners[due.pledge_id].slug}",
        )
        for due in funding.dues(session, covenant_id, by.today, parts)
        if due.due_on < by.today and due.held_cents < due.cents
    ]
