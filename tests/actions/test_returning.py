"""Returning what a party paid beyond all its instalments."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ledger.contributions import (
    return_overpayment,
)
from ledger.core.refusals import NoRoom
from ledger.storage.tables import FundTotal
from tests.actions.world import ACCEPTED, World

FIRM = 15_000_00


@pytest.mark.parametrize(
    "facts, said",
    [
        ({"amount_cents": 100}, ACCEPTED),
        (
            {"amount_cents": 101},
            ("NoRoom", "amount", "EUR 1.01 is more than the EUR 1.00 that is to be returned to Vodafone."),
        ),
        ({"amount_cents": 0}, ("Malformed", "amount", "An amount returned is more than zero.")),
        (
            {"party": "q-park"},
            ("NoRoom", "amount", "EUR 1.00 is more than the EUR 0.00 that is to be returned to Q-Park."),
        ),
        (
            {"party": "arcus"},
            (
                "NoRoom",
                "amount",
                "EUR 1.00 is more than the EUR 0.00 that is to be returned to Arcus College.",
            ),
        ),
        ({"returned_on": date(2015, 6, 2)}, ("Malformed", "returned_on", "02/06/2015 has not come yet.")),
        (
            {"returned_on": date(2015, 5, 31)},
            (
                "Malformed",
                "returned_on",
                "On 31/05/2015 no more than EUR 0.00 was to be returned to Vodafone.",
            ),
        ),
    ],
)
def test_what_may_be_returned(world: World, facts: dict[str, Any], said: object) -> None:
    world.receive("vodafone", 3 * FIRM + 100)
    asked = {"party": "vodafone", "returned_on": world.today, "amount_cents": 100, **facts}
    assert world.tries(return_overpayment, **asked) == said
    if said == ACCEPTED:
        assert world.balances("bank", "to_return") == {"bank": 3 * FIRM}
        assert world.acts()[-1] == "contribution.returned"


def test_what_was_returned_in_the_same_block_counts(world: World) -> None:
    world.receive("vodafone", 3 * FIRM + 100)
    facts: dict[str, Any] = {"by": world.treasurer(), "party": "vodafone", "returned_on": world.today}
    with world.database.write(world.covenant_id) as session:
        session.scalars(select(FundTotal)).all()
        return_overpayment(session, world.covenant_id, **facts, amount_cents=60)
        with pytest.raises(NoRoom):
            return_overpayment(session, world.covenant_id, **facts, amount_cents=41)
        return_overpayment(session, world.covenant_id, **facts, amount_cents=40)
    assert world.balance("to_return") == 0
