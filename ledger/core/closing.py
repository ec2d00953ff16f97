"""Closing a fiscal year: what must be in order before the parties close its books, and opening them again.

Amounts are integer cents. The same things are asked when closing is proposed and when it is adopted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ledger.core.period import State
from ledger.core.refusals import Problems, Refusal, WrongState
from ledger.core.sentences import N_, Cents, Sentence, sentence

Grade = Literal["evidence", "figures"]
GRADES: tuple[Grade, ...] = ("evidence", "figures")
"""How far a closed year can be opened: evidence may be added, or its figures may change as well."""

OPENED: dict[Grade, State] = {"evidence": "evidence", "figures": "open"}
"""The state a year takes when it is opened."""

Key = Literal["books", "before", "ended", "due", "undecided", "bank", "budget", "check"]


@dataclass(frozen=True)
class Facts:
    """How a fiscal year stands on a day, as closing it asks.

    `before` is the year before with its state, None where there is none. `undecided` are the expenditures
    dated in it that are neither approved nor rejected, `unposted` how many instalments due in it are not
    posted, `deciding` an open decision about its budget. The bank's and the ledger's balance are those at the
    year's end. `faults` is what the second count found; None: it was not made. `began_on` is the day on which
    the books began, where the year was over by then.
    """

    year: int
    state: State
    ends_on: date
    today: date
    before: tuple[int, State] | None
    unposted: int
    undecided: Sequence[int]
    deciding: int | None
    bank_cents: int | None
    ledger_cents: int
    faults: int | None
    began_on: date | None = None


@dataclass(frozen=True)
class Need:
    """One thing that closing asks: whether it is met, and in a sentence how it stands.

    `number` is what it is about, where one thing alone stands in the way.
    """

    key: Key
    is_met: bool
    what: Sentence
    number: int | None = None


def needs(facts: Facts) -> tuple[Need, ...]:
    """List what closing a year asks, in the order in which it is done, each with how it stands.

    Of a year that was over before the books began there is nothing to close.
    """
    if facts.began_on is not None:
        return (Need("books", False, over_before(facts.year, facts.began_on)),)
    return (
        _year_before(facts),
        _ended(facts),
        _due(facts),
        _undecided(facts),
        _bank(facts),
        _budget(facts),
        _check(facts),
    )


def over_before(year: int, began_on: date) -> Sentence:
    """Say that a year was over before the books began."""
    what = N_("The books began on %(day)s: fiscal year %(year)s was over by then and is not one of them.")
    return sentence(what, day=began_on, year=str(year))


def require_ready(facts: Facts) -> None:
    """Refuse to close a year of which something is not in order, each thing in a sentence.

    Raises WrongState for one such thing, Problems for several. A year that is only open for evidence was
    closed before with figures that have not moved since, so nothing more is asked of it.
    """
    if facts.state == "closed":
        raise WrongState(sentence(N_("Fiscal year %(year)s is closed already."), year=facts.year), "year")
    if facts.state == "evidence":
        return
    unmet = [need for need in needs(facts) if not need.is_met]
    if len(unmet) > 1 and facts.faults is None:
        unmet = [need for need in unmet if need.key != "check"]
    missing: list[Refusal] = [WrongState(need.what, "year") for need in unmet]
    if len(missing) == 1:
        raise missing[0]
    if missing:
        raise Problems(missing)


def require_reopenable(year: int, states: Sequence[tuple[int, State]], grade: Grade) -> None:
    """Refuse to open a year that is open, or to change figures that a later closed year stands on.

    `states` are all fiscal years with their states. Evidence can be added to any closed year.
    """
    own = dict(states)[year]
    if own == "open":
        raise WrongState(sentence(N_("Fiscal year %(year)s is open."), year=year), "year")
    if grade == "evidence" and own == "evidence":
        raise WrongState(
            sentence(N_("Fiscal year %(year)s is open for evidence already."), year=year), "year"
        )
    later = [each for each, state in states if each > year and state != "open"]
    if grade == "figures" and later:
        raise WrongState(
            sentence(
                N_("The figures of %(later)s rest on those of %(year)s: open %(later)s first."),
                later=max(later),
                year=year,
            ),
            "year",
        )


def _year_before(facts: Facts) -> Need:
    if facts.before is None:
        return Need("before", True, sentence(N_("It is the first fiscal year.")))
    year, state = facts.before
    if state == "closed":
        return Need("before", True, sentence(N_("Fiscal year %(year)s is closed."), year=year), year)
    what = N_("Fiscal year %(year)s comes first: it is not closed yet.")
    return Need("before", False, sentence(what, year=year), year)


def _ended(facts: Facts) -> Need:
    if facts.today > facts.ends_on:
        return Need("ended", True, sentence(N_("It ended on %(day)s."), day=facts.ends_on))
    return Need("ended", False, sentence(N_("It runs through %(day)s."), day=facts.ends_on))


def _due(facts: Facts) -> Need:
    if not facts.unposted:
        return Need("due", True, sentence(N_("Every instalment that fell due is posted.")))
    what = N_("Instalments that fell due and are not posted: %(number)s.")
    return Need("due", False, sentence(what, number=facts.unposted))


def _undecided(facts: Facts) -> Need:
    if not facts.undecided:
        return Need("undecided", True, sentence(N_("Every expenditure dated in it is approved or rejected.")))
    if len(facts.undecided) == 1:
        number = facts.undecided[0]
        what = N_("Expenditure %(number)s is neither approved nor rejected.")
        return Need("undecided", False, sentence(what, number=number), number)
    what = N_("Expenditures that are neither approved nor rejected: %(numbers)s.")
    return Need("undecided", False, sentence(what, numbers=", ".join(map(str, facts.undecided))))


def _bank(facts: Facts) -> Need:
    if facts.bank_cents is None:
        what = N_("The bank's balance on %(day)s is not entered yet; the ledger says %(ledger)s.")
        return Need("bank", False, sentence(what, day=facts.ends_on, ledger=Cents(facts.ledger_cents)))
    if facts.bank_cents == facts.ledger_cents:
        what = N_("Bank and ledger say %(bank)s on %(day)s.")
        return Need("bank", True, sentence(what, day=facts.ends_on, bank=Cents(facts.bank_cents)))
    return Need(
        "bank",
        False,
        sentence(
            N_("On %(day)s the bank says %(bank)s and the ledger %(ledger)s: %(difference)s apart."),
            day=facts.ends_on,
            bank=Cents(facts.bank_cents),
            ledger=Cents(facts.ledger_cents),
            difference=Cents(abs(facts.bank_cents - facts.ledger_cents)),
        ),
    )


def _budget(facts: Facts) -> Need:
    if facts.deciding is None:
        return Need("budget", True, sentence(N_("Nothing about its budget is being voted on.")))
    what = N_("Decision %(number)s about its budget is still being voted on.")
    return Need("budget", False, sentence(what, number=facts.deciding), facts.deciding)


def _check(facts: Facts) -> Need:
    if facts.faults is None:
        return Need("check", False, sentence(N_("The books are counted again when all else is in order.")))
    if not facts.faults:
        return Need("check", True, sentence(N_("Counted again, the books balance.")))
    return Need(
        "check", False, sentence(N_("The second count finds faults: %(number)s."), number=facts.faults)
    )
