"""Changing the rules by decision: how a kind of decision is taken, the mandate, and the cash rule.

What is decided takes the place of what was agreed before. Decisions that are open keep the rule they were
opened under.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from ledger import covenants, decisions, trail
from ledger.core.acting import By
from ledger.core.budget import lowest_from
from ledger.core.covenant_file.deciding import Electorate, typed_mandate, typed_rule
from ledger.core.covenant_file.facts import AgreedRule, AgreedStep
from ledger.core.money import format_plain, require_size
from ledger.core.proposals import Drafted, change
from ledger.core.refusals import Malformed, NoRoom, NotFound, WrongState
from ledger.core.rule_words import CASH_RULES
from ledger.core.sentences import N_, Cents, sentence
from ledger.storage import reads
from ledger.storage.canonical import Content
from ledger.storage.reads import col
from ledger.storage.tables import (
    AccountTotal,
    Covenant,
    Decision,
    DecisionRule,
    MandateFrom,
    MandateStep,
    RuleConsent,
)

MANDATE, CASH_RULE, RULE = "mandate", "cash-rule", "rule/"
"""What can be changed, as the subject of a decision; the rule of a kind bears the kind behind it."""

Values = Mapping[str, Any]


def draft(session: Session, covenant_id: int, *, by: By, about: str, values: Values) -> Drafted:
    """Draw up a change of the rules.

    `about` is "rule/amendment" or the like, "mandate" or "cash-rule"; `values` what would hold, by the names
    of the covenant file: of a mandate its whole list under "steps"; with "as_default" a kind's own rule is
    given up for that of the kind it is like. Refuses what the file refuses, and what changes nothing.
    """
    if about == MANDATE:
        return _draft_mandate(session, covenant_id, by.today, values)
    if about == CASH_RULE:
        return _draft_cash_rule(session, covenant_id, by.today, values)
    if about.startswith(RULE):
        return _draft_rule(session, covenant_id, by.today, about.removeprefix(RULE), values)
    raise NotFound(sentence(N_("There is no such rule.")))


def electorate(session: Session, covenant_id: int, today: date) -> Electorate:
    """Say who could vote today under either kind of rule, by slug."""
    slugs = {party.id: party.slug for party in reads.parties(session, covenant_id)}
    parties, funders = (
        frozenset(slugs[number] for number in covenants.electorate(session, covenant_id, voters, today))
        for voters in ("parties", "funders")
    )
    return Electorate(parties, funders)


def _names(session: Session, covenant_id: int, slugs: Sequence[str]) -> list[str]:
    return [party.name for party in reads.parties(session, covenant_id) if party.slug in slugs]


def _require_different(before: object, after: object) -> None:
    if before == after:
        raise Malformed(sentence(N_("Nothing of the rules is changed.")))


# ---- how a kind of decision is taken -----------------------------------------------------------------


def rule_now(session: Session, covenant_id: int, kind: str) -> dict[str, Any]:
    """Give how a kind of decision is taken now, by the names of the covenant file; it may borrow its rule."""
    return _as_typed(session, covenant_id, decisions.rule_for(session, covenant_id, kind), kind)


def has_own(session: Session, covenant_id: int, kind: str) -> bool:
    """Say whether a kind of decision has a rule of its own."""
    return session.get(DecisionRule, (covenant_id, kind)) is not None


def default_of(session: Session, covenant_id: int, kind: str) -> str | None:
    """Name the kind whose rule a kind of decision would follow without its own; None where it cannot."""
    if kind == "budget" or not has_own(session, covenant_id, kind):
        return None
    return decisions.default_for(session, covenant_id, kind).kind


def _as_typed(session: Session, covenant_id: int, row: DecisionRule, kind: str) -> dict[str, Any]:
    """Give a rule by the names of the covenant file, as it holds for a kind of decision."""
    slugs = {party.id: party.slug for party in reads.parties(session, covenant_id)}
    consent = session.scalars(
        select(col(RuleConsent.party_id))
        .where(col(RuleConsent.covenant_id) == covenant_id, col(RuleConsent.kind) == row.kind)
        .order_by(col(RuleConsent.party_id))
    )
    return {
        "voters": row.voters,
        "quorum": row.quorum,
        "majority": row.majority,
        "consent": [slugs[number] for number in consent],
        **({"share": row.share} if row.share and kind == row.kind == "minor_amendment" else {}),
    }


def _of_rule(rule: AgreedRule, order: Sequence[str]) -> dict[str, Any]:
    return {
        "voters": rule.voters,
        "quorum": rule.quorum,
        "majority": rule.majority,
        "consent": [slug for slug in order if slug in rule.consent],
        **({"share": rule.share} if rule.share else {}),
    }


def _draft_rule(session: Session, covenant_id: int, today: date, kind: str, values: Values) -> Drafted:
    before, own = rule_now(session, covenant_id, kind), has_own(session, covenant_id, kind)
    if values.get("as_default"):
        default = _require_default(session, covenant_id, kind, own=own)
        after, follows = _as_typed(session, covenant_id, default, kind), default.kind
    else:
        rule = typed_rule(kind, values, electorate(session, covenant_id, today))
        order = [party.slug for party in reads.parties(session, covenant_id)]
        after, follows = _of_rule(rule, order), ""
        if own:
            _require_different(before, after)
    covenants.require_voters(session, covenant_id, after["voters"], today)
    consents = [_names(session, covenant_id, each["consent"]) for each in (before, after)]
    changes = [
        change("rule_kind", kind, kind, of=kind),
        *([change("rule_origin", "", follows, of=kind)] if follows else []),
        change("rule_voters", before["voters"], after["voters"], of=kind),
        change("rule_quorum", before["quorum"], after["quorum"], of=kind),
        change("rule_majority", before["majority"], after["majority"], of=kind),
        change("rule_consent", *consents, of=kind),
    ]
    if "share" in {*before, *after}:
        changes.append(change("rule_share", before.get("share"), after.get("share"), of=kind))
    return Drafted(
        f"{RULE}{kind}",
        kind,
        {
            "about": f"{RULE}{kind}",
            "values": {"as_default": True} if follows else after,
            "before": {**before, "default": after} if follows else before,
            "own": own,
            "changes": changes,
        },
    )


def _require_default(session: Session, covenant_id: int, kind: str, *, own: bool) -> DecisionRule:
    """Give the rule a kind would follow without its own; refuses where it has none, or is the default."""
    if kind == "budget":
        raise Malformed(sentence(N_("This rule is the default of all others; it cannot be given up.")))
    if not own:
        raise Malformed(sentence(N_("Nothing of the rules is changed.")))
    return decisions.default_for(session, covenant_id, kind)


# ---- the mandate -------------------------------------------------------------------------------------


def mandate_now(session: Session, covenant_id: int) -> list[dict[str, Any]]:
    """Give the steps of the mandate, by the names of the covenant file; amounts as text."""
    slugs = {party.id: party.slug for party in reads.parties(session, covenant_id)}
    return [
        _of_step(
            step.up_to_cents,
            step.approvals,
            [slug for number, slug in slugs.items() if number in step.from_parties],
            step.voters,
        )
        for step in covenants.mandate(session, covenant_id)
    ]


def _of_step(up_to_cents: int | None, approvals: int, from_: Sequence[str], voters: str) -> dict[str, Any]:
    return {
        **({"up_to": format_plain(up_to_cents)} if up_to_cents is not None else {}),
        "approvals": approvals,
        "from": list(from_),
        "voters": voters,
    }


def _draft_mandate(session: Session, covenant_id: int, today: date, values: Values) -> Drafted:
    steps = typed_mandate(values["steps"], electorate(session, covenant_id, today))
    for place, step in enumerate(steps):
        require_size(step.up_to_cents or 0, field=f"steps-{place}.up_to")
    order = [party.slug for party in reads.parties(session, covenant_id)]
    before = mandate_now(session, covenant_id)
    after = [
        _of_step(
            step.up_to_cents,
            step.approvals,
            [slug for slug in order if slug in step.from_parties],
            step.voters,
        )
        for step in steps
    ]
    _require_different(before, after)
    was = [_plain_step(session, covenant_id, each) for each in _agreed(session, covenant_id)]
    will = [_plain_step(session, covenant_id, each) for each in steps]
    changes = [
        change(
            "mandate_step",
            was[place] if place < len(was) else None,
            will[place] if place < len(will) else None,
            of=str(place + 1),
        )
        for place in range(max(len(was), len(will)))
    ]
    return Drafted(
        MANDATE,
        MANDATE,
        {"about": MANDATE, "values": {"steps": after}, "before": {"steps": before}, "changes": changes},
    )


def _agreed(session: Session, covenant_id: int) -> list[AgreedStep]:
    slugs = {party.id: party.slug for party in reads.parties(session, covenant_id)}
    return [
        AgreedStep(
            step.up_to_cents,
            step.approvals,
            tuple(slugs[number] for number in sorted(step.from_parties)),
            step.voters,
        )
        for step in covenants.mandate(session, covenant_id)
    ]


def _plain_step(session: Session, covenant_id: int, step: AgreedStep) -> dict[str, Any]:
    return {
        "up_to_cents": step.up_to_cents,
        "approvals": step.approvals,
        "from": _names(session, covenant_id, step.from_parties),
        "voters": step.voters,
    }


# ---- the cash rule -----------------------------------------------------------------------------------


def _draft_cash_rule(session: Session, covenant_id: int, today: date, values: Values) -> Drafted:
    before, after = reads.covenant(session, covenant_id).cash_rule, str(values.get("cash_rule", ""))
    if after not in CASH_RULES:
        raise Malformed(sentence(N_("Choose one of the list.")), "cash_rule")
    _require_different(before, after)
    if after == "refuse":
        _require_balance(session, covenant_id, today)
    return Drafted(
        CASH_RULE,
        CASH_RULE,
        {
            "about": CASH_RULE,
            "values": {"cash_rule": after},
            "before": {"cash_rule": before},
            "changes": [change("cash_rule", before, after, of="")],
        },
    )


def _require_balance(session: Session, covenant_id: int, today: date) -> None:
    """Refuse to hold the bank account to what it holds while it is overdrawn, now or on a later day."""
    lowest_cents = lowest_from(reads.bank_movements(session, covenant_id), today)
    if lowest_cents < 0:
        raise NoRoom(
            sentence(
                N_("The bank account stands at %(balance)s; it must be at zero or above first."),
                balance=Cents(lowest_cents),
            ),
            "cash_rule",
        )


# ---- adopting ----------------------------------------------------------------------------------------


def adopt(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Put the rules that the parties decided on in the place of those before.

    Refuses where the rules were changed otherwise since, or could not be kept any more.
    """
    figures = decisions.figures_of(decision)
    about, values = figures["about"], figures["values"]
    drafted = draft(session, covenant_id, by=by, about=about, values=values)
    if drafted.figures["before"] != figures["before"]:
        raise WrongState(sentence(N_("The rules were changed since this was proposed.")))
    if about == MANDATE:
        _put_mandate(session, covenant_id, values["steps"], electorate(session, covenant_id, by.today))
    elif about == CASH_RULE:
        _put_cash_rule(session, covenant_id, values["cash_rule"])
    else:
        _put_rule(session, covenant_id, about.removeprefix(RULE), values)
    session.expire_all()
    content: dict[str, Content] = {"decision": decision.id, "values": values}
    trail.append(session, covenant_id, by=by, act="rules.changed", subject=about, content=content)


def _put_rule(session: Session, covenant_id: int, kind: str, values: Values) -> None:
    numbers = {party.slug: party.id for party in reads.parties(session, covenant_id)}
    session.execute(
        delete(RuleConsent).where(col(RuleConsent.covenant_id) == covenant_id, col(RuleConsent.kind) == kind)
    )
    if values.get("as_default"):
        session.execute(
            delete(DecisionRule).where(
                col(DecisionRule.covenant_id) == covenant_id, col(DecisionRule.kind) == kind
            )
        )
        return
    rule = {
        "voters": values["voters"],
        "quorum": values["quorum"],
        "majority": values["majority"],
        "share": values.get("share", ""),
    }
    if not has_own(session, covenant_id, kind):
        session.execute(insert(DecisionRule).values(covenant_id=covenant_id, kind=kind, **rule))
    else:
        session.execute(
            update(DecisionRule)
            .where(col(DecisionRule.covenant_id) == covenant_id, col(DecisionRule.kind) == kind)
            .values(**rule)
            .execution_options(synchronize_session=False)
        )
    for slug in values["consent"]:
        session.execute(
            insert(RuleConsent).values(covenant_id=covenant_id, kind=kind, party_id=numbers[slug])
        )


def _put_mandate(session: Session, covenant_id: int, steps: Sequence[Values], able: Electorate) -> None:
    numbers = {party.slug: party.id for party in reads.parties(session, covenant_id)}
    for table in (MandateFrom, MandateStep):
        session.execute(delete(table).where(col(table.covenant_id) == covenant_id))
    for place, step in enumerate(typed_mandate(steps, able), start=1):
        session.execute(
            insert(MandateStep).values(
                covenant_id=covenant_id,
                step=place,
                up_to_cents=step.up_to_cents,
                approvals=step.approvals,
                voters=step.voters,
            )
        )
        for slug in step.from_parties:
            session.execute(
                insert(MandateFrom).values(covenant_id=covenant_id, step=place, party_id=numbers[slug])
            )


def _put_cash_rule(session: Session, covenant_id: int, rule: str) -> None:
    session.execute(
        update(Covenant)
        .where(col(Covenant.id) == covenant_id)
        .values(cash_rule=rule)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(AccountTotal)
        .where(col(AccountTotal.covenant_id) == covenant_id, col(AccountTotal.account) == "bank")
        .values(floor_cents=0 if rule == "refuse" else None)
        .execution_options(synchronize_session=False)
    )


# ---- where the rules came from -----------------------------------------------------------------------


def came_from(session: Session, covenant_id: int) -> dict[str, Decision]:
    """Read the decision that each rule came from, by its subject; one not in it came with the agreement."""
    rows = session.scalars(
        select(Decision)
        .where(
            col(Decision.covenant_id) == covenant_id,
            col(Decision.kind) == "rules",
            col(Decision.state) == "adopted",
        )
        .order_by(col(Decision.id))
    )
    return {row.subject: row for row in rows}
