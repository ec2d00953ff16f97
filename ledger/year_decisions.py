"""Decisions on a fiscal year: closing its books, and opening them again for evidence or for figures."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from ledger import decisions, trail, years
from ledger.core.acting import By
from ledger.core.chart import ACCOUNTS
from ledger.core.closing import GRADES, OPENED, Facts, require_ready, require_reopenable
from ledger.core.period import State
from ledger.core.proposals import Drafted, change
from ledger.core.refusals import Malformed, WrongState
from ledger.core.sentences import N_, sentence
from ledger.storage.canonical import Content
from ledger.storage.tables import Decision

DEBIT = ("asset", "costs")
"""The sides of the accounts whose balance is above zero where more was debited."""


def draft_closing(session: Session, covenant_id: int, *, by: By, year: int) -> Drafted:
    """Draw up the closing of a fiscal year, with its control totals at the year's end.

    Refuses whatever closing asks and is not in order, with the figures. A year that was opened for evidence
    alone is closed again without more ado: its figures have not moved.
    """
    facts = years.facts(session, covenant_id, year, today=by.today)
    require_ready(facts)
    return Drafted(f"year/{year}", str(year), _closing_figures(session, covenant_id, facts))


def _closing_figures(session: Session, covenant_id: int, facts: Facts) -> dict[str, Any]:
    found = years.balances(session, covenant_id, facts.ends_on)
    of = str(facts.year)
    return {
        "year": facts.year,
        "state": facts.state,
        "bank_cents": facts.bank_cents,
        "balances": dict(found),
        "changes": [
            change("year_state", facts.state, "closed", of=of),
            *(
                change(f"end_{one.key}", None, found[one.key] * (1 if one.side in DEBIT else -1), of=of)
                for one in ACCOUNTS
                if found[one.key]
            ),
        ],
    }


def adopt_closing(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Close a fiscal year; refuses, and with it the vote that decides, where anything moved since.

    It is put in its state first: the second count holds it against the decision, which is adopted by now.
    """
    said = decisions.figures_of(decision)
    was = dict(years.states(session, covenant_id))[said["year"]]
    _put(session, covenant_id, decision=decision, state="closed")
    facts = years.facts(session, covenant_id, said["year"], today=by.today, was=was)
    require_ready(facts)
    if _closing_figures(session, covenant_id, facts) != said:
        raise WrongState(
            sentence(
                N_("The figures of %(year)s have moved since this was proposed: change the proposal first."),
                year=str(said["year"]),
            )
        )
    totals = {"bank_cents": facts.bank_cents, "balances": said["balances"]}
    _tell(session, covenant_id, by=by, decision=decision, act="year.closed", content=totals)


def draft_reopening(session: Session, covenant_id: int, *, by: By, year: int, grade: str) -> Drafted:
    """Draw up the opening of a closed fiscal year: for "evidence" alone, or for its "figures".

    Refuses a year that is open, and figures on which those of a later closed year rest.
    """
    if grade not in GRADES:
        raise Malformed(sentence(N_("Choose what the year is opened for.")), "grade")
    years.find_year(session, covenant_id, year)
    states = years.states(session, covenant_id)
    require_reopenable(year, states, grade)
    return Drafted(
        f"year/{year}",
        str(year),
        {
            "year": year,
            "grade": grade,
            "changes": [change("year_state", dict(states)[year], OPENED[grade], of=str(year))],
        },
    )


def adopt_reopening(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Open a closed fiscal year as far as was agreed; refuses where it stands otherwise by now."""
    said = decisions.figures_of(decision)
    require_reopenable(said["year"], years.states(session, covenant_id), said["grade"])
    act = "year.reopened" if said["grade"] == "figures" else "year.opened_for_evidence"
    _put(session, covenant_id, decision=decision, state=OPENED[said["grade"]])
    _tell(session, covenant_id, by=by, decision=decision, act=act, content={})


def _put(session: Session, covenant_id: int, *, decision: Decision, state: State) -> None:
    """Put a year in a state by a decision: each decision does so once, and none that a later one overtook."""
    row = years.find_year(session, covenant_id, decisions.figures_of(decision)["year"])
    if row.decision_id is not None and row.decision_id > decision.id:
        raise WrongState(
            sentence(
                N_("Decision %(number)s about this year was taken since; withdraw this proposal."),
                number=row.decision_id,
            )
        )
    row.state, row.decision_id = state, decision.id
    session.flush()


def _tell(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    decision: Decision,
    act: str,
    content: Mapping[str, Content],
) -> None:
    told: Content = {"decision": decision.id, **content}
    trail.append(session, covenant_id, by=by, act=act, subject=decision.subject, content=told)
