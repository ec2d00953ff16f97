"""How a workbook looks: its named styles, which the reader finds in the style gallery."""

from typing import Final, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from exports import look
from ledger.core.language import Language

MONEY_FORMAT: Final = "#,##0.00;[Red]-#,##0.00"
SHARE_FORMAT: Final = "0.0%"
COUNT_FORMAT: Final = "[<10000]0;#,##0"
"""Years and short numbers stay as they are; longer counts are divided in thousands."""

FONT: Final = "Calibri"
LINK_BLUE: Final = "#1f5f99"


def colour(code: str) -> str:
    """Write a colour as a workbook does: without the sign, opaque."""
    return "FF" + code.removeprefix("#").upper()


def fill(code: str) -> PatternFill:
    """Fill a cell with one colour."""
    return PatternFill("solid", fgColor=colour(code), bgColor=colour(code))


def day_format(language: Language) -> str:
    """Say how days are shown: 31-12-2015 in Dutch, 31/12/2015 in English."""
    return "dd-mm-yyyy" if language.code == "nl" else "dd/mm/yyyy"


def font(ink: str, *, size: int = 11, bold: bool = False, underline: bool = False) -> Font:
    """Make a font of the one typeface that is used."""
    line: Literal["single"] | None = "single" if underline else None
    return Font(name=FONT, size=size, bold=bold, color=colour(ink), underline=line)


Edge = Literal["", "hair", "rule", "sum"]
_EDGES: Final[dict[Edge, Border]] = {
    "": Border(),
    "hair": Border(bottom=Side("thin", color=colour(look.FAINT))),
    "rule": Border(bottom=Side("medium", color=colour(look.DEEP_BLUE))),
    "sum": Border(top=Side("thin", color=colour(look.INK))),
}


def _style(
    name: str,
    ink: str = look.INK,
    *,
    size: int = 11,
    bold: bool = False,
    ground: str = "",
    edge: Edge = "",
    align: Literal["left", "right"] | None = None,
    middle: bool = False,
    wrap: bool = False,
    indent: int = 0,
    code: str = "General",
) -> NamedStyle:
    """Make one named style."""
    style = NamedStyle(
        f"ledger {name}",
        font(ink, size=size, bold=bold, underline=ink == LINK_BLUE),
        border=_EDGES[edge],
        alignment=Alignment(align, "center" if middle else "top", wrap_text=wrap, indent=indent),
        number_format=code,
    )
    if ground:
        style.fill = fill(ground)
    return style


def add_styles(workbook: Workbook, language: Language) -> None:
    """Give the workbook its named styles."""
    deep, white, muted = look.DEEP_BLUE, look.WHITE, look.MUTED
    styles = (
        _style("title", deep, size=18, bold=True),
        _style("band", white, ground=deep, middle=True),
        _style("band title", white, size=22, bold=True, ground=deep, wrap=True, middle=True),
        _style("heading", deep, size=13, bold=True, edge="rule"),
        _style("heading figure", deep, size=13, bold=True, edge="rule", align="right", indent=1),
        _style("muted", muted),
        _style("note", muted, wrap=True),
        _style("label", bold=True, edge="hair", wrap=True),
        _style("link", LINK_BLUE, edge="hair"),
        _style("link right", LINK_BLUE, align="right", indent=1),
        _style("head", white, bold=True, ground=deep, middle=True, wrap=True),
        # Two steps from the edge, so that the filter's button does not cover the text.
        _style("head figure", white, bold=True, ground=deep, align="right", middle=True, wrap=True, indent=2),
        _style("text", edge="hair"),
        _style("text wrapped", edge="hair", wrap=True),
        _style("money", edge="hair", align="right", indent=1, code=MONEY_FORMAT),
        _style("day", edge="hair", align="left", code=day_format(language)),
        _style("count", edge="hair", align="right", indent=1, code=COUNT_FORMAT),
        _style("share", edge="hair", align="right", indent=1, code=SHARE_FORMAT),
        _style("group", deep, bold=True, edge="hair"),
        _style("total", bold=True, edge="sum"),
        _style("total money", bold=True, edge="sum", align="right", indent=1, code=MONEY_FORMAT),
        _style("muted money", muted, align="right", indent=1, code=MONEY_FORMAT),
        _style("check", bold=True, align="right", indent=1),
        _style("check left", bold=True, align="left"),
    )
    for style in styles:
        workbook.add_named_style(style)
