"""Roles: who may be what, together with what, and how that is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import belonging, passwords, people
from ledger.core.refusals import WrongState
from ledger.storage import accounts
from ledger.storage.accounts import Standing
from ledger.storage.reads import col
from ledger.storage.tables import Party, Trail
from ledger.trail import head
from tests.actions.acting import TODAY
from tests.actions.joining import CLERK, PASSWORD, add, as_person, open_another
from tests.actions.told import all_told, told
from tests.outcomes import name_of, outcome

LATER = replace(CLERK, now=CLERK.now + timedelta(days=1))


@pytest.fixture(autouse=True, scope="module")
def _hashed_quickly() -> Iterator[None]:
    """Hash passwords with little work: these tests make many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


def by_whom(session: Session, covenant_id: int) -> int:
    """Give the number of whoever did what stands last on the trail."""
    return session.scalars(
        select(col(Trail.person_id)).where(col(Trail.seq) == head(session, covenant_id).seq)
    ).one()


@pytest.mark.parametrize(
    "role, party, deputy, expected",
    [
        ("partner", "vodafone", True, "accepted"),
        ("partner", "vodafone", False, "accepted"),
        ("auditor", None, True, "Malformed deputy"),
        ("partner", None, True, "Malformed party"),
    ],
)
def test_only_a_partner_is_a_deputy(
    session: Session, covenant_id: int, role: str, party: str | None, deputy: bool, expected: str
) -> None:
    number = people.add_person(session, by=CLERK, email="new@demo.example", name="New")
    given = outcome(
        lambda: people.give_role(
            session, covenant_id, by=CLERK, person_id=number, role=role, party=party, deputy=deputy
        )
    )
    assert name_of(given) == expected
    is_deputy = deputy and expected == "accepted"
    assert accounts.deputies(session, covenant_id) == ({number} if is_deputy else set())
    if expected == "accepted":
        assert accounts.roles_in(session, covenant_id, number).party == "Vodafone"
        ((_, content),) = told(session, f"person/{number}")
        assert content.get("deputy", False) is deputy


@pytest.mark.parametrize(
    "held, role, party, expected",
    [
        (None, "treasurer", None, "accepted"),
        (None, "auditor", None, "accepted"),
        (None, "administrator", None, "accepted"),
        (None, "partner", "vodafone", "accepted"),
        (None, "partner", None, "Malformed party"),
        (None, "partner", "", "Malformed party"),
        (None, "partner", "nobody", "NotFound party"),
        (None, "auditor", "vodafone", "Malformed party"),
        (None, "owner", None, "Malformed role"),
        (("treasurer", None), "partner", "vodafone", "WrongState role"),
        (("partner", "vodafone"), "treasurer", None, "WrongState role"),
        (("partner", "vodafone"), "partner", "arvato", "WrongState role"),
        (("treasurer", None), "treasurer", None, "WrongState role"),
        (("treasurer", None), "administrator", None, "WrongState role"),
        (("administrator", None), "treasurer", None, "WrongState role"),
        (("partner", "vodafone"), "administrator", None, "WrongState role"),
        (("administrator", None), "partner", "vodafone", "WrongState role"),
        (("auditor", None), "administrator", None, "accepted"),
        (("administrator", None), "auditor", None, "accepted"),
        (("auditor", None), "partner", "vodafone", "accepted"),
    ],
)
def test_nobody_enters_and_approves_or_makes_the_accounts_of_who_does_and_a_partner_has_a_party(
    session: Session,
    covenant_id: int,
    held: tuple[str, str | None] | None,
    role: str,
    party: str | None,
    expected: str,
) -> None:
    number = people.add_person(session, by=CLERK, email="new@demo.example", name="New")
    if held:
        people.give_role(session, covenant_id, by=CLERK, person_id=number, role=held[0], party=held[1])
    given = outcome(
        lambda: people.give_role(session, covenant_id, by=CLERK, person_id=number, role=role, party=party)
    )
    assert name_of(given) == expected


def test_who_administers_one_covenant_may_enter_in_another(session: Session, covenant_id: int) -> None:
    number = add(session, covenant_id, "new", "administrator")
    people.give_role(session, open_another(session), by=CLERK, person_id=number, role="treasurer")
    assert accounts.roles_in(session, 2, number).roles == {"treasurer"}


def test_roles_in_two_covenants_may_differ(session: Session, covenant_id: int) -> None:
    number = add(session, covenant_id, "new", "treasurer")
    hills = open_another(session)
    session.add(Party(covenant_id=hills, id=1, slug="mill", name="Mill", kind="firm", joined_on=TODAY))
    session.flush()

    people.give_role(session, hills, by=CLERK, person_id=number, role="partner", party="mill")

    assert accounts.roles_in(session, covenant_id, number) == Standing(frozenset({"treasurer"}))
    assert accounts.roles_in(session, hills, number) == Standing(frozenset({"partner"}), 1, "Mill")
    assert [each.slug for each in accounts.covenants_of(session, number)] == ["valley", "hills"]


@pytest.mark.parametrize(
    "who, whose_account, act, ends",
    [
        ("command line", "ours", "give", True),
        ("command line", "theirs", "give", True),
        ("administrator", "ours", "give", True),
        ("administrator", "theirs", "give", False),
        ("administrator of both", "theirs", "give", True),
        ("command line", "theirs", "take", True),
        ("administrator", "ours", "take", True),
        ("administrator", "theirs", "take", True),
    ],
)
def test_a_role_that_is_taken_ends_sessions_and_one_that_is_given_where_the_giver_is_in_charge(
    session: Session, covenant_id: int, who: str, whose_account: str, act: str, ends: bool
) -> None:
    """Nobody signs people out by giving them something; what is taken holds at once and everywhere."""
    hills = open_another(session)
    administrator = add(session, covenant_id, "ours", "administrator")
    if who == "administrator of both":
        people.give_role(session, hills, by=CLERK, person_id=administrator, role="administrator")
    number = add(session, covenant_id if whose_account == "ours" else hills, "new", "auditor")
    if whose_account == "theirs":
        people.give_role(session, covenant_id, by=LATER, person_id=number, role="auditor")
    before = accounts.account(session, number)
    by = CLERK if who == "command line" else as_person(administrator)
    if act == "give":
        people.give_role(session, covenant_id, by=by, person_id=number, role="treasurer")
    else:
        people.take_role(session, covenant_id, by=by, person_id=number, role="auditor")
    after = accounts.account(session, number)
    assert before is not None
    assert after is not None
    assert after.stamp - before.stamp == (1 if ends else 0)


GIVEN_HERE, GIVEN_THERE = ("give", "here"), ("give", "there")
TAKEN_HERE, TAKEN_THERE = ("take", "here"), ("take", "there")


@pytest.mark.parametrize(
    "acts, in_charge",
    [
        ([], "both"),
        ([GIVEN_HERE], "here"),
        ([GIVEN_HERE, GIVEN_THERE], "here"),
        ([GIVEN_THERE, GIVEN_HERE], "there"),
        ([GIVEN_HERE, GIVEN_THERE, TAKEN_THERE], "here"),
        ([GIVEN_HERE, GIVEN_THERE, TAKEN_HERE], "there"),
        ([GIVEN_HERE, GIVEN_THERE, TAKEN_HERE, GIVEN_HERE], "here"),
        ([GIVEN_THERE, TAKEN_THERE, GIVEN_HERE], "here"),
        ([GIVEN_HERE, GIVEN_THERE, TAKEN_THERE, GIVEN_THERE], "here"),
        ([GIVEN_HERE, GIVEN_THERE, TAKEN_THERE, TAKEN_HERE], "both"),
    ],
)
def test_an_account_belongs_to_the_first_of_its_covenants_that_gave_its_person_a_role(
    session: Session, covenant_id: int, acts: list[tuple[str, str]], in_charge: str
) -> None:
    """No role that a later covenant gives takes an account from those who had it, also while roles change."""
    covenants = {"here": covenant_id, "there": open_another(session)}
    administrators = {
        place: add(session, each, f"keeper-{place}", "administrator") for place, each in covenants.items()
    }
    number = people.add_person(session, by=CLERK, email="new@demo.example", name="New")
    for minute, (act, place) in enumerate(acts):
        do = people.give_role if act == "give" else people.take_role
        who = as_person(administrators[place])
        now = replace(who, now=who.now + timedelta(minutes=minute))
        do(session, covenants[place], by=now, person_id=number, role="auditor")
    able = [
        place
        for place, keeper in administrators.items()
        if belonging.is_in_charge(session, as_person(keeper), number)
    ]
    assert able == (["here", "there"] if in_charge == "both" else [in_charge])
    assert belonging.is_in_charge(session, CLERK, number)


def test_whoever_adds_somebody_of_another_covenant_by_their_address_signs_nobody_out(
    session: Session, covenant_id: int
) -> None:
    hills = open_another(session)
    people.add_user(session, hills, by=CLERK, email="far@demo.example", name="Far", role="administrator")
    far = accounts.find_account(session, "far@demo.example")
    number = add(session, covenant_id, "new", "treasurer")
    before = accounts.account(session, number)
    assert far is not None
    people.add_user(
        session, hills, by=as_person(far.id), email="new@demo.example", name="Mine", role="auditor"
    )
    assert accounts.account(session, number) == before
    assert accounts.roles_in(session, hills, number).roles == {"auditor"}


def test_a_role_is_told_on_the_trail_by_number_alone(session: Session, covenant_id: int) -> None:
    number = add(session, covenant_id, "secretive", "partner", "vodafone")
    people.take_role(session, covenant_id, by=CLERK, person_id=number, role="partner")

    assert told(session, f"person/{number}") == [
        ("role.given", {"role": "partner", "party": "vodafone"}),
        ("role.taken", {"role": "partner"}),
    ]
    assert "secretive" not in all_told(session).lower()


@pytest.mark.parametrize("purpose", ["invitation", "reset"])
def test_a_link_that_somebody_made_for_another_is_told_on_the_trail(
    session: Session, covenant_id: int, purpose: str
) -> None:
    ours = add(session, covenant_id, "ours", "administrator")
    number = people.add_user(
        session,
        covenant_id,
        by=CLERK,
        email="new@demo.example",
        name="New",
        role="auditor",
        password=PASSWORD if purpose == "reset" else None,
    )
    people.make_link(session, covenant_id, by=as_person(ours), person_id=number, token="secret")
    assert told(session, f"person/{number}")[1:] == [("link.made", {"kind": purpose})]
    assert by_whom(session, covenant_id) == ours
    assert "secret" not in all_told(session)


def test_a_second_factor_that_somebody_took_from_another_is_told_on_the_trail(
    session: Session, covenant_id: int
) -> None:
    ours = add(session, covenant_id, "ours", "administrator")
    number = add(session, covenant_id, "new", "auditor")
    people.take_second_factor(session, covenant_id, by=as_person(ours), person_id=number)
    assert told(session, f"person/{number}")[1:] == [("factor.taken", {})]
    assert by_whom(session, covenant_id) == ours


def test_a_role_that_is_given_or_taken_twice_by_one_form_is_told_once(
    session: Session, covenant_id: int
) -> None:
    number = add(session, covenant_id, "new", "auditor")
    before = head(session, covenant_id).seq
    for _ in range(2):
        people.give_role(
            session, covenant_id, by=as_person(3, "give"), person_id=number, role="administrator"
        )
    for _ in range(2):
        people.take_role(session, covenant_id, by=as_person(3, "take"), person_id=number, role="auditor")
    assert head(session, covenant_id).seq == before + 2


def test_the_last_administrator_stays(session: Session, covenant_id: int) -> None:
    first = add(session, covenant_id, "first", "administrator")
    with pytest.raises(WrongState, match="last administrator"):
        people.take_role(session, covenant_id, by=CLERK, person_id=first, role="administrator")
    with pytest.raises(WrongState, match="last administrator"):
        people.disable_person(session, by=CLERK, person_id=first)

    second = add(session, covenant_id, "second", "administrator")
    people.take_role(session, covenant_id, by=CLERK, person_id=first, role="administrator")
    with pytest.raises(WrongState, match="last administrator"):
        people.take_role(session, covenant_id, by=CLERK, person_id=second, role="administrator")


def test_a_closed_account_counts_for_no_administrator(session: Session, covenant_id: int) -> None:
    first, second = (add(session, covenant_id, name, "administrator") for name in ("first", "second"))
    people.disable_person(session, by=CLERK, person_id=second)
    with pytest.raises(WrongState, match="last administrator"):
        people.take_role(session, covenant_id, by=CLERK, person_id=first, role="administrator")


def test_a_role_somebody_does_not_have_cannot_be_taken(session: Session, covenant_id: int) -> None:
    number = add(session, covenant_id, "new", "auditor")
    with pytest.raises(WrongState, match="does not have that role"):
        people.take_role(session, covenant_id, by=CLERK, person_id=number, role="treasurer")


def test_nobody_gets_a_role_under_a_number_that_is_nobodys(session: Session, covenant_id: int) -> None:
    given = outcome(lambda: people.give_role(session, covenant_id, by=CLERK, person_id=999, role="auditor"))
    assert name_of(given) == "NotFound"


def test_a_closed_account_gets_no_role(session: Session, covenant_id: int) -> None:
    number = add(session, covenant_id, "new", "auditor")
    people.disable_person(session, by=CLERK, person_id=number)
    given = outcome(
        lambda: people.give_role(session, covenant_id, by=CLERK, person_id=number, role="treasurer")
    )
    assert name_of(given) == "WrongState email"
