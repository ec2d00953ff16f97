"""Decisions: opening one with the rule in force, reading it, and saying how it stands.

Each organisation has one vote. What is voted on is a canonical content; every vote is bound to its digest.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from ledger import ballots, covenants, trail
from ledger.core.acting import By
from ledger.core.numbers import NUMBERS
from ledger.core.refusals import Malformed, NotAllowed, NotFound, WrongState
from ledger.core.sentences import N_, Sentence, as_content, sentence
from ledger.core.wording import require_writable
from ledger.storage import reads
from ledger.storage.canonical import Content, canonical, digest_of_text
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.tables import (
    Decision,
    DecisionRule,
    DecisionVersion,
    DecisionVoter,
    RuleConsent,
)

LIKE: Mapping[str, str] = {
    "minor_amendment": "amendment",
    "carry": "amendment",
    "instalment": "pledge",
    "reopen_year": "close_year",
}
"""Kinds of decision that are taken like another kind, where the covenant gives them no rule of their own."""


def find_decision(session: Session, covenant_id: int, number: int) -> Decision:
    """Find a decision by its number; refuses where there is none."""
    found = session.get(Decision, (covenant_id, number)) if number in NUMBERS else None
    if found is None:
        raise NotFound(sentence(N_("There is no decision %(number)s."), number=number))
    return found


def list_decisions(session: Session, covenant_id: int) -> Sequence[Decision]:
    """Read the register of decisions, the newest first."""
    return session.scalars(
        select(Decision).where(col(Decision.covenant_id) == covenant_id).order_by(col(Decision.id).desc())
    ).all()


def decisions_on(session: Session, covenant_id: int, subject: str) -> Sequence[Decision]:
    """Read the decisions about one thing, by its address, the oldest first."""
    return session.scalars(
        select(Decision)
        .where(col(Decision.covenant_id) == covenant_id, col(Decision.subject) == subject)
        .order_by(col(Decision.id))
    ).all()


def standings_on(session: Session, covenant_id: int, subject: str, *, today: date) -> list[ballots.Standing]:
    """Say how each decision about one thing stands today, the oldest first."""
    about = decisions_on(session, covenant_id, subject)
    return [ballots.standing(session, covenant_id, each, today=today) for each in about]


def open_decision(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    kind: str,
    subject: str,
    title: str,
    proposal: str,
    figures: Content,
    deadline: date | None = None,
    consent: Collection[int] = (),
) -> int:
    """Put a question to the parties under the rule in force today; give the decision's number.

    `subject` is the address of what it is about, `figures` what it would change, `deadline` the last day to
    vote. The rule, its voters and those whose consent is needed are kept with it: a later change of rules
    does not touch it. `consent` are parties that must vote in favour of this one besides; one that left
    stands aside, with its consent. Refuses a day on which nobody has a vote, and a last day that has passed.
    """
    require_writable(proposal, field="proposal")
    if deadline is not None and deadline < by.today:
        raise Malformed(sentence(N_("%(day)s has passed already."), day=deadline), "deadline")
    covenants.require_member(session, covenant_id, by)
    rule = rule_for(session, covenant_id, kind)
    voters = covenants.electorate(session, covenant_id, rule.voters, by.today)
    if not voters:
        raise WrongState(sentence(N_("Nobody has a vote on this today.")))
    gone = sorted({*consent}.difference(voters))
    needed = {*consent} | set(
        session.scalars(
            select(col(RuleConsent.party_id)).where(
                col(RuleConsent.covenant_id) == covenant_id, col(RuleConsent.kind) == rule.kind
            )
        )
    )
    number = reads.next_id(session, Decision, covenant_id)
    wording = _wording(kind, subject, title, proposal, figures)
    session.execute(
        insert(Decision).values(
            covenant_id=covenant_id,
            id=number,
            version=1,
            kind=kind,
            subject=subject,
            **wording,
            quorum=rule.quorum,
            majority=rule.majority,
            state="open",
            opened_on=by.today,
            deadline=deadline,
            party_id=by.party_id,
            person_id=by.person_id,
            recorded_at=by.now,
        )
    )
    _keep_version(session, covenant_id, by, number, 1, wording)
    session.execute(
        insert(DecisionVoter),
        [
            {
                "covenant_id": covenant_id,
                "decision_id": number,
                "party_id": party,
                "consent": int(party in needed),
            }
            for party in (*voters, *gone)
        ],
    )
    trail.append(
        session,
        covenant_id,
        by=by,
        act="decision.opened",
        subject=f"decision/{number}",
        content={
            "kind": kind,
            "subject": subject,
            "version": 1,
            "digest": wording["digest"],
            "party": by.party_id,
            "voters": [*voters, *gone],
            "consent": sorted(needed.intersection((*voters, *gone))),
            "quorum": rule.quorum,
            "majority": rule.majority,
            "deadline": day_text(deadline),
        },
    )
    return number


def change_decision(
    session: Session,
    covenant_id: int,
    decision: Decision,
    *,
    by: By,
    title: str,
    proposal: str,
    figures: Content,
) -> int:
    """Word an open proposal anew, in text or figures; give the version that is voted on from now on.

    The votes cast were on another text and count no longer; they stay on record. Refuses a proposal that has
    ended, one of somebody else's, and a wording that changes nothing.
    """
    require_writable(proposal, field="proposal")
    require_open(decision)
    require_proposer(decision, by)
    covenants.require_member(session, covenant_id, by)
    return word_anew(session, covenant_id, decision, by=by, title=title, proposal=proposal, figures=figures)


def word_anew(
    session: Session,
    covenant_id: int,
    decision: Decision,
    *,
    by: By,
    title: str,
    proposal: str,
    figures: Content,
) -> int:
    """Put a proposal that is open to the vote in another wording, whoever's it is; give its version.

    Refuses a wording that changes nothing.
    """
    wording = _wording(decision.kind, decision.subject, title, proposal, figures)
    if wording["digest"] == decision.digest:
        raise Malformed(sentence(N_("Nothing of the proposal is changed.")), "proposal")
    voided = sorted(ballots.votes_on(session, covenant_id, decision))
    version = decision.version + 1
    _keep_version(session, covenant_id, by, decision.id, version, wording)
    session.execute(
        update(Decision)
        .where(col(Decision.covenant_id) == covenant_id, col(Decision.id) == decision.id)
        .values(version=version, **wording)
        .execution_options(synchronize_session=False)
    )
    session.refresh(decision)
    trail.append(
        session,
        covenant_id,
        by=by,
        act="decision.changed",
        subject=f"decision/{decision.id}",
        content={"version": version, "digest": decision.digest, "votes_voided": voided},
    )
    return version


def _wording(kind: str, subject: str, title: str, proposal: str, figures: Content) -> dict[str, str]:
    """Give a proposal's text in the form that is voted on, and its digest."""
    content = canonical(
        {"kind": kind, "subject": subject, "title": title, "proposal": proposal, "figures": figures}
    )
    return {"title": title, "proposal": proposal, "content": content, "digest": digest_of_text(content)}


def _keep_version(
    session: Session, covenant_id: int, by: By, number: int, version: int, wording: Mapping[str, str]
) -> None:
    session.execute(
        insert(DecisionVersion).values(
            covenant_id=covenant_id,
            decision_id=number,
            version=version,
            title=wording["title"],
            content=wording["content"],
            digest=wording["digest"],
            person_id=by.person_id,
            recorded_at=by.now,
        )
    )


def require_open(decision: Decision) -> None:
    """Refuse to touch a proposal that has been adopted, rejected or laid aside."""
    if decision.state != "open":
        raise WrongState(sentence(N_("Decision %(number)s has already been taken."), number=decision.id))


def is_proposer(decision: Decision, by: By) -> bool:
    """Say whether a proposal is this person's to change or withdraw: their party's, or the treasurer's."""
    if decision.party_id is None:
        return "treasurer" in by.roles
    return by.party_id == decision.party_id


def require_proposer(decision: Decision, by: By) -> None:
    """Refuse to change or withdraw a proposal that somebody else made."""
    if not is_proposer(decision, by):
        raise NotAllowed(sentence(N_("Only who made this proposal can change or withdraw it.")))


def versions_of(session: Session, covenant_id: int, decision: Decision) -> Sequence[DecisionVersion]:
    """Read every wording of a proposal, the first one first."""
    return session.scalars(
        select(DecisionVersion)
        .where(
            col(DecisionVersion.covenant_id) == covenant_id, col(DecisionVersion.decision_id) == decision.id
        )
        .order_by(col(DecisionVersion.version))
    ).all()


def rule_for(session: Session, covenant_id: int, kind: str) -> DecisionRule:
    """Give the rule for a kind of decision: its own, or that of the kind it is like, or the budget's."""
    return session.get(DecisionRule, (covenant_id, kind)) or default_for(session, covenant_id, kind)


def default_for(session: Session, covenant_id: int, kind: str) -> DecisionRule:
    """Give the rule a kind of decision follows without its own: that of what it is like, or the budget's."""
    for each in (LIKE.get(kind, "budget"), "budget"):
        found = session.get(DecisionRule, (covenant_id, each))
        if found is not None:
            return found
    raise NotFound(sentence(N_("This covenant has no rule for decisions.")))


def as_it_fell(decision: Decision, by: By) -> By:
    """Give who applies a decision, on the last day it could fall: what came due after that does not count."""
    return replace(by, today=min(by.today, decision.deadline or by.today))


def figures_of(decision: Decision) -> dict[str, Any]:
    """Read the figures a decision would change."""
    return cast("dict[str, Any]", json.loads(decision.content)["figures"])


def close(
    session: Session, covenant_id: int, decision: Decision, *, by: By, state: str, reason: Sentence | str = ""
) -> None:
    """Write down how a decision ended: adopted, rejected, withdrawn or lapsed, with the reason, if any.

    What a person gave as reason stands as it is; what a rule says is kept as its sentence, for any language.
    """
    decision.state = state
    decision.closed_on = by.today
    session.flush()
    said = as_content(reason) if isinstance(reason, Sentence) else reason
    content: dict[str, Content] = {
        "subject": decision.subject,
        "version": decision.version,
        "digest": decision.digest,
    }
    trail.append(
        session,
        covenant_id,
        by=by,
        act=f"decision.{state}",
        subject=f"decision/{decision.id}",
        content={**content, "reason": said} if said else content,
    )
