"""Passwords: what makes one sound, how it is kept, and how somebody gets another.

A password is kept as its Argon2id hash alone. Whoever gets another password is signed out everywhere.
"""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from ledger import access_log, sessions
from ledger.core.acting import By
from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, sentence
from ledger.storage import accounts
from ledger.storage.db import ACCESS_LOCK, lock
from ledger.storage.reads import col
from ledger.storage.tables import Person, SecondFactor

NO_PASSWORD = ""  # what stands in the place of a hash where there is none  # nosec B105

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200

HASHER = PasswordHasher()
"""Argon2id with the parameters of RFC 9106's second choice: 64 MiB, three passes."""


class WrongSecret(Malformed):
    """What was typed is not the present password, or not a code that holds; such failures are counted."""


def require_password(text: str, *, email: str = "", field: str = "password") -> str:
    """Give a new password as it will be hashed; refuses one that is too short, too long or the e-mail."""
    password = unicodedata.normalize("NFC", text)
    if any("\ud800" <= letter <= "\udfff" for letter in password):
        raise Malformed(sentence(N_("This password is not written in UTF-8 and cannot be read.")), field)
    if len(password) < SHORTEST_PASSWORD:
        raise Malformed(
            sentence(N_("A password has at least %(least)s characters."), least=SHORTEST_PASSWORD), field
        )
    if len(password) > LONGEST_PASSWORD:
        raise Malformed(
            sentence(N_("A password has at most %(most)s characters."), most=LONGEST_PASSWORD), field
        )
    if email and password.lower() == email:
        raise Malformed(sentence(N_("The password may not be the e-mail address.")), field)
    return password


def hashed(password: str) -> str:
    """Give the form in which a sound password is kept."""
    return HASHER.hash(password)


def is_right(secret: str, password: str) -> bool:
    """Say whether a password is the one that was hashed; no password is that of an account without one."""
    typed = unicodedata.normalize("NFC", password[: LONGEST_PASSWORD + 1])
    try:
        HASHER.verify(secret or _nobodys_hash(), typed)
    except (Argon2Error, InvalidHashError):
        return False
    return bool(secret)


class NewPassword:
    """A password that somebody chose, found sound and hashed.

    It is made before the block that keeps it: hashing takes a while, and under the lock everybody would wait.
    Refuses a password that is too short or too long.
    """

    def __init__(self, typed: str, *, field: str = "password") -> None:
        self.field = field
        self._text = require_password(typed, field=field)
        self._secret = hashed(self._text)

    def is_same(self, password: str) -> bool:
        """Say whether this is the same password as another."""
        return self._text == unicodedata.normalize("NFC", password)

    def secret_of(self, email: str) -> str:
        """Give the form in which it is kept for somebody; refuses their e-mail address for a password."""
        require_password(self._text, email=email, field=self.field)
        return self._secret


def opens(session: Session, person_id: int, password: str) -> bool:
    """Say whether a password is somebody's present one."""
    person = session.get(Person, person_id)
    return is_right(person.password_hash if person else NO_PASSWORD, password)


def require_present(session: Session, person_id: int, password: str, *, field: str) -> None:
    """Refuse a password that is not somebody's present one; whose account is closed has none."""
    accounts.require_open(session, person_id)
    if not opens(session, person_id, password):
        raise WrongSecret(sentence(N_("This is not your present password.")), field)


def change_password(session: Session, *, by: By, old: str, new: NewPassword) -> None:
    """Change one's own password; every session ends."""
    require_present(session, by.person_id, old, field="old")
    if new.is_same(old):
        raise Malformed(sentence(N_("The new password is the same as the old one.")), new.field)
    keep_password(session, by=by, person_id=by.person_id, new=new)


def keep_password(session: Session, *, by: By, person_id: int, new: NewPassword) -> None:
    """Keep a new password for somebody, once it was asked whether they may have one; every session ends.

    A second factor that was begun and not confirmed goes too: whoever knew the old password may have begun it
    and seen its key. Refuses a closed account.
    """
    person = accounts.require_open(session, person_id)
    secret = new.secret_of(person.email)
    lock(session, ACCESS_LOCK)
    session.execute(update(Person).where(col(Person.id) == person_id).values(password_hash=secret))
    session.execute(
        delete(SecondFactor).where(
            col(SecondFactor.person_id) == person_id, col(SecondFactor.confirmed_at).is_(None)
        )
    )
    sessions.end_all(session, person_id)
    access_log.append(
        session,
        now=by.now,
        person_id=by.person_id,
        act=access_log.PASSWORD_CHANGED,
        subject=f"person/{person_id}",
    )


@cache
def _nobodys_hash() -> str:
    """Give a hash to compare with where there is no account, so that this takes as long."""
    return HASHER.hash("nobody signs in with this")
