"""The first schema: every table, constraint and index, for SQLite and PostgreSQL."""

import sqlalchemy as sa
from alembic import op

from ledger.storage.types import Day, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

CENTS = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBER = sa.Integer()
WORDS = sa.Text()
BYTES = sa.LargeBinary()
ACCOUNTS = (
    "account IN ('bank', 'receivable', 'vat', 'creditors', 'unspent', 'advance', 'to_return', 'owed',"
    " 'costs', 'income')"
)


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "access_log",
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("act", WORDS, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("content", WORDS, nullable=False),
        sa.Column("previous_hash", WORDS, nullable=False),
        sa.Column("hash", WORDS, nullable=False),
        sa.CheckConstraint("seq > 0", name="ck_access_log_seq"),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("hash", name="uq_access_log_hash"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_access_log_act", "access_log", ["act", "at"], unique=False)
    op.create_index("ix_access_log_covenant", "access_log", ["covenant_id", "seq"], unique=False)
    op.create_index("ix_access_log_subject", "access_log", ["subject", "seq"], unique=False)
    op.create_table(
        "covenant",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("slug", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("place", WORDS, nullable=False),
        sa.Column("currency", WORDS, nullable=False),
        sa.Column("starts_on", Day(), nullable=False),
        sa.Column("ends_on", Day(), nullable=False),
        sa.Column("year_starts_month", NUMBER, nullable=False),
        sa.Column("year_starts_day", NUMBER, nullable=False),
        sa.Column("goal_nl", WORDS, nullable=False),
        sa.Column("goal_en", WORDS, nullable=False),
        sa.Column("cash_rule", WORDS, nullable=False),
        sa.Column("charging", WORDS, nullable=False),
        sa.Column("demonstration", NUMBER, nullable=False),
        sa.CheckConstraint("cash_rule IN ('refuse', 'warn')", name="ck_covenant_cash_rule"),
        sa.CheckConstraint("charging IN ('proportional', 'narrowest_first')", name="ck_covenant_charging"),
        sa.CheckConstraint("currency = 'EUR'", name="ck_covenant_currency"),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_covenant_term"),
        sa.CheckConstraint("year_starts_day BETWEEN 1 AND 31", name="ck_covenant_year_day"),
        sa.CheckConstraint("year_starts_month BETWEEN 1 AND 12", name="ck_covenant_year_month"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug", name="uq_covenant_slug"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "person",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("email", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("password_hash", WORDS, nullable=False),
        sa.Column("language", WORDS, nullable=False),
        sa.Column("stamp", NUMBER, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("disabled_at", Moment(), nullable=True),
        sa.Column("erased_at", Moment(), nullable=True),
        sa.CheckConstraint("language IN ('nl', 'en')", name="ck_person_language"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email", name="uq_person_email"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "web_session",
        sa.Column("token_hash", WORDS, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("stamp", NUMBER, nullable=False),
        sa.Column("browser", WORDS, nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("last_used_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("token_hash"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_web_session_person", "web_session", ["person_id"], unique=False)
    op.create_table(
        "access_link",
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("token_hash", WORDS, nullable=False),
        sa.Column("purpose", WORDS, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.CheckConstraint("purpose IN ('invitation', 'reset')", name="ck_access_link_purpose"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id", "purpose"),
        sa.UniqueConstraint("token_hash", name="uq_access_link_token"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "second_factor",
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("nonce", WORDS, nullable=False),
        sa.Column("counter", NUMBER, nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.CheckConstraint("counter >= 0", name="ck_second_factor_counter"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "recovery_code",
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("code_hash", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id", "code_hash"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "account_total",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("account", WORDS, nullable=False),
        sa.Column("balance_cents", CENTS, nullable=False),
        sa.Column("floor_cents", CENTS, nullable=True),
        sa.Column("entry_id", NUMBER, nullable=False),
        sa.CheckConstraint(
            ACCOUNTS,
            name="ck_account_total_account",
        ),
        sa.CheckConstraint(
            "floor_cents IS NULL OR balance_cents >= floor_cents", name="ck_account_total_floor"
        ),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_account_total_covenant"),
        sa.PrimaryKeyConstraint("covenant_id", "account"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decision_rule",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("voters", WORDS, nullable=False),
        sa.Column("quorum", WORDS, nullable=False),
        sa.Column("majority", WORDS, nullable=False),
        sa.Column("share", WORDS, nullable=False),
        sa.CheckConstraint("voters IN ('funders', 'parties')", name="ck_decision_rule_voters"),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_decision_rule_covenant"),
        sa.PrimaryKeyConstraint("covenant_id", "kind"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "evidence_file",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("sha256", WORDS, nullable=False),
        sa.Column("media_type", WORDS, nullable=False),
        sa.Column("size", CENTS, nullable=False),
        sa.Column("content", BYTES, nullable=False),
        sa.CheckConstraint("size > 0 AND size <= 10485760", name="ck_evidence_file_size"),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_evidence_file_covenant"),
        sa.PrimaryKeyConstraint("covenant_id", "sha256"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "indicator",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("slug", WORDS, nullable=False),
        sa.Column("name_nl", WORDS, nullable=False),
        sa.Column("name_en", WORDS, nullable=False),
        sa.Column("baseline", NUMBER, nullable=False),
        sa.Column("baseline_on", Day(), nullable=False),
        sa.Column("target", NUMBER, nullable=True),
        sa.Column("target_on", Day(), nullable=True),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_indicator_covenant"),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sa.UniqueConstraint("covenant_id", "slug", name="uq_indicator_slug"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mandate_step",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("up_to_cents", CENTS, nullable=True),
        sa.Column("approvals", NUMBER, nullable=False),
        sa.Column("voters", WORDS, nullable=False),
        sa.CheckConstraint("voters IN ('funders', 'parties')", name="ck_mandate_step_voters"),
        sa.CheckConstraint("approvals > 0", name="ck_mandate_step_approvals"),
        sa.CheckConstraint("up_to_cents IS NULL OR up_to_cents > 0", name="ck_mandate_step_up_to"),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_mandate_step_covenant"),
        sa.PrimaryKeyConstraint("covenant_id", "step"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "party",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("slug", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("joined_on", Day(), nullable=False),
        sa.Column("left_on", Day(), nullable=True),
        sa.Column("money_stays", NUMBER, nullable=False),
        sa.CheckConstraint(
            "kind IN ('municipality', 'government', 'firm', 'education', 'other')", name="ck_party_kind"
        ),
        sa.CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="ck_party_membership"),
        sa.CheckConstraint(
            "money_stays IN (0, 1) AND (money_stays = 0 OR left_on IS NOT NULL)", name="ck_party_money"
        ),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_party_covenant"),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sa.UniqueConstraint("covenant_id", "slug", name="uq_party_slug"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decision",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("proposal", WORDS, nullable=False),
        sa.Column("content", WORDS, nullable=False),
        sa.Column("digest", WORDS, nullable=False),
        sa.Column("quorum", WORDS, nullable=False),
        sa.Column("majority", WORDS, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("opened_on", Day(), nullable=False),
        sa.Column("deadline", Day(), nullable=True),
        sa.Column("closed_on", Day(), nullable=True),
        sa.Column("party_id", NUMBER, nullable=True),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'adopted', 'rejected', 'withdrawn', 'lapsed')", name="ck_decision_state"
        ),
        sa.CheckConstraint("version > 0", name="ck_decision_version"),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_decision_covenant"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "party_id"], ["party.covenant_id", "party.id"], name="fk_decision_party"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_decision_subject", "decision", ["covenant_id", "subject"], unique=False)
    op.create_table(
        "fiscal_year",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("starts_on", Day(), nullable=False),
        sa.Column("ends_on", Day(), nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("decision_id", NUMBER, nullable=True),
        sa.CheckConstraint("state IN ('open', 'evidence', 'closed')", name="ck_fiscal_year_state"),
        sa.CheckConstraint("ends_on > starts_on", name="ck_fiscal_year_days"),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_fiscal_year_covenant"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "decision_id"],
            ["decision.covenant_id", "decision.id"],
            name="fk_fiscal_year_decision",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "year"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decision_version",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("decision_id", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("content", WORDS, nullable=False),
        sa.Column("digest", WORDS, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint("version > 0", name="ck_decision_version_version"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "decision_id"],
            ["decision.covenant_id", "decision.id"],
            name="fk_decision_version_decision",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "decision_id", "version"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "programme_line",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("slug", WORDS, nullable=False),
        sa.Column("name_nl", WORDS, nullable=False),
        sa.Column("name_en", WORDS, nullable=False),
        sa.Column("about_nl", WORDS, nullable=False),
        sa.Column("about_en", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_programme_line_covenant"),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sa.UniqueConstraint("covenant_id", "slug", name="uq_programme_line_slug"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "log_witness",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("trail_seq", NUMBER, nullable=False),
        sa.Column("log_seq", NUMBER, nullable=False),
        sa.Column("log_hash", WORDS, nullable=False),
        sa.CheckConstraint("trail_seq > 0", name="ck_log_witness_trail"),
        sa.CheckConstraint("log_seq > 0", name="ck_log_witness_log"),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_log_witness_covenant"),
        sa.PrimaryKeyConstraint("covenant_id", "trail_seq"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "request_key",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("key", WORDS, nullable=False),
        sa.Column("digest", WORDS, nullable=False),
        sa.Column("result", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_request_key_covenant"),
        sa.PrimaryKeyConstraint("covenant_id", "key"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "trail",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("act", WORDS, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("content", WORDS, nullable=False),
        sa.Column("written", WORDS, nullable=False),
        sa.Column("previous_hash", WORDS, nullable=False),
        sa.Column("hash", WORDS, nullable=False),
        sa.CheckConstraint("seq > 0", name="ck_trail_seq"),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_trail_covenant"),
        sa.PrimaryKeyConstraint("covenant_id", "seq"),
        sa.UniqueConstraint("covenant_id", "hash", name="uq_trail_hash"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_trail_subject", "trail", ["covenant_id", "subject", "seq"], unique=False)
    op.create_index("ix_trail_act", "trail", ["covenant_id", "act", "seq"], unique=False)
    op.create_index("ix_trail_person", "trail", ["covenant_id", "person_id", "seq"], unique=False)
    op.create_table(
        "budget",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("base_id", NUMBER, nullable=True),
        sa.Column("purpose", WORDS, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("decision_id", NUMBER, nullable=True),
        sa.Column("adopted_on", Day(), nullable=True),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed', 'adopted', 'replaced', 'rejected', 'withdrawn', 'lapsed')",
            name="ck_budget_state",
        ),
        sa.CheckConstraint("version > 0", name="ck_budget_version"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "decision_id"], ["decision.covenant_id", "decision.id"], name="fk_budget_decision"
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "year"], ["fiscal_year.covenant_id", "fiscal_year.year"], name="fk_budget_year"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sa.UniqueConstraint("covenant_id", "year", "version", name="uq_budget_version"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decision_voter",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("decision_id", NUMBER, nullable=False),
        sa.Column("party_id", NUMBER, nullable=False),
        sa.Column("consent", NUMBER, nullable=False),
        sa.CheckConstraint("consent IN (0, 1)", name="ck_decision_voter_consent"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "decision_id"],
            ["decision.covenant_id", "decision.id"],
            name="fk_decision_voter_decision",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "party_id"], ["party.covenant_id", "party.id"], name="fk_decision_voter_party"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "decision_id", "party_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "evidence",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("sha256", WORDS, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=True),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["covenant_id", "sha256"],
            ["evidence_file.covenant_id", "evidence_file.sha256"],
            name="fk_evidence_file",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sa.CheckConstraint(
            "kind IN ('management_statement', 'auditors_report', 'bank_statement', 'other')",
            name="ck_evidence_kind",
        ),
        sa.CheckConstraint(
            "(kind IS NOT NULL) = (substr(subject, 1, 5) = 'year/')", name="ck_evidence_of_year"
        ),
        sa.UniqueConstraint("covenant_id", "subject", "sha256", name="uq_evidence_subject"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "journal_entry",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("day", Day(), nullable=False),
        sa.Column("fiscal_year", NUMBER, nullable=False),
        sa.Column("accounting_year", NUMBER, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("reverses_id", NUMBER, nullable=True),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["covenant_id", "fiscal_year"],
            ["fiscal_year.covenant_id", "fiscal_year.year"],
            name="fk_journal_entry_year",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "reverses_id"],
            ["journal_entry.covenant_id", "journal_entry.id"],
            name="fk_journal_entry_reverses",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sa.UniqueConstraint("covenant_id", "id", "day", "accounting_year", name="uq_journal_entry_day"),
        sa.UniqueConstraint("covenant_id", "reverses_id", name="uq_journal_entry_reverses"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_journal_entry_day", "journal_entry", ["covenant_id", "day", "id"], unique=False)
    op.create_index("ix_journal_entry_subject", "journal_entry", ["covenant_id", "subject"], unique=False)
    op.create_table(
        "mandate_from",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("party_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["covenant_id", "party_id"], ["party.covenant_id", "party.id"], name="fk_mandate_from_party"
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "step"],
            ["mandate_step.covenant_id", "mandate_step.step"],
            name="fk_mandate_from_step",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "step", "party_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "measurement",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("indicator_id", NUMBER, nullable=False),
        sa.Column("measured_on", Day(), nullable=False),
        sa.Column("value", NUMBER, nullable=False),
        sa.Column("source", WORDS, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint("value >= 0", name="ck_measurement_value"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "indicator_id"],
            ["indicator.covenant_id", "indicator.id"],
            name="fk_measurement_indicator",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_measurement_indicator",
        "measurement",
        ["covenant_id", "indicator_id", "measured_on"],
        unique=False,
    )
    op.create_table(
        "payee",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("iban", WORDS, nullable=False),
        sa.Column("vat_number", WORDS, nullable=False),
        sa.Column("chamber_number", WORDS, nullable=False),
        sa.Column("party_id", NUMBER, nullable=True),
        sa.Column("iban_changed_at", Moment(), nullable=True),
        sa.Column("version", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["covenant_id", "party_id"], ["party.covenant_id", "party.id"], name="fk_payee_party"
        ),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_payee_covenant"),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "payee_version",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("payee_id", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("iban", WORDS, nullable=False),
        sa.Column("vat_number", WORDS, nullable=False),
        sa.Column("chamber_number", WORDS, nullable=False),
        sa.Column("party_id", NUMBER, nullable=True),
        sa.Column("digest", WORDS, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["covenant_id", "party_id"], ["party.covenant_id", "party.id"], name="fk_payee_version_party"
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "payee_id"], ["payee.covenant_id", "payee.id"], name="fk_payee_version_payee"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "payee_id", "version"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_payee_version_party", "payee_version", ["covenant_id", "party_id"], unique=False)
    op.create_table(
        "person_role",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("role", WORDS, nullable=False),
        sa.Column("party_id", NUMBER, nullable=True),
        sa.Column("deputy", NUMBER, nullable=False),
        sa.CheckConstraint(
            "deputy IN (0, 1) AND (deputy = 0 OR role = 'partner')", name="ck_person_role_deputy"
        ),
        sa.CheckConstraint("(role = 'partner') = (party_id IS NOT NULL)", name="ck_person_role_partner"),
        sa.CheckConstraint(
            "role IN ('treasurer', 'partner', 'auditor', 'administrator')", name="ck_person_role_role"
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "party_id"], ["party.covenant_id", "party.id"], name="fk_person_role_party"
        ),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_person_role_covenant"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("covenant_id", "person_id", "role"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_person_role_person", "person_role", ["person_id"], unique=False)
    op.create_table(
        "pledge",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("party_id", NUMBER, nullable=True),
        sa.Column("amount_cents", CENTS, nullable=False),
        sa.Column("basis", WORDS, nullable=False),
        sa.Column("source", WORDS, nullable=False),
        sa.CheckConstraint("basis IN ('total', 'per_year', 'common')", name="ck_pledge_basis"),
        sa.CheckConstraint("(id = 0) = (party_id IS NULL)", name="ck_pledge_common"),
        sa.CheckConstraint("amount_cents >= 0", name="ck_pledge_amount"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "party_id"], ["party.covenant_id", "party.id"], name="fk_pledge_party"
        ),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_pledge_covenant"),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_pledge_party", "pledge", ["covenant_id", "party_id"], unique=False)
    op.create_table(
        "project",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("slug", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("line_id", NUMBER, nullable=False),
        sa.Column("about", WORDS, nullable=False),
        sa.Column("starts_on", Day(), nullable=True),
        sa.Column("ends_on", Day(), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="ck_project_days"
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "line_id"],
            ["programme_line.covenant_id", "programme_line.id"],
            name="fk_project_line",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sa.UniqueConstraint("covenant_id", "slug", name="uq_project_slug"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rule_consent",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("party_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["covenant_id", "kind"],
            ["decision_rule.covenant_id", "decision_rule.kind"],
            name="fk_rule_consent_rule",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "party_id"], ["party.covenant_id", "party.id"], name="fk_rule_consent_party"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "kind", "party_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "bank_receipt",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("received_on", Day(), nullable=False),
        sa.Column("amount_cents", CENTS, nullable=False),
        sa.Column("reference", WORDS, nullable=False),
        sa.Column("entry_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint("kind IN ('interest', 'vat')", name="ck_bank_receipt_kind"),
        sa.CheckConstraint("amount_cents > 0", name="ck_bank_receipt_amount"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "entry_id"],
            ["journal_entry.covenant_id", "journal_entry.id"],
            name="fk_bank_receipt_entry",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "budget_line",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("budget_id", NUMBER, nullable=False),
        sa.Column("project_id", NUMBER, nullable=False),
        sa.Column("cents", CENTS, nullable=False),
        sa.CheckConstraint("cents >= 0", name="ck_budget_line_cents"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "budget_id"], ["budget.covenant_id", "budget.id"], name="fk_budget_line_budget"
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "project_id"],
            ["project.covenant_id", "project.id"],
            name="fk_budget_line_project",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "budget_id", "project_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contribution",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("party_id", NUMBER, nullable=False),
        sa.Column("received_on", Day(), nullable=False),
        sa.Column("amount_cents", CENTS, nullable=False),
        sa.Column("reference", WORDS, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("reversal_reason", WORDS, nullable=False),
        sa.Column("entry_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint("state IN ('received', 'reversed')", name="ck_contribution_state"),
        sa.CheckConstraint("amount_cents > 0", name="ck_contribution_amount"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "entry_id"],
            ["journal_entry.covenant_id", "journal_entry.id"],
            name="fk_contribution_entry",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "party_id"], ["party.covenant_id", "party.id"], name="fk_contribution_party"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sa.UniqueConstraint("covenant_id", "entry_id", name="uq_contribution_entry"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_contribution_party", "contribution", ["covenant_id", "party_id", "received_on"], unique=False
    )
    op.create_table(
        "entry_seal",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("entry_id", NUMBER, nullable=False),
        sa.Column("sealed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["covenant_id", "entry_id"],
            ["journal_entry.covenant_id", "journal_entry.id"],
            name="fk_entry_seal_entry",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "entry_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fund_total",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("pledge_id", NUMBER, nullable=False),
        sa.Column("account", WORDS, nullable=False),
        sa.Column("balance_cents", CENTS, nullable=False),
        sa.Column("entry_id", NUMBER, nullable=False),
        sa.CheckConstraint(
            ACCOUNTS,
            name="ck_fund_total_account",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "pledge_id"], ["pledge.covenant_id", "pledge.id"], name="fk_fund_total_pledge"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "pledge_id", "account"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "in_kind",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("party_id", NUMBER, nullable=False),
        sa.Column("project_id", NUMBER, nullable=True),
        sa.Column("given_on", Day(), nullable=False),
        sa.Column("unit", WORDS, nullable=False),
        sa.Column("quantity_hundredths", CENTS, nullable=False),
        sa.Column("description", WORDS, nullable=False),
        sa.Column("value_cents", CENTS, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint("unit IN ('hours', 'goods')", name="ck_in_kind_unit"),
        sa.CheckConstraint("quantity_hundredths > 0", name="ck_in_kind_quantity"),
        sa.CheckConstraint("value_cents > 0", name="ck_in_kind_value"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "party_id"], ["party.covenant_id", "party.id"], name="fk_in_kind_party"
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "project_id"], ["project.covenant_id", "project.id"], name="fk_in_kind_project"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "instalment",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("pledge_id", NUMBER, nullable=False),
        sa.Column("due_on", Day(), nullable=False),
        sa.Column("amount_cents", CENTS, nullable=False),
        sa.Column("entry_id", NUMBER, nullable=True),
        sa.Column("decision_id", NUMBER, nullable=True),
        sa.CheckConstraint("amount_cents > 0", name="ck_instalment_amount"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "decision_id"],
            ["decision.covenant_id", "decision.id"],
            name="fk_instalment_decision",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "entry_id"],
            ["journal_entry.covenant_id", "journal_entry.id"],
            name="fk_instalment_entry",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "pledge_id"], ["pledge.covenant_id", "pledge.id"], name="fk_instalment_pledge"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sa.UniqueConstraint("covenant_id", "entry_id", name="uq_instalment_entry"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_instalment_pledge", "instalment", ["covenant_id", "pledge_id", "due_on"], unique=False
    )
    op.create_table(
        "reduction",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("instalment_id", NUMBER, nullable=False),
        sa.Column("decision_id", NUMBER, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("cents", CENTS, nullable=False),
        sa.Column("entry_id", NUMBER, nullable=True),
        sa.Column("reduced_on", Day(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('moved', 'reduced', 'written_off', 'lapsed', 'returned')", name="ck_reduction_kind"
        ),
        sa.CheckConstraint("cents > 0", name="ck_reduction_cents"),
        sa.CheckConstraint("kind <> 'returned' OR entry_id IS NOT NULL", name="ck_reduction_returned"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "decision_id"],
            ["decision.covenant_id", "decision.id"],
            name="fk_reduction_decision",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "entry_id"],
            ["journal_entry.covenant_id", "journal_entry.id"],
            name="fk_reduction_entry",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "instalment_id"],
            ["instalment.covenant_id", "instalment.id"],
            name="fk_reduction_instalment",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sa.UniqueConstraint("covenant_id", "entry_id", name="uq_reduction_entry"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_reduction_instalment", "reduction", ["covenant_id", "instalment_id"], unique=False)
    op.create_table(
        "obligation",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("project_id", NUMBER, nullable=False),
        sa.Column("payee_id", NUMBER, nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("agreed_on", Day(), nullable=False),
        sa.Column("reference", WORDS, nullable=False),
        sa.Column("description", WORDS, nullable=False),
        sa.Column("amount_cents", CENTS, nullable=False),
        sa.Column("open_cents", CENTS, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint("amount_cents > 0", name="ck_obligation_amount"),
        sa.CheckConstraint("open_cents >= 0 AND open_cents <= amount_cents", name="ck_obligation_open"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "payee_id"], ["payee.covenant_id", "payee.id"], name="fk_obligation_payee"
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "project_id"], ["project.covenant_id", "project.id"], name="fk_obligation_project"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pledge_earmark",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("pledge_id", NUMBER, nullable=False),
        sa.Column("line_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["covenant_id", "line_id"],
            ["programme_line.covenant_id", "programme_line.id"],
            name="fk_pledge_earmark_line",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "pledge_id"], ["pledge.covenant_id", "pledge.id"], name="fk_pledge_earmark_pledge"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "pledge_id", "line_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pledge_total",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("pledge_id", NUMBER, nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("due_cents", CENTS, nullable=False),
        sa.Column("charged_cents", CENTS, nullable=False),
        sa.Column("entry_id", NUMBER, nullable=False),
        sa.CheckConstraint("charged_cents <= due_cents", name="ck_pledge_total_cap"),
        sa.CheckConstraint("charged_cents >= 0", name="ck_pledge_total_charged"),
        sa.CheckConstraint("due_cents >= 0", name="ck_pledge_total_due"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "pledge_id"], ["pledge.covenant_id", "pledge.id"], name="fk_pledge_total_pledge"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "pledge_id", "year"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "posting",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("entry_id", NUMBER, nullable=False),
        sa.Column("line", NUMBER, nullable=False),
        sa.Column("day", Day(), nullable=False),
        sa.Column("accounting_year", NUMBER, nullable=False),
        sa.Column("account", WORDS, nullable=False),
        sa.Column("pledge_id", NUMBER, nullable=False),
        sa.Column("project_id", NUMBER, nullable=True),
        sa.Column("cents", CENTS, nullable=False),
        sa.CheckConstraint("account <> 'costs' OR project_id IS NOT NULL", name="ck_posting_costs_project"),
        sa.CheckConstraint(
            ACCOUNTS,
            name="ck_posting_account",
        ),
        sa.CheckConstraint("cents <> 0", name="ck_posting_cents"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "entry_id", "day", "accounting_year"],
            [
                "journal_entry.covenant_id",
                "journal_entry.id",
                "journal_entry.day",
                "journal_entry.accounting_year",
            ],
            name="fk_posting_entry",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "pledge_id"], ["pledge.covenant_id", "pledge.id"], name="fk_posting_pledge"
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "project_id"], ["project.covenant_id", "project.id"], name="fk_posting_project"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "entry_id", "line"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_posting_account", "posting", ["covenant_id", "account", "day", "pledge_id", "cents"], unique=False
    )
    op.create_index(
        "ix_posting_project",
        "posting",
        ["covenant_id", "account", "project_id", "accounting_year", "day", "pledge_id", "cents"],
        unique=False,
    )
    op.create_table(
        "project_total",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("project_id", NUMBER, nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("budget_cents", CENTS, nullable=False),
        sa.Column("obligated_cents", CENTS, nullable=False),
        sa.Column("spent_cents", CENTS, nullable=False),
        sa.Column("carried_cents", CENTS, nullable=False),
        sa.Column("entry_id", NUMBER, nullable=False),
        sa.CheckConstraint("budget_cents >= 0", name="ck_project_total_budget"),
        sa.CheckConstraint("carried_cents >= 0", name="ck_project_total_carried"),
        sa.CheckConstraint("obligated_cents >= 0", name="ck_project_total_obligated"),
        sa.CheckConstraint(
            "spent_cents + obligated_cents + carried_cents <= budget_cents", name="ck_project_total_cap"
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "project_id"],
            ["project.covenant_id", "project.id"],
            name="fk_project_total_project",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "project_id", "year"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vote",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("decision_id", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("party_id", NUMBER, nullable=False),
        sa.Column("choice", WORDS, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("digest", WORDS, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("cast_at", Moment(), nullable=False),
        sa.CheckConstraint("choice IN ('for', 'against', 'abstain', 'recused')", name="ck_vote_choice"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "decision_id", "party_id"],
            ["decision_voter.covenant_id", "decision_voter.decision_id", "decision_voter.party_id"],
            name="fk_vote_voter",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "decision_id", "version", "party_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contribution_part",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("contribution_id", NUMBER, nullable=False),
        sa.Column("line", NUMBER, nullable=False),
        sa.Column("pledge_id", NUMBER, nullable=False),
        sa.Column("instalment_id", NUMBER, nullable=True),
        sa.Column("cents", CENTS, nullable=False),
        sa.CheckConstraint("cents > 0", name="ck_contribution_part_cents"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "contribution_id"],
            ["contribution.covenant_id", "contribution.id"],
            name="fk_contribution_part_contribution",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "instalment_id"],
            ["instalment.covenant_id", "instalment.id"],
            name="fk_contribution_part_instalment",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "pledge_id"],
            ["pledge.covenant_id", "pledge.id"],
            name="fk_contribution_part_pledge",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "contribution_id", "line"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_contribution_part_instalment", "contribution_part", ["covenant_id", "instalment_id"], unique=False
    )
    op.create_table(
        "expenditure",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("payee_id", NUMBER, nullable=False),
        sa.Column("payee_version", NUMBER, nullable=False),
        sa.Column("invoice_reference", WORDS, nullable=False),
        sa.Column("invoice_on", Day(), nullable=False),
        sa.Column("accounting_on", Day(), nullable=False),
        sa.Column("accounting_year", NUMBER, nullable=False),
        sa.Column("description", WORDS, nullable=False),
        sa.Column("net_cents", CENTS, nullable=False),
        sa.Column("vat_cents", CENTS, nullable=False),
        sa.Column("recoverable_vat_cents", CENTS, nullable=False),
        sa.Column("gross_cents", CENTS, nullable=False),
        sa.Column("original_id", NUMBER, nullable=True),
        sa.Column("obligation_id", NUMBER, nullable=True),
        sa.Column("entry_id", NUMBER, nullable=True),
        sa.Column("reversal_id", NUMBER, nullable=True),
        sa.Column("shares_reason", WORDS, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("approved_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'invoice' AND gross_cents > 0 AND net_cents >= 0 AND recoverable_vat_cents >= 0"
            " AND vat_cents >= recoverable_vat_cents AND original_id IS NULL)"
            " OR (kind = 'credit_note' AND gross_cents < 0 AND net_cents <= 0"
            " AND recoverable_vat_cents <= 0 AND vat_cents <= recoverable_vat_cents)",
            name="ck_expenditure_signs",
        ),
        sa.CheckConstraint(
            "(state = 'reversed') = (reversal_id IS NOT NULL)", name="ck_expenditure_reversal_state"
        ),
        sa.CheckConstraint(
            "(state IN ('entered', 'sent_back', 'rejected')) = (entry_id IS NULL)",
            name="ck_expenditure_entry_state",
        ),
        sa.CheckConstraint("kind IN ('invoice', 'credit_note')", name="ck_expenditure_kind"),
        sa.CheckConstraint(
            "state IN ('entered', 'sent_back', 'approved', 'paid', 'rejected', 'reversed')",
            name="ck_expenditure_state",
        ),
        sa.CheckConstraint("net_cents + vat_cents = gross_cents", name="ck_expenditure_gross"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "entry_id"],
            ["journal_entry.covenant_id", "journal_entry.id"],
            name="fk_expenditure_entry",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "obligation_id"],
            ["obligation.covenant_id", "obligation.id"],
            name="fk_expenditure_obligation",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "original_id"],
            ["expenditure.covenant_id", "expenditure.id"],
            name="fk_expenditure_original",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "payee_id"], ["payee.covenant_id", "payee.id"], name="fk_expenditure_payee"
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "payee_id", "payee_version"],
            ["payee_version.covenant_id", "payee_version.payee_id", "payee_version.version"],
            name="fk_expenditure_payee_version",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "reversal_id"],
            ["journal_entry.covenant_id", "journal_entry.id"],
            name="fk_expenditure_reversal",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sa.UniqueConstraint("covenant_id", "entry_id", name="uq_expenditure_entry"),
        sa.UniqueConstraint("covenant_id", "reversal_id", name="uq_expenditure_reversal"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_expenditure_accounting", "expenditure", ["covenant_id", "accounting_on", "id"], unique=False
    )
    op.create_index(
        "ix_expenditure_payee", "expenditure", ["covenant_id", "payee_id", "invoice_reference"], unique=False
    )
    op.create_table(
        "approval",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("expenditure_id", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("party_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("digest", WORDS, nullable=False),
        sa.Column("approved_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["covenant_id", "expenditure_id"],
            ["expenditure.covenant_id", "expenditure.id"],
            name="fk_approval_expenditure",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "party_id"], ["party.covenant_id", "party.id"], name="fk_approval_party"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "expenditure_id", "version", "party_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "obligation_use",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("obligation_id", NUMBER, nullable=False),
        sa.Column("line", NUMBER, nullable=False),
        sa.Column("expenditure_id", NUMBER, nullable=True),
        sa.Column("used_on", Day(), nullable=False),
        sa.Column("cents", CENTS, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.CheckConstraint("cents <> 0", name="ck_obligation_use_cents"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "expenditure_id"],
            ["expenditure.covenant_id", "expenditure.id"],
            name="fk_obligation_use_expenditure",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "obligation_id"],
            ["obligation.covenant_id", "obligation.id"],
            name="fk_obligation_use_obligation",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "obligation_id", "line"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "payment",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("expenditure_id", NUMBER, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("paid_on", Day(), nullable=False),
        sa.Column("cents", CENTS, nullable=False),
        sa.Column("reference", WORDS, nullable=False),
        sa.Column("set_off_id", NUMBER, nullable=True),
        sa.Column("entry_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint("kind <> 'came_back' OR cents < 0", name="ck_payment_came_back"),
        sa.CheckConstraint("kind <> 'paid' OR cents > 0", name="ck_payment_paid"),
        sa.CheckConstraint("kind IN ('paid', 'came_back', 'set_off')", name="ck_payment_kind"),
        sa.CheckConstraint("state IN ('recorded', 'reversed')", name="ck_payment_state"),
        sa.CheckConstraint("cents <> 0", name="ck_payment_cents"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "entry_id"],
            ["journal_entry.covenant_id", "journal_entry.id"],
            name="fk_payment_entry",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "expenditure_id"],
            ["expenditure.covenant_id", "expenditure.id"],
            name="fk_payment_expenditure",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "set_off_id"], ["payment.covenant_id", "payment.id"], name="fk_payment_set_off"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_payment_expenditure", "payment", ["covenant_id", "expenditure_id"], unique=False)
    op.create_table(
        "split",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("expenditure_id", NUMBER, nullable=False),
        sa.Column("line", NUMBER, nullable=False),
        sa.Column("project_id", NUMBER, nullable=False),
        sa.Column("cents", CENTS, nullable=False),
        sa.CheckConstraint("cents <> 0", name="ck_split_cents"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "expenditure_id"],
            ["expenditure.covenant_id", "expenditure.id"],
            name="fk_split_expenditure",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "project_id"], ["project.covenant_id", "project.id"], name="fk_split_project"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "expenditure_id", "line"),
        sa.UniqueConstraint("covenant_id", "expenditure_id", "project_id", name="uq_split_project"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "payment_share",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("payment_id", NUMBER, nullable=False),
        sa.Column("pledge_id", NUMBER, nullable=False),
        sa.Column("cents", CENTS, nullable=False),
        sa.CheckConstraint("cents <> 0", name="ck_payment_share_cents"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "payment_id"],
            ["payment.covenant_id", "payment.id"],
            name="fk_payment_share_payment",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "pledge_id"], ["pledge.covenant_id", "pledge.id"], name="fk_payment_share_pledge"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "payment_id", "pledge_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "hand_share",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("expenditure_id", NUMBER, nullable=False),
        sa.Column("project_id", NUMBER, nullable=False),
        sa.Column("pledge_id", NUMBER, nullable=False),
        sa.Column("cents", CENTS, nullable=False),
        sa.CheckConstraint("cents > 0", name="ck_hand_share_cents"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "expenditure_id"],
            ["expenditure.covenant_id", "expenditure.id"],
            name="fk_hand_share_expenditure",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "pledge_id"], ["pledge.covenant_id", "pledge.id"], name="fk_hand_share_pledge"
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "project_id"], ["project.covenant_id", "project.id"], name="fk_hand_share_project"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "expenditure_id", "project_id", "pledge_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sending_back",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("expenditure_id", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("party_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.CheckConstraint("reason <> ''", name="ck_sending_back_reason"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "expenditure_id"],
            ["expenditure.covenant_id", "expenditure.id"],
            name="fk_sending_back_expenditure",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "party_id"], ["party.covenant_id", "party.id"], name="fk_sending_back_party"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "expenditure_id", "version"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "resubmission",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("expenditure_id", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("answer", WORDS, nullable=False),
        sa.Column("resubmitted_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["covenant_id", "expenditure_id"],
            ["expenditure.covenant_id", "expenditure.id"],
            name="fk_resubmission_expenditure",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "expenditure_id", "version"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "common_release",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("decision_id", NUMBER, nullable=False),
        sa.Column("project_id", NUMBER, nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("cents", CENTS, nullable=False),
        sa.CheckConstraint("cents > 0", name="ck_common_release_cents"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "decision_id"],
            ["decision.covenant_id", "decision.id"],
            name="fk_common_release_decision",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "project_id"],
            ["project.covenant_id", "project.id"],
            name="fk_common_release_project",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "year"],
            ["fiscal_year.covenant_id", "fiscal_year.year"],
            name="fk_common_release_year",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sa.UniqueConstraint("covenant_id", "decision_id", name="uq_common_release_decision"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cash_advance",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("decision_id", NUMBER, nullable=False),
        sa.Column("party_id", NUMBER, nullable=False),
        sa.Column("pledge_id", NUMBER, nullable=False),
        sa.Column("repay_by", Day(), nullable=False),
        sa.Column("agreed_cents", CENTS, nullable=False),
        sa.CheckConstraint("agreed_cents > 0", name="ck_cash_advance_agreed"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "decision_id"],
            ["decision.covenant_id", "decision.id"],
            name="fk_cash_advance_decision",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "party_id"], ["party.covenant_id", "party.id"], name="fk_cash_advance_party"
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "pledge_id"], ["pledge.covenant_id", "pledge.id"], name="fk_cash_advance_pledge"
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sa.UniqueConstraint("covenant_id", "decision_id", name="uq_cash_advance_decision"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cash_movement",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("advance_id", NUMBER, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("moved_on", Day(), nullable=False),
        sa.Column("cents", CENTS, nullable=False),
        sa.Column("reference", WORDS, nullable=False),
        sa.Column("reversal_reason", WORDS, nullable=False),
        sa.Column("entry_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint("cents > 0", name="ck_cash_movement_cents"),
        sa.CheckConstraint("kind IN ('advanced', 'repaid')", name="ck_cash_movement_kind"),
        sa.CheckConstraint("state IN ('recorded', 'reversed')", name="ck_cash_movement_state"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "advance_id"],
            ["cash_advance.covenant_id", "cash_advance.id"],
            name="fk_cash_movement_advance",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "entry_id"],
            ["journal_entry.covenant_id", "journal_entry.id"],
            name="fk_cash_movement_entry",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "id"),
        sa.UniqueConstraint("covenant_id", "entry_id", name="uq_cash_movement_entry"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_cash_movement_advance", "cash_movement", ["covenant_id", "advance_id"], unique=False)
    op.create_table(
        "taken_back",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("taken_back_on", Day(), nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("entry_id", NUMBER, nullable=True),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint("reason <> ''", name="ck_taken_back_reason"),
        sa.ForeignKeyConstraint(["covenant_id"], ["covenant.id"], name="fk_taken_back_covenant"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "entry_id"],
            ["journal_entry.covenant_id", "journal_entry.id"],
            name="fk_taken_back_entry",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "subject"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "bank_balance",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("line", NUMBER, nullable=False),
        sa.Column("cents", CENTS, nullable=False),
        sa.Column("stated_on", Day(), nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint("line > 0", name="ck_bank_balance_line"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "year"],
            ["fiscal_year.covenant_id", "fiscal_year.year"],
            name="fk_bank_balance_year",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "year", "line"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "budget_carry",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("budget_id", NUMBER, nullable=False),
        sa.Column("project_id", NUMBER, nullable=False),
        sa.Column("from_year", NUMBER, nullable=False),
        sa.Column("cents", CENTS, nullable=False),
        sa.CheckConstraint("cents > 0", name="ck_budget_carry_cents"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "budget_id"], ["budget.covenant_id", "budget.id"], name="fk_budget_carry_budget"
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "project_id"],
            ["project.covenant_id", "project.id"],
            name="fk_budget_carry_project",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "from_year"],
            ["fiscal_year.covenant_id", "fiscal_year.year"],
            name="fk_budget_carry_year",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "budget_id", "project_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "running_start",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("starts_on", Day(), nullable=False),
        sa.Column("decision_id", NUMBER, nullable=False),
        sa.Column("common_cents", CENTS, nullable=False),
        sa.CheckConstraint("common_cents >= 0", name="ck_running_start_common"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "decision_id"],
            ["decision.covenant_id", "decision.id"],
            name="fk_running_start_decision",
        ),
        sa.PrimaryKeyConstraint("covenant_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "running_start_line",
        sa.Column("covenant_id", NUMBER, nullable=False),
        sa.Column("pledge_id", NUMBER, nullable=False),
        sa.Column("received_cents", CENTS, nullable=False),
        sa.Column("spent_cents", CENTS, nullable=False),
        sa.Column("contribution_id", NUMBER, nullable=True),
        sa.Column("entry_id", NUMBER, nullable=True),
        sa.CheckConstraint("received_cents >= 0", name="ck_running_start_line_received"),
        sa.CheckConstraint("spent_cents >= 0", name="ck_running_start_line_spent"),
        sa.CheckConstraint(
            "(received_cents > 0) = (contribution_id IS NOT NULL)", name="ck_running_start_line_in"
        ),
        sa.CheckConstraint("(spent_cents > 0) = (entry_id IS NOT NULL)", name="ck_running_start_line_out"),
        sa.ForeignKeyConstraint(
            ["covenant_id", "pledge_id"],
            ["pledge.covenant_id", "pledge.id"],
            name="fk_running_start_line_pledge",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "contribution_id"],
            ["contribution.covenant_id", "contribution.id"],
            name="fk_running_start_line_contribution",
        ),
        sa.ForeignKeyConstraint(
            ["covenant_id", "entry_id"],
            ["journal_entry.covenant_id", "journal_entry.id"],
            name="fk_running_start_line_entry",
        ),
        sa.PrimaryKeyConstraint("covenant_id", "pledge_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
