"""Forty random tamperings with the demonstration, each found at its place; `make tamper` tries a thousand."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ledger.core.statements.shape import Head
from ledger.storage.held import EXCUSED, held
from ledger.storage.tables import METADATA
from tests.actions.random_tampering import WITHOUT_MEANING, found_in, rounds, tables, tampered

Demonstration = tuple[Path, Head]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_changed_is_named(demonstration: Demonstration, tmp_path: Path, seed: int) -> None:
    file, head = demonstration
    missed = [(each.done.what, sorted(each.found)) for each in rounds(file, head, tmp_path, 10, seed)
              if not each.named]  # fmt: skip
    assert missed == []


def test_nothing_is_named_where_nothing_was_changed(demonstration: Demonstration, tmp_path: Path) -> None:
    file, head = demonstration
    for number in range(3):
        copy = tmp_path / f"{number}.sqlite"
        shutil.copyfile(file, copy)
        assert found_in(copy, head) == (set(), [])


def test_a_guard_that_is_missing_is_told_apart(demonstration: Demonstration, tmp_path: Path) -> None:
    file, head = demonstration
    copy = tmp_path / "unguarded.sqlite"
    shutil.copyfile(file, copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("DROP TRIGGER guard_vote_update")
    assert found_in(copy, head) == (set(), ["guard_vote_update"])


def test_a_tampering_changes_something_and_leaves_every_guard(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    file, head = demonstration
    copy = tmp_path / "tampered.sqlite"
    shutil.copyfile(file, copy)
    done = tampered(copy, random.Random(1))  # noqa: S311 - chance need not be secret here
    with closing(sqlite3.connect(file)) as before, closing(sqlite3.connect(copy)) as after:
        assert list(before.iterdump()) != list(after.iterdump())
    assert found_in(copy, head)[1] == []
    assert done.places


def test_every_table_of_a_covenant_is_tampered_with_or_left_alone_for_a_reason() -> None:
    owned = {table.name for table in METADATA.sorted_tables if "covenant_id" in table.columns}
    assert {table.name for table in tables()} == (owned | {"covenant"}) - set(WITHOUT_MEANING)
    assert set(WITHOUT_MEANING) <= set(EXCUSED)
    assert not set(WITHOUT_MEANING) & set(held())
