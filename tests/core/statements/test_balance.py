"""The balance sheet and the trial balance."""

from ledger.core.entry import COMMON
from ledger.core.statements.balance import Standing, balance_sheet, trial_balance
from ledger.core.statements.facts import Balances
from tests.core.statements.world import FIRST_YEAR, YEAR, cells, controls, notes

NOW: Balances = {
    ("bank", 1): 70_000,
    ("bank", 2): -5_000,
    ("receivable", 2): 15_000,
    ("creditors", 1): -20_000,
    ("unspent", 1): -50_000,
    ("unspent", 2): 10_000,  # charged more than fell due
    ("advance", 2): -15_000,
    ("to_return", 2): -4_000,
    ("owed", 2): -1_000,
    ("vat", COMMON): 300,
    ("creditors", COMMON): -300,
    ("costs", 1): 33_000,
    ("income", 1): -33_000,
}

SHEET = [
    ("Assets", "Bank", 65_000),
    ("Assets", "Contributions receivable", 15_000),
    ("Assets", "Still to be received for what was spent", 10_000),
    ("Assets", "Recoverable VAT", 300),
    ("Assets", "Claims on payees", 2_500),
    ("Liabilities", "Creditors", 22_800),
    ("Liabilities", "Unspent contributions", 50_000),
    ("Liabilities", "Received in advance", 15_000),
    ("Liabilities", "To be returned", 4_000),
    ("Liabilities", "Owed to parties", 1_000),
]


def test_a_balance_sheet_shows_each_account_on_its_side() -> None:
    assert cells(balance_sheet(FIRST_YEAR, Standing(NOW, NOW, 2_500), None)) == SHEET


def test_both_sides_of_a_balance_sheet_are_equal() -> None:
    found = controls(balance_sheet(FIRST_YEAR, Standing(NOW, NOW, 2_500), None))
    assert found == {("now", "Assets"): 92_800, ("now", "Liabilities"): 92_800}


def test_the_totals_of_a_balance_sheet_come_from_the_kept_totals() -> None:
    kept = {**NOW, ("bank", 1): 70_001}
    found = controls(balance_sheet(FIRST_YEAR, Standing(NOW, kept, 2_500), None))
    assert found["now", "Assets"] == 92_801


def test_a_balance_sheet_has_the_year_before_beside_it() -> None:
    before = Standing({("bank", 1): 5, ("unspent", 1): -5}, {("bank", 1): 5, ("unspent", 1): -5}, 0)
    found = balance_sheet(YEAR, Standing(NOW, NOW, 2_500), before)
    assert (cells(found, "now", "before")[0], controls(found)["before", "Liabilities"]) == ((65_000, 5), 5)


def test_a_balance_sheet_says_of_which_day_it_is() -> None:
    assert notes(balance_sheet(YEAR, Standing({}, {}, 0), None))[0] == "Balance sheet as at 31/12/2016."


def test_a_trial_balance_puts_each_balance_on_its_side() -> None:
    found = trial_balance(YEAR, {"bank": 900, "unspent": -900, "costs": 0}, {})
    rows = {row[1]: row[2:] for row in cells(found)}
    assert [rows[name] for name in ("Bank", "Unspent contributions", "Costs")] == [
        (900, None),
        (None, 900),
        (None, None),
    ]


def test_the_totals_of_a_trial_balance_come_from_the_books_of_the_pledges() -> None:
    funds = {("bank", 1): 700, ("bank", 2): 200, ("unspent", 1): -700, ("unspent", 2): -200}
    assert controls(trial_balance(YEAR, {}, funds)) == {("debit", None): 900, ("credit", None): 900}


def test_an_account_leads_to_its_journal() -> None:
    assert trial_balance(YEAR, {}, {}).rows[0].link == "journal?account=bank"
