"""The sentences in the reader's language: Dutch from its catalogue, English as the code has it.

A catalogue stands in `<code>/LC_MESSAGES/messages.po` beside this file, compiled to `messages.mo`; pages,
files and the command line all read the same one. `make translations` gathers the sentences and compiles.
"""

import gettext
from functools import cache
from pathlib import Path
from typing import TypeGuard

from ledger.core.language import CODES, PLAIN, Code, Language

FOLDER = Path(__file__).parent
"""Where the catalogues stand."""

FIRST: Code = "nl"
"""The language of whoever has not chosen one."""


def is_code(text: str | None) -> TypeGuard[Code]:
    """Say whether a text is the code of a language the ledger speaks."""
    return text in CODES


@cache
def language(code: Code) -> Language:
    """Give a language by its code; a sentence that is not in its catalogue stays English."""
    if code == PLAIN.code:
        return PLAIN
    catalogue = gettext.translation("messages", FOLDER, [code], fallback=True)
    # the empty text is where a catalogue keeps its own head
    return Language(code, lambda text: catalogue.gettext(text) if text else text)
