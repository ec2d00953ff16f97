"""Sessions: who is signed in on which browser, kept in the database, so that each can be ended from anywhere.

A browser keeps a token; the database keeps only its SHA-256. A session is over when its row is gone, when the
person's stamp has changed since (password, roles, closing), when it was not used for a while, or when it has
lasted long enough.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from ledger import access_log
from ledger.core.acting import By
from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, sentence
from ledger.storage import accounts
from ledger.storage.accounts import Account
from ledger.storage.reads import col
from ledger.storage.tables import Person, WebSession

NOTED_EVERY = timedelta(minutes=1)
"""How exactly the last use of a session is known."""

MARK_LENGTH = 16
"""By so much of its hash a session is named on its owner's page."""


@dataclass(frozen=True)
class Limits:
    """How long a session lasts: `idle` without being used, `whole` at most."""

    idle: timedelta
    whole: timedelta


@dataclass(frozen=True)
class Found:
    """A session that holds: whose it is, and whether its last use is to be noted again."""

    account: Account
    is_to_be_noted: bool


@dataclass(frozen=True)
class Listed:
    """A session on its owner's page; `mark` names it, `is_here` says that the page was asked for in it."""

    mark: str
    browser: str
    started_at: datetime
    last_used_at: datetime
    is_here: bool


def hash_of(token: str) -> str:
    """Give the form in which a token is kept."""
    return sha256(token.encode()).hexdigest()


def mark_of(token: str) -> str:
    """Give what a session is named by where it is shown or told of; nobody comes in by it."""
    return hash_of(token)[:MARK_LENGTH]


def begin(
    session: Session, *, account: Account, token: str, browser: str, now: datetime, limits: Limits
) -> None:
    """Keep a new session of somebody who proved who they are; theirs that are over go.

    It carries the stamp the account had when that was proved, so that what ended all sessions since ends it.
    """
    session.execute(
        delete(WebSession).where(
            col(WebSession.person_id) == account.id,
            or_(
                col(WebSession.last_used_at) <= now - limits.idle,
                col(WebSession.started_at) <= now - limits.whole,
            ),
        )
    )
    session.execute(
        insert(WebSession).values(
            token_hash=hash_of(token),
            person_id=account.id,
            stamp=account.stamp,
            browser=browser,
            started_at=now,
            last_used_at=now,
        )
    )


def find(session: Session, *, token: str, now: datetime, limits: Limits) -> Found | None:
    """Find the session a token stands for; None where it never began or is over."""
    row = session.execute(
        select(
            col(WebSession.person_id),
            col(WebSession.stamp),
            col(WebSession.started_at),
            col(WebSession.last_used_at),
        ).where(col(WebSession.token_hash) == hash_of(token))
    ).first()
    if row is None or now - row.last_used_at >= limits.idle or now - row.started_at >= limits.whole:
        return None
    account = accounts.account(session, row.person_id)
    if account is None or account.disabled or account.stamp != row.stamp:
        return None
    return Found(account, now - row.last_used_at >= NOTED_EVERY)


def stands(session: Session, *, token: str, account: Account) -> bool:
    """Say whether this session of somebody was neither ended by itself nor with all of theirs."""
    return (
        session.execute(
            select(col(WebSession.person_id)).where(
                col(WebSession.token_hash) == hash_of(token),
                col(WebSession.person_id) == account.id,
                col(WebSession.stamp) == account.stamp,
            )
        ).first()
        is not None
    )


def note_use(session: Session, *, token: str, now: datetime) -> None:
    """Note that a session is used now."""
    session.execute(
        update(WebSession).where(col(WebSession.token_hash) == hash_of(token)).values(last_used_at=now)
    )


def end(session: Session, *, token: str) -> None:
    """End the session of this token, if there is one."""
    session.execute(delete(WebSession).where(col(WebSession.token_hash) == hash_of(token)))


def end_one(session: Session, *, by: By, mark: str) -> None:
    """End one of one's own sessions, named by its mark; refuses any other."""
    own = session.scalars(
        select(col(WebSession.token_hash)).where(col(WebSession.person_id) == by.person_id)
    ).all()
    meant = [each for each in own if each[:MARK_LENGTH] == mark]
    if not meant:
        raise NotFound(sentence(N_("You have no such session; perhaps it has ended already.")))
    session.execute(delete(WebSession).where(col(WebSession.token_hash).in_(meant)))
    access_log.append(
        session,
        now=by.now,
        person_id=by.person_id,
        act=access_log.SESSION_ENDED,
        subject=f"person/{by.person_id}",
    )


def end_all(session: Session, person_id: int) -> None:
    """End every session of somebody, also one that is only just beginning; the caller holds ACCESS_LOCK."""
    session.execute(update(Person).where(col(Person.id) == person_id).values(stamp=col(Person.stamp) + 1))
    session.execute(delete(WebSession).where(col(WebSession.person_id) == person_id))


def list_own(
    session: Session, *, account: Account, token: str, now: datetime, limits: Limits
) -> list[Listed]:
    """List somebody's sessions that hold, the last used first."""
    rows = session.scalars(
        select(WebSession)
        .where(
            col(WebSession.person_id) == account.id,
            col(WebSession.stamp) == account.stamp,
            col(WebSession.last_used_at) > now - limits.idle,
            col(WebSession.started_at) > now - limits.whole,
        )
        .order_by(col(WebSession.last_used_at).desc(), col(WebSession.token_hash))
    )
    here = hash_of(token)
    return [
        Listed(
            row.token_hash[:MARK_LENGTH],
            row.browser,
            row.started_at,
            row.last_used_at,
            row.token_hash == here,
        )
        for row in rows
    ]
