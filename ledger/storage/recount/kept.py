"""What is kept: the totals the guards keep up to date, and the outcomes of decisions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from ledger.core.approval import Vote


@dataclass(frozen=True)
class Size:
    """How large the books are: parties, what they promised in cents, and sealed entries."""

    parties: int
    promised_cents: int
    entries: int


@dataclass
class Decided:
    """A decision as it was taken: the rule kept with it, its voters (True: consent asked), and the votes.

    `over`: it was taken because its last day had passed.
    """

    number: int
    state: str
    quorum: str
    majority: str
    over: bool
    voters: dict[int, bool] = field(default_factory=dict)
    votes: dict[int, Vote] = field(default_factory=dict)


def _rows(session: Session, covenant_id: int, statement: str) -> Sequence[tuple[Any, ...]]:
    return [tuple(row) for row in session.execute(text(statement), {"covenant": covenant_id})]


def size(session: Session, covenant_id: int) -> Size:
    """Count what the books hold."""
    statement = """
        SELECT (SELECT COUNT(*) FROM party WHERE covenant_id = :covenant),
               (SELECT COALESCE(SUM(amount_cents), 0) FROM pledge WHERE covenant_id = :covenant)
               - (SELECT COALESCE(SUM(cents), 0) FROM reduction
                  WHERE covenant_id = :covenant AND kind <> 'moved'),
               (SELECT COUNT(*) FROM entry_seal WHERE covenant_id = :covenant)
        """
    parties, promised_cents, entries = _rows(session, covenant_id, statement)[0]
    return Size(parties, int(promised_cents), entries)


def pledge_ids(session: Session, covenant_id: int) -> list[int]:
    """Number every pledge, the common fund first."""
    return [
        row[0]
        for row in _rows(
            session, covenant_id, "SELECT id FROM pledge WHERE covenant_id = :covenant ORDER BY id"
        )
    ]


def account_balances(session: Session, covenant_id: int) -> dict[str, int]:
    """Give the balance kept of each account, in cents."""
    rows = _rows(
        session, covenant_id, "SELECT account, balance_cents FROM account_total WHERE covenant_id = :covenant"
    )
    return dict(rows)


def fund_balances(session: Session, covenant_id: int) -> dict[tuple[int, str], int]:
    """Give the balance kept of each account within each pledge's books, in cents."""
    statement = "SELECT pledge_id, account, balance_cents FROM fund_total WHERE covenant_id = :covenant"
    return {(pledge, account): cents for pledge, account, cents in _rows(session, covenant_id, statement)}


def charged(session: Session, covenant_id: int) -> dict[tuple[int, int], int]:
    """Give what is kept as charged to each pledge through each year, in cents."""
    statement = """
        SELECT pledge_id, year, charged_cents FROM pledge_total
        WHERE covenant_id = :covenant ORDER BY pledge_id, year
        """
    return {(pledge, year): cents for pledge, year, cents in _rows(session, covenant_id, statement)}


def spent(session: Session, covenant_id: int) -> dict[tuple[int, int], int]:
    """Give what is kept as spent on each project in each year, in cents."""
    statement = """
        SELECT project_id, year, spent_cents FROM project_total
        WHERE covenant_id = :covenant ORDER BY project_id, year
        """
    return {(project, year): cents for project, year, cents in _rows(session, covenant_id, statement)}


def last_counted(session: Session, covenant_id: int, total: str, *key: str) -> dict[tuple[object, ...], int]:
    """Give the last entry that each total of a table says it counted, by the columns of its key."""
    names = ", ".join(key)
    statement = f"SELECT {names}, entry_id FROM {total} WHERE covenant_id = :covenant ORDER BY {names}"  # noqa: S608 - our own words
    return {row[:-1]: row[-1] for row in _rows(session, covenant_id, statement)}


def decided(session: Session, covenant_id: int) -> list[Decided]:
    """Read every decision that was adopted or rejected by vote, with the votes on its last version."""
    statement = """
        SELECT id, state, quorum, majority, COALESCE(closed_on > deadline, 1 = 0) FROM decision
        WHERE covenant_id = :covenant AND state IN ('adopted', 'rejected') ORDER BY id
        """
    found = {row[0]: Decided(*row) for row in _rows(session, covenant_id, statement)}
    statement = """
        SELECT decision_id, party_id, consent FROM decision_voter
        WHERE covenant_id = :covenant ORDER BY party_id
        """
    for number, party, consent in _rows(session, covenant_id, statement):
        if number in found:
            found[number].voters[party] = bool(consent)
    statement = """
        SELECT v.decision_id, v.party_id, v.choice
        FROM vote v
        JOIN decision d ON d.covenant_id = v.covenant_id AND d.id = v.decision_id AND d.version = v.version
        WHERE v.covenant_id = :covenant
        """
    for number, party, choice in _rows(session, covenant_id, statement):
        if number in found:
            found[number].votes[party] = choice
    return list(found.values())
