"""Money in and out: contributions, payees, expenditures with their splits, payments, obligations."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from ledger.storage.tables.base import STRICT, check, of_covenant, one_of, within
from ledger.storage.types import Cents, Day, Moment, Number, Words


class Contribution(SQLModel, table=True):
    """Money received from a party on a day; reversed only when it was recorded in error."""

    __tablename__ = "contribution"
    __table_args__ = (
        within("party", "party_id", name="contribution_party"),
        within("journal_entry", "entry_id", name="contribution_entry"),
        UniqueConstraint("covenant_id", "entry_id", name="uq_contribution_entry"),
        check("amount_cents > 0", "contribution_amount"),
        one_of("state", ("received", "reversed"), "contribution_state"),
        Index("ix_contribution_party", "covenant_id", "party_id", "received_on"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    party_id: int = Field(sa_type=Number)
    received_on: date = Field(sa_type=Day)
    amount_cents: int = Field(sa_type=Cents)
    reference: str = Field(default="", sa_type=Words)
    state: str = Field(default="received", sa_type=Words)
    reversal_reason: str = Field(default="", sa_type=Words)
    entry_id: int = Field(sa_type=Number)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)


class ContributionPart(SQLModel, table=True):
    """Which instalment a contribution paid; no instalment: it was beyond all of them."""

    __tablename__ = "contribution_part"
    __table_args__ = (
        within("contribution", "contribution_id", name="contribution_part_contribution"),
        within("instalment", "instalment_id", name="contribution_part_instalment"),
        within("pledge", "pledge_id", name="contribution_part_pledge"),
        check("cents > 0", "contribution_part_cents"),
        Index("ix_contribution_part_instalment", "covenant_id", "instalment_id"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    contribution_id: int = Field(primary_key=True, sa_type=Number)
    line: int = Field(primary_key=True, sa_type=Number)
    pledge_id: int = Field(sa_type=Number)
    instalment_id: int | None = Field(default=None, sa_type=Number)
    cents: int = Field(sa_type=Cents)


class InKind(SQLModel, table=True):
    """A contribution of hours or goods, valued: never in the journal's money, shown beside it."""

    __tablename__ = "in_kind"
    __table_args__ = (
        within("party", "party_id", name="in_kind_party"),
        within("project", "project_id", name="in_kind_project"),
        one_of("unit", ("hours", "goods"), "in_kind_unit"),
        check("quantity_hundredths > 0", "in_kind_quantity"),
        check("value_cents > 0", "in_kind_value"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    party_id: int = Field(sa_type=Number)
    project_id: int | None = Field(default=None, sa_type=Number)
    given_on: date = Field(sa_type=Day)
    unit: str = Field(sa_type=Words)
    quantity_hundredths: int = Field(sa_type=Cents)
    description: str = Field(sa_type=Words)
    value_cents: int = Field(sa_type=Cents)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)


class BankReceipt(SQLModel, table=True):
    """Money received that no party promised: bank interest, or VAT paid back by the tax office."""

    __tablename__ = "bank_receipt"
    __table_args__ = (
        within("journal_entry", "entry_id", name="bank_receipt_entry"),
        one_of("kind", ("interest", "vat"), "bank_receipt_kind"),
        check("amount_cents > 0", "bank_receipt_amount"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    kind: str = Field(sa_type=Words)
    received_on: date = Field(sa_type=Day)
    amount_cents: int = Field(sa_type=Cents)
    reference: str = Field(default="", sa_type=Words)
    entry_id: int = Field(sa_type=Number)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)


class Project(SQLModel, table=True):
    """Placement, acquisition or other work on one programme line."""

    __tablename__ = "project"
    __table_args__ = (
        within("programme_line", "line_id", name="project_line"),
        UniqueConstraint("covenant_id", "slug", name="uq_project_slug"),
        check("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", "project_days"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    slug: str = Field(sa_type=Words)
    name: str = Field(sa_type=Words)
    line_id: int = Field(sa_type=Number)
    about: str = Field(default="", sa_type=Words)
    starts_on: date | None = Field(default=None, sa_type=Day)
    ends_on: date | None = Field(default=None, sa_type=Day)


class Payee(SQLModel, table=True):
    """Who is paid: name, IBAN, numbers, and the party they are, if they are one; `version` counts changes."""

    __tablename__ = "payee"
    __table_args__ = (
        of_covenant("payee"),
        within("party", "party_id", name="payee_party"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    name: str = Field(sa_type=Words)
    iban: str = Field(default="", sa_type=Words)
    vat_number: str = Field(default="", sa_type=Words)
    chamber_number: str = Field(default="", sa_type=Words)
    party_id: int | None = Field(default=None, sa_type=Number)
    iban_changed_at: datetime | None = Field(default=None, sa_type=Moment)
    version: int = Field(default=1, sa_type=Number)


class PayeeVersion(SQLModel, table=True):
    """What the register said of a payee from a moment on, with the digest of all of it."""

    __tablename__ = "payee_version"
    __table_args__ = (
        within("payee", "payee_id", name="payee_version_payee"),
        within("party", "party_id", name="payee_version_party"),
        Index("ix_payee_version_party", "covenant_id", "party_id"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    payee_id: int = Field(primary_key=True, sa_type=Number)
    version: int = Field(primary_key=True, sa_type=Number)
    name: str = Field(sa_type=Words)
    iban: str = Field(sa_type=Words)
    vat_number: str = Field(sa_type=Words)
    chamber_number: str = Field(sa_type=Words)
    party_id: int | None = Field(default=None, sa_type=Number)
    digest: str = Field(sa_type=Words)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)


class Obligation(SQLModel, table=True):
    """A contract not yet invoiced: it uses up budget room until it is used or released."""

    __tablename__ = "obligation"
    __table_args__ = (
        within("project", "project_id", name="obligation_project"),
        within("payee", "payee_id", name="obligation_payee"),
        check("amount_cents > 0", "obligation_amount"),
        check("open_cents >= 0 AND open_cents <= amount_cents", "obligation_open"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    project_id: int = Field(sa_type=Number)
    payee_id: int = Field(sa_type=Number)
    year: int = Field(sa_type=Number)
    agreed_on: date = Field(sa_type=Day)
    reference: str = Field(default="", sa_type=Words)
    description: str = Field(sa_type=Words)
    amount_cents: int = Field(sa_type=Cents)
    open_cents: int = Field(sa_type=Cents)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)


class ObligationUse(SQLModel, table=True):
    """What took from an obligation, or gave back to it, and when: an invoice, or its release."""

    __tablename__ = "obligation_use"
    __table_args__ = (
        within("obligation", "obligation_id", name="obligation_use_obligation"),
        within("expenditure", "expenditure_id", name="obligation_use_expenditure"),
        check("cents <> 0", "obligation_use_cents"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    obligation_id: int = Field(primary_key=True, sa_type=Number)
    line: int = Field(primary_key=True, sa_type=Number)
    expenditure_id: int | None = Field(default=None, sa_type=Number)
    used_on: date = Field(sa_type=Day)
    cents: int = Field(sa_type=Cents)
    reason: str = Field(default="", sa_type=Words)


class Expenditure(SQLModel, table=True):
    """One invoice, claim or credit note; a credit note's amounts are negative.

    `version` counts the edits before the last approval; approvals are given to a version. `payee_version` is
    what the register says of the payee, and after that approval what it said then. `entry_id` is the entry of
    its approval, `reversal_id` that of its reversal. `shares_reason` says why the treasurer set the shares by
    hand; empty: the rule gives them.
    """

    __tablename__ = "expenditure"
    __table_args__ = (
        within("payee", "payee_id", name="expenditure_payee"),
        within(
            "payee_version", "payee_id", "payee_version", name="expenditure_payee_version", target="version"
        ),
        within("expenditure", "original_id", name="expenditure_original"),
        within("obligation", "obligation_id", name="expenditure_obligation"),
        within("journal_entry", "entry_id", name="expenditure_entry"),
        within("journal_entry", "reversal_id", name="expenditure_reversal"),
        UniqueConstraint("covenant_id", "entry_id", name="uq_expenditure_entry"),
        UniqueConstraint("covenant_id", "reversal_id", name="uq_expenditure_reversal"),
        one_of("kind", ("invoice", "credit_note"), "expenditure_kind"),
        one_of(
            "state",
            ("entered", "sent_back", "approved", "paid", "rejected", "reversed"),
            "expenditure_state",
        ),
        check("net_cents + vat_cents = gross_cents", "expenditure_gross"),
        check(
            "(kind = 'invoice' AND gross_cents > 0 AND net_cents >= 0 AND recoverable_vat_cents >= 0"
            " AND vat_cents >= recoverable_vat_cents AND original_id IS NULL)"
            " OR (kind = 'credit_note' AND gross_cents < 0 AND net_cents <= 0"
            " AND recoverable_vat_cents <= 0 AND vat_cents <= recoverable_vat_cents)",
            "expenditure_signs",
        ),
        check(
            "(state IN ('entered', 'sent_back', 'rejected')) = (entry_id IS NULL)", "expenditure_entry_state"
        ),
        check("(state = 'reversed') = (reversal_id IS NOT NULL)", "expenditure_reversal_state"),
        Index("ix_expenditure_accounting", "covenant_id", "accounting_on", "id"),
        Index("ix_expenditure_payee", "covenant_id", "payee_id", "invoice_reference"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    version: int = Field(default=1, sa_type=Number)
    kind: str = Field(sa_type=Words)
    state: str = Field(default="entered", sa_type=Words)
    payee_id: int = Field(sa_type=Number)
    payee_version: int = Field(default=1, sa_type=Number)
    invoice_reference: str = Field(sa_type=Words)
    invoice_on: date = Field(sa_type=Day)
    accounting_on: date = Field(sa_type=Day)
    accounting_year: int = Field(sa_type=Number)
    description: str = Field(sa_type=Words)
    net_cents: int = Field(sa_type=Cents)
    vat_cents: int = Field(sa_type=Cents)
    recoverable_vat_cents: int = Field(default=0, sa_type=Cents)
    gross_cents: int = Field(sa_type=Cents)
    original_id: int | None = Field(default=None, sa_type=Number)
    obligation_id: int | None = Field(default=None, sa_type=Number)
    entry_id: int | None = Field(default=None, sa_type=Number)
    reversal_id: int | None = Field(default=None, sa_type=Number)
    shares_reason: str = Field(default="", sa_type=Words)
    reason: str = Field(default="", sa_type=Words)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)
    approved_at: datetime | None = Field(default=None, sa_type=Moment)


class Split(SQLModel, table=True):
    """The part of an expenditure that one project bears; a credit note's are negative."""

    __tablename__ = "split"
    __table_args__ = (
        within("expenditure", "expenditure_id", name="split_expenditure"),
        within("project", "project_id", name="split_project"),
        UniqueConstraint("covenant_id", "expenditure_id", "project_id", name="uq_split_project"),
        check("cents <> 0", "split_cents"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    expenditure_id: int = Field(primary_key=True, sa_type=Number)
    line: int = Field(primary_key=True, sa_type=Number)
    project_id: int = Field(sa_type=Number)
    cents: int = Field(sa_type=Cents)


class Approval(SQLModel, table=True):
    """One organisation's approval of one version of an expenditure, bound to the digest of its content."""

    __tablename__ = "approval"
    __table_args__ = (
        within("expenditure", "expenditure_id", name="approval_expenditure"),
        within("party", "party_id", name="approval_party"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    expenditure_id: int = Field(primary_key=True, sa_type=Number)
    version: int = Field(primary_key=True, sa_type=Number)
    party_id: int = Field(primary_key=True, sa_type=Number)
    person_id: int = Field(sa_type=Number)
    digest: str = Field(sa_type=Words)
    approved_at: datetime = Field(sa_type=Moment)


class Payment(SQLModel, table=True):
    """Money paid on an expenditure; negative: money that came back. A set-off moves no bank money in all.

    `set_off_id` is, for a set-off, the payment on the other expenditure that it was settled against.
    """

    __tablename__ = "payment"
    __table_args__ = (
        within("expenditure", "expenditure_id", name="payment_expenditure"),
        within("journal_entry", "entry_id", name="payment_entry"),
        within("payment", "set_off_id", name="payment_set_off"),
        one_of("kind", ("paid", "came_back", "set_off"), "payment_kind"),
        one_of("state", ("recorded", "reversed"), "payment_state"),
        check("cents <> 0", "payment_cents"),
        check("kind <> 'paid' OR cents > 0", "payment_paid"),
        check("kind <> 'came_back' OR cents < 0", "payment_came_back"),
        Index("ix_payment_expenditure", "covenant_id", "expenditure_id"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    expenditure_id: int = Field(sa_type=Number)
    kind: str = Field(sa_type=Words)
    state: str = Field(default="recorded", sa_type=Words)
    paid_on: date = Field(sa_type=Day)
    cents: int = Field(sa_type=Cents)
    reference: str = Field(default="", sa_type=Words)
    set_off_id: int | None = Field(default=None, sa_type=Number)
    entry_id: int = Field(sa_type=Number)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)


class PaymentShare(SQLModel, table=True):
    """The cents of a payment that one pledge paid, or got back."""

    __tablename__ = "payment_share"
    __table_args__ = (
        within("payment", "payment_id", name="payment_share_payment"),
        within("pledge", "pledge_id", name="payment_share_pledge"),
        check("cents <> 0", "payment_share_cents"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    payment_id: int = Field(primary_key=True, sa_type=Number)
    pledge_id: int = Field(primary_key=True, sa_type=Number)
    cents: int = Field(sa_type=Cents)
