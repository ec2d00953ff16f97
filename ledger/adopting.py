"""Adopting: what each kind of decision does once it is taken, or laid aside.

Each kind names its acts in `KINDS`; a decision of a kind without an act there cannot be opened.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ledger import (
    accessions,
    approving,
    budgets,
    carrying,
    cash_advances,
    common_fund,
    leavings,
    pledge_decisions,
    rule_changes,
    settlements,
    spend_decisions,
    starting,
    year_decisions,
)
from ledger.core.acting import By
from ledger.core.proposals import Drafted
from ledger.storage.tables import Decision


def _nothing(*_: object, **__: object) -> None:
    """Do nothing: what was proposed stood nowhere but in the proposal."""


@dataclass(frozen=True)
class Kind:
    """What a kind of decision does.

    `draft(session, covenant_id, by=, **facts)` checks what is asked for and draws the proposal up; None: the
    kind is proposed by an act of its own. `adopt(session, covenant_id, by=, decision=)` applies it in the
    database transaction of the vote that decides, or refuses, and with it that vote. `lay_aside(...,
    outcome=)` clears up after a proposal that was rejected, withdrawn or lapsed. `require_vote` refuses who
    has no vote for a reason of this kind. With `asks_reason` it is not proposed without a word of why.
    """

    adopt: Callable[..., None]
    draft: Callable[..., Drafted] | None = None
    lay_aside: Callable[..., None] = _nothing
    require_vote: Callable[..., None] = _nothing
    asks_reason: bool = False


_BUDGET = Kind(adopt=budgets.adopt, lay_aside=budgets.lay_aside)

KINDS: Mapping[str, Kind] = {
    "budget": _BUDGET,
    "amendment": _BUDGET,
    "minor_amendment": _BUDGET,
    "accession": Kind(adopt=accessions.adopt, draft=accessions.draft),
    "leaving": Kind(adopt=leavings.adopt, draft=leavings.draft, asks_reason=True),
    "pledge": Kind(
        adopt=pledge_decisions.adopt_reduction, draft=pledge_decisions.draft_reduction, asks_reason=True
    ),
    "instalment": Kind(adopt=pledge_decisions.adopt_move, draft=pledge_decisions.draft_move),
    "writeoff": Kind(
        adopt=pledge_decisions.adopt_writeoff, draft=pledge_decisions.draft_writeoff, asks_reason=True
    ),
    "carry": Kind(adopt=carrying.adopt, draft=carrying.draft),
    "close_year": Kind(adopt=year_decisions.adopt_closing, draft=year_decisions.draft_closing),
    "reopen_year": Kind(
        adopt=year_decisions.adopt_reopening, draft=year_decisions.draft_reopening, asks_reason=True
    ),
    "common": Kind(adopt=common_fund.adopt, draft=common_fund.draft),
    "cash": Kind(adopt=cash_advances.adopt, draft=cash_advances.draft),
    "rules": Kind(adopt=rule_changes.adopt, draft=rule_changes.draft),
    "settlement": Kind(adopt=settlements.adopt, draft=settlements.draft),
    "start": Kind(adopt=starting.adopt, draft=starting.draft),
    "spend": Kind(
        adopt=spend_decisions.adopt,
        lay_aside=spend_decisions.lay_aside,
        require_vote=spend_decisions.require_vote,
    ),
}


def apply(session: Session, covenant_id: int, *, by: By, decision: Decision, outcome: str) -> None:
    """Do what the outcome of a decision asks: apply it when adopted, else lay it aside.

    What lacked nothing but this decision (a lower mandate, more room) to be charged is charged with it.
    """
    kind = KINDS[decision.kind]
    if outcome == "adopted":
        kind.adopt(session, covenant_id, by=by, decision=decision)
        approving.charge_approved(session, covenant_id, by=by)
    else:
        kind.lay_aside(session, covenant_id, by=by, decision=decision, outcome=outcome)
