"""The story reports are about: a covenant through 2015 and the spring of 2016, and how to ask about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from ledger import (
    approving,
    contributions,
    evidence,
    indicators,
    obligations,
    payments,
    receipts,
    reports,
    reversals,
    years,
)
from ledger.core.language import PLAIN
from ledger.core.media import SoundFile
from ledger.core.sentences import Sentence
from ledger.core.statements.party import PartyStatement
from ledger.core.statements.shape import Cell, Report, Statement
from tests import papers
from tests.actions.conftest import own_database
from tests.actions.world import World, invoice

HALFWAY = date(2015, 7, 10)
"""The day on which the first part of the story ends: all that comes after it is dated after it."""

FUNDERS = ("Gemeente Maastricht", "Vodafone", "Q-Park", "arvato Bertelsmann")
PARTIES = ("maastricht", "vodafone", "q-park", "arvato", "arcus", "leeuwenborgh", "zuyd")


@dataclass(frozen=True)
class Told:
    """The world after the story, and its statements as at the day the first part ended, drawn on that day."""

    world: World
    halfway: tuple[Statement, ...]


@pytest.fixture(name="told", scope="session")
def fixture_told(opened: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Tell the story once; the tests only read."""
    with own_database(tmp_path_factory, opened) as own:
        yield tell(World(own))


def tell(world: World) -> Told:
    """Tell the whole story in a covenant that was just opened."""
    first_part(world)
    halfway = drawn(world, 2015, HALFWAY).statements
    second_part(world)
    return Told(world, halfway)


def first_part(world: World) -> None:
    """Tell of 2015 until July.

    Expenditures: 1 the worked example, partly paid; 2 with recoverable VAT, paid; 3 a credit note on 1;
    4 under a contract; 5 never approved; 6 rejected.
    """
    world.today = date(2015, 1, 15)
    for slug, line in (("work", "placement"), ("fair", "acquisition"), ("class", "training")):
        world.project(slug, line)
    world.budget(2015, {"work": 5_000_000, "fair": 2_000_000, "class": 1_000_000})
    supplier, school = world.payee("Supplier"), world.payee("School", "arcus")
    world.today = date(2015, 2, 1)
    world.receive("arvato", 1_000_000)
    world.today = HALFWAY
    world.receive("maastricht", 10_000_000)
    world.receive("vodafone", 6_000_000)
    world.receive("q-park", 500_000)
    first = world.spend(invoice(supplier, {"work": 100_000}, date(2015, 3, 2)))
    second = world.spend(
        invoice(
            supplier, {"work": 300_000, "class": 50_000}, date(2015, 4, 2), vat=60_000, recoverable=20_000
        )
    )
    world.pay(first, 40_000)
    world.pay(second, 370_000)
    world.spend(invoice(supplier, {"work": -20_000}, date(2015, 5, 1), original=first))
    contract = world.does(
        obligations.add_obligation,
        project="fair",
        payee=school,
        year=2015,
        agreed_on=date(2015, 7, 1),
        description="Stand",
        amount_cents=400_000,
    )
    world.spend(invoice(school, {"fair": 150_000}, date(2015, 7, 5), obligation=contract))
    world.approve(world.enter(invoice(school, {"fair": 300_000}, date(2015, 7, 6))), "vodafone")
    rejected = world.enter(invoice(school, {"fair": 12_000}, date(2015, 7, 7)))
    world.does(
        approving.reject_expenditure, by=world.partner("vodafone"), number=rejected, reason="Not ordered"
    )
    world.does(
        receipts.record_in_kind,
        party="zuyd",
        project="class",
        given_on=date(2015, 6, 1),
        unit="hours",
        quantity_hundredths=1250,
        description="Lessons",
        value_cents=62_500,
    )
    world.does(
        receipts.record_in_kind,
        party="arcus",
        project=None,
        given_on=date(2015, 6, 2),
        unit="goods",
        quantity_hundredths=300,
        description="Desks",
        value_cents=30_000,
    )
    world.does(receipts.record_bank_receipt, kind="interest", received_on=date(2015, 6, 30), amount_cents=123)
    world.does(contributions.return_overpayment, party="vodafone", returned_on=HALFWAY, amount_cents=500_000)
    for value, source in ((5210, "Register"), (5340, "Members")):
        world.does(
            indicators.add_measurement,
            indicator="jobs",
            measured_on=date(2015, 6, 30),
            value=value,
            source=source,
        )
    world.does(
        evidence.add_evidence, subject=f"expenditure/{first}", file=SoundFile("invoice.pdf", papers.PDF)
    )


def second_part(world: World) -> None:
    """Tell of what came after: an amendment, a closed year and spend late for it, a reversal, a settlement.

    Expenditures: 7 of 2015 but approved when it was closed; 8 settled with the claim that 2 became.
    """
    world.today = date(2015, 9, 1)
    world.budget(2015, {"work": 5_000_000, "fair": 1_500_000, "class": 1_500_000})
    world.today = date(2016, 3, 10)
    world.budget(2016, {"work": 1_000_000})
    late = world.enter(invoice(1, {"work": 77_700}, date(2015, 12, 20)))
    for cents in (9_000_000, 9_573_123):
        world.does(years.state_bank_balance, year=2015, cents=cents, stated_on=date(2016, 1, 4))
    world.closes(2015)
    world.approve(late, "maastricht")
    world.does(reversals.reverse_expenditure, number=2, reversed_on=date(2016, 1, 20), reason="Twice")
    settled = world.spend(invoice(1, {"work": 90_000}, date(2016, 1, 10)))
    world.does(
        payments.set_off, number=settled, claim_number=2, settled_on=date(2016, 2, 1), amount_cents=90_000
    )
    world.does(payments.take_back, number=2, received_on=date(2016, 2, 2), amount_cents=100_000)
    wrong = world.pay(1, 10_000, date(2016, 2, 3))
    world.does(reversals.reverse_payment, number=wrong, reversed_on=date(2016, 2, 5), reason="Other account")
    mistake = world.receive("q-park", 250_000, date(2016, 2, 10))
    world.does(
        contributions.reverse_contribution,
        number=mistake,
        reversed_on=date(2016, 2, 20),
        reason="Wrong party",
    )
    world.does(obligations.release_obligation, number=1, released_on=date(2016, 3, 1), reason="Cancelled")


def drawn(world: World, year: int | None, as_at: date | None = None) -> Report:
    """Draw the whole report, in English."""
    with world.database.read() as session:
        return reports.report(session, world.covenant_id, year=year, as_at=as_at, code="en")


def one(world: World, key: str, year: int | None, as_at: date | None = None) -> Statement:
    """Draw one statement, in English."""
    with world.database.read() as session:
        return reports.statement(session, world.covenant_id, key, year=year, as_at=as_at, language_code="en")


def of_party(world: World, slug: str, year: int | None, as_at: date | None = None) -> PartyStatement:
    """Draw one party's own statement, in English."""
    with world.database.read() as session:
        return reports.party_statement(session, world.covenant_id, slug, year=year, as_at=as_at, code="en")


def by_key(statement: Statement, key: str, value: str) -> dict[Cell, Cell]:
    """Give one column by another."""
    return {row[0]: row[1] for row in cells(statement, key, value)}


def number(cell: Cell) -> int:
    """Give a cell that holds a figure as that figure."""
    assert isinstance(cell, int)
    return cell


def plain(cell: Cell) -> Cell:
    """Say a cell in plain English where it is a sentence."""
    return PLAIN.say(cell) if isinstance(cell, Sentence) else cell


def cells(statement: Statement, *keys: str) -> list[tuple[Cell, ...]]:
    """Give these columns of every row."""
    places = [statement.place(key) for key in keys]
    return [tuple(plain(row.cells[place]) for place in places) for row in statement.rows]


def total(statement: Statement, key: str, group: str | None = None) -> int:
    """Give the ledger's own figure for a column, of the whole statement or of one group."""
    (found,) = [
        control.cents
        for control in statement.controls
        if control.column == key and (None if control.group is None else plain(control.group)) == group
    ]
    return found
