"""Decisions with their votes, and indicators with their measurements, as at a day."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from ledger.core.language import Code
from ledger.core.statements.deciding import Decided, Goal, Measured
from ledger.core.statements.facts import Period, unique_names
from ledger.storage.documents import end_of, evidence_counts
from ledger.storage.reads import col
from ledger.storage.tables import Decision, DecisionVoter, Indicator, Measurement, Vote


def decisions(session: Session, covenant_id: int, period: Period) -> list[Decided]:
    """Read the decisions that were open at some time in a period, in order, as they stood on its last day.

    A vote cast after that day on a decision that was open then does not count.
    """
    asked = and_(
        col(Decision.covenant_id) == covenant_id,
        col(Decision.opened_on) <= period.as_at,
        or_(col(Decision.closed_on).is_(None), col(Decision.closed_on) >= period.from_day),
    )
    found = session.execute(
        select(
            col(Decision.id), col(Decision.kind), col(Decision.title), col(Decision.subject),
            col(Decision.opened_on), col(Decision.closed_on), col(Decision.state), col(Decision.quorum),
            col(Decision.majority),
        )
        .where(asked)
        .order_by(col(Decision.id))
    ).all()  # fmt: skip
    numbers = select(col(Decision.id)).where(asked)
    voters: dict[int, list[tuple[int, int]]] = {}
    for number, party_id, consent in session.execute(
        select(col(DecisionVoter.decision_id), col(DecisionVoter.party_id), col(DecisionVoter.consent))
        .where(col(DecisionVoter.covenant_id) == covenant_id, col(DecisionVoter.decision_id).in_(numbers))
        .order_by(col(DecisionVoter.decision_id), col(DecisionVoter.party_id))
    ):
        voters.setdefault(number, []).append((party_id, consent))
    votes: dict[int, list[tuple[int, str]]] = {}
    for number, party_id, choice in session.execute(
        select(col(Vote.decision_id), col(Vote.party_id), col(Vote.choice))
        .join(
            Decision,
            and_(
                col(Decision.covenant_id) == col(Vote.covenant_id),
                col(Decision.id) == col(Vote.decision_id),
                col(Decision.version) == col(Vote.version),
            ),
        )
        .where(asked, or_(col(Decision.closed_on) <= period.as_at, col(Vote.cast_at) < end_of(period.as_at)))
        .order_by(col(Vote.decision_id), col(Vote.party_id))
    ):
        votes.setdefault(number, []).append((party_id, choice))
    return [
        Decided(
            number,
            kind,
            title,
            subject,
            opened_on,
            closed_on if closed_on is not None and closed_on <= period.as_at else None,
            state if closed_on is not None and closed_on <= period.as_at else "open",
            quorum,
            majority,
            len(voters.get(number, ())),
            tuple(party_id for party_id, consent in voters.get(number, ()) if consent),
            tuple(votes.get(number, ())),
        )
        for number, kind, title, subject, opened_on, closed_on, state, quorum, majority in found
    ]


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
