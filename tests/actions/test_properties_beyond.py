"""What must always hold where more than the rules is done: random programmes of shares by hand and so on."""

from hypothesis import given
from hypothesis import strategies as st

from tests.actions.random_programmes import BUDGETS, Fresh, differences, fixture_fresh, programmes, tell
from tests.actions.world_agreements import Agreed, agreements
from tests.actions.world_beyond import GOING_BEYOND, BeyondRules
from tests.actions.world_steps import Step

__all__ = ["fixture_fresh"]


@programmes(a_part=2)
@given(agreed=agreements(), budgets=BUDGETS, steps=st.lists(GOING_BEYOND, min_size=12, max_size=30))
def test_beyond_the_rules_too_the_books_and_statements_are_sound_and_charges_can_be_undone(
    fresh: Fresh, agreed: Agreed, budgets: list[int], steps: list[Step]
) -> None:
    programme = BeyondRules(fresh.open(agreed), agreed)
    world = tell(programme, budgets, steps)
    assert differences(world, steps) == []
    if programme.undo_everything():
        assert world.balances("costs", "income", "creditors") == {}
    assert world.faults() == []
