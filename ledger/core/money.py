"""Text to cents and back: the only place where an amount is read or written.

People write the same amount in many ways. What can be read in one way only is accepted; what can be
read in two is refused with both readings shown; everything else is refused plainly. No rounding ever.
"""

import re

from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, Cents, sentence

MAX_CENTS = 10**13
"""The largest amount the ledger takes, in cents: a hundred thousand million euros."""

_SHOWN = 40
_WHOLE_DIGITS = len(str(MAX_CENTS)) - 2
_BLANKS = re.compile("[ \t\u00a0\u2009\u202f]+")
_CURRENCY = re.compile(r"(?P<before>-? ?)(?:€|EUR) ?", re.IGNORECASE)
_UNGROUPED = re.compile(r"(?P<whole>[0-9]+)(?:(?P<point>[.,])(?P<part>[0-9]+))?")
_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<mark>[., ])[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
    r"(?:(?P<point>(?!(?P=mark))[.,])(?P<part>[0-9]+))?"
)
_PLAIN = re.compile(r"(?P<whole>0|[1-9][0-9]*)\.(?P<part>[0-9]{2})")


def format_cents(cents: int, code: str) -> str:
    """Write cents as people do: 1.234,56 in Dutch ("nl"), 1,234.56 in English ("en")."""
    whole, rest = divmod(abs(cents), 100)
    text = f"{whole:,}.{rest:02d}"
    if code == "nl":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"-{text}" if cents < 0 else text


def format_plain(cents: int) -> str:
    """Write cents for a machine: 1234.56, or -0.05; no grouping, always a point and two decimals."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"


def require_size(cents: int, *, field: str | None = None) -> int:
    """Take an amount as it is, unless it is larger than the ledger takes; raise Malformed beside `field`."""
    if abs(cents) > MAX_CENTS:
        raise Malformed(sentence(N_("An amount is at most %(most)s."), most=Cents(MAX_CENTS)), field)
    return cents


def parse_cents(
    text: str, *, field: str | None = None, signed: bool = False, decimal: str | None = None
) -> int:
    """Read an amount as people type it, and give it in cents.

    Reads 1.234,56 and 1,234.56, 1234.56 and 1234,56, 1234, 1,5 and 1.234.567, with or without a
    leading € or EUR, blanks as grouping too. An amount below zero is read only when `signed`. Where
    the decimal mark is known beforehand (an import's map says so) `decimal` is "." or ",", and the
    other one can only group.

    Raises Malformed, beside `field`, for everything else. 1.234 or 1,234 alone could mean two amounts:
    it is refused with both shown, unless `decimal` settles it.
    """
    tidy = _BLANKS.sub(" ", text.strip())
    number = _CURRENCY.sub(r"\g<before>", tidy, count=1) if _CURRENCY.match(tidy) else tidy
    if not number:
        raise Malformed(sentence(N_("Fill in an amount.")), field)
    negative = number.startswith("-")
    number = number.removeprefix("-").removeprefix(" ")
    cents = _read(number, text, field, decimal, -1 if negative else 1)
    if negative and cents == 0:
        raise _unreadable(text, field)
    if negative and not signed:
        raise Malformed(sentence(N_("An amount below zero cannot be used here.")), field)
    return -cents if negative else cents


def parse_plain(text: str, *, field: str | None = None) -> int:
    """Read an amount as the covenant file writes it, 300000.00, and give it in cents.

    Exactly two decimals after a point; no sign, no grouping, no blanks. Raises Malformed otherwise.
    """
    match = _PLAIN.fullmatch(text)
    if match is None:
        raise Malformed(
            sentence(
                N_('"%(typed)s" is not an amount with a point and two decimals, like 300000.00.'),
                typed=_shown(text),
            ),
            field,
        )
    return _to_cents(match["whole"], match["part"], text, field)


def _read(number: str, typed: str, field: str | None, decimal: str | None, sign: int) -> int:
    """Give the cents of an amount without sign and currency; raise Malformed where it has no one meaning."""
    ungrouped, grouped = _UNGROUPED.fullmatch(number), _GROUPED.fullmatch(number)
    if decimal is not None:
        if ungrouped and ungrouped["point"] not in (None, decimal):
            ungrouped = None
        if grouped and (grouped["mark"] == decimal or grouped["point"] not in (None, decimal)):
            grouped = None
    if ungrouped and grouped:
        raise _ambiguous(ungrouped, typed, field, sign)
    match = ungrouped or grouped
    if match is None:
        raise _unreadable(typed, field)
    part = match["part"] or ""
    if len(part) > 2:
        raise Malformed(sentence(N_('"%(typed)s" has more than two decimals.'), typed=_shown(typed)), field)
    whole = re.sub("[., ]", "", match["whole"])
    return _to_cents(whole, part, typed, field)


def _to_cents(whole: str, part: str, typed: str, field: str | None) -> int:
    """Join whole euros and decimals into cents; raise Malformed above the largest amount."""
    # the length is looked at first: a very long number is never turned into an integer
    digits = whole.lstrip("0")
    cents = int(digits + part.ljust(2, "0")) if len(digits) <= _WHOLE_DIGITS else MAX_CENTS + 1
    if cents > MAX_CENTS:
        raise Malformed(
            sentence(
                N_('"%(typed)s" is more than %(most)s, the largest amount there can be.'),
                typed=_shown(typed),
                most=Cents(MAX_CENTS),
            ),
            field,
        )
    return cents


def _ambiguous(match: re.Match[str], typed: str, field: str | None, sign: int) -> Malformed:
    """Say that one mark and three digits can be read in two ways, and which."""
    return Malformed(
        sentence(
            N_(
                '"%(typed)s" can be read as %(large)s or as %(small)s and part of a cent. '
                "Write the amount with two decimals."
            ),
            typed=_shown(typed),
            large=Cents(sign * int(match["whole"] + match["part"]) * 100),
            small=Cents(sign * int(match["whole"] + match["part"][:2])),
        ),
        field,
    )


def _unreadable(typed: str, field: str | None) -> Malformed:
    """Say that this is no amount, and what one looks like."""
    return Malformed(
        sentence(N_('"%(typed)s" is not an amount. Write it like 1234.56 or 1.234,56.'), typed=_shown(typed)),
        field,
    )


def _shown(text: str) -> str:
    """Give what was typed, cut short where it is very long."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
