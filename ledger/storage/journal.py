"""The one door to the journal: an entry goes in balanced and sealed, or not at all."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ledger.core.entry import Draft, Posting, mirror, require_balanced
from ledger.storage.canonical import day as day_text
from ledger.storage.canonical import digest
from ledger.storage.reads import col
from ledger.storage.tables import EntrySeal, JournalEntry
from ledger.storage.tables import Posting as PostingRow


def next_entry_id(session: Session, covenant_id: int) -> int:
    """Give the number the next entry will have; entries count from 1 without gaps."""
    last = session.execute(
        select(func.max(col(JournalEntry.id))).where(col(JournalEntry.covenant_id) == covenant_id)
    ).scalar()
    return (last or 0) + 1


def post(
    session: Session,
    covenant_id: int,
    draft: Draft,
    *,
    fiscal_year: int,
    person_id: int,
    now: datetime,
    reverses_id: int | None = None,
) -> int:
    """Book a draft entry and seal it; give its number.

    The seal's triggers check the same sums again and update the kept totals; what they refuse comes up as
    a database error and nothing of the entry stays.
    """
    require_balanced(draft)
    entry_id = next_entry_id(session, covenant_id)
    session.execute(
        insert(JournalEntry).values(
            covenant_id=covenant_id,
            id=entry_id,
            day=draft.day,
            fiscal_year=fiscal_year,
            accounting_year=draft.accounting_year,
            kind=draft.kind,
            subject=draft.subject,
            text=draft.text,
            reverses_id=reverses_id,
            person_id=person_id,
            recorded_at=now,
        )
    )
    session.execute(
        insert(PostingRow),
        [
            {
                "covenant_id": covenant_id,
                "entry_id": entry_id,
                "line": line,
                "day": draft.day,
                "accounting_year": draft.accounting_year,
                "account": posting.account,
                "pledge_id": posting.pledge_id,
                "project_id": posting.project_id,
                "cents": posting.cents,
            }
            for line, posting in enumerate(draft.postings, start=1)
        ],
    )
    session.execute(insert(EntrySeal).values(covenant_id=covenant_id, entry_id=entry_id, sealed_at=now))
    return entry_id


def digests(session: Session, covenant_id: int, entry_id: int | None = None) -> Iterator[tuple[int, str]]:
    """Give the digest of what entries say, their postings included: of one, or of all in order of number.

    The trail keeps it with the act that booked the entry.
    """
    query = (
        select(
            col(JournalEntry.id), col(JournalEntry.day), col(JournalEntry.fiscal_year),
            col(JournalEntry.accounting_year), col(JournalEntry.kind), col(JournalEntry.subject),
            col(JournalEntry.text), col(JournalEntry.reverses_id), col(JournalEntry.person_id),
            col(PostingRow.account), col(PostingRow.pledge_id), col(PostingRow.project_id),
            col(PostingRow.cents),
        )
        .outerjoin(
            PostingRow,
            (col(PostingRow.covenant_id) == JournalEntry.covenant_id)
            & (col(PostingRow.entry_id) == JournalEntry.id),
        )
        .where(col(JournalEntry.covenant_id) == covenant_id)
        .order_by(col(JournalEntry.id), col(PostingRow.line))
        .execution_options(yield_per=1000)
    )  # fmt: skip
    if entry_id is not None:
        query = query.where(col(JournalEntry.id) == entry_id)
    for (number, on, *said), lines in groupby(session.execute(query), key=lambda row: row[:9]):
        yield number, digest([number, day_text(on), *said, [list(line[9:]) for line in lines]])


def postings_of(session: Session, covenant_id: int, entry_id: int) -> tuple[Posting, ...]:
    """Read the lines of one entry, in their order."""
    rows = session.execute(
        select(
            col(PostingRow.account),
            col(PostingRow.pledge_id),
            col(PostingRow.cents),
            col(PostingRow.project_id),
        )
        .where(col(PostingRow.covenant_id) == covenant_id, col(PostingRow.entry_id) == entry_id)
        .order_by(col(PostingRow.line))
    )
    return tuple(Posting(account, pledge, cents, project) for account, pledge, cents, project in rows)


def mirrored(session: Session, covenant_id: int, entry_id: int) -> tuple[Posting, ...]:
    """Give the exact mirror of an entry's lines, for its reversal."""
    return mirror(postings_of(session, covenant_id, entry_id))
