"""The names inside a workbook: of sheets, tables and figures, each within Excel's rules and once only."""

import re
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import absolute_coordinate, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName

from exports.cells import one_line, visible

MOST_IN_SHEET_NAME: Final = 31
ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""An underscore that Excel would read as the beginning of a character written by its code."""

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_RESERVED: Final = frozenset({"history"})


def units(text: str) -> int:
    """Say how long Excel finds a text: characters beyond the first 65,536 count twice."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def cut(text: str, most: int, ending: str = "\N{HORIZONTAL ELLIPSIS}") -> str:
    """Cut a text to what Excel takes, the ending included when something is cut off."""
    if units(text) <= most:
        return text
    kept: list[str] = []
    left = most - units(ending)
    for character in text:
        left -= units(character)
        if left < 0:
            break
        kept.append(character)
    return "".join(kept) + ending


class Names:
    """The names given out so far in one workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._sheets: set[str] = set(_RESERVED)
        self._figures: set[str] = set()

    def sheet(self, title: str) -> str:
        """Make a sheet's name of its title: 31 characters at most, none that Excel forbids."""
        plain = one_line(ESCAPE.sub("-", _FORBIDDEN.sub(" ", visible(title)))).strip("' ") or "-"
        name, number = cut(plain, MOST_IN_SHEET_NAME).strip("' "), 1
        while name.casefold() in self._sheets:
            number += 1
            tail = f" ({number})"
            name = cut(plain, MOST_IN_SHEET_NAME - len(tail)).strip("' ") + tail
        self._sheets.add(name.casefold())
        return name

    def figure(self, *parts: str) -> str:
        """Make a name for a table or a figure: letters, digits and underscores, never like a cell's."""
        words = [re.sub(r"[^A-Za-z0-9]+", "_", part).strip("_").lower() for part in parts]
        plain = "_".join(word for word in words if word)[:200] or "part"
        # "tax2024" or "r1c1" would be read as a cell, so a name always has an underscore in front of a digit.
        plain = re.sub(r"(?<=[a-z])(?=[0-9])", "_", plain)
        plain = plain if plain[0].isalpha() and len(plain) > 1 else f"part_{plain}"
        name, number = plain, 1
        while name in self._figures:
            number += 1
            name = f"{plain}_{number}"
        self._figures.add(name)
        return name

    def define(self, sheet: str, cell: str, *parts: str) -> None:
        """Give a cell a name by which formulas and readers can find it."""
        name = self.figure(*parts)
        place = f"{quote_sheetname(sheet)}!{absolute_coordinate(cell)}"
        self._workbook.defined_names[name] = DefinedName(name, attr_text=place)


def column_heads(labels: list[str]) -> list[str]:
    """Make the heads of a table's columns: one line, 255 characters at most, no two alike."""
    heads: list[str] = []
    taken: set[str] = set()
    for label in labels:
        plain = one_line(visible(label)) or "-"
        head, number = cut(plain, 250), 1
        while head.casefold() in taken:
            number += 1
            head = f"{cut(plain, 240)} ({number})"
        taken.add(head.casefold())
        heads.append(head)
    return heads
