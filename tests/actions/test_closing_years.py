"""Closing fiscal years by decision, and opening them again."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger import (
    contributions,
    decisions,
    dues,
    evidence,
    indicators,
    payments,
    proposing,
    receipts,
    years,
)
from ledger.budget_proposals import propose_budget
from ledger.core.media import SoundFile
from ledger.core.refusals import Refusal
from ledger.storage import reads
from tests import papers
from tests.actions.world import ACCEPTED, SUPPLIER, WORDS, Said, World, invoice, said
from tests.actions.yearly import (
    END,
    NEW_YEAR,
    balance_of,
    decides,
    fixture_closed,
    fixture_ended,
    proposes,
    refused,
    states,
)

__all__ = ["fixture_closed", "fixture_ended"]


# ---- closing -----------------------------------------------------------------------------------------


def test_a_year_is_closed_by_decision_with_its_control_totals(ended: World) -> None:
    number = decides(ended, "close_year", year=2015)
    decision = ended.asks(decisions.find_decision, number)
    figures = decisions.figures_of(decision)
    assert figures["bank_cents"] == figures["balances"]["bank"] == 14_100_00
    assert figures["balances"]["creditors"] == -300_00
    assert sum(figures["balances"].values()) == 0
    row = ended.asks(years.find_year, 2015)
    assert (row.state, row.decision_id) == ("closed", number)
    assert ended.acts("year/2015") == ["year.balance_stated", "year.closed"]
    assert ended.faults() == []


def _not_decided(world: World) -> None:
    world.enter(invoice(SUPPLIER, {"fair": 1}, END, invoice_reference="late"))


def _budget_open(world: World) -> None:
    world.does(
        propose_budget,
        year=2015,
        purpose=WORDS,
        lines={"jobs": 90_000_00, "course": 2_000_00, "fair": 1_000_00},
    )


def _differs(world: World) -> None:
    balance_of(world, cents=14_100_01)


@pytest.mark.parametrize(
    "first, facts, told",
    [
        (None, {"year": 2015}, ACCEPTED),
        (None, {"year": 2014}, ("NotFound", "year", "There are no books for 2014 in this covenant.")),
        (
            _not_decided,
            {"year": 2015},
            ("WrongState", "year", "Expenditure 3 is neither approved nor rejected."),
        ),
        (
            _budget_open,
            {"year": 2015},
            ("WrongState", "year", "Decision 3 about its budget is still being voted on."),
        ),
        (
            _differs,
            {"year": 2015},
            (
                "WrongState",
                "year",
                "On 31/12/2015 the bank says EUR 14,100.01 and the ledger EUR 14,100.00: EUR 0.01 apart.",
            ),
        ),
    ],
)  # fmt: skip
def test_what_can_be_closed(ended: World, first: Any, facts: dict[str, Any], told: object) -> None:
    if first:
        first(ended)
    assert refused(ended, "close_year", **facts) == told


def test_all_that_is_missing_is_named_and_the_year_before_comes_first(ended: World) -> None:
    assert refused(ended, "close_year", year=2016) == (
        ("WrongState", "year", "Fiscal year 2015 comes first: it is not closed yet."),
        ("WrongState", "year", "It runs through 31/12/2016."),
        (
            "WrongState",
            "year",
            "The bank's balance on 31/12/2016 is not entered yet; the ledger says EUR 14,100.00.",
        ),
    )


def test_what_is_approved_and_unpaid_stands_as_creditor(ended: World) -> None:
    decides(ended, "close_year", year=2015)
    assert ended.tries(payments.pay, number=2, paid_on=NEW_YEAR, amount_cents=300_00) == ACCEPTED
    assert ended.faults() == []


def test_what_moved_while_it_was_voted_on_is_not_closed(ended: World) -> None:
    number = proposes(ended, "close_year", year=2015)
    ended.votes(number, "for", "maastricht", "vodafone")
    ended.does(payments.pay, number=2, paid_on=END, amount_cents=100_00)
    balance_of(ended)
    with pytest.raises(Refusal) as why:
        ended.vote(number, "q-park", "for")
    assert said(why.value)[2] == (
        "The figures of 2015 have moved since this was proposed: change the proposal first."
    )
    assert states(ended) == "open open open"
    ended.does(proposing.change, number=number, facts={"year": 2015}, proposal="Once more.")
    ended.votes(number, "for")
    assert states(ended) == "closed open open"
    assert ended.faults() == []


def test_what_is_no_longer_in_order_is_not_closed(ended: World) -> None:
    number = proposes(ended, "close_year", year=2015)
    ended.votes(number, "for", "maastricht", "vodafone")
    _not_decided(ended)
    with pytest.raises(Refusal, match="neither approved nor rejected"):
        ended.vote(number, "q-park", "for")
    assert states(ended) == "open open open"


def test_two_proposals_to_close_one_year_do_not_stand_beside_one_another(ended: World) -> None:
    number = proposes(ended, "close_year", year=2015)
    assert refused(ended, "close_year", year=2015) == (
        "WrongState",
        None,
        f"Decision {number} about this is still being voted on; await or withdraw it first.",
    )


def test_what_moved_until_the_last_day_to_vote_lapses(ended: World) -> None:
    facts = {"year": 2015}
    deadline = ended.today + timedelta(days=10)
    number = ended.does(proposing.propose, kind="close_year", facts=facts, proposal="x", deadline=deadline)
    ended.votes(number, "for", "maastricht", "vodafone")
    ended.vote(number, "q-park", "against")
    ended.does(payments.pay, number=2, paid_on=END, amount_cents=100_00)
    ended.today = deadline + timedelta(days=1)
    ended.does(dues.settle)
    assert ended.asks(decisions.find_decision, number).state == "lapsed"
    assert states(ended) == "open open open"
    assert ended.faults() == []


# ---- the bank's balance ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts, told",
    [
        ({}, ACCEPTED),
        ({"cents": -5}, ACCEPTED),
        ({"stated_on": NEW_YEAR}, ACCEPTED),
        (
            {"stated_on": date(2015, 12, 30)},
            (
                "Malformed",
                "stated_on",
                "A statement of before 31/12/2015 does not say what was there on that day.",
            ),
        ),
        (
            {"stated_on": date(2016, 1, 2)},
            ("Malformed", "stated_on", "02/01/2016 has not come yet."),
        ),
        ({"year": 2016}, ("WrongState", None, "It runs through 31/12/2016.")),
        ({"year": 2031}, ("NotFound", "year", "There are no books for 2031 in this covenant.")),
    ],
)
def test_the_banks_balance(ended: World, facts: dict[str, Any], told: object) -> None:
    asked: dict[str, Any] = {"year": 2015, "cents": 14_100_00, "stated_on": END, **facts}
    assert ended.tries(years.state_bank_balance, **asked) == told


def test_the_last_balance_entered_counts_until_the_year_is_closed(ended: World) -> None:
    _differs(ended)
    found = ended.asks(years.bank_balance, 2015)
    assert found is not None
    assert found.cents == 14_100_01
    balance_of(ended)
    decides(ended, "close_year", year=2015)
    assert ended.tries(years.state_bank_balance, year=2015, cents=1, stated_on=END) == (
        "WrongState",
        None,
        "Fiscal year 2015 is closed.",
    )


def test_a_balance_sent_twice_is_entered_once(ended: World) -> None:
    facts: dict[str, Any] = {"year": 2015, "cents": 7, "stated_on": END}
    first = ended.does(years.state_bank_balance, by=ended.treasurer("key"), **facts)
    assert ended.does(years.state_bank_balance, by=ended.treasurer("key"), **facts) == first == 2


# ---- closed means closed -----------------------------------------------------------------------------


LATE: list[tuple[Any, dict[str, Any]]] = [
    (contributions.record_contribution, {"party": "q-park", "received_on": END, "amount_cents": 1}),
    (receipts.record_bank_receipt, {"kind": "interest", "received_on": END, "amount_cents": 1}),
    (payments.pay, {"number": 2, "paid_on": END, "amount_cents": 1}),
    (
        receipts.record_in_kind,
        {
            "party": "zuyd",
            "project": None,
            "given_on": END,
            "unit": "hours",
            "quantity_hundredths": 1,
            "description": "x",
            "value_cents": 1,
        },
    ),
    (
        indicators.add_measurement,
        {"indicator": "jobs", "measured_on": END, "value": 5, "source": "Register"},
    ),
    (propose_budget, {"year": 2015, "purpose": WORDS, "lines": {"jobs": 1_000_000_00}}),
    (evidence.add_evidence, {"subject": "expenditure/1", "file": SoundFile("x.pdf", papers.PDF)}),
    (evidence.add_evidence, {"subject": "contribution/1", "file": SoundFile("x.pdf", papers.PDF)}),
    (evidence.add_evidence, {"subject": "budget/1", "file": SoundFile("x.pdf", papers.PDF)}),
]


@pytest.mark.parametrize("act, facts", LATE, ids=lambda each: getattr(each, "__name__", ""))
def test_nothing_is_recorded_in_a_closed_year(closed: World, act: Any, facts: dict[str, Any]) -> None:
    told = closed.tries(act, **facts)
    assert told != ACCEPTED
    assert "Fiscal year 2015 is closed" in told[2]


def test_what_belongs_to_an_open_year_takes_evidence(closed: World) -> None:
    facts: dict[str, Any] = {"file": SoundFile("x.pdf", papers.PDF)}
    assert closed.tries(evidence.add_evidence, subject="budget/2", **facts) == ACCEPTED
    assert closed.tries(evidence.add_evidence, subject="decision/3", **facts) == ACCEPTED


def test_an_invoice_of_a_closed_year_is_not_entered(closed: World) -> None:
    with pytest.raises(Refusal, match="The first day that is open is"):
        closed.enter(invoice(SUPPLIER, {"course": 1}, END, invoice_reference="late"))


# ---- opening again -----------------------------------------------------------------------------------


def test_a_year_is_opened_for_evidence_and_closed_again(closed: World) -> None:
    number = decides(closed, "reopen_year", year=2015, grade="evidence")
    assert states(closed) == "evidence open open"
    paper: dict[str, Any] = {"subject": "expenditure/1", "file": SoundFile("x.pdf", papers.PDF)}
    assert closed.tries(evidence.add_evidence, **paper) == ACCEPTED
    assert closed.tries(payments.pay, number=2, paid_on=END, amount_cents=1)[0] == "YearClosed"
    again = decides(closed, "close_year", year=2015)
    assert states(closed) == "closed open open"
    assert again > number
    assert closed.acts("year/2015")[1:] == ["year.closed", "year.opened_for_evidence", "year.closed"]
    assert closed.faults() == []


def test_a_year_is_opened_for_its_figures_and_asks_everything_again(closed: World) -> None:
    decides(closed, "reopen_year", year=2015, grade="figures")
    assert states(closed) == "open open open"
    assert closed.tries(payments.pay, number=2, paid_on=END, amount_cents=300_00) == ACCEPTED
    assert refused(closed, "close_year", year=2015)[2].startswith("On 31/12/2015 the bank says")  # type: ignore[index]
    balance_of(closed)
    decides(closed, "close_year", year=2015)
    assert states(closed) == "closed open open"
    assert closed.faults() == []


def test_from_open_for_evidence_the_figures_may_be_opened_too(closed: World) -> None:
    decides(closed, "reopen_year", year=2015, grade="evidence")
    decides(closed, "reopen_year", year=2015, grade="figures")
    assert states(closed) == "open open open"
    assert closed.faults() == []


@pytest.mark.parametrize(
    "facts, told",
    [
        ({"year": 2015, "grade": "evidence"}, ACCEPTED),
        ({"year": 2015, "grade": "figures"}, ACCEPTED),
        ({"year": 2016, "grade": "figures"}, ("WrongState", "year", "Fiscal year 2016 is open.")),
        ({"year": 2015, "grade": "all"}, ("Malformed", "grade", "Choose what the year is opened for.")),
        (
            {"year": 2031, "grade": "figures"},
            ("NotFound", "year", "There are no books for 2031 in this covenant."),
        ),
    ],
)
def test_what_can_be_opened(closed: World, facts: dict[str, Any], told: object) -> None:
    assert refused(closed, "reopen_year", **facts) == told


def test_opening_asks_a_reason(closed: World) -> None:
    facts = {"year": 2015, "grade": "evidence"}
    told: Said = ("Malformed", "proposal", "Say why.")
    assert closed.tries(proposing.propose, kind="reopen_year", facts=facts, proposal=" ") == told


def test_a_later_closed_year_is_opened_first(closed: World) -> None:
    closed.today = date(2017, 1, 1)
    closed.does(contributions.post_due)
    balance_of(closed, 2016)
    decides(closed, "close_year", year=2016)
    assert refused(closed, "reopen_year", year=2015, grade="figures") == (
        "WrongState",
        "year",
        "The figures of 2016 rest on those of 2015: open 2016 first.",
    )
    decides(closed, "reopen_year", year=2016, grade="figures")
    decides(closed, "reopen_year", year=2015, grade="figures")
    assert states(closed) == "open open open"
    assert closed.faults() == []


def test_a_proposal_that_was_overtaken_closes_nothing(closed: World) -> None:
    """It was put when the year was open for evidence alone; since then its figures were opened."""
    decides(closed, "reopen_year", year=2015, grade="evidence")
    light = proposes(closed, "close_year", year=2015)
    closed.votes(light, "for", "maastricht", "vodafone")
    decides(closed, "reopen_year", year=2015, grade="figures")
    with pytest.raises(Refusal, match="was taken since"):
        closed.vote(light, "q-park", "for")
    assert states(closed) == "open open open"


# ---- when every year of the term is closed -----------------------------------------------------------


def test_the_last_money_moves_when_every_year_of_the_term_is_closed(closed: World) -> None:
    for year in (2016, 2017):
        closed.today = date(year + 1, 2, 1)
        closed.does(contributions.post_due)
        balance_of(closed, year)
        decides(closed, "close_year", year=year)
    assert states(closed).startswith("closed closed closed")
    assert closed.does(contributions.post_due) == 0
    pay: dict[str, Any] = {"number": 2, "paid_on": closed.today, "amount_cents": 300_00}
    assert closed.tries(payments.pay, **pay) == ACCEPTED
    closed.receive("arvato", 15_000_00)
    assert closed.asks(reads.year_states)[2018] == "open"
    assert closed.faults() == []
