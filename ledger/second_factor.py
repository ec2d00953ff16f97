"""The second factor: a code of six digits that somebody's phone shows, new each half minute (RFC 6238).

A code is taken once, within half a minute of its time. Recovery codes stand in for a phone that is lost, each
once. The key the phone keeps is made of a number in the database and the ledger's own secret, so that neither
of the two alone gives a code.
"""

import hmac
import re
import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from pyotp import TOTP
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from ledger import access_log, passwords, sessions
from ledger.core.acting import By
from ledger.core.refusals import WrongState
from ledger.core.sentences import N_, sentence
from ledger.passwords import WrongSecret
from ledger.storage import accounts
from ledger.storage.reads import col
from ledger.storage.tables import RecoveryCode, SecondFactor

ISSUER = "Covenant Ledger"
STEP_SECONDS = 30
ALLOWED_STEPS = (0, -1, 1)
"""A phone's clock may be a step behind or before ours."""

RECOVERY_CODES, CODE_BYTES = 10, 10


@dataclass(frozen=True)
class Standing:
    """Whether somebody is asked for a code: `begun` means that the first code is still awaited."""

    on: bool
    begun: bool
    codes_left: int


@dataclass(frozen=True)
class Enrolment:
    """What somebody's phone is to keep: the key, and the same as the address that the picture holds."""

    key: str
    address: str


def standing(session: Session, person_id: int) -> Standing:
    """Say how it stands with somebody's second factor."""
    row = session.get(SecondFactor, person_id)
    left = session.execute(
        select(func.count()).select_from(RecoveryCode).where(col(RecoveryCode.person_id) == person_id)
    ).scalar_one()
    on = row is not None and row.confirmed_at is not None
    return Standing(on, row is not None and not on, left)


def begin(session: Session, *, by: By, password: str) -> None:
    """Begin to use a second factor, or begin anew where no code was given yet; asks for the password."""
    passwords.require_present(session, by.person_id, password, field="password")
    if standing(session, by.person_id).on:
        raise WrongState(sentence(N_("The second factor is on already.")))
    session.execute(delete(SecondFactor).where(col(SecondFactor.person_id) == by.person_id))
    session.execute(
        insert(SecondFactor).values(
            person_id=by.person_id, nonce=secrets.token_hex(16), counter=0, confirmed_at=None
        )
    )


def enrolment(session: Session, *, person_id: int, email: str, secret: str) -> Enrolment | None:
    """Give what a phone is to keep, while the first code is awaited; later it is never shown again."""
    row = session.get(SecondFactor, person_id)
    if row is None or row.confirmed_at is not None:
        return None
    key = key_of(secret, person_id, row.nonce)
    return Enrolment(key, TOTP(key).provisioning_uri(name=email, issuer_name=ISSUER))


def confirm(session: Session, *, by: By, code: str, secret: str) -> list[str]:
    """Turn the second factor on by the first code, and give the recovery codes, this once.

    All sessions end: each was begun without it. Refuses a closed account.
    """
    accounts.require_open(session, by.person_id)
    if not standing(session, by.person_id).begun:
        raise WrongState(sentence(N_("Begin with the picture: there is nothing to confirm yet.")))
    _require_code(session, by, code, secret)
    session.execute(
        update(SecondFactor).where(col(SecondFactor.person_id) == by.person_id).values(confirmed_at=by.now)
    )
    made = [b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower() for _ in range(RECOVERY_CODES)]
    for each in made:
        session.execute(insert(RecoveryCode).values(person_id=by.person_id, code_hash=_hash(each)))
    sessions.end_all(session, by.person_id)
    _log(session, by, access_log.SECOND_FACTOR_ON, by.person_id)
    return ["-".join(each[place : place + 4] for place in range(0, len(each), 4)) for each in made]


def turn_off(session: Session, *, by: By, password: str, code: str, secret: str) -> None:
    """Turn one's second factor off; asks for the password and a code."""
    passwords.require_present(session, by.person_id, password, field="password")
    if not standing(session, by.person_id).on:
        raise WrongState(sentence(N_("The second factor is off already.")))
    _require_code(session, by, code, secret)
    remove(session, by=by, person_id=by.person_id)


def remove(session: Session, *, by: By, person_id: int) -> None:
    """Take somebody's second factor away, once it was asked whether this may be; their sessions end."""
    was_there = session.get(SecondFactor, person_id) is not None
    forget(session, person_id)
    if was_there:
        sessions.end_all(session, person_id)
        _log(session, by, access_log.SECOND_FACTOR_OFF, person_id)


def forget(session: Session, person_id: int) -> None:
    """Keep nothing of somebody's second factor."""
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
    session.execute(delete(SecondFactor).where(col(SecondFactor.person_id) == person_id))


def take(session: Session, *, person_id: int, code: str, secret: str, now: datetime) -> bool:
    """Say whether a code is somebody's, and use it up; the caller holds ACCESS_LOCK.

    A code of the phone is taken where its half minute is later than that of the last one taken. A recovery
    code is taken only where the second factor is on.
    """
    row = session.execute(
        select(col(SecondFactor.nonce), col(SecondFactor.counter), col(SecondFactor.confirmed_at)).where(
            col(SecondFactor.person_id) == person_id
        )
    ).first()
    if row is None:
        return False
    typed = re.sub(r"[\s-]", "", code).lower()
    step = _step_of(key_of(secret, person_id, row.nonce), typed, now, after=row.counter)
    if step:
        session.execute(
            update(SecondFactor).where(col(SecondFactor.person_id) == person_id).values(counter=step)
        )
        return True
    return row.confirmed_at is not None and _take_recovery_code(session, person_id, typed, now)


def key_of(secret: str, person_id: int, nonce: str) -> str:
    """Make the key of somebody's phone from the ledger's secret and what the database keeps."""
    made = hmac.new(secret.encode(), f"second-factor/{person_id}/{nonce}".encode(), sha256).digest()
    return b32encode(made[:20]).decode()


def _step_of(key: str, typed: str, now: datetime, *, after: int) -> int:
    """Give the half minute whose code was typed, counted from 1970; 0 where there is none after the last."""
    phone, here, found = TOTP(key), int(now.timestamp()) // STEP_SECONDS, 0
    for step in (here + off for off in ALLOWED_STEPS):
        if hmac.compare_digest(phone.generate_otp(step).encode(), typed.encode()) and step > after:
            found = step
    return found


def _take_recovery_code(session: Session, person_id: int, typed: str, now: datetime) -> bool:
    used = session.execute(
        delete(RecoveryCode)
        .where(col(RecoveryCode.person_id) == person_id, col(RecoveryCode.code_hash) == _hash(typed))
        .returning(col(RecoveryCode.code_hash))
    ).first()
    if used is not None:
        access_log.append(
            session,
            now=now,
            person_id=person_id,
            act=access_log.RECOVERY_CODE_USED,
            subject=f"person/{person_id}",
        )
    return used is not None


def _require_code(session: Session, by: By, code: str, secret: str) -> None:
    if not take(session, person_id=by.person_id, code=code, secret=secret, now=by.now):
        raise wrong_code()


def wrong_code() -> WrongSecret:
    """Make the refusal of a code, which does not tell whether it was wrong, too old or used."""
    return WrongSecret(
        sentence(N_("This code is not right, or was used before. Wait for the next one.")), "code"
    )


def _hash(code: str) -> str:
    return sha256(code.encode()).hexdigest()


def _log(session: Session, by: By, act: str, person_id: int) -> None:
    access_log.append(session, now=by.now, person_id=by.person_id, act=act, subject=f"person/{person_id}")
