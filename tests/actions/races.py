"""Races: two acts begun at the very same moment, and whether what is left is what some order would leave.

A race is run from one and the same state again and again, each time in a copy of its own. What the two acts
leave behind, in every table, must be what one of them after the other leaves, and each must be answered as it
would be then: done, or its one sentence.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from threading import Barrier, Thread

from ledger.core.refusals import Refusal
from ledger.storage.db import Database
from ledger.storage.tables import METADATA
from tests.actions.world import ACCEPTED, Said, World, said

Act = Callable[[World], object]
"""Somebody's act in a world: `lambda world: world.does(...)`."""

Answer = str | Said | tuple[Said, ...]
"""What somebody is told: accepted, or what the refusal says."""

Everything = dict[str, list[tuple[object, ...]]]
Copying = Callable[[World], AbstractContextManager[World]]

ROUNDS = int(os.environ.get("LEDGER_ROUNDS", "4"))
FEW = max(ROUNDS // 5, 1)
"""How often a race is run: those that matter most, and their likes. A clean clone runs them thirty times."""

PATIENCE = 60
"""Seconds after which an act that has not been answered counts as one that waits for ever."""


@dataclass(frozen=True)
class Ending:
    """How a race ended: what each of the two was told, and every row there is then."""

    answers: tuple[Answer, Answer]
    everything: Everything


def race(copied: Copying, world: World, one: Act, other: Act, rounds: int = ROUNDS) -> Counter[str]:
    """Run two acts against one another; say how often it ended as "one" first, "other" first or "either" way.

    Fails where an ending is that of neither order, an act is not answered by a refusal's sentence, or the
    second count finds anything. The count is made once of each ending, since equal rows are equally sound.
    """
    with ExitStack() as stack:
        orders = {
            name: in_turn(stack.enter_context(copied(world)), one, other, name) for name in ("one", "other")
        }
    first, second = orders["one"], orders["other"]
    ended: Counter[str] = Counter()
    for number, arena in enumerate(again_and_again(copied, world, rounds)):
        ending = at_once(arena, one, other, turned=bool(number % 2))
        assert ending in (first, second), different(ending, first, second)
        if first == second:
            ended["either"] += 1
        else:
            ended["one" if ending == first else "other"] += 1
    return ended


def again_and_again(copied: Copying, world: World, rounds: int) -> Iterator[World]:
    """Give a world as it stands so many times, untouched by what was done in it the time before.

    A file is copied each time. Copying a database on a server takes long, so its rows are put back instead.
    """
    if world.database.is_sqlite:
        for _ in range(rounds):
            with copied(world) as arena:
                yield arena
        return
    with copied(world) as arena:
        names = list(METADATA.tables)
        plainly(arena, "CREATE SCHEMA kept", *(f"CREATE TABLE kept.{name} AS TABLE {name}" for name in names))
        for _ in range(rounds):
            yield arena
            plainly(
                arena,
                "SET LOCAL session_replication_role = replica",  # no guards, and no foreign keys
                *(f"DELETE FROM {name}" for name in names),  # noqa: S608
                *(f"INSERT INTO {name} SELECT * FROM kept.{name}" for name in names),  # noqa: S608
            )


def plainly(arena: World, *statements: str) -> None:
    """Tell the database something in its own words."""
    with arena.database.engine.begin() as connection:
        for each in statements:
            connection.exec_driver_sql(each)


def in_turn(arena: World, one: Act, other: Act, first: str) -> Ending:
    """Do one after the other, in the order asked for; what is left must be sound."""
    if first == "one":
        answers = answer(arena, one), answer(arena, other)
    else:
        answers = (answer(arena, other), answer(arena, one))[::-1]
    assert arena.faults() == []
    return Ending(answers, arena.everything())


def at_once(arena: World, one: Act, other: Act, *, turned: bool = False) -> Ending:
    """Do both at once, each on a connection that stands ready; `turned`: the other is called up first."""
    ready, go = Barrier(2), Barrier(2)
    told: dict[int, Answer] = {}
    failed: list[BaseException] = []

    def run(place: int, act: Act) -> None:
        try:
            with standing_by(arena.database):
                ready.wait(PATIENCE)
            go.wait(PATIENCE)
            told[place] = answer(arena, act)
        except BaseException as error:  # noqa: BLE001 - told in the thread that waits
            failed.append(error)

    runners = [Thread(target=run, args=each, daemon=True) for each in enumerate((one, other))]
    for runner in reversed(runners) if turned else runners:
        runner.start()
    for runner in runners:
        runner.join(PATIENCE)
        assert not runner.is_alive(), "An act was never answered."
    assert not failed, f"An act was answered by no sentence: {failed}"
    return Ending((told[0], told[1]), arena.everything())


@contextmanager
def standing_by(database: Database) -> Iterator[None]:
    """Hold a connection, so that there is one for each who starts."""
    with database.engine.connect():
        yield


def answer(arena: World, act: Act) -> Answer:
    """Do an act and give what its actor is told."""
    try:
        act(arena)
    except Refusal as refusal:
        return said(refusal)
    return ACCEPTED


def different(ending: Ending, *orders: Ending) -> str:
    """Say in what an ending is that of neither order."""
    lines = [f"answered {ending.answers}"]
    for order in orders:
        lines.append(f"in turn {order.answers}, and rows differ in:")
        for table, rows in ending.everything.items():
            lines += [f"  {table} - {row}" for row in order.everything[table] if row not in rows]
            lines += [f"  {table} + {row}" for row in rows if row not in order.everything[table]]
    return "\n".join(lines)
