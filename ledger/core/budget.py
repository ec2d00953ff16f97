"""Room: what a budget, the promised money and the bank account still allow. Amounts in integer cents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from ledger.core.refusals import Malformed, NoRoom, Problems, Refusal
from ledger.core.sentences import N_, Cents, Sentence, sentence

CashRule = Literal["refuse", "warn"]
CASH_RULES: tuple[CashRule, ...] = ("refuse", "warn")


@dataclass(frozen=True)
class Room:
    """One project's year: the adopted budget, what contracts hold of it, what is approved and spent.

    `carried_cents` is what of it was carried into later years.
    """

    budget_cents: int
    obligated_cents: int
    spent_cents: int
    carried_cents: int = 0

    @property
    def left_cents(self) -> int:
        """What is left of the budget; below zero when more was spent than it now is."""
        return self.budget_cents - self.obligated_cents - self.spent_cents - self.carried_cents


@dataclass(frozen=True)
class Ceilings:
    """The three ceilings, each as what is still left under it."""

    budget_cents: int
    promised_cents: int
    received_cents: int


def require_room(project: str, room: Room, asked_cents: int, *, field: str | None = "splits") -> None:
    """Refuse spend beyond a project's budget for the year; exactly what is left is accepted.

    Raises NoRoom with the figures.
    """
    if asked_cents > room.left_cents:
        raise NoRoom(
            sentence(
                N_(
                    "%(asked)s is asked for %(project)s, but %(left)s is left of its budget: %(budget)s less "
                    "%(obligated)s in obligations, %(spent)s spent and %(carried)s carried over."
                )
                if room.carried_cents
                else N_(
                    "%(asked)s is asked for %(project)s, but %(left)s is left of its budget: "
                    "%(budget)s less %(obligated)s in obligations and %(spent)s spent."
                ),
                asked=Cents(asked_cents),
                project=project,
                left=Cents(room.left_cents),
                budget=Cents(room.budget_cents),
                obligated=Cents(room.obligated_cents),
                spent=Cents(room.spent_cents),
                carried=Cents(room.carried_cents),
            ),
            field,
        )


def require_carry(project: str, year: int, room: Room, asked_cents: int, *, field: str | None) -> None:
    """Refuse to carry more of a project's budget into a later year than is left; exactly that is accepted.

    Raises Malformed for nothing, NoRoom with the figures.
    """
    if asked_cents <= 0:
        raise Malformed(sentence(N_("An amount carried over is more than zero.")), field)
    if asked_cents > room.left_cents:
        raise NoRoom(
            sentence(
                N_(
                    "%(asked)s is more than the %(left)s that %(project)s has left of its budget of %(year)s."
                ),
                asked=Cents(asked_cents),
                left=Cents(max(room.left_cents, 0)),
                project=project,
                year=str(year),
            ),
            field,
        )


def require_carried_stays(project: str, new_cents: int, room: Room, *, field: str | None = "lines") -> None:
    """Refuse an amendment that takes back what was carried into a later year.

    Raises NoRoom with the figures.
    """
    if room.carried_cents and new_cents < room.spent_cents + room.obligated_cents + room.carried_cents:
        raise NoRoom(
            sentence(
                N_(
                    "The budget of %(project)s cannot become %(new)s: %(spent)s is spent, "
                    "%(obligated)s obligated and %(carried)s carried over."
                ),
                project=project,
                new=Cents(new_cents),
                spent=Cents(room.spent_cents),
                obligated=Cents(room.obligated_cents),
                carried=Cents(room.carried_cents),
            ),
            field,
        )


def require_amendment_fits(
    lines: Sequence[tuple[str, int, int, int]], *, field: str | None = "lines"
) -> None:
    """Refuse an amendment that budgets less for a project than is already spent and obligated.

    `lines` holds (project name, new budget, approved spend, obligations), in cents. Raises NoRoom for
    one such line, Problems for several.
    """
    problems: list[Refusal] = [
        NoRoom(
            sentence(
                N_(
                    "The budget of %(project)s cannot become %(new)s: "
                    "%(spent)s is spent and %(obligated)s obligated."
                ),
                project=name,
                new=Cents(new_cents),
                spent=Cents(spent_cents),
                obligated=Cents(obligated_cents),
            ),
            field,
        )
        for name, new_cents, spent_cents, obligated_cents in lines
        if new_cents < spent_cents + obligated_cents
    ]
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise Problems(problems)


def moved_cents(before: Mapping[int, int], after: Mapping[int, int]) -> int:
    """Give how much of a budget an amendment moves, in cents: what is added or what is taken, the larger.

    `before` and `after` hold cents per project.
    """
    changes = [after.get(project, 0) - before.get(project, 0) for project in {*before, *after}]
    return max(sum(each for each in changes if each > 0), -sum(each for each in changes if each < 0))


def is_minor(before: Mapping[int, int], after: Mapping[int, int], share: Fraction) -> bool:
    """Say whether an amendment moves no more than a share of the budget the parties decided on in full."""
    return moved_cents(before, after) <= share * sum(before.values())


def warnings(asked_cents: int, ceilings: Ceilings) -> list[Sentence]:
    """Say which of the three ceilings an amount would pass, with the figures; nothing when it fits."""
    each = (
        (N_("%(asked)s is more than the %(left)s left of the budget."), ceilings.budget_cents),
        (N_("%(asked)s is more than the %(left)s left of what is promised."), ceilings.promised_cents),
        (N_("%(asked)s is more than the %(left)s in the bank account."), ceilings.received_cents),
    )
    return [
        sentence(template, asked=Cents(asked_cents), left=Cents(left_cents))
        for template, left_cents in each
        if asked_cents > left_cents
    ]


def lowest_from(movements: Sequence[tuple[date, int]], day: date) -> int:
    """Give the lowest balance on a day or on any later day that something is recorded on, in cents.

    `movements` are (day, signed cents) in any order; a balance is that at the end of a day.
    """
    balance_cents = sum(cents for when, cents in movements if when <= day)
    lowest_cents = balance_cents
    later: dict[date, int] = {}
    for when, cents in movements:
        if when > day:
            later[when] = later.get(when, 0) + cents
    for when in sorted(later):
        balance_cents += later[when]
        lowest_cents = min(lowest_cents, balance_cents)
    return lowest_cents


def require_cash(
    amount_cents: int, lowest_cents: int, rule: CashRule, *, field: str | None = "amount"
) -> Sentence | None:
    """Refuse or warn about a payment beyond the bank balance; exactly the balance is accepted.

    `lowest_cents` is what `lowest_from` gives. Under the rule "refuse" raises NoRoom; under "warn"
    returns the warning, or None when there is enough.
    """
    if amount_cents <= max(lowest_cents, 0):
        return None
    warning = sentence(
        N_("%(asked)s is more than the %(lowest)s the bank account holds, now or on a later day recorded."),
        asked=Cents(amount_cents),
        lowest=Cents(lowest_cents),
    )
    if rule == "refuse":
        raise NoRoom(warning, field)
    return warning
