"""Wording: what may stand in a name or a remark that people type in.

A text that stands in the ledger has to survive every page and every file that leaves the house, so what
cannot be written there is refused when it is typed.
"""

import re
import unicodedata

from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, sentence

LONGEST_NAME, LONGEST_REMARK = 200, 2000

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANKS = re.compile("[ \t\r\n]+")


def require_name(text: str, *, field: str, longest: int = LONGEST_NAME) -> str:
    """Take a name: not empty, not too long; the blanks in and around it are made single.

    Gives the name as it is kept. Raises Malformed beside `field`.
    """
    tidy = _tidy(text, field, longest)
    if not any(_is_seen(one) for one in tidy):
        raise Malformed(sentence(N_("This may not be empty.")), field)
    return tidy


def require_remark(text: str, *, field: str, longest: int = LONGEST_REMARK) -> str:
    """Take a text that may be left out and may take several lines; it becomes one line.

    Gives the text as it is kept. Raises Malformed beside `field` where it is too long or holds what cannot
    be written.
    """
    return _tidy(text, field, longest)


def require_writable(text: str, *, field: str, longest: int = LONGEST_REMARK) -> str:
    """Take a text as it is, its lines included, if it can be written in every file that leaves the house.

    Raises Malformed beside `field` where it is too long or holds what cannot be written.
    """
    _require_length(text, field, longest)
    _require_fits(text.replace("\n", ""), field)
    return text


def is_unfit(one: str) -> bool:
    """Say whether a character cannot be written in every file that leaves the house.

    Control characters, those that turn the direction of what is read, line and paragraph separators,
    halves of a pair, and the code points that are never characters.
    """
    unfit_kind = unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"}
    return unfit_kind or one in _TURNING or ord(one) & 0xFFFE == 0xFFFE


def _tidy(text: str, field: str, longest: int) -> str:
    tidy = _BLANKS.sub(" ", text).strip()
    _require_length(tidy, field, longest)
    _require_fits(tidy, field)
    return tidy


def _require_length(text: str, field: str, longest: int) -> None:
    if len(text) > longest:
        raise Malformed(
            sentence(
                N_("This is %(long)s characters long; at most %(most)s fit."), long=len(text), most=longest
            ),
            field,
        )


def _require_fits(text: str, field: str) -> None:
    unfit = next((one for one in text if is_unfit(one)), None)
    if unfit is not None:
        raise Malformed(
            sentence(N_("The character U+%(code)s cannot stand in a text."), code=f"{ord(unfit):04X}"), field
        )


def _is_seen(one: str) -> bool:
    """Say whether a character shows on paper, unlike a blank or a joiner."""
    return not one.isspace() and unicodedata.category(one) != "Cf"
