"""What came in, as people look it up: money from parties and where it went, and contributions in kind."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import contributions, evidence, matching, taking_back
from ledger.core.language import Code
from ledger.core.sentences import Sentence
from ledger.core.statements.facts import Names
from ledger.core.statements.funds import earmark_text
from ledger.core.statements.words import ENTRY_KINDS, word
from ledger.evidence import EvidenceRow
from ledger.matching import Place
from ledger.storage import accounts, funding, naming, reads
from ledger.storage.documents import evidence_counts
from ledger.storage.reads import col
from ledger.storage.tables import (
    Contribution,
    ContributionPart,
    EntrySeal,
    InKind,
    Instalment,
    JournalEntry,
    Party,
    Project,
)

PER_PAGE = 50


@dataclass(frozen=True)
class ReceivedView:
    """Money that came in, and the due dates of the instalments it filled; None for beyond them all.

    `files` counts its evidence.
    """

    number: int
    received_on: date
    party: str
    slug: str
    cents: int
    reference: str
    state: str
    filled: Sequence[date | None]
    files: int


@dataclass(frozen=True)
class Received:
    """Part of the list of money received, and how many there are in all."""

    rows: Sequence[ReceivedView]
    count: int


@dataclass(frozen=True)
class PartView:
    """Where part of a contribution went: an instalment with its own amount, or beyond them all."""

    place: Place
    earmark: str | Sentence
    instalment_cents: int | None
    cents: int


@dataclass(frozen=True)
class EntryLine:
    """A journal entry about something: its number, day and what happened."""

    number: int
    day: date
    what: Sentence


@dataclass(frozen=True)
class ContributionPage:
    """Everything about one contribution.

    `held_cents` is what the covenant still holds for its party beyond all instalments, whichever contribution
    that came with.
    """

    row: Contribution
    party: str
    slug: str
    recorded_by: str
    parts: Sequence[PartView]
    entries: Sequence[EntryLine]
    files: Sequence[tuple[EvidenceRow, str]]
    held_cents: int


@dataclass(frozen=True)
class GivenView:
    """Hours or goods that a party gave, with the files that show it."""

    number: int
    given_on: date
    party: str
    slug: str
    project: str | None
    project_slug: str | None
    unit: str
    quantity_hundredths: int
    description: str
    value_cents: int
    recorded_by: str
    files: Sequence[EvidenceRow]
    is_taken_back: bool


@dataclass(frozen=True)
class GivenTotal:
    """How many contributions in kind there are, and what they are worth in cents."""

    count: int
    cents: int


def received(
    session: Session, covenant_id: int, *, party: str | None = None, first: int = 0, most: int = PER_PAGE
) -> Received:
    """List money received, the latest first; `party` keeps to one, by its slug.

    Refuses a party there is none of.
    """
    asked = [col(Contribution.covenant_id) == covenant_id]
    if party:
        asked.append(col(Contribution.party_id) == reads.party_by_slug(session, covenant_id, party).id)
    rows = session.execute(
        select(Contribution, col(Party.name), col(Party.slug))
        .join(
            Party,
            (col(Party.covenant_id) == col(Contribution.covenant_id))
            & (col(Party.id) == col(Contribution.party_id)),
        )
        .where(*asked)
        .order_by(col(Contribution.received_on).desc(), col(Contribution.id).desc())
        .offset(first)
        .limit(most)
    ).all()
    filled = _filled(session, covenant_id, [row.id for row, _, _ in rows])
    files = evidence_counts(session, covenant_id, "contribution")
    return Received(
        [
            ReceivedView(
                row.id,
                row.received_on,
                name,
                slug,
                row.amount_cents,
                row.reference,
                row.state,
                filled.get(row.id, ()),
                files.get(f"contribution/{row.id}", 0),
            )
            for row, name, slug in rows
        ],
        session.execute(select(func.count()).select_from(Contribution).where(*asked)).scalar_one(),
    )


def _filled(session: Session, covenant_id: int, numbers: Collection[int]) -> dict[int, list[date | None]]:
    """Read the due dates of the instalments that contributions filled, in order."""
    found: dict[int, list[date | None]] = {}
    for number, due_on in session.execute(
        select(col(ContributionPart.contribution_id), col(Instalment.due_on))
        .outerjoin(
            Instalment,
            (col(Instalment.covenant_id) == col(ContributionPart.covenant_id))
            & (col(Instalment.id) == col(ContributionPart.instalment_id)),
        )
        .where(
            col(ContributionPart.covenant_id) == covenant_id,
            col(ContributionPart.contribution_id).in_(numbers),
        )
        .order_by(col(ContributionPart.contribution_id), col(ContributionPart.line))
    ):
        found.setdefault(number, []).append(due_on)
    return found


def contribution_page(session: Session, covenant_id: int, number: int, *, code: Code) -> ContributionPage:
    """Gather everything about one contribution; refuses a number there is none of."""
    row = contributions.find_contribution(session, covenant_id, number)
    party = session.get_one(Party, (covenant_id, row.party_id))
    names = naming.names(session, covenant_id, code)
    subject = f"contribution/{number}"
    files = evidence.list_evidence(session, covenant_id, subject)
    people = accounts.names_of(session, {row.person_id, *(one.person_id for one in files)})
    return ContributionPage(
        row=row,
        party=names.parties[party.id].name,
        slug=party.slug,
        recorded_by=people.get(row.person_id, ""),
        parts=_parts(session, covenant_id, names, number),
        entries=entries_about(session, covenant_id, subject),
        files=[(one, people.get(one.person_id, "")) for one in files],
        held_cents=sum(cents for _, cents in contributions.to_return(session, covenant_id, party.id)),
    )


def _parts(session: Session, covenant_id: int, names: Names, number: int) -> list[PartView]:
    amounts = {row.id: row.amount_cents for row in reads.instalments(session, covenant_id)}
    return [
        PartView(place, earmark_text(names, place.pledge_id), amounts.get(place.instalment_id or 0), cents)
        for place, cents in matching.parts_of(session, covenant_id, number)
    ]


def entries_about(session: Session, covenant_id: int, subject: str) -> list[EntryLine]:
    """List the sealed journal entries about one thing, in order."""
    rows = session.execute(
        select(col(JournalEntry.id), col(JournalEntry.day), col(JournalEntry.kind))
        .join(
            EntrySeal,
            (col(EntrySeal.covenant_id) == col(JournalEntry.covenant_id))
            & (col(EntrySeal.entry_id) == col(JournalEntry.id)),
        )
        .where(col(JournalEntry.covenant_id) == covenant_id, col(JournalEntry.subject) == subject)
        .order_by(col(JournalEntry.id))
    )
    return [EntryLine(number, day, word(ENTRY_KINDS, kind)) for number, day, kind in rows]


def given(session: Session, covenant_id: int, *, first: int = 0, most: int = PER_PAGE) -> list[GivenView]:
    """List contributions in kind, the latest first, with their files."""
    rows = session.execute(
        select(InKind, col(Party.name), col(Party.slug), col(Project.name), col(Project.slug))
        .join(
            Party,
            (col(Party.covenant_id) == col(InKind.covenant_id)) & (col(Party.id) == col(InKind.party_id)),
        )
        .outerjoin(
            Project,
            (col(Project.covenant_id) == col(InKind.covenant_id))
            & (col(Project.id) == col(InKind.project_id)),
        )
        .where(col(InKind.covenant_id) == covenant_id)
        .order_by(col(InKind.given_on).desc(), col(InKind.id).desc())
        .offset(first)
        .limit(most)
    ).all()
    subjects = [f"in-kind/{row.id}" for row, *_ in rows]
    files, taken = (
        evidence.evidence_of(session, covenant_id, subjects),
        taking_back.of(session, covenant_id, subjects),
    )
    people = accounts.names_of(session, {row.person_id for row, *_ in rows})
    return [
        GivenView(
            row.id,
            row.given_on,
            party,
            slug,
            project,
            project_slug,
            row.unit,
            row.quantity_hundredths,
            row.description,
            row.value_cents,
            people.get(row.person_id, ""),
            files.get(f"in-kind/{row.id}", ()),
            f"in-kind/{row.id}" in taken,
        )
        for row, party, slug, project, project_slug in rows
    ]


def given_total(session: Session, covenant_id: int) -> GivenTotal:
    """Count contributions in kind, and sum what those are worth that were not taken back."""
    count = session.execute(
        select(func.count()).select_from(InKind).where(col(InKind.covenant_id) == covenant_id)
    ).scalar_one()
    cents = session.execute(
        select(func.coalesce(func.sum(col(InKind.value_cents)), 0)).where(
            col(InKind.covenant_id) == covenant_id,
            funding.not_taken_back(covenant_id, "in-kind", col(InKind.id)),
        )
    ).scalar_one()
    return GivenTotal(count, int(cents))
