"""What is filed with a fiscal year: by whom, once, and again when its figures were opened."""

from datetime import date
from typing import Any

import pytest

from ledger import year_documents
from ledger.core.media import SoundFile
from tests import papers
from tests.actions.world import ACCEPTED, World
from tests.actions.yearly import NEW_YEAR, auditor, decides, fixture_closed, fixture_ended

__all__ = ["fixture_closed", "fixture_ended"]


@pytest.mark.parametrize(
    "who, kind, told",
    [
        ("treasurer", "management_statement", ACCEPTED),
        ("auditor", "auditors_report", ACCEPTED),
        (
            "treasurer",
            "auditors_report",
            ("NotAllowed", "kind", "The auditor's report is filed by the auditor."),
        ),
        ("auditor", "management_statement", ("NotAllowed", "kind", "This is filed by the treasurer.")),
        ("treasurer", "invoice", ("Malformed", "kind", "Choose what this file is.")),
        (
            "treasurer",
            "bank_statement",
            (
                "YearClosed",
                "kind",
                "Fiscal year 2015 is closed: no evidence is added unless the parties open it.",
            ),
        ),
    ],
)
def test_who_files_what_with_a_closed_year(closed: World, who: str, kind: str, told: object) -> None:
    acting = closed.treasurer() if who == "treasurer" else auditor(closed)
    facts = {"year": 2015, "kind": kind, "file": SoundFile("x.pdf", papers.PDF)}
    assert closed.tries(year_documents.file_document, by=acting, **facts) == told
    if told == ACCEPTED:
        assert closed.faults() == []


def test_the_same_file_is_filed_once(closed: World) -> None:
    facts: dict[str, Any] = {"year": 2015, "kind": "management_statement", "file": SoundFile("x", papers.PDF)}
    first = closed.does(year_documents.file_document, **facts)
    before = closed.everything()
    assert closed.does(year_documents.file_document, **facts) == first
    assert closed.everything() == before
    other = {**facts, "kind": "auditors_report"}
    assert closed.tries(year_documents.file_document, by=auditor(closed), **other) == (
        "WrongState",
        "files",
        "This file was filed with 2015 as something else.",
    )


def test_what_is_missing_is_told_until_it_is_filed_and_again_after_the_figures_moved(ended: World) -> None:
    file = year_documents.file_document
    assert ended.asks(year_documents.missing, 2015) == ()
    decides(ended, "close_year", year=2015)
    assert ended.asks(year_documents.missing, 2015) == ("management_statement", "auditors_report")
    assert ended.asks(year_documents.waiting, "auditors_report") == [(2015, NEW_YEAR)]
    ended.does(file, year=2015, kind="management_statement", file=SoundFile("a.pdf", papers.PDF))
    ended.does(
        file, by=auditor(ended), year=2015, kind="auditors_report", file=SoundFile("b.png", papers.PNG)
    )
    assert ended.asks(year_documents.missing, 2015) == ()

    ended.today = date(2016, 2, 1)
    decides(ended, "reopen_year", year=2015, grade="figures")
    ended.today = date(2016, 2, 2)
    decides(ended, "close_year", year=2015)
    assert ended.asks(year_documents.missing, 2015) == ("management_statement", "auditors_report")
    assert [each.is_current for each in ended.asks(year_documents.documents, 2015)] == [False, False]
    assert ended.faults() == []
