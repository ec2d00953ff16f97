"""Sound XML: whether a file is well formed, and only data.

A file is parsed once and nothing in it is fetched, run or shown.

Sources: the XML recommendation and its namespaces; the vocabularies are named by whoever made them.
"""

from collections.abc import Iterable, Mapping
from xml.parsers import expat

from ledger.core.sentences import N_, Sentence, sentence

DEEPEST, MOST_PARTS = 200, 200_000
"""No invoice or statement has elements within so many others, or so many elements and attributes."""

_ACTIVE = frozenset({"1999/xhtml", "2000/svg", "2001/XInclude", "1999/XSL/Transform", "1998/Math/MathML"})
"""Vocabularies of the World Wide Web Consortium in which a file shows, does or fetches something."""

_OF_PROGRAMS = (
    "urn:schemas-microsoft-com:",
    "http://schemas.microsoft.com/",
    "http://schemas.openxmlformats.org/",
    "urn:oasis:names:tc:opendocument:",
    "http://openoffice.org/",
    "http://www.mozilla.org/keymaster/",
)
"""How the vocabularies begin in which a program writes its documents, with what runs when one opens them."""

_RUN_AT_THE_TOP = frozenset({"job", "package", "jnlp"})
"""What begins a file that starts a program: of Windows' script host, and of Java's web start."""

_SHOWN = frozenset({"html", "svg", "script"})
_A_PAGE = N_("%(name)s is a page or a drawing rather than data, which is not accepted.")
_OF_A_PROGRAM = N_("%(name)s is a document that a program opens rather than data, which is not accepted.")


class _Unwelcome(Exception):
    """The XML file holds something that is not accepted; the sentence says what."""


def why_unsound_xml(content: bytes) -> Sentence | None:
    """Say what is wrong with an XML file: parsed whole, it is well formed and only holds data.

    Without a document type it can neither define entities nor make anybody fetch anything.
    """
    watch = _Watch()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = watch.document_type
    parser.ProcessingInstructionHandler = watch.instruction
    parser.StartElementHandler = watch.begins
    parser.EndElementHandler = watch.ends
    try:
        parser.Parse(content, True)
    except _Unwelcome as error:
        return sentence(str(error))
    except expat.ExpatError as error:
        return sentence(
            N_("%(name)s is not well-formed XML: it goes wrong in line %(line)s."), line=error.lineno
        )
    except (LookupError, ValueError):  # an encoding that is not known, or not one for XML
        return sentence(N_("%(name)s is written in an encoding that cannot be read."))
    return None


class _Watch:
    """What is looked for while an XML file is parsed."""

    def __init__(self) -> None:
        self.depth = self.parts = 0

    def document_type(self, *_: object) -> None:
        raise _Unwelcome(N_("%(name)s has a document type (DOCTYPE), which is not accepted."))

    def instruction(self, target: str, _: str) -> None:
        if target == "xml-stylesheet":
            raise _Unwelcome(N_("%(name)s names a style sheet, which is not accepted."))
        raise _Unwelcome(N_("%(name)s holds an instruction for a program (<? … ?>), which is not accepted."))

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        self.parts += 1 + len(attributes)
        if self.parts > MOST_PARTS:
            raise _Unwelcome(N_("%(name)s has more elements than any document has: over 200 thousand."))
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Unwelcome(N_("%(name)s has elements within elements, deeper than any document has."))
        space, _, local = name.rpartition(" ")
        _require_data({space, *(each.rpartition(" ")[0] for each in attributes)})
        if not space and local.lower() in _SHOWN:
            raise _Unwelcome(_A_PAGE)
        if self.depth == 1 and not space and local.lower() in _RUN_AT_THE_TOP:
            raise _Unwelcome(_OF_A_PROGRAM)

    def ends(self, _: str) -> None:
        self.depth -= 1


def _require_data(spaces: Iterable[str]) -> None:
    """Refuse the vocabularies in which a file is more than data."""
    for space in spaces:
        if any(space.endswith(f"w3.org/{each}") for each in _ACTIVE):
            raise _Unwelcome(_A_PAGE)
        if space.lower().startswith(_OF_PROGRAMS):
            raise _Unwelcome(_OF_A_PROGRAM)
