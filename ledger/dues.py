"""Dues: what happens by itself as the days pass: instalments fall due, and votes come to their last day.

It is done before anything else is written on or after that day, in a database transaction of its own, so that
nothing is booked on figures of yesterday and a refusal of what comes next takes nothing of it back. However
many days have passed, each is settled by itself, the oldest first, so that what comes of it does not depend
on when somebody writes.
"""

from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import approving, contributions, voting
from ledger.core.acting import By
from ledger.storage.reads import col
from ledger.storage.tables import Instalment, Reduction


def anything(session: Session, covenant_id: int, *, by: By) -> bool:
    """Say whether anything has come due that was not dealt with yet."""
    return (
        _next_day(session, covenant_id, by.today) is not None
        or next(approving.chargeable(session, covenant_id, by.today), None) is not None
    )


def settle(session: Session, covenant_id: int, *, by: By) -> int:
    """Post the instalments that fell due, end the votes that are over; give how many were posted.

    Each on its own day: an instalment on the day it falls due, a vote on the day after its last, or after a
    party left without having voted, before what falls due that day. What has by now all the approvals it
    needs is charged.
    """
    posted = 0
    while (day := _next_day(session, covenant_id, by.today)) is not None:
        on_the_day = replace(by, today=day)
        voting.close_fallen(session, covenant_id, by=on_the_day)
        posted += contributions.post_due(session, covenant_id, by=on_the_day)
    approving.charge_approved(session, covenant_id, by=by)
    return posted


def _next_day(session: Session, covenant_id: int, today: date) -> date | None:
    """Give the first day through today on which an instalment fell due, or a vote was over; None: no more."""
    taken_off = (
        select(func.coalesce(func.sum(col(Reduction.cents)), 0))
        .where(
            col(Reduction.covenant_id) == col(Instalment.covenant_id),
            col(Reduction.instalment_id) == col(Instalment.id),
        )
        .correlate(Instalment)
        .scalar_subquery()
    )
    due_on = session.execute(
        select(func.min(col(Instalment.due_on))).where(
            col(Instalment.covenant_id) == covenant_id,
            col(Instalment.entry_id).is_(None),
            col(Instalment.due_on) <= today,
            col(Instalment.amount_cents) > taken_off,
        )
    ).scalar()
    over = voting.fallen(session, covenant_id, today)
    return min([*([due_on] if due_on else []), *(day for day, _ in over[:1])], default=None)
