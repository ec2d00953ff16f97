"""Settlement at the end, by decision: what was not spent is not collected, or goes back with the common fund.

What a party still owes is reduced first, by what of its pledge was not spent; the rest is set aside to be
returned. The common fund is divided over the pledges in proportion to what each was charged. After that the
money is returned as any other; when more comes back later, it is settled again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import decisions, periods, receipts, reductions, trail, years
from ledger.core import entry as entries
from ledger.core.acting import By
from ledger.core.entry import COMMON, Draft
from ledger.core.proposals import Drafted, change
from ledger.core.reducing import Promised, by_pledge, settling
from ledger.core.refusals import WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.settling import Facts, Settled, divide_common, require_settleable, require_something
from ledger.storage import reads
from ledger.storage.canonical import Content
from ledger.storage.reads import col
from ledger.storage.sums import Books
from ledger.storage.tables import Decision, Expenditure, Obligation

Planned = Mapping[int, Sequence[tuple[Promised, int, int]]]
"""By pledge: instalments, each with what of it is reduced and what goes back, in cents."""


def draft(session: Session, covenant_id: int, *, by: By) -> Drafted:
    """Draw up the settlement of a covenant that has ended, with the figures per party before and after.

    Refuses one that runs, whose years are not closed but for the last, on which something is still to be
    decided or invoiced or VAT to come back, and where nothing is left.
    """
    covenant = reads.covenant(session, covenant_id)
    require_settleable(_facts(session, covenant_id, by))
    settled = _settled(
        session, covenant_id, _plan(session, covenant_id, reductions.promised(session, covenant_id), by=by)
    )
    require_something(settled)
    funds = Books(session, covenant_id).kept_funds()
    changes: list[dict[str, Any]] = []
    for one in settled:
        name = reductions.owner_of(session, covenant_id, one.pledge_id)
        owed = -funds.get(("to_return", one.pledge_id), 0)
        open_cents = funds.get(("receivable", one.pledge_id), 0)
        changes += [
            change("settle_unspent", one.unspent_cents, 0, of=name),
            change("settle_open", open_cents, open_cents - one.reduced_cents, of=name),
            change("settle_back", owed, owed + one.returned_cents + one.common_cents, of=name),
        ]
    common_cents = sum(one.common_cents for one in settled)
    changes.append(change("settle_common", common_cents, 0, of=covenant.name))
    figures = {
        "pledges": [
            {
                "pledge": one.pledge_id,
                "reduced_cents": one.reduced_cents,
                "returned_cents": one.returned_cents,
                "common_cents": one.common_cents,
            }
            for one in settled
        ],
        "changes": changes,
    }
    return Drafted(f"covenant/{covenant.slug}", covenant.name, figures)


def _facts(session: Session, covenant_id: int, by: By) -> Facts:
    covenant = reads.covenant(session, covenant_id)
    states = reads.year_states(session, covenant_id)
    of_the_books = {
        row.year
        for row in reads.fiscal_years(session, covenant_id)
        if years.began_after(session, covenant_id, row) is None
    }
    undecided = session.scalars(
        select(col(Expenditure.id))
        .where(col(Expenditure.covenant_id) == covenant_id, col(Expenditure.state).not_in(years.DECIDED))
        .order_by(col(Expenditure.id))
    ).all()
    contracts = session.scalars(
        select(col(Obligation.id))
        .where(col(Obligation.covenant_id) == covenant_id, col(Obligation.open_cents) > 0)
        .order_by(col(Obligation.id))
    ).all()
    return Facts(
        covenant.ends_on,
        by.today,
        [(year, states[year]) for year in periods.term_years(covenant) if year in of_the_books],
        undecided,
        contracts,
        receipts.vat_claim_cents(session, covenant_id),
    )


def _plan(session: Session, covenant_id: int, known: Mapping[int, Promised], *, by: By) -> Planned:
    """Say of which instalments what was not spent is taken off."""
    funds = Books(session, covenant_id).kept_funds()
    return {
        pledge_id: settling(
            max(-funds.get(("unspent", pledge_id), 0), 0),
            [one for one in instalments if one.is_posted],
            reductions.uncharged(session, covenant_id, pledge_id, by=by),
        )
        for pledge_id, instalments in sorted(by_pledge(known).items())
    }


def _settled(session: Session, covenant_id: int, plan: Planned) -> list[Settled]:
    """Add the plan up per pledge, and divide the common fund; every pledge has a line."""
    funds = Books(session, covenant_id).kept_funds()
    pledges = reads.pledges(session, covenant_id)
    common = divide_common(
        -funds.get(("unspent", COMMON), 0),
        _charged(session, covenant_id),
        {pledge.id: pledge.amount_cents for pledge in pledges},
    )
    return [
        Settled(
            pledge.id,
            sum(off for _, off, _ in plan.get(pledge.id, ())),
            sum(back for _, _, back in plan.get(pledge.id, ())),
            common.get(pledge.id, 0),
        )
        for pledge in pledges
    ]


def _charged(session: Session, covenant_id: int) -> dict[int, int]:
    """Sum what each pledge was charged in all, and what had been spent of it before the books began."""
    books = Books(session, covenant_id)
    charged = {pledge.id: 0 for pledge in reads.pledges(session, covenant_id)}
    for pledge_id, cents in books.sums("income", None, None).items():
        if pledge_id in charged:
            charged[pledge_id] -= cents
    for pledge_id, cents in books.spent_before(None, None).items():
        charged[pledge_id] += cents
    return charged


def adopt(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Settle as the parties decided; refuses, and with it the deciding vote, where figures moved since."""
    known = reductions.fallen(session, covenant_id, by=decisions.as_it_fell(decision, by))
    said = decisions.figures_of(decision)
    if draft(session, covenant_id, by=by).figures != said:
        raise WrongState(
            sentence(N_("The figures have moved since this was proposed: change the proposal first."))
        )
    plan = _plan(session, covenant_id, known, by=by)
    for each in plan.values():
        for one, off, back in each:
            if off:
                reductions.take_off(
                    session, covenant_id, by=by, decision_id=decision.id, one=one, kind="reduced", cents=off
                )
            if back:
                reductions.hand_back(
                    session, covenant_id, by=by, decision_id=decision.id, one=one, cents=back
                )
    shares = [(each["pledge"], each["common_cents"]) for each in said["pledges"] if each["common_cents"]]
    if shares:
        _divide(session, covenant_id, by, decision, shares)
    content: Content = {"decision": decision.id, "pledges": said["pledges"]}
    trail.append(
        session, covenant_id, by=by, act="covenant.settled", subject=decision.subject, content=content
    )


def _divide(
    session: Session, covenant_id: int, by: By, decision: Decision, shares: Sequence[tuple[int, int]]
) -> None:
    """Book that the money of the common fund is to be returned to the parties."""
    covenant = reads.covenant(session, covenant_id)
    periods.ensure_year(session, covenant, by.today)
    day = periods.booking_day(session, covenant, by.today)
    subject = f"settlement/{decision.id}"
    drafted = Draft(
        day,
        periods.year_of(covenant, day),
        "common_settled",
        subject,
        f"decision/{decision.id}",
        entries.common_divided(shares),
    )
    entry_id = periods.book(session, covenant, drafted, by=by)
    content: Content = {"entry": entry_id, "shares": [list(share) for share in shares]}
    trail.append(session, covenant_id, by=by, act="common.divided", subject=subject, content=content)
