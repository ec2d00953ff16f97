"""The journal and the trail as people look them up: page by page, by what they ask for."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ledger.chained import RowsAsked
from ledger.core.act_words import Names, words_of
from ledger.core.entry import COMMON
from ledger.core.language import Code
from ledger.core.numbers import NUMBERS
from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.facts import COMMON_FUND
from ledger.expenditures import funder_names
from ledger.storage import reads
from ledger.storage.reads import col
from ledger.storage.tables import EntrySeal, Indicator, JournalEntry, Payee, Person, Posting, Trail

PER_PAGE = 50


@dataclass(frozen=True)
class JournalFilter:
    """What part of the journal is asked for; None leaves a part open."""

    year: int | None = None
    account: str | None = None
    pledge: int | None = None
    project: str | None = None
    number: int | None = None


@dataclass(frozen=True)
class PostingView:
    """One line of an entry."""

    account: str
    funder: str
    project: str
    project_slug: str
    cents: int


@dataclass(frozen=True)
class EntryView:
    """One entry with its lines; `subject` is the address of what it is about, where that has a page."""

    entry: JournalEntry
    lines: Sequence[PostingView]
    subject: str | None


@dataclass(frozen=True)
class JournalPage:
    """One page of the journal: its entries, and how many there are in all."""

    entries: Sequence[EntryView]
    count: int
    funders: Mapping[int, str]


def journal_page(session: Session, covenant_id: int, asked: JournalFilter, *, first: int = 0) -> JournalPage:
    """Read one page of the sealed entries that have a line of what is asked for, the newest day first."""
    conditions = _conditions(session, covenant_id, asked)
    count = session.execute(select(func.count()).select_from(JournalEntry).where(*conditions)).scalar_one()
    entries = session.scalars(
        select(JournalEntry)
        .where(*conditions)
        .order_by(col(JournalEntry.day).desc(), col(JournalEntry.id).desc())
        .offset(first)
        .limit(PER_PAGE)
    ).all()
    projects = {project.id: project for project in reads.projects(session, covenant_id)}
    funders = funder_names(session, covenant_id)
    lines: dict[int, list[PostingView]] = {}
    for entry_id, account, pledge, project_id, cents in session.execute(
        select(
            col(Posting.entry_id),
            col(Posting.account),
            col(Posting.pledge_id),
            col(Posting.project_id),
            col(Posting.cents),
        )
        .where(
            col(Posting.covenant_id) == covenant_id, col(Posting.entry_id).in_([one.id for one in entries])
        )
        .order_by(col(Posting.entry_id), col(Posting.line))
    ):
        project = projects.get(project_id or 0)
        lines.setdefault(entry_id, []).append(
            PostingView(
                account,
                funders.get(pledge, ""),
                project.name if project else "",
                project.slug if project else "",
                cents,
            )
        )
    views = [EntryView(one, lines.get(one.id, []), address_of(one.subject)) for one in entries]
    return JournalPage(views, count, funders)


def one_entry(session: Session, covenant_id: int, number: int) -> EntryView:
    """Read one sealed entry; refuses a number there is none of."""
    asked = JournalFilter(number=number)
    found = journal_page(session, covenant_id, asked).entries if number in NUMBERS else ()
    if not found:
        raise NotFound(sentence(N_("There is no journal entry %(number)s."), number=number))
    return found[0]


def _conditions(session: Session, covenant_id: int, asked: JournalFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        col(JournalEntry.covenant_id) == covenant_id,
        select(col(EntrySeal.entry_id))
        .where(col(EntrySeal.covenant_id) == covenant_id, col(EntrySeal.entry_id) == col(JournalEntry.id))
        .exists(),
    ]
    if asked.year is not None:
        found.append(col(JournalEntry.fiscal_year) == asked.year)
    if asked.number is not None:
        found.append(col(JournalEntry.id) == asked.number)
    of_line: list[ColumnElement[bool]] = []
    if asked.account:
        of_line.append(col(Posting.account) == asked.account)
    if asked.pledge is not None:
        of_line.append(col(Posting.pledge_id) == asked.pledge)
    if asked.project:
        of_line.append(
            col(Posting.project_id) == reads.project_by_slug(session, covenant_id, asked.project).id
        )
    if of_line:
        found.append(
            select(col(Posting.line))
            .where(
                col(Posting.covenant_id) == covenant_id,
                col(Posting.entry_id) == col(JournalEntry.id),
                *of_line,
            )
            .exists()
        )
    return found


PAGES = {
    "bank": "records/bank",
    "cash": "bank/advances",
    "in-kind": "records/in-kind",
    "measurement": "records/measurement",
    "return": "records/return",
    "expenditure": "expenditures",
    "contribution": "contributions",
    "budget": "budgets",
    "decision": "decisions",
    "party": "parties",
    "payee": "payees",
    "obligation": "obligations",
    "project": "projects",
    "settlement": "decisions",
    "year": "years",
}
"""What has a page of its own: the word in a subject, and the first part of its address."""


TOGETHER = {
    "instalment": "contributions",
    "pledge": "contributions",
    "reduction": "contributions",
}
"""What stands on one page with others of its kind."""


def address_of(subject: str) -> str | None:
    """Give the address below the covenant's of what a subject names; None where it has no page."""
    kind, _, rest = subject.partition("/")
    if kind in TOGETHER:
        return TOGETHER[kind]
    return f"{PAGES[kind]}/{rest}" if kind in PAGES else None


@dataclass(frozen=True)
class ActView:
    """One act on the trail: who, what, about what, and what it says; `names` are those of what it names."""

    seq: int
    at: datetime
    person: str
    act: str
    subject: str
    address: str | None
    content: Any
    hash: str
    names: Names


@dataclass(frozen=True)
class TrailPage:
    """One page of the trail, with the persons and acts there are to choose from."""

    acts: Sequence[ActView]
    count: int
    people: Mapping[int, str]
    kinds: Sequence[tuple[str, Sentence]]


def trail_page(
    session: Session, covenant_id: int, asked: RowsAsked, *, first: int = 0, code: Code = "en"
) -> TrailPage:
    """Read one page of the trail, the newest act first; names are in the language with this code."""
    conditions = [col(Trail.covenant_id) == covenant_id, *asked.of(Trail)]
    count = session.execute(select(func.count()).select_from(Trail).where(*conditions)).scalar_one()
    rows = session.scalars(
        select(Trail).where(*conditions).order_by(col(Trail.seq).desc()).offset(first).limit(PER_PAGE)
    ).all()
    seen = session.scalars(
        select(col(Trail.person_id)).where(col(Trail.covenant_id) == covenant_id).distinct()
    ).all()
    rows_of_people = session.execute(select(col(Person.id), col(Person.name)).where(col(Person.id).in_(seen)))
    people = dict(rows_of_people.all())
    kinds = session.scalars(
        select(col(Trail.act))
        .where(col(Trail.covenant_id) == covenant_id)
        .distinct()
        .order_by(col(Trail.act))
    ).all()
    acts = acts_of(rows, people, names_in(session, covenant_id, code))
    return TrailPage(acts, count, people, [(each, words_of(each)) for each in kinds])


def names_in(session: Session, covenant_id: int, code: Code) -> Names:
    """Read what the acts of a covenant know by a short name or number is called, in one language."""
    covenant = reads.covenant(session, covenant_id)
    projects = reads.projects(session, covenant_id)
    payees = session.execute(
        select(col(Payee.id), col(Payee.name)).where(col(Payee.covenant_id) == covenant_id)
    )
    indicators = session.scalars(select(Indicator).where(col(Indicator.covenant_id) == covenant_id))
    funders: dict[str | int, str | Sentence] = dict(funder_names(session, covenant_id).items())
    own = "name_nl" if code == "nl" else "name_en"
    return {
        "covenant": {covenant.slug: covenant.name},
        "party": {party.slug: party.name for party in reads.parties(session, covenant_id)},
        "project": {key: each.name for each in projects for key in (each.id, each.slug)},
        "pledge": {**funders, COMMON: COMMON_FUND},
        "payee": dict(payees.all()),
        "line": {line.slug: getattr(line, own) for line in reads.lines(session, covenant_id)},
        "indicator": {each.slug: getattr(each, own) for each in indicators},
    }


def acts_of(rows: Sequence[Trail], people: Mapping[int, str], names: Names) -> list[ActView]:
    """Read rows of the trail as acts that people did, by the names of persons and of what they name."""
    return [
        ActView(
            row.seq,
            row.at,
            people.get(row.person_id, ""),
            row.act,
            row.subject,
            address_of(row.subject),
            json.loads(row.content),
            row.hash,
            names,
        )
        for row in rows
    ]
