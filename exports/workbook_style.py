"""The one way a text, an amount or a formula gets into a cell of a workbook, and how a sheet is printed."""

from datetime import date
from typing import Final, cast

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exports import look, words
from exports.cells import exact, one_line, visible
from exports.workbook_look import colour, fill
from exports.workbook_names import ESCAPE, cut
from ledger.core.language import Language
from ledger.core.sentences import Sentence
from ledger.core.statements.shape import Cell, Kind, Report

MOST_IN_CELL: Final = 32_767
MOST_IN_LINE: Final = 200
FIRST_DAY: Final = date(1900, 3, 1)
"""Before this day Excel counts days otherwise than the rest of the world: such a day is a text."""

_LOOKS_LIKE_FORMULA: Final = ("=", "+", "-", "@")


def cell_text(text: str) -> str:
    """Make a text fit for a cell: visible, not too long, and never read as an escaped character."""
    return ESCAPE.sub("_x005F_", cut(visible(text), MOST_IN_CELL))


def at(sheet: Worksheet, row: int, column: int) -> SheetCell:
    """Give the cell in this row and column, both from 1."""
    return cast("SheetCell", sheet.cell(row, column))


def put_text(cell: SheetCell, text: str, style: str) -> None:
    """Write a text that stays a text, whatever it begins with, also after the reader edits the cell."""
    cell.value = cell_text(text)
    cell.data_type = "s"
    cell.style = style
    if text.startswith(_LOOKS_LIKE_FORMULA):
        cell.quotePrefix = True


def put_line(cell: SheetCell, text: str, style: str) -> None:
    """Write a text that runs on over the cells beside it: on one line, and not without end."""
    put_text(cell, cut(one_line(text), MOST_IN_LINE), style)


def put_number(cell: SheetCell, digits: str, style: str) -> None:
    """Write a number digit by digit, so that no floating point stands between the books and the file."""
    cell.value = digits
    cell.data_type = "n"
    cell.style = style


def put_money(cell: SheetCell, cents: int, style: str = "ledger money") -> None:
    """Write an amount given in cents."""
    put_number(cell, exact(cents, 2), style)


def put_formula(cell: SheetCell, formula: str, style: str) -> None:
    """Write a formula of our own; it is worked out by the reader's program, not here."""
    cell.value = f"={formula}"
    cell.style = style


def put_link(cell: SheetCell, text: str, sheet: str, place: str = "A1", style: str = "ledger link") -> None:
    """Write a text that leads to a place in another sheet."""
    put_line(cell, text, style)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(sheet)}!{place}")
    cell.style = style  # setting the link took openpyxl's own style


def put_cell(cell: SheetCell, what: Cell, kind: Kind, language: Language, *, wrapped: bool = False) -> None:
    """Write a cell of a statement: real numbers, real days, and texts that are nothing but text."""
    style = f"ledger {kind}" if kind != "text" else "ledger text wrapped" if wrapped else "ledger text"
    match what:
        case None:
            cell.style = style
        case str() | Sentence():
            put_text(cell, language.say(what), "ledger text wrapped" if wrapped else "ledger text")
        case date() if what >= FIRST_DAY:
            cell.value = what
            cell.style = "ledger day"
        case date():
            put_text(cell, language.day(what), style)
        case int():
            _put_whole(cell, what, kind, style)


def _put_whole(cell: SheetCell, number: int, kind: Kind, style: str) -> None:
    """Write a whole number as what its column holds."""
    match kind:
        case "money":
            put_money(cell, number, style)
        case "share":
            put_number(cell, exact(number, 3), style)
        case "count":
            put_number(cell, str(number), style)
        case _:
            put_text(cell, str(number), style)


def colour_checks(sheet: Worksheet, cells: str, language: Language) -> None:
    """Colour check cells by what they say: green for OK, red for a difference."""
    for what, ink, ground in ((words.OK, look.GREEN, "#dff0e7"), (words.NOT_OK, look.WHITE, look.RED)):
        paint = DifferentialStyle(font=Font(bold=True, color=colour(ink)), fill=fill(ground))
        rule = Rule("cellIs", operator="equal", formula=[quoted(language.say(what))], dxf=paint)
        sheet.conditional_formatting.add(cells, rule)


def quoted(text: str) -> str:
    """Write a text as it stands in a formula."""
    return '"' + text.replace('"', '""') + '"'


def set_up_page(sheet: Worksheet, report: Report, language: Language, *, head_row: int | None = None) -> None:
    """Set a sheet up for printing: A4 on its side, one page wide, head repeated, pages numbered."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.8
    sheet.page_margins.footer = 0.35
    if head_row is not None:
        sheet.print_title_rows = f"{head_row}:{head_row}"
    name = " ".join(cut(visible(report.covenant), 80).split()).replace("&", "&&")
    left = f"{name} - {visible(language.say(words.year_of(report)))}"
    right = language.say(words.page_of("&P", "&N"))
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(left), right=_HeaderFooterPart(right)
    )


def set_print_area(sheet: Worksheet, columns: int) -> None:
    """Print so many columns and nothing that runs over beside them."""
    sheet.print_area = f"A1:{get_column_letter(columns)}{sheet.max_row}"
