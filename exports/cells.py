"""How one cell is written: as text in the reader's language, or as an exact number for a sheet."""

from datetime import date
from typing import Final

from ledger.core.language import Language
from ledger.core.sentences import Sentence
from ledger.core.statements.shape import Cell, Kind

ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"
UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"
THOUSANDS_FROM: Final = 10_000
"""Counts get thousands separators from here, so that years and short numbers stay as they are."""


def visible(text: str) -> str:
    """Show what cannot be seen: control characters become pictures of themselves.

    Line ends and tabs stay. What may stand in no XML file at all (half a character, a code that is not
    a character) becomes the replacement character, so that one odd name never spoils a file.
    """
    text = text.replace("\r\n", "\n")
    return text if text.isascii() and text.isprintable() else "".join(map(_visible_character, text))


def _visible_character(character: str) -> str:
    """Give a character as it is, or something visible in its place."""
    code = ord(character)
    if code < 0x20:
        return character if character in "\n\t" else chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
        return UNKNOWN
    return character


def one_line(text: str) -> str:
    """Bring a text onto one line: line ends and tabs become spaces."""
    return " ".join(text.split())


def exact(figure: int, decimals: int) -> str:
    """Write a whole number of parts as a decimal number: 123456 in cents is 1234.56.

    Works on digits alone, so that no amount passes through floating point on its way to a file.
    """
    digits = str(abs(figure)).rjust(decimals + 1, "0")
    sign = "-" if figure < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def share(tenths: int, language: Language) -> str:
    """Write a share given in tenths of a per cent: 831 is 83.1%, in Dutch 83,1%."""
    text = f"{exact(tenths, 1)}%"
    return text.replace(".", ",") if language.code == "nl" else text


def count(number: int, language: Language) -> str:
    """Write a whole number, with thousands separators from 10,000 on."""
    if abs(number) < THOUSANDS_FROM:
        return str(number)
    text = f"{number:,}"
    return text.replace(",", ".") if language.code == "nl" else text


def written(cell: Cell, kind: Kind, language: Language) -> str:
    """Write a cell as its reader expects it; an empty cell is an empty text."""
    match cell:
        case None:
            return ""
        case str() | Sentence():
            return language.say(cell)
        case date():
            return language.day(cell)
    return _figure(cell, kind, language)


def _figure(number: int, kind: Kind, language: Language) -> str:
    """Write a whole number as what its column holds: cents, tenths of a per cent, or a count."""
    match kind:
        case "money":
            return language.money(number)
        case "share":
            return share(number, language)
        case "count":
            return count(number, language)
    return str(number)
