"""Parties as people look them up: what each promised, for what, and how its money stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from ledger import (
    cash_pages,
    contribution_pages,
    contributions,
    decisions,
    leavings,
    periods,
    pledge_pages,
    reductions,
    reports,
)
from ledger.cash_pages import AdvanceRow
from ledger.contribution_pages import InstalmentView
from ledger.core.language import Code
from ledger.core.sentences import Sentence
from ledger.core.statements.funds import earmark_text
from ledger.core.statements.party import PartyStatement, Standing, standing
from ledger.core.statements.shape import Statement, chosen
from ledger.core.statements.words import PARTY_KINDS, word
from ledger.pledge_pages import ReductionView
from ledger.storage import funding, naming, reads
from ledger.storage.asked import Asked
from ledger.storage.tables import Party

PER_PAGE = 100
SHOWN = ("expenditure", "day", "payee", "reference", "description", "project", "cost", "share", "cents")
"""The columns of a party's statement that its page has room for."""

NOTHING = Standing(0, 0, 0, 0, 0)


@dataclass(frozen=True)
class PartyRow:
    """A party in the list: what kind it is, what its pledges are kept for, and how it stands today."""

    party: Party
    name: str
    kind: Sentence
    earmarks: Sequence[str | Sentence]
    standing: Standing

    @property
    def is_funder(self) -> bool:
        """Say whether it promised money."""
        return bool(self.earmarks)


@dataclass(frozen=True)
class PartyList:
    """All parties as they stand on a day, and the sums over them."""

    as_at: date
    rows: Sequence[PartyRow]
    total: Standing


@dataclass(frozen=True)
class PledgeView:
    """One promise of a party: its cents at first and now, what for, and the words of the agreement."""

    promised_cents: int
    now_cents: int
    earmark: str | Sentence
    source: str


@dataclass(frozen=True)
class PartyPage:
    """A party's own page: its statement, of which `charges` is the part shown, its promises and instalments.

    `count` is how many charges the statement has; `to_return_cents` what it paid beyond all instalments, or
    was set aside for it. `taken_off` is what of its promises does not come any more. Of a party that left,
    `closing` is the closing statement and `unsettled_cents` what it did not spend; `undecided` are the
    expenditures dated before it left that are decided first. `joined_by` and `left_by` are the decisions, if
    there were any.
    """

    party: Party
    statement: PartyStatement
    charges: Statement
    count: int
    pledges: Sequence[PledgeView]
    instalments: Sequence[InstalmentView]
    to_return_cents: int
    years: Sequence[int]
    advances: Sequence[AdvanceRow]
    taken_off: Sequence[ReductionView]
    closing: Statement | None
    unsettled_cents: int
    undecided: Sequence[int]
    joined_by: int | None
    left_by: int | None
    has_left: bool


def party_list(session: Session, covenant_id: int, *, today: date, code: Code) -> PartyList:
    """List the parties in the covenant's order, as each stands today."""
    as_at = periods.day_in_books(session, covenant_id, today)
    asked = Asked(session, covenant_id, reports.period_of(session, covenant_id, None, as_at), code)
    names, standings = asked.names, _standings(asked)
    rows = [
        PartyRow(
            party,
            names.parties[party.id].name,
            word(PARTY_KINDS, party.kind),
            tuple(
                dict.fromkeys(
                    earmark_text(names, number)
                    for number, pledge in names.pledges.items()
                    if pledge.party_id == party.id
                )
            ),
            standings.get(party.id, NOTHING),
        )
        for party in reads.parties(session, covenant_id)
    ]
    return PartyList(as_at, rows, sum((row.standing for row in rows), NOTHING))


def _standings(asked: Asked) -> dict[int, Standing]:
    """Work out how every party that promised money stands at the last day's end."""
    as_at = asked.period.as_at
    received, returned = funding.per_pledge(asked.parts), asked.books.returned(None, as_at)
    income = asked.charged_through(as_at)
    owned: dict[int, list[int]] = {}
    for number, pledge in asked.names.pledges.items():
        owned.setdefault(pledge.party_id, []).append(number)
    return {
        party_id: standing(pledges, asked.dues, received, returned, income)
        for party_id, pledges in owned.items()
    }


def party_page(
    session: Session,
    covenant_id: int,
    slug: str,
    *,
    year: int | None,
    today: date,
    code: Code,
    first: int = 0,
) -> PartyPage:
    """Gather a party's own page: of a year, or of the whole term through today; `first` pages its charges.

    Refuses a party or year there is none of.
    """
    party = reads.party_by_slug(session, covenant_id, slug, field=None)
    names = naming.names(session, covenant_id, code)
    shown = reports.party_statement(
        session,
        covenant_id,
        slug,
        year=year,
        as_at=reports.last_day(session, covenant_id, year, today),
        code=code,
    )
    rows = shown.charges.rows
    now = _brings(session, covenant_id)
    as_at = periods.day_in_books(session, covenant_id, today)
    leavers = pledge_pages.leavers(session, covenant_id, today)
    has_left = party.left_on is not None and party.left_on < today
    return PartyPage(
        party=party,
        statement=shown,
        charges=chosen(replace(shown.charges, rows=rows[first : first + PER_PAGE]), SHOWN),
        count=len(rows),
        pledges=[
            PledgeView(row.amount_cents, now.get(row.id, 0), earmark_text(names, row.id), row.source)
            for row in reads.pledges(session, covenant_id)
            if row.party_id == party.id
        ],
        instalments=contribution_pages.instalments_of(session, covenant_id, names, slug, today),
        to_return_cents=sum(cents for _, cents in contributions.to_return(session, covenant_id, party.id)),
        years=reports.years_begun(session, covenant_id, today),
        advances=[
            row for row in cash_pages.advances(session, covenant_id, today=today) if row.party.id == party.id
        ],
        taken_off=pledge_pages.taken_off(session, covenant_id, slug=slug),
        closing=reports.closing_statement(session, covenant_id, slug, as_at=as_at, code=code)
        if has_left
        else None,
        unsettled_cents=sum(one.cents for one in leavers if one.slug == slug),
        undecided=leavings.undecided(session, covenant_id, party.left_on) if party.left_on else (),
        joined_by=_decided(session, covenant_id, slug, "accession"),
        left_by=_decided(session, covenant_id, slug, "leaving"),
        has_left=has_left,
    )


def _decided(session: Session, covenant_id: int, slug: str, kind: str) -> int | None:
    """Number the decision of a kind that was adopted about a party, if there was one."""
    about = decisions.decisions_on(session, covenant_id, f"party/{slug}")
    return next((each.id for each in about if each.kind == kind and each.state == "adopted"), None)


def _brings(session: Session, covenant_id: int) -> dict[int, int]:
    """Sum what each pledge brings now, in cents."""
    found: dict[int, int] = {}
    for one in reductions.promised(session, covenant_id).values():
        found[one.pledge_id] = found.get(one.pledge_id, 0) + one.net_cents
    return found
