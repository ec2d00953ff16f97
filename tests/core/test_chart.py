"""The chart of accounts."""

import dataclasses

import pytest

from ledger.core.chart import ACCOUNTS, account, is_account
from ledger.core.refusals import NotFound


@pytest.mark.parametrize(
    "key,label,side",
    [
        ("bank", "Bank", "asset"),
        ("receivable", "Contributions receivable", "asset"),
        ("vat", "Recoverable VAT", "asset"),
        ("creditors", "Creditors", "liability"),
        ("unspent", "Unspent contributions", "liability"),
        ("advance", "Received in advance", "liability"),
        ("to_return", "To be returned", "liability"),
        ("owed", "Owed to parties", "liability"),
        ("costs", "Costs", "costs"),
        ("income", "Contribution income", "income"),
    ],
)
def test_each_account_is_found_by_its_key(key: str, label: str, side: str) -> None:
    found = account(key)

    assert (found.key, str(found.label), found.side) == (key, label, side)


def test_there_are_ten_accounts_and_each_has_a_number_of_its_own_in_order() -> None:
    codes = [one.code for one in ACCOUNTS]

    assert len(codes) == 10
    assert codes == sorted(set(codes))


def test_an_account_that_is_not_in_the_chart_is_refused() -> None:
    with pytest.raises(NotFound):
        account("cash")


@pytest.mark.parametrize("key,there", [("bank", True), ("cash", False), ("", False)])
def test_the_chart_says_whether_an_account_is_in_it(key: str, there: bool) -> None:
    assert is_account(key) is there


def test_an_account_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(account("bank"), "code", 1)  # noqa: B010 - the type checker would refuse it outright
