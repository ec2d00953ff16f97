"""Moving an instalment and reducing a pledge: by decision, and never what was charged."""

from datetime import date
from typing import Any

import pytest

from ledger import decisions, proposing
from ledger.contributions import reverse_contribution
from ledger.core.language import PLAIN
from ledger.core.proposals import changes_of
from ledger.core.refusals import Refusal
from tests.actions.pledging import (
    FIRM,
    FIRM_1,
    FIRM_2,
    FIRM_3,
    TOWN,
    TOWN_1,
    TOWN_2,
    TOWN_3,
    assert_sound,
    brings,
    on,
)
from tests.actions.test_charges import bill
from tests.actions.world import ACCEPTED, WORDS, World, said

JUNE = date(2015, 6, 1)


def asked(world: World, kind: str, **facts: Any) -> object:
    """Try to put a question to the parties."""
    return world.tries(proposing.propose, kind=kind, facts=facts, proposal=WORDS)


def figures(world: World, number: int) -> list[tuple[str, object, object]]:
    """Give what a decision would change, in words."""
    found = changes_of(decisions.figures_of(world.asks(decisions.find_decision, number)))
    return [(PLAIN.say(each.what), each.before, each.after) for each in found]


def refused_vote(world: World, number: int, slug: str = "maastricht") -> object:
    """Try the vote that decides, and say what it is told."""
    before = world.everything()
    for voter in ("vodafone", "q-park", "arvato", slug):
        before = world.everything()
        try:
            world.vote(number, voter, "for")
        except Refusal as refusal:
            assert world.everything() == before
            return said(refusal)
    return ACCEPTED


# ---- moving ------------------------------------------------------------------------------------------

MOVES = [
    # instalment, its new day, and what is said
    (TOWN_2, date(2016, 6, 1), ACCEPTED),
    (TOWN_2, date(2017, 12, 31), ACCEPTED),
    (TOWN_2, JUNE, ACCEPTED),
    (TOWN_1, date(2015, 6, 2), ACCEPTED),
    (TOWN_2, date(2015, 5, 31), ("Malformed", "due_on", "31/05/2015 has passed already.")),
    (TOWN_2, date(2016, 3, 1), ("Malformed", "due_on", "It falls due on 01/03/2016 already.")),
    (
        TOWN_2,
        date(2018, 1, 1),
        ("Malformed", "due_on", "01/01/2018 lies outside the term of the covenant."),
    ),
    (
        FIRM_1,
        date(2016, 1, 1),
        ("WrongState", "instalment", "This instalment fell due on 01/03/2015 and cannot be moved."),
    ),
    (99, date(2016, 1, 1), ("NotFound", "instalment", "There is no instalment 99.")),
]


@pytest.mark.parametrize("number, due_on, expected", MOVES)
def test_an_instalment_is_moved_within_the_term(
    ready: World, number: int, due_on: date, expected: object
) -> None:
    assert asked(ready, "instalment", instalment=number, due_on=due_on) == expected


def test_a_moved_instalment_falls_due_on_its_new_day(ready: World) -> None:
    number = ready.decides("instalment", instalment=TOWN_2, due_on=date(2016, 6, 1))
    assert figures(ready, number) == [
        ("Instalment of Gemeente Maastricht due on 01/03/2016", 100_000_00, 0),
        ("Instalment of Gemeente Maastricht due on 01/06/2016", None, 100_000_00),
    ]
    assert brings(ready, TOWN) == {
        "2015-07-01": 100_000_00,
        "2016-06-01": 100_000_00,
        "2017-03-01": 100_000_00,
    }
    assert_sound(ready)
    on(ready, date(2016, 5, 31))
    assert ready.balance("receivable", "maastricht") == 100_000_00
    on(ready, date(2016, 6, 1))
    assert ready.balance("receivable", "maastricht") == 200_000_00
    assert_sound(ready)


def test_only_what_is_still_to_come_in_is_moved(ready: World) -> None:
    on(ready, date(2016, 1, 10))
    ready.receive("vodafone", 15_000_00 + 4_000_00)
    ready.decides("instalment", instalment=FIRM_2, due_on=date(2016, 9, 1))
    assert brings(ready, FIRM) == {
        "2015-03-01": 15_000_00,
        "2016-03-01": 4_000_00,
        "2016-09-01": 11_000_00,
        "2017-03-01": 15_000_00,
    }
    assert_sound(ready)
    on(ready, date(2016, 9, 1))
    assert ready.balance("receivable", "vodafone") == 11_000_00
    assert ready.balance("advance", "vodafone") == 0
    assert_sound(ready)


def test_an_instalment_paid_in_full_has_nothing_to_move(ready: World) -> None:
    ready.receive("vodafone", 45_000_00)
    said_ = ("WrongState", "instalment", "Nothing is still to come in on this instalment.")
    assert asked(ready, "instalment", instalment=FIRM_2, due_on=date(2016, 9, 1)) == said_


def test_an_instalment_is_not_moved_to_a_year_after_what_was_charged_to_it(ready: World) -> None:
    ready.spend(bill(84_000_00))
    assert asked(ready, "instalment", instalment=TOWN_1, due_on=date(2016, 1, 1)) == (
        "NoRoom",
        "due_on",
        (
            "Through 2015 EUR 57,931.03 was charged to the pledge of Gemeente Maastricht;"
            " only EUR 0.00 of it would be left."
        ),
    )
    assert asked(ready, "instalment", instalment=TOWN_1, due_on=date(2015, 12, 31)) == ACCEPTED


def test_what_fell_due_while_they_voted_is_not_moved(ready: World) -> None:
    number = ready.does(
        proposing.propose,
        kind="instalment",
        facts={"instalment": TOWN_1, "due_on": date(2015, 12, 1)},
        proposal=WORDS,
    )
    on(ready, date(2015, 7, 1))
    assert refused_vote(ready, number) == (
        "WrongState",
        "instalment",
        "This instalment fell due on 01/07/2015 and cannot be moved.",
    )
    assert_sound(ready)


def test_an_instalment_moved_twice_stands_where_it_was_moved_last(ready: World) -> None:
    ready.decides("instalment", instalment=TOWN_2, due_on=date(2016, 6, 1))
    moved = next(one for one in brings(ready, TOWN) if one == "2016-06-01")
    assert moved
    ready.decides("instalment", instalment=13, due_on=date(2016, 9, 1))
    assert "2016-09-01" in brings(ready, TOWN)
    assert "2016-06-01" not in brings(ready, TOWN)
    assert_sound(ready)


# ---- reducing ----------------------------------------------------------------------------------------

REDUCTIONS = [
    # the pledge, instalments with their new cents, and what is said
    (TOWN, [(TOWN_3, 0)], ACCEPTED),
    (TOWN, [(TOWN_2, 99_999_99), (TOWN_3, 1)], ACCEPTED),
    (FIRM, [(FIRM_1, 0)], ACCEPTED),
    (TOWN, [], ("Malformed", "instalments", "Nothing of this pledge would change.")),
    (TOWN, [(TOWN_2, 100_000_00)], ("Malformed", "instalments", "Nothing of this pledge would change.")),
    (
        TOWN,
        [(TOWN_2, 100_000_01)],
        (
            "Malformed",
            "instalments-0-amount",
            "The instalment due on 01/03/2016 brings EUR 100,000.00; it can only become less.",
        ),
    ),
    (
        TOWN,
        [(TOWN_3, 0), (TOWN_2, -1)],
        (
            "Malformed",
            "instalments-1-amount",
            "The instalment due on 01/03/2016 brings EUR 100,000.00; it can only become less.",
        ),
    ),
    (
        TOWN,
        [(FIRM_2, 0)],
        ("Malformed", "instalments-0-instalment", "This instalment is not one of the pledge."),
    ),
    (TOWN, [(TOWN_2, 0), (TOWN_2, 5)], ("Malformed", "instalments", "An instalment is named twice.")),
    (9, [], ("NotFound", "pledge", "There is no pledge 9.")),
    (0, [], ("NotFound", "pledge", "There is no pledge 0.")),
]


@pytest.mark.parametrize("pledge, instalments, expected", REDUCTIONS)
def test_a_pledge_is_reduced_instalment_by_instalment(
    ready: World, pledge: int, instalments: list[tuple[int, int]], expected: object
) -> None:
    assert asked(ready, "pledge", pledge=pledge, instalments=instalments) == expected


def test_a_reduced_pledge_brings_less_and_can_be_charged_less(ready: World) -> None:
    number = ready.decides("pledge", pledge=TOWN, instalments=[(TOWN_1, 60_000_00), (TOWN_3, 0)])
    assert figures(ready, number) == [
        ("Instalment of Gemeente Maastricht due on 01/07/2015", 100_000_00, 60_000_00),
        ("Instalment of Gemeente Maastricht due on 01/03/2017", 100_000_00, 0),
    ]
    assert ready.available(2015)["maastricht"] == 60_000_00
    assert ready.available(2017)["maastricht"] == 160_000_00
    assert ready.entries("pledge_reduced") == []
    assert_sound(ready)
    on(ready, date(2017, 6, 1))
    assert ready.balance("receivable", "maastricht") == 160_000_00
    assert_sound(ready)


def test_what_is_owed_already_is_taken_off_the_claim(ready: World) -> None:
    ready.receive("vodafone", 9_000_00)
    ready.decides("pledge", pledge=FIRM, instalments=[(FIRM_1, 10_000_00)])
    assert (ready.balance("receivable", "vodafone"), ready.balance("unspent", "vodafone")) == (
        1_000_00,
        -10_000_00,
    )
    (entry,) = ready.entries("pledge_reduced")
    assert ready.entry(entry)[3] == {
        ("unspent", "vodafone"): 5_000_00,
        ("receivable", "vodafone"): -5_000_00,
    }
    assert_sound(ready)


def test_what_came_in_on_an_instalment_that_fell_due_stays(ready: World) -> None:
    ready.receive("vodafone", 9_000_00)
    assert asked(ready, "pledge", pledge=FIRM, instalments=[(FIRM_1, 9_000_00)]) == ACCEPTED
    assert asked(ready, "pledge", pledge=FIRM, instalments=[(FIRM_1, 8_999_99)]) == (
        "WrongState",
        "instalments",
        "Of the instalment due on 01/03/2015 EUR 6,000.00 is still to come in; EUR 6,000.01 is too much.",
    )


def test_what_was_paid_ahead_of_a_reduced_instalment_is_to_be_returned(ready: World) -> None:
    ready.receive("vodafone", 15_000_00 + 8_000_00)
    ready.decides("pledge", pledge=FIRM, instalments=[(FIRM_2, 3_000_00)])
    assert ready.balances("advance", "to_return") == {"advance": -3_000_00, "to_return": -5_000_00}
    assert_sound(ready)
    on(ready, date(2016, 3, 1))
    assert [ready.balance(each, "vodafone") for each in ("advance", "receivable", "to_return")] == [
        0,
        0,
        -5_000_00,
    ]
    assert_sound(ready)


def test_a_contribution_of_which_part_was_set_aside_is_not_taken_back(ready: World) -> None:
    first = ready.receive("vodafone", 15_000_00)
    second = ready.receive("vodafone", 8_000_00)
    ready.decides("pledge", pledge=FIRM, instalments=[(FIRM_2, 3_000_00)])
    facts: dict[str, Any] = {"reversed_on": ready.today, "reason": "An error"}
    assert ready.tries(reverse_contribution, number=second, **facts) == (
        "NoRoom",
        None,
        (
            "EUR 5,000.00 of what came in on this instalment was set aside, to be returned to Vodafone;"
            " without this contribution only EUR 0.00 came in on it."
        ),
    )
    assert ready.tries(reverse_contribution, number=first, **facts) == ACCEPTED
    assert_sound(ready)


def test_less_than_was_charged_is_refused_with_the_figures(ready: World) -> None:
    ready.spend(bill(14_500_00))
    assert ready.available(2015)["vodafone"] == 15_000_00 - 1_500_00
    assert asked(ready, "pledge", pledge=FIRM, instalments=[(FIRM_1, 1_500_00)]) == ACCEPTED
    assert asked(ready, "pledge", pledge=FIRM, instalments=[(FIRM_1, 1_499_99)]) == (
        "NoRoom",
        "instalments",
        (
            "Through 2015 EUR 1,500.00 was charged to the pledge of Vodafone;"
            " only EUR 1,499.99 of it would be left."
        ),
    )


def test_cancelling_takes_everything_off_that_is_open_and_not_charged(ready: World) -> None:
    ready.spend(bill(14_500_00))
    ready.decides("pledge", pledge=FIRM, cancel=True)
    assert brings(ready, FIRM) == {"2015-03-01": 1_500_00}
    assert ready.available(2017)["vodafone"] == 0
    assert_sound(ready)


def test_a_charge_made_while_they_voted_is_not_left_without_money(ready: World) -> None:
    number = ready.does(
        proposing.propose,
        kind="pledge",
        facts={"pledge": FIRM, "instalments": [(FIRM_1, 0)]},
        proposal=WORDS,
    )
    ready.spend(bill(14_500_00))
    assert refused_vote(ready, number) == (
        "NoRoom",
        "instalments",
        "Through 2015 EUR 1,500.00 was charged to the pledge of Vodafone; only EUR 0.00 of it would be left.",
    )


def test_figures_that_are_true_no_longer_are_not_adopted(ready: World) -> None:
    facts = {"pledge": FIRM, "instalments": [(FIRM_3, 5_000_00)]}
    number = ready.does(proposing.propose, kind="pledge", facts=facts, proposal=WORDS)
    ready.decides("instalment", instalment=FIRM_3, due_on=date(2017, 9, 1))
    assert refused_vote(ready, number) == (
        "WrongState",
        None,
        "The instalment due on 01/03/2017 brings EUR 0.00 now; the proposal begins at EUR 15,000.00.",
    )
