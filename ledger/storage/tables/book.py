"""The journal and its kept totals: written by `storage/journal.py` and the seal's trigger alone.

Each total bears the number of the last entry it counted, by which its guard knows the next.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from ledger.core.chart import ACCOUNTS
from ledger.storage.tables.base import STRICT, check, of_covenant, one_of, within
from ledger.storage.types import Cents, Day, Moment, Number, Words

ACCOUNT_KEYS = tuple(account.key for account in ACCOUNTS)


class JournalEntry(SQLModel, table=True):
    """One booking: its day, the year whose budget and money it uses, and what it is about.

    `accounting_year` is the fiscal year of the accounting date, which may be a closed year before that of
    `day`: budget room and charging follow it, the books follow `day`.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        within("fiscal_year", "fiscal_year", name="journal_entry_year", target="year"),
        within("journal_entry", "reverses_id", name="journal_entry_reverses"),
        UniqueConstraint("covenant_id", "id", "day", "accounting_year", name="uq_journal_entry_day"),
        UniqueConstraint("covenant_id", "reverses_id", name="uq_journal_entry_reverses"),
        Index("ix_journal_entry_day", "covenant_id", "day", "id"),
        Index("ix_journal_entry_subject", "covenant_id", "subject"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    day: date = Field(sa_type=Day)
    fiscal_year: int = Field(sa_type=Number)
    accounting_year: int = Field(sa_type=Number)
    kind: str = Field(sa_type=Words)
    subject: str = Field(sa_type=Words)
    text: str = Field(sa_type=Words)
    reverses_id: int | None = Field(default=None, sa_type=Number)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)


class Posting(SQLModel, table=True):
    """One signed line of an entry, debit positive; day and accounting year are copied from the entry."""

    __tablename__ = "posting"
    __table_args__ = (
        ForeignKeyConstraint(
            ["covenant_id", "entry_id", "day", "accounting_year"],
            [
                "journal_entry.covenant_id",
                "journal_entry.id",
                "journal_entry.day",
                "journal_entry.accounting_year",
            ],
            name="fk_posting_entry",
        ),
        within("pledge", "pledge_id", name="posting_pledge"),
        within("project", "project_id", name="posting_project"),
        one_of("account", ACCOUNT_KEYS, "posting_account"),
        check("cents <> 0", "posting_cents"),
        check("account <> 'costs' OR project_id IS NOT NULL", "posting_costs_project"),
        Index("ix_posting_account", "covenant_id", "account", "day", "pledge_id", "cents"),
        Index(
            "ix_posting_project", "covenant_id", "account", "project_id", "accounting_year", "day",
            "pledge_id", "cents",
        ),
        STRICT,
    )  # fmt: skip
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    entry_id: int = Field(primary_key=True, sa_type=Number)
    line: int = Field(primary_key=True, sa_type=Number)
    day: date = Field(sa_type=Day)
    accounting_year: int = Field(sa_type=Number)
    account: str = Field(sa_type=Words)
    pledge_id: int = Field(sa_type=Number)
    project_id: int | None = Field(default=None, sa_type=Number)
    cents: int = Field(sa_type=Cents)


class EntrySeal(SQLModel, table=True):
    """The act that makes an entry count: its trigger checks the balance and updates the kept totals."""

    __tablename__ = "entry_seal"
    __table_args__ = (within("journal_entry", "entry_id", name="entry_seal_entry"), STRICT)
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    entry_id: int = Field(primary_key=True, sa_type=Number)
    sealed_at: datetime = Field(sa_type=Moment)


class AccountTotal(SQLModel, table=True):
    """The balance of one account, debit positive; `floor_cents` is what it may not go below."""

    __tablename__ = "account_total"
    __table_args__ = (
        of_covenant("account_total"),
        one_of("account", ACCOUNT_KEYS, "account_total_account"),
        check("floor_cents IS NULL OR balance_cents >= floor_cents", "account_total_floor"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    account: str = Field(primary_key=True, sa_type=Words)
    balance_cents: int = Field(default=0, sa_type=Cents)
    floor_cents: int | None = Field(default=None, sa_type=Cents)
    entry_id: int = Field(default=0, sa_type=Number)


class FundTotal(SQLModel, table=True):
    """The balance of one account within one pledge's own books, debit positive."""

    __tablename__ = "fund_total"
    __table_args__ = (
        within("pledge", "pledge_id", name="fund_total_pledge"),
        one_of("account", ACCOUNT_KEYS, "fund_total_account"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    pledge_id: int = Field(primary_key=True, sa_type=Number)
    account: str = Field(primary_key=True, sa_type=Words)
    balance_cents: int = Field(default=0, sa_type=Cents)
    entry_id: int = Field(default=0, sa_type=Number)


class PledgeTotal(SQLModel, table=True):
    """What a pledge brings and what was charged to it, through one fiscal year: never more than it brings."""

    __tablename__ = "pledge_total"
    __table_args__ = (
        within("pledge", "pledge_id", name="pledge_total_pledge"),
        check("due_cents >= 0", "pledge_total_due"),
        check("charged_cents >= 0", "pledge_total_charged"),
        check("charged_cents <= due_cents", "pledge_total_cap"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    pledge_id: int = Field(primary_key=True, sa_type=Number)
    year: int = Field(primary_key=True, sa_type=Number)
    due_cents: int = Field(default=0, sa_type=Cents)
    charged_cents: int = Field(default=0, sa_type=Cents)
    entry_id: int = Field(default=0, sa_type=Number)


class ProjectTotal(SQLModel, table=True):
    """A project's adopted budget, obligations and approved spend of one year: never beyond the budget.

    `carried_cents` is what of it was carried into later years: it cannot be used here any more.
    """

    __tablename__ = "project_total"
    __table_args__ = (
        within("project", "project_id", name="project_total_project"),
        check("budget_cents >= 0", "project_total_budget"),
        check("obligated_cents >= 0", "project_total_obligated"),
        check("carried_cents >= 0", "project_total_carried"),
        check("spent_cents + obligated_cents + carried_cents <= budget_cents", "project_total_cap"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    project_id: int = Field(primary_key=True, sa_type=Number)
    year: int = Field(primary_key=True, sa_type=Number)
    budget_cents: int = Field(default=0, sa_type=Cents)
    obligated_cents: int = Field(default=0, sa_type=Cents)
    spent_cents: int = Field(default=0, sa_type=Cents)
    carried_cents: int = Field(default=0, sa_type=Cents)
    entry_id: int = Field(default=0, sa_type=Number)
