"""The access log: who came in, who was turned away, and which files left the house.

It is chained by itself, apart from the trail, so that reading and downloading never move a covenant's head.
Each row is written in a write block of its own under ACCESS_LOCK. Neither names nor e-mail addresses stand in
it: a person is their number, and the address of a sign-in is a keyed digest.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ledger.core.sentences import N_, sentence
from ledger.core.statements.shape import Head
from ledger.storage.canonical import Content, canonical, digest_around, moment
from ledger.storage.reads import col
from ledger.storage.tables import AccessLog
from ledger.trail import Finding

FORM = 1
"""The version of the hashed form; a later form gets a new number and old rows keep theirs."""

SIGNED_IN = "sign-in.done"
SIGN_IN_FAILED = "sign-in.failed"
SIGN_IN_HELD = "sign-in.held"
SIGNED_OUT = "sign-out.done"
REFUSED = "access.refused"
DOWNLOADED = "file.downloaded"
PERSON_ADDED = "person.added"
PERSON_DISABLED = "person.disabled"
PERSON_ERASED = "person.erased"
PASSWORD_CHANGED = "password.changed"  # noqa: S105 - the name of an act
PASSWORD_ASKED = "password.asked"  # noqa: S105 - idem
PASSWORD_RIGHT = "sign-in.halfway"  # noqa: S105 - idem: the password was right, the second factor is asked
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
    return digest_around(
        {
            "log": "access",
            "version": FORM,
            "seq": seq,
            "at": at,
            "covenant": covenant_id,
            "person": person_id,
            "act": act,
            "subject": subject,
            "previous": previous,
        },
        "content",
        content,
    )


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
    asked = (
        select(
            col(AccessLog.seq),
            col(AccessLog.version),
            col(AccessLog.at),
            col(AccessLog.covenant_id),
            col(AccessLog.person_id),
            col(AccessLog.act),
            col(AccessLog.subject),
            col(AccessLog.content),
            col(AccessLog.previous_hash),
            col(AccessLog.hash),
        )
        .order_by(col(AccessLog.seq))
        .execution_options(yield_per=1000)
    )
    with session.execute(asked) as rows:
        return _first_wrong(rows, witness)


def _first_wrong(rows: Iterable[Any], witness: Head | None) -> list[Finding]:
    """Name the first row that is wrong; the rows behind it are left unread."""
    previous, seq = "", 0
    for row in rows:
        seq += 1
        place = f"access-log/{row.seq}"
        if row.seq != seq:
            return [Finding(f"access-log/{seq}", sentence(N_("This row is missing.")))]
        if row.version != FORM:
            return [Finding(place, sentence(N_("This row has an unknown form.")))]
        if row.previous_hash != previous:
            return [Finding(place, sentence(N_("This row does not follow from the one before.")))]
        expected = row_hash(
            seq=row.seq,
            at=moment(row.at),
            covenant_id=row.covenant_id,
            person_id=row.person_id,
            act=row.act,
            subject=row.subject,
            content=row.content,
            previous=previous,
        )
        if row.hash != expected:
            return [Finding(place, sentence(N_("What this row says does not match its hash.")))]
        if witness and row.seq == witness.seq and row.hash != witness.hash:
            return [Finding(place, sentence(N_("This row is not the one the witness saw.")))]
        previous = row.hash
    if witness and witness.seq > seq:
        return [
            Finding(f"access-log/{seq + 1}", sentence(N_("The log ends before the row the witness saw.")))
        ]
    return []
