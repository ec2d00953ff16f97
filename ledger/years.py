"""Fiscal years: how each stands, what its closing still asks, and what the bank says it held at the end."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ledger import checks, decisions, keys, trail
from ledger.core.acting import By
from ledger.core.closing import Facts, needs, over_before
from ledger.core.money import require_size
from ledger.core.period import State
from ledger.core.refusals import Malformed, NotFound, WrongState
from ledger.core.sentences import N_, sentence
from ledger.storage import pledging, reads
from ledger.storage.canonical import Content
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.sums import ALL, Books
from ledger.storage.tables import BankBalance, Budget, Decision, Expenditure, FiscalYear

DECIDED = ("approved", "paid", "rejected", "reversed")
"""The states of an expenditure on which the last word has been said."""


def find_year(session: Session, covenant_id: int, year: int) -> FiscalYear:
    """Find a fiscal year by its name; refuses one the covenant has no books for."""
    found = next((row for row in reads.fiscal_years(session, covenant_id) if row.year == year), None)
    if found is None:
        raise NotFound(
            sentence(N_("There are no books for %(year)s in this covenant."), year=str(year)), "year"
        )
    return found


def states(session: Session, covenant_id: int) -> list[tuple[int, State]]:
    """List the fiscal years in order, each with its state."""
    return list(reads.year_states(session, covenant_id).items())


def facts(session: Session, covenant_id: int, year: int, *, today: date, was: State | None = None) -> Facts:
    """Gather how a fiscal year stands, as closing it asks; `was` is how it stood before it was just closed.

    The second count is made only where all else is in order: it reads every posting there is.
    """
    row = find_year(session, covenant_id, year)
    stated = bank_balance(session, covenant_id, year)
    found = Facts(
        year=year,
        state=was or reads.year_states(session, covenant_id)[year],
        ends_on=row.ends_on,
        today=today,
        before=_before(session, covenant_id, row),
        unposted=_unposted(session, covenant_id, min(row.ends_on, today)),
        undecided=_undecided(session, covenant_id, row),
        deciding=_deciding(session, covenant_id, year),
        bank_cents=stated.cents if stated else None,
        ledger_cents=balances(session, covenant_id, row.ends_on)["bank"],
        faults=None,
        began_on=began_after(session, covenant_id, row),
    )
    if not all(need.is_met for need in needs(found) if need.key != "check"):
        return found
    faults = len(checks.check(session, covenant_id).findings)
    return Facts(**{**found.__dict__, "faults": faults})


def balances(session: Session, covenant_id: int, day: date) -> dict[str, int]:
    """Give the balance of every account at a day's end, in cents, debit positive."""
    return {**dict.fromkeys(ALL, 0), **Books(session, covenant_id).balances(day)}


def began_after(session: Session, covenant_id: int, row: FiscalYear) -> date | None:
    """Give the day on which the books began, where a fiscal year was over before that: it is none of theirs.

    The opening balances are dated the day before the books begin, so a year that ends on it is one of them.
    """
    running = reads.running_start(session, covenant_id)
    if running is None or row.ends_on >= running.starts_on - timedelta(days=1):
        return None
    return running.starts_on


def _before(session: Session, covenant_id: int, row: FiscalYear) -> tuple[int, State] | None:
    """Find the fiscal year before one; a year that was over before the books began is none of theirs."""
    earlier = [
        each
        for each in reads.fiscal_years(session, covenant_id)
        if each.ends_on < row.starts_on and began_after(session, covenant_id, each) is None
    ]
    return (earlier[-1].year, reads.year_states(session, covenant_id)[earlier[-1].year]) if earlier else None


def _unposted(session: Session, covenant_id: int, through: date) -> int:
    """Count the instalments that fell due through a day, are not taken off and not posted."""
    reduced = pledging.reduced(session, covenant_id)
    return sum(
        due.entry_id is None
        and due.due_on <= through
        and due.amount_cents > reduced.get(due.id, pledging.UNREDUCED).cents
        for due in reads.instalments(session, covenant_id)
    )


def _undecided(session: Session, covenant_id: int, row: FiscalYear) -> Sequence[int]:
    return session.scalars(
        select(col(Expenditure.id))
        .where(
            col(Expenditure.covenant_id) == covenant_id,
            col(Expenditure.accounting_on).between(row.starts_on, row.ends_on),
            col(Expenditure.state).not_in(DECIDED),
        )
        .order_by(col(Expenditure.id))
    ).all()


def _deciding(session: Session, covenant_id: int, year: int) -> int | None:
    """Find an open decision about a year's budget: one of its own, or one that carries into or out of it."""
    about = session.scalars(
        select(col(Budget.decision_id)).where(
            col(Budget.covenant_id) == covenant_id, col(Budget.year) == year, col(Budget.state) == "proposed"
        )
    ).all()
    open_ = session.scalars(
        select(Decision)
        .where(col(Decision.covenant_id) == covenant_id, col(Decision.state) == "open")
        .order_by(col(Decision.id))
    )
    for decision in open_:
        if decision.id in about:
            return decision.id
        if decision.kind == "carry":
            figures = decisions.figures_of(decision)
            if year in (figures["from_year"], figures["to_year"]):
                return decision.id
    return None


def bank_balance(session: Session, covenant_id: int, year: int) -> BankBalance | None:
    """Read what the bank's statement says at the end of a year: what was entered last."""
    return session.scalars(
        select(BankBalance)
        .where(col(BankBalance.covenant_id) == covenant_id, col(BankBalance.year) == year)
        .order_by(col(BankBalance.line).desc())
        .limit(1)
    ).first()


def state_bank_balance(
    session: Session, covenant_id: int, *, by: By, year: int, cents: int, stated_on: date
) -> int:
    """Enter what the bank says the account held at the end of a year; give how often it was entered.

    `stated_on` is the date of that statement. It may be entered again until the year is closed: the last one
    counts. Refuses a year that has not ended, one that is not open or was over before the books began, and a
    statement of before its end.
    """
    require_size(cents, field="cents")
    asked: Content = {"year": year, "cents": cents, "stated_on": day_text(stated_on)}
    done = keys.done_before(session, covenant_id, by=by, act="year.balance_stated", asked=asked)
    if done is not None:
        return done
    row = find_year(session, covenant_id, year)
    began_on = began_after(session, covenant_id, row)
    if began_on is not None:
        raise WrongState(over_before(year, began_on), "year")
    if row.state != "open":
        raise WrongState(sentence(N_("Fiscal year %(year)s is closed."), year=year))
    if by.today <= row.ends_on:
        raise WrongState(sentence(N_("It runs through %(day)s."), day=row.ends_on))
    if stated_on > by.today:
        raise Malformed(sentence(N_("%(day)s has not come yet."), day=stated_on), "stated_on")
    if stated_on < row.ends_on:
        raise Malformed(
            sentence(
                N_("A statement of before %(day)s does not say what was there on that day."), day=row.ends_on
            ),
            "stated_on",
        )
    line = (
        1
        + session.execute(
            select(func.count())
            .select_from(BankBalance)
            .where(col(BankBalance.covenant_id) == covenant_id, col(BankBalance.year) == year)
        ).scalar_one()
    )
    session.execute(
        insert(BankBalance).values(
            covenant_id=covenant_id,
            year=year,
            line=line,
            cents=cents,
            stated_on=stated_on,
            person_id=by.person_id,
            recorded_at=by.now,
        )
    )
    trail.append(
        session, covenant_id, by=by, act="year.balance_stated", subject=f"year/{year}", content=asked
    )
    return keys.keep(session, covenant_id, by=by, act="year.balance_stated", asked=asked, result=line)
