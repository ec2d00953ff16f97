"""The accountability workbook: a cover, one sheet per statement, and a sheet with all the checks.

Figures are real numbers, written digit by digit from cents. Every total is a live formula over the
rows beside the ledger's own figure. Formulas carry no stored result on purpose: what a check cell
says is always worked out by the reader's own program, over the rows as they are in that copy.
"""

from typing import BinaryIO

from openpyxl import Workbook

from exports import look, words
from exports.cells import one_line, visible
from exports.package import save
from exports.workbook_checks import status_of, write_checks
from exports.workbook_cover import Entry, write_cover
from exports.workbook_look import add_styles, colour
from exports.workbook_names import Names, cut
from exports.workbook_sheet import Checked, write_sheet
from ledger.core.language import Language
from ledger.core.statements.shape import Report


def write_workbook(report: Report, language: Language, out: BinaryIO) -> None:
    """Write the workbook of a report to a file that is open for writing bytes.

    The same report in the same language gives the same bytes.
    """
    workbook = Workbook()
    add_styles(workbook, language)
    _set_properties(workbook, report, language)
    names = Names(workbook)
    cover = workbook.worksheets[0]
    cover.title = names.sheet(language.say(words.COVER))
    cover.sheet_properties.tabColor = colour(look.DEEP_BLUE)
    checks_name = names.sheet(language.say(words.CHECKS))
    checked: list[Checked] = []
    entries: list[Entry] = []
    for statement in report.statements:
        count = len(statement.controls)
        status = status_of(checks_name, len(checked), count, language) if count else None
        title = language.say(statement.title)
        sheet = workbook.create_sheet(names.sheet(title))
        entries.append(Entry(sheet.title, title, len(statement.rows), status))
        checked += write_sheet(sheet, statement, report, language, names, contents=cover.title, status=status)
    checks = workbook.create_sheet(checks_name)
    checks.sheet_properties.tabColor = colour(look.GREEN)
    write_checks(checks, checked, report, language, names, cover.title)
    write_cover(cover, report, entries, checks_name, language)
    save(workbook, out, report.made_at)


def _set_properties(workbook: Workbook, report: Report, language: Language) -> None:
    """Say in the file's properties what it is, of whom, and at which trail head."""
    about = workbook.properties
    title = f"{report.covenant} - {language.say(words.ACCOUNT)} - {language.say(words.year_of(report))}"
    about.title = cut(one_line(visible(title)), 250)
    about.subject = cut(one_line(visible(report.place)), 250)
    about.creator = "Covenant Ledger"
    about.lastModifiedBy = "Covenant Ledger"
    about.language = language.code
    about.description = f"{visible(language.say(words.TRAIL_HEAD))} {report.head}"
