"""Histories: what the trail tells of one thing, for the page of that thing."""

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.record_pages import ActView, address_of
from ledger.storage.reads import col
from ledger.storage.tables import Person, Trail

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
    people = {row.person_id for row in rows}
    names = dict(
        session.execute(select(col(Person.id), col(Person.name)).where(col(Person.id).in_(people))).all()
    )
    return [
        ActView(
            row.seq,
            row.at,
            names.get(row.person_id, ""),
            row.act,
            row.subject,
            address_of(row.subject),
            json.loads(row.content),
            row.hash,
        )
        for row in rows
    ]
