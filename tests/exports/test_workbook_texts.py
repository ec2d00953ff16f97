"""The workbook: texts stay texts, names are ones that Excel takes, and the bytes are the same every time."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, localname

from exports.package import FONT_ORDER
from exports.workbook import write_workbook
from exports.workbook_names import Names, column_heads, cut, units
from ledger.core.sentences import sentence
from ledger.core.statements.shape import Report, Row, Statement
from tests.exports.hostile import HOSTILE, hostile_report
from tests.exports.office import sheets, workbook_bytes
from tests.exports.samples import ENGLISH, column, report


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


def test_the_parts_of_a_font_stand_in_the_order_of_the_format() -> None:
    with ZipFile(BytesIO(workbook_bytes(report()))) as archive:
        styles = fromstring(archive.read("xl/styles.xml"))
    fonts = [[localname(each) for each in font] for font in styles.iter(f"{{{SHEET_MAIN_NS}}}font")]
    assert len(fonts) > 5
    assert all(parts == sorted(parts, key=FONT_ORDER.index) for parts in fonts)
