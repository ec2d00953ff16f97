"""What must always hold in a covenant that was under way when its books began: random programmes of acts."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger import decisions, proposing
from ledger.core.refusals import NoRoom
from ledger.storage import reads
from ledger.storage.tables import ContributionPart, RunningStart, RunningStartLine
from tests.actions.random_programmes import BUDGETS, Fresh, fixture_fresh, programmes, tell, untouched
from tests.actions.world import World
from tests.actions.world_agreements import Agreed, agreements
from tests.actions.world_programmes import Programme
from tests.actions.world_steps import STEPS, Step

__all__ = ["fixture_fresh"]

STANDINGS = st.lists(st.tuples(st.integers(0, 250), st.integers(0, 100)), min_size=1, max_size=6)
"""What came in on each pledge and was spent of it, in hundredths of what had fallen due."""


@programmes(a_part=2)
@given(
    agreed=agreements(),
    days=st.integers(1, 280),
    standings=STANDINGS,
    budgets=BUDGETS,
    steps=st.lists(STEPS, min_size=8, max_size=20),
)
def test_books_that_began_under_way_are_sound_and_what_was_spent_before_stays_spent(
    fresh: Fresh,
    agreed: Agreed,
    days: int,
    standings: list[tuple[int, int]],
    budgets: list[int],
    steps: list[Step],
) -> None:
    starts_on = agreed.first_day + timedelta(days=days)
    programme = Programme(fresh.open(agreed), replace(agreed, first_day=starts_on))
    world = programme.world
    spent = begin(programme, standings)
    tell(programme, budgets, steps)
    for fund in world.asks(reads.funds):
        charged, promised = sum(fund.charges.values()), world_promise(world, fund.pledge_id)
        assert charged + spent.get(fund.pledge_id, 0) <= promised
    if programme.undo_everything():
        assert world.totals() == begun(world)
    assert world.faults() == []


def begin(programme: Programme, standings: list[tuple[int, int]]) -> dict[int, int]:
    """Have opening balances adopted, if there can be such; give what was spent of each pledge before."""
    world, starts_on = programme.world, programme.agreed.first_day
    due: Counter[int] = Counter()
    for one in world.asks(reads.instalments):
        due[one.pledge_id] += one.amount_cents if one.due_on < starts_on else 0
    lines = []
    for place, pledge in enumerate(world.asks(reads.pledges)):
        received, spent = standings[place % len(standings)]
        cents = due[pledge.id]
        lines.append(
            {
                "pledge": pledge.id,
                "received_cents": cents * received // 100,
                "spent_cents": cents * spent // 100,
            }
        )
    facts = {"starts_on": starts_on, "lines": lines, "common_cents": 0}
    if not any(line["received_cents"] or line["spent_cents"] for line in lines):
        return {}
    try:
        number = world.does(proposing.propose, kind="start", facts=facts, proposal="So it stood.")
    except NoRoom:
        return {}
    world.votes(number, "for")
    assert world.asks(decisions.find_decision, number).state == "adopted"
    programme.examine()
    return {line["pledge"]: line["spent_cents"] for line in lines}


def world_promise(world: World, pledge_id: int) -> int:
    """Give what a pledge promised over the whole term."""
    return sum(one.amount_cents for one in world.asks(reads.instalments) if one.pledge_id == pledge_id)


def begun(world: World) -> dict[tuple[object, ...], int]:
    """Count what the kept totals are where nothing happened but the beginning, instalments and budgets."""
    found = Counter(untouched(world))
    number = world.covenant_id

    def moved(pledge: int, account: str, cents: int) -> None:
        found["account_total", "balance_cents", number, account] += cents
        found["fund_total", "balance_cents", number, pledge, account] += cents

    with world.database.read() as session:
        running = session.query(RunningStart).one_or_none()
        lines = session.query(RunningStartLine).all()
        parts = session.query(ContributionPart).all()
    if running is None:
        return untouched(world)
    opening = {line.contribution_id for line in lines}
    for line in lines:
        moved(line.pledge_id, "bank", line.received_cents - line.spent_cents)
        moved(line.pledge_id, "unspent", line.spent_cents)
        for row in world.asks(reads.fiscal_years):
            if (
                row.ends_on >= running.starts_on
                and ("pledge_total", "due_cents", number, line.pledge_id, row.year) in found
            ):
                found["pledge_total", "due_cents", number, line.pledge_id, row.year] -= line.spent_cents
    for part in parts:
        if part.contribution_id in opening:
            moved(part.pledge_id, "receivable" if part.instalment_id else "to_return", -part.cents)
    return {key: cents for key, cents in found.items() if cents}
