"""What the trail tells of an act, for the tests."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.storage.reads import col
from ledger.storage.tables import Trail


def told(session: Session, subject: str) -> list[tuple[str, dict[str, Any]]]:
    """List the acts on a subject with their contents, in order."""
    rows = session.execute(
        select(col(Trail.act), col(Trail.content))
        .where(col(Trail.subject) == subject)
        .order_by(col(Trail.seq))
    )
    return [(act, json.loads(content)) for act, content in rows]


def all_told(session: Session) -> str:
    """Give everything the trail says as one text."""
    return "\n".join(session.scalars(select(col(Trail.content))))
