"""A year of deciding: what stands on the pages, in the record and in the files once it was lived through."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.exports.office import recalculated
from tests.stories.files import totals
from tests.stories.governed_year import HERE, Lived, head, live
from tests.web.visitor import Visitor

pytestmark = pytest.mark.no_cover


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """Give the year, lived."""
    made = live(tmp_path_factory.mktemp("governed"))
    yield made
    made.year.commands.close()


@pytest.fixture
def auditor(lived: Lived) -> Visitor:
    """Give the auditor, who reads everything."""
    return lived.year.people["Auditor"]


def test_the_register_tells_what_became_of_every_proposal(auditor: Visitor) -> None:
    rows = auditor.get(f"{HERE}/decisions").rows("Register of decisions")[1:]
    assert [(row[0], row[1], row[6]) for row in rows] == [
        ("Decision 7", "Closing of a year", "✓ Adopted"),
        ("Decision 6", "Reopening of a year", "✓ Adopted"),
        ("Decision 5", "Closing of a year", "✓ Adopted"),
        ("Decision 4", "Expenditure above the mandate", "✓ Adopted"),
        ("Decision 3", "Accession of a party", "✓ Adopted"),
        ("Decision 2", "Budget", "✓ Adopted"),
        ("Decision 1", "Budget", "▲ Rejected"),
    ]


def test_the_changed_proposal_keeps_the_votes_that_count_no_longer(auditor: Visitor) -> None:
    page = auditor.get(f"{HERE}/decisions/2")
    assert "Version 1, replaced on" in page.words
    assert "We pay for a third of that." in page.words
    assert page.rows("What it changed")[-1] == ["Total", "0.00", "110,000.00"]


def test_spend_above_the_mandate_was_charged_by_the_vote(auditor: Visitor) -> None:
    page = auditor.get(f"{HERE}/expenditures/1")
    assert page.rows("As booked, in euros")[-1] == ["Total", "52,000.00"]
    assert "offer.pdf" in auditor.get(f"{HERE}/decisions/4").words


def test_the_firm_that_joined_shares_only_in_what_is_dated_since(auditor: Visitor) -> None:
    charged = [
        [row[0] for row in auditor.get(f"{HERE}/expenditures/{number}").rows("As booked, in euros")[1:-1]]
        for number in (1, 2, 3)
    ]
    assert charged == [
        ["Gemeente Maastricht", "Vodafone", "Q-Park", "arvato Bertelsmann"],
        ["Vodafone", "Q-Park", "arvato Bertelsmann"],
        ["Vodafone", "Q-Park", "arvato Bertelsmann", "Stadion"],
    ]


def test_its_statement_begins_where_it_joined(auditor: Visitor) -> None:
    page = auditor.get(f"{HERE}/parties/stadion?year=2015")
    assert "45,000.00" in page.words
    assert "Work of 13-07-2015" in page.words
    assert "Work of 18-06-2015" not in page.words


def test_the_year_is_closed_and_tells_how(auditor: Visitor) -> None:
    page = auditor.get(f"{HERE}/years/2015")
    rows = page.rows("Closed and opened")[1:]
    assert [row[1] for row in rows] == ["Closing of a year", "Reopening of a year", "Closing of a year"]
    assert "Still to be filed" not in page.words


def test_the_record_is_whole_and_holds_what_was_issued_before(lived: Lived) -> None:
    commands = lived.year.commands
    assert commands("check").status == 0
    before, after = (one.head for one in lived.issued)
    assert before != after == head(lived.year)
    for witness in (before, after):
        assert commands("verify", "--witness", witness).status == 0
    forged = f"{before.partition(':')[0]}:{'0' * 64}"
    assert commands("verify", "--witness", forged).status == 1


def test_what_was_issued_again_bears_the_new_head_and_the_same_figures(lived: Lived, tmp_path: Path) -> None:
    first, second = lived.issued
    assert first.workbook != second.workbook
    for one in lived.issued:
        book = load_workbook(BytesIO(one.workbook), read_only=True)
        cells = [cell for row in book[book.sheetnames[0]].iter_rows(values_only=True) for cell in row]
        book.close()
        assert one.head in cells
    figures = [
        [(each.statement, each.cents) for each in totals(recalculated(one.workbook, tmp_path))]
        for one in lived.issued
    ]
    assert figures[0] == figures[1]
    assert {each.check for each in totals(recalculated(second.workbook, tmp_path))} == {"OK"}


def test_the_workbook_tells_every_vote_with_its_reason_and_digest(lived: Lived) -> None:
    book = load_workbook(BytesIO(lived.issued[1].workbook), read_only=True)
    votes = [row for row in book["Votes"].iter_rows(values_only=True) if str(row[0]).startswith("Decision 2")]
    book.close()
    assert [(row[1], row[2], row[3], row[5]) for row in votes] == [
        ("Vodafone", 1, "In favour", None),
        ("Q-Park", 1, "Against", "We pay for a third of that."),
        ("Gemeente Maastricht", 2, "In favour", None),
        ("Vodafone", 2, "In favour", None),
        ("Q-Park", 2, "In favour", None),
        ("arvato Bertelsmann", 2, "did not vote", None),
    ]
    digests = [row[6] for row in votes]
    assert len(set(digests[:2])) == len(set(digests[2:5])) == 1
    assert digests[0] != digests[2]
