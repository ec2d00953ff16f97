"""Outlooks: what approving an expenditure would do, before anybody approves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from ledger import charges
from ledger.charges import Preview
from ledger.core.budget import Ceilings, warnings
from ledger.core.charging import Charge
from ledger.core.refusals import Refusal
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements import charged
from ledger.core.statements.facts import Names
from ledger.core.statements.shape import Statement
from ledger.storage import reads
from ledger.storage.tables import Expenditure, Split


@dataclass(frozen=True)
class Outlook:
    """What approving would do: its ceilings, its charges, or why it would be refused.

    `shortfalls` are (programme line, cents): what is still budgeted there and could not be paid any more.
    """

    ceilings: Statement
    shares: Statement | None
    refusal: Refusal | None
    warnings: tuple[Sentence, ...]
    shortfalls: tuple[tuple[str, int], ...]


def outlook(
    session: Session,
    covenant_id: int,
    row: Expenditure,
    splits: Sequence[Split],
    names: Names,
    *,
    today: date,
) -> Outlook:
    """Say what approving would do, the splits one after the other: each leaves less to the next."""
    seen = charges.preview(session, covenant_id, row, splits, today=today)
    sign = -1 if row.kind == "credit_note" else 1
    to_charge_cents = row.gross_cents - row.recoverable_vat_cents
    parts = _parts(session, covenant_id, row, seen, sign)
    told = [
        sentence(N_("%(project)s: %(warning)s"), project=names.projects[part.project_id].name, warning=one)
        for part in parts
        if part.cents > 0
        for one in warnings(part.cents, Ceilings(part.budget_cents, part.promised_cents, part.received_cents))
    ]
    would = [Charge(one.project_id, one.pledge_id, sign * one.cents) for one in seen.charges]
    left = {pledge: seen.left[pledge] for pledge in dict.fromkeys(one.pledge_id for one in would)}
    title = sentence(N_("Who would be charged")) if sign > 0 else sentence(N_("To whom this would go back"))
    return Outlook(
        ceilings=charged.ceilings(names, parts, to_charge_cents),
        shares=(
            charged.shares(names, would, title=title, total_cents=to_charge_cents, left=left)
            if would
            else None
        ),
        refusal=seen.refusal,
        warnings=tuple(told),
        shortfalls=tuple((names.lines[line], cents) for line, cents in seen.shortfalls.items()),
    )


def _parts(
    session: Session, covenant_id: int, row: Expenditure, seen: Preview, sign: int
) -> list[charged.Part]:
    """Put each split under its ceilings, as the splits before it would leave them."""
    funds = reads.funds(session, covenant_id)
    taken: dict[int, int] = {}
    spent_cents = 0
    parts = []
    for view in seen.splits:
        promised_cents = sum(
            max(fund.available(row.accounting_year) - taken.get(fund.pledge_id, 0), 0)
            for fund in funds
            if fund.counts(row.accounting_on, view.project.line_id)
        ) + seen.common.get(view.project.id, 0)
        parts.append(
            charged.Part(
                view.project.id,
                view.cents,
                view.room.left_cents,
                promised_cents,
                max(view.received_cents - spent_cents, 0),
            )
        )
        spent_cents += view.cents
        for one in seen.charges:
            if one.project_id == view.project.id:
                taken[one.pledge_id] = taken.get(one.pledge_id, 0) + sign * one.cents
    return parts
