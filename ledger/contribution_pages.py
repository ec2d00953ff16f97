"""Contributions as people look them up: how each instalment stands, and what every party still owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import periods, pledge_pages, received_pages, reports
from ledger.core import instalments
from ledger.core.instalments import STATES, State
from ledger.core.language import Code
from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.facts import Names
from ledger.core.statements.funds import Due, earmark_text
from ledger.core.statements.shape import Statement, whole_controls
from ledger.pledge_pages import LeaverView, ReductionView
from ledger.received_pages import GivenTotal, Received
from ledger.storage import funding, naming, reads
from ledger.storage.reads import col
from ledger.storage.tables import FundTotal, Party, Pledge

PER_PAGE = 50
LATEST = 8
"""How many of the contributions received stand on the first page."""


@dataclass(frozen=True)
class Asked:
    """Which instalments are asked for: of one party (its slug), in one state; None leaves a part open."""

    party: str | None = None
    state: str | None = None


@dataclass(frozen=True)
class InstalmentView:
    """One instalment on a day: whose, for which lines, what came in on it, and how it stands.

    `days_late` is 0 until the day after it fell due. Amounts are in cents.
    """

    number: int
    party: str
    slug: str
    earmark: str | Sentence
    due_on: date
    cents: int
    received_cents: int
    open_cents: int
    state: State
    days_late: int


@dataclass(frozen=True)
class Overpaid:
    """A party that is to get money back: what came in beyond all its instalments, in cents."""

    party: str
    slug: str
    cents: int


@dataclass(frozen=True)
class OpenView:
    """What a party has to pay: what fell due and is open since `since`, and its next instalment, if any."""

    party: str
    slug: str
    open_cents: int
    since: date | None
    next_on: date | None
    next_cents: int

    @property
    def likely_cents(self) -> int:
        """What it is most likely to pay now: all that is open, else the next instalment."""
        return self.open_cents or self.next_cents


@dataclass(frozen=True)
class ContributionsPage:
    """How all contributions stand on a day.

    `figures` are the totals of the statement as label and cents. `unposted` counts the instalments that fell
    due and wait for the next act to be posted, `late` those that are overdue; `found` is how many instalments
    the filter gives. `taken_off` is what does not come any more, by decision, and `leavers` are the parties
    that left and are to be settled with.
    """

    as_at: date
    statement: Statement
    figures: Sequence[tuple[Sentence, int]]
    unposted: int
    late: int
    late_cents: int
    overpaid: Sequence[Overpaid]
    instalments: Sequence[InstalmentView]
    found: int
    funders: Sequence[tuple[str, str]]
    received: Received
    in_kind: GivenTotal
    taken_off: Sequence[ReductionView]
    leavers: Sequence[LeaverView]


def contributions_page(
    session: Session, covenant_id: int, asked: Asked, *, today: date, code: Code, first: int = 0
) -> ContributionsPage:
    """Gather how contributions stand today; refuses a filter on a party or state there is none of."""
    if asked.state and asked.state not in STATES:
        raise NotFound(sentence(N_("There is no page for this address.")))
    if asked.party:
        reads.party_by_slug(session, covenant_id, asked.party)
    as_at = periods.day_in_books(session, covenant_id, today)
    shown = reports.statement(
        session, covenant_id, "contributions", year=None, as_at=as_at, language_code=code
    )
    names = naming.names(session, covenant_id, code)
    dues = _dues(session, covenant_id, today)
    views = [_view(names, due, today) for due in dues]
    late = [view for view in views if view.days_late]
    found = [view for view in views if asked.party in (None, view.slug) and asked.state in (None, view.state)]
    return ContributionsPage(
        as_at=as_at,
        statement=shown,
        figures=_figures(shown),
        unposted=sum(1 for due in dues if due.due_on <= today and not due.is_posted and due.cents),
        late=len(late),
        late_cents=sum(view.open_cents for view in late),
        overpaid=overpaid(session, covenant_id),
        instalments=found[first : first + PER_PAGE],
        found=len(found),
        funders=_funders(names),
        received=received_pages.received(session, covenant_id, most=LATEST),
        in_kind=received_pages.given_total(session, covenant_id),
        taken_off=pledge_pages.taken_off(session, covenant_id),
        leavers=pledge_pages.leavers(session, covenant_id, today),
    )


def _figures(shown: Statement) -> list[tuple[Sentence, int]]:
    """Give the statement's totals, those ahead and to be returned only where there are any."""
    labels = {column.key: column.label for column in shown.columns}
    return [
        (labels[one.column], one.cents)
        for one in whole_controls(shown)
        if one.cents or one.column not in {"ahead", "to_return"}
    ]


def _funders(names: Names) -> list[tuple[str, str]]:
    givers = {pledge.party_id for pledge in names.pledges.values()}
    return [(party.slug, party.name) for number, party in names.parties.items() if number in givers]


def funders(session: Session, covenant_id: int, code: Code) -> list[tuple[str, str]]:
    """List the parties that promised money, as slug and name, in the covenant's order."""
    return _funders(naming.names(session, covenant_id, code))


def _dues(session: Session, covenant_id: int, today: date) -> list[Due]:
    """Read every instalment, the oldest due first, with what came in on it through today."""
    parts = funding.received(session, covenant_id, None, today)
    return funding.dues(session, covenant_id, today, parts, later=True)


def _view(names: Names, due: Due, today: date) -> InstalmentView:
    one = instalments.Instalment(due.id, due.pledge_id, due.due_on, due.cents, due.held_cents)
    party = names.parties[names.pledges[due.pledge_id].party_id]
    state = instalments.state_on(one, today)
    return InstalmentView(
        number=due.id,
        party=party.name,
        slug=party.slug,
        earmark=earmark_text(names, due.pledge_id),
        due_on=due.due_on,
        cents=due.cents,
        received_cents=due.held_cents,
        open_cents=one.open_cents,
        state=state,
        days_late=instalments.age_days(due.due_on, today) if state == "overdue" else 0,
    )


def instalments_of(
    session: Session, covenant_id: int, names: Names, slug: str, today: date
) -> list[InstalmentView]:
    """List one party's instalments as they stand today, the oldest due first."""
    views = (_view(names, due, today) for due in _dues(session, covenant_id, today))
    return [view for view in views if view.slug == slug]


def open_per_party(session: Session, covenant_id: int, *, today: date, code: Code) -> list[OpenView]:
    """Say of every party that promised money what it has to pay now, and what comes next."""
    names = naming.names(session, covenant_id, code)
    views = [_view(names, due, today) for due in _dues(session, covenant_id, today)]
    found = []
    for slug, name in _funders(names):
        own = [view for view in views if view.slug == slug and view.open_cents]
        fallen = [view for view in own if view.due_on <= today]
        coming = next((view for view in own if view.due_on > today), None)
        found.append(
            OpenView(
                name,
                slug,
                sum(view.open_cents for view in fallen),
                fallen[0].due_on if fallen else None,
                coming.due_on if coming else None,
                coming.open_cents if coming else 0,
            )
        )
    return found


def overpaid(session: Session, covenant_id: int) -> list[Overpaid]:
    """List the parties that paid more than all their instalments and have not got it back yet."""
    held = -func.sum(col(FundTotal.balance_cents))
    rows = session.execute(
        select(col(Party.name), col(Party.slug), held)
        .join(
            Pledge,
            (col(Pledge.covenant_id) == col(Party.covenant_id)) & (col(Pledge.party_id) == col(Party.id)),
        )
        .join(
            FundTotal,
            (col(FundTotal.covenant_id) == col(Pledge.covenant_id))
            & (col(FundTotal.pledge_id) == col(Pledge.id)),
        )
        .where(col(Party.covenant_id) == covenant_id, col(FundTotal.account) == "to_return")
        .group_by(col(Party.id), col(Party.name), col(Party.slug))
        .having(held > 0)
        .order_by(col(Party.id))
    )
    return [Overpaid(name, slug, int(cents)) for name, slug, cents in rows]
