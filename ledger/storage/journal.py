"""The one door to the journal: an entry goes in balanced and sealed, or not at all."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, text
from sqlalchemy.orm import Session

from ledger.core.entry import Draft, Posting, mirror, require_balanced
from ledger.storage.canonical import digest_of_text, kept, quickly, quoted
from ledger.storage.reads import col, in_parts
from ledger.storage.tables import METADATA, JournalEntry
from ledger.storage.tables import Posting as PostingRow

_LAST = select(func.max(col(JournalEntry.id))).where(
    col(JournalEntry.covenant_id) == bindparam("covenant_id")
)
_ENTER, _POST, _SEAL = (insert(METADATA.tables[name]) for name in ("journal_entry", "posting", "entry_seal"))
"""Inserts into the tables themselves: rows of the journal are never objects of a session."""


def next_entry_id(session: Session, covenant_id: int) -> int:
    """Give the number the next entry will have; entries count from 1 without gaps."""
    session.flush()
    return _next(session.connection(), covenant_id)


def _next(connection: Connection, covenant_id: int) -> int:
    last = connection.execute(_LAST, {"covenant_id": covenant_id}).scalar()
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
    session.flush()
    connection = session.connection()
    entry_id = _next(connection, covenant_id)
    connection.execute(
        _ENTER,
        {
            "covenant_id": covenant_id,
            "id": entry_id,
            "day": draft.day,
            "fiscal_year": fiscal_year,
            "accounting_year": draft.accounting_year,
            "kind": draft.kind,
            "subject": draft.subject,
            "text": draft.text,
            "reverses_id": reverses_id,
            "person_id": person_id,
            "recorded_at": now,
        },
    )
    connection.execute(
        _POST,
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
    connection.execute(_SEAL, {"covenant_id": covenant_id, "entry_id": entry_id, "sealed_at": now})
    return entry_id


_ENTRIES = """
    SELECT e.id, e.day, e.fiscal_year, e.accounting_year, e.kind, e.subject, e.text, e.reverses_id,
           e.person_id, e.recorded_at, s.sealed_at
    FROM journal_entry e
    LEFT JOIN entry_seal s ON s.covenant_id = e.covenant_id AND s.entry_id = e.id
    WHERE e.covenant_id = :covenant AND e.id{which} :entry ORDER BY e.id
    """
_LINES = """
    SELECT p.entry_id, p.line, p.day, p.accounting_year, p.account, p.pledge_id, p.project_id, p.cents
    FROM posting p WHERE p.covenant_id = :covenant AND p.entry_id{which} :entry ORDER BY p.entry_id, p.line
    """
_ALL = tuple(text(each.format(which=" >")).execution_options(yield_per=5000) for each in (_ENTRIES, _LINES))
_ONE = tuple(text(each.format(which=" =")) for each in (_ENTRIES, _LINES))


def digests(session: Session, covenant_id: int, entry_id: int | None = None) -> Iterator[tuple[int, str]]:
    """Give the digest of all that entries say, postings and seal included: of one, or of all by number.

    The trail keeps it with the act that booked the entry. The form is the canonical JSON of a list: what the
    entry says, and the list of its lines.
    """
    asked = {"covenant": covenant_id, "entry": entry_id or 0}
    entries, postings = _ALL if entry_id is None else _ONE
    with session.execute(entries, asked) as said, session.execute(postings, asked) as posted:
        lines = _written(in_parts(posted))
        number, written = next(lines, (0, ""))
        for row in in_parts(said):
            while number and number < row[0]:  # lines without an entry: the second count names them
                number, written = next(lines, (0, ""))
            told = quickly([kept(value) if isinstance(value, date) else value for value in row])
            yield row[0], digest_of_text(f"{told[:-1]},[{written if number == row[0] else ''}]]")


def _written(postings: Iterable[Any]) -> Iterator[tuple[int, str]]:
    """Write the lines of each entry, by its number."""
    last, lines = 0, []  # type: tuple[int, list[str]]
    for number, line, day, year, account, pledge, project, cents in postings:
        if number != last:
            if lines:
                yield last, ",".join(lines)
            last, lines = number, []
        shown = "null" if project is None else project
        lines.append(f'[{line},"{day}",{year},{quoted(account)},{pledge},{shown},{cents}]')
    if lines:
        yield last, ",".join(lines)


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


def reversed_on(session: Session, covenant_id: int, entry_ids: Collection[int]) -> dict[int, date]:
    """Give the day on which each of these entries was reversed; those that stand are left out."""
    rows = session.execute(
        select(col(JournalEntry.reverses_id), col(JournalEntry.day)).where(
            col(JournalEntry.covenant_id) == covenant_id, col(JournalEntry.reverses_id).in_(entry_ids)
        )
    )
    return {entry_id: day for entry_id, day in rows if entry_id is not None}
