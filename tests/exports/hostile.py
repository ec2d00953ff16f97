"""Texts that try to be something else than text, and reports that are full of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ledger.core.sentences import sentence
from ledger.core.statements.shape import Bar, Column, Flow, Report, Row, Statement
from tests.exports.samples import report, with_controls

HOSTILE = (
    '=HYPERLINK("http://example.com","x")',
    "+1",
    "-2+3",
    "@x",
    "\U0001f600 emoji \U0001f468\u200d\U0001f469",
    "<script>alert(1)</script>",
    '<img src="file:///etc/passwd"/>',
    "<b>&amp; ]]> %(x)s %s",
    "bell\x07 nul\x00 escape\x1b del\x7f c1\x9b half\ud800 none\uffff",
    "a" * 10_000,
    "\u202eright to left\u202c \u05d0\u05d1 \u200f",
    "'quote\"s [in] a/name: *?",
    "_x0041_ escaped",
    "line\none\r\ntwo\ttab",
    "   ",
    "1300",
)
"""Texts that try to be something else: a formula, markup, a file, a control."""


def hostile_statement(number: int, text: str) -> Statement:
    """Make a grouped statement in which this text stands in every place a text can stand."""
    said = sentence("%(text)s", text=text)
    statement = Statement(
        f"hostile_{number}",
        said,
        (
            Column("who", said),
            Column("what", said, wide=True),
            Column("amount", said, "money"),
            Column("day", said, "day"),
        ),
        (
            Row((text, text, 12_345, date(2015, 3, 1))),
            Row((text, said, -45, None)),
            Row(("other", text, 1, None)),
        ),
        group_by="who",
        notes=(said,),
    )
    return with_controls(statement, "amount")


def hostile_report(texts: Sequence[str] = HOSTILE) -> Report:
    """Make a report with a statement per hostile text, and the texts in every other place too."""
    everything = " ".join(texts)
    said = sentence("%(text)s", text=everything)
    return replace(
        report(*(hostile_statement(number, text) for number, text in enumerate(texts))),
        covenant=everything,
        place=everything,
        goal=said,
        parties=tuple((text, sentence("%(text)s", text=text)) for text in texts),
        headline=tuple((sentence("%(text)s", text=text), 100) for text in texts),
        bars=tuple(Bar(text, 100_000, 5_000, 120_000) for text in texts),
        flows=tuple(Flow(text, text, text, 10_000) for text in texts),
    )
