"""A new password is hashed before the block that keeps it: hashing takes a while, and all would wait."""

from collections.abc import Callable, Iterator

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection, event

from ledger import links, passwords
from ledger.core.acting import COMMAND_LINE, By
from ledger.storage.db import Database
from tests.web.conftest import BEGIN
from tests.web.visitor import PASSWORD, Visitor

NEW = "a brand new password"


@pytest.fixture
def under_the_lock(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Tell for each password that is hashed whether somebody was writing just then."""
    writing: list[Connection] = []
    told: list[bool] = []

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("ledger_write"):
            writing.append(connection)

    def end(_connection: Connection) -> None:
        writing.clear()

    class Hasher(PasswordHasher):
        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            told.append(bool(writing))
            return super().hash(password, salt=salt)

    monkeypatch.setattr(passwords, "HASHER", Hasher(time_cost=1, memory_cost=8, parallelism=1))
    listened = {"begin": begin, "commit": end, "rollback": end}
    for name, note in listened.items():
        event.listen(database.engine, name, note)
    yield told
    for name, note in listened.items():
        event.remove(database.engine, name, note)


def test_of_ones_own(visit: Callable[[str], Visitor], under_the_lock: list[bool]) -> None:
    visitor = visit("auditor")
    visitor.get("/account")
    page = visitor.submit("Wachtwoord wijzigen", {"password-old": PASSWORD, "password-new": NEW})
    assert page.told
    assert under_the_lock == [False]


def test_by_a_link(visitor: Visitor, database: Database, under_the_lock: list[bool]) -> None:
    with database.write() as session:
        by = By(COMMAND_LINE, BEGIN, BEGIN.date())
        links.make(session, by=by, person_id=2, token="t", purpose="reset")
    visitor.get("/sign-in/link/t")
    visitor.submit("Wachtwoord instellen", {"password": NEW})
    assert under_the_lock == [False]
