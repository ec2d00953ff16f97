"""Voting: casting a vote, and applying a decision as soon as its outcome falls.

The vote that decides and what it changes are one database transaction: adopting applies the decision, or
fails whole.
"""

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from ledger import approving, budgets, charges, decisions, keys, spending, trail
from ledger.core.acting import COMMAND_LINE, By
from ledger.core.approval import VOTES, Tally
from ledger.core.refusals import Malformed, NotAllowed, WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.wording import require_writable
from ledger.storage.canonical import Content
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.tables import Decision, Payee, Vote


def cast_vote(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    number: int,
    choice: str,
    reason: str = "",
    seen_digest: str,
) -> Tally:
    """Cast or change the vote of the party a person speaks for; give the tally after it.

    `choice` is for, against, abstain or recused; the last asks a reason. `seen_digest` is the digest the
    voter was shown: a vote on anything else is refused, as are votes on what is decided already and by who
    has no vote. On an expenditure the payee's party stands aside.
    """
    require_writable(reason, field="reason")
    decision = decisions.find_decision(session, covenant_id, number)
    asked: dict[str, Content] = {
        "decision": number,
        "choice": choice,
        "reason": reason,
        "digest": seen_digest,
    }
    if keys.done_before(session, covenant_id, by=by, act="decision.voted", asked=asked) is not None:
        return decisions.standing(session, covenant_id, decision).tally
    if decision.state != "open":
        raise WrongState(sentence(N_("Decision %(number)s has already been taken."), number=number))
    rule = decisions.rule_of(session, covenant_id, decision)
    if by.party_id is None or by.party_id not in rule.voters:
        raise NotAllowed(sentence(N_("Your organisation has no vote on this decision.")))
    _require_not_entered(session, covenant_id, by, decision)
    if choice not in VOTES:
        raise Malformed(sentence(N_("Choose how your organisation votes.")), "choice")
    if choice == "recused" and not reason.strip():
        raise Malformed(sentence(N_("Say why your organisation stands aside.")), "reason")
    if seen_digest != decision.digest:
        raise WrongState(sentence(N_("The proposal was changed after you opened it. Read it again first.")))
    _recuse_payee(session, covenant_id, by, decision)
    before = decisions.votes_on(session, covenant_id, decision).get(by.party_id)
    if before and before.choice == "recused" and before.person_id == COMMAND_LINE:
        raise NotAllowed(sentence(N_("Your organisation is the payee and stands aside.")))
    if before is None or (before.choice, before.reason) != (choice, reason):
        _write(session, covenant_id, by, decision, choice, reason, changed=before is not None)
    tally = decisions.standing(session, covenant_id, decision).tally
    if tally.outcome != "open":
        _finish(session, covenant_id, by, decision, tally.outcome)
    keys.keep(session, covenant_id, by=by, act="decision.voted", asked=asked, result=number)
    return tally


def _require_not_entered(session: Session, covenant_id: int, by: By, decision: Decision) -> None:
    """Refuse a vote on an expenditure by the person who entered it, whatever their role has become since."""
    if decision.kind != "spend":
        return
    row = spending.find_expenditure(session, covenant_id, int(decision.subject.split("/")[1]))
    if approving.entered_by(session, covenant_id, row, by) == by.person_id:
        raise NotAllowed(sentence(N_("Who entered an expenditure cannot approve it.")))


def _recuse_payee(session: Session, covenant_id: int, by: By, decision: Decision) -> None:
    """Have the payee's party stand aside on an expenditure, also where it became known as payee only now."""
    if decision.kind != "spend":
        return
    row = spending.find_expenditure(session, covenant_id, int(decision.subject.split("/")[1]))
    party = session.get_one(Payee, (covenant_id, row.payee_id)).party_id
    if party is None or party not in decisions.rule_of(session, covenant_id, decision).voters:
        return
    before = decisions.votes_on(session, covenant_id, decision).get(party)
    if before is None or (before.choice, before.person_id) != ("recused", COMMAND_LINE):
        clerk = By(COMMAND_LINE, by.now, by.today, party_id=party)
        _write(session, covenant_id, clerk, decision, "recused", "", changed=before is not None)


def _write(
    session: Session,
    covenant_id: int,
    by: By,
    decision: Decision,
    choice: str,
    reason: str,
    *,
    changed: bool,
) -> None:
    values = {
        "choice": choice,
        "reason": reason,
        "digest": decision.digest,
        "person_id": by.person_id,
        "cast_at": by.now,
    }
    if changed:
        session.execute(
            update(Vote)
            .where(
                col(Vote.covenant_id) == covenant_id,
                col(Vote.decision_id) == decision.id,
                col(Vote.version) == decision.version,
                col(Vote.party_id) == by.party_id,
            )
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        session.expire_all()
    else:
        session.execute(
            insert(Vote).values(
                covenant_id=covenant_id,
                decision_id=decision.id,
                version=decision.version,
                party_id=by.party_id,
                **values,
            )
        )
    content: dict[str, Content] = {
        "party": by.party_id,
        "choice": choice,
        "reason": reason,
        "version": decision.version,
        "digest": decision.digest,
        "changed": changed,
    }
    trail.append(
        session,
        covenant_id,
        by=by,
        act="decision.voted",
        subject=f"decision/{decision.id}",
        content=content,
    )


def _finish(session: Session, covenant_id: int, by: By, decision: Decision, outcome: str) -> None:
    """Write the outcome down and apply it, in this same database transaction."""
    decisions.close(session, covenant_id, decision, by=by, state=outcome)
    if decision.kind in {"budget", "amendment"}:
        budgets.settle(session, covenant_id, by=by, decision=decision, outcome=outcome)
    else:
        _settle_spend(session, covenant_id, by, decision, outcome)


def withdraw(session: Session, covenant_id: int, *, by: By, number: int) -> None:
    """Withdraw a proposal that is still open; the votes cast stay on record."""
    decision = decisions.find_decision(session, covenant_id, number)
    asked: Content = {"decision": number}
    if keys.done_before(session, covenant_id, by=by, act="decision.withdrawn", asked=asked) is not None:
        return
    if decision.state != "open":
        raise WrongState(sentence(N_("Decision %(number)s has already been taken."), number=number))
    decisions.close(session, covenant_id, decision, by=by, state="withdrawn")
    if decision.kind in {"budget", "amendment"}:
        budgets.settle(session, covenant_id, by=by, decision=decision, outcome="withdrawn")
    keys.keep(session, covenant_id, by=by, act="decision.withdrawn", asked=asked, result=number)


def propose_spend(session: Session, covenant_id: int, *, by: By, number: int, proposal: str) -> int:
    """Put an expenditure to the parties that is above the mandate, or that too few may approve.

    Gives the decision's number. The payee's own party stands aside. Refuses an expenditure the mandate can
    still deal with, and one on which nobody but the payee has a vote.
    """
    require_writable(proposal, field="proposal")
    asked: Content = {"expenditure": number, "proposal": proposal}
    done = keys.done_before(session, covenant_id, by=by, act="spend.proposed", asked=asked)
    if done is not None:
        return done
    row = spending.find_expenditure(session, covenant_id, number)
    if row.state != "entered":
        raise WrongState(sentence(N_("Expenditure %(number)s is decided already."), number=number))
    asks = approving.mandate_of(session, covenant_id, row, by.today)
    if asks.standing is not None and asks.standing.reachable:
        raise WrongState(sentence(N_("This expenditure is within the mandate; it needs no decision.")))
    if spending.open_vote(session, covenant_id, number) is not None:
        raise WrongState(sentence(N_("This expenditure is being voted on already.")))
    figures: dict[str, Content] = {
        "expenditure": number,
        "version": row.version,
        "digest": spending.digest_of(session, covenant_id, number),
        "gross_cents": row.gross_cents,
        "accounting_on": day_text(row.accounting_on),
    }
    decision_number = decisions.open_decision(
        session,
        covenant_id,
        by=by,
        kind="spend",
        subject=f"expenditure/{number}",
        title=row.description,
        proposal=proposal,
        figures=figures,
    )
    decision = decisions.find_decision(session, covenant_id, decision_number)
    voters = decisions.rule_of(session, covenant_id, decision).voters
    if not set(voters) - {asks.payee_party}:
        raise WrongState(sentence(N_("Nobody but the payee has a vote on this.")))
    _recuse_payee(session, covenant_id, by, decision)
    return keys.keep(session, covenant_id, by=by, act="spend.proposed", asked=asked, result=decision_number)


def open_spend_decision(session: Session, covenant_id: int, number: int) -> Decision | None:
    """Find the open decision about an expenditure, if there is one."""
    return spending.open_vote(session, covenant_id, number)


def _settle_spend(session: Session, covenant_id: int, by: By, decision: Decision, outcome: str) -> None:
    row = spending.find_expenditure(session, covenant_id, int(decision.subject.split("/")[1]))
    if outcome == "adopted":
        if decisions.figures_of(decision)["digest"] != spending.digest_of(session, covenant_id, row.id):
            raise WrongState(sentence(N_("The expenditure was changed since it was proposed.")))
        shares = charges.of_expenditure(
            session, covenant_id, row, spending.splits_of(session, covenant_id, row.id)
        )
        approving.charge_expenditure(session, covenant_id, by=by, row=row, shares=shares)
        return
    row.state = "rejected"
    row.reason = f"decision/{decision.id}"
    session.flush()
