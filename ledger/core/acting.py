"""Who does something, when, and under which key: given to every act as one value."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Role = Literal["treasurer", "partner", "auditor", "administrator"]
ROLES: tuple[Role, ...] = ("treasurer", "partner", "auditor", "administrator")

COMMAND_LINE = 0
"""The person id of acts done from the command line rather than by someone who signed in."""


@dataclass(frozen=True)
class By:
    """By whom, when and under which key an act is done.

    `person_id` is 0 for the command line. `party_id` is the party a partner speaks for. `now` is in
    UTC; `today` is the day at the covenant's office. `key` is the request key: the same key with the
    same content books once.
    """

    person_id: int
    now: datetime
    today: date
    roles: frozenset[Role] = frozenset()
    party_id: int | None = None
    key: str = ""
