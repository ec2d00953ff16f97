"""Charging: which funder pays which cents of an expenditure.

What is spent is divided over the pledges that may pay for it, in proportion to what each still has,
to the cent, and never beyond what a party has promised. All amounts are integer cents.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from ledger.core.earmark import Earmark, allows, narrowness
from ledger.core.refusals import Malformed, NoRoom
from ledger.core.sentences import N_, Cents, Sentence, sentence

Method = Literal["proportional", "narrowest_first"]
METHODS: tuple[Method, ...] = ("proportional", "narrowest_first")


@dataclass(frozen=True)
class Line:
    """One split of an expenditure: the project, its programme line, and the cents to be charged."""

    project_id: int
    line_id: int
    cents: int


@dataclass(frozen=True)
class Charge:
    """The cents of one project that one pledge pays."""

    project_id: int
    pledge_id: int
    cents: int


@dataclass(frozen=True)
class Fund:
    """One pledge as charging sees it: its earmark, its membership, its instalments and charges.

    `instalments` and `charges` hold cents per fiscal year (of that year alone, not running totals).
    `member_until` is the last day of membership, or None while it lasts. `name` is the party's, for
    the sentence of a refusal. The common fund is one as well, as far as it was released for a project.
    """

    pledge_id: int
    earmark: Earmark
    instalments: Mapping[int, int]
    charges: Mapping[int, int]
    member_from: date
    member_until: date | None = None
    name: str | Sentence = ""

    def counts(self, day: date, line_id: int) -> bool:
        """Say whether this pledge may pay for a programme line on a day: member then, and earmarked so."""
        member = self.member_from <= day and (self.member_until is None or day <= self.member_until)
        return member and allows(self.earmark, line_id)

    def takes_part(self, first_day: date, last_day: date) -> bool:
        """Say whether its party is a member on any day from one through another."""
        return self.member_from <= last_day and (self.member_until is None or first_day <= self.member_until)

    def available(self, year: int) -> int:
        """Give what this pledge can still pay of a fiscal year, in cents; never below zero.

        It is the least, over that year and every later one, of instalments less charges through it:
        a late invoice of an earlier year cannot take what later years have used.
        """
        years = {year, *self.instalments, *self.charges}
        left = min(
            _through(self.instalments, each) - _through(self.charges, each) for each in years if each >= year
        )
        return max(left, 0)


def largest_remainder(amount_cents: int, weights: Sequence[int]) -> list[int]:
    """Divide an amount in proportion to weights, to the cent, so that the shares sum to it exactly.

    Each share is its exact part rounded down; the cents that are left go one each to the largest
    remainders, ties by order. No share is above its weight while the amount is not above their sum.
    Raises NoRoom where there is an amount but nothing to divide it over, Malformed below zero.
    """
    if amount_cents < 0 or any(weight < 0 for weight in weights):
        raise Malformed(sentence(N_("Only amounts of zero or more can be divided.")))
    total = sum(weights)
    if not amount_cents:
        return [0] * len(weights)
    if not total:
        raise NoRoom(sentence(N_("There is nothing to divide %(asked)s over."), asked=Cents(amount_cents)))
    shares = [amount_cents * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(amount_cents * weights[place] % total))
    for place in by_remainder[: amount_cents - sum(shares)]:
        shares[place] += 1
    return shares


def charge_lines(
    lines: Sequence[Line], funds: Sequence[Fund], *, day: date, year: int, method: Method
) -> list[list[Charge]]:
    """Say which pledge pays which cents of each line, in the lines' order.

    `funds` are all pledges, in the pledges' order; `day` is the accounting date and `year` its fiscal
    year. Each line takes from what is available to the next. Shares of nothing are left out. Raises
    NoRoom, beside `splits`, for a line larger than everything available to it.
    """
    taken: dict[int, int] = {}
    result = []
    for line in lines:
        pots = _pots(line, funds, day, year, taken)
        result.append(_take(line, pots, _by_rule(line, pots, method), taken))
    return result


def charge_by_hand(
    lines: Sequence[Line],
    shares: Sequence[Mapping[int, int]],
    funds: Sequence[Fund],
    *,
    day: date,
    year: int,
    common: Mapping[int, Fund] | None = None,
) -> list[list[Charge]]:
    """Charge each line as the treasurer set it: cents per pledge id, one mapping per line.

    `common` is, per project id, the common fund as far as the parties released it for that project; each
    project stands on one line. Raises Malformed where a line's shares are not its amount, or name a pledge
    that does not count for it; NoRoom where a share is more than that pledge still has. The field is
    `shares`.
    """
    taken: dict[int, int] = {}
    result = []
    for line, own in zip(lines, shares, strict=True):
        pots = _pots(line, funds, day, year, taken)
        released = (common or {}).get(line.project_id)
        if released is not None:
            pots.append((released, released.available(year)))
        result.append(_take(line, pots, _by_hand(line, pots, own), taken))
    return result


def charged_more(by_hand: Iterable[Charge], by_rule: Iterable[Charge]) -> frozenset[int]:
    """Name the pledges that pay more by hand than by the rule: their parties must be among the approvers."""
    hand, rule = _per_pledge(by_hand), _per_pledge(by_rule)
    return frozenset(pledge for pledge, cents in hand.items() if cents > rule.get(pledge, 0))


def undo_part(amount_cents: int, open_cents: Sequence[int], *, field: str | None = None) -> list[int]:
    """Divide what undoes or settles part of a charge, in proportion to what is still open of each share.

    For credit notes, refunds and part payments. Raises NoRoom, beside `field`, where the amount is more
    than all that is open.
    """
    if amount_cents > sum(open_cents):
        raise NoRoom(
            sentence(
                N_("%(asked)s is more than the %(open)s that is still open."),
                asked=Cents(amount_cents),
                open=Cents(sum(open_cents)),
            ),
            field,
        )
    return largest_remainder(amount_cents, open_cents)


def least_from(charges_by_year: Mapping[int, int], year: int) -> int:
    """Say how much of a project's charges a credit note without an original may take back, in cents.

    It is the least, over the fiscal year and every later one, of the charges through it; never below
    zero. `charges_by_year` holds each year's own charges of one pledge on one project.
    """
    years = {year, *charges_by_year}
    return max(min(_through(charges_by_year, each) for each in years if each >= year), 0)


Pot = tuple[Fund, int]
"""A pledge that counts for a line, and what is available of it, in cents."""


def _through(by_year: Mapping[int, int], year: int) -> int:
    """Sum what belongs to the years through one year."""
    return sum(cents for each, cents in by_year.items() if each <= year)


def _pots(line: Line, funds: Sequence[Fund], day: date, year: int, taken: Mapping[int, int]) -> list[Pot]:
    """Find the pledges that count for a line, with what they have after the lines before it."""
    return [
        (fund, max(fund.available(year) - taken.get(fund.pledge_id, 0), 0))
        for fund in funds
        if fund.counts(day, line.line_id)
    ]


def _by_rule(line: Line, pots: Sequence[Pot], method: Method) -> list[int]:
    """Divide a line over its pots by the covenant's method; raise NoRoom where they hold too little."""
    if line.cents > sum(cents for _, cents in pots):
        raise NoRoom(_too_little(line, pots), "splits")
    if method == "proportional":
        return largest_remainder(line.cents, [cents for _, cents in pots])
    shares = [0] * len(pots)
    left = line.cents
    by_width = sorted(range(len(pots)), key=lambda place: narrowness(pots[place][0].earmark))
    for _, places in groupby(by_width, key=lambda place: narrowness(pots[place][0].earmark)):
        equals = list(places)
        weights = [pots[place][1] for place in equals]
        now = min(left, sum(weights))
        for place, cents in zip(equals, largest_remainder(now, weights), strict=True):
            shares[place] = cents
        left -= now
    return shares


def _by_hand(line: Line, pots: Sequence[Pot], own: Mapping[int, int]) -> list[int]:
    """Check shares set by hand against a line and its pots, and put them in the pledges' order."""
    strangers = set(own) - {fund.pledge_id for fund, _ in pots}
    if strangers or min(own.values(), default=0) < 0:
        raise Malformed(
            sentence(N_("A share is set on a pledge that cannot pay for this line, or is below zero.")),
            "shares",
        )
    if sum(own.values()) != line.cents:
        raise Malformed(
            sentence(
                N_("The shares set by hand come to %(shares)s, but the line is %(asked)s."),
                shares=Cents(sum(own.values())),
                asked=Cents(line.cents),
            ),
            "shares",
        )
    for fund, cents in pots:
        asked = own.get(fund.pledge_id, 0)
        if asked > cents:
            raise NoRoom(
                sentence(
                    N_("%(asked)s is set on %(pledge)s, which has %(available)s available."),
                    asked=Cents(asked),
                    pledge=_name(fund),
                    available=Cents(cents),
                ),
                "shares",
            )
    return [own.get(fund.pledge_id, 0) for fund, _ in pots]


def _take(line: Line, pots: Sequence[Pot], shares: Sequence[int], taken: dict[int, int]) -> list[Charge]:
    """Make the charges of a line and note what they take from each pledge."""
    charges = []
    for (fund, _), cents in zip(pots, shares, strict=True):
        if cents:
            charges.append(Charge(line.project_id, fund.pledge_id, cents))
            taken[fund.pledge_id] = taken.get(fund.pledge_id, 0) + cents
    return charges


def _per_pledge(charges: Iterable[Charge]) -> dict[int, int]:
    """Sum charges per pledge, in cents."""
    sums: dict[int, int] = {}
    for charge in charges:
        sums[charge.pledge_id] = sums.get(charge.pledge_id, 0) + charge.cents
    return sums


def _name(fund: Fund) -> str | Sentence:
    """Name a pledge in a sentence: by its party, or by its number where no name was given."""
    return fund.name or f"#{fund.pledge_id}"


def _too_little(line: Line, pots: Sequence[Pot]) -> Sentence:
    """Say what was asked, what there is, and what there is of each pledge."""
    if not pots:
        return sentence(
            N_("%(asked)s is asked, but no pledge may pay for this programme line on this day."),
            asked=Cents(line.cents),
        )
    each = [
        sentence(N_("%(pledge)s %(available)s"), pledge=_name(fund), available=Cents(cents))
        for fund, cents in pots
    ]
    listed = each[0]
    for one in each[1:]:
        listed = sentence(N_("%(before)s, %(next)s"), before=listed, next=one)
    return sentence(
        N_("%(asked)s is asked, but %(available)s is available: %(pledges)s."),
        asked=Cents(line.cents),
        available=Cents(sum(cents for _, cents in pots)),
        pledges=listed,
    )
