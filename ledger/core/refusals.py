"""Refusals: what the ledger will not do, and why, in one sentence with the figures.

Every rule that says no raises a `Refusal`. It carries the sentence for the reader, the name of the
form field it belongs to (where there is one) and the HTTP status a page answers with. Nothing has
been written when a refusal reaches the reader.
"""

from ledger.core.sentences import Sentence


class Refusal(Exception):
    """What was asked cannot be done; the sentence says why.

    `field` names the form field the sentence belongs beside, or None for the page as a whole.
    """

    status = 422

    def __init__(self, why: Sentence, field: str | None = None) -> None:
        super().__init__(str(why))
        self.why = why
        self.field = field


class Malformed(Refusal):
    """What was typed cannot be read: an amount, a date, a name."""


class NotFound(Refusal):
    """What was asked for does not exist in this covenant."""

    status = 404


class NotAllowed(Refusal):
    """This person may not do this."""

    status = 403


class WrongState(Refusal):
    """The thing is in a state in which this cannot be done (already paid, already closed)."""

    status = 409


class NoRoom(Refusal):
    """A ceiling would be passed: budget, promised money or cash."""

    status = 409


class YearClosed(Refusal):
    """The date falls in a fiscal year that is closed."""

    status = 409


class KeyReused(Refusal):
    """A request key that already stands for another act came back with other content."""

    status = 409


class Unavailable(Refusal):
    """The ledger cannot be used at this moment: its database is away, busy for too long, or full.

    `kind` names which of these, and `code` is the database's own name for it; neither names anybody.
    """

    status = 503

    def __init__(self, why: Sentence, kind: str, code: str = "") -> None:
        super().__init__(why)
        self.kind = kind
        self.code = code


class Problems(Refusal):
    """Several things are wrong at once: each with its own field or place.

    `each` lists the refusals in the order found; the first speaks for all where only one fits.
    """

    def __init__(self, each: list[Refusal]) -> None:
        super().__init__(each[0].why, each[0].field)
        self.each = tuple(each)
