"""The workbook: real numbers, real days, tables, and every total a live formula."""

import re
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ledger.core.sentences import sentence
from ledger.core.statements.shape import Control, Report, Row, Statement
from tests.exports.office import sheets, workbook_bytes
from tests.exports.samples import (
    DUTCH,
    budget_statement,
    column,
    empty_statement,
    journal_statement,
    report,
    with_controls,
)


def opened(what: Report) -> Workbook:
    """Write a report and open it again, formulas and all."""
    return load_workbook(BytesIO(workbook_bytes(what)))


def part(content: bytes, name: str) -> str:
    """Read one part of a workbook as it is written."""
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def sheet_of(book: Workbook, name: str) -> Worksheet:
    """Give a sheet by its name."""
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


# ---- what stands in it -----------------------------------------------------------------------------


def test_there_is_a_cover_a_sheet_per_statement_and_the_checks() -> None:
    assert list(sheets(workbook_bytes(report(), DUTCH))) == [
        "Voorblad",
        "Budget against actual",
        "Contributions per party",
        "What was achieved",
        "Expenditures with approvals an…",
        "Contributions in kind",
        "Journal",
        "Controles",
    ]


def test_a_sheet_has_the_rows_of_its_statement() -> None:
    statement = budget_statement()
    rows = sheets(workbook_bytes(report(statement)))["Budget against actual"]
    assert rows[4] == [column.label.template for column in statement.columns]
    for shown, row in zip(rows[5:], statement.rows, strict=False):
        names, cents, tenths = row.cells[:2], row.cells[2:6], row.cells[6]
        assert isinstance(tenths, int)
        assert shown[:2] == list(names)
        assert [round(float(str(value)) * 100) for value in shown[2:6]] == list(cents)
        assert shown[6] == tenths / 1000


@pytest.mark.parametrize(
    "cents, digits",
    [
        (1, "0.01"),
        (-29, "-0.29"),
        (100_000, "1000.00"),
        (9_007_199_254_740_993, "90071992547409.93"),
        (123_456_789_012_345_678, "1234567890123456.78"),
    ],
)
def test_an_amount_is_written_to_the_last_digit(cents: int, digits: str) -> None:
    statement = Statement("one", sentence("One"), (column("amount", "money"),), (Row((cents,)),))
    content = workbook_bytes(report(statement))
    assert f'r="A6" s="{_style(content, "A6")}" t="n"><v>{digits}</v>' in part(
        content, "xl/worksheets/sheet2.xml"
    )


def _style(content: bytes, cell: str) -> str:
    found = re.search(rf'<c r="{cell}" s="(\d+)"', part(content, "xl/worksheets/sheet2.xml"))
    assert found is not None
    return found.group(1)


def test_days_are_days_and_figures_have_their_formats() -> None:
    sheet = sheet_of(opened(report(journal_statement(4))), "Journal")
    first = journal_statement(4).rows[0].cells[1]
    assert (
        sheet["B6"].value == datetime.combine(first, datetime.min.time())
        if isinstance(first, date)
        else False
    )
    assert sheet["B6"].number_format == "dd/mm/yyyy"
    assert sheet["G6"].number_format == "#,##0.00;[Red]-#,##0.00"
    assert sheet["A6"].number_format == "[<10000]0;#,##0"
    assert sheet_of(opened(report(budget_statement())), "Budget against actual")["G6"].number_format == "0.0%"


def test_a_day_that_excel_cannot_count_is_a_text() -> None:
    statement = Statement("old", sentence("Old"), (column("day", "day"),), (Row((date(1899, 5, 1),)),))
    assert sheets(workbook_bytes(report(statement)))["Old"][5] == ["01/05/1899", ""]


def test_a_text_in_a_column_of_figures_stays_a_text_and_counts_for_nothing() -> None:
    rows = (Row(("a", sentence("not yet"))), Row((1300, 5)))
    statement = Statement("odd", sentence("Odd"), (column("who"), column("amount", "money")), rows)
    assert sheets(workbook_bytes(report(statement)))["Odd"][5:7] == [["a", "not yet"], ["1300", 0.05]]


def test_each_statement_is_a_table_named_by_its_key() -> None:
    book = opened(report())
    tables = {table.name: table.ref for sheet in book.worksheets for table in sheet.tables.values()}
    assert tables["table_budget"] == "A5:G13"
    assert tables["table_journal"] == "A5:H125"
    assert tables["table_in_kind"] == "A5:C6", "a table without rows keeps one empty row"


def test_the_head_stays_in_sight_and_is_repeated_on_paper() -> None:
    sheet = sheet_of(opened(report()), "Journal")
    assert sheet.freeze_panes == "A6"
    assert sheet.print_title_rows == "$5:$5"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.right is not None
    assert sheet.oddFooter.right.text == "Page &P of &N"


def test_notes_stand_below_the_statement() -> None:
    rows = sheets(workbook_bytes(report(budget_statement())))["Budget against actual"]
    assert [cell for row in rows for cell in row if str(cell).startswith("Obligations")] == [
        "Obligations are contracts that have not been invoiced yet."
    ]


def test_an_empty_statement_says_so() -> None:
    rows = sheets(workbook_bytes(report(empty_statement())))["Contributions in kind"]
    assert "There is nothing to show here." in [row[0] for row in rows]


def test_the_cover_tells_of_what_for_whom_and_until_when() -> None:
    cells = [cell for row in sheets(workbook_bytes(report()))["Cover"] for cell in row if cell != ""]
    for expected in (
        "Customer Service Valley",
        "Maastricht · Fiscal year 2015",
        "Van 5.000 naar 6.000 arbeidsplaatsen in klantcontact in Zuid-Limburg",
        "01/01/2015 through 31/12/2015",
        "14/02/2016 15:09 UTC",
        str(report().head),
        "Zuyd Hogeschool",
        435000,
        -12043.1,
        "Journal",
    ):
        assert expected in cells


def test_the_cover_of_a_whole_term_says_so() -> None:
    cells = [cell for row in sheets(workbook_bytes(replace(report(), year=None)))["Cover"] for cell in row]
    assert "Maastricht · Whole term" in cells


def test_a_report_of_nothing_is_a_workbook_all_the_same() -> None:
    bare = replace(report(), statements=(), parties=(), headline=(), place="")
    rows = sheets(workbook_bytes(bare))
    assert list(rows) == ["Cover", "Checks"]
    assert rows["Checks"][2][:2] == ["All checks together", "There are no control totals to check."]


def test_the_contents_lead_to_the_sheets_and_back() -> None:
    book = opened(report())
    links = [cell.hyperlink.location for row in book["Cover"].rows for cell in row if cell.hyperlink]
    assert links[:2] == ["'Budget against actual'!A1", "'Contributions per party'!A1"]
    assert sheet_of(book, "Journal")["H3"].hyperlink.location == "'Cover'!A1"


def test_the_properties_say_what_the_file_is() -> None:
    about = opened(report()).properties
    assert about.title == "Customer Service Valley - Financial account - Fiscal year 2015"
    assert about.creator == "Covenant Ledger"
    assert about.created == about.modified == datetime(2016, 2, 14, 15, 9, 26)  # noqa: DTZ001
    assert about.description == f"Trail head {report().head}"


# ---- totals ------------------------------------------------------------------------------------------


def test_every_total_is_a_live_formula_beside_the_ledgers_own_figure() -> None:
    sheet = sheet_of(opened(report(journal_statement(6))), "Journal")
    control = journal_statement(6).controls[0]
    assert [sheet[f"G{row}"].value for row in range(14, 18)] == [
        "=SUM($G$6:$G$11)",
        control.cents / 100,
        "=ROUND(G14-G15,2)",
        '=IF(G16=0,"OK","DIFFERENCE")',
    ]
    assert [sheet[f"A{row}"].value for row in range(14, 18)] == [
        "Total",
        "The ledger's own figure",
        "Difference",
        "Check",
    ]


def test_a_subtotal_adds_the_rows_of_its_group_alone() -> None:
    sheet = sheet_of(opened(report(budget_statement())), "Budget against actual")
    assert sheet["A16"].value == "Toeleiding naar werk"
    assert sheet["C17"].value == "=SUMPRODUCT(--EXACT($A$6:$A$13,$A$16),$C$6:$C$13)"


def test_a_total_of_the_first_column_leaves_room_for_its_label() -> None:
    statement = with_controls(
        Statement("odd", sentence("Odd"), (column("amount", "money"), column("what")), (Row((5, "x")),)),
        "amount",
    )
    rows = sheets(workbook_bytes(report(statement)))["Odd"]
    assert [row[1] for row in rows[8:12]] == ["Total", "The ledger's own figure", "Difference", "Check"]


def test_two_totals_of_one_column_stand_below_one_another() -> None:
    statement = Statement(
        "twice",
        sentence("Twice"),
        (column("what"), column("amount", "money")),
        (Row(("x", 5)),),
        (Control(sentence("By accounts"), "amount", 5), Control(sentence("By pledges"), "amount", 6)),
    )
    labels = [row[0] for row in sheets(workbook_bytes(report(statement)))["Twice"]]
    assert labels.index("By pledges") - labels.index("By accounts") == 5


def test_control_totals_have_names() -> None:
    names = opened(report()).defined_names
    assert names["total_journal_debit"].attr_text == "'Journal'!$G$129"
    assert {"subtotal_budget_spent", "subtotal_budget_spent_2", "total_budget_spent", "all_checks"} <= set(
        names
    )


def test_the_checks_list_every_control_of_every_sheet() -> None:
    what = report()
    sheet = sheet_of(opened(what), "Checks")
    controls = sum(len(statement.controls) for statement in what.statements)
    listed = [row for row in sheet.iter_rows(min_row=6, values_only=True) if row[0]]
    assert len(listed) == controls
    assert (
        sheet["B3"].value
        == f'=IF(COUNTIF(\'Checks\'!$H$6:$H${5 + controls},"OK")={controls},"OK","DIFFERENCE")'
    )
    assert listed[0][4] == "='Budget against actual'!C17"
