"""The trail: each act one row, chained by hashes that anybody can compute again."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select

from ledger import trail
from ledger.contributions import record_contribution
from ledger.core.language import PLAIN
from ledger.core.statements.shape import Head
from ledger.storage.reads import col
from ledger.storage.tables import Trail
from ledger.trail import append, head, row_hash, verify_chain
from tests.actions.world import World, changed


def rows(world: World) -> list[Trail]:
    """Read the rows of the trail."""
    with world.database.read() as session:
        return list(session.scalars(select(Trail).order_by(col(Trail.seq))))


def found(world: World, witness: Head | None = None) -> list[str]:
    """Say what the count of the chain finds wrong."""
    return [f"{one.place}: {PLAIN.say(one.what)}" for one in world.asks(verify_chain, witness)]


def note(world: World, **more: Any) -> int:
    """Write something on the trail."""
    facts: dict[str, Any] = {"act": "thing.done", "subject": "thing/1", "content": {"cents": 5}, **more}
    return world.does(append, **facts)


# ---- the hashed form: version 1 --------------------------------------------------------------------

GOLDEN = [
    (
        {
            "covenant": "valley",
            "seq": 1,
            "at": "2015-06-01T12:00:00.000000Z",
            "person_id": 0,
            "act": "covenant.opened",
            "subject": "covenant/valley",
            "content": "{}",
            "written": "{}",
            "previous": "",
        },
        (
            '{"act":"covenant.opened","at":"2015-06-01T12:00:00.000000Z","content":{},"covenant":"valley",'
            '"person":0,"previous":"","seq":1,"subject":"covenant/valley","version":1,"written":{}}'
        ),
    ),
    (
        {
            "covenant": "valley",
            "seq": 12,
            "at": "2015-12-31T23:59:59.999999Z",
            "person_id": 7,
            "act": "expenditure.entered",
            "subject": "expenditure/3",
            "content": '{"description":"Café, €","gross_cents":100000}',
            "written": '{"expenditure":{"3":"' + "cd" * 32 + '"},"split":{"3/1":null}}',
            "previous": "ab" * 32,
        },
        '{"act":"expenditure.entered","at":"2015-12-31T23:59:59.999999Z",'
        '"content":{"description":"Café, €","gross_cents":100000},"covenant":"valley","person":7,"previous":"'
        + "ab" * 32
        + '","seq":12,"subject":"expenditure/3","version":1,"written":{"expenditure":{"3":"'
        + "cd" * 32
        + '"},"split":{"3/1":null}}}',
    ),
]
HASHES = [
    "c0b8b542dbdf073cb78c9d7d5de1e12e486364325145a6ee40f9b43b41da28be",
    "f4e8a4507e08a58e20cd5e10de76b4c91149e2c2090644090923c1fd6ec38d24",
]


@pytest.mark.parametrize("facts, form, expected", [(*one, h) for one, h in zip(GOLDEN, HASHES, strict=True)])
def test_a_row_is_hashed_in_a_form_that_stays_as_it_is(
    facts: dict[str, Any], form: str, expected: str
) -> None:
    assert hashlib.sha256(form.encode()).hexdigest() == expected
    assert row_hash(**facts) == expected


# ---- rows ------------------------------------------------------------------------------------------


def test_every_row_is_chained_to_the_one_before(world: World) -> None:
    note(world)
    note(world, content={"cents": 6})
    opened, first, second = rows(world)
    assert (opened.seq, opened.previous_hash, opened.act) == (1, "", "covenant.opened")
    assert (first.previous_hash, second.previous_hash) == (opened.hash, first.hash)
    assert (first.person_id, first.subject, json.loads(first.content)) == (1, "thing/1", {"cents": 5})
    assert world.asks(head) == Head(3, second.hash)
    assert found(world) == []


def test_the_trail_of_a_covenant_that_is_not_there_has_no_head(world: World) -> None:
    with world.database.read() as session:
        assert head(session, 99) == Head(0, "")


def test_a_moment_is_the_same_wherever_the_clock_stands(world: World) -> None:
    summer = timezone(timedelta(hours=2))
    note(world, by=replace(world.treasurer(), now=datetime(2015, 6, 1, 14, 0, tzinfo=summer)))
    assert rows(world)[-1].at == datetime(2015, 6, 1, 12, 0, tzinfo=UTC)
    assert found(world) == []


def test_an_act_that_booked_an_entry_tells_its_digest(world: World) -> None:
    number = world.does(record_contribution, party="vodafone", received_on=date(2015, 3, 1), amount_cents=5)
    told = [json.loads(row.content) for row in rows(world) if row.subject == f"contribution/{number}"]
    assert [(one["entry"], len(one["booked"])) for one in told] == [(world.entries()[-1], 64)]


def test_the_same_acts_give_the_same_head(world: World, empty: Any) -> None:
    other: World = empty(changed())
    for each in (world, other):
        each.receive("vodafone", 5)
    assert world.head() == other.head()


# ---- what verifying finds --------------------------------------------------------------------------


def alter(world: World, statement: str) -> None:
    """Change the trail as somebody would who got past its guards."""
    with world.database.engine.begin() as connection:
        if world.database.is_sqlite:
            connection.exec_driver_sql("DROP TRIGGER guard_trail_update")
            connection.exec_driver_sql("DROP TRIGGER guard_trail_delete")
        else:
            connection.exec_driver_sql("ALTER TABLE trail DISABLE TRIGGER USER")
        connection.exec_driver_sql(statement)


DOES_NOT_MATCH = "What this row says does not match its hash."


@pytest.mark.parametrize(
    "statement, said",
    [
        ("UPDATE trail SET content = '{\"cents\":6}' WHERE seq = 3", f"trail/3: {DOES_NOT_MATCH}"),
        ("UPDATE trail SET act = 'other.done' WHERE seq = 2", f"trail/2: {DOES_NOT_MATCH}"),
        ("UPDATE trail SET person_id = 2 WHERE seq = 2", f"trail/2: {DOES_NOT_MATCH}"),
        ("UPDATE trail SET subject = 'thing/2' WHERE seq = 4", f"trail/4: {DOES_NOT_MATCH}"),
        ("UPDATE trail SET version = 2 WHERE seq = 3", "trail/3: This row has an unknown form."),
        (
            "UPDATE trail SET previous_hash = '' WHERE seq = 3",
            "trail/3: This row does not follow from the one before.",
        ),
        ("DELETE FROM trail WHERE seq = 2", "trail/2: This row is missing."),
    ],
)
def test_the_first_row_that_is_wrong_is_named(world: World, statement: str, said: str) -> None:
    for cents in (1, 2, 3):
        note(world, content={"cents": cents})
    alter(world, statement)
    assert found(world) == [said]


def test_a_witness_shows_that_the_end_was_cut_off(world: World) -> None:
    note(world)
    witness = world.asks(trail.head)
    assert found(world, witness) == []
    alter(world, "DELETE FROM trail WHERE seq = 2")
    assert found(world) == []
    assert found(world, witness) == ["trail/2: The trail ends before the row the witness saw."]


def test_a_witness_shows_that_the_trail_was_written_anew(world: World) -> None:
    note(world)
    seen = Head(2, "0" * 64)
    assert found(world, seen) == ["trail/2: This row is not the one the witness saw."]
    note(world)
    assert found(world, seen) == ["trail/2: This row is not the one the witness saw."]
