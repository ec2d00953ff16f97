"""Evidence: the files that show what an act rests on, kept by their SHA-256.

The bytes are kept once per covenant, however often they are evidence of something. A file's name may hold
somebody's name, so it stands in the register of evidence and not in the trail; the trail has the SHA-256.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from ledger import covenants, trail
from ledger.core.acting import By
from ledger.core.media import SoundFile, served_name
from ledger.core.numbers import NUMBERS
from ledger.core.refusals import NotFound, Refusal, WrongState, YearClosed
from ledger.core.sentences import N_, Sentence, sentence
from ledger.storage import reads
from ledger.storage.reads import col
from ledger.storage.tables import (
    BankReceipt,
    Budget,
    Contribution,
    Decision,
    Evidence,
    EvidenceFile,
    Expenditure,
    FiscalYear,
    InKind,
    Measurement,
    Obligation,
    Trail,
)
from ledger.trail import Finding

SUBJECTS: Mapping[str, type[object]] = {
    "bank": BankReceipt,
    "budget": Budget,
    "contribution": Contribution,
    "decision": Decision,
    "expenditure": Expenditure,
    "in-kind": InKind,
    "measurement": Measurement,
    "obligation": Obligation,
    "year": FiscalYear,
}
"""What there can be evidence of: the word before the number in a subject, and the table it counts in."""

DATED: Mapping[str, str] = {
    "bank": "received_on",
    "contribution": "received_on",
    "expenditure": "accounting_on",
    "in-kind": "given_on",
    "measurement": "measured_on",
    "obligation": "agreed_on",
}
"""The day by which what evidence is of belongs to a fiscal year; a budget has a year, a decision none."""

ALTERED = N_("This file no longer matches the SHA-256 it was kept under.")

_SUBJECT = re.compile("(?P<kind>[a-z-]+)/(?P<number>[1-9][0-9]{0,8})")


@dataclass(frozen=True)
class EvidenceRow:
    """A file as lists and pages show it; `size` in bytes."""

    number: int
    subject: str
    name: str
    media_type: str
    size: int
    sha256: str
    person_id: int
    recorded_at: datetime


class Fetched(NamedTuple):
    """A file to be handed out: the name to give it, what kind of file it is, and its bytes."""

    name: str
    media_type: str
    content: bytes


def add_evidence(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    subject: str,
    file: SoundFile,
    kind: str | None = None,
) -> int:
    """Keep a file as evidence of something; give its number.

    `subject` is what it shows, like "expenditure/12"; `kind` what it is, of a file of a fiscal year. The same
    file on the same subject is kept once: the first number comes back, so no request key is needed. Refuses a
    subject that does not exist; one that belongs to a closed year, unless that is open for evidence; and a
    person whose party takes no part in the covenant.
    """
    covenants.require_member(session, covenant_id, by)
    require_subject(session, covenant_id, subject, kind)
    known = session.execute(
        select(col(Evidence.id)).where(
            col(Evidence.covenant_id) == covenant_id,
            col(Evidence.subject) == subject,
            col(Evidence.sha256) == file.sha256,
        )
    ).scalar()
    if known is not None:
        return known
    if kind is None:
        require_year_takes(session, covenant_id, subject)
    _keep_file(session, covenant_id, file)
    number = reads.next_id(session, Evidence, covenant_id)
    session.execute(
        insert(Evidence).values(
            covenant_id=covenant_id,
            id=number,
            sha256=file.sha256,
            subject=subject,
            kind=kind,
            name=served_name(file.name, file.media_type),
            person_id=by.person_id,
            recorded_at=by.now,
        )
    )
    trail.append(
        session,
        covenant_id,
        by=by,
        act="evidence.added",
        subject=subject,
        content={
            "evidence": number,
            "sha256": file.sha256,
            "size": len(file.content),
            "media_type": file.media_type,
            **({"kind": kind} if kind else {}),
        },
    )
    return number


def require_subject(session: Session, covenant_id: int, subject: str, kind: str | None = None) -> None:
    """Refuse a subject there cannot be evidence of, or that does not exist in this covenant.

    What is filed with a fiscal year is of some `kind`, and nothing else is.
    """
    match = _SUBJECT.fullmatch(subject)
    table = SUBJECTS.get(match["kind"]) if match else None
    if (kind is not None) != subject.startswith("year/"):
        table = None
    if match is None or table is None or session.get(table, (covenant_id, int(match["number"]))) is None:
        raise NotFound(
            sentence(N_("There is no %(subject)s that a file could be evidence of."), subject=subject[:40])
        )


def takes_files(session: Session, covenant_id: int, subject: str, *, by: By) -> bool:
    """Say whether somebody could add evidence of something today, to offer it only then.

    Whether they may at all is for the page to know.
    """
    try:
        covenants.require_member(session, covenant_id, by)
        require_subject(session, covenant_id, subject)
        require_year_takes(session, covenant_id, subject)
    except Refusal:
        return False
    return True


def require_year_takes(session: Session, covenant_id: int, subject: str) -> None:
    """Refuse evidence of what belongs to a closed year; a year that is open for evidence takes it."""
    kind, _, number = subject.partition("/")
    column, row = DATED.get(kind), session.get(SUBJECTS[kind], (covenant_id, int(number)))
    year = getattr(row, "year", None) if kind == "budget" else None
    day = getattr(row, column) if column else None
    for one in reads.fiscal_years(session, covenant_id):
        is_own = one.year == year or (day is not None and one.starts_on <= day <= one.ends_on)
        if is_own and one.state == "closed":
            raise YearClosed(
                sentence(
                    N_("Fiscal year %(year)s is closed: no evidence is added unless the parties open it."),
                    year=one.year,
                )
            )


def add_all(session: Session, covenant_id: int, *, by: By, subject: str, files: Iterable[SoundFile]) -> None:
    """Keep several files as evidence of one thing; refuses what keeping one refuses."""
    for file in files:
        add_evidence(session, covenant_id, by=by, subject=subject, file=file)


def list_evidence(session: Session, covenant_id: int, subject: str | None = None) -> list[EvidenceRow]:
    """List the evidence of one subject, or all of it; in the order it was added."""
    return _rows(session, covenant_id, *([] if subject is None else [col(Evidence.subject) == subject]))


def evidence_of(
    session: Session, covenant_id: int, subjects: Collection[str]
) -> dict[str, list[EvidenceRow]]:
    """List the evidence of several subjects at once; a subject without any is not in it."""
    found: dict[str, list[EvidenceRow]] = {}
    for row in _rows(session, covenant_id, col(Evidence.subject).in_(subjects)):
        found.setdefault(row.subject, []).append(row)
    return found


def _rows(session: Session, covenant_id: int, *asked: ColumnElement[bool]) -> list[EvidenceRow]:
    query = (
        select(
            col(Evidence.id),
            col(Evidence.subject),
            col(Evidence.name),
            col(EvidenceFile.media_type),
            col(EvidenceFile.size),
            col(Evidence.sha256),
            col(Evidence.person_id),
            col(Evidence.recorded_at),
        )
        .join(
            EvidenceFile,
            (col(EvidenceFile.covenant_id) == Evidence.covenant_id)
            & (col(EvidenceFile.sha256) == Evidence.sha256),
        )
        .where(col(Evidence.covenant_id) == covenant_id, *asked)
        .order_by(col(Evidence.id))
    )
    return [EvidenceRow(*row) for row in session.execute(query)]


def fetch(session: Session, covenant_id: int, evidence_id: int) -> Fetched:
    """Fetch a file to hand it out; refuses one that is not there, and one whose bytes were altered.

    The name's ending is that of the kind of file, whatever it was called when it came.
    """
    row = session.get(Evidence, (covenant_id, evidence_id)) if evidence_id in NUMBERS else None
    if row is None:
        raise NotFound(sentence(N_("There is no evidence %(number)s."), number=evidence_id))
    file = session.get(EvidenceFile, (covenant_id, row.sha256))
    if file is None or hashlib.sha256(file.content).hexdigest() != file.sha256:
        raise WrongState(sentence(ALTERED))
    return Fetched(row.name, file.media_type, file.content)


def faults(session: Session, covenant_id: int) -> list[Finding]:
    """Count the evidence again: files altered or missing, and a register that differs from the trail.

    Empty when all is as it was added.
    """
    altered = set(_altered(session, covenant_id))
    told = _told(session, covenant_id)
    found: list[Finding] = []
    for number, subject, sha256 in session.execute(
        select(col(Evidence.id), col(Evidence.subject), col(Evidence.sha256))
        .where(col(Evidence.covenant_id) == covenant_id)
        .order_by(col(Evidence.id))
    ):
        if told.pop(number, None) != (subject, sha256):
            found.append(_finding(number, sentence(N_("The trail does not say that this was added."))))
        if sha256 in altered:
            found.append(_finding(number, sentence(ALTERED)))
    return found + [_finding(number, sentence(N_("This evidence is missing."))) for number in sorted(told)]


def _keep_file(session: Session, covenant_id: int, file: SoundFile) -> None:
    """Keep a file's bytes, unless this covenant has them already."""
    known = session.execute(
        select(col(EvidenceFile.size)).where(
            col(EvidenceFile.covenant_id) == covenant_id, col(EvidenceFile.sha256) == file.sha256
        )
    ).first()
    if known is None:
        session.execute(
            insert(EvidenceFile).values(
                covenant_id=covenant_id,
                sha256=file.sha256,
                media_type=file.media_type,
                size=len(file.content),
                content=file.content,
            )
        )


def _altered(session: Session, covenant_id: int) -> Iterator[str]:
    """Name the kept files that no longer match their SHA-256 or their size, a few files in memory at a time.

    A file that is gone altogether is named too.
    """
    known = session.scalars(
        select(col(Evidence.sha256)).where(col(Evidence.covenant_id) == covenant_id).distinct()
    )
    left = set(known)
    files = session.execute(
        select(col(EvidenceFile.sha256), col(EvidenceFile.size), col(EvidenceFile.content))
        .where(col(EvidenceFile.covenant_id) == covenant_id)
        .execution_options(yield_per=4)
    )
    for sha256, size, content in files:
        left.discard(sha256)
        if size != len(content) or hashlib.sha256(content).hexdigest() != sha256:
            yield sha256
    yield from sorted(left)


def _told(session: Session, covenant_id: int) -> dict[int, tuple[str, str]]:
    """Read from the trail which evidence was added: its number to its subject and SHA-256."""
    rows = session.execute(
        select(col(Trail.subject), col(Trail.content)).where(
            col(Trail.covenant_id) == covenant_id, col(Trail.act) == "evidence.added"
        )
    )
    told = ((subject, json.loads(content)) for subject, content in rows)
    return {content["evidence"]: (subject, content["sha256"]) for subject, content in told}


def _finding(number: int, what: Sentence) -> Finding:
    return Finding(f"evidence/{number}", what)
