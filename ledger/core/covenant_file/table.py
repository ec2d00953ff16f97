"""One table of a covenant file: every value asked for by its key and by the kind it must be of.

What is missing or wrong is noted with its place, and a blank that could never stand in a good file comes
back in its stead (an empty text, 0 cents, the first day of the calendar), so that reading goes on and all
problems are found at once. Rules that compare values leave blanks alone. Nothing is ever made of
blanks: once a problem has been noted, the file is refused whole.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import TypeVar

from ledger.core.calendar import parse_month_day
from ledger.core.money import parse_plain
from ledger.core.refusals import Malformed, Refusal
from ledger.core.sentences import N_, Sentence, sentence

BLANK_DAY = date.min
BLANK_DAY_OF_YEAR = (0, 0)
FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST_NAME, LONGEST_REMARK, LONGEST_SLUG = 200, 2000, 60

TEXT = N_("This must be a text in quotes.")
AMOUNT = N_('This must be an amount in quotes, like "300000.00".')
DAY_OF_YEAR = N_('This must be a month and a day in quotes, like "03-01".')
DAY = N_("This must be a date without quotes and without a time, like 2015-12-31.")
WHOLE = N_("This must be a whole number without quotes.")
SLUGS = N_('This must be a list of slugs in quotes, like ["placement"].')
TABLE = N_("This must be a table.")
MISSING = N_("This key is missing.")

_SLUG = re.compile("[a-z0-9][a-z0-9-]*")
_SHOWN = 40
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Word = TypeVar("Word", bound=str)
Read = TypeVar("Read")


class Findings:
    """What has been found wrong in a file so far, in the order found."""

    def __init__(self) -> None:
        self.problems: list[Refusal] = []

    def note(self, place: str, why: Sentence, name: str = "") -> None:
        """Note a problem at a place in the file; `name` is the slug of what stands there, if it has one."""
        named = f"{place} ({name})" if name else place
        self.problems.append(Malformed(sentence(N_("%(place)s: %(why)s"), place=named, why=why), place))


class Table:
    """One table of the file, and the notes of what is wrong in it.

    `path` is its place in the file, "" for the file itself. `name` is the slug it is known by, if it has
    a readable one, or else that of the table around it.
    """

    def __init__(self, findings: Findings, path: str, values: Mapping[str, object], name: str = "") -> None:
        self.findings = findings
        self.path = path
        self.values = values
        known_by = values.get("slug", values.get("party")) if path else None
        self.name = known_by if isinstance(known_by, str) and is_slug(known_by) else name

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def place(self, key: str) -> str:
        """Say where in the file a key of this table stands."""
        return f"{self.path}.{shown(key)}" if self.path else shown(key)

    def note(self, key: str, why: Sentence) -> None:
        """Note a problem with one key of this table."""
        self.findings.note(self.place(key), why, self.name)

    def require_keys(self, needed: Collection[str], optional: Collection[str] = ()) -> None:
        """Note every key that is missing and every key that has no meaning here."""
        known = [*needed, *optional]
        for key in self.values:
            if key not in known:
                self.note(key, unknown_key(key, known))
        for key in needed:
            if key not in self:
                self.note(key, sentence(MISSING))

    def text(self, key: str, wanted: str = TEXT) -> str | None:
        """Give a text as it stands; None where there is none. `wanted` is the sentence for anything else."""
        value = self.values.get(key)
        if isinstance(value, str):
            return value
        if key in self:
            self.note(key, sentence(wanted))
        return None

    def label(self, key: str) -> str:
        """Read a name: one line, not empty, not too long; blanks around it do not count."""
        text = self.text(key)
        if text is not None and not any(_is_seen(one) for one in text):
            self.note(key, sentence(N_("This may not be empty.")))
            return ""
        return self._written(key, (text or "").strip(), LONGEST_NAME)

    def remark(self, key: str) -> str:
        """Read a text that may be left out and may take several lines; it becomes one line."""
        return self._written(key, re.sub("[ \t\r\n]+", " ", self.text(key) or "").strip(), LONGEST_REMARK)

    def slug(self, key: str, reserved: Collection[str] = ()) -> str:
        """Read a slug: the short name that stands in addresses."""
        text = self.text(key)
        if text is None:
            return ""
        if not is_slug(text):
            self.note(
                key,
                sentence(
                    N_(
                        '"%(slug)s" is no slug: small letters, digits and hyphens, '
                        "not beginning with a hyphen, at most %(most)s."
                    ),
                    slug=shown(text),
                    most=LONGEST_SLUG,
                ),
            )
        elif text in reserved:
            self.note(
                key,
                sentence(N_('"%(slug)s" is an address of the ledger itself; take another slug.'), slug=text),
            )
        return text

    def word(self, key: str, words: Sequence[Word], default: Word | None = None) -> Word | None:
        """Read one of a few words; the default where the key is left out, None where it is none of them."""
        text = self.text(key)
        if text is None:
            return None if key in self else default
        for word in words:
            if text == word:
                return word
        self.note(
            key,
            sentence(
                N_('"%(word)s" cannot stand here; it must be one of: %(words)s.'),
                word=shown(text),
                words=", ".join(words),
            ),
        )
        return None

    def day(self, key: str) -> date:
        """Read a date."""
        value = self.values.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            if FIRST_YEAR <= value.year <= LAST_YEAR:
                return value
            self.note(
                key,
                sentence(
                    N_("The year of a date must lie between %(first)s and %(last)s."),
                    first=FIRST_YEAR,
                    last=LAST_YEAR,
                ),
            )
        elif key in self:
            self.note(key, sentence(DAY))
        return BLANK_DAY

    def whole(self, key: str, least: int, most: int) -> int:
        """Read a whole number between two limits, themselves included; -1 where there is none."""
        value = self.values.get(key)
        if type(value) is int:  # true and false are whole numbers to Python, but not to people
            if least <= value <= most:
                return value
            self.note(
                key,
                sentence(
                    N_("This must be a whole number from %(least)s to %(most)s."), least=least, most=most
                ),
            )
        elif key in self:
            self.note(key, sentence(WHOLE))
        return -1

    def cents(self, key: str) -> int:
        """Read an amount above zero, written as a text with two decimals; in cents."""
        return self.parsed(key, _above_zero, AMOUNT) or 0

    def day_of_year(self, key: str) -> tuple[int, int]:
        """Read a day of the year, written as the text MM-DD; a month and a day."""
        return self.parsed(key, parse_month_day, DAY_OF_YEAR) or BLANK_DAY_OF_YEAR

    def parsed(self, key: str, parse: Callable[[str], Read], wanted: str = TEXT) -> Read | None:
        """Read a text by a rule that knows it, and note in which words that refuses; None where it does."""
        text = self.text(key, wanted)
        if text is None:
            return None
        try:
            return parse(text)
        except Malformed as refusal:
            self.note(key, refusal.why)
            return None

    def slugs(self, key: str) -> list[tuple[str, str]]:
        """Read a list of slugs that may be left out: (key with the count, slug) for each."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.note(key, sentence(SLUGS))
            return []
        found: dict[str, str] = {}
        for count, slug in enumerate(value, start=1):
            place = f"{key}[{count}]"
            if not isinstance(slug, str):
                self.note(place, sentence(TEXT))
            elif slug in found:
                self.note(place, sentence(N_('"%(slug)s" is in this list twice.'), slug=shown(slug)))
            else:
                found[slug] = place
        return [(place, slug) for slug, place in found.items()]

    def references(self, key: str, known: Collection[str], unknown: str) -> list[tuple[str, str]]:
        """Read a list of slugs and give those that are known; `unknown` is the sentence for one that is not.

        Where nothing at all is known that has been noted already, and every slug passes.
        """
        found = self.slugs(key)
        for place, slug in found:
            if known and slug not in known:
                self.note(place, sentence(unknown, slug=shown(slug)))
        return [(place, slug) for place, slug in found if not known or slug in known]

    def table(self, key: str) -> "Table | None":
        """Give a table within this one; None where there is none."""
        return self._inner(key, self.values.get(key)) if key in self else None

    def tables(self, key: str) -> list["Table"]:
        """Give the tables of a list, each written under [[key]]; none where it is left out."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            heading = re.sub(r"\[[0-9]+\]", "", self.place(key))
            self.note(
                key, sentence(N_("This must be a list of tables, each under [[%(key)s]]."), key=heading)
            )
            return []
        inner = (self._inner(f"{key}[{count}]", one) for count, one in enumerate(value, start=1))
        return [table for table in inner if table is not None]

    def _inner(self, key: str, values: object) -> "Table | None":
        """Take a value as a table within this one."""
        if isinstance(values, dict):
            return Table(self.findings, self.place(key), values, self.name)
        self.note(key, sentence(TABLE))
        return None

    def _written(self, key: str, text: str, longest: int) -> str:
        """Note what cannot stand in a text that people read: too much of it, or control characters."""
        if len(text) > longest:
            self.note(
                key,
                sentence(
                    N_("This is %(long)s characters long; at most %(most)s fit."),
                    long=len(text),
                    most=longest,
                ),
            )
        unfit = next((one for one in text if _is_unfit(one)), None)
        if unfit is not None:
            self.note(
                key,
                sentence(N_("The character U+%(code)s cannot stand in a text."), code=f"{ord(unfit):04X}"),
            )
        return text


def is_slug(text: str) -> bool:
    """Say whether a text can be a slug."""
    return len(text) <= LONGEST_SLUG and _SLUG.fullmatch(text) is not None


def shown(text: str, most: int = _SHOWN) -> str:
    """Give a text from the file so that it can stand in a sentence: not too long, nothing invisible."""
    short = text if len(text) <= most else f"{text[:most]}…"
    return "".join(one if one.isprintable() else f"[U+{ord(one):04X}]" for one in short)


def unknown_key(key: str, known: Iterable[str]) -> Sentence:
    """Say that a key has no meaning here, and which one may have been meant."""
    near = get_close_matches(key[:_SHOWN], known, n=1)
    if near:
        return sentence(N_("This key is not known here; is %(near)s meant?"), near=near[0])
    return sentence(N_("This key is not known here."))


def note_repeats(tables: Iterable[Table], key: str = "slug") -> None:
    """Note every table whose slug one before it has already."""
    first: dict[str, Table] = {}
    for table in tables:
        slug = table.values.get(key)
        if isinstance(slug, str) and first.setdefault(slug, table) is not table:
            table.note(
                key,
                sentence(
                    N_('"%(slug)s" is the slug of %(place)s already.'),
                    slug=shown(slug),
                    place=first[slug].path,
                ),
            )


def _above_zero(text: str) -> int:
    """Read an amount in cents; raise Malformed for what is none, and for nothing or less."""
    try:
        cents = parse_plain(text.removeprefix("-"))
    except Malformed:
        cents = parse_plain(text)  # so that the sentence quotes the sign too
    if cents == 0 or text.startswith("-"):
        raise Malformed(sentence(N_("An amount must be above zero.")))
    return cents


def _is_unfit(one: str) -> bool:
    """Say whether a character cannot be written in every file that leaves the house.

    Control characters, those that turn the direction of what is read, line and paragraph separators,
    halves of a pair, and the code points that are never characters.
    """
    unfit_kind = unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"}
    return unfit_kind or one in _TURNING or ord(one) & 0xFFFE == 0xFFFE


def _is_seen(one: str) -> bool:
    """Say whether a character shows on paper, unlike a blank or a joiner."""
    return not one.isspace() and unicodedata.category(one) != "Cf"
