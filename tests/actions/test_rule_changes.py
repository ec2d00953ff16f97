"""Changing the rules: what is refused, what holds afterwards, and what open decisions keep."""

from typing import Any

import pytest

from ledger import ballots, covenants, decisions, proposing, rule_changes
from ledger.budget_proposals import propose_budget
from ledger.core.language import PLAIN
from ledger.core.proposals import changes_of
from ledger.proposing import propose
from ledger.storage import reads
from ledger.voting import cast_vote
from tests.actions.world import ACCEPTED, BUDGETS, WORDS, World, changed, make_ready

HALF: dict[str, Any] = {"voters": "funders", "quorum": "1/2", "majority": "1/2", "consent": []}
DEFAULT: dict[str, Any] = {"as_default": True}
STEPS: list[dict[str, Any]] = [
    {"up_to": "5000.00", "approvals": 1},
    {"approvals": 2, "from": ["maastricht"], "voters": "parties"},
]


def asked(world: World, about: str, values: Any, **more: Any) -> object:
    """Try to propose a change of the rules."""
    facts = {"about": about, "values": values}
    return world.tries(propose, kind="rules", facts=facts, proposal="It is time.", **more)


def put(world: World, about: str, values: Any) -> int:
    """Propose a change of the rules; give the decision's number."""
    facts = {"about": about, "values": values}
    return world.does(propose, kind="rules", facts=facts, proposal="It is time.")


def adopted(world: World, about: str, values: Any) -> int:
    """Have a change of the rules adopted."""
    number = put(world, about, values)
    world.votes(number, "for")
    assert world.asks(decisions.find_decision, number).state == "adopted"
    return number


def told(world: World, number: int) -> list[tuple[str, str, str]]:
    """Say what a decision would change, before and after."""
    figures = decisions.figures_of(world.asks(decisions.find_decision, number))
    return [(PLAIN.say(each.what), _said(each.before), _said(each.after)) for each in changes_of(figures)]


def _said(value: Any) -> str:
    return "-" if value is None else PLAIN.say(value)


# ---- what is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "about, values, outcome",
    [
        ("rule/budget", HALF, ACCEPTED),
        ("rule/spend", HALF, ACCEPTED),
        ("rule/minor_amendment", {**HALF, "share": "1/20"}, ACCEPTED),
        ("rule/budget", {**HALF, "quorum": "1/1"}, ACCEPTED),
        ("rule/budget", {**HALF, "quorum": "0/1"}, "quorum"),
        ("rule/budget", {**HALF, "quorum": "3/2"}, "quorum"),
        ("rule/budget", {**HALF, "majority": "1/1"}, "majority"),
        ("rule/budget", {**HALF, "majority": ">=1/1"}, ACCEPTED),
        ("rule/budget", {**HALF, "majority": "half"}, "majority"),
        ("rule/budget", {**HALF, "voters": "everybody"}, "voters"),
        ("rule/budget", {**HALF, "consent": ["nobody"]}, "consent"),
        ("rule/budget", {**HALF, "consent": ["arcus"]}, "consent"),
        ("rule/budget", {**HALF, "voters": "parties", "consent": ["arcus"]}, ACCEPTED),
        ("rule/budget", {**HALF, "share": "1/2"}, "share"),
        ("rule/minor_amendment", {**HALF, "share": "2/1"}, "share"),
        ("rule/budget", DEFAULT, None),
        ("rule/spend", DEFAULT, None),
        ("rule/weather", HALF, None),
        ("rule/weather", DEFAULT, None),
        ("other", HALF, None),
        ("mandate", {"steps": STEPS}, ACCEPTED),
        ("mandate", {"steps": []}, "steps"),
        ("mandate", {"steps": [{"approvals": 0}]}, "steps-0.approvals"),
        ("mandate", {"steps": [{"approvals": 4}]}, ACCEPTED),
        ("mandate", {"steps": [{"approvals": 5}]}, "steps-0.approvals"),
        ("mandate", {"steps": [{"approvals": 7, "voters": "parties"}]}, ACCEPTED),
        ("mandate", {"steps": [{"approvals": 8, "voters": "parties"}]}, "steps-0.approvals"),
        ("mandate", {"steps": [STEPS[1], STEPS[0]]}, "steps-1.up_to"),
        ("mandate", {"steps": [STEPS[0], STEPS[0]]}, "steps-1.up_to"),
        ("mandate", {"steps": [{"approvals": 1, "from": ["arcus"]}]}, "steps-0.from"),
        ("mandate", {"steps": [{"up_to": "-1.00", "approvals": 1}]}, "steps-0.up_to"),
        ("cash-rule", {"cash_rule": "warn"}, ACCEPTED),
        ("cash-rule", {"cash_rule": "refuse"}, None),
        ("cash-rule", {"cash_rule": "pray"}, "cash_rule"),
    ],
)
def test_rules_are_what_the_covenant_file_would_take(
    ready: World, about: str, values: Any, outcome: str | None
) -> None:
    got = asked(ready, about, values)
    if outcome == ACCEPTED:
        assert got == ACCEPTED
    else:
        first = got[0] if isinstance(got, tuple) and isinstance(got[0], tuple) else got
        assert first[1] == outcome  # type: ignore[index]


def test_what_changes_nothing_is_refused(ready: World) -> None:
    same = ready.asks(rule_changes.rule_now, "budget")
    said = ("Malformed", None, "Nothing of the rules is changed.")
    assert asked(ready, "rule/budget", same) == said
    assert asked(ready, "mandate", {"steps": ready.asks(rule_changes.mandate_now)}) == said


def test_a_borrowed_rule_may_become_a_kinds_own(ready: World) -> None:
    assert asked(ready, "rule/spend", ready.asks(rule_changes.rule_now, "spend")) == ACCEPTED


# ---- what holds afterwards ---------------------------------------------------------------------------


def test_a_rule_is_replaced_and_the_next_decision_follows_it(ready: World) -> None:
    number = adopted(ready, "rule/budget", {**HALF, "voters": "parties"})
    assert told(ready, number) == [
        ("Kind of decision", "Budget", "Budget"),
        ("Who votes", "Funders", "All parties"),
        ("Quorum", "at least 2/3 of the voters", "at least 1/2 of the voters"),
        ("Majority", "more than 1/2", "more than 1/2"),
        ("Consent of", "Gemeente Maastricht", "nobody"),
    ]
    budget = ready.does(propose_budget, year=2017, purpose=WORDS, lines={"jobs": 1_00})
    decision = ready.asks(decisions.find_decision, ready.decision_of(budget))
    rule = ready.asks(ballots.rule_of, decision)
    assert (len(rule.voters), str(rule.quorum), rule.consent) == (7, "1/2", frozenset())
    assert ready.asks(rule_changes.came_from)["rule/budget"].id == number
    assert ready.acts("rule/budget") == ["rules.changed"]
    assert ready.faults() == []


def test_open_decisions_keep_their_rule(ready: World) -> None:
    budget = ready.does(propose_budget, year=2017, purpose=WORDS, lines={"jobs": 1_00})
    decision = ready.decision_of(budget)
    before = ready.asks(ballots.rule_of, ready.asks(decisions.find_decision, decision))
    adopted(ready, "rule/budget", {**HALF, "voters": "parties"})
    assert ready.asks(ballots.rule_of, ready.asks(decisions.find_decision, decision)) == before
    ready.votes(decision, "for", "maastricht", "vodafone", "q-park")
    assert ready.asks(decisions.find_decision, decision).state == "adopted"
    assert ready.faults() == []


def test_a_kind_gets_a_rule_of_its_own(ready: World) -> None:
    adopted(ready, "rule/spend", {**HALF, "consent": ["q-park"]})
    assert ready.asks(rule_changes.rule_now, "spend") == {**HALF, "consent": ["q-park"]}
    assert ready.asks(rule_changes.rule_now, "budget")["quorum"] == "2/3"
    adopted(ready, "rule/spend", {**HALF, "consent": ["vodafone", "maastricht"]})
    assert ready.asks(rule_changes.rule_now, "spend")["consent"] == ["maastricht", "vodafone"]
    assert ready.faults() == []


def test_a_rule_of_its_own_is_given_up_for_the_default(ready: World) -> None:
    adopted(ready, "rule/amendment", {**HALF, "consent": ["q-park"]})
    adopted(ready, "rule/carry", HALF)
    number = adopted(ready, "rule/carry", DEFAULT)
    assert told(ready, number) == [
        ("Kind of decision", "Carrying budget forward", "Carrying budget forward"),
        ("Rule it follows", "its own", "that of Budget amendment"),
        ("Who votes", "Funders", "Funders"),
        ("Quorum", "at least 1/2 of the voters", "at least 1/2 of the voters"),
        ("Majority", "more than 1/2", "more than 1/2"),
        ("Consent of", "nobody", "Q-Park"),
    ]
    assert ready.asks(rule_changes.rule_now, "carry")["consent"] == ["q-park"]
    adopted(ready, "rule/amendment", HALF)
    assert ready.asks(rule_changes.rule_now, "carry")["consent"] == []
    assert asked(ready, "rule/carry", DEFAULT) == (
        "Malformed",
        None,
        "Nothing of the rules is changed.",
    )
    assert ready.asks(rule_changes.came_from)["rule/carry"].id == number
    assert ready.faults() == []


def test_the_rule_of_budgets_is_the_default_of_all(ready: World) -> None:
    assert asked(ready, "rule/budget", DEFAULT) == (
        "Malformed",
        None,
        "This rule is the default of all others; it cannot be given up.",
    )


def test_a_default_that_was_changed_meanwhile_is_not_what_was_voted_on(ready: World) -> None:
    adopted(ready, "rule/spend", {**HALF, "consent": ["q-park"]})
    number = put(ready, "rule/spend", DEFAULT)
    ready.votes(number, "for", "maastricht", "vodafone")
    adopted(ready, "rule/budget", HALF)
    seen = ready.asks(decisions.find_decision, number).digest
    vote: dict[str, Any] = {"number": number, "choice": "for", "seen_digest": seen}
    voters = [slug for slug in ready.parties if slug not in {"maastricht", "vodafone"}]
    outcomes = [ready.tries(cast_vote, by=ready.partner(slug), **vote) for slug in voters]
    assert ("WrongState", None, "The rules were changed since this was proposed.") in outcomes
    assert ready.asks(rule_changes.rule_now, "spend")["consent"] == ["q-park"]
    assert ready.faults() == []


def test_amendments_that_move_little_are_taken_like_others_once_their_rule_is_given_up(ready: World) -> None:
    adopted(ready, "rule/minor_amendment", {**HALF, "share": "1/10"})
    number = adopted(ready, "rule/minor_amendment", DEFAULT)
    assert ("Share of the budget it may move", "1/10", "-") in told(ready, number)
    lines = {**BUDGETS[2015], "jobs": 99_999_99}
    budget = ready.does(propose_budget, year=2015, purpose=WORDS, lines=lines)
    assert ready.asks(decisions.find_decision, ready.decision_of(budget)).kind == "amendment"


def test_the_mandate_is_replaced_whole(ready: World) -> None:
    number = adopted(ready, "mandate", {"steps": STEPS})
    assert told(ready, number) == [
        (
            "Step 1 of the mandate",
            "up to EUR 2,500.00: 1 approval by funders",
            "up to EUR 5,000.00: 1 approval by funders",
        ),
        (
            "Step 2 of the mandate",
            "up to EUR 25,000.00: 2 approvals by funders, one of them from Gemeente Maastricht",
            "above that: 2 approvals by parties of any kind, one of them from Gemeente Maastricht",
        ),
        (
            "Step 3 of the mandate",
            "above that: 3 approvals by funders, one of them from Gemeente Maastricht",
            "-",
        ),
    ]
    steps = ready.asks(covenants.mandate)
    assert [(step.up_to_cents, step.approvals, step.voters) for step in steps] == [
        (500_000, 1, "funders"),
        (None, 2, "parties"),
    ]
    adopted(
        ready,
        "mandate",
        {
            "steps": [
                {"up_to": "1.00", "approvals": 1},
                *STEPS,
            ]
        },
    )
    assert len(ready.asks(covenants.mandate)) == 3
    assert ready.faults() == []


def test_the_cash_rule_moves_the_banks_floor_both_ways(ready: World) -> None:
    adopted(ready, "cash-rule", {"cash_rule": "warn"})
    assert ready.asks(reads.covenant).cash_rule == "warn"
    from tests.actions.test_charges import bill  # noqa: PLC0415 - a bill as those tests make it

    spent = ready.spend(bill(100_00))
    ready.pay(spent, 100_00)
    assert asked(ready, "cash-rule", {"cash_rule": "refuse"}) == (
        "NoRoom",
        "cash_rule",
        "The bank account stands at EUR -100.00; it must be at zero or above first.",
    )
    ready.receive("vodafone", 100_00)
    adopted(ready, "cash-rule", {"cash_rule": "refuse"})
    assert ready.faults() == []


def test_while_one_change_is_open_there_is_no_second_of_the_same_rule(ready: World) -> None:
    put(ready, "rule/budget", HALF)
    assert asked(ready, "rule/budget", {**HALF, "quorum": "3/4"})[0] == "WrongState"  # type: ignore[index]
    assert asked(ready, "rule/spend", HALF) == ACCEPTED


def test_an_open_change_can_be_worded_anew(ready: World) -> None:
    number = put(ready, "rule/budget", HALF)
    ready.votes(number, "for", "vodafone")
    other = {"about": "rule/budget", "values": {**HALF, "quorum": "3/4"}}
    ready.does(proposing.change, number=number, facts=other, proposal="Better so.")
    ready.votes(number, "for")
    assert ready.asks(rule_changes.rule_now, "budget")["quorum"] == "3/4"
    assert ready.faults() == []


def test_a_change_that_cannot_be_kept_any_more_fails_whole_with_the_vote(empty: Any) -> None:
    world: World = empty(changed())
    make_ready(world)
    number = put(world, "rule/spend", {**HALF, "consent": ["arvato"]})
    second = put(world, "rule/budget", HALF)
    world.votes(number, "for", "maastricht", "vodafone", "q-park")
    world.votes(second, "for")
    # what spend borrows is another rule now
    world.votes(number, "for", "arcus")
    seen = world.asks(decisions.find_decision, number)
    facts: dict[str, Any] = {"number": number, "choice": "for", "seen_digest": seen.digest}
    assert world.tries(cast_vote, by=world.partner("leeuwenborgh"), **facts) == (
        "WrongState",
        None,
        "The rules were changed since this was proposed.",
    )
    assert world.faults() == []
