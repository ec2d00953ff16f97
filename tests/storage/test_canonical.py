"""One content has one canonical form, and one digest: these vectors hold for every later version."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.refusals import Malformed
from ledger.storage.canonical import (
    Content,
    canonical,
    day,
    digest,
    digest_of_text,
    kept,
    kept_moment,
    moment,
    quickly,
)

VECTORS: list[tuple[Content, str]] = [
    (None, "null"),
    (True, "true"),
    (0, "0"),
    (-1, "-1"),
    (2**53 - 1, "9007199254740991"),
    ("", '""'),
    ('"\\/', '"\\"\\\\/"'),
    ("a\nb\tc\x00\x1f", '"a\\nb\\tc\\u0000\\u001f"'),
    ("é€😀\u2028\x7f", '"é€😀\u2028\x7f"'),
    ([], "[]"),
    ([3, [1, None], "x"], '[3,[1,null],"x"]'),
    ({}, "{}"),
    ({"b": 1, "a": {"d": [], "c": None}}, '{"a":{"c":null,"d":[]},"b":1}'),
    ({"10": 1, "9": 2, "é": 3, "z": 4}, '{"10":1,"9":2,"z":4,"é":3}'),
]


@pytest.mark.parametrize("content, text", VECTORS)
def test_a_content_has_this_form(content: Content, text: str) -> None:
    assert canonical(content) == text


@pytest.mark.parametrize("content, text", VECTORS)
def test_the_digest_is_that_of_the_form(content: Content, text: str) -> None:
    assert digest(content) == digest_of_text(text)


def test_the_digest_is_a_sha_256() -> None:
    assert digest(None) == "74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b"


def test_the_order_of_names_does_not_matter() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


@pytest.mark.parametrize("content", [2**53, -(2**53), [2**53], {"a": "\ud800"}])
def test_what_has_no_one_form_is_refused(content: Content) -> None:
    with pytest.raises(Malformed):
        canonical(content)


@pytest.mark.parametrize("content, text", [row for row in VECTORS if "é" not in str(row[0])])
def test_what_is_kept_is_written_quickly_in_the_same_form(content: Content, text: str) -> None:
    assert quickly(content) == text


WORDS = st.text(st.characters(codec="utf-8"))
NAMES = st.text(st.characters(codec="ascii"))
CONTENTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | WORDS,
    lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner),
)


@given(CONTENTS)
def test_both_ways_write_the_same(content: Content) -> None:
    assert quickly(content) == canonical(content) == rfc8785.dumps(content).decode()


def test_days_and_moments_have_one_form() -> None:
    assert day(date(2015, 3, 1)) == "2015-03-01"
    assert day(None) is None
    assert moment(datetime(2015, 3, 1, 9, 5, 7, 8, tzinfo=UTC)) == "2015-03-01T09:05:07.000008Z"


def test_days_and_moments_are_written_as_a_sqlite_database_keeps_them() -> None:
    at = datetime(2015, 3, 1, 10, 5, 7, 8, tzinfo=timezone(timedelta(hours=1)))
    assert kept(date(2015, 3, 1)) == "2015-03-01"
    assert kept(at) == "2015-03-01T09:05:07.000008+00:00"
    assert kept_moment(kept(at)) == kept_moment(at) == moment(at)


@pytest.mark.parametrize("text", ["", "2015-03-01 09:05:07.000008+00:00 ", "2015-03-01T09:05:07+00:00"])
def test_a_moment_kept_in_another_shape_stays_as_it_is(text: str) -> None:
    assert kept_moment(text) == text
