"""Reading and writing amounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.language import PLAIN
from ledger.core.money import MAX_CENTS, format_cents, format_plain, parse_cents, parse_plain, require_size
from ledger.core.refusals import Malformed

BEYOND_NUMBERS = "9" * 5000


def read(text: str, *, signed: bool = False, decimal: str | None = None) -> int | str:
    """Give the cents, or "refused"."""
    try:
        return parse_cents(text, signed=signed, decimal=decimal)
    except Malformed:
        return "refused"


@pytest.mark.parametrize(
    "text,outcome",
    [
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("1234.56", 123456),
        ("1234,56", 123456),
        ("1234", 123400),
        ("1,5", 150),
        ("1.5", 150),
        ("0", 0),
        ("0,05", 5),
        ("007,50", 750),
        ("1.234.567", 123456700),
        ("1,234,567.8", 123456780),
        ("12.345,6", 1234560),
        ("1 234 567,89", 123456789),
        ("1\u00a0234,56", 123456),
        ("1\u202f234,56", 123456),
        ("1 234", 123400),
        ("  12,50\t", 1250),
        ("€ 12,50", 1250),
        ("€12,50", 1250),
        ("EUR 12,50", 1250),
        ("eur\u00a012,50", 1250),
        ("100.000.000.000,00", MAX_CENTS),
        ("100000000000", MAX_CENTS),
        ("100000000000.01", "refused"),
        ("1000000000000", "refused"),
        ("99999999999999999999", "refused"),
        (BEYOND_NUMBERS, "refused"),
        ("0" * 5000 + "1", 100),
        ("", "refused"),
        (" \u00a0 ", "refused"),
        ("€", "refused"),
        ("EUR EUR 5", "refused"),
        ("5 €", "refused"),
        ("1.234", "refused"),
        ("1,234", "refused"),
        ("999.999", "refused"),
        ("1.005", "refused"),
        ("0.123", "refused"),
        ("0,005", "refused"),
        ("1234.567", "refused"),
        ("1.234,567", "refused"),
        ("1 234.567", "refused"),
        ("1.0000", "refused"),
        ("12.34,56", "refused"),
        ("1.234.56", "refused"),
        ("1234.567,89", "refused"),
        ("0.234.567", "refused"),
        ("1.234 567", "refused"),
        ("1 2", "refused"),
        ("1..5", "refused"),
        (".5", "refused"),
        ("5,", "refused"),
        ("5,-", "refused"),
        ("1e3", "refused"),
        ("NaN", "refused"),
        ("Infinity", "refused"),
        ("0x10", "refused"),
        ("٣", "refused"),
        ("1٣", "refused"),
        ("²", "refused"),
        ("1_000", "refused"),
        ("+5", "refused"),
        ("-5", "refused"),
        ("-0", "refused"),
        ("--5", "refused"),
        ("12 euro", "refused"),
        ("12\n34", "refused"),
        ("=1+1", "refused"),
    ],
)
def test_an_amount_is_read_in_its_one_meaning_or_refused(text: str, outcome: int | str) -> None:
    assert read(text) == outcome


@pytest.mark.parametrize(
    "text,outcome",
    [
        ("-5", -500),
        ("- 5", -500),
        ("-1.234,56", -123456),
        ("€ -5,00", -500),
        ("-€ 5,00", -500),
        ("-EUR5", -500),
        ("5", 500),
        ("-0", "refused"),
        ("-0,00", "refused"),
        ("€ -0.00", "refused"),
        ("-€-5", "refused"),
        ("-", "refused"),
        ("5-", "refused"),
        ("(5)", "refused"),
        ("-1.234", "refused"),
    ],
)
def test_an_amount_below_zero_is_read_where_it_may_be(text: str, outcome: int | str) -> None:
    assert read(text, signed=True) == outcome


@pytest.mark.parametrize(
    "text,decimal,outcome",
    [
        ("1,234", ".", 123400),
        ("1.234", ",", 123400),
        ("1.234", ".", "refused"),
        ("1,234", ",", "refused"),
        ("1,234.56", ".", 123456),
        ("1.234,56", ".", "refused"),
        ("1,234.56", ",", "refused"),
        ("1234.5", ".", 123450),
        ("1234.5", ",", "refused"),
        ("1 234,5", ",", 123450),
        ("1 234,5", ".", "refused"),
        ("1.234.567", ".", "refused"),
        ("12", ",", 1200),
    ],
)
def test_a_decimal_mark_known_beforehand_settles_the_meaning(
    text: str, decimal: str, outcome: int | str
) -> None:
    assert read(text, decimal=decimal) == outcome


@pytest.mark.parametrize(
    "text,readings",
    [
        ("1.234", ("EUR 1,234.00", "EUR 1.23")),
        ("12,345", ("EUR 12,345.00", "EUR 12.34")),
        ("1.005", ("EUR 1,005.00", "EUR 1.00")),
    ],
)
def test_an_amount_with_two_meanings_is_refused_with_both_shown(text: str, readings: tuple[str, str]) -> None:
    with pytest.raises(Malformed) as refused:
        parse_cents(text, field="gross")

    said = PLAIN.say(refused.value.why)
    assert said == (
        f'"{text}" can be read as {readings[0]} or as {readings[1]} and part of a cent. '
        "Write the amount with two decimals."
    )


def test_the_two_meanings_keep_the_sign() -> None:
    with pytest.raises(Malformed, match=r"as -123400 or as -123 and"):
        parse_cents("-1.234", signed=True)


@pytest.mark.parametrize(
    "text,said",
    [
        ("", "Fill in an amount."),
        ("-5", "An amount below zero cannot be used here."),
        ("1.2345", '"1.2345" has more than two decimals.'),
        ("1e3", '"1e3" is not an amount. Write it like 1234.56 or 1.234,56.'),
        (
            BEYOND_NUMBERS,
            f'"{"9" * 40}…" is more than EUR 100,000,000,000.00, the largest amount there can be.',
        ),
    ],
)
def test_a_refused_amount_is_told_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse_cents(text)

    assert PLAIN.say(refused.value.why) == said


def test_a_refused_amount_names_its_field() -> None:
    with pytest.raises(Malformed) as refused:
        parse_cents("much", field="gross")

    assert refused.value.field == "gross"


@pytest.mark.parametrize(
    "text,outcome",
    [
        ("300000.00", 30000000),
        ("0.05", 5),
        ("0.00", 0),
        ("100000000000.00", MAX_CENTS),
        ("100000000000.01", "refused"),
        ("300000", "refused"),
        ("300000.0", "refused"),
        ("300000.000", "refused"),
        ("300,000.00", "refused"),
        ("300000,00", "refused"),
        ("-5.00", "refused"),
        ("+5.00", "refused"),
        (" 5.00", "refused"),
        ("05.00", "refused"),
        ("٣.00", "refused"),
        ("5.00\n", "refused"),
        ("", "refused"),
        (BEYOND_NUMBERS + ".00", "refused"),
    ],
)
def test_the_covenant_file_writes_amounts_in_one_way_only(text: str, outcome: int | str) -> None:
    try:
        got: int | str = parse_plain(text, field="amount")
    except Malformed:
        got = "refused"

    assert got == outcome


@pytest.mark.parametrize(
    "cents,plain,english,dutch",
    [
        (123456, "1234.56", "1,234.56", "1.234,56"),
        (-5, "-0.05", "-0.05", "-0,05"),
        (0, "0.00", "0.00", "0,00"),
        (100, "1.00", "1.00", "1,00"),
        (-123456789, "-1234567.89", "-1,234,567.89", "-1.234.567,89"),
    ],
)
def test_an_amount_is_written_for_machines_and_for_people(
    cents: int, plain: str, english: str, dutch: str
) -> None:
    assert (format_plain(cents), format_cents(cents, "en"), format_cents(cents, "nl")) == (
        plain,
        english,
        dutch,
    )


@given(st.integers(-MAX_CENTS, MAX_CENTS), st.sampled_from(["nl", "en"]))
def test_what_was_written_for_people_is_read_as_the_same_amount(cents: int, code: str) -> None:
    assert parse_cents(format_cents(cents, code), signed=True) == cents


@given(st.integers(0, MAX_CENTS))
def test_what_was_written_for_machines_is_read_as_the_same_amount(cents: int) -> None:
    assert parse_plain(format_plain(cents)) == cents


@given(st.text() | st.text(alphabet="0123456789.,- €EUR\u00a0"), st.booleans())
def test_any_text_is_an_amount_within_bounds_or_refused(text: str, signed: bool) -> None:
    got = read(text, signed=signed)

    assert got == "refused" or -MAX_CENTS <= int(got) <= MAX_CENTS


@pytest.mark.parametrize("cents", [0, 1, -1, MAX_CENTS, -MAX_CENTS])
def test_an_amount_of_a_size_the_ledger_takes_stays_as_it_is(cents: int) -> None:
    assert require_size(cents) == cents


@pytest.mark.parametrize("cents", [MAX_CENTS + 1, -MAX_CENTS - 1, 10**30])
def test_a_larger_amount_is_refused_beside_its_field(cents: int) -> None:
    with pytest.raises(Malformed) as refused:
        require_size(cents, field="gross")
    assert refused.value.field == "gross"
    assert PLAIN.say(refused.value.why) == "An amount is at most EUR 100,000,000,000.00."
