"""The chart of accounts: the ten accounts of the double entry, the same for every covenant.

Who the money came from and what it went to is not in the account but in the pledge and the project
of a posting, so ten accounts are enough. The numbers follow Dutch custom: 1 for money, claims and
debts, 4 for costs, 8 for income.
"""

from dataclasses import dataclass
from typing import Literal

from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, Sentence, sentence

Side = Literal["asset", "liability", "income", "costs"]


@dataclass(frozen=True)
class Account:
    """One account: its key in the code, its number, its name, and where it stands in the statements."""

    key: str
    code: int
    label: Sentence
    side: Side


ACCOUNTS: tuple[Account, ...] = (
    Account("bank", 1100, sentence(N_("Bank")), "asset"),
    Account("receivable", 1300, sentence(N_("Contributions receivable")), "asset"),
    Account("vat", 1520, sentence(N_("Recoverable VAT")), "asset"),
    Account("creditors", 1600, sentence(N_("Creditors")), "liability"),
    Account("unspent", 1700, sentence(N_("Unspent contributions")), "liability"),
    Account("advance", 1710, sentence(N_("Received in advance")), "liability"),
    Account("to_return", 1720, sentence(N_("To be returned")), "liability"),
    Account("owed", 1730, sentence(N_("Owed to parties")), "liability"),
    Account("costs", 4000, sentence(N_("Costs")), "costs"),
    Account("income", 8000, sentence(N_("Contribution income")), "income"),
)
"""Every account, in the order of the statements."""

_BY_KEY = {account.key: account for account in ACCOUNTS}


def account(key: str) -> Account:
    """Give the account with this key; raise NotFound where there is none."""
    found = _BY_KEY.get(key)
    if found is None:
        raise NotFound(sentence(N_('There is no account "%(key)s".'), key=key[:40]))
    return found


def is_account(key: str) -> bool:
    """Say whether there is an account with this key."""
    return key in _BY_KEY
