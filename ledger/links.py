"""Links by which somebody chooses a password: an invitation, or a new password for one that was forgotten.

A link serves once and until it expires, and a newer one of its purpose ends it; a password that was chosen
ends them all. Anybody can ask for a new password for anybody, so that asking never ends an invitation. The
database keeps only the SHA-256 of the token in a link, so nobody who reads the database can use one.
"""

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from ledger import access_log
from ledger.core.acting import By
from ledger.core.refusals import Refusal
from ledger.core.sentences import N_, sentence
from ledger.passwords import NewPassword, keep_password
from ledger.sessions import hash_of
from ledger.storage import accounts
from ledger.storage.accounts import Account
from ledger.storage.reads import col
from ledger.storage.tables import AccessLink

Purpose = Literal["invitation", "reset"]
LASTS: dict[Purpose, timedelta] = {"invitation": timedelta(days=7), "reset": timedelta(hours=1)}
"""How long a link may be used."""


class LinkOver(Refusal):
    """A link that was used, was replaced, has expired, or never was."""

    status = 410


class Opened(NamedTuple):
    """A link that may be used: whose, and what for."""

    account: Account
    purpose: Purpose


def make(session: Session, *, by: By, person_id: int, token: str, purpose: Purpose) -> datetime:
    """Make a link for somebody, whose older one of this purpose ends, and give when it expires.

    The caller has asked whether this may be, and holds ACCESS_LOCK. Refuses a closed account.
    """
    accounts.require_open(session, person_id)
    expires_at = by.now + LASTS[purpose]
    session.execute(
        delete(AccessLink).where(col(AccessLink.person_id) == person_id, col(AccessLink.purpose) == purpose)
    )
    session.execute(
        insert(AccessLink).values(
            person_id=person_id,
            token_hash=hash_of(token),
            purpose=purpose,
            made_at=by.now,
            expires_at=expires_at,
        )
    )
    access_log.append(
        session,
        now=by.now,
        person_id=by.person_id,
        act=access_log.LINK_MADE,
        subject=f"person/{person_id}",
        content={"purpose": purpose},
    )
    return expires_at


def find(session: Session, *, token: str, now: datetime) -> Opened:
    """Find whose link this is; refuses one that can no longer be used."""
    row = session.execute(
        select(col(AccessLink.person_id), col(AccessLink.purpose), col(AccessLink.expires_at)).where(
            col(AccessLink.token_hash) == hash_of(token)
        )
    ).first()
    account = accounts.account(session, row.person_id) if row and now < row.expires_at else None
    if row is None or account is None or account.disabled:
        raise LinkOver(
            sentence(
                N_(
                    "This link can no longer be used: it was used before, a newer one has taken its place, "
                    "or its time is over. Ask for a new one."
                )
            )
        )
    return Opened(account, row.purpose)


def use(session: Session, *, by: By, token: str, password: NewPassword) -> Account:
    """Choose a password by a link; all links and sessions end with it. The caller holds ACCESS_LOCK."""
    opened = find(session, token=token, now=by.now)
    keep_password(session, by=by, person_id=opened.account.id, new=password)
    forget(session, opened.account.id)
    return opened.account


def forget(session: Session, person_id: int) -> None:
    """End every link somebody has."""
    session.execute(delete(AccessLink).where(col(AccessLink.person_id) == person_id))
