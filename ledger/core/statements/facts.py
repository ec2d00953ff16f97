"""What every statement is drawn from: the period asked for, and the names of what money belongs to.

The facts a single statement needs stand beside it. All amounts are integer cents.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.core.entry import COMMON
from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.core.statements.shape import Column, Kind

Balances = Mapping[tuple[str, int], int]
"""Cents per account and pledge, debit positive."""

Costs = Mapping[tuple[int, int, int], int]
"""Cents of costs per project, pledge and accounting year."""

COMMON_FUND = sentence(N_("Common fund"))


@dataclass(frozen=True)
class Period:
    """What a statement tells of: from a first day through the last day asked for.

    `year` is the fiscal year, None for the whole term. `prior` are the first and last day of the fiscal
    year before; None where there is none.
    """

    year: int | None
    from_day: date
    as_at: date
    prior: tuple[date, date] | None = None

    @property
    def before(self) -> date:
        """The day before the first day: opening figures are those of its end."""
        return self.from_day - timedelta(days=1)

    def holds(self, day: date | None) -> bool:
        """Say whether a day lies in the period."""
        return day is not None and self.from_day <= day <= self.as_at


@dataclass(frozen=True)
class Party:
    """A party as the statements name it; `name` is unique within the covenant.

    `begins_on` is the day it joined a covenant that was open already; None: it was there from the start.
    """

    slug: str
    name: str
    begins_on: date | None = None

    def begins_after(self, day: date) -> bool:
        """Say whether its statement begins after a day."""
        return self.begins_on is not None and self.begins_on > day


@dataclass(frozen=True)
class Project:
    """A project as the statements name it, and the programme line it belongs to."""

    slug: str
    name: str
    line_id: int


@dataclass(frozen=True)
class Pledge:
    """A pledge: whose it is, what it brings over the whole term, and the lines it is kept for."""

    party_id: int
    promised_cents: int
    earmark: tuple[int, ...] = ()


@dataclass(frozen=True)
class Names:
    """Everything that money can belong to, by number, each in the covenant's order."""

    parties: Mapping[int, Party]
    lines: Mapping[int, str]
    projects: Mapping[int, Project]
    pledges: Mapping[int, Pledge]

    def funder(self, pledge_id: int) -> str | Sentence:
        """Name whose money a pledge is."""
        if pledge_id == COMMON:
            return COMMON_FUND
        return self.parties[self.pledges[pledge_id].party_id].name

    def funder_link(self, pledge_id: int) -> str | None:
        """Give the address of the party whose money a pledge is; the common fund has none."""
        if pledge_id == COMMON:
            return None
        return f"parties/{self.parties[self.pledges[pledge_id].party_id].slug}"

    def funds(self) -> tuple[int, ...]:
        """List the pledges in the covenant's order, the common fund last."""
        return (*self.pledges, COMMON)

    def line_of(self, project_id: int) -> str:
        """Name the programme line of a project."""
        return self.lines[self.projects[project_id].line_id]


def unique_names(named: Iterable[tuple[int, str, str]]) -> dict[int, str]:
    """Give each thing a name of its own: a name that two things bear gets its slug behind it.

    `named` holds (number, slug, name).
    """
    rows = list(named)
    names = [name for _, _, name in rows]
    return {number: f"{name} ({slug})" if names.count(name) > 1 else name for number, slug, name in rows}


def column(key: str, label: str, kind: Kind = "text", *, wide: bool = False) -> Column:
    """Make a column; `label` is marked for translation where it is written."""
    return Column(key, sentence(label), kind, wide)


def said(text: str) -> Sentence:
    """Make a sentence of a text that is not translated: a name or what somebody typed."""
    return sentence("%(text)s", text=text)


def listed(parts: Sequence[Sentence]) -> Sentence | None:
    """Put sentences one behind the other, semicolons between; None when there are none."""
    if not parts:
        return None
    found = parts[0]
    for one in parts[1:]:
        found = sentence(N_("%(before)s; %(next)s"), before=found, next=one)
    return found


def amount_of(name: str | Sentence, cents: int) -> Sentence:
    """Write a name and an amount behind it."""
    return sentence(N_("%(name)s %(amount)s"), name=name, amount=Cents(cents))


def tenths(part_cents: int, whole_cents: int) -> int | None:
    """Give a part of a whole in tenths of a per cent, rounded half up; None of nothing."""
    if whole_cents <= 0:
        return None
    return (2000 * part_cents + whole_cents) // (2 * whole_cents)


def of_account(balances: Balances, account: str) -> int:
    """Sum one account over all pledges, in cents."""
    return sum(cents for (key, _), cents in balances.items() if key == account)


def plus(*each: Balances) -> dict[tuple[str, int], int]:
    """Add balances up, account by account and pledge by pledge."""
    sums: dict[tuple[str, int], int] = {}
    for balances in each:
        for key, cents in balances.items():
            sums[key] = sums.get(key, 0) + cents
    return sums


def minus(balances: Balances, less: Balances) -> dict[tuple[str, int], int]:
    """Take balances off others, account by account and pledge by pledge."""
    return plus(balances, {key: -cents for key, cents in less.items()})
