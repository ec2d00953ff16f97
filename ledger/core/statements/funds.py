"""What each party promised, brought in and has left: contributions, and the roll-forward per pledge."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.core.entry import COMMON
from ledger.core.instalments import age_days
from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.core.statements.facts import Balances, Names, Period, column, of_account
from ledger.core.statements.shape import Cell, Control, Row, Statement
from ledger.core.statements.titles import TITLES
from ledger.core.statements.words import TOTAL


@dataclass(frozen=True)
class Due:
    """One instalment as at a day: its due date, the cents it brings, and what came in on it.

    What was taken off it by then is left out of `cents`; `returned_cents` is what of that came in and was set
    aside, to be returned. `posted_on` is the day it was posted for; None where that had not come.
    """

    id: int
    pledge_id: int
    due_on: date
    cents: int
    posted_on: date | None
    received_cents: int
    returned_cents: int = 0

    @property
    def is_posted(self) -> bool:
        """Say whether it has fallen due and is posted."""
        return self.posted_on is not None

    @property
    def open_cents(self) -> int:
        """What is still to come in of an instalment that fell due."""
        return self.cents - self.held_cents if self.is_posted else 0

    @property
    def held_cents(self) -> int:
        """What came in and was not set aside since."""
        return self.received_cents - self.returned_cents

    @property
    def ahead_cents(self) -> int:
        """What came in before the instalment fell due."""
        return 0 if self.is_posted else self.held_cents


@dataclass(frozen=True)
class Received:
    """What came in from the parties through a day, in cents per pledge, less what was taken back.

    `beyond` is what came in beyond all instalments, `returned` what was paid back to the party; what was set
    aside of an instalment stands with it.
    """

    received: Mapping[int, int]
    beyond: Mapping[int, int]
    returned: Mapping[int, int]


@dataclass(frozen=True)
class KeptContributions:
    """The same figures by other roads: the pledges, and in the journal what fell due, came in and is open."""

    promised_cents: int
    due_cents: int
    received_cents: int
    balances: Balances


def contributions(
    period: Period,
    names: Names,
    dues: Sequence[Due],
    received: Received,
    kept: KeptContributions,
    reduced_cents: int = 0,
) -> Statement:
    """Draw per party what it promised, and what fell due, came in and is open through the last day.

    The age is that of the oldest open instalment, in days since it fell due. `reduced_cents` is what is left
    out because the parties decided that it does not come any more.
    """
    rows = [
        row
        for party_id, party in names.parties.items()
        if (row := _contribution_row(period, names, party_id, party.slug, dues, received)) is not None
    ]
    balances = kept.balances
    return Statement(
        "contributions",
        TITLES["contributions"],
        (
            column("party", N_("Party"), wide=True),
            column("promised", N_("Promised"), "money"),
            column("due", N_("Due"), "money"),
            column("received", N_("Received"), "money"),
            column("open", N_("Open"), "money"),
            column("ahead", N_("Received ahead"), "money"),
            column("to_return", N_("To be returned"), "money"),
            column("age", N_("Days open"), "count"),
        ),
        tuple(rows),
        (
            Control(TOTAL, "promised", kept.promised_cents),
            Control(TOTAL, "due", kept.due_cents),
            Control(TOTAL, "received", kept.received_cents),
            Control(TOTAL, "open", of_account(balances, "receivable")),
            Control(TOTAL, "ahead", -of_account(balances, "advance")),
            Control(TOTAL, "to_return", -of_account(balances, "to_return")),
        ),
        notes=(
            sentence(N_("From the start of the covenant through %(day)s."), day=period.as_at),
            sentence(N_("Days open are counted from the due date of the oldest open instalment.")),
            sentence(N_("What was returned to a party is not taken off what was received from it.")),
            *_reduced_notes(reduced_cents),
        ),
    )


def _reduced_notes(cents: int) -> tuple[Sentence, ...]:
    """Tell what is left out of what was promised, if anything is."""
    if not cents:
        return ()
    told = N_(
        "%(cents)s that was promised does not come any more, by decision of the parties; it is left out."
    )
    return (sentence(told, cents=Cents(cents)),)


def _contribution_row(
    period: Period, names: Names, party_id: int, slug: str, dues: Sequence[Due], received: Received
) -> Row | None:
    """Draw one party's row; a party that promised nothing has none."""
    pledges = [number for number, pledge in names.pledges.items() if pledge.party_id == party_id]
    if not pledges:
        return None
    own = [due for due in dues if due.pledge_id in pledges]
    late = [due.due_on for due in own if due.open_cents > 0]
    figures = (
        sum(due.cents for due in own),
        sum(due.cents for due in own if due.is_posted),
        sum(received.received.get(number, 0) for number in pledges),
        sum(due.open_cents for due in own),
        sum(due.ahead_cents for due in own),
        sum(received.beyond.get(number, 0) - received.returned.get(number, 0) for number in pledges)
        + sum(due.returned_cents for due in own),
    )
    if not any(figures) and names.parties[party_id].begins_after(period.as_at):
        return None
    age = age_days(min(late), period.as_at) if late else None
    return Row((names.parties[party_id].name, *figures, age), f"parties/{slug}")


@dataclass(frozen=True)
class Movements:
    """What happened to one pledge's money in the period, in cents.

    `opening_cents` is what had been received and not yet charged or returned at its start.
    """

    opening_cents: int = 0
    due_cents: int = 0
    received_cents: int = 0
    charged_cents: int = 0
    returned_cents: int = 0

    @property
    def closing_cents(self) -> int:
        """What is received and not yet charged or returned at the end; below zero: others pre-finance it."""
        return self.opening_cents + self.received_cents - self.charged_cents - self.returned_cents


POSITION = ("unspent", "advance", "to_return", "receivable")
"""The accounts that make up what is received of a pledge and not yet charged or returned."""


def position(balances: Balances, pledge_id: int) -> int:
    """Work out from its balances what is received of a pledge and not yet charged or returned, in cents."""
    return -sum(balances.get((account, pledge_id), 0) for account in POSITION)


@dataclass(frozen=True)
class KeptMovements:
    """The totals of the roll-forward by another road: the kept totals, and the journal by kind of entry."""

    opening_cents: int
    due_cents: int
    received_cents: int
    charged_cents: int
    closing_cents: int


def roll_forward(
    period: Period, names: Names, movements: Mapping[int, Movements], kept: KeptMovements
) -> Statement:
    """Draw how each pledge's money went from opening to closing.

    The balance that rolls is what was received and not yet charged: opening, and received, less charged and
    returned, is closing. What fell due stands beside it, as it is a claim and no money.
    """
    rows = tuple(
        _roll_row(names, number, movements.get(number, Movements()))
        for number in names.funds()
        if movements.get(number, Movements()) != Movements() or not _begins_later(period, names, number)
    )
    return Statement(
        "roll-forward",
        TITLES["roll-forward"],
        (
            column("party", N_("Party"), wide=True),
            column("earmark", N_("Kept for")),
            column("opening", N_("Opening"), "money"),
            column("due", N_("Fell due"), "money"),
            column("received", N_("Received"), "money"),
            column("charged", N_("Charged"), "money"),
            column("returned", N_("Returned"), "money"),
            column("closing", N_("Closing"), "money"),
        ),
        rows,
        (
            Control(TOTAL, "opening", kept.opening_cents),
            Control(TOTAL, "due", kept.due_cents),
            Control(TOTAL, "received", kept.received_cents),
            Control(TOTAL, "charged", kept.charged_cents),
            Control(
                TOTAL,
                "returned",
                kept.opening_cents + kept.received_cents - kept.charged_cents - kept.closing_cents,
            ),
            Control(TOTAL, "closing", kept.closing_cents),
        ),
        notes=(
            sentence(N_("From %(first)s through %(last)s."), first=period.from_day, last=period.as_at),
            sentence(
                N_(
                    "Opening plus received, less charged and returned, is closing: money received and not "
                    "yet charged. What fell due stands beside it; it is a claim until it is received."
                )
            ),
            sentence(N_("A closing figure below zero is pre-financed by the other funders.")),
        ),
    )


def _begins_later(period: Period, names: Names, pledge_id: int) -> bool:
    """Say whether a pledge is that of a party which joins after the last day."""
    return pledge_id != COMMON and names.parties[names.pledges[pledge_id].party_id].begins_after(period.as_at)


def _roll_row(names: Names, pledge_id: int, moved: Movements) -> Row:
    figures: tuple[Cell, ...] = (
        moved.opening_cents,
        moved.due_cents,
        moved.received_cents,
        moved.charged_cents,
        moved.returned_cents,
        moved.closing_cents,
    )
    return Row(
        (names.funder(pledge_id), earmark_text(names, pledge_id), *figures), names.funder_link(pledge_id)
    )


def earmark_text(names: Names, pledge_id: int) -> str | Sentence:
    """Say which programme lines a pledge is kept for."""
    earmark: Iterable[int] = () if pledge_id == COMMON else names.pledges[pledge_id].earmark
    lines = ", ".join(names.lines[line] for line in earmark)
    return lines or sentence(N_("Any programme line"))
