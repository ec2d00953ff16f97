"""What is at hand in a request: the database, the clock, the person, the covenant, the language.

Views use `read()` and `write()`, `by(form)`, and Flask's `g`, on which `access` has put `g.person` (an
Account, or None) with the `g.token` of their session, and on a covenant's pages `g.covenant`, `g.roles` and
`g.party_id`.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from typing import Protocol, cast

from babel.dates import get_timezone
from flask import current_app, g, has_request_context, request
from markupsafe import Markup

from exports.cells import visible
from ledger import dues, sessions
from ledger.core.acting import By
from ledger.core.language import Code, Language
from ledger.core.refusals import NotAllowed
from ledger.core.sentences import N_, Sentence, sentence
from ledger.storage import accounts
from ledger.storage.accounts import Account
from ledger.storage.db import ACCESS_LOCK, Database, Session
from ledger.storage.tables import Covenant
from ledger.translations import FIRST, is_code
from ledger.translations import language as language_of

OFFICE = get_timezone("Europe/Amsterdam")
"""The days of a covenant are days at its office."""

LANGUAGE_COOKIE = "language"


class Keyed(Protocol):
    """A form that was sent with the key its page was made with."""

    @property
    def key(self) -> str:
        """Give the request key."""


def database() -> Database:
    """Give the database this application keeps its books in."""
    return cast("Database", current_app.extensions["ledger"])


def read() -> AbstractContextManager[Session]:
    """Open a block that only reads."""
    return database().read()


@contextmanager
def write() -> Iterator[Session]:
    """Open a block that writes, under the lock of the page's covenant (outside one: of people and log).

    On a covenant's page what came due by itself is settled first, so that nothing is booked on figures of
    yesterday.
    """
    covenant: Covenant | None = g.get("covenant")
    if covenant is not None:
        settle_dues(covenant.id)
    with database().write(covenant.id if covenant else ACCESS_LOCK) as session:
        _require_still_in(session)
        yield session


def _require_still_in(session: Session) -> None:
    """Refuse somebody whose session or role has ended since they came to the door: while they sent a form."""
    person: Account | None = g.get("person")
    if person is None:
        return
    account = accounts.account(session, person.id)
    is_same = account is not None and not account.disabled and account.stamp == person.stamp
    if not is_same or not sessions.stands(session, token=g.token, account=person):
        raise NotAllowed(
            sentence(N_("Your session has ended meanwhile; nothing was changed. Sign in again."))
        )
    covenant: Covenant | None = g.get("covenant")
    if covenant is None:
        return
    now_in = accounts.roles_in(session, covenant.id, person.id)
    if (now_in.roles, now_in.party_id) != (g.roles, g.party_id):
        raise NotAllowed(
            sentence(N_("Your role in this covenant was changed meanwhile; nothing was changed."))
        )


def settle_dues(covenant_id: int) -> None:
    """Settle what came due in a covenant since somebody last wrote in it; mostly there is nothing."""
    with read() as session:
        if not dues.anything(session, covenant_id, by=by()):
            return
    with database().write(covenant_id) as session:
        dues.settle(session, covenant_id, by=by())


@contextmanager
def write_account() -> Iterator[Session]:
    """Open a block in which somebody changes what is their own, or other people's accounts."""
    with database().write(ACCESS_LOCK) as session:
        _require_still_in(session)
        yield session


def write_log() -> AbstractContextManager[Session]:
    """Open a block that writes people or the access log, never under a covenant's lock."""
    return database().write(ACCESS_LOCK)


def now() -> datetime:
    """Give the time, in UTC."""
    return cast("datetime", current_app.config["NOW"]())


def today() -> date:
    """Give the day at the covenant's office."""
    return now().astimezone(OFFICE).date()


def person_id() -> int:
    """Give the number of whoever is signed in; 0 for nobody."""
    person: Account | None = g.get("person")
    return person.id if person else 0


def by(form: Keyed | None = None) -> By:
    """Say who does this, when, with which roles and, where a form was sent, under which key."""
    return By(
        person_id=person_id(),
        now=now(),
        today=today(),
        roles=g.get("roles", frozenset()),
        party_id=g.get("party_id"),
        key=form.key if form is not None else "",
    )


def code() -> Code:
    """Give the code of the reader's language: what was chosen on this browser, else their own, else Dutch.

    `g.language` is what was chosen in this very request.
    """
    chosen = g.get("language") or (request.cookies.get(LANGUAGE_COOKIE) if has_request_context() else None)
    if is_code(chosen):
        return chosen
    person: Account | None = g.get("person")
    return person.language if person is not None else FIRST


def language() -> Language:
    """Give the reader's language."""
    return language_of(code())


def say(what: Sentence | str) -> str:
    """Say a sentence in the reader's language; a text stays as it is, what cannot be seen made visible."""
    return what if isinstance(what, Markup) else visible(language().say(what))


def locale() -> str:
    """Name the reader's language the way dates and numbers are looked up: British, not American, English."""
    return "nl" if code() == "nl" else "en_GB"
