"""What is guarded, in words both engines share: which tables only grow, and the form of every other rule.

The rules themselves stand in `beginnings.py` (how a row may come to be), `freezing.py` (what no longer
changes, and when), `totals.py` (the kept totals) and `sealing.py` (what an entry must be). Conditions are
plain SQL over OLD and NEW, written so that SQLite and PostgreSQL read them alike.
"""

from dataclasses import dataclass

from sqlalchemy import Table, UniqueConstraint

from ledger.storage.tables import METADATA

APPEND_ONLY = (
    "access_log",
    "approval",
    "bank_balance",
    "bank_receipt",
    "budget_carry",
    "cash_advance",
    "common_release",
    "contribution_part",
    "decision_version",
    "decision_voter",
    "entry_seal",
    "evidence",
    "evidence_file",
    "in_kind",
    "journal_entry",
    "log_witness",
    "measurement",
    "obligation_use",
    "payee_version",
    "payment_share",
    "pledge",
    "pledge_earmark",
    "posting",
    "reduction",
    "request_key",
    "resubmission",
    "running_start",
    "running_start_line",
    "sending_back",
    "taken_back",
    "trail",
)
"""Tables whose rows are never changed and never removed."""

NEVER_DELETED = (
    "account_total",
    "budget",
    "cash_movement",
    "contribution",
    "covenant",
    "decision",
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
    "pledge_total",
    "programme_line",
    "project",
    "project_total",
    "vote",
)
"""Tables whose rows may change within their rules but are never removed."""


@dataclass(frozen=True)
class Rule:
    """A rule that some change to a row is refused when a condition holds.

    `act` is INSERT, UPDATE or DELETE; `when` the SQL condition under which it is refused with `word`. `alone`
    is a query for the row that PostgreSQL waits for first, so that two who write at once come one by one.
    """

    name: str
    table: str
    act: str
    when: str
    word: str = "frozen"
    alone: str = ""


def differ(*columns: str) -> str:
    """Make the condition that one of these columns changes."""
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


def exists(table: str, row: str, condition: str, **keys: str) -> str:
    """Make the condition that a table has a row x of the same covenant for which a condition holds.

    `keys` are its columns and those of `row` (NEW or OLD) that they equal.
    """
    same = "".join(f" AND x.{column} = {row}.{other}" for column, other in keys.items())
    return f"EXISTS (SELECT 1 FROM {table} x WHERE x.covenant_id = {row}.covenant_id{same} AND {condition})"


def all_tables() -> list[Table]:
    """List every table, by name."""
    return [METADATA.tables[name] for name in sorted(METADATA.tables)]


def key_of(table: Table) -> tuple[str, ...]:
    """Name the columns of a table's key."""
    return tuple(column.name for column in table.primary_key.columns)


def unique_keys(table: Table) -> list[tuple[str, ...]]:
    """List the other column sets of a table that no two rows may share."""
    uniques = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
    return sorted(tuple(column.name for column in unique.columns) for unique in uniques)


KEYS_STAY = tuple(
    Rule(f"{table.name}_key", table.name, "UPDATE", differ(*key_of(table)), "append-only")
    for table in all_tables()
    if table.name not in APPEND_ONLY
)
"""A row keeps its key: one that could take another would be gone from where it stood."""
