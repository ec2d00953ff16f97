"""Signing in and out, and what ends a session."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from ledger import people
from ledger.access_log import PERSON_ADDED
from ledger.core.acting import COMMAND_LINE, By
from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import AccessLog
from ledger.web import places
from ledger.web.here import OFFICE
from tests.web.conftest import BEGIN, Clock
from tests.web.visitor import PASSWORD, Visitor

WRONG = "Dit e-mailadres en wachtwoord horen niet bij elkaar."
CLERK = By(COMMAND_LINE, BEGIN, BEGIN.astimezone(OFFICE).date())


def logged(database: Database) -> list[str]:
    """List what the access log tells, act by act."""
    with database.read() as session:
        acts = session.scalars(select(col(AccessLog.act)).order_by(col(AccessLog.seq)))
        return [act for act in acts if act != PERSON_ADDED]


def everything_logged(database: Database) -> str:
    """Give the whole access log as one text."""
    with database.read() as session:
        rows = session.scalars(select(AccessLog)).all()
        return json.dumps([row.model_dump(mode="json") for row in rows])


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ("192.0.2.7", "192.0.2.7", "the same"),
        ("192.0.2.7", "192.0.2.8", "another"),
        ("192.0.2.7", "::ffff:192.0.2.7", "the same"),
        ("192.0.2.7", "::ffff:192.0.2.8", "another"),
        ("2001:db8:1:2::1", "2001:db8:1:2::2", "the same"),
        ("2001:db8:1:2::", "2001:db8:1:2:ffff:ffff:ffff:ffff", "the same"),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", "another"),
        ("fe80::1", "fe80::2%eth0", "the same"),
        ("127.0.0.1", "127.0.0.1", "nowhere"),
        ("::1", "::1", "nowhere"),
        ("::ffff:127.0.0.1", "::ffff:127.0.0.1", "nowhere"),
        ("", "", "nowhere"),
        ("no address", "no address", "nowhere"),
    ],
)
def test_failures_are_counted_by_the_network_somebody_has_to_themselves(
    app: Flask, one: str, other: str, expected: str
) -> None:
    """Whoever has an IPv6 connection has 2^64 addresses to try from; an IPv4 address is one."""
    found = []
    for each in (one, other):
        with app.test_request_context(environ_base={"REMOTE_ADDR": each}):
            found.append(places.place())
    said = "the same" if found[0] == found[1] else "another"
    assert (said if all(found) else "nowhere") == expected


def test_whoever_signs_in_arrives_where_they_were_going(visitor: Visitor) -> None:
    page = visitor.get("/account")
    assert page.heading == "Inloggen"
    page = visitor.submit("Inloggen", {"E-mailadres": "auditor@demo.example", "Wachtwoord": PASSWORD})
    assert (page.path, page.heading) == ("/account", "Uw account")


@pytest.mark.parametrize("email", ["treasurer@demo.example", "nobody@demo.example"])
def test_a_wrong_password_and_an_unknown_address_look_the_same(visitor: Visitor, email: str) -> None:
    visitor.get("/sign-in")
    page = visitor.submit("Inloggen", {"email": email, "password": "wrong horse battery"}, status=422)
    assert page.mistakes == [f"E-mailadres: {WRONG}"]
    assert page.value("email") == email
    assert page.value("password") == ""


@pytest.mark.parametrize(
    "email, password, field",
    [("", PASSWORD, "E-mailadres: Vul dit in."), ("a@demo.example", "", "Wachtwoord: Vul dit in.")],
)
def test_an_empty_field_is_asked_for(visitor: Visitor, email: str, password: str, field: str) -> None:
    visitor.get("/sign-in")
    page = visitor.submit("Inloggen", {"email": email, "password": password}, status=422)
    assert page.mistakes == [field]


def test_the_eleventh_failure_is_held_and_a_quarter_of_an_hour_later_all_is_well(
    visitor: Visitor, clock: Clock
) -> None:
    def attempt(email: str, password: str, status: int) -> list[str]:
        visitor.get("/sign-in")
        return visitor.submit("Inloggen", {"email": email, "password": password}, status=status).mistakes

    for _ in range(10):
        attempt("treasurer@demo.example", "wrong", 422)
    (held,) = attempt("treasurer@demo.example", "wrong", 429)
    assert held.startswith("Te veel mislukte pogingen")
    attempt("TREASURER@demo.example ", PASSWORD, 429)
    attempt("auditor@demo.example", "wrong", 422)
    clock.forward(minutes=15, seconds=1)
    assert attempt("treasurer@demo.example", PASSWORD, 200) == []


def test_what_is_logged_of_signing_in_names_nobody(visitor: Visitor, database: Database) -> None:
    visitor.get("/sign-in")
    visitor.submit("Inloggen", {"email": "treasurer@demo.example", "password": "wrong"}, status=422)
    visitor.sign_in("treasurer@demo.example")
    visitor.submit("Uitloggen")
    assert logged(database) == ["sign-in.failed", "sign-in.done", "sign-out.done"]
    assert "demo.example" not in everything_logged(database)


@pytest.mark.parametrize(
    "onward, arrived",
    [
        ("/account", "/account"),
        ("/account?a=1", "/account?a=1"),
        ("http://localhost/account", "/account"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("///evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("http://[", "/"),
        ("/\naccount", "/"),
        ("account", "/"),
        ("", "/"),
    ],
)
def test_signing_in_never_leads_away_from_the_ledger(app: Flask, onward: str, arrived: str) -> None:
    visitor = Visitor(app.test_client())
    visitor.sign_in("auditor@demo.example")
    answer = visitor.client.get("/sign-in", query_string={"next": onward})
    assert (answer.status_code, answer.headers["Location"]) == (303, arrived)


def test_after_signing_out_pages_ask_to_sign_in_again(visit: Callable[[str], Visitor]) -> None:
    visitor = visit("administrator")
    visitor.get("/account")
    page = visitor.submit("Uitloggen")
    assert (page.heading, page.told) == ("Inloggen", ["U bent uitgelogd."])
    assert visitor.get("/valley/people").heading == "Inloggen"


def test_signing_out_after_the_session_ended_asks_to_sign_in(
    visit: Callable[[str], Visitor], app: Flask
) -> None:
    visitor = visit("administrator")
    visitor.get("/account")
    visitor.client.delete_cookie("session")
    assert visitor.submit("Uitloggen").heading == "Inloggen"


def test_a_new_password_ends_all_other_sessions(visit: Callable[[str], Visitor]) -> None:
    here, elsewhere = visit("auditor"), visit("auditor")
    here.get("/account")
    page = here.submit("Wachtwoord wijzigen", {"old": PASSWORD, "new": "a brand new password"})
    assert page.told == ["Uw wachtwoord is gewijzigd. Andere sessies zijn beëindigd."]
    assert here.get("/account").heading == "Uw account"
    assert elsewhere.get("/account").heading == "Inloggen"


@pytest.mark.parametrize(
    "old, new, mistake",
    [
        ("wrong", "a brand new password", "Huidig wachtwoord: Dit is niet uw huidige wachtwoord."),
        (PASSWORD, "short", "Nieuw wachtwoord: Een wachtwoord heeft minstens 12 tekens."),
        (PASSWORD, "", "Nieuw wachtwoord: Vul dit in."),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(
    visit: Callable[[str], Visitor], old: str, new: str, mistake: str
) -> None:
    visitor = visit("auditor")
    visitor.get("/account")
    page = visitor.submit("Wachtwoord wijzigen", {"old": old, "new": new}, status=422)
    assert page.mistakes == [mistake]
    assert page.value("Naam") == "Auditor"


def test_a_closed_account_is_out_at_once(visit: Callable[[str], Visitor], database: Database) -> None:
    visitor = visit("auditor")
    with database.write() as session:
        people.disable_person(session, by=CLERK, person_id=2)
    assert visitor.get("/account").heading == "Inloggen"


def test_a_forged_session_is_nobodys(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["person"] = "1"
    assert Visitor(client).get("/account").heading == "Inloggen"


def test_a_form_from_elsewhere_is_refused(visit: Callable[[str], Visitor]) -> None:
    visitor = visit("auditor")
    visitor.get("/account")
    sent = [(name, value) for name, value in visitor.fields("Opslaan") if name != "csrf_token"]
    page = visitor.send("/account", sent, status=400)
    assert page.heading == "Dit formulier is niet meer geldig"
    page = visitor.send("/account", [*sent, ("csrf_token", "forged")], status=400)
    assert page.heading == "Dit formulier is niet meer geldig"


def test_accounts_are_offered_in_a_demonstration_alone(visitor: Visitor) -> None:
    assert "demonstratie" not in visitor.get("/sign-in").words


def test_a_session_ends_when_it_is_not_used(app: Flask) -> None:
    assert app.permanent_session_lifetime.total_seconds() == 12 * 3600
    client = app.test_client()
    Visitor(client).sign_in("auditor@demo.example")
    with client.session_transaction() as session:
        assert session.permanent


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(app: Flask) -> None:
    client = app.test_client()
    plain = client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain
    over_tls = app.test_client().get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]
    assert "Secure" in over_tls
