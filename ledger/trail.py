"""The trail: the record of every act, each row chained to the one before, and the count that proves it.

Each act on parties, rules, money, decisions or evidence appends one row in the database transaction of the
act itself, under the covenant's lock. Names and e-mail addresses never stand in it: a person is their number.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from ledger.core.acting import By
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.shape import Head
from ledger.storage import journal, reads, witnessing, written
from ledger.storage.canonical import Content, canonical, kept_moment, moment, quoted
from ledger.storage.reads import col
from ledger.storage.tables import Trail

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
    written: str,
    previous: str,
) -> str:
    """Compute the hash of one row in form 1: SHA-256 over the canonical JSON of all it says.

    `at` is UTC to the microsecond, `content` and `written` in canonical form already, `previous` the hash of
    the row before ("" for the first).
    """
    form = (
        f'{{"act":{quoted(act)},"at":{quoted(at)},"content":{content},"covenant":{quoted(covenant)}'
        f',"person":{person_id},"previous":{quoted(previous)},"seq":{seq},"subject":{quoted(subject)}'
        f',"version":{FORM},"written":{written}}}'
    )
    return hashlib.sha256(form.encode()).hexdigest()


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
    """Write one act on the trail and give its number; with it goes the digest of every row it wrote.

    `act` is a word like "expenditure.entered", `subject` the thing by its address, like "expenditure/12".
    An act that names the entry it booked, as "entry", is given that entry's digest beside it, as "booked".
    What the session writes after its last act is told at the end of the block, as "record.completed". The
    first act of a block notes where the access log ends.
    """
    before = head(session, covenant_id)
    seq = before.seq + 1
    witnessing.note(session, covenant_id, seq)
    rows = written.take(session, covenant_id)
    told = canonical(_with_booking(session, covenant_id, content))
    digests = canonical(rows)
    slug = reads.slug(session, covenant_id)
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
            written=digests,
            previous_hash=before.hash,
            hash=row_hash(
                covenant=slug,
                seq=seq,
                at=at,
                person_id=by.person_id,
                act=act,
                subject=subject,
                content=told,
                written=digests,
                previous=before.hash,
            ),
        )
    )
    written.at_end(session, f"trail/{covenant_id}", lambda end: _complete(end, covenant_id, by, subject))
    return seq


def _complete(session: Session, covenant_id: int, by: By, subject: str) -> None:
    """Tell of what was written after the last act, so that nothing stays untold."""
    if written.waits(session, covenant_id):
        append(session, covenant_id, by=by, act="record.completed", subject=subject, content={})


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


Link = tuple[int, bool, str, str, str]
"""A row of a chain: its number, whether its form is known, the hash before, its own and what that must be."""


def verify_chain(session: Session, covenant_id: int, witness: Head | None = None) -> list[Finding]:
    """Recompute the trail row by row and name the first that is wrong; empty when all is sound.

    A `witness` is a head somebody kept, from an export for instance: it shows whether the trail was cut or
    written anew since.
    """
    slug = reads.slug(session, covenant_id)
    found = _proved(session, covenant_id, slug, witness)
    opened = session.execute(
        select(col(Trail.subject)).where(col(Trail.covenant_id) == covenant_id, col(Trail.seq) == 1)
    ).scalar()
    first = str(opened).removeprefix("covenant/")
    if found and first != slug and _proved(session, covenant_id, first, witness) == []:
        return [Finding("covenant", sentence(N_("It was opened as %(slug)s."), slug=first))]
    return found


def _proved(session: Session, covenant_id: int, slug: str, witness: Head | None) -> list[Finding]:
    with session.execute(_CHAIN, {"covenant": covenant_id}) as rows:
        return first_wrong(_chained(reads.in_parts(rows), slug), "trail", witness)


_CHAIN = text("""
    SELECT seq, version, at, person_id, act, subject, content, written, previous_hash, hash
    FROM trail WHERE covenant_id = :covenant ORDER BY seq
    """).execution_options(yield_per=5000)


def _chained(rows: Iterable[tuple[Any, ...]], slug: str) -> Iterator[Link]:
    for seq, version, at, person_id, act, subject, content, digests, previous, hashed in rows:
        expected = row_hash(
            covenant=slug,
            seq=seq,
            at=kept_moment(at),
            person_id=person_id,
            act=act,
            subject=subject,
            content=content,
            written=digests,
            previous=previous,
        )
        yield seq, version == FORM, previous, hashed, expected


ENDS_BEFORE = {
    "trail": N_("The trail ends before the row the witness saw."),
    "access-log": N_("The log ends before the row the witness saw."),
}


def first_wrong(links: Iterable[Link], chain: str, witness: Head | None) -> list[Finding]:
    """Name the first row of a chain that is wrong; the rows behind it are left unread."""
    last, count = "", 0
    for seq, known, previous, hashed, expected in links:
        count += 1
        place = f"{chain}/{seq}"
        if seq != count:
            return [Finding(f"{chain}/{count}", sentence(N_("This row is missing.")))]
        if not known:
            return [Finding(place, sentence(N_("This row has an unknown form.")))]
        if previous != last:
            return [Finding(place, sentence(N_("This row does not follow from the one before.")))]
        if hashed != expected:
            return [Finding(place, sentence(N_("What this row says does not match its hash.")))]
        if witness and seq == witness.seq and hashed != witness.hash:
            return [Finding(place, sentence(N_("This row is not the one the witness saw.")))]
        last = hashed
    if witness and witness.seq > count:
        return [Finding(f"{chain}/{count + 1}", sentence(ENDS_BEFORE[chain]))]
    return []
