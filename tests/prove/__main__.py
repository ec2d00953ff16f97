"""The long experiments, in full: real servers under load, killed and started again.

    python -m tests.prove [ROUNDS]

runs each so many rounds (20, and killing 50), on SQLite; beside a PostgreSQL (`python -m tests.postgres
python -m tests.prove`) on that. Fails at the first thing that does not hold, and prints the figures.
"""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests import postgres
from tests.load import experiments
from tests.load.books import sqlite
from tests.load.client import NO_ANSWER
from tests.load.experiments import Statuses

Experiment = Callable[[str, Path], Statuses]

ROUNDS, KILLS, FORMS, SMALL = 20, 50, 500, 640
"""The sizes of a full run."""

WORDS = {303: "accepted", 409: "refused", 503: "asked to come back", NO_ANSWER: "not answered"}


def experiments_of(rounds: int) -> dict[str, Experiment]:
    """List the experiments by name; fewer rounds than the full number shorten all of them."""
    share = min(rounds / ROUNDS, 1)
    many, few = max(int(SMALL * share), 64), max(int(SMALL * share * 200 / SMALL), 20)
    forms, kills = max(int(FORMS * share), 20), max(int(KILLS * rounds / ROUNDS), 1)

    def last_euro(url: str, folder: Path, *, checked: bool = True) -> Statuses:
        return experiments.last_euros(
            url, folder, rounds=rounds, count=64, cents=500_00, room=1, checked=checked
        )

    return {
        f"the last euro, {rounds} rounds of 64 approvals for one": last_euro,
        "the same where only the database asks": partial(last_euro, checked=False),
        f"{many} approvals of one euro for {few}": partial(
            experiments.last_euros, rounds=1, count=many, cents=1_00, room=few
        ),
        f"{forms} forms sent three times across a crash": partial(experiments.sent_thrice, forms=forms),
        "servers asked to stop while forms wait": experiments.stopped,
        f"{kills} crashes under three writers": partial(experiments.killed, rounds=kills),
    }


@contextmanager
def a_place() -> Iterator[tuple[str, Path]]:
    """Give the address of an empty database, and a folder for what the servers keep."""
    with tempfile.TemporaryDirectory(prefix="ledger-prove-") as name:
        server = os.environ.get(postgres.ADDRESS)
        if server:
            with postgres.new_database(server) as url:
                yield url, Path(name)
        else:
            yield sqlite(Path(name)), Path(name)


def main(rounds: int) -> None:
    """Run all experiments and print what came of each."""
    engine = "PostgreSQL" if os.environ.get(postgres.ADDRESS) else "SQLite"
    for name, experiment in experiments_of(rounds).items():
        begun = time.monotonic()
        with a_place() as (url, folder):
            seen = experiment(url, folder)
        told = ", ".join(f"{count} {WORDS.get(status, status)}" for status, count in sorted(seen.items()))
        sys.stdout.write(f"{engine}: {name}: {told}; {time.monotonic() - begun:.0f} s\n")
        sys.stdout.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are ended then, too
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
