"""The journal for hledger: what is written, and that hledger counts the same as this ledger."""

import csv
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest

from exports.hledger import plain, write_hledger
from ledger import reports
from ledger.core.language import PLAIN
from ledger.core.money import format_plain
from ledger.core.statements.facts import Party, Project
from ledger.core.statements.journal import Book, Line
from ledger.core.statements.shape import Head, Statement
from ledger.storage.db import Database
from tests.core.statements.world import NAMES, WHOLE_TERM
from tests.exports.hostile import HOSTILE
from tests.programs import require_hledger

DAY = date(2015, 3, 2)
LINES = (
    Line(1, DAY, "contribution_received", "contribution/1", "March", "bank", 2, None, 100_00),
    Line(1, DAY, "contribution_received", "contribution/1", "March", "receivable", 2, None, -100_00),
    Line(2, DAY, "expenditure_approved", "expenditure/1", "Fair: a; b", "costs", 2, 3, 1_05),
    Line(2, DAY, "expenditure_approved", "expenditure/1", "Fair: a; b", "costs", 0, 3, 5),
    Line(2, DAY, "expenditure_approved", "expenditure/1", "Fair: a; b", "creditors", 2, None, -1_05),
    Line(2, DAY, "expenditure_approved", "expenditure/1", "Fair: a; b", "creditors", 0, None, -5),
)
BOOK = Book("Valley", WHOLE_TERM, datetime(2015, 3, 3, tzinfo=UTC), Head(2, "f" * 64), NAMES, LINES)

WRITTEN = f"""\
; Valley
; 2015-01-01 .. 2017-12-31
; Made at 2015-03-03T00:00:00+00:00, 2:{"f" * 64}

decimal-mark .

2015-03-02 (1) Contribution received | March  ; about:contribution/1
    1100 Bank:Firm  EUR 100.00
    1300 Contributions receivable:Firm  EUR -100.00

2015-03-02 (2) Expenditure approved | Fair: a b  ; about:expenditure/1
    4000 Costs:Placement:Fair:Firm  EUR 1.05
    4000 Costs:Placement:Fair:Common fund  EUR 0.05
    1600 Creditors:Firm  EUR -1.05
    1600 Creditors:Common fund  EUR -0.05

commodity EUR 1000.00
account 1100 Bank:Firm  ; type:C
account 1300 Contributions receivable:Firm  ; type:A
account 1600 Creditors:Common fund  ; type:L
account 1600 Creditors:Firm  ; type:L
account 4000 Costs:Placement:Fair:Common fund  ; type:X
account 4000 Costs:Placement:Fair:Firm  ; type:X
"""


def written(book: Book) -> str:
    """Give the text of a book in plain English."""
    file = BytesIO()
    write_hledger(book, PLAIN, file)
    return file.getvalue().decode()


def test_every_entry_is_written_with_what_it_is_about_and_every_account_is_declared() -> None:
    assert written(BOOK) == WRITTEN


@pytest.mark.parametrize(
    "name, kept",
    [
        ("Work", "Work"),
        ("Work: the fair;  all of it", "Work the fair all of it"),
        ("(Work) | [fair]", "Work) [fair"),
        ("Work\nfair\t2015", "Work fair 2015"),
        (" :;|", "-"),
    ],
)
def test_a_name_is_written_so_that_it_stays_one_name(name: str, kept: str) -> None:
    assert plain(name) == kept


# ---- counted by hledger ------------------------------------------------------------------------------------

Hledger = Callable[..., str]


@pytest.fixture
def hledger(tmp_path: Path) -> Callable[[str], Hledger]:
    """Give a way to ask hledger about a text."""
    program = require_hledger()

    def of(text: str) -> Hledger:
        file = tmp_path / "journal.hledger"
        file.write_text(text, encoding="utf-8")

        def ask(*words: str) -> str:
            done = subprocess.run(
                [program, "--file", str(file), *words], capture_output=True, text=True, check=False
            )
            assert (done.returncode, done.stderr) == (0, "")
            return done.stdout

        return ask

    return of


def balances(ask: Hledger, *words: str) -> dict[str, str]:
    """Give what hledger says each account holds."""
    said = ask("balance", "--flat", "--no-total", "--output-format=csv", *words)
    return dict(list(csv.reader(StringIO(said)))[1:])


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_things_are_called_hledger_reads_as_many_accounts(
    hledger: Callable[[str], Hledger], name: str
) -> None:
    names = replace(
        NAMES,
        parties={**NAMES.parties, 2: Party("firm", name), 3: Party("school", name)},
        projects={**NAMES.projects, 3: Project("fair", name, 1)},
    )
    ask = hledger(written(replace(BOOK, names=names)))
    ask("check", "--strict")
    assert len(balances(ask)) == 6


@pytest.fixture(scope="module")
def valley(demonstration: tuple[Path, Head]) -> Iterable[Database]:
    """Give the demonstration, to look at."""
    database = Database(f"sqlite:///{demonstration[0]}")
    yield database
    database.dispose()


def told(valley: Database, year: int | None, key: str) -> tuple[str, Statement]:
    """Give the journal of a year, or of the whole term, and a statement of the same."""
    with valley.read() as session:
        text = written(reports.book(session, 1, year=year, code="en"))
        return text, reports.statement(session, 1, key, year=year, language_code="en")


@pytest.mark.parametrize("year", [2016, None])
def test_hledger_counts_what_each_funder_paid_for_each_project(
    hledger: Callable[[str], Hledger], valley: Database, year: int | None
) -> None:
    text, uses = told(valley, year, "sources-uses")
    assert balances(hledger(text), "^4000") == {
        f"4000 Costs:{line}:{project}:{PLAIN.say(funder)}": f"EUR {format_plain(cents)}"
        for funder, line, project, cents in cells(uses, "funder", "line", "project", "cents")
    }


def test_hledger_counts_what_every_account_holds(hledger: Callable[[str], Hledger], valley: Database) -> None:
    text, trial = told(valley, None, "trial-balance")
    ask = hledger(text)
    ask("check", "--strict")
    assert balances(ask, "--depth=1") == {
        f"{code} {PLAIN.say(name)}": f"EUR {format_plain((debit or 0) - (credit or 0))}"
        for code, name, debit, credit in cells(trial, "code", "account", "debit", "credit")
        if debit or credit
    }


def cells(statement: Statement, *keys: str) -> list[tuple[Any, ...]]:
    """Give these columns of every row."""
    return [tuple(row.cells[statement.place(key)] for key in keys) for row in statement.rows]
