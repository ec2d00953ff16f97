"""What may stand in names and remarks."""

import pytest

from ledger.core.refusals import Malformed
from ledger.core.wording import LONGEST_NAME, LONGEST_REMARK, is_unfit, require_name, require_remark


@pytest.mark.parametrize(
    "typed,kept",
    [
        ("Job market", "Job market"),
        ("  Job \t\r\n market ", "Job market"),
        ("x", "x"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
        (" " + "x" * LONGEST_NAME + " ", "x" * LONGEST_NAME),
        ("x" * (LONGEST_NAME + 1), "refused"),
        ("", "refused"),
        (" \n ", "refused"),
        ("\u200b\u200d", "refused"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("<script>'\"&", "<script>'\"&"),
        ("👩\u200d🏫 café", "👩\u200d🏫 café"),
        ("a\x00b", "refused"),
        ("a\x1bb", "refused"),
        ("a\u202eb", "refused"),
        ("a\u2028b", "refused"),
        ("a\ud800b", "refused"),
        ("a\ufffeb", "refused"),
        ("a\U0001ffffb", "refused"),
    ],
)
def test_a_name_is_seen_on_one_line_and_can_be_written_everywhere(typed: str, kept: str) -> None:
    try:
        got = require_name(typed, field="name")
    except Malformed as refused:
        got = "refused"
        assert refused.field == "name"

    assert got == kept


@pytest.mark.parametrize(
    "typed,kept",
    [
        ("", ""),
        (" \n ", ""),
        ("one\n\ntwo", "one two"),
        ("x" * LONGEST_REMARK, "x" * LONGEST_REMARK),
        ("x" * (LONGEST_REMARK + 1), "refused"),
        ("bell \x07", "refused"),
    ],
)
def test_a_remark_may_be_left_out_but_not_be_endless(typed: str, kept: str) -> None:
    try:
        got = require_remark(typed, field="about")
    except Malformed as refused:
        got = "refused"
        assert refused.field == "about"

    assert got == kept


@pytest.mark.parametrize(
    "one,unfit",
    [("a", False), ("\u00ad", False), ("\n", True), ("\u2069", True), ("\u2029", True), ("\uffff", True)],
)
def test_a_character_is_fit_when_every_file_can_hold_it(one: str, unfit: bool) -> None:
    assert is_unfit(one) is unfit
