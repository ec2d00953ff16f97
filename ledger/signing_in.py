"""Signing in: the password, how often it may be wrong, and what is written down of it.

Whoever types a wrong password is told nothing: not whether there is such an account, nor by how long the
answer takes. After ten failures within a quarter of an hour an address is held, whether there is an account
with it or not. They are counted on the access log, so all processes count the same.
"""

import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import access_log, passwords
from ledger.core.email_address import LONGEST_EMAIL
from ledger.core.refusals import Refusal
from ledger.core.sentences import N_, sentence
from ledger.storage.reads import col
from ledger.storage.tables import Person

MOST_FAILURES, WITHIN = 10, timedelta(minutes=15)
"""After so many failed sign-ins of one account within this time, further ones are held."""

MOST_FROM_ONE_PLACE = 100
"""So many failures within that time are taken from one network address, whatever the accounts."""


MOST_ASKED = 5
"""So many mails with a link are sent to one address within that time."""


class NotSignedIn(Refusal):
    """E-mail and password do not belong together; nobody is told which of the two is wrong."""


class TooOften(Refusal):
    """Too many attempts in too short a time."""

    status = 429


def as_kept(email: str) -> str:
    """Give an e-mail address the way accounts have it, however it was typed."""
    return unicodedata.normalize("NFC", email[: LONGEST_EMAIL + 1]).strip().lower()


def sign_in(session: Session, *, email: str, password: str) -> int:
    """Give the number of the person whose e-mail address and password these are.

    Raises NotSignedIn, always in the same words and after the same work, for anything else.
    """
    person = session.execute(select(Person).where(col(Person.email) == as_kept(email))).scalar_one_or_none()
    able = person is not None and person.disabled_at is None
    right = passwords.is_right(person.password_hash if person and able else "", password)
    if person is None or not right:
        raise not_signed_in()
    return person.id


def not_signed_in() -> NotSignedIn:
    """Make the refusal that tells nothing."""
    return NotSignedIn(sentence(N_("This e-mail address and password do not belong together.")), "email")


def require_calm(session: Session, *, subject: str, place: str = "", now: datetime) -> None:
    """Refuse a sign-in after too many failures.

    `subject` is the e-mail address and `place` the network address, both as the access log knows them; a
    place that cannot be told apart from others is left empty and not counted.
    """
    since = now - WITHIN
    failures = access_log.count_since(session, act=access_log.SIGN_IN_FAILED, subject=subject, since=since)
    if failures >= MOST_FAILURES:
        raise _too_often(
            N_("Too many failed attempts for this address. Wait %(minutes)s minutes and try again.")
        )
    if _is_too_much(session, access_log.SIGN_IN_FAILED, place, since):
        raise _too_often(
            N_("Too many failed attempts from this network. Wait %(minutes)s minutes and try again.")
        )


def count_failure(
    session: Session, *, subject: str, place: str = "", person_id: int = 0, now: datetime
) -> None:
    """Write a failed attempt on the access log; the caller holds ACCESS_LOCK."""
    access_log.append(
        session,
        now=now,
        person_id=person_id,
        act=access_log.SIGN_IN_FAILED,
        subject=subject,
        content={"from": place} if place else None,
    )


def settle(session: Session, *, subject: str, place: str, right: bool, now: datetime) -> bool:
    """Decide about an attempt that was weighed, and count it where it failed; the caller holds ACCESS_LOCK.

    Asked once more under the lock, so that of many attempts at once no more are answered than one by one.
    Gives whether it may go on; refuses where meanwhile too many failed.
    """
    require_calm(session, subject=subject, place=place, now=now)
    if not right:
        count_failure(session, subject=subject, place=place, now=now)
    return right


def ask_for_link(session: Session, *, subject: str, place: str, now: datetime) -> bool:
    """Count that a link for a new password was asked for, and say whether it is to be sent.

    Not more often than MOST_ASKED for one address, and then it is not written down either. Refuses where too
    much was asked for from one place. The caller holds ACCESS_LOCK.
    """
    since = now - WITHIN
    asked = access_log.PASSWORD_ASKED
    if _is_too_much(session, asked, place, since):
        raise _too_often(N_("Too many requests from this network. Wait %(minutes)s minutes and try again."))
    if access_log.count_since(session, act=asked, subject=subject, since=since) >= MOST_ASKED:
        return False
    content = {"from": place} if place else None
    access_log.append(session, now=now, person_id=0, act=asked, subject=subject, content=content)
    return True


def _is_too_much(session: Session, act: str, place: str, since: datetime) -> bool:
    """Say whether a place did this too often; one that cannot be told apart from others never did."""
    return (
        place != ""
        and access_log.count_since(session, act=act, content={"from": place}, since=since)
        >= MOST_FROM_ONE_PLACE
    )


def _too_often(template: str) -> TooOften:
    return TooOften(sentence(template, minutes=int(WITHIN.total_seconds()) // 60))
