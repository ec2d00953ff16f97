"""Books in which random things happen: each act carried out or refused without a trace, and all of it undone.

After every act the books are examined: by the second count, and by counts of our own. Each accepted act
leaves behind how to undo it.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from ledger import checks, contributions, obligations, payments, periods, reversals
from ledger.core.acting import By
from ledger.core.language import PLAIN
from ledger.core.refusals import Refusal
from ledger.storage import reads
from ledger.storage.tables import Expenditure, Payment
from tests.actions.world import World
from tests.actions.world_agreements import Agreed


@dataclass(frozen=True)
class Undo:
    """How to undo an act: what it was, and the act that takes it back, once it may be called for."""

    told: str
    act: Callable[[], None]


class Books:
    """A covenant in which things happen, with a project on each programme line and one more on the first."""

    def __init__(self, world: World, agreed: Agreed) -> None:
        self.world = world
        self.agreed = agreed
        self.world.today = agreed.first_day
        self.projects = [*agreed.lines, "extra"]
        self.undoing: list[Undo] = []
        self.in_order = True
        self.knotted = False
        self.accepted = 0
        self.payees = (world.payee("One"), world.payee("Other"))
        for slug in agreed.lines:
            world.project(slug, slug)
        world.project("extra", agreed.lines[0])

    def attempt(
        self, act: Callable[..., Any], *, must: bool | None = None, by: By | None = None, **facts: Any
    ) -> Any:
        """Carry an act out, or see it refused without a trace; `must` says what it has to be."""
        before, made, why = self.image(), None, None
        try:
            made = self.world.does(act, by=by, **facts)
        except Refusal as refusal:
            why = PLAIN.say(refusal.why)
        if why is not None:
            assert self.image() == before, f"{act.__name__} was refused and left a trace"
            assert must is not True, f"{act.__name__}({facts}) was refused: {why}"
            return None
        assert must is not False, f"{act.__name__}({facts}) should have been refused"
        self.accepted += 1
        self.examine()
        return made

    def undo_everything(self) -> bool:
        """Undo everything, the last act first; out of order only where something was undone before.

        Gives whether all is undone. It has to be, unless a bill was reversed from under a credit note that
        names no bill: then bills and notes can hold each other, until the partners raise a budget.
        """
        self.world.today = max(self.world.today, self.agreed.last_day) + timedelta(days=400)
        self.world.does(contributions.post_due)
        while self.undoing:
            refused: list[Undo] = []
            why: list[str] = []
            for undo in reversed(self.undoing):
                try:
                    undo.act()
                except Refusal as refusal:
                    refused.append(undo)
                    why.append(f"{undo.told}: {PLAIN.say(refusal.why)}")
                self.examine()
            assert not (refused and self.in_order), f"these cannot be undone: {why}"
            if len(refused) == len(self.undoing):
                assert self.knotted, f"these hold each other: {why}"
                return False
            self.undoing = refused[::-1]
        return True

    # ---- examining ---------------------------------------------------------------------------------

    def image(self) -> bytes:
        """Give the digest of the whole database, byte by byte."""
        raw = self.world.database.engine.raw_connection()
        try:
            return hashlib.blake2b(raw.driver_connection.serialize()).digest()  # type: ignore[union-attr]
        finally:
            raw.close()

    def examine(self) -> None:
        """Ask that the books are sound: by the second count, and by a count of our own."""
        with self.world.database.read() as session:
            found = checks.check(session, self.world.covenant_id).findings
            assert not found, [f"{one.place}: {PLAIN.say(one.what)}" for one in found]
            unbalanced = session.execute(
                text("SELECT entry_id FROM posting GROUP BY entry_id, pledge_id HAVING SUM(cents) <> 0")
            ).all()
            assert unbalanced == []
            assert session.execute(text(BEYOND_THE_PROMISE)).all() == []
            assert session.execute(text(GIVEN_BACK_TWICE)).all() == []

    # ---- what there is -----------------------------------------------------------------------------

    def expenditures(self, *states: str) -> list[Expenditure]:
        """List the expenditures in these states."""
        return [row for row in self._all(Expenditure) if row.state in states]

    def _all(self, table: type[Any]) -> list[Any]:
        with self.world.database.read() as session:
            return list(session.query(table).order_by(table.id))

    def open_of(self, row: Expenditure) -> int:
        """Give what is owed on an expenditure; below zero what is claimed."""
        return sum(self.world.asks(payments.owed, row).values())

    def _is_open(self, day: date) -> bool:
        covenant = self.world.asks(reads.covenant)
        return self.world.asks(reads.year_states).get(periods.year_of(covenant, day), "open") == "open"

    # ---- undoing -----------------------------------------------------------------------------------

    def _later(self, told: str, act: Callable[[], None]) -> None:
        self.undoing.append(Undo(told, act))

    def _take_contribution_back(self, number: int) -> None:
        if self.world.asks(contributions.find_contribution, number).state == "received":
            self._take(contributions.reverse_contribution, number)

    def _take_expenditure_back(self, number: int) -> None:
        if self.world.state(number) in {"approved", "paid"}:
            self._take(reversals.reverse_expenditure, number)

    def _take_payment_back(self, number: int) -> None:
        if next(row for row in self._all(Payment) if row.id == number).state == "recorded":
            self._take(reversals.reverse_payment, number)

    def _release(self, number: int) -> None:
        if self.world.asks(obligations.find_obligation, number).open_cents:
            today = self.world.today
            self.world.does(obligations.release_obligation, number=number, released_on=today, reason="Over")

    def _take(self, act: Callable[..., object], number: int) -> None:
        self.world.does(act, number=number, reversed_on=self.world.today, reason="Undone")


BEYOND_THE_PROMISE = """
SELECT y.covenant_id, g.id, y.year
FROM pledge g
JOIN fiscal_year y ON y.covenant_id = g.covenant_id
WHERE g.id > 0
  AND (SELECT COALESCE(-SUM(p.cents), 0) FROM posting p WHERE p.covenant_id = g.covenant_id
       AND p.pledge_id = g.id AND p.account = 'income' AND p.accounting_year <= y.year)
    NOT BETWEEN 0 AND (SELECT COALESCE(SUM(i.amount_cents), 0) FROM instalment i
       WHERE i.covenant_id = g.covenant_id AND i.pledge_id = g.id AND i.due_on <= y.ends_on)
      - (SELECT COALESCE(SUM(r.cents), 0) FROM reduction r
       JOIN instalment i ON i.covenant_id = r.covenant_id AND i.id = r.instalment_id
       WHERE i.covenant_id = g.covenant_id AND i.pledge_id = g.id AND i.due_on <= y.ends_on
         AND r.reduced_on <= y.ends_on)
"""
"""The pledges that were charged more through some year than falls due through it, or less than nothing."""

GIVEN_BACK_TWICE = """
SELECT p.project_id, p.pledge_id, y.year
FROM fiscal_year y
JOIN posting p ON p.covenant_id = y.covenant_id AND p.account = 'costs' AND p.accounting_year <= y.year
GROUP BY p.project_id, p.pledge_id, y.year
HAVING SUM(p.cents) < 0
"""
"""The projects on which a pledge got more back, through some year, than it was charged."""
