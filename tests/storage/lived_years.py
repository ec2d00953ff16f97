"""What belongs to years in books lived in: budget carried over, and a day on which the books began.

Nothing had happened before that day, so the opening balances are all nothing.
"""

from datetime import date

from ledger import proposing
from ledger.storage.tables import RunningStart, RunningStartLine
from tests.actions import taking
from tests.actions.world import World

FIRST_DAY = date(2015, 1, 2)


def live_years(world: World) -> None:
    """Carry budget of 2015 into that of 2017, and write down when the books began."""
    world.budget(2017, {"work": 100_000})
    facts = {"from_year": 2015, "to_year": 2017, "lines": {"fair": 1_000}}
    world.votes(world.does(proposing.propose, kind="carry", facts=facts, proposal="Later."), "for")
    with world.database.write(world.covenant_id) as session:
        number, by = world.covenant_id, world.treasurer()
        subject = "covenant/valley"
        begun = taking.adopted(session, number, by=by, kind="start", subject=subject, figures={})
        for pledge in (1, 2):
            session.add(
                RunningStartLine(covenant_id=number, pledge_id=pledge, received_cents=0, spent_cents=0)
            )
        session.flush()
        session.add(RunningStart(covenant_id=number, starts_on=FIRST_DAY, decision_id=begun.id))
        world._tells(session, "start.adopted", subject)
