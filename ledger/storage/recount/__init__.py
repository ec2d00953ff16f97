"""The second count: what the postings say when they are added up anew, and where anything differs from it.

    journal     the entries themselves, and what no sum over them may break
    totals      the kept totals against the budgets, instalments and obligations they stand for
    receiving   contributions, instalments and bank receipts against their entries
    spending    expenditures and payments against their entries
    deciding    budgets, decisions, votes and approvals against one another
    questions   all of these, each with the sentence it makes of a row that is wrong
    kept        the totals and outcomes themselves, to hold against what is counted

Each text is one statement over all of a covenant's rows that gives only what is wrong, so that books of a
million postings are counted in a handful of passes. Columns that end in `_cents` are amounts.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from ledger.core.sentences import Cents

_POSTED = """
SELECT p.account, p.pledge_id, p.project_id, p.accounting_year, SUM(p.cents), MAX(p.entry_id)
FROM posting p
WHERE p.covenant_id = :covenant
  AND p.entry_id IN (SELECT s.entry_id FROM entry_seal s WHERE s.covenant_id = :covenant)
GROUP BY p.account, p.pledge_id, p.project_id, p.accounting_year
"""


def wrong(session: Session, covenant_id: int, statement: str) -> list[dict[str, object]]:
    """Give the rows of one statement, amounts as `Cents` and days as dates: nothing when all is well."""
    found = session.execute(text(statement), {"covenant": covenant_id}).mappings()
    return [{str(name): _value(str(name), value) for name, value in row.items()} for row in found]


def _value(name: str, value: object) -> object:
    if name.endswith("_cents"):
        return Cents(int(str(value))) if value is not None else "-"
    if (name == "day" or name.endswith("_on")) and isinstance(value, str):
        with suppress(ValueError):  # what is no day is shown as it stands
            return date.fromisoformat(value)
    return value


Cell = tuple[str, int, int | None, int]
"""Where cents were posted: account, pledge, project (or None) and accounting year."""


@dataclass(frozen=True)
class Posted:
    """All that is sealed, added up once: the cents of each cell, and the last entry that posted on it."""

    cells: Mapping[Cell, int]
    entries: Mapping[Cell, int]

    def by(self, *places: int, accounts: Sequence[str] = ()) -> dict[tuple[object, ...], int]:
        """Add the cells up by some of their places (0 account, 1 pledge, 2 project, 3 year)."""
        sums: dict[tuple[object, ...], int] = {}
        for cell, cents in self.cells.items():
            if not accounts or cell[0] in accounts:
                key = tuple(cell[place] for place in places)
                sums[key] = sums.get(key, 0) + cents
        return sums

    def last(self, *places: int, accounts: Sequence[str] = ()) -> dict[tuple[object, ...], int]:
        """Give the last entry that posted on the cells, by some of their places."""
        numbers: dict[tuple[object, ...], int] = {}
        for cell, number in self.entries.items():
            if not accounts or cell[0] in accounts:
                key = tuple(cell[place] for place in places)
                numbers[key] = max(numbers.get(key, 0), number)
        return numbers


def posted(session: Session, covenant_id: int) -> Posted:
    """Add all sealed postings up, in one pass."""
    cells: dict[Cell, int] = {}
    entries: dict[Cell, int] = {}
    for account, pledge, project, year, cents, last in session.execute(
        text(_POSTED), {"covenant": covenant_id}
    ):
        cells[account, pledge, project, year] = int(cents)
        entries[account, pledge, project, year] = last
    return Posted(cells, entries)
