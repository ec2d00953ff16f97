"""Request keys: the same act sent twice is done once."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger import keys
from ledger.contributions import record_contribution
from ledger.core.refusals import KeyReused
from ledger.receipts import record_bank_receipt
from ledger.storage.tables import RequestKey
from tests.actions.world import ACCEPTED, World

MARCH = date(2015, 3, 1)
REUSED = (
    "KeyReused",
    None,
    "This form was already sent with other content. Open the page again and fill it in anew.",
)
ASKED: dict[str, Any] = {"what": "that", "cents": 5}


def keep(world: World, key: str = "one", **more: Any) -> int:
    """Keep a key for something done; give what came of it."""
    facts: dict[str, Any] = {"act": "thing.done", "asked": ASKED, "result": 7, **more}
    return world.does(keys.keep, by=world.treasurer(key), **facts)


@pytest.mark.parametrize(
    "key, act, asked, person, found",
    [
        ("one", "thing.done", ASKED, 1, 7),
        ("one", "thing.done", {"cents": 5, "what": "that"}, 1, 7),
        ("two", "thing.done", ASKED, 1, None),
        ("", "thing.done", ASKED, 1, None),
        ("one", "thing.done", {**ASKED, "cents": 6}, 1, "refused"),
        ("one", "other.done", ASKED, 1, "refused"),
        ("one", "thing.done", ASKED, 2, "refused"),
    ],
)
def test_a_key_stands_for_one_act_of_one_person(
    world: World, key: str, act: str, asked: dict[str, Any], person: int, found: object
) -> None:
    assert keep(world) == 7
    who = replace(world.treasurer(key), person_id=person)
    given: object
    try:
        given = world.asks(keys.done_before, by=who, act=act, asked=asked)
    except KeyReused:
        given = "refused"
    assert given == found


def test_without_a_key_nothing_is_kept(world: World) -> None:
    assert keep(world, "") == 7
    assert world.rows(RequestKey) == 0


def test_a_key_of_a_refused_act_stays_free(world: World) -> None:
    facts: dict[str, Any] = {"party": "vodafone", "amount_cents": 5, "by": world.treasurer("one")}
    assert world.tries(record_contribution, **facts, received_on=date(2015, 6, 2))[0] == "Malformed"
    assert world.tries(record_contribution, **facts, received_on=MARCH) == ACCEPTED


def test_a_key_is_not_used_for_another_kind_of_act(world: World) -> None:
    who = world.treasurer("one")
    world.does(record_contribution, by=who, party="vodafone", received_on=MARCH, amount_cents=5)
    assert (
        world.tries(record_bank_receipt, by=who, kind="interest", received_on=MARCH, amount_cents=5) == REUSED
    )


def test_what_cannot_be_written_down_is_refused_and_no_key_kept(world: World) -> None:
    said = ("Malformed", None, "This holds a number or a text that cannot be kept.")
    for strange in (10**30, "\ud800"):
        assert (
            world.tries(keys.keep, by=world.treasurer("k"), act="a", asked={"x": strange}, result=1) == said
        )
