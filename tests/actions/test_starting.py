"""A running start: the books of a covenant that was under way open with a balance per pledge."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ledger import contributions, decisions, payments, proposing
from ledger.budget_proposals import propose_budget
from ledger.core.language import PLAIN
from ledger.core.refusals import Refusal
from ledger.receipts import record_bank_receipt
from ledger.storage import reads
from ledger.storage.tables import RunningStartLine
from ledger.taking_back import take_back
from ledger.year_pages import year_page
from ledger.years import state_bank_balance
from tests.actions.two_years import cells, of_party, one, total
from tests.actions.world import ACCEPTED, SUPPLIER, WORDS, World, invoice
from tests.actions.yearly import balance_of, decides, proposes, refused

FIRST = date(2016, 7, 1)
BEFORE = date(2016, 6, 30)
MAASTRICHT, VODAFONE, QPARK, ARVATO = 1, 2, 3, 4
# Before July 2016 there had fallen due: 200,000.00 of Maastricht, 30,000.00 of each firm.
LINES = [
    {"pledge": MAASTRICHT, "received_cents": 150_000_00, "spent_cents": 120_000_00},
    {"pledge": VODAFONE, "received_cents": 45_000_00, "spent_cents": 20_000_00},
    {"pledge": QPARK, "received_cents": 50_000_00, "spent_cents": 30_000_00},
    {"pledge": ARVATO, "received_cents": 0, "spent_cents": 5_000_00},
]
FACTS: dict[str, Any] = {"starts_on": FIRST, "lines": LINES, "common_cents": 123_45}
"""Maastricht paid in part, Vodafone a year ahead, Q-Park 5,000.00 beyond that; arvato was pre-financed."""


def open_under_way(world: World) -> None:
    """Let it be July 2016, and post what fell due by then."""
    world.today = date(2016, 7, 5)
    world.does(contributions.post_due)


def begin(world: World) -> None:
    """Adopt the opening balances of a covenant under way."""
    open_under_way(world)
    decides(world, "start", **FACTS)


@pytest.fixture
def under_way(after: Callable[..., World]) -> World:
    """Give a covenant that was opened here in July 2016, with what fell due by then posted."""
    return after(open_under_way, "opened")


@pytest.fixture
def begun(after: Callable[..., World]) -> World:
    """Give that covenant with its opening balances adopted."""
    return after(begin, "opened")


def test_the_books_open_with_a_balance_per_pledge(begun: World) -> None:
    for party, balances in {
        "maastricht": (30_000_00, 50_000_00, -80_000_00, 0, 0),
        "vodafone": (25_000_00, 0, -10_000_00, -15_000_00, 0),
        "q-park": (20_000_00, 0, 0, -15_000_00, -5_000_00),
        "arvato": (-5_000_00, 30_000_00, -25_000_00, 0, 0),
        "common": (123_45, 0, -123_45, 0, 0),
    }.items():
        accounts = ("bank", "receivable", "unspent", "advance", "to_return")
        assert tuple(begun.balance(account, party) for account in accounts) == balances, party
    running = begun.asks(reads.running_start)
    assert running is not None
    assert running.starts_on == FIRST
    assert begun.acts("covenant/valley")[-1] == "start.adopted"
    assert begun.faults() == []


def test_what_was_spent_before_is_never_spent_again(begun: World) -> None:
    assert begun.available(2016) == {
        "maastricht": 80_000_00,
        "vodafone": 10_000_00,
        "q-park": 0,
        "arvato": 25_000_00,
    }
    assert begun.available(2017)["q-park"] == 15_000_00


def test_what_was_received_ahead_settles_the_instalment_when_it_falls_due(begun: World) -> None:
    begun.today = date(2017, 3, 1)
    begun.does(contributions.post_due)
    assert begun.balance("advance") == 0
    assert begun.balance("receivable", "vodafone") == 0
    assert begun.faults() == []


def test_what_fell_due_since_is_settled_from_what_came_in_before(world: World) -> None:
    world.today = date(2016, 7, 5)
    first = date(2016, 2, 1)
    lines = [{"pledge": VODAFONE, "received_cents": 30_000_00, "spent_cents": 0}]
    decides(world, "start", starts_on=first, lines=lines)
    assert (world.balance("advance"), world.balance("receivable", "vodafone")) == (0, 0)
    assert world.faults() == []


@pytest.mark.parametrize(
    "facts, told",
    [
        ({}, ACCEPTED),
        ({"common_cents": 0}, ACCEPTED),
        ({"starts_on": date(2016, 7, 6)}, ("Malformed", "starts_on", "06/07/2016 has not come yet.")),
        (
            {"starts_on": date(2015, 1, 1)},
            (
                "Malformed",
                "starts_on",
                "The books begin after 01/01/2015 and not later than 31/12/2017.",
            ),
        ),
        (
            {"lines": [{**LINES[0], "spent_cents": 200_000_01}]},
            (
                "NoRoom",
                "lines-0-spent",
                (
                    "EUR 200,000.01 cannot have been spent of Gemeente Maastricht: EUR 200,000.00 had fallen"
                    " due by then."
                ),
            ),
        ),
        (
            {"lines": [LINES[3]]},
            (
                "NoRoom",
                "lines",
                "The bank account would begin with EUR -4,876.55, and this covenant does not allow that.",
            ),
        ),
        (
            {"lines": [LINES[0], LINES[0]]},
            ("Malformed", "lines", "Name each pledge of the covenant once."),
        ),
        (
            {"lines": [{**LINES[0], "pledge": 9}]},
            ("Malformed", "lines", "Name each pledge of the covenant once."),
        ),
    ],
)
def test_which_opening_balances_there_can_be(under_way: World, facts: dict[str, Any], told: object) -> None:
    assert refused(under_way, "start", **{**FACTS, **facts}) == told


def test_opening_balances_come_before_everything_else(under_way: World) -> None:
    under_way.receive("vodafone", 1)
    entry = max(under_way.entries())
    assert refused(under_way, "start", **FACTS) == (
        "WrongState",
        None,
        f"The books have begun with entry {entry}; opening balances come before all else.",
    )


def test_they_are_adopted_once(begun: World) -> None:
    assert refused(begun, "start", **FACTS) == (
        "WrongState",
        None,
        "The opening balances were adopted already, by decision 1.",
    )


def test_nothing_else_is_booked_while_they_are_voted_on(under_way: World) -> None:
    number = proposes(under_way, "start", **FACTS)
    asked: dict[str, Any] = {"kind": "interest", "received_on": under_way.today, "amount_cents": 1}
    told = (
        "WrongState",
        None,
        f"The parties are voting on the opening balances: decision {number}. Nothing is booked yet.",
    )
    assert under_way.tries(record_bank_receipt, **asked) == told
    under_way.votes(number, "for")
    assert under_way.tries(record_bank_receipt, **asked) == ACCEPTED
    assert under_way.faults() == []


def test_what_falls_due_meanwhile_is_posted_all_the_same(under_way: World) -> None:
    number = proposes(under_way, "start", **FACTS)
    under_way.today = date(2017, 3, 1)
    assert under_way.does(contributions.post_due) == 4
    under_way.votes(number, "for")
    assert under_way.asks(decisions.find_decision, number).state == "adopted"
    assert under_way.faults() == []


def test_a_rejected_proposal_lets_the_books_begin(under_way: World) -> None:
    number = proposes(under_way, "start", **FACTS)
    under_way.votes(number, "against")
    under_way.receive("vodafone", 1)
    assert under_way.rows(RunningStartLine) == 0
    assert under_way.faults() == []


def test_a_corrected_proposal_is_what_is_booked(under_way: World) -> None:
    number = proposes(under_way, "start", **FACTS)
    under_way.votes(number, "for", "maastricht", "vodafone")
    facts = {**FACTS, "lines": LINES[:3]}
    under_way.does(proposing.change, number=number, facts=facts, proposal="Without arvato.")
    under_way.votes(number, "for")
    assert under_way.balance("bank", "arvato") == 0
    assert under_way.faults() == []


@pytest.mark.parametrize(
    "act, facts",
    [
        (contributions.record_contribution, {"party": "arvato", "received_on": BEFORE, "amount_cents": 1}),
        (record_bank_receipt, {"kind": "interest", "received_on": BEFORE, "amount_cents": 1}),
        (
            contributions.reverse_contribution,
            {"number": 1, "reversed_on": date(2016, 7, 5), "reason": "Wrong"},
        ),
        (
            take_back,
            {"kind": "bank", "number": 1, "taken_back_on": date(2016, 7, 5), "reason": "Wrong"},
        ),
    ],
)
def test_nothing_is_recorded_before_the_first_day(begun: World, act: Any, facts: dict[str, Any]) -> None:
    told = begun.tries(act, **facts)
    assert told[2] == (
        "The books began on 01/07/2016; 30/06/2016 is in the opening balances that were adopted."
    )


def test_from_the_first_day_on_the_books_go_on_as_ever(begun: World) -> None:
    begun.project("work", "placement")
    begun.payee("Supplier")
    begun.budget(2016, {"work": 50_000_00})
    number = begun.spend(invoice(SUPPLIER, {"work": 20_000_00}, begun.today))
    assert sum(begun.charged(number).values()) == 20_000_00
    assert "q-park" not in begun.charged(number)
    assert begun.tries(payments.pay, number=number, paid_on=FIRST, amount_cents=20_000_00) == ACCEPTED
    assert begun.faults() == []


def test_an_invoice_of_before_the_first_day_is_not_entered(begun: World) -> None:
    begun.project("work", "placement")
    begun.payee("Supplier")
    with pytest.raises(Refusal, match="The books began on"):
        begun.enter(invoice(SUPPLIER, {"work": 1}, BEFORE))


@pytest.mark.parametrize("year", [2016, None])
def test_statements_begin_with_the_opening_balances(begun: World, year: int | None) -> None:
    begun.receive("arvato", 10_000_00)
    roll = one(begun, "roll-forward", year, begun.today)
    assert cells(roll, "party", "opening", "received", "charged", "returned", "closing") == [
        ("Gemeente Maastricht", 30_000_00, 0, 0, 0, 30_000_00),
        ("Vodafone", 25_000_00, 0, 0, 0, 25_000_00),
        ("Q-Park", 20_000_00, 0, 0, 0, 20_000_00),
        ("arvato Bertelsmann", -5_000_00, 10_000_00, 0, 0, 5_000_00),
        ("Common fund", 123_45, 0, 0, 0, 123_45),
    ]
    for key in ("opening", "received", "charged", "returned", "closing"):
        assert total(roll, key) == sum(figure for (figure,) in cells(roll, key))  # type: ignore[misc]
    contributed = one(begun, "contributions", year, begun.today)
    assert cells(contributed, "party", "received", "open", "ahead", "to_return")[2] == (
        "Q-Park",
        50_000_00,
        0,
        15_000_00,
        5_000_00,
    )


def test_a_party_sees_what_was_spent_before(begun: World) -> None:
    standing = of_party(begun, "vodafone", 2016, begun.today).standing
    assert (standing.paid_cents, standing.charged_cents, standing.returned_cents) == (45_000_00, 20_000_00, 0)
    assert (standing.left_cents, standing.held_cents) == (25_000_00, 25_000_00)


def test_the_year_in_which_the_books_began_is_closed_without_those_before(begun: World) -> None:
    begun.today = date(2017, 1, 2)
    balance_of(begun, 2016)
    decides(begun, "close_year", year=2016)
    assert begun.asks(reads.year_states)[2016] == "closed"
    assert begun.faults() == []


def test_books_that_begin_with_a_year_close_the_year_before_on_its_last_day(world: World) -> None:
    world.today = date(2016, 1, 5)
    lines = [{"pledge": VODAFONE, "received_cents": 15_000_00, "spent_cents": 4_000_00}]
    decides(world, "start", starts_on=date(2016, 1, 1), lines=lines)
    balance_of(world, 2015, 11_000_00)
    decides(world, "close_year", year=2015)
    assert world.available(2016)["vodafone"] == 26_000_00
    assert world.faults() == []


def test_a_budget_may_be_proposed_before_the_books_open(under_way: World) -> None:
    under_way.project("work", "placement")
    proposes(under_way, "start", **FACTS)
    lines = {"work": 1}
    assert under_way.tries(propose_budget, year=2016, purpose=WORDS, lines=lines) == ACCEPTED


# ---- years that were over by then --------------------------------------------------------------------

OVER = (
    "Malformed",
    "The books began on 01/07/2016; 31/12/2015 is in the opening balances that were adopted.",
)
NOT_CLOSED = (
    "WrongState",
    "The books began on 01/07/2016: fiscal year 2015 was over by then and is not one of them.",
)


@pytest.mark.parametrize(
    "kind, facts, expected",
    [
        ("carry", {"from_year": 2015, "to_year": 2016, "lines": {"work": 1}}, (*OVER, "from_year")),
        ("common", {"project": "work", "year": 2015, "amount_cents": 1}, (*OVER, "year")),
        ("close_year", {"year": 2015}, (*NOT_CLOSED, "year")),
    ],
)
def test_nothing_is_decided_about_a_year_that_was_over_by_then(
    begun: World, kind: str, facts: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    begun.project("work", "placement")
    begun.budget(2016, {"work": 1})
    name, told, field = expected
    assert refused(begun, kind, **facts) == (name, field, told)


def test_a_year_that_was_over_by_then_has_no_budget_and_no_bank_balance(begun: World) -> None:
    begun.project("work", "placement")
    lines = {"work": 1}
    assert begun.tries(propose_budget, year=2015, purpose=WORDS, lines=lines) == (OVER[0], "year", OVER[1])
    assert begun.tries(propose_budget, year=2016, purpose=WORDS, lines=lines) == ACCEPTED
    told = begun.tries(state_bank_balance, year=2015, cents=0, stated_on=date(2015, 12, 31))
    assert told == (NOT_CLOSED[0], "year", NOT_CLOSED[1])


def test_a_budget_proposed_for_a_year_that_turns_out_to_be_over_is_not_adopted(under_way: World) -> None:
    under_way.project("work", "placement")
    lines = {"work": 1}
    number = under_way.decision_of(under_way.does(propose_budget, year=2015, purpose=WORDS, lines=lines))
    decides(under_way, "start", **FACTS)
    with pytest.raises(Refusal, match="is in the opening balances"):
        under_way.votes(number, "for")


def test_the_page_of_years_offers_no_closing_of_one_that_was_over_by_then(begun: World) -> None:
    begun.today = date(2017, 1, 2)
    balance_of(begun, 2016)
    pages = [begun.asks(year_page, year, today=begun.today) for year in (2015, 2016)]
    assert [page.is_ready for page in pages] == [False, True]
    assert [PLAIN.say(each.need.what) for each in pages[0].needs] == [NOT_CLOSED[1]]


def test_a_covenant_is_settled_without_the_years_that_were_over_by_then(begun: World) -> None:
    begun.today = date(2018, 1, 5)
    begun.does(contributions.post_due)
    assert refused(begun, "settlement") == (
        "WrongState",
        None,
        "Fiscal year 2016 comes first: it is not closed yet.",
    )
    balance_of(begun, 2016)
    decides(begun, "close_year", year=2016)
    decides(begun, "settlement")
    assert begun.balance("unspent") == 0
    assert begun.faults() == []
