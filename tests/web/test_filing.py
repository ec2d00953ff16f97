"""Files are asked for where they would be taken: not on what belongs to a closed year."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from ledger import evidence
from ledger.core.refusals import YearClosed
from ledger.core.statements.shape import Head
from ledger.record_pages import address_of
from ledger.storage.db import Database, Session
from ledger.storage.reads import col
from tests.stories.commands import on_a_copy
from tests.stories.serving import TODAY
from tests.web.conftest import signed_in
from tests.web.matrix import OWN
from tests.web.visitor import Page

ASKED_FOR = sorted(set(evidence.SUBJECTS) - {"budget", "year"})
"""What has a form for its files; a budget has none, and a year another."""


@pytest.fixture(scope="module")
def told(demonstration: tuple[Path, Head], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Give an application on a copy of the demonstration."""
    with on_a_copy(demonstration[0], tmp_path_factory.mktemp("filing"), TODAY) as app:
        yield app


def asks_for_files(page: Page) -> bool:
    """Say whether a page has a box for files."""
    return any(box.get("type") == "file" for box in page.tree.iter("input"))


def is_taken(session: Session, subject: str) -> bool:
    """Say whether the year of something takes a file."""
    try:
        evidence.require_year_takes(session, 1, subject)
    except YearClosed:
        return False
    return True


@pytest.mark.parametrize("kind", ASKED_FOR)
def test_a_page_asks_for_files_exactly_where_its_year_takes_them(told: Flask, kind: str) -> None:
    database: Database = told.extensions["ledger"]
    table = evidence.SUBJECTS[kind]
    with database.read() as session:
        numbers = session.scalars(select(col(table.id)).order_by(col(table.id))).all()  # type: ignore[attr-defined]
        taken = {number: is_taken(session, f"{kind}/{number}") for number in numbers}
    wanted = [*[n for n in taken if taken[n]][:2], *[n for n in taken if not taken[n]][:2]]
    treasurer = signed_in(told, "treasurer@demo.example")
    asked = {
        number: asks_for_files(treasurer.get(f"/{OWN}/{address_of(f'{kind}/{number}')}")) for number in wanted
    }
    assert asked == {number: taken[number] for number in wanted}
    if kind in {"contribution", "expenditure", "obligation"}:
        assert set(asked.values()) == {True, False}


@pytest.mark.parametrize(
    "who, year, kinds",
    [
        ("treasurer", "closed", {"management_statement"}),
        ("auditor", "closed", {"auditors_report"}),
        ("vodafone", "closed", set()),
        ("treasurer", "open", {"management_statement", "bank_statement", "other"}),
        ("auditor", "open", {"auditors_report", "other"}),
        ("vodafone", "open", set()),
    ],
)
def test_a_year_asks_for_what_may_be_filed_with_it(told: Flask, who: str, year: str, kinds: set[str]) -> None:
    number = 2015 if year == "closed" else 2017
    page = signed_in(told, f"{who}@demo.example").get(f"/{OWN}/years/{number}")
    offered = {box.get("value") for box in page.tree.iter("input") if box.get("name") == "document-kind"}
    assert offered == kinds
