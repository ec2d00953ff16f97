"""Coming in: sessions, the links by which somebody chooses a password, and the second factor.

None of these tables holds a secret by which somebody could come in: tokens and recovery codes stand here as
their SHA-256, and the key of a second factor is made of what stands here and the ledger's own secret.
"""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from ledger.storage.tables.base import STRICT, check, one_of
from ledger.storage.types import Moment, Number, Words


class WebSession(SQLModel, table=True):
    """Somebody signed in on one browser; over once its row is gone or the person's stamp has changed."""

    __tablename__ = "web_session"
    __table_args__ = (Index("ix_web_session_person", "person_id"), STRICT)
    token_hash: str = Field(primary_key=True, sa_type=Words)
    person_id: int = Field(sa_type=Number, foreign_key="person.id")
    stamp: int = Field(sa_type=Number)
    browser: str = Field(sa_type=Words)
    started_at: datetime = Field(sa_type=Moment)
    last_used_at: datetime = Field(sa_type=Moment)


class AccessLink(SQLModel, table=True):
    """A link by which somebody may choose a password, once, until it expires; one of each purpose at most."""

    __tablename__ = "access_link"
    __table_args__ = (
        UniqueConstraint("token_hash", name="uq_access_link_token"),
        one_of("purpose", ("invitation", "reset"), "access_link_purpose"),
        STRICT,
    )
    person_id: int = Field(primary_key=True, sa_type=Number, foreign_key="person.id")
    token_hash: str = Field(sa_type=Words)
    purpose: str = Field(primary_key=True, sa_type=Words)
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)


class SecondFactor(SQLModel, table=True):
    """Somebody's second factor: asked for once it was confirmed; `counter` is the last half minute used."""

    __tablename__ = "second_factor"
    __table_args__ = (check("counter >= 0", "second_factor_counter"), STRICT)
    person_id: int = Field(primary_key=True, sa_type=Number, foreign_key="person.id")
    nonce: str = Field(sa_type=Words)
    counter: int = Field(default=0, sa_type=Number)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)


class RecoveryCode(SQLModel, table=True):
    """A code that stands in for the second factor once; its row goes when it is used."""

    __tablename__ = "recovery_code"
    __table_args__ = (STRICT,)
    person_id: int = Field(primary_key=True, sa_type=Number, foreign_key="person.id")
    code_hash: str = Field(primary_key=True, sa_type=Words)
