"""How a workbook looks, and the one way a text, an amount or a formula gets into a cell of it."""

import re
from datetime import date
from typing import Final, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exports import look, words
from exports.cells import exact, visible
from exports.workbook_names import cut
from ledger.core.language import Language
from ledger.core.sentences import Sentence
from ledger.core.statements.shape import Cell, Kind, Report

MOST_IN_CELL: Final = 32_767
FIRST_DAY: Final = date(1900, 3, 1)
"""Before this day Excel counts days otherwise than the rest of the world: such a day is a text."""

MONEY_FORMAT: Final = "#,##0.00;[Red]-#,##0.00"
SHARE_FORMAT: Final = "0.0%"
COUNT_FORMAT: Final = "[<10000]0;#,##0"

_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LOOKS_LIKE_FORMULA: Final = ("=", "+", "-", "@")


def colour(code: str) -> str:
    """Write a colour as a workbook does: without the sign, opaque."""
    return "FF" + code.removeprefix("#").upper()


def _fill(code: str) -> PatternFill:
    """Fill a cell with one colour."""
    return PatternFill("solid", fgColor=colour(code), bgColor=colour(code))


def add_styles(workbook: Workbook, language: Language) -> None:
    """Give the workbook its named styles; the reader finds them in the style gallery."""
    hair, rule = Side("thin", color=colour(look.FAINT)), Side("medium", color=colour(look.DEEP_BLUE))
    top, below = Alignment(vertical="top"), Border(bottom=hair)
    wrapped = Alignment(vertical="top", wrap_text=True)
    ink, muted, strong = (
        Font(color=colour(look.INK)),
        Font(color=colour(look.MUTED)),
        Font(color=colour(look.INK), bold=True),
    )
    day_format = "dd-mm-yyyy" if language.code == "nl" else "dd/mm/yyyy"
    white, deep = colour(look.WHITE), _fill(look.DEEP_BLUE)
    formats = {"money": MONEY_FORMAT, "day": day_format, "count": COUNT_FORMAT, "share": SHARE_FORMAT}
    styles = [
        NamedStyle("ledger title", Font(size=18, bold=True, color=colour(look.DEEP_BLUE))),
        NamedStyle("ledger band", Font(size=11, color=white), deep),
        NamedStyle("ledger band title", Font(size=22, bold=True, color=white), deep, alignment=wrapped),
        NamedStyle(
            "ledger heading",
            Font(size=13, bold=True, color=colour(look.DEEP_BLUE)),
            border=Border(bottom=rule),
        ),
        NamedStyle("ledger muted", muted),
        NamedStyle("ledger note", muted, alignment=wrapped),
        NamedStyle("ledger label", strong, alignment=wrapped, border=below),
        NamedStyle("ledger link", Font(color=colour("#1f5f99"), underline="single"), alignment=top),
        NamedStyle(
            "ledger head",
            Font(bold=True, color=white),
            deep,
            alignment=Alignment(vertical="center", wrap_text=True),
        ),
        NamedStyle(
            "ledger head figure",
            Font(bold=True, color=white),
            deep,
            alignment=Alignment("right", "center", wrap_text=True),
        ),
        NamedStyle("ledger text", ink, alignment=top, border=below),
        NamedStyle("ledger text wrapped", ink, alignment=wrapped, border=below),
        NamedStyle("ledger group", Font(bold=True, color=colour(look.DEEP_BLUE)), border=Border(bottom=hair)),
        NamedStyle("ledger total", strong, border=Border(top=Side("thin", color=colour(look.INK)))),
        NamedStyle(
            "ledger total money",
            strong,
            border=Border(top=Side("thin", color=colour(look.INK))),
            number_format=MONEY_FORMAT,
        ),
        NamedStyle("ledger muted money", muted, number_format=MONEY_FORMAT),
        NamedStyle("ledger check", strong, alignment=Alignment("right")),
        NamedStyle("ledger check left", strong, alignment=Alignment("left", "top")),
    ]
    styles += [
        NamedStyle(
            f"ledger {kind}", ink, alignment=Alignment("right", "top"), border=below, number_format=code
        )
        for kind, code in formats.items()
    ]
    for style in styles:
        workbook.add_named_style(style)


def cell_text(text: str) -> str:
    """Make a text fit for a cell: visible, not too long, and never read as an escaped character."""
    return _ESCAPE.sub("_x005F_", cut(visible(text), MOST_IN_CELL))


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


def put_link(cell: SheetCell, text: str, sheet: str, place: str = "A1") -> None:
    """Write a text that leads to a place in another sheet."""
    put_text(cell, text, "ledger link")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(sheet)}!{place}")
    cell.style = "ledger link"


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
        look_of = DifferentialStyle(font=Font(bold=True, color=colour(ink)), fill=_fill(ground))
        rule = Rule("cellIs", operator="equal", formula=[quoted(language.say(what))], dxf=look_of)
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
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    if head_row is not None:
        sheet.print_title_rows = f"{head_row}:{head_row}"
    name = " ".join(cut(visible(report.covenant), 80).split()).replace("&", "&&")
    left = f"{name} - {visible(language.say(words.year_of(report)))}"
    right = language.say(words.page_of("&P", "&N"))
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(left), right=_HeaderFooterPart(right)
    )
