"""Money at the bank and money owed: the bank account's movements, and creditors with their age."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.facts import Period, column
from ledger.core.statements.shape import Control, Row, Statement
from ledger.core.statements.titles import TITLES
from ledger.core.statements.words import ENTRY_KINDS, TOTAL, word


@dataclass(frozen=True)
class BankMovement:
    """One entry that moved bank money: cents above zero came in, below went out.

    `who` is the party or payee on the other side, where there is one.
    """

    entry_id: int
    day: date
    kind: str
    who: str
    text: str
    cents: int
    link: str | None


def bank(
    period: Period, opening_cents: int, movements: Sequence[BankMovement], kept_closing_cents: int
) -> Statement:
    """Draw the pooled bank account from its opening balance through each movement to its closing balance.

    The first row is the opening balance, so that the amounts add up to the closing balance.
    """
    rows = [
        Row(
            (period.from_day, None, sentence(N_("Opening balance")), None, None, opening_cents, opening_cents)
        )
    ]
    balance_cents = opening_cents
    for one in movements:
        balance_cents += one.cents
        what = word(ENTRY_KINDS, one.kind)
        cells = (one.day, one.entry_id, what, one.who or None, one.text or None, one.cents, balance_cents)
        rows.append(Row(cells, one.link))
    return Statement(
        "bank",
        TITLES["bank"],
        (
            column("day", N_("Day"), "day"),
            column("entry", N_("Entry"), "count"),
            column("what", N_("What")),
            column("who", N_("Party or payee")),
            column("text", N_("Description"), wide=True),
            column("cents", N_("Amount"), "money"),
            column("balance", N_("Balance"), "money"),
        ),
        tuple(rows),
        (Control(sentence(N_("Closing balance")), "cents", kept_closing_cents),),
        notes=(sentence(N_("From %(first)s through %(last)s."), first=period.from_day, last=period.as_at),),
    )


@dataclass(frozen=True)
class Debt:
    """What is open on one expenditure as at a day, in cents; below zero: the payee has to pay it back."""

    expenditure_id: int
    payee: str
    reference: str
    description: str
    invoice_on: date
    cents: int


OWED = sentence(N_("Owed to payees"))
CLAIMED = sentence(N_("Claims on payees"))


def creditors(period: Period, debts: Sequence[Debt], kept_balance_cents: int) -> Statement:
    """Draw what is owed per expenditure with its age in days since the invoice; claims on payees stand apart.

    Claims are below zero, so that everything adds up to the balance of the account.
    """
    rows = [
        Row(
            (
                group,
                one.payee,
                one.expenditure_id,
                one.reference,
                one.description,
                one.invoice_on,
                max((period.as_at - one.invoice_on).days, 0),
                one.cents,
            ),
            f"expenditures/{one.expenditure_id}",
        )
        for group in (OWED, CLAIMED)
        for one in debts
        if (one.cents > 0) == (group == OWED)
    ]
    return Statement(
        "creditors",
        TITLES["creditors"],
        (
            column("group", N_("Owed or claimed")),
            column("payee", N_("Payee")),
            column("expenditure", N_("Expenditure"), "count"),
            column("reference", N_("Invoice reference")),
            column("description", N_("Description"), wide=True),
            column("invoice_on", N_("Invoice date"), "day"),
            column("age", N_("Age in days"), "count"),
            column("cents", N_("Open"), "money"),
        ),
        tuple(rows),
        (Control(TOTAL, "cents", -kept_balance_cents),),
        group_by="group",
        notes=(sentence(N_("As at %(day)s; the age is counted from the invoice date."), day=period.as_at),),
    )


def claims_cents(debts: Sequence[Debt]) -> int:
    """Add up what payees have to pay back, in cents above zero."""
    return -sum(one.cents for one in debts if one.cents < 0)


@dataclass(frozen=True)
class Promise:
    """Something beside the balance sheet: an instalment to come, a contract, a contribution in kind."""

    who: str
    what: str | Sentence
    project: str | None
    day: date
    cents: int
    link: str | None


INSTALMENTS = sentence(N_("Instalments not yet due"))
OBLIGATIONS = sentence(N_("Obligations"))
IN_KIND = sentence(N_("Contributions in kind"))
CASH = sentence(N_("Cash to be repaid to parties"))


def off_balance(
    period: Period, promises: Mapping[Sentence, Sequence[Promise]], kept: Mapping[Sentence, int]
) -> Statement:
    """Draw what is not on the balance sheet, grouped; both mappings have the groups as keys.

    `kept` are the groups' totals in cents by another road. Cash that parties lent is on the balance sheet;
    here stands by when it is repaid.
    """
    rows = tuple(
        Row((group, one.who, one.what, one.project, one.day, one.cents), one.link)
        for group in (INSTALMENTS, OBLIGATIONS, IN_KIND, CASH)
        for one in promises.get(group, ())
    )
    groups = {row.cells[0] for row in rows}
    return Statement(
        "off-balance",
        TITLES["off-balance"],
        (
            column("group", N_("Kind")),
            column("who", N_("Party or payee")),
            column("what", N_("Description"), wide=True),
            column("project", N_("Project")),
            column("day", N_("Day"), "day"),
            column("cents", N_("Amount"), "money"),
        ),
        rows,
        tuple(
            Control(TOTAL, "cents", cents, group) for group, cents in kept.items() if group in groups or cents
        ),
        group_by="group",
        notes=(
            sentence(N_("Instalments and obligations as they stood on %(day)s."), day=period.as_at),
            sentence(
                N_("Contributions in kind given from %(first)s through %(last)s, at the value recorded."),
                first=period.from_day,
                last=period.as_at,
            ),
            *(
                [sentence(N_("Cash to be repaid stands on the balance sheet as owed to parties."))]
                if CASH in groups
                else []
            ),
        ),
    )
