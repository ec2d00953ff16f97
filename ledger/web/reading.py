"""What is typed in a box, read as what it means: days, numbers with two decimals, whole numbers.

Amounts are read in `ledger/core/money.py`, names and remarks in `ledger/core/wording.py`. All raise Malformed
for what has no one meaning.
"""

import re
from datetime import date

from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, sentence

FIRST_YEAR, LAST_YEAR = 1900, 2200
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_HUNDREDTHS = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,2}))?")
_COUNT = re.compile(r"[0-9]{1,9}")
_SHOWN = 40


def parse_day(typed: str) -> date:
    """Read a day as people type it; raises Malformed with what is the matter."""
    text = typed.strip()
    if not text:
        raise Malformed(sentence(N_("Fill in a date.")))
    if match := _DAY_FIRST.fullmatch(text):
        year, month, day = int(match[4]), int(match[3]), int(match[1])
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    else:
        raise Malformed(
            sentence(
                N_('"%(typed)s" is not a date. Write day, month and year in full, like 31-12-2015.'),
                typed=shown(text),
            )
        )
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Malformed(
            sentence(
                N_("The year of a date must lie between %(first)s and %(last)s."),
                first=str(FIRST_YEAR),
                last=str(LAST_YEAR),
            )
        )
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Malformed(
            sentence(N_('"%(typed)s" is a day that does not exist.'), typed=shown(text))
        ) from error


def parse_hundredths(typed: str) -> int:
    """Read a number with at most two decimals, such as hours, in hundredths."""
    text = typed.strip()
    if not text:
        raise Malformed(sentence(N_("Fill in a number.")))
    match = _HUNDREDTHS.fullmatch(text)
    if match is None:
        raise Malformed(
            sentence(
                N_('"%(typed)s" is not a number with at most two decimals, like 7.5.'), typed=shown(text)
            )
        )
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def parse_count(typed: str) -> int:
    """Read a whole number: digits only, since a point could mean thousands or parts."""
    text = typed.strip()
    if not text:
        raise Malformed(sentence(N_("Fill in a number.")))
    if not _COUNT.fullmatch(text):
        raise Malformed(
            sentence(N_('"%(typed)s" is not a whole number. Write it in digits only.'), typed=shown(text))
        )
    return int(text)


def shown(text: str) -> str:
    """Give what was typed so that it can stand in a sentence, cut short where it is very long."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
