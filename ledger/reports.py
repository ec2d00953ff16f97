"""Reports: every statement of a covenant as at a day, gathered here and drawn in core.

A statement is drawn as at the last day asked for, whatever was posted later: entries by their day, budgets by
that of their adoption (at the latest the last of their own year), decisions by that of their end. `year` is a
fiscal year, None the whole term.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import trail, translations
from ledger.core.language import Code
from ledger.core.refusals import Malformed, NotFound
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements import funds, leaving, party, result
from ledger.core.statements.facts import (
    COMMON_FUND,
    Period,
    of_account,
    said,
)
from ledger.core.statements.journal import Book
from ledger.core.statements.party import PartyStatement
from ledger.core.statements.result import Use
from ledger.core.statements.shape import Bar, Flow, Report, Statement
from ledger.core.statements.titles import KEYS, TITLES
from ledger.core.statements.words import PARTY_KINDS, word
from ledger.drawing import DRAW
from ledger.storage import documents, funding, pledging, reads
from ledger.storage.asked import Asked
from ledger.storage.reads import col
from ledger.storage.tables import Covenant, Party, Trail

__all__ = ["KEYS", "TITLES", "book", "party_statement", "period_of", "report", "statement"]


def period_of(session: Session, covenant_id: int, year: int | None, as_at: date | None = None) -> Period:
    """Work out the period of a fiscal year, or of the whole term, through a last day.

    Refuses a year the covenant has no books for, and a last day outside the period.
    """
    years = reads.fiscal_years(session, covenant_id)
    if not years:
        raise NotFound(sentence(N_("There is no such covenant.")))
    if year is None:
        first, last = reads.covenant(session, covenant_id).starts_on, years[-1].ends_on
    else:
        of_year = next((one for one in years if one.year == year), None)
        if of_year is None:
            raise NotFound(
                sentence(N_("There are no books for %(year)s in this covenant."), year=str(year)), "year"
            )
        first, last = of_year.starts_on, of_year.ends_on
    day = last if as_at is None else as_at
    if not first <= day <= last:
        raise Malformed(
            sentence(
                N_("%(day)s lies outside the period from %(first)s through %(last)s."),
                day=day,
                first=first,
                last=last,
            ),
            "as_at",
        )
    running = reads.running_start(session, covenant_id)
    if running is not None and first < running.starts_on <= day:
        first = running.starts_on
    prior = next((one for one in years if year is not None and one.year == year - 1), None)
    return Period(year, first, day, (prior.starts_on, prior.ends_on) if prior else None)


def last_day(
    session: Session, covenant_id: int, year: int | None, today: date, *, asked: date | None = None
) -> date:
    """Give the last day to tell of a year, or of the whole term: today while it runs, else its own last.

    `asked` is the day somebody asks for. Refuses a year that has not begun, and a day that has not come.
    """
    period = period_of(session, covenant_id, year, asked)
    if year is not None and today < period.from_day:
        raise NotFound(
            sentence(
                N_("Fiscal year %(year)s begins on %(day)s; there is nothing to tell of it yet."),
                year=str(year),
                day=period.from_day,
            ),
            "year",
        )
    if asked is not None and asked > max(today, period.from_day):
        raise Malformed(sentence(N_("%(day)s has not come yet."), day=asked), "as_at")
    return min(period.as_at, max(today, period.from_day))


def years_begun(session: Session, covenant_id: int, today: date) -> list[int]:
    """Name the fiscal years of which there is something to tell: those that have begun."""
    return [each.year for each in reads.fiscal_years(session, covenant_id) if each.starts_on <= today]


def present_year(session: Session, covenant_id: int, today: date) -> int:
    """Choose the year to begin with: the newest that has begun, but none after the term; else the first."""
    covenant = reads.covenant(session, covenant_id)
    years = reads.fiscal_years(session, covenant_id)
    begun = [each.year for each in years if each.starts_on <= min(today, covenant.ends_on)]
    return begun[-1] if begun else years[0].year


def statement(
    session: Session,
    covenant_id: int,
    key: str,
    *,
    year: int | None,
    as_at: date | None = None,
    language_code: Code,
) -> Statement:
    """Draw one statement; `key` is one of KEYS. Refuses a key, year or day there is none of."""
    if key not in DRAW:
        raise NotFound(sentence(N_('There is no statement "%(key)s".'), key=key[:40]))
    period = period_of(session, covenant_id, year, as_at)
    return DRAW[key](Asked(session, covenant_id, period, language_code))


@dataclass(frozen=True)
class Picture:
    """A year, or the whole term, at a glance: key figures and what the two charts are drawn from."""

    headline: tuple[tuple[Sentence, int], ...]
    bars: tuple[Bar, ...]
    flows: tuple[Flow, ...]
    goal: Sentence


def picture(
    session: Session, covenant_id: int, *, year: int | None, as_at: date | None = None, code: Code
) -> Picture:
    """Gather a year, or the whole term, at a glance."""
    covenant = reads.covenant(session, covenant_id)
    return _picture(Asked(session, covenant_id, period_of(session, covenant_id, year, as_at), code), covenant)


def _picture(asked: Asked, covenant: Covenant) -> Picture:
    common = translations.language(asked.code).say(COMMON_FUND)
    costs = asked.costs(asked.period.from_day, asked.period.as_at)
    return Picture(
        _headline(asked),
        result.bars(asked.names, asked.uses),
        result.flows(asked.names, costs, common),
        _goal(covenant, asked.code),
    )


def report(
    session: Session, covenant_id: int, *, year: int | None, as_at: date | None = None, code: Code
) -> Report:
    """Gather a year, or the whole term, into one report: key figures, charts and every statement.

    Of a party that left there is a closing statement, from the year it left until all of it is settled.
    It is made at the time of the trail's last act, so that the same state gives the same report.
    """
    covenant = reads.covenant(session, covenant_id)
    asked = Asked(session, covenant_id, period_of(session, covenant_id, year, as_at), code)
    period = asked.period
    statements = [DRAW[key](asked) for key in KEYS]
    after = KEYS.index("roll-forward") + 1  # beside the other statements of what each party promised
    statements[after:after] = _closings(asked)
    seen = _picture(asked, covenant)
    return Report(
        covenant=covenant.name,
        place=covenant.place,
        goal=seen.goal,
        slug=covenant.slug,
        year=period.year,
        from_day=period.from_day,
        as_at=period.as_at,
        made_at=_made_at(session, covenant_id),
        head=trail.head(session, covenant_id),
        parties=tuple(
            (one.name, word(PARTY_KINDS, one.kind))
            for one in reads.parties(session, covenant_id)
            if one.joined_on <= period.as_at
        ),
        headline=seen.headline,
        bars=seen.bars,
        flows=seen.flows,
        statements=tuple(statements),
    )


def book(
    session: Session, covenant_id: int, *, year: int | None, as_at: date | None = None, code: Code
) -> Book:
    """Give the journal of a year, or of the whole term, for other programs to read.

    Its postings are read while they are written out, so the session has to last until then.
    """
    asked = Asked(session, covenant_id, period_of(session, covenant_id, year, as_at), code)
    return Book(
        reads.covenant(session, covenant_id).name,
        asked.period,
        _made_at(session, covenant_id),
        trail.head(session, covenant_id),
        asked.names,
        documents.journal_lines(asked.books, asked.period),
    )


def _goal(covenant: Covenant, code: Code) -> Sentence:
    """Give the covenant's goal in the reader's language, or in the other where it has no words in theirs."""
    own, other = covenant.goal_nl, covenant.goal_en
    if code == "en":
        own, other = other, own
    return said(own or other)


def _made_at(session: Session, covenant_id: int) -> datetime:
    """Give the time of the trail's last act; every covenant has one, that of its opening."""
    at = session.execute(
        select(col(Trail.at))
        .where(col(Trail.covenant_id) == covenant_id)
        .order_by(col(Trail.seq).desc())
        .limit(1)
    ).scalar_one()
    return at.astimezone(UTC)


def _headline(asked: Asked) -> tuple[tuple[Sentence, int], ...]:
    """Give the key figures: as at the last day, the budget and spend those of the year asked for."""
    total = sum(asked.uses.values(), Use())
    balances = asked.sums(None, asked.period.as_at, "bank")
    owed = sum(one.cents for one in asked.debts if one.cents > 0)
    return (
        (sentence(N_("Promised")), sum(one.cents for one in asked.dues)),
        (sentence(N_("Received")), sum(asked.parts.values())),
        (sentence(N_("Budget")), total.budget_cents),
        (sentence(N_("Obligations")), total.obligated_cents),
        (sentence(N_("Spent")), total.spent_cents),
        (sentence(N_("Left of the budget")), total.left_cents),
        (sentence(N_("In the bank")), of_account(balances, "bank")),
        (sentence(N_("Owed to payees")), owed),
    )


def party_statement(
    session: Session,
    covenant_id: int,
    party_slug: str,
    *,
    year: int | None,
    as_at: date | None = None,
    code: Code,
) -> PartyStatement:
    """Say what one party's money paid: how it stands at the last day, and every charge of the period.

    That of a party which joined later begins with the day it joined. Refuses a party there is none of.
    """
    found = reads.party_by_slug(session, covenant_id, party_slug)
    period = period_of(session, covenant_id, year, as_at)
    joined_on = pledging.joiners(session, covenant_id).get(found.id)
    if joined_on is not None and period.holds(joined_on):
        period = replace(period, from_day=joined_on)
    asked = Asked(session, covenant_id, period, code)
    pledges = _pledges_of(asked, found.id)
    standing = party.standing(
        pledges,
        asked.dues,
        funding.per_pledge(asked.parts),
        asked.books.returned(None, period.as_at),
        asked.charged_through(period.as_at),
    )
    kept = asked.kept_between(period.from_day, period.as_at, "income")
    return PartyStatement(
        found.name,
        word(PARTY_KINDS, found.kind),
        period,
        standing,
        party.party_charges(
            period,
            asked.names,
            pledges,
            asked.charged,
            -sum(kept.get(("income", number), 0) for number in pledges),
        ),
    )


def closing_statement(
    session: Session, covenant_id: int, party_slug: str, *, as_at: date, code: Code
) -> Statement | None:
    """Draw the closing statement of a party that left, as at a day; None where it did not, or gave no pledge.

    Refuses a party there is none of.
    """
    found = reads.party_by_slug(session, covenant_id, party_slug)
    asked = Asked(session, covenant_id, period_of(session, covenant_id, None, as_at), code)
    return _closing(asked, found, _pledges_of(asked, found.id))


def _closings(asked: Asked) -> list[Statement]:
    """Draw the closing statement of every party that left by the last day, until all of it is settled."""
    period, found = asked.period, []
    for one in reads.parties(asked.session, asked.covenant_id):
        if one.left_on is None or one.left_on > period.as_at:
            continue
        pledges = _pledges_of(asked, one.id)
        if period.holds(one.left_on) or (not one.money_stays and _is_open(asked, pledges)):
            found.append(_closing(asked, one, pledges))
    return [each for each in found if each is not None]


def _pledges_of(asked: Asked, party_id: int) -> list[int]:
    return [number for number, pledge in asked.names.pledges.items() if pledge.party_id == party_id]


def _is_open(asked: Asked, pledges: Sequence[int]) -> bool:
    """Say whether anything was still to come in, to go back or to be settled before the period began."""
    balances = asked.kept_through(asked.period.before, "unspent", "to_return", "receivable")
    return any(cents for (_, pledge_id), cents in balances.items() if pledge_id in pledges)


def _closing(asked: Asked, found: Party, pledges: Sequence[int]) -> Statement | None:
    as_at = asked.period.as_at
    if found.left_on is None or found.left_on > as_at or not pledges:
        return None
    accounts = ("income", "unspent", "to_return", "receivable")
    promised = {row.id: row.amount_cents for row in reads.pledges(asked.session, asked.covenant_id)}
    return leaving.closing_statement(
        asked.period,
        asked.names,
        leaving.Left(
            found.slug,
            found.name,
            pledges,
            promised,
            asked.kept_through(as_at, *accounts),
            asked.books.sums_about("contribution", ["bank"], None, as_at),
        ),
        asked.dues,
        funds.Received(
            funding.per_pledge(asked.parts), funding.beyond(asked.parts), asked.books.returned(None, as_at)
        ),
    )
