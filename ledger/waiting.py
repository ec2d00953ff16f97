"""What waits for somebody: the first thing they see, the oldest first."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import ballots, covenants, decisions, pledge_pages
from ledger.core.acting import By
from ledger.core.instalments import age_days
from ledger.core.mandate import step_for
from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.storage import funding, reads
from ledger.storage.reads import col
from ledger.storage.tables import Approval, Decision, Expenditure, Payee


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what is asked, about what, since when, and the address where it is done."""

    what: Sentence
    about: str
    since: date
    days: int
    address: str


def for_person(session: Session, covenant_id: int, *, by: By) -> list[Waiting]:
    """List what waits for this person in their roles, the oldest first."""
    found: list[Waiting] = []
    if "partner" in by.roles and by.party_id is not None:
        found += _votes(session, covenant_id, by) + _approvals(session, covenant_id, by)
    if "treasurer" in by.roles:
        found += _payments(session, covenant_id, by) + _overdue(session, covenant_id, by)
        found += _leavers(session, covenant_id, by)
    return sorted(found, key=lambda one: one.since)


def _votes(session: Session, covenant_id: int, by: By) -> list[Waiting]:
    """List the open decisions on which the partner's party has a vote and has not voted."""
    found = []
    open_ = session.scalars(
        select(Decision).where(col(Decision.covenant_id) == covenant_id, col(Decision.state) == "open")
    ).all()
    for decision in open_:
        rule = ballots.rule_of(session, covenant_id, decision)
        if by.party_id in rule.voters and by.party_id not in ballots.votes_on(session, covenant_id, decision):
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
                    decision.title,
                    since,
                    age_days(since, by.today),
                    f"decisions/{decision.id}",
                )
            )
    return found


def _approvals(session: Session, covenant_id: int, by: By) -> list[Waiting]:
    """List the expenditures the partner's party may approve and has not."""
    steps = covenants.mandate(session, covenant_id)
    voters = {
        kind: covenants.electorate(session, covenant_id, kind, by.today) for kind in ("funders", "parties")
    }
    given = (
        select(col(Approval.party_id))
        .where(
            col(Approval.covenant_id) == covenant_id,
            col(Approval.expenditure_id) == col(Expenditure.id),
            col(Approval.version) == col(Expenditure.version),
            col(Approval.party_id) == by.party_id,
        )
        .exists()
    )
    rows = session.execute(
        select(Expenditure, col(Payee.name), col(Payee.party_id))
        .join(
            Payee,
            (col(Payee.covenant_id) == Expenditure.covenant_id) & (col(Payee.id) == Expenditure.payee_id),
        )
        .where(
            col(Expenditure.covenant_id) == covenant_id,
            col(Expenditure.state) == "entered",
            col(Expenditure.person_id) != by.person_id,
            ~given,
        )
        .order_by(col(Expenditure.id))
    )
    found = []
    for row, payee, payee_party in rows:
        step = step_for(row.gross_cents, steps)
        if step is None or by.party_id not in voters[step.voters] or by.party_id == payee_party:
            continue
        entered = row.recorded_at.date()
        found.append(
            Waiting(
                sentence(
                    N_("Approve expenditure %(number)s of %(gross)s"),
                    number=row.id,
                    gross=Cents(row.gross_cents),
                ),
                payee,
                entered,
                age_days(entered, by.today),
                f"expenditures/{row.id}",
            )
        )
    return found


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
            "contributions",
        )
        for due in funding.dues(session, covenant_id, by.today, parts)
        if due.due_on < by.today and due.held_cents < due.cents
    ]
