"""Settlement at the end: what of every pledge was not spent, and who gets the common fund. Integer cents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.core.charging import largest_remainder
from ledger.core.period import State
from ledger.core.refusals import NoRoom, Problems, Refusal, WrongState
from ledger.core.sentences import N_, Cents, sentence


@dataclass(frozen=True)
class Facts:
    """How a covenant stands on a day, as settling it asks.

    `years` are the fiscal years of its term that are in its books, with their states, `undecided` the
    expenditures neither approved nor rejected, `contracts` the obligations that are open, `vat_cents` what
    VAT is still to come back.
    """

    last_day: date
    today: date
    years: Sequence[tuple[int, State]]
    undecided: Sequence[int]
    contracts: Sequence[int]
    vat_cents: int


@dataclass(frozen=True)
class Settled:
    """What becomes of one pledge: of what was not spent, what need not be paid and what is given back.

    `common_cents` is its share of the common fund, which is given back as well.
    """

    pledge_id: int
    reduced_cents: int
    returned_cents: int
    common_cents: int

    @property
    def unspent_cents(self) -> int:
        """What of the pledge was not spent."""
        return self.reduced_cents + self.returned_cents


def require_settleable(facts: Facts) -> None:
    """Refuse to settle what is not over: the term, its years but the last, spend, contracts, VAT.

    Raises WrongState or NoRoom, Problems for several.
    """
    found: list[Refusal] = []
    if facts.today <= facts.last_day:
        what = N_("The covenant runs through %(day)s; it is settled after that.")
        found.append(WrongState(sentence(what, day=facts.last_day)))
    for year, state in facts.years[:-1]:
        if state != "closed":
            what = N_("Fiscal year %(year)s comes first: it is not closed yet.")
            found.append(WrongState(sentence(what, year=year)))
    if facts.undecided:
        what = N_("Expenditures that are neither approved nor rejected: %(numbers)s.")
        found.append(WrongState(sentence(what, numbers=", ".join(map(str, facts.undecided)))))
    if facts.contracts:
        what = N_("Obligations that are open; release what will not be invoiced: %(numbers)s.")
        found.append(WrongState(sentence(what, numbers=", ".join(map(str, facts.contracts)))))
    if facts.vat_cents:
        what = N_("%(cents)s of VAT is still to come back from the tax office.")
        found.append(NoRoom(sentence(what, cents=Cents(facts.vat_cents))))
    if len(found) == 1:
        raise found[0]
    if found:
        raise Problems(found)


def divide_common(
    common_cents: int, charged: Mapping[int, int], promised: Mapping[int, int]
) -> dict[int, int]:
    """Divide the common fund over the pledges in proportion to what each was charged in all, to the cent.

    Where nothing was charged at all, in proportion to what each promised.
    """
    weights = charged if any(charged.values()) else promised
    pledges = sorted(weights)
    shares = largest_remainder(max(common_cents, 0), [weights[pledge] for pledge in pledges])
    return {pledge: cents for pledge, cents in zip(pledges, shares, strict=True) if cents}


def require_something(settled: Sequence[Settled]) -> None:
    """Refuse a settlement of nothing."""
    if not any(one.unspent_cents or one.common_cents for one in settled):
        raise NoRoom(sentence(N_("Everything is spent: there is nothing to settle.")))
