"""The record: people and their roles, evidence, request keys, the trail and the access log."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from ledger.core.acting import ROLES
from ledger.storage.tables.base import STRICT, check, of_covenant, one_of, within
from ledger.storage.tables.years import YEAR_DOCUMENTS
from ledger.storage.types import Bytes, Cents, Moment, Number, Words


class Person(SQLModel, table=True):
    """Somebody who may sign in. Name and e-mail stand here alone, so that they can be erased."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("email", name="uq_person_email"),
        one_of("language", ("nl", "en"), "person_language"),
        STRICT,
    )
    id: int = Field(primary_key=True, sa_type=Number)
    email: str = Field(sa_type=Words)
    name: str = Field(sa_type=Words)
    password_hash: str = Field(sa_type=Words)
    language: str = Field(default="nl", sa_type=Words)
    stamp: int = Field(default=1, sa_type=Number)
    created_at: datetime = Field(sa_type=Moment)
    disabled_at: datetime | None = Field(default=None, sa_type=Moment)
    erased_at: datetime | None = Field(default=None, sa_type=Moment)


class PersonRole(SQLModel, table=True):
    """What a person may do in one covenant; a partner speaks for one party, perhaps as its deputy."""

    __tablename__ = "person_role"
    __table_args__ = (
        of_covenant("person_role"),
        within("party", "party_id", name="person_role_party"),
        one_of("role", ROLES, "person_role_role"),
        check("(role = 'partner') = (party_id IS NOT NULL)", "person_role_partner"),
        check("deputy IN (0, 1) AND (deputy = 0 OR role = 'partner')", "person_role_deputy"),
        Index("ix_person_role_person", "person_id"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    person_id: int = Field(primary_key=True, sa_type=Number, foreign_key="person.id")
    role: str = Field(primary_key=True, sa_type=Words)
    party_id: int | None = Field(default=None, sa_type=Number)
    deputy: int = Field(default=0, sa_type=Number)


class EvidenceFile(SQLModel, table=True):
    """The bytes of a file, kept under their SHA-256."""

    __tablename__ = "evidence_file"
    __table_args__ = (
        of_covenant("evidence_file"),
        check("size > 0 AND size <= 10485760", "evidence_file_size"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    sha256: str = Field(primary_key=True, sa_type=Words)
    media_type: str = Field(sa_type=Words)
    size: int = Field(sa_type=Cents)
    content: bytes = Field(sa_type=Bytes)


class Evidence(SQLModel, table=True):
    """A file as evidence of something: an expenditure, a contribution in kind, a measurement, a decision.

    `kind` says what a file is that was filed with a fiscal year; of anything else it is empty.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        within("evidence_file", "sha256", name="evidence_file", target="sha256"),
        UniqueConstraint("covenant_id", "subject", "sha256", name="uq_evidence_subject"),
        one_of("kind", YEAR_DOCUMENTS, "evidence_kind"),
        check("(kind IS NOT NULL) = (substr(subject, 1, 5) = 'year/')", "evidence_of_year"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    sha256: str = Field(sa_type=Words)
    subject: str = Field(sa_type=Words)
    kind: str | None = Field(default=None, sa_type=Words)
    name: str = Field(sa_type=Words)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)


class RequestKey(SQLModel, table=True):
    """A client-made key of an act that was done, the digest of what was asked, and what came of it."""

    __tablename__ = "request_key"
    __table_args__ = (of_covenant("request_key"), STRICT)
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    key: str = Field(primary_key=True, sa_type=Words)
    digest: str = Field(sa_type=Words)
    result: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)


class Trail(SQLModel, table=True):
    """One act on parties, rules, money, decisions or evidence, chained to the act before by its hash.

    `content` is what the act tells, `written` the digest of every row it wrote: both canonical JSON (RFC
    8785). `hash` is the SHA-256 of the row in the form `version` names.
    """

    __tablename__ = "trail"
    __table_args__ = (
        of_covenant("trail"),
        check("seq > 0", "trail_seq"),
        UniqueConstraint("covenant_id", "hash", name="uq_trail_hash"),
        Index("ix_trail_subject", "covenant_id", "subject", "seq"),
        Index("ix_trail_act", "covenant_id", "act", "seq"),
        Index("ix_trail_person", "covenant_id", "person_id", "seq"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    seq: int = Field(primary_key=True, sa_type=Number)
    version: int = Field(sa_type=Number)
    at: datetime = Field(sa_type=Moment)
    person_id: int = Field(sa_type=Number)
    act: str = Field(sa_type=Words)
    subject: str = Field(sa_type=Words)
    content: str = Field(sa_type=Words)
    written: str = Field(sa_type=Words)
    previous_hash: str = Field(sa_type=Words)
    hash: str = Field(sa_type=Words)


class LogWitness(SQLModel, table=True):
    """The last row of the access log that an act on the trail saw: a log that ends before it was cut."""

    __tablename__ = "log_witness"
    __table_args__ = (
        of_covenant("log_witness"),
        check("trail_seq > 0", "log_witness_trail"),
        check("log_seq > 0", "log_witness_log"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    trail_seq: int = Field(primary_key=True, sa_type=Number)
    log_seq: int = Field(sa_type=Number)
    log_hash: str = Field(sa_type=Words)


class AccessLog(SQLModel, table=True):
    """A sign-in, a failure, a refusal, a download or an issued file; chained by itself."""

    __tablename__ = "access_log"
    __table_args__ = (
        check("seq > 0", "access_log_seq"),
        UniqueConstraint("hash", name="uq_access_log_hash"),
        Index("ix_access_log_act", "act", "at"),
        Index("ix_access_log_covenant", "covenant_id", "seq"),
        Index("ix_access_log_subject", "subject", "seq"),
        STRICT,
    )
    seq: int = Field(primary_key=True, sa_type=Number)
    version: int = Field(sa_type=Number)
    at: datetime = Field(sa_type=Moment)
    covenant_id: int = Field(default=0, sa_type=Number)
    person_id: int = Field(sa_type=Number)
    act: str = Field(sa_type=Words)
    subject: str = Field(sa_type=Words)
    content: str = Field(sa_type=Words)
    previous_hash: str = Field(sa_type=Words)
    hash: str = Field(sa_type=Words)
