"""One's own account, the language one reads in, and the first page."""

from collections.abc import Callable

import pytest

from ledger import people
from ledger.core.acting import COMMAND_LINE, By
from ledger.storage import accounts
from ledger.storage.db import Database
from ledger.storage.tables import Covenant
from tests.web.conftest import BEGIN
from tests.web.visitor import Visitor

CLERK = By(COMMAND_LINE, BEGIN, BEGIN.date())


def test_dutch_comes_first(visitor: Visitor) -> None:
    page = visitor.get("/sign-in")
    assert (page.tree.get("lang"), page.heading) == ("nl", "Inloggen")


def test_a_visitor_switches_language_and_stays_on_the_page(visitor: Visitor) -> None:
    visitor.get("/sign-in?next=/account")
    page = visitor.follow("English")
    assert (page.path, page.heading, page.tree.get("lang")) == ("/sign-in?next=/account", "Sign in", "en")
    assert visitor.follow("Nederlands").heading == "Inloggen"


def test_whoever_is_signed_in_keeps_the_language_they_chose(
    visit: Callable[[str], Visitor], database: Database
) -> None:
    visitor = visit("auditor")
    visitor.get("/account")
    page = visitor.submit("English")
    assert (page.path, page.heading) == ("/account", "Your account")
    with database.read() as session:
        account = accounts.account(session, 2)
    assert account is not None
    assert account.language == "en"
    assert visit("auditor").get("/account").heading == "Your account"


def test_looking_never_changes_an_account(visit: Callable[[str], Visitor], database: Database) -> None:
    visitor = visit("auditor")
    assert visitor.get("/language/en?next=/account").heading == "Your account"
    with database.read() as session:
        account = accounts.account(session, 2)
    assert account is not None
    assert account.language == "nl"


@pytest.mark.parametrize("path", ["/language/fr", "/language/en/x"])
def test_other_languages_are_not_there(visitor: Visitor, path: str) -> None:
    visitor.get(path, status=404)


def test_a_cookie_with_nonsense_speaks_dutch(visitor: Visitor) -> None:
    visitor.client.set_cookie("language", "../../etc")
    assert visitor.get("/sign-in").heading == "Inloggen"


def test_one_changes_ones_name_and_language(visit: Callable[[str], Visitor]) -> None:
    visitor = visit("auditor")
    visitor.get("/account")
    page = visitor.submit("Opslaan", {"Naam": "  Cafe\u0301 <b>  ", "Taal": "en"})
    assert page.told == ["Your account was changed."]
    assert page.heading == "Your account"
    assert page.value("Name") == "Caf\u00e9 <b>"


@pytest.mark.parametrize(
    "name, mistake",
    [
        ("", "Naam: Vul dit in."),
        ("x" * 201, "Naam: Dit is 201 tekens lang; er passen er hoogstens 200."),
        ("x" * 10_000, "Naam: Dit is 10000 tekens lang; er passen er hoogstens 200."),
        ("a\x00b", "Naam: Het teken U+0000 kan niet in een tekst staan."),
        ("a\u202eb", "Naam: Het teken U+202E kan niet in een tekst staan."),
    ],
)
def test_a_name_that_cannot_stand_is_kept_and_explained(
    visit: Callable[[str], Visitor], name: str, mistake: str
) -> None:
    visitor = visit("auditor")
    visitor.get("/account")
    page = visitor.submit("Opslaan", {"Naam": name}, status=422)
    assert page.mistakes == [mistake]
    assert len(page.value("Naam", "Opslaan")) == len(name)


def test_somebody_without_a_covenant_is_told_what_to_do(visitor: Visitor, database: Database) -> None:
    with database.write() as session:
        people.add_person(session, by=CLERK, email="new@demo.example", name="New", password="demo-demo-demo")
    page = visitor.sign_in("new@demo.example")
    assert page.heading == "Uw convenanten"
    assert "U neemt nog niet deel aan een convenant." in page.words
    assert "U neemt nog niet deel aan een convenant." in visitor.get("/account").words


def test_whoever_takes_part_in_one_covenant_goes_straight_there(visit: Callable[[str], Visitor]) -> None:
    assert visit("administrator").get("/").path == "/valley/people"


def test_whoever_takes_part_in_several_chooses(visit: Callable[[str], Visitor], database: Database) -> None:
    with database.write() as session:
        values = session.get_one(Covenant, 1).model_dump() | {"id": 2, "slug": "hills", "name": "Hills"}
        session.add(Covenant(**values))
        session.flush()
        people.give_role(session, 2, by=CLERK, person_id=3, role="administrator")
    visitor = visit("administrator")
    page = visitor.get("/")
    assert page.heading == "Uw convenanten"
    assert visitor.follow("Hills").path == "/hills/people"
