"""The facts acts and rules ask for, read from one covenant at a time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Result, Select, func, select
from sqlalchemy.orm import Session

from ledger.core.budget import Room
from ledger.core.calendar import Starts
from ledger.core.charging import Fund
from ledger.core.covenant_file.table import is_slug, shown
from ledger.core.entry import COMMON
from ledger.core.period import State
from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, sentence
from ledger.storage.tables import (
    Covenant,
    EntrySeal,
    FiscalYear,
    FundTotal,
    Instalment,
    Party,
    Pledge,
    PledgeEarmark,
    PledgeTotal,
    Posting,
    ProgrammeLine,
    Project,
    ProjectTotal,
    RunningStart,
)

T = TypeVar("T")


def col(column: T) -> ColumnElement[T]:
    """Take a table's attribute for the column it is, where the type checker sees the value's type."""
    return cast("ColumnElement[T]", column)


def in_parts(found: Result[Any]) -> Iterator[Any]:
    """Go through a long answer some thousand rows at a time: half the work of asking for each."""
    for part in found.partitions(5000):
        yield from part


def next_id(session: Session, table: type, covenant_id: int) -> int:
    """Give the next number of a table's rows in this covenant, counting from 1."""
    last = session.execute(select(func.max(table.id)).where(table.covenant_id == covenant_id)).scalar()  # type: ignore[attr-defined]
    return (last or 0) + 1


def covenant(session: Session, covenant_id: int) -> Covenant:
    """Read the covenant itself; refuses where there is none."""
    found = session.get(Covenant, covenant_id)
    if found is None:
        raise NotFound(sentence(N_("There is no such covenant.")))
    return found


def slug(session: Session, covenant_id: int) -> str:
    """Read the covenant's slug alone; refuses where there is no such covenant."""
    found = session.execute(select(col(Covenant.slug)).where(col(Covenant.id) == covenant_id)).scalar()
    if found is None:
        raise NotFound(sentence(N_("There is no such covenant.")))
    return found


def covenant_ids(session: Session) -> Sequence[int]:
    """Name the covenants in this database, in the order they were opened."""
    return session.scalars(select(col(Covenant.id)).order_by(col(Covenant.id))).all()


def covenant_by_slug(session: Session, slug: str) -> Covenant:
    """Find a covenant by its slug; refuses where there is none."""
    asked = select(Covenant).where(col(Covenant.slug) == slug)
    found = session.execute(asked).scalar_one_or_none() if is_slug(slug) else None
    if found is None:
        raise NotFound(sentence(N_("There is no covenant %(slug)s."), slug=shown(slug)))
    return found


def starts(covenant: Covenant) -> Starts:
    """Say on which month and day the covenant's fiscal years start."""
    return covenant.year_starts_month, covenant.year_starts_day


def year_states(session: Session, covenant_id: int) -> dict[int, State]:
    """Read which fiscal years are open and which closed."""
    rows = session.execute(
        select(col(FiscalYear.year), col(FiscalYear.state))
        .where(col(FiscalYear.covenant_id) == covenant_id)
        .order_by(col(FiscalYear.year))
    )
    return {year: cast("State", state) for year, state in rows}


def fiscal_years(session: Session, covenant_id: int) -> Sequence[FiscalYear]:
    """Read the fiscal years in order."""
    return session.scalars(_ordered(FiscalYear, covenant_id, col(FiscalYear.year))).all()


def running_start(session: Session, covenant_id: int) -> RunningStart | None:
    """Read on which day the books began of a covenant that was under way already; None: with the covenant."""
    return session.get(RunningStart, covenant_id)


def parties(session: Session, covenant_id: int) -> Sequence[Party]:
    """Read the parties in the order of the covenant."""
    return session.scalars(_ordered(Party, covenant_id, col(Party.id))).all()


def lines(session: Session, covenant_id: int) -> Sequence[ProgrammeLine]:
    """Read the programme lines in the order of the covenant."""
    return session.scalars(_ordered(ProgrammeLine, covenant_id, col(ProgrammeLine.id))).all()


def projects(session: Session, covenant_id: int) -> Sequence[Project]:
    """Read the projects: by programme line, then in the order they were made."""
    return session.scalars(
        select(Project)
        .where(col(Project.covenant_id) == covenant_id)
        .order_by(col(Project.line_id), col(Project.id))
    ).all()


def pledges(session: Session, covenant_id: int) -> Sequence[Pledge]:
    """Read the pledges in the order of the covenant, the common fund left out."""
    return session.scalars(
        select(Pledge)
        .where(col(Pledge.covenant_id) == covenant_id, col(Pledge.id) != COMMON)
        .order_by(col(Pledge.id))
    ).all()


def earmarks(session: Session, covenant_id: int) -> dict[int, frozenset[int]]:
    """Read the programme lines each pledge is kept for; a pledge for any line is not in it."""
    found: dict[int, set[int]] = {}
    for pledge_id, line_id in session.execute(
        select(col(PledgeEarmark.pledge_id), col(PledgeEarmark.line_id)).where(
            col(PledgeEarmark.covenant_id) == covenant_id
        )
    ):
        found.setdefault(pledge_id, set()).add(line_id)
    return {pledge: frozenset(ids) for pledge, ids in found.items()}


def instalments(session: Session, covenant_id: int) -> Sequence[Instalment]:
    """Read every instalment, the oldest due first, then in the pledges' order."""
    return session.scalars(
        select(Instalment)
        .where(col(Instalment.covenant_id) == covenant_id)
        .order_by(col(Instalment.due_on), col(Instalment.pledge_id), col(Instalment.id))
    ).all()


def _ordered(table: type[T], covenant_id: int, order: object) -> Select[T]:
    return select(table).where(table.covenant_id == covenant_id).order_by(col(order))  # type: ignore[attr-defined]


def party_by_slug(session: Session, covenant_id: int, slug: str, *, field: str | None = "party") -> Party:
    """Find a party by its slug; refuses where the covenant has none of that name."""
    asked = select(Party).where(col(Party.covenant_id) == covenant_id, col(Party.slug) == slug)
    found = session.execute(asked).scalar_one_or_none() if is_slug(slug) else None
    if found is None:
        raise NotFound(sentence(N_("There is no party %(slug)s in this covenant."), slug=shown(slug)), field)
    return found


def project_by_slug(
    session: Session, covenant_id: int, slug: str, *, field: str | None = "project"
) -> Project:
    """Find a project by its slug; refuses where the covenant has none of that name."""
    asked = select(Project).where(col(Project.covenant_id) == covenant_id, col(Project.slug) == slug)
    found = session.execute(asked).scalar_one_or_none() if is_slug(slug) else None
    if found is None:
        raise NotFound(
            sentence(N_("There is no project %(slug)s in this covenant."), slug=shown(slug)), field
        )
    return found


def funds(session: Session, covenant_id: int) -> tuple[Fund, ...]:
    """Read every pledge as charging sees it, from the kept totals, in the pledges' order."""
    kept = earmarks(session, covenant_id)
    due: dict[int, dict[int, int]] = {}
    charged: dict[int, dict[int, int]] = {}
    before: dict[int, tuple[int, int]] = {}
    rows = session.execute(
        select(
            col(PledgeTotal.pledge_id),
            col(PledgeTotal.year),
            col(PledgeTotal.due_cents),
            col(PledgeTotal.charged_cents),
        )
        .where(col(PledgeTotal.covenant_id) == covenant_id)
        .order_by(col(PledgeTotal.pledge_id), col(PledgeTotal.year))
    )
    for pledge_id, year, due_through, charged_through in rows:
        due_before, charged_before = before.get(pledge_id, (0, 0))
        due.setdefault(pledge_id, {})[year] = due_through - due_before
        charged.setdefault(pledge_id, {})[year] = charged_through - charged_before
        before[pledge_id] = (due_through, charged_through)
    members = session.execute(
        select(
            col(Pledge.id), col(Party.joined_on), col(Party.left_on), col(Party.money_stays), col(Party.name)
        )
        .join(
            Party,
            (col(Party.covenant_id) == col(Pledge.covenant_id)) & (col(Party.id) == col(Pledge.party_id)),
        )
        .where(col(Pledge.covenant_id) == covenant_id)
        .order_by(col(Pledge.id))
    )
    return tuple(
        Fund(
            pledge_id,
            kept.get(pledge_id, frozenset()),
            due.get(pledge_id, {}),
            charged.get(pledge_id, {}),
            joined,
            None if stays else left,
            name,
        )
        for pledge_id, joined, left, stays, name in members
    )


def room(session: Session, covenant_id: int, project_id: int, year: int) -> Room:
    """Read a project's budget, obligations and approved spend of a year from the kept totals."""
    # columns, not the row: what a session has seen of it before is old once an entry was sealed
    row = session.execute(
        select(
            col(ProjectTotal.budget_cents),
            col(ProjectTotal.obligated_cents),
            col(ProjectTotal.spent_cents),
            col(ProjectTotal.carried_cents),
        ).where(
            col(ProjectTotal.covenant_id) == covenant_id,
            col(ProjectTotal.project_id) == project_id,
            col(ProjectTotal.year) == year,
        )
    ).first()
    return Room(*row) if row else Room(0, 0, 0)


def sealed(covenant_id: int) -> ColumnElement[bool]:
    """Give the condition that a posting belongs to a sealed entry; an unsealed one counts in no sum."""
    return (
        select(col(EntrySeal.entry_id))
        .where(
            col(EntrySeal.covenant_id) == covenant_id,
            col(EntrySeal.entry_id) == col(Posting.entry_id),
        )
        .exists()
    )


def charges_of_entries(
    session: Session, covenant_id: int, entry_ids: Sequence[int]
) -> dict[tuple[int, int], int]:
    """Sum what entries charged, in cents, per project and pledge: their postings on costs."""
    rows = session.execute(
        select(col(Posting.project_id), col(Posting.pledge_id), func.sum(col(Posting.cents)))
        .where(
            col(Posting.covenant_id) == covenant_id,
            col(Posting.entry_id).in_(entry_ids),
            col(Posting.account) == "costs",
            sealed(covenant_id),
        )
        .group_by(col(Posting.project_id), col(Posting.pledge_id))
        .order_by(col(Posting.project_id), col(Posting.pledge_id))
    )
    return {(int(project or 0), pledge): int(cents) for project, pledge, cents in rows}


def account_of_entries(
    session: Session, covenant_id: int, entry_ids: Sequence[int], account: str
) -> dict[int, int]:
    """Sum an account's postings of some entries per pledge, in cents, debit positive."""
    rows = session.execute(
        select(col(Posting.pledge_id), func.sum(col(Posting.cents)))
        .where(
            col(Posting.covenant_id) == covenant_id,
            col(Posting.entry_id).in_(entry_ids),
            col(Posting.account) == account,
            sealed(covenant_id),
        )
        .group_by(col(Posting.pledge_id))
        .order_by(col(Posting.pledge_id))
    )
    return {pledge: int(cents) for pledge, cents in rows}


def bank_movements(session: Session, covenant_id: int) -> list[tuple[date, int]]:
    """Read the movements of the pooled bank account per day, in cents, in order of day."""
    rows = session.execute(
        select(col(Posting.day), func.sum(col(Posting.cents)))
        .where(
            col(Posting.covenant_id) == covenant_id,
            col(Posting.account) == "bank",
            sealed(covenant_id),
        )
        .group_by(col(Posting.day))
        .order_by(col(Posting.day))
    )
    return [(day, int(cents)) for day, cents in rows]


def fund_balances(session: Session, covenant_id: int, party_id: int, account: str) -> list[tuple[int, int]]:
    """Read the balance of an account within each pledge of a party, debit positive: (pledge, cents) pairs."""
    # columns, not rows: what a session has seen of them before is old once an entry was sealed
    rows = session.execute(
        select(col(FundTotal.pledge_id), col(FundTotal.balance_cents))
        .join(
            Pledge,
            (col(Pledge.covenant_id) == col(FundTotal.covenant_id))
            & (col(Pledge.id) == col(FundTotal.pledge_id)),
        )
        .where(
            col(FundTotal.covenant_id) == covenant_id,
            col(FundTotal.account) == account,
            col(Pledge.party_id) == party_id,
        )
        .order_by(col(FundTotal.pledge_id))
    )
    return [(pledge_id, balance) for pledge_id, balance in rows]


def held_for(session: Session, covenant_id: int, party_id: int) -> list[tuple[date, int]]:
    """Read per day how much more, or below zero less, was to be returned to a party, in cents."""
    rows = session.execute(
        select(col(Posting.day), -func.sum(col(Posting.cents)))
        .join(
            Pledge,
            (col(Pledge.covenant_id) == col(Posting.covenant_id))
            & (col(Pledge.id) == col(Posting.pledge_id)),
        )
        .where(
            col(Posting.covenant_id) == covenant_id,
            col(Posting.account) == "to_return",
            col(Pledge.party_id) == party_id,
            sealed(covenant_id),
        )
        .group_by(col(Posting.day))
        .order_by(col(Posting.day))
    )
    return [(day, int(cents)) for day, cents in rows]


def project_charges(session: Session, covenant_id: int, project_id: int) -> Mapping[int, Mapping[int, int]]:
    """Sum a project's charges per pledge and accounting year, in cents."""
    found: dict[int, dict[int, int]] = {}
    rows = session.execute(
        select(col(Posting.pledge_id), col(Posting.accounting_year), func.sum(col(Posting.cents)))
        .where(
            col(Posting.covenant_id) == covenant_id,
            col(Posting.account) == "costs",
            col(Posting.project_id) == project_id,
            sealed(covenant_id),
        )
        .group_by(col(Posting.pledge_id), col(Posting.accounting_year))
        .order_by(col(Posting.pledge_id), col(Posting.accounting_year))
    )
    for pledge_id, year, cents in rows:
        found.setdefault(pledge_id, {})[year] = int(cents)
    return found
