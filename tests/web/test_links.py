"""Links by which somebody chooses a password, and the letters that carry them."""

import re
import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from threading import Event
from typing import Any, Self

import pytest
from flask import Flask
from sqlalchemy import select

from ledger import people
from ledger.core.acting import COMMAND_LINE, By
from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import AccessLink, AccessLog
from ledger.web import mail
from tests.web.attacking import refused
from tests.web.conftest import BEGIN, Clock
from tests.web.visitor import Page, Visitor

CLERK = By(COMMAND_LINE, BEGIN, BEGIN.date())
LINK = re.compile(r"https?://[\w.]+(/sign-in/link/[\w-]+)")
NEW_PASSWORD = "a brand new password"
OVER = "Deze link is verlopen"
NEW = {"E-mailadres": "new@demo.example", "Naam": "New, <b>", "Rol": "auditor"}
SETTINGS = {
    "MAIL_SERVER": "mail.demo.example",
    "MAIL_FROM": "ledger@demo.example",
    "PUBLIC_ADDRESS": "https://ledger.example",
}


class Server:
    """A mail server that keeps its letters, or takes none."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.said: list[str] = []
        self.takes = True

    def __call__(self, host: str, port: int, **_: Any) -> "Server":
        """Be reached."""
        self.said.append(f"{host}:{port}")
        if not self.takes:
            raise ConnectionRefusedError
        return self

    def __enter__(self) -> Self:
        """Be talked to."""
        return self

    def __exit__(self, *_: object) -> None:
        """Be left."""

    def starttls(self, **_: object) -> None:
        """Begin to whisper."""
        self.said.append("starttls")

    def login(self, name: str, password: str) -> None:
        """Hear who it is."""
        self.said.append(f"{name} {password}")

    def send_message(self, letter: EmailMessage) -> None:
        """Take a letter."""
        self.letters.append(letter)


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Have the ledger send mail, by a server that keeps it, at once."""
    server = Server()
    app.config.update(mail.gather(SETTINGS))
    monkeypatch.setattr(smtplib, "SMTP", server)
    monkeypatch.setattr(smtplib, "SMTP_SSL", server)
    monkeypatch.setattr(mail, "later", lambda act, *values: act(*values))
    return server


@pytest.fixture
def administrator(visit: Callable[[str], Visitor]) -> Visitor:
    """Give the administrator, at the auditor's page."""
    visitor = visit("administrator")
    visitor.get("/valley/people/2")
    return visitor


def link_in(text: str) -> str:
    """Give the path of the link in a text."""
    match = LINK.search(text)
    assert match, text
    return match[1]


def chosen(app: Flask, link: str, *, status: int = 200) -> Page:
    """Choose a password by a link, or find that it is over."""
    visitor = Visitor(app.test_client())
    if status == 410:
        return visitor.get(link, status=410)
    visitor.get(link)
    return visitor.submit("Wachtwoord instellen", {"password": NEW_PASSWORD})


def ask(app: Flask, email: str, *, status: int = 200) -> Page:
    """Say that one forgot one's password."""
    visitor = Visitor(app.test_client())
    visitor.get("/sign-in")
    visitor.follow("Wachtwoord vergeten?")
    return visitor.submit("Stuur mij een link", {"email": email}, status=status)


# ---- links ----------------------------------------------------------------------------------------------


def test_a_link_serves_once(app: Flask, administrator: Visitor) -> None:
    link = link_in(administrator.submit("Link maken").words)
    assert chosen(app, link).told == ["Uw wachtwoord is ingesteld. Log ermee in."]
    assert chosen(app, link, status=410).heading == OVER
    assert Visitor(app.test_client()).sign_in("auditor@demo.example", NEW_PASSWORD).heading != "Inloggen"


def test_a_newer_link_ends_the_one_before(app: Flask, administrator: Visitor) -> None:
    first = link_in(administrator.submit("Link maken").words)
    administrator.get("/valley/people/2")
    second = link_in(administrator.submit("Link maken").words)
    assert chosen(app, first, status=410).heading == OVER
    assert chosen(app, second).heading == "Inloggen"


@pytest.mark.parametrize("minutes, status", [(59, 200), (60, 410)])
def test_a_link_for_a_forgotten_password_works_for_an_hour(
    app: Flask, administrator: Visitor, clock: Clock, minutes: int, status: int
) -> None:
    link = link_in(administrator.submit("Link maken").words)
    clock.forward(minutes=minutes)
    chosen(app, link, status=status)


@pytest.mark.parametrize("hours, status", [(7 * 24 - 1, 200), (7 * 24, 410)])
def test_an_invitation_works_for_a_week(
    app: Flask, visit: Callable[[str], Visitor], clock: Clock, database: Database, hours: int, status: int
) -> None:
    with database.write(1) as session:
        number = people.add_user(session, 1, by=CLERK, email="new@demo.example", name="New", role="auditor")
    administrator = visit("administrator")
    administrator.get(f"/valley/people/{number}")
    page = administrator.submit("Link maken")
    assert page.heading == "Een uitnodiging voor New"
    clock.forward(hours=hours)
    chosen(app, link_in(page.words), status=status)


def test_a_link_ends_with_the_account(app: Flask, administrator: Visitor) -> None:
    link = link_in(administrator.submit("Link maken").words)
    administrator.get("/valley/people/2")
    administrator.submit("Account sluiten")
    assert chosen(app, link, status=410).heading == OVER


def test_choosing_a_password_ends_every_session(
    app: Flask, administrator: Visitor, visit: Callable[[str], Visitor]
) -> None:
    auditor = visit("auditor")
    chosen(app, link_in(administrator.submit("Link maken").words))
    assert auditor.get("/account").heading == "Inloggen"


def test_a_password_that_is_too_short_leaves_the_link_as_it_was(app: Flask, administrator: Visitor) -> None:
    link = link_in(administrator.submit("Link maken").words)
    visitor = Visitor(app.test_client())
    visitor.get(link)
    page = visitor.submit("Wachtwoord instellen", {"password": "short"}, status=422)
    assert page.mistakes == ["Nieuw wachtwoord: Een wachtwoord heeft minstens 12 tekens."]
    assert chosen(app, link).heading == "Inloggen"


def test_neither_the_database_nor_the_access_log_holds_what_makes_a_link_work(
    app: Flask, administrator: Visitor, database: Database
) -> None:
    link = link_in(administrator.submit("Link maken").words)
    client = app.test_client()
    client.post(link, data={"password": NEW_PASSWORD})
    token = link.rpartition("/")[2]
    with database.read() as session:
        rows = [*session.scalars(select(AccessLink)), *session.scalars(select(AccessLog))]
        assert token not in str([row.model_dump() for row in rows])
        assert (
            session.scalars(select(col(AccessLog.act)).order_by(col(AccessLog.seq).desc())).first()
            == "access.refused"
        )


@pytest.mark.parametrize("how", ["guessed", "used", "replaced", "expired"])
def test_a_link_that_is_over_leaves_a_row_on_the_access_log(
    app: Flask, administrator: Visitor, database: Database, clock: Clock, how: str
) -> None:
    link = link_in(administrator.submit("Link maken").words)
    if how == "guessed":
        link = "/sign-in/link/" + "x" * 43
    elif how == "used":
        chosen(app, link)
    elif how == "replaced":
        administrator.get("/valley/people/2")
        administrator.submit("Link maken")
    else:
        clock.forward(hours=1)
    with refused(database):
        chosen(app, link, status=410)


def test_a_link_that_ends_while_its_form_is_on_its_way_leaves_a_row_too(
    app: Flask, administrator: Visitor, database: Database, clock: Clock
) -> None:
    visitor = Visitor(app.test_client())
    visitor.get(link_in(administrator.submit("Link maken").words))
    clock.forward(hours=1)
    with refused(database):
        visitor.submit("Wachtwoord instellen", {"password": NEW_PASSWORD}, status=410)


# ---- forgotten passwords ----------------------------------------------------------------------------------


def test_whatever_is_typed_the_same_is_said(app: Flask, server: Server) -> None:
    known, unknown = ask(app, " Auditor@demo.example"), ask(app, "nobody@demo.example")
    assert known.words == unknown.words
    assert "Als er een account met dit adres is" in known.words
    (letter,) = server.letters
    assert letter["To"].addresses[0].addr_spec == "auditor@demo.example"


def test_the_letter_leads_to_the_ledgers_own_address_whatever_host_was_named(
    app: Flask, server: Server
) -> None:
    client = app.test_client()
    page = client.get("/sign-in/forgotten")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    client.post(
        "/sign-in/forgotten",
        data={"email": "auditor@demo.example", "csrf_token": token},
        headers={"Host": "evil.example"},
    )
    ask(app, "auditor@demo.example")
    assert len(server.letters) >= 1
    for letter in server.letters:
        assert "evil" not in letter.as_string()
        assert "https://ledger.example/sign-in/link/" in letter.get_content()
    assert chosen(app, link_in(server.letters[-1].get_content())).heading == "Inloggen"


def test_whoever_says_they_forgot_a_password_leaves_a_standing_invitation_as_it_is(
    app: Flask, administrator: Visitor, server: Server, clock: Clock
) -> None:
    """Anybody can type an address; nobody may undo an invitation by it."""
    administrator.get("/valley/people/new")
    administrator.submit("Toevoegen", NEW)
    ask(app, "new@demo.example")
    invitation, asked = (link_in(letter.get_content()) for letter in server.letters)
    clock.forward(minutes=60)
    chosen(app, asked, status=410)
    assert chosen(app, invitation).heading == "Inloggen"


def test_a_password_that_was_chosen_ends_every_link_there_is(
    app: Flask, administrator: Visitor, server: Server
) -> None:
    administrator.get("/valley/people/new")
    administrator.submit("Toevoegen", NEW)
    ask(app, "new@demo.example")
    invitation, asked = (link_in(letter.get_content()) for letter in server.letters)
    assert chosen(app, asked).heading == "Inloggen"
    chosen(app, invitation, status=410)


def test_a_link_of_the_administrator_ends_every_one_before(
    app: Flask, administrator: Visitor, server: Server
) -> None:
    administrator.get("/valley/people/new")
    administrator.submit("Toevoegen", NEW)
    ask(app, "new@demo.example")
    administrator.submit("Link maken")
    first, asked, newest = (link_in(letter.get_content()) for letter in server.letters)
    for each in (first, asked):
        chosen(app, each, status=410)
    assert chosen(app, newest).heading == "Inloggen"


def test_of_many_asked_for_few_letters_are_sent(app: Flask, server: Server, clock: Clock) -> None:
    for _ in range(8):
        assert ask(app, "auditor@demo.example").status == 200
    assert len(server.letters) == 5
    clock.forward(minutes=16)
    ask(app, "auditor@demo.example")
    assert len(server.letters) == 6


def test_a_closed_account_gets_no_letter(app: Flask, server: Server, database: Database) -> None:
    with database.write() as session:
        people.disable_person(session, by=CLERK, person_id=2)
    ask(app, "auditor@demo.example")
    assert server.letters == []


def test_without_a_mail_server_the_page_says_whom_to_ask(visitor: Visitor) -> None:
    page = visitor.get("/sign-in/forgotten")
    assert "De beheerder van uw convenant kan een link maken" in page.words


def test_what_follows_is_done_behind_the_readers_back(app: Flask) -> None:
    done = Event()
    with app.test_request_context("/"):
        mail.later(done.set)
    assert done.wait(10)


# ---- letters ----------------------------------------------------------------------------------------------


def test_an_invitation_is_sent_where_mail_can_be(administrator: Visitor, server: Server) -> None:
    administrator.get("/valley/people/new")
    page = administrator.submit("Toevoegen", NEW)
    assert page.told == ["Er is een e-mail met een link onderweg naar deze persoon."]
    assert not LINK.search(page.words)
    (letter,) = server.letters
    assert letter["Subject"] == "U bent uitgenodigd voor de kas van een convenant"
    assert server.said == ["mail.demo.example:587", "starttls"]


def test_where_the_server_takes_no_letter_the_administrator_sees_the_link(
    app: Flask, administrator: Visitor, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    server.takes = False
    page = administrator.submit("Link maken")
    assert "De e-mail kon niet worden verstuurd" in page.words
    assert "https://ledger.example/sign-in/link/" in page.words
    assert chosen(app, link_in(page.words)).heading == "Inloggen"
    assert "demo.example" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "settings, said",
    [
        ({"MAIL_TLS": "tls"}, ["mail.demo.example:465"]),
        ({"MAIL_TLS": "none", "MAIL_PORT": "25"}, ["mail.demo.example:25"]),
        (
            {"MAIL_USERNAME": "ledger", "MAIL_PASSWORD": "secret"},
            ["mail.demo.example:587", "starttls", "ledger secret"],
        ),
    ],
)
def test_the_server_is_reached_as_the_settings_say(
    app: Flask, server: Server, settings: dict[str, str], said: list[str]
) -> None:
    app.config.update(mail.gather(SETTINGS | settings))
    ask(app, "auditor@demo.example")
    assert server.said == said
