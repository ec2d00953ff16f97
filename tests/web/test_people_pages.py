"""The people of a covenant, as their administrator sees and changes them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from ledger import people
from ledger.core.acting import COMMAND_LINE, By
from ledger.storage.db import Database
from ledger.storage.tables import Covenant
from tests.web.conftest import BEGIN
from tests.web.visitor import Page, Visitor

CLERK = By(COMMAND_LINE, BEGIN, BEGIN.date())
EARLIER = replace(CLERK, now=BEGIN - timedelta(days=1))
NEW = {"E-mailadres": "new@demo.example", "Naam": "Somebody <New>", "Rol": "auditor"}
NEVER_BOTH = "Niemand kan zowel invoeren als goedkeuren: één persoon is nooit penningmeester en partner."
NEITHER = (
    "Wie de accounts beheert, kan niet ook invoeren of goedkeuren: een beheerder is nooit penningmeester of "
    "partner van hetzelfde convenant."
)
NO_ADDRESS = "Dit is geen e-mailadres waar post heen kan; schrijf het zoals naam@organisatie.example."
LINK = re.compile(r"http://localhost(/sign-in/link/[\w-]{43})")
NEW_PASSWORD = "a brand new password"


@pytest.fixture
def administrator(visit: Callable[[str], Visitor]) -> Visitor:
    """Give the administrator, at the list of people."""
    visitor = visit("administrator")
    visitor.get("/valley/people")
    return visitor


def link_on(page: Page) -> str:
    """Give the link that a page shows."""
    match = LINK.search(page.words)
    assert match, page.words
    return match[1]


def choose_by(app: Flask, link: str, password: str = NEW_PASSWORD) -> Visitor:
    """Let somebody choose a password by a link."""
    visitor = Visitor(app.test_client())
    visitor.get(link)
    assert visitor.submit("Wachtwoord instellen", {"Nieuw wachtwoord": password}).heading == "Inloggen"
    return visitor


def test_the_list_names_everybody_with_roles_and_party(administrator: Visitor) -> None:
    assert administrator.page is not None
    rows = administrator.page.rows("Personen en hun rollen")
    assert rows[0] == ["Naam", "E-mailadres", "Rollen", "Partij", "Account"]
    assert ["Vodafone", "vodafone@demo.example", "partner", "Vodafone", "open"] in rows
    assert ["Treasurer", "treasurer@demo.example", "penningmeester", "", "open"] in rows


def test_somebody_new_chooses_a_password_by_a_link_that_is_shown_once(
    administrator: Visitor, app: Flask
) -> None:
    administrator.follow("Persoon toevoegen")
    page = administrator.submit("Toevoegen", NEW)
    assert page.heading == "Een uitnodiging voor Somebody <New>"
    visitor = choose_by(app, link_on(page))
    assert visitor.sign_in("new@demo.example", NEW_PASSWORD, onward="/account").heading == "Uw account"
    assert not LINK.search(administrator.follow("Klaar").words)


def test_a_form_that_is_sent_twice_adds_somebody_once_and_shows_a_newer_link(
    administrator: Visitor, app: Flask
) -> None:
    administrator.get("/valley/people/new")
    sent = [*administrator.fields("Toevoegen")]
    filled = [
        (name, {"email": "new@demo.example", "name": "New", "role": "auditor"}.get(name, value))
        for name, value in sent
    ]
    first = link_on(administrator.send("/valley/people/new", filled))
    second = link_on(administrator.send("/valley/people/new", filled))
    assert Visitor(app.test_client()).get(first, status=410).heading == "Deze link is verlopen"
    choose_by(app, second)


@pytest.mark.parametrize(
    "changes, status, mistakes",
    [
        ({"E-mailadres": ""}, 422, ["E-mailadres: Vul dit in."]),
        (
            {"E-mailadres": "new"},
            422,
            [f"E-mailadres: {NO_ADDRESS}"],
        ),
        ({"Naam": ""}, 422, ["Naam: Vul dit in."]),
        ({"Rol": ""}, 422, ["Rol: Kies er een uit de lijst."]),
        ({"Rol": "owner"}, 422, ["Rol: Kies er een uit de lijst."]),
        ({"Rol": "partner"}, 422, ["Partij: Kies de partij waarvoor deze partner spreekt."]),
        ({"Rol": "partner", "Partij": "nobody"}, 422, ["Partij: Kies er een uit de lijst."]),
        ({"Partij": "vodafone"}, 422, ["Partij: Alleen een partner spreekt voor een partij."]),
        (
            {"E-mailadres": "treasurer@demo.example", "Rol": "partner", "Partij": "vodafone"},
            409,
            [f"Rol: {NEVER_BOTH}"],
        ),
        (
            {"E-mailadres": "auditor@demo.example"},
            409,
            ["Rol: Deze persoon heeft die rol al."],
        ),
    ],
)
def test_somebody_who_cannot_be_added_is_kept_on_the_form_with_the_reason(
    administrator: Visitor, changes: dict[str, str], status: int, mistakes: list[str]
) -> None:
    administrator.get("/valley/people/new")
    page = administrator.submit("Toevoegen", NEW | changes, status=status)
    assert page.mistakes == mistakes
    assert page.value("E-mailadres") == (NEW | changes)["E-mailadres"]
    assert page.value("Naam") == (NEW | changes)["Naam"]


def test_somebody_with_an_account_only_gets_the_role(administrator: Visitor) -> None:
    administrator.get("/valley/people/new")
    page = administrator.submit(
        "Toevoegen", NEW | {"E-mailadres": "auditor@demo.example", "Rol": "administrator"}
    )
    assert page.heading == "Auditor"
    assert page.told == ["Deze persoon had al een account en heeft nu de rol."]


def test_roles_are_given_and_taken(administrator: Visitor) -> None:
    administrator.follow("Auditor")
    page = administrator.submit("Rol geven", {"Rol": "partner", "Partij": "arvato"})
    assert page.told == ["De rol is gegeven."]
    assert "arvato Bertelsmann" in page.words
    page = administrator.submit("Afnemen partner")
    assert page.told == ["De rol is afgenomen."]
    assert ["Auditor", "auditor@demo.example", "accountant", "", "open"] in page.rows()


def test_a_role_that_cannot_be_given_is_explained(administrator: Visitor) -> None:
    administrator.follow("Treasurer")
    page = administrator.submit("Rol geven", {"Rol": "partner", "Partij": "arvato"}, status=409)
    assert page.mistakes == [f"Rol: {NEVER_BOTH}"]
    assert page.value("Partij") == "arvato"


def test_a_treasurer_cannot_be_made_administrator_of_the_same_covenant(administrator: Visitor) -> None:
    administrator.follow("Treasurer")
    page = administrator.submit("Rol geven", {"Rol": "administrator"}, status=409)
    assert page.mistakes == [f"Rol: {NEITHER}"]


def test_a_link_that_was_made_for_somebody_stands_on_the_trail_with_who_made_it(
    administrator: Visitor, visit: Callable[[str], Visitor]
) -> None:
    administrator.follow("Auditor")
    administrator.submit("Link maken")
    rows = visit("auditor").get("/valley/trail").words
    assert "Link gemaakt om een wachtwoord te kiezen" in rows


def test_the_last_administrator_cannot_be_removed(administrator: Visitor) -> None:
    last = "Dit is de laatste beheerder; geef eerst iemand anders die rol."
    administrator.get("/valley/people/3")
    assert administrator.submit("Afnemen beheerder", status=409).mistakes == [last]
    administrator.get("/valley/people/3")
    assert administrator.submit("Account sluiten", status=409).mistakes == [last]


def test_a_closed_account_stays_on_the_list(administrator: Visitor) -> None:
    administrator.follow("Auditor")
    page = administrator.submit("Account sluiten")
    assert page.told == ["Het account is gesloten."]
    assert "Gesloten" in page.words
    assert ["Auditor", "auditor@demo.example", "accountant", "", "Gesloten"] in [
        [cell.removeprefix("\N{EN DASH} ") for cell in row]
        for row in administrator.get("/valley/people").rows()
    ]


def test_whoever_forgot_their_password_gets_a_link(administrator: Visitor, app: Flask) -> None:
    administrator.follow("Auditor")
    visitor = choose_by(app, link_on(administrator.submit("Link maken")))
    assert visitor.sign_in("auditor@demo.example", NEW_PASSWORD, onward="/account").heading == "Uw account"


def share_with_hills(database: Database) -> None:
    """Let the auditor's account belong to another covenant, which gave them a role first."""
    with database.write() as session:
        values = session.get_one(Covenant, 1).model_dump() | {"id": 2, "slug": "hills", "name": "Hills"}
        session.add(Covenant(**values))
        session.flush()
        people.give_role(session, 2, by=EARLIER, person_id=2, role="auditor")


@pytest.mark.parametrize("button", ["Link maken", "Account sluiten", "Naam en e-mailadres wissen"])
def test_an_account_that_belongs_to_another_covenant_is_not_changed_here(
    administrator: Visitor, database: Database, button: str
) -> None:
    administrator.follow("Auditor")
    share_with_hills(database)
    page = administrator.submit(button, {"sure": "yes"} if "wissen" in button else {}, status=403)
    assert "Het account van deze persoon hoort bij een ander convenant" in page.words


def test_of_an_account_of_another_covenant_only_the_roles_are_offered(
    administrator: Visitor, database: Database
) -> None:
    share_with_hills(database)
    page = administrator.follow("Auditor")
    assert [text for button in page.tree.iter("button") if (text := (button.text or "").strip())] == [
        "English",
        "Uitloggen",
        "Afnemen",
        "Rol geven",
    ]
    assert (
        "Het account van deze persoon hoort bij een ander convenant, dat deze persoon eerder een rol gaf."
        in page.words
    )


def test_a_role_given_here_lets_somebody_go_on_and_one_that_is_taken_ends_their_sessions(
    administrator: Visitor, visit: Callable[[str], Visitor], database: Database
) -> None:
    share_with_hills(database)
    auditor = visit("auditor")
    administrator.follow("Auditor")
    administrator.submit("Rol geven", {"Rol": "partner", "Partij": "arvato"})
    assert auditor.get("/account").heading == "Uw account"
    auditor.get("/valley/decisions/new")
    administrator.submit("Afnemen accountant")
    assert auditor.get("/account").heading == "Inloggen"


def test_somebody_invited_elsewhere_gets_the_role_and_no_link_of_ours(
    administrator: Visitor, database: Database
) -> None:
    share_with_hills(database)
    with database.write(2) as session:
        people.add_user(session, 2, by=EARLIER, email="new@demo.example", name="Invited", role="auditor")
    administrator.get("/valley/people/new")
    page = administrator.submit("Toevoegen", NEW)
    assert page.told == ["Deze persoon had al een account en heeft nu de rol."]
    assert not LINK.search(page.words)


def test_name_and_address_are_erased_and_the_number_stays(administrator: Visitor) -> None:
    administrator.follow("Auditor")
    page = administrator.submit("Naam en e-mailadres wissen", {"sure": "yes"})
    assert page.told == ["Naam en e-mailadres zijn gewist."]
    assert "auditor@demo.example" not in page.html
    page = administrator.get("/valley/people/2")
    assert page.heading == "Person 2"
    assert "wissen" not in page.words


def test_a_deputy_speaks_for_a_party_and_is_shown_as_such(administrator: Visitor) -> None:
    administrator.follow("Auditor")
    page = administrator.submit("Rol geven", {"Rol": "partner", "Partij": "arvato", "deputy": "yes"})
    assert "arvato Bertelsmann (plaatsvervanger)" in page.words
    rows = administrator.get("/valley/people").rows()
    assert "arvato Bertelsmann (plaatsvervanger)" in {cell for row in rows for cell in row}
    administrator.get("/valley/people/1")
    page = administrator.submit("Rol geven", {"Rol": "auditor", "deputy": "yes"}, status=422)
    assert page.mistakes == ["Als plaatsvervanger: Alleen een partner kan plaatsvervanger zijn."]


@pytest.mark.parametrize("number", ["999", "0", "99999999999999999999", "-1", "x"])
def test_a_number_that_is_nobodys_is_not_there(administrator: Visitor, number: str) -> None:
    administrator.get(f"/valley/people/{number}", status=404)


def test_somebody_of_another_covenant_is_not_there(administrator: Visitor, database: Database) -> None:
    with database.write() as session:
        number = people.add_person(session, by=CLERK, email="far@demo.example", name="Far")
    administrator.get(f"/valley/people/{number}", status=404)
