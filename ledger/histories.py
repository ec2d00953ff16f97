"""Histories: what the trail tells of one thing, for the page of that thing."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.core.language import Code
from ledger.record_pages import ActView, acts_of, names_in
from ledger.storage import accounts
from ledger.storage.reads import col
from ledger.storage.tables import Trail

MOST = 100
"""How many acts stand on a page; the trail has them all."""


def history(
    session: Session, covenant_id: int, subject: str, *, most: int = MOST, code: Code = "en"
) -> Sequence[ActView]:
    """Read the last acts on a thing, by its subject like "expenditure/12", the newest first.

    Names are in the language with this code.
    """
    rows = session.scalars(
        select(Trail)
        .where(col(Trail.covenant_id) == covenant_id, col(Trail.subject) == subject)
        .order_by(col(Trail.seq).desc())
        .limit(most)
    ).all()
    people = accounts.names_of(session, {row.person_id for row in rows})
    return acts_of(rows, people, names_in(session, covenant_id, code))
