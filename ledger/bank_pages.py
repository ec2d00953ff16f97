"""The bank account as people look it up: its movements in a year with the balance after each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from ledger import periods, receipts, reports
from ledger.core.language import Code
from ledger.core.statements.facts import Period
from ledger.core.statements.shape import Statement
from ledger.storage import reads

PER_PAGE = 100


@dataclass(frozen=True)
class BankPage:
    """The account in a fiscal year (None: the whole term) through today, or through the year's last day.

    `statement` holds the part of its rows that is shown, `count` how many there are, `page` which part it is.
    `vat_claim_cents` is what the tax office still owes.
    """

    period: Period
    years: Sequence[int]
    statement: Statement
    count: int
    page: int
    opening_cents: int
    in_cents: int
    out_cents: int
    closing_cents: int
    vat_claim_cents: int


def bank_page(
    session: Session,
    covenant_id: int,
    *,
    year: int | None,
    today: date,
    code: Code,
    page: int | None = None,
) -> BankPage:
    """Gather the account's movements, the oldest first; without a page asked for, the last of them.

    Refuses a year there are no books for.
    """
    whole = reports.period_of(session, covenant_id, year)
    last = periods.day_in_books(session, covenant_id, today)
    period = reports.period_of(session, covenant_id, year, max(whole.from_day, min(last, whole.as_at)))
    shown = reports.statement(session, covenant_id, "bank", year=year, as_at=period.as_at, language_code=code)
    place = shown.place("cents")
    opening_cents, *moved = (int(str(row.cells[place])) for row in shown.rows)
    last_page = max(-(-len(shown.rows) // PER_PAGE), 1)
    number = min(page or last_page, last_page)
    first = (number - 1) * PER_PAGE
    return BankPage(
        period=period,
        years=list(reads.year_states(session, covenant_id)),
        statement=replace(
            shown,
            rows=shown.rows[first : first + PER_PAGE],
            controls=shown.controls if number == last_page else (),
        ),
        count=len(shown.rows),
        page=number,
        opening_cents=opening_cents,
        in_cents=sum(cents for cents in moved if cents > 0),
        out_cents=sum(cents for cents in moved if cents < 0),
        closing_cents=opening_cents + sum(moved),
        vat_claim_cents=receipts.vat_claim_cents(session, covenant_id),
    )


def year_of(session: Session, covenant_id: int, day: date) -> int:
    """Name the fiscal year to begin with: that of a day, or the nearest one there are books for."""
    covenant = reads.covenant(session, covenant_id)
    return periods.year_of(covenant, periods.day_in_books(session, covenant_id, day))
