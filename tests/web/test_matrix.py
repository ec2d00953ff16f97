"""The matrix: every route answers everybody, in their own covenant and in another, as is written down."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from ledger.core.statements.shape import Head
from ledger.storage.db import Database
from ledger.storage.tables import METADATA
from tests.stories.commands import on_a_copy
from tests.stories.serving import TODAY
from tests.web.matrix import WHO, Asked, Everybody, Line, lines, open_other, routes, rule_of

Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def told(demonstration: tuple[Path, Head], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Give an application on a copy of the demonstration, where another covenant is open too."""
    with on_a_copy(demonstration[0], tmp_path_factory.mktemp("matrix"), TODAY) as app:
        open_other(app)
        yield app


def _rows(app: Flask) -> Rows:
    """Read every row of every table; of a session all but its last use."""
    database: Database = app.extensions["ledger"]
    with database.engine.connect() as connection:
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


@dataclass(frozen=True)
class Answered:
    """What everybody was answered, and every row there was before anybody looked and after all had."""

    lines: dict[Asked, Line]
    before_looking: Rows
    after_looking: Rows


@pytest.fixture(scope="module")
def answered(told: Flask) -> Answered:
    """Ask everything of everybody: first every page, half an hour after they came, and then every act."""
    everybody = Everybody(told)
    for who in WHO:
        everybody.ask(who, Asked("GET", "/account"))
    before = _rows(told)
    told.config["NOW"] = lambda: TODAY.replace(minute=30)
    looking = {line.asked: _answered(everybody, line.asked) for line in lines() if line.asked.method == "GET"}
    after = _rows(told)
    acting = {line.asked: _answered(everybody, line.asked) for line in lines() if line.asked not in looking}
    return Answered(looking | acting, before, after)


def _answered(everybody: Everybody, asked: Asked) -> Line:
    """Say what everybody is answered, in their own covenant and, where it is of one, in the other."""
    other = tuple(everybody.answers(asked.elsewhere)) if asked.is_of_a_covenant else ()
    return Line(asked, tuple(everybody.answers(asked)), other)


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


def test_everybody_is_answered_as_the_matrix_says(answered: Answered) -> None:
    wrong = [f"{line}\n  answered:\n{got}" for line in lines() if (got := answered.lines[line.asked]) != line]
    assert wrong == [], "\n".join(wrong)


def test_looking_changes_nothing_but_the_access_log_and_the_last_use_of_a_session(answered: Answered) -> None:
    before, after = answered.before_looking, answered.after_looking
    assert {name for name in before if before[name] != after[name]} == {"access_log"}


def test_the_administrator_sees_no_money() -> None:
    """The administrator of a covenant sees its people and its rules."""
    of_covenant = [line for line in lines() if line.asked.is_of_a_covenant]
    seen = {line.asked.address.split("/")[2] for line in of_covenant if line.own[4] < 400}
    assert seen == {"access-log", "people", "settings"}
