"""Evidence: the files, handed to whoever sees what they are evidence of."""

import sys
from types import FrameType

import pytest
from flask import Flask
from sqlalchemy import Connection, event

from ledger import evidence
from ledger.core import media
from ledger.core.media import SoundFile
from ledger.storage.db import Database
from tests.web.spends import PDF, Visit, entered, world_of


@pytest.fixture
def file(database: Database) -> None:
    """Have an expenditure entered, with a file."""
    number = entered(database)
    world_of(database).does(
        evidence.add_evidence, subject=f"expenditure/{number}", file=SoundFile("invoice.pdf", PDF)
    )


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("who", ["treasurer", "vodafone", "zuyd", "auditor"])
def test_evidence_is_handed_to_whoever_sees_the_money(visit: Visit, who: str) -> None:
    answer = visit(who).client.get("/valley/evidence/1")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")


@pytest.mark.usefixtures("file")
def test_evidence_is_sent_as_a_file_and_never_shown_as_a_page(visit: Visit) -> None:
    headers = visit("auditor").client.get("/valley/evidence/1").headers
    assert headers["Content-Disposition"] == "attachment; filename=invoice.pdf"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"


@pytest.mark.usefixtures("file")
def test_evidence_of_money_is_not_for_the_administrator(visit: Visit) -> None:
    visit("administrator").get("/valley/evidence/1", status=403)


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("number", ["2", "0", "99999999999999999999"])
def test_evidence_that_is_not_there_is_not_found(visit: Visit, number: str) -> None:
    visit("auditor").get(f"/valley/evidence/{number}", status=404)


@pytest.mark.usefixtures("file")
def test_evidence_is_not_handed_to_who_has_not_signed_in(app: Flask) -> None:
    assert app.test_client().get("/valley/evidence/1").status_code == 303


def test_a_file_is_looked_through_once_and_before_anybody_has_to_wait_for_it(
    visit: Visit, database: Database
) -> None:
    """Looking through a large file takes a while, and in a block that writes all others would wait."""
    number = entered(database)
    treasurer = visit("treasurer")
    treasurer.get(f"/valley/expenditures/{number}")
    done: list[str] = []

    def watch(frame: FrameType, what: str, _: object) -> None:
        if what == "call" and frame.f_code is media.recognise.__code__:
            done.append("looked through")

    def waits(connection: Connection) -> None:
        if connection.get_execution_options().get("ledger_write"):
            done.append("writes")

    event.listen(database.engine, "begin", waits)
    sys.setprofile(watch)
    try:
        treasurer.submit("Toevoegen", files={"evidence": [("invoice.pdf", PDF)]})
    finally:
        sys.setprofile(None)
        event.remove(database.engine, "begin", waits)
    assert done.count("looked through") == 1
    assert done[0] == "looked through"
