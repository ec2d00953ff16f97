"""Money promised, received, budgeted and bound, as at a day: read from the registers, not from the journal.

What was taken back counts until the day its reversal was booked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, Text, and_, case, func, literal, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session, aliased

from ledger.core.language import Code
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.bank import Promise
from ledger.core.statements.facts import Names
from ledger.core.statements.funds import Due
from ledger.core.statements.result import Budgets
from ledger.storage import pledging
from ledger.storage.reads import col
from ledger.storage.tables import (
    BankReceipt,
    Budget,
    BudgetLine,
    Contribution,
    ContributionPart,
    FiscalYear,
    InKind,
    Instalment,
    JournalEntry,
    Obligation,
    ObligationUse,
    Party,
    Payee,
    Project,
    TakenBack,
)

Parts = dict[tuple[int, int | None], int]
"""Cents received per pledge and instalment; no instalment: beyond all of them."""


def between(column: ColumnElement[date], first: date | None, last: date) -> list[ColumnElement[bool]]:
    """Give the conditions that a day lies from one through another; without the first, from the start."""
    return [column <= last] if first is None else [column >= first, column <= last]


def received(session: Session, covenant_id: int, first: date | None, last: date) -> Parts:
    """Sum what came in from parties from one day through another, less what was taken back in those days."""
    found: Parts = {}
    reversal = aliased(JournalEntry)
    base = (
        select(
            col(ContributionPart.pledge_id),
            col(ContributionPart.instalment_id),
            func.sum(col(ContributionPart.cents)),
        )
        .join(
            Contribution,
            (col(Contribution.covenant_id) == col(ContributionPart.covenant_id))
            & (col(Contribution.id) == col(ContributionPart.contribution_id)),
        )
        .where(col(ContributionPart.covenant_id) == covenant_id)
        .group_by(col(ContributionPart.pledge_id), col(ContributionPart.instalment_id))
    )
    came_in = base.where(*between(col(Contribution.received_on), first, last))
    taken_back = base.join(
        reversal,
        (col(reversal.covenant_id) == col(Contribution.covenant_id))
        & (col(reversal.reverses_id) == col(Contribution.entry_id)),
    ).where(*between(col(reversal.day), first, last))
    for sign, rows in ((1, came_in), (-1, taken_back)):
        for pledge_id, instalment_id, cents in session.execute(rows):
            key = (pledge_id, instalment_id)
            found[key] = found.get(key, 0) + sign * int(cents)
    return found


def per_pledge(parts: Parts) -> dict[int, int]:
    """Add up what came in per pledge."""
    sums: dict[int, int] = {}
    for (pledge_id, _), cents in parts.items():
        sums[pledge_id] = sums.get(pledge_id, 0) + cents
    return sums


def beyond(parts: Parts) -> dict[int, int]:
    """Give what came in beyond all instalments, per pledge."""
    return {pledge_id: cents for (pledge_id, instalment), cents in parts.items() if instalment is None}


def interest_cents(session: Session, covenant_id: int, first: date | None, last: date) -> int:
    """Sum the interest the bank paid from one day through another, less what was taken back in those days."""
    reversal = aliased(JournalEntry)
    base = select(func.coalesce(func.sum(col(BankReceipt.amount_cents)), 0)).where(
        col(BankReceipt.covenant_id) == covenant_id, col(BankReceipt.kind) == "interest"
    )
    taken_back = base.join(
        reversal,
        (col(reversal.covenant_id) == col(BankReceipt.covenant_id))
        & (col(reversal.reverses_id) == col(BankReceipt.entry_id)),
    ).where(*between(col(reversal.day), first, last))
    came_in = base.where(*between(col(BankReceipt.received_on), first, last))
    return int(session.execute(came_in).scalar_one()) - int(session.execute(taken_back).scalar_one())


def not_taken_back(
    covenant_id: int, word: str, number: ColumnElement[int], last: date | None = None
) -> ColumnElement[bool]:
    """Give the condition that a record was not taken back, or by a day not yet."""
    conditions = [
        col(TakenBack.covenant_id) == covenant_id,
        col(TakenBack.subject) == literal(f"{word}/").concat(sql_cast(number, Text)),
        *([col(TakenBack.taken_back_on) <= last] if last is not None else []),
    ]
    return ~select(col(TakenBack.subject)).where(*conditions).exists()


def _by(day: date | None, as_at: date) -> date | None:
    """Give a day when it has come by another; else None."""
    return day if day is not None and day <= as_at else None


def dues(session: Session, covenant_id: int, as_at: date, parts: Parts, *, later: bool = False) -> list[Due]:
    """Read every instalment as at a day: whether it is posted by then, and what came in on it (`parts`).

    What was taken off it by then is left out of its amount; one that did not exist yet brings nothing, but
    with `later` what it will.
    """
    less = pledging.reduced(session, covenant_id, as_at)
    begun = pledging.begins(session, covenant_id)
    rows = session.execute(
        select(
            col(Instalment.id),
            col(Instalment.pledge_id),
            col(Instalment.due_on),
            col(Instalment.amount_cents),
            col(JournalEntry.day),
        )
        .outerjoin(
            JournalEntry,
            (col(JournalEntry.covenant_id) == col(Instalment.covenant_id))
            & (col(JournalEntry.id) == col(Instalment.entry_id)),
        )
        .where(col(Instalment.covenant_id) == covenant_id)
        .order_by(col(Instalment.due_on), col(Instalment.pledge_id), col(Instalment.id))
    )
    return [
        Due(
            number,
            pledge_id,
            due_on,
            _promised(cents, later or begun.get(number, as_at) <= as_at, less.get(number)),
            _by(posted_on, as_at),
            parts.get((pledge_id, number), 0),
            less.get(number, pledging.UNREDUCED).returned_cents,
        )
        for number, pledge_id, due_on, cents, posted_on in rows
    ]


def _promised(cents: int, has_begun: bool, less: pledging.Reduced | None) -> int:
    """Say what an instalment brings: nothing before it began, and less what was taken off it."""
    return (cents if has_begun else 0) - (less or pledging.UNREDUCED).cents


@dataclass(frozen=True)
class AdoptedBudgets:
    """The budgets adopted by a day, and the years whose budget was changed after it."""

    budgets: Budgets
    changed_since: frozenset[int]


def budgets(session: Session, covenant_id: int, year: int | None, as_at: date) -> AdoptedBudgets:
    """Read the budgets of a fiscal year (None: of all) as at a day: the first version, and that in force.

    One that was adopted when its year was over counts from the year's last day: what was spent under it is
    the year's as well.
    """
    rows = session.execute(
        select(col(Budget.id), col(Budget.year), _in_force_from())
        .join(
            FiscalYear,
            (col(FiscalYear.covenant_id) == col(Budget.covenant_id))
            & (col(FiscalYear.year) == col(Budget.year)),
        )
        .where(
            col(Budget.covenant_id) == covenant_id,
            col(Budget.adopted_on).is_not(None),
            *([col(Budget.year) == year] if year is not None else []),
        )
        .order_by(col(Budget.version))
    ).all()
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for number, of_year, from_day in rows:
        if from_day <= as_at:
            first.setdefault(of_year, number)
            last[of_year] = number
    lines: dict[int, dict[tuple[int, int], int]] = {}
    for number, of_year, project_id, cents in session.execute(
        select(col(BudgetLine.budget_id), col(Budget.year), col(BudgetLine.project_id), col(BudgetLine.cents))
        .join(
            Budget,
            (col(Budget.covenant_id) == col(BudgetLine.covenant_id))
            & (col(Budget.id) == col(BudgetLine.budget_id)),
        )
        .where(
            col(BudgetLine.covenant_id) == covenant_id,
            col(BudgetLine.budget_id).in_({*first.values(), *last.values()}),
        )
        .order_by(col(BudgetLine.budget_id), col(BudgetLine.project_id))
    ):
        lines.setdefault(number, {})[project_id, of_year] = cents
    later = {of_year for _, of_year, from_day in rows if from_day > as_at}
    return AdoptedBudgets(
        Budgets(
            {key: cents for number in first.values() for key, cents in lines.get(number, {}).items()},
            {key: cents for number in last.values() for key, cents in lines.get(number, {}).items()},
        ),
        frozenset(later),
    )


def _in_force_from() -> ColumnElement[date]:
    """Give the day from which an adopted budget counts: its adoption's, at the latest its year's last."""
    late = col(Budget.adopted_on) > col(FiscalYear.ends_on)
    return case((late, col(FiscalYear.ends_on)), else_=col(Budget.adopted_on))


@dataclass(frozen=True)
class Contract:
    """An obligation as at a day, and what of it was open then, in cents."""

    id: int
    project_id: int
    year: int
    payee: str
    description: str
    agreed_on: date
    open_cents: int


def obligations(session: Session, covenant_id: int, as_at: date) -> list[Contract]:
    """Read the contracts agreed by a day that were open at its end, the oldest first."""
    used = _used(covenant_id, None, as_at).subquery()
    rows = session.execute(
        select(
            col(Obligation.id),
            col(Obligation.project_id),
            col(Obligation.year),
            col(Payee.name),
            col(Obligation.description),
            col(Obligation.agreed_on),
            col(Obligation.amount_cents) - func.coalesce(used.c.cents, 0),
        )
        .join(
            Payee,
            (col(Payee.covenant_id) == col(Obligation.covenant_id))
            & (col(Payee.id) == col(Obligation.payee_id)),
        )
        .outerjoin(used, used.c.number == col(Obligation.id))
        .where(col(Obligation.covenant_id) == covenant_id, col(Obligation.agreed_on) <= as_at)
        .order_by(col(Obligation.agreed_on), col(Obligation.id))
    )
    return [Contract(*row[:6], int(row[6])) for row in rows if row[6]]


def _used(covenant_id: int, first: date | None, last: date) -> Select[int, int]:
    return (
        select(
            col(ObligationUse.obligation_id).label("number"),
            func.sum(col(ObligationUse.cents)).label("cents"),
        )
        .where(
            col(ObligationUse.covenant_id) == covenant_id, *between(col(ObligationUse.used_on), first, last)
        )
        .group_by(col(ObligationUse.obligation_id))
    )


def obligated_later(session: Session, covenant_id: int, after: date) -> dict[tuple[int, int], int]:
    """Sum per project and year by how much obligations changed after a day, in cents."""
    changed: dict[tuple[int, int], int] = {}
    agreed = (
        select(col(Obligation.project_id), col(Obligation.year), func.sum(col(Obligation.amount_cents)))
        .where(col(Obligation.covenant_id) == covenant_id, col(Obligation.agreed_on) > after)
        .group_by(col(Obligation.project_id), col(Obligation.year))
    )
    used = (
        select(col(Obligation.project_id), col(Obligation.year), -func.sum(col(ObligationUse.cents)))
        .join(
            ObligationUse,
            (col(ObligationUse.covenant_id) == col(Obligation.covenant_id))
            & (col(ObligationUse.obligation_id) == col(Obligation.id)),
        )
        .where(col(Obligation.covenant_id) == covenant_id, col(ObligationUse.used_on) > after)
        .group_by(col(Obligation.project_id), col(Obligation.year))
    )
    for rows in (agreed, used):
        for project_id, year, cents in session.execute(rows):
            changed[project_id, year] = changed.get((project_id, year), 0) + int(cents)
    return changed


def in_kind(
    session: Session, covenant_id: int, first: date, last: date, code: Code
) -> tuple[Sequence[Promise], int]:
    """Read what parties gave in kind from one day through another, and what it is worth in all."""
    asked = [
        col(InKind.covenant_id) == covenant_id,
        *between(col(InKind.given_on), first, last),
        not_taken_back(covenant_id, "in-kind", col(InKind.id), last),
    ]
    rows = session.execute(
        select(
            col(Party.name), col(Party.slug), col(Project.name), col(InKind.given_on), col(InKind.unit),
            col(InKind.quantity_hundredths), col(InKind.description), col(InKind.value_cents),
        )
        .join(
            Party,
            and_(col(Party.covenant_id) == col(InKind.covenant_id), col(Party.id) == col(InKind.party_id)),
        )
        .outerjoin(
            Project,
            and_(
                col(Project.covenant_id) == col(InKind.covenant_id), col(Project.id) == col(InKind.project_id)
            ),
        )
        .where(*asked)
        .order_by(col(InKind.given_on), col(InKind.id))
    )  # fmt: skip
    given = [
        Promise(party, _given(unit, quantity, text, code), project, day, cents, f"parties/{slug}")
        for party, slug, project, day, unit, quantity, text, cents in rows
    ]
    total = session.execute(
        select(func.coalesce(func.sum(col(InKind.value_cents)), 0)).where(*asked)
    ).scalar_one()
    return given, int(total)


def _given(unit: str, hundredths: int, description: str, code: Code) -> Sentence:
    """Describe hours or goods with how many there were."""
    whole, rest = divmod(hundredths, 100)
    mark = "," if code == "nl" else "."
    quantity = f"{whole}{mark}{rest:02d}".rstrip("0").rstrip(mark)
    template = (
        N_("%(description)s: %(quantity)s hours")
        if unit == "hours"
        else N_("%(description)s: %(quantity)s pieces")
    )
    return sentence(template, description=description, quantity=quantity)


def to_come(dues: Sequence[Due], names: Names) -> list[Promise]:
    """List the instalments that are not yet due as promises of the parties."""
    return [
        Promise(
            str(names.funder(due.pledge_id)),
            sentence(N_("Instalment")),
            None,
            due.due_on,
            due.cents,
            names.funder_link(due.pledge_id),
        )
        for due in dues
        if not due.is_posted and due.cents
    ]


def bound(contracts: Sequence[Contract], names: Names) -> list[Promise]:
    """List what is open of contracts as promises to the payees."""
    return [
        Promise(
            one.payee,
            one.description,
            names.projects[one.project_id].name,
            one.agreed_on,
            one.open_cents,
            f"projects/{names.projects[one.project_id].slug}",
        )
        for one in contracts
    ]
