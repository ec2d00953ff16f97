"""Forms: every one carries the key that makes it count once, and keeps what was typed when it is refused.

    class NewProject(LedgerForm):
        name = TextField(N_("Name"))
        budget = MoneyField(N_("Budget"), optional=True)

A form on a page with others gets a prefix, `PayForm(prefix="pay-")`, so that no two boxes bear one name; it
takes only what was sent to itself. `sent()` says whether it was sent and can be read.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast
from uuid import uuid4

from flask import request
from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict
from wtforms import Field, FieldList, Form, FormField

from ledger import access_log
from ledger.core.media import SoundFile, clean_name
from ledger.core.refusals import Malformed, Problems, Refusal
from ledger.core.sentences import N_, Sentence, sentence
from ledger.web.fields import AskedField, HiddenField, Said, as_sentence
from ledger.web.here import say
from ledger.web.logbook import log_refusal

_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_PLACE = re.compile(r"(?P<rows>\w+)[-.\[](?P<place>[0-9]+)[-.\]]+(?P<name>\w+)")
_ROW = re.compile(r"([0-9]{1,4})-\w+")
MOST_ROWS = 100


class KeyField(HiddenField):
    """The request key: made with the page, and the same however often its form is sent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default=lambda: str(uuid4()), **kwargs)


class EvidenceField(AskedField):
    """Files as evidence, any number: PDF, PNG, JPEG or XML, each at most 10 MB."""

    kind = "files"
    accept = ".pdf,.png,.jpg,.jpeg,.xml"

    def usual_hint(self) -> Sentence | None:
        """Say which files may be sent."""
        return sentence(N_("PDF, PNG, JPEG or XML; at most 10 MB each, and 12 MB together."))

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Recognise every file by its content; each that cannot be taken gets a sentence of its own."""
        taken: list[SoundFile] = []
        complaints: list[str] = []
        files = [each for each in valuelist if isinstance(each, FileStorage) and each.filename]
        self.names = [clean_name(each.filename or "") for each in files]
        for each in files:
            try:
                taken.append(SoundFile(each.filename or "", each.stream.read()))
            except Malformed as refusal:
                complaints.append(say(refusal.why))
        if complaints:
            log_refusal(act=access_log.EVIDENCE_REFUSED)
        if not files and not self.optional:
            complaints.append(say(sentence(N_("Choose a file."))))
        self.data = taken
        self.process_errors = [*self.process_errors, *complaints]

    @property
    def typed(self) -> str:
        """Give nothing: a browser never takes a file's name back."""
        return ""

    @property
    def chosen_before(self) -> str:
        """Name the files that were sent with a form that was refused, since they have to be chosen again."""
        return ", ".join(getattr(self, "names", ()))

    @property
    def uploads(self) -> list[SoundFile]:
        """Give the files."""
        return self.data or []


class RowForm(Form):
    """What is asked on one row of a repeated part: declare its fields in a subclass."""

    @property
    def asked(self) -> list[AskedField]:
        """List the row's fields."""
        return [field for field in self if isinstance(field, AskedField)]

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was typed on this row; a choice left at its only value counts as nothing."""
        return all(field.is_blank for field in self.asked)


R = TypeVar("R", bound=RowForm)

if TYPE_CHECKING:
    _Entries = FieldList[FormField[RowForm]]
else:
    _Entries = FieldList


class Rows(_Entries, Generic[R]):
    """A part of a form that repeats, such as the splits of an expenditure; rows left blank do not count.

    `least` rows must be filled in, `shown` stand on a new form. The button that adds a row sends the form
    back with one more, everything typed kept: no script is needed.
    """

    kind = "rows"

    def __init__(
        self,
        row: type[R],
        label: Said,
        *,
        least: int = 1,
        shown: int = 2,
        hint: Said = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(FormField(row), "", min_entries=shown, max_entries=MOST_ROWS, **kwargs)
        self.question = as_sentence(label)
        self.hint = as_sentence(hint) if hint else None
        self.least = least
        self.grew = False
        self.complaints: list[str] = []

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        """Read which rows were sent from the names of their boxes; any other name is nobody's."""
        for name in formdata:
            if match := _ROW.fullmatch(name.removeprefix(f"{prefix}-")):
                yield int(match[1])

    @property
    def rows(self) -> list[R]:
        """List all rows, the blank ones too."""
        return [cast("R", entry.form) for entry in self.entries]

    def filled(self) -> list[R]:
        """List the rows on which something was typed."""
        return [row for row in self.rows if not row.is_blank]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Ask every filled row whether it can be read, and whether there are enough of them."""
        self.complaints = []
        filled = self.filled()
        if len(filled) < self.least:
            wanted = sentence(N_("Fill in at least %(least)s of these rows."), least=self.least)
            self.complaints = [say(wanted)]
        asked = [row.validate() for row in filled]
        self.errors = [*self.complaints, *([""] if not all(asked) else [])]
        return not self.errors

    def complain(self, why: Sentence) -> None:
        """Put a sentence above the rows."""
        self.complaints.append(say(why))
        self.errors = [*self.errors, say(why)]

    def grow(self) -> None:
        """Add a row, up to the most there can be."""
        if len(self.entries) < MOST_ROWS:
            self.append_entry()
            self.grew = True

    @property
    def button(self) -> str:
        """Name the button that adds a row."""
        return f"{self.name}-add"


def _is_for(prefix: str) -> bool:
    """Say whether what was sent is for the form with this prefix."""
    if prefix:
        return any(name.startswith(prefix) for name in request.form)
    return not any(name.endswith("-request_key") for name in request.form)


def _on_row(number: int, one: AskedField) -> Sentence:
    """Name a field of a repeated part by its row as well."""
    return sentence(N_("Row %(number)s, %(label)s"), number=number, label=one.question)


class PlainForm(Form):
    """A form without a request key: for what may be sent twice without harm, such as signing in."""

    def __init__(self, *, prefix: str = "", **kwargs: Any) -> None:
        self.was_sent = request.method == "POST" and _is_for(prefix)
        parts: list[MultiDict[str, Any]] = [request.files, request.form]
        self.status = 200
        self.notes: list[str] = []
        super().__init__(CombinedMultiDict(parts) if self.was_sent else None, prefix=prefix, **kwargs)

    @property
    def asked(self) -> Iterator[AskedField | Rows[RowForm]]:
        """Go through the fields a reader sees, in order."""
        return (field for field in self if isinstance(field, AskedField | Rows) and field.kind != "hidden")

    @property
    def hidden(self) -> Iterator[HiddenField]:
        """Go through what the page sends along unseen."""
        return (field for field in self if isinstance(field, HiddenField))

    @property
    def repeated(self) -> list[Rows[RowForm]]:
        """List the parts that repeat."""
        return [field for field in self if isinstance(field, Rows)]

    @property
    def has_files(self) -> bool:
        """Say whether files can be sent along."""
        return any(isinstance(field, EvidenceField) for field in self)

    @property
    def key(self) -> str:
        """Give the request key; this form has none."""
        return ""

    def sent(self) -> bool:
        """Say whether the form was sent and everything in it can be read; if not, it says why itself.

        A press of a button that adds a row only adds the row.
        """
        if not self.was_sent:
            return False
        pressed = [rows for rows in self.repeated if rows.button in request.form]
        for rows in pressed:
            rows.grow()
        if pressed:
            return False
        if self.validate():
            return True
        self.status = 422
        return False

    def take(self, refusal: Refusal) -> bool:
        """Show a refusal on this form, beside its field where it has one.

        Gives False where it is not this form's to show: something that is not there, or not allowed, or a
        ledger that cannot be used now, from which the form could not be made either.
        """
        each = refusal.each if isinstance(refusal, Problems) else (refusal,)
        places = [self.find(one.field) for one in each]
        if all(place is None for place in places) and refusal.status in {403, 404, 503}:
            return False
        for one, place in zip(each, places, strict=True):
            if place is None:
                self.notes.append(say(one.why))
            else:
                place.complain(one.why)
        statuses = {422 if one.status == 404 else one.status for one in each}
        self.status = 422 if 422 in statuses else min(statuses)
        return True

    def find(self, name: str | None) -> AskedField | Rows[RowForm] | None:
        """Find the field a rule speaks of: by its name, or as a place among filled rows, "splits-0-cents"."""
        if name is None:
            return None
        field: Field | None = self._fields.get(name)
        if field is None and (match := _PLACE.fullmatch(name)):
            rows = self._fields.get(match["rows"])
            filled = rows.filled() if isinstance(rows, Rows) else []
            place = int(match["place"])
            if place < len(filled):
                field = filled[place]._fields.get(match["name"], rows)
        return field if isinstance(field, AskedField | Rows) and field.kind != "hidden" else None

    @property
    def mistakes(self) -> list[tuple[str | None, Sentence | None, str]]:
        """List all that is wrong, from the top down: the id of the box, its label, and the sentence."""
        found: list[tuple[str | None, Sentence | None, str]] = [(None, None, note) for note in self.notes]
        for field in self.asked:
            if isinstance(field, Rows):
                found += [(field.id, field.question, each) for each in field.complaints]
                for number, row in enumerate(field.rows, start=1):
                    found += [
                        (one.id, _on_row(number, one), each) for one in row.asked for each in one.errors
                    ]
            else:
                found += [(field.id, field.question, each) for each in field.errors]
        return found


class LedgerForm(PlainForm):
    """A form that writes in the books: it counts once, however often it is sent.

    `digest` is for forms that agree to something: the digest of what the page showed.
    """

    request_key = KeyField()
    digest = HiddenField()

    @property
    def key(self) -> str:
        """Give the request key."""
        return self.request_key.text

    def sent(self) -> bool:
        """Say whether the form was sent, with its key, and everything in it can be read."""
        if self.was_sent and not _KEY.fullmatch(self.key):
            note = sentence(N_("This form came without its key. Open the page again and fill it in anew."))
            self.notes.append(say(note))
            self.status = 422
            return False
        return super().sent()
