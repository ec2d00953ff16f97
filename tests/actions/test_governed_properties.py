"""What must always hold while parties join, leave and change their promises: random programmes of decisions.

LEDGER_PROGRAMMES and LEDGER_EXAMPLES work as in test_properties.py.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from exports.controls import ties
from ledger import leavings, periods
from ledger.storage import reads
from tests import postgres
from tests.actions.test_properties import BUDGETS, PHASES, PROGRAMMES, Fresh
from tests.actions.two_years import drawn
from tests.actions.world import World
from tests.actions.world_agreements import Agreed, agreements
from tests.actions.world_decisions import DECIDING, Governed
from tests.actions.world_steps import Step


@pytest.fixture(scope="module")
def fresh() -> Iterator[Fresh]:
    """Give the database that is made anew for every example."""
    made = Fresh()
    yield made
    made.database.dispose()


@pytest.mark.skipif(postgres.ADDRESS in os.environ, reason="random programmes are told on SQLite alone")
@settings(max_examples=max(PROGRAMMES // 3, 5), phases=PHASES)
@given(agreed=agreements(), budgets=BUDGETS, steps=st.lists(DECIDING, min_size=10, max_size=25))
def test_whatever_the_parties_decide_the_books_and_statements_are_sound(
    fresh: Fresh, agreed: Agreed, budgets: list[int], steps: list[Step]
) -> None:
    programme = Governed(fresh.open(agreed), agreed)
    world = programme.world
    for year in periods.term_years(world.asks(reads.covenant)):
        programme.budget(year, budgets)
    for step in steps:
        programme.tell(step)
    event(f"accepted {programme.accepted // 5 * 5} or more")
    assert differences(world, steps) == []
    programme.over()
    assert unsettled(world) == {}
    assert world.faults() == []


def differences(world: World, steps: list[Step]) -> list[object]:
    """Find what does not add up in the statements, as at today and a few days before."""
    years = world.asks(reads.fiscal_years)
    first, last = world.asks(reads.covenant).starts_on, years[-1].ends_on
    days = {min(max(world.today, first), last), last}
    days |= {max(first, years[step.what % len(years)].starts_on) for step in steps[:2]}
    return [(day, tie) for day in sorted(days) for tie in ties(drawn(world, None, day)) if not tie.agrees]


def unsettled(world: World) -> dict[str, int]:
    """Find who left, has nothing of before that day undecided, and still has money that was not spent."""
    return {
        party.slug: cents
        for party in world.asks(reads.parties)
        if party.left_on is not None
        and not party.money_stays
        and not world.asks(leavings.undecided, party.left_on)
        and (cents := sum(world.asks(leavings.unspent, party.id).values()))
    }
