"""What is asked of a chained record, the trail or the access log: by whom, which act, on what, and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement

from ledger.storage.reads import col
from ledger.storage.tables import AccessLog, Trail


@dataclass(frozen=True)
class RowsAsked:
    """What part of a record is asked for; None and an empty text leave a part open.

    `since` is the first moment asked for, `before` the first moment after it.
    """

    person: int | None = None
    act: str = ""
    subject: str = ""
    since: datetime | None = None
    before: datetime | None = None

    def of(self, table: type[Trail] | type[AccessLog]) -> list[ColumnElement[bool]]:
        """Make the conditions that a row of this record is asked for."""
        found: list[ColumnElement[bool]] = []
        if self.person is not None:
            found.append(col(table.person_id) == self.person)
        if self.act:
            found.append(col(table.act) == self.act)
        if self.subject:
            found.append(col(table.subject) == self.subject)
        if self.since is not None:
            found.append(col(table.at) >= self.since)
        if self.before is not None:
            found.append(col(table.at) < self.before)
        return found
