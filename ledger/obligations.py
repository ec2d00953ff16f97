"""Obligations: contracts not yet invoiced, which use up budget room until an invoice or a release frees it.

What an obligation still holds is kept on its row and, per project and year, in the kept totals; every cent
taken from it or given back is a row of its own that stays, so that it can be counted again as at any day.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from ledger import keys, payees, periods, trail
from ledger.core.acting import By
from ledger.core.budget import require_room
from ledger.core.calendar import fiscal_year
from ledger.core.money import MAX_CENTS
from ledger.core.numbers import NUMBERS
from ledger.core.period import require_open
from ledger.core.refusals import Malformed, NoRoom, NotFound, WrongState
from ledger.core.sentences import N_, Cents, sentence
from ledger.core.wording import require_name, require_remark
from ledger.storage import obligations as standing
from ledger.storage import reads
from ledger.storage.canonical import Content
from ledger.storage.canonical import day as day_text
from ledger.storage.obligations import ObligationRow
from ledger.storage.reads import col
from ledger.storage.tables import (
    Expenditure,
    JournalEntry,
    Obligation,
    ObligationUse,
    Project,
    ProjectTotal,
    Split,
)


def add_obligation(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    project: str,
    payee: int,
    year: int,
    agreed_on: date,
    description: str,
    amount_cents: int,
    reference: str = "",
) -> int:
    """Enter a contract that is not yet invoiced; give its number.

    It uses the room of the project's budget for that fiscal year, and is refused beyond it, with the figures;
    where no budget is adopted there is none. Refuses a day that has not come, and closed years.
    """
    if not 0 < amount_cents <= MAX_CENTS:
        raise Malformed(
            sentence(N_("The amount must lie between zero and %(most)s."), most=Cents(MAX_CENTS)), "amount"
        )
    description = require_name(description, field="description", longest=2000)
    reference = require_remark(reference, field="reference", longest=200)
    asked: dict[str, Content] = {
        "project": project,
        "payee": payee,
        "year": year,
        "agreed_on": day_text(agreed_on),
        "reference": reference,
        "description": description,
        "amount_cents": amount_cents,
    }
    done = keys.done_before(session, covenant_id, by=by, act="obligation.added", asked=asked)
    if done is not None:
        return done
    covenant = reads.covenant(session, covenant_id)
    work = reads.project_by_slug(session, covenant_id, project)
    paid = payees.find_payee(session, covenant_id, payee, field="payee")
    periods.require_day(covenant, agreed_on, by.today, field="agreed_on")
    periods.require_open_day(session, covenant, agreed_on, field="agreed_on")
    starts = reads.starts(covenant)
    first_day = fiscal_year(year, starts).starts_on
    require_open(first_day, reads.year_states(session, covenant_id), starts, field="year")
    require_room(work.name, reads.room(session, covenant_id, work.id, year), amount_cents, field="amount")

    number = reads.next_id(session, Obligation, covenant_id)
    session.add(
        Obligation(
            covenant_id=covenant_id,
            id=number,
            project_id=work.id,
            payee_id=paid.id,
            year=year,
            agreed_on=agreed_on,
            reference=reference,
            description=description,
            amount_cents=amount_cents,
            open_cents=amount_cents,
            person_id=by.person_id,
            recorded_at=by.now,
        )
    )
    session.flush()
    _change_obligated(session, covenant_id, work.id, year, amount_cents)
    trail.append(
        session, covenant_id, by=by, act="obligation.added", subject=f"obligation/{number}", content=asked
    )
    return keys.keep(session, covenant_id, by=by, act="obligation.added", asked=asked, result=number)


def release_obligation(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    number: int,
    released_on: date,
    reason: str,
    cents: int | None = None,
) -> int:
    """Let go of what an obligation still holds, or of part of it; give the cents released.

    The room goes back to the budget. `cents` None: all that is open. Refuses more than is open, no reason, a
    day before the contract was agreed or was last given back to, one that has not come, and one in a closed
    year.
    """
    reason = _require_reason(reason)
    asked: Content = {
        "obligation": number,
        "released_on": day_text(released_on),
        "reason": reason,
        "cents": cents,
    }
    done = keys.done_before(session, covenant_id, by=by, act="obligation.released", asked=asked)
    if done is not None:
        return done
    covenant = reads.covenant(session, covenant_id)
    row = find_obligation(session, covenant_id, number)
    released_cents = _require_open_cents(row, cents)
    periods.require_day(covenant, released_on, by.today, field="released_on")
    first = standing.open_since(session, row)
    if released_on < first:
        raise Malformed(sentence(N_("A release cannot be dated before %(day)s."), day=first), "released_on")
    periods.require_open_day(session, covenant, released_on, field="released_on")

    _take(session, row, released_cents, released_on, reason=reason)
    trail.append(
        session,
        covenant_id,
        by=by,
        act="obligation.released",
        subject=f"obligation/{number}",
        content={"released_on": day_text(released_on), "reason": reason, "cents": released_cents},
    )
    return keys.keep(
        session, covenant_id, by=by, act="obligation.released", asked=asked, result=released_cents
    )


def find_obligation(
    session: Session, covenant_id: int, number: int, *, field: str | None = None
) -> Obligation:
    """Find an obligation by its number; refuses where there is none."""
    found = session.get(Obligation, (covenant_id, number)) if number in NUMBERS else None
    if found is None:
        raise NotFound(sentence(N_("There is no obligation %(number)s."), number=number), field)
    return found


def require_usable(
    session: Session,
    covenant_id: int,
    number: int,
    *,
    payee_id: int,
    project_ids: Collection[int],
    year: int,
    field: str = "obligation",
) -> None:
    """Refuse an expenditure under a contract with another payee, for another project or another year.

    A contract with nothing left open may still be named: an invoice can be higher than was agreed.
    """
    row = find_obligation(session, covenant_id, number, field=field)
    if row.payee_id != payee_id:
        raise Malformed(
            sentence(N_("Obligation %(number)s is a contract with another payee."), number=number), field
        )
    if row.project_id not in project_ids:
        name = session.get_one(Project, (covenant_id, row.project_id)).name
        raise Malformed(
            sentence(
                N_("Obligation %(number)s is for %(project)s, which bears no part of this."),
                number=number,
                project=name,
            ),
            field,
        )
    if row.year != year:
        raise Malformed(
            sentence(
                N_("Obligation %(number)s is for %(year)s, but the accounting date falls in %(other)s."),
                number=number,
                year=row.year,
                other=year,
            ),
            field,
        )


def use(
    session: Session, covenant_id: int, obligation_id: int, expenditure_id: int, cents: int, day: date, by: By
) -> int:
    """Take an expenditure's cents from its obligation, as far as that is open; give the cents taken.

    The room it held goes to the expenditure: so this comes before the expenditure's entry is booked. What is
    dated before the contract takes from it on the day it was agreed.
    """
    row = find_obligation(session, covenant_id, obligation_id)
    taken_cents = min(row.open_cents, cents)
    if taken_cents <= 0:
        return 0
    day = max(day, standing.open_since(session, row))
    _take(session, row, taken_cents, day, expenditure_id=expenditure_id)
    _tell_use(session, row, "obligation.used", expenditure_id, taken_cents, day, by)
    return taken_cents


def give_back(
    session: Session,
    covenant_id: int,
    obligation_id: int,
    expenditure_id: int,
    cents: int | None,
    day: date,
    by: By,
) -> int:
    """Give back to an obligation what an expenditure took from it; give the cents given back.

    `cents` None: all it took. It comes after the expenditure's reversal is booked; where the budget has no
    room for all of it any more, what does not fit lapses.
    """
    row = find_obligation(session, covenant_id, obligation_id)
    held_cents = standing.taken_by(session, row, expenditure_id)
    room = reads.room(session, covenant_id, row.project_id, row.year)
    back_cents = min(held_cents, held_cents if cents is None else cents, room.left_cents)
    if back_cents <= 0:
        return 0
    _take(session, row, -back_cents, day, expenditure_id=expenditure_id)
    _tell_use(session, row, "obligation.given_back", expenditure_id, back_cents, day, by)
    return back_cents


def use_for(session: Session, covenant_id: int, *, by: By, row: Expenditure) -> int:
    """Take from an invoice's obligation what its project bears of it, just before it is booked.

    Gives the cents taken: nothing without an obligation, and nothing for a credit note.
    """
    if row.obligation_id is None or row.kind != "invoice":
        return 0
    contract = find_obligation(session, covenant_id, row.obligation_id)
    if contract.year != row.accounting_year:
        return 0
    cents = session.execute(
        select(func.sum(col(Split.cents))).where(
            col(Split.covenant_id) == covenant_id,
            col(Split.expenditure_id) == row.id,
            col(Split.project_id) == contract.project_id,
        )
    ).scalar()
    covenant = reads.covenant(session, covenant_id)
    day = periods.booking_day(session, covenant, row.accounting_on, field="accounting_on")
    return use(session, covenant_id, contract.id, row.id, int(cents or 0), day, by)


def give_back_for(session: Session, covenant_id: int, *, by: By, row: Expenditure) -> int:
    """Give back to its obligation what a reversed expenditure took, on the day of its reversal.

    Gives the cents given back.
    """
    if row.obligation_id is None or row.reversal_id is None:
        return 0
    day = session.get_one(JournalEntry, (covenant_id, row.reversal_id)).day
    return give_back(session, covenant_id, row.obligation_id, row.id, None, day, by)


def list_obligations(session: Session, covenant_id: int, day: date) -> list[ObligationRow]:
    """List every obligation agreed by a day, with what was open of it at that day's end."""
    return standing.as_at(session, covenant_id, day)


def open_at(session: Session, covenant_id: int, day: date) -> list[ObligationRow]:
    """List the obligations that were open at a day's end, for the notes off the balance."""
    return [row for row in standing.as_at(session, covenant_id, day) if row.open_cents]


def _require_reason(reason: str) -> str:
    if not reason.strip():
        raise Malformed(sentence(N_("Say why this is released.")), "reason")
    return require_remark(reason, field="reason")


def _require_open_cents(row: Obligation, cents: int | None) -> int:
    """Give the cents to release; refuses when nothing is open, and more than is."""
    if not row.open_cents:
        raise WrongState(sentence(N_("Nothing of obligation %(number)s is open any more."), number=row.id))
    if cents is None:
        return row.open_cents
    if cents <= 0:
        raise Malformed(sentence(N_("An amount released is more than zero.")), "amount")
    if cents > row.open_cents:
        raise NoRoom(
            sentence(
                N_("%(asked)s is more than the %(open)s that is open of obligation %(number)s."),
                asked=Cents(cents),
                open=Cents(row.open_cents),
                number=row.id,
            ),
            "amount",
        )
    return cents


def _take(
    session: Session,
    row: Obligation,
    cents: int,
    day: date,
    *,
    expenditure_id: int | None = None,
    reason: str = "",
) -> None:
    """Take cents from an obligation, or, below zero, give them back: the record, its row and its room."""
    last = session.execute(
        select(func.max(col(ObligationUse.line))).where(
            col(ObligationUse.covenant_id) == row.covenant_id, col(ObligationUse.obligation_id) == row.id
        )
    ).scalar()
    session.execute(
        insert(ObligationUse).values(
            covenant_id=row.covenant_id,
            obligation_id=row.id,
            line=(last or 0) + 1,
            expenditure_id=expenditure_id,
            used_on=day,
            cents=cents,
            reason=reason,
        )
    )
    row.open_cents -= cents
    session.flush()
    _change_obligated(session, row.covenant_id, row.project_id, row.year, -cents)


def _change_obligated(session: Session, covenant_id: int, project_id: int, year: int, cents: int) -> None:
    """Change what contracts hold of a project's year; the table itself refuses what passes the budget."""
    session.execute(
        update(ProjectTotal)
        .where(
            col(ProjectTotal.covenant_id) == covenant_id,
            col(ProjectTotal.project_id) == project_id,
            col(ProjectTotal.year) == year,
        )
        .values(obligated_cents=ProjectTotal.obligated_cents + cents)
    )


def _tell_use(
    session: Session, row: Obligation, act: str, expenditure_id: int, cents: int, day: date, by: By
) -> None:
    trail.append(
        session,
        row.covenant_id,
        by=by,
        act=act,
        subject=f"obligation/{row.id}",
        content={"expenditure": expenditure_id, "cents": cents, "used_on": day_text(day)},
    )
