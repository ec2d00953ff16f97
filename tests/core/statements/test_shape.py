"""What all statements have in common: groups, places, and the trail's head."""

from ledger.core.sentences import sentence
from ledger.core.statements.facts import column
from ledger.core.statements.shape import Control, Head, Row, Statement, chosen, grouped, whole_controls

TOTAL = sentence("Total")
IN, OUT = sentence("In"), sentence("Out")

STATEMENT = Statement(
    "money",
    sentence("Money"),
    (column("side", "Side"), column("cents", "Cents", "money")),
    (Row((IN, 5)), Row((OUT, 3)), Row((IN, 2))),
    (Control(TOTAL, "cents", 7, IN), Control(TOTAL, "cents", 3, OUT), Control(TOTAL, "cents", 10)),
    group_by="side",
)


def test_a_column_is_found_by_its_key() -> None:
    assert STATEMENT.place("cents") == 1


def test_rows_are_divided_into_groups_in_the_order_of_their_first_rows() -> None:
    found = [(group.label, [row.cells[1] for row in group.rows]) for group in grouped(STATEMENT)]
    assert found == [(IN, [5, 2]), (OUT, [3])]


def test_each_group_has_its_own_controls() -> None:
    assert [[one.cents for one in group.controls] for group in grouped(STATEMENT)] == [[7], [3]]


def test_a_group_is_named_by_what_stands_in_its_column() -> None:
    rows = (Row((2015, 1)), Row((2016, 2)))
    years = Statement("years", TOTAL, STATEMENT.columns, rows, group_by="side")
    assert [group.label for group in grouped(years)] == ["2015", "2016"]


def test_a_statement_without_groups_is_one_group_without_a_name() -> None:
    flat = Statement("flat", TOTAL, STATEMENT.columns, STATEMENT.rows, STATEMENT.controls)
    assert [(group.label, group.rows, group.controls) for group in grouped(flat)] == [
        (None, STATEMENT.rows, ())
    ]


def test_the_totals_of_the_whole_belong_to_no_group() -> None:
    assert [one.cents for one in whole_controls(STATEMENT)] == [10]


def test_the_head_is_written_as_a_witness_gives_it() -> None:
    assert str(Head(12, "abc")) == "12:abc"


def test_a_narrow_page_takes_some_of_the_columns_and_the_one_it_is_grouped_by() -> None:
    found = chosen(STATEMENT, ["cents"])
    assert ([one.key for one in found.columns], found.rows, len(found.controls)) == (
        ["side", "cents"],
        STATEMENT.rows,
        3,
    )


def test_a_column_that_is_not_chosen_goes_with_its_controls() -> None:
    found = chosen(STATEMENT, [])
    assert (found.rows[0].cells, found.controls) == ((IN,), ())
