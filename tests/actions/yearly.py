"""A year that is over: how tests get there, put questions to the parties, and close it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ledger import contributions, decisions, proposing, years
from ledger.core.acting import By
from ledger.storage import reads
from tests.actions.acting import by
from tests.actions.world import SUPPLIER, World, invoice

NEW_YEAR = date(2016, 1, 1)
END = date(2015, 12, 31)


def auditor(world: World) -> By:
    """Act as the auditor, today."""
    return by("auditor", today=world.today)


def proposes(world: World, kind: str, proposal: str = "Agreed in the meeting.", **facts: Any) -> int:
    """Have the treasurer put a question to the parties; give the decision's number."""
    return world.does(proposing.propose, kind=kind, facts=facts, proposal=proposal)


def decides(world: World, kind: str, **facts: Any) -> int:
    """Have a question put to the parties and adopted; give the decision's number."""
    number = proposes(world, kind, **facts)
    world.votes(number, "for")
    assert world.asks(decisions.find_decision, number).state == "adopted"
    return number


def refused(world: World, kind: str, **facts: Any) -> object:
    """Say what becomes of a proposal."""
    return world.tries(proposing.propose, kind=kind, facts=facts, proposal="Agreed.")


def states(world: World) -> str:
    """Say how the years of the term stand."""
    return " ".join(world.asks(reads.year_states).values())


def balance_of(world: World, year: int = 2015, cents: int | None = None) -> None:
    """Have the treasurer enter the bank's balance, by default what the ledger says."""
    row = world.asks(years.find_year, year)
    found = world.asks(years.balances, row.ends_on)["bank"] if cents is None else cents
    world.does(years.state_bank_balance, year=year, cents=found, stated_on=row.ends_on)


def live_through_2015(world: World) -> None:
    """Receive, spend, pay and owe something in 2015, and let the year end."""
    world.receive("vodafone", 15_000_00)
    world.pay(world.spend(invoice(SUPPLIER, {"course": 900_00}, world.today)), 900_00)
    world.spend(invoice(SUPPLIER, {"fair": 300_00}, world.today, invoice_reference="2015-002"))
    world.today = NEW_YEAR
    world.does(contributions.post_due)


def end_2015(world: World) -> None:
    """Live through 2015, and be ready to close it."""
    live_through_2015(world)
    balance_of(world)


def close_2015(world: World) -> None:
    """Live through 2015 and close it."""
    end_2015(world)
    decides(world, "close_year", year=2015)


@pytest.fixture(name="ended")
def fixture_ended(after: Callable[..., World]) -> World:
    """Give the covenant on the first day of 2016, ready to close 2015."""
    return after(end_2015)


@pytest.fixture(name="closed")
def fixture_closed(after: Callable[..., World]) -> World:
    """Give the covenant with 2015 closed."""
    return after(close_2015)
