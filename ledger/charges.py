"""Charges: which funder pays what of an expenditure, as it would be now and as it was booked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.core.budget import Ceilings, Room, lowest_from, require_room, warnings
from ledger.core.calendar import fiscal_year
from ledger.core.charging import (
    Charge,
    Line,
    charge_by_hand,
    charge_lines,
    charged_more,
    least_from,
    undo_part,
)
from ledger.core.earmark import fundable
from ledger.core.entry import COMMON
from ledger.core.refusals import NoRoom, Refusal, WrongState
from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.core.statements.facts import COMMON_FUND
from ledger.storage import reads, shares
from ledger.storage.reads import col
from ledger.storage.shares import Shares
from ledger.storage.tables import Expenditure, Obligation, Project, Split


def of_expenditure(
    session: Session, covenant_id: int, row: Expenditure, splits: Sequence[Split]
) -> list[Charge]:
    """Say which pledge pays which cents of an expenditure, as it stands now, or refuse with the figures.

    For a credit note the charges are what each pledge gets back, above zero as well. Shares that were set by
    hand go before the rule.
    """
    if row.kind == "credit_note":
        return _given_back(session, covenant_id, row, splits)
    projects = {project.id: project for project in reads.projects(session, covenant_id)}
    for split in splits:
        room = room_for(session, covenant_id, row, split)
        require_room(projects[split.project_id].name, room, split.cents)
    own = shares.by_hand(session, covenant_id, row.id)
    if own:
        return charged_by_hand(session, covenant_id, row, splits, own)
    return charged_by_rule(session, covenant_id, row, splits)


def charged_by_rule(
    session: Session, covenant_id: int, row: Expenditure, splits: Sequence[Split]
) -> list[Charge]:
    """Say which pledge pays what of an invoice by the covenant's rule, or refuse with the figures."""
    charged = charge_lines(
        _lines(session, covenant_id, splits),
        reads.funds(session, covenant_id),
        day=row.accounting_on,
        year=row.accounting_year,
        method=reads.covenant(session, covenant_id).charging,  # type: ignore[arg-type]
    )
    return [charge for line in charged for charge in line]


def charged_by_hand(
    session: Session, covenant_id: int, row: Expenditure, splits: Sequence[Split], own: Shares
) -> list[Charge]:
    """Charge an invoice as the treasurer set it, or refuse with the figures what cannot be paid so."""
    per_project: dict[int, dict[int, int]] = {}
    for project_id, pledge_id, cents in own:
        per_project.setdefault(project_id, {})[pledge_id] = cents
    charged = charge_by_hand(
        _lines(session, covenant_id, splits),
        [per_project.get(split.project_id, {}) for split in splits],
        reads.funds(session, covenant_id),
        day=row.accounting_on,
        year=row.accounting_year,
        common=shares.common_funds(session, covenant_id),
    )
    return [charge for line in charged for charge in line]


def _lines(session: Session, covenant_id: int, splits: Sequence[Split]) -> list[Line]:
    projects = {project.id: project for project in reads.projects(session, covenant_id)}
    return [Line(split.project_id, projects[split.project_id].line_id, split.cents) for split in splits]


def pay_more_by_hand(
    session: Session, covenant_id: int, row: Expenditure, splits: Sequence[Split]
) -> frozenset[int]:
    """Name the parties that would pay more than the rule gives, because their shares were set by hand.

    Where the rule cannot pay for it at all, that is everybody who is set to pay. The common fund is nobody's:
    the parties released it by decision.
    """
    own = shares.by_hand(session, covenant_id, row.id) if row.entry_id is None else ()
    if not own:
        return frozenset()
    by_hand = [Charge(*one) for one in own]
    try:
        by_rule = charged_by_rule(session, covenant_id, row, splits)
    except Refusal:
        by_rule = []
    owners = {pledge.id: pledge.party_id for pledge in reads.pledges(session, covenant_id)}
    found = (owners.get(pledge) for pledge in charged_more(by_hand, by_rule))
    return frozenset(party for party in found if party is not None)


def room_for(session: Session, covenant_id: int, row: Expenditure, split: Split) -> Room:
    """Read the room a split has: what its own obligation keeps free counts as room for it."""
    room = reads.room(session, covenant_id, split.project_id, row.accounting_year)
    if row.obligation_id is None:
        return room
    contract = session.get_one(Obligation, (covenant_id, row.obligation_id))
    if contract.project_id != split.project_id or contract.year != row.accounting_year:
        return room
    freed = min(contract.open_cents, split.cents)
    return replace(room, obligated_cents=room.obligated_cents - freed)


def _given_back(
    session: Session, covenant_id: int, row: Expenditure, splits: Sequence[Split]
) -> list[Charge]:
    charges: list[Charge] = []
    original = session.get_one(Expenditure, (covenant_id, row.original_id)) if row.original_id else None
    open_ = _open_of_original(session, covenant_id, row, original) if original else None
    for split in splits:
        by_pledge = (
            {pledge: cents for (project, pledge), cents in open_.items() if project == split.project_id}
            if open_ is not None
            else _open_of_project(session, covenant_id, row, split)
        )
        shares = undo_part(-split.cents, list(by_pledge.values()), field="splits")
        charges += [
            Charge(split.project_id, pledge, cents)
            for pledge, cents in zip(by_pledge, shares, strict=True)
            if cents
        ]
    if original:
        require_charged(session, covenant_id, charges, row.accounting_year, field="splits")
    return charges


def _open_of_original(
    session: Session, covenant_id: int, row: Expenditure, original: Expenditure
) -> dict[tuple[int, int], int]:
    """Give what is still open of the original's charges: less the credit notes approved against it.

    Refuses an original that is not approved, was edited since the note named it so that it no longer fits, or
    had less recoverable VAT than is given back.
    """
    if original.state not in {"approved", "paid"} or original.entry_id is None:
        raise WrongState(
            sentence(
                N_("Expenditure %(number)s is not approved, so nothing of it can be credited."),
                number=original.id,
            )
        )
    fits = (original.kind, original.payee_id) == ("invoice", row.payee_id)
    if not fits or row.accounting_on < original.accounting_on:
        raise WrongState(
            sentence(
                N_("Expenditure %(number)s was changed since, and this is no credit note of it any more."),
                number=original.id,
            )
        )
    notes = credit_notes_of(session, covenant_id, original.id)
    open_vat = original.recoverable_vat_cents + sum(note.recoverable_vat_cents for note in notes)
    if -row.recoverable_vat_cents > open_vat:
        raise NoRoom(
            sentence(
                N_("%(asked)s is more than the %(open)s of recoverable VAT that is still open."),
                asked=Cents(-row.recoverable_vat_cents),
                open=Cents(open_vat),
            ),
            "recoverable_vat",
        )
    entry_ids = [original.entry_id, *(note.entry_id for note in notes if note.entry_id)]
    return reads.charges_of_entries(session, covenant_id, entry_ids)


def require_charged(
    session: Session, covenant_id: int, charges: Sequence[Charge], year: int, *, field: str | None = None
) -> None:
    """Refuse to give charges back that a credit note without an original has given back already."""
    for one in charges:
        years = reads.project_charges(session, covenant_id, one.project_id).get(one.pledge_id, {})
        if one.cents > least_from(years, year):
            raise NoRoom(
                sentence(
                    N_(
                        "%(asked)s of this would go back to %(pledge)s, but only %(open)s of what it paid for"
                        " %(project)s is left: a credit note without an invoice gave back the rest."
                    ),
                    asked=Cents(one.cents),
                    pledge=_names(session, covenant_id)[one.pledge_id],
                    open=Cents(least_from(years, year)),
                    project=session.get_one(Project, (covenant_id, one.project_id)).name,
                ),
                field,
            )


def require_promised_again(session: Session, covenant_id: int, row: Expenditure) -> None:
    """Refuse to take a credit note back when the pledges have spent what it gave them."""
    taken: dict[int, int] = {}
    for one in booked(session, covenant_id, row):
        taken[one.pledge_id] = taken.get(one.pledge_id, 0) - one.cents
    released = shares.common_funds(session, covenant_id)
    for one in booked(session, covenant_id, row):
        if one.pledge_id == COMMON:
            available = released[one.project_id].available(row.accounting_year)
            _require_left(-one.cents, available, COMMON_FUND)
    for fund in reads.funds(session, covenant_id):
        _require_left(taken.get(fund.pledge_id, 0), fund.available(row.accounting_year), fund.name)


def _require_left(asked_cents: int, available_cents: int, name: str | Sentence) -> None:
    if asked_cents > available_cents:
        raise NoRoom(
            sentence(
                N_("%(pledge)s would have to pay %(asked)s again, and has %(available)s available."),
                pledge=name,
                asked=Cents(asked_cents),
                available=Cents(available_cents),
            )
        )


def _names(session: Session, covenant_id: int) -> dict[int, str | Sentence]:
    return {COMMON: COMMON_FUND, **{fund.pledge_id: fund.name for fund in reads.funds(session, covenant_id)}}


def credit_notes_of(session: Session, covenant_id: int, number: int) -> Sequence[Expenditure]:
    """Read the approved credit notes against an expenditure, those reversed left out."""
    return session.scalars(
        select(Expenditure)
        .where(
            col(Expenditure.covenant_id) == covenant_id,
            col(Expenditure.original_id) == number,
            col(Expenditure.state).in_(["approved", "paid"]),
        )
        .order_by(col(Expenditure.id))
    ).all()


def _open_of_project(session: Session, covenant_id: int, row: Expenditure, split: Split) -> dict[int, int]:
    by_pledge = reads.project_charges(session, covenant_id, split.project_id)
    return {pledge: least_from(years, row.accounting_year) for pledge, years in by_pledge.items()}


def booked(session: Session, covenant_id: int, row: Expenditure) -> list[Charge]:
    """Read the charges of an expenditure as they were booked; nothing before its last approval."""
    if row.entry_id is None:
        return []
    rows = reads.charges_of_entries(session, covenant_id, [row.entry_id])
    return [Charge(project, pledge, cents) for (project, pledge), cents in rows.items()]


@dataclass(frozen=True)
class SplitView:
    """One split before its approval: the three ceilings it comes under, and what it would leave of each."""

    project: Project
    cents: int
    room: Room
    promised_cents: int
    received_cents: int
    warnings: tuple[Sentence, ...]


@dataclass(frozen=True)
class Preview:
    """What an approval would charge and leave: or why it would be refused.

    `shortfalls` says per programme line how much of what is still budgeted could not be paid under the
    earmarks any more; a line that can be paid is not in it. `common` says per project what of the common fund
    could be used, where shares set by hand do use it.
    """

    charges: tuple[Charge, ...]
    refusal: Refusal | None
    splits: tuple[SplitView, ...]
    left: Mapping[int, tuple[int, int]]
    shortfalls: Mapping[int, int]
    common: Mapping[int, int]


def preview(
    session: Session, covenant_id: int, row: Expenditure, splits: Sequence[Split], *, today: date
) -> Preview:
    """Show what approving an expenditure would charge to whom, and what it would leave of the ceilings.

    What is in the bank is what could be paid from today on: the lowest balance recorded from `today`.
    """
    refusal: Refusal | None = None
    charges: list[Charge] = []
    try:
        charges = of_expenditure(session, covenant_id, row, splits)
    except Refusal as why:
        refusal = why
    funds = reads.funds(session, covenant_id)
    cash = max(lowest_from(reads.bank_movements(session, covenant_id), today), 0)
    projects = {project.id: project for project in reads.projects(session, covenant_id)}
    common = _common_used(session, covenant_id, row)
    views = []
    for split in splits:
        project = projects[split.project_id]
        room = room_for(session, covenant_id, row, split)
        promised = sum(
            fund.available(row.accounting_year)
            for fund in funds
            if fund.counts(row.accounting_on, project.line_id)
        ) + common.get(project.id, 0)
        found = warnings(split.cents, Ceilings(room.left_cents, promised, cash)) if split.cents > 0 else []
        views.append(SplitView(project, split.cents, room, promised, cash, tuple(found)))
    sign = -1 if row.kind == "credit_note" else 1
    taken: dict[int, int] = {}
    for charge in charges:
        taken[charge.pledge_id] = taken.get(charge.pledge_id, 0) + sign * charge.cents
    left = {
        fund.pledge_id: (
            fund.available(row.accounting_year),
            fund.available(row.accounting_year) - taken.get(fund.pledge_id, 0),
        )
        for fund in funds
    }
    if common:
        left[COMMON] = (sum(common.values()), sum(common.values()) - taken.get(COMMON, 0))
    spent = {split.project_id: split.cents for split in splits} if not refusal else {}
    return Preview(
        tuple(charges),
        refusal,
        tuple(views),
        left,
        shortfalls(session, covenant_id, row.accounting_year, taken=taken, spent=spent),
        common,
    )


def _common_used(session: Session, covenant_id: int, row: Expenditure) -> dict[int, int]:
    """Give per project what of the common fund is left for it, where shares set by hand use the fund."""
    using = {
        project for project, pledge, _ in shares.by_hand(session, covenant_id, row.id) if pledge == COMMON
    }
    released = shares.common_funds(session, covenant_id) if using else {}
    return {
        number: fund.available(row.accounting_year) for number, fund in released.items() if number in using
    }


def shortfalls(
    session: Session,
    covenant_id: int,
    year: int,
    *,
    taken: Mapping[int, int] | None = None,
    spent: Mapping[int, int] | None = None,
    budgets: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """Say per programme line what of all that is still budgeted in a year the earmarks would leave unpaid.

    `taken` (cents per pledge) and `spent` (cents per project) are counted as if they were booked; `budgets`
    (cents per project) stands in for the adopted budget. The money of who takes no part in that year pays for
    nothing of it. A line that can be paid is left out.
    """
    of_year = fiscal_year(year, reads.starts(reads.covenant(session, covenant_id)))
    budgeted: dict[int, int] = {}
    for project in reads.projects(session, covenant_id):
        room = reads.room(session, covenant_id, project.id, year)
        budget = room.budget_cents if budgets is None else budgets.get(project.id, 0)
        left = budget - room.carried_cents - room.spent_cents - (spent or {}).get(project.id, 0)
        budgeted[project.line_id] = budgeted.get(project.line_id, 0) + max(left, 0)
    funds = [
        (fund.earmark, max(fund.available(year) - (taken or {}).get(fund.pledge_id, 0), 0))
        for fund in reads.funds(session, covenant_id)
        if fund.takes_part(of_year.starts_on, of_year.ends_on)
    ]
    return {line: short for line, short in fundable(budgeted, funds).items() if short}


def require_no_credit_notes(session: Session, covenant_id: int, number: int) -> None:
    """Refuse to reverse an expenditure part of which was credited: the credit note goes first."""
    notes = credit_notes_of(session, covenant_id, number)
    if notes:
        raise NoRoom(
            sentence(
                N_("Credit note %(note)s is booked against this expenditure; reverse that first."),
                note=notes[0].id,
            )
        )
