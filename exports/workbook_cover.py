"""The first sheet: which covenant, which period, made when, and where everything is."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from exports import words
from exports.workbook_checks import OVERALL_CELL
from exports.workbook_style import (
    colour_checks,
    put_cell,
    put_formula,
    put_line,
    put_link,
    put_money,
    put_text,
    set_print_area,
    set_up_page,
)
from ledger.core.language import Language
from ledger.core.sentences import Sentence
from ledger.core.statements.shape import Report

_WIDTHS = {"A": 3, "B": 40, "C": 24, "D": 18, "E": 18, "F": 18}


@dataclass(frozen=True)
class Entry:
    """One line of the contents: sheet, title, number of rows, and the formula of its checks."""

    sheet: str
    title: str
    rows: int
    status: str | None


def write_cover(
    sheet: Worksheet, report: Report, entries: Sequence[Entry], checks: str, language: Language
) -> None:
    """Write the cover: facts, key figures, parties, contents."""
    set_up_page(sheet, report, language)
    sheet.page_setup.orientation = "portrait"
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    _write_band(sheet, report, language)
    row = _write_facts(sheet, report, checks, language, 5)
    row = _write_figures(sheet, report, language, row + 1)
    row = _write_parties(sheet, report, language, row + 1)
    _write_contents(sheet, entries, checks, language, row + 1)
    set_print_area(sheet, len(_WIDTHS))


def _write_band(sheet: Worksheet, report: Report, language: Language) -> None:
    """Write covenant, place and year across the top."""
    for row in (1, 2, 3):
        for letter in _WIDTHS:
            sheet[f"{letter}{row}"].style = "ledger band"
        sheet.merge_cells(f"B{row}:F{row}")
    place = [text for text in (report.place, language.say(words.year_of(report))) if text]
    put_text(sheet["B1"], language.say(words.ACCOUNT), "ledger band")
    put_text(sheet["B2"], report.covenant, "ledger band title")
    put_line(sheet["B3"], " · ".join(place), "ledger band")
    sheet.row_dimensions[1].height = 22
    sheet.row_dimensions[2].height = 34 if len(report.covenant) < 60 else 68
    sheet.row_dimensions[3].height = 22


def _heading(sheet: Worksheet, row: int, what: Sentence, language: Language) -> None:
    """Write the heading of a part of the cover."""
    for letter in "BCDEF":
        sheet[f"{letter}{row}"].style = "ledger heading"
    put_text(sheet[f"B{row}"], language.say(what), "ledger heading")


def _write_facts(sheet: Worksheet, report: Report, checks: str, language: Language, row: int) -> int:
    """Write what the workbook tells of and when it was made; give the next free row."""
    say = language.say
    facts: list[tuple[Sentence, str]] = [
        (words.GOAL, say(report.goal)),
        (words.PERIOD, say(words.period_of(report))),
        (words.AS_AT, language.day(report.as_at)),
        (words.MADE_AT, words.made_at(report, language)),
        (words.TRAIL_HEAD, str(report.head)),
    ]
    for label, text in facts:
        _fact(sheet, row, say(label), text)
        row += 1
    put_text(sheet[f"B{row}"], say(words.OVERALL), "ledger label")
    put_formula(sheet[f"C{row}"], f"{_quoted_sheet(checks)}!{OVERALL_CELL}", "ledger check left")
    colour_checks(sheet, f"C{row}", language)
    row += 1
    put_text(sheet[f"B{row}"], f"{say(words.WITNESS)} {say(words.AMOUNTS_IN_EURO)}.", "ledger note")
    sheet.merge_cells(f"B{row}:F{row}")
    sheet.row_dimensions[row].height = 36
    return row + 1


def _quoted_sheet(name: str) -> str:
    """Write a sheet's name as it stands in a formula."""
    return "'" + name.replace("'", "''") + "'"


def _fact(sheet: Worksheet, row: int, label: str, text: str) -> None:
    """Write one fact with its label, over as many lines as it takes up to four."""
    put_text(sheet[f"B{row}"], label, "ledger label")
    put_text(sheet[f"C{row}"], text, "ledger text wrapped")
    for letter in "DEF":
        sheet[f"{letter}{row}"].style = "ledger text wrapped"
    sheet.merge_cells(f"C{row}:F{row}")
    sheet.row_dimensions[row].height = 16.0 * min(4, 1 + len(text) // 85)


def _write_figures(sheet: Worksheet, report: Report, language: Language, row: int) -> int:
    """Write the key figures; give the next free row."""
    if not report.headline:
        return row - 1
    _heading(sheet, row, words.KEY_FIGURES, language)
    for label, cents in report.headline:
        row += 1
        _label(sheet, row, language.say(label))
        put_money(sheet[f"C{row}"], cents)
    return row + 1


def _label(sheet: Worksheet, row: int, text: str) -> None:
    """Write a name or label in the first column, over as many lines as it takes up to four."""
    put_text(sheet[f"B{row}"], text, "ledger text wrapped")
    if len(text) > 40:
        sheet.row_dimensions[row].height = 15.0 * min(4, 1 + len(text) // 38)


def _write_parties(sheet: Worksheet, report: Report, language: Language, row: int) -> int:
    """Write the parties and what kind each is; give the next free row."""
    if not report.parties:
        return row - 1
    _heading(sheet, row, words.PARTIES, language)
    for name, kind in report.parties:
        row += 1
        _label(sheet, row, name)
        put_text(sheet[f"C{row}"], language.say(kind), "ledger text")
    return row + 1


def _write_contents(
    sheet: Worksheet, entries: Sequence[Entry], checks: str, language: Language, row: int
) -> None:
    """Write where everything is: a link to each sheet, its rows and the state of its checks."""
    _heading(sheet, row, words.CONTENTS, language)
    put_text(sheet[f"D{row}"], language.say(words.ROWS), "ledger heading figure")
    put_text(sheet[f"E{row}"], language.say(words.CHECK), "ledger heading figure")
    first = row + 1
    for entry in entries:
        row += 1
        put_link(sheet[f"B{row}"], entry.title, entry.sheet)
        put_cell(sheet[f"D{row}"], entry.rows, "count", language)
        if entry.status is not None:
            put_formula(sheet[f"E{row}"], entry.status, "ledger check")
    row += 1
    put_link(sheet[f"B{row}"], language.say(words.CHECKS), checks)
    put_formula(sheet[f"E{row}"], f"{_quoted_sheet(checks)}!{OVERALL_CELL}", "ledger check")
    colour_checks(sheet, f"E{first}:E{row}", language)
