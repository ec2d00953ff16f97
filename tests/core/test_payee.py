"""Payees: their numbers, and which look the same."""

import pytest

from ledger.core.payee import likeness, parse_chamber_number, parse_vat_number
from ledger.core.refusals import Refusal
from tests.outcomes import name_of, outcome


@pytest.mark.parametrize(
    "typed,read",
    [
        ("NL123456789B01", "NL123456789B01"),
        ("nl 1234.56.789.b01", "NL123456789B01"),
        ("", ""),
        (" ", ""),
        ("NL12345678B01", "Malformed vat_number"),
        ("NL1234567890B01", "Malformed vat_number"),
        ("NL123456789B1", "Malformed vat_number"),
        ("NL123456789C01", "Malformed vat_number"),
        ("123456789B01", "Malformed vat_number"),
        ("NL\u0661\u0662\u0663456789B01", "Malformed vat_number"),
        ("BE0123456789", "BE0123456789"),
        ("DE 123456789", "DE123456789"),
        ("ATU12345678", "ATU12345678"),
        ("BEXYZ", "Malformed vat_number"),
        ("BE1", "Malformed vat_number"),
        ("BE12", "BE12"),
        ("BE" + "1" * 13, "BE" + "1" * 13),
        ("BE" + "1" * 14, "Malformed vat_number"),
    ],
)
def test_a_vat_number_has_the_shape_of_its_country(typed: str, read: str) -> None:
    got = outcome(lambda: parse_vat_number(typed))

    assert read == (name_of(got) if isinstance(got, Refusal) else got)


@pytest.mark.parametrize(
    "typed,read",
    [
        ("12345678", "12345678"),
        ("01234567", "01234567"),
        ("1234 5678", "12345678"),
        ("", ""),
        ("1234567", "Malformed chamber_number"),
        ("123456789", "Malformed chamber_number"),
        ("1234567a", "Malformed chamber_number"),
        ("\u0661\u0662345678", "Malformed chamber_number"),
    ],
)
def test_a_chamber_number_has_eight_digits(typed: str, read: str) -> None:
    got = outcome(lambda: parse_chamber_number(typed))

    assert read == (name_of(got) if isinstance(got, Refusal) else got)


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
