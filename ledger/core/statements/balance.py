"""What there is on a day: the balance sheet and the trial balance.

Balances are integer cents, debit positive, per account and pledge.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.core.chart import ACCOUNTS, account
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.facts import Balances, Period, column, of_account
from ledger.core.statements.shape import Control, Row, Statement
from ledger.core.statements.titles import TITLES
from ledger.core.statements.words import TOTAL

ASSETS = sentence(N_("Assets"))
LIABILITIES = sentence(N_("Liabilities"))

_LINES: tuple[tuple[Sentence, str, Sentence], ...] = (
    (ASSETS, "bank", account("bank").label),
    (ASSETS, "receivable", account("receivable").label),
    (ASSETS, "still", sentence(N_("Still to be received for what was spent"))),
    (ASSETS, "vat", account("vat").label),
    (ASSETS, "claims", sentence(N_("Claims on payees"))),
    (LIABILITIES, "creditors", account("creditors").label),
    (LIABILITIES, "unspent", account("unspent").label),
    (LIABILITIES, "advance", account("advance").label),
    (LIABILITIES, "to_return", account("to_return").label),
    (LIABILITIES, "owed", account("owed").label),
)


@dataclass(frozen=True)
class Standing:
    """How the books stand at the end of one day.

    `posted` sums the postings through it; `kept` is what the kept totals say of the same day. `claims_cents`
    is what payees have to pay back, which stands on the same account as what is owed to others.
    """

    posted: Balances
    kept: Balances
    claims_cents: int


def balance_sheet(period: Period, now: Standing, before: Standing | None) -> Statement:
    """Draw the balance sheet as at the last day, beside that at the end of the year before.

    A pledge that was charged more than has fallen due of it has a debit balance of unspent contributions,
    shown among the assets as still to be received.
    """
    shown = [standing for standing in (now, before) if standing is not None]
    rows = [_figures(standing.posted, standing.claims_cents) for standing in shown]
    kept = [_figures(standing.kept, standing.claims_cents) for standing in shown]
    keys = ("now", "before")[: len(shown)]
    return Statement(
        "balance-sheet",
        TITLES["balance-sheet"],
        (
            column("side", N_("Side")),
            column("item", N_("Item"), wide=True),
            column("now", N_("This day"), "money"),
            *([column("before", N_("Prior year end"), "money")] if before else []),
        ),
        tuple(Row((side, label, *(figures[key] for figures in rows))) for side, key, label in _LINES),
        tuple(
            Control(TOTAL, column_key, _side(figures, side), side)
            for side in (ASSETS, LIABILITIES)
            for column_key, figures in zip(keys, kept, strict=True)
        ),
        group_by="side",
        notes=(
            sentence(N_("Balance sheet as at %(day)s."), day=period.as_at),
            sentence(N_("Contributions are a liability until they are spent, so the result is always zero.")),
        ),
    )


def _figures(balances: Balances, claims_cents: int) -> dict[str, int]:
    """Work out the lines of the balance sheet, each as a figure above zero in the usual case."""
    unspent = [cents for (key, _), cents in balances.items() if key == "unspent"]
    return {
        "bank": of_account(balances, "bank"),
        "receivable": of_account(balances, "receivable"),
        "still": sum(cents for cents in unspent if cents > 0),
        "vat": of_account(balances, "vat"),
        "claims": claims_cents,
        "creditors": claims_cents - of_account(balances, "creditors"),
        "unspent": -sum(cents for cents in unspent if cents < 0),
        "advance": -of_account(balances, "advance"),
        "to_return": -of_account(balances, "to_return"),
        "owed": -of_account(balances, "owed"),
    }


def _side(figures: Mapping[str, int], side: Sentence) -> int:
    return sum(figures[key] for where, key, _ in _LINES if where == side)


def trial_balance(period: Period, accounts: Mapping[str, int], funds: Balances) -> Statement:
    """Draw the trial balance: each account's balance as at the last day, on its debit or credit side.

    `accounts` are the balances kept per account; `funds`, kept per pledge and account, make the totals.
    """
    of_funds = [of_account(funds, one.key) for one in ACCOUNTS]
    return Statement(
        "trial-balance",
        TITLES["trial-balance"],
        (
            column("code", N_("Number")),
            column("account", N_("Account"), wide=True),
            column("debit", N_("Debit"), "money"),
            column("credit", N_("Credit"), "money"),
        ),
        tuple(
            Row((str(one.code), one.label, *_sides(accounts.get(one.key, 0))), f"journal?account={one.key}")
            for one in ACCOUNTS
        ),
        (
            Control(TOTAL, "debit", sum(max(cents, 0) for cents in of_funds)),
            Control(TOTAL, "credit", -sum(min(cents, 0) for cents in of_funds)),
        ),
        notes=(sentence(N_("Balances as at %(day)s; the two sides are equal."), day=period.as_at),),
    )


def _sides(cents: int) -> tuple[int | None, int | None]:
    """Put a balance on its side."""
    return (cents, None) if cents > 0 else (None, -cents) if cents else (None, None)
