"""The matrix: every route answers everybody, in their own covenant and in another, as is written down."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection

from ledger.core.statements.shape import Head
from ledger.storage.db import Database
from ledger.storage.tables import METADATA
from tests.stories.commands import application
from tests.stories.serving import TODAY
from tests.web.matrix import OWN, Asked, Everybody, Line, lines, open_other, routes, rule_of

MAY_CHANGE = {"access_log"}


@pytest.fixture
def told(demonstration: tuple[Path, Head], tmp_path: Path) -> Iterator[Flask]:
    """Give an application on a copy of the demonstration, where another covenant is open too."""
    file = tmp_path / "ledger.sqlite"
    shutil.copyfile(demonstration[0], file)
    app = application(file)
    app.config["NOW"] = lambda: TODAY
    open_other(app)
    yield app
    database: Database = app.extensions["ledger"]
    database.dispose()


def test_every_route_stands_in_the_matrix_and_every_line_has_its_route(told: Flask) -> None:
    written = {(line.asked.method, rule_of(told, line.asked)) for line in lines()}
    missing = sorted(set(routes(told)) - written)
    assert missing == [], "write a line for each in tests/web/matrix.txt"


def test_every_line_says_what_everybody_is_answered() -> None:
    short = [
        str(line)
        for line in lines()
        if len(line.own) != 5 or len(line.other) != (5 if line.asked.is_of_a_covenant else 0)
    ]
    assert short == []


def test_nobody_takes_part_elsewhere() -> None:
    """Whatever is asked of a covenant one takes no part in, it is not there."""
    assert {line.other for line in lines() if line.asked.is_of_a_covenant} == {(303, 404, 404, 404, 404)}


def test_everybody_is_answered_as_the_matrix_says(told: Flask) -> None:
    everybody = Everybody(told)
    found = [
        Line(
            line.asked,
            tuple(everybody.answers(line.asked)),
            tuple(everybody.answers(line.asked.elsewhere)) if line.asked.is_of_a_covenant else (),
        )
        for line in lines()
    ]
    wrong = [f"{line}\n  answered:\n{got}" for line, got in zip(lines(), found, strict=True) if line != got]
    assert wrong == [], "\n".join(wrong)


def test_the_administrator_sees_no_money() -> None:
    """The administrator of a covenant sees its people and its rules."""
    of_covenant = [line for line in lines() if line.asked.is_of_a_covenant]
    seen = {line.asked.address.split("/")[2] for line in of_covenant if line.own[4] < 400}
    assert seen == {"people", "settings"}


def test_looking_changes_nothing_but_the_access_log_and_the_last_use_of_a_session(told: Flask) -> None:
    everybody = Everybody(told)
    for who in ("nobody", "treasurer", "partner", "auditor", "administrator"):
        everybody.ask(who, Asked("GET", "/account"))
    database: Database = told.extensions["ledger"]
    with database.engine.connect() as connection:
        before = _rows(connection)
    told.config["NOW"] = lambda: TODAY.replace(minute=30)
    asked = [line.asked for line in lines() if line.asked.method == "GET"]
    for each in asked:
        list(everybody.answers(each))
    with database.engine.connect() as connection:
        after = _rows(connection)
    assert [name for name in before if before[name] != after[name] and name not in MAY_CHANGE] == []
    assert len(asked) > 40
    assert before["access_log"] != after["access_log"]
    assert OWN in str(asked)


def _rows(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Read every row of every table; of a session all but its last use."""
    return {
        name: [
            tuple(row)
            for row in connection.execute(
                table.select().with_only_columns(
                    *(column for column in table.columns if column.name != "last_used_at")
                )
            )
        ]
        for name, table in METADATA.tables.items()
    }
