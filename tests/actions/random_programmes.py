"""Random programmes: how many are told, the database each begins with, and what is compared at the end.

LEDGER_PROGRAMMES=1000 tells more of them than the usual few, and looks for the shortest one that fails; with
LEDGER_EXAMPLES=explore they are others every time.
"""

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from hypothesis import Phase, event, settings
from hypothesis import strategies as st
from sqlalchemy import text

from exports.controls import ties
from ledger import periods
from ledger.core.covenant_file import read_covenant
from ledger.covenants import open_covenant
from ledger.storage import reads
from ledger.storage.db import Database
from ledger.storage.migrate import upgrade
from tests import postgres
from tests.actions.acting import by
from tests.actions.two_years import drawn
from tests.actions.world import World
from tests.actions.world_agreements import Agreed
from tests.actions.world_programmes import Programme
from tests.actions.world_steps import Step

_PROGRAMMES = int(os.environ.get("LEDGER_PROGRAMMES", "5"))
_PHASES = (Phase.generate, Phase.shrink) if _PROGRAMMES > 8 else (Phase.generate,)
BUDGETS = st.lists(st.sampled_from([0, 100, 900, 3_000, 20_000]), min_size=1, max_size=5)


def programmes(*, a_part: int = 1, least: int = 1) -> Callable[[Any], Any]:
    """Say how many random programmes a test tells: one in `a_part` of those asked for, `least` at least."""
    on_sqlite = pytest.mark.skipif(
        postgres.ADDRESS in os.environ, reason="random programmes are told on SQLite alone"
    )
    told = settings(max_examples=max(_PROGRAMMES // a_part, least), phases=_PHASES)
    return lambda test: on_sqlite(told(test))


class Fresh:
    """A database in memory that is made anew for every example, from the image of one with its schema."""

    def __init__(self) -> None:
        self.database = Database("sqlite:///:memory:")
        upgrade(self.database)
        self.empty = self._connection().serialize()

    def open(self, agreed: Agreed) -> World:
        """Open a covenant in it, and nothing else."""
        self._connection().deserialize(self.empty)
        self._connection().execute("PRAGMA foreign_keys = ON")
        with self.database.write() as session:
            open_covenant(session, read_covenant(agreed.text), by=by(today=agreed.first_day))
        return World(self.database)

    def _connection(self) -> sqlite3.Connection:
        return cast("sqlite3.Connection", self.database.engine.raw_connection().driver_connection)


@pytest.fixture(scope="module", name="fresh")
def fixture_fresh() -> Iterator[Fresh]:
    """Give the database that is made anew for every example."""
    made = Fresh()
    yield made
    made.database.dispose()


def tell(programme: Programme, budgets: list[int], steps: list[Step]) -> World:
    """Have budgets adopted for every year and tell the steps; give the world they left behind."""
    for year in periods.term_years(programme.world.asks(reads.covenant)):
        programme.budget(year, budgets)
    programme.examine()
    for step in steps:
        programme.tell(step)
    event(f"accepted {programme.accepted // 5 * 5} or more")
    return programme.world


def differences(world: World, steps: list[Step]) -> list[object]:
    """Find what does not add up in the statements, as at today and a few days before."""
    years = world.asks(reads.fiscal_years)
    first, last = world.asks(reads.covenant).starts_on, years[-1].ends_on
    days = {min(max(world.today, first), last), last}
    days |= {max(first, years[step.what % len(years)].starts_on) for step in steps[:2]}
    return [(day, tie) for day in sorted(days) for tie in ties(drawn(world, None, day)) if not tie.agrees]


def untouched(world: World) -> dict[tuple[object, ...], int]:
    """Count what the kept totals are where nothing but the instalments and the budgets ever happened."""
    found: Counter[tuple[object, ...]] = Counter()
    number = world.covenant_id
    years = periods.term_years(world.asks(reads.covenant))
    ends = {row.year: row.ends_on for row in world.asks(reads.fiscal_years)}
    for due in world.asks(reads.instalments):
        found["account_total", "balance_cents", number, "receivable"] += due.amount_cents
        found["account_total", "balance_cents", number, "unspent"] -= due.amount_cents
        found["fund_total", "balance_cents", number, due.pledge_id, "receivable"] += due.amount_cents
        found["fund_total", "balance_cents", number, due.pledge_id, "unspent"] -= due.amount_cents
        for year in years:
            if due.due_on <= ends[year]:
                found["pledge_total", "due_cents", number, due.pledge_id, year] += due.amount_cents
    with world.database.read() as session:
        adopted = session.execute(
            text(
                "SELECT l.project_id, b.year, l.cents FROM budget b JOIN budget_line l"
                " ON l.covenant_id = b.covenant_id AND l.budget_id = b.id WHERE b.state = 'adopted'"
            )
        )
        for project, year, cents in adopted:
            found["project_total", "budget_cents", number, project, year] = cents
    return {key: cents for key, cents in found.items() if cents}
