"""Slugs, typed and made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.covenant_file.table import LONGEST_SLUG, is_slug
from ledger.core.slug import make_slug, require_slug
from tests.outcomes import name_of, outcome


@pytest.mark.parametrize(
    "typed,taken,expected",
    [
        ("job-market", set(), "accepted"),
        ("1", set(), "accepted"),
        ("a" * LONGEST_SLUG, set(), "accepted"),
        ("a" * (LONGEST_SLUG + 1), set(), "Malformed slug"),
        ("Job", set(), "Malformed slug"),
        ("-job", set(), "Malformed slug"),
        ("job market", set(), "Malformed slug"),
        ("../job", set(), "Malformed slug"),
        ("", set(), "Malformed slug"),
        ("new", set(), "Malformed slug"),
        ("newer", set(), "accepted"),
        ("job", {"job"}, "WrongState slug"),
        ("job", {"jobs"}, "accepted"),
    ],
)
def test_a_typed_slug_is_free_and_fits_an_address(typed: str, taken: set[str], expected: str) -> None:
    assert name_of(outcome(lambda: require_slug(typed, taken))) == expected


@pytest.mark.parametrize(
    "name,taken,slug",
    [
        ("Job market", set(), "job-market"),
        ("  Café 't Hoekje!  ", set(), "cafe-t-hoekje"),
        ("Coöperatie ĲSSELSTEIN", set(), "cooperatie-ijsselstein"),
        ("Ørsted & Æsir, Łódź", set(), "orsted-aesir-lodz"),
        ("A\u2013B", set(), "a-b"),
        ("😀", set(), "project"),
        ("مشروع", {"project"}, "project-2"),
        ("New", set(), "new-2"),
        ("Fair", {"fair"}, "fair-2"),
        ("Fair", {"fair", "fair-2", "fair-3"}, "fair-4"),
        ("a" * 70, set(), "a" * LONGEST_SLUG),
        ("a" * 70, {"a" * LONGEST_SLUG}, "a" * (LONGEST_SLUG - 2) + "-2"),
        ("a" * 57 + " bcd", {"a" * 57 + "-bc"}, "a" * 57 + "-2"),
        ("a" * 59 + " b", set(), "a" * 59),
    ],
)
def test_a_slug_made_from_a_name_is_readable_and_free(name: str, taken: set[str], slug: str) -> None:
    assert make_slug(name, taken) == slug


@given(st.lists(st.text(max_size=80), max_size=8))
def test_slugs_made_from_any_names_are_good_and_differ(names: list[str]) -> None:
    made: list[str] = []
    for name in names:
        made.append(make_slug(name, made))

    assert all(is_slug(slug) and slug != "new" for slug in made)
    assert len(set(made)) == len(names)
