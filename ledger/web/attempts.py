"""Attempts to prove who one is: each password and each code is counted, and after too many none is weighed.

The access log knows an e-mail address and a network address only as keyed digests, so that nobody can look
one up in it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from ledger import access_log, signing_in
from ledger.passwords import WrongSecret
from ledger.signing_in import TooOften
from ledger.storage.db import Session
from ledger.web import sessions
from ledger.web.here import now, person_id, read, write_account
from ledger.web.logbook import log_once
from ledger.web.places import digest, place


def subject_of(email: str) -> str:
    """Name an e-mail address in the access log."""
    return f"address/{digest(signing_in.as_kept(email))}"


def require_calm(email: str) -> None:
    """Refuse to weigh another attempt to sign in after too many failures; the access log tells of it."""
    with held(subject_of(email)), read() as block:
        signing_in.require_calm(block, subject=subject_of(email), place=place(), now=now())


@contextmanager
def held(subject: str) -> Iterator[None]:
    """Tell the access log where an attempt is not weighed because too many failed before it."""
    try:
        yield
    except TooOften:
        log_once(access_log.SIGN_IN_HELD, subject=subject, from_place=place())
        raise


def settle(block: Session, email: str, *, right: bool) -> bool:
    """Decide about an attempt under the lock, and count it where it failed."""
    return signing_in.settle(block, subject=subject_of(email), place=place(), right=right, now=now())


@contextmanager
def proving() -> Iterator[Session]:
    """Open a block that changes one's own account, in which one proves again who one is.

    A wrong password or code is counted in this very block, under its lock, so that of many at once no more
    are answered than one by one. Nothing may be written in the block before the proof. It is counted for the
    person and apart from signing in: nobody outside can keep somebody from their own account.
    """
    wrong: WrongSecret | None = None
    subject = f"person/{person_id()}"
    with held(subject), write_account() as block:
        signing_in.require_calm(block, subject=subject, now=now())
        try:
            yield block
        except WrongSecret as error:
            wrong = error
            signing_in.count_failure(block, subject=subject, person_id=person_id(), now=now())
    if wrong is not None:
        raise wrong


@contextmanager
def ending_sessions() -> Iterator[Session]:
    """Open a block like `proving` in which all one's sessions end, and go on in a new one.

    The new session is kept in the same block: what ends all sessions after that ends it too.
    """
    with proving() as block:
        yield block
        account, token = sessions.start_anew(block)
    sessions.remember(account, token)
