"""Decisions that tests take without their kind's act: opened, voted for by all, adopted."""

from datetime import UTC, datetime, time

from sqlalchemy.orm import Session

from ledger import ballots, decisions
from ledger.core.acting import By
from ledger.storage.canonical import Content
from ledger.storage.tables import Decision, FiscalYear
from tests.actions.acting import PERSONS


def adopted(
    session: Session, covenant_id: int, *, by: By, kind: str, subject: str, figures: Content
) -> Decision:
    """Have a decision opened and adopted by all voters, and nothing done about it."""
    number = decisions.open_decision(
        session,
        covenant_id,
        by=by,
        kind=kind,
        subject=subject,
        title=subject,
        proposal="By decision.",
        figures=figures,
    )
    decision = decisions.find_decision(session, covenant_id, number)
    for party in ballots.rule_of(session, covenant_id, decision).voters:
        noon = datetime.combine(by.today, time(12), UTC)
        partner = By(PERSONS["partner"] + party, noon, by.today, frozenset({"partner"}), party)
        ballots.write_vote(session, covenant_id, decision, by=partner, choice="for", reason="", changed=False)
    decisions.close(session, covenant_id, decision, by=by, state="adopted")
    return decision


def close_year(session: Session, covenant_id: int, year: int, *, by: By) -> None:
    """Close a fiscal year whatever there is still to be done in it."""
    subject, figures = f"year/{year}", {"year": year}
    decision = adopted(session, covenant_id, by=by, kind="close_year", subject=subject, figures=figures)
    row = session.get_one(FiscalYear, (covenant_id, year))
    row.state, row.decision_id = "closed", decision.id
    session.flush()
