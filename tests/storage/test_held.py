"""What the trail holds of the tables: one form of a row, and every row that is written noted for it."""

import hashlib
import json
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from ledger import trail
from ledger.storage import written
from ledger.storage.db import Database
from ledger.storage.held import EXCUSED, NOUNS, held
from ledger.storage.reads import col
from ledger.storage.tables import METADATA, Instalment, Project, Trail
from tests.actions.acting import by
from tests.actions.world import World

PROJECT: dict[str, Any] = {
    "covenant_id": 1, "id": 1, "slug": "work", "name": 'Werk "één"', "line_id": 2, "about": "",
    "starts_on": None, "ends_on": date(2016, 12, 31),
}  # fmt: skip
FORM = '{"about":"","ends_on":"2016-12-31","id":1,"line_id":2,"name":"Werk \\"één\\"","slug":"work"}'
"""A row as it is digested: no later version may digest it otherwise."""


def digests(session: Session, table: str) -> dict[str, str]:
    """Digest every row of a table."""
    return dict(held()[table].digests(session, 1))


# ---- the form of a row -----------------------------------------------------------------------------------


def test_a_row_is_digested_in_a_form_that_stays_as_it_is(session: Session, covenant_id: int) -> None:
    session.execute(insert(Project).values(PROJECT))
    expected = hashlib.sha256(FORM.encode()).hexdigest()
    assert expected == "46a1b1063836a2d198c9e9fac5393d006805fcb412da682c616e3cc3a269401e"
    assert digests(session, "project") == {"1": expected}
    assert held()["project"].digest(session, 1, (1,)) == ("1", expected)


def test_a_row_that_is_gone_has_no_digest(session: Session, covenant_id: int) -> None:
    assert held()["split"].digest(session, 1, (12, 3)) == ("12/3", None)
    assert held()["covenant"].digest(session, 99, ()) == ("", None)


def test_the_covenant_is_held_itself(session: Session, covenant_id: int) -> None:
    assert list(digests(session, "covenant")) == [""]
    assert held()["covenant"].place("") == "covenant"


# ---- which tables ----------------------------------------------------------------------------------------


def test_every_table_of_a_covenant_is_held_or_excused_with_a_reason() -> None:
    of_covenant = {table.name for table in METADATA.sorted_tables if "covenant_id" in table.columns}
    assert set(held()) == (of_covenant | {"covenant"}) - set(EXCUSED)
    assert set(EXCUSED) <= of_covenant
    assert all(len(reason) > 10 for reason in EXCUSED.values())


def test_every_table_that_is_held_has_a_noun_for_its_rows() -> None:
    """A new table fails here until somebody has decided where its rows belong and what they are called."""
    assert set(held()) - set(NOUNS) == set()


# ---- what was written ------------------------------------------------------------------------------------


def note(session: Session) -> dict[str, dict[str, str | None]]:
    """Take what was written, as the trail does."""
    return written.take(session, 1)


def test_rows_are_noted_however_they_are_written(session: Session, covenant_id: int) -> None:
    assert note(session) == {}
    session.add(Project(**{**PROJECT, "id": 2, "slug": "two"}))
    session.execute(insert(Project).values(PROJECT))
    session.execute(insert(Project), [{**PROJECT, "id": each, "slug": f"more-{each}"} for each in (3, 4)])
    session.execute(insert(Project).values(**{**PROJECT, "id": 5, "slug": "five"}))
    told = note(session)
    assert told == {"project": digests(session, "project")}
    assert len(told["project"]) == 5
    assert note(session) == {}


def test_changed_rows_are_noted_as_they_stand_in_the_end(session: Session, covenant_id: int) -> None:
    session.execute(insert(Project).values(PROJECT))
    first = note(session)
    session.execute(update(Project).where(col(Project.slug) == "work").values(about="Changed"))
    second = note(session)
    row = session.get_one(Project, (1, 1), populate_existing=True)
    row.about = "Changed again"
    third = note(session)
    assert [list(each) for each in (first, second, third)] == [["project"]] * 3
    assert len({each["project"]["1"] for each in (first, second, third)}) == 3
    assert third["project"] == digests(session, "project")


def test_rows_taken_away_are_noted_as_gone(session: Session, covenant_id: int) -> None:
    session.execute(insert(Project).values(PROJECT))
    note(session)
    session.execute(delete(Instalment).where(col(Instalment.id) == 99))
    assert note(session) == {}


def test_what_another_covenant_wrote_waits_for_its_own_act(session: Session, covenant_id: int) -> None:
    session.execute(insert(Project).values(PROJECT))
    assert written.take(session, 2) == {}
    assert not written.waits(session, 2)
    assert written.waits(session, 1)


def test_tables_that_are_not_held_are_not_noted(session: Session, covenant_id: int) -> None:
    trail.append(session, 1, by=by(), act="x", subject="x", content={})
    assert not written.waits(session, 1)


# ---- what the trail tells of it --------------------------------------------------------------------------


def test_what_is_written_after_the_last_act_is_told_at_the_blocks_end(
    database: Database, covenant_id: int
) -> None:
    with database.write(1) as session:
        trail.append(session, 1, by=by(), act="x", subject="project/work", content={})
        session.execute(insert(Project).values(PROJECT))
    with database.read() as session:
        rows = session.execute(select(col(Trail.act), col(Trail.subject), col(Trail.written))).all()
        assert [tuple(row[:2]) for row in rows[1:]] == [
            ("x", "project/work"),
            ("record.completed", "project/work"),
        ]
        assert json.loads(rows[1].written) == {}
        assert json.loads(rows[2].written) == {"project": digests(session, "project")}


def test_every_act_tells_itself_of_what_it_wrote(lived: World) -> None:
    """What comes after an act is told all the same, but a reader should find it with the act."""
    with lived.database.read() as session:
        acts = set(session.scalars(select(col(Trail.act)).where(col(Trail.covenant_id) == 1)))
    assert "record.completed" not in acts
