"""One way to write a content as bytes, and its digest: what votes, approvals and the trail are bound to.

The form is RFC 8785 canonical JSON, the digest SHA-256 in lower-case hexadecimal.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from json import JSONEncoder
from json.encoder import encode_basestring as quoted
from typing import cast

import rfc8785

from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, sentence

__all__ = [
    "Content",
    "canonical",
    "day",
    "digest",
    "digest_of_text",
    "kept",
    "kept_moment",
    "moment",
    "quickly",
    "quoted",
]

Content = None | bool | int | str | Sequence["Content"] | Mapping[str, "Content"]
"""What can be written canonically here: no floating point numbers, money is whole cents."""


def canonical(content: Content) -> str:
    """Write a content in its one canonical form."""
    return _written(content).decode()


def digest(content: Content) -> str:
    """Give the SHA-256 of a content's canonical form."""
    return hashlib.sha256(_written(content)).hexdigest()


_QUICK = JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def quickly(content: Content) -> str:
    """Write a content that is kept already in its canonical form, ten times as fast as `canonical`.

    What is kept was written by `canonical` once, so its numbers are whole and not too large; its names are of
    ASCII letters, so that their order is the same by letter and by code unit.
    """
    return _QUICK(content)


def digest_of_text(text: str) -> str:
    """Give the SHA-256 of a text that is in canonical form already."""
    return hashlib.sha256(text.encode()).hexdigest()


_LARGEST = 2**53 - 1


def _is_plain(content: object) -> bool:
    """Say whether a content has the form that is written quickly: whole numbers of 53 bits, ASCII names."""
    kind = type(content)
    if kind is str or content is None or kind is bool:
        return True
    if kind is int:
        return -_LARGEST <= cast("int", content) <= _LARGEST
    if kind is list or kind is tuple:
        return all(map(_is_plain, cast("list[object]", content)))
    if kind is dict:
        names = cast("dict[object, object]", content)
        return all(type(name) is str and name.isascii() for name in names) and all(
            map(_is_plain, names.values())
        )
    return False


def _written(content: Content) -> bytes:
    """Write a content in its canonical form; refuse what has none: far too large a number, half a letter."""
    try:
        return quickly(content).encode() if _is_plain(content) else rfc8785.dumps(content)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise Malformed(sentence(N_("This holds a number or a text that cannot be kept."))) from error


def day(value: date | None) -> str | None:
    """Write a day for a content: 2015-12-31."""
    return None if value is None else value.isoformat()


def moment(value: datetime) -> str:
    """Write a moment in UTC for a content, to the microsecond."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def kept_moment(value: datetime | str) -> str:
    """Write a moment as `moment` does, from how a database keeps it: a text on SQLite.

    A text of any other shape is given as it is, so that no digest is found for it.
    """
    if not isinstance(value, str):
        return moment(value)
    return f"{value[:-6]}Z" if len(value) == _KEPT and value.endswith("+00:00") else value


_KEPT = len("2015-12-31T00:00:00.000000+00:00")


def kept(value: date | datetime) -> str:
    """Write a day or a moment as a SQLite database keeps it: the form in which rows are digested."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat()
