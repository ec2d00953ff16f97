"""Proposals: what a decision would change, each figure before and after, in words everybody can read.

The figures of a decision are kept with its text and voted on with it. Each change names what it is about,
what stands there now and what would stand there, so that a page, a file and a verifier read the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.core import rule_words
from ledger.core.sentences import N_, Cents, Sentence, sentence

Value = Cents | date | Sentence | str | None
"""What stands before or after: an amount, a day, a word; None: nothing."""

WHAT: Mapping[str, str] = {
    "begin_bank": N_("In the bank account when the books begin"),
    "begin_common": N_("In the common fund when the books begin"),
    "begin_due": N_("%(of)s: had fallen due"),
    "begin_received": N_("%(of)s: had come in"),
    "begin_spent": N_("%(of)s: had been spent"),
    "books_begin": N_("First day of the books"),
    "budget_line": N_("Budget of %(of)s"),
    "carried": N_("Left of %(of)s"),
    "end_advance": N_("Received in advance, at the end of %(of)s"),
    "end_bank": N_("Bank, at the end of %(of)s"),
    "end_costs": N_("Costs through %(of)s"),
    "end_creditors": N_("Creditors, at the end of %(of)s"),
    "end_income": N_("Contribution income through %(of)s"),
    "end_owed": N_("Owed to parties, at the end of %(of)s"),
    "end_receivable": N_("Contributions receivable, at the end of %(of)s"),
    "end_to_return": N_("To be returned, at the end of %(of)s"),
    "end_unspent": N_("Unspent contributions, at the end of %(of)s"),
    "end_vat": N_("Recoverable VAT, at the end of %(of)s"),
    **rule_words.WHAT,
    "gross": N_("Expenditure %(of)s, gross"),
    "instalment": N_("Instalment of %(of)s due on %(day)s"),
    "releasable": N_("What is left of the common fund for %(of)s"),
    "released": N_("Of the common fund for %(of)s"),
    "owed_to_party": N_("Owed to %(of)s for cash lent, at most"),
    "repay_by": N_("Repaid to %(of)s by"),
    "joins": N_("First day of %(of)s"),
    "leaves": N_("Last day of %(of)s"),
    "unspent": N_("What %(of)s has not spent"),
    "settle_back": N_("To be returned to %(of)s"),
    "settle_common": N_("The common fund"),
    "settle_open": N_("Still to come in from %(of)s"),
    "settle_unspent": N_("Not spent of %(of)s"),
    "year_state": N_("Fiscal year %(of)s"),
}
"""What a change is about, as a sentence; `of` says of whom or which, `day` of when, where that is asked."""

DAYS = frozenset({"books_begin", "joins", "leaves", "repay_by"})
"""The changes whose values are days."""

STATES: Mapping[str, Mapping[str, Sentence]] = {
    "unspent": {
        "returned": sentence(N_("Goes back to it")),
        "stays": sentence(N_("Stays in the covenant")),
    },
    "year_state": {
        "open": sentence(N_("Open")),
        "evidence": sentence(N_("Open for evidence")),
        "closed": sentence(N_("Closed")),
    },
}
"""The changes whose values are states, each with the words for its states."""


@dataclass(frozen=True)
class Change:
    """One figure a decision would change: what it is, before and after."""

    what: Sentence
    before: Value
    after: Value

    @property
    def is_money(self) -> bool:
        """Say whether this is an amount, which can be added up."""
        return isinstance(self.before, Cents) or isinstance(self.after, Cents)

    @property
    def is_change(self) -> bool:
        """Say whether anything would be different."""
        return self.before != self.after

    @property
    def difference(self) -> Cents | None:
        """How much more there would be, below zero less; None where this is no amount."""
        if not self.is_money:
            return None
        return Cents(_cents(self.after) - _cents(self.before))


def _cents(value: Value) -> int:
    return value if isinstance(value, int) else 0


@dataclass(frozen=True)
class Drafted:
    """A proposal drawn up: the address of what it is about, its title, and the figures it would change."""

    subject: str
    title: str
    figures: Mapping[str, Any]


def change(what: str, before: object, after: object, *, of: str, **facts: object) -> dict[str, Any]:
    """Write one change down for a proposal's figures: cents, days as text, words, or None for nothing."""
    return {"what": what, "of": of, "before": _plain(before), "after": _plain(after), **facts}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def changes_of(figures: Mapping[str, Any]) -> Sequence[Change]:
    """Read the changes of a proposal's figures, in their order."""
    return [
        Change(
            sentence(WHAT[each["what"]], of=each["of"], **_day(each)),
            _value(each["what"], each["before"]),
            _value(each["what"], each["after"]),
        )
        for each in figures.get("changes", ())
    ]


def _day(each: Mapping[str, Any]) -> dict[str, date]:
    """Give the day a change names, if it names one."""
    return {"day": date.fromisoformat(each["day"])} if "day" in each else {}


def _value(what: str, value: Any) -> Value:
    if value is None:
        return None
    if what in STATES:
        return STATES[what][value]
    if what in rule_words.SAID:
        return rule_words.SAID[what](value)
    return date.fromisoformat(value) if what in DAYS else Cents(value)
