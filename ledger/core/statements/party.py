"""One party's own account: where its money went."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.facts import Balances, Names, Period, column, tenths
from ledger.core.statements.funds import Due
from ledger.core.statements.shape import Control, Row, Statement
from ledger.core.statements.spend import Charged, shares_of
from ledger.core.statements.words import ENTRY_KINDS, TOTAL, word


@dataclass(frozen=True)
class Standing:
    """How one party stands as at a day, in cents, from the start of the covenant.

    Promised is what it pledged over the whole term; charged what its money paid for; left what of the promise
    is not yet charged or given back.
    """

    promised_cents: int
    due_cents: int
    paid_cents: int
    returned_cents: int
    charged_cents: int

    @property
    def left_cents(self) -> int:
        """What is promised and not yet charged."""
        return self.promised_cents - self.charged_cents

    @property
    def held_cents(self) -> int:
        """What was paid and not yet charged or returned; below zero: others pre-finance this party."""
        return self.paid_cents - self.returned_cents - self.charged_cents

    def __add__(self, other: "Standing") -> "Standing":
        """Put two parties together."""
        return Standing(
            self.promised_cents + other.promised_cents,
            self.due_cents + other.due_cents,
            self.paid_cents + other.paid_cents,
            self.returned_cents + other.returned_cents,
            self.charged_cents + other.charged_cents,
        )


def standing(
    pledge_ids: Collection[int],
    dues: Iterable[Due],
    received: Mapping[int, int],
    returned: Mapping[int, int],
    balances: Balances,
) -> Standing:
    """Work out how the party with these pledges stands.

    `received` and `returned` are cents per pledge, `balances` those of the journal on the same day.
    """
    own = [due for due in dues if due.pledge_id in pledge_ids]
    return Standing(
        promised_cents=sum(due.cents for due in own),
        due_cents=sum(due.cents for due in own if due.is_posted),
        paid_cents=sum(received.get(number, 0) for number in pledge_ids),
        returned_cents=sum(returned.get(number, 0) for number in pledge_ids),
        charged_cents=-sum(balances.get(("income", number), 0) for number in pledge_ids),
    )


@dataclass(frozen=True)
class PartyStatement:
    """What one party's money paid: its figures, and every charge of the period."""

    party: str
    kind: Sentence
    period: Period
    standing: Standing
    charges: Statement

    @property
    def figures(self) -> tuple[tuple[Sentence, int], ...]:
        """The figures of the head, as label and cents, each as at the last day."""
        return (
            (sentence(N_("Promised")), self.standing.promised_cents),
            (sentence(N_("Due")), self.standing.due_cents),
            (sentence(N_("Paid")), self.standing.paid_cents),
            (sentence(N_("Returned")), self.standing.returned_cents),
            (sentence(N_("Charged")), self.standing.charged_cents),
            (sentence(N_("Left of the promise")), self.standing.left_cents),
            (sentence(N_("Paid and not yet charged")), self.standing.held_cents),
        )


def party_charges(
    period: Period,
    names: Names,
    pledge_ids: Sequence[int],
    found: Sequence[Charged],
    kept_charged_cents: int,
) -> Statement:
    """Draw every charge to one party's pledges in the period, with its share of what that project cost.

    `found` holds the charges to all funders, so that the shares can be told. `kept_charged_cents` is what the
    party's pledges were charged by way of the kept totals.
    """
    whole = shares_of(found)
    return Statement(
        "party",
        sentence(N_("Where the money went")),
        (
            column("expenditure", N_("Expenditure"), "count"),
            column("day", N_("Day"), "day"),
            column("payee", N_("Payee")),
            column("reference", N_("Invoice reference")),
            column("description", N_("Description"), wide=True),
            column("what", N_("What")),
            column("line", N_("Programme line")),
            column("project", N_("Project")),
            column("cost", N_("Cost of the project"), "money"),
            column("share", N_("Share"), "share"),
            column("cents", N_("Charged"), "money"),
        ),
        tuple(
            Row(
                (
                    one.expenditure_id,
                    one.day,
                    one.payee,
                    one.reference,
                    one.description,
                    word(ENTRY_KINDS, one.kind),
                    names.line_of(one.project_id),
                    names.projects[one.project_id].name,
                    whole[one.entry_id, one.project_id],
                    tenths(abs(one.cents), abs(whole[one.entry_id, one.project_id])),
                    one.cents,
                ),
                f"expenditures/{one.expenditure_id}",
            )
            for one in found
            if one.pledge_id in pledge_ids
        ),
        (Control(TOTAL, "cents", kept_charged_cents),),
        notes=(
            sentence(N_("Booked from %(first)s through %(last)s."), first=period.from_day, last=period.as_at),
        ),
    )
