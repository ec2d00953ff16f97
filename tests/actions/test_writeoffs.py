"""Writing off what is owed: by decision, and never what was charged."""

import pytest

from ledger import proposing
from tests.actions.pledging import ARVATO, ARVATO_1, ARVATO_2, assert_sound, instalment, on
from tests.actions.test_charges import bill
from tests.actions.test_pledge_decisions import JUNE, asked, refused_vote
from tests.actions.world import ACCEPTED, WORDS, World

WRITEOFFS = [
    (ARVATO_1, None, ACCEPTED),
    (ARVATO_1, 15_000_00, ACCEPTED),
    (
        ARVATO_1,
        15_000_01,
        ("Malformed", "amount", "EUR 15,000.01 is more than the EUR 15,000.00 that is open."),
    ),
    (ARVATO_1, 0, ("Malformed", "amount", "An amount written off is more than zero.")),
    (
        ARVATO_2,
        1,
        (
            "WrongState",
            "instalment",
            "The instalment due on 01/03/2016 is not owed yet; reduce the pledge instead.",
        ),
    ),
]


@pytest.mark.parametrize("number, cents, expected", WRITEOFFS)
def test_only_what_is_owed_is_written_off(
    ready: World, number: int, cents: int | None, expected: object
) -> None:
    on(ready, JUNE)
    assert asked(ready, "writeoff", instalment=number, cents=cents) == expected


def test_what_is_written_off_is_owed_no_longer(ready: World) -> None:
    on(ready, JUNE)
    ready.receive("arvato", 4_000_00)
    ready.decides("writeoff", instalment=ARVATO_1, cents=5_000_00)
    assert instalment(ready, ARVATO_1).open_cents == 6_000_00
    assert ready.balance("receivable", "arvato") == 6_000_00
    (entry,) = ready.entries("contribution_written_off")
    assert ready.entry(entry)[0] == JUNE
    assert ready.acts(f"instalment/{ARVATO_1}") == ["instalment.due", "instalment.written_off"]
    assert_sound(ready)


def test_what_is_paid_on_a_claim_that_was_written_off_is_to_be_returned(ready: World) -> None:
    on(ready, JUNE)
    ready.decides("writeoff", instalment=ARVATO_1)
    ready.decides("pledge", pledge=ARVATO, cancel=True)
    ready.receive("arvato", 2_000_00)
    assert ready.balance("to_return", "arvato") == -2_000_00
    assert_sound(ready)


def test_what_was_charged_is_not_written_off(ready: World) -> None:
    on(ready, JUNE)
    ready.spend(bill(14_500_00))
    assert asked(ready, "writeoff", instalment=ARVATO_1) == (
        "NoRoom",
        "amount",
        (
            "Through 2015 EUR 1,500.00 was charged to the pledge of arvato Bertelsmann;"
            " only EUR 0.00 of it would be left."
        ),
    )
    assert asked(ready, "writeoff", instalment=ARVATO_1, cents=13_500_00) == ACCEPTED


def test_what_came_in_while_they_voted_is_not_written_off(ready: World) -> None:
    on(ready, JUNE)
    facts = {"instalment": ARVATO_1}
    number = ready.does(proposing.propose, kind="writeoff", facts=facts, proposal=WORDS)
    ready.receive("arvato", 1)
    assert refused_vote(ready, number) == (
        "Malformed",
        "amount",
        "EUR 15,000.00 is more than the EUR 14,999.99 that is open.",
    )
    assert_sound(ready)
