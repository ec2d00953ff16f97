"""Long lists, page by page, and what a reader asks of them in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import request, url_for

from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, sentence

LONGEST_NUMBER = 9


def text_asked(name: str) -> str:
    """Give what the address asks under this name, tidied; empty where it asks nothing."""
    seen = "".join(one for one in request.args.get(name, "") if one.isprintable())
    return seen.strip()[:200]


def number_asked(name: str) -> int | None:
    """Give the number the address asks under this name, None where it asks none; refuses anything else."""
    text = text_asked(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise NotFound(sentence(N_("There is no page for this address.")))
    return int(text)


@dataclass(frozen=True)
class Paging:
    """Which part of a long list is shown; `before` and `after` are the addresses of the pages beside it."""

    page: int
    size: int
    count: int = 0
    before: str | None = None
    after: str | None = None

    @classmethod
    def asked(cls, size: int) -> "Paging":
        """Read which page the address asks for."""
        return cls(max(number_asked("page") or 1, 1), size)

    @property
    def first(self) -> int:
        """Give how many rows come before this page."""
        return (self.page - 1) * self.size

    @property
    def last_page(self) -> int:
        """Give the number of the last page."""
        return max(-(-self.count // self.size), 1)

    def of(self, count: int, kept: Mapping[str, str]) -> "Paging":
        """Complete it with the length of the list, and with what else the address asks for."""
        whole = replace(self, count=count)
        others = {name: value for name, value in kept.items() if name != "page" and value}

        def address(number: int) -> str:
            values = {**(request.view_args or {}), **others, "page": number}
            return url_for(str(request.endpoint), **values)

        return replace(
            whole,
            before=address(self.page - 1) if self.page > 1 else None,
            after=address(self.page + 1) if self.page < whole.last_page else None,
        )
