"""What goes beyond the rule, by decision or with a reason: shares by hand, the common fund, cash, errors."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from ledger.storage.tables.base import STRICT, check, of_covenant, one_of, within
from ledger.storage.types import Cents, Day, Moment, Number, Words


class HandShare(SQLModel, table=True):
    """The cents of one split that the treasurer set on a pledge by hand, instead of what the rule gives."""

    __tablename__ = "hand_share"
    __table_args__ = (
        within("expenditure", "expenditure_id", name="hand_share_expenditure"),
        within("project", "project_id", name="hand_share_project"),
        within("pledge", "pledge_id", name="hand_share_pledge"),
        check("cents > 0", "hand_share_cents"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    expenditure_id: int = Field(primary_key=True, sa_type=Number)
    project_id: int = Field(primary_key=True, sa_type=Number)
    pledge_id: int = Field(primary_key=True, sa_type=Number)
    cents: int = Field(sa_type=Cents)


class SendingBack(SQLModel, table=True):
    """An approver sent one version of an expenditure back to the treasurer, and why."""

    __tablename__ = "sending_back"
    __table_args__ = (
        within("expenditure", "expenditure_id", name="sending_back_expenditure"),
        within("party", "party_id", name="sending_back_party"),
        check("reason <> ''", "sending_back_reason"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    expenditure_id: int = Field(primary_key=True, sa_type=Number)
    version: int = Field(primary_key=True, sa_type=Number)
    party_id: int = Field(sa_type=Number)
    person_id: int = Field(sa_type=Number)
    reason: str = Field(sa_type=Words)
    sent_at: datetime = Field(sa_type=Moment)


class Resubmission(SQLModel, table=True):
    """The treasurer put an expenditure that was sent back before the approvers again, as a new version."""

    __tablename__ = "resubmission"
    __table_args__ = (within("expenditure", "expenditure_id", name="resubmission_expenditure"), STRICT)
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    expenditure_id: int = Field(primary_key=True, sa_type=Number)
    version: int = Field(primary_key=True, sa_type=Number)
    person_id: int = Field(sa_type=Number)
    answer: str = Field(default="", sa_type=Words)
    resubmitted_at: datetime = Field(sa_type=Moment)


class CommonRelease(SQLModel, table=True):
    """What of the common fund the parties gave for a project, from a fiscal year on."""

    __tablename__ = "common_release"
    __table_args__ = (
        within("decision", "decision_id", name="common_release_decision"),
        within("project", "project_id", name="common_release_project"),
        within("fiscal_year", "year", name="common_release_year", target="year"),
        UniqueConstraint("covenant_id", "decision_id", name="uq_common_release_decision"),
        check("cents > 0", "common_release_cents"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    decision_id: int = Field(sa_type=Number)
    project_id: int = Field(sa_type=Number)
    year: int = Field(sa_type=Number)
    cents: int = Field(sa_type=Cents)


class CashAdvance(SQLModel, table=True):
    """Cash that a party lends the covenant by decision: how much at most, and by when it is repaid."""

    __tablename__ = "cash_advance"
    __table_args__ = (
        within("decision", "decision_id", name="cash_advance_decision"),
        within("party", "party_id", name="cash_advance_party"),
        within("pledge", "pledge_id", name="cash_advance_pledge"),
        UniqueConstraint("covenant_id", "decision_id", name="uq_cash_advance_decision"),
        check("agreed_cents > 0", "cash_advance_agreed"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    decision_id: int = Field(sa_type=Number)
    party_id: int = Field(sa_type=Number)
    pledge_id: int = Field(sa_type=Number)
    repay_by: date = Field(sa_type=Day)
    agreed_cents: int = Field(sa_type=Cents)


class CashMovement(SQLModel, table=True):
    """Money of a cash advance that came in or was repaid; reversed only when it was recorded in error."""

    __tablename__ = "cash_movement"
    __table_args__ = (
        within("cash_advance", "advance_id", name="cash_movement_advance"),
        within("journal_entry", "entry_id", name="cash_movement_entry"),
        UniqueConstraint("covenant_id", "entry_id", name="uq_cash_movement_entry"),
        one_of("kind", ("advanced", "repaid"), "cash_movement_kind"),
        one_of("state", ("recorded", "reversed"), "cash_movement_state"),
        check("cents > 0", "cash_movement_cents"),
        Index("ix_cash_movement_advance", "covenant_id", "advance_id"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    advance_id: int = Field(sa_type=Number)
    kind: str = Field(sa_type=Words)
    state: str = Field(default="recorded", sa_type=Words)
    moved_on: date = Field(sa_type=Day)
    cents: int = Field(sa_type=Cents)
    reference: str = Field(default="", sa_type=Words)
    reversal_reason: str = Field(default="", sa_type=Words)
    entry_id: int = Field(sa_type=Number)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)


class TakenBack(SQLModel, table=True):
    """Something recorded in error and taken back: the record stands, and this beside it.

    `subject` is a bank receipt ("bank/3"), a contribution in kind ("in-kind/2"), a measurement
    ("measurement/5") or an overpayment returned by an entry ("return/17"); `entry_id` the entry that took its
    money back, where there was money.
    """

    __tablename__ = "taken_back"
    __table_args__ = (
        of_covenant("taken_back"),
        within("journal_entry", "entry_id", name="taken_back_entry"),
        check("reason <> ''", "taken_back_reason"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    subject: str = Field(primary_key=True, sa_type=Words)
    taken_back_on: date = Field(sa_type=Day)
    reason: str = Field(sa_type=Words)
    entry_id: int | None = Field(default=None, sa_type=Number)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)
