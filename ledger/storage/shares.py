"""What the treasurer set by hand, and what the parties released of the common fund."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.core.charging import Fund
from ledger.core.entry import COMMON
from ledger.core.statements.facts import COMMON_FUND
from ledger.storage import reads
from ledger.storage.reads import col
from ledger.storage.tables import CommonRelease, Decision, FiscalYear, HandShare, Posting

Shares = tuple[tuple[int, int, int], ...]
"""Shares set by hand: project, pledge and cents, in the order of projects and pledges."""


def by_hand(session: Session, covenant_id: int, number: int) -> Shares:
    """Read the shares of an expenditure that were set by hand; empty: the rule gives them."""
    rows = session.execute(
        select(col(HandShare.project_id), col(HandShare.pledge_id), col(HandShare.cents))
        .where(col(HandShare.covenant_id) == covenant_id, col(HandShare.expenditure_id) == number)
        .order_by(col(HandShare.project_id), col(HandShare.pledge_id))
    )
    return tuple((project, pledge, int(cents)) for project, pledge, cents in rows)


def all_by_hand(session: Session, covenant_id: int) -> dict[int, Shares]:
    """Read every share set by hand, by expenditure."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    for number, project, pledge, cents in session.execute(
        select(
            col(HandShare.expenditure_id),
            col(HandShare.project_id),
            col(HandShare.pledge_id),
            col(HandShare.cents),
        )
        .where(col(HandShare.covenant_id) == covenant_id)
        .order_by(col(HandShare.expenditure_id), col(HandShare.project_id), col(HandShare.pledge_id))
    ):
        found.setdefault(number, []).append((project, pledge, int(cents)))
    return {number: tuple(shares) for number, shares in found.items()}


def is_settled(session: Session, covenant_id: int) -> bool:
    """Say whether the covenant was settled: its common fund is divided, and nothing more is spent of it."""
    settled = select(col(Decision.id)).where(
        col(Decision.covenant_id) == covenant_id,
        col(Decision.kind) == "settlement",
        col(Decision.state) == "adopted",
    )
    return session.execute(settled.limit(1)).first() is not None


def released(session: Session, covenant_id: int) -> dict[int, dict[int, int]]:
    """Sum what of the common fund was released, in cents per project and the fiscal year it begins in.

    What was not used by the settlement has ended with it: then it is what each project used, by year.
    """
    found: dict[int, dict[int, int]] = {}
    for project, year, cents in session.execute(
        select(col(CommonRelease.project_id), col(CommonRelease.year), func.sum(col(CommonRelease.cents)))
        .where(col(CommonRelease.covenant_id) == covenant_id)
        .group_by(col(CommonRelease.project_id), col(CommonRelease.year))
    ):
        found.setdefault(project, {})[year] = int(cents)
    if found and is_settled(session, covenant_id):
        used = _used(session, covenant_id)
        return {project: used.get(project, {}) for project in found}
    return found


def common_funds(session: Session, covenant_id: int) -> dict[int, Fund]:
    """Read the common fund as charging sees it: per project, as far as it was released for that project."""
    given = released(session, covenant_id)
    charged = _used(session, covenant_id) if given else {}
    return {
        project: Fund(COMMON, frozenset(), by_year, charged.get(project, {}), date.min, None, COMMON_FUND)
        for project, by_year in given.items()
    }


def _used(session: Session, covenant_id: int) -> dict[int, dict[int, int]]:
    """Sum what was charged to the common fund, in cents per project and accounting year."""
    charged: dict[int, dict[int, int]] = {}
    for project, year, cents in session.execute(
        select(col(Posting.project_id), col(Posting.accounting_year), func.sum(col(Posting.cents)))
        .where(
            col(Posting.covenant_id) == covenant_id,
            col(Posting.account) == "costs",
            col(Posting.pledge_id) == COMMON,
            reads.sealed(covenant_id),
        )
        .group_by(col(Posting.project_id), col(Posting.accounting_year))
    ):
        charged.setdefault(project or 0, {})[year] = int(cents)
    return charged


def common_received(session: Session, covenant_id: int) -> Mapping[int, int]:
    """Sum what the common fund received through the end of each fiscal year, in cents, charges left out.

    What was charged to it stands as unspent money gone and as income come, so the two together are what
    came in.
    """
    rows = session.execute(
        select(col(FiscalYear.year), -func.coalesce(func.sum(col(Posting.cents)), 0))
        .outerjoin(
            Posting,
            (col(Posting.covenant_id) == col(FiscalYear.covenant_id))
            & (col(Posting.pledge_id) == COMMON)
            & col(Posting.account).in_(["unspent", "income"])
            & (col(Posting.day) <= col(FiscalYear.ends_on))
            & reads.sealed(covenant_id),
        )
        .where(col(FiscalYear.covenant_id) == covenant_id)
        .group_by(col(FiscalYear.year))
        .order_by(col(FiscalYear.year))
    )
    return {year: int(cents) for year, cents in rows}


def releasable(session: Session, covenant_id: int, year: int) -> int:
    """Give what of the common fund can still be released from a fiscal year on, in cents.

    It is the least, over that year and every later one, of what came in through it less what was released
    through it.
    """
    given: dict[int, int] = {}
    for by_year in released(session, covenant_id).values():
        for each, cents in by_year.items():
            given[each] = given.get(each, 0) + cents
    left = [
        received - sum(cents for begins, cents in given.items() if begins <= each)
        for each, received in common_received(session, covenant_id).items()
        if each >= year
    ]
    return max(min(left, default=0), 0)
