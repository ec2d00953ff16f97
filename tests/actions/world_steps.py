"""Steps: what a random programme is told to do, in numbers; whoever tells it finds what they point at."""

from dataclasses import dataclass

from hypothesis import strategies as st

WEIGHTS = {
    "receive": 4,
    "spend": 7,
    "enter": 1,
    "approve": 1,
    "credit": 3,
    "credit_without": 2,
    "pay": 7,
    "take_back": 3,
    "set_off": 3,
    "oblige": 1,
    "raise_budget": 1,
    "cut_budget": 1,
    "reverse_payment": 1,
    "reverse_expenditure": 1,
    "reverse_contribution": 1,
    "close_year": 1,
}
KINDS = [kind for kind, weight in WEIGHTS.items() for _ in range(weight)]


@dataclass(frozen=True)
class Step:
    """One thing to do: which kind of act, on what, how much of it, and after how many days."""

    kind: str
    what: int
    other: int
    size: str
    share: int
    back: int
    later: int


STEPS = st.builds(
    Step,
    kind=st.sampled_from(KINDS),
    what=st.integers(0, 5),
    other=st.integers(0, 5),
    size=st.sampled_from(["part", "part", "part", "all", "all", "beyond"]),
    share=st.integers(1, 100),
    back=st.sampled_from([-20, 0, 0, 1, 30, 200, 400]),
    later=st.sampled_from([0, 0, 1, 20, 90]),
)


def sized(open_cents: int, step: Step) -> int:
    """Give part of what is open (at least a cent, if there is any), all of it, or a cent more."""
    if step.size == "beyond":
        return open_cents + 1
    if step.size == "all":
        return open_cents
    return max(open_cents * step.share // 100, min(open_cents, 1))
