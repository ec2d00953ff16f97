"""The session of a browser: its cookie, which holds a token, and the row in the database it stands for.

The cookie is signed and also carries the token against forged forms and what the next page is to tell. Over
TLS it bears the name `__Host-session`, which browsers take from this very host alone and never without TLS.
"""

import secrets
from datetime import timedelta

from flask import Flask, current_app, g, has_request_context, request, session
from flask.sessions import SecureCookieSessionInterface

from ledger import access_log, sessions
from ledger.sessions import Limits, Listed
from ledger.storage import accounts
from ledger.storage.accounts import Account
from ledger.storage.db import Session
from ledger.web.here import now, read, write_log
from ledger.web.logbook import log_once

TOKEN = "token"  # noqa: S105 - its name in the cookie  # nosec B105
TOKEN_BYTES = 32

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


class Sessions(SecureCookieSessionInterface):
    """Sessions in a signed cookie, sent over TLS alone where the page came over TLS."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Say whether the cookie is for TLS only."""
        return bool(app.config["SESSION_COOKIE_SECURE"]) or (has_request_context() and request.is_secure)

    def get_cookie_name(self, app: Flask) -> str:
        """Name the cookie, so that over TLS no other host can have set it."""
        name = super().get_cookie_name(app)
        return f"__Host-{name}" if self.get_cookie_secure(app) else name


def limits() -> Limits:
    """Give how long sessions last here."""
    config = current_app.config
    return Limits(timedelta(minutes=config["SESSION_IDLE_MINUTES"]), timedelta(hours=config["SESSION_HOURS"]))


def start(block: Session, account: Account) -> str:
    """Keep a new session of somebody on this browser, and give its token; the one it had before ends."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    sessions.end(block, token=_token())
    sessions.begin(block, account=account, token=token, browser=browser(), now=now(), limits=limits())
    return token


def remember(account: Account, token: str) -> None:
    """Have the browser keep the token of a session that was started, and nothing from before."""
    session.clear()
    session.permanent = True
    session[TOKEN] = token
    g.person, g.token = account, token


def start_anew(block: Session) -> tuple[Account, str]:
    """Keep a new session of whoever is signed in, in the block in which all of theirs ended.

    Gives them as they are now, and its token, which `remember` takes once the block has ended well.
    """
    account = accounts.account(block, g.person.id) or g.person
    return account, start(block, account)


def end() -> None:
    """Sign out on this browser."""
    with write_log() as block:
        sessions.end(block, token=_token())
    session.clear()
    g.person = None


def person() -> Account | None:
    """Read who is signed in; a token whose session is over is told to the access log, and forgotten."""
    token = _token()
    if not token:
        return None
    with read() as block:
        found = sessions.find(block, token=token, now=now(), limits=limits())
    if found is None:
        session.clear()
        log_once(access_log.SESSION_OVER, subject=f"session/{sessions.mark_of(token)}")
        return None
    if found.is_to_be_noted:
        with write_log() as block:
            sessions.note_use(block, token=token, now=now())
    g.token = token
    return found.account


def list_own() -> list[Listed]:
    """List the sessions of whoever is signed in."""
    with read() as block:
        return sessions.list_own(block, account=g.person, token=_token(), now=now(), limits=limits())


def browser() -> str:
    """Name the browser and its system in a word each, as far as it tells."""
    agent = request.user_agent.string[:400]
    parts = [next((name for mark, name in known if mark in agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(part for part in parts if part)


def _token() -> str:
    """Give the token this browser sent; nothing where it sent none."""
    token = session.get(TOKEN)
    return token if isinstance(token, str) else ""
