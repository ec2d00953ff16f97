"""People: adding them, their roles, their passwords, and who may not do what to whom."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import access_log, links, passwords, people, second_factor, signing_in
from ledger.core.acting import By
from ledger.core.refusals import NotAllowed
from ledger.passwords import NewPassword
from ledger.storage import accounts
from ledger.storage.reads import col
from ledger.storage.tables import AccessLog
from tests.actions.acting import by
from tests.actions.joining import CLERK, PASSWORD, add, as_person, open_another
from tests.outcomes import name_of, outcome, words_of

LETTERS = "a" * 63


@pytest.fixture(autouse=True, scope="module")
def _hashed_quickly() -> Iterator[None]:
    """Hash passwords with little work: these tests make many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


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
        (f"{LETTERS}@{LETTERS}.{LETTERS}.{'a' * 54}.example", "New", PASSWORD, "nl", "accepted"),
        (f"{LETTERS}@{LETTERS}.{LETTERS}.{'a' * 55}.example", "New", PASSWORD, "nl", "Malformed email"),
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

    added = outcome(
        lambda: people.add_person(
            session, by=CLERK, email=email, name=name, password=password, language=language
        )
    )
    assert name_of(added) == expected


def test_an_address_is_kept_in_small_letters(session: Session, covenant_id: int) -> None:
    number = people.add_person(session, by=CLERK, email=" New@Demo.Example ", name="New")
    account = accounts.account(session, number)
    assert account is not None
    assert (account.email, account.has_password) == ("new@demo.example", False)


def test_somebody_with_an_account_keeps_its_name_and_password(session: Session, covenant_id: int) -> None:
    first = add(session, covenant_id, "known", "auditor")
    second = people.add_user(
        session,
        covenant_id,
        by=CLERK,
        email="known@demo.example",
        name="Other",
        role="administrator",
        password="quite another password",
    )
    account = accounts.account(session, first)
    assert first == second
    assert account is not None
    assert account.name == "Known"
    assert passwords.opens(session, first, PASSWORD)


def test_a_form_that_is_sent_twice_adds_somebody_once(session: Session, covenant_id: int) -> None:
    def add_new(email: str = "new@demo.example") -> int:
        return people.add_user(
            session,
            covenant_id,
            by=as_person(3, "key"),
            email=email,
            name="New",
            role="auditor",
        )

    assert add_new() == add_new()
    assert name_of(outcome(lambda: add_new("other@demo.example"))) == "KeyReused"


# ---- the accounts of others -----------------------------------------------------------------------------


def test_an_account_is_changed_only_by_whoever_administers_the_covenant_it_belongs_to(
    session: Session, covenant_id: int
) -> None:
    ours = add(session, covenant_id, "ours", "administrator")
    shared = add(session, open_another(session), "shared", "auditor")
    later = replace(as_person(ours), now=by().now + timedelta(days=1))
    people.give_role(session, covenant_id, by=later, person_id=shared, role="auditor")

    for act in (
        lambda: people.make_link(session, covenant_id, by=as_person(ours), person_id=shared, token="t"),
        lambda: people.take_second_factor(session, covenant_id, by=as_person(ours), person_id=shared),
        lambda: people.erase_person(session, by=as_person(ours), person_id=shared),
        lambda: people.disable_person(session, by=as_person(ours), person_id=shared),
    ):
        with pytest.raises(NotAllowed, match="belongs to another covenant"):
            act()


def test_an_administrator_makes_a_link_by_which_somebody_chooses_a_password(
    session: Session, covenant_id: int
) -> None:
    ours = add(session, covenant_id, "ours", "administrator")
    other = add(session, covenant_id, "other", "auditor")
    before = accounts.account(session, other)
    assert before is not None
    assert people.make_link(session, covenant_id, by=as_person(ours), person_id=other, token="t") == "reset"
    links.use(session, by=CLERK, token="t", password=NewPassword("a brand new password"))
    account = accounts.account(session, other)
    assert account is not None
    assert account.stamp == before.stamp + 1
    assert passwords.opens(session, other, "a brand new password")


def test_closing_an_account_twice_ends_its_sessions_once(session: Session, covenant_id: int) -> None:
    number = add(session, covenant_id, "new", "auditor")
    before = accounts.account(session, number)
    for _ in range(2):
        people.disable_person(session, by=CLERK, person_id=number)
    account = accounts.account(session, number)
    assert account is not None
    assert before is not None
    assert (account.disabled, account.stamp) == (True, before.stamp + 1)


# ---- signing in and passwords -----------------------------------------------------------------------------


def test_whoever_has_an_account_signs_in_with_its_password(session: Session, covenant_id: int) -> None:
    number = add(session, covenant_id, "new", "auditor")
    assert signing_in.sign_in(session, email=" NEW@demo.example ", password=PASSWORD) == number


@pytest.mark.parametrize(
    "email, password",
    [
        ("new@demo.example", "wrong horse battery"),
        ("new@demo.example", ""),
        ("new@demo.example", PASSWORD + " "),
        ("new@demo.example", "x" * 100_000),
        ("nobody@demo.example", PASSWORD),
        ("nobody@demo.example", "nobody signs in with this"),
        ("without@demo.example", ""),
        ("without@demo.example", "nobody signs in with this"),
        ("closed@demo.example", PASSWORD),
        ("", ""),
    ],
)
def test_a_failed_sign_in_never_tells_why(
    session: Session, covenant_id: int, email: str, password: str
) -> None:
    add(session, covenant_id, "new", "auditor")
    people.add_person(session, by=CLERK, email="without@demo.example", name="Without")
    people.disable_person(session, by=CLERK, person_id=add(session, covenant_id, "closed", "auditor"))

    refused = outcome(lambda: signing_in.sign_in(session, email=email, password=password))
    assert words_of(refused) == "This e-mail address and password do not belong together."
    assert name_of(refused) == "NotSignedIn email"


@pytest.mark.parametrize(
    "old, new, expected",
    [
        (PASSWORD, "a brand new password", "accepted"),
        ("wrong", "a brand new password", "WrongSecret old"),
        (PASSWORD, PASSWORD, "Malformed new"),
        (PASSWORD, "too short", "Malformed new"),
        (PASSWORD, "new@demo.example", "Malformed new"),
    ],
)
def test_changing_a_password_takes_the_old_one_and_a_sound_new_one(
    session: Session, covenant_id: int, old: str, new: str, expected: str
) -> None:
    number = add(session, covenant_id, "new", "auditor")
    before = accounts.account(session, number)
    assert before is not None
    changed = outcome(
        lambda: passwords.change_password(
            session, by=as_person(number), old=old, new=NewPassword(new, field="new")
        )
    )
    assert name_of(changed) == expected
    account = accounts.account(session, number)
    assert account is not None
    assert account.stamp - before.stamp == (1 if expected == "accepted" else 0)


def test_accents_typed_in_two_ways_are_one_password(session: Session, covenant_id: int) -> None:
    number = people.add_person(
        session, by=CLERK, email="new@demo.example", name="New", password="caf\u00e9 caf\u00e9 caf\u00e9"
    )
    typed = "cafe\u0301 cafe\u0301 cafe\u0301"
    assert signing_in.sign_in(session, email="new@demo.example", password=typed) == number


def test_after_ten_failures_an_address_is_held_for_a_quarter_of_an_hour(
    session: Session, covenant_id: int
) -> None:
    start = by().now
    for minute in range(10):
        signing_in.require_calm(session, subject="address/a", now=start + timedelta(minutes=minute))
        access_log.append(
            session,
            now=start + timedelta(minutes=minute),
            person_id=0,
            act=access_log.SIGN_IN_FAILED,
            subject="address/a",
        )

    with pytest.raises(signing_in.TooOften) as held:
        signing_in.require_calm(session, subject="address/a", now=start + timedelta(minutes=14, seconds=59))
    assert held.value.status == 429
    signing_in.require_calm(session, subject="address/b", now=start + timedelta(minutes=10))
    signing_in.require_calm(session, subject="address/a", now=start + timedelta(minutes=15))


# ---- reading --------------------------------------------------------------------------------------------


def test_the_people_of_a_covenant_are_listed_by_name_with_roles_and_party(
    session: Session, covenant_id: int
) -> None:
    add(session, covenant_id, "zoe", "treasurer")
    number = add(session, covenant_id, "anna", "partner", "vodafone")
    people.give_role(session, covenant_id, by=CLERK, person_id=number, role="auditor")

    found = accounts.members(session, covenant_id)
    assert [(each.account.name, each.roles, each.party) for each in found] == [
        ("Anna", ("partner", "auditor"), "Vodafone"),
        ("Zoe", ("treasurer",), None),
    ]
    assert accounts.member(session, covenant_id, number) == found[0]
    assert accounts.member(session, covenant_id, 999) is None


def test_the_accounts_of_a_demonstration_are_offered_and_no_others(
    session: Session, covenant_id: int
) -> None:
    add(session, covenant_id, "auditor", "auditor")
    assert accounts.demonstration_emails(session) == []

    shown = open_another(session, demonstration=1)
    for email in ("partner@demo.example", "real@office.example", "treasurer@demo.example"):
        people.add_user(session, shown, by=CLERK, email=email, name="Shown", role="auditor")
    assert accounts.demonstration_emails(session) == ["partner@demo.example", "treasurer@demo.example"]


def test_one_changes_ones_own_name_and_language(session: Session, covenant_id: int) -> None:
    number = add(session, covenant_id, "new", "auditor")
    people.change_account(session, by=as_person(number), name=" Somebody  else ", language="en")
    people.change_account(session, by=as_person(number), language="en")
    account = accounts.account(session, number)
    assert account is not None
    assert (account.name, account.language) == ("Somebody else", "en")
    refused = outcome(lambda: people.change_account(session, by=as_person(number), language="fr"))
    assert name_of(refused) == "Malformed language"


@pytest.mark.parametrize("end", [people.disable_person, people.erase_person])
@pytest.mark.parametrize(
    "act",
    [
        lambda session, by: people.change_account(session, by=by, language="en"),
        lambda session, by: people.change_account(session, by=by, language="en", name="Another"),
        lambda session, by: passwords.change_password(
            session, by=by, old=PASSWORD, new=NewPassword("a brand new one")
        ),
        lambda session, by: passwords.keep_password(
            session, by=by, person_id=by.person_id, new=NewPassword("a brand new one")
        ),
        lambda session, by: second_factor.begin(session, by=by, password=PASSWORD),
        lambda session, by: second_factor.confirm(session, by=by, code="000000", secret="x"),
        lambda session, by: second_factor.turn_off(
            session, by=by, password=PASSWORD, code="000000", secret="x"
        ),
        lambda session, by: people.take_second_factor(session, 1, by=CLERK, person_id=by.person_id),
        lambda session, by: people.make_link(session, 1, by=CLERK, person_id=by.person_id, token="t"),
    ],
)
def test_nothing_of_a_closed_account_is_changed_any_more(
    session: Session,
    covenant_id: int,
    end: Callable[..., None],
    act: Callable[[Session, By], object],
) -> None:
    number = add(session, covenant_id, "new", "auditor")
    end(session, by=CLERK, person_id=number)
    before = accounts.account(session, number)
    refused = outcome(lambda: act(session, as_person(number)))
    assert words_of(refused) == "This account is closed."
    assert accounts.account(session, number) == before


def test_a_change_of_ones_account_stands_on_the_access_log_without_the_name(
    session: Session, covenant_id: int
) -> None:
    number = add(session, covenant_id, "new", "auditor")
    people.change_account(session, by=as_person(number), name="Somebody else", language="en")
    people.change_account(session, by=as_person(number), name="Somebody else", language="en")
    people.change_account(session, by=as_person(number), language="nl")
    rows = session.scalars(select(AccessLog).where(col(AccessLog.act) == "account.changed"))
    assert [(row.person_id, row.subject, row.content) for row in rows] == [
        (number, f"person/{number}", '{"changed":["language","name"]}'),
        (number, f"person/{number}", '{"changed":["language"]}'),
    ]
