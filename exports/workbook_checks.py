"""The last sheet: every control total of the workbook in one list, and one cell that speaks for all."""

from collections.abc import Sequence

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from exports import words
from exports.workbook_names import Names
from exports.workbook_sheet import Checked
from exports.workbook_style import (
    at,
    colour_checks,
    put_formula,
    put_link,
    put_text,
    quoted,
    set_print_area,
    set_up_page,
)
from ledger.core.language import Language
from ledger.core.statements.shape import Report

HEAD_ROW = 5
FIRST_ROW = HEAD_ROW + 1
CHECK_COLUMN = "H"
OVERALL_CELL = "B3"
_WIDTHS = (42, 30, 34, 20, 18, 22, 16, 16)


def status_of(sheet: str, first: int, count: int, language: Language) -> str:
    """Write the formula that says whether `count` checks, from place `first` (0 is the first), agree."""
    top = FIRST_ROW + first
    cells = f"{quote_sheetname(sheet)}!${CHECK_COLUMN}${top}:${CHECK_COLUMN}${top + count - 1}"
    ok, not_ok = quoted(language.say(words.OK)), quoted(language.say(words.NOT_OK))
    return f"IF(COUNTIF({cells},{ok})={count},{ok},{not_ok})"


def write_checks(
    sheet: Worksheet,
    checked: Sequence[Checked],
    report: Report,
    language: Language,
    names: Names,
    contents: str,
) -> None:
    """Write the list of all control totals, each with its own check cell."""
    say = language.say
    set_up_page(sheet, report, language, head_row=HEAD_ROW)
    for letter, width in zip("ABCDEFGH", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    put_text(sheet["A1"], say(words.CHECKS), "ledger title")
    sheet.row_dimensions[1].height = 26
    put_text(sheet["A2"], say(words.SUM_AGAINST_OWN), "ledger muted")
    put_text(sheet["A3"], say(words.OVERALL), "ledger total")
    put_link(sheet["H3"], say(words.CONTENTS), contents, style="ledger link right")
    sheet.row_dimensions[4].height = 6
    if not checked:
        put_text(sheet[OVERALL_CELL], say(words.NO_CHECKS), "ledger muted")
        return
    put_formula(sheet[OVERALL_CELL], status_of(sheet.title, 0, len(checked), language), "ledger check left")
    names.define(sheet.title, OVERALL_CELL, "all_checks")
    _write_list(sheet, checked, language)
    last = HEAD_ROW + len(checked)
    colour_checks(sheet, f"{OVERALL_CELL} {CHECK_COLUMN}{FIRST_ROW}:{CHECK_COLUMN}{last}", language)
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{CHECK_COLUMN}{last}"
    sheet.freeze_panes = f"A{FIRST_ROW}"
    set_print_area(sheet, len(_WIDTHS))


def _write_list(sheet: Worksheet, checked: Sequence[Checked], language: Language) -> None:
    """Write one row per control: where it stands, both figures, and whether they agree."""
    say = language.say
    heads = (
        words.STATEMENT,
        words.GROUP,
        words.CONTROL,
        words.COLUMN,
        words.SUM_OF_ROWS,
        words.OWN_FIGURE,
        words.DIFFERENCE,
        words.CHECK,
    )
    for place, head in enumerate(heads, 1):
        style = "ledger head" if place <= 4 else "ledger head figure"
        put_text(at(sheet, HEAD_ROW, place), say(head), style)
    sheet.row_dimensions[HEAD_ROW].height = 33
    for row, one in enumerate(checked, FIRST_ROW):
        statement, control = one.statement, one.control
        put_link(at(sheet, row, 1), say(statement.title), one.sheet, one.sum_cell)
        put_text(at(sheet, row, 2), "" if control.group is None else say(control.group), "ledger text")
        put_text(at(sheet, row, 3), say(control.label), "ledger text")
        column = statement.columns[statement.place(control.column)]
        put_text(at(sheet, row, 4), say(column.label), "ledger text")
        put_formula(at(sheet, row, 5), one.reference(one.sum_cell), "ledger money")
        put_formula(at(sheet, row, 6), one.reference(one.own_cell), "ledger money")
        put_formula(at(sheet, row, 7), one.reference(one.difference_cell), "ledger money")
        put_formula(at(sheet, row, 8), one.reference(one.check_cell), "ledger check")
