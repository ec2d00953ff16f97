"""One way to write a content as bytes, and its digest: what votes, approvals and the trail are bound to.

The form is RFC 8785 canonical JSON, the digest SHA-256 in lower-case hexadecimal.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import rfc8785

Content = None | bool | int | str | Sequence["Content"] | Mapping[str, "Content"]
"""What can be written canonically here: no floating point numbers, money is whole cents."""


def canonical(content: Content) -> str:
    """Write a content in its one canonical form."""
    return rfc8785.dumps(content).decode()


def digest(content: Content) -> str:
    """Give the SHA-256 of a content's canonical form."""
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def digest_of_text(text: str) -> str:
    """Give the SHA-256 of a text that is in canonical form already."""
    return hashlib.sha256(text.encode()).hexdigest()


def day(value: date | None) -> str | None:
    """Write a day for a content: 2015-12-31."""
    return None if value is None else value.isoformat()


def moment(value: datetime) -> str:
    """Write a moment in UTC for a content, to the microsecond."""
    return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
