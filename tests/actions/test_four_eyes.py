"""Four eyes, whatever way round: who entered and edited, who is paid, who approves, and what then."""

from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from ledger import spending
from ledger.approving import approve_expenditure
from ledger.core.acting import By
from ledger.core.refusals import Refusal
from ledger.spending import edit_expenditure
from tests.actions.test_approving import bill
from tests.actions.world import FIRM_AS_PAYEE, SUPPLIER, TOWN_AS_PAYEE, World

SMALL, MIDDLE, LARGE = 2_500_00, 25_000_00, 25_000_01
TOWN, FIRM, PARKING, PRINTER, COLLEGE = "maastricht", "vodafone", "q-park", "arvato", "arcus"


class Row(NamedTuple):
    """One case: the amount, who is paid, whose approvals come in turn, and what each of them makes of it.

    A name behind an `=` approves as the very person who entered ("entered") or edited ("edited") it.
    """

    cents: int
    payee: int
    approvals: str
    outcome: str


TABLE = [
    # one approval of any funder
    Row(SMALL, SUPPLIER, TOWN, "approved"),
    Row(SMALL, SUPPLIER, FIRM, "approved"),
    Row(SMALL, SUPPLIER, PARKING, "approved"),
    Row(SMALL, SUPPLIER, PRINTER, "approved"),
    Row(SMALL, SUPPLIER, COLLEGE, "NotAllowed"),
    Row(SMALL, SUPPLIER, f"{COLLEGE} {FIRM}", "NotAllowed approved"),
    # never by who entered it, nor by who edited it, whatever party they speak for
    Row(SMALL, SUPPLIER, f"{FIRM}=entered", "NotAllowed"),
    Row(SMALL, SUPPLIER, f"{TOWN}=entered", "NotAllowed"),
    Row(SMALL, SUPPLIER, f"{FIRM}=edited", "NotAllowed"),
    Row(SMALL, SUPPLIER, f"{TOWN}=edited", "NotAllowed"),
    Row(SMALL, SUPPLIER, f"{FIRM}=edited {FIRM}", "NotAllowed approved"),
    Row(MIDDLE, SUPPLIER, f"{FIRM}=entered {TOWN}", "NotAllowed entered"),
    Row(MIDDLE, SUPPLIER, f"{TOWN} {FIRM}=edited {FIRM}", "entered NotAllowed approved"),
    # never by the payee's party
    Row(SMALL, FIRM_AS_PAYEE, FIRM, "NotAllowed"),
    Row(SMALL, FIRM_AS_PAYEE, PARKING, "approved"),
    Row(SMALL, TOWN_AS_PAYEE, TOWN, "NotAllowed"),
    Row(SMALL, TOWN_AS_PAYEE, f"{TOWN} {FIRM}", "NotAllowed approved"),
    Row(MIDDLE, FIRM_AS_PAYEE, f"{TOWN} {FIRM}", "entered NotAllowed"),
    Row(MIDDLE, FIRM_AS_PAYEE, f"{TOWN} {PARKING}", "entered approved"),
    Row(MIDDLE, FIRM_AS_PAYEE, f"{PRINTER} {PARKING}", "entered entered"),
    Row(MIDDLE, FIRM_AS_PAYEE, f"{PRINTER} {PARKING} {TOWN}", "entered entered approved"),
    # two approvals never by one organisation
    Row(SMALL, SUPPLIER, f"{FIRM} {FIRM}", "approved WrongState"),
    Row(MIDDLE, SUPPLIER, f"{TOWN} {TOWN}", "entered WrongState"),
    Row(MIDDLE, SUPPLIER, f"{FIRM} {FIRM} {TOWN}", "entered WrongState approved"),
    Row(LARGE, SUPPLIER, f"{FIRM} {PARKING} {FIRM}", "entered entered WrongState"),
    # one of two from the town
    Row(MIDDLE, SUPPLIER, f"{FIRM} {PARKING}", "entered entered"),
    Row(MIDDLE, SUPPLIER, f"{FIRM} {TOWN}", "entered approved"),
    Row(MIDDLE, SUPPLIER, f"{TOWN} {FIRM}", "entered approved"),
    Row(MIDDLE, SUPPLIER, f"{FIRM} {PARKING} {PRINTER} {TOWN}", "entered entered entered approved"),
    Row(MIDDLE, SUPPLIER, f"{COLLEGE} {TOWN}", "NotAllowed entered"),
    # the town is paid: its approval lapses, and one more takes its place
    Row(MIDDLE, TOWN_AS_PAYEE, f"{FIRM} {PARKING}", "entered entered"),
    Row(MIDDLE, TOWN_AS_PAYEE, f"{FIRM} {PARKING} {PRINTER}", "entered entered approved"),
    Row(MIDDLE, TOWN_AS_PAYEE, f"{FIRM} {PARKING} {TOWN}", "entered entered NotAllowed"),
    Row(MIDDLE, TOWN_AS_PAYEE, f"{TOWN} {FIRM} {PARKING}", "NotAllowed entered entered"),
    # three, one of them the town; where it is paid four are asked and three may
    Row(LARGE, SUPPLIER, f"{TOWN} {FIRM}", "entered entered"),
    Row(LARGE, SUPPLIER, f"{TOWN} {FIRM} {PARKING}", "entered entered approved"),
    Row(LARGE, SUPPLIER, f"{FIRM} {PARKING} {PRINTER}", "entered entered entered"),
    Row(LARGE, SUPPLIER, f"{FIRM} {PARKING} {PRINTER} {TOWN}", "entered entered entered approved"),
    Row(LARGE, FIRM_AS_PAYEE, f"{TOWN} {PARKING} {PRINTER}", "entered entered approved"),
    Row(LARGE, FIRM_AS_PAYEE, f"{TOWN} {PARKING} {FIRM}", "entered entered NotAllowed"),
    Row(LARGE, TOWN_AS_PAYEE, f"{FIRM} {PARKING} {PRINTER}", "entered entered entered"),
    Row(LARGE, TOWN_AS_PAYEE, f"{FIRM} {PARKING} {PRINTER} {TOWN}", "entered entered entered NotAllowed"),
    # nothing is approved once it is
    Row(SMALL, SUPPLIER, f"{FIRM} {TOWN}", "approved WrongState"),
    Row(MIDDLE, SUPPLIER, f"{FIRM} {TOWN} {PARKING}", "entered approved WrongState"),
]

EDITOR = 77


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.cents}-{row.payee}-{row.approvals}")
def test_four_eyes(ready: World, row: Row) -> None:
    number = ready.enter(bill(row.cents, payee=row.payee))
    editor = replace(ready.treasurer(), person_id=EDITOR)
    changed: Any = bill(row.cents, payee=row.payee, description="Said better")
    ready.does(edit_expenditure, by=editor, number=number, invoice=changed)
    got = [_approves(ready, number, word) for word in row.approvals.split()]
    assert " ".join(got) == row.outcome
    assert ready.faults() == []


def _approves(world: World, number: int, word: str) -> str:
    """Have a party approve; give the expenditure's state after it, or the class of the refusal."""
    slug, _, as_whom = word.partition("=")
    who: By = world.partner(slug)
    if as_whom:
        who = replace(who, person_id=EDITOR if as_whom == "edited" else world.treasurer().person_id)
    seen = world.asks(spending.digest_of, number)
    try:
        world.does(approve_expenditure, by=who, number=number, seen_digest=seen)
    except Refusal as refusal:
        return type(refusal).__name__
    return world.state(number)
