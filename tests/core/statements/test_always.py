"""What must always hold of the statements, whatever the figures are."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ledger.core.entry import COMMON
from ledger.core.sentences import sentence
from ledger.core.statements import balance, bank, funds, result
from ledger.core.statements.facts import column, unique_names
from ledger.core.statements.shape import Row, Statement, grouped
from tests.core.statements.world import NAMES, YEAR, cells, controls

CENTS = st.integers(-(10**12), 10**12)
PLEDGES = st.sampled_from([*NAMES.pledges, COMMON])
COSTS = st.dictionaries(
    st.tuples(st.sampled_from(sorted(NAMES.projects)), PLEDGES, st.integers(2014, 2016)), CENTS
)
ACCOUNTS = ("bank", "receivable", "vat", "creditors", "unspent", "advance", "to_return", "owed")


def _figures(statement: Statement, key: str) -> list[int]:
    return [cents for (cents,) in cells(statement, key) if isinstance(cents, int)]


@given(COSTS)
def test_sources_and_uses_leave_no_cent_of_the_costs_out(costs: dict[tuple[int, int, int], int]) -> None:
    assert sum(_figures(result.sources_uses(YEAR, NAMES, costs, {}), "cents")) == sum(costs.values())


@given(COSTS, st.dictionaries(PLEDGES, CENTS))
def test_rows_and_totals_stand_in_one_order_whatever_order_the_books_were_read_in(
    costs: dict[tuple[int, int, int], int], income: dict[int, int]
) -> None:
    def drawn(costs: dict[tuple[int, int, int], int], income: dict[int, int]) -> list[Statement]:
        booked: dict[tuple[int, int], int] = {}
        for (project, _, year), cents in costs.items():
            booked[project, year] = booked.get((project, year), 0) + cents
        found = result.Result(2016, income, booked, 0, {})
        return [
            result.sources_uses(YEAR, NAMES, costs, income),
            result.income_expenditure(YEAR, NAMES, found, None, result.Budgets({}, {})),
        ]

    turned = dict(reversed(costs.items())), dict(reversed(income.items()))
    assert drawn(*turned) == drawn(costs, income)


@given(COSTS)
def test_the_flow_of_money_leaves_no_cent_of_the_costs_out(costs: dict[tuple[int, int, int], int]) -> None:
    assert sum(flow.cents for flow in result.flows(NAMES, costs, "Common")) == sum(costs.values())


@given(COSTS)
def test_the_result_is_income_less_all_costs(costs: dict[tuple[int, int, int], int]) -> None:
    booked = {(project, year): cents for (project, _, year), cents in costs.items()}
    now = result.Result(2016, {1: 500}, booked, 0, {})
    rows = cells(result.income_expenditure(YEAR, NAMES, now, None, result.Budgets({}, {})), "item", "now")
    assert rows[-1] == ("Result", 500 - sum(booked.values()))


@given(st.dictionaries(st.tuples(st.sampled_from(ACCOUNTS), PLEDGES), CENTS), st.integers(0, 10**9))
def test_a_balance_sheet_balances_where_the_books_do(
    balances: dict[tuple[str, int], int], claims_cents: int
) -> None:
    balances["bank", 1] = balances.get(("bank", 1), 0) - sum(balances.values())
    found = controls(balance.balance_sheet(YEAR, balance.Standing(balances, balances, claims_cents), None))
    assert found["now", "Assets"] == found["now", "Liabilities"]


@given(st.lists(st.tuples(st.dates(date(2016, 1, 1), date(2016, 12, 31)), CENTS)), CENTS)
def test_the_bank_account_ends_with_the_sum_of_its_amounts(
    moved: list[tuple[date, int]], opening_cents: int
) -> None:
    movements = [bank.BankMovement(1, day, "interest_received", "", "", cents, None) for day, cents in moved]
    found = bank.bank(YEAR, opening_cents, movements, 0)
    assert sum(_figures(found, "cents")) == _figures(found, "balance")[-1]


@given(st.lists(CENTS.filter(bool)))
def test_every_debt_stands_in_one_of_the_two_groups(open_cents: list[int]) -> None:
    debts = [bank.Debt(n, "Payee", "", "", date(2016, 1, 1), cents) for n, cents in enumerate(open_cents)]
    assert sum(_figures(bank.creditors(YEAR, debts, 0), "cents")) == sum(open_cents)


@given(CENTS, CENTS, CENTS, CENTS)
def test_a_roll_forward_foots(opening: int, received: int, charged: int, returned: int) -> None:
    moved = {1: funds.Movements(opening, 0, received, charged, returned)}
    found = funds.roll_forward(YEAR, NAMES, moved, funds.KeptMovements(0, 0, 0, 0, 0))
    assert cells(found, "closing")[0] == (opening + received - charged - returned,)


@given(st.lists(st.tuples(st.sampled_from("abc"), CENTS)))
def test_dividing_into_groups_loses_no_row(pairs: list[tuple[str, int]]) -> None:
    columns = (column("group", "Group"), column("cents", "Cents", "money"))
    whole = Statement("s", sentence("S"), columns, tuple(Row(pair) for pair in pairs), group_by="group")
    found = [row for group in grouped(whole) for row in group.rows]
    assert sorted(found, key=str) == sorted(whole.rows, key=str)


@given(st.lists(st.tuples(st.uuids().map(str), st.sampled_from(["School", "Town"]))))
def test_no_two_things_have_one_name(named: list[tuple[str, str]]) -> None:
    found = unique_names((number, slug, name) for number, (slug, name) in enumerate(named))
    assert len(set(found.values())) == len(named)
