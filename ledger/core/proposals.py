"""Proposals: what a decision would change, each figure before and after, in words everybody can read.

The figures of a decision are kept with its text and voted on with it. Each change names what it is about,
what stands there now and what would stand there, so that a page, a file and a verifier read the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.core.sentences import N_, Cents, Sentence, sentence

Value = Cents | date | Sentence | str | None
"""What stands before or after: an amount, a day, a word; None: nothing."""

WHAT: Mapping[str, str] = {
    "budget_line": N_("Budget of %(of)s"),
    "gross": N_("Expenditure %(of)s, gross"),
}
"""What a change is about, as a sentence; `of` says of whom or which."""

DAYS = frozenset[str]()
"""The changes whose values are days."""

WORDS = frozenset[str]()
"""The changes whose values are words."""


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
            sentence(WHAT[each["what"]], of=each["of"]),
            _value(each["what"], each["before"]),
            _value(each["what"], each["after"]),
        )
        for each in figures.get("changes", ())
    ]


def _value(what: str, value: Any) -> Value:
    if value is None:
        return None
    if what in WORDS:
        return str(value)
    return date.fromisoformat(value) if what in DAYS else Cents(value)
