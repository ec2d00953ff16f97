"""Keeping the ledger: the commands of whoever sees to it that a copy is there when it is needed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ledger.core.statements.shape import Head
from tests.house.reading import HOUSE
from tests.stories.commands import CommandLine, Said

BALANCED = "7 parties, EUR 435,000.00 promised, books balance.\n"
PROGRAM = str(Path(sys.executable).with_name("covenant-ledger"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder for backups, in which nothing else stands."""
    made = tmp_path / "backups"
    made.mkdir()
    return made


def _names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def _typed(file: Path, *words: str, most_kilobytes: int | None = None) -> Said:
    """Give a command in a process of its own, which can write no file larger than this."""
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{file}", "INSTANCE_FOLDER": str(file.parent)}
    limit = f"ulimit -f {most_kilobytes * 2}; " if most_kilobytes else ""
    command = ["sh", "-c", f'{limit}exec "$@"', "sh", PROGRAM, *words]
    done = subprocess.run(command, cwd=HOUSE, env=env, capture_output=True, text=True, check=False)
    return Said(done.returncode, done.stdout, done.stderr)


def test_a_backup_is_made_and_put_back_by_two_commands(
    told: CommandLine, demonstration: tuple[Path, Head], folder: Path
) -> None:
    head, file = demonstration[1], folder / "today"
    line = f"customer-service-valley: books balance, the trail is whole; head {head}.\n"
    assert told("backup", str(file)) == Said(0, f"Wrote {file}.\n{line}", "")
    back = CommandLine(folder / "new.sqlite")
    assert back("restore", str(file)) == Said(0, f"Restored {file}.\n{line}", "")
    assert back("check") == Said(0, BALANCED, "")
    assert back("verify", "--witness", str(head)).status == 0
    back.close()


def test_an_old_backup_that_was_put_back_is_noticed_by_a_witness(
    told: CommandLine, demonstration: tuple[Path, Head], folder: Path
) -> None:
    head = demonstration[1]
    told("backup", str(folder / "b"))
    back = CommandLine(folder / "new.sqlite")
    back("restore", str(folder / "b"))
    said = back("verify", "--witness", f"{head.seq + 1}:{head.hash}")
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)
    back.close()


def test_a_database_in_use_is_not_written_over(opened: CommandLine, folder: Path) -> None:
    opened("backup", str(folder / "b"))
    assert opened("restore", str(folder / "b")) == Said(
        1, "", "A backup is put back into an empty database only, and this one is in use.\n"
    )


def test_a_database_that_was_never_set_up_is_not_copied(nothing: CommandLine, folder: Path) -> None:
    assert nothing("backup", str(folder / "b")).status == 1
    assert _names(folder) == []


def test_what_is_no_backup_is_refused_in_one_sentence(nothing: CommandLine, folder: Path) -> None:
    (folder / "b").write_text("nonsense")
    assert nothing("restore", str(folder / "b")) == Said(1, "", f"{folder / 'b'} is no backup of a ledger.\n")


@pytest.mark.parametrize(
    "words", [("backup",), ("init", "--apply"), ("restore",), ("restore", "no-such-file"), ("backup", "/")]
)
def test_bad_usage_is_status_two(opened: CommandLine, words: tuple[str, ...]) -> None:
    said = opened(*words)
    assert (said.status, said.out) == (2, "")


@pytest.mark.parametrize("more", [(), ("--apply",)])
def test_sqlite_has_no_roles(ready: CommandLine, more: tuple[str, ...]) -> None:
    said = ready("init", "--roles", *more)
    assert said == Said(1, "", "SQLite has no roles: whoever can write the file can write the books.\n")


def test_where_there_is_no_room_the_last_backup_stays(demonstration: tuple[Path, Head], folder: Path) -> None:
    (folder / "b").write_text("of yesterday")
    said = _typed(demonstration[0], "backup", str(folder / "b"), most_kilobytes=200)
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)
    assert "cannot be written" in said.err
    assert _names(folder) == ["b"]
    assert (folder / "b").read_text() == "of yesterday"


def test_where_there_is_no_room_nothing_is_put_back(demonstration: tuple[Path, Head], folder: Path) -> None:
    _typed(demonstration[0], "backup", str(folder / "b"))
    (folder / "new").mkdir()
    said = _typed(folder / "new" / "x.sqlite", "restore", str(folder / "b"), most_kilobytes=200)
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)
    assert "cannot be written" in said.err
    assert _names(folder / "new") == ["secret-key"]


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_backup_that_is_stopped_leaves_nothing(
    demonstration: tuple[Path, Head], folder: Path, end: signal.Signals
) -> None:
    """It is stopped as soon as it has begun to write beside its name."""
    env = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{demonstration[0]}",
        "INSTANCE_FOLDER": str(folder.parent),
    }
    command = [PROGRAM, "backup", str(folder / "b")]
    with subprocess.Popen(
        command, cwd=HOUSE, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as run:
        until = time.monotonic() + 60
        while not _names(folder) and run.poll() is None and time.monotonic() < until:
            os.sched_yield()
        run.send_signal(end)
        run.wait(60)
    assert run.returncode == 1
    assert _names(folder) == []
