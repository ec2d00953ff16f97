"""What came of an act: its result, or the refusal it met; so that a table's last column can be either."""

from collections.abc import Callable
from typing import TypeVar

from ledger.core.language import PLAIN
from ledger.core.refusals import Refusal

Result = TypeVar("Result")


def outcome(act: Callable[[], Result]) -> Result | Refusal:
    """Do something, and give its result or the refusal it met."""
    try:
        return act()
    except Refusal as refused:
        return refused


def name_of(result: object) -> str:
    """Name what came of an act in a table: "accepted", or the kind of refusal and its field."""
    if not isinstance(result, Refusal):
        return "accepted"
    return f"{type(result).__name__} {result.field}" if result.field else type(result).__name__


def words_of(result: object) -> str:
    """Give the sentence of a refusal in English; a result that is no refusal as a text."""
    return PLAIN.say(result.why) if isinstance(result, Refusal) else str(result)
