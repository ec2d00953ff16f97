"""What was decided and what was achieved: decisions with their votes, indicators with their measurements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import cast

from ledger.core import approval
from ledger.core.approval import Outcome, Rule, Tally, Vote, parse_majority, parse_share
from ledger.core.proposals import Change
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.facts import Names, Period, column, tenths
from ledger.core.statements.shape import Cell, Row, Statement
from ledger.core.statements.titles import TITLES
from ledger.core.statements.words import DECISION_KINDS, OUTCOMES, VOTES, word

SHORT = 12
"""How many characters of a digest stand in a table: enough to compare by eye."""


@dataclass(frozen=True)
class Ballot:
    """One party's vote on one version of a proposal, and the digest of what it was cast on."""

    party_id: int
    choice: str
    version: int = 1
    cast_on: date | None = None
    digest: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Decided:
    """One decision as at a day: the rule it was taken under, what it would change, and how each party voted.

    `version` is the one that stood on that day, `title` and `changes` are its. `voters` and `consent` are
    party ids; `ballots` the votes on every version, in order of version and party; `aside` who stands aside
    by the rules while it is open. `over`: it is open, but its last day to vote has passed.
    """

    id: int
    kind: str
    title: str
    opened_on: date
    closed_on: date | None
    state: str
    quorum: str
    majority: str
    voters: tuple[int, ...]
    consent: tuple[int, ...]
    ballots: tuple[Ballot, ...] = ()
    version: int = 1
    deadline: date | None = None
    changes: tuple[Change, ...] = ()
    aside: frozenset[int] = frozenset()
    over: bool = False

    @property
    def outcome(self) -> Sentence:
        """Say how it stands: open, over, or how it ended."""
        return word(OUTCOMES, "over" if self.over else self.state)

    @property
    def rule(self) -> Rule:
        """The rule it was opened under."""
        share, at_least = parse_majority(self.majority)
        consent = frozenset(self.consent)
        return Rule(self.voters, parse_share(self.quorum), share, at_least, consent, self.aside)

    @property
    def label(self) -> Sentence:
        """What it is called where its parts are listed."""
        return sentence(
            N_("Decision %(number)s, %(kind)s: %(title)s"),
            number=self.id,
            kind=word(DECISION_KINDS, self.kind),
            title=self.title,
        )


def decisions(period: Period, names: Names, found: Sequence[Decided]) -> Statement:
    """Draw the decisions that were open at some time in the period, each with its rule, outcome and why."""
    return Statement(
        "decisions",
        TITLES["decisions"],
        (
            column("number", N_("Number"), "count"),
            column("kind", N_("Kind")),
            column("title", N_("Proposal"), wide=True),
            column("version", N_("Version"), "count"),
            column("opened_on", N_("Opened"), "day"),
            column("deadline", N_("Last day"), "day"),
            column("closed_on", N_("Closed"), "day"),
            column("rule", N_("Rule"), wide=True),
            column("outcome", N_("Outcome")),
            column("why", N_("Why"), wide=True),
        ),
        tuple(
            Row(
                (
                    one.id,
                    word(DECISION_KINDS, one.kind),
                    one.title,
                    one.version,
                    one.opened_on,
                    one.deadline,
                    one.closed_on,
                    rule_in_words(one.rule, {party: names.parties[party].name for party in one.voters}),
                    one.outcome,
                    why(names, one),
                ),
                f"decisions/{one.id}",
            )
            for one in found
        ),
        notes=(_as_they_stood(period),),
    )


def _as_they_stood(period: Period) -> Sentence:
    return sentence(
        N_("Decisions that were open from %(first)s through %(last)s, as they stood on the last day."),
        first=period.from_day,
        last=period.as_at,
    )


def rule_in_words(rule: Rule, names: Mapping[int, str]) -> Sentence:
    """Say under which rule a decision is taken; `names` are those of its voters."""
    told = sentence(
        N_("%(voters)s voters, quorum %(quorum)s, at least %(share)s for")
        if rule.at_least
        else N_("%(voters)s voters, quorum %(quorum)s, more than %(share)s for"),
        voters=len(rule.voters),
        quorum=str(rule.quorum),
        share=str(rule.majority),
    )
    parties = ", ".join(names[party] for party in rule.voters if party in rule.consent)
    if not parties:
        return told
    return sentence(N_("%(rule)s, with the consent of %(parties)s"), rule=told, parties=parties)


def why(names: Names, one: Decided) -> Sentence:
    """Say how the votes stood and why the outcome fell, or what is still asked."""
    return reduce(
        lambda before, each: sentence("%(before)s %(each)s", before=before, each=each),
        _tally(names, one).why,
    )


def _tally(names: Names, one: Decided) -> Tally:
    """Count the votes as they stood."""
    choices = {
        ballot.party_id: cast("Vote", ballot.choice)
        for ballot in one.ballots
        if ballot.version == one.version
    }
    called = {party: names.parties[party].name for party in one.voters}
    if one.state == "open":
        return approval.tally(one.rule, choices, over=one.over, names=called)
    over = one.deadline is not None and one.closed_on is not None and one.closed_on > one.deadline
    return approval.ended(one.rule, choices, cast("Outcome", one.state), over=over, names=called)


def votes(period: Period, names: Names, found: Sequence[Decided]) -> Statement:
    """Draw every vote on these decisions, each with the digest of what it was cast on, and who cast none."""
    return Statement(
        "votes",
        TITLES["votes"],
        (
            column("decision", N_("Decision"), wide=True),
            column("party", N_("Party")),
            column("version", N_("Version"), "count"),
            column("vote", N_("How it voted")),
            column("cast_on", N_("Cast on"), "day"),
            column("reason", N_("Reason"), wide=True),
            column("digest", N_("Digest of what was voted on")),
        ),
        tuple(row for one in found for row in _vote_rows(names, one)),
        group_by="decision",
        notes=(
            _as_they_stood(period),
            sentence(N_("Votes on a version that was replaced count no longer.")),
        ),
    )


def _vote_rows(names: Names, one: Decided) -> Iterator[Row]:
    """List the votes on a decision, and after them who has not voted on the version that stands."""
    for ballot in one.ballots:
        yield Row(
            (
                one.label,
                names.parties[ballot.party_id].name,
                ballot.version,
                word(VOTES, ballot.choice),
                ballot.cast_on,
                ballot.reason,
                ballot.digest[:SHORT],
            ),
            f"decisions/{one.id}",
        )
    voted = {ballot.party_id for ballot in one.ballots if ballot.version == one.version}
    for party in one.voters:
        if party not in voted:
            said = (
                sentence(N_("not yet"))
                if one.state == "open" and not one.over
                else sentence(N_("did not vote"))
            )
            if party in one.aside:
                said = word(VOTES, "recused")
            yield Row((one.label, names.parties[party].name, one.version, said, None, None, None))


def changes(period: Period, found: Sequence[Decided]) -> Statement:
    """Draw what these decisions would change or changed: each figure before and after."""
    return Statement(
        "decision-changes",
        TITLES["decision-changes"],
        (
            column("decision", N_("Decision"), wide=True),
            column("outcome", N_("Outcome")),
            column("what", N_("What"), wide=True),
            column("before", N_("Before"), "money"),
            column("after", N_("After"), "money"),
            column("difference", N_("Difference"), "money"),
        ),
        tuple(
            Row(
                (
                    one.label,
                    one.outcome,
                    each.what,
                    each.before,
                    each.after,
                    each.difference,
                ),
                f"decisions/{one.id}",
            )
            for one in found
            for each in one.changes
            if each.is_change
        ),
        group_by="decision",
        notes=(_as_they_stood(period), sentence(N_("Figures that stay as they are are left out."))),
    )


@dataclass(frozen=True)
class Measured:
    """One measurement of an indicator: what was counted on a day, by whose account, with how many files."""

    day: date
    value: int
    source: str
    evidence: int = 0


@dataclass(frozen=True)
class Goal:
    """One indicator: where it began, where it should end, and what was measured, in order of day."""

    name: str
    baseline: int
    baseline_on: date
    target: int | None
    target_on: date | None
    measured: tuple[Measured, ...]


def reached(baseline: int, target: int | None, value: int) -> int | None:
    """Say how much of the way from a baseline to a target a count is, in tenths of a per cent.

    Below zero it went the wrong way, above 1000 beyond the target. None without a target, or one that is no
    change. A target below the baseline is reached by going down.
    """
    if target is None or target == baseline:
        return None
    way, gone = target - baseline, value - baseline
    if way < 0:
        way, gone = -way, -gone
    return tenths(gone, way)


def indicators(period: Period, goals: Sequence[Goal]) -> Statement:
    """Draw each indicator with its baseline, its target and every measurement through the last day.

    Two sources that disagree about the same day are both shown, and said to disagree.
    """
    return Statement(
        "indicators",
        TITLES["indicators"],
        (
            column("indicator", N_("Indicator"), wide=True),
            column("baseline", N_("Baseline"), "count"),
            column("baseline_on", N_("Baseline on"), "day"),
            column("target", N_("Target"), "count"),
            column("target_on", N_("Target on"), "day"),
            column("measured_on", N_("Measured on"), "day"),
            column("value", N_("Counted"), "count"),
            column("source", N_("Source")),
            column("evidence", N_("Files"), "count"),
        ),
        tuple(row for goal in goals for row in _goal_rows(goal)),
        group_by="indicator",
        notes=(
            sentence(N_("Measurements through %(day)s."), day=period.as_at),
            *(note for goal in goals for note in _disagreements(goal)),
        ),
    )


def _goal_rows(goal: Goal) -> Iterable[Row]:
    """Draw one row per measurement; an indicator never measured has one row all the same."""
    start: tuple[Cell, ...] = (goal.name, goal.baseline, goal.baseline_on, goal.target, goal.target_on)
    if not goal.measured:
        yield Row((*start, None, None, None, None))
    for one in goal.measured:
        yield Row((*start, one.day, one.value, one.source, one.evidence))


def _disagreements(goal: Goal) -> Iterable[Sentence]:
    """Say on which days the sources of an indicator disagree."""
    for day in dict.fromkeys(one.day for one in goal.measured):
        if len({one.value for one in goal.measured if one.day == day}) > 1:
            yield sentence(
                N_("%(indicator)s: the sources disagree about %(day)s; all of them are shown."),
                indicator=goal.name,
                day=day,
            )
