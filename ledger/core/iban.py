"""Bank account numbers: an IBAN read, checked and written as people read it.

Source: ISO 13616, with the lengths of its register for the countries of the single euro payments area.
"""

import re

from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, sentence

LENGTHS = {
    "AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
    "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22,
    "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19,
    "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24,
    "SM": 27, "VA": 22,
}  # fmt: skip
"""How many characters an IBAN has, by country; one from elsewhere has 15 to 34."""

_SHAPE = re.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_DUTCH = re.compile("NL[0-9]{2}[A-Z]{4}[0-9]{10}")
_FOREIGN_DIGITS = re.compile("[^\x00-\x7f]")
_SHOWN = 42


def parse_iban(text: str, *, field: str = "iban") -> str:
    """Read an IBAN as people write it, and give it without blanks in capitals; nothing stays nothing.

    Raises Malformed where it has not the form of its country, or where its check digits tell that a
    character was mistyped.
    """
    typed = "".join(text.split())
    if not typed:
        return ""
    iban = typed.upper()
    if _FOREIGN_DIGITS.search(typed) or not _SHAPE.fullmatch(iban):
        raise _no_iban(text, field)
    wanted = LENGTHS.get(iban[:2], len(iban))
    if len(iban) != wanted:
        raise Malformed(
            sentence(
                N_("An IBAN from %(country)s has %(wanted)s characters; this one has %(found)s."),
                country=iban[:2],
                wanted=wanted,
                found=len(iban),
            ),
            field,
        )
    if iban.startswith("NL") and not _DUTCH.fullmatch(iban):
        raise _no_iban(text, field)
    if not 2 <= int(iban[2:4]) <= 98 or _remainder(iban) != 1:
        raise Malformed(
            sentence(N_('"%(typed)s" is not an IBAN: its check digits do not fit.'), typed=text[:_SHOWN]),
            field,
        )
    return iban


def format_iban(iban: str) -> str:
    """Write an IBAN in groups of four, as it stands on paper."""
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))


def _no_iban(text: str, field: str) -> Malformed:
    return Malformed(
        sentence(
            N_('"%(typed)s" is not an IBAN. Write it like NL91 ABNA 0417 1643 00.'), typed=text[:_SHOWN]
        ),
        field,
    )


def _remainder(iban: str) -> int:
    """Compute what ISO 7064 calls modulus 97-10: the country and its digits last, letters as 10 to 35."""
    return int("".join(str(int(one, 36)) for one in iban[4:] + iban[:4])) % 97
