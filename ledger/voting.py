"""Voting: casting a vote, and applying a decision as soon as its outcome falls.

The vote that decides and what it changes are one database transaction: adopting applies the decision, or
fails whole.
"""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from ledger import adopting, ballots, covenants, decisions, keys
from ledger.core.acting import COMMAND_LINE, By
from ledger.core.approval import VOTES, Tally
from ledger.core.refusals import Malformed, NotAllowed, Refusal, WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.wording import require_writable
from ledger.storage import reads
from ledger.storage.canonical import Content
from ledger.storage.tables import Decision, Party


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
        return ballots.standing(session, covenant_id, decision, today=by.today).tally
    decisions.require_open(decision)
    if decision.deadline is not None and by.today > decision.deadline:
        raise WrongState(sentence(N_("The last day to vote was %(day)s."), day=decision.deadline))
    rule = ballots.rule_of(session, covenant_id, decision)
    if by.party_id is None or by.party_id not in rule.voters:
        raise NotAllowed(sentence(N_("Your organisation has no vote on this decision.")))
    if by.party_id not in covenants.members(session, covenant_id, by.today):
        raise NotAllowed(sentence(N_("Your organisation has left the covenant and has no vote any more.")))
    kind = adopting.KINDS[decision.kind]
    kind.require_vote(session, covenant_id, by=by, decision=decision)
    if choice not in VOTES:
        raise Malformed(sentence(N_("Choose how your organisation votes.")), "choice")
    if choice == "recused" and not reason.strip():
        raise Malformed(sentence(N_("Say why your organisation stands aside.")), "reason")
    if seen_digest != decision.digest:
        raise WrongState(sentence(N_("The proposal was changed after you opened it. Read it again first.")))
    _require_one_voice(session, covenant_id, by, decision)
    before = ballots.votes_on(session, covenant_id, decision).get(by.party_id)
    if before is None or (before.choice, before.reason) != (choice, reason):
        ballots.write_vote(
            session,
            covenant_id,
            decision,
            by=by,
            choice=choice,
            reason=reason,
            changed=before is not None,
        )
    tally = ballots.standing(session, covenant_id, decision, today=by.today).tally
    if tally.outcome != "open":
        _finish(session, covenant_id, by, decision, tally.outcome)
    keys.keep(session, covenant_id, by=by, act="decision.voted", asked=asked, result=number)
    return tally


def _require_one_voice(session: Session, covenant_id: int, by: By, decision: Decision) -> None:
    """Refuse a person who voted on this for another organisation, whatever their role has become since."""
    for party_id, vote in ballots.votes_on(session, covenant_id, decision).items():
        if party_id != by.party_id and vote.person_id == by.person_id != COMMAND_LINE:
            raise NotAllowed(sentence(N_("You voted on this for another organisation already.")))


def _finish(
    session: Session, covenant_id: int, by: By, decision: Decision, outcome: str, reason: str = ""
) -> None:
    """Write the outcome down and apply it, in this same database transaction."""
    ballots.keep_aside(session, covenant_id, decision, by=by)
    decisions.close(session, covenant_id, decision, by=by, state=outcome, reason=reason)
    adopting.apply(session, covenant_id, by=by, decision=decision, outcome=outcome)


def withdraw(session: Session, covenant_id: int, *, by: By, number: int, reason: str = "") -> None:
    """Withdraw a proposal that is still open; the votes cast stay on record, and the trail has the reason.

    Refuses a proposal that somebody else made. What a party that has left proposed, the treasurer withdraws,
    with a reason.
    """
    require_writable(reason, field="reason")
    decision = decisions.find_decision(session, covenant_id, number)
    asked: Content = {"decision": number, "reason": reason}
    if keys.done_before(session, covenant_id, by=by, act="decision.withdrawn", asked=asked) is not None:
        return
    decisions.require_open(decision)
    if not _is_left_behind(session, covenant_id, decision, by):
        decisions.require_proposer(decision, by)
        covenants.require_member(session, covenant_id, by)
    elif not reason.strip():
        raise Malformed(sentence(N_("Say why this is withdrawn.")), "reason")
    _finish(session, covenant_id, by, decision, "withdrawn", reason)
    keys.keep(session, covenant_id, by=by, act="decision.withdrawn", asked=asked, result=number)


def may_withdraw(session: Session, covenant_id: int, decision: Decision, by: By) -> bool:
    """Say whether a proposal is this person's to withdraw: who made it, or the treasurer once they left."""
    return decisions.is_proposer(decision, by) or _is_left_behind(session, covenant_id, decision, by)


def _is_left_behind(session: Session, covenant_id: int, decision: Decision, by: By) -> bool:
    """Say whether a proposal is the treasurer's to withdraw, because the party that made it has left."""
    made_by = session.get(Party, (covenant_id, decision.party_id)) if decision.party_id else None
    has_left = made_by is not None and made_by.left_on is not None and made_by.left_on < by.today
    return has_left and "treasurer" in by.roles


def fallen(session: Session, covenant_id: int, today: date) -> list[tuple[date, Decision]]:
    """Find the open decisions whose outcome fell without a vote, each with the day it did, the first first.

    Their last day passed, a party left without having voted, or a voter turned out to be paid by it.
    """
    found = [
        (_fell_on(session, covenant_id, each.decision, today), each.decision)
        for each in ballots.open_standings(session, covenant_id, today=today)
        if each.state == "over"
    ]
    return sorted(found, key=lambda one: (one[0], one[1].id))


def _fell_on(session: Session, covenant_id: int, decision: Decision, today: date) -> date:
    """Find the day on which an outcome fell: after the last day to vote, or after somebody's last day."""
    last_days = [decision.deadline, *(party.left_on for party in reads.parties(session, covenant_id))]
    days = {last + timedelta(days=1) for last in last_days if last and decision.opened_on <= last < today}
    for day in sorted(days):
        if ballots.standing(session, covenant_id, decision, today=day).state == "over":
            return day
    return today


def close_fallen(session: Session, covenant_id: int, *, by: By) -> None:
    """End the decisions whose outcome fell without a vote, as the votes stand.

    What too few voted on lapses, and so does what was adopted but can no longer be applied.
    """
    clerk = By(COMMAND_LINE, by.now, by.today)
    for _, decision in fallen(session, covenant_id, by.today):
        outcome = ballots.standing(session, covenant_id, decision, today=by.today).tally.outcome
        _finish_by_itself(session, covenant_id, clerk, decision, outcome)


def _finish_by_itself(
    session: Session, covenant_id: int, clerk: By, decision: Decision, outcome: str
) -> None:
    """End a decision without a vote that does; what can no longer be applied lapses."""
    try:
        with session.begin_nested():
            _finish(session, covenant_id, clerk, decision, outcome)
    except Refusal as why:
        session.refresh(decision)
        decisions.close(session, covenant_id, decision, by=clerk, state="lapsed", reason=why.why)
        adopting.apply(session, covenant_id, by=clerk, decision=decision, outcome="lapsed")
