"""A running start: the books of a covenant that was under way open with a balance per pledge on a day.

All amounts are integer cents. What was spent before that day was paid before it as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.core.budget import CashRule
from ledger.core.refusals import Malformed, NoRoom, Problems, Refusal
from ledger.core.sentences import N_, Cents, sentence


@dataclass(frozen=True)
class Before:
    """How one pledge stood when the books begin: what had fallen due, came in, and had been spent of it.

    `name` is the party's. What came in beyond what had fallen due is ahead of later instalments.
    """

    pledge_id: int
    name: str
    due_cents: int
    received_cents: int
    spent_cents: int


def require_day(starts_on: date, first_day: date, last_day: date, today: date) -> None:
    """Refuse a day on which the books cannot begin: one to come, and one that is not within the term.

    On the covenant's first day there is nothing to take over. Raises Malformed.
    """
    if starts_on > today:
        raise Malformed(sentence(N_("%(day)s has not come yet."), day=starts_on), "starts_on")
    if not first_day < starts_on <= last_day:
        raise Malformed(
            sentence(
                N_("The books begin after %(first)s and not later than %(last)s."),
                first=first_day,
                last=last_day,
            ),
            "starts_on",
        )


def require_balances(lines: Sequence[Before], common_cents: int, rule: CashRule) -> None:
    """Refuse balances that cannot have been: more spent of a pledge than had fallen due, or an empty account.

    Exactly what had fallen due may have been spent; other parties' money may have paid for it. Under the cash
    rule "refuse" the bank account cannot be below zero. Raises Malformed or NoRoom, Problems for several.
    """
    problems: list[Refusal] = []
    for place, line in enumerate(lines):
        for name, cents in (("received", line.received_cents), ("spent", line.spent_cents)):
            if cents < 0:
                what = N_("An amount below zero cannot be an opening balance.")
                problems.append(Malformed(sentence(what), f"lines-{place}-{name}"))
        if line.spent_cents > line.due_cents:
            problems.append(
                NoRoom(
                    sentence(
                        N_("%(spent)s cannot have been spent of %(party)s: %(due)s had fallen due by then."),
                        spent=Cents(line.spent_cents),
                        party=line.name,
                        due=Cents(line.due_cents),
                    ),
                    f"lines-{place}-spent",
                )
            )
    if common_cents < 0:
        what = N_("An amount below zero cannot be an opening balance.")
        problems.append(Malformed(sentence(what), "common"))
    if len(problems) > 1:
        raise Problems(problems)
    if problems:
        raise problems[0]
    if not common_cents and not any(line.received_cents or line.spent_cents for line in lines):
        raise Malformed(sentence(N_("Say of at least one pledge what had come in or was spent.")), "lines")
    bank_cents = bank(lines, common_cents)
    if bank_cents < 0 and rule == "refuse":
        raise NoRoom(
            sentence(
                N_("The bank account would begin with %(bank)s, and this covenant does not allow that."),
                bank=Cents(bank_cents),
            ),
            "lines",
        )


def bank(lines: Sequence[Before], common_cents: int) -> int:
    """Give what the bank account holds at the beginning, in cents: what came in less what was spent."""
    return common_cents + sum(line.received_cents - line.spent_cents for line in lines)
