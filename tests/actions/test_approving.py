"""Approving: who has to approve an expenditure, who may reject it, and what the partners decide."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger import decisions, spend_decisions, spending, voting
from ledger.approving import approve_expenditure, reject_expenditure
from ledger.spending import Invoice, edit_expenditure
from tests.actions.acting import by
from tests.actions.world import (
    ACCEPTED,
    FIRM_AS_PAYEE,
    SUPPLIER,
    TOWN_AS_PAYEE,
    World,
    changed,
    invoice,
    make_ready,
)

MAY = date(2015, 5, 1)


def bill(cents: int = 1000_00, project: str = "jobs", payee: int = SUPPLIER, **more: Any) -> Invoice:
    """Make a bill on one project."""
    return invoice(payee, {project: cents}, MAY, **more)


# ---- the mandate -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cents, approvers, state",
    [
        (2_500_00, ["vodafone"], "approved"),
        (2_500_01, ["vodafone"], "entered"),
        (2_500_01, ["vodafone", "q-park"], "entered"),
        (2_500_01, ["vodafone", "maastricht"], "approved"),
        (25_000_00, ["maastricht", "arvato"], "approved"),
        (25_000_01, ["maastricht", "arvato"], "entered"),
        (25_000_01, ["q-park", "arvato", "vodafone"], "entered"),
        (25_000_01, ["q-park", "arvato", "maastricht"], "approved"),
    ],
)
def test_the_amount_says_who_must_approve(ready: World, cents: int, approvers: list[str], state: str) -> None:
    number = ready.approve(ready.enter(bill(cents)), *approvers)
    assert ready.state(number) == state
    assert ready.acts(f"expenditure/{number}").count("expenditure.approved") == len(approvers)


def test_the_mandate_looks_at_the_gross_amount(ready: World) -> None:
    gross = bill(2_500_00, vat=1, recoverable=1)
    number = ready.approve(ready.enter(gross), "vodafone")
    assert ready.state(number) == "entered"


def test_the_mandate_of_a_credit_note_is_that_of_its_size(ready: World) -> None:
    original = ready.spend(bill(20_000_00))
    number = ready.approve(ready.enter(bill(-2_500_01, original=original)), "vodafone")
    assert ready.state(number) == "entered"
    ready.approve(number, "maastricht")
    assert ready.state(number) == "approved"


def test_the_payees_party_is_left_out_and_its_required_approval_gives_way_to_one_more(ready: World) -> None:
    number = ready.approve(ready.enter(bill(2_500_01, payee=TOWN_AS_PAYEE)), "vodafone", "q-park")
    assert ready.state(number) == "entered"
    ready.approve(number, "arvato")
    assert ready.state(number) == "approved"


def approve(world: World, number: int, slug: str | None, **more: Any) -> object:
    """Try to approve, with what one sees or another digest, as a partner or somebody else."""
    seen = more.pop("seen_digest", None) or world.asks(spending.digest_of, number)
    who = more.pop("by", None) or world.partner(slug or "vodafone")
    return world.tries(approve_expenditure, by=who, number=number, seen_digest=seen)


def test_the_payees_party_does_not_approve(ready: World) -> None:
    number = ready.enter(bill(payee=FIRM_AS_PAYEE))
    assert approve(ready, number, "vodafone") == (
        "NotAllowed",
        None,
        "An organisation cannot approve an expenditure to itself.",
    )


def test_who_entered_it_does_not_approve(ready: World) -> None:
    number = ready.enter(bill())
    who = replace(ready.treasurer(), party_id=ready.parties["vodafone"])
    assert approve(ready, number, None, by=who) == (
        "NotAllowed",
        None,
        "Who entered an expenditure cannot approve it.",
    )


def test_who_edited_it_does_not_approve(ready: World) -> None:
    number = ready.enter(bill())
    ready.does(edit_expenditure, by=ready.partner("vodafone"), number=number, invoice=bill(5))
    assert approve(ready, number, "vodafone") == (
        "NotAllowed",
        None,
        "Who entered an expenditure cannot approve it.",
    )
    assert approve(ready, number, "q-park") == ACCEPTED


@pytest.mark.parametrize("slug", ["arcus", None])
def test_who_speaks_for_no_funder_does_not_approve(ready: World, slug: str | None) -> None:
    number = ready.enter(bill())
    who = ready.partner(slug) if slug else by("auditor", today=ready.today)
    assert approve(ready, number, slug, by=who) == (
        "NotAllowed",
        None,
        "Your organisation has no part in approving this expenditure.",
    )


def test_an_organisation_approves_once(ready: World) -> None:
    number = ready.approve(ready.enter(bill(20_000_00)), "vodafone")
    assert approve(ready, number, "vodafone") == (
        "WrongState",
        None,
        "Your organisation has already approved this expenditure.",
    )


def test_an_approval_sent_twice_is_given_once(ready: World) -> None:
    number = ready.enter(bill(2_500_00))
    facts = {"number": number, "seen_digest": ready.asks(spending.digest_of, number)}
    first = ready.does(approve_expenditure, by=ready.partner("vodafone", "key"), **facts)
    before = ready.everything()
    again = ready.does(approve_expenditure, by=ready.partner("vodafone", "key"), **facts)
    assert (first.complete, again.complete) == (True, True)
    assert ready.everything() == before


def test_an_approval_is_of_what_was_seen(ready: World) -> None:
    number = ready.enter(bill())
    seen = ready.asks(spending.digest_of, number)
    ready.does(edit_expenditure, number=number, invoice=bill(999_00))
    assert approve(ready, number, "vodafone", seen_digest=seen) == (
        "WrongState",
        None,
        "This expenditure was changed after you opened it. Look at it again first.",
    )
    assert approve(ready, number, "vodafone") == ACCEPTED


def test_what_is_approved_or_does_not_exist_is_not_approved(ready: World) -> None:
    number = ready.spend(bill())
    assert approve(ready, number, "arvato") == (
        "WrongState",
        None,
        "Only an expenditure that is entered can be approved.",
    )
    assert approve(ready, 99, "arvato", seen_digest="x") == ("NotFound", None, "There is no expenditure 99.")


# ---- rejecting -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slug, reason, said",
    [
        ("q-park", "Not agreed.", ACCEPTED),
        ("q-park", " ", ("Malformed", "reason", "Say why this is rejected.")),
        (
            "arcus",
            "No.",
            ("NotAllowed", None, "Your organisation has no part in approving this expenditure."),
        ),
        ("vodafone", "No.", ("NotAllowed", None, "An organisation cannot approve an expenditure to itself.")),
    ],
)
def test_who_may_reject(ready: World, slug: str, reason: str, said: object) -> None:
    number = ready.enter(bill(payee=FIRM_AS_PAYEE))
    assert ready.tries(reject_expenditure, by=ready.partner(slug), number=number, reason=reason) == said
    if said == ACCEPTED:
        assert ready.state(number) == "rejected"
        assert ready.acts(f"expenditure/{number}")[-1] == "expenditure.rejected"


def test_what_is_rejected_stays_so(ready: World) -> None:
    number = ready.enter(bill())
    ready.does(reject_expenditure, by=ready.partner("q-park", "key"), number=number, reason="No.")
    ready.does(reject_expenditure, by=ready.partner("q-park", "key"), number=number, reason="No.")
    assert ready.tries(reject_expenditure, by=ready.partner("arvato"), number=number, reason="No.") == (
        "WrongState",
        None,
        "Expenditure 1 is decided and cannot be rejected.",
    )
    assert approve(ready, number, "vodafone") == (
        "WrongState",
        None,
        "Only an expenditure that is entered can be approved.",
    )


# ---- above the mandate -----------------------------------------------------------------------------

LIMITED = changed(
    ('[[mandate]]\napprovals = 3\nfrom = ["maastricht"]', '[[mandate]]\nup_to = "50000.00"\napprovals = 3')
)


@pytest.fixture
def limited(empty: Any) -> World:
    """Give a covenant whose mandate ends at EUR 50,000.00, with projects and a budget."""
    world: World = empty(LIMITED)
    make_ready(world, {2015: {"jobs": 100_000_00}})
    return world


ABOVE = ("WrongState", None, "This amount is above the mandate; the partners have to decide on it.")


def test_above_the_mandate_approvals_are_of_no_use(limited: World) -> None:
    assert approve(limited, limited.enter(bill(50_000_01)), "vodafone") == ABOVE
    assert approve(limited, limited.enter(bill(50_000_00)), "vodafone") == ACCEPTED


def propose(world: World, number: int) -> int:
    """Put an expenditure to the partners; give the decision's number."""
    return world.does(spend_decisions.propose_spend, number=number, proposal="Needed all the same.")


def test_what_is_within_the_mandate_is_not_put_to_the_partners(limited: World) -> None:
    number = limited.enter(bill(50_000_00))
    assert limited.tries(spend_decisions.propose_spend, number=number, proposal="") == (
        "WrongState",
        None,
        "This expenditure is within the mandate; it needs no decision.",
    )


def test_adopting_charges_in_the_same_database_transaction(limited: World) -> None:
    number = limited.enter(bill(50_000_01))
    decision = propose(limited, number)
    limited.votes(decision, "for", "maastricht", "vodafone", "q-park")
    assert limited.state(number) == "approved"
    assert sum(limited.charged(number).values()) == 50_000_01
    assert limited.faults() == []


def test_a_rejected_decision_rejects_the_expenditure(limited: World) -> None:
    number = limited.enter(bill(50_000_01))
    limited.votes(propose(limited, number), "against", "maastricht")
    assert limited.state(number) == "rejected"
    assert limited.faults() == []


def test_while_the_partners_vote_nobody_approves_rejects_or_proposes_again(limited: World) -> None:
    number = limited.enter(bill(50_000_01))
    propose(limited, number)
    voting_on = ("WrongState", None, "The partners are voting on this expenditure; vote there.")
    assert (
        limited.tries(reject_expenditure, by=limited.partner("vodafone"), number=number, reason="No.")
        == voting_on
    )
    assert limited.tries(spend_decisions.propose_spend, number=number, proposal="") == (
        "WrongState",
        None,
        "This expenditure is being voted on already.",
    )


def test_an_edit_ends_the_vote(limited: World) -> None:
    number = limited.enter(bill(50_000_01))
    decision = propose(limited, number)
    limited.votes(decision, "for", "maastricht", "vodafone")
    limited.does(edit_expenditure, number=number, invoice=bill(50_000_02))
    assert limited.acts(f"decision/{decision}")[-1] == "decision.lapsed"
    assert propose(limited, number) == decision + 1
    limited.votes(decision + 1, "for")
    assert limited.state(number) == "approved"
    assert limited.faults() == []


def test_where_too_few_may_approve_the_partners_decide_and_the_payee_stands_aside(limited: World) -> None:
    number = limited.enter(bill(25_000_01, payee=FIRM_AS_PAYEE))
    limited.approve(number, "maastricht")
    limited.leaves("arvato", MAY)
    decision = propose(limited, number)
    assert approve(limited, number, "q-park")[0] == "WrongState"  # type: ignore[index]
    limited.votes(decision, "for", "maastricht", "q-park")
    assert limited.state(number) == "approved"
    assert limited.faults() == []


def test_a_decision_beyond_the_budget_fails_whole_with_the_vote_that_would_adopt_it(limited: World) -> None:
    number = limited.enter(bill(100_000_01))
    decision = propose(limited, number)
    limited.votes(decision, "for", "maastricht", "vodafone")
    seen = limited.asks(decisions.find_decision, decision).digest
    refused = limited.tries(
        voting.cast_vote, by=limited.partner("q-park"), number=decision, choice="for", seen_digest=seen
    )
    assert refused[:2] == ("NoRoom", "splits")
    assert limited.state(number) == "entered"
