"""One statement as one sheet: its rows as an Excel Table, and below it every control total tied out."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from exports import words
from exports.cells import visible, written
from exports.workbook_names import Names, column_heads
from exports.workbook_style import (
    at,
    colour_checks,
    put_cell,
    put_formula,
    put_line,
    put_link,
    put_money,
    put_text,
    quoted,
    set_print_area,
    set_up_page,
)
from ledger.core.language import Language
from ledger.core.sentences import Sentence
from ledger.core.statements.shape import Column, Control, Kind, Report, Statement

HEAD_ROW = 5
FIRST_ROW = HEAD_ROW + 1
LEAST_WIDTHS: dict[Kind, float] = {"text": 10, "money": 15, "day": 12.5, "count": 10, "share": 10}
MOST_WIDE, MOST_NARROW = 52.0, 30.0
LABEL_WIDTH = 30.0
"""The columns left of the first figure are together at least this wide, for the labels below the table."""


@dataclass(frozen=True)
class Checked:
    """One control total with the cells, in its sheet, that tie it out."""

    sheet: str
    statement: Statement
    control: Control
    sum_cell: str
    own_cell: str
    difference_cell: str
    check_cell: str

    def reference(self, cell: str) -> str:
        """Write how another sheet refers to one of the cells."""
        return f"{quote_sheetname(self.sheet)}!{cell}"


@dataclass
class Page:
    """The sheet being written: what each of its parts needs to know."""

    sheet: Worksheet
    statement: Statement
    language: Language
    names: Names

    @property
    def last_row(self) -> int:
        """Say in which row the table ends; an empty one keeps one empty row."""
        return HEAD_ROW + max(1, len(self.statement.rows))

    def column_cells(self, key: str) -> str:
        """Write the cells of a column of the table, fixed against copying."""
        letter = get_column_letter(self.statement.place(key) + 1)
        return f"${letter}${FIRST_ROW}:${letter}${self.last_row}"


def write_sheet(
    sheet: Worksheet,
    statement: Statement,
    report: Report,
    language: Language,
    names: Names,
    *,
    contents: str,
    status: str | None,
) -> list[Checked]:
    """Write one statement; give the control totals that were tied out.

    `contents` is the name of the sheet with the contents, `status` the formula that says whether all
    checks of this sheet agree, or None where there are none.
    """
    page = Page(sheet, statement, language, names)
    set_up_page(sheet, report, language, head_row=HEAD_ROW)
    _write_top(page, report, contents, status)
    _write_table(page)
    _set_widths(page)
    checked = _write_controls(page, report)
    _write_notes(page)
    set_print_area(sheet, max(2, len(statement.columns)))
    sheet.freeze_panes = f"A{FIRST_ROW}"
    return checked


def _write_top(page: Page, report: Report, contents: str, status: str | None) -> None:
    """Write title, subtitle and the state of the checks above the table."""
    sheet, say = page.sheet, page.language.say
    put_line(sheet["A1"], say(page.statement.title), "ledger title")
    sheet.row_dimensions[1].height = 26
    subtitle = " · ".join(
        visible(text)
        for text in (
            report.covenant,
            say(words.year_of(report)),
            f"{say(words.AS_AT)} {page.language.day(report.as_at)}",
            say(words.AMOUNTS_IN_EURO),
        )
    )
    put_line(sheet["A2"], subtitle, "ledger muted")
    if status is not None:
        put_formula(sheet["A3"], f"{quoted(say(words.CHECKS) + ': ')}&{status}", "ledger muted")
    last = max(2, len(page.statement.columns))
    put_link(at(sheet, 3, last), say(words.CONTENTS), contents, style="ledger link right")
    sheet.row_dimensions[4].height = 6


def _write_table(page: Page) -> None:
    """Write head and rows, and make them an Excel Table with filters."""
    sheet, statement = page.sheet, page.statement
    heads = column_heads([page.language.say(column.label) for column in statement.columns])
    for place, (head, column) in enumerate(zip(heads, statement.columns, strict=True), 1):
        style = "ledger head" if column.kind in {"text", "day"} else "ledger head figure"
        put_text(at(sheet, HEAD_ROW, place), head, style)
    sheet.row_dimensions[HEAD_ROW].height = 33
    for row_number, row in enumerate(statement.rows, FIRST_ROW):
        for place, (cell, column) in enumerate(zip(row.cells, statement.columns, strict=True), 1):
            put_cell(
                at(sheet, row_number, place), cell, column.kind, page.language, wrapped=column.kind == "text"
            )
    name = page.names.figure("table", statement.key)
    area = f"A{HEAD_ROW}:{get_column_letter(len(heads))}{page.last_row}"
    look = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    table = Table(name=name, displayName=name, ref=area, tableStyleInfo=look)
    table.autoFilter = AutoFilter(ref=area)
    table.tableColumns = [
        # A column of the table must bear the very text that stands in its head.
        TableColumn(id=place, name=str(sheet.cell(HEAD_ROW, place).value))
        for place in range(1, len(heads) + 1)
    ]
    sheet.add_table(table)


def _set_widths(page: Page) -> None:
    """Make each column as wide as what stands in it, within reason; very tall rows are kept low."""
    statement, language = page.statement, page.language
    widths = [_width(column, place, statement, language) for place, column in enumerate(statement.columns)]
    figures = [statement.place(control.column) for control in statement.controls]
    first_figure = min(figures, default=len(widths))
    left = sum(widths[:first_figure])
    if figures and 0 < left < LABEL_WIDTH:
        widths[first_figure - 1] += LABEL_WIDTH - left
    for place, width in enumerate(widths, 1):
        page.sheet.column_dimensions[get_column_letter(place)].width = width
    for row_number, row in enumerate(statement.rows, FIRST_ROW):
        lines = max(
            (
                sum(1 + int(len(line) / (width - 1)) for line in written(cell, "text", language).split("\n"))
                for cell, width in zip(row.cells, widths, strict=True)
                if isinstance(cell, str | Sentence)
            ),
            default=1,
        )
        if lines > 1:
            page.sheet.row_dimensions[row_number].height = 15.0 * min(lines, 10)


def _width(column: Column, place: int, statement: Statement, language: Language) -> float:
    """Say how wide a column is to be, in characters."""
    head = max(map(len, language.say(column.label).split()), default=0) + 5.0
    longest = max(
        (
            max(map(len, written(row.cells[place], column.kind, language)[:500].split("\n")))
            for row in statement.rows
        ),
        default=0,
    )
    most = MOST_WIDE if column.wide else MOST_NARROW
    return min(max(LEAST_WIDTHS[column.kind], head, longest * 1.05 + 2), most)


def _blocks(statement: Statement) -> Sequence[tuple[str | Sentence | None, list[list[Control]]]]:
    """Gather the controls by group, the whole last; in a group those with one label stand side by side."""
    groups: dict[str | Sentence | None, list[list[Control]]] = {}
    ordered = sorted(statement.controls, key=lambda control: control.group is None)
    for control in ordered:
        lines = groups.setdefault(control.group, [])
        for line in lines:
            if line[0].label == control.label and control.column not in {other.column for other in line}:
                line.append(control)
                break
        else:
            lines.append([control])
    return list(groups.items())


def _write_controls(page: Page, report: Report) -> list[Checked]:
    """Tie out every control below the table, each under its own column."""
    if not page.statement.controls:
        return []
    sheet, language = page.sheet, page.language
    row = page.last_row + 2
    put_text(at(sheet, row, 1), language.say(words.CHECKS), "ledger heading")
    for place in range(2, len(page.statement.columns) + 1):
        sheet.cell(row, place).style = "ledger heading"
    row += 1
    checked: list[Checked] = []
    for group, lines in _blocks(page.statement):
        criterion = None
        if group is not None:
            put_text(at(sheet, row, 1), language.say(group), "ledger group")
            criterion = f"$A${row}"
            row += 1
        for line in lines:
            checked += _write_block(page, line, criterion, row)
            row += 5
    colour_checks(sheet, " ".join(one.check_cell for one in checked), language)
    return checked


def _write_block(page: Page, controls: list[Control], criterion: str | None, row: int) -> list[Checked]:
    """Write four lines: the live sum, the ledger's own figure, the difference, and OK or DIFFERENCE."""
    sheet, statement, language = page.sheet, page.statement, page.language
    figures = {statement.place(control.column) + 1 for control in controls}
    width = len(statement.columns)
    label_place = next((place for place in range(1, width + 2) if place not in figures), width + 1)
    for place in range(1, width + 1):
        sheet.cell(row, place).style = "ledger total"
    for down, (label, style) in enumerate(
        (
            (controls[0].label, "ledger total"),
            (words.OWN_FIGURE, "ledger muted"),
            (words.DIFFERENCE, "ledger muted"),
            (words.CHECK, "ledger muted"),
        )
    ):
        put_line(at(sheet, row + down, label_place), language.say(label), style)
    return [_tie_out(page, control, criterion, row) for control in controls]


def _tie_out(page: Page, control: Control, criterion: str | None, row: int) -> Checked:
    """Write the four cells of one control, and name the ledger's own figure."""
    sheet, statement, language = page.sheet, page.statement, page.language
    letter = get_column_letter(statement.place(control.column) + 1)
    cells = page.column_cells(control.column)
    total = f"SUM({cells})"
    if criterion is not None and statement.group_by is not None:
        # EXACT takes a group's name as it is; SUMIFS would read "=…", "*" and "1300" as something else.
        total = f"SUMPRODUCT(--EXACT({page.column_cells(statement.group_by)},{criterion}),{cells})"
    put_formula(sheet[f"{letter}{row}"], total, "ledger total money")
    put_money(sheet[f"{letter}{row + 1}"], control.cents, "ledger muted money")
    put_formula(
        sheet[f"{letter}{row + 2}"], f"ROUND({letter}{row}-{letter}{row + 1},2)", "ledger muted money"
    )
    ok, not_ok = quoted(language.say(words.OK)), quoted(language.say(words.NOT_OK))
    put_formula(sheet[f"{letter}{row + 3}"], f"IF({letter}{row + 2}=0,{ok},{not_ok})", "ledger check")
    level = "total" if criterion is None else "subtotal"
    page.names.define(sheet.title, f"{letter}{row + 1}", level, statement.key, control.column)
    cells_of = (f"{letter}{row + down}" for down in range(4))
    return Checked(sheet.title, statement, control, *cells_of)


def _write_notes(page: Page) -> None:
    """Write what the reader should know below everything else."""
    sheet, language = page.sheet, page.language
    notes = list(page.statement.notes)
    if not page.statement.rows:
        notes.insert(0, words.NO_ROWS)
    if not notes:
        return
    row = sheet.max_row + 2
    put_text(at(sheet, row, 1), language.say(words.NOTES), "ledger heading")
    width = max(2, len(page.statement.columns))
    room = sum(sheet.column_dimensions[get_column_letter(place)].width for place in range(1, width + 1))
    for place in range(2, width + 1):
        sheet.cell(row, place).style = "ledger heading"
    for down, note in enumerate(notes, 1):
        text = language.say(note)
        put_text(at(sheet, row + down, 1), text, "ledger note")
        sheet.merge_cells(start_row=row + down, start_column=1, end_row=row + down, end_column=width)
        lines = sum(1 + int(len(line) / max(room, 20)) for line in text.split("\n"))
        sheet.row_dimensions[row + down].height = 15.0 * min(lines, 20) + 3
