"""Reports: every statement of a covenant as at a day, gathered here and drawn in core.

A statement is drawn as at the last day asked for, whatever was posted later: entries by their day, budgets by
that of their adoption (at the latest the last of their own year), decisions by that of their end. `year` is a
fiscal year, None the whole term.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import trail, translations
from ledger.core.language import Code
from ledger.core.refusals import Malformed, NotFound
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements import balance, bank, deciding, funds, journal, party, result, spend
from ledger.core.statements.facts import (
    COMMON_FUND,
    Balances,
    Names,
    Period,
    of_account,
    said,
)
from ledger.core.statements.party import PartyStatement
from ledger.core.statements.result import Result, Use
from ledger.core.statements.shape import Bar, Flow, Report, Statement
from ledger.core.statements.titles import KEYS, TITLES
from ledger.core.statements.words import PARTY_KINDS, word
from ledger.storage import documents, funding, outcomes, pledging, reads
from ledger.storage.asked import Asked, next_day
from ledger.storage.reads import col
from ledger.storage.tables import Covenant, Trail

__all__ = ["KEYS", "TITLES", "party_statement", "period_of", "report", "statement"]


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


def _balance_sheet(asked: Asked) -> Statement:
    def standing(day: date, debts: list[bank.Debt]) -> balance.Standing:
        return balance.Standing(asked.sums(None, day), asked.kept_through(day), bank.claims_cents(debts))

    period = asked.period
    before = None
    if period.prior is not None:
        debts = documents.debts(asked.session, asked.covenant_id, period.before)
        before = standing(period.before, debts)
    return balance.balance_sheet(period, standing(period.as_at, asked.debts), before)


def _trial_balance(asked: Asked) -> Statement:
    later = asked.sums(next_day(asked.period.as_at), None)
    accounts = {key: cents - of_account(later, key) for key, cents in asked.books.kept_accounts().items()}
    return balance.trial_balance(asked.period, accounts, asked.kept_through(asked.period.as_at))


def _income_expenditure(asked: Asked) -> Statement:
    period = asked.period
    before = None
    if period.prior is not None and period.year is not None:
        before = _result(asked, period.year - 1, *period.prior)
    now = _result(asked, period.year, period.from_day, period.as_at)
    return result.income_expenditure(period, asked.names, now, before, asked.adopted.budgets)


def _result(asked: Asked, year: int | None, first: date, last: date) -> Result:
    income = {pledge_id: -cents for (_, pledge_id), cents in asked.sums(first, last, "income").items()}
    kept = asked.kept_between(first, last, "income")
    return Result(
        year, income, asked.spent(first, last), -of_account(kept, "income"), asked.kept_costs(first, last)
    )


def _budget_actual(asked: Asked) -> Statement:
    return result.budget_actual(asked.period, asked.names, asked.uses, asked.kept_uses())


def _contributions(asked: Asked) -> Statement:
    as_at = asked.period.as_at
    return funds.contributions(
        asked.period,
        asked.names,
        asked.dues,
        funds.Received(
            funding.per_pledge(asked.parts),
            funding.beyond(asked.parts),
            asked.books.returned(None, as_at),
        ),
        funds.KeptContributions(
            pledging.promised_cents(asked.session, asked.covenant_id, as_at),
            _fell_due(asked, None),
            sum(asked.books.sums_about("contribution", ["bank"], None, as_at).values()),
            asked.kept_through(as_at, "receivable", "advance", "to_return"),
        ),
        pledging.gone_cents(asked.session, asked.covenant_id, as_at),
    )


def _fell_due(asked: Asked, first: date | None) -> int:
    """Sum what fell due by way of the journal: what instalments added to unspent contributions.

    What was taken off them later is left out.
    """
    return -sum(
        sum(asked.books.sums_about(kind, ["unspent"], first, asked.period.as_at).values())
        for kind in ("instalment", "reduction")
    )


def _roll_forward(asked: Asked) -> Statement:
    period, names = asked.period, asked.names
    received = asked.books.sums_about("contribution", ["bank"], period.from_day, period.as_at)
    interest = asked.books.sums_about("bank", ["unspent"], period.from_day, period.as_at)
    kept = funds.KeptMovements(
        _position(names, asked.kept_through(period.before, *funds.POSITION)),
        _fell_due(asked, period.from_day),
        sum(received.values()) - sum(interest.values()),
        asked.kept_costs_cents,
        _position(names, asked.kept_through(period.as_at, *funds.POSITION)),
    )
    return funds.roll_forward(period, names, asked.movements(), kept)


def _position(names: Names, balances: Balances) -> int:
    return sum(funds.position(balances, pledge_id) for pledge_id in names.funds())


def _sources_uses(asked: Asked) -> Statement:
    period = asked.period
    posted = asked.sums if period.year is not None else asked.kept_between
    booked = posted(period.from_day, period.as_at, "income")
    income = {pledge_id: -cents for (_, pledge_id), cents in booked.items()}
    return result.sources_uses(period, asked.names, asked.costs(period.from_day, period.as_at), income)


def _bank(asked: Asked) -> Statement:
    period = asked.period
    return bank.bank(
        period,
        of_account(asked.sums(None, period.before, "bank"), "bank"),
        documents.bank_movements(asked.books, period),
        of_account(asked.kept_through(period.as_at, "bank"), "bank"),
    )


def _creditors(asked: Asked) -> Statement:
    kept = asked.kept_through(asked.period.as_at, "creditors")
    return bank.creditors(asked.period, asked.debts, of_account(kept, "creditors"))


def _off_balance(asked: Asked) -> Statement:
    period, names = asked.period, asked.names
    session, covenant_id = asked.session, asked.covenant_id
    given, given_cents = funding.in_kind(session, covenant_id, period.from_day, period.as_at, asked.code)
    later = funding.obligated_later(session, covenant_id, period.as_at)
    kept_bound = sum(obligated for _, obligated, _ in asked.kept_projects.values()) - sum(later.values())
    promised = pledging.promised_cents(session, covenant_id, period.as_at)
    return bank.off_balance(
        period,
        {
            bank.INSTALMENTS: funding.to_come(asked.dues, names),
            bank.OBLIGATIONS: funding.bound(asked.contracts, names),
            bank.IN_KIND: given,
        },
        {
            bank.INSTALMENTS: promised - _fell_due(asked, None),
            bank.OBLIGATIONS: kept_bound,
            bank.IN_KIND: given_cents,
        },
    )


def _expenditures(asked: Asked) -> Statement:
    found = documents.spent(asked.books, asked.names, asked.period, asked.charged)
    return spend.expenditures(asked.period, asked.names, found, asked.kept_costs_cents)


def _charges(asked: Asked) -> Statement:
    return spend.charges(asked.period, asked.names, asked.charged, asked.kept_costs_cents)


def _decisions(asked: Asked) -> Statement:
    found = outcomes.decisions(asked.session, asked.covenant_id, asked.period)
    return deciding.decisions(asked.period, asked.names, found)


def _indicators(asked: Asked) -> Statement:
    found = outcomes.goals(asked.session, asked.covenant_id, asked.period, asked.code)
    return deciding.indicators(asked.period, found)


def _journal(asked: Asked) -> Statement:
    period = asked.period
    lines = documents.journal_lines(asked.books, period)
    return journal.journal(period, asked.names, lines, *asked.books.turnover(period.from_day, period.as_at))


_DRAW: Mapping[str, Callable[[Asked], Statement]] = {
    "balance-sheet": _balance_sheet,
    "income-expenditure": _income_expenditure,
    "budget-actual": _budget_actual,
    "contributions": _contributions,
    "roll-forward": _roll_forward,
    "sources-uses": _sources_uses,
    "bank": _bank,
    "creditors": _creditors,
    "off-balance": _off_balance,
    "expenditures": _expenditures,
    "charges": _charges,
    "decisions": _decisions,
    "indicators": _indicators,
    "trial-balance": _trial_balance,
    "journal": _journal,
}


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
    if key not in _DRAW:
        raise NotFound(sentence(N_('There is no statement "%(key)s".'), key=key[:40]))
    period = period_of(session, covenant_id, year, as_at)
    return _DRAW[key](Asked(session, covenant_id, period, language_code))


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

    It is made at the time of the trail's last act, so that the same state gives the same report.
    """
    covenant = reads.covenant(session, covenant_id)
    asked = Asked(session, covenant_id, period_of(session, covenant_id, year, as_at), code)
    period = asked.period
    statements = tuple(_DRAW[key](asked) for key in KEYS)
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
        statements=statements,
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

    Refuses a party there is none of.
    """
    found = reads.party_by_slug(session, covenant_id, party_slug)
    asked = Asked(session, covenant_id, period_of(session, covenant_id, year, as_at), code)
    period = asked.period
    pledges = [number for number, pledge in asked.names.pledges.items() if pledge.party_id == found.id]
    standing = party.standing(
        pledges,
        asked.dues,
        funding.per_pledge(asked.parts),
        asked.books.returned(None, period.as_at),
        asked.sums(None, period.as_at, "income"),
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
