"""How a statement is laid out for a page, and what the macros draw of it."""

from datetime import date

from flask import Flask

from ledger.core.language import PLAIN, Language
from ledger.core.sentences import sentence
from ledger.core.statements.shape import Column, Control, Row, Statement
from ledger.web.tables import Box, lay_out
from tests.web import sample
from tests.web.visitor import Visitor

DUTCH = Language("nl", str)


def test_a_statement_becomes_headings_groups_and_sums_in_the_readers_language() -> None:
    layout = lay_out(sample.statement(), DUTCH, below="/valley/")
    assert [head.text for head in layout.heads] == [
        "Project", "Since", "Budget", "Spent", "Obligated", "Left", "Used",
    ]  # fmt: skip
    assert [(part.label, len(part.rows), len(part.sums)) for part in layout.parts] == [
        ("P1 Opleiden", 2, 1),
        ("P2 Werkplekken", 1, 1),
    ]
    first = layout.parts[0].rows[0]
    assert [box.text for box in first] == [
        "Circulaire textielroute", "01-03-2015",
        "420.000,00", "288.450,20", "61.000,00", "70.549,80", "83,2%",
    ]  # fmt: skip
    assert first[0].link == "/valley/projects/0"
    assert {box.link for box in first[1:]} == {None}
    assert layout.totals == (
        (
            Box("Sum of all", span=2),
            Box("826.500,00", "money"),
            Box("702.550,30", "money"),
            Box("61.000,00", "money"),
            Box("62.949,70", "money"),
            Box("", "share"),
        ),
    )
    assert layout.notes == ("A note below.",)


def test_a_figure_below_zero_is_marked() -> None:
    layout = lay_out(sample.statement(), PLAIN)
    (left,) = [box for box in layout.parts[0].rows[1] if box.below]
    assert (left.text, left.style) == ("-8,120.00", "number below")


def small(*rows: Row, group_by: str | None = None, controls: tuple[Control, ...] = ()) -> Statement:
    """Make a statement of two columns."""
    columns = (Column("sum", sentence("Sum"), "money"), Column("day", sentence("Day"), "day"))
    return Statement("small", sentence("Small"), columns, rows, controls, group_by)


def test_a_statement_without_rows_is_empty() -> None:
    layout = lay_out(small(), PLAIN)
    assert layout.is_empty
    assert layout.totals == ()


def test_a_total_under_the_first_column_keeps_its_label() -> None:
    layout = lay_out(small(controls=(Control(sentence("Total"), "sum", -500),)), PLAIN)
    assert layout.totals == ((Box("Total -5.00", "money", below=True), Box("", "day")),)


def test_the_link_goes_to_the_first_cell_that_says_something() -> None:
    layout = lay_out(small(Row((None, date(2015, 1, 2)), "entries/1")), PLAIN)
    assert [box.link for box in layout.parts[0].rows[0]] == [None, "/entries/1"]


def test_what_cannot_be_seen_in_a_name_is_made_visible() -> None:
    statement = Statement("t", sentence("T"), (Column("name", sentence("Name")),), (Row(("a\x00b",)),))
    assert lay_out(statement, PLAIN).parts[0].rows[0][0].text == "a\N{SYMBOL FOR NULL}b"


def test_the_page_draws_what_was_laid_out(sampled: Flask) -> None:
    visitor = Visitor(sampled.test_client())
    visitor.sign_in("auditor@demo.example", onward="/account")
    page = visitor.get("/valley/sample")
    rows = page.rows("Sample statement")
    assert rows[1] == ["P1 Opleiden"]
    assert rows[2][0] == "Circulaire textielroute"
    assert rows[-1] == ["Sum of all", "826.500,00", "702.550,30", "61.000,00", "62.949,70", ""]
    assert page.link("Circulaire textielroute") == "/valley/projects/0"
    assert "A note below." in page.words
    assert page.rows("Betalingen")[1:] == [["12", "01-03-2015", "1.234,56"], ["13", "1 maart 2015", ""]]
    assert "-€\N{NO-BREAK SPACE}8.120,00" in "".join(page.tree.itertext())
    assert "unheard-of" in page.words
