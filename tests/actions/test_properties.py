"""What must always hold, whatever the covenant and whatever is done in it: random programmes of acts."""

from hypothesis import given
from hypothesis import strategies as st

from tests.actions.random_programmes import BUDGETS, Fresh, fixture_fresh, programmes, tell, untouched
from tests.actions.world_agreements import Agreed, agreements
from tests.actions.world_programmes import Programme
from tests.actions.world_steps import STEPS, Step

__all__ = ["fixture_fresh"]


@programmes()
@given(agreed=agreements(), budgets=BUDGETS, steps=st.lists(STEPS, min_size=12, max_size=30))
def test_whatever_is_done_the_books_are_sound_and_everything_can_be_undone(
    fresh: Fresh, agreed: Agreed, budgets: list[int], steps: list[Step]
) -> None:
    programme = Programme(fresh.open(agreed), agreed)
    world = tell(programme, budgets, steps)
    if programme.undo_everything():
        assert world.totals() == untouched(world)
    assert world.faults() == []
