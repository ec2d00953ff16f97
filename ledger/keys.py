"""Request keys: the same act sent twice is done once.

A form or an import row carries a key its client made. The first act under a key is kept with the digest
of what was asked; the same key with the same content gives the first result again, with other content is
refused.
"""

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledger.core.acting import By
from ledger.core.refusals import KeyReused
from ledger.core.sentences import N_, sentence
from ledger.storage.canonical import Content, digest
from ledger.storage.reads import col
from ledger.storage.tables import RequestKey


def done_before(session: Session, covenant_id: int, *, by: By, act: str, asked: Content) -> int | None:
    """Give the number of what this key made already, or None if it is new.

    Refuses a key that stands for something else.
    """
    if not by.key:
        return None
    row = session.execute(
        select(col(RequestKey.digest), col(RequestKey.result)).where(
            col(RequestKey.covenant_id) == covenant_id, col(RequestKey.key) == by.key
        )
    ).first()
    if row is None:
        return None
    require_same(row.digest == digest([act, by.person_id, asked]))
    return int(row.result)


def require_same(is_same: bool) -> None:
    """Refuse a key that stands for something else than what is asked under it now."""
    if not is_same:
        raise KeyReused(
            sentence(
                N_("This form was already sent with other content. Open the page again and fill it in anew.")
            )
        )


def keep(session: Session, covenant_id: int, *, by: By, act: str, asked: Content, result: int) -> int:
    """Keep the key of an act that was done, with its result, and give the result."""
    if by.key:
        session.execute(
            insert(RequestKey).values(
                covenant_id=covenant_id,
                key=by.key,
                digest=digest([act, by.person_id, asked]),
                result=result,
                recorded_at=by.now,
            )
        )
    return result
