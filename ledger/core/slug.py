"""Slugs: the short names that stand in addresses, typed in or made from a name."""

import re
import unicodedata
from collections.abc import Collection
from itertools import count

from ledger.core.covenant_file.table import LONGEST_SLUG, is_slug, shown
from ledger.core.refusals import Malformed, WrongState
from ledger.core.sentences import N_, sentence

RESERVED = ("new",)
"""Words that are addresses of the ledger itself where a project's slug stands."""

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_APOSTROPHES = re.compile("['\u2018\u2019`]")


def require_slug(text: str, taken: Collection[str], *, field: str = "slug") -> str:
    """Take a slug that somebody typed; raise Malformed where it is none, WrongState where it is taken."""
    if not is_slug(text):
        raise Malformed(
            sentence(
                N_(
                    '"%(slug)s" is no slug: small letters, digits and hyphens, '
                    "not beginning with a hyphen, at most %(most)s."
                ),
                slug=shown(text),
                most=LONGEST_SLUG,
            ),
            field,
        )
    if text in RESERVED:
        raise Malformed(
            sentence(N_('"%(slug)s" is an address of the ledger itself; take another slug.'), slug=text),
            field,
        )
    if text in taken:
        raise WrongState(sentence(N_('The slug "%(slug)s" is taken already.'), slug=text), field)
    return text


def make_slug(name: str, taken: Collection[str], *, otherwise: str = "project") -> str:
    """Make a slug from a name: "Café 't Hoekje" becomes cafe-t-hoekje; a taken one gets a number.

    `otherwise` is what a name without any letter or digit we can write becomes.
    """
    base = re.sub("[^a-z0-9]+", "-", plain_letters(name)).strip("-")
    base = base[:LONGEST_SLUG].rstrip("-") or otherwise
    if base not in taken and base not in RESERVED:
        return base
    numbered = (f"{base[: LONGEST_SLUG - len(end)].rstrip('-')}{end}" for end in map("-{}".format, count(2)))
    return next(slug for slug in numbered if slug not in taken)


def plain_letters(text: str) -> str:
    """Write a text in small letters without accents or apostrophes."""
    apart = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    return "".join(one for one in apart if not unicodedata.combining(one)).translate(_LETTERS)
