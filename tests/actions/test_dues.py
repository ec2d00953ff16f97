"""What comes due by itself: whenever somebody next writes, it ends as if they had looked in every day."""

from datetime import date, timedelta

import pytest

from ledger import decisions, dues, proposing
from tests.actions.pledging import FIRM_2, TOWN, TOWN_1, TOWN_2, assert_sound
from tests.actions.world import WORDS, World

EVERY_DAY = range(1, 46)
MOVED = ("instalment", {"instalment": TOWN_2, "due_on": date(2016, 6, 1)})
REDUCED = ("pledge", {"pledge": TOWN, "instalments": [(TOWN_2, 90_000_00)]})
FALLING = ("instalment", {"instalment": TOWN_1, "due_on": date(2015, 12, 1)})
OTHER = ("instalment", {"instalment": FIRM_2, "due_on": date(2016, 6, 1)})

Proposed = tuple[tuple[str, dict[str, object]], date]


@pytest.mark.parametrize("days", [EVERY_DAY, EVERY_DAY[-1:]], ids=["written-daily", "written-late"])
@pytest.mark.parametrize(
    "proposed, states",
    [
        # two votes on one instalment: the one that ended first is applied, whichever was proposed first
        ([(REDUCED, date(2015, 6, 20)), (MOVED, date(2015, 6, 10))], ["lapsed", "adopted"]),
        ([(REDUCED, date(2015, 6, 10)), (MOVED, date(2015, 6, 20))], ["adopted", "lapsed"]),
        ([(REDUCED, date(2015, 6, 20)), (MOVED, date(2015, 6, 20))], ["adopted", "lapsed"]),
        # an instalment due on 1 July is moved by a vote that was over before that day
        ([(FALLING, date(2015, 6, 28))], ["adopted"]),
        ([(FALLING, date(2015, 6, 30))], ["adopted"]),
        ([(FALLING, date(2015, 7, 1))], ["lapsed"]),
        ([(FALLING, date(2015, 7, 2))], ["lapsed"]),
        ([(OTHER, date(2015, 7, 2)), (FALLING, date(2015, 6, 30))], ["adopted", "adopted"]),
    ],
)
def test_the_order_of_days_decides_and_not_the_day_somebody_writes(
    ready: World, proposed: list[Proposed], states: list[str], days: range
) -> None:
    numbers = []
    for (kind, facts), last_day in proposed:
        number = ready.does(proposing.propose, kind=kind, facts=facts, proposal=WORDS, deadline=last_day)
        ready.votes(number, "for", "maastricht", "vodafone")
        ready.vote(number, "q-park", "against")
        numbers.append(number)
    for day in days:
        ready.today = date(2015, 6, 1) + timedelta(days=day)
        if ready.asks(dues.anything, by=ready.treasurer()):
            ready.does(dues.settle)
            assert not ready.asks(dues.anything, by=ready.treasurer())
    found = [ready.asks(decisions.find_decision, number) for number in numbers]
    assert [each.state for each in found] == states
    assert [each.closed_on for each in found] == [day + timedelta(days=1) for _, day in proposed]
    assert_sound(ready)


def test_what_was_posted_is_counted_over_all_the_days(ready: World) -> None:
    ready.today = date(2016, 3, 1)
    assert [ready.does(dues.settle) for _ in range(2)] == [8, 0]
