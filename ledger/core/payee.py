"""Payees: the numbers that tell one from another, and when two look the same."""

import re

from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, sentence
from ledger.core.slug import plain_letters

_DUTCH_VAT = re.compile("NL[0-9]{9}B[0-9]{2}")
_OTHER_VAT = re.compile("(?!NL)[A-Z]{2}(?=[A-Z0-9+*]*[0-9])[A-Z0-9+*]{2,13}")
_CHAMBER = re.compile("[0-9]{8}")
_MARKS = re.compile(r"[\s.\-]+")
_SHOWN = 40

_LEGAL_FORMS = frozenset(["bv", "nv", "vof", "cv", "gmbh", "ag", "ltd", "inc", "sa", "sarl", "bvba"])


def parse_vat_number(text: str, *, field: str = "vat_number") -> str:
    """Read a VAT number, and give it without blanks, points and hyphens in capitals; nothing stays nothing.

    A Dutch one has the shape NL123456789B01; of those of other countries only the country's two letters
    and at least one digit are asked. Raises Malformed.
    """
    number = _MARKS.sub("", text).upper()
    if number and not _DUTCH_VAT.fullmatch(number) and not _OTHER_VAT.fullmatch(number):
        raise Malformed(
            sentence(
                N_('"%(typed)s" is not a VAT number. A Dutch one looks like NL123456789B01.'),
                typed=text[:_SHOWN],
            ),
            field,
        )
    return number


def parse_chamber_number(text: str, *, field: str = "chamber_number") -> str:
    """Read a chamber-of-commerce number, and give its eight digits; nothing stays nothing.

    Raises Malformed.
    """
    number = _MARKS.sub("", text)
    if number and not _CHAMBER.fullmatch(number):
        raise Malformed(
            sentence(
                N_('"%(typed)s" is not a chamber of commerce number: it has eight digits.'),
                typed=text[:_SHOWN],
            ),
            field,
        )
    return number


def likeness(name: str) -> str:
    """Give what two names that look the same have in common: no accents, marks, blanks or legal form."""
    words = re.findall("[^\\W_]+", re.sub("[.'\u2019]", "", plain_letters(name)))
    return "".join(word for word in words if word not in _LEGAL_FORMS) or "".join(words)
