"""One way to write a content as bytes, and its digest: what votes, approvals and the trail are bound to.

The form is RFC 8785 canonical JSON, the digest SHA-256 in lower-case hexadecimal.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import rfc8785

from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, sentence

Content = None | bool | int | str | Sequence["Content"] | Mapping[str, "Content"]
"""What can be written canonically here: no floating point numbers, money is whole cents."""


def canonical(content: Content) -> str:
    """Write a content in its one canonical form."""
    return _written(content).decode()


def digest(content: Content) -> str:
    """Give the SHA-256 of a content's canonical form."""
    return hashlib.sha256(_written(content)).hexdigest()


def digest_around(content: Mapping[str, Content], name: str, text: str) -> str:
    """Give the SHA-256 of a content one field of which, `name`, is at hand in canonical form already.

    What stands in that field is taken byte by byte, so nothing but the canonical form gives the digest. Names
    are of ASCII letters, so their order is the same by letter and by code unit.
    """
    fields = {**{key: canonical(value) for key, value in content.items()}, name: text}
    inside = ",".join(f"{canonical(key)}:{fields[key]}" for key in sorted(fields))
    return digest_of_text(f"{{{inside}}}")


def digest_of_text(text: str) -> str:
    """Give the SHA-256 of a text that is in canonical form already."""
    return hashlib.sha256(text.encode()).hexdigest()


def _written(content: Content) -> bytes:
    """Write a content in its canonical form; refuse what has none: far too large a number, half a letter."""
    try:
        return rfc8785.dumps(content)
    except rfc8785.CanonicalizationError as error:
        raise Malformed(sentence(N_("This holds a number or a text that cannot be kept."))) from error


def day(value: date | None) -> str | None:
    """Write a day for a content: 2015-12-31."""
    return None if value is None else value.isoformat()


def moment(value: datetime) -> str:
    """Write a moment in UTC for a content, to the microsecond."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
