"""Decisions on one expenditure: putting it to the parties, who has no vote, and what the outcome does."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import cast

from sqlalchemy.orm import Session

from ledger import approving, ballots, charges, covenants, decisions, keys, spending, trail
from ledger.core import approval
from ledger.core.acting import By
from ledger.core.mandate import require_waiting
from ledger.core.proposals import change
from ledger.core.refusals import NotAllowed, WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.statements.words import DECISION_KINDS
from ledger.core.wording import require_writable
from ledger.storage import paid
from ledger.storage.canonical import Content
from ledger.storage.canonical import day as day_text
from ledger.storage.tables import Decision, Expenditure, Party


def propose_spend(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    number: int,
    proposal: str,
    deadline: date | None = None,
) -> int:
    """Put an expenditure to the parties that is above the mandate, or that too few may approve.

    Gives the decision's number; `deadline` is the last day to vote. The payee's own party stands aside.
    Refuses an expenditure the mandate can still deal with, and one on which nobody but the payee has a vote.
    """
    require_writable(proposal, field="proposal")
    asked: Content = {"expenditure": number, "proposal": proposal, "deadline": day_text(deadline)}
    done = keys.done_before(session, covenant_id, by=by, act="spend.proposed", asked=asked)
    if done is not None:
        return done
    row = spending.find_expenditure(session, covenant_id, number)
    if row.state == "sent_back":
        require_waiting(row.state)
    if row.state != "entered":
        raise WrongState(sentence(N_("Expenditure %(number)s is decided already."), number=number))
    asks = approving.mandate_of(session, covenant_id, row, by.today)
    if asks.standing is not None and asks.standing.reachable:
        raise WrongState(sentence(N_("This expenditure is within the mandate; it needs no decision.")))
    if spending.open_vote(session, covenant_id, number) is not None:
        raise WrongState(sentence(N_("This expenditure is being voted on already.")))
    decision_number = decisions.open_decision(
        session,
        covenant_id,
        by=by,
        kind="spend",
        subject=f"expenditure/{number}",
        title=row.description,
        proposal=proposal,
        figures=_figures(session, covenant_id, row),
        consent=pay_more(session, covenant_id, row),
        deadline=deadline,
    )
    decision = decisions.find_decision(session, covenant_id, decision_number)
    rule = ballots.standing(session, covenant_id, decision, today=by.today).rule
    if rule.aside.issuperset(rule.voters):
        raise _nobody_but_the_payee(session, covenant_id, rule.aside, by.today)
    return keys.keep(session, covenant_id, by=by, act="spend.proposed", asked=asked, result=decision_number)


def _nobody_but_the_payee(
    session: Session, covenant_id: int, aside: Collection[int], today: date
) -> WrongState:
    """Say what has to be done first, so that somebody has a vote: the rule is changed, or a party joins."""
    if set(covenants.electorate(session, covenant_id, "parties", today)).difference(aside):
        return WrongState(
            sentence(
                N_(
                    "Nobody but the payee has a vote on this. Have the rule of such decisions changed first,"
                    " so that all parties vote: %(kind)s."
                ),
                kind=DECISION_KINDS["spend"],
            )
        )
    return WrongState(
        sentence(N_("Nobody but the payee has a vote on this; another party has to join first."))
    )


def _figures(session: Session, covenant_id: int, row: Expenditure) -> Content:
    return {
        "expenditure": row.id,
        "version": row.version,
        "digest": spending.digest_of(session, covenant_id, row.id),
        "accounting_on": day_text(row.accounting_on),
        "changes": [change("gross", None, row.gross_cents, of=str(row.id))],
    }


def renew(session: Session, covenant_id: int, *, by: By, row: Expenditure) -> None:
    """Put an expenditure that is voted on to the parties as it now is: votes cast count no longer."""
    vote = spending.open_vote(session, covenant_id, row.id)
    if vote is not None:
        figures = _figures(session, covenant_id, row)
        decisions.word_anew(
            session, covenant_id, vote, by=by, title=vote.title, proposal=vote.proposal, figures=figures
        )


def pay_more(session: Session, covenant_id: int, row: Expenditure) -> frozenset[int]:
    """Name the parties that would pay more by hand than by the rule: each of them must vote in favour."""
    splits = spending.splits_of(session, covenant_id, row.id)
    return charges.pay_more_by_hand(session, covenant_id, row, splits)


def require_vote(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Refuse a vote on an expenditure by who entered it, or by a party that the payee is."""
    row = _expenditure(session, covenant_id, decision)
    if approving.entered_by(session, covenant_id, row, by) == by.person_id:
        raise NotAllowed(sentence(N_("Who entered an expenditure cannot approve it.")))
    if by.party_id in paid.aside(session, decision):
        raise NotAllowed(sentence(N_("Your organisation is the payee and stands aside.")))


def adopt(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Charge an expenditure that the parties agreed to; refuses one that was changed since."""
    row = _expenditure(session, covenant_id, decision)
    if decisions.figures_of(decision)["digest"] != spending.digest_of(session, covenant_id, row.id):
        raise WrongState(sentence(N_("The expenditure was changed since it was proposed.")))
    _require_content(session, covenant_id, row, decision)
    shares = charges.of_expenditure(
        session, covenant_id, row, spending.splits_of(session, covenant_id, row.id)
    )
    approving.charge_expenditure(session, covenant_id, by=by, row=row, shares=shares)


def _require_content(session: Session, covenant_id: int, row: Expenditure, decision: Decision) -> None:
    """Refuse to charge a party more than the rule gives that could vote and has not voted for it.

    Of those that stood aside or have no vote, as they left, two thirds of the others take the place, as where
    that was known when the vote began.
    """
    more = pay_more(session, covenant_id, row)
    if not more:
        return
    rule = ballots.rule_of(session, covenant_id, decision)
    gone = more.difference(rule.voters)
    rule = replace(rule, voters=(*rule.voters, *sorted(gone)), consent=rule.consent | more, aside=gone)
    votes = ballots.votes_on(session, covenant_id, decision)
    choices = {party: cast("approval.Vote", vote.choice) for party, vote in votes.items()}
    asks = approval.tally(rule, choices, over=True)
    if asks.outcome == "adopted":
        return
    unwilling = more.intersection(asks.consent_missing)
    who = min(unwilling or more.intersection(asks.consent_lapsed))
    raise WrongState(
        sentence(
            N_("%(party)s would now pay more than the rule gives, and has not voted in favour.")
            if unwilling
            else N_(
                "%(party)s would now pay more than the rule gives and does not vote:"
                " two thirds of the others must be in favour."
            ),
            party=session.get_one(Party, (covenant_id, who)).name,
        )
    )


def lay_aside(session: Session, covenant_id: int, *, by: By, decision: Decision, outcome: str) -> None:
    """Reject an expenditure that the parties voted down; one whose vote ended otherwise can be put again."""
    if outcome != "rejected":
        return
    row = _expenditure(session, covenant_id, decision)
    row.state = "rejected"
    row.reason = f"decision/{decision.id}"
    session.flush()
    trail.append(
        session,
        covenant_id,
        by=by,
        act="expenditure.rejected",
        subject=f"expenditure/{row.id}",
        content={"decision": decision.id, "version": row.version},
    )


def _expenditure(session: Session, covenant_id: int, decision: Decision) -> Expenditure:
    return spending.find_expenditure(session, covenant_id, int(decision.subject.split("/")[1]))
