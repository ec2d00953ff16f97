"""Parties, pledges and instalments change by a decision of their own alone, and no further than it says."""

# ruff: noqa: S608 - the statements are made of our own tables

import pytest

from tests.actions.world import World
from tests.storage.attacks import add, assert_refused
from tests.storage.lived import Lived

L = Lived()
DAY = "2016-03-10"
TOWN, FIRM, ARVATO = 1, 2, 4


def _party(slug: str, left_on: str | None = None) -> str:
    return add(
        "party", covenant_id=1, id=99, slug=slug, name="x", kind="firm", joined_on=DAY, left_on=left_on,
        money_stays=0,
    )  # fmt: skip


def _instalment(pledge: int, cents: int, decision: int | None) -> str:
    return add(
        "instalment", covenant_id=1, id=99, pledge_id=pledge, due_on="2016-06-01", amount_cents=cents,
        decision_id=decision,
    )  # fmt: skip


def _reduction(instalment: int, kind: str, cents: int, decision: int, entry: int | None = None) -> str:
    return add(
        "reduction", covenant_id=1, id=99, instalment_id=instalment, decision_id=decision, kind=kind,
        cents=cents, entry_id=entry, reduced_on=DAY,
    )  # fmt: skip


ATTACKS = {
    "a party out of nothing": [_party("club")],
    "a party that has left already": [_party("club", "2016-03-10")],
    "a party leaves": ["UPDATE party SET left_on = '2016-12-31' WHERE covenant_id = 1 AND id = 2"],
    "a party leaves and its money stays": [
        "UPDATE party SET left_on = '2016-12-31', money_stays = 1 WHERE covenant_id = 1 AND id = 2"
    ],
    "one more pledge": [
        add("pledge", covenant_id=1, id=99, party_id=FIRM, amount_cents=1, basis="total", source="")
    ],
    "a pledge of who promised nothing": [
        add("pledge", covenant_id=1, id=99, party_id=7, amount_cents=1, basis="total", source="")
    ],
    "one more earmark": [add("pledge_earmark", covenant_id=1, pledge_id=FIRM, line_id=1)],
    "one more instalment": [_instalment(ARVATO, 1, None)],
    "an instalment for what was reduced": [_instalment(ARVATO, 500_000, L.reducing)],
    "an instalment by another decision": [_instalment(ARVATO, 500_000, L.adopted_decision)],
    "an instalment's decision": [
        (
            f"UPDATE instalment SET decision_id = {L.reducing}"
            f" WHERE covenant_id = 1 AND id = {L.later_instalment}"
        )
    ],
    "reduced by a decision about a budget": [_reduction(3, "reduced", 1, L.adopted_decision)],
    "reduced by a decision that is open": [_reduction(3, "reduced", 1, L.open_decision)],
    "reduced by the decision about another pledge": [_reduction(3, "reduced", 1, L.reducing)],
    "reduced by it once more": [_reduction(L.reduced_instalment, "reduced", 1, L.reducing)],
    "lapsed by it": [_reduction(11, "lapsed", 1, L.reducing)],
    "written off by it": [_reduction(11, "written_off", 1, L.reducing)],
    "moved by it": [_reduction(11, "moved", 1, L.reducing)],
    "more than was promised": [_reduction(11, "reduced", 1_500_001, L.reducing)],
    "booked by an entry about something else": [_reduction(11, "returned", 1, L.reducing, 2)],
    "owed already, and not booked": [_reduction(10, "reduced", 1, L.reducing)],
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_was_promised_stands(unharmed: World, name: str) -> None:
    assert_refused(unharmed, ATTACKS[name], "ledger:frozen")


def test_money_that_stays_is_that_of_who_left(unharmed: World) -> None:
    statement = "UPDATE party SET money_stays = 1 WHERE covenant_id = 1 AND id = 2"
    assert_refused(unharmed, [statement], "ledger:frozen")


@pytest.mark.parametrize("cents", [-500_000, 500_000, 1])
def test_what_a_pledge_brings_is_what_its_instalments_bring(unharmed: World, cents: int) -> None:
    statement = (
        f"UPDATE pledge_total SET due_cents = due_cents + {cents}"
        f" WHERE covenant_id = 1 AND pledge_id = {ARVATO} AND year = 2017"
    )
    assert_refused(unharmed, [statement], "ledger:kept")


def test_what_is_returned_is_always_booked(unharmed: World) -> None:
    statement = _reduction(11, "returned", 1, L.reducing)
    assert_refused(unharmed, [statement], "ledger:frozen", "reduction_returned")
