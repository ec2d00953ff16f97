"""Files as evidence: what a file is, told from its content and never from its name.

PDF, PNG, JPEG and XML are taken, when they are whole and nothing else besides (`sound_files.py` and
`sound_xml.py`).
"""

import dataclasses
import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.sound_files import why_unsound_jpeg, why_unsound_pdf, why_unsound_png
from ledger.core.sound_xml import why_unsound_xml
from ledger.core.wording import is_unfit

LARGEST = 10 * 1024 * 1024
"""The largest file taken, in bytes."""

PDF, PNG, JPEG, XML = "application/pdf", "image/png", "image/jpeg", "application/xml"
ENDINGS = {PDF: ("pdf",), PNG: ("png",), JPEG: ("jpg", "jpeg"), XML: ("xml",)}
"""How the names of each kind of file may end; the first is what others become."""

LONGEST_NAME = 120

_KINDS: tuple[tuple[re.Pattern[bytes], str, Callable[[bytes], str | Sentence | None]], ...] = (
    (re.compile(rb"%PDF-[0-9]\.[0-9]"), PDF, why_unsound_pdf),
    (re.compile(rb"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), PNG, why_unsound_png),
    (re.compile(rb"\xff\xd8\xff"), JPEG, why_unsound_jpeg),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe<\x00|\xfe\xff\x00<"), XML, why_unsound_xml),
)
"""How each kind begins, and what tells what is wrong with one."""

_PATH = re.compile(r"[/\\]")
_TRICK = re.compile(r"[/\\]|^[A-Za-z]:|:|%(?:2f|5c|00|2e)|^\.\.|^\.$", re.IGNORECASE)
_UNWELCOME = re.compile(r'[:*?"<>|]')


def recognise(content: bytes, *, name: str = "", field: str = "evidence") -> str:
    """Tell what kind of file this is, as a media type, or refuse it.

    Raises Malformed for an empty file, one of more than 10 MB, one of another kind, one that is broken or of
    more than one kind, XML that is not plain data, and a name that leads somewhere. `name` is what the
    sentence calls the file.
    """
    called = clean_name(name)
    if _TRICK.search(name) or any(is_unfit(one) for one in name):
        raise Malformed(
            sentence(
                N_("The name of %(name)s holds a folder or characters that do not belong in a name."),
                name=called,
            ),
            field,
        )
    if not content:
        raise Malformed(sentence(N_("%(name)s is empty."), name=called), field)
    if len(content) > LARGEST:
        raise Malformed(sentence(N_("%(name)s is larger than 10 MB."), name=called), field)
    for begins, media_type, why_unsound in _KINDS:
        if begins.match(content):
            why = why_unsound(content)
            if why is None:
                return media_type
            said = sentence(why) if isinstance(why, str) else why
            raise Malformed(sentence(said.template, name=called, **said.figures), field)
    raise Malformed(sentence(N_("%(name)s is not a PDF, PNG, JPEG or XML file."), name=called), field)


@dataclass(frozen=True)
class SoundFile:
    """A file that may be kept as evidence: recognised when it is made, so that there is none that was not.

    `name` is what it was called when it came. Looking through a large file takes a while, so it is made
    before a block that writes. Raises what `recognise` raises.
    """

    name: str
    content: bytes = dataclasses.field(repr=False)
    media_type: str = dataclasses.field(init=False)
    sha256: str = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "media_type", recognise(self.content, name=self.name))
        object.__setattr__(self, "sha256", hashlib.sha256(self.content).hexdigest())


def clean_name(name: str) -> str:
    """Give a file's name without folders, control characters and what some systems cannot write."""
    last = unicodedata.normalize("NFC", _PATH.split(name)[-1])
    seen = "".join(" " if is_unfit(one) else one for one in last)
    return _UNWELCOME.sub("_", " ".join(seen.split())).strip(" .")[:LONGEST_NAME].rstrip(" .") or "file"


def served_name(name: str, media_type: str) -> str:
    """Give the name a file is kept and handed out under: its ending is that of its kind."""
    whole = clean_name(name)
    stem, _, ending = whole.rpartition(".")
    if stem and ending.lower() in ENDINGS[media_type]:
        return f"{stem}.{ending.lower()}"
    return f"{whole}.{ENDINGS[media_type][0]}"
