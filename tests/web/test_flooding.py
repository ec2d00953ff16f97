"""Whoever has not signed in cannot make the access log grow at will, or keep others from their accounts."""

from collections.abc import Callable
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import func, select

from ledger import signing_in
from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import AccessLog
from tests.web.conftest import Clock
from tests.web.visitor import PASSWORD, Visitor

HERE, ONE, OTHER = "127.0.0.1", "192.0.2.7", "192.0.2.8"
NEW_PASSWORD = "a brand new password"


def logged(database: Database, act: str) -> int:
    """Count the rows of one kind on the access log."""
    with database.read() as session:
        return session.scalars(
            select(func.count()).select_from(AccessLog).where(col(AccessLog.act) == act)
        ).one()


def stranger(app: Flask, place: str = ONE) -> Visitor:
    """Give somebody who has not signed in, at a network address."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = place
    return Visitor(client)


def opens_dead_links(visitor: Visitor, number: int) -> None:
    """Open a link that never was."""
    visitor.get(f"/sign-in/link/{number:043}", status=410)


def sends_without_token(visitor: Visitor, number: int) -> None:
    """Send a form that no page of ours made."""
    visitor.client.post("/sign-in", data={"email": f"{number}@demo.example"})


def sends_from_elsewhere(visitor: Visitor, number: int) -> None:
    """Send a form from another site, to an address of one's own choice."""
    origin = {"Origin": "https://evil.example"}
    visitor.client.open(f"/nowhere/{number}", method="POST", headers=origin)


@pytest.mark.parametrize("place", [HERE, ONE])
@pytest.mark.parametrize("act", [opens_dead_links, sends_without_token, sends_from_elsewhere])
def test_of_what_a_stranger_is_refused_one_row_a_quarter_of_an_hour_is_written(
    app: Flask, database: Database, clock: Clock, act: Callable[[Visitor, int], None], place: str
) -> None:
    written, numbers = [], count()
    for each, minutes in ((place, 0), (place, 0), (place, 14), (OTHER, 0), (place, 2), (place, 0)):
        clock.forward(minutes=minutes)
        act(stranger(app, each), next(numbers))
        written.append(logged(database, "access.refused"))
    assert written == [1, 1, 1, 2, 3, 3]


def test_what_is_refused_on_another_page_is_a_row_of_its_own(app: Flask, database: Database) -> None:
    opens_dead_links(stranger(app), 1)
    sends_without_token(stranger(app), 1)
    assert logged(database, "access.refused") == 2


def test_what_somebody_who_signed_in_is_refused_is_written_each_time(
    visit: Callable[[str], Visitor], database: Database
) -> None:
    visitor = visit("treasurer")
    for _ in range(3):
        visitor.get("/valley/people", status=403)
    assert logged(database, "access.refused") == 3


def fails(visitor: Visitor, email: str) -> None:
    """Try to sign in with a wrong password."""
    visitor.get("/sign-in")
    form = dict(visitor.fields("Inloggen"))
    visitor.client.post("/sign-in", data={**form, "email": email, "password": "wrong"})


def test_attempts_that_are_held_are_told_once_for_an_address(app: Flask, database: Database) -> None:
    visitor = stranger(app)
    for _ in range(13):
        fails(visitor, "auditor@demo.example")
    assert (logged(database, "sign-in.failed"), logged(database, "sign-in.held")) == (10, 1)


def test_attempts_that_are_held_are_told_once_for_a_network(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "MOST_FROM_ONE_PLACE", 2)
    visitor = stranger(app)
    for number in range(6):
        fails(visitor, f"{number}@demo.example")
    assert (logged(database, "sign-in.failed"), logged(database, "sign-in.held")) == (2, 1)


def asks(visitor: Visitor, email: str) -> int:
    """Say that one forgot a password, and give how that was answered."""
    token = visitor.get("/sign-in").value("csrf_token", "Inloggen")
    sent = {"csrf_token": token, "email": email}
    return visitor.client.post("/sign-in/forgotten", data=sent).status_code


def test_what_is_asked_for_again_and_again_is_answered_and_not_written(
    app: Flask, database: Database, clock: Clock
) -> None:
    visitor = stranger(app)
    assert [asks(visitor, "auditor@demo.example") for _ in range(8)] == [200] * 8
    assert logged(database, "password.asked") == 5
    clock.forward(minutes=15, seconds=1)
    asks(visitor, "auditor@demo.example")
    assert logged(database, "password.asked") == 6


def test_one_network_asks_for_so_many_links_whatever_the_addresses(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "MOST_FROM_ONE_PLACE", 3)
    visitor = stranger(app)
    assert [asks(visitor, f"{number}@demo.example") for number in range(5)] == [200] * 3 + [429] * 2
    assert asks(stranger(app, OTHER), "auditor@demo.example") == 200
    assert logged(database, "password.asked") == 4


def test_a_cookie_of_a_session_that_is_over_is_told_once(app: Flask, database: Database) -> None:
    visitor = stranger(app)
    visitor.sign_in("auditor@demo.example", onward="/account")
    cookie = visitor.client.get_cookie("session")
    assert cookie is not None
    visitor.submit("Uitloggen")
    for _ in range(3):
        visitor.client.set_cookie("session", cookie.value)
        visitor.get("/sign-in")
    assert logged(database, "session.over") == 1


# ---- one's own account, from inside -----------------------------------------------------------------------


def test_failures_from_outside_keep_nobody_from_their_own_password(
    app: Flask, visit: Callable[[str], Visitor]
) -> None:
    auditor = visit("auditor")
    for _ in range(11):
        fails(stranger(app), "auditor@demo.example")
    auditor.get("/account")
    typed = {"Huidig wachtwoord": PASSWORD, "Nieuw wachtwoord": NEW_PASSWORD}
    assert auditor.submit("Wachtwoord wijzigen", typed).told


def test_the_eleventh_failure_inside_is_held_and_signing_in_is_not(
    app: Flask, visit: Callable[[str], Visitor], database: Database
) -> None:
    auditor = visit("auditor")
    for status in [422] * 10 + [429] * 2:
        auditor.get("/account")
        typed = {"Huidig wachtwoord": "wrong", "Nieuw wachtwoord": NEW_PASSWORD}
        auditor.submit("Wachtwoord wijzigen", typed, status=status)
    assert logged(database, "sign-in.held") == 1
    assert stranger(app).sign_in("auditor@demo.example", onward="/account").heading == "Uw account"
