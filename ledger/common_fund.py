"""The common fund: money without a funder, of which the parties release what a project may use.

What is released for a project can be set on the common fund by hand, where an expenditure bears that project.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from ledger import decisions, periods, trail
from ledger.core.acting import By
from ledger.core.entry import COMMON
from ledger.core.money import require_size
from ledger.core.proposals import Drafted, change
from ledger.core.refusals import Malformed, NoRoom, WrongState
from ledger.core.sentences import N_, Cents, sentence
from ledger.storage import reads, shares
from ledger.storage.reads import col
from ledger.storage.tables import CommonRelease, Covenant, Decision, PledgeTotal, Project


def draft(
    session: Session, covenant_id: int, *, by: By, project: str, year: int, amount_cents: int
) -> Drafted:
    """Draw up that a project may use an amount of the common fund for costs of a fiscal year and later ones.

    Refuses nothing or less, a year outside the term or closed, more than the common fund has received by the
    end of that year or of any later one and was not released yet, and anything once the covenant was settled.
    """
    require_size(amount_cents, field="amount")
    _require_unsettled(session, covenant_id)
    covenant = reads.covenant(session, covenant_id)
    work = reads.project_by_slug(session, covenant_id, project)
    if amount_cents <= 0:
        raise Malformed(sentence(N_("An amount released is more than zero.")), "amount")
    _require_year(session, covenant, year)
    left_cents = _require_left(session, covenant_id, year, amount_cents)
    before = sum(shares.released(session, covenant_id).get(work.id, {}).values())
    return Drafted(
        f"project/{work.slug}",
        work.name,
        {
            "project": work.slug,
            "year": year,
            "cents": amount_cents,
            "changes": [
                change("released", before, before + amount_cents, of=work.name),
                change("releasable", left_cents, left_cents - amount_cents, of=str(year)),
            ],
        },
    )


def _require_unsettled(session: Session, covenant_id: int) -> None:
    if shares.is_settled(session, covenant_id):
        raise WrongState(
            sentence(N_("The covenant has been settled: nothing more is spent of the common fund."))
        )


def _require_year(session: Session, covenant: Covenant, year: int) -> None:
    if year not in periods.term_years(covenant):
        raise Malformed(
            sentence(N_("%(year)s is not a fiscal year of this covenant's term."), year=year), "year"
        )
    periods.require_open_day(session, covenant, periods.year_end(covenant, year), field="year")


def _require_left(session: Session, covenant_id: int, year: int, amount_cents: int) -> int:
    left_cents = shares.releasable(session, covenant_id, year)
    if amount_cents > left_cents:
        raise NoRoom(
            sentence(
                N_("%(asked)s is more than the %(left)s of the common fund that is left for %(year)s."),
                asked=Cents(amount_cents),
                left=Cents(left_cents),
                year=year,
            ),
            "amount",
        )
    return left_cents


def adopt(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Release an amount of the common fund as the parties decided.

    Refuses a year that was closed since, what the common fund does not hold any more, and anything once the
    covenant was settled.
    """
    _require_unsettled(session, covenant_id)
    figures = decisions.figures_of(decision)
    covenant = reads.covenant(session, covenant_id)
    year, cents = figures["year"], figures["cents"]
    _require_year(session, covenant, year)
    _require_left(session, covenant_id, year, cents)
    work = reads.project_by_slug(session, covenant_id, figures["project"])
    number = reads.next_id(session, CommonRelease, covenant_id)
    session.execute(
        insert(CommonRelease).values(
            covenant_id=covenant_id,
            id=number,
            decision_id=decision.id,
            project_id=work.id,
            year=year,
            cents=cents,
        )
    )
    _count_due(session, covenant, year, cents)
    trail.append(
        session,
        covenant_id,
        by=by,
        act="common.released",
        subject=f"project/{work.slug}",
        content={"release": number, "decision": decision.id, "year": year, "cents": cents},
    )


def _count_due(session: Session, covenant: Covenant, year: int, cents: int) -> None:
    """Let the common fund's kept totals say what was released through each year of the term."""
    kept = set(
        session.scalars(
            select(col(PledgeTotal.year)).where(
                col(PledgeTotal.covenant_id) == covenant.id, col(PledgeTotal.pledge_id) == COMMON
            )
        )
    )
    for each in periods.term_years(covenant):
        if each not in kept:
            session.add(
                PledgeTotal(
                    covenant_id=covenant.id,
                    pledge_id=COMMON,
                    year=each,
                    due_cents=cents if each >= year else 0,
                )
            )
    session.flush()
    if kept:
        session.execute(
            update(PledgeTotal)
            .where(
                col(PledgeTotal.covenant_id) == covenant.id,
                col(PledgeTotal.pledge_id) == COMMON,
                col(PledgeTotal.year) >= year,
            )
            .values(due_cents=col(PledgeTotal.due_cents) + cents)
            .execution_options(synchronize_session=False)
        )


# ---- how it stands -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Released:
    """What one project may use of the common fund, and what of it was used, in cents."""

    project: Project
    released_cents: int
    used_cents: int

    @property
    def left_cents(self) -> int:
        """What the project can still use."""
        return self.released_cents - self.used_cents


@dataclass(frozen=True)
class CommonFund:
    """How the common fund stands, in cents: what it received, and what was released of that for projects."""

    received_cents: int
    projects: Sequence[Released]

    @property
    def released_cents(self) -> int:
        """What was released for all projects."""
        return sum(one.released_cents for one in self.projects)

    @property
    def left_cents(self) -> int:
        """What no project may use yet."""
        return self.received_cents - self.released_cents


def standing(session: Session, covenant_id: int) -> CommonFund:
    """Say how the common fund stands, over all years."""
    funds = shares.common_funds(session, covenant_id)
    received = shares.common_received(session, covenant_id)
    return CommonFund(
        received[max(received)] if received else 0,
        [
            Released(project, sum(fund.instalments.values()), sum(fund.charges.values()))
            for project in reads.projects(session, covenant_id)
            if (fund := funds.get(project.id)) is not None
        ],
    )
