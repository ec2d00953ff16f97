"""Decisions: opening one with the rule in force, reading it, and saying how it stands.

Each organisation has one vote. What is voted on is a canonical content; every vote is bound to its digest.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledger import covenants, trail
from ledger.core import approval
from ledger.core.acting import By
from ledger.core.approval import Rule, Tally, parse_majority, parse_share
from ledger.core.numbers import NUMBERS
from ledger.core.refusals import NotFound, WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.wording import require_writable
from ledger.storage import reads
from ledger.storage.canonical import Content, canonical, digest_of_text
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.tables import Decision, DecisionRule, DecisionVoter, RuleConsent, Vote


@dataclass(frozen=True)
class Standing:
    """How a decision stands: its votes by party, and the tally over them."""

    decision: Decision
    rule: Rule
    votes: Mapping[int, Vote]
    tally: Tally


def find_decision(session: Session, covenant_id: int, number: int) -> Decision:
    """Find a decision by its number; refuses where there is none."""
    found = session.get(Decision, (covenant_id, number)) if number in NUMBERS else None
    if found is None:
        raise NotFound(sentence(N_("There is no decision %(number)s."), number=number))
    return found


def list_decisions(session: Session, covenant_id: int) -> Sequence[Decision]:
    """Read the register of decisions, the newest first."""
    return session.scalars(
        select(Decision).where(col(Decision.covenant_id) == covenant_id).order_by(col(Decision.id).desc())
    ).all()


def decisions_on(session: Session, covenant_id: int, subject: str) -> Sequence[Decision]:
    """Read the decisions about one thing, by its address, the oldest first."""
    return session.scalars(
        select(Decision)
        .where(col(Decision.covenant_id) == covenant_id, col(Decision.subject) == subject)
        .order_by(col(Decision.id))
    ).all()


def open_decision(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    kind: str,
    subject: str,
    title: str,
    proposal: str,
    figures: Content,
    deadline: date | None = None,
) -> int:
    """Put a question to the parties under the rule in force today; give the decision's number.

    `subject` is the address of what it is about, `figures` what it would change. The rule, its voters and
    those whose consent is needed are kept with it: a later change of rules does not touch it. Refuses a day
    on which nobody has a vote.
    """
    require_writable(proposal, field="proposal")
    rule = rule_for(session, covenant_id, kind)
    voters = covenants.electorate(session, covenant_id, rule.voters, by.today)
    if not voters:
        raise WrongState(sentence(N_("Nobody has a vote on this today.")))
    consent = set(
        session.scalars(
            select(col(RuleConsent.party_id)).where(
                col(RuleConsent.covenant_id) == covenant_id, col(RuleConsent.kind) == rule.kind
            )
        )
    )
    number = reads.next_id(session, Decision, covenant_id)
    content = canonical(
        {"kind": kind, "subject": subject, "title": title, "proposal": proposal, "figures": figures}
    )
    session.execute(
        insert(Decision).values(
            covenant_id=covenant_id,
            id=number,
            version=1,
            kind=kind,
            subject=subject,
            title=title,
            proposal=proposal,
            content=content,
            digest=digest_of_text(content),
            quorum=rule.quorum,
            majority=rule.majority,
            state="open",
            opened_on=by.today,
            deadline=deadline,
            person_id=by.person_id,
            recorded_at=by.now,
        )
    )
    session.execute(
        insert(DecisionVoter),
        [
            {
                "covenant_id": covenant_id,
                "decision_id": number,
                "party_id": party,
                "consent": int(party in consent),
            }
            for party in voters
        ],
    )
    trail.append(
        session,
        covenant_id,
        by=by,
        act="decision.opened",
        subject=f"decision/{number}",
        content={
            "kind": kind,
            "subject": subject,
            "version": 1,
            "digest": digest_of_text(content),
            "voters": list(voters),
            "consent": sorted(consent.intersection(voters)),
            "quorum": rule.quorum,
            "majority": rule.majority,
            "deadline": day_text(deadline),
        },
    )
    return number


def rule_for(session: Session, covenant_id: int, kind: str) -> DecisionRule:
    """Give the rule for a kind of decision: its own, or the budget's where it has none."""
    own = session.get(DecisionRule, (covenant_id, kind))
    return own or session.get_one(DecisionRule, (covenant_id, "budget"))


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


def standing(session: Session, covenant_id: int, decision: Decision) -> Standing:
    """Say how a decision stands: the votes cast, what is needed, and why, in sentences."""
    rule = rule_of(session, covenant_id, decision)
    votes = votes_on(session, covenant_id, decision)
    names = {party.id: party.name for party in reads.parties(session, covenant_id)}
    choices = {party: cast("approval.Vote", vote.choice) for party, vote in votes.items()}
    tally = approval.tally(rule, choices, closed=decision.state != "open", names=names)
    return Standing(decision, rule, votes, tally)


def figures_of(decision: Decision) -> dict[str, Any]:
    """Read the figures a decision would change."""
    return cast("dict[str, Any]", json.loads(decision.content)["figures"])


def close(session: Session, covenant_id: int, decision: Decision, *, by: By, state: str) -> None:
    """Write down how a decision ended: adopted, rejected, withdrawn or lapsed."""
    decision.state = state
    decision.closed_on = by.today
    session.flush()
    trail.append(
        session,
        covenant_id,
        by=by,
        act=f"decision.{state}",
        subject=f"decision/{decision.id}",
        content={"subject": decision.subject, "version": decision.version, "digest": decision.digest},
    )
