"""The reader's language: how sentences, amounts and dates are written for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ledger.core.money import format_cents
from ledger.core.sentences import Cents, Sentence

Code = Literal["nl", "en"]
CODES: tuple[Code, ...] = ("nl", "en")


def format_day(day: date, code: Code) -> str:
    """Write a date the way the reader's country does: 31-12-2015 in Dutch, 31/12/2015 in English."""
    return day.strftime("%d-%m-%Y" if code == "nl" else "%d/%m/%Y")


@dataclass(frozen=True)
class Language:
    """One language: its code, and how to find a text in it."""

    code: Code
    gettext: Callable[[str], str]

    def say(self, what: Sentence | str) -> str:
        """Write a sentence out, its amounts and dates in this language's style; text stays as it is."""
        if isinstance(what, str):
            return what
        text = self.gettext(what.template)
        if not what.figures:
            return text
        return text % {name: self.figure(value) for name, value in what.figures.items()}

    def figure(self, value: object) -> str:
        """Write one figure of a sentence: money as euros, a date as a date, a sentence as itself."""
        if isinstance(value, Sentence):
            return self.say(value)
        if isinstance(value, Cents):
            return f"EUR {self.money(value)}"
        if isinstance(value, date):
            return self.day(value)
        return str(value)

    def money(self, cents: int) -> str:
        """Write cents as an amount without the currency: 1.234,56 in Dutch, 1,234.56 in English."""
        return format_cents(cents, self.code)

    def day(self, day: date) -> str:
        """Write a date in numbers."""
        return format_day(day, self.code)


PLAIN = Language("en", str)
"""English as the templates have it: for the command line, logs and tests."""
