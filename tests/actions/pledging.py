"""What the tests of joining, leaving and reducing share: what there is, and looking the books over."""

from datetime import date

from exports.controls import ties
from ledger import contributions, reductions
from ledger.core.reducing import Promised
from ledger.storage import reads
from tests.actions.two_years import drawn
from tests.actions.world import World

DAY = date(2016, 3, 1)
"""A day in the midst of the term, on which every firm's second instalment falls due."""

TOWN_1, TOWN_2, TOWN_3 = 1, 2, 3
FIRM_1, FIRM_2, FIRM_3 = 4, 5, 6
ARVATO_1, ARVATO_2, ARVATO_3 = 10, 11, 12
"""Instalments: of Maastricht on 1 July 2015 and 1 March after, of the firms on 1 March of every year."""

TOWN, FIRM, PARK, ARVATO = 1, 2, 3, 4
"""Pledges."""


def assert_sound(world: World) -> None:
    """Ask that the second count, the proof of the record and the statements find nothing wrong."""
    assert world.faults() == []
    last = world.asks(reads.fiscal_years)[-1].ends_on
    days = sorted({DAY, min(world.today, last), last})
    assert [(day, tie) for day in days for tie in ties(drawn(world, None, day)) if not tie.agrees] == []


def instalment(world: World, number: int) -> Promised:
    """Give how an instalment stands now."""
    return world.asks(reductions.promised)[number]


def brings(world: World, pledge: int) -> dict[str, int]:
    """Give what each instalment of a pledge brings, by its day."""
    known = world.asks(reductions.promised).values()
    return {str(one.due_on): one.net_cents for one in known if one.pledge_id == pledge and one.net_cents}


def on(world: World, day: date) -> None:
    """Let a day come, with what falls due by it."""
    world.today = day
    world.does(contributions.post_due)
