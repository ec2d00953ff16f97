"""Histories: what the trail tells of one thing, for the page of that thing."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.record_pages import ActView, acts_of
from ledger.storage import accounts
from ledger.storage.reads import col
from ledger.storage.tables import Trail

MOST = 100
"""How many acts stand on a page; the trail has them all."""


def history(session: Session, covenant_id: int, subject: str, *, most: int = MOST) -> Sequence[ActView]:
    """Read the last acts on a thing, by its subject like "expenditure/12", the newest first."""
    rows = session.scalars(
        select(Trail)
        .where(col(Trail.covenant_id) == covenant_id, col(Trail.subject) == subject)
        .order_by(col(Trail.seq).desc())
        .limit(most)
    ).all()
    return acts_of(rows, accounts.names_of(session, {row.person_id for row in rows}))
