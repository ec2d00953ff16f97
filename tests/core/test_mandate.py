"""Who must approve an expenditure, and who may not."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.language import PLAIN
from ledger.core.mandate import Step, require_may_approve, standing, step_for
from ledger.core.refusals import Refusal

CITY, VODAFONE, PARKING, PRINTER, COLLEGE = 1, 2, 3, 4, 5
FUNDERS = (CITY, VODAFONE, PARKING, PRINTER)
FROM_CITY = frozenset({CITY})
ONE = Step(2_500_00, 1)
TWO = Step(25_000_00, 2, FROM_CITY)
THREE = Step(None, 3, FROM_CITY)


def only(payee: int | None) -> frozenset[int]:
    """Give the parties that a payee is: this one, or none."""
    return frozenset() if payee is None else frozenset({payee})


@pytest.mark.parametrize(
    "gross,steps,outcome",
    [
        (1, [ONE, TWO, THREE], ONE),
        (2_500_00, [ONE, TWO, THREE], ONE),
        (2_500_01, [ONE, TWO, THREE], TWO),
        (25_000_00, [ONE, TWO, THREE], TWO),
        (25_000_01, [ONE, TWO, THREE], THREE),
        (-2_500_00, [ONE, TWO, THREE], ONE),
        (-2_500_01, [ONE, TWO, THREE], TWO),
        (2_500_01, [THREE, TWO, ONE], TWO),
        (0, [THREE, TWO, ONE], ONE),
        (25_000_00, [ONE, TWO], TWO),
        (25_000_01, [ONE, TWO], None),
        (1, [], None),
    ],
)
def test_the_absolute_amount_decides_the_step_its_limit_included(
    gross: int, steps: list[Step], outcome: Step | None
) -> None:
    assert step_for(gross, steps) == outcome


@pytest.mark.parametrize(
    "step,given_by,payee,needed,counted,outcome",
    [
        (ONE, [], None, 1, 0, "open"),
        (ONE, [VODAFONE], None, 1, 1, "complete"),
        (ONE, [COLLEGE], None, 1, 0, "open"),
        (ONE, [VODAFONE], VODAFONE, 1, 0, "open"),
        (TWO, [VODAFONE, PARKING], None, 2, 2, "open"),
        (TWO, [VODAFONE, VODAFONE], None, 2, 1, "open"),
        (TWO, [CITY], None, 2, 1, "open"),
        (TWO, [CITY, VODAFONE], None, 2, 2, "complete"),
        # the city is the payee: its approval lapses and one more takes its place
        (TWO, [VODAFONE, PARKING], CITY, 3, 2, "open"),
        (TWO, [CITY, VODAFONE, PARKING], CITY, 3, 2, "open"),
        (TWO, [VODAFONE, PARKING, PRINTER], CITY, 3, 3, "complete"),
        # another payee leaves the city's approval required
        (TWO, [PARKING, PRINTER], VODAFONE, 2, 2, "open"),
        (TWO, [PARKING, CITY], VODAFONE, 2, 2, "complete"),
        (THREE, [VODAFONE, PARKING, PRINTER], CITY, 4, 3, "unreachable"),
        (Step(None, 1, frozenset({CITY, VODAFONE})), [VODAFONE], CITY, 1, 1, "complete"),
        (Step(None, 1, frozenset({CITY, VODAFONE})), [PARKING], CITY, 1, 1, "open"),
        (Step(None, 1, frozenset({COLLEGE})), [PARKING], None, 2, 1, "open"),
        (Step(None, 1, frozenset({COLLEGE})), [PARKING, CITY], None, 2, 2, "complete"),
    ],
)
def test_approvals_are_counted_per_organisation_and_never_the_payees(
    step: Step, given_by: list[int], payee: int | None, needed: int, counted: int, outcome: str
) -> None:
    now = standing(step, given_by, FUNDERS, only(payee))

    state = "complete" if now.complete else "open" if now.reachable else "unreachable"
    assert (now.needed, now.given, state) == (needed, counted, outcome)


@pytest.mark.parametrize(
    "step,given_by,payee,must,needed,outcome",
    [
        # who would pay more by hand than by the rule must approve, each of them
        (ONE, [], None, [VODAFONE], 1, "open"),
        (ONE, [CITY], None, [VODAFONE], 1, "open"),
        (ONE, [VODAFONE], None, [VODAFONE], 1, "complete"),
        (ONE, [VODAFONE], None, [VODAFONE, PARKING], 2, "open"),
        (ONE, [VODAFONE, PARKING], None, [VODAFONE, PARKING], 2, "complete"),
        (ONE, [CITY, PRINTER, PARKING], None, [VODAFONE], 1, "open"),
        # the one that is asked for anyway may be one of them, or comes on top
        (TWO, [VODAFONE, CITY], None, [VODAFONE], 2, "complete"),
        (TWO, [VODAFONE, PARKING], None, [VODAFONE, PARKING], 3, "open"),
        (TWO, [VODAFONE, PARKING, CITY], None, [VODAFONE, PARKING], 3, "complete"),
        (TWO, [CITY, PRINTER], None, [CITY], 2, "complete"),
        (THREE, [CITY, VODAFONE], None, [CITY, VODAFONE], 3, "open"),
        (THREE, [CITY, VODAFONE, PARKING], None, [CITY, VODAFONE], 3, "complete"),
        # what lapses is made up for on top of what the step asks
        (TWO, [VODAFONE, PARKING], CITY, [VODAFONE], 3, "open"),
        (TWO, [VODAFONE, PARKING, PRINTER], CITY, [VODAFONE], 3, "complete"),
        # one who must and cannot, as the payee or for want of a part in it, leaves it to the parties
        (ONE, [CITY], VODAFONE, [VODAFONE], 1, "unreachable"),
        (ONE, [CITY, PARKING, PRINTER], VODAFONE, [VODAFONE], 1, "unreachable"),
        (ONE, [CITY], None, [COLLEGE], 1, "unreachable"),
        (TWO, [VODAFONE, PARKING, PRINTER], CITY, [CITY], 3, "unreachable"),
        (ONE, [VODAFONE], PARKING, [VODAFONE], 1, "complete"),
    ],
)
def test_who_would_pay_more_than_the_rule_gives_must_approve(
    step: Step, given_by: list[int], payee: int | None, must: list[int], needed: int, outcome: str
) -> None:
    now = standing(step, given_by, FUNDERS, only(payee), must=must)

    state = "complete" if now.complete else "open" if now.reachable else "unreachable"
    assert (now.needed, state) == (needed, outcome)


@pytest.mark.parametrize(
    "step,given_by,payee,said",
    [
        (ONE, [VODAFONE], None, ["1 of 1 approvals given."]),
        (
            TWO,
            [VODAFONE],
            PARKING,
            [
                "1 of 2 approvals given.",
                "#3 is the payee and does not take part.",
                "One approval must come from: Maastricht.",
            ],
        ),
        (
            THREE,
            [],
            CITY,
            [
                "0 of 4 approvals given.",
                "Maastricht is the payee and does not take part.",
                "Nobody of whom an approval is required may approve; one more approval is needed.",
                "Too few parties may approve this: 3. The partners have to decide on it.",
            ],
        ),
        (ONE, [], COLLEGE, ["0 of 1 approvals given."]),
    ],
)
def test_the_reasons_say_what_is_needed_and_what_lapsed(
    step: Step, given_by: list[int], payee: int | None, said: list[str]
) -> None:
    now = standing(step, given_by, FUNDERS, only(payee), names={CITY: "Maastricht"})

    assert [PLAIN.say(reason) for reason in now.reasons] == said


@given(
    st.builds(Step, st.none(), st.integers(1, 5), st.frozensets(st.integers(1, 6), max_size=2)),
    st.frozensets(st.integers(1, 6)),
    st.frozensets(st.integers(1, 6)),
    st.none() | st.integers(1, 6),
    st.frozensets(st.integers(1, 6), max_size=2),
)
def test_approval_of_all_who_may_completes_whatever_can_be_completed(
    step: Step, given_by: frozenset[int], eligible: frozenset[int], payee: int | None, must: frozenset[int]
) -> None:
    now = standing(step, given_by, eligible, only(payee), must=must)
    all_of_them = standing(step, eligible, eligible, only(payee), must=must)

    assert all_of_them.complete is now.reachable
    assert not now.complete or now.reachable


@dataclass
class Facts:
    """The facts of one approval that may be given; a row of the table changes some."""

    state: str = "entered"
    entered_by: int = 10
    person_id: int = 11
    party_id: int | None = VODAFONE
    payee_parties: frozenset[int] = frozenset()
    given: list[int] = field(default_factory=list)


@pytest.mark.parametrize(
    "facts,outcome",
    [
        (Facts(), "accepted"),
        (Facts(given=[CITY]), "accepted"),
        (Facts(payee_parties=frozenset({CITY})), "accepted"),
        (Facts(state="approved"), "WrongState"),
        (Facts(state="sent_back"), "WrongState"),
        (Facts(state="reversed"), "WrongState"),
        (Facts(person_id=10), "NotAllowed"),
        (Facts(entered_by=0, person_id=0), "NotAllowed"),
        (Facts(party_id=None), "NotAllowed"),
        (Facts(party_id=COLLEGE), "NotAllowed"),
        (Facts(payee_parties=frozenset({VODAFONE})), "NotAllowed"),
        (Facts(given=[VODAFONE]), "WrongState"),
    ],
)
def test_an_approval_is_given_by_another_organisation_that_has_a_part_in_it(
    facts: Facts, outcome: str
) -> None:
    try:
        require_may_approve(
            state=facts.state,
            entered_by=facts.entered_by,
            person_id=facts.person_id,
            party_id=facts.party_id,
            payee_parties=facts.payee_parties,
            voters=FUNDERS,
            given=facts.given,
        )
        got = "accepted"
    except Refusal as refused:
        got = type(refused).__name__

    assert got == outcome
