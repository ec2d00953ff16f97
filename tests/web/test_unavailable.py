"""While the database is away, busy for too long or full, pages say so: 503, and nothing half done is left."""

import json
import resource
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from ledger.storage import db, standing
from ledger.storage.db import Database, sqlite_driver
from tests.web.attacking import rows
from tests.web.visitor import Page, Visitor

LONG = "A project that is told at length. " * 55
Trouble = Callable[[Database], Any]


def file_of(database: Database) -> Path:
    return Path(str(database.engine.url.database))


@contextmanager
def away(database: Database) -> Iterator[None]:
    """Take the file away."""
    file, elsewhere = file_of(database), file_of(database).with_suffix(".away")
    database.dispose()
    file.rename(elsewhere)
    file.mkdir()
    try:
        yield
    finally:
        database.dispose()
        file.rmdir()
        elsewhere.rename(file)


@contextmanager
def busy(database: Database) -> Iterator[None]:
    """Have somebody else begin to write and not end."""
    database.dispose()
    with closing(sqlite_driver().connect(file_of(database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
    database.dispose()


@contextmanager
def full(database: Database) -> Iterator[None]:
    """Let the database grow no further."""

    def stop_growing(connection: Any, _record: Any) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    database.dispose()
    event.listen(database.engine, "connect", stop_growing)
    try:
        yield
    finally:
        event.remove(database.engine, "connect", stop_growing)
        database.dispose()


@contextmanager
def small_files(most: int) -> Iterator[None]:
    """Let no file of this process become larger than so many bytes."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nobody."""
    monkeypatch.setattr(db, "BUSY_SECONDS", 0)
    monkeypatch.setattr(standing, "PATIENCE_SECONDS", 0)


def save(visitor: Visitor, status: int) -> Page:
    """Send the form of one's account, which is large enough to need room."""
    return visitor.submit("Opslaan", {"Naam": "Another name"}, status=status)


@pytest.mark.parametrize(
    "happening, words",
    [(away, "antwoordt niet"), (busy, "schrijven anderen in de kas"), (full, "geen ruimte meer")],
)
def test_a_form_is_answered_by_a_plain_page_and_is_taken_when_it_is_over(
    database: Database, visit: Callable[[str], Visitor], happening: Trouble, words: str
) -> None:
    """What is typed is too long for the room that is left in the file; what fell due was booked before."""
    visitor = visit("treasurer")
    visitor.get("/valley/projects/new")
    visitor.submit("Toevoegen", {"name": "A project", "line": "placement", "about": "Short."})
    visitor.get("/valley/projects/new")
    typed = {"name": "Another project", "line": "placement", "about": LONG}
    sent = [(name, typed.get(name, value)) for name, value in visitor.fields("Toevoegen")]
    before = rows(database)
    with happening(database):
        page = visitor.send("/valley/projects/new", sent, status=503)
    assert page.heading == "De kas is niet beschikbaar"
    assert words in page.words
    assert "het telt één keer" in page.words
    assert page.headers["Retry-After"] == "15"
    assert rows(database) == before
    visitor.send("/valley/projects/new", sent)
    assert [row[2] for row in rows(database)["project"]] == ["a-project", "another-project"]


@pytest.mark.parametrize("happening, kind", [(away, "database"), (busy, "busy")])
def test_who_runs_the_ledger_is_told(
    app: Flask,
    database: Database,
    visit: Callable[[str], Visitor],
    happening: Trouble,
    kind: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    visitor = visit("auditor")
    visitor.get("/account")
    with happening(database):
        save(visitor, 503)
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in told] == ["database", "request"]
    assert told[0]["trouble"] == kind
    assert told[0]["code"].startswith("SQLITE_")


@pytest.mark.parametrize("happening, fault", [(away, "database"), (busy, "busy")])
def test_healthz_tells_so_too(app: Flask, database: Database, happening: Trouble, fault: str) -> None:
    client = app.test_client()
    with happening(database):
        answer = client.get("/healthz")
    assert answer.json is not None
    assert (answer.status_code, answer.json["status"], answer.json["faults"]) == (503, "fault", [fault])
    assert client.get("/healthz").status_code == 200


def test_healthz_tells_when_the_file_could_not_grow(app: Flask, database: Database) -> None:
    with small_files(file_of(database).stat().st_size):
        answer = app.test_client().get("/healthz")
    assert answer.json is not None
    assert (answer.status_code, answer.json["faults"]) == (503, ["full"])


def test_somebody_turned_away_while_nothing_can_be_logged_is_told_the_ledger_is_not_available(
    app: Flask, database: Database, visit: Callable[[str], Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    visitor = visit("auditor")
    visitor.get("/account")
    with busy(database):
        visitor.get("/valley/people", status=503)
