"""What was spent: the register of expenditures, and who was charged for each, to the cent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.facts import Names, Period, amount_of, column, listed
from ledger.core.statements.shape import Control, Row, Statement
from ledger.core.statements.titles import TITLES
from ledger.core.statements.words import ENTRY_KINDS, STATES, TOTAL, word


@dataclass(frozen=True)
class Spend:
    """One expenditure as at a day.

    `booked_cents` is what it added to costs in the period: taken off again by a reversal, below zero for a
    credit note, nothing until its last approval. `splits` are (project, cents), `charges` (pledge, cents) of
    the period. `approved_by` are parties; `decision_id` the decision that approved it instead.
    """

    id: int
    state: str
    payee: str
    reference: str
    description: str
    invoice_on: date
    accounting_on: date
    net_cents: int
    vat_cents: int
    recoverable_vat_cents: int
    gross_cents: int
    booked_cents: int
    splits: tuple[tuple[int, int], ...]
    charges: tuple[tuple[int, int], ...]
    approved_by: tuple[int, ...]
    decision_id: int | None
    evidence: int


def expenditures(period: Period, names: Names, found: Sequence[Spend], kept_costs_cents: int) -> Statement:
    """Draw every expenditure of the period with its approvals, evidence and charges.

    It belongs to the period when it was booked or reversed in it, or is dated in it and not booked yet.
    `kept_costs_cents` are the costs of the period by way of the kept totals.
    """
    return Statement(
        "expenditures",
        TITLES["expenditures"],
        (
            column("number", N_("Number"), "count"),
            column("state", N_("State")),
            column("payee", N_("Payee")),
            column("reference", N_("Invoice reference")),
            column("description", N_("Description"), wide=True),
            column("invoice_on", N_("Invoice date"), "day"),
            column("accounting_on", N_("Accounting date"), "day"),
            column("projects", N_("Projects")),
            column("net", N_("Net"), "money"),
            column("vat", N_("VAT"), "money"),
            column("recoverable", N_("Recoverable VAT"), "money"),
            column("gross", N_("Gross"), "money"),
            column("booked", N_("Booked as costs"), "money"),
            column("charged", N_("Charged to")),
            column("approved", N_("Approved by")),
            column("evidence", N_("Files"), "count"),
        ),
        tuple(_spend_row(names, one) for one in found),
        (Control(TOTAL, "booked", kept_costs_cents),),
        notes=(
            sentence(N_("From %(first)s through %(last)s."), first=period.from_day, last=period.as_at),
            sentence(
                N_(
                    "What was booked as costs in this period: nothing before the last approval, taken off "
                    "again by a reversal."
                )
            ),
        ),
    )


def _spend_row(names: Names, one: Spend) -> Row:
    return Row(
        (
            one.id,
            word(STATES, one.state),
            one.payee,
            one.reference,
            one.description,
            one.invoice_on,
            one.accounting_on,
            listed([amount_of(names.projects[number].name, cents) for number, cents in one.splits]),
            one.net_cents,
            one.vat_cents,
            one.recoverable_vat_cents,
            one.gross_cents,
            one.booked_cents,
            listed([amount_of(names.funder(number), cents) for number, cents in one.charges]),
            _approved(names, one),
            one.evidence,
        ),
        f"expenditures/{one.id}",
    )


def _approved(names: Names, one: Spend) -> str | Sentence | None:
    if one.decision_id is not None:
        return sentence(N_("Decision %(number)s"), number=one.decision_id)
    return "; ".join(names.parties[party].name for party in one.approved_by) or None


@dataclass(frozen=True)
class Charged:
    """What one entry charged of one expenditure's project to one pledge, in cents; below zero: given back."""

    expenditure_id: int
    entry_id: int
    day: date
    accounting_year: int
    kind: str
    payee: str
    reference: str
    description: str
    project_id: int
    pledge_id: int
    cents: int


def charges(period: Period, names: Names, found: Sequence[Charged], kept_costs_cents: int) -> Statement:
    """Draw the crosswalk: a row per expenditure, project and funder, as it was booked in the period."""
    return Statement(
        "charges",
        TITLES["charges"],
        (
            column("expenditure", N_("Expenditure"), "count"),
            column("payee", N_("Payee")),
            column("reference", N_("Invoice reference")),
            column("description", N_("Description"), wide=True),
            column("entry", N_("Entry"), "count"),
            column("day", N_("Day"), "day"),
            column("year", N_("Accounting year")),
            column("what", N_("What")),
            column("line", N_("Programme line")),
            column("project", N_("Project")),
            column("funder", N_("Funder")),
            column("cents", N_("Charged"), "money"),
        ),
        tuple(
            Row(
                (
                    one.expenditure_id,
                    one.payee,
                    one.reference,
                    one.description,
                    one.entry_id,
                    one.day,
                    str(one.accounting_year),
                    word(ENTRY_KINDS, one.kind),
                    names.line_of(one.project_id),
                    names.projects[one.project_id].name,
                    names.funder(one.pledge_id),
                    one.cents,
                ),
                f"expenditures/{one.expenditure_id}",
            )
            for one in found
        ),
        (Control(TOTAL, "cents", kept_costs_cents),),
        notes=(
            sentence(N_("Booked from %(first)s through %(last)s."), first=period.from_day, last=period.as_at),
        ),
    )


def shares_of(found: Sequence[Charged]) -> Mapping[tuple[int, int], int]:
    """Add up what each entry charged for each project, over all funders: the whole of each share."""
    sums: dict[tuple[int, int], int] = {}
    for one in found:
        key = (one.entry_id, one.project_id)
        sums[key] = sums.get(key, 0) + one.cents
    return sums
