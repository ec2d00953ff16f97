"""The covenant itself: parties, programme lines, pledges, rules, goals, fiscal years."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from ledger.storage.tables.base import STRICT, check, of_covenant, one_of, within
from ledger.storage.types import Cents, Day, Moment, Number, Words


class Covenant(SQLModel, table=True):
    """The signed agreement; everything else belongs to one."""

    __tablename__ = "covenant"
    __table_args__ = (
        UniqueConstraint("slug", name="uq_covenant_slug"),
        check("ends_on >= starts_on", "covenant_term"),
        check("currency = 'EUR'", "covenant_currency"),
        one_of("cash_rule", ("refuse", "warn"), "covenant_cash_rule"),
        one_of("charging", ("proportional", "narrowest_first"), "covenant_charging"),
        check("year_starts_month BETWEEN 1 AND 12", "covenant_year_month"),
        check("year_starts_day BETWEEN 1 AND 31", "covenant_year_day"),
        STRICT,
    )
    id: int = Field(primary_key=True, sa_type=Number)
    slug: str = Field(sa_type=Words)
    name: str = Field(sa_type=Words)
    place: str = Field(sa_type=Words)
    currency: str = Field(sa_type=Words)
    starts_on: date = Field(sa_type=Day)
    ends_on: date = Field(sa_type=Day)
    year_starts_month: int = Field(sa_type=Number)
    year_starts_day: int = Field(sa_type=Number)
    goal_nl: str = Field(sa_type=Words)
    goal_en: str = Field(sa_type=Words)
    cash_rule: str = Field(sa_type=Words)
    charging: str = Field(sa_type=Words)
    demonstration: int = Field(default=0, sa_type=Number)


class FiscalYear(SQLModel, table=True):
    """A fiscal year, named by the calendar year it starts in: open, closed, or closed but open for evidence.

    `decision_id` is the decision that made its present state; None while it was never closed.
    """

    __tablename__ = "fiscal_year"
    __table_args__ = (
        of_covenant("fiscal_year"),
        within("decision", "decision_id", name="fiscal_year_decision"),
        check("ends_on > starts_on", "fiscal_year_days"),
        one_of("state", ("open", "evidence", "closed"), "fiscal_year_state"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    year: int = Field(primary_key=True, sa_type=Number)
    starts_on: date = Field(sa_type=Day)
    ends_on: date = Field(sa_type=Day)
    state: str = Field(default="open", sa_type=Words)
    decision_id: int | None = Field(default=None, sa_type=Number)


class Party(SQLModel, table=True):
    """A signatory; joins on a date and may leave on a date, the last day on which it takes part.

    `money_stays` 1: the parties decided that what it has not spent stays in the covenant and goes on paying.
    """

    __tablename__ = "party"
    __table_args__ = (
        of_covenant("party"),
        UniqueConstraint("covenant_id", "slug", name="uq_party_slug"),
        one_of("kind", ("municipality", "government", "firm", "education", "other"), "party_kind"),
        check("left_on IS NULL OR left_on >= joined_on", "party_membership"),
        check("money_stays IN (0, 1) AND (money_stays = 0 OR left_on IS NOT NULL)", "party_money"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    slug: str = Field(sa_type=Words)
    name: str = Field(sa_type=Words)
    kind: str = Field(sa_type=Words)
    joined_on: date = Field(sa_type=Day)
    left_on: date | None = Field(default=None, sa_type=Day)
    money_stays: int = Field(default=0, sa_type=Number)


class ProgrammeLine(SQLModel, table=True):
    """What money is for: placement, acquisition, training."""

    __tablename__ = "programme_line"
    __table_args__ = (
        of_covenant("programme_line"),
        UniqueConstraint("covenant_id", "slug", name="uq_programme_line_slug"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    slug: str = Field(sa_type=Words)
    name_nl: str = Field(sa_type=Words)
    name_en: str = Field(sa_type=Words)
    about_nl: str = Field(default="", sa_type=Words)
    about_en: str = Field(default="", sa_type=Words)


class Pledge(SQLModel, table=True):
    """One party's promise of money: a fund of its own in the journal. Number 0 is the common fund."""

    __tablename__ = "pledge"
    __table_args__ = (
        of_covenant("pledge"),
        within("party", "party_id", name="pledge_party"),
        check("amount_cents >= 0", "pledge_amount"),
        check("(id = 0) = (party_id IS NULL)", "pledge_common"),
        one_of("basis", ("total", "per_year", "common"), "pledge_basis"),
        Index("ix_pledge_party", "covenant_id", "party_id"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    party_id: int | None = Field(default=None, sa_type=Number)
    amount_cents: int = Field(sa_type=Cents)
    basis: str = Field(sa_type=Words)
    source: str = Field(default="", sa_type=Words)


class PledgeEarmark(SQLModel, table=True):
    """A programme line that a pledge may pay for; a pledge without any may pay for all."""

    __tablename__ = "pledge_earmark"
    __table_args__ = (
        within("pledge", "pledge_id", name="pledge_earmark_pledge"),
        within("programme_line", "line_id", name="pledge_earmark_line"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    pledge_id: int = Field(primary_key=True, sa_type=Number)
    line_id: int = Field(primary_key=True, sa_type=Number)


class Instalment(SQLModel, table=True):
    """Part of a pledge, due on a date; `entry_id` is the entry that posted it once it fell due.

    `decision_id` is the decision by which it came; None: it stands in the covenant's file.
    """

    __tablename__ = "instalment"
    __table_args__ = (
        within("pledge", "pledge_id", name="instalment_pledge"),
        within("journal_entry", "entry_id", name="instalment_entry"),
        within("decision", "decision_id", name="instalment_decision"),
        UniqueConstraint("covenant_id", "entry_id", name="uq_instalment_entry"),
        check("amount_cents > 0", "instalment_amount"),
        Index("ix_instalment_pledge", "covenant_id", "pledge_id", "due_on"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    pledge_id: int = Field(sa_type=Number)
    due_on: date = Field(sa_type=Day)
    amount_cents: int = Field(sa_type=Cents)
    entry_id: int | None = Field(default=None, sa_type=Number)
    decision_id: int | None = Field(default=None, sa_type=Number)


class DecisionRule(SQLModel, table=True):
    """How one kind of decision is taken; shares are kept as the covenant writes them.

    `share` is, for minor amendments, the share of the budget that they may move; else empty.
    """

    __tablename__ = "decision_rule"
    __table_args__ = (
        of_covenant("decision_rule"),
        one_of("voters", ("funders", "parties"), "decision_rule_voters"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    kind: str = Field(primary_key=True, sa_type=Words)
    voters: str = Field(sa_type=Words)
    quorum: str = Field(sa_type=Words)
    majority: str = Field(sa_type=Words)
    share: str = Field(default="", sa_type=Words)


class RuleConsent(SQLModel, table=True):
    """A party that must vote in favour for one kind of decision."""

    __tablename__ = "rule_consent"
    __table_args__ = (
        within("decision_rule", "kind", name="rule_consent_rule", target="kind"),
        within("party", "party_id", name="rule_consent_party"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    kind: str = Field(primary_key=True, sa_type=Words)
    party_id: int = Field(primary_key=True, sa_type=Number)


class MandateStep(SQLModel, table=True):
    """Who must approve an expenditure up to an amount; no amount: all above the step before."""

    __tablename__ = "mandate_step"
    __table_args__ = (
        of_covenant("mandate_step"),
        check("approvals > 0", "mandate_step_approvals"),
        check("up_to_cents IS NULL OR up_to_cents > 0", "mandate_step_up_to"),
        one_of("voters", ("funders", "parties"), "mandate_step_voters"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    step: int = Field(primary_key=True, sa_type=Number)
    up_to_cents: int | None = Field(default=None, sa_type=Cents)
    approvals: int = Field(sa_type=Number)
    voters: str = Field(default="funders", sa_type=Words)


class MandateFrom(SQLModel, table=True):
    """A party from which one of a mandate step's approvals must come."""

    __tablename__ = "mandate_from"
    __table_args__ = (
        within("mandate_step", "step", name="mandate_from_step", target="step"),
        within("party", "party_id", name="mandate_from_party"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    step: int = Field(primary_key=True, sa_type=Number)
    party_id: int = Field(primary_key=True, sa_type=Number)


class Indicator(SQLModel, table=True):
    """What the covenant is to achieve: where it began and where it should end."""

    __tablename__ = "indicator"
    __table_args__ = (
        of_covenant("indicator"),
        UniqueConstraint("covenant_id", "slug", name="uq_indicator_slug"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    slug: str = Field(sa_type=Words)
    name_nl: str = Field(sa_type=Words)
    name_en: str = Field(sa_type=Words)
    baseline: int = Field(sa_type=Number)
    baseline_on: date = Field(sa_type=Day)
    target: int | None = Field(default=None, sa_type=Number)
    target_on: date | None = Field(default=None, sa_type=Day)


class Measurement(SQLModel, table=True):
    """What was counted for an indicator on a day, and by whose account."""

    __tablename__ = "measurement"
    __table_args__ = (
        within("indicator", "indicator_id", name="measurement_indicator"),
        check("value >= 0", "measurement_value"),
        Index("ix_measurement_indicator", "covenant_id", "indicator_id", "measured_on"),
        STRICT,
    )
    covenant_id: int = Field(primary_key=True, sa_type=Number)
    id: int = Field(primary_key=True, sa_type=Number)
    indicator_id: int = Field(sa_type=Number)
    measured_on: date = Field(sa_type=Day)
    value: int = Field(sa_type=Number)
    source: str = Field(sa_type=Words)
    person_id: int = Field(sa_type=Number)
    recorded_at: datetime = Field(sa_type=Moment)
