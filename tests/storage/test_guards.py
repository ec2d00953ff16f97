"""The guards: which there are, that they are missed when they are gone, and what their words mean."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from ledger.core.refusals import NoRoom, Refusal, WrongState, YearClosed
from ledger.storage import guards, migrate
from ledger.storage.db import Database
from ledger.storage.guards import postgresql, rules, sqlite
from ledger.storage.guards.beginnings import BEGINNINGS
from ledger.storage.guards.freezing import FROZEN
from ledger.storage.guards.sealing import SEAL_CHECKS
from ledger.storage.guards.totals import TOTALS
from ledger.storage.tables import METADATA
from tests.actions.conftest import own_database

RULES = (*rules.KEYS_STAY, *BEGINNINGS, *FROZEN, *TOTALS)

NAMES = [
    "access_link_key",
    "access_log_order",
    "account_total_begins",
    "account_total_explained",
    "account_total_floor",
    "account_total_key",
    "approval_begins",
    "approval_of_another",
    "bank_balance_begins",
    "bank_receipt_closed",
    "budget_begins",
    "budget_carry_begins",
    "budget_closed",
    "budget_content",
    "budget_decided",
    "budget_key",
    "budget_line_delete",
    "budget_line_insert",
    "budget_line_key",
    "budget_line_update",
    "budget_of_closed",
    "budget_state",
    "cash_advance_begins",
    "cash_movement_begins",
    "cash_movement_closed",
    "cash_movement_key",
    "cash_movement_reversal",
    "common_release_begins",
    "common_release_cap",
    "contribution_begins",
    "contribution_closed",
    "contribution_key",
    "contribution_reversal",
    "covenant_cash_rule",
    "covenant_content",
    "covenant_key",
    "decision_adopted",
    "decision_begins",
    "decision_closed",
    "decision_key",
    "decision_rule_delete",
    "decision_rule_insert",
    "decision_rule_kept",
    "decision_rule_key",
    "decision_rule_update",
    "decision_version",
    "decision_voter_begins",
    "evidence_closed",
    "expenditure_begins",
    "expenditure_booked",
    "expenditure_closed",
    "expenditure_content",
    "expenditure_entry",
    "expenditure_key",
    "expenditure_moved",
    "expenditure_origin",
    "expenditure_state",
    "fiscal_year_begins",
    "fiscal_year_days",
    "fiscal_year_key",
    "fiscal_year_state",
    "fund_total_begins",
    "fund_total_explained",
    "fund_total_key",
    "hand_share_delete",
    "hand_share_insert",
    "hand_share_key",
    "hand_share_update",
    "in_kind_closed",
    "indicator_key",
    "instalment_begins",
    "instalment_closed",
    "instalment_key",
    "instalment_posted",
    "journal_entry_closed",
    "log_witness_begins",
    "mandate_from_delete",
    "mandate_from_insert",
    "mandate_from_key",
    "mandate_from_update",
    "mandate_step_delete",
    "mandate_step_insert",
    "mandate_step_key",
    "mandate_step_update",
    "measurement_closed",
    "obligation_begins",
    "obligation_closed",
    "obligation_content",
    "obligation_key",
    "obligation_open",
    "obligation_use_closed",
    "party_begins",
    "party_content",
    "party_key",
    "party_left",
    "payee_begins",
    "payee_key",
    "payee_registered",
    "payee_version_begins",
    "payment_begins",
    "payment_closed",
    "payment_key",
    "payment_reversal",
    "person_key",
    "person_role_key",
    "pledge_begins",
    "pledge_earmark_begins",
    "pledge_total_begins",
    "pledge_total_due",
    "pledge_total_explained",
    "pledge_total_key",
    "posting_sealed",
    "programme_line_key",
    "programme_line_slug",
    "project_key",
    "project_line",
    "project_slug",
    "project_total_begins",
    "project_total_budget",
    "project_total_carried",
    "project_total_explained",
    "project_total_key",
    "project_total_obligated",
    "recovery_code_key",
    "reduction_begins",
    "reduction_closed",
    "resubmission_begins",
    "rule_consent_delete",
    "rule_consent_insert",
    "rule_consent_key",
    "rule_consent_update",
    "running_start_begins",
    "running_start_line_begins",
    "second_factor_key",
    "sending_back_begins",
    "split_delete",
    "split_insert",
    "split_key",
    "split_update",
    "taken_back_begins",
    "taken_back_closed",
    "trail_order",
    "vote_insert",
    "vote_key",
    "vote_of_another_insert",
    "vote_of_another_update",
    "vote_update",
    "web_session_key",
]
"""Every rule there is: whoever takes one away has to say so here."""


def test_the_rules_are_these() -> None:
    assert sorted(rule.name for rule in RULES) == NAMES


def test_every_table_is_guarded_in_one_way_at_least() -> None:
    guarded = {*rules.APPEND_ONLY, *(rule.table for rule in RULES)}
    assert guarded == set(METADATA.tables)


def test_no_table_both_grows_only_and_changes() -> None:
    assert set(rules.APPEND_ONLY).isdisjoint(rules.NEVER_DELETED)


def test_every_word_a_guard_says_has_its_sentence() -> None:
    said = {
        "append-only",
        "exists",
        "stale",
        *(rule.word for rule in RULES),
        *(word for word, _ in SEAL_CHECKS),
    }
    assert said == set(guards.REFUSALS)


def test_both_engines_have_every_rule() -> None:
    names = {f"guard_{rule.name}" for rule in RULES}
    assert names <= set(sqlite.guards())
    assert names <= set(postgresql._triggers())


# ---- what is missed -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guarded(migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give a database with its guards, of which every test takes some away without keeping that."""
    with own_database(tmp_path_factory, migrated) as own:
        yield own


@pytest.fixture
def connection(guarded: Database) -> Iterator[Connection]:
    """Give a connection in a database transaction of which nothing is kept."""
    with guarded.engine.connect() as connection:
        yield connection


def _drop(connection: Connection, name: str, table: str) -> None:
    on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
    connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")


def test_nothing_is_amiss_in_a_new_database(connection: Connection) -> None:
    assert guards.faults(connection) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_that_is_gone_is_missed(connection: Connection, rule: rules.Rule) -> None:
    _drop(connection, f"guard_{rule.name}", rule.table)
    assert guards.faults(connection) == [f"guard_{rule.name}"]


@pytest.mark.parametrize("name", ["guard_seal_check", "guard_seal_totals"])
def test_a_seal_without_its_checks_is_missed(connection: Connection, name: str) -> None:
    _drop(connection, name, "entry_seal")
    assert guards.faults(connection) == [name]


@pytest.mark.parametrize("table", rules.APPEND_ONLY)
@pytest.mark.parametrize("act", ["update", "delete"])
def test_a_record_that_could_change_is_missed(connection: Connection, table: str, act: str) -> None:
    _drop(connection, f"guard_{table}_{act}", table)
    assert guards.faults(connection) == [f"guard_{table}_{act}"]


def test_an_altered_guard_is_found(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        _drop(connection, "guard_trail_update", "trail")
        connection.exec_driver_sql(
            "CREATE TRIGGER guard_trail_update BEFORE UPDATE ON trail BEGIN SELECT 1; END"
        )
    else:
        connection.exec_driver_sql("DROP TRIGGER guard_trail_update ON trail")
        connection.exec_driver_sql(
            "CREATE TRIGGER guard_trail_update BEFORE UPDATE ON trail FOR EACH ROW WHEN (false)"
            " EXECUTE FUNCTION guard_refuse('append-only')"
        )
    assert guards.faults(connection) == ["guard_trail_update"]


def test_guards_are_put_back_as_they_were(connection: Connection) -> None:
    _drop(connection, "guard_trail_update", "trail")
    guards.install(connection)
    assert guards.faults(connection) == []


def test_an_upgrade_puts_back_what_is_missing(database: Database) -> None:
    with database.engine.begin() as connection:
        _drop(connection, "guard_trail_update", "trail")
    assert migrate.faults(database) == ["guard_trail_update"]
    assert migrate.upgrade(database)
    assert migrate.faults(database) == []


DOES_NOTHING = (
    "CREATE OR REPLACE FUNCTION guard_vote_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
    " SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS 'BEGIN RETURN NEW; END'"
)


@pytest.mark.parametrize(
    "change, fault",
    [
        ("ALTER TABLE trail DISABLE TRIGGER guard_trail_update", "guard_trail_update"),
        ("ALTER FUNCTION guard_seal_check() SECURITY INVOKER", "guard_seal_check"),
        ("ALTER FUNCTION guard_seal_check() RESET search_path", "guard_seal_check"),
        ("ALTER FUNCTION guard_vote_update() SET search_path = pg_temp, public", "guard_vote_update"),
        (DOES_NOTHING, "guard_vote_update"),
        ("GRANT EXECUTE ON FUNCTION guard_seal_totals() TO PUBLIC", "guard_seal_totals"),
    ],
)
def test_a_guard_that_is_off_or_rewritten_is_found(connection: Connection, change: str, fault: str) -> None:
    if connection.dialect.name == "sqlite":
        pytest.skip("a SQLite trigger has no switches and no functions")
    connection.exec_driver_sql(change)
    assert guards.faults(connection) == [fault]


# ---- what the words mean --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, refusal",
    [
        ("ledger:unbalanced", WrongState),
        ("ledger:astray", WrongState),
        ("ledger:sealed", WrongState),
        ("ledger:year-closed", YearClosed),
        ("ledger:cap-budget", NoRoom),
        ("ledger:cap-pledge", NoRoom),
        ("ledger:cap-bank", NoRoom),
        ("ledger:kept", WrongState),
        ("CHECK constraint failed: ck_project_total_cap", NoRoom),
        ("CHECK constraint failed: ck_pledge_total_cap", NoRoom),
        ("CHECK constraint failed: ck_account_total_floor", NoRoom),
        ("UNIQUE constraint failed: person.email", type(None)),
    ],
)
def test_an_error_is_the_refusal_it_means(text: str, refusal: type[Refusal]) -> None:
    error = DBAPIError("INSERT", {}, Exception(text))
    assert type(guards.refusal_of(error)) is refusal
