"""Source Sans, the typeface of screen and paper: how wide a text is, and what it cannot print.

All lengths are in points. The typeface comes from the package `font-source-sans-pro` (SIL Open Font
License), which may be embedded.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from exports.cells import ELLIPSIS

REGULAR: Final = "SourceSans"
SEMIBOLD: Final = "SourceSans-Semibold"
BOLD: Final = "SourceSans-Bold"
LIGHT: Final = "SourceSans-Light"
_FILES: Final = {
    REGULAR: "SourceSansPro-Regular.ttf",
    SEMIBOLD: "SourceSansPro-Semibold.ttf",
    BOLD: "SourceSansPro-Bold.ttf",
    LIGHT: "SourceSansPro-Light.ttf",
}
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of characters that have no look of their own: always printed as their code."""

MOST_MEASURED: Final = 1200
"""A text of more characters than this is shortened without measuring all of it."""


@cache
def face(name: str) -> TTFont:
    """Give one weight of the typeface, made known to reportlab when first asked for."""
    path = files("font_source_sans_pro") / "files" / _FILES[name]
    font = TTFont(name, str(path))
    pdfmetrics.registerFont(font)
    return font


@lru_cache(maxsize=16_384)
def letter_width(character: str, name: str) -> int:
    """Say how wide a character is, in thousandths of the size; one that is lacking counts as wide."""
    widths = face(name).face.charWidths
    return int(widths.get(ord(character), 1000))


def width_of(text: str, size: float, name: str = REGULAR) -> float:
    """Say how wide a text is when set in this size and weight, in points."""
    return sum(letter_width(character, name) for character in text) * size / 1000


@lru_cache(maxsize=4_096)
def _printed(character: str) -> str:
    """Give a character, or its code where it has no glyph or no look of its own."""
    known = ord(character) in face(REGULAR).face.charWidths
    if character == "\n" or (known and unicodedata.category(character) not in _UNSEEN):
        return character
    return f"[U+{ord(character):04X}]"


def printable(text: str) -> str:
    """Write a text with what the typeface has; every other character as its code, like [U+1F600].

    Letters and their accents are joined first, and a line end stays a line end.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_printed, unicodedata.normalize("NFC", text.replace("\r\n", "\n"))))


def shorten(text: str, room: float, size: float, name: str = REGULAR) -> str:
    """Cut a text off with an ellipsis where it would be wider than its room."""
    if len(text) <= MOST_MEASURED and width_of(text, size, name) <= room:
        return text
    left = room - width_of(ELLIPSIS, size, name)
    for kept, character in enumerate(text):
        left -= letter_width(character, name) * size / 1000
        if left < 0:
            return text[:kept].rstrip() + ELLIPSIS
    return text


@dataclass(frozen=True)
class Setting:
    """How a text is set: its weight, its size and the distance between its lines, in points."""

    name: str = REGULAR
    size: float = 9.5
    leading: float = 13
    colour: str = "#16212c"

    def width_of(self, text: str) -> float:
        """Say how wide a text is in this setting."""
        return width_of(text, self.size, self.name)


def wrap(text: str, room: float, setting: Setting) -> list[str]:
    """Divide a text over lines that fit in their room; a word that is too long is broken."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if setting.width_of(paragraph) <= room:
            lines.append(paragraph)
        else:
            lines.extend(_wrap_paragraph(paragraph, room, setting))
    return lines


def _wrap_paragraph(text: str, room: float, setting: Setting) -> list[str]:
    """Fill line after line with words, from the left."""
    lines: list[str] = []
    line, used = "", 0.0
    space = setting.width_of(" ")
    for word in text.split(" "):
        wide = setting.width_of(word)
        if line and used + space + wide <= room:
            line, used = f"{line} {word}", used + space + wide
            continue
        if line:
            lines.append(line)
        *whole, line = _break_word(word, room, setting) if wide > room else [word]
        lines.extend(whole)
        used = setting.width_of(line) if whole else wide
    lines.append(line)
    return lines


def _break_word(word: str, room: float, setting: Setting) -> list[str]:
    """Break a word that is wider than a line into pieces that fit, one letter at least in each."""
    pieces: list[str] = []
    start, used = 0, 0.0
    for place, character in enumerate(word):
        wide = letter_width(character, setting.name) * setting.size / 1000
        if place > start and used + wide > room:
            pieces.append(word[start:place])
            start, used = place, 0.0
        used += wide
    pieces.append(word[start:])
    return pieces
