"""Drawing: each statement from what was asked of the ledger, its controls by another road than its rows."""

from collections.abc import Callable, Mapping
from datetime import date

from ledger.core.sentences import N_, Cents, sentence
from ledger.core.statements import balance, bank, deciding, funds, journal, result, spend
from ledger.core.statements.facts import Balances, Names, of_account
from ledger.core.statements.result import Result
from ledger.core.statements.shape import Statement
from ledger.storage import documents, funding, lent, outcomes, pledging
from ledger.storage.asked import Asked, next_day


def _balance_sheet(asked: Asked) -> Statement:
    def standing(day: date, debts: list[bank.Debt]) -> balance.Standing:
        return balance.Standing(asked.sums(None, day), asked.kept_through(day), bank.claims_cents(debts))

    period = asked.period
    before = None
    if period.prior is not None:
        debts = documents.debts(asked.session, asked.covenant_id, period.before)
        before = standing(period.before, debts)
    return balance.balance_sheet(period, standing(period.as_at, asked.debts), before)


def _trial_balance(asked: Asked) -> Statement:
    later = asked.sums(next_day(asked.period.as_at), None)
    accounts = {key: cents - of_account(later, key) for key, cents in asked.books.kept_accounts().items()}
    return balance.trial_balance(asked.period, accounts, asked.kept_through(asked.period.as_at))


def _income_expenditure(asked: Asked) -> Statement:
    period = asked.period
    before = None
    if period.prior is not None and period.year is not None:
        before = _result(asked, period.year - 1, *period.prior)
    now = _result(asked, period.year, period.from_day, period.as_at)
    return result.income_expenditure(period, asked.names, now, before, asked.adopted.budgets)


def _result(asked: Asked, year: int | None, first: date, last: date) -> Result:
    income = {pledge_id: -cents for (_, pledge_id), cents in asked.sums(first, last, "income").items()}
    kept = asked.kept_between(first, last, "income")
    return Result(
        year, income, asked.spent(first, last), -of_account(kept, "income"), asked.kept_costs(first, last)
    )


def _budget_actual(asked: Asked) -> Statement:
    return result.budget_actual(asked.period, asked.names, asked.uses, asked.kept_uses())


def _contributions(asked: Asked) -> Statement:
    as_at = asked.period.as_at
    return funds.contributions(
        asked.period,
        asked.names,
        asked.dues,
        funds.Received(
            funding.per_pledge(asked.parts),
            funding.beyond(asked.parts),
            asked.books.returned(None, as_at),
        ),
        funds.KeptContributions(
            pledging.promised_cents(asked.session, asked.covenant_id, as_at),
            _fell_due(asked, None),
            sum(asked.books.sums_about("contribution", ["bank"], None, as_at).values()),
            asked.kept_through(as_at, "receivable", "advance", "to_return"),
        ),
        pledging.gone_cents(asked.session, asked.covenant_id, as_at),
    )


def _fell_due(asked: Asked, first: date | None) -> int:
    """Sum what fell due by way of the journal: what instalments added to unspent contributions.

    What was taken off them later is left out.
    """
    return -sum(
        sum(asked.books.sums_about(kind, ["unspent"], first, asked.period.as_at).values())
        for kind in ("instalment", "reduction")
    )


def _roll_forward(asked: Asked) -> Statement:
    period, names = asked.period, asked.names
    received = asked.books.sums_about("contribution", ["bank"], period.from_day, period.as_at)
    interest = asked.books.sums_about("bank", ["unspent"], period.from_day, period.as_at)
    kept = funds.KeptMovements(
        _position(names, asked.kept_through(period.before, *funds.POSITION)),
        _fell_due(asked, period.from_day),
        sum(received.values()) - sum(interest.values()),
        asked.kept_costs_cents,
        _position(names, asked.kept_through(period.as_at, *funds.POSITION)),
    )
    return funds.roll_forward(period, names, asked.movements(), kept)


def _position(names: Names, balances: Balances) -> int:
    return sum(funds.position(balances, pledge_id) for pledge_id in names.funds())


def _sources_uses(asked: Asked) -> Statement:
    period = asked.period
    posted = asked.sums if period.year is not None else asked.kept_between
    booked = posted(period.from_day, period.as_at, "income")
    income = {pledge_id: -cents for (_, pledge_id), cents in booked.items()}
    return result.sources_uses(period, asked.names, asked.costs(period.from_day, period.as_at), income)


def _bank(asked: Asked) -> Statement:
    period = asked.period
    return bank.bank(
        period,
        of_account(asked.sums(None, period.before, "bank"), "bank"),
        documents.bank_movements(asked.books, period),
        of_account(asked.kept_through(period.as_at, "bank"), "bank"),
    )


def _creditors(asked: Asked) -> Statement:
    kept = asked.kept_through(asked.period.as_at, "creditors")
    return bank.creditors(asked.period, asked.debts, of_account(kept, "creditors"))


def _off_balance(asked: Asked) -> Statement:
    period, names = asked.period, asked.names
    session, covenant_id = asked.session, asked.covenant_id
    given, given_cents = funding.in_kind(session, covenant_id, period.from_day, period.as_at, asked.code)
    later = funding.obligated_later(session, covenant_id, period.as_at)
    kept_bound = sum(obligated for _, obligated, _ in asked.kept_projects.values()) - sum(later.values())
    promised = pledging.promised_cents(session, covenant_id, period.as_at)
    return bank.off_balance(
        period,
        {
            bank.INSTALMENTS: funding.to_come(asked.dues, names),
            bank.OBLIGATIONS: funding.bound(asked.contracts, names),
            bank.IN_KIND: given,
            bank.CASH: _lent(asked),
        },
        {
            bank.INSTALMENTS: promised - _fell_due(asked, None),
            bank.OBLIGATIONS: kept_bound,
            bank.IN_KIND: given_cents,
            bank.CASH: -of_account(asked.kept_through(period.as_at, "owed"), "owed"),
        },
    )


def _lent(asked: Asked) -> list[bank.Promise]:
    """List the cash that parties lent and have not got back, by when it is to be repaid."""
    names = asked.names
    return [
        bank.Promise(
            str(names.parties[one.party_id].name),
            (
                sentence(
                    N_("Cash lent; of what was agreed %(to_come)s has not come in"),
                    to_come=Cents(one.to_come_cents),
                )
                if one.to_come_cents
                else sentence(N_("Cash lent"))
            ),
            None,
            one.repay_by,
            one.owed_cents,
            f"bank/advances/{one.number}",
        )
        for one in lent.as_at(asked.session, asked.covenant_id, asked.period.as_at)
        if one.owed_cents or one.to_come_cents
    ]


def _expenditures(asked: Asked) -> Statement:
    found = documents.spent(asked.books, asked.names, asked.period, asked.charged)
    return spend.expenditures(asked.period, asked.names, found, asked.kept_costs_cents)


def _charges(asked: Asked) -> Statement:
    return spend.charges(asked.period, asked.names, asked.charged, asked.kept_costs_cents)


def _decisions(asked: Asked) -> Statement:
    return deciding.decisions(asked.period, asked.names, asked.decided)


def _votes(asked: Asked) -> Statement:
    return deciding.votes(asked.period, asked.names, asked.decided)


def _changes(asked: Asked) -> Statement:
    return deciding.changes(asked.period, asked.decided)


def _indicators(asked: Asked) -> Statement:
    found = outcomes.goals(asked.session, asked.covenant_id, asked.period, asked.code)
    return deciding.indicators(asked.period, found)


def _journal(asked: Asked) -> Statement:
    period = asked.period
    lines = documents.journal_lines(asked.books, period)
    return journal.journal(period, asked.names, lines, *asked.books.turnover(period.from_day, period.as_at))


DRAW: Mapping[str, Callable[[Asked], Statement]] = {
    "balance-sheet": _balance_sheet,
    "income-expenditure": _income_expenditure,
    "budget-actual": _budget_actual,
    "contributions": _contributions,
    "roll-forward": _roll_forward,
    "sources-uses": _sources_uses,
    "bank": _bank,
    "creditors": _creditors,
    "off-balance": _off_balance,
    "expenditures": _expenditures,
    "charges": _charges,
    "decisions": _decisions,
    "votes": _votes,
    "decision-changes": _changes,
    "indicators": _indicators,
    "trial-balance": _trial_balance,
    "journal": _journal,
}
"""How each statement is drawn, by its key."""
