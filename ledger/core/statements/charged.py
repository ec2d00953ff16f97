"""One expenditure: the ceilings it comes under, and who pays for it to the cent, as its page shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.core.charging import Charge
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.facts import Names, column, said
from ledger.core.statements.shape import Cell, Column, Control, Row, Statement
from ledger.core.statements.words import TOTAL

MOST_SIDE_BY_SIDE = 5
"""How many projects stand side by side; more of them stand one below the other."""


@dataclass(frozen=True)
class Part:
    """One split under its three ceilings: its cents, and what each ceiling leaves before it, in cents."""

    project_id: int
    cents: int
    budget_cents: int
    promised_cents: int
    received_cents: int


def ceilings(names: Names, parts: Sequence[Part], to_charge_cents: int) -> Statement:
    """Draw each split beside the three ceilings: what is left of each, and what would remain.

    `to_charge_cents` is gross less recoverable VAT: what the splits have to come to.
    """
    return Statement(
        "ceilings",
        sentence(N_("The three ceilings")),
        (
            column("project", N_("Project"), wide=True),
            column("asked", N_("Asked"), "money"),
            column("budget", N_("Left of the budget"), "money"),
            column("budget_after", N_("Budget afterwards"), "money"),
            column("promised", N_("Promised"), "money"),
            column("promised_after", N_("Promised afterwards"), "money"),
            column("received", N_("In the bank"), "money"),
            column("received_after", N_("In the bank afterwards"), "money"),
        ),
        tuple(
            Row(
                (
                    names.projects[part.project_id].name,
                    part.cents,
                    part.budget_cents,
                    part.budget_cents - part.cents,
                    part.promised_cents,
                    part.promised_cents - part.cents,
                    part.received_cents,
                    part.received_cents - part.cents,
                ),
                f"projects/{names.projects[part.project_id].slug}",
            )
            for part in parts
        ),
        (Control(TOTAL, "asked", to_charge_cents),),
    )


def shares(
    names: Names,
    charges: Sequence[Charge],
    *,
    title: Sentence,
    total_cents: int,
    left: Mapping[int, tuple[int, int]] | None = None,
    owed: Mapping[int, int] | None = None,
) -> Statement:
    """Draw who pays which cents of an expenditure: a row per funder, a column per project.

    Of more projects than fit side by side each stands below the other, with its funders. `left` holds per
    pledge what is available before and after, `owed` what is still to be paid; both in cents, and shown only
    where the projects stand side by side.
    """
    projects = tuple(dict.fromkeys(one.project_id for one in charges))
    if len(projects) > MOST_SIDE_BY_SIDE:
        return _one_below_the_other(names, charges, title, total_cents)
    sums: dict[int, dict[int, int]] = {}
    for one in charges:
        of_funder = sums.setdefault(one.pledge_id, {})
        of_funder[one.project_id] = of_funder.get(one.project_id, 0) + one.cents
    funders = tuple(pledge for pledge in names.funds() if pledge in sums or (owed and owed.get(pledge)))
    side_by_side = projects if len(projects) > 1 else ()
    columns = [
        column("funder", N_("Funder")),
        *(Column(f"project-{number}", said(names.projects[number].name), "money") for number in side_by_side),
        column("total", N_("Charged"), "money"),
    ]
    if left is not None:
        columns += [column("before", N_("Available"), "money"), column("after", N_("Afterwards"), "money")]
    if owed is not None:
        columns.append(column("owed", N_("Still owed"), "money"))
    return Statement(
        "shares",
        title,
        tuple(columns),
        tuple(
            Row(
                _cells(names, pledge, sums.get(pledge, {}), side_by_side, left, owed),
                names.funder_link(pledge),
            )
            for pledge in funders
        ),
        (
            *(
                Control(TOTAL, f"project-{number}", sum(each.get(number, 0) for each in sums.values()))
                for number in side_by_side
            ),
            Control(TOTAL, "total", total_cents),
            *([Control(TOTAL, "owed", sum(owed.values()))] if owed is not None else []),
        ),
    )


def _cells(
    names: Names,
    pledge: int,
    own: Mapping[int, int],
    side_by_side: Sequence[int],
    left: Mapping[int, tuple[int, int]] | None,
    owed: Mapping[int, int] | None,
) -> tuple[Cell, ...]:
    cells: list[Cell] = [names.funder(pledge), *(own.get(number) for number in side_by_side)]
    cells.append(sum(own.values()) if own else None)
    if left is not None:
        cells += left.get(pledge, (None, None))
    if owed is not None:
        cells.append(owed.get(pledge, 0))
    return tuple(cells)


def _one_below_the_other(
    names: Names, charges: Sequence[Charge], title: Sentence, total_cents: int
) -> Statement:
    return Statement(
        "shares",
        title,
        (
            column("project", N_("Project")),
            column("funder", N_("Funder")),
            column("total", N_("Charged"), "money"),
        ),
        tuple(
            Row(
                (names.projects[one.project_id].name, names.funder(one.pledge_id), one.cents),
                names.funder_link(one.pledge_id),
            )
            for one in charges
        ),
        (Control(TOTAL, "total", total_cents),),
        group_by="project",
    )
