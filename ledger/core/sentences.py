"""Sentences that are not yet in a language: the rules speak here, pages and files translate.

A rule knows what it has to say but not to whom. It says it as a `Sentence`: an English template, which
is also the key in the translation catalogue, and the figures that go in. Whoever shows it asks the
reader's `Language` (in `language.py`) to say it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


class Cents(int):
    """An amount in euro cents that stands in a sentence and is to be written as money."""


@dataclass(frozen=True)
class Sentence:
    """One sentence with its figures, in no language yet.

    `template` uses `%(name)s` places, which `figures` fills: text, whole numbers, `Cents`, dates or
    other sentences.
    """

    template: str
    figures: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """Give the bare template with raw figures: for logs and tracebacks, never for readers."""
        return self.template % self.figures if self.figures else self.template


def sentence(template: str, **figures: object) -> Sentence:
    """Make a sentence from a template and its figures."""
    return Sentence(template, figures)


def as_content(what: Sentence) -> dict[str, Any]:
    """Write a sentence down so that it can be read back and said in any language: for the record."""
    return {"says": what.template, "with": {name: _kept(value) for name, value in what.figures.items()}}


def _kept(value: object) -> object:
    if isinstance(value, Sentence):
        return as_content(value)
    if isinstance(value, Cents):
        return {"cents": int(value)}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if isinstance(value, int | str) else str(value)


def from_content(content: Mapping[str, Any]) -> Sentence:
    """Read a sentence back from how `as_content` wrote it down."""
    return Sentence(content["says"], {name: _told(value) for name, value in content["with"].items()})


def _told(value: Any) -> object:
    if not isinstance(value, Mapping):
        return value
    if "cents" in value:
        return Cents(value["cents"])
    return date.fromisoformat(value["day"]) if "day" in value else from_content(value)


def N_(text: str) -> str:  # noqa: N802 - the name the translation tools look for
    """Mark a text for the translation catalogue and give it back unchanged."""
    return text
