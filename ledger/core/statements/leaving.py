"""The closing statement of a party that left: what it promised, paid, was charged, and gets back or owes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.core.sentences import N_, sentence
from ledger.core.statements.facts import Balances, Names, Period, column
from ledger.core.statements.funds import Due, Received, earmark_text
from ledger.core.statements.shape import Control, Row, Statement
from ledger.core.statements.words import TOTAL


@dataclass(frozen=True)
class Left:
    """What is known of a leaver and its pledges, in cents per pledge; `slug` is its short name.

    `promised` is what was promised at first; `balances` are those of the journal on the last day, and `paid`
    what it paid by way of the journal.
    """

    slug: str
    name: str
    pledges: Sequence[int]
    promised: Mapping[int, int]
    balances: Balances
    paid: Mapping[int, int]


def closing_statement(
    period: Period, names: Names, left: Left, dues: Sequence[Due], received: Received
) -> Statement:
    """Draw a leaver's closing statement, a row for each of its pledges.

    Paid, less charged and paid back, is what is to be returned less what is still owed, and what is not
    settled yet.
    """
    return Statement(
        f"closing-{left.slug}",
        sentence(N_("Closing statement of %(party)s"), party=left.name),
        (
            column("earmark", N_("Kept for"), wide=True),
            column("promised", N_("Promised at first"), "money"),
            column("less", N_("Does not come any more"), "money"),
            column("paid", N_("Paid"), "money"),
            column("charged", N_("Charged"), "money"),
            column("back", N_("Paid back"), "money"),
            column("to_return", N_("To be returned"), "money"),
            column("owed", N_("Still owed"), "money"),
            column("unsettled", N_("Not settled yet"), "money"),
        ),
        tuple(_row(names, number, left, dues, received) for number in left.pledges),
        (
            Control(TOTAL, "paid", sum(left.paid.get(number, 0) for number in left.pledges)),
            Control(TOTAL, "to_return", -_of(left, "to_return")),
            Control(TOTAL, "owed", _of(left, "receivable")),
        ),
        notes=(
            sentence(N_("From the start of the covenant through %(day)s."), day=period.as_at),
            sentence(
                N_(
                    "Paid, less charged and paid back, is what is to be returned and not settled yet, less"
                    " what is still owed."
                )
            ),
        ),
    )


def _of(left: Left, account: str) -> int:
    return sum(left.balances.get((account, number), 0) for number in left.pledges)


def _row(names: Names, number: int, left: Left, dues: Sequence[Due], received: Received) -> Row:
    own = [due for due in dues if due.pledge_id == number]
    aside = sum(due.returned_cents for due in own)
    back = received.returned.get(number, 0)
    ahead = sum(due.ahead_cents for due in own)
    return Row(
        (
            earmark_text(names, number),
            left.promised[number],
            left.promised[number] - sum(due.cents for due in own),
            received.received.get(number, 0),
            -left.balances.get(("income", number), 0),
            back,
            received.beyond.get(number, 0) + aside - back,
            sum(due.open_cents for due in own),
            -left.balances.get(("unspent", number), 0) + ahead,
        ),
    )
