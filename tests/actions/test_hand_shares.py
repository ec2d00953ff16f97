"""Shares set by hand: what they must be, who must approve them, and what becomes of them."""

from dataclasses import replace
from typing import Any

import pytest

from ledger import approving, ballots, decisions, hand_shares, spend_decisions, spending
from ledger.core.language import PLAIN
from ledger.hand_shares import set_shares
from ledger.spending import edit_expenditure
from tests.actions.test_approving import MAY, bill
from tests.actions.world import ACCEPTED, FIRM_AS_PAYEE, SUPPLIER, World, changed, invoice, make_ready

TOWN, FIRM, PARKING, PRINTER = 1, 2, 3, 4
WHY = "The firm asked for this course alone."


def shared(world: World, number: int, *typed: tuple[str, int, int], reason: str = WHY, **more: Any) -> object:
    """Try to set the shares of an expenditure."""
    seen = world.asks(spending.digest_of, number)
    return world.tries(set_shares, number=number, typed=typed, reason=reason, seen_digest=seen, **more)


def reasons(world: World, number: int) -> list[str]:
    """Give what is said of an expenditure's approvals."""
    row = world.asks(spending.find_expenditure, number)
    now = world.asks(approving.mandate_of, row, world.today).standing
    return [PLAIN.say(each) for each in now.reasons] if now else []


# ---- what they must be -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, outcome",
    [
        ([("jobs", FIRM, 1000_00)], ACCEPTED),
        ([("jobs", TOWN, 400_00), ("jobs", FIRM, 600_00)], ACCEPTED),
        ([("jobs", FIRM, 1000_00), ("jobs", TOWN, 0)], ACCEPTED),
        (
            [("jobs", FIRM, 999_99)],
            "The shares set by hand come to EUR 999.99, but the line is EUR 1,000.00.",
        ),
        (
            [("jobs", FIRM, 1000_01)],
            "The shares set by hand come to EUR 1,000.01, but the line is EUR 1,000.00.",
        ),
        (
            [("jobs", FIRM, -1), ("jobs", TOWN, 1000_01)],
            "A share is set on a pledge that cannot pay for this line, or is below zero.",
        ),
        (
            [("jobs", 0, 1000_00)],
            "A share is set on a pledge that cannot pay for this line, or is below zero.",
        ),
        (
            [("jobs", 99, 1000_00)],
            "A share is set on a pledge that cannot pay for this line, or is below zero.",
        ),
        ([("fair", FIRM, 1000_00)], "A share is set for a project that bears nothing of this."),
        ([("jobs", FIRM, 500_00), ("jobs", FIRM, 500_00)], "A funder stands here twice for one project."),
        ([("nowhere", FIRM, 1000_00)], "There is no project nowhere in this covenant."),
    ],
)
def test_shares_are_the_projects_parts_to_the_cent(
    ready: World, typed: list[tuple[str, int, int]], outcome: str
) -> None:
    number = ready.enter(bill(1000_00))
    got = shared(ready, number, *typed)
    assert got == ACCEPTED or got[2] == outcome  # type: ignore[index]
    assert (got == ACCEPTED) == (outcome == ACCEPTED)
    assert ready.faults() == []


@pytest.mark.parametrize(
    "project, pledge, cents, outcome",
    [
        # the firm has 15,000.00 of 2015; the town's money is not for courses
        ("jobs", FIRM, 15_000_00, ACCEPTED),
        ("jobs", FIRM, 15_000_01, "EUR 15,000.01 is set on Vodafone, which has EUR 15,000.00 available."),
        ("course", TOWN, 1_00, "A share is set on a pledge that cannot pay for this line, or is below zero."),
        ("course", PRINTER, 1_00, ACCEPTED),
    ],
)
def test_no_share_is_beyond_what_the_pledge_can_pay(
    ready: World, project: str, pledge: int, cents: int, outcome: str
) -> None:
    number = ready.enter(bill(cents, project))
    got = shared(ready, number, (project, pledge, cents))
    assert (got if got == ACCEPTED else got[2]) == outcome  # type: ignore[index]


def test_a_reason_is_asked_and_without_shares_the_rule_holds_again(ready: World) -> None:
    number = ready.enter(bill(1000_00))
    assert shared(ready, number, ("jobs", FIRM, 1000_00), reason=" ") == (
        "Malformed",
        "reason",
        "Say why the shares are set by hand.",
    )
    assert shared(ready, number, ("jobs", FIRM, 1000_00)) == ACCEPTED
    assert shared(ready, number, reason="") == ACCEPTED
    row = ready.asks(spending.find_expenditure, number)
    assert (row.version, row.shares_reason) == (3, "")
    ready.approve(number, "maastricht")
    assert ready.charged(number) == {"maastricht": 68965, "vodafone": 10345, "q-park": 10345, "arvato": 10345}
    assert ready.faults() == []


def test_a_credit_note_gives_back_to_those_who_paid(ready: World) -> None:
    number = ready.enter(bill(1000_00))
    shared(ready, number, ("jobs", FIRM, 1000_00))
    ready.approve(number, "vodafone")
    note = ready.enter(invoice(SUPPLIER, {"jobs": -400_00}, MAY, original=number))
    assert shared(ready, note, ("jobs", FIRM, 400_00))[0] == "WrongState"  # type: ignore[index]
    ready.approve(note, "vodafone")
    assert ready.charged(note) == {"vodafone": -400_00}
    assert ready.faults() == []


def test_what_is_decided_or_was_changed_meanwhile_is_not_set(ready: World) -> None:
    number = ready.enter(bill(1000_00))
    facts: dict[str, Any] = {"number": number, "typed": [("jobs", FIRM, 1000_00)], "reason": WHY}
    assert ready.tries(set_shares, seen_digest="stale", **facts)[0] == "WrongState"
    ready.approve(number, "vodafone")
    seen = ready.asks(spending.digest_of, number)
    assert ready.tries(set_shares, seen_digest=seen, **facts) == (
        "WrongState",
        None,
        f"Expenditure {number} is decided and can no longer be edited.",
    )


# ---- what becomes of them ----------------------------------------------------------------------------


def test_setting_shares_makes_a_version_voids_the_approvals_and_is_in_the_digest(ready: World) -> None:
    number = ready.enter(bill(5000_00))
    before = ready.asks(spending.digest_of, number)
    ready.approve(number, "maastricht")
    shared(ready, number, ("jobs", TOWN, 5000_00))
    row = ready.asks(spending.find_expenditure, number)
    assert row.version == 2
    assert ready.asks(spending.digest_of, number) != before
    assert ready.asks(spending.approvals_of, number, row.version) == []
    once = ready.asks(spending.digest_of, number)
    shared(ready, number, ("jobs", TOWN, 4000_00), ("jobs", FIRM, 1000_00))
    assert ready.asks(spending.digest_of, number) != once
    assert ready.acts(f"expenditure/{number}")[-1] == "expenditure.shares_set"
    assert ready.faults() == []


def test_shares_set_twice_alike_change_nothing(ready: World) -> None:
    number = ready.enter(bill(1000_00))
    shared(ready, number, ("jobs", FIRM, 1000_00))
    shared(ready, number, ("jobs", FIRM, 1000_00))
    assert ready.asks(spending.find_expenditure, number).version == 2


@pytest.mark.parametrize(
    "change, is_kept",
    [
        ({"description": "Other words"}, True),
        ({"invoice_reference": "other"}, True),
        ({"splits": (("jobs", 900_00), ("sites", 100_00))}, False),
        ({"accounting_on": MAY.replace(day=2)}, False),
    ],
)
def test_an_edit_of_what_is_divided_forgets_the_shares(
    ready: World, change: dict[str, Any], is_kept: bool
) -> None:
    entered = bill(1000_00)
    number = ready.enter(entered)
    shared(ready, number, ("jobs", FIRM, 1000_00))
    ready.does(edit_expenditure, number=number, invoice=replace(entered, **change))
    board = ready.asks(hand_shares.board, number)
    assert board.is_by_hand == is_kept
    assert ready.faults() == []


def test_the_shares_are_charged_as_they_were_set_and_reversed_so(ready: World) -> None:
    number = ready.enter(invoice(SUPPLIER, {"jobs": 600_00, "course": 400_00}, MAY))
    shared(ready, number, ("jobs", TOWN, 1_00), ("jobs", PARKING, 599_00), ("course", PRINTER, 400_00))
    ready.approve(number, "q-park")
    assert ready.state(number) == "entered"
    ready.approve(number, "arvato")
    assert ready.charged(number) == {"maastricht": 1_00, "q-park": 599_00, "arvato": 400_00}
    assert ready.faults() == []


def test_shares_that_can_no_longer_be_paid_are_refused_on_approval(ready: World) -> None:
    number = ready.enter(bill(15_000_00))
    shared(ready, number, ("jobs", FIRM, 15_000_00))
    ready.spend(bill(1_000_00))
    seen = ready.asks(spending.digest_of, number)
    facts: dict[str, Any] = {"number": number, "seen_digest": seen}
    assert ready.tries(approving.approve_expenditure, by=ready.partner("vodafone"), **facts) == (
        "NoRoom",
        "shares",
        "EUR 15,000.00 is set on Vodafone, which has EUR 14,896.55 available.",
    )


# ---- who must approve them ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, approvers, state",
    [
        # the rule gives the town 689.66 or so of 1,000.00: who pays more than the rule gives must approve
        ([(FIRM, 1000_00)], ["maastricht"], "entered"),
        ([(FIRM, 1000_00)], ["vodafone"], "approved"),
        ([(FIRM, 1000_00)], ["maastricht", "vodafone"], "approved"),
        ([(TOWN, 1000_00)], ["vodafone"], "entered"),
        ([(TOWN, 1000_00)], ["maastricht"], "approved"),
        ([(TOWN, 689_65), (FIRM, 103_45), (PARKING, 103_45), (PRINTER, 103_45)], ["arvato"], "approved"),
        ([(TOWN, 689_64), (FIRM, 103_46), (PARKING, 103_45), (PRINTER, 103_45)], ["arvato"], "entered"),
        ([(TOWN, 689_64), (FIRM, 103_46), (PARKING, 103_45), (PRINTER, 103_45)], ["vodafone"], "approved"),
        ([(FIRM, 500_00), (PARKING, 500_00)], ["vodafone"], "entered"),
        ([(FIRM, 500_00), (PARKING, 500_00)], ["vodafone", "q-park"], "approved"),
        ([(FIRM, 500_00), (PARKING, 500_00)], ["vodafone", "maastricht"], "entered"),
    ],
)
def test_who_pays_more_than_the_rule_gives_is_among_the_approvers(
    ready: World, typed: list[tuple[int, int]], approvers: list[str], state: str
) -> None:
    number = ready.enter(bill(1000_00))
    assert shared(ready, number, *(("jobs", pledge, cents) for pledge, cents in typed)) == ACCEPTED
    ready.approve(number, *approvers)
    assert ready.state(number) == state
    assert ready.faults() == []


def test_the_reasons_name_who_must_approve(ready: World) -> None:
    number = ready.enter(bill(1000_00))
    shared(ready, number, ("jobs", FIRM, 500_00), ("jobs", PARKING, 500_00))
    assert reasons(ready, number) == [
        "0 of 2 approvals given.",
        "Vodafone, Q-Park would pay more than the rule gives, and must approve.",
    ]


def test_where_one_who_must_is_the_payee_only_the_parties_can_decide(ready: World) -> None:
    number = ready.enter(bill(1000_00, payee=FIRM_AS_PAYEE))
    shared(ready, number, ("jobs", FIRM, 1000_00))
    assert reasons(ready, number)[-1] == (
        "Vodafone would pay more than the rule gives and cannot approve this;"
        " the partners have to decide on it."
    )
    decision = ready.does(
        spend_decisions.propose_spend, by=ready.partner("q-park"), number=number, proposal="Please."
    )
    standing = ready.standing(decision)
    assert standing.tally.consent_lapsed == (FIRM,)
    ready.votes(decision, "for", "maastricht", "q-park")
    assert ready.state(number) == "approved"
    assert ready.charged(number) == {"vodafone": 1000_00}
    assert ready.faults() == []


def test_above_the_mandate_the_consent_of_who_pays_more_is_asked(empty: Any) -> None:
    world: World = empty(changed(('\n[[mandate]]\napprovals = 3\nfrom = ["maastricht"]\n', "\n")))
    make_ready(world)
    number = world.enter(bill(30_000_00))
    shared(world, number, ("jobs", TOWN, 15_000_00), ("jobs", PARKING, 15_000_00))
    facts: dict[str, Any] = {"number": number, "proposal": "Please."}
    decision = world.does(spend_decisions.propose_spend, by=world.partner("vodafone"), **facts)
    rule = world.asks(ballots.rule_of, world.asks(decisions.find_decision, decision))
    assert PARKING in rule.consent
    world.votes(decision, "for", "maastricht", "vodafone", "arvato")
    assert world.state(number) == "entered"
    world.votes(decision, "for", "q-park")
    assert world.state(number) == "approved"
    assert world.faults() == []


# ---- the board -----------------------------------------------------------------------------------------


def test_the_board_shows_what_the_rule_gives_beside_what_is_set(ready: World) -> None:
    number = ready.enter(bill(1000_00, "course"))
    board = ready.asks(hand_shares.board, number)
    assert [(each.pledge_id, each.by_rule_cents, each.by_hand_cents) for each in board.places] == [
        (FIRM, 333_34, None),
        (PARKING, 333_33, None),
        (PRINTER, 333_33, None),
    ]
    shared(ready, number, ("course", FIRM, 1000_00))
    board = ready.asks(hand_shares.board, number)
    assert [each.by_hand_cents for each in board.places] == [1000_00, 0, 0]
    assert board.reason == WHY
