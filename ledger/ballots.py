"""Ballots: the votes on a decision, the rule they are counted by, and how it stands.

Each organisation has one vote, bound to the digest of the wording it was cast on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from ledger import trail
from ledger.core import approval
from ledger.core.acting import COMMAND_LINE, By
from ledger.core.approval import Outcome, Rule, Tally, parse_majority, parse_share
from ledger.storage import paid, reads
from ledger.storage.canonical import Content
from ledger.storage.reads import col
from ledger.storage.tables import Decision, DecisionVoter, Vote


@dataclass(frozen=True)
class Standing:
    """How a decision stands: its votes by party, and the tally over them."""

    decision: Decision
    rule: Rule
    votes: Mapping[int, Vote]
    tally: Tally

    @property
    def state(self) -> str:
        """The decision's state; "over" while the outcome of an open one has fallen and is not written yet."""
        state = self.decision.state
        return "over" if state == "open" and self.tally.outcome != "open" else state

    def takes_vote_of(self, party_id: int | None) -> bool:
        """Say whether a party can vote on it now, or change the vote it cast."""
        return self.state == "open" and party_id in set(self.rule.voters) - self.rule.aside


def rule_of(session: Session, covenant_id: int, decision: Decision) -> Rule:
    """Read the rule a decision was opened under; who stands aside by the rules is for `standing` to say."""
    rows = session.execute(
        select(col(DecisionVoter.party_id), col(DecisionVoter.consent))
        .where(col(DecisionVoter.covenant_id) == covenant_id, col(DecisionVoter.decision_id) == decision.id)
        .order_by(col(DecisionVoter.party_id))
    ).all()
    majority, at_least = parse_majority(decision.majority)
    return Rule(
        voters=tuple(party for party, _ in rows),
        quorum=parse_share(decision.quorum),
        majority=majority,
        at_least=at_least,
        consent=frozenset(party for party, needed in rows if needed),
    )


def votes_on(session: Session, covenant_id: int, decision: Decision) -> dict[int, Vote]:
    """Read the votes on the present version of a decision, by party."""
    rows = session.scalars(
        select(Vote).where(
            col(Vote.covenant_id) == covenant_id,
            col(Vote.decision_id) == decision.id,
            col(Vote.version) == decision.version,
        )
    )
    return {row.party_id: row for row in rows}


def standing(session: Session, covenant_id: int, decision: Decision, *, today: date) -> Standing:
    """Say how a decision stands on a day: the votes cast, what is needed, and why, in sentences.

    Nothing need have been written on that day: once the last day to vote has passed, the votes as they stand
    decide. While it is open, whom it would pay and who left without having voted stand aside, as the register
    and the days have it; how that was in the end is kept as their vote.
    """
    parties = reads.parties(session, covenant_id)
    rule, votes = rule_of(session, covenant_id, decision), votes_on(session, covenant_id, decision)
    names = {party.id: party.name for party in parties}
    choices = {party: cast("approval.Vote", vote.choice) for party, vote in votes.items()}
    if decision.state == "open":
        left = {party.id: party.left_on for party in parties}
        gone = approval.silent_leavers(left, votes.keys(), decision.deadline, today)
        rule = replace(rule, aside=(paid.aside(session, decision) | gone).intersection(rule.voters))
        over = decision.deadline is not None and decision.deadline < today
        tally = approval.tally(rule, choices, over=over, names=names)
    else:
        outcome = cast("Outcome", decision.state)
        tally = approval.ended(rule, choices, outcome, over=is_over(decision), names=names)
    return Standing(decision, rule, votes, tally)


def open_standings(session: Session, covenant_id: int, *, today: date) -> list[Standing]:
    """Say how every decision stands on a day that was not ended yet, the oldest first."""
    open_ = session.scalars(
        select(Decision)
        .where(col(Decision.covenant_id) == covenant_id, col(Decision.state) == "open")
        .order_by(col(Decision.id))
    ).all()
    return [standing(session, covenant_id, each, today=today) for each in open_]


def keep_aside(session: Session, covenant_id: int, decision: Decision, *, by: By) -> None:
    """Keep as a vote, once a decision is about to end, who stands aside by the rules; nobody votes that."""
    stands = standing(session, covenant_id, decision, today=by.today)
    for party in sorted(stands.rule.aside):
        clerk = By(COMMAND_LINE, by.now, by.today, party_id=party)
        changed = party in stands.votes
        write_vote(session, covenant_id, decision, by=clerk, choice="recused", reason="", changed=changed)


def is_over(decision: Decision) -> bool:
    """Say whether a decision that has ended did so because its last day passed."""
    return decision.deadline is not None and (decision.closed_on or decision.deadline) > decision.deadline


def write_vote(
    session: Session,
    covenant_id: int,
    decision: Decision,
    *,
    by: By,
    choice: str,
    reason: str,
    changed: bool,
) -> None:
    """Write down the vote of the party somebody speaks for, on the wording that stands; both on the trail.

    `changed`: it takes the place of the party's vote before.
    """
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
