"""Statements: what each tells, and that it shows what there was on its day, whatever was posted later."""

from datetime import date, timedelta

import pytest

from ledger import budget_proposals
from ledger.core.statements.shape import Cell
from ledger.storage.db import Database
from tests.actions.two_years import HALFWAY, Told, by_key, cells, drawn, fixture_told, number, one, total
from tests.actions.world import SUPPLIER, World, invoice

__all__ = ["fixture_told"]


@pytest.fixture
def world(told: Told) -> World:
    """Give the world after the story."""
    return told.world


def test_what_was_posted_later_changes_nothing_of_an_earlier_day(told: Told) -> None:
    assert drawn(told.world, 2015, HALFWAY).statements == told.halfway


STATES = [
    (1, date(2015, 3, 2), "Approved"),
    (1, date(2015, 12, 31), "Approved"),
    (2, date(2015, 7, 9), "Approved"),
    (2, date(2015, 7, 10), "Paid"),
    (2, date(2016, 1, 19), None),
    (2, date(2016, 1, 20), "Reversed"),
    (3, date(2015, 5, 1), "Approved"),
    (5, date(2015, 12, 31), "Entered"),
    (6, date(2015, 12, 31), "Rejected"),
    (7, date(2015, 12, 19), None),
    (7, date(2015, 12, 31), "Entered"),
    (7, date(2016, 1, 1), "Approved"),
    (8, date(2016, 1, 31), "Approved"),
    (8, date(2016, 2, 1), "Paid"),
]


@pytest.mark.parametrize("number, day, state", STATES)
def test_an_expenditure_is_shown_in_the_state_it_had_on_the_day(
    world: World, number: int, day: date, state: str | None
) -> None:
    rows = by_key(one(world, "expenditures", day.year, day), "number", "state")
    assert rows.get(number) == state


def test_an_approval_given_after_the_day_is_not_shown_before_it(world: World) -> None:
    rows = by_key(one(world, "expenditures", 2015), "number", "approved")
    assert (rows[5], rows[7]) == ("Vodafone", None)


OPEN = [
    (date(2015, 3, 1), {}),
    (date(2015, 3, 2), {1: 100_000}),
    (date(2015, 5, 1), {1: 100_000, 2: 370_000, 3: -20_000}),
    (date(2015, 7, 10), {1: 60_000, 3: -20_000, 4: 150_000}),
    (date(2016, 1, 20), {1: 60_000, 2: -370_000, 3: -20_000, 4: 150_000, 7: 77_700, 8: 90_000}),
    (date(2016, 2, 2), {1: 60_000, 2: -180_000, 3: -20_000, 4: 150_000, 7: 77_700}),
    (date(2016, 2, 4), {1: 50_000, 2: -180_000, 3: -20_000, 4: 150_000, 7: 77_700}),
    (date(2016, 2, 5), {1: 60_000, 2: -180_000, 3: -20_000, 4: 150_000, 7: 77_700}),
]


@pytest.mark.parametrize("day, expected", OPEN)
def test_the_creditors_are_those_of_the_day(world: World, day: date, expected: dict[int, int]) -> None:
    assert by_key(one(world, "creditors", None, day), "expenditure", "cents") == expected


def test_what_is_paid_ahead_is_a_claim_until_the_delivery(ready: World) -> None:
    ready.receive("vodafone", 1_500_000)
    delivered = date(2015, 9, 1)
    bill = invoice(SUPPLIER, {"jobs": 100_000}, ready.today, accounting_on=delivered)
    ready.pay(ready.spend(bill), 40_000)
    for day, cents in ((delivered - timedelta(days=1), -40_000), (delivered, 60_000)):
        creditors = one(ready, "creditors", 2015, day)
        assert by_key(creditors, "expenditure", "cents") == {1: cents}
        assert creditors.controls[-1].cents == cents


CAME_IN = [
    # the day, and of each party: due, received, open, ahead, to be returned, days open
    (date(2015, 2, 28), "arvato Bertelsmann", (0, 1_000_000, 0, 1_000_000, 0, None)),
    (date(2015, 3, 1), "arvato Bertelsmann", (1_500_000, 1_000_000, 500_000, 0, 0, 0)),
    (date(2015, 3, 31), "arvato Bertelsmann", (1_500_000, 1_000_000, 500_000, 0, 0, 30)),
    (date(2015, 7, 9), "Vodafone", (1_500_000, 0, 1_500_000, 0, 0, 130)),
    (date(2015, 7, 10), "Vodafone", (1_500_000, 6_000_000, 0, 3_000_000, 1_000_000, None)),
    (date(2016, 3, 1), "Vodafone", (3_000_000, 6_000_000, 0, 1_500_000, 1_000_000, None)),
    (date(2016, 2, 15), "Q-Park", (1_500_000, 750_000, 750_000, 0, 0, 351)),
    (date(2016, 2, 20), "Q-Park", (1_500_000, 500_000, 1_000_000, 0, 0, 356)),
]


@pytest.mark.parametrize("day, party, expected", CAME_IN)
def test_the_contributions_are_those_of_the_day(
    world: World, day: date, party: str, expected: tuple[Cell, ...]
) -> None:
    found = one(world, "contributions", None, day)
    rows = {
        row[0]: row[1:]
        for row in cells(found, "party", "due", "received", "open", "ahead", "to_return", "age")
    }
    assert rows[party] == expected


BUDGETS = [
    (date(2015, 1, 14), None, None),
    (date(2015, 1, 15), 2_000_000, 2_000_000),
    (date(2015, 8, 31), 2_000_000, 2_000_000),
    (date(2015, 9, 1), 2_000_000, 1_500_000),
]


@pytest.mark.parametrize("day, adopted, amended", BUDGETS)
def test_the_budgets_are_the_first_and_the_one_in_force_on_the_day(
    world: World, day: date, adopted: int | None, amended: int | None
) -> None:
    rows = cells(one(world, "income-expenditure", 2015, day), "group", "item", "adopted", "amended")
    found = {item: figures for group, item, *figures in rows if group == "Costs"}
    assert found["Acquisition"] == [adopted or 0, amended or 0]


OBLIGED = [
    (date(2015, 6, 30), 0),
    (date(2015, 7, 4), 400_000),
    (date(2015, 7, 5), 250_000),
    (date(2016, 3, 1), 0),
]


@pytest.mark.parametrize("day, cents", OBLIGED)
def test_the_obligations_are_those_of_the_day(world: World, day: date, cents: int) -> None:
    rows = cells(one(world, "off-balance", None, day), "group", "cents")
    assert sum(number(each) for group, each in rows if group == "Obligations") == cents


def test_spend_and_obligations_stand_beside_the_budget_they_use(world: World) -> None:
    found = cells(
        one(world, "budget-actual", 2015), "project", "budget", "obligated", "spent", "left", "used"
    )
    assert found == [
        ("Work", 5_000_000, 0, 380_000, 4_620_000, 76),
        ("Fair", 1_500_000, 250_000, 150_000, 1_100_000, 100),
        ("Class", 1_500_000, 0, 50_000, 1_450_000, 33),
    ]


def test_over_the_whole_term_a_reversal_and_late_spend_count_in_the_budget_of_their_own_year(
    world: World,
) -> None:
    rows = cells(one(world, "budget-actual", None), "project", "budget", "spent")
    assert rows[0] == ("Work", 6_000_000, 380_000 - 300_000 + 77_700 + 90_000)


def test_a_decision_is_shown_as_it_stood_on_the_day(database: Database, covenant_id: int) -> None:
    world = World(database, covenant_id)
    world.project("work", "placement")
    number = world.does(budget_proposals.propose_budget, year=2015, purpose="More", lines={"work": 100_000})
    decision = world.decision_of(number)
    world.vote(decision, "vodafone", "for")
    opened, world.today = world.today, date(2015, 6, 9)
    world.votes(decision, "against", "maastricht")
    days = [one(world, "decisions", 2015, day) for day in (opened, world.today)]
    assert [cells(each, "closed_on", "outcome") for each in days] == [
        [(None, "Open")],
        [(world.today, "Rejected")],
    ]
    cast = [cells(one(world, "votes", 2015, day), "party", "vote") for day in (opened, world.today)]
    assert [[vote for vote in each if vote[1] != "not yet"] for each in cast] == [
        [("Vodafone", "In favour")],
        [
            ("Gemeente Maastricht", "Against"),
            ("Vodafone", "In favour"),
            ("Q-Park", "did not vote"),
            ("arvato Bertelsmann", "did not vote"),
        ],
    ]


def test_a_proposal_is_shown_in_the_wording_that_stood_on_the_day(
    database: Database, covenant_id: int
) -> None:
    world = World(database, covenant_id)
    world.project("work", "placement")
    number = world.does(budget_proposals.propose_budget, year=2015, purpose="More", lines={"work": 100_000})
    world.vote(world.decision_of(number), "vodafone", "for")
    opened, world.today = world.today, date(2015, 6, 9)
    world.does(budget_proposals.change_budget, number=number, purpose="Less", lines={"work": 90_000})
    days = (opened, world.today)
    assert [cells(one(world, "decisions", 2015, day), "version") for day in days] == [[(1,)], [(2,)]]
    changed = [cells(one(world, "decision-changes", 2015, day), "before", "after") for day in days]
    assert changed == [[(0, 100_000)], [(0, 90_000)]]
    cast = [cells(one(world, "votes", 2015, day), "version", "vote")[:2] for day in days]
    assert cast == [[(1, "In favour"), (1, "not yet")], [(1, "In favour"), (2, "not yet")]]


def test_spend_of_a_closed_year_and_its_reversals_are_listed_apart(world: World) -> None:
    rows = cells(one(world, "income-expenditure", 2016), "group", "item", "now", "before")
    assert [row for row in rows if row[0] != "Income"] == [
        ("Costs", "Placement", 90_000, 380_000),
        ("Costs", "Acquisition", 0, 150_000),
        ("Costs", "Training", 0, 50_000),
        ("Costs", "Profile", 0, 0),
        ("Costs of earlier years", "Placement", 77_700 - 300_000, 0),
        ("Costs of earlier years", "Training", -50_000, 0),
        ("Result", "Result", 0, 0),
    ]


@pytest.mark.parametrize("year", [2015, 2016, None])
def test_assets_and_liabilities_are_equal(world: World, year: int | None) -> None:
    found = one(world, "balance-sheet", year)
    assert total(found, "now", "Assets") == total(found, "now", "Liabilities")


def test_the_balance_sheet_stands_beside_that_of_the_year_before(world: World) -> None:
    before = cells(one(world, "balance-sheet", 2015), "item", "now")
    assert cells(one(world, "balance-sheet", 2016), "item", "before") == before


def test_what_was_spent_before_it_fell_due_is_still_to_be_received(world: World) -> None:
    found = by_key(one(world, "balance-sheet", 2015, date(2015, 6, 30)), "item", "now")
    assert found["Still to be received for what was spent"] == 68_965 + 206_897 - 13_793


def test_claims_on_payees_stand_among_the_assets(world: World) -> None:
    found = by_key(one(world, "balance-sheet", 2016), "item", "now")
    assert (found["Claims on payees"], found["Creditors"]) == (200_000, 287_700)


ROLLED = ("party", "opening", "due", "received", "charged", "returned", "closing")


def test_the_closing_balance_of_a_pledge_is_the_opening_of_the_next_year(world: World) -> None:
    closing = cells(one(world, "roll-forward", 2015), "party", "closing")
    assert cells(one(world, "roll-forward", 2016), "party", "opening") == closing


def test_every_pledge_rolls_from_opening_to_closing(world: World) -> None:
    assert cells(one(world, "roll-forward", 2015), *ROLLED)[1:] == [
        ("Vodafone", 0, 1_500_000, 6_000_000, 71_372, 500_000, 5_428_628),
        ("Q-Park", 0, 1_500_000, 500_000, 71_372, 0, 428_628),
        ("arvato Bertelsmann", 0, 1_500_000, 1_000_000, 71_371, 0, 928_629),
        ("Common fund", 0, 0, 123, 0, 0, 123),
    ]


def test_the_bank_account_runs_from_its_opening_to_its_closing_balance(world: World) -> None:
    found = one(world, "bank", 2016)
    rows = cells(found, "day", "what", "who", "cents", "balance")
    assert (rows[0], rows[-1]) == (
        (date(2016, 1, 1), "Opening balance", None, 16_590_123, 16_590_123),
        (date(2016, 2, 20), "Contribution reversed", "Q-Park", -250_000, 16_690_123),
    )


def test_a_settlement_moves_no_money_of_the_bank_account(world: World) -> None:
    assert "Claim set off" not in [what for (what,) in cells(one(world, "bank", 2016), "what")]


def test_contributions_in_kind_are_valued_beside_the_books(world: World) -> None:
    rows = cells(one(world, "off-balance", 2015), "group", "who", "what", "project", "cents")
    assert [row[1:] for row in rows if row[0] == "Contributions in kind"] == [
        ("Zuyd Hogeschool", "Lessons: 12.5 hours", "Class", 62_500),
        ("Arcus College", "Desks: 3 pieces", None, 30_000),
    ]


def test_two_sources_that_disagree_are_both_shown(world: World) -> None:
    found = one(world, "indicators", 2015)
    rows = cells(found, "indicator", "baseline", "target", "value", "source")
    assert [row[3:] for row in rows if row[0] == "Jobs in the region"] == [
        (5210, "Register"),
        (5340, "Members"),
    ]


def test_the_evidence_of_an_expenditure_is_counted(world: World) -> None:
    assert cells(one(world, "expenditures", 2015), "number", "evidence")[:2] == [(1, 1), (2, 0)]


def test_the_votes_of_a_decision_stand_by_party(world: World) -> None:
    assert cells(one(world, "decisions", 2015), "number", "kind", "outcome") == [
        (1, "Budget", "Adopted"),
        (2, "Budget amendment", "Adopted"),
    ]
    rows = cells(one(world, "votes", 2015), "party", "vote")
    assert rows[:4] == [
        ("Gemeente Maastricht", "In favour"),
        ("Vodafone", "In favour"),
        ("Q-Park", "In favour"),
        ("arvato Bertelsmann", "did not vote"),
    ]


def test_the_two_sides_of_the_trial_balance_and_of_the_journal_are_equal(world: World) -> None:
    found = [one(world, key, None) for key in ("trial-balance", "journal")]
    assert [total(each, "debit") - total(each, "credit") for each in found] == [0, 0]


def test_the_funders_paid_for_what_the_projects_cost(world: World) -> None:
    paid: dict[Cell, int] = {}
    for project, cents in cells(one(world, "sources-uses", 2015), "project", "cents"):
        paid[project] = paid.get(project, 0) + number(cents)
    assert paid == {"Work": 380_000, "Fair": 150_000, "Class": 50_000}
