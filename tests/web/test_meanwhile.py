"""Somebody whose session or role ends while their form is on its way changes nothing any more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask, g
from sqlalchemy import delete

from ledger import sessions as kept_sessions
from ledger.core.acting import By
from ledger.core.refusals import NotAllowed
from ledger.sessions import MARK_LENGTH
from ledger.storage import accounts
from ledger.storage.db import Database, Session
from ledger.storage.tables import WebSession
from ledger.web import account, here, sessions
from tests.web.conftest import BEGIN
from tests.web.visitor import Visitor


@pytest.fixture
def at_work(app: Flask, database: Database) -> Iterator[None]:
    """Put the treasurer in a request, as the door left them."""
    with app.test_request_context():
        with database.read() as session:
            g.person = accounts.find_account(session, "treasurer@demo.example")
            g.covenant = accounts.find_covenant(session, "valley")
            standing = accounts.roles_in(session, g.covenant.id, g.person.id)
            g.roles, g.party_id = standing.roles, standing.party_id
        with database.write() as session:
            token = sessions.start(session, g.person)
        sessions.remember(g.person, token)
        yield


def test_who_is_still_who_they_were_may_write(at_work: None) -> None:
    with here.write():
        pass


@pytest.mark.parametrize("block", [here.write, here.write_account])
def test_who_was_signed_out_meanwhile_may_not(at_work: None, block: object) -> None:
    g.person = replace(g.person, stamp=g.person.stamp - 1)
    with pytest.raises(NotAllowed, match="Your session has ended meanwhile"), block():  # type: ignore[operator]
        pass


@pytest.mark.parametrize("block", [here.write, here.write_account])
def test_whose_one_session_was_ended_from_elsewhere_may_not(
    at_work: None, database: Database, block: object
) -> None:
    by = By(g.person.id, BEGIN, BEGIN.date())
    with database.write() as session:
        kept_sessions.begin(
            session, account=g.person, token="elsewhere", browser="", now=BEGIN, limits=sessions.limits()
        )
        kept_sessions.end_one(session, by=by, mark=kept_sessions.hash_of(g.token)[:MARK_LENGTH])
    with pytest.raises(NotAllowed, match="Your session has ended meanwhile"), block():  # type: ignore[operator]
        pass


def test_a_form_on_its_way_when_its_session_is_ended_changes_nothing(
    app: Flask, visit: Callable[[str], Visitor], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner ends the thief's session after the door let the thief's form in, and before it is taken."""
    thief = visit("auditor")
    thief.get("/account")
    entering = here.write_account

    @contextmanager
    def ended_first() -> Iterator[Session]:
        with database.write() as session:
            session.execute(delete(WebSession))
        with entering() as session:
            yield session

    monkeypatch.setattr(account, "write_account", ended_first)
    page = thief.submit("Opslaan", {"Naam": "Somebody else"}, status=403)
    assert "Uw sessie is intussen" in page.words
    with database.read() as session:
        assert accounts.names_of(session, [2]) == {2: "Auditor"}


def test_whose_role_was_changed_meanwhile_may_not(at_work: None) -> None:
    g.roles = frozenset({"treasurer", "administrator"})
    with pytest.raises(NotAllowed, match="was changed meanwhile"), here.write():
        pass
