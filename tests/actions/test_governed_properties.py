"""What must always hold while parties join, leave and change promises: random programmes of decisions."""

from hypothesis import given
from hypothesis import strategies as st

from ledger import leavings
from ledger.storage import reads
from tests.actions.random_programmes import BUDGETS, Fresh, differences, fixture_fresh, programmes, tell
from tests.actions.world import World
from tests.actions.world_agreements import Agreed, agreements
from tests.actions.world_decisions import DECIDING, Governed
from tests.actions.world_steps import Step

__all__ = ["fixture_fresh"]


@programmes(a_part=3, least=5)
@given(agreed=agreements(), budgets=BUDGETS, steps=st.lists(DECIDING, min_size=10, max_size=25))
def test_whatever_the_parties_decide_the_books_and_statements_are_sound(
    fresh: Fresh, agreed: Agreed, budgets: list[int], steps: list[Step]
) -> None:
    programme = Governed(fresh.open(agreed), agreed)
    world = tell(programme, budgets, steps)
    assert differences(world, steps) == []
    programme.over()
    assert unsettled(world) == {}
    if programme.settle():
        assert programme.unspent() == {}
    assert world.faults() == []


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
