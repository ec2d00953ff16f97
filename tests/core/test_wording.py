"""What may stand in names and remarks."""

import pytest

from ledger.core.refusals import Refusal
from ledger.core.wording import (
    LONGEST_NAME,
    LONGEST_REMARK,
    is_unfit,
    require_name,
    require_remark,
    require_writable,
)
from tests.outcomes import name_of, outcome


@pytest.mark.parametrize(
    "typed,kept",
    [
        ("Job market", "Job market"),
        ("  Job \t\r\n market ", "Job market"),
        ("x", "x"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
        (" " + "x" * LONGEST_NAME + " ", "x" * LONGEST_NAME),
        ("x" * (LONGEST_NAME + 1), "Malformed name"),
        ("", "Malformed name"),
        (" \n ", "Malformed name"),
        ("\u200b\u200d", "Malformed name"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("<script>'\"&", "<script>'\"&"),
        ("👩\u200d🏫 café", "👩\u200d🏫 café"),
        ("a\x00b", "Malformed name"),
        ("a\x1bb", "Malformed name"),
        ("a\u202eb", "Malformed name"),
        ("a\u2028b", "Malformed name"),
        ("a\ud800b", "Malformed name"),
        ("a\ufffeb", "Malformed name"),
        ("a\U0001ffffb", "Malformed name"),
    ],
)
def test_a_name_is_seen_on_one_line_and_can_be_written_everywhere(typed: str, kept: str) -> None:
    got = outcome(lambda: require_name(typed, field="name"))

    assert kept == (name_of(got) if isinstance(got, Refusal) else got)


@pytest.mark.parametrize(
    "typed,kept",
    [
        ("", ""),
        (" \n ", ""),
        ("one\n\ntwo", "one two"),
        ("x" * LONGEST_REMARK, "x" * LONGEST_REMARK),
        ("x" * (LONGEST_REMARK + 1), "Malformed about"),
        ("bell \x07", "Malformed about"),
    ],
)
def test_a_remark_may_be_left_out_but_not_be_endless(typed: str, kept: str) -> None:
    got = outcome(lambda: require_remark(typed, field="about"))

    assert kept == (name_of(got) if isinstance(got, Refusal) else got)


@pytest.mark.parametrize(
    "typed,kept",
    [
        ("", ""),
        (" one\n two ", " one\n two "),
        ("x" * LONGEST_REMARK, "x" * LONGEST_REMARK),
        ("x" * (LONGEST_REMARK + 1), "Malformed reason"),
        ("bell \x07", "Malformed reason"),
    ],
)
def test_a_text_that_can_be_written_stays_as_it_is(typed: str, kept: str) -> None:
    got = outcome(lambda: require_writable(typed, field="reason"))

    assert kept == (name_of(got) if isinstance(got, Refusal) else got)


@pytest.mark.parametrize(
    "one,unfit",
    [("a", False), ("\u00ad", False), ("\n", True), ("\u2069", True), ("\u2029", True), ("\uffff", True)],
)
def test_a_character_is_fit_when_every_file_can_hold_it(one: str, unfit: bool) -> None:
    assert is_unfit(one) is unfit
