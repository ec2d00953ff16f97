"""What is guarded, in words both engines share: which tables only grow, which rows freeze and when.

Conditions are plain SQL over OLD and NEW, written so that SQLite and PostgreSQL read them alike.
"""

from dataclasses import dataclass

from sqlalchemy import Table, UniqueConstraint

from ledger.storage.tables import METADATA

APPEND_ONLY = (
    "access_log",
    "approval",
    "bank_receipt",
    "contribution_part",
    "entry_seal",
    "evidence",
    "evidence_file",
    "in_kind",
    "journal_entry",
    "measurement",
    "obligation_use",
    "payment_share",
    "posting",
    "request_key",
    "trail",
)
"""Tables whose rows are never changed and never removed."""

NEVER_DELETED = (
    "account_total",
    "budget",
    "contribution",
    "covenant",
    "decision",
    "decision_voter",
    "expenditure",
    "fiscal_year",
    "fund_total",
    "indicator",
    "instalment",
    "obligation",
    "party",
    "payee",
    "payment",
    "person",
    "pledge",
    "pledge_earmark",
    "pledge_total",
    "programme_line",
    "project",
    "project_total",
    "vote",
)
"""Tables whose rows may change within their rules but are never removed."""


@dataclass(frozen=True)
class Frozen:
    """A rule that some change to a row is refused once a condition holds.

    `act` is INSERT, UPDATE or DELETE; `when` the SQL condition under which it is refused with `word`.
    """

    name: str
    table: str
    act: str
    when: str
    word: str = "frozen"


def _differ(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


def _is(parent: str, key: str, row: str, condition: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {parent} x WHERE x.covenant_id = {row}.covenant_id"
        f" AND x.id = {row}.{key} AND {condition})"
    )


CONTENT_OF_EXPENDITURE = (
    "version", "kind", "payee_id", "invoice_reference", "invoice_on", "accounting_on", "accounting_year",
    "description", "net_cents", "vat_cents", "recoverable_vat_cents", "gross_cents", "original_id",
    "obligation_id", "person_id", "recorded_at",
)  # fmt: skip

FROZEN = (
    Frozen(
        "expenditure_content",
        "expenditure",
        "UPDATE",
        f"OLD.state <> 'entered' AND ({_differ(*CONTENT_OF_EXPENDITURE)})",
    ),
    Frozen(
        "expenditure_entry",
        "expenditure",
        "UPDATE",
        "(OLD.entry_id IS NOT NULL AND NEW.entry_id IS DISTINCT FROM OLD.entry_id)"
        " OR (OLD.reversal_id IS NOT NULL AND NEW.reversal_id IS DISTINCT FROM OLD.reversal_id)",
    ),
    Frozen(
        "expenditure_state",
        "expenditure",
        "UPDATE",
        "NEW.state <> OLD.state AND NOT ("
        "(OLD.state = 'entered' AND NEW.state IN ('approved', 'rejected'))"
        " OR (OLD.state = 'approved' AND NEW.state IN ('paid', 'reversed'))"
        " OR (OLD.state = 'paid' AND NEW.state IN ('approved', 'reversed')))",
    ),
    *(
        Frozen(f"split_{act.lower()}", "split", act, _is("expenditure", "expenditure_id", row, "x.state <> 'entered'"))
        for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
    *(
        Frozen(f"budget_line_{act.lower()}", "budget_line", act, _is("budget", "budget_id", row, "x.state <> 'proposed'"))
        for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
    Frozen("decision_closed", "decision", "UPDATE", "OLD.state <> 'open'"),
    *(
        Frozen(
            f"vote_{act.lower()}",
            "vote",
            act,
            f"NOT {_is('decision', 'decision_id', row, f'x.state = {chr(39)}open{chr(39)} AND x.version = {row}.version')}",
        )
        for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"))
    ),
    *(
        Frozen(
            f"{table}_reversal",
            table,
            "UPDATE",
            f"NOT (OLD.state = '{first}' AND NEW.state = 'reversed') OR ({_differ(*columns)})",
        )
        for table, first, columns in (
            ("contribution", "received", ("party_id", "received_on", "amount_cents", "entry_id", "person_id")),
            ("payment", "recorded", ("expenditure_id", "kind", "paid_on", "cents", "entry_id", "set_off_id", "person_id")),
        )
    ),
    Frozen(
        "instalment_posted",
        "instalment",
        "UPDATE",
        f"OLD.entry_id IS NOT NULL AND ({_differ('entry_id', 'pledge_id', 'due_on', 'amount_cents')})",
    ),
    Frozen(
        "posting_sealed",
        "posting",
        "INSERT",
        "EXISTS (SELECT 1 FROM entry_seal x WHERE x.covenant_id = NEW.covenant_id AND x.entry_id = NEW.entry_id)",
        "sealed",
    ),
    Frozen(
        "trail_order",
        "trail",
        "INSERT",
        "NEW.seq <> 1 + COALESCE((SELECT MAX(x.seq) FROM trail x WHERE x.covenant_id = NEW.covenant_id), 0)"
        " OR NEW.previous_hash <> COALESCE((SELECT x.hash FROM trail x WHERE x.covenant_id = NEW.covenant_id"
        " AND x.seq = NEW.seq - 1), '')",
        "trail-order",
    ),
    Frozen(
        "access_log_order",
        "access_log",
        "INSERT",
        "NEW.seq <> 1 + COALESCE((SELECT MAX(x.seq) FROM access_log x), 0)"
        " OR NEW.previous_hash <> COALESCE((SELECT x.hash FROM access_log x WHERE x.seq = NEW.seq - 1), '')",
        "trail-order",
    ),
)  # fmt: skip

_LINES = "FROM posting p WHERE p.covenant_id = NEW.covenant_id AND p.entry_id = NEW.entry_id"
_ENTRY = (
    "FROM journal_entry e JOIN fiscal_year y ON y.covenant_id = e.covenant_id AND y.year = e.fiscal_year"
    " WHERE e.covenant_id = NEW.covenant_id AND e.id = NEW.entry_id"
)
_YEAR_OF_ENTRY = (
    "(SELECT e.accounting_year FROM journal_entry e"
    " WHERE e.covenant_id = NEW.covenant_id AND e.id = NEW.entry_id)"
)

SEAL_CHECKS = (
    ("unbalanced", f"(SELECT COUNT(*) {_LINES}) < 2"),
    ("unbalanced", f"EXISTS (SELECT 1 {_LINES} GROUP BY p.pledge_id HAVING SUM(p.cents) <> 0)"),
    (
        "year-closed",
        f"NOT EXISTS (SELECT 1 {_ENTRY} AND y.state = 'open' AND e.day BETWEEN y.starts_on AND y.ends_on)",
    ),
    (
        "cap-bank",
        "EXISTS (SELECT 1 FROM account_total t WHERE t.covenant_id = NEW.covenant_id AND t.floor_cents IS NOT NULL"
        f" AND t.balance_cents + (SELECT COALESCE(SUM(p.cents), 0) {_LINES} AND p.account = t.account) < t.floor_cents"
        f" AND (SELECT COALESCE(SUM(p.cents), 0) {_LINES} AND p.account = t.account) < 0)",
    ),
    (
        "cap-pledge",
        f"EXISTS (SELECT 1 {_LINES} AND p.account = 'income' AND NOT EXISTS (SELECT 1 FROM pledge_total t"
        f" WHERE t.covenant_id = p.covenant_id AND t.pledge_id = p.pledge_id AND t.year = p.accounting_year))",
    ),
    (
        "cap-pledge",
        "EXISTS (SELECT 1 FROM pledge_total t WHERE t.covenant_id = NEW.covenant_id"
        f" AND t.year >= {_YEAR_OF_ENTRY} AND t.charged_cents"
        f" - (SELECT COALESCE(SUM(p.cents), 0) {_LINES} AND p.account = 'income' AND p.pledge_id = t.pledge_id)"
        " NOT BETWEEN 0 AND t.due_cents)",
    ),
    (
        "cap-budget",
        f"EXISTS (SELECT 1 {_LINES} AND p.account = 'costs' AND NOT EXISTS (SELECT 1 FROM project_total t"
        f" WHERE t.covenant_id = p.covenant_id AND t.project_id = p.project_id AND t.year = p.accounting_year))",
    ),
    (
        "cap-budget",
        "EXISTS (SELECT 1 FROM project_total t WHERE t.covenant_id = NEW.covenant_id"
        f" AND t.year = {_YEAR_OF_ENTRY} AND t.spent_cents + t.obligated_cents"
        f" + (SELECT COALESCE(SUM(p.cents), 0) {_LINES} AND p.account = 'costs' AND p.project_id = t.project_id)"
        " > t.budget_cents)",
    ),
)
"""What is asked before an entry is sealed: the word of the refusal, and the condition under which it falls.

The caps are asked here as well as by the CHECKs on the kept totals, because SQLite lets an outer
`INSERT OR IGNORE` skip a row that a CHECK inside a trigger refuses, but not what a trigger raises.
"""

SEAL_UPDATES = (
    f"UPDATE account_total SET balance_cents = balance_cents"
    f" + (SELECT COALESCE(SUM(p.cents), 0) {_LINES} AND p.account = account_total.account)"
    " WHERE covenant_id = NEW.covenant_id"
    f" AND account IN (SELECT p.account {_LINES})",
    f"UPDATE fund_total SET balance_cents = balance_cents"
    f" + (SELECT COALESCE(SUM(p.cents), 0) {_LINES} AND p.account = fund_total.account"
    " AND p.pledge_id = fund_total.pledge_id)"
    " WHERE covenant_id = NEW.covenant_id"
    f" AND pledge_id IN (SELECT p.pledge_id {_LINES})",
    f"UPDATE pledge_total SET charged_cents = charged_cents"
    f" - (SELECT COALESCE(SUM(p.cents), 0) {_LINES} AND p.account = 'income'"
    " AND p.pledge_id = pledge_total.pledge_id)"
    f" WHERE covenant_id = NEW.covenant_id AND year >= {_YEAR_OF_ENTRY}"
    f" AND pledge_id IN (SELECT p.pledge_id {_LINES} AND p.account = 'income')",
    f"UPDATE project_total SET spent_cents = spent_cents"
    f" + (SELECT COALESCE(SUM(p.cents), 0) {_LINES} AND p.account = 'costs'"
    " AND p.project_id = project_total.project_id)"
    f" WHERE covenant_id = NEW.covenant_id AND year = {_YEAR_OF_ENTRY}"
    f" AND project_id IN (SELECT p.project_id {_LINES} AND p.account = 'costs')",
)
"""How the kept totals follow a sealed entry."""


def unique_keys(table: Table) -> list[tuple[str, ...]]:
    """List the column sets of a table that no two rows may share: its key first."""
    keys = [tuple(column.name for column in table.primary_key.columns)]
    uniques = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
    keys += sorted(tuple(column.name for column in unique.columns) for unique in uniques)
    return keys


def all_tables() -> list[Table]:
    """List every table, by name."""
    return [METADATA.tables[name] for name in sorted(METADATA.tables)]
