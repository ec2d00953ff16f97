"""The translations: every sentence that a reader can meet is there in Dutch, whole and compiled."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.house.reading import HOUSE, name_of

FOLDER = HOUSE / "ledger" / "translations"
CATALOGUES = sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))
ROOMS = ("ledger", "exports", "templates")
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
PLACES = re.compile(r"%\(\w+\)[sd]")


@cache
def _said() -> set[str]:
    """Gather every sentence that is marked for translation: in the code, and on the pages."""
    return {
        message if isinstance(message, str) else message[0]
        for room in ROOMS
        for _, _, message, _, _ in extract_from_dir(
            HOUSE / room,
            METHODS,
            options_map={"**.html": {"silent": "false"}},
            keywords={**DEFAULT_KEYWORDS, "N_": None, "lazy_gettext": None},
        )
    }


def _dutch() -> Catalog:
    with (FOLDER / "nl" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="nl")


def _texts(message: Message) -> list[str]:
    """Give a message's translations: one, or one for each number."""
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def _key(message: Message) -> str:
    """Give the sentence by which a message is found: the one for a single thing, where there are two."""
    return message.id if isinstance(message.id, str) else message.id[0]


def test_every_sentence_is_translated_into_dutch() -> None:
    done = {_key(message) for message in _dutch() if all(_texts(message)) and not message.fuzzy}
    assert sorted(_said() - done) == [], "make translations lists them in messages.po"


def test_no_translation_outlives_its_sentence() -> None:
    known = {_key(message) for message in _dutch()}
    assert sorted(known - _said() - {""}) == []


def test_a_translation_has_the_figures_of_its_sentence() -> None:
    differing = [
        message.id
        for message in _dutch()
        if isinstance(message.id, str)
        and message.id
        and message.string
        and set(PLACES.findall(message.id)) != set(PLACES.findall(_texts(message)[0]))
    ]
    assert differing == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_what_is_compiled_is_what_is_written(path: Path) -> None:
    written = path
    po = read_po(BytesIO(written.read_bytes()))
    mo = read_mo(BytesIO(written.with_suffix(".mo").read_bytes()))
    expected = {_key(m): _texts(m) for m in po if m.id and all(_texts(m)) and not m.fuzzy}
    assert {_key(m): _texts(m) for m in mo if m.id and all(_texts(m))} == expected, (
        "make translations compiles them"
    )
