"""The workbook as LibreOffice works it out: every check says OK, until somebody changes a row."""

from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from ledger.core.statements.shape import Report
from tests.exports.hostile import HOSTILE, hostile_report
from tests.exports.office import Sheets, recalculated, workbook_bytes
from tests.exports.samples import DUTCH, journal_statement, report


def said(found: Sheets, *words: str) -> list[object]:
    """Gather the check cells of all sheets."""
    return [cell for rows in found.values() for row in rows for cell in row if cell in words]


def errors(found: Sheets) -> list[object]:
    """Gather the cells in which a formula went wrong."""
    return [cell for rows in found.values() for row in rows for cell in row if str(cell).startswith("#")]


def controls(what: Report) -> int:
    """Count the control totals of a report."""
    return sum(len(statement.controls) for statement in what.statements)


def test_every_check_says_ok(tmp_path: Path) -> None:
    found = recalculated(workbook_bytes(report()), tmp_path)
    # Each control in its sheet and in the list of checks; the overall cell there; on the cover one for
    # each sheet that has any, and the overall one twice.
    on_cover = sum(bool(statement.controls) for statement in report().statements)
    assert len(said(found, "OK")) == controls(report()) * 2 + 1 + on_cover + 2
    assert said(found, "DIFFERENCE") == []
    assert errors(found) == []
    assert found["Checks"][2][1] == "OK"
    assert found["Journal"][2][0] == "Checks: OK"


def test_a_changed_row_shows_in_dutch_as_verschil(tmp_path: Path) -> None:
    book = load_workbook(BytesIO(workbook_bytes(report(), DUTCH)))
    cell = book["Journal"]["G6"]
    assert isinstance(cell.value, float)
    cell.value += 0.01
    out = BytesIO()
    book.save(out)
    found = recalculated(out.getvalue(), tmp_path)
    assert found["Controles"][2][1] == "VERSCHIL"
    assert found["Journal"][2][0] == "Controles: VERSCHIL"
    wrong = [row for row in found["Controles"][5:] if row[7] == "VERSCHIL"]
    assert [(row[0], row[3], row[6]) for row in wrong] == [("Journal", "Debit", 0.01)]


def test_a_row_moved_to_another_group_shows_in_both(tmp_path: Path) -> None:
    book = load_workbook(BytesIO(workbook_bytes(report())))
    book["Budget against actual"]["A6"].value = "Opleiding"
    out = BytesIO()
    book.save(out)
    found = recalculated(out.getvalue(), tmp_path)
    wrong = {row[1] for row in found["Checks"][5:] if row[7] == "DIFFERENCE"}
    assert wrong == {"Toeleiding naar werk", "Opleiding"}


def test_hostile_names_of_groups_are_added_up_all_the_same(tmp_path: Path) -> None:
    found = recalculated(workbook_bytes(hostile_report()), tmp_path)
    assert said(found, "DIFFERENCE") == []
    assert errors(found) == []
    assert found["Checks"][2][1] == "OK"
    assert next(rows for name, rows in found.items() if name.startswith("="))[5][0] == HOSTILE[0]


def test_a_year_of_two_thousand_rows_adds_up(tmp_path: Path) -> None:
    what = report(journal_statement(2000))
    found = recalculated(workbook_bytes(what), tmp_path)
    assert found["Checks"][2][1] == "OK"
    assert round(float(str(found["Checks"][5][4])) * 100) == what.statements[0].controls[0].cents
