"""Settlement at the end: what was not spent goes back, and so does the common fund, until nothing is left."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ledger import common_fund, contributions, decisions, obligations, payments, reversals, taking_back
from ledger.contributions import return_overpayment
from ledger.core.refusals import Refusal
from ledger.receipts import record_bank_receipt
from tests.actions.test_common_fund import shared
from tests.actions.two_years import cells, one, total
from tests.actions.world import ACCEPTED, SUPPLIER, World, invoice
from tests.actions.yearly import balance_of, decides, proposes, refused

ACCOUNTS = ("bank", "receivable", "vat", "creditors", "unspent", "advance", "to_return", "owed")
LATER = date(2018, 2, 1)


def live(world: World) -> None:
    """Live through the term: Maastricht paid two of three instalments, arvato nothing of the last."""
    for party, cents in (
        ("maastricht", 200_000_00),
        ("vodafone", 45_000_00),
        ("q-park", 45_000_00),
        ("arvato", 30_000_00),
    ):
        world.today = date(2017, 6, 1)
        world.receive(party, cents)
    world.does(record_bank_receipt, kind="interest", received_on=date(2017, 6, 1), amount_cents=1_000_01)
    bill = invoice(SUPPLIER, {"jobs": 80_000_00, "sites": 20_000_00}, date(2015, 9, 1))
    first = world.spend(bill)
    second = world.spend(invoice(SUPPLIER, {"course": 20_000_00}, date(2016, 9, 1), invoice_reference="2"))
    for number, cents in ((first, 100_000_00), (second, 20_000_00)):
        world.pay(number, cents)
    world.today = LATER
    world.does(contributions.post_due)


def close(world: World, *years: int) -> None:
    """Close fiscal years of which everything is in order."""
    for year in years:
        balance_of(world, year)
        decides(world, "close_year", year=year)


def live_and_close(world: World) -> None:
    """Live through the term and close all years but the last."""
    live(world)
    close(world, 2015, 2016)


@pytest.fixture
def lived(after: Callable[..., World]) -> World:
    """Give the covenant a month after its end, with 2015 and 2016 closed."""
    return after(live_and_close)


def balances(world: World) -> dict[str, int]:
    """Give what is not nothing."""
    return world.balances(*ACCOUNTS)


def test_everything_is_settled_and_paid_until_nothing_is_left(lived: World) -> None:

    number = decides(lived, "settlement")
    assert lived.balance("unspent") == 0
    figures = decisions.figures_of(lived.asks(decisions.find_decision, number))
    shares = [each["common_cents"] for each in figures["pledges"]]
    assert sum(shares) == 1_000_01
    for each, party in zip(figures["pledges"], ("maastricht", "vodafone", "q-park", "arvato"), strict=True):
        owed = -lived.balance("to_return", party)
        assert owed == each["returned_cents"] + each["common_cents"]
    assert lived.available(2017) == dict.fromkeys(("maastricht", "vodafone", "q-park", "arvato"), 0)
    assert lived.faults() == []

    for party in ("maastricht", "arvato"):
        cents = lived.balance("receivable", party)
        if cents:
            lived.receive(party, cents)
    for party in ("maastricht", "vodafone", "q-park", "arvato"):
        facts: dict[str, Any] = {"party": party, "returned_on": lived.today}
        lived.does(return_overpayment, **facts, amount_cents=-lived.balance("to_return", party))
    assert balances(lived) == {}
    assert lived.faults() == []
    close(lived, 2017)
    lived.today = date(2019, 1, 5)
    close(lived, 2018)
    assert lived.faults() == []


def test_what_is_owed_is_reduced_first_and_the_rest_goes_back(lived: World) -> None:
    unspent = {party: -lived.balance("unspent", party) for party in ("vodafone", "arvato")}
    open_cents = lived.balance("receivable", "arvato")
    decides(lived, "settlement")
    figures = decisions.figures_of(lived.asks(decisions.find_decision, 5))
    by_pledge = {each["pledge"]: each for each in figures["pledges"]}
    assert by_pledge[2]["reduced_cents"] == 0
    assert by_pledge[2]["returned_cents"] == unspent["vodafone"]
    assert by_pledge[4]["reduced_cents"] == min(open_cents, unspent["arvato"])
    assert by_pledge[4]["reduced_cents"] + by_pledge[4]["returned_cents"] == unspent["arvato"]


def test_the_figures_stand_before_and_after_per_party(lived: World) -> None:
    number = proposes(lived, "settlement")
    changes = decisions.figures_of(lived.asks(decisions.find_decision, number))["changes"]
    assert [each["what"] for each in changes[:3]] == ["settle_unspent", "settle_open", "settle_back"]
    assert changes[-1] == {
        "what": "settle_common",
        "of": "Contact Valley",
        "before": 1_000_01,
        "after": 0,
    }


def _bill(world: World) -> None:
    world.enter(invoice(SUPPLIER, {"jobs": 5_00}, date(2017, 9, 1), invoice_reference="3"))


def _contract(world: World) -> None:
    world.budget(2017, {"jobs": 10_00})
    world.does(
        obligations.add_obligation,
        project="jobs",
        payee=SUPPLIER,
        year=2017,
        agreed_on=date(2017, 9, 1),
        description="Work",
        amount_cents=5_00,
    )


def _vat(world: World) -> None:
    world.budget(2017, {"jobs": 10_00})
    day = date(2017, 9, 1)
    world.spend(invoice(SUPPLIER, {"jobs": 5_00}, day, vat=21, recoverable=21, invoice_reference="4"))


@pytest.mark.parametrize(
    "first, told",
    [
        (None, ACCEPTED),
        (_bill, "Expenditures that are neither approved nor rejected: 3."),
        (_contract, "Obligations that are open; release what will not be invoiced: 1."),
        (_vat, "EUR 0.21 of VAT is still to come back from the tax office."),
    ],
)
def test_what_is_still_open_comes_first(lived: World, first: Any, told: str) -> None:
    if first:
        first(lived)
    found = refused(lived, "settlement")
    assert (found if found == ACCEPTED else found[2]) == told  # type: ignore[index]


def test_a_year_that_is_open_comes_first(ready: World) -> None:
    live(ready)
    close(ready, 2015)
    assert refused(ready, "settlement") == (
        "WrongState",
        None,
        "Fiscal year 2016 comes first: it is not closed yet.",
    )


def test_a_covenant_that_runs_is_not_settled(lived: World) -> None:
    lived.today = date(2017, 12, 31)
    found = refused(lived, "settlement")
    assert found[2] == "The covenant runs through 31/12/2017; it is settled after that."  # type: ignore[index]


def test_what_moved_while_it_was_voted_on_is_not_settled(lived: World) -> None:
    number = proposes(lived, "settlement")
    lived.votes(number, "for", "maastricht", "vodafone")
    lived.receive("arvato", 1)
    with pytest.raises(Refusal, match="figures have moved"):
        lived.vote(number, "q-park", "for")
    assert lived.balance("unspent") != 0
    assert lived.faults() == []


def test_settled_is_settled(lived: World) -> None:
    decides(lived, "settlement")
    assert refused(lived, "settlement") == (
        "NoRoom",
        None,
        "Everything is spent: there is nothing to settle.",
    )


def test_nothing_can_be_charged_after_it(lived: World) -> None:
    decides(lived, "settlement")
    lived.budget(2017, {"jobs": 10_00})
    number = lived.enter(invoice(SUPPLIER, {"jobs": 5_00}, date(2017, 9, 1), invoice_reference="3"))
    with pytest.raises(Refusal, match="is available"):
        lived.approve(number, "vodafone")


@pytest.mark.parametrize("credited_on", [date(2016, 6, 1), date(2017, 12, 31)])
def test_what_was_charged_in_full_and_given_back_in_a_later_year_is_settled(
    ready: World, credited_on: date
) -> None:
    ready.budget(2015, {"course": 45_000_00})
    for party in ("vodafone", "q-park", "arvato"):
        ready.receive(party, 15_000_00)
    first = ready.spend(invoice(SUPPLIER, {"course": 45_000_00}, date(2015, 6, 1)))
    ready.pay(first, 45_000_00)
    ready.today = LATER
    ready.does(contributions.post_due)
    ready.spend(invoice(SUPPLIER, {"course": -9_000_00}, credited_on, original=first))
    close(ready, 2015, 2016)
    number = decides(ready, "settlement")
    figures = decisions.figures_of(ready.asks(decisions.find_decision, number))
    assert [each["reduced_cents"] for each in figures["pledges"]] == [300_000_00, *[30_000_00] * 3]
    assert [each["returned_cents"] for each in figures["pledges"]] == [0, *[3_000_00] * 3]
    assert ready.balance("unspent") == 0
    assert ready.available(2017) == dict.fromkeys(("maastricht", "vodafone", "q-park", "arvato"), 0)
    assert ready.faults() == []


def test_what_comes_back_later_is_settled_again(lived: World) -> None:
    decides(lived, "settlement")
    lived.does(reversals.reverse_expenditure, number=2, reversed_on=lived.today, reason="Not delivered")
    lived.does(payments.take_back, number=2, received_on=lived.today, amount_cents=20_000_00)
    assert lived.balance("unspent") == -20_000_00
    decides(lived, "settlement")
    assert lived.balance("unspent") == 0
    assert lived.faults() == []


@pytest.fixture
def released(ready: World) -> World:
    """Give the covenant ready to be settled, with EUR 500.00 of the common fund released and 200.00 used."""
    live(ready)
    facts: dict[str, Any] = {"project": "jobs", "year": 2017, "amount_cents": 500_00}
    decides(ready, "common", **facts)
    ready.budget(2017, {"jobs": 1_000_00})
    used = ready.enter(invoice(SUPPLIER, {"jobs": 200_00}, date(2017, 9, 1), invoice_reference="3"))
    assert shared(ready, used, ("jobs", 0, 200_00)) == ACCEPTED
    ready.approve(used, "vodafone")
    close(ready, 2015, 2016)
    return ready


def test_what_was_released_of_the_common_fund_and_not_used_ends_with_it(released: World) -> None:
    before = released.asks(common_fund.standing)
    assert [(one.released_cents, one.left_cents) for one in before.projects] == [(500_00, 300_00)]

    decides(released, "settlement")

    after = released.asks(common_fund.standing)
    assert [(one.released_cents, one.left_cents) for one in after.projects] == [(200_00, 0)]
    assert after.left_cents == 0
    late = released.enter(invoice(SUPPLIER, {"jobs": 1_00}, date(2017, 9, 2), invoice_reference="4"))
    assert shared(released, late, ("jobs", 0, 1_00)) == (
        "NoRoom",
        "shares",
        "EUR 1.00 is set on Common fund, which has EUR 0.00 available.",
    )
    assert released.faults() == []


def test_nothing_of_the_common_fund_is_released_after_it(released: World) -> None:
    facts: dict[str, Any] = {"project": "sites", "year": 2017, "amount_cents": 1}
    waiting = proposes(released, "common", **facts)
    released.votes(waiting, "for", "maastricht", "vodafone")
    decides(released, "settlement")
    interest: dict[str, Any] = {"kind": "interest", "received_on": released.today, "amount_cents": 5_00}
    made = released.does(record_bank_receipt, **interest)
    settled = "The covenant has been settled: nothing more is spent of the common fund."
    assert refused(released, "common", **{**facts, "project": "jobs"}) == ("WrongState", None, settled)
    with pytest.raises(Refusal, match=settled):
        released.vote(waiting, "q-park", "for")
    undo: dict[str, Any] = {
        "kind": "bank",
        "number": made,
        "taken_back_on": released.today,
        "reason": "Not ours.",
    }
    assert released.tries(taking_back.take_back, **undo) == ACCEPTED
    assert released.faults() == []


def test_statements_tell_of_the_settlement(lived: World) -> None:
    decides(lived, "settlement")
    roll = one(lived, "roll-forward", None, lived.today)
    for key in ("opening", "received", "charged", "returned", "closing"):
        assert total(roll, key) == sum(figure for (figure,) in cells(roll, key))  # type: ignore[misc]
    contributed = one(lived, "contributions", None, lived.today)
    for key in ("received", "open", "ahead", "to_return"):
        assert total(contributed, key) == sum(figure for (figure,) in cells(contributed, key)), key  # type: ignore[misc]
    assert sum(figure for (figure,) in cells(contributed, "to_return")) == -lived.balance("to_return")  # type: ignore[misc]
