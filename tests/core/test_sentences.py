"""Sentences on the record: written down so that they can be read back and said in any language."""

import json
from datetime import date

import pytest

from ledger.core.language import PLAIN
from ledger.core.sentences import Cents, Sentence, as_content, from_content, sentence

DAY = date(2015, 12, 31)


@pytest.mark.parametrize(
    "what, said",
    [
        (sentence("Nothing is left."), "Nothing is left."),
        (
            sentence(
                "%(asked)s for %(project)s of %(year)s by %(day)s.",
                asked=Cents(5),
                project="Work",
                year=7,
                day=DAY,
            ),
            "EUR 0.05 for Work of 7 by 31/12/2015.",
        ),
        (
            sentence("%(before)s And so on.", before=sentence("Only %(left)s.", left=Cents(-100))),
            "Only EUR -1.00. And so on.",
        ),
    ],
)
def test_a_sentence_written_down_is_read_back_and_says_the_same(what: Sentence, said: str) -> None:
    back = from_content(json.loads(json.dumps(as_content(what))))
    assert back == what
    assert PLAIN.say(back) == said
