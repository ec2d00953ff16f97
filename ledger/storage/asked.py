"""What one report asks of a covenant: read once for one period, by two roads where there are two.

Forward: the registers, and the postings through a day added up. Backward: the kept totals, less what was
posted after that day. A statement shows the one and controls with the other.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache, cached_property

from sqlalchemy.orm import Session

from ledger.core.entry import COMMON
from ledger.core.language import Code
from ledger.core.statements import bank, deciding, funds, result, spend
from ledger.core.statements.facts import Balances, Costs, Names, Period, minus, of_account
from ledger.core.statements.funds import Movements
from ledger.core.statements.result import ByProjectYear, Use
from ledger.storage import carried as carrying
from ledger.storage import documents, funding, outcomes, pledging
from ledger.storage.naming import names as read_names
from ledger.storage.sums import ALL, Books


class Asked:
    """What is asked for one period of one covenant; what several statements need is read once."""

    def __init__(self, session: Session, covenant_id: int, period: Period, code: Code) -> None:
        self.session = session
        self.covenant_id = covenant_id
        self.period = period
        self.code = code
        self.books = Books(session, covenant_id)
        self._sums: Callable[[str, date | None, date | None], Mapping[int, int]] = cache(self.books.sums)
        self.costs: Callable[[date | None, date | None], Costs] = cache(self.books.costs)
        self.spent: Callable[[date | None, date | None], ByProjectYear] = cache(self.books.spent)

    @cached_property
    def names(self) -> Names:
        """The names of what money belongs to."""
        return read_names(self.session, self.covenant_id, self.code)

    @cached_property
    def parts(self) -> funding.Parts:
        """What came in per instalment, from the start through the last day."""
        return funding.received(self.session, self.covenant_id, None, self.period.as_at)

    @cached_property
    def dues(self) -> list[funds.Due]:
        """Every instalment as at the last day."""
        return funding.dues(self.session, self.covenant_id, self.period.as_at, self.parts)

    @cached_property
    def adopted(self) -> funding.AdoptedBudgets:
        """The budgets of the period's year or years as at the last day."""
        return funding.budgets(self.session, self.covenant_id, self.period.year, self.period.as_at)

    @cached_property
    def contracts(self) -> list[funding.Contract]:
        """The obligations that were open on the last day."""
        return funding.obligations(self.session, self.covenant_id, self.period.as_at)

    @cached_property
    def debts(self) -> list[bank.Debt]:
        """What was open on each expenditure on the last day."""
        return documents.debts(self.session, self.covenant_id, self.period.as_at)

    @cached_property
    def charged(self) -> list[spend.Charged]:
        """Every charge of the period."""
        return documents.charges(self.books, self.period)

    @cached_property
    def decided(self) -> list[deciding.Decided]:
        """The decisions of the period as they stood on its last day."""
        return outcomes.decisions(self.session, self.covenant_id, self.period)

    @cached_property
    def _kept_funds(self) -> Balances:
        return self.books.kept_funds()

    def sums(self, first: date | None, last: date | None, *accounts: str) -> Balances:
        """Sum the postings of these accounts (of all) from one day through another; each is read once."""
        return {
            (account, pledge_id): cents
            for account in accounts or ALL
            for pledge_id, cents in self._sums(account, first, last).items()
        }

    def kept_through(self, day: date, *accounts: str) -> Balances:
        """Give the balances at a day's end by way of the kept totals: less what was posted after it."""
        kept = {key: cents for key, cents in self._kept_funds.items() if key[0] in (accounts or ALL)}
        return minus(kept, self.sums(next_day(day), None, *accounts))

    def kept_between(self, first: date, last: date, *accounts: str) -> Balances:
        """Give what was posted from one day through another by way of the kept totals."""
        return minus(self.kept_through(last, *accounts), self.sums(None, day_before(first), *accounts))

    def kept_costs(self, first: date, last: date) -> dict[int, int]:
        """Give the costs booked from one day through another, per accounting year, from the kept totals."""
        per_year: dict[int, int] = {}
        for (_, year), (_, _, spent_cents) in self.kept_projects.items():
            per_year[year] = per_year.get(year, 0) + spent_cents
        for spent in (self.spent(next_day(last), None), self.spent(None, day_before(first))):
            for (_, year), cents in spent.items():
                per_year[year] = per_year.get(year, 0) - cents
        return {year: cents for year, cents in per_year.items() if cents}

    @cached_property
    def kept_projects(self) -> Mapping[tuple[int, int], tuple[int, int, int]]:
        """What is kept of each project's year: budget, obligations and spend, as they are now."""
        return self.books.kept_projects()

    @cached_property
    def kept_costs_cents(self) -> int:
        """The costs of the period by way of the kept totals."""
        return of_account(self.kept_between(self.period.from_day, self.period.as_at, "costs"), "costs")

    @cached_property
    def uses(self) -> dict[int, Use]:
        """What became of each project's budget, from budgets, contracts and postings."""
        year = self.period.year
        obligated: dict[tuple[int, int], int] = {}
        for one in self.contracts:
            if year in (None, one.year):
                key = (one.project_id, one.year)
                obligated[key] = obligated.get(key, 0) + one.open_cents
        return result.uses(
            self.adopted.budgets.in_force,
            obligated,
            self.books.spent(None, self.period.as_at, year),
            carrying.carried(self.session, self.covenant_id, None, self.period.as_at, year),
        )

    def kept_uses(self) -> dict[int, Use]:
        """Give the same from the kept totals, less what came after the last day."""
        as_at, year = self.period.as_at, self.period.year
        later = funding.obligated_later(self.session, self.covenant_id, as_at)
        spent_later = self.books.spent(next_day(as_at), None, year)
        budget, obligated, spent = {}, {}, {}
        for key, (budget_cents, obligated_cents, spent_cents) in self.kept_projects.items():
            if year in (None, key[1]):
                is_current = key[1] not in self.adopted.changed_since
                budget[key] = budget_cents if is_current else self.adopted.budgets.in_force.get(key, 0)
                obligated[key] = obligated_cents - later.get(key, 0)
                spent[key] = spent_cents - spent_later.get(key, 0)
        carried_later = carrying.carried(self.session, self.covenant_id, next_day(as_at), None, year)
        carried = {
            key: cents - carried_later.get(key, 0)
            for key, cents in carrying.kept(self.session, self.covenant_id, year).items()
        }
        return result.uses(budget, obligated, spent, carried)

    def charged_through(self, day: date) -> Balances:
        """Give what every pledge was charged through a day, below zero as income is, from its very start.

        Of a covenant that was under way when its books began, what had been spent before is in it.
        """
        charged = dict(self.sums(None, day, "income"))
        for pledge_id, cents in self.books.spent_before(None, day).items():
            charged["income", pledge_id] = charged.get(("income", pledge_id), 0) - cents
        return charged

    def movements(self) -> dict[int, Movements]:
        """Give what happened to each pledge's money in the period."""
        session, covenant_id, period = self.session, self.covenant_id, self.period
        came_in = funding.per_pledge(funding.received(session, covenant_id, period.from_day, period.as_at))
        came_in[COMMON] = funding.interest_cents(session, covenant_id, period.from_day, period.as_at)
        returned = self.books.returned(period.from_day, period.as_at)
        for pledge_id, cents in self.books.spent_before(period.from_day, period.as_at).items():
            returned[pledge_id] = returned.get(pledge_id, 0) + cents
        opening = self.sums(None, period.before, *funds.POSITION)
        charged = self.sums(period.from_day, period.as_at, "income")
        due = pledging.unpaid_later(session, covenant_id, period.from_day, period.as_at)
        due = {pledge_id: -cents for pledge_id, cents in due.items()}
        posted = {one.id for one in self.dues if period.holds(one.posted_on)}
        for number, pledge_id, cents in pledging.fell_due(session, covenant_id):
            if number in posted:
                due[pledge_id] = due.get(pledge_id, 0) + cents
        return {
            pledge_id: Movements(
                funds.position(opening, pledge_id),
                due.get(pledge_id, 0),
                came_in.get(pledge_id, 0),
                -charged.get(("income", pledge_id), 0),
                returned.get(pledge_id, 0),
            )
            for pledge_id in self.names.funds()
        }


def next_day(day: date) -> date:
    """Give the day after."""
    return day + timedelta(days=1)


def day_before(day: date) -> date:
    """Give the day before."""
    return day - timedelta(days=1)
