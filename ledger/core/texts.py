"""Texts people type: names, descriptions and remarks, tidied, and refused where no file could hold them.

Letters and their accents are joined (Unicode's NFC form), blanks around a text do not count. Limits are in
characters.
"""

import re
import unicodedata

from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, sentence

LONGEST_NAME = 200
LONGEST_REMARK = 2000

_BLANKS = re.compile("[ \t\r\n\u00a0]+")
_LINE_END = re.compile("[ \t]*(?:\r\n|\r|\n)")
_KINDS_UNFIT = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_unfit(character: str) -> bool:
    """Say whether a character cannot be written in every file that leaves the house.

    Control characters, those that turn the direction of what is read, line and paragraph separators,
    halves of a pair, and the code points that are never characters.
    """
    code = ord(character)
    return (
        unicodedata.category(character) in _KINDS_UNFIT
        or character in _TURNING
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
    )


def is_seen(character: str) -> bool:
    """Say whether a character shows on paper, unlike a blank or a joiner."""
    return not character.isspace() and unicodedata.category(character) != "Cf"


def tidy_line(text: str, *, field: str | None = None, most: int = LONGEST_NAME, needed: bool = True) -> str:
    """Read a text of one line; blanks in a row become one.

    Raises Malformed, beside `field`, when it is empty though `needed`, longer than `most`, or holds a
    character that cannot stand in a text.
    """
    return _checked(_BLANKS.sub(" ", _joined(text)).strip(), field, most, needed)


def tidy_lines(
    text: str, *, field: str | None = None, most: int = LONGEST_REMARK, needed: bool = True
) -> str:
    """Read a text of any number of lines; each line end becomes a single one. Raises as `tidy_line` does."""
    text = _LINE_END.sub("\n", _joined(text)).replace("\t", " ")
    return _checked(text.strip(), field, most, needed)


def _joined(text: str) -> str:
    """Join letters and their accents; a very long text is left to be refused for its length."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _checked(text: str, field: str | None, most: int, needed: bool) -> str:
    """Give a text back when it may stand."""
    if not any(map(is_seen, text)):
        if needed:
            raise Malformed(sentence(N_("Fill this in.")), field)
        return ""
    if len(text) > most:
        raise Malformed(
            sentence(
                N_("This is %(long)s characters long; at most %(most)s fit."), long=len(text), most=most
            ),
            field,
        )
    unfit = next((one for one in text if one != "\n" and is_unfit(one)), None)
    if unfit is not None:
        raise Malformed(
            sentence(N_("The character U+%(code)s cannot stand in a text."), code=f"{ord(unfit):04X}"), field
        )
    return text
