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


def rule_of(session: Session, covenant_id: int, decision: Decision) -> Rule:
    """Read the rule a decision was opened under."""
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
        # follows the register of payees while the vote is open; how it stood in the end is kept as a vote
        aside=paid.aside(session, decision) if decision.state == "open" else frozenset(),
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


def standing(
    session: Session, covenant_id: int, decision: Decision, *, today: date | None = None
) -> Standing:
    """Say how a decision stands: the votes cast, what is needed, and why, in sentences.

    `today` is the day it is looked at, though nothing was written on it yet: once the last day to vote has
    passed, the votes as they stand decide, and who left before that day without having voted stands aside.
    """
    rule = rule_of(session, covenant_id, decision)
    votes = votes_on(session, covenant_id, decision)
    over = today is not None and decision.deadline is not None and decision.deadline < today
    if today is not None and decision.state == "open":
        left = {
            party.id
            for party in reads.parties(session, covenant_id)
            if approval.has_left(party.left_on, decision.deadline, today)
        }
        rule = replace(rule, aside=rule.aside | (left - votes.keys()))
    names = {party.id: party.name for party in reads.parties(session, covenant_id)}
    choices = {party: cast("approval.Vote", vote.choice) for party, vote in votes.items()}
    if decision.state == "open":
        tally = approval.tally(rule, choices, over=over, names=names)
    else:
        outcome = cast("Outcome", decision.state)
        tally = approval.ended(rule, choices, outcome, over=is_over(decision), names=names)
    return Standing(decision, rule, votes, tally)


def keep_aside(session: Session, covenant_id: int, decision: Decision, *, by: By) -> None:
    """Keep as a vote, once a decision is about to end, who stood aside by the rules."""
    rule = rule_of(session, covenant_id, decision)
    votes = votes_on(session, covenant_id, decision)
    for party in sorted(rule.aside.intersection(rule.voters)):
        stand_aside(session, covenant_id, decision, by=by, party_id=party, changed=party in votes)


def stand_aside(
    session: Session, covenant_id: int, decision: Decision, *, by: By, party_id: int, changed: bool = False
) -> None:
    """Write down that a party stands aside by the rules; nobody votes that for it."""
    clerk = By(COMMAND_LINE, by.now, by.today, party_id=party_id)
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
