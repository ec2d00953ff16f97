"""People: adding them, their roles, their passwords, and who may not do what to whom."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from ledger import access_log, people
from ledger.core.acting import COMMAND_LINE, By
from ledger.core.refusals import Malformed, NotAllowed, Refusal, WrongState
from ledger.storage import accounts
from ledger.storage.tables import Covenant
from ledger.trail import head
from tests.actions.acting import TODAY, by
from tests.actions.told import told
from tests.outcomes import outcome

PASSWORD = "correct horse battery"
CLERK = By(COMMAND_LINE, by().now, TODAY)
LETTERS = "a" * 64


def add(session: Session, covenant_id: int, name: str, role: str, party: str | None = None) -> int:
    """Add somebody with a role, from the command line."""
    return people.add_user(
        session,
        covenant_id,
        by=CLERK,
        email=f"{name}@demo.example",
        name=name.capitalize(),
        role=role,
        party=party,
        password=PASSWORD,
    )


def as_person(number: int, key: str = "") -> By:
    """Act as the person with this number."""
    return By(number, by().now, TODAY, key=key)


def open_another(session: Session) -> int:
    """Open a second covenant beside the first, without anything in it."""
    values = session.get_one(Covenant, 1).model_dump() | {"id": 2, "slug": "hills", "name": "Hills"}
    session.add(Covenant(**values))
    session.flush()
    return 2


# ---- adding ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "email, name, password, language, expected",
    [
        ("new@demo.example", "New", PASSWORD, "nl", "accepted"),
        (" New@Demo.Example ", "New", PASSWORD, "en", "accepted"),
        ("new@demo.example", "New", None, "nl", "accepted"),
        ("new@demo.example", "New", "x" * 12, "nl", "accepted"),
        ("new@demo.example", "New", "x" * 11, "nl", "Malformed password"),
        ("new@demo.example", "New", "x" * 200, "nl", "accepted"),
        ("new@demo.example", "New", "x" * 201, "nl", "Malformed password"),
        ("new@demo.example", "New", "NEW@demo.example", "nl", "Malformed password"),
        ("", "New", PASSWORD, "nl", "Malformed email"),
        ("new", "New", PASSWORD, "nl", "Malformed email"),
        ("new@demo", "New", PASSWORD, "nl", "Malformed email"),
        ("new@@demo.example", "New", PASSWORD, "nl", "Malformed email"),
        ("new person@demo.example", "New", PASSWORD, "nl", "Malformed email"),
        ("new\x00@demo.example", "New", PASSWORD, "nl", "Malformed email"),
        (f"{LETTERS}@{LETTERS}.{LETTERS}.{'a' * 51}.example", "New", PASSWORD, "nl", "accepted"),
        (f"{LETTERS}@{LETTERS}.{LETTERS}.{'a' * 52}.example", "New", PASSWORD, "nl", "Malformed email"),
        ("known@demo.example", "New", PASSWORD, "nl", "WrongState email"),
        ("KNOWN@demo.example", "New", PASSWORD, "nl", "WrongState email"),
        ("new@demo.example", "", PASSWORD, "nl", "Malformed name"),
        ("new@demo.example", "x" * 200, PASSWORD, "nl", "accepted"),
        ("new@demo.example", "x" * 201, PASSWORD, "nl", "Malformed name"),
        ("new@demo.example", "<script>=1+1", PASSWORD, "nl", "accepted"),
        ("new@demo.example", "New", PASSWORD, "fr", "Malformed language"),
    ],
)
def test_a_person_is_added_with_a_sound_address_name_and_password(
    session: Session,
    covenant_id: int,
    email: str,
    name: str,
    password: str | None,
    language: str,
    expected: str,
) -> None:
    people.add_person(session, by=CLERK, email="known@demo.example", name="Known", password=None)

    def add_new() -> None:
        people.add_person(session, by=CLERK, email=email, name=name, password=password, language=language)

    assert said(add_new) == expected


def said(act: object) -> str:
    """Say how an act ended: accepted, or the refusal and the field it belongs beside."""
    assert callable(act)
    try:
        act()
    except Refusal as refusal:
        return f"{type(refusal).__name__} {refusal.field}" if refusal.field else type(refusal).__name__
    return "accepted"
