"""The access log: who came in, who was turned away, and which files left the house.

It is chained by itself, apart from the trail, so that reading and downloading never move a covenant's head.
Each row is written in a write block of its own under ACCESS_LOCK. Neither names nor e-mail addresses stand in
it: a person is their number, and the address of a sign-in is a keyed digest.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from ledger.core.statements.shape import Head
from ledger.storage import witnessing
from ledger.storage.canonical import Content, canonical, kept_moment, moment, quoted
from ledger.storage.reads import col, in_parts
from ledger.storage.tables import AccessLog
from ledger.trail import Finding, Link, first_wrong

FORM = 1
"""The version of the hashed form; a later form gets a new number and old rows keep theirs."""

SIGNED_IN = "sign-in.done"
SIGN_IN_FAILED = "sign-in.failed"
SIGN_IN_HELD = "sign-in.held"
SIGNED_OUT = "sign-out.done"
REFUSED = "access.refused"
DOWNLOADED = "file.downloaded"
PERSON_ADDED = "person.added"
ACCOUNT_CHANGED = "account.changed"
PERSON_DISABLED = "person.disabled"
PERSON_ERASED = "person.erased"
PASSWORD_CHANGED = "password.changed"  # noqa: S105 - the name of an act  # nosec B105
PASSWORD_ASKED = "password.asked"  # noqa: S105 - idem  # nosec B105
PASSWORD_RIGHT = "sign-in.halfway"  # noqa: S105 - idem: a code is to follow  # nosec B105
SESSION_ENDED = "session.ended"
SESSION_OVER = "session.over"
LINK_MADE = "link.made"
SECOND_FACTOR_ON = "second-factor.on"
SECOND_FACTOR_OFF = "second-factor.off"
RECOVERY_CODE_USED = "recovery-code.used"
EVIDENCE_REFUSED = "evidence.refused"


def row_hash(
    *,
    seq: int,
    at: str,
    covenant_id: int,
    person_id: int,
    act: str,
    subject: str,
    content: str,
    previous: str,
) -> str:
    """Compute the hash of one row in form 1: SHA-256 over the canonical JSON of all it says.

    `at` is UTC to the microsecond, `content` in canonical form already, `previous` the hash of the row before
    ("" for the first).
    """
    form = (
        f'{{"act":{quoted(act)},"at":{quoted(at)},"content":{content},"covenant":{covenant_id}'
        f',"log":"access","person":{person_id},"previous":{quoted(previous)},"seq":{seq}'
        f',"subject":{quoted(subject)},"version":{FORM}}}'
    )
    return hashlib.sha256(form.encode()).hexdigest()


def head(session: Session) -> Head:
    """Give the log's last row; of an empty log it is 0 and an empty hash."""
    row = session.execute(
        select(col(AccessLog.seq), col(AccessLog.hash)).order_by(col(AccessLog.seq).desc()).limit(1)
    ).first()
    return Head(row.seq, row.hash) if row else Head(0, "")


def append(
    session: Session,
    *,
    now: datetime,
    person_id: int,
    act: str,
    subject: str = "",
    covenant_id: int = 0,
    content: Content = None,
) -> int:
    """Write one row at the log's end and give its number; the caller holds ACCESS_LOCK.

    `person_id` is 0 for somebody who is not signed in, `covenant_id` 0 where no covenant is concerned.
    """
    told = canonical(content)
    before = head(session)
    seq = before.seq + 1
    session.execute(
        insert(AccessLog).values(
            seq=seq,
            version=FORM,
            at=now,
            covenant_id=covenant_id,
            person_id=person_id,
            act=act,
            subject=subject,
            content=told,
            previous_hash=before.hash,
            hash=row_hash(
                seq=seq,
                at=moment(now),
                covenant_id=covenant_id,
                person_id=person_id,
                act=act,
                subject=subject,
                content=told,
                previous=before.hash,
            ),
        )
    )
    witnessing.moved(session)
    return seq


def count_since(
    session: Session, *, act: str, since: datetime, subject: str | None = None, content: Content = None
) -> int:
    """Count how often an act was logged since a moment: for a subject, or with this very content."""
    asked = [col(AccessLog.act) == act, col(AccessLog.at) > since]
    if subject is not None:
        asked.append(col(AccessLog.subject) == subject)
    if content is not None:
        asked.append(col(AccessLog.content) == canonical(content))
    return session.execute(select(func.count()).select_from(AccessLog).where(*asked)).scalar_one()


def verify_chain(session: Session, witness: Head | None = None) -> list[Finding]:
    """Recompute the log row by row and name the first that is wrong; empty when all is sound.

    A `witness` is a row somebody kept: it shows whether the log was cut or written anew since.
    """
    with session.execute(_CHAIN) as rows:
        return first_wrong(_chained(in_parts(rows)), "access-log", witness)


_CHAIN = text("""
    SELECT seq, version, at, covenant_id, person_id, act, subject, content, previous_hash, hash
    FROM access_log ORDER BY seq
    """).execution_options(yield_per=5000)


def _chained(rows: Iterable[tuple[Any, ...]]) -> Iterator[Link]:
    for seq, version, at, covenant_id, person_id, act, subject, content, previous, hashed in rows:
        expected = row_hash(
            seq=seq,
            at=kept_moment(at),
            covenant_id=covenant_id,
            person_id=person_id,
            act=act,
            subject=subject,
            content=content,
            previous=previous,
        )
        yield seq, version == FORM, previous, hashed, expected
