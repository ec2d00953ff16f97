"""The trail witnesses the access log: a log that was cut short, or written anew, is named by `verify`."""

import pytest
from sqlalchemy import text

from ledger import access_log, trail, verifying
from ledger.core.language import PLAIN
from ledger.core.statements.shape import Head
from ledger.storage.canonical import Content
from ledger.storage.db import Database, Session
from tests.actions.acting import by
from tests.actions.conftest import COVENANT
from tests.storage.plain import plainly

GONE = "The log ends before this row, which act {0} on the trail saw."
OTHER = "This row is not the one that act {0} on the trail saw."
CUT = "DELETE FROM access_log WHERE seq > {0}"


def logs(database: Database, rows: int = 1, content: Content = None) -> None:
    """Write rows on the access log, as pages do: in a block of their own."""
    with database.write() as session:
        for _ in range(rows):
            access_log.append(session, now=by().now, person_id=1, act=access_log.SIGNED_IN, content=content)


def acts(database: Database, times: int = 1) -> int:
    """Write acts on the trail in one block; give the number of the first."""
    with database.write(COVENANT) as session:
        first, *_ = [_act(session) for _ in range(times)]
    return first


def _act(session: Session) -> int:
    return trail.append(session, COVENANT, by=by(), act="record.completed", subject="project/1", content={})


def notes(database: Database) -> list[tuple[int, int]]:
    """Read what was noted: the act, and the row of the log it saw."""
    with database.read() as session:
        rows = session.execute(text("SELECT trail_seq, log_seq FROM log_witness ORDER BY trail_seq"))
        return [(act, row) for act, row in rows]


def found(database: Database, log_witness: Head | None = None) -> list[tuple[str, str]]:
    """Say what is found wrong: where, and in which words."""
    with database.read() as session:
        findings = verifying.verify(session, COVENANT, None, log_witness)
    return [(each.place, PLAIN.say(each.what)) for each in findings]


def tamper(database: Database, *statements: str) -> None:
    """Change the log as somebody with every right could."""
    with database.engine.begin() as connection:
        for table in ("access_log", "log_witness"):
            for act in ("update", "delete"):
                where = "" if database.is_sqlite else f" ON {table}"
                connection.exec_driver_sql(f"DROP TRIGGER guard_{table}_{act}{where}")
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.fixture
def logged(database: Database, covenant_id: int) -> Database:
    """Give a covenant with two rows on the log."""
    logs(database, 2)
    return database


def test_the_first_act_of_a_block_notes_where_the_log_ends_if_it_moved(logged: Database) -> None:
    before = notes(logged)
    first = acts(logged, 3)
    acts(logged)
    assert notes(logged) == [*before, (first, 2)]
    logs(logged)
    again = acts(logged)
    assert notes(logged) == [*before, (first, 2), (again, 3)]
    assert found(logged) == []


def test_what_a_block_logs_itself_is_noted_by_its_next_act(logged: Database) -> None:
    with logged.write(COVENANT) as session:
        seen = []
        for _ in range(2):
            access_log.append(session, now=by().now, person_id=1, act=access_log.PERSON_ADDED)
            seen.append(_act(session))
    assert notes(logged) == [(seen[0], 3), (seen[1], 4)]


def test_an_act_before_anything_was_logged_notes_nothing(database: Database, covenant_id: int) -> None:
    acts(database)
    assert notes(database) == []
    assert found(database) == []


def test_a_log_that_was_cut_is_named_by_the_act_that_saw_more(logged: Database) -> None:
    act = acts(logged)
    tamper(logged, CUT.format(1))
    assert found(logged) == [("access-log/2", GONE.format(act))]


def test_what_came_after_the_last_act_is_for_a_witness_to_see(logged: Database) -> None:
    acts(logged)
    logs(logged)
    with logged.read() as session:
        seen = verifying.log_head(session)
    tamper(logged, CUT.format(2))
    assert found(logged) == []
    assert found(logged, seen) == [("access-log/3", "The log ends before the row the witness saw.")]


def test_a_log_that_was_cut_and_went_on_is_named(logged: Database) -> None:
    act = acts(logged)
    tamper(logged, CUT.format(1))
    logs(logged, 3, {"from": "x"})
    assert found(logged) == [("access-log/2", OTHER.format(act))]


@pytest.mark.parametrize(
    "change, words",
    [
        ("DELETE FROM log_witness", "This is missing; the trail told of it in row {0}"),
        ("UPDATE log_witness SET log_seq = 1", "This is not what the trail told in row {0}"),
    ],
)
def test_a_note_that_goes_with_what_was_cut_is_named_itself(
    logged: Database, change: str, words: str
) -> None:
    act = acts(logged)
    tamper(logged, CUT.format(1), change)
    said = dict(found(logged))
    assert words.format(act) in said[f"trail/{act}"]


@pytest.mark.parametrize(
    "row",
    [
        "SELECT 1, MAX(seq) + 1, 2, 'x' FROM trail",
        "SELECT 1, MAX(seq) + 1, 9, 'x' FROM trail",
        "SELECT 1, t.seq, l.seq, l.hash FROM trail t, access_log l WHERE t.seq = 1 AND l.seq = 2",
        "SELECT 1, 99, seq, hash FROM access_log WHERE seq = 2",
    ],
)
def test_nobody_notes_what_is_not_there_or_for_another_act(logged: Database, row: str) -> None:
    with plainly(logged, owner=True) as plain:
        answer = plain.tries(f"INSERT INTO log_witness (covenant_id, trail_seq, log_seq, log_hash) {row}")
    assert "ledger:trail-order" in answer
