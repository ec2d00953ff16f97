"""What a covenant file says, once it has been read and found good.

Plain values only: parties and programme lines are named by their slugs, amounts are integer cents. What
the file may leave out has its default here already.
"""

from dataclasses import dataclass
from datetime import date

from ledger.core.budget import CashRule
from ledger.core.charging import Method
from ledger.core.instalments import Basis
from ledger.core.mandate import Voters

PARTY_KINDS = ("municipality", "government", "firm", "education", "other")
"""The kinds of party there are."""

DECISION_KINDS = (
    "budget",
    "amendment",
    "minor_amendment",
    "accession",
    "leaving",
    "rules",
    "close_year",
    "reopen_year",
    "spend",
    "pledge",
    "instalment",
    "writeoff",
    "carry",
    "common",
    "cash",
    "settlement",
    "start",
)
"""The kinds of decision that may have a rule of their own; the others are taken by the budget's."""


@dataclass(frozen=True)
class AgreedCovenant:
    """The covenant itself: its name, its term, and the rules that hold for all its money.

    `fiscal_year_starts` is a month and a day. A goal that the file leaves out is an empty text.
    """

    slug: str
    name: str
    place: str
    currency: str
    starts_on: date
    ends_on: date
    fiscal_year_starts: tuple[int, int]
    goal_nl: str = ""
    goal_en: str = ""
    cash_rule: CashRule = "warn"
    charging: Method = "proportional"


@dataclass(frozen=True)
class AgreedParty:
    """One signatory, and the day it joins: the covenant's first day unless the file says otherwise."""

    slug: str
    name: str
    kind: str
    joins_on: date


@dataclass(frozen=True)
class AgreedLine:
    """One programme line; a description that the file leaves out is an empty text."""

    slug: str
    name_nl: str
    name_en: str
    about_nl: str = ""
    about_en: str = ""


@dataclass(frozen=True)
class AgreedPledge:
    """One party's promise of money.

    `amount_cents` is the whole promise, the sum of `instalments`: (due date, cents), oldest first.
    `yearly_cents` is what falls due each time where the pledge is per year, else None. `earmark` holds slugs
    of programme lines; empty = any.
    """

    party: str
    amount_cents: int
    basis: Basis
    yearly_cents: int | None
    instalments: tuple[tuple[date, int], ...]
    earmark: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class AgreedRule:
    """How one kind of decision is taken; quorum and majority as the file writes them, found readable.

    `share` is, for minor amendments, the share of the budget that they may move; else empty.
    """

    kind: str
    voters: Voters
    quorum: str
    majority: str
    consent: tuple[str, ...] = ()
    share: str = ""


@dataclass(frozen=True)
class AgreedStep:
    """One step of the mandate: up to which gross amount (None = no limit), how many approvals, from whom.

    One of the approvals must come from a party in `from_parties`, where there are any.
    """

    up_to_cents: int | None
    approvals: int
    from_parties: tuple[str, ...] = ()
    voters: Voters = "funders"


@dataclass(frozen=True)
class AgreedIndicator:
    """What the covenant is to achieve: what was counted at the start, and what should be at the end."""

    slug: str
    name_nl: str
    name_en: str
    baseline: int
    baseline_on: date
    target: int | None = None
    target_on: date | None = None


@dataclass(frozen=True)
class CovenantFile:
    """Everything a covenant file says, in the order of the file.

    `rules` holds the rules the file gives, `budget` always among them; `rule_for` answers for every kind.
    """

    covenant: AgreedCovenant
    parties: tuple[AgreedParty, ...]
    lines: tuple[AgreedLine, ...]
    pledges: tuple[AgreedPledge, ...]
    rules: tuple[AgreedRule, ...]
    mandate: tuple[AgreedStep, ...]
    indicators: tuple[AgreedIndicator, ...]

    @property
    def promised_cents(self) -> int:
        """What all parties promised together over the whole term."""
        return sum(pledge.amount_cents for pledge in self.pledges)

    def rule_for(self, kind: str) -> AgreedRule:
        """Give the rule for a kind of decision: its own, or the budget's where it has none."""
        by_kind = {rule.kind: rule for rule in self.rules}
        return by_kind.get(kind, by_kind["budget"])
