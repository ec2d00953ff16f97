"""The trail: the record of every act, each row chained to the one before, and the count that proves it.

Each act on parties, rules, money, decisions or evidence appends one row in the database transaction of the
act itself, under the covenant's lock. Names and e-mail addresses never stand in it: a person is their number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledger.core.acting import By
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.shape import Head
from ledger.storage import journal
from ledger.storage.canonical import Content, canonical, digest_around, moment
from ledger.storage.reads import col
from ledger.storage.tables import Covenant, Trail

FORM = 1
"""The version of the hashed form; a later form gets a new number and old rows keep theirs."""


def row_hash(
    *,
    covenant: str,
    seq: int,
    at: str,
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
            "version": FORM,
            "covenant": covenant,
            "seq": seq,
            "at": at,
            "person": person_id,
            "act": act,
            "subject": subject,
            "previous": previous,
        },
        "content",
        content,
    )


def head(session: Session, covenant_id: int) -> Head:
    """Give the trail's head; of an empty trail it is 0 and an empty hash."""
    row = session.execute(
        select(col(Trail.seq), col(Trail.hash))
        .where(col(Trail.covenant_id) == covenant_id)
        .order_by(col(Trail.seq).desc())
        .limit(1)
    ).first()
    return Head(row.seq, row.hash) if row else Head(0, "")


def append(session: Session, covenant_id: int, *, by: By, act: str, subject: str, content: Content) -> int:
    """Write one act on the trail and give its number.

    `act` is a word like "expenditure.entered", `subject` the thing by its address, like "expenditure/12".
    An act that names the entry it booked, as "entry", is given that entry's digest beside it, as "booked".
    """
    told = canonical(_with_booking(session, covenant_id, content))
    slug = session.execute(select(col(Covenant.slug)).where(col(Covenant.id) == covenant_id)).scalar_one()
    before = head(session, covenant_id)
    seq = before.seq + 1
    at = moment(by.now)
    session.execute(
        insert(Trail).values(
            covenant_id=covenant_id,
            seq=seq,
            version=FORM,
            at=by.now,
            person_id=by.person_id,
            act=act,
            subject=subject,
            content=told,
            previous_hash=before.hash,
            hash=row_hash(
                covenant=slug,
                seq=seq,
                at=at,
                person_id=by.person_id,
                act=act,
                subject=subject,
                content=told,
                previous=before.hash,
            ),
        )
    )
    return seq


def _with_booking(session: Session, covenant_id: int, content: Content) -> Content:
    entry_id = content.get("entry") if isinstance(content, Mapping) else None
    if not isinstance(content, Mapping) or not isinstance(entry_id, int):
        return content
    ((_, booked),) = journal.digests(session, covenant_id, entry_id)
    return {**content, "booked": booked}


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be: where, and what."""

    place: str
    what: Sentence


def verify_chain(session: Session, covenant_id: int, witness: Head | None = None) -> list[Finding]:
    """Recompute the trail row by row and name the first that is wrong; empty when all is sound.

    A `witness` is a head somebody kept, from an export for instance: it shows whether the trail was cut or
    written anew since.
    """
    slug = session.execute(select(col(Covenant.slug)).where(col(Covenant.id) == covenant_id)).scalar_one()
    asked = (
        select(
            col(Trail.seq),
            col(Trail.version),
            col(Trail.at),
            col(Trail.person_id),
            col(Trail.act),
            col(Trail.subject),
            col(Trail.content),
            col(Trail.previous_hash),
            col(Trail.hash),
        )
        .where(col(Trail.covenant_id) == covenant_id)
        .order_by(col(Trail.seq))
        .execution_options(yield_per=1000)
    )
    with session.execute(asked) as rows:
        return _first_wrong(rows, slug, witness)


def _first_wrong(rows: Iterable[Any], slug: str, witness: Head | None) -> list[Finding]:
    """Name the first row that is wrong; the rows behind it are left unread."""
    previous, seq = "", 0
    for row in rows:
        seq += 1
        place = f"trail/{row.seq}"
        if row.seq != seq:
            return [Finding(f"trail/{seq}", sentence(N_("This row is missing.")))]
        if row.version != FORM:
            return [Finding(place, sentence(N_("This row has an unknown form.")))]
        if row.previous_hash != previous:
            return [Finding(place, sentence(N_("This row does not follow from the one before.")))]
        expected = row_hash(
            covenant=slug,
            seq=row.seq,
            at=moment(row.at),
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
        return [Finding(f"trail/{seq + 1}", sentence(N_("The trail ends before the row the witness saw.")))]
    return []
