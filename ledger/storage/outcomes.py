"""Decisions with their votes, and indicators with their measurements, as at a day."""

import json

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from ledger.core.approval import silent_leavers
from ledger.core.language import Code
from ledger.core.proposals import changes_of
from ledger.core.statements.deciding import Ballot, Decided, Goal, Measured
from ledger.core.statements.facts import Period, unique_names
from ledger.storage import paid, reads
from ledger.storage.documents import end_of, evidence_counts
from ledger.storage.reads import col
from ledger.storage.tables import Decision, DecisionVersion, DecisionVoter, Indicator, Measurement, Vote


def decisions(session: Session, covenant_id: int, period: Period) -> list[Decided]:
    """Read the decisions that were open at some time in a period, in order, as they stood on its last day.

    A version made or a vote cast after that day, on a decision that was open then, does not count.
    """
    asked = and_(
        col(Decision.covenant_id) == covenant_id,
        col(Decision.opened_on) <= period.as_at,
        or_(col(Decision.closed_on).is_(None), col(Decision.closed_on) >= period.from_day),
    )
    numbers = select(col(Decision.id)).where(asked)
    voters = _voters(session, covenant_id, numbers)
    versions = _versions(session, covenant_id, numbers, period)
    ballots = _ballots(session, covenant_id, numbers, period)
    left = {party.id: party.left_on for party in reads.parties(session, covenant_id)}
    found = []
    for row in session.scalars(select(Decision).where(asked).order_by(col(Decision.id))):
        is_over = row.closed_on is not None and row.closed_on <= period.as_at
        version, title, content = versions[row.id]
        voted = {ballot.party_id for ballot in ballots.get(row.id, ()) if ballot.version == version}
        gone = silent_leavers(left, voted, row.deadline, period.as_at)
        aside = frozenset() if is_over else paid.aside(session, row) | gone
        found.append(
            Decided(
                id=row.id,
                kind=row.kind,
                title=title,
                opened_on=row.opened_on,
                closed_on=row.closed_on if is_over else None,
                state=row.state if is_over else "open",
                quorum=row.quorum,
                majority=row.majority,
                voters=tuple(party_id for party_id, _ in voters[row.id]),
                consent=tuple(party_id for party_id, consent in voters[row.id] if consent),
                ballots=tuple(ballots.get(row.id, ())),
                version=version,
                deadline=row.deadline,
                changes=tuple(changes_of(json.loads(content)["figures"])),
                aside=aside,
                over=not is_over and row.deadline is not None and row.deadline < period.as_at,
            )
        )
    return found


def _voters(session: Session, covenant_id: int, numbers: Select[int]) -> dict[int, list[tuple[int, int]]]:
    """Read who has a vote on these decisions, and whether their consent is asked."""
    voters: dict[int, list[tuple[int, int]]] = {}
    for number, party_id, consent in session.execute(
        select(col(DecisionVoter.decision_id), col(DecisionVoter.party_id), col(DecisionVoter.consent))
        .where(col(DecisionVoter.covenant_id) == covenant_id, col(DecisionVoter.decision_id).in_(numbers))
        .order_by(col(DecisionVoter.decision_id), col(DecisionVoter.party_id))
    ):
        voters.setdefault(number, []).append((party_id, consent))
    return voters


def _versions(
    session: Session, covenant_id: int, numbers: Select[int], period: Period
) -> dict[int, tuple[int, str, str]]:
    """Read the wording of each decision that stood on the last day: its version, title and content."""
    versions: dict[int, tuple[int, str, str]] = {}
    for number, version, title, content, recorded_at in session.execute(
        select(
            col(DecisionVersion.decision_id), col(DecisionVersion.version), col(DecisionVersion.title),
            col(DecisionVersion.content), col(DecisionVersion.recorded_at),
        )
        .where(col(DecisionVersion.covenant_id) == covenant_id, col(DecisionVersion.decision_id).in_(numbers))
        .order_by(col(DecisionVersion.decision_id), col(DecisionVersion.version))
    ):  # fmt: skip
        if number not in versions or recorded_at < end_of(period.as_at):
            versions[number] = version, title, content
    return versions


def _ballots(
    session: Session, covenant_id: int, numbers: Select[int], period: Period
) -> dict[int, list[Ballot]]:
    """Read every vote cast on any version of these decisions through the last day."""
    ballots: dict[int, list[Ballot]] = {}
    closed = and_(col(Decision.closed_on).is_not(None), col(Decision.closed_on) <= period.as_at)
    for vote in session.scalars(
        select(Vote)
        .join(
            Decision,
            and_(
                col(Decision.covenant_id) == col(Vote.covenant_id),
                col(Decision.id) == col(Vote.decision_id),
            ),
        )
        .where(
            col(Vote.covenant_id) == covenant_id,
            col(Vote.decision_id).in_(numbers),
            or_(closed, col(Vote.cast_at) < end_of(period.as_at)),
        )
        .order_by(col(Vote.decision_id), col(Vote.version), col(Vote.party_id))
    ):
        ballots.setdefault(vote.decision_id, []).append(
            Ballot(vote.party_id, vote.choice, vote.version, vote.cast_at.date(), vote.digest, vote.reason)
        )
    return ballots


def goals(session: Session, covenant_id: int, period: Period, code: Code) -> list[Goal]:
    """Read the indicators in the covenant's order, each with what was measured of it through a day."""
    files = evidence_counts(session, covenant_id, "measurement")
    measured: dict[int, list[Measured]] = {}
    for number, indicator_id, day, value, source in session.execute(
        select(
            col(Measurement.id), col(Measurement.indicator_id), col(Measurement.measured_on),
            col(Measurement.value), col(Measurement.source),
        )
        .where(col(Measurement.covenant_id) == covenant_id, col(Measurement.measured_on) <= period.as_at)
        .order_by(col(Measurement.measured_on), col(Measurement.id))
    ):  # fmt: skip
        one = Measured(day, value, source, files.get(f"measurement/{number}", 0))
        measured.setdefault(indicator_id, []).append(one)
    rows = session.scalars(
        select(Indicator).where(col(Indicator.covenant_id) == covenant_id).order_by(col(Indicator.id))
    ).all()
    names = unique_names((row.id, row.slug, row.name_nl if code == "nl" else row.name_en) for row in rows)
    return [
        Goal(
            names[row.id],
            row.baseline,
            row.baseline_on,
            row.target,
            row.target_on,
            tuple(measured.get(row.id, ())),
        )
        for row in rows
    ]
