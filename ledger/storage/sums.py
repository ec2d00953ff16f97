"""What stood on the accounts on a day: sums over the postings, and the same from the kept totals.

Every sum is of sealed entries alone and reads the indexes of the postings. Figures as at a day come by two
roads: forward, adding up the postings through that day, and backward, the kept totals less what was posted
after it. A statement shows the one and controls with the other.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Row, Select, func, select, true
from sqlalchemy.orm import Session

from ledger.core.chart import ACCOUNTS
from ledger.core.statements.facts import Balances, Costs
from ledger.core.statements.funds import POSITION
from ledger.storage.reads import col
from ledger.storage.tables import (
    AccountTotal,
    EntrySeal,
    FiscalYear,
    FundTotal,
    JournalEntry,
    Posting,
    Project,
    ProjectTotal,
)

Ts = TypeVarTuple("Ts")

ALL = tuple(one.key for one in ACCOUNTS)

OF_ENTRY = (col(JournalEntry.covenant_id) == col(Posting.covenant_id)) & (
    col(JournalEntry.id) == col(Posting.entry_id)
)
"""Joins a posting to its entry."""


class Books:
    """The journal of one covenant, for reading sums in one state of the database."""

    def __init__(self, session: Session, covenant_id: int) -> None:
        self.session = session
        self.covenant_id = covenant_id

    @cached_property
    def unsealed(self) -> tuple[int, ...]:
        """The entries that were never sealed: none, unless somebody wrote past the journal's door.

        Two counts tell that there are none, so that the sums need not ask for the seal of each posting.
        """
        entries, seals = (
            select(func.count()).select_from(table).where(col(table.covenant_id) == self.covenant_id)
            for table in (JournalEntry, EntrySeal)
        )
        if self.session.execute(entries).scalar_one() == self.session.execute(seals).scalar_one():
            return ()
        return tuple(
            self.session.scalars(
                select(col(JournalEntry.id))
                .outerjoin(
                    EntrySeal,
                    (col(EntrySeal.covenant_id) == col(JournalEntry.covenant_id))
                    & (col(EntrySeal.entry_id) == col(JournalEntry.id)),
                )
                .where(col(JournalEntry.covenant_id) == self.covenant_id, col(EntrySeal.entry_id).is_(None))
            )
        )

    def counted(self) -> ColumnElement[bool]:
        """Give the condition that a posting counts: its entry is sealed."""
        return col(Posting.entry_id).not_in(self.unsealed) if self.unsealed else true()

    def within(self, first: date | None, last: date | None) -> list[ColumnElement[bool]]:
        """Give the conditions that a posting lies from one day through another, both open ended."""
        asked = [col(Posting.covenant_id) == self.covenant_id]
        if first is not None:
            asked.append(col(Posting.day) >= first)
        if last is not None:
            asked.append(col(Posting.day) <= last)
        return asked

    def _summed(self, query: Select[*Ts]) -> Sequence[Row[*Ts]]:
        """Ask for sums over postings; whether all of them are sealed is asked only where there are any."""
        rows = self.session.execute(query).all()
        if rows and self.unsealed:
            rows = self.session.execute(query.where(self.counted())).all()
        return rows

    def sums(self, account: str, first: date | None, last: date | None) -> dict[int, int]:
        """Sum an account's postings from one day through another per pledge, in cents, debit positive."""
        rows = self._summed(
            select(col(Posting.pledge_id), func.sum(col(Posting.cents)))
            .where(col(Posting.account) == account, *self.within(first, last))
            .group_by(col(Posting.pledge_id))
        )
        return {pledge: int(cents) for pledge, cents in rows}

    def balances(self, day: date) -> dict[str, int]:
        """Sum the postings of every account through a day, in cents, debit positive."""
        rows = self._summed(
            select(col(Posting.account), func.sum(col(Posting.cents)))
            .where(col(Posting.account).in_(ALL), *self.within(None, day))
            .group_by(col(Posting.account))
        )
        return {account: int(cents) for account, cents in rows}

    def costs(self, first: date | None, last: date | None) -> Costs:
        """Sum the costs booked from one day through another per project, pledge and accounting year."""
        project, pledge, year = col(Posting.project_id), col(Posting.pledge_id), col(Posting.accounting_year)
        rows = self._summed(
            select(project, pledge, year, func.sum(col(Posting.cents)))
            .where(*self._booked(None), *self.within(first, last))
            .group_by(project, pledge, year)
        )
        return {(int(number or 0), of, booked): int(cents) for number, of, booked, cents in rows}

    def spent(
        self, first: date | None, last: date | None, year: int | None = None
    ) -> dict[tuple[int, int], int]:
        """Sum the costs booked from one day through another per project and accounting year (None: all)."""
        rows = self._summed(
            select(col(Posting.project_id), col(Posting.accounting_year), func.sum(col(Posting.cents)))
            .where(*self._booked(year), *self.within(first, last))
            .group_by(col(Posting.project_id), col(Posting.accounting_year))
        )
        return {(int(number or 0), booked): int(cents) for number, booked, cents in rows}

    def _booked(self, year: int | None) -> list[ColumnElement[bool]]:
        """Give the conditions that a posting is costs of a year (None: of any).

        Projects and years are named one by one, so that the index by project leads to each of them.
        """
        projects, years = self._projects_and_years
        return [
            col(Posting.account) == "costs",
            col(Posting.project_id).in_(projects),
            col(Posting.accounting_year).in_(years if year is None else [year]),
        ]

    @cached_property
    def _projects_and_years(self) -> tuple[Sequence[int], Sequence[int]]:
        projects = select(col(Project.id)).where(col(Project.covenant_id) == self.covenant_id)
        years = select(col(FiscalYear.year)).where(col(FiscalYear.covenant_id) == self.covenant_id)
        return self.session.scalars(projects).all(), self.session.scalars(years).all()

    def turnover(self, first: date, last: date) -> tuple[int, int]:
        """Sum what the accounts were debited and credited from one day through another, in cents."""
        debit, credit = self.session.execute(
            select(
                func.coalesce(func.sum(col(Posting.cents)).filter(col(Posting.cents) > 0), 0),
                func.coalesce(func.sum(col(Posting.cents)).filter(col(Posting.cents) < 0), 0),
            ).where(col(Posting.account).in_(ALL), self.counted(), *self.within(first, last))
        ).one()
        return int(debit), -int(credit)

    def kept_accounts(self) -> dict[str, int]:
        """Read the kept total of every account, debit positive, as they are now."""
        return dict(
            self.session.execute(
                select(col(AccountTotal.account), col(AccountTotal.balance_cents)).where(
                    col(AccountTotal.covenant_id) == self.covenant_id
                )
            ).all()
        )

    def kept_funds(self) -> Balances:
        """Read the kept total of every account within each pledge's books, as they are now."""
        rows = self.session.execute(
            select(col(FundTotal.account), col(FundTotal.pledge_id), col(FundTotal.balance_cents)).where(
                col(FundTotal.covenant_id) == self.covenant_id
            )
        )
        return {(account, pledge): cents for account, pledge, cents in rows}

    def kept_projects(self) -> Mapping[tuple[int, int], tuple[int, int, int]]:
        """Read per project and year what is kept of budget, obligations and spend, as they are now."""
        rows = self.session.execute(
            select(
                col(ProjectTotal.project_id),
                col(ProjectTotal.year),
                col(ProjectTotal.budget_cents),
                col(ProjectTotal.obligated_cents),
                col(ProjectTotal.spent_cents),
            ).where(col(ProjectTotal.covenant_id) == self.covenant_id)
        )
        return {
            (project, year): (budget, obligated, spent) for project, year, budget, obligated, spent in rows
        }

    def sums_about(
        self, subject: str, accounts: Collection[str], first: date | None, last: date | None
    ) -> dict[int, int]:
        """Sum accounts per pledge over the entries about one kind of thing ("contribution"), in cents."""
        about = col(JournalEntry.subject).like(f"{subject}/%")
        return self._sums_of_entries([about], accounts, first, last)

    def returned(self, first: date | None, last: date | None) -> dict[int, int]:
        """Sum per pledge what was given back to its party, in cents.

        That is every movement of a party's money that is about no contribution, instalment, expenditure,
        bank receipt or running start; of a pledge that is only reduced it is nothing.
        """
        others = [
            col(JournalEntry.subject).not_like(f"{kind}/%")
            for kind in ("contribution", "instalment", "expenditure", "bank", "start")
        ]
        return self._sums_of_entries(others, POSITION, first, last)

    def spent_before(self, first: date | None, last: date | None) -> dict[int, int]:
        """Sum per pledge what was spent of it before the books began, as it was booked, in cents."""
        return self.sums_about("start", ["unspent"], first, last)

    def _sums_of_entries(
        self,
        asked: Sequence[ColumnElement[bool]],
        accounts: Collection[str],
        first: date | None,
        last: date | None,
    ) -> dict[int, int]:
        """Sum accounts per pledge over the entries that are asked for.

        The account is compared as an expression, so that SQLite finds the postings by their entry: by their
        account it would go through all of them once per entry.
        """
        day = col(JournalEntry.day)
        between = [*([day >= first] if first else []), *([day <= last] if last else [])]
        rows = self._summed(
            select(col(Posting.pledge_id), func.sum(col(Posting.cents)))
            .select_from(JournalEntry)
            .join(Posting, OF_ENTRY)
            .where(
                col(JournalEntry.covenant_id) == self.covenant_id,
                *between,
                *asked,
                col(Posting.account).concat("").in_(accounts),
            )
            .group_by(col(Posting.pledge_id))
        )
        return {pledge: int(cents) for pledge, cents in rows}
