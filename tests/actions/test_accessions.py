"""A party joins by decision: with which pledge, from which day, and what it shares in."""

from datetime import date
from typing import Any

import pytest

from ledger import ballots, budget_proposals, decisions, proposing
from ledger.storage import reads
from tests.actions.pledging import assert_sound, brings, on
from tests.actions.test_charges import bill
from tests.actions.test_pledge_decisions import figures, refused_vote
from tests.actions.two_years import cells, of_party, one
from tests.actions.world import ACCEPTED, WORDS, World

JULY = date(2015, 7, 1)
JOINER: dict[str, Any] = {
    "slug": "stadion",
    "name": "Stadion Geusselt",
    "kind": "firm",
    "joins_on": JULY,
    "basis": "per_year",
    "amount_cents": 15_000_00,
    "due_on": (3, 1),
}
ALL = ("maastricht", "vodafone", "q-park", "arvato", "arcus", "leeuwenborgh", "zuyd")


def asked(world: World, **facts: Any) -> object:
    """Try to propose that a party joins."""
    return world.tries(proposing.propose, kind="accession", facts={**JOINER, **facts}, proposal=WORDS)


def joins(world: World, **facts: Any) -> int:
    """Have a party join; give the decision's number."""
    return world.decides("accession", **{**JOINER, **facts})


TOTAL = {"basis": "total", "instalments": [(JULY, 5_000_00), (date(2016, 7, 1), 7_000_00)]}
CASES: list[tuple[dict[str, Any], object]] = [
    ({}, ACCEPTED),
    ({"joins_on": date(2015, 1, 1)}, ACCEPTED),
    ({"joins_on": date(2017, 3, 1)}, ACCEPTED),
    ({"basis": "none"}, ACCEPTED),
    (TOTAL, ACCEPTED),
    ({"earmark": ["training", "profile"]}, ACCEPTED),
    (
        {"joins_on": date(2014, 12, 31)},
        ("Malformed", "joins_on", "31/12/2014 lies outside the term of the covenant."),
    ),
    (
        {"joins_on": date(2018, 1, 1)},
        ("Malformed", "joins_on", "01/01/2018 lies outside the term of the covenant."),
    ),
    (
        {"joins_on": date(2017, 3, 2)},
        ("Malformed", "due_on", "No due date of this pledge lies within the term."),
    ),
    ({"slug": "vodafone"}, ("WrongState", "slug", 'The slug "vodafone" is taken already.')),
    ({"slug": "new"}, ("Malformed", "slug", '"new" is an address of the ledger itself; take another slug.')),
    ({"name": " "}, ("Malformed", "name", "This may not be empty.")),
    ({"kind": "guild"}, ("Malformed", "kind", "Choose what kind of party it is.")),
    ({"basis": "monthly"}, ("Malformed", "basis", "Choose what the party promises.")),
    ({"amount_cents": 0}, ("Malformed", "amount", "A pledge is more than zero.")),
    ({"earmark": ["sport"]}, ("NotFound", "earmark", "There is no programme line sport.")),
    ({"basis": "total", "instalments": []}, ("Malformed", "instalments", "A pledge is more than zero.")),
    (
        {"basis": "total", "instalments": [(date(2015, 6, 30), 5_00)]},
        ("Malformed", "instalments", "The instalment due on 30/06/2015 lies outside the term."),
    ),
    (
        {"basis": "total", "instalments": [(JULY, 5_00), (date(2016, 7, 1), 0)]},
        ("Malformed", "instalments", "The instalment due on 01/07/2016 is not above zero."),
    ),
]


@pytest.mark.parametrize("facts, expected", CASES)
def test_who_can_join_and_with_what(ready: World, facts: dict[str, Any], expected: object) -> None:
    assert asked(ready, **facts) == expected


def test_nobody_joins_in_a_closed_year(ready: World) -> None:
    on(ready, date(2016, 2, 1))
    ready.closes(2015)
    assert asked(ready) == (
        "YearClosed",
        "joins_on",
        "Fiscal year 2015 is closed. The first day that is open is 01/01/2016.",
    )
    assert asked(ready, joins_on=date(2016, 1, 1)) == ACCEPTED


def test_a_joiner_has_a_pledge_from_its_first_due_date_on(ready: World) -> None:
    number = joins(ready)
    assert figures(ready, number) == [
        ("First day of Stadion Geusselt", None, JULY),
        ("Instalment of Stadion Geusselt due on 01/03/2016", None, 15_000_00),
        ("Instalment of Stadion Geusselt due on 01/03/2017", None, 15_000_00),
    ]
    assert brings(ready, 5) == {"2016-03-01": 15_000_00, "2017-03-01": 15_000_00}
    assert ready.acts("party/stadion") == ["party.joined"]
    assert_sound(ready)
    on(ready, date(2016, 3, 1))
    ready.receive("stadion", 15_000_00)
    assert ready.balance("unspent", "stadion") == -15_000_00
    assert_sound(ready)


def test_a_joiner_shares_in_spend_from_its_first_day_on(ready: World) -> None:
    joins(ready, **TOTAL)
    on(ready, date(2015, 7, 20))
    assert "stadion" not in ready.charged(ready.spend(bill(1_500_00, on=date(2015, 6, 30))))
    assert "stadion" in ready.charged(ready.spend(bill(1_500_00, on=JULY)))
    assert_sound(ready)


def test_what_was_booked_does_not_move_for_who_joins_later(ready: World) -> None:
    on(ready, date(2015, 7, 20))
    before = ready.spend(bill(1_000_00, on=date(2015, 7, 10)))
    shares = ready.charged(before)
    entered = ready.enter(bill(1_000_00, on=date(2015, 7, 11)))
    joins(ready, **TOTAL)
    assert ready.charged(before) == shares
    ready.approve(entered, "maastricht")
    assert "stadion" in ready.charged(entered)
    assert_sound(ready)


def test_an_earmark_of_a_joiner_is_kept(ready: World) -> None:
    joins(ready, **TOTAL, earmark=["training"])
    on(ready, date(2015, 7, 20))
    assert "stadion" not in ready.charged(ready.spend(bill(1_000_00, on=JULY)))
    assert "stadion" in ready.charged(ready.spend(bill(1_000_00, "course", on=JULY)))
    assert_sound(ready)


def test_a_joiner_without_a_pledge_votes_where_parties_do(ready: World) -> None:
    joins(ready, basis="none")
    on(ready, JULY)
    voters = ready.does(proposing.propose, kind="accession", facts={**JOINER, "slug": "b"}, proposal=WORDS)
    names = {party: slug for slug, party in ready.parties.items()}

    def of(number: int) -> set[str]:
        decision = ready.asks(decisions.find_decision, number)
        return {names[party] for party in ready.asks(ballots.rule_of, decision).voters}

    assert of(voters) == {*ALL, "stadion"}
    budget = ready.does(budget_proposals.propose_budget, year=2015, purpose=WORDS, lines={"jobs": 1})
    assert "stadion" not in of(ready.decision_of(budget))
    assert_sound(ready)


def test_decisions_that_are_open_keep_their_voters(ready: World) -> None:
    on(ready, JULY)
    lines = {"jobs": 90_000_00}
    number = ready.decision_of(
        ready.does(budget_proposals.propose_budget, year=2015, purpose=WORDS, lines=lines)
    )
    before = ready.asks(ballots.rule_of, ready.asks(decisions.find_decision, number))
    joins(ready)
    assert ready.asks(ballots.rule_of, ready.asks(decisions.find_decision, number)) == before


def test_a_slug_taken_while_they_voted_is_not_taken_twice(ready: World) -> None:
    number = ready.does(proposing.propose, kind="accession", facts=JOINER, proposal=WORDS)
    assert asked(ready, name="Another") == (
        "WrongState",
        None,
        f"Decision {number} about this is still being voted on; await or withdraw it first.",
    )
    on(ready, date(2016, 2, 1))
    ready.closes(2015)
    for slug in ("vodafone", "q-park", "arvato", "arcus"):
        ready.vote(number, slug, "for")
    assert refused_vote(ready, number)[0] == "YearClosed"  # type: ignore[index]


def test_a_joiners_statement_begins_with_its_first_day(ready: World) -> None:
    joins(ready, **TOTAL)
    on(ready, date(2015, 7, 20))
    ready.spend(bill(1_000_00, on=JULY))
    (before,) = [
        cells(one(ready, "contributions", None, date(2015, 6, 30)), "party"),
    ]
    after = cells(one(ready, "contributions", None, JULY), "party", "promised", "due")
    assert ("Stadion Geusselt",) not in before
    assert ("Stadion Geusselt", 12_000_00, 5_000_00) in after
    rolled = cells(one(ready, "roll-forward", None, date(2015, 6, 30)), "party")
    assert ("Stadion Geusselt",) not in rolled
    own = of_party(ready, "stadion", 2015, date(2015, 7, 20))
    assert own.period.from_day == JULY
    assert own.standing.charged_cents > 0


def test_a_party_that_joins_in_the_past_is_there_from_that_day(ready: World) -> None:
    on(ready, date(2015, 9, 1))
    joins(ready, **TOTAL)
    on(ready, date(2015, 9, 2))
    assert ready.balance("receivable", "stadion") == 5_000_00
    assert ready.asks(reads.party_by_slug, "stadion").joined_on == JULY
    assert_sound(ready)
