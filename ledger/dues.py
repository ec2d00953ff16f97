"""Dues: what happens by itself as the days pass: instalments fall due, and votes come to their last day.

It is done before anything else is written on or after that day, in a database transaction of its own, so that
nothing is booked on figures of yesterday and a refusal of what comes next takes nothing of it back.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import contributions, decisions, voting
from ledger.core.acting import By
from ledger.storage.reads import col
from ledger.storage.tables import Instalment, Reduction


def anything(session: Session, covenant_id: int, *, by: By) -> bool:
    """Say whether anything has come due that was not dealt with yet."""
    taken_off = (
        select(func.coalesce(func.sum(col(Reduction.cents)), 0))
        .where(
            col(Reduction.covenant_id) == col(Instalment.covenant_id),
            col(Reduction.instalment_id) == col(Instalment.id),
        )
        .correlate(Instalment)
        .scalar_subquery()
    )
    instalment = session.execute(
        select(col(Instalment.id))
        .where(
            col(Instalment.covenant_id) == covenant_id,
            col(Instalment.entry_id).is_(None),
            col(Instalment.due_on) <= by.today,
            col(Instalment.amount_cents) > taken_off,
        )
        .limit(1)
    ).first()
    return (
        instalment is not None
        or bool(decisions.overdue(session, covenant_id, by.today))
        or bool(voting.silent_leavers(session, covenant_id, by.today))
        or bool(voting.certain(session, covenant_id))
    )


def settle(session: Session, covenant_id: int, *, by: By) -> int:
    """Post the instalments that fell due, end the votes whose last day passed; give how many were posted.

    Whoever left without having voted stands aside from then on.
    """
    posted = contributions.post_due(session, covenant_id, by=by)
    voting.stand_aside(session, covenant_id, by=by)
    voting.close_certain(session, covenant_id, by=by)
    voting.close_overdue(session, covenant_id, by=by)
    return posted
