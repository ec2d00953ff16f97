"""Reducing: how much of a pledge can be taken back once it was made, and from which instalments.

What was charged stays promised: through every fiscal year a pledge keeps bringing at least what was charged
to it. What is taken off counts from the fiscal year in which that is booked, or a later one in which the
instalment falls due; the years before keep what they had. All amounts are integer cents.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.core.refusals import NoRoom
from ledger.core.sentences import N_, Cents, sentence


@dataclass(frozen=True)
class Promised:
    """One instalment as it stands: promised, what of it will not come, what came in and was handed back.

    `year` is the fiscal year it falls due in; `gone_cents` was moved, reduced, written off or lapsed;
    `returned_cents` came in and was handed back.
    """

    id: int
    pledge_id: int
    due_on: date
    year: int
    amount_cents: int
    gone_cents: int = 0
    returned_cents: int = 0
    received_cents: int = 0
    is_posted: bool = False

    @property
    def net_cents(self) -> int:
        """What the instalment brings, all told."""
        return self.amount_cents - self.gone_cents - self.returned_cents

    @property
    def held_cents(self) -> int:
        """What came in and was not handed back."""
        return self.received_cents - self.returned_cents

    @property
    def open_cents(self) -> int:
        """What is still to come in."""
        return max(self.net_cents - self.held_cents, 0)

    def split(self, cents: int) -> tuple[int, int]:
        """Divide what is taken off into what never came in, first, and what did and goes back."""
        still_open = min(cents, self.open_cents)
        return still_open, cents - still_open


def counts_from(due_year: int, booked_year: int, last_year: int) -> int:
    """Name the fiscal year from which cents taken off an instalment count: when due, or booked if later.

    What is booked after the last year of the term counts in that last year.
    """
    return min(max(due_year, booked_year), last_year)


class Uncharged:
    """What of a pledge was not charged through each fiscal year, as it is taken off or moved, in cents.

    `booked_year` is the fiscal year in which that would be booked, from which it counts at the earliest.
    """

    def __init__(self, name: str, totals: Sequence[tuple[int, int, int]], booked_year: int) -> None:
        """Begin with what the pledge brings and was charged: (year, due cents, charged cents) through it."""
        self.name = name
        self.booked_year = booked_year
        self.charged = {year: charged for year, _, charged in totals}
        self.left = {year: due - charged for year, due, charged in totals}

    def _counted(self, year: int) -> list[int]:
        """List the years through which the pledge brings less by what is taken off a year's instalment."""
        first = counts_from(year, self.booked_year, max(self.left, default=0))
        return [each for each in self.left if each >= first]

    def most(self, year: int) -> int:
        """Give the most that can be taken off what falls due in a year; never below zero."""
        return max(min((self.left[each] for each in self._counted(year)), default=0), 0)

    def take(self, year: int, cents: int) -> None:
        """Take cents off what falls due in a year; below zero they are added."""
        for each in self._counted(year):
            self.left[each] -= cents

    def require_settled(self, cents: int) -> None:
        """Refuse to leave cents unsettled that were charged through a year and given back in a later one."""
        if cents > 0:
            year = max((each for each, left in self.left.items() if left <= 0), default=self.booked_year)
            raise NoRoom(
                sentence(
                    N_(
                        "%(cents)s of the pledge of %(party)s can be settled only after fiscal year %(year)s:"
                        " it was charged through that year, and given back later."
                    ),
                    cents=Cents(cents),
                    party=self.name,
                    year=str(year),
                )
            )

    def require(self, *, field: str | None = None) -> None:
        """Refuse to leave less of the pledge than was charged to it, naming the first year that would."""
        for year, cents in sorted(self.left.items()):
            if cents < 0:
                raise NoRoom(
                    sentence(
                        N_(
                            "Through %(year)s %(charged)s was charged to the pledge of %(party)s;"
                            " only %(left)s of it would be left."
                        ),
                        year=str(year),
                        charged=Cents(self.charged[year]),
                        party=self.name,
                        left=Cents(self.charged[year] + cents),
                    ),
                    field,
                )


def lapsing(instalments: Sequence[Promised], uncharged: Uncharged) -> dict[int, int]:
    """Say how many cents of each instalment lapse, the newest first: all of it but what was charged already.

    `uncharged` is that of their pledge, and follows.
    """
    found: dict[int, int] = {}
    for one in _newest_first(instalments):
        cents = min(one.net_cents, uncharged.most(one.year))
        if cents:
            found[one.id] = cents
            uncharged.take(one.year, cents)
    return found


def settling(
    unspent_cents: int, instalments: Sequence[Promised], uncharged: Uncharged
) -> list[tuple[Promised, int, int]]:
    """Divide what a leaver has not spent over its instalments: what it need not pay, and what it gets back.

    First what is still to come in is reduced, then what came in goes back; the newest instalments first, and
    never what was charged. Gives instalment, cents reduced and cents to be returned. Raises NoRoom where that
    is not all of it: the rest was given back with a date in a year to come.
    """
    left = unspent_cents
    taken: dict[int, list[int]] = {}
    for place in (0, 1):
        for one in _newest_first(instalments):
            limit = (one.open_cents, one.held_cents)[place]
            cents = min(left, limit, uncharged.most(one.year))
            if cents > 0:
                taken.setdefault(one.id, [0, 0])[place] = cents
                uncharged.take(one.year, cents)
                left -= cents
    uncharged.require_settled(left)
    return [(one, *_pair(taken[one.id])) for one in instalments if one.id in taken]


def _pair(cents: Sequence[int]) -> tuple[int, int]:
    return cents[0], cents[1]


def _newest_first(instalments: Sequence[Promised]) -> list[Promised]:
    return sorted(instalments, key=lambda one: (one.due_on, one.id), reverse=True)


def by_pledge(instalments: Mapping[int, Promised]) -> dict[int, list[Promised]]:
    """Put the instalments of each pledge together, in their order."""
    found: dict[int, list[Promised]] = {}
    for one in instalments.values():
        found.setdefault(one.pledge_id, []).append(one)
    return found
