"""A covenant to act in: each act in a block of its own, as the pages do it, and what it left behind.

A `World` is a database with one covenant and a day on which things happen. `does` carries an act out, `tries`
says what became of it and, where it was refused, that nothing at all was written; the rest are the stories
that tests begin with, and what stands in the books afterwards.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import (
    approving,
    ballots,
    budget_proposals,
    budgets,
    charges,
    contributions,
    decisions,
    payees,
    payments,
    projects,
    proposing,
    spending,
    trail,
    voting,
)
from ledger.checks import check
from ledger.core.acting import By
from ledger.core.covenant_file import read_covenant
from ledger.core.language import PLAIN
from ledger.core.refusals import Problems, Refusal
from ledger.core.spend import Amounts
from ledger.covenants import open_covenant
from ledger.spending import Invoice
from ledger.storage import journal, reads
from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import METADATA, FundTotal, JournalEntry, Trail
from ledger.verifying import verify
from tests.actions import taking
from tests.actions.acting import TODAY, by

R = TypeVar("R")
Said = tuple[str, str | None, str]
"""What a refusal says: its class, the field it stands beside, and its sentence in English."""

AGREEMENT = Path(__file__).resolve().parents[1] / "covenant.toml"
ACCEPTED = "accepted"
WORDS = "Proposed for the year."


class World:
    """One covenant in a database, the day it is there, and its parties by slug."""

    def __init__(self, database: Database, covenant_id: int = 1, today: date = TODAY) -> None:
        self.database = database
        self.covenant_id = covenant_id
        self.today = today
        self.parties = {party.slug: party.id for party in self.asks(reads.parties)}

    # ---- acting ----------------------------------------------------------------------------------

    def treasurer(self, key: str = "") -> By:
        """Act as the treasurer, today."""
        return by(today=self.today, key=key)

    def partner(self, slug: str, key: str = "") -> By:
        """Act as the partner who speaks for a party, today."""
        return by("partner", today=self.today, party=self.parties[slug], key=key)

    def does(self, act: Callable[..., R], /, *, by: By | None = None, **facts: object) -> R:
        """Carry an act out in a write block of its own; as the treasurer unless somebody else is named."""
        with self.database.write(self.covenant_id) as session:
            return act(session, self.covenant_id, by=by or self.treasurer(), **facts)

    def asks(self, question: Callable[..., R], /, *facts: object, **more: object) -> R:
        """Read something in a read block of its own."""
        with self.database.read() as session:
            return question(session, self.covenant_id, *facts, **more)

    def tries(
        self, act: Callable[..., object], /, *, by: By | None = None, **facts: object
    ) -> str | Said | tuple[Said, ...]:
        """Carry an act out and give "accepted", or what its refusal says; a refused act leaves no trace."""
        before = self.everything()
        try:
            self.does(act, by=by, **facts)
        except Refusal as refusal:
            assert self.everything() == before
            return said(refusal)
        return ACCEPTED

    def everything(self) -> dict[str, list[tuple[object, ...]]]:
        """Read every row of every table, as the database has it."""
        with self.database.read() as session:
            connection = session.connection()
            return {
                name: sorted(map(tuple, connection.exec_driver_sql(f"SELECT * FROM {name}")), key=repr)  # noqa: S608
                for name in METADATA.tables
            }

    # ---- stories -----------------------------------------------------------------------------------

    def project(self, slug: str, line: str) -> str:
        """Add a project on a programme line; give its slug."""
        self.does(projects.add_project, name=slug.title(), line=line, slug=slug)
        return slug

    def payee(self, name: str = "Supplier", party: str | None = None) -> int:
        """Add a payee; give its number."""
        return self.does(payees.add_payee, name=name, party=party)

    def budget(self, year: int, lines: Mapping[str, int]) -> int:
        """Have a budget proposed and adopted; give its number."""
        number = self.does(budget_proposals.propose_budget, year=year, purpose=WORDS, lines=lines)
        self.votes(self.decision_of(number), "for")
        return number

    def decision_of(self, budget: int) -> int:
        """Give the number of the decision about a budget."""
        return self.asks(budgets.find_budget, budget).decision_id or 0

    def standing(self, number: int, today: date | None = None) -> ballots.Standing:
        """Say how a decision stands today, or on another day."""
        decision = self.asks(decisions.find_decision, number)
        return self.asks(ballots.standing, decision, today=today or self.today)

    def votes(self, number: int, choice: str, *slugs: str) -> None:
        """Cast these parties' votes, or without any those of all voters until the decision falls."""
        names = {party: slug for slug, party in self.parties.items()}
        decision = self.asks(decisions.find_decision, number)
        voters = slugs or [names[party] for party in self.asks(ballots.rule_of, decision).voters]
        for slug in voters:
            if slugs or self.asks(decisions.find_decision, number).state == "open":
                self.vote(number, slug, choice)

    def vote(self, number: int, slug: str, choice: str, reason: str = "") -> object:
        """Cast one party's vote on what the decision now says."""
        seen = self.asks(decisions.find_decision, number).digest
        return self.does(
            voting.cast_vote,
            by=self.partner(slug),
            number=number,
            choice=choice,
            reason=reason,
            seen_digest=seen,
        )

    def enter(self, invoice: Invoice) -> int:
        """Enter an expenditure; give its number."""
        return self.does(spending.enter_expenditure, invoice=invoice)

    def approve(self, number: int, *slugs: str) -> int:
        """Have these parties approve what they see; give the expenditure's number."""
        for slug in slugs:
            seen = self.asks(spending.digest_of, number)
            self.does(approving.approve_expenditure, by=self.partner(slug), number=number, seen_digest=seen)
        return number

    def spend(self, invoice: Invoice) -> int:
        """Enter an expenditure and have three parties approve it, as far as needed; give its number."""
        number = self.enter(invoice)
        for slug in ("maastricht", "vodafone", "q-park"):
            if self.state(number) == "entered":
                self.approve(number, slug)
        return number

    def receive(self, party: str, amount_cents: int, received_on: date | None = None) -> int:
        """Record a contribution; give its number."""
        return self.does(
            contributions.record_contribution,
            party=party,
            received_on=received_on or self.today,
            amount_cents=amount_cents,
        )

    def pay(self, number: int, amount_cents: int, paid_on: date | None = None) -> int:
        """Pay part of an expenditure; give the payment's number."""
        made, _ = self.does(
            payments.pay, number=number, paid_on=paid_on or self.today, amount_cents=amount_cents
        )
        return made

    def closes(self, year: int) -> None:
        """Close a fiscal year by decision, whatever there is still to be done in it."""
        with self.database.write(self.covenant_id) as session:
            taking.close_year(session, self.covenant_id, year, by=self.treasurer())
            self._tells(session, "year.closed", f"year/{year}")

    def decides(self, kind: str, /, choice: str = "for", **facts: object) -> int:
        """Have something proposed and voted on until it falls; give the decision's number."""
        number = self.does(proposing.propose, kind=kind, facts=facts, proposal=WORDS)
        self.votes(number, choice)
        self.parties = {party.slug: party.id for party in self.asks(reads.parties)}
        return number

    def leaves(self, slug: str, left_on: date, *, return_unspent: bool = True) -> int:
        """Have a party leave the covenant after a day, by decision; give its number."""
        return self.decides("leaving", party=slug, leaves_on=left_on, return_unspent=return_unspent)

    def _tells(self, session: Session, act: str, subject: str) -> None:
        """Have the trail tell of what was written by hand."""
        trail.append(session, self.covenant_id, by=self.treasurer(), act=act, subject=subject, content={})

    # ---- what stands -------------------------------------------------------------------------------

    def state(self, number: int) -> str:
        """Give the state of an expenditure."""
        return self.asks(spending.find_expenditure, number).state

    def mandate(self, number: int) -> approving.Mandate:
        """Say how an expenditure stands with the mandate today."""
        row = self.asks(spending.find_expenditure, number)
        return self.asks(approving.mandate_of, row, self.today)

    def charged(self, number: int) -> dict[str, int]:
        """Give the cents of an expenditure that were charged to each party, as they were booked."""
        row = self.asks(spending.find_expenditure, number)
        sums: dict[str, int] = {}
        for charge in self.asks(charges.booked, row):
            party = self.pledger(charge.pledge_id)
            sums[party] = sums.get(party, 0) + charge.cents
        return sums

    def owed(self, number: int) -> dict[str, int]:
        """Give what is owed on an expenditure by each party's pledge; "common" for the common fund."""
        row = self.asks(spending.find_expenditure, number)
        return {
            self.pledger(pledge): cents for pledge, cents in self.asks(payments.owed, row).items() if cents
        }

    def pledger(self, pledge_id: int) -> str:
        """Name the party of a pledge by its slug."""
        names = {party: slug for slug, party in self.parties.items()}
        found = {pledge.id: names[pledge.party_id or 0] for pledge in self.asks(reads.pledges)}
        return found.get(pledge_id, "common")

    def balance(self, account: str, *parties: str) -> int:
        """Give the balance of an account, debit above zero: in all, or within these parties' pledges."""
        with self.database.read() as session:
            rows = session.execute(
                select(col(FundTotal.pledge_id), col(FundTotal.balance_cents)).where(
                    col(FundTotal.covenant_id) == self.covenant_id, col(FundTotal.account) == account
                )
            ).all()
        return sum(cents for pledge, cents in rows if not parties or self.pledger(pledge) in parties)

    def balances(self, *accounts: str) -> dict[str, int]:
        """Give the balances of these accounts, those of nothing left out."""
        found = {account: self.balance(account) for account in accounts}
        return {account: cents for account, cents in found.items() if cents}

    def totals(self) -> dict[tuple[object, ...], int]:
        """Read every kept total that is not nothing: cents by table, column and key."""
        found: dict[tuple[object, ...], int] = {}
        with self.database.read() as session:
            for name in ("account_total", "fund_total", "pledge_total", "project_total"):
                table = METADATA.tables[name]
                for row in session.execute(select(table)).mappings():
                    key = tuple(row[column.name] for column in table.primary_key.columns)
                    found |= {
                        (name, column, *key): cents
                        for column, cents in row.items()
                        if column.endswith("_cents") and cents
                    }
        return found

    def room(self, project: str, year: int) -> tuple[int, int, int]:
        """Give a project's budget, obligations and spend of a year."""
        number = self.asks(reads.project_by_slug, project).id
        room = self.asks(reads.room, number, year)
        return room.budget_cents, room.obligated_cents, room.spent_cents

    def available(self, year: int) -> dict[str, int]:
        """Give what each party's pledge can still pay of a year."""
        return {self.pledger(fund.pledge_id): fund.available(year) for fund in self.asks(reads.funds)}

    def entry(self, number: int) -> tuple[date, int, str, dict[tuple[str, str], int]]:
        """Give an entry: its day, accounting year and kind, and cents per account and party."""
        row = self.asks(lambda session, covenant_id: session.get_one(JournalEntry, (covenant_id, number)))
        lines: dict[tuple[str, str], int] = {}
        for posting in self.asks(journal.postings_of, number):
            key = posting.account, self.pledger(posting.pledge_id)
            lines[key] = lines.get(key, 0) + posting.cents
        return row.day, row.accounting_year, row.kind, lines

    def entries(self, *kinds: str) -> list[int]:
        """Number the entries of these kinds, or all of them."""
        with self.database.read() as session:
            rows = session.execute(
                select(col(JournalEntry.id), col(JournalEntry.kind))
                .where(col(JournalEntry.covenant_id) == self.covenant_id)
                .order_by(col(JournalEntry.id))
            ).all()
        return [number for number, kind in rows if not kinds or kind in kinds]

    def acts(self, subject: str | None = None) -> list[str]:
        """List the acts on the trail, of one subject or all, in order."""
        with self.database.read() as session:
            rows = session.execute(
                select(col(Trail.act), col(Trail.subject))
                .where(col(Trail.covenant_id) == self.covenant_id)
                .order_by(col(Trail.seq))
            ).all()
        return [act for act, about in rows if subject in (None, about)]

    def rows(self, table: type[object]) -> int:
        """Count the rows of a table."""
        with self.database.read() as session:
            return session.execute(select(func.count()).select_from(table)).scalar_one()

    def head(self) -> tuple[int, str]:
        """Give the head of the trail."""
        found = self.asks(trail.head)
        return found.seq, found.hash

    def faults(self) -> list[str]:
        """Say what the second count and the proof of the record find wrong: nothing, it is hoped."""
        found = [*self.asks(check).findings, *self.asks(verify)]
        return [f"{one.place}: {PLAIN.say(one.what)}" for one in found]


def said(refusal: Refusal) -> Said | tuple[Said, ...]:
    """Give what a refusal says; of several problems at once, what each says."""
    if isinstance(refusal, Problems):
        return tuple((type(one).__name__, one.field, PLAIN.say(one.why)) for one in refusal.each)
    return type(refusal).__name__, refusal.field, PLAIN.say(refusal.why)


def invoice(
    payee: int,
    splits: Mapping[str, int],
    on: date,
    *,
    vat: int = 0,
    recoverable: int = 0,
    **more: object,
) -> Invoice:
    """Make an invoice, or with amounts below zero a credit note: splits and recoverable VAT are its gross."""
    gross = sum(splits.values()) + recoverable
    made = Invoice(
        payee_id=payee,
        invoice_reference="2015-001",
        invoice_on=on,
        accounting_on=None,
        description="Work done",
        amounts=Amounts(gross - vat, vat, recoverable, gross),
        splits=tuple(splits.items()),
    )
    return replace(made, **more)  # type: ignore[arg-type]


SUPPLIER, TOWN_AS_PAYEE, FIRM_AS_PAYEE = 1, 2, 3
"""The payees there are once `make_ready` was here: one that is no party, Maastricht and Vodafone."""

BUDGETS = {
    2015: {"jobs": 100_000_00, "sites": 20_000_00, "course": 20_000_00, "fair": 10_000_00},
    2016: {"jobs": 100_000_00, "course": 20_000_00},
}
"""What is budgeted once `make_ready` was here, in cents per project; nothing for 2017."""


def make_ready(world: World, budgets: Mapping[int, Mapping[str, int]] = BUDGETS) -> None:
    """Add four projects, one on each programme line, adopt budgets for two years, and add three payees."""
    for slug, line in (
        ("jobs", "placement"),
        ("sites", "acquisition"),
        ("course", "training"),
        ("fair", "profile"),
    ):
        world.project(slug, line)
    for year, lines in budgets.items():
        world.budget(year, lines)
    world.payee("Supplier")
    world.payee("The town", "maastricht")
    world.payee("The firm", "vodafone")


def open_world(database: Database, agreement: str) -> World:
    """Open a covenant from the text of its file in an empty database, and give it to act in."""
    with database.write() as session:
        number = open_covenant(session, read_covenant(agreement), by=by())
    return World(database, number)


def changed(*changes: tuple[str, str]) -> str:
    """Give the text of the covenant file of these tests with parts of it replaced, each found once."""
    text = AGREEMENT.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the file"
        text = text.replace(old, new)
    return text
