"""Mandates: who must approve an expenditure, by its amount, and who may not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ledger.core.refusals import NotAllowed, WrongState
from ledger.core.sentences import N_, Sentence, sentence

Voters = Literal["funders", "parties"]
VOTERS: tuple[Voters, ...] = ("funders", "parties")

CHANGED_BY = (
    "expenditure.edited",
    "expenditure.shares_set",
    "expenditure.resubmitted",
    "expenditure.payee_changed",
)
"""The acts that change what approvers approve: whoever did one of them cannot be an approver."""


@dataclass(frozen=True)
class Step:
    """One step of the mandate: up to which gross amount, how many approvals, and from whom one must come.

    `up_to_cents` is the highest amount of the step, itself included; None = no limit.
    """

    up_to_cents: int | None
    approvals: int
    from_parties: frozenset[int] = frozenset()
    voters: Voters = "funders"


@dataclass(frozen=True)
class Standing:
    """How far the approvals of one expenditure are.

    `needed` and `given` count organisations. `from_missing` are the parties of which one has yet to
    approve; empty when one has, or when none is asked. `must_missing` are those that each have yet to
    approve, because they would pay more than the rule gives. `reachable` is False when too few parties may
    approve at all, or one that must cannot, so that only a decision can help. `reasons` say all of this.
    """

    needed: int
    given: int
    from_missing: frozenset[int]
    complete: bool
    reachable: bool
    reasons: tuple[Sentence, ...]
    must_missing: frozenset[int] = frozenset()


def step_for(gross_cents: int, steps: Sequence[Step]) -> Step | None:
    """Give the mandate step of an amount, by its absolute size; None when it is above the last limit.

    Above the last limit the mandate does not reach, and the partners must decide.
    """
    fitting = [step for step in steps if step.up_to_cents is None or abs(gross_cents) <= step.up_to_cents]
    if not fitting:
        return None
    return min(fitting, key=lambda step: (step.up_to_cents is None, step.up_to_cents or 0))


def standing(
    step: Step,
    given: Collection[int],
    eligible: Collection[int],
    payee_parties: Collection[int] = (),
    *,
    must: Collection[int] = (),
    names: Mapping[int, str] | None = None,
) -> Standing:
    """Say how many approvals an expenditure has and needs, and from whom.

    `given` are the parties that approved, `eligible` those that may vote under the step. The parties
    that the payee is are recused: they never count. Where nobody is left of whom one must approve, that
    lapses and one more approval takes its place. `must` are the parties that would pay more by hand than by
    the rule: each of them has to approve, and where one cannot, only a decision helps. `names` are the
    parties' names, for the reasons.
    """
    able = frozenset(eligible) - frozenset(payee_parties)
    counted = frozenset(given) & able
    asked = step.from_parties & able
    lapsed = bool(step.from_parties) and not asked
    each = frozenset(must)
    # those who pay more may be the ones asked for anyway; one of `asked` comes on top where none of them is
    needed = max(step.approvals + (1 if lapsed else 0), len(each) + (1 if asked and not asked & each else 0))
    from_missing = frozenset() if asked & counted else asked
    must_missing = (each & able) - counted
    unable = each - able
    reasons = [
        sentence(N_("%(given)s of %(needed)s approvals given."), given=len(counted), needed=needed),
        *_reasons(payee_parties, eligible, from_missing, lapsed, names or {}),
    ]
    if must_missing:
        reasons.append(
            sentence(
                N_("%(parties)s would pay more than the rule gives, and must approve."),
                parties=_listed(must_missing, names or {}),
            )
        )
    if unable:
        reasons.append(
            sentence(
                N_(
                    "%(parties)s would pay more than the rule gives and cannot approve this;"
                    " the partners have to decide on it."
                ),
                parties=_listed(unable, names or {}),
            )
        )
    enough = needed <= len(able)
    if not enough and not unable:
        reasons.append(
            sentence(
                N_("Too few parties may approve this: %(able)s. The partners have to decide on it."),
                able=len(able),
            )
        )
    complete = len(counted) >= needed and not from_missing and not must_missing and not unable
    return Standing(
        needed, len(counted), from_missing, complete, enough and not unable, tuple(reasons), must_missing
    )


def require_waiting(state: str) -> None:
    """Refuse an approval of what is not entered: decided already, or sent back to the treasurer."""
    if state == "sent_back":
        raise WrongState(sentence(N_("It was sent back to the treasurer; await its resubmission.")))
    if state != "entered":
        raise WrongState(sentence(N_("Only an expenditure that is entered can be approved.")))


def require_may_approve(
    *,
    state: str,
    entered_by: int,
    person_id: int,
    party_id: int | None,
    payee_parties: Collection[int],
    voters: Collection[int],
    given: Collection[int],
    given_by: Collection[int] = (),
) -> None:
    """Refuse an approval by someone who may not give it; `given_by` are the persons who approved already.

    Raises WrongState unless the expenditure is entered and not yet approved by this organisation;
    NotAllowed for who entered it, for who speaks for no party that may vote, and for a party that the
    payee is.
    """
    require_waiting(state)
    if person_id == entered_by:
        raise NotAllowed(sentence(N_("Who entered an expenditure cannot approve it.")))
    if party_id is None or party_id not in voters:
        raise NotAllowed(sentence(N_("Your organisation has no part in approving this expenditure.")))
    if party_id in payee_parties:
        raise NotAllowed(sentence(N_("An organisation cannot approve an expenditure to itself.")))
    if party_id in given:
        raise WrongState(sentence(N_("Your organisation has already approved this expenditure.")))
    if person_id in given_by:
        raise NotAllowed(sentence(N_("You approved this expenditure for another organisation already.")))


def _reasons(
    payee_parties: Collection[int],
    eligible: Collection[int],
    from_missing: frozenset[int],
    lapsed: bool,
    names: Mapping[int, str],
) -> list[Sentence]:
    """Say who is recused, what lapsed, and of whom an approval is still asked."""
    reasons = [
        sentence(N_("%(party)s is the payee and does not take part."), party=names.get(party, f"#{party}"))
        for party in sorted(payee_parties)
        if party in eligible
    ]
    if lapsed:
        reasons.append(
            sentence(N_("Nobody of whom an approval is required may approve; one more approval is needed."))
        )
    if from_missing:
        reasons.append(
            sentence(N_("One approval must come from: %(parties)s."), parties=_listed(from_missing, names))
        )
    return reasons


def _listed(parties: Collection[int], names: Mapping[int, str]) -> str:
    return ", ".join(names.get(party, f"#{party}") for party in sorted(parties))
