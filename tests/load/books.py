"""The books that the load tests begin with: a covenant with its people, and what waits for approval in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import func, select

from ledger import dues, passwords, people, spending
from ledger.storage import migrate
from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import Contribution, EntrySeal, Expenditure, JournalEntry
from tests.actions.world import AGREEMENT, World, invoice, open_world
from tests.web.visitor import PASSWORD

NOW = datetime(2015, 8, 3, 12, 30, tzinfo=UTC)
TREASURER, APPROVER = "treasurer@demo.example", "vodafone@demo.example"


@dataclass
class Books:
    """A covenant in a database, looked at from beside the servers."""

    database: Database
    world: World

    def waiting(self, project: str, count: int, cents: int) -> dict[int, str]:
        """Have so many expenditures of so many cents entered; gives their digests by number."""
        made = {}
        for place in range(count):
            bill = invoice(1, {project: cents}, date(2015, 7, 20))
            number = self.world.enter(replace(bill, invoice_reference=f"{project}-{place}"))
            made[number] = self.world.asks(spending.digest_of, number)
        return made

    def approved(self, numbers: dict[int, str]) -> int:
        """Count those of these expenditures that are approved."""
        with self.database.read() as session:
            return session.execute(
                select(func.count())
                .select_from(Expenditure)
                .where(col(Expenditure.id).in_(list(numbers)), col(Expenditure.state) == "approved")
            ).scalar_one()

    def contributions(self) -> dict[str, int]:
        """Count the contributions by their reference."""
        with self.database.read() as session:
            rows = session.execute(
                select(col(Contribution.reference), func.count()).group_by(col(Contribution.reference))
            )
            return {row[0]: row[1] for row in rows}

    def unsealed(self) -> int:
        """Count the entries that were begun and not finished: never any."""
        with self.database.read() as session:
            entries = session.execute(select(func.count()).select_from(JournalEntry)).scalar_one()
            return entries - session.execute(select(func.count()).select_from(EntrySeal)).scalar_one()


@contextmanager
def opened(database_url: str, rooms: dict[str, int]) -> Iterator[Books]:
    """Open a covenant in an empty database, with a project for each name, budgeted for so many cents."""
    database = Database(database_url)
    try:
        migrate.upgrade(database)
        world = open_world(database, AGREEMENT.read_text(encoding="utf-8"))
        world.today = NOW.date()
        _let_in(world)
        for project in rooms:
            world.project(project, "placement")
        world.payee()
        world.budget(2015, rooms)
        world.does(dues.settle)
        yield Books(database, world)
    finally:
        database.dispose()


def _let_in(world: World) -> None:
    """Add the people, with passwords that take little work to weigh: it is not signing in that is tried."""
    usual = passwords.HASHER
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    for email, role, party in ((TREASURER, "treasurer", None), (APPROVER, "partner", "vodafone")):
        world.does(people.add_user, email=email, name=role.title(), role=role, party=party, password=PASSWORD)
    passwords.HASHER = usual


def sqlite(folder: Path) -> str:
    """Give the address of a new file in a folder."""
    return f"sqlite:///{folder / 'ledger.sqlite'}"
