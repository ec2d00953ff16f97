"""One content has one canonical form, and one digest: these vectors hold for every later version."""

from datetime import UTC, date, datetime

import pytest

from ledger.core.refusals import Malformed
from ledger.storage.canonical import Content, canonical, day, digest, digest_around, digest_of_text, moment

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


@pytest.mark.parametrize("inner", [content for content, _ in VECTORS])
def test_a_field_at_hand_in_its_form_gives_the_same_digest(inner: Content) -> None:
    around: dict[str, Content] = {"seq": 1, "act": "x", "é": None}
    assert digest_around(around, "content", canonical(inner)) == digest({**around, "content": inner})


def test_a_field_in_another_form_gives_another_digest() -> None:
    assert digest_around({}, "content", '{"a": 1}') != digest({"content": {"a": 1}})


def test_days_and_moments_have_one_form() -> None:
    assert day(date(2015, 3, 1)) == "2015-03-01"
    assert day(None) is None
    assert moment(datetime(2015, 3, 1, 9, 5, 7, 8, tzinfo=UTC)) == "2015-03-01T09:05:07.000008Z"
