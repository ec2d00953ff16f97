"""The words the demonstration is told in: each thing that can happen, with its day first.

Days are written like 2015-03-16 and amounts like 1.234,56, as they stand on paper. Parties and projects go by
their slugs; bills, contracts, contributions and proposals by a key that is known in the story alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """Somebody of the demonstration: how they sign in, what they are called, and what they may do."""

    email: str
    name: str
    role: str
    party: str | None = None


@dataclass(frozen=True)
class Work:
    """A project is added, with the days it begins and ends."""

    on: str
    slug: str
    name: str
    line: str
    starts: str
    ends: str
    about: str


@dataclass(frozen=True)
class Firm:
    """Somebody who is to be paid is entered in the register.

    `party` is the party they are, where they are one; `document` what they call their bills; `sends_xml` says
    that an electronic invoice comes with the one to read.
    """

    key: str
    name: str
    iban: str
    vat_number: str = ""
    chamber_number: str = ""
    party: str | None = None
    document: str = "Factuur"
    sends_xml: bool = False
    on: str = "2015-02-03"


@dataclass(frozen=True)
class NewIban:
    """A payee has another account number from now on."""

    on: str
    payee: str
    iban: str


@dataclass(frozen=True)
class Received:
    """Money came in from a party."""

    on: str
    party: str
    amount: str
    reference: str
    key: str = ""


@dataclass(frozen=True)
class RecordedWrongly:
    """A contribution was recorded in error and is taken back."""

    on: str
    contribution: str
    reason: str


@dataclass(frozen=True)
class Returned:
    """What a party paid too much goes back to it."""

    on: str
    party: str
    amount: str


@dataclass(frozen=True)
class FromBank:
    """Interest ("interest") or VAT that the tax office paid back ("vat") came in."""

    on: str
    kind: str
    amount: str
    reference: str


@dataclass(frozen=True)
class InKind:
    """A party gave hours or goods; `quantity` like 48,00."""

    on: str
    party: str
    project: str
    unit: str
    quantity: str
    about: str
    value: str


@dataclass(frozen=True)
class Measured:
    """Somebody's count of an indicator became known; `counted` is the day it is about."""

    on: str
    indicator: str
    counted: str
    value: int
    source: str


@dataclass(frozen=True)
class Proposed:
    """The treasurer proposes a year's budget, or its amendment: euros per project.

    `until` is the last day to vote, where there is one.
    """

    on: str
    key: str
    year: int
    purpose: str
    lines: Mapping[str, str]
    until: str = ""


@dataclass(frozen=True)
class Reworded:
    """The treasurer proposes other figures while the first are being voted on: all parties vote anew."""

    on: str
    proposal: str
    purpose: str
    lines: Mapping[str, str]


@dataclass(frozen=True)
class AskedPartners:
    """A partner puts a bill to the vote that too few may approve."""

    on: str
    key: str
    party: str
    bill: str
    purpose: str


@dataclass(frozen=True)
class BankSaid:
    """The bank's statement of a year's end came in."""

    on: str
    year: int
    amount: str


@dataclass(frozen=True)
class Filed:
    """The treasurer's statement ("management_statement") or the auditor's report is filed with a year."""

    on: str
    year: int
    kind: str


@dataclass(frozen=True)
class AskedToClose:
    """The treasurer asks the parties to close a year."""

    on: str
    key: str
    year: int
    purpose: str


@dataclass(frozen=True)
class Voted:
    """A party votes on what was proposed: for, against or abstain."""

    on: str
    proposal: str
    party: str
    choice: str
    reason: str = ""


@dataclass(frozen=True)
class Agreed:
    """A contract was signed: money of a project's year that is spoken for."""

    on: str
    key: str
    payee: str
    project: str
    year: int
    reference: str
    about: str
    amount: str


@dataclass(frozen=True)
class Released:
    """What a contract still held is let go."""

    on: str
    contract: str
    reason: str


@dataclass(frozen=True)
class Bill:
    """An invoice, a claim or a credit note is entered; and who approved it when, and when it was paid.

    `projects` is one slug, or the amount for each. `approved` holds a day and a party, `paid` a day and,
    where it was not all of it, an amount. `delivered` is the accounting date where it is not the bill's day.
    """

    on: str
    key: str
    payee: str
    reference: str
    dated: str
    about: str
    net: str
    projects: str | Mapping[str, str]
    vat: str = "0,00"
    recoverable: str = "0,00"
    approved: tuple[str, ...] = ()
    paid: tuple[str, ...] = ()
    contract: str = ""
    original: str = ""
    delivered: str = ""


@dataclass(frozen=True)
class Corrected:
    """A bill that is not yet approved turns out to say something else: its approvals are void."""

    on: str
    bill: str
    about: str
    net: str
    vat: str
    approved: tuple[str, ...] = ()
    paid: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rejected:
    """A party rejects a bill."""

    on: str
    bill: str
    party: str
    reason: str


@dataclass(frozen=True)
class Reversed:
    """An approved bill is taken out of the books again."""

    on: str
    bill: str
    reason: str


@dataclass(frozen=True)
class CameBack:
    """A payee paid money back."""

    on: str
    bill: str
    amount: str
    reference: str


@dataclass(frozen=True)
class SettledWith:
    """A bill is settled with what the payee still owes on another."""

    on: str
    bill: str
    claim: str
    amount: str


@dataclass(frozen=True)
class Approved:
    """A party approves a bill."""

    on: str
    bill: str
    party: str


@dataclass(frozen=True)
class Paid:
    """A bill, or part of it, is paid; no amount: all that is owed."""

    on: str
    bill: str
    amount: str = ""


Act = (
    Work
    | Firm
    | NewIban
    | Received
    | RecordedWrongly
    | Returned
    | FromBank
    | InKind
    | Measured
    | Proposed
    | Reworded
    | AskedPartners
    | BankSaid
    | Filed
    | AskedToClose
    | Voted
    | Agreed
    | Released
    | Bill
    | Corrected
    | Rejected
    | Reversed
    | CameBack
    | SettledWith
    | Approved
    | Paid
)
"""Everything that can happen in the story."""
