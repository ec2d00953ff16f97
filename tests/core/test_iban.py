"""Bank account numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.iban import LENGTHS, format_iban, parse_iban
from ledger.core.refusals import Malformed
from tests.outcomes import name_of, outcome, words_of

DUTCH = "NL91ABNA0417164300"


@pytest.mark.parametrize(
    "typed,read",
    [
        (DUTCH, DUTCH),
        ("NL91 ABNA 0417 1643 00", DUTCH),
        (" nl91\u00a0abna 0417164300\t", DUTCH),
        ("", ""),
        ("  ", ""),
        ("BE68539007547034", "BE68539007547034"),
        ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("NO9386011117947", "NO9386011117947"),
        ("MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S"),
        ("TR330006100519786457841326", "TR330006100519786457841326"),
    ],
)
def test_an_iban_has_the_form_of_its_country_and_fitting_check_digits(typed: str, read: str) -> None:
    assert outcome(lambda: parse_iban(typed)) == read


@pytest.mark.parametrize(
    "typed,why",
    [
        ("NL91ABNA0417164301", "check digits"),
        ("NL19ABNA0417164300", "check digits"),
        ("NL91ABNA041716430", "17"),
        ("NL91ABNA04171643000", "19"),
        ("BE6853900754703", "15"),
        ("NL91ABN00417164300", "Write it like"),
        ("NL91ABNA041716430A", "Write it like"),
        ("NL91-ABNA-0417-1643-00", "Write it like"),
        ("91ABNA0417164300NL", "Write it like"),
        ("NL9", "Write it like"),
        ("NL\u0669\u0661ABNA0417164300", "Write it like"),
        ("NLß1ABNA041716430", "Write it like"),
        ("XX" + "0" * 33, "Write it like"),
        ("=HYPERLINK(1)", "Write it like"),
    ],
)
def test_what_is_no_iban_is_refused_with_the_reason(typed: str, why: str) -> None:
    got = outcome(lambda: parse_iban(typed))

    assert name_of(got) == "Malformed iban"
    assert why in words_of(got)


@pytest.mark.parametrize("digits", ["00", "01", "99"])
def test_check_digits_that_are_never_given_out_are_refused(digits: str) -> None:
    """Their remainder can be right all the same: 99 stands for 02, 00 for 97, 01 for 98."""
    twin = {"00": 97, "01": 98, "99": 2}[digits]
    account = next(f"ABNA{number:010}" for number in range(200) if _digits_for(f"ABNA{number:010}") == twin)

    assert parse_iban(f"NL{twin:02}{account}")
    with pytest.raises(Malformed):
        parse_iban(f"NL{digits}{account}")


def _digits_for(account: str) -> int:
    whole = "".join(str(int(one, 36)) for one in f"{account}NL00")
    return 98 - int(whole) % 97


@given(st.integers(4, 17), st.sampled_from("0123456789"))
def test_one_mistyped_digit_is_always_noticed(place: int, digit: str) -> None:
    mistyped = DUTCH[:place] + digit + DUTCH[place + 1 :]

    if mistyped == DUTCH:
        assert parse_iban(mistyped) == DUTCH
    else:
        with pytest.raises(Malformed):
            parse_iban(mistyped)


def test_an_iban_is_written_in_groups_of_four() -> None:
    assert format_iban(DUTCH) == "NL91 ABNA 0417 1643 00"
    assert format_iban("") == ""


def test_every_country_has_a_length_that_an_iban_can_have() -> None:
    assert all(len(country) == 2 and 15 <= length <= 34 for country, length in LENGTHS.items())
