"""The record as it is held against the trail: every act with what it told, and what each table must hold."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ledger.storage import shares
from ledger.storage.held import Held, held
from ledger.storage.reads import col, in_parts
from ledger.storage.tables import EntrySeal, Expenditure, PayeeVersion, Split


@dataclass(frozen=True)
class Told:
    """One row of the trail: its number, who did what to what, and what it told, read from its JSON."""

    seq: int
    person_id: int
    act: str
    subject: str
    content: Mapping[str, Any]

    @property
    def number(self) -> int:
        """The number in the subject: 12 of "expenditure/12"; 0 where there is none."""
        last = self.subject.rpartition("/")[2]
        return int(last) if last.isdecimal() else 0


class Standing(NamedTuple):
    """What the trail told last of a row: its digest, None where it is gone; and the number of that act."""

    digest: str | None
    seq: int


@dataclass
class Replayed:
    """All that the trail told: of every row of every table the last word, and the acts that booked entries.

    `cast_on` is what could be voted on or approved: (subject, version) to the digests told of it. `adopted`
    are the budgets that came into force, in that order.
    """

    rows: dict[str, dict[str, Standing]] = field(default_factory=dict)
    entries: dict[int, list[Told]] = field(default_factory=dict)
    cast_on: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    adopted: list[str] = field(default_factory=list)


_TOLD = text("""
    SELECT seq, person_id, act, subject, content, written FROM trail
    WHERE covenant_id = :covenant ORDER BY seq
    """).execution_options(yield_per=5000)


def replay(session: Session, covenant_id: int) -> Replayed:
    """Read the trail from its first act to its last, once its chain is proved, and keep the last word."""
    found = Replayed(rows={name: {} for name in held()})
    read = json.loads
    with session.execute(_TOLD, {"covenant": covenant_id}) as acts:
        for seq, person_id, act, subject, content, written in in_parts(acts):
            for table, rows in read(written).items():
                words = found.rows.setdefault(table, {})
                for key, digest in rows.items():
                    words[key] = Standing(digest, seq)
            if act == "budget.adopted":
                found.adopted.append(subject)
            if '"entry":' in content or subject.startswith("decision/"):
                told = read(content)
                if isinstance(told, dict):
                    _keep(found, Told(seq, person_id, act, subject, told))
    return found


def _keep(found: Replayed, told: Told) -> None:
    entry, digest, version = (told.content.get(name) for name in ("entry", "digest", "version"))
    if isinstance(entry, int):
        found.entries.setdefault(entry, []).append(told)
    if isinstance(digest, str) and isinstance(version, int) and told.act != "decision.voted":
        found.cast_on.setdefault((told.subject, version), set()).add(digest)


class Wrong(NamedTuple):
    """A row that is not as the trail told: the table, its key, what is wrong, and the act's number."""

    table: Held
    key: str
    what: str
    seq: int


def compare(session: Session, covenant_id: int, replayed: Replayed) -> Iterator[Wrong]:
    """Hold every row of every table against what the trail told of it last, in both directions.

    What is wrong is "untold", "differs", "missing", or "back" for a row that was told to be gone.
    """
    tables = held()
    for name, words in replayed.rows.items():
        table = tables.get(name)
        left = dict(words)
        if table is None:
            continue
        for key, digest in table.digests(session, covenant_id):
            told = left.pop(key, None)
            if told is None:
                yield Wrong(table, key, "untold", 0)
            elif told.digest != digest:
                yield Wrong(table, key, "differs" if told.digest else "back", told.seq)
        for key, told in left.items():
            if told.digest is not None:
                yield Wrong(table, key, "missing", told.seq)


_DECISIONS = text("""
    SELECT id, title, proposal, content, digest FROM decision WHERE covenant_id = :covenant ORDER BY id
    """)


def decisions(session: Session, covenant_id: int) -> list[tuple[int, str, str, str, str]]:
    """Read what every decision asks: number, title, proposal, canonical text and the digest of that."""
    return [tuple(row) for row in session.execute(_DECISIONS, {"covenant": covenant_id})]


_BUDGETS = text("SELECT id, year, state FROM budget WHERE covenant_id = :covenant ORDER BY id")


def budgets(session: Session, covenant_id: int) -> list[tuple[int, int, str]]:
    """Read of every budget its number, its year and its state."""
    return [tuple(row) for row in session.execute(_BUDGETS, {"covenant": covenant_id})]


_VOTES = text("""
    SELECT decision_id, version, party_id, digest FROM vote
    WHERE covenant_id = :covenant ORDER BY decision_id, version, party_id
    """)


def votes(session: Session, covenant_id: int) -> list[tuple[int, int, int, str]]:
    """Read every vote on any version: decision, version, party, and the digest it is bound to."""
    return [tuple(row) for row in session.execute(_VOTES, {"covenant": covenant_id})]


_APPROVALS = text("""
    SELECT a.expenditure_id, a.party_id, a.digest FROM approval a
    JOIN expenditure x ON x.covenant_id = a.covenant_id AND x.id = a.expenditure_id AND x.version = a.version
    WHERE a.covenant_id = :covenant ORDER BY a.expenditure_id, a.party_id
    """)


def approvals(session: Session, covenant_id: int) -> dict[int, list[tuple[int, str]]]:
    """Read the approvals of every expenditure as it now stands: expenditure to (party, digest approved)."""
    found: dict[int, list[tuple[int, str]]] = {}
    for number, party, digest in session.execute(_APPROVALS, {"covenant": covenant_id}):
        found.setdefault(number, []).append((party, digest))
    return found


def expenditures(
    session: Session, covenant_id: int, numbers: Iterable[int]
) -> Iterator[tuple[Any, list[tuple[int, int]], shares.Shares, str]]:
    """Read these expenditures, column by column, with splits (project, cents), shares set by hand, and payee.

    Of the payee it is the digest of what the register said of it.
    """
    payees = _payees(session, covenant_id)
    by_hand = shares.all_by_hand(session, covenant_id)
    wanted = iter(sorted(numbers))
    columns = Expenditure.__table__.columns  # type: ignore[attr-defined]
    while some := list(islice(wanted, 500)):
        splits: dict[int, list[tuple[int, int]]] = {}
        for number, project_id, cents in session.execute(
            select(col(Split.expenditure_id), col(Split.project_id), col(Split.cents))
            .where(col(Split.covenant_id) == covenant_id, col(Split.expenditure_id).in_(some))
            .order_by(col(Split.expenditure_id), col(Split.line))
        ):
            splits.setdefault(number, []).append((project_id, cents))
        asked = select(*columns).where(
            col(Expenditure.covenant_id) == covenant_id, col(Expenditure.id).in_(some)
        )
        for row in session.execute(asked):
            payee = payees.get((row.payee_id, row.payee_version), "")
            yield row, splits.get(row.id, []), by_hand.get(row.id, ()), payee


def _payees(session: Session, covenant_id: int) -> dict[tuple[int, int], str]:
    """Read the digest of every version of every payee."""
    query = select(col(PayeeVersion.payee_id), col(PayeeVersion.version), col(PayeeVersion.digest)).where(
        col(PayeeVersion.covenant_id) == covenant_id
    )
    return {(payee, version): digest for payee, version, digest in session.execute(query)}


def sealed_entries(session: Session, covenant_id: int) -> set[int]:
    """Number the entries that are sealed."""
    query = select(col(EntrySeal.entry_id)).where(col(EntrySeal.covenant_id) == covenant_id)
    return set(session.scalars(query))
