"""Fiscal years as people look them up: how each stands, what its closing asks, what was filed and decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import decisions, evidence, year_documents, years
from ledger.ballots import Standing
from ledger.core.chart import ACCOUNTS
from ledger.core.closing import Need, needs
from ledger.core.sentences import Sentence
from ledger.evidence import EvidenceRow
from ledger.storage import reads
from ledger.storage.reads import col
from ledger.storage.tables import BankBalance, Decision, FiscalYear, Person
from ledger.year_documents import Document

HISTORY = ("close_year", "reopen_year")
"""The kinds of decision that close and open a year."""


@dataclass(frozen=True)
class YearRow:
    """One fiscal year in the list: its state, the decision that made it, and what is still to be filed."""

    year: FiscalYear
    missing: Sequence[str]


@dataclass(frozen=True)
class NeedView:
    """One thing that closing asks, and the address below the covenant's where it is done, if it has one."""

    need: Need
    address: str | None


@dataclass(frozen=True)
class DocumentView:
    """A file that was filed with the year, and who filed it."""

    document: Document
    file: EvidenceRow
    name: str


@dataclass(frozen=True)
class YearPage:
    """Everything about one fiscal year.

    `balances` are the control totals at its end, or today while it runs: account and cents, debit positive.
    """

    year: FiscalYear
    has_begun: bool
    has_ended: bool
    needs: Sequence[NeedView]
    bank: BankBalance | None
    balances: Sequence[tuple[Sentence, int]]
    balances_on: date
    documents: Sequence[DocumentView]
    missing: Sequence[str]
    history: Sequence[Decision]
    open: Sequence[Standing]
    names: Mapping[int, str]

    @property
    def is_ready(self) -> bool:
        """Say whether closing it can be put to the parties."""
        state = self.year.state
        return state == "evidence" or (state == "open" and all(each.need.is_met for each in self.needs))


def year_rows(session: Session, covenant_id: int) -> list[YearRow]:
    """List the fiscal years, the newest first."""
    return [
        YearRow(row, year_documents.missing(session, covenant_id, row.year))
        for row in reversed(reads.fiscal_years(session, covenant_id))
    ]


def year_page(session: Session, covenant_id: int, year: int, *, today: date) -> YearPage:
    """Gather everything about one fiscal year; refuses one there are no books for."""
    row = years.find_year(session, covenant_id, year)
    asked = needs(years.facts(session, covenant_id, year, today=today)) if row.state == "open" else ()
    day = min(row.ends_on, max(today, row.starts_on))
    totals = years.balances(session, covenant_id, day)
    about = decisions.standings_on(session, covenant_id, f"year/{year}", today=today)
    files = {each.number: each for each in evidence.list_evidence(session, covenant_id, f"year/{year}")}
    filed = year_documents.documents(session, covenant_id, year)
    who = {each.person_id for each in files.values()}
    rows = session.execute(select(col(Person.id), col(Person.name)).where(col(Person.id).in_(who)))
    names = dict(rows.all())
    return YearPage(
        row,
        today >= row.starts_on,
        today > row.ends_on,
        [NeedView(need, _address(need, year)) for need in asked],
        years.bank_balance(session, covenant_id, year),
        [(one.label, totals[one.key]) for one in ACCOUNTS if totals[one.key]],
        day,
        [DocumentView(one, files[one.number], names.get(files[one.number].person_id, "")) for one in filed],
        year_documents.missing(session, covenant_id, year),
        [each.decision for each in about if each.decision.kind in HISTORY and each.state == "adopted"],
        [each for each in about if each.decision.state == "open"],
        names,
    )


def _address(need: Need, year: int) -> str | None:
    """Say where what closing asks is done."""
    if need.is_met:
        return None
    match need.key:
        case "before":
            return f"years/{need.number}"
        case "due":
            return "contributions"
        case "undecided":
            return f"expenditures/{need.number}" if need.number else f"expenditures?state=entered&year={year}"
        case "budget":
            return f"decisions/{need.number}"
        case _:
            return None
