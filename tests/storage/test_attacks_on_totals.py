"""Kept totals change only with the entry that explains it, and with the budgets and contracts behind them."""
# ruff: noqa: S608 - the statements are made of our own tables

import pytest

from tests.actions.world import World
from tests.storage.attacks import NEXT, add, assert_refused, entry, sealed, spent

SPENT = "UPDATE project_total SET spent_cents = spent_cents"
NEW_YEAR = "INSERT INTO fiscal_year VALUES (1, 2018, '2018-01-01', '2018-12-31', 'open', NULL)"


def _kept(table: str, changes: str, where: str) -> tuple[str, ...]:
    return (f"UPDATE {table} SET {changes} WHERE {where}",)


def _pledge_total(due_cents: int, charged_cents: int) -> tuple[str, ...]:
    return NEW_YEAR, add(
        "pledge_total", covenant_id=1, pledge_id=2, year=2018, due_cents=due_cents,
        charged_cents=charged_cents, entry_id=0,
    )  # fmt: skip


def _project_total(budget_cents: int, obligated_cents: int, spent_cents: int) -> tuple[str, ...]:
    return (
        add(
            "project_total", covenant_id=1, project_id=3, year=2017, budget_cents=budget_cents,
            obligated_cents=obligated_cents, spent_cents=spent_cents, entry_id=0,
        ),
    )  # fmt: skip


ATTACKS = {
    "spend forgotten": _kept("project_total", "spent_cents = 0", "project_id = 1"),
    "spend forgotten by an entry counted before": _kept(
        "project_total", "spent_cents = 0, entry_id = 19", "project_id = 1 AND year = 2015"
    ),
    "spend forgotten by a sealed entry without spend": _kept(
        "project_total", "spent_cents = 0, entry_id = 29", "project_id = 1 AND year = 2016"
    ),
    "spend forgotten before more is spent": (
        *_kept("project_total", "spent_cents = 0, entry_id = 29", "project_id = 1 AND year = 2016"),
        *sealed(spent(5_909_001, 1)),
    ),
    "an entry counted twice": (f"{SPENT} + 90000, entry_id = 19 WHERE project_id = 1 AND year = 2016",),
    "an entry counted in another year": (
        *sealed(spent(-5)),
        f"{SPENT} - 5, entry_id = {NEXT} WHERE project_id = 1 AND year = 2015",
    ),
    "an entry counted without its seal": (
        *entry(spent(-5)),
        f"{SPENT} - 5, entry_id = {NEXT} WHERE project_id = 1 AND year = 2016",
    ),
    "a larger budget": _kept("project_total", "budget_cents = 99000000", "project_id = 1 AND year = 2016"),
    "an earlier budget": _kept("project_total", "budget_cents = 1000000", "project_id = 1 AND year = 2016"),
    "a budget where none was adopted": _project_total(1, 0, 0),
    "a contract where there is none": _project_total(0, 1, -1),
    "money back where none was spent": _project_total(0, 0, -1),
    "a contract forgotten": _kept("project_total", "obligated_cents = 0", "project_id = 2 AND year = 2016"),
    "a contract let go without a record": _kept("obligation", "open_cents = 0", "id = 2"),
    "charges forgotten": _kept("pledge_total", "charged_cents = 0", "pledge_id = 2"),
    "charges forgotten by an entry counted before": _kept(
        "pledge_total", "charged_cents = 0, entry_id = 29", "pledge_id = 2 AND year = 2017"
    ),
    "more due than was agreed": _kept("pledge_total", "due_cents = 99000000", "pledge_id = 2"),
    "a year with more due": _pledge_total(99_000_000, 40_956),
    "a year with nothing charged": _pledge_total(4_500_000, 0),
    "more in the bank": _kept("account_total", "balance_cents = balance_cents + 1", "account = 'bank'"),
    "no floor under the bank": _kept("account_total", "floor_cents = NULL", "account = 'bank'"),
    "a lower floor under the bank": _kept("account_total", "floor_cents = -1", "account = 'bank'"),
    "the last entry forgotten": _kept("account_total", "entry_id = 0", "account = 'bank'"),
    "another balance in a fund": _kept("fund_total", "balance_cents = 0", "balance_cents <> 0"),
    "an entry to come counted in a fund": _kept("fund_total", f"entry_id = {NEXT}", "account = 'bank'"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_kept_total_does_not_take(unharmed: World, name: str) -> None:
    assert_refused(unharmed, ATTACKS[name], "ledger:kept")


def test_a_total_follows_its_entry_alone(lived: World) -> None:
    """Naming a sealed entry that did not touch a total changes nothing that counts."""
    with_word = "UPDATE fund_total SET entry_id = 29 WHERE account = 'owed' AND pledge_id = 1"
    before = lived.totals()
    with lived.database.engine.begin() as connection:
        connection.exec_driver_sql(with_word)
    assert lived.totals() == before
