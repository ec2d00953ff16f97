"""The second factor through the pages: turning it on, signing in with it, and off again."""

import re
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from ledger.storage.db import Database, sqlite_driver
from ledger.storage.reads import col
from ledger.storage.tables import AccessLog
from tests.web.attacking import at_once
from tests.web.conftest import Clock
from tests.web.proving import BEGIN, TURN_OFF, TURN_ON, code_for, give_password, turn_on
from tests.web.visitor import PASSWORD, Page, Visitor

ADDRESS = "auditor@demo.example"
WRONG = "Code: Deze code klopt niet of is al gebruikt. Wacht op de volgende."
CODE = re.compile(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}")


@pytest.fixture
def auditor(visit: Callable[[str], Visitor]) -> Visitor:
    """Give the auditor."""
    return visit("auditor")


@pytest.fixture
def recovery(app: Flask, auditor: Visitor, clock: Clock) -> list[str]:
    """Have the auditor's second factor turned on a while ago; give the recovery codes."""
    codes = CODE.findall(turn_on(app, auditor, ADDRESS).words)
    clock.forward(minutes=5)
    return codes


def acts(database: Database) -> list[str]:
    """List the newest acts of the access log, the last first."""
    with database.read() as session:
        return list(session.scalars(select(col(AccessLog.act)).order_by(col(AccessLog.seq).desc()).limit(4)))


def test_it_is_turned_on_with_a_picture_and_a_first_code(app: Flask, auditor: Visitor) -> None:
    assert "Uit:" in auditor.get("/account").words
    auditor.get("/account/second-factor")
    page = auditor.submit(BEGIN, {"password": PASSWORD})
    picture = auditor.client.get("/account/second-factor/picture.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.text.startswith("<?xml")
    assert "style=" not in picture.text
    assert picture.headers["Cache-Control"] == "no-store"
    assert re.search(r"[A-Z2-7]{32}", page.words)
    page = auditor.submit(TURN_ON, {"code": code_for(app, ADDRESS)})
    assert page.heading == "Uw herstelcodes"
    assert len(CODE.findall(page.words)) == 10
    page = auditor.get("/account/second-factor")
    assert not CODE.search(page.words)
    assert not re.search(r"[A-Z2-7]{32}", page.words)
    assert auditor.client.get("/account/second-factor/picture.svg").status_code == 404


@pytest.mark.parametrize(
    "password, mistake",
    [
        ("wrong", "Huidig wachtwoord: Dit is niet uw huidige wachtwoord."),
        ("", "Huidig wachtwoord: Vul dit in."),
    ],
)
def test_beginning_takes_the_password(auditor: Visitor, password: str, mistake: str) -> None:
    auditor.get("/account/second-factor")
    assert auditor.submit(BEGIN, {"password": password}, status=422).mistakes == [mistake]


def test_a_wrong_first_code_leaves_it_off(auditor: Visitor) -> None:
    auditor.get("/account/second-factor")
    auditor.submit(BEGIN, {"password": PASSWORD})
    assert auditor.submit(TURN_ON, {"code": "12 34"}, status=422).mistakes == [WRONG]
    assert "Uit:" in auditor.get("/account").words


def test_turning_it_on_ends_all_other_sessions(app: Flask, visit: Callable[[str], Visitor]) -> None:
    here, there = visit("auditor"), visit("auditor")
    turn_on(app, here, ADDRESS)
    assert here.get("/account").heading == "Uw account"
    assert there.get("/account").heading == "Inloggen"


@pytest.mark.usefixtures("recovery")
def test_signing_in_asks_for_the_code_and_leads_on(app: Flask, database: Database) -> None:
    visitor = Visitor(app.test_client())
    visitor.get("/sign-in?next=/account/second-factor")
    page = visitor.submit("Inloggen", {"email": ADDRESS, "password": PASSWORD})
    assert page.heading == "Uw code"
    assert visitor.get("/valley/").heading == "Inloggen"
    visitor.get(page.path)
    page = visitor.submit("Inloggen", {"code": code_for(app, ADDRESS)})
    assert page.heading == "Tweede factor"
    assert acts(database)[:2] == ["sign-in.done", "sign-in.halfway"]


@pytest.mark.usefixtures("recovery")
def test_a_code_that_was_used_is_refused(app: Flask, database: Database) -> None:
    code = code_for(app, ADDRESS)
    for number in range(2):
        visitor = Visitor(app.test_client())
        give_password(visitor, ADDRESS)
        page = visitor.submit("Inloggen", {"code": code}, status=422 if number else 200)
        assert page.mistakes == ([WRONG] if number else [])
    assert acts(database)[0] == "sign-in.failed"


def test_a_recovery_code_stands_in_once(app: Flask, recovery: list[str], database: Database) -> None:
    for number in range(2):
        visitor = Visitor(app.test_client())
        give_password(visitor, ADDRESS)
        visitor.submit("Inloggen", {"code": recovery[0]}, status=422 if number else 200)
        if not number:
            assert acts(database)[:2] == ["sign-in.done", "recovery-code.used"]
            assert "9 herstelcodes" in visitor.get("/account").words


def attempt(app: Flask, code: str, status: int) -> Page:
    """Give the right password and this code."""
    visitor = Visitor(app.test_client())
    give_password(visitor, ADDRESS)
    return visitor.submit("Inloggen", {"code": code}, status=status)


@pytest.mark.usefixtures("recovery")
def test_wrong_codes_count_as_failures_and_the_eleventh_is_held(
    app: Flask, database: Database, clock: Clock
) -> None:
    visitors = [Visitor(app.test_client()) for _ in range(2)]
    for visitor in visitors:
        give_password(visitor, ADDRESS)
    for _ in range(10):
        visitors[0].submit("Inloggen", {"code": "000000"}, status=422)
    right = code_for(app, ADDRESS)
    (held,) = visitors[1].submit("Inloggen", {"code": right}, status=429).mistakes
    assert held.startswith("Te veel mislukte pogingen")
    assert acts(database)[0] == "sign-in.held"
    visitor = Visitor(app.test_client())
    visitor.get("/sign-in")
    visitor.submit("Inloggen", {"email": ADDRESS, "password": PASSWORD}, status=429)
    clock.forward(minutes=15, seconds=1)
    assert attempt(app, code_for(app, ADDRESS), 200).heading != "Uw code"


@pytest.mark.usefixtures("recovery")
def test_half_a_sign_in_holds_for_ten_minutes(app: Flask, clock: Clock) -> None:
    visitor = Visitor(app.test_client())
    give_password(visitor, ADDRESS)
    clock.forward(minutes=10)
    assert visitor.submit("Inloggen", {"code": code_for(app, ADDRESS)}).heading == "Inloggen"


def test_without_a_password_there_is_no_code_to_give(visitor: Visitor) -> None:
    assert visitor.get("/sign-in/code").heading == "Inloggen"


def test_turning_it_off_takes_password_and_code(app: Flask, auditor: Visitor, recovery: list[str]) -> None:
    auditor.get("/account/second-factor")
    page = auditor.submit(TURN_OFF, {"password": "wrong", "code": recovery[0]}, status=422)
    assert page.mistakes == ["Huidig wachtwoord: Dit is niet uw huidige wachtwoord."]
    page = auditor.submit(TURN_OFF, {"password": PASSWORD, "code": "000000"}, status=422)
    assert page.mistakes == [WRONG]
    page = auditor.submit(TURN_OFF, {"password": PASSWORD, "code": code_for(app, ADDRESS)})
    assert page.told == ["De tweede factor is uit."]
    assert Visitor(app.test_client()).sign_in(ADDRESS, onward="/account").heading == "Uw account"


def test_guesses_by_whoever_found_a_browser_open_are_counted_too(auditor: Visitor, clock: Clock) -> None:
    auditor.get("/account")
    wrong = {"old": "wrong", "new": "a brand new password"}
    for _ in range(10):
        auditor.submit("Wachtwoord wijzigen", wrong, status=422)
    auditor.submit("Wachtwoord wijzigen", {**wrong, "old": PASSWORD}, status=429)
    clock.now += timedelta(minutes=15, seconds=1)
    assert auditor.submit("Wachtwoord wijzigen", {**wrong, "old": PASSWORD}).told


def test_of_many_guesses_at_once_in_open_browsers_no_more_are_weighed_than_one_by_one(
    visit: Callable[[str], Visitor], database: Database
) -> None:
    """Twenty guesses on as many threads: ten fail, the others are held."""
    browsers = [visit("auditor") for _ in range(20)]
    forms = []
    for each in browsers:
        each.get("/account")
        wrong = {"password-old": "wrong", "password-new": "a brand new password"}
        forms.append({**dict(each.fields("Wachtwoord wijzigen")), **wrong})
    answers = at_once(browsers, "/account/password", forms)
    assert answers == [422] * 10 + [429] * 10
    with database.read() as session:
        assert list(session.scalars(select(col(AccessLog.act)))).count("sign-in.failed") == 10


@pytest.mark.parametrize("act", ["password", "second factor"])
def test_whoever_ends_all_their_sessions_goes_on_in_a_new_one_by_the_same_act(
    app: Flask, visit: Callable[[str], Visitor], database: Database, act: str
) -> None:
    """Nobody who looks meanwhile sees the change made and its new session missing."""
    auditor = visit("auditor")
    auditor.get("/account")
    seen: list[tuple[int, int]] = []

    def look(_: object) -> None:
        with closing(sqlite_driver().connect(str(database.engine.url.database))) as plain:
            (row,) = plain.execute(
                "SELECT stamp, (SELECT count(*) FROM web_session s WHERE s.person_id = 2 AND"
                " s.stamp = person.stamp) FROM person WHERE id = 2"
            )
            seen.append(row)

    event.listen(database.engine, "begin", look)
    try:
        if act == "password":
            auditor.submit("Wachtwoord wijzigen", {"old": PASSWORD, "new": "a brand new password"})
        else:
            turn_on(app, auditor, ADDRESS)
        auditor.get("/account")
    finally:
        event.remove(database.engine, "begin", look)
    assert {sessions for _, sessions in seen} == {1}
    assert len({stamp for stamp, _ in seen}) == 2


@pytest.mark.usefixtures("recovery")
def test_the_administrator_takes_it_from_whoever_lost_their_phone(
    app: Flask, visit: Callable[[str], Visitor], auditor: Visitor
) -> None:
    administrator = visit("administrator")
    administrator.get("/valley/people/2")
    assert administrator.submit("Tweede factor wegnemen").told == ["De tweede factor is uit."]
    assert auditor.get("/account").heading == "Inloggen"
    assert Visitor(app.test_client()).sign_in(ADDRESS, onward="/account").heading == "Uw account"
