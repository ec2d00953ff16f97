"""Budgets and decisions: what is proposed, how each organisation voted, and what came of it."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from ledger.storage.tables.base import STRICT, check, of_covenant, one_of, within
from ledger.storage.types import Cents, Day, Moment, Number, Words

DECISION_STATES = ("open", "adopted", "rejected", "withdrawn", "lapsed")


class Budget(SQLModel, table=True):
    """One version of a fiscal year's budget; in force once its decision is adopted."""

    __tablename__ = "budget"
    __table_args__ = (
        within("fiscal_year", "year", name="budget_year", target="year"),
        within("decision", "decision_id", name="budget_decision"),
        UniqueConstraint("covenant_id", "year", "version", name="uq_budget_version"),
        one_of(
            "state", ("proposed", "adopted", "replaced", "rejected", "withdrawn", "lapsed"), "budget_state"
        ),
        check("version > 0", "budget_version"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    year: int = Field(sa_type=Number)
    version: int = Field(sa_type=Number)
    base_id: int | None = Field(default=None, sa_type=Number)
    purpose: str = Field(default="", sa_type=Words)
    state: str = Field(default="proposed", sa_type=Words)
    decision_id: int | None = Field(default=None, sa_type=Number)
    adopted_on: date | None = Field(default=None, sa_type=Day)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)


class BudgetLine(SQLModel, table=True):
    """What one project may spend in the budget's year."""

    __tablename__ = "budget_line"
    __table_args__ = (
        within("budget", "budget_id", name="budget_line_budget"),
        within("project", "project_id", name="budget_line_project"),
        check("cents >= 0", "budget_line_cents"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    budget_id: int = Field(primary_key=True, sa_type=Number)
    project_id: int = Field(primary_key=True, sa_type=Number)
    cents: int = Field(sa_type=Cents)


class Decision(SQLModel, table=True):
    """A question put to the parties, with the rule in force when it was opened.

    `content` is the canonical text and figures voted on, `digest` its SHA-256; an edit makes a new `version`.
    `party_id` is the party whose partner proposed it; None: the treasurer did.
    """

    __tablename__ = "decision"
    __table_args__ = (
        of_covenant("decision"),
        within("party", "party_id", name="decision_party"),
        one_of("state", DECISION_STATES, "decision_state"),
        check("version > 0", "decision_version"),
        Index("ix_decision_subject", "covenant_id", "subject"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    version: int = Field(default=1, sa_type=Number)
    kind: str = Field(sa_type=Words)
    subject: str = Field(sa_type=Words)
    title: str = Field(sa_type=Words)
    proposal: str = Field(default="", sa_type=Words)
    content: str = Field(sa_type=Words)
    digest: str = Field(sa_type=Words)
    quorum: str = Field(sa_type=Words)
    majority: str = Field(sa_type=Words)
    state: str = Field(default="open", sa_type=Words)
    opened_on: date = Field(sa_type=Day)
    deadline: date | None = Field(default=None, sa_type=Day)
    closed_on: date | None = Field(default=None, sa_type=Day)
    party_id: int | None = Field(default=None, sa_type=Number)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)


class DecisionVersion(SQLModel, table=True):
    """One wording of a proposal, as it was put to the parties; votes are cast on one of them."""

    __tablename__ = "decision_version"
    __table_args__ = (
        within("decision", "decision_id", name="decision_version_decision"),
        check("version > 0", "decision_version_version"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    decision_id: int = Field(primary_key=True, sa_type=Number)
    version: int = Field(primary_key=True, sa_type=Number)
    title: str = Field(sa_type=Words)
    content: str = Field(sa_type=Words)
    digest: str = Field(sa_type=Words)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)


class DecisionVoter(SQLModel, table=True):
    """A party that has a vote on a decision; `consent` 1: it must vote in favour."""

    __tablename__ = "decision_voter"
    __table_args__ = (
        within("decision", "decision_id", name="decision_voter_decision"),
        within("party", "party_id", name="decision_voter_party"),
        check("consent IN (0, 1)", "decision_voter_consent"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    decision_id: int = Field(primary_key=True, sa_type=Number)
    party_id: int = Field(primary_key=True, sa_type=Number)
    consent: int = Field(default=0, sa_type=Number)


class Vote(SQLModel, table=True):
    """One organisation's vote on one version of a decision, bound to the digest of what was voted on."""

    __tablename__ = "vote"
    __table_args__ = (
        within("decision_voter", "decision_id", "party_id", name="vote_voter", target="party_id"),
        one_of("choice", ("for", "against", "abstain", "recused"), "vote_choice"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    decision_id: int = Field(primary_key=True, sa_type=Number)
    version: int = Field(primary_key=True, sa_type=Number)
    party_id: int = Field(primary_key=True, sa_type=Number)
    choice: str = Field(sa_type=Words)
    reason: str = Field(default="", sa_type=Words)
    digest: str = Field(sa_type=Words)
    person_id: int = Field(sa_type=Number)
    cast_at: datetime = Field(sa_type=Moment)
