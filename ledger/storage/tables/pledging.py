"""What became of pledges after they were made: the cents of instalments that will not come any more."""

from datetime import date

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from ledger.core.instalments import REDUCTIONS
from ledger.storage.tables.base import STRICT, check, one_of, within
from ledger.storage.types import Cents, Day, Number, Words


class Reduction(SQLModel, table=True):
    """Cents of an instalment that will not come any more, by decision, or that were handed back.

    The instalment's amount stays as it was promised. `entry_id` is the entry that booked it; one of an
    instalment that had not fallen due, and on which nothing came in, has none.
    """

    __tablename__ = "reduction"
    __table_args__ = (
        within("instalment", "instalment_id", name="reduction_instalment"),
        within("decision", "decision_id", name="reduction_decision"),
        within("journal_entry", "entry_id", name="reduction_entry"),
        UniqueConstraint("covenant_id", "entry_id", name="uq_reduction_entry"),
        one_of("kind", REDUCTIONS, "reduction_kind"),
        check("cents > 0", "reduction_cents"),
        check("kind <> 'returned' OR entry_id IS NOT NULL", "reduction_returned"),
        Index("ix_reduction_instalment", "covenant_id", "instalment_id"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    instalment_id: int = Field(sa_type=Number)
    decision_id: int = Field(sa_type=Number)
    kind: str = Field(sa_type=Words)
    cents: int = Field(sa_type=Cents)
    entry_id: int | None = Field(default=None, sa_type=Number)
    reduced_on: date = Field(sa_type=Day)
