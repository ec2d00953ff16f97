"""Files as evidence: what a file is, told from its content and never from its name.

PDF, PNG, JPEG and XML are taken. An XML file is parsed whole, and without a document type it can neither
define entities nor make anybody fetch anything.
"""

import re
import unicodedata
from xml.parsers import expat

from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, sentence
from ledger.core.wording import is_unfit

LARGEST = 10 * 1024 * 1024
"""The largest file taken, in bytes."""

PDF, PNG, JPEG, XML = "application/pdf", "image/png", "image/jpeg", "application/xml"
ENDINGS = {PDF: ("pdf",), PNG: ("png",), JPEG: ("jpg", "jpeg"), XML: ("xml",)}
"""How the names of each kind of file may end; the first is what others become."""

LONGEST_NAME = 120

_PDF = re.compile(rb"%PDF-[0-9]\.[0-9]")
_PNG = re.compile(rb"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
_JPEG = re.compile(rb"\xff\xd8\xff")
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe<\x00|\xfe\xff\x00<")
_PATH = re.compile(r"[/\\]")
_UNWELCOME = re.compile(r'[:*?"<>|]')


class _HasDocumentType(Exception):
    """The XML file begins with a document type."""


def recognise(content: bytes, *, name: str = "", field: str = "evidence") -> str:
    """Tell what kind of file this is, as a media type, or refuse it.

    Raises Malformed for an empty file, one of more than 10 MB, one of another kind, and XML that is not
    well formed or has a document type. `name` is what the sentence calls the file.
    """
    called = clean_name(name)
    if not content:
        raise Malformed(sentence(N_("%(name)s is empty."), name=called), field)
    if len(content) > LARGEST:
        raise Malformed(sentence(N_("%(name)s is larger than 10 MB."), name=called), field)
    for shape, media_type in ((_PDF, PDF), (_PNG, PNG), (_JPEG, JPEG)):
        if shape.match(content):
            return media_type
    if _XML.match(content):
        _require_plain_xml(content, called, field)
        return XML
    raise Malformed(sentence(N_("%(name)s is not a PDF, PNG, JPEG or XML file."), name=called), field)


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


def _require_plain_xml(content: bytes, called: str, field: str) -> None:
    """Refuse XML that is not well formed, or that has a document type: there entities would be defined."""

    def refuse(*_: object) -> None:
        raise _HasDocumentType

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except _HasDocumentType as error:
        raise Malformed(
            sentence(N_("%(name)s has a document type (DOCTYPE), which is not accepted."), name=called), field
        ) from error
    except expat.ExpatError as error:
        raise Malformed(
            sentence(
                N_("%(name)s is not well-formed XML: it goes wrong in line %(line)s."),
                name=called,
                line=error.lineno,
            ),
            field,
        ) from error
    except (LookupError, ValueError) as error:  # an encoding that is not known, or not one for XML
        raise Malformed(
            sentence(N_("%(name)s is written in an encoding that cannot be read."), name=called), field
        ) from error
