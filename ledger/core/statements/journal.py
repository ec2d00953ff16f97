"""The journal: every posting of the period, debit and credit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ledger.core.chart import account
from ledger.core.sentences import N_, sentence
from ledger.core.statements.facts import Names, Period, column
from ledger.core.statements.shape import Control, Head, Row, Statement
from ledger.core.statements.titles import TITLES
from ledger.core.statements.words import ENTRY_KINDS, TOTAL, word


@dataclass(frozen=True)
class Line:
    """One posting with what its entry says; cents are debit positive."""

    entry_id: int
    day: date
    kind: str
    subject: str
    text: str
    account: str
    pledge_id: int
    project_id: int | None
    cents: int


@dataclass(frozen=True)
class Book:
    """The journal as it leaves the ledger for other programs: whose it is, of when, and its postings.

    `lines` are in order of day and entry, and are read only once, so that a journal of any length fits.
    """

    covenant: str
    period: Period
    made_at: datetime
    head: Head
    names: Names
    lines: Iterable[Line]


def journal(
    period: Period, names: Names, lines: Iterable[Line], kept_debit_cents: int, kept_credit_cents: int
) -> Statement:
    """Draw every posting of the period in the order of the entries.

    `kept_debit_cents` and `kept_credit_cents` are what the accounts say was debited and credited in all.
    """
    return Statement(
        "journal",
        TITLES["journal"],
        (
            column("entry", N_("Entry"), "count"),
            column("day", N_("Day"), "day"),
            column("what", N_("What")),
            column("text", N_("Description"), wide=True),
            column("code", N_("Number")),
            column("account", N_("Account")),
            column("funder", N_("Funder")),
            column("project", N_("Project")),
            column("debit", N_("Debit"), "money"),
            column("credit", N_("Credit"), "money"),
        ),
        tuple(_line_row(names, one) for one in lines),
        (
            Control(TOTAL, "debit", kept_debit_cents),
            Control(TOTAL, "credit", kept_credit_cents),
        ),
        notes=(sentence(N_("From %(first)s through %(last)s."), first=period.from_day, last=period.as_at),),
    )


def _line_row(names: Names, one: Line) -> Row:
    found = account(one.account)
    return Row(
        (
            one.entry_id,
            one.day,
            word(ENTRY_KINDS, one.kind),
            one.text or None,
            str(found.code),
            found.label,
            names.funder(one.pledge_id),
            names.projects[one.project_id].name if one.project_id is not None else None,
            one.cents if one.cents > 0 else None,
            -one.cents if one.cents < 0 else None,
        ),
        address(one.subject),
    )


def address(subject: str) -> str | None:
    """Give the page of what an entry is about, below the covenant's address, where it has one.

    A subject is written like "expenditure/12".
    """
    kind, _, number = subject.partition("/")
    page = _PAGES.get(kind)
    return f"{page}/{number}" if page and number else None


_PAGES = {
    "bank": "records/bank",
    "cash": "bank/advances",
    "budget": "budgets",
    "contribution": "contributions",
    "decision": "decisions",
    "expenditure": "expenditures",
    "party": "parties",
}
