"""Two at once: whoever comes second finds what the first left, and is told so in a sentence.

Every race is run on threads, from the same state, in a database of its own each time: thirty times, or six
where it is like another.
"""

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest

from ledger import contributions, decisions, dues, payments, proposing, reversals, spending, trail
from ledger.approving import approve_expenditure, reject_expenditure
from ledger.budget_proposals import change_budget, propose_budget
from ledger.core.acting import By
from ledger.payee_changes import change_payee
from ledger.storage.db import Session
from ledger.voting import cast_vote, withdraw
from tests.actions.lives import lived
from tests.actions.races import FEW, ROUNDS, Act, Copying, Ending, at_once, in_turn, race
from tests.actions.world import ACCEPTED, SUPPLIER, WORDS, World, invoice
from tests.actions.yearly import proposes

MAY, JUNE = date(2015, 5, 1), date(2015, 6, 1)


def amendment(world: World, lines: dict[str, int], **more: Any) -> tuple[int, int]:
    """Propose an amendment of 2015; give the numbers of the budget and of its decision."""
    number = world.does(propose_budget, year=2015, purpose=WORDS, lines=lines, **more)
    return number, world.decision_of(number)


def votes(world: World, number: int, slug: str, choice: str = "for", key: str = "") -> Act:
    """Prepare a vote on what the decision says now."""
    seen = world.asks(decisions.find_decision, number).digest
    return lambda arena: arena.does(
        cast_vote, by=arena.partner(slug, key), number=number, choice=choice, seen_digest=seen
    )


def approves(world: World, number: int, slug: str) -> Act:
    """Prepare an approval of what the expenditure says now."""
    seen = world.asks(spending.digest_of, number)
    return lambda arena: arena.does(
        approve_expenditure, by=arena.partner(slug), number=number, seen_digest=seen
    )


def entered(world: World, cents: int, *approvers: str, project: str = "jobs") -> int:
    """Enter a bill of May that these parties have approved already; give its number."""
    return world.approve(world.enter(invoice(SUPPLIER, {project: cents}, MAY)), *approvers)


# ---- votes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decides", [False, True], ids=["not deciding", "deciding"])
def test_vote_against_edit(ready: World, copied: Copying, decides: bool) -> None:
    budget, number = amendment(ready, {"jobs": 90_000_00})
    ready.votes(number, "for", "maastricht", *(["vodafone"] if decides else []))

    def edits(world: World) -> object:
        return world.does(change_budget, number=budget, purpose="Said better.", lines={"jobs": 80_000_00})

    race(copied, ready, votes(ready, number, "q-park"), edits, ROUNDS if decides else FEW)


@pytest.mark.parametrize(
    "before, one, other, rounds",
    [
        (("for", "for"), "for", "for", ROUNDS),
        (("for", "for"), "for", "against", FEW),
        (("for", "against"), "for", "against", FEW),
        (("for", "against"), "abstain", "for", FEW),
        (("for", "abstain"), "for", "for", FEW),
    ],
)
def test_two_deciding_votes_at_once(
    ready: World, copied: Copying, before: tuple[str, str], one: str, other: str, rounds: int
) -> None:
    _, number = amendment(ready, {"jobs": 90_000_00})
    for slug, choice in zip(("maastricht", "vodafone"), before, strict=True):
        ready.vote(number, slug, choice)
    send = votes(ready, number, "q-park", one), votes(ready, number, "arvato", other)
    race(copied, ready, *send, rounds)


def test_two_people_of_one_party_vote_at_once(ready: World, copied: Copying) -> None:
    _, number = amendment(ready, {"jobs": 90_000_00})
    seen = ready.asks(decisions.find_decision, number).digest

    def deputy(world: World) -> object:
        who = replace(world.partner("vodafone"), person_id=999)
        return world.does(cast_vote, by=who, number=number, choice="against", seen_digest=seen)

    race(copied, ready, votes(ready, number, "vodafone"), deputy, FEW)


def test_the_deciding_vote_against_withdrawing(ready: World, copied: Copying) -> None:
    _, number = amendment(ready, {"jobs": 90_000_00})
    ready.votes(number, "for", "maastricht", "vodafone")
    decides = votes(ready, number, "q-park")
    race(copied, ready, decides, lambda world: world.does(withdraw, number=number), FEW)


def test_two_proposals_about_one_year(ready: World, copied: Copying) -> None:
    def proposes(cents: int) -> Act:
        lines = {"jobs": cents}
        return lambda world: world.does(propose_budget, year=2015, purpose=WORDS, lines=lines)

    race(copied, ready, proposes(90_000_00), proposes(80_000_00), FEW)


def test_two_wordings_at_once(ready: World, copied: Copying) -> None:
    _, number = amendment(ready, {"jobs": 90_000_00})

    def words(text: str) -> Act:
        return lambda world: world.does(proposing.change, number=number, proposal=text)

    race(copied, ready, words("Said one way."), words("Said another."), FEW)


def test_the_day_after_the_last_is_dealt_with_once(ready: World, copied: Copying) -> None:
    _, number = amendment(ready, {"jobs": 90_000_00}, deadline=ready.today + timedelta(days=10))
    ready.votes(number, "for", "maastricht", "vodafone")
    ready.vote(number, "q-park", "against")
    ready.today = date(2015, 7, 2)  # an instalment fell due as well

    def settles(world: World) -> object:
        return world.does(dues.settle)

    race(copied, ready, settles, settles, FEW)


# ---- spend -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("last", [False, True], ids=["first approval", "last approval"])
def test_approve_against_edit(ready: World, copied: Copying, last: bool) -> None:
    number = entered(ready, 5_000_00, *(["vodafone"] if last else []))

    def edits(world: World) -> object:
        dearer = invoice(SUPPLIER, {"jobs": 5_000_01}, MAY)
        return world.does(spending.edit_expenditure, number=number, invoice=dearer)

    race(copied, ready, approves(ready, number, "maastricht"), edits, ROUNDS if last else FEW)


@pytest.mark.parametrize("last", [False, True], ids=["first approval", "last approval"])
def test_approve_against_another_payee_by_the_same_number(ready: World, copied: Copying, last: bool) -> None:
    number = entered(ready, 5_000_00, *(["vodafone"] if last else []))

    def renames(world: World) -> object:
        return world.does(change_payee, payee=SUPPLIER, name="Somebody else")

    race(copied, ready, approves(ready, number, "maastricht"), renames, FEW)


def test_two_last_approvals(ready: World, copied: Copying) -> None:
    number = entered(ready, 5_000_00, "maastricht")
    race(copied, ready, approves(ready, number, "vodafone"), approves(ready, number, "q-park"), FEW)


def test_approve_against_reject(ready: World, copied: Copying) -> None:
    number = entered(ready, 5_000_00, "vodafone")

    def rejects(world: World) -> object:
        who = world.partner("q-park")
        return world.does(reject_expenditure, by=who, number=number, reason="Not ours.")

    race(copied, ready, approves(ready, number, "maastricht"), rejects, FEW)


def test_two_bills_for_the_last_of_a_budget(ready: World, copied: Copying) -> None:
    one, other = (entered(ready, 6_000_00, "vodafone", project="fair") for _ in range(2))
    race(copied, ready, approves(ready, one, "maastricht"), approves(ready, other, "maastricht"), FEW)


@pytest.mark.parametrize("left, fits", [(5_000_00, True), (4_999_99, False)])
def test_budget_cut_against_spend(ready: World, copied: Copying, left: int, fits: bool) -> None:
    number = entered(ready, 5_000_00, "vodafone")
    _, decision = amendment(ready, {"jobs": left})
    ready.votes(decision, "for", "maastricht", "vodafone")
    spends, cuts = approves(ready, number, "maastricht"), votes(ready, decision, "q-park")
    race(copied, ready, spends, cuts, FEW if fits else ROUNDS)
    with copied(ready) as arena:
        assert (in_turn(arena, spends, cuts, "one").answers[1] == ACCEPTED) is fits


# ---- reversals ---------------------------------------------------------------------------------------


@pytest.fixture
def paid(ready: World) -> tuple[World, int, int]:
    """Give a covenant in which a bill was paid, with the numbers of the bill and of its payment."""
    ready.receive("vodafone", 15_000_00)
    number = ready.spend(invoice(SUPPLIER, {"course": 2_000_00}, MAY))
    return ready, number, ready.pay(number, 2_000_00)


def takes_back(payment: int, reason: str = "Paid in error.") -> Act:
    """Prepare the reversal of a payment."""
    return lambda world: world.does(
        reversals.reverse_payment, number=payment, reversed_on=world.today, reason=reason
    )


def reverses(expenditure: int, reason: str = "Booked in error.") -> Act:
    """Prepare the reversal of an expenditure."""
    return lambda world: world.does(
        reversals.reverse_expenditure, number=expenditure, reversed_on=world.today, reason=reason
    )


def test_two_reversals_of_one_payment(paid: tuple[World, int, int], copied: Copying) -> None:
    world, _, payment = paid
    race(copied, world, takes_back(payment), takes_back(payment, "Twice in error."))


def test_two_reversals_of_one_expenditure(paid: tuple[World, int, int], copied: Copying) -> None:
    world, expenditure, _ = paid
    race(copied, world, reverses(expenditure), reverses(expenditure, "Twice in error."))


def test_a_payment_and_its_expenditure_reversed_at_once(
    paid: tuple[World, int, int], copied: Copying
) -> None:
    world, expenditure, payment = paid
    race(copied, world, takes_back(payment), reverses(expenditure), FEW)


def test_two_reversals_of_one_contribution(ready: World, copied: Copying) -> None:
    number = ready.receive("vodafone", 15_000_00)

    def back(reason: str) -> Act:
        return lambda world: world.does(
            contributions.reverse_contribution, number=number, reversed_on=world.today, reason=reason
        )

    race(copied, ready, back("In error."), back("Twice in error."), FEW)


def test_two_payments_of_the_last_money(ready: World, copied: Copying) -> None:
    ready.receive("vodafone", 15_000_00)
    one, other = (ready.spend(invoice(SUPPLIER, {"course": 9_000_00}, MAY)) for _ in range(2))

    def pays(number: int) -> Act:
        return lambda world: world.does(
            payments.pay, number=number, paid_on=world.today, amount_cents=9_000_00
        )

    race(copied, ready, pays(one), pays(other), FEW)


# ---- a year that closes ------------------------------------------------------------------------------


@pytest.fixture
def closing(ready: World) -> tuple[World, Act]:
    """Give a covenant in which 2015 is over and in order, and the vote that closes it."""
    lived(ready)
    number = proposes(ready, "close_year", year=2015)
    ready.votes(number, "for", "vodafone", "q-park")
    return ready, votes(ready, number, "maastricht")


def test_close_against_a_contribution(closing: tuple[World, Act], copied: Copying) -> None:
    world, closes = closing

    def receives_late(arena: World) -> object:
        return arena.receive("q-park", 15_000_00, date(2015, 12, 31))

    race(copied, world, closes, receives_late, ROUNDS)


def test_close_against_an_invoice(closing: tuple[World, Act], copied: Copying) -> None:
    world, closes = closing
    bill = invoice(SUPPLIER, {"jobs": 5_000_00}, date(2015, 12, 1), invoice_reference="2015-099")
    race(copied, world, closes, lambda arena: arena.enter(bill), ROUNDS)


def test_close_against_a_reversal(closing: tuple[World, Act], copied: Copying) -> None:
    world, closes = closing

    def back_then(arena: World) -> object:
        return arena.does(
            reversals.reverse_payment, number=1, reversed_on=date(2015, 12, 31), reason="In error."
        )

    race(copied, world, closes, back_then, FEW)


def test_close_against_the_last_approval(ready: World, copied: Copying) -> None:
    """A year that closes by whatever way: an invoice of it is then booked in the next."""
    ready.today = date(2016, 2, 1)
    number = entered(ready, 5_000_00, "vodafone")
    race(copied, ready, lambda world: world.closes(2015), approves(ready, number, "maastricht"), FEW)


def test_two_closings_of_one_year(ready: World, copied: Copying) -> None:
    lived(ready)

    def proposed_by(slug: str) -> Act:
        return lambda world: world.does(
            proposing.propose,
            by=world.partner(slug),
            kind="close_year",
            facts={"year": 2015},
            proposal="It is over.",
        )

    race(copied, ready, proposed_by("vodafone"), proposed_by("q-park"), FEW)


# ---- the same form twice -----------------------------------------------------------------------------


def receives(cents: int) -> Act:
    """Prepare a contribution under a key."""
    return lambda world: world.does(
        contributions.record_contribution,
        by=world.treasurer("key"),
        party="vodafone",
        received_on=JUNE,
        amount_cents=cents,
    )


@pytest.mark.parametrize("other", [1_000_00, 1_000_01], ids=["the same", "something else"])
def test_one_key_twice_at_once(ready: World, copied: Copying, other: int) -> None:
    race(copied, ready, receives(1_000_00), receives(other), ROUNDS if other == 1_000_00 else FEW)


def test_one_invoice_sent_twice_at_once(ready: World, copied: Copying) -> None:
    made = invoice(SUPPLIER, {"jobs": 5_000_00}, MAY)

    def enters(world: World) -> object:
        return world.does(spending.enter_expenditure, by=world.treasurer("key"), invoice=made)

    assert race(copied, ready, enters, enters, FEW) == {"either": FEW}
    with copied(ready) as arena:
        assert at_once(arena, enters, enters).answers == (ACCEPTED, ACCEPTED)
        assert len(arena.everything()["expenditure"]) == 1


def test_one_vote_sent_twice_at_once(ready: World, copied: Copying) -> None:
    _, number = amendment(ready, {"jobs": 90_000_00})
    ready.votes(number, "for", "maastricht", "vodafone")
    send = votes(ready, number, "q-park", key="key")
    assert race(copied, ready, send, send, FEW) == {"either": FEW}


# ---- the tests themselves ----------------------------------------------------------------------------


def test_two_that_do_not_wait_for_each_other_are_found_out(ready: World, copied: Copying) -> None:
    """What reads in one block and writes in another is what these races are to find."""
    both = Barrier(2)
    together = False

    def note(session: Session, covenant_id: int, *, by: By, seen: int) -> None:
        trail.append(
            session, covenant_id, by=by, act="decision.voted", subject="decision/1", content={"seen": seen}
        )

    def heedless(world: World) -> None:
        seen, _ = world.head()
        if together:
            both.wait(10)
        world.does(note, seen=seen)

    with copied(ready) as arena, copied(ready) as again:
        orders = [in_turn_unsound(each, heedless) for each in (arena, again)]
    together = True
    with copied(ready) as arena:
        assert at_once(arena, heedless, heedless) not in orders


def in_turn_unsound(arena: World, act: Act) -> Ending:
    """Do an act twice, one after the other, whatever it leaves."""
    act(arena)
    act(arena)
    return Ending((ACCEPTED, ACCEPTED), arena.everything())
