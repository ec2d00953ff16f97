"""What is filed with a fiscal year: the signed management statement, the auditor's report, bank statements.

The management statement comes from the treasurer, the report from the auditor; both may come after the year
was closed. One that was filed before the figures of the year were opened again tells of other figures, and is
asked for anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import evidence, years
from ledger.core.acting import By
from ledger.core.media import SoundFile
from ledger.core.refusals import Malformed, NotAllowed, WrongState, YearClosed
from ledger.core.sentences import N_, sentence
from ledger.storage import reads
from ledger.storage.reads import col
from ledger.storage.tables import Decision, Evidence, Trail
from ledger.storage.tables.years import YEAR_DOCUMENTS

BY_ROLE = {"management_statement": "treasurer", "auditors_report": "auditor", "bank_statement": "treasurer"}
"""Who files what; any other file comes from either of them."""

AFTER_CLOSING = ("management_statement", "auditors_report")
"""What may be filed with a year that is closed, and is asked for then."""


@dataclass(frozen=True)
class Document:
    """A file of a fiscal year: what it is, and whether it tells of the figures as they stand."""

    number: int
    kind: str
    name: str
    recorded_at: datetime
    is_current: bool


def fileable(state: str, by: By) -> tuple[str, ...]:
    """Name what somebody may file with a year that stands like this."""
    own = (kind for kind in YEAR_DOCUMENTS if BY_ROLE.get(kind, "") in {"", *by.roles})
    if not by.roles & set(BY_ROLE.values()):
        return ()
    return tuple(kind for kind in own if state != "closed" or kind in AFTER_CLOSING)


def file_document(
    session: Session, covenant_id: int, *, by: By, year: int, kind: str, file: SoundFile
) -> int:
    """File a document with a fiscal year; give the number of the evidence.

    `kind` is management_statement (by the treasurer), auditors_report (by the auditor), bank_statement or
    other. Filed again as the same, a file keeps its number. Refuses it as something else, and in a closed
    year all but the first two.
    """
    if kind not in YEAR_DOCUMENTS:
        raise Malformed(sentence(N_("Choose what this file is.")), "kind")
    if BY_ROLE.get(kind, "") not in {"", *by.roles}:
        what = (
            N_("The auditor's report is filed by the auditor.")
            if kind == "auditors_report"
            else N_("This is filed by the treasurer.")
        )
        raise NotAllowed(sentence(what), "kind")
    row = years.find_year(session, covenant_id, year)
    if row.state == "closed" and kind not in AFTER_CLOSING:
        raise YearClosed(
            sentence(
                N_("Fiscal year %(year)s is closed: no evidence is added unless the parties open it."),
                year=year,
            ),
            "kind",
        )
    next_number = reads.next_id(session, Evidence, covenant_id)
    number = evidence.add_evidence(session, covenant_id, by=by, subject=f"year/{year}", file=file, kind=kind)
    if number < next_number and session.get_one(Evidence, (covenant_id, number)).kind != kind:
        raise WrongState(
            sentence(N_("This file was filed with %(year)s as something else."), year=year), "files"
        )
    return number


def documents(session: Session, covenant_id: int, year: int) -> list[Document]:
    """List what was filed with a fiscal year, in order."""
    changed_at = _figures_opened_at(session, covenant_id, year)
    rows = session.execute(
        select(col(Evidence.id), col(Evidence.kind), col(Evidence.name), col(Evidence.recorded_at))
        .where(col(Evidence.covenant_id) == covenant_id, col(Evidence.subject) == f"year/{year}")
        .order_by(col(Evidence.id))
    )
    return [
        Document(number, kind or "other", name, at, changed_at is None or at > changed_at)
        for number, kind, name, at in rows
    ]


def _figures_opened_at(session: Session, covenant_id: int, year: int) -> datetime | None:
    """Give the moment at which a year's figures were opened again, the last time; None where never."""
    return session.execute(
        select(col(Trail.at))
        .where(
            col(Trail.covenant_id) == covenant_id,
            col(Trail.subject) == f"year/{year}",
            col(Trail.act) == "year.reopened",
        )
        .order_by(col(Trail.seq).desc())
        .limit(1)
    ).scalar()


def missing(session: Session, covenant_id: int, year: int) -> tuple[str, ...]:
    """Name what is still to be filed with a year: nothing while it was never closed."""
    if years.find_year(session, covenant_id, year).state == "open":
        return ()
    filed = {one.kind for one in documents(session, covenant_id, year) if one.is_current}
    return tuple(kind for kind in AFTER_CLOSING if kind not in filed)


def waiting(session: Session, covenant_id: int, kind: str) -> Sequence[tuple[int, date]]:
    """List the closed years that wait for one kind of document, each with the day on which it was closed."""
    found = []
    for row in reads.fiscal_years(session, covenant_id):
        if row.state != "open" and kind in missing(session, covenant_id, row.year):
            closed = session.get_one(Decision, (covenant_id, row.decision_id or 0))
            found.append((row.year, closed.closed_on or closed.opened_on))
    return found
