"""The access log: a chain of its own, that shows where it was changed or cut."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from ledger import access_log, trail
from ledger.core.language import PLAIN
from ledger.core.statements.shape import Head
from ledger.storage import guards
from ledger.storage.db import Database
from tests.actions.acting import by

GOLDEN = "97544ad986ae5db0045aa1324d7d5ce6758d2999d86dac09c3811d1c285224d3"
"""The hash of the first row below in form 1: no later version may compute another."""


def fill(session: Session, rows: int = 3) -> None:
    """Write a few rows."""
    for number in range(rows):
        access_log.append(
            session,
            now=by().now + timedelta(minutes=number),
            person_id=number,
            act=access_log.REFUSED,
            subject=f"page/{number}",
            covenant_id=1,
            content={"path": "/valley/people", "method": "GET"},
        )


def findings(session: Session, witness: Head | None = None) -> list[tuple[str, str]]:
    """Say what is found wrong: where, and in which words."""
    return [(each.place, PLAIN.say(each.what)) for each in access_log.verify_chain(session, witness)]


def test_an_untouched_log_is_sound(session: Session, covenant_id: int) -> None:
    assert findings(session) == []
    fill(session)
    assert findings(session) == []
    assert findings(session, access_log.head(session)) == []


def test_the_first_form_of_a_row_keeps_its_hash(session: Session, covenant_id: int) -> None:
    fill(session, rows=1)
    assert access_log.head(session) == Head(1, GOLDEN)


def test_the_log_does_not_move_a_covenants_head(session: Session, covenant_id: int) -> None:
    before = trail.head(session, covenant_id)
    fill(session)
    assert trail.head(session, covenant_id) == before


@pytest.mark.parametrize(
    "change, place, words",
    [
        ("UPDATE access_log SET person_id = 9 WHERE seq = 2", "2", "does not match its hash"),
        ("UPDATE access_log SET act = 'x' WHERE seq = 1", "1", "does not match its hash"),
        ("UPDATE access_log SET subject = 'x' WHERE seq = 3", "3", "does not match its hash"),
        ("UPDATE access_log SET content = '{}' WHERE seq = 2", "2", "does not match its hash"),
        ("UPDATE access_log SET covenant_id = 0 WHERE seq = 2", "2", "does not match its hash"),
        ("UPDATE access_log SET previous_hash = 'x' WHERE seq = 2", "2", "does not follow"),
        ("UPDATE access_log SET version = 2 WHERE seq = 2", "2", "unknown form"),
        ("DELETE FROM access_log WHERE seq = 2", "2", "missing"),
        ("DELETE FROM access_log WHERE seq = 1", "1", "missing"),
    ],
)
def test_a_change_is_found_at_its_row(database: Database, change: str, place: str, words: str) -> None:
    with database.write() as session:
        fill(session)
    lower_guards(database)
    with database.write() as session:
        session.execute(text(change))
    with database.read() as session:
        ((found, said),) = findings(session)
    assert found == f"access-log/{place}"
    assert words in said


def test_a_witness_sees_that_the_log_was_cut_or_written_anew(database: Database) -> None:
    with database.write() as session:
        fill(session)
        seen = access_log.head(session)
    lower_guards(database)
    with database.write() as session:
        session.execute(text("DELETE FROM access_log WHERE seq = 3"))
    with database.read() as session:
        assert findings(session, seen) == [("access-log/3", "The log ends before the row the witness saw.")]
        assert findings(session, Head(2, "other")) == [
            ("access-log/2", "This row is not the one the witness saw.")
        ]


@pytest.mark.parametrize(
    "attack",
    [
        lambda session: session.execute(text("UPDATE access_log SET act = 'x'")),
        lambda session: session.execute(text("DELETE FROM access_log")),
    ],
)
def test_the_database_itself_keeps_the_log(
    session: Session, covenant_id: int, attack: Callable[[Session], object]
) -> None:
    fill(session)
    with pytest.raises(Exception, match="ledger:append-only"):
        attack(session)


def lower_guards(database: Database) -> None:
    """Take the guards of the log away, as somebody with every right could."""
    with database.engine.begin() as connection:
        for name in ("access_log_update", "access_log_delete"):
            where = "" if database.is_sqlite else " ON access_log"
            connection.exec_driver_sql(f"DROP TRIGGER guard_{name}{where}")
        assert guards.faults(connection)
