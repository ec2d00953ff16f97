"""Erasing somebody: name and e-mail address are gone everywhere, and the record still verifies."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from ledger import access_log, trail
from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import METADATA, AccessLog, Person, Trail
from tests.web.proving import turn_on
from tests.web.visitor import PASSWORD, Visitor

NAME, EMAIL = "Erasable Oneself", "erasable@demo.example"


def everything(database: Database) -> str:
    """Give all that the database holds, as one text in small letters."""
    with database.engine.connect() as connection:
        rows = [row for table in METADATA.tables.values() for row in connection.execute(table.select())]
    return "\n".join(map(str, rows)).lower()


@pytest.fixture
def erasable(app: Flask, visit: Callable[[str], Visitor]) -> int:
    """Have somebody added who chooses a password, signs in, fails and is refused; give their number."""
    administrator = visit("administrator")
    administrator.get("/valley/people/new")
    page = administrator.submit(
        "Toevoegen", {"E-mailadres": EMAIL, "Naam": NAME, "Rol": "partner", "Partij": "vodafone"}
    )
    link = page.words.split("http://localhost")[1].split()[0]
    person = Visitor(app.test_client())
    person.get(link)
    person.submit("Wachtwoord instellen", {"password": PASSWORD})
    person.get("/sign-in")
    person.submit("Inloggen", {"email": EMAIL, "password": "wrong"}, status=422)
    person.sign_in(EMAIL, onward="/account")
    person.submit("Opslaan", {"Naam": f"{NAME} Changed"})
    turn_on(app, person, EMAIL)
    person.get("/valley/people", status=403)
    person.get(f"/valley/people/{EMAIL}", status=404)
    administrator.get("/valley/people/new")
    administrator.submit("Toevoegen", {"E-mailadres": EMAIL, "Naam": NAME, "Rol": "auditor"})
    database: Database = app.extensions["ledger"]
    with database.read() as session:
        return session.scalars(select(col(Person.id)).where(col(Person.email) == EMAIL)).one()


def test_nothing_of_name_and_address_is_left_and_both_chains_verify(
    visit: Callable[[str], Visitor], database: Database, erasable: int
) -> None:
    assert "erasable" in everything(database)
    administrator = visit("administrator")
    administrator.get(f"/valley/people/{erasable}")
    administrator.submit("Naam en e-mailadres wissen", {"sure": "yes"})
    assert "erasable" not in everything(database)
    with database.read() as session:
        assert trail.verify_chain(session, 1) == []
        assert access_log.verify_chain(session) == []
        gone = session.get_one(Person, erasable)
        assert (gone.name, gone.password_hash) == (f"Person {erasable}", "")
        assert gone.disabled_at is not None
        assert gone.erased_at is not None


def test_erasing_asks_whether_one_is_sure(
    visit: Callable[[str], Visitor], database: Database, erasable: int
) -> None:
    administrator = visit("administrator")
    administrator.get(f"/valley/people/{erasable}")
    page = administrator.submit("Naam en e-mailadres wissen", status=422)
    (mistake,) = page.mistakes
    assert mistake.endswith(": Vink dit aan als u deze persoon voorgoed wilt wissen.")
    assert "erasable" in everything(database)


def test_what_they_did_stays_under_their_number(
    visit: Callable[[str], Visitor], database: Database, erasable: int
) -> None:
    administrator = visit("administrator")
    administrator.get(f"/valley/people/{erasable}")
    administrator.submit("Naam en e-mailadres wissen", {"sure": "yes"})
    with database.read() as session:
        given = session.scalars(select(Trail).where(col(Trail.subject) == f"person/{erasable}")).all()
        refused = session.scalars(
            select(AccessLog).where(
                col(AccessLog.person_id) == erasable, col(AccessLog.act) == "access.refused"
            )
        ).all()
    assert [row.act for row in given] == ["role.given", "link.made", "role.given"]
    assert len(refused) == 1


def test_whoever_was_erased_can_neither_sign_in_nor_be_invited(
    app: Flask, visit: Callable[[str], Visitor], erasable: int
) -> None:
    administrator = visit("administrator")
    for _ in range(2):
        administrator.get(f"/valley/people/{erasable}")
        if "wissen" in administrator.get(f"/valley/people/{erasable}").words:
            administrator.submit("Naam en e-mailadres wissen", {"sure": "yes"})
    visitor = Visitor(app.test_client())
    visitor.get("/sign-in")
    visitor.submit("Inloggen", {"email": EMAIL, "password": PASSWORD}, status=422)
    visitor.submit(
        "Inloggen", {"email": f"person-{erasable}@erased.invalid", "password": PASSWORD}, status=422
    )
    assert "Link maken" not in administrator.get(f"/valley/people/{erasable}").html
