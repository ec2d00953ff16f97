"""Fiscal years: which are open, and the booking of an entry in the right one."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ledger.core.acting import By
from ledger.core.calendar import fiscal_year, fiscal_year_of, years_between
from ledger.core.entry import Draft
from ledger.core.period import entry_day, require_open
from ledger.core.refusals import Malformed, WrongState
from ledger.core.sentences import N_, sentence
from ledger.storage import guards, journal, reads
from ledger.storage.reads import col
from ledger.storage.tables import Covenant, Decision, FiscalYear

LAST_DAY = date(2199, 12, 31)


def ensure_year(session: Session, covenant: Covenant, day: date) -> None:
    """Open the books of the fiscal year a day falls in, and of those between, where there are none yet.

    The years of the term exist from the start; later ones come when the last money is paid or returned. A day
    before the covenant has no books.
    """
    if day < covenant.starts_on:
        return
    known = reads.year_states(session, covenant.id)
    for year in years_between(covenant.starts_on, day, reads.starts(covenant)):
        if year.year not in known:
            session.add(
                FiscalYear(
                    covenant_id=covenant.id, year=year.year, starts_on=year.starts_on, ends_on=year.ends_on
                )
            )
    session.flush()


def require_day(covenant: Covenant, day: date, today: date, *, field: str) -> None:
    """Refuse a day before the covenant began or after today: what has not happened is not recorded."""
    if day > today:
        raise Malformed(sentence(N_("%(day)s has not come yet."), day=day), field)
    if day < covenant.starts_on:
        raise Malformed(
            sentence(
                N_("%(day)s is before the covenant began on %(start)s."), day=day, start=covenant.starts_on
            ),
            field,
        )


def require_in_books(session: Session, covenant_id: int, day: date, *, field: str | None = None) -> None:
    """Refuse a day before the books began: what was then is in the opening balances that were adopted."""
    running = reads.running_start(session, covenant_id)
    if running is not None and day < running.starts_on:
        raise Malformed(
            sentence(
                N_("The books began on %(start)s; %(day)s is in the opening balances that were adopted."),
                start=running.starts_on,
                day=day,
            ),
            field,
        )


def require_open_day(session: Session, covenant: Covenant, day: date, *, field: str | None = None) -> None:
    """Refuse a day in a fiscal year that is closed, and one before the books began."""
    require_in_books(session, covenant.id, day, field=field)
    ensure_year(session, covenant, day)
    require_open(day, reads.year_states(session, covenant.id), reads.starts(covenant), field=field)


def require_not_closed(session: Session, covenant_id: int, day: date, *, field: str | None = None) -> None:
    """Refuse a day in a fiscal year that is closed; one outside all of them belongs to none and is taken."""
    covenant = reads.covenant(session, covenant_id)
    states = reads.year_states(session, covenant_id)
    if year_of(covenant, day) in states:
        require_open(day, states, reads.starts(covenant), field=field)


def booking_day(session: Session, covenant: Covenant, day: date, *, field: str | None = None) -> date:
    """Give the day an entry takes: its own, or the first open day where its year was closed meanwhile."""
    ensure_year(session, covenant, day)
    return entry_day(day, reads.year_states(session, covenant.id), reads.starts(covenant), field=field)


def term_years(covenant: Covenant) -> tuple[int, ...]:
    """Name the fiscal years of the covenant's term."""
    return tuple(
        year.year for year in years_between(covenant.starts_on, covenant.ends_on, reads.starts(covenant))
    )


def day_in_books(session: Session, covenant_id: int, day: date) -> date:
    """Give a day, or, where the covenant has no books for it, the nearest day it has."""
    covenant = reads.covenant(session, covenant_id)
    last = reads.fiscal_years(session, covenant_id)[-1].ends_on
    return max(covenant.starts_on, min(day, last))


def year_of(covenant: Covenant, day: date) -> int:
    """Name the fiscal year a day falls in."""
    return fiscal_year_of(day, reads.starts(covenant))


def year_end(covenant: Covenant, year: int) -> date:
    """Give the last day of a fiscal year."""
    return fiscal_year(year, reads.starts(covenant)).ends_on


def _require_begun(session: Session, covenant: Covenant, draft: Draft) -> None:
    """Refuse to book while opening balances are being voted on; an instalment falls due all the same."""
    if draft.kind == "instalment_due":
        return
    deciding = session.execute(
        select(col(Decision.id)).where(
            col(Decision.covenant_id) == covenant.id,
            col(Decision.subject) == f"covenant/{covenant.slug}",
            col(Decision.kind) == "start",
            col(Decision.state) == "open",
        )
    ).scalar()
    if deciding is not None:
        raise WrongState(
            sentence(
                N_(
                    "The parties are voting on the opening balances: decision %(number)s."
                    " Nothing is booked yet."
                ),
                number=deciding,
            )
        )


def book(
    session: Session, covenant: Covenant, draft: Draft, *, by: By, reverses_id: int | None = None
) -> int:
    """Book and seal an entry; give its number.

    What the database's guards refuse comes up as the refusal they mean. While the parties vote on opening
    balances nothing is booked but what falls due by itself.
    """
    _require_begun(session, covenant, draft)
    ensure_year(session, covenant, draft.day)
    try:
        return journal.post(
            session,
            covenant.id,
            draft,
            fiscal_year=year_of(covenant, draft.day),
            person_id=by.person_id,
            now=by.now,
            reverses_id=reverses_id,
        )
    except DBAPIError as error:
        meant = guards.refusal_of(error)
        if meant is None:
            raise
        raise meant from error
