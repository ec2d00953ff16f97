"""Files as evidence."""

import hashlib

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from ledger.core.media import LARGEST, SoundFile
from ledger.core.refusals import NotFound, WrongState
from ledger.evidence import add_evidence, faults, fetch, list_evidence
from ledger.indicators import add_measurement
from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import EvidenceFile
from ledger.trail import head
from tests.actions.acting import TODAY, by
from tests.actions.told import all_told, told
from tests.outcomes import name_of, outcome
from tests.papers import JPEG, PDF, PNG, XML

SHOWN = "measurement/1"


def _count(session: Session, covenant_id: int, value: int = 5100) -> str:
    """Record a measurement, of which there can then be evidence; give its subject."""
    number = add_measurement(
        session, covenant_id, by=by(), indicator="jobs", measured_on=TODAY, value=value, source="Census"
    )
    return f"measurement/{number}"


@pytest.mark.parametrize(
    "name,content,expected",
    [
        ("invoice.pdf", PDF, ("invoice.pdf", "application/pdf")),
        ("invoice.exe", PDF, ("invoice.exe.pdf", "application/pdf")),
        ("drawing", PNG, ("drawing.png", "image/png")),
        ("photo.JPG", JPEG, ("photo.jpg", "image/jpeg")),
        ("in  voice.xml", XML, ("in voice.xml", "application/xml")),
        ("../../etc/passwd", PNG, "Malformed evidence"),
        ("C:\\photo.JPG", JPEG, "Malformed evidence"),
        ("in\r\nvoice.xml", XML, "Malformed evidence"),
        ("", PDF, ("file.pdf", "application/pdf")),
        ("empty.pdf", b"", "Malformed evidence"),
        ("words.pdf", b"words", "Malformed evidence"),
        ("bomb.xml", b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "Malformed evidence"),
        ("broken.xml", b"<a>", "Malformed evidence"),
        ("large.pdf", PDF.ljust(LARGEST), ("large.pdf", "application/pdf")),
        ("large.pdf", PDF.ljust(LARGEST + 1), "Malformed evidence"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_comes_back_as_what_it_is_and_byte_for_byte(
    session: Session, covenant_id: int, name: str, content: bytes, expected: tuple[str, str] | str
) -> None:
    subject = _count(session, covenant_id)

    got = outcome(
        lambda: add_evidence(session, covenant_id, by=by(), subject=subject, file=SoundFile(name, content))
    )

    if isinstance(got, int):
        assert fetch(session, covenant_id, got) == (*expected, content)
    else:
        assert name_of(got) == expected


@pytest.mark.parametrize(
    "subject,expected",
    [
        (SHOWN, "accepted"),
        ("measurement/2", "NotFound"),
        ("measurement/0", "NotFound"),
        ("measurement/01", "NotFound"),
        ("measurement/99999999999999999999", "NotFound"),
        ("measurement/", "NotFound"),
        ("expenditure/1", "NotFound"),
        ("in-kind/1", "NotFound"),
        ("decision/1", "NotFound"),
        ("budget/1", "NotFound"),
        ("contribution/1", "NotFound"),
        ("obligation/1", "NotFound"),
        ("covenant/1", "NotFound"),
        ("", "NotFound"),
        ("measurement/1\n", "NotFound"),
    ],
)
def test_evidence_shows_something_that_exists(
    session: Session, covenant_id: int, subject: str, expected: str
) -> None:
    _count(session, covenant_id)

    got = outcome(
        lambda: add_evidence(session, covenant_id, by=by(), subject=subject, file=SoundFile("a.pdf", PDF))
    )

    assert name_of(got) == expected


def test_the_same_file_twice_on_the_same_subject_stays_the_first(session: Session, covenant_id: int) -> None:
    subject = _count(session, covenant_id)
    first = add_evidence(session, covenant_id, by=by(), subject=subject, file=SoundFile("a.pdf", PDF))
    before = head(session, covenant_id)

    again = add_evidence(session, covenant_id, by=by(), subject=subject, file=SoundFile("b.pdf", PDF))

    assert again == first
    assert [row.name for row in list_evidence(session, covenant_id, subject)] == ["a.pdf"]
    assert head(session, covenant_id) == before


def test_a_file_that_shows_two_things_is_kept_once(session: Session, covenant_id: int) -> None:
    for value in (1, 2):
        subject = _count(session, covenant_id, value)
        add_evidence(session, covenant_id, by=by(), subject=subject, file=SoundFile("a.pdf", PDF))

    assert session.execute(select(func.count()).select_from(EvidenceFile)).scalar() == 1
    assert [(row.number, row.subject) for row in list_evidence(session, covenant_id)] == [
        (1, "measurement/1"),
        (2, "measurement/2"),
    ]


def test_the_trail_holds_the_hash_and_not_the_name(session: Session, covenant_id: int) -> None:
    subject = _count(session, covenant_id)

    add_evidence(session, covenant_id, by=by(), subject=subject, file=SoundFile("Sole Trader.pdf", PDF))

    sha256 = hashlib.sha256(PDF).hexdigest()
    assert told(session, subject)[1] == (
        "evidence.added",
        {"evidence": 1, "sha256": sha256, "size": len(PDF), "media_type": "application/pdf"},
    )
    assert "Sole Trader" not in all_told(session)


def test_evidence_is_listed_with_what_pages_show(session: Session, covenant_id: int) -> None:
    subject = _count(session, covenant_id)
    add_evidence(session, covenant_id, by=by(), subject=subject, file=SoundFile("a.pdf", PDF))

    (row,) = list_evidence(session, covenant_id, subject)

    assert (row.number, row.subject, row.name, row.media_type) == (1, subject, "a.pdf", "application/pdf")
    assert (row.size, row.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert (row.person_id, row.recorded_at) == (1, by().now)
    assert list_evidence(session, covenant_id, "expenditure/1") == []


@pytest.mark.parametrize("number", [1, 0, 10**30])
def test_evidence_that_is_not_there_is_not_found(session: Session, covenant_id: int, number: int) -> None:
    with pytest.raises(NotFound):
        fetch(session, covenant_id, number)


def _without_guards(database: Database, statement: str) -> None:
    """Change the record as only somebody can who switches its guards off first."""
    with database.engine.connect() as connection, connection.begin():
        for table in ("evidence", "evidence_file"):
            if database.is_sqlite:
                for act in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER guard_{table}_{act}")
            else:
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        connection.execute(text(statement), {"bytes": b"%PDF-1.7 altered"} if ":bytes" in statement else {})


@pytest.mark.parametrize(
    "statement,found",
    [
        ("SELECT 1", []),
        ("UPDATE evidence SET name = 'b.pdf'", []),
        (
            "UPDATE evidence_file SET content = :bytes",
            ["ALTERED evidence/1", "ALTERED evidence/2"],
        ),
        ("UPDATE evidence_file SET size = size + 1", ["ALTERED evidence/1", "ALTERED evidence/2"]),
        ("UPDATE evidence SET subject = 'measurement/9' WHERE id = 2", ["UNTOLD evidence/2"]),
        ("UPDATE evidence SET id = 3 WHERE id = 2", ["UNTOLD evidence/3", "MISSING evidence/2"]),
        ("DELETE FROM evidence WHERE id = 1", ["MISSING evidence/1"]),
    ],
)
def test_evidence_that_was_tampered_with_is_found(
    database: Database, covenant_id: int, statement: str, found: list[str]
) -> None:
    with database.write(covenant_id) as session:
        for value in (1, 2):
            subject = _count(session, covenant_id, value)
            add_evidence(session, covenant_id, by=by(), subject=subject, file=SoundFile("a.pdf", PDF))
    _without_guards(database, statement)

    with database.read() as session:
        findings = faults(session, covenant_id)

    words = {"This file no": "ALTERED", "The trail doe": "UNTOLD", "This evidence": "MISSING"}
    assert [
        f"{next(word for start, word in words.items() if str(one.what).startswith(start))} {one.place}"
        for one in findings
    ] == found


def test_an_altered_file_is_not_handed_out(database: Database, covenant_id: int) -> None:
    with database.write(covenant_id) as session:
        subject = _count(session, covenant_id)
        add_evidence(session, covenant_id, by=by(), subject=subject, file=SoundFile("a.pdf", PDF))
    _without_guards(database, "UPDATE evidence_file SET content = :bytes")

    with database.read() as session, pytest.raises(WrongState):
        fetch(session, covenant_id, 1)


def test_bytes_are_kept_under_their_own_hash(session: Session, covenant_id: int) -> None:
    subject = _count(session, covenant_id)
    for content in (PDF, PNG, JPEG, XML):
        add_evidence(session, covenant_id, by=by(), subject=subject, file=SoundFile("a", content))

    kept = session.execute(select(col(EvidenceFile.sha256), col(EvidenceFile.content))).all()

    assert {sha256 for sha256, _ in kept} == {hashlib.sha256(content).hexdigest() for _, content in kept}
    assert len(kept) == 4
