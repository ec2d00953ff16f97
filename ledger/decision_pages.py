"""Decisions as people look them up: what would change, who voted how, and what is still open."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import ballots, decisions
from ledger.core.instalments import age_days
from ledger.core.proposals import Change, changes_of
from ledger.core.sentences import Cents, Sentence, from_content
from ledger.core.statements.deciding import rule_in_words
from ledger.record_pages import address_of
from ledger.storage import accounts, paid, reads
from ledger.storage.reads import col
from ledger.storage.tables import Decision, DecisionVersion, DecisionVoter, Party, Trail, Vote


@dataclass(frozen=True)
class VoteView:
    """One voter of a decision: whether its consent is needed, and how it voted, if it did.

    `voter` is the name of who cast the vote for it; None where nobody did, or the rules did. `deputy` says
    that they did so as the party's deputy. Who is `aside` does not take part by the rules, whatever it voted.
    """

    party: Party
    consent: bool
    vote: Vote | None
    voter: str | None = None
    deputy: bool = False
    aside: bool = False


@dataclass(frozen=True)
class Changes:
    """What a proposal would change: the figures that move, and those that stay as they are."""

    all: Sequence[Change]

    @property
    def moved(self) -> Sequence[Change]:
        """The figures that would be different."""
        return [each for each in self.all if each.is_change]

    @property
    def kept(self) -> Sequence[Change]:
        """The figures that stay as they are."""
        return [each for each in self.all if not each.is_change]

    @property
    def has_differences(self) -> bool:
        """Say whether it helps to show how much each amount moves: there is something before and after."""
        return any(each.is_money and each.before and each.after for each in self.moved)

    @property
    def totals(self) -> tuple[Cents, Cents] | None:
        """What the amounts come to before and after; None where they are not of one kind."""
        if len(self.all) < 2 or len({each.what.template for each in self.all}) > 1:
            return None
        if not all(each.is_money for each in self.all):
            return None
        return Cents(sum(_cents(each.before) for each in self.all)), Cents(
            sum(_cents(each.after) for each in self.all)
        )


@dataclass(frozen=True)
class VersionView:
    """One wording of a proposal that was replaced: its text, what it would have changed, and its votes."""

    version: DecisionVersion
    replaced_at: datetime
    proposal: str
    changes: Changes
    votes: Sequence[tuple[Party, Vote]]


def _cents(value: object) -> int:
    return value if isinstance(value, int) else 0


@dataclass(frozen=True)
class DecisionPage:
    """One decision whole: its standing, its voters, what it would change, its earlier wordings.

    `about` is the address of what it is about, where that has a page; `proposer` the party that made it,
    None for the treasurer. While it is open, `days` is how long it has been so, and `days_left` how many
    there are until the last day to vote, where there is one. `reason` is what was told of why it ended,
    `payees` are the parties that an expenditure would pay.
    """

    standing: ballots.Standing
    rule: Sentence
    voters: Sequence[VoteView]
    changes: Changes
    earlier: Sequence[VersionView]
    about: str | None
    proposer: Party | None
    days: int
    days_left: int | None
    reason: Sentence | str
    payees: frozenset[int]


def decision_page(session: Session, covenant_id: int, number: int, *, today: date) -> DecisionPage:
    """Gather everything about one decision, as it is today; refuses a number there is none of."""
    decision = decisions.find_decision(session, covenant_id, number)
    standing = ballots.standing(session, covenant_id, decision, today=today)
    parties = {party.id: party for party in reads.parties(session, covenant_id)}
    names = {party.id: party.name for party in parties.values()}
    is_open = decision.state == "open"
    return DecisionPage(
        standing,
        rule_in_words(standing.rule, names),
        _voters(session, covenant_id, standing, parties),
        Changes(changes_of(decisions.figures_of(decision))),
        _earlier(session, covenant_id, decision, parties),
        _about(decision),
        parties.get(decision.party_id or 0),
        age_days(decision.opened_on, today) if is_open else 0,
        (decision.deadline - today).days if is_open and decision.deadline else None,
        "" if is_open else _reason(session, covenant_id, decision),
        paid.aside(session, decision),
    )


def _reason(session: Session, covenant_id: int, decision: Decision) -> Sentence | str:
    """Read the reason that was given when a decision ended; empty where none was."""
    content = session.execute(
        select(col(Trail.content)).where(
            col(Trail.covenant_id) == covenant_id,
            col(Trail.subject) == f"decision/{decision.id}",
            col(Trail.act) == f"decision.{decision.state}",
        )
    ).scalar_one_or_none()
    reason = json.loads(content).get("reason", "") if content else ""
    return from_content(reason) if isinstance(reason, dict) else str(reason)


def _voters(
    session: Session, covenant_id: int, standing: ballots.Standing, parties: Mapping[int, Party]
) -> list[VoteView]:
    """List the voters in their order, with who cast each vote."""
    names = accounts.names_of(session, {vote.person_id for vote in standing.votes.values()})
    deputies = accounts.deputies(session, covenant_id)
    found = []
    for party in standing.rule.voters:
        is_aside = party in standing.rule.aside
        vote = None if is_aside else standing.votes.get(party)
        who = vote.person_id if vote else None
        found.append(
            VoteView(
                parties[party],
                party in standing.rule.consent,
                vote,
                names.get(who) if who is not None else None,
                who in deputies,
                is_aside,
            )
        )
    return found


def _about(decision: Decision) -> str | None:
    """Give the address of what a decision is about; who would join has no page before it does."""
    if decision.kind == "accession" and decision.state != "adopted":
        return None
    return address_of(decision.subject)


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
    found = []
    for each, after in pairwise(decisions.versions_of(session, covenant_id, decision)):
        content = json.loads(each.content)
        found.append(
            VersionView(
                each,
                after.recorded_at,
                str(content["proposal"]),
                Changes(changes_of(content["figures"])),
                votes.get(each.version, ()),
            )
        )
    return found[::-1]


@dataclass(frozen=True)
class DecisionRow:
    """One decision in the register: how many have voted of how many, and whether this party has.

    `state` and `outcome` differ while it is "over": what the votes decided is not written down yet.
    """

    decision: Decision
    state: str
    outcome: str
    cast: int
    voters: int
    voted: bool
    may_vote: bool


@dataclass(frozen=True)
class AskedDecisions:
    """Which decisions are asked for: those in a state, those of a kind; empty: all."""

    state: str = ""
    kind: str = ""


@dataclass(frozen=True)
class FoundDecisions:
    """The decisions that were asked for, some of them, and how many there are in all."""

    count: int
    rows: Sequence[DecisionRow]


def decision_rows(
    session: Session,
    covenant_id: int,
    party_id: int | None,
    asked: AskedDecisions = AskedDecisions(),
    *,
    today: date,
    first: int = 0,
    most: int = 1000,
) -> FoundDecisions:
    """List decisions, the newest first, as one party sees them; from place `first` on, `most` of them."""
    open_ = ballots.open_standings(session, covenant_id, today=today)
    over = {one.decision.id: one.tally.outcome for one in open_ if one.state == "over"}
    wanted = [col(Decision.covenant_id) == covenant_id]
    if asked.state == "over":
        wanted.append(col(Decision.id).in_(list(over)))
    elif asked.state:
        wanted += [col(Decision.state) == asked.state, col(Decision.id).not_in(list(over))]
    if asked.kind:
        wanted.append(col(Decision.kind) == asked.kind)
    count = session.execute(select(func.count()).select_from(Decision).where(*wanted)).scalar_one()
    found = session.scalars(
        select(Decision).where(*wanted).order_by(col(Decision.id).desc()).offset(first).limit(most)
    ).all()
    numbers = [decision.id for decision in found]
    voters: dict[int, set[int]] = {number: set() for number in numbers}
    for number, voter in session.execute(
        select(col(DecisionVoter.decision_id), col(DecisionVoter.party_id)).where(
            col(DecisionVoter.covenant_id) == covenant_id, col(DecisionVoter.decision_id).in_(numbers)
        )
    ):
        voters[number].add(voter)
    voted: dict[tuple[int, int], set[int]] = {}
    for number, version, voter in session.execute(
        select(col(Vote.decision_id), col(Vote.version), col(Vote.party_id)).where(
            col(Vote.covenant_id) == covenant_id, col(Vote.decision_id).in_(numbers)
        )
    ):
        voted.setdefault((number, version), set()).add(voter)
    rows = []
    for decision in found:
        cast = voted.get((decision.id, decision.version), set())
        may = voters[decision.id]
        rows.append(
            DecisionRow(
                decision,
                "over" if decision.id in over else decision.state,
                over.get(decision.id, decision.state),
                len(cast),
                len(may),
                party_id in cast,
                party_id in may,
            )
        )
    return FoundDecisions(count, rows)
