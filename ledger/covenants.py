"""Covenants: opening one from its file, and the facts everybody asks of it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from itertools import accumulate
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import periods, trail
from ledger.core.acting import By
from ledger.core.calendar import fiscal_year_of
from ledger.core.chart import ACCOUNTS
from ledger.core.covenant_file.facts import AgreedPledge, CovenantFile
from ledger.core.entry import COMMON
from ledger.core.mandate import Step, Voters
from ledger.core.refusals import NotAllowed, WrongState
from ledger.core.sentences import N_, sentence
from ledger.storage import reads
from ledger.storage.canonical import Content
from ledger.storage.reads import col
from ledger.storage.tables import (
    AccountTotal,
    Covenant,
    DecisionRule,
    FundTotal,
    Indicator,
    Instalment,
    MandateFrom,
    MandateStep,
    Party,
    Pledge,
    PledgeEarmark,
    PledgeTotal,
    ProgrammeLine,
    RuleConsent,
)


def open_covenant(session: Session, file: CovenantFile, *, by: By, demonstration: bool = False) -> int:
    """Open a covenant from what its file says: parties, pledges, rules, goals; give its number.

    Refuses a slug that another covenant in this database bears.
    """
    agreed = file.covenant
    if session.execute(select(col(Covenant.id)).where(col(Covenant.slug) == agreed.slug)).first():
        raise WrongState(
            sentence(N_("There is already a covenant %(slug)s."), slug=agreed.slug), "covenant.slug"
        )
    number = (session.execute(select(func.max(col(Covenant.id)))).scalar() or 0) + 1
    month, day = agreed.fiscal_year_starts
    covenant = Covenant(
        id=number,
        slug=agreed.slug,
        name=agreed.name,
        place=agreed.place,
        currency=agreed.currency,
        starts_on=agreed.starts_on,
        ends_on=agreed.ends_on,
        year_starts_month=month,
        year_starts_day=day,
        goal_nl=agreed.goal_nl,
        goal_en=agreed.goal_en,
        cash_rule=agreed.cash_rule,
        charging=agreed.charging,
        demonstration=int(demonstration),
    )
    session.add(covenant)
    session.flush()
    periods.ensure_year(session, covenant, covenant.ends_on)
    parties = _add_parties(session, number, file)
    lines = _add_lines(session, number, file)
    _open_books(session, covenant)
    for pledge_id, pledge in enumerate(file.pledges, start=1):
        add_pledge(session, covenant, pledge_id, pledge, parties[pledge.party], lines)
    _add_rules(session, number, file, parties)
    _add_indicators(session, number, file)
    session.flush()
    trail.append(
        session, number, by=by, act="covenant.opened", subject=f"covenant/{agreed.slug}", content=plain(file)
    )
    return number


def plain(file: CovenantFile) -> Content:
    """Write what a covenant file says as a content for the trail: days as text, amounts as cents."""
    return cast("Content", _plain(asdict(file)))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _add_parties(session: Session, number: int, file: CovenantFile) -> dict[str, int]:
    places = {party.slug: place for place, party in enumerate(file.parties, start=1)}
    for party in file.parties:
        session.add(
            Party(
                covenant_id=number,
                id=places[party.slug],
                slug=party.slug,
                name=party.name,
                kind=party.kind,
                joined_on=party.joins_on,
            )
        )
    session.flush()
    return places


def _add_lines(session: Session, number: int, file: CovenantFile) -> dict[str, int]:
    places = {line.slug: place for place, line in enumerate(file.lines, start=1)}
    for line in file.lines:
        session.add(
            ProgrammeLine(
                covenant_id=number,
                id=places[line.slug],
                slug=line.slug,
                name_nl=line.name_nl,
                name_en=line.name_en,
                about_nl=line.about_nl,
                about_en=line.about_en,
            )
        )
    session.flush()
    return places


def _open_books(session: Session, covenant: Covenant) -> None:
    """Begin every account at nothing, and the common fund; the bank's floor is the covenant's cash rule."""
    for account in ACCOUNTS:
        floor = 0 if account.key == "bank" and covenant.cash_rule == "refuse" else None
        session.add(AccountTotal(covenant_id=covenant.id, account=account.key, floor_cents=floor))
    session.add(Pledge(covenant_id=covenant.id, id=COMMON, amount_cents=0, basis="common"))
    session.flush()
    _open_fund(session, covenant.id, COMMON)


def _open_fund(session: Session, covenant_id: int, pledge_id: int) -> None:
    for account in ACCOUNTS:
        session.add(FundTotal(covenant_id=covenant_id, pledge_id=pledge_id, account=account.key))
    session.flush()


def add_pledge(
    session: Session,
    covenant: Covenant,
    pledge_id: int,
    pledge: AgreedPledge,
    party_id: int,
    lines: Mapping[str, int],
    *,
    decision_id: int | None = None,
) -> None:
    """Write down what a party promised, with its instalments, and open its books.

    `lines` are the programme lines by slug; `decision_id` is the decision by which it came, if one did.
    """
    session.add(
        Pledge(
            covenant_id=covenant.id,
            id=pledge_id,
            party_id=party_id,
            amount_cents=pledge.amount_cents,
            basis=pledge.basis,
            source=pledge.source,
        )
    )
    session.flush()
    for slug in pledge.earmark:
        session.add(PledgeEarmark(covenant_id=covenant.id, pledge_id=pledge_id, line_id=lines[slug]))
    first = reads.next_id(session, Instalment, covenant.id)
    for place, (due_on, cents) in enumerate(pledge.instalments):
        session.add(
            Instalment(
                covenant_id=covenant.id,
                id=first + place,
                pledge_id=pledge_id,
                due_on=due_on,
                amount_cents=cents,
                decision_id=decision_id,
            )
        )
    session.flush()
    years = periods.term_years(covenant)
    month_day = reads.starts(covenant)
    by_year = dict.fromkeys(years, 0)
    for due_on, cents in pledge.instalments:
        by_year[fiscal_year_of(due_on, month_day)] += cents
    for year, due_cents in zip(years, accumulate(by_year[year] for year in years), strict=True):
        session.add(PledgeTotal(covenant_id=covenant.id, pledge_id=pledge_id, year=year, due_cents=due_cents))
    session.flush()
    _open_fund(session, covenant.id, pledge_id)


def _add_rules(session: Session, number: int, file: CovenantFile, parties: Mapping[str, int]) -> None:
    for rule in file.rules:
        session.add(
            DecisionRule(
                covenant_id=number,
                kind=rule.kind,
                voters=rule.voters,
                quorum=rule.quorum,
                majority=rule.majority,
                share=rule.share,
            )
        )
        session.flush()
        for slug in rule.consent:
            session.add(RuleConsent(covenant_id=number, kind=rule.kind, party_id=parties[slug]))
    for place, step in enumerate(file.mandate, start=1):
        session.add(
            MandateStep(
                covenant_id=number,
                step=place,
                up_to_cents=step.up_to_cents,
                approvals=step.approvals,
                voters=step.voters,
            )
        )
        session.flush()
        for slug in step.from_parties:
            session.add(MandateFrom(covenant_id=number, step=place, party_id=parties[slug]))
    session.flush()


def _add_indicators(session: Session, number: int, file: CovenantFile) -> None:
    for place, indicator in enumerate(file.indicators, start=1):
        session.add(Indicator(covenant_id=number, id=place, **asdict(indicator)))


def mandate(session: Session, covenant_id: int) -> tuple[Step, ...]:
    """Read the steps of the mandate, from the lowest amount up."""
    named: dict[int, set[int]] = {}
    for step, party_id in session.execute(
        select(col(MandateFrom.step), col(MandateFrom.party_id)).where(
            col(MandateFrom.covenant_id) == covenant_id
        )
    ):
        named.setdefault(step, set()).add(party_id)
    rows = session.scalars(
        select(MandateStep).where(col(MandateStep.covenant_id) == covenant_id).order_by(col(MandateStep.step))
    )
    return tuple(
        Step(row.up_to_cents, row.approvals, frozenset(named.get(row.step, ())), cast("Voters", row.voters))
        for row in rows
    )


def rules(session: Session, covenant_id: int) -> list[tuple[DecisionRule, tuple[int, ...]]]:
    """Read how each kind of decision is taken, with the parties whose consent it needs."""
    consent: dict[str, list[int]] = {}
    for kind, party_id in session.execute(
        select(col(RuleConsent.kind), col(RuleConsent.party_id))
        .where(col(RuleConsent.covenant_id) == covenant_id)
        .order_by(col(RuleConsent.party_id))
    ):
        consent.setdefault(kind, []).append(party_id)
    rows = session.scalars(
        select(DecisionRule)
        .where(col(DecisionRule.covenant_id) == covenant_id)
        .order_by(col(DecisionRule.kind))
    ).all()
    return [(rule, tuple(consent.get(rule.kind, ()))) for rule in rows]


def members(session: Session, covenant_id: int, day: date) -> dict[int, Party]:
    """Read the parties that are members on a day, by number."""
    return {
        party.id: party
        for party in reads.parties(session, covenant_id)
        if party.joined_on <= day and (party.left_on is None or day <= party.left_on)
    }


def require_member(session: Session, covenant_id: int, by: By) -> None:
    """Refuse who speaks for a party that takes no part in the covenant today: it left, or has yet to join."""
    if by.party_id is not None and by.party_id not in members(session, covenant_id, by.today):
        raise NotAllowed(sentence(N_("Your organisation takes no part in the covenant today.")))


def electorate(session: Session, covenant_id: int, voters: str, day: date) -> tuple[int, ...]:
    """Name the parties that may vote on a day: the funders (who made a pledge), or all parties."""
    able = members(session, covenant_id, day)
    if voters == "parties":
        return tuple(able)
    funders = {pledge.party_id for pledge in reads.pledges(session, covenant_id)}
    return tuple(number for number in able if number in funders)


def first_day_without_voters(
    session: Session, covenant_id: int, voters: str, since: date, *, without: int = 0
) -> date | None:
    """Find the first day from one on with nobody to vote, as parties come and go; None if there is none.

    One party can be left out, as it will have left by then.
    """
    left = [party.left_on for party in reads.parties(session, covenant_id) if party.left_on is not None]
    for day in sorted({since, *(last + timedelta(days=1) for last in left if last >= since)}):
        if not {*electorate(session, covenant_id, voters, day)} - {without}:
            return day
    return None


def require_voters(session: Session, covenant_id: int, voters: str, today: date) -> None:
    """Refuse a rule by which nobody would have a vote, now or once parties have left that decided to."""
    day = first_day_without_voters(session, covenant_id, voters, today)
    if day is not None:
        raise WrongState(sentence(N_("From %(day)s on nobody would have a vote on this."), day=day), "voters")


def has_demonstration(session: Session) -> bool:
    """Say whether this database holds the demonstration, whose accounts everybody knows."""
    return (
        session.execute(select(col(Covenant.id)).where(col(Covenant.demonstration) == 1)).first() is not None
    )
