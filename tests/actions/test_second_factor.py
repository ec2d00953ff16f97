"""The second factor: which codes are taken, each once, and what is asked to turn it on and off."""

from base64 import b32encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from pyotp import TOTP
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import links, passwords, second_factor
from ledger.core.acting import By
from ledger.core.refusals import Refusal
from ledger.passwords import NewPassword
from ledger.storage import accounts
from ledger.storage.reads import col
from ledger.storage.tables import RecoveryCode, SecondFactor
from tests.actions.acting import TODAY, by
from tests.actions.joining import PASSWORD, add
from tests.outcomes import name_of, outcome

SECRET = "the ledger's own secret"
NOW = by().now
HALF_MINUTE = timedelta(seconds=30)


@pytest.fixture(autouse=True, scope="module")
def _hashed_quickly() -> Iterator[None]:
    """Hash passwords with little work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture
def person(session: Session, covenant_id: int) -> int:
    """Give somebody who has begun to use a second factor."""
    number = add(session, covenant_id, "new", "auditor")
    second_factor.begin(session, by=acting(number), password=PASSWORD)
    return number


def acting(number: int, now: datetime = NOW) -> By:
    """Act as somebody, at some time."""
    return By(number, now, TODAY)


def phone(session: Session, number: int) -> TOTP:
    """Give what somebody's phone shows codes with."""
    row = session.get_one(SecondFactor, number)
    return TOTP(second_factor.key_of(SECRET, number, row.nonce))


def turned_on(session: Session, number: int) -> list[str]:
    """Turn it on by the code of now; gives the recovery codes."""
    code = phone(session, number).at(NOW)
    return second_factor.confirm(session, by=acting(number), code=code, secret=SECRET)


def takes(session: Session, number: int, code: str, now: datetime = NOW) -> bool:
    return second_factor.take(session, person_id=number, code=code, secret=SECRET, now=now)


@pytest.mark.parametrize(
    "seconds, code",
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B; of its eight digits ours are the last six."""
    key = b32encode(b"12345678901234567890").decode()
    assert (
        second_factor._step_of(key, code[2:], datetime.fromtimestamp(seconds, UTC), after=0) == seconds // 30
    )


@pytest.mark.parametrize(
    "steps, taken", [(-3, False), (-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_is_taken_half_a_minute_around_its_time(
    session: Session, person: int, steps: int, taken: bool
) -> None:
    turned_on(session, person)
    later = NOW + 10 * HALF_MINUTE
    assert takes(session, person, phone(session, person).at(later + steps * HALF_MINUTE), later) is taken


@pytest.mark.parametrize(
    "typed, taken",
    [
        ("{0} ", True),
        ("{1} {2}", True),
        ("{1}-{2}", True),
        ("0{0}", False),
        ("", False),
        ("x", False),
        ("٣٣٣٣٣٣", False),
    ],
)
def test_blanks_within_a_code_do_not_matter(session: Session, person: int, typed: str, taken: bool) -> None:
    turned_on(session, person)
    later = NOW + 10 * HALF_MINUTE
    code = phone(session, person).at(later)
    assert takes(session, person, typed.format(code, code[:3], code[3:]), later) is taken


def test_a_code_is_taken_once_and_none_before_it_any_more(session: Session, person: int) -> None:
    turned_on(session, person)
    later = NOW + 10 * HALF_MINUTE
    code, before = phone(session, person).at(later), phone(session, person).at(later - HALF_MINUTE)
    assert [takes(session, person, each, later) for each in (code, code, before)] == [True, False, False]


def test_the_code_that_turned_it_on_is_used_up(session: Session, person: int) -> None:
    code = phone(session, person).at(NOW)
    turned_on(session, person)
    assert not takes(session, person, code)


def test_ten_recovery_codes_are_each_taken_once(session: Session, person: int) -> None:
    codes = turned_on(session, person)
    assert len(set(codes)) == 10
    assert [takes(session, person, code) for code in (codes[0], codes[0], codes[1].upper())] == [
        True,
        False,
        True,
    ]
    assert second_factor.standing(session, person).codes_left == 8


def test_no_code_is_kept_as_it_is(session: Session, person: int) -> None:
    codes = {code.replace("-", "") for code in turned_on(session, person)}
    kept = set(session.scalars(select(col(RecoveryCode.code_hash))))
    assert kept.isdisjoint(codes)
    assert phone(session, person).secret not in session.get_one(SecondFactor, person).nonce


def test_before_it_is_on_no_code_lets_anybody_in(session: Session, covenant_id: int) -> None:
    number = add(session, covenant_id, "other", "auditor")
    assert not takes(session, number, "000000")
    assert second_factor.standing(session, number).on is False


def test_turning_it_on_ends_every_session(session: Session, person: int) -> None:
    before = accounts.account(session, person)
    turned_on(session, person)
    after = accounts.account(session, person)
    assert before is not None
    assert after is not None
    assert after.stamp == before.stamp + 1


@pytest.mark.parametrize(
    "password, code, expected",
    [
        (PASSWORD, "right", "accepted"),
        (PASSWORD, "recovery", "accepted"),
        ("wrong", "right", "WrongSecret password"),
        (PASSWORD, "000000x", "WrongSecret code"),
        (PASSWORD, "used", "WrongSecret code"),
    ],
)
def test_turning_it_off_takes_password_and_code(
    session: Session, person: int, password: str, code: str, expected: str
) -> None:
    used = phone(session, person).at(NOW)
    recovery = turned_on(session, person)[0]
    later = NOW + 10 * HALF_MINUTE
    codes = {"right": phone(session, person).at(later), "recovery": recovery, "used": used}
    done = outcome(
        lambda: second_factor.turn_off(
            session, by=acting(person, later), password=password, code=codes.get(code, code), secret=SECRET
        )
    )
    assert name_of(done) == expected
    assert second_factor.standing(session, person).on is (expected != "accepted")


def test_what_is_on_cannot_be_begun_anew_nor_what_is_off_turned_off(session: Session, person: int) -> None:
    with pytest.raises(Refusal, match="off already"):
        second_factor.turn_off(session, by=acting(person), password=PASSWORD, code="1", secret=SECRET)
    turned_on(session, person)
    with pytest.raises(Refusal, match="on already"):
        second_factor.begin(session, by=acting(person), password=PASSWORD)
    with pytest.raises(Refusal, match="nothing to confirm"):
        second_factor.confirm(session, by=acting(person), code="1", secret=SECRET)


def test_the_key_is_shown_until_the_first_code_and_never_again(session: Session, person: int) -> None:
    shown = second_factor.enrolment(session, person_id=person, email="new@demo.example", secret=SECRET)
    assert shown is not None
    assert shown.key == phone(session, person).secret
    assert shown.address.startswith("otpauth://totp/Covenant%20Ledger:new%40demo.example?secret=")
    turned_on(session, person)
    assert second_factor.enrolment(session, person_id=person, email="new@demo.example", secret=SECRET) is None


@pytest.mark.parametrize("is_on", [False, True])
@pytest.mark.parametrize("how", ["changed", "by a link"])
def test_what_was_only_begun_ends_with_the_password_and_what_is_on_stays(
    session: Session, person: int, how: str, is_on: bool
) -> None:
    """Whoever knew the old password has seen the key of what they began."""
    if is_on:
        turned_on(session, person)
    if how == "changed":
        passwords.change_password(
            session, by=acting(person), old=PASSWORD, new=NewPassword("a brand new password")
        )
    else:
        links.make(session, by=acting(person), person_id=person, token="t", purpose="reset")
        links.use(session, by=acting(0), token="t", password=NewPassword("a brand new password"))
    standing = second_factor.standing(session, person)
    assert (standing.begun, standing.on) == (False, is_on)


def test_another_secret_of_the_ledger_gives_other_codes(session: Session, person: int) -> None:
    turned_on(session, person)
    code = phone(session, person).at(NOW + 10 * HALF_MINUTE)
    assert not second_factor.take(
        session, person_id=person, code=code, secret="another", now=NOW + 10 * HALF_MINUTE
    )
