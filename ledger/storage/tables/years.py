"""What belongs to a fiscal year as a whole, to carrying its budget, and to a covenant that was under way."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from ledger.storage.tables.base import STRICT, check, within
from ledger.storage.types import Cents, Day, Moment, Number

YEAR_DOCUMENTS = ("management_statement", "auditors_report", "bank_statement", "other")
"""What a file that belongs to a fiscal year can be."""


class BankBalance(SQLModel, table=True):
    """What the bank says the account held at the end of a fiscal year; entered again, the last one counts.

    `stated_on` is the date of the bank's statement.
    """

    __tablename__ = "bank_balance"
    __table_args__ = (
        within("fiscal_year", "year", name="bank_balance_year", target="year"),
        check("line > 0", "bank_balance_line"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    year: int = Field(primary_key=True, sa_type=Number)
    line: int = Field(primary_key=True, sa_type=Number)
    cents: int = Field(sa_type=Cents)
    stated_on: date = Field(sa_type=Day)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)


class BudgetCarry(SQLModel, table=True):
    """What a budget took over, for one project, of what an earlier year had left."""

    __tablename__ = "budget_carry"
    __table_args__ = (
        within("budget", "budget_id", name="budget_carry_budget"),
        within("project", "project_id", name="budget_carry_project"),
        within("fiscal_year", "from_year", name="budget_carry_year", target="year"),
        check("cents > 0", "budget_carry_cents"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    budget_id: int = Field(primary_key=True, sa_type=Number)
    project_id: int = Field(primary_key=True, sa_type=Number)
    from_year: int = Field(sa_type=Number)
    cents: int = Field(sa_type=Cents)


class RunningStart(SQLModel, table=True):
    """The day on which the books of a covenant began that was under way already, and its decision.

    `common_cents` is what the common fund held then.
    """

    __tablename__ = "running_start"
    __table_args__ = (
        within("decision", "decision_id", name="running_start_decision"),
        check("common_cents >= 0", "running_start_common"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    starts_on: date = Field(sa_type=Day)
    decision_id: int = Field(sa_type=Number)
    common_cents: int = Field(default=0, sa_type=Cents)


class RunningStartLine(SQLModel, table=True):
    """How one pledge stood when the books began: what had come in on it, and what had been spent of it.

    `contribution_id` is the contribution that brings in what was received, `entry_id` the entry that takes
    out what was spent.
    """

    __tablename__ = "running_start_line"
    __table_args__ = (
        within("pledge", "pledge_id", name="running_start_line_pledge"),
        within("contribution", "contribution_id", name="running_start_line_contribution"),
        within("journal_entry", "entry_id", name="running_start_line_entry"),
        check("received_cents >= 0", "running_start_line_received"),
        check("spent_cents >= 0", "running_start_line_spent"),
        check("(received_cents > 0) = (contribution_id IS NOT NULL)", "running_start_line_in"),
        check("(spent_cents > 0) = (entry_id IS NOT NULL)", "running_start_line_out"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    pledge_id: int = Field(primary_key=True, sa_type=Number)
    received_cents: int = Field(sa_type=Cents)
    spent_cents: int = Field(sa_type=Cents)
    contribution_id: int | None = Field(default=None, sa_type=Number)
    entry_id: int | None = Field(default=None, sa_type=Number)
