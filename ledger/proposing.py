"""Proposing: putting a question of any kind to the parties, and wording it anew while it is open."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from ledger import adopting, decisions, keys
from ledger.core.acting import By
from ledger.core.proposals import Drafted
from ledger.core.refusals import Malformed, WrongState
from ledger.core.sentences import N_, sentence
from ledger.storage.canonical import Content
from ledger.storage.canonical import day as day_text
from ledger.storage.tables import Decision


def propose(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    kind: str,
    facts: Mapping[str, Any],
    proposal: str,
    deadline: date | None = None,
) -> int:
    """Put a question to the parties; give the decision's number.

    `facts` are what this kind of decision asks to know, `deadline` the last day to vote. Refuses what the
    kind refuses, and a second proposal about a thing on which one of the same kind is open.
    """
    asked = {"kind": kind, "facts": plain(facts), "proposal": proposal, "deadline": day_text(deadline)}
    done = keys.done_before(session, covenant_id, by=by, act="decision.opened", asked=asked)
    if done is not None:
        return done
    drafted = _draft(session, covenant_id, by, kind, facts)
    _require_reason(kind, proposal)
    _require_alone(session, covenant_id, kind, drafted)
    number = decisions.open_decision(
        session,
        covenant_id,
        by=by,
        kind=kind,
        subject=drafted.subject,
        title=drafted.title,
        proposal=proposal,
        figures=drafted.figures,
        deadline=deadline,
    )
    return keys.keep(session, covenant_id, by=by, act="decision.opened", asked=asked, result=number)


def change(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    number: int,
    facts: Mapping[str, Any] | None = None,
    proposal: str,
) -> int:
    """Word an open proposal anew, in text and, where `facts` are given, in figures; give its version.

    The votes cast count no longer. Refuses another subject: that is another proposal.
    """
    asked = {"decision": number, "facts": plain(facts) if facts is not None else None, "proposal": proposal}
    done = keys.done_before(session, covenant_id, by=by, act="decision.changed", asked=asked)
    if done is not None:
        return done
    decision = decisions.find_decision(session, covenant_id, number)
    decisions.require_open(decision)
    _require_reason(decision.kind, proposal)
    drafted = (
        _draft(session, covenant_id, by, decision.kind, facts)
        if facts is not None
        else Drafted(decision.subject, decision.title, decisions.figures_of(decision))
    )
    if drafted.subject != decision.subject:
        raise Malformed(sentence(N_("This is about something else: withdraw the proposal and make it anew.")))
    version = decisions.change_decision(
        session,
        covenant_id,
        decision,
        by=by,
        title=drafted.title,
        proposal=proposal,
        figures=drafted.figures,
    )
    return keys.keep(session, covenant_id, by=by, act="decision.changed", asked=asked, result=version)


def _draft(session: Session, covenant_id: int, by: By, kind: str, facts: Mapping[str, Any]) -> Drafted:
    known = adopting.KINDS.get(kind)
    if known is None or known.draft is None:
        raise Malformed(sentence(N_("There is no such kind of decision to propose.")), "kind")
    return known.draft(session, covenant_id, by=by, **facts)


def _require_reason(kind: str, proposal: str) -> None:
    """Refuse a proposal without a word of why, where its kind asks one."""
    if adopting.KINDS[kind].asks_reason and not proposal.strip():
        raise Malformed(sentence(N_("Say why.")), "proposal")


def _require_alone(session: Session, covenant_id: int, kind: str, drafted: Drafted) -> None:
    """Refuse a second proposal of a kind about one thing while the first is being voted on."""
    for decision in decisions.decisions_on(session, covenant_id, drafted.subject):
        if decision.state == "open" and decision.kind == kind:
            raise WrongState(
                sentence(
                    N_("Decision %(number)s about this is still being voted on; await or withdraw it first."),
                    number=decision.id,
                )
            )


def open_on(session: Session, covenant_id: int, kind: str, subject: str) -> Decision | None:
    """Find the open decision of a kind about one thing, if there is one."""
    about = decisions.decisions_on(session, covenant_id, subject)
    return next((each for each in about if each.state == "open" and each.kind == kind), None)


def plain(facts: Mapping[str, Any]) -> Content:
    """Write facts as a content: days as text, amounts as cents."""
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> Content:
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value  # type: ignore[no-any-return]
