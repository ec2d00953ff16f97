"""The workbook: real numbers, real days, tables, names, and the same bytes every time."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.workbook import write_workbook
from exports.workbook_names import Names, column_heads, cut, units
from ledger.core.sentences import sentence
from ledger.core.statements.shape import Control, Report, Row, Statement
from tests.exports.office import sheets, workbook_bytes
from tests.exports.samples import (
    DUTCH,
    ENGLISH,
    HOSTILE,
    budget_statement,
    column,
    empty_statement,
    hostile_report,
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


# ---- hostile texts, names, bytes -----------------------------------------------------------------------


def test_no_text_becomes_a_formula() -> None:
    book = opened(hostile_report())
    ours = ("=SUM(", "=SUMPRODUCT(", "=ROUND(", "=IF(", "='", '="Checks: "')
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert str(cell.value).startswith(ours)
                    assert "HYPERLINK" not in str(cell.value).replace("'=HYPERLINK", "")


def test_a_text_that_looks_like_a_formula_is_marked_as_text_for_whoever_edits_it() -> None:
    sheet = opened(hostile_report([HOSTILE[0]])).worksheets[1]
    assert sheet["A6"].value == HOSTILE[0]
    assert sheet["A6"].quotePrefix is True
    assert sheet["C6"].quotePrefix is False


@pytest.mark.parametrize(
    "typed, shown",
    [
        (text, text)
        for text in (
            HOSTILE[0],
            HOSTILE[5],
            HOSTILE[6],
            HOSTILE[7],
            HOSTILE[9],
            HOSTILE[10],
            HOSTILE[12],
            "  x ",
        )
    ]
    + [
        ("bell\a nul\0", "bell\u2407 nul\u2400"),
        ("b" * 40_000, "b" * 32_766 + "…"),
        ("\U0001f600" * 20_000, "\U0001f600" * 16_383 + "…"),
        ("two\r\nlines\tand tab", "two\nlines\tand tab"),
    ],
)
def test_a_text_reads_as_it_was_typed(typed: str, shown: str) -> None:
    statement = Statement("text", sentence("Text"), (column("what", wide=True),), (Row((typed,)),))
    assert sheets(workbook_bytes(report(statement)))["Text"][5][0] == shown


@pytest.mark.parametrize(
    "title, name",
    [
        ("Balance sheet", "Balance sheet"),
        ("a/b\\c:d*e?f[g]", "a b c d e f g"),
        ("'quoted'", "quoted"),
        ("x" * 40, "x" * 30 + "…"),
        ("  ", "-"),
        ("History", "History (2)"),
        ("\0 nul", "\u2400 nul"),
        ("_x0041_ escaped", "-x0041_ escaped"),
        ("\U0001f600" * 20, "\U0001f600" * 15 + "…"),
    ],
)
def test_a_sheet_name_is_one_that_excel_takes(title: str, name: str) -> None:
    assert Names(Workbook()).sheet(title) == name
    assert units(name) <= 31


def test_no_two_sheets_have_one_name() -> None:
    names = Names(Workbook())
    assert [names.sheet(title) for title in ("Cash", "cash", "C" * 40, "C" * 50)] == [
        "Cash",
        "cash (2)",
        "C" * 30 + "…",
        "C" * 26 + "… (2)",
    ]


@pytest.mark.parametrize(
    "parts, name",
    [
        (("total", "balance-sheet", "amount"), "total_balance_sheet_amount"),
        (("tax2024",), "tax_2024"),
        (("r1c1",), "r_1c_1"),
        (("1st",), "part_1st"),
        (("",), "part"),
        (("r",), "part_r"),
        (("ünïcode",), "n_code"),
    ],
)
def test_a_figures_name_is_never_like_a_cell(parts: tuple[str, ...], name: str) -> None:
    assert Names(Workbook()).figure(*parts) == name


def test_no_two_columns_have_one_head() -> None:
    assert column_heads(["A", "a", "", " \n", "x" * 300])[:4] == ["A", "a (2)", "-", "- (2)"]
    assert max(map(len, column_heads(["x" * 300, "x" * 301]))) <= 255


def test_a_cut_text_keeps_its_ending_within_the_limit() -> None:
    assert cut("abcdef", 4) == "abc…"
    assert cut("abcd", 4) == "abcd"


@pytest.mark.parametrize("what", [report(), hostile_report()], ids=["report", "hostile"])
def test_the_same_report_is_the_same_bytes(what: Report) -> None:
    assert workbook_bytes(what) == workbook_bytes(what)


def test_another_process_writes_the_same_bytes() -> None:
    script = (
        "import sys; from tests.exports import office, samples;"
        "sys.stdout.buffer.write(office.workbook_bytes(samples.report()))"
    )
    written = [
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": "."},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "America/New_York"))
    ]
    assert written[0] == written[1] == workbook_bytes(report())


def test_a_time_before_zip_files_is_no_trouble() -> None:
    early = replace(report(), made_at=datetime(1970, 1, 1, tzinfo=UTC))
    with ZipFile(BytesIO(workbook_bytes(early))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_stays_open_for_whoever_opened_it() -> None:
    out = BytesIO()
    write_workbook(report(), ENGLISH, out)
    assert not out.closed
