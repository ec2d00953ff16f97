"""What was decided and what was achieved: decisions with their votes, indicators with their measurements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.core.approval import parse_majority, parse_share
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.facts import Names, Period, column, tenths
from ledger.core.statements.shape import Cell, Row, Statement
from ledger.core.statements.titles import TITLES
from ledger.core.statements.words import DECISION_KINDS, OUTCOMES, word


@dataclass(frozen=True)
class Decided:
    """One decision as at a day: the rule it was taken under, and how each party voted.

    `votes` are (party, choice) in the parties' order; `consent` the parties that had to vote in favour.
    """

    id: int
    kind: str
    title: str
    subject: str
    opened_on: date
    closed_on: date | None
    state: str
    quorum: str
    majority: str
    voters: int
    consent: tuple[int, ...]
    votes: tuple[tuple[int, str], ...]


def decisions(period: Period, names: Names, found: Sequence[Decided]) -> Statement:
    """Draw the decisions that were open at some time in the period, each with its rule, votes and outcome."""
    return Statement(
        "decisions",
        TITLES["decisions"],
        (
            column("number", N_("Number"), "count"),
            column("kind", N_("Kind")),
            column("title", N_("Proposal"), wide=True),
            column("opened_on", N_("Opened"), "day"),
            column("closed_on", N_("Closed"), "day"),
            column("rule", N_("Rule")),
            column("for", N_("For")),
            column("against", N_("Against")),
            column("abstain", N_("Abstained")),
            column("recused", N_("Stood aside")),
            column("outcome", N_("Outcome")),
        ),
        tuple(
            Row(
                (
                    one.id,
                    word(DECISION_KINDS, one.kind),
                    one.title,
                    one.opened_on,
                    one.closed_on,
                    _rule(names, one),
                    *(_voted(names, one, choice) for choice in ("for", "against", "abstain", "recused")),
                    word(OUTCOMES, one.state),
                ),
                f"decisions/{one.id}",
            )
            for one in found
        ),
        notes=(
            sentence(
                N_(
                    "Decisions that were open from %(first)s through %(last)s, as they stood on the last day."
                ),
                first=period.from_day,
                last=period.as_at,
            ),
        ),
    )


def _voted(names: Names, one: Decided, choice: str) -> str | None:
    return ", ".join(names.parties[party].name for party, vote in one.votes if vote == choice) or None


def _rule(names: Names, one: Decided) -> Sentence:
    """Say under which rule a decision was taken."""
    share, at_least = parse_majority(one.majority)
    rule = sentence(
        N_("%(voters)s voters, quorum %(quorum)s, at least %(share)s for")
        if at_least
        else N_("%(voters)s voters, quorum %(quorum)s, more than %(share)s for"),
        voters=one.voters,
        quorum=str(parse_share(one.quorum)),
        share=str(share),
    )
    parties = ", ".join(names.parties[party].name for party in one.consent)
    if not parties:
        return rule
    return sentence(N_("%(rule)s, with the consent of %(parties)s"), rule=rule, parties=parties)


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
