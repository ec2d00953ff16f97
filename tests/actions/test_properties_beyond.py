"""What must always hold where more than the rules is done: random programmes of shares by hand and the like.

LEDGER_PROGRAMMES and LEDGER_EXAMPLES work as in test_properties.py.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from ledger import periods
from ledger.storage import reads
from tests import postgres
from tests.actions.test_governed_properties import differences
from tests.actions.test_properties import BUDGETS, PHASES, PROGRAMMES, Fresh
from tests.actions.world_agreements import Agreed, agreements
from tests.actions.world_beyond import GOING_BEYOND, BeyondRules
from tests.actions.world_steps import Step


@pytest.fixture(scope="module")
def fresh() -> Iterator[Fresh]:
    """Give the database that is made anew for every example."""
    made = Fresh()
    yield made
    made.database.dispose()


@pytest.mark.skipif(postgres.ADDRESS in os.environ, reason="random programmes are told on SQLite alone")
@settings(max_examples=max(PROGRAMMES // 2, 1), phases=PHASES)
@given(agreed=agreements(), budgets=BUDGETS, steps=st.lists(GOING_BEYOND, min_size=12, max_size=30))
def test_beyond_the_rules_too_the_books_and_statements_are_sound_and_charges_can_be_undone(
    fresh: Fresh, agreed: Agreed, budgets: list[int], steps: list[Step]
) -> None:
    programme = BeyondRules(fresh.open(agreed), agreed)
    world = programme.world
    for year in periods.term_years(world.asks(reads.covenant)):
        programme.budget(year, budgets)
    for step in steps:
        programme.tell(step)
    event(f"accepted {programme.accepted // 5 * 5} or more")
    assert differences(world, steps) == []
    if programme.undo_everything():
        assert world.balances("costs", "income", "creditors") == {}
    assert world.faults() == []
