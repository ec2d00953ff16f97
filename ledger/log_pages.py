"""The access log as an auditor and an administrator look it up: what concerns one covenant, page by page.

That is what was done on its own pages, and what its people did before they came to any: signing in, failing
to, changing their account. A failed attempt is about whoever's e-mail address it named. The log knows that as
a keyed digest alone, and what was attempted under an address of nobody here concerns no covenant.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from ledger.chained import RowsAsked
from ledger.core.log_words import LOG_ACTS, log_details, log_words_of
from ledger.core.sentences import Sentence
from ledger.storage.reads import col
from ledger.storage.tables import AccessLog, Person, PersonRole, Trail

PER_PAGE = 50


@dataclass(frozen=True)
class LogView:
    """One row of the access log: who (nobody: not signed in, or the command line), what, and about what."""

    seq: int
    at: datetime
    person: str
    act: Sentence
    subject: str
    details: Sequence[Sentence]
    hash: str


@dataclass(frozen=True)
class LogPage:
    """One page of the access log, with the persons and acts there are to choose from."""

    rows: Sequence[LogView]
    count: int
    people: Mapping[int, str]
    kinds: Sequence[tuple[str, Sentence]]


def log_page(
    session: Session,
    covenant_id: int,
    asked: RowsAsked,
    *,
    subject_of: Callable[[str], str],
    first: int = 0,
) -> LogPage:
    """Read one page of what the access log has about a covenant and its people, the newest row first.

    `subject_of` names an e-mail address as the log does. An administrator of another covenant sees none of
    what was done on this one's pages.
    """
    found = _people(session, covenant_id)
    people = {number: name for number, name, _ in found}
    about = {f"person/{number}": name for number, name in people.items()}
    about |= {subject_of(email): name for _, name, email in found if email}
    conditions = [_concerns(covenant_id, list(people), list(about)), *asked.of(AccessLog)]
    count = session.execute(select(func.count()).select_from(AccessLog).where(*conditions)).scalar_one()
    rows = session.scalars(
        select(AccessLog).where(*conditions).order_by(col(AccessLog.seq).desc()).offset(first).limit(PER_PAGE)
    ).all()
    return LogPage(
        [_view(row, people, about) for row in rows],
        count,
        people,
        [(act, log_words_of(act)) for act in LOG_ACTS],
    )


def _people(session: Session, covenant_id: int) -> Sequence[tuple[int, str, str]]:
    """Read who takes part in a covenant, or did something in it: number, name and e-mail address."""
    takes_part = select(col(PersonRole.person_id)).where(col(PersonRole.covenant_id) == covenant_id)
    acted = select(col(Trail.person_id)).where(col(Trail.covenant_id) == covenant_id)
    rows = session.execute(
        select(col(Person.id), col(Person.name), col(Person.email))
        .where(or_(col(Person.id).in_(takes_part), col(Person.id).in_(acted)))
        .order_by(col(Person.id))
    )
    return [(number, name, email) for number, name, email in rows]


def _concerns(covenant_id: int, people: list[int], subjects: list[str]) -> ColumnElement[bool]:
    """Make the condition that a row is of a covenant's pages, or of no covenant and about its people."""
    of_its_people = or_(col(AccessLog.person_id).in_(people), col(AccessLog.subject).in_(subjects))
    return or_(
        col(AccessLog.covenant_id) == covenant_id, and_(col(AccessLog.covenant_id) == 0, of_its_people)
    )


def _view(row: AccessLog, people: Mapping[int, str], about: Mapping[str, str]) -> LogView:
    """Read a row with the names of persons; one about somebody else's address says nothing of whose."""
    kind = row.subject.partition("/")[0]
    subject = about.get(row.subject, "" if kind in {"address", "network", "session"} else row.subject)
    return LogView(
        row.seq,
        row.at,
        people.get(row.person_id, ""),
        log_words_of(row.act),
        subject,
        list(log_details(json.loads(row.content))),
        row.hash,
    )
