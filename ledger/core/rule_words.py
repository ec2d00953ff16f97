"""The rules in words: what a change of them is about, and each rule, share and step as people read it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.core.statements.words import DECISION_KINDS

WHAT: Mapping[str, str] = {
    "rule_kind": N_("Kind of decision"),
    "rule_origin": N_("Rule it follows"),
    "rule_voters": N_("Who votes"),
    "rule_quorum": N_("Quorum"),
    "rule_majority": N_("Majority"),
    "rule_consent": N_("Consent of"),
    "rule_share": N_("Share of the budget it may move"),
    "mandate_step": N_("Step %(of)s of the mandate"),
    "cash_rule": N_("Paying beyond the bank balance"),
}
"""What a change of the rules is about."""

VOTERS: Mapping[str, Sentence] = {
    "funders": sentence(N_("Funders")),
    "parties": sentence(N_("All parties")),
}

CASH_RULES: Mapping[str, Sentence] = {
    "refuse": sentence(N_("Is refused")),
    "warn": sentence(N_("Is recorded with a warning")),
}

SUBJECTS: Mapping[str, Sentence] = {
    **DECISION_KINDS,
    "mandate": sentence(N_("Mandate")),
    "cash-rule": sentence(N_("Paying beyond the bank balance")),
}
"""What rules there are, by the title of a decision that changes them."""


def origin(kind: str) -> Sentence:
    """Say whose rule a kind of decision follows: "" is its own."""
    if not kind:
        return sentence(N_("its own"))
    return sentence(N_("that of %(kind)s"), kind=DECISION_KINDS[kind])


def quorum(share: str) -> Sentence:
    """Say a quorum."""
    return sentence(N_("at least %(share)s of the voters"), share=share)


def majority(share: str) -> Sentence:
    """Say a majority as the covenant writes it: 1/2 is more than half, >=2/3 at least two thirds."""
    if share.startswith(">="):
        return sentence(N_("at least %(share)s"), share=share.removeprefix(">="))
    return sentence(N_("more than %(share)s"), share=share)


def names(listed: list[str]) -> Sentence:
    """Say a list of names, or that there are none."""
    return sentence("%(names)s", names=", ".join(listed)) if listed else sentence(N_("nobody"))


def step(values: Mapping[str, Any]) -> Sentence:
    """Say a step of the mandate: up to which amount, how many approvals, from whom one, and by whom."""
    limit = values["up_to_cents"]
    return sentence(
        N_("%(limit)s: %(approvals)s by %(voters)s%(source)s"),
        limit=(
            sentence(N_("above that"))
            if limit is None
            else sentence(N_("up to %(amount)s"), amount=Cents(limit))
        ),
        approvals=(
            sentence(N_("1 approval"))
            if values["approvals"] == 1
            else sentence(N_("%(number)s approvals"), number=values["approvals"])
        ),
        voters=(
            sentence(N_("funders")) if values["voters"] == "funders" else sentence(N_("parties of any kind"))
        ),
        source=(
            sentence(N_(", one of them from %(names)s"), names=", ".join(values["from"]))
            if values["from"]
            else ""
        ),
    )


SAID: Mapping[str, Callable[[Any], Sentence]] = {
    "rule_kind": DECISION_KINDS.__getitem__,
    "rule_origin": origin,
    "rule_voters": VOTERS.__getitem__,
    "rule_quorum": quorum,
    "rule_majority": majority,
    "rule_consent": names,
    "rule_share": lambda share: sentence("%(share)s", share=share),
    "mandate_step": step,
    "cash_rule": CASH_RULES.__getitem__,
}
"""How each value of a change is said."""


def kinds_named(kinds: Sequence[str]) -> Sentence:
    """Name kinds of decisions, one after the other."""
    named = DECISION_KINDS[kinds[0]]
    for kind in kinds[1:]:
        named = sentence("%(some)s, %(next)s", some=named, next=DECISION_KINDS[kind])
    return named


def title_of(kind: str, title: str) -> Sentence | str:
    """Give the title of a decision as people read it: that of a change of rules says which rules."""
    return SUBJECTS.get(title, title) if kind == "rules" else title
