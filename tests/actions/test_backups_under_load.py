"""Backups while four write: each holds every entry that was acknowledged before it was begun."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import select

from ledger import backups, contributions
from ledger.checks import check
from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import Contribution
from tests.actions.conftest import _new_database
from tests.actions.world import World
from tests.programs import require_program

ROUNDS = max(2, int(os.environ.get("LEDGER_ROUNDS", "2")) * 25 // 30)
"""How many backups are made: two, or twenty-five where every race is run thirty times."""

WRITERS = 4


class Writers:
    """Four who record contributions as fast as they can, and note each that was acknowledged."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.acknowledged: list[int] = []
        self.failed: list[BaseException] = []
        self.begun, self._enough = Event(), Event()
        self._threads = [Thread(target=self._write, daemon=True) for _ in range(WRITERS)]

    def _write(self) -> None:
        own = World(Database(self.world.database.engine.url), self.world.covenant_id, self.world.today)
        try:
            while not self._enough.is_set():
                number = own.does(
                    contributions.record_contribution,
                    party="maastricht",
                    received_on=own.today,
                    amount_cents=100,
                )
                self.acknowledged.append(number)
                self.begun.set()
        except BaseException as error:  # noqa: BLE001 - told in the thread that waits
            self.failed.append(error)
        finally:
            own.database.dispose()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Have them write for as long as this lasts."""
        for each in self._threads:
            each.start()
        try:
            yield
        finally:
            self._enough.set()
            for each in self._threads:
                each.join(60)
        assert self.failed == []


def _there(database: Database) -> set[int]:
    with database.read() as session:
        return set(session.scalars(select(col(Contribution.id))))


def test_backups_under_load_hold_all_that_was_acknowledged(ready: World, tmp_path: Path) -> None:
    if not ready.database.is_sqlite:
        require_program("pg_dump", purpose="to copy a PostgreSQL database")
    writers = Writers(ready)
    held_before: list[set[int]] = []
    with writers.at_work():
        for number in range(ROUNDS):
            assert writers.begun.wait(60)
            held_before.append(set(writers.acknowledged))
            backups.back_up(ready.database, tmp_path / f"backup-{number}")
    for number, before in enumerate(held_before):
        (tmp_path / f"{number}").mkdir()
        with _new_database(tmp_path / f"{number}") as url:
            back = Database(url)
            backups.restore(back, tmp_path / f"backup-{number}")
            assert before - _there(back) == set()
            assert World(back, ready.covenant_id, ready.today).asks(check).sound
            back.dispose()
    assert set(writers.acknowledged) == _there(ready.database)
