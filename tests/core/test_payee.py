"""Payees: their numbers, and which look the same."""

import pytest

from ledger.core.payee import likeness, parse_chamber_number, parse_vat_number
from ledger.core.refusals import Malformed


@pytest.mark.parametrize(
    "typed,read",
    [
        ("NL123456789B01", "NL123456789B01"),
        ("nl 1234.56.789.b01", "NL123456789B01"),
        ("", ""),
        (" ", ""),
        ("NL12345678B01", "refused"),
        ("NL1234567890B01", "refused"),
        ("NL123456789B1", "refused"),
        ("NL123456789C01", "refused"),
        ("123456789B01", "refused"),
        ("NL١٢٣٤٥٦٧٨٩B01", "refused"),
        ("BE0123456789", "BE0123456789"),
        ("DE 123456789", "DE123456789"),
        ("ATU12345678", "ATU12345678"),
        ("BEXYZ", "refused"),
        ("BE1", "refused"),
        ("BE12", "BE12"),
        ("BE" + "1" * 13, "BE" + "1" * 13),
        ("BE" + "1" * 14, "refused"),
    ],
)
def test_a_vat_number_has_the_shape_of_its_country(typed: str, read: str) -> None:
    try:
        got = parse_vat_number(typed)
    except Malformed as refused:
        got = "refused"
        assert refused.field == "vat_number"

    assert got == read


@pytest.mark.parametrize(
    "typed,read",
    [
        ("12345678", "12345678"),
        ("01234567", "01234567"),
        ("1234 5678", "12345678"),
        ("", ""),
        ("1234567", "refused"),
        ("123456789", "refused"),
        ("1234567a", "refused"),
        ("١٢٣٤٥٦٧٨", "refused"),
    ],
)
def test_a_chamber_number_has_eight_digits(typed: str, read: str) -> None:
    try:
        got = parse_chamber_number(typed)
    except Malformed as refused:
        got = "refused"
        assert refused.field == "chamber_number"

    assert got == read


@pytest.mark.parametrize(
    "one,other,alike",
    [
        ("Print Works B.V.", "print works bv", True),
        ("Print Works", "PrintWorks BV", True),
        ("Café Noord", "CAFE NOORD", True),
        ("Jansen & Zn.", "Jansen Zn", True),
        ("Print Works", "Print Works 2", False),
        ("B.V.", "N.V.", False),
        ("B.V.", "bv", True),
        ("A", "B", False),
        ("日本", "日本 BV", True),
    ],
)
def test_names_are_alike_when_only_their_writing_differs(one: str, other: str, alike: bool) -> None:
    assert (likeness(one) == likeness(other)) is alike
