"""Instalments: when pledged money falls due, and which of it a contribution pays.

Amounts are integer cents. Money received fills what has been open longest first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ledger.core.calendar import yearly_dates
from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, Cents, sentence

Basis = Literal["total", "per_year"]
BASES: tuple[Basis, ...] = ("total", "per_year")

State = Literal["not-due", "due", "overdue", "partial", "received", "gone"]
STATES: tuple[State, ...] = ("overdue", "due", "partial", "not-due", "received", "gone")
"""How an instalment can stand on a day, the most pressing first."""


REDUCTIONS = ("moved", "reduced", "written_off", "lapsed", "returned")
"""Why cents of an instalment do not come any more; those returned came in and were handed back."""


@dataclass(frozen=True)
class Instalment:
    """One part of a pledge: when it falls due, how much it is, and how much of it came in."""

    id: int
    pledge_id: int
    due_on: date
    cents: int
    received_cents: int = 0

    @property
    def open_cents(self) -> int:
        """What is still to come in."""
        return max(self.cents - self.received_cents, 0)


def fill_oldest(amount_cents: int, instalments: Sequence[Instalment]) -> tuple[list[tuple[int, int]], int]:
    """Match money received with instalments, the oldest due first.

    Instalments due on the same day are filled in the order given. Returns (instalment id, cents) for
    each one that gets something, and the cents left over when all are full. Raises Malformed, beside
    `amount`, below zero.
    """
    if amount_cents < 0:
        raise Malformed(sentence(N_("An amount below zero cannot be received.")), "amount")
    filled, left = [], amount_cents
    for instalment in sorted(instalments, key=lambda one: one.due_on):
        cents = min(left, instalment.open_cents)
        if cents:
            filled.append((instalment.id, cents))
            left -= cents
    return filled, left


def expand(
    amount_cents: int,
    basis: Basis,
    *,
    first_day: date,
    last_day: date,
    due_on: tuple[int, int] | None = None,
    listed: Sequence[tuple[date, int]] = (),
) -> tuple[tuple[date, int], ...]:
    """Give the instalments of a pledge over a term: each one's due date and cents, oldest first.

    `per_year`: the whole amount on every `due_on` (month, day) within the term. `total`: as `listed`,
    which must sum to the amount and lie within the term. Raises Malformed otherwise.
    """
    if basis == "per_year":
        days = yearly_dates(*due_on, first_day, last_day) if due_on else ()
        if not days:
            raise Malformed(sentence(N_("No due date of this pledge lies within the term.")), "due_on")
        return tuple((day, amount_cents) for day in days)
    for day, cents in listed:
        if not first_day <= day <= last_day:
            raise Malformed(
                sentence(N_("The instalment due on %(day)s lies outside the term."), day=day), "instalments"
            )
        if cents <= 0:
            raise Malformed(
                sentence(N_("The instalment due on %(day)s is not above zero."), day=day), "instalments"
            )
    total_cents = sum(cents for _, cents in listed)
    if total_cents != amount_cents:
        raise Malformed(
            sentence(
                N_("The instalments come to %(sum)s, but the pledge is %(pledge)s."),
                sum=Cents(total_cents),
                pledge=Cents(amount_cents),
            ),
            "instalments",
        )
    return tuple(sorted(listed, key=lambda one: one[0]))


def age_days(due_on: date, today: date) -> int:
    """Say for how many days an instalment has been overdue; 0 until the day after it fell due."""
    return max((today - due_on).days, 0)


def state_on(instalment: Instalment, today: date) -> State:
    """Say how an instalment stands on a day.

    Gone where nothing of it comes any more; received in full, also ahead; else overdue from the day after
    its due date, however much came in; else received in part; else due on its day, and not due before it.
    """
    if not instalment.cents:
        return "gone"
    if not instalment.open_cents:
        return "received"
    if age_days(instalment.due_on, today):
        return "overdue"
    if instalment.received_cents:
        return "partial"
    return "due" if instalment.due_on == today else "not-due"
