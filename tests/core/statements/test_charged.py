"""One expenditure as its page shows it: the three ceilings, and who pays to the cent."""

from ledger.core.charging import Charge
from ledger.core.entry import COMMON
from ledger.core.sentences import sentence
from ledger.core.statements.charged import Part, ceilings, shares
from ledger.core.statements.facts import Names, Project
from ledger.core.statements.shape import Statement
from tests.core.statements.world import NAMES, cells, controls

TITLE = sentence("Who pays")
MANY = Names(
    NAMES.parties,
    NAMES.lines,
    {number: Project(f"p{number}", f"P{number}", 1) for number in range(1, 8)},
    NAMES.pledges,
)


def links(statement: Statement) -> list[str | None]:
    """Give where each row leads."""
    return [row.link for row in statement.rows]


def test_each_split_stands_beside_what_its_ceilings_leave_before_and_after() -> None:
    found = ceilings(NAMES, [Part(1, 600, 1000, 500, 700), Part(2, 400, 400, 900, 100)], 1000)
    assert cells(found) == [
        ("Work", 600, 1000, 400, 500, -100, 700, 100),
        ("Class", 400, 400, 0, 900, 500, 100, -300),
    ]
    assert controls(found) == {("asked", None): 1000}
    assert links(found) == ["projects/work", "projects/class"]


def test_of_one_project_each_funder_has_one_amount() -> None:
    found = shares(NAMES, [Charge(1, 1, 70), Charge(1, 2, 30)], title=TITLE, total_cents=100)
    assert cells(found) == [("Town", 70), ("Firm", 30)]
    assert controls(found) == {("total", None): 100}
    assert links(found) == ["parties/town", "parties/firm"]


def test_several_projects_stand_side_by_side_with_the_sum_of_each() -> None:
    charges = [Charge(1, 1, 70), Charge(1, 2, 30), Charge(2, 2, 50)]
    found = shares(NAMES, charges, title=TITLE, total_cents=150)
    assert cells(found) == [("Town", 70, None, 70), ("Firm", 30, 50, 80)]
    assert controls(found) == {("project-1", None): 100, ("project-2", None): 50, ("total", None): 150}


def test_what_each_pledge_has_left_stands_before_and_after() -> None:
    found = shares(NAMES, [Charge(1, 1, 70)], title=TITLE, total_cents=70, left={1: (100, 30)})
    assert cells(found) == [("Town", 70, 100, 30)]


def test_what_is_owed_is_shown_for_the_common_fund_too() -> None:
    found = shares(NAMES, [Charge(1, 1, 100)], title=TITLE, total_cents=100, owed={1: 100, COMMON: 21})
    assert cells(found) == [("Town", 100, 100), ("Common fund", None, 21)]
    assert controls(found) == {("total", None): 100, ("owed", None): 121}
    assert links(found) == ["parties/town", None]


def test_a_funder_to_whom_nothing_more_is_owed_still_stands_there() -> None:
    found = shares(NAMES, [Charge(1, 1, 60), Charge(1, 2, 40)], title=TITLE, total_cents=100, owed={2: 40})
    assert cells(found) == [("Town", 60, 0), ("Firm", 40, 40)]


def test_a_credit_note_goes_back_below_zero() -> None:
    found = shares(NAMES, [Charge(1, 1, -70)], title=TITLE, total_cents=-70)
    assert cells(found) == [("Town", -70)]


def test_of_many_projects_each_stands_below_the_other() -> None:
    charges = [Charge(number, pledge, number) for number in range(1, 8) for pledge in (1, 2)]
    found = shares(MANY, charges, title=TITLE, total_cents=56)
    assert found.group_by == "project"
    assert cells(found)[:3] == [("P1", "Town", 1), ("P1", "Firm", 1), ("P2", "Town", 2)]
    assert controls(found) == {("total", None): 56}
