"""The fields of our forms: each reads what was typed strictly, keeps it as typed, and says what is wrong.

Labels and hints are English texts marked `N_("…")`, translated when the page is made; a name that is to
stand as it is goes through `verbatim(name)`. A field is asked for unless `optional=True`. What was read
stands in `data` (None: nothing, or not readable) and, once the form was accepted, certain and typed in the
property named for its unit: `text`, `cents`, `day`, `hundredths`, `count`, `choice`.

Templates draw a field by its `kind`, with the macros of `templates/macros/forms.html`.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from exports.cells import visible
from ledger.core.money import format_plain, parse_cents
from ledger.core.refusals import Malformed, Refusal
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.wording import LONGEST_NAME, LONGEST_REMARK, require_name, require_remark
from ledger.web.here import language, say
from ledger.web.reading import parse_count, parse_day, parse_hundredths

Said = Sentence | str
"""A text on the page: a sentence, or a text marked `N_("…")`."""

CHOOSE = N_("Choose one")


def verbatim(text: str) -> Sentence:
    """Take a name for a label as it stands: it is not looked up in the catalogue."""
    return sentence("%(text)s", text=text)


def as_sentence(said: Said) -> Sentence:
    """Take a text marked for translation for the sentence it is."""
    return said if isinstance(said, Sentence) else sentence(said)


class AskedField(Field):
    """One question of a form: its label, a hint, whether it may be left open, and what was typed.

    `autocomplete` tells the browser what is asked for, such as "name"; `inputmode` which keys to offer.
    """

    kind = "text"
    inputmode = ""
    numeric = False
    """Whether what is typed is a figure, which stands at the right of its box."""

    def __init__(
        self,
        label: Said,
        *,
        hint: Said = "",
        optional: bool = False,
        autocomplete: str = "off",
        inputmode: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__("", **kwargs)
        self.inputmode = inputmode or self.inputmode
        self.question = as_sentence(label)
        self.hint = as_sentence(hint) if hint else self.usual_hint()
        self.optional = optional
        self.autocomplete = autocomplete

    def usual_hint(self) -> Sentence | None:
        """Give the hint a field of this kind has where its form gives none."""
        return None

    @property
    def typed(self) -> str:
        """Give what stands in the box: what was typed, to the letter, or what the form was filled with.

        Only what no page can hold, such as control characters, is made visible.
        """
        if self.raw_data:
            return visible(str(self.raw_data[0]))
        return "" if self.data is None else self.written(self.data)

    def written(self, data: Any) -> str:
        """Write a value the way somebody would type it."""
        return str(data)

    def read(self, typed: str) -> Any:
        """Make the value of what was typed; raises a Refusal where it has no meaning here."""
        raise NotImplementedError

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was sent; nothing at all counts as nothing typed."""
        typed = str(valuelist[0]) if valuelist else ""
        self.data = None
        if self.optional and not typed.strip():
            return
        try:
            self.data = self.read(typed)
        except Refusal as refusal:
            raise ValidationError(say(refusal.why)) from refusal

    def complain(self, why: Sentence) -> None:
        """Put a sentence beside this field."""
        self.errors = [*self.errors, say(why)]

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was typed here."""
        return not self.typed.strip()


class TextField(AskedField):
    """A text of one line, such as a name."""

    def __init__(self, label: Said, *, most: int = LONGEST_NAME, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.most = most

    def read(self, typed: str) -> str:
        """Tidy the text, its letters joined with their accents; refuses what cannot stand in a text."""
        if not typed.strip():
            raise Malformed(sentence(N_("Fill this in.")))
        return require_name(unicodedata.normalize("NFC", typed), field=self.short_name, longest=self.most)

    @property
    def text(self) -> str:
        """Give the text, tidied; empty where it was left open."""
        return self.data or ""


class LinesField(TextField):
    """A text of several lines, such as the reasons for a decision."""

    kind = "lines"

    def __init__(self, label: Said, *, most: int = LONGEST_REMARK, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(label, most=most, **kwargs)
        self.rows = rows

    def read(self, typed: str) -> str:
        """Tidy the text, keeping its lines."""
        super().read(typed)
        lines = unicodedata.normalize("NFC", typed).strip().splitlines()
        return "\n".join(require_remark(line, field=self.short_name, longest=self.most) for line in lines)


class PasswordField(AskedField):
    """A password: taken as it is, and never written back onto the page."""

    kind = "password"

    @property
    def typed(self) -> str:
        """Give nothing: a password is typed anew each time."""
        return ""

    def read(self, typed: str) -> str:
        """Take the password; refuses only an empty one."""
        if not typed:
            raise Malformed(sentence(N_("Fill this in.")))
        return typed

    @property
    def text(self) -> str:
        """Give the password as typed."""
        return self.data or ""


class MoneyField(AskedField):
    """An amount in euros, read to the cent by the one rule for amounts, and kept as typed."""

    kind = "money"
    inputmode = "decimal"
    numeric = True

    def __init__(self, label: Said, *, signed: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.signed = signed

    def usual_hint(self) -> Sentence | None:
        """Show how an amount is written."""
        return sentence(N_("For example 1,234.56"))

    def written(self, data: int) -> str:
        """Write cents so that they read back the same in every language."""
        return format_plain(data).replace(".", "," if language().code == "nl" else ".")

    def read(self, typed: str) -> int:
        """Read the amount in cents."""
        return parse_cents(typed, signed=self.signed)

    @property
    def cents(self) -> int:
        """Give the amount in cents; nothing where it was left open."""
        return self.data or 0


class DayField(AskedField):
    """A day, written as 31-12-2015, 31/12/2015 or 2015-12-31."""

    kind = "day"
    inputmode = "numeric"

    def usual_hint(self) -> Sentence | None:
        """Show how a day is written."""
        return sentence(N_("For example 31/12/2015"))

    def written(self, data: date) -> str:
        """Write a day in the reader's way."""
        return language().day(data)

    def read(self, typed: str) -> date:
        """Read the day; refuses days that do not exist and years that cannot be meant."""
        return parse_day(typed)

    @property
    def day(self) -> date:
        """Give the day that was asked for."""
        day: date = certain(self.data)
        return day


class NumberField(AskedField):
    """A number with at most two decimals, such as hours: kept exactly, as a whole number of hundredths."""

    kind = "number"
    inputmode = "decimal"
    numeric = True

    def written(self, data: int) -> str:
        """Write hundredths as the number they are."""
        return format_plain(data).replace(".", "," if language().code == "nl" else ".")

    def read(self, typed: str) -> int:
        """Read the number in hundredths."""
        return parse_hundredths(typed)

    @property
    def hundredths(self) -> int:
        """Give the number in hundredths."""
        return self.data or 0


class CountField(AskedField):
    """A whole number, such as how many people found work."""

    kind = "number"
    inputmode = "numeric"
    numeric = True

    def read(self, typed: str) -> int:
        """Read the number: digits only, since a point could mean thousands or parts."""
        return parse_count(typed)

    @property
    def count(self) -> int:
        """Give the number."""
        return self.data or 0


class ChoiceField(AskedField):
    """One of a list. `offer` says which; choices may stand in groups, each under its heading.

    `as_radio=True` shows all of them at once, for a few.
    """

    kind = "choice"

    def __init__(
        self,
        label: Said,
        *,
        choices: Iterable[tuple[str, Said]] = (),
        placeholder: Said = CHOOSE,
        as_radio: bool = False,
        **kwargs: Any,
    ) -> None:
        # what is offered is known before what was sent is read
        self.groups: list[tuple[Sentence | None, list[tuple[str, Sentence]]]] = []
        self.placeholder = as_sentence(placeholder)
        self.kind = "radio" if as_radio else "choice"
        super().__init__(label, **kwargs)
        self.offer(choices)

    def offer(self, choices: Iterable[tuple[str, Said]]) -> None:
        """Offer these choices: the value that is sent, and what the reader sees."""
        self.offer_groups([(None, choices)])

    def offer_groups(self, groups: Iterable[tuple[Said | None, Iterable[tuple[str, Said]]]]) -> None:
        """Offer choices under headings."""
        self.groups = [
            (
                None if heading is None else as_sentence(heading),
                [(value, as_sentence(said)) for value, said in each],
            )
            for heading, each in groups
        ]

    @property
    def values(self) -> Sequence[str]:
        """List the values that may be chosen."""
        return [value for _, choices in self.groups for value, _ in choices]

    def read(self, typed: str) -> str:
        """Take the choice as sent; whether it is on offer is asked when the form is."""
        if not typed:
            raise Malformed(sentence(N_("Choose one of the list.")))
        return typed

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not on offer."""
        if self.data is not None and self.data not in self.values:
            raise ValidationError(say(sentence(N_("Choose one of the list."))))

    @property
    def choice(self) -> str:
        """Give the value chosen; empty where it was left open."""
        return self.data or ""


class CheckField(AskedField):
    """A box to tick."""

    kind = "check"

    def __init__(self, label: Said, **kwargs: Any) -> None:
        super().__init__(label, optional=True, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take any value as a tick; a box left empty sends nothing."""
        self.data = bool(valuelist)

    @property
    def ticked(self) -> bool:
        """Say whether the box is ticked."""
        return bool(self.data)


class HiddenField(AskedField):
    """Something the page sends along unseen."""

    kind = "hidden"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("", optional=True, **kwargs)

    def read(self, typed: str) -> str:
        """Take it as it was sent."""
        return typed

    def show(self, text: str) -> None:
        """Send this along from now on, whatever came with the form."""
        self.data, self.raw_data = text, None

    @property
    def text(self) -> str:
        """Give what was sent."""
        return self.data or ""


def certain(value: Any) -> Any:
    """Give a value that an accepted form is sure to have."""
    if value is None:
        raise LookupError("asked of a field before its form was accepted")
    return value
