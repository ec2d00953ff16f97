"""Sending an expenditure back to the treasurer, and putting it forward again."""

from dataclasses import replace
from typing import Any

import pytest

from ledger import sending_back, spend_decisions, spending
from ledger.approving import approve_expenditure, reject_expenditure
from ledger.hand_shares import set_shares
from ledger.sending_back import resubmit, send_back
from ledger.spending import edit_expenditure
from tests.actions.test_approving import bill
from tests.actions.world import ACCEPTED, FIRM_AS_PAYEE, World, changed, make_ready

WHY = "Where is the timesheet?"


def back(world: World, number: int, slug: str = "vodafone", reason: str = WHY, **more: Any) -> object:
    """Try to send an expenditure back."""
    facts = {"seen_digest": world.asks(spending.digest_of, number), "by": world.partner(slug), **more}
    return world.tries(send_back, number=number, reason=reason, **facts)


def approved(world: World, number: int, slug: str = "vodafone") -> object:
    """Try to approve an expenditure as it stands."""
    seen = world.asks(spending.digest_of, number)
    return world.tries(approve_expenditure, by=world.partner(slug), number=number, seen_digest=seen)


@pytest.mark.parametrize(
    "slug, payee, reason, outcome",
    [
        ("vodafone", 1, WHY, ACCEPTED),
        ("maastricht", 1, WHY, ACCEPTED),
        ("vodafone", 1, " ", ("Malformed", "reason", "Say what the treasurer should look at.")),
        (
            "arcus",
            1,
            WHY,
            ("NotAllowed", None, "Your organisation has no part in approving this expenditure."),
        ),
        (
            "vodafone",
            FIRM_AS_PAYEE,
            WHY,
            ("NotAllowed", None, "An organisation cannot approve an expenditure to itself."),
        ),
    ],
)
def test_who_could_approve_may_send_back_with_a_reason(
    ready: World, slug: str, payee: int, reason: str, outcome: object
) -> None:
    number = ready.enter(bill(5_000_00, payee=payee))
    assert back(ready, number, slug, reason) == outcome
    assert ready.state(number) == ("sent_back" if outcome == ACCEPTED else "entered")
    assert ready.faults() == []


def test_who_entered_it_cannot_send_it_back(ready: World) -> None:
    number = ready.enter(bill())
    himself = replace(ready.partner("vodafone"), person_id=ready.treasurer().person_id)
    assert back(ready, number, by=himself)[0] == "NotAllowed"  # type: ignore[index]


def test_what_was_changed_meanwhile_is_looked_at_again_first(ready: World) -> None:
    number = ready.enter(bill())
    assert back(ready, number, seen_digest="stale")[0] == "WrongState"  # type: ignore[index]


@pytest.mark.parametrize("state", ["approved", "rejected", "sent_back"])
def test_what_is_decided_or_back_already_is_not_sent_back(ready: World, state: str) -> None:
    number = ready.enter(bill())
    if state == "approved":
        ready.approve(number, "q-park")
    elif state == "rejected":
        ready.does(reject_expenditure, by=ready.partner("q-park"), number=number, reason="No")
    else:
        back(ready, number, "q-park")
    assert back(ready, number)[0] == "WrongState"  # type: ignore[index]


def test_meanwhile_nobody_approves_and_nothing_is_put_to_the_parties(ready: World) -> None:
    number = ready.enter(bill(5_000_00))
    ready.approve(number, "maastricht")
    back(ready, number)
    said = ("WrongState", None, "It was sent back to the treasurer; await its resubmission.")
    assert approved(ready, number, "q-park") == said
    assert ready.tries(spend_decisions.propose_spend, number=number, proposal="Please.") == said


def test_an_answer_puts_it_forward_as_a_new_version_that_everybody_approves_anew(ready: World) -> None:
    number = ready.enter(bill(5_000_00))
    ready.approve(number, "maastricht")
    back(ready, number)
    assert ready.tries(resubmit, number=number, answer="") == (
        "Malformed",
        "answer",
        "Answer the question, or change the expenditure first.",
    )
    assert ready.does(resubmit, number=number, answer="It is on page two.") == 2
    assert ready.asks(spending.approvals_of, number, 2) == []
    assert ready.tries(resubmit, number=number, answer="Again.") == (
        "WrongState",
        None,
        f"Expenditure {number} was not sent back.",
    )
    ready.approve(number, "vodafone")
    assert ready.state(number) == "entered"
    ready.approve(number, "maastricht")
    assert ready.state(number) == "approved"
    asked = ready.asks(sending_back.questions, number)
    assert [(each.reason, each.answer) for each in asked] == [(WHY, "It is on page two.")]
    assert ready.acts(f"expenditure/{number}")[1:4] == [
        "expenditure.approved",
        "expenditure.sent_back",
        "expenditure.resubmitted",
    ]
    assert ready.faults() == []


def test_after_an_edit_no_answer_is_needed(ready: World) -> None:
    number = ready.enter(bill())
    back(ready, number)
    ready.does(edit_expenditure, number=number, invoice=bill(900_00))
    assert ready.state(number) == "sent_back"
    assert ready.does(resubmit, number=number, answer="") == 3
    assert ready.state(ready.approve(number, "vodafone")) == "approved"
    assert ready.faults() == []


def test_shares_may_be_set_while_it_is_with_the_treasurer(ready: World) -> None:
    number = ready.enter(bill(1000_00))
    back(ready, number)
    seen = ready.asks(spending.digest_of, number)
    typed = [("jobs", 2, 1000_00)]
    ready.does(set_shares, number=number, typed=typed, reason="Asked for.", seen_digest=seen)
    assert ready.state(number) == "sent_back"
    ready.does(resubmit, number=number, answer="")
    ready.approve(number, "vodafone")
    assert ready.charged(number) == {"vodafone": 1000_00}


def test_it_can_be_sent_back_again_and_be_rejected_in_the_end(ready: World) -> None:
    number = ready.enter(bill())
    for answer in ("First.", "Second."):
        assert back(ready, number) == ACCEPTED
        ready.does(resubmit, number=number, answer=answer)
    assert back(ready, number) == ACCEPTED
    ready.does(reject_expenditure, by=ready.partner("q-park"), number=number, reason="Enough.")
    assert ready.state(number) == "rejected"
    assert len(ready.asks(sending_back.questions, number)) == 3
    assert ready.faults() == []


def test_whoever_resubmitted_it_does_not_approve_it(ready: World) -> None:
    number = ready.enter(bill())
    back(ready, number)
    successor = replace(ready.treasurer(), person_id=77)
    ready.does(resubmit, by=successor, number=number, answer="Here.")
    himself = replace(ready.partner("vodafone"), person_id=77)
    seen = ready.asks(spending.digest_of, number)
    got = ready.tries(approve_expenditure, by=himself, number=number, seen_digest=seen)
    assert got == ("NotAllowed", None, "Who entered an expenditure cannot approve it.")


def test_what_the_partners_vote_on_is_not_sent_back(empty: Any) -> None:
    world: World = empty(changed(('\n[[mandate]]\napprovals = 3\nfrom = ["maastricht"]\n', "\n")))
    make_ready(world)
    number = world.enter(bill(30_000_00))
    world.does(spend_decisions.propose_spend, number=number, proposal="Please.")
    assert back(world, number) == (
        "WrongState",
        None,
        "The partners are voting on this expenditure; vote there.",
    )


def test_sent_twice_it_is_sent_back_once(ready: World) -> None:
    number = ready.enter(bill())
    seen = ready.asks(spending.digest_of, number)
    facts: dict[str, Any] = {"number": number, "reason": WHY, "seen_digest": seen}
    ready.does(send_back, by=ready.partner("vodafone", "key"), **facts)
    before = ready.everything()
    ready.does(send_back, by=ready.partner("vodafone", "key"), **facts)
    assert ready.everything() == before
