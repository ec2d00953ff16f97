"""Sessions: kept in the database, seen and ended by their owner, and over after a while."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from ledger import people
from ledger.core.acting import COMMAND_LINE, By
from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import AccessLog, WebSession
from ledger.web.sessions import TOKEN
from tests.web.conftest import BEGIN, Clock
from tests.web.visitor import PASSWORD, Visitor

CLERK = By(COMMAND_LINE, BEGIN, BEGIN.date())
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
ADDRESS = "auditor@demo.example"


def kept(database: Database) -> list[WebSession]:
    """List the sessions that stand in the database."""
    with database.read() as session:
        return list(session.scalars(select(WebSession).order_by(col(WebSession.started_at))))


def arrived(app: Flask, agent: str = "") -> Visitor:
    """Let the auditor sign in on a browser."""
    client = app.test_client()
    if agent:
        client.environ_base["HTTP_USER_AGENT"] = agent
    visitor = Visitor(client)
    visitor.sign_in(ADDRESS, onward="/account")
    return visitor


def token_of(visitor: Visitor) -> str:
    """Give the token a browser keeps."""
    with visitor.client.session_transaction() as cookie:
        return str(cookie.get(TOKEN, ""))


@pytest.mark.parametrize(
    "minutes, is_over",
    [([119], False), ([120], True), ([100, 100], False), ([100] * 7 + [19], False), ([100] * 7 + [20], True)],
)
def test_a_session_is_over_when_it_was_not_used_and_after_half_a_day(
    app: Flask, clock: Clock, minutes: list[int], is_over: bool
) -> None:
    visitor = arrived(app)
    page = visitor.get("/account")
    for each in minutes:
        clock.forward(minutes=each)
        page = visitor.get("/account")
    assert page.heading == ("Inloggen" if is_over else "Uw account")


def test_how_long_sessions_last_is_a_setting(app: Flask, clock: Clock) -> None:
    app.config.update(SESSION_IDLE_MINUTES=5, SESSION_HOURS=1)
    visitor = arrived(app)
    clock.forward(minutes=4)
    assert visitor.get("/account").heading == "Uw account"
    clock.forward(minutes=5)
    assert visitor.get("/account").heading == "Inloggen"


def test_only_a_hash_of_the_token_is_kept(app: Flask, database: Database) -> None:
    token = token_of(arrived(app))
    (row,) = kept(database)
    assert len(token) == 43
    assert token not in str(row.model_dump())


def test_every_sign_in_has_a_new_token_and_ends_the_one_before_on_this_browser(
    app: Flask, database: Database
) -> None:
    visitor = arrived(app)
    first = token_of(visitor)
    with visitor.client.session_transaction() as cookie:
        cookie[TOKEN] = "chosen-by-somebody-else"
    visitor.sign_in(ADDRESS, onward="/account")
    second = token_of(visitor)
    assert len({first, second, "chosen-by-somebody-else"}) == 3
    visitor.submit("Uitloggen")
    assert len(kept(database)) == 1


def test_a_cookie_that_was_copied_is_of_no_use_after_signing_out(app: Flask, database: Database) -> None:
    visitor = arrived(app)
    cookie = visitor.client.get_cookie("session")
    assert cookie is not None
    visitor.submit("Uitloggen")
    thief = Visitor(app.test_client())
    thief.client.set_cookie("session", cookie.value)
    assert thief.get("/account").heading == "Inloggen"
    with database.read() as session:
        acts = session.scalars(select(col(AccessLog.act)).order_by(col(AccessLog.seq).desc())).all()
    assert acts[0] == "session.over"


def test_one_sees_where_one_is_signed_in_and_ends_it_from_afar(app: Flask, clock: Clock) -> None:
    there = arrived(app, FIREFOX)
    clock.forward(minutes=10)
    here = arrived(app, EDGE)
    page = here.get("/account")
    rows = page.rows("Waar u bent ingelogd")
    assert [row[0] for row in rows] == ["Browser", "Edge, Windows", "Firefox, Linux"]
    assert [row[3] for row in rows] == ["Sessie", "deze", "Beëindigen"]
    assert here.submit("Beëindigen").told == ["De sessie is beëindigd."]
    assert there.get("/account").heading == "Inloggen"
    assert here.get("/account").heading == "Uw account"


def test_nobody_ends_somebody_elses_session(
    app: Flask, visit: Callable[[str], Visitor], database: Database
) -> None:
    arrived(app)
    (row,) = kept(database)
    treasurer = visit("treasurer")
    page = treasurer.get("/account")
    token = ("csrf_token", page.value("csrf_token", "Opslaan"))
    prefix = f"end-{row.token_hash[:16]}-"
    key = (f"{prefix}request_key", "00000000-0000-4000-8000-000000000000")
    treasurer.send(f"/account/sessions/{row.token_hash[:16]}/end", [token, key], status=404)
    assert len(kept(database)) == 2


@pytest.mark.parametrize("act", ["role", "close"])
def test_another_role_and_closing_end_every_session(app: Flask, database: Database, act: str) -> None:
    visitor = arrived(app)
    with database.write(1) as session:
        if act == "role":
            people.give_role(session, 1, by=CLERK, person_id=2, role="administrator")
        else:
            people.disable_person(session, by=CLERK, person_id=2)
    assert kept(database) == []
    assert visitor.get("/account").heading == "Inloggen"


def test_a_session_that_begins_while_all_are_ended_is_over_at_once(app: Flask, database: Database) -> None:
    visitor = arrived(app)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE person SET stamp = stamp + 1 WHERE id = 2")
    assert visitor.get("/account").heading == "Inloggen"


def test_the_last_use_is_noted_once_a_minute(app: Flask, database: Database, clock: Clock) -> None:
    visitor = arrived(app)
    noted = []
    for seconds in (30, 29, 1, 59, 1):
        clock.forward(seconds=seconds)
        visitor.get("/account")
        noted.append(int((kept(database)[0].last_used_at - BEGIN).total_seconds()))
    assert noted == [0, 0, 60, 60, 120]


@pytest.mark.parametrize("secure", [False, True])
def test_over_tls_the_cookie_is_this_hosts_alone(app: Flask, secure: bool) -> None:
    client = app.test_client()
    base = "https://localhost" if secure else "http://localhost"
    cookie = client.get("/sign-in", base_url=base).headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=" if secure else "session=")
    assert ("Secure" in cookie) is secure
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie


def test_where_cookies_are_to_be_secure_they_are_so_behind_any_proxy(app: Flask) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True
    answer = app.test_client().get("/sign-in")
    assert answer.headers["Set-Cookie"].startswith("__Host-session=")
    assert "Strict-Transport-Security" in answer.headers


def test_one_stays_signed_in_over_tls(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/sign-in", base_url="https://localhost")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    sent = {"email": ADDRESS, "password": PASSWORD, "csrf_token": token}
    headers = {"Referer": "https://localhost/sign-in"}
    assert (
        client.post("/sign-in", data=sent, base_url="https://localhost", headers=headers).status_code == 303
    )
    assert client.get("/account", base_url="https://localhost").status_code == 200
