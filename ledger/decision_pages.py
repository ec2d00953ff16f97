"""Decisions as people look them up: what would change, who voted how, and what is still open."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import ballots, decisions
from ledger.core.proposals import Change, changes_of
from ledger.core.sentences import Cents
from ledger.record_pages import address_of
from ledger.storage import reads
from ledger.storage.reads import col
from ledger.storage.tables import Decision, DecisionVersion, Party, Vote


@dataclass(frozen=True)
class VoteView:
    """One voter of a decision: whether its consent is needed, and how it voted, if it did."""

    party: Party
    consent: bool
    vote: Vote | None


@dataclass(frozen=True)
class VersionView:
    """One wording of a proposal that was replaced: its text, what it would have changed, and its votes."""

    version: DecisionVersion
    proposal: str
    changes: Sequence[Change]
    votes: Sequence[tuple[Party, Vote]]


@dataclass(frozen=True)
class DecisionPage:
    """One decision whole: its standing, its voters, what it would change, its earlier wordings.

    `about` is the address of what it is about, where that has a page; `proposer` the party that made it, None
    for the treasurer.
    """

    standing: ballots.Standing
    voters: Sequence[VoteView]
    changes: Sequence[Change]
    earlier: Sequence[VersionView]
    about: str | None
    proposer: Party | None
    names: Mapping[int, str]

    @property
    def totals(self) -> tuple[Cents, Cents] | None:
        """What the amounts come to before and after; None where they are not of one kind."""
        if len(self.changes) < 2 or len({each.what.template for each in self.changes}) > 1:
            return None
        if not all(each.is_money for each in self.changes):
            return None
        return Cents(sum(_cents(each.before) for each in self.changes)), Cents(
            sum(_cents(each.after) for each in self.changes)
        )


def _cents(value: object) -> int:
    return value if isinstance(value, int) else 0


def decision_page(session: Session, covenant_id: int, number: int) -> DecisionPage:
    """Gather everything about one decision; refuses a number there is none of."""
    decision = decisions.find_decision(session, covenant_id, number)
    standing = ballots.standing(session, covenant_id, decision)
    parties = {party.id: party for party in reads.parties(session, covenant_id)}
    voters = [
        VoteView(parties[party], party in standing.rule.consent, standing.votes.get(party))
        for party in standing.rule.voters
    ]
    return DecisionPage(
        standing,
        voters,
        changes_of(decisions.figures_of(decision)),
        _earlier(session, covenant_id, decision, parties),
        address_of(decision.subject),
        parties.get(decision.party_id or 0),
        {party.id: party.name for party in parties.values()},
    )


def _earlier(
    session: Session, covenant_id: int, decision: Decision, parties: Mapping[int, Party]
) -> list[VersionView]:
    """Read the wordings that were replaced, the newest first, each with the votes cast on it."""
    if decision.version == 1:
        return []
    votes: dict[int, list[tuple[Party, Vote]]] = {}
    for vote in session.scalars(
        select(Vote)
        .where(col(Vote.covenant_id) == covenant_id, col(Vote.decision_id) == decision.id)
        .order_by(col(Vote.version), col(Vote.party_id))
    ):
        votes.setdefault(vote.version, []).append((parties[vote.party_id], vote))
    replaced = [
        each
        for each in decisions.versions_of(session, covenant_id, decision)
        if each.version < decision.version
    ]
    return [
        VersionView(
            each,
            str(json.loads(each.content)["proposal"]),
            changes_of(json.loads(each.content)["figures"]),
            votes.get(each.version, ()),
        )
        for each in reversed(replaced)
    ]


@dataclass(frozen=True)
class DecisionRow:
    """One decision in the register: how many have voted of how many, and whether this party has."""

    decision: Decision
    cast: int
    voters: int
    voted: bool
    may_vote: bool


def decision_rows(session: Session, covenant_id: int, party_id: int | None) -> list[DecisionRow]:
    """List the register of decisions, the newest first, as one party sees it."""
    rows = []
    for decision in decisions.list_decisions(session, covenant_id):
        rule = ballots.rule_of(session, covenant_id, decision)
        votes = ballots.votes_on(session, covenant_id, decision)
        rows.append(
            DecisionRow(decision, len(votes), len(rule.voters), party_id in votes, party_id in rule.voters)
        )
    return rows
