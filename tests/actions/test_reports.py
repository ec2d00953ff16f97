"""Reports: every statement of a covenant that lived through two years."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, insert, select, text

from exports.controls import ties
from ledger import reports
from ledger.core.language import PLAIN
from ledger.core.refusals import Refusal
from ledger.core.statements.words import ENTRY_KINDS
from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import METADATA, AccountTotal, JournalEntry, Posting
from tests.actions.two_years import (
    FUNDERS,
    PARTIES,
    Told,
    cells,
    drawn,
    first_part,
    fixture_told,
    number,
    of_party,
    one,
    total,
)
from tests.actions.world import World, said

__all__ = ["fixture_told"]


@pytest.fixture
def world(told: Told) -> World:
    """Give the world after the story."""
    return told.world


# ---- the worked example, on every road ------------------------------------------------------------------

SHARES = (68_965, 10_345, 10_345, 10_345)


def test_the_worked_example_stands_in_the_charges_to_the_cent(world: World) -> None:
    rows = cells(one(world, "charges", 2015), "expenditure", "funder", "cents")
    assert rows[:4] == [(1, funder, cents) for funder, cents in zip(FUNDERS, SHARES, strict=True)]


def test_the_worked_example_stands_in_the_register_of_expenditures(world: World) -> None:
    row = cells(one(world, "expenditures", 2015), "number", "projects", "booked", "charged", "approved")[0]
    assert row == (
        1,
        "Work EUR 1,000.00",
        100_000,
        "; ".join(
            f"{funder} EUR {amount}"
            for funder, amount in zip(FUNDERS, ("689.65", "103.45", "103.45", "103.45"), strict=True)
        ),
        "Gemeente Maastricht",
    )


def test_the_worked_example_stands_in_the_journal(world: World) -> None:
    rows = cells(one(world, "journal", 2015, date(2015, 3, 2)), "day", "code", "funder", "debit", "credit")
    costs = [(funder, debit) for day, code, funder, debit, _ in rows if code == "4000"]
    assert costs == list(zip(FUNDERS, SHARES, strict=True))


@pytest.mark.parametrize("slug, cents, share", [("maastricht", 68_965, 690), ("arvato", 10_345, 103)])
def test_the_worked_example_stands_in_the_statement_of_each_funder(
    world: World, slug: str, cents: int, share: int
) -> None:
    rows = cells(of_party(world, slug, 2015).charges, "expenditure", "project", "cost", "share", "cents")
    assert rows[0] == (1, "Work", 100_000, share, cents)


DAYS = [date(2015, 1, 1) + timedelta(days=19 * step) for step in range(25)]
"""Days through both years, none of them chosen."""


# ---- controls ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2015, 2016, 2017, None])
def test_every_control_agrees_with_its_rows_at_the_end_of_a_year(world: World, year: int | None) -> None:
    assert [tie for tie in ties(drawn(world, year)) if not tie.agrees] == []


@pytest.mark.parametrize("day", DAYS)
def test_every_control_agrees_with_its_rows_on_any_day(world: World, day: date) -> None:
    found = ties(drawn(world, day.year if day.day % 2 else None, day))
    assert [tie for tie in found if not tie.agrees] == []


@pytest.mark.parametrize("day", DAYS[::6])
def test_every_control_of_a_party_agrees_with_its_rows_on_any_day(world: World, day: date) -> None:
    statements = tuple(of_party(world, slug, day.year, day).charges for slug in PARTIES)
    sums = [
        (sum(number(cents) for (cents,) in cells(statement, "cents")), total(statement, "cents"))
        for statement in statements
    ]
    assert [pair for pair in sums if pair[0] != pair[1]] == []


@pytest.mark.parametrize(
    "table, shown",
    [("account_total", {"trial-balance"}), ("fund_total", {"balance-sheet", "expenditures", "charges"})],
)
def test_a_kept_total_that_is_wrong_shows_as_a_difference(
    database: Database, covenant_id: int, table: str, shown: set[str]
) -> None:
    world = World(database, covenant_id)
    first_part(world)
    _spoil(database, table)
    assert shown <= {tie.statement.key for tie in ties(drawn(world, 2015)) if not tie.agrees}


def _spoil(database: Database, table: str) -> None:
    """Change the kept totals of bank and costs as only somebody can who switches the guards off first."""
    with database.engine.connect() as connection, connection.begin():
        if database.is_sqlite:
            found = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name")
            for (name,) in connection.execute(found, {"name": table}).all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        kept = METADATA.tables[table]
        connection.execute(
            kept.update()
            .where(kept.c.account.in_(["bank", "costs"]))
            .values(balance_cents=kept.c.balance_cents + 1)
        )


def test_an_entry_that_was_never_sealed_counts_in_no_statement(database: Database, covenant_id: int) -> None:
    world = World(database, covenant_id)
    first_part(world)
    before = drawn(world, 2015).statements
    with database.write(covenant_id) as session:
        entry = {
            "covenant_id": covenant_id,
            "day": date(2015, 3, 3),
            "accounting_year": 2015,
        }
        posting = {"pledge_id": 1, "project_id": 1, "cents": 5}
        session.execute(
            insert(JournalEntry).values(
                **entry,
                id=900,
                fiscal_year=2015,
                kind="expenditure_approved",
                subject="contribution/1",
                text="",
                person_id=1,
                recorded_at=datetime(2015, 3, 3, tzinfo=UTC),
            )
        )
        session.execute(
            insert(Posting).values(
                [
                    {**entry, **posting, "entry_id": 900, "line": line, "account": account}
                    for line, account in enumerate(("costs", "bank", "receivable"), start=1)
                ]
            )
        )
    assert drawn(world, 2015).statements == before


# ---- the report as a whole ---------------------------------------------------------------------------------


def test_a_report_holds_every_statement_in_order(world: World) -> None:
    assert tuple(each.key for each in drawn(world, 2015).statements) == reports.KEYS


def test_a_report_is_made_at_the_time_of_the_last_act(world: World) -> None:
    found = drawn(world, 2015)
    assert (found.made_at, (found.head.seq, found.head.hash)) == (
        datetime(2016, 3, 10, 12, tzinfo=UTC),
        world.head(),
    )


def test_a_report_begins_with_the_key_figures(world: World) -> None:
    assert [(PLAIN.say(label), cents) for label, cents in drawn(world, 2015).headline] == [
        ("Promised", 43_500_000),
        ("Received", 17_500_000),
        ("Budget", 8_000_000),
        ("Obligations", 250_000),
        ("Spent", 580_000),
        ("Left of the budget", 7_170_000),
        ("In the bank", 16_590_123),
        ("Owed to payees", 210_000),
    ]


def test_the_bars_are_the_budget_against_actual(world: World) -> None:
    rows = cells(one(world, "budget-actual", 2015), "project", "budget", "obligated", "spent")
    bars = drawn(world, 2015).bars
    assert [(bar.label, bar.budget_cents, bar.obligated_cents, bar.spent_cents) for bar in bars] == rows


def test_the_flow_of_money_is_the_sources_and_uses(world: World) -> None:
    rows = cells(one(world, "sources-uses", 2015), "funder", "line", "project", "cents")
    flows = drawn(world, 2015).flows
    assert [(flow.funder, flow.line, flow.project, flow.cents) for flow in flows] == rows


def test_a_picture_is_the_report_at_a_glance(world: World) -> None:
    whole = drawn(world, 2015)
    with world.database.read() as session:
        seen = reports.picture(session, world.covenant_id, year=2015, code="en")
    assert (seen.headline, seen.bars, seen.flows, seen.goal) == (
        whole.headline,
        whole.bars,
        whole.flows,
        whole.goal,
    )


def test_every_kind_of_entry_has_words_of_its_own(world: World) -> None:
    with world.database.read() as session:
        kinds = set(session.scalars(select(col(JournalEntry.kind))))
    assert kinds - set(ENTRY_KINDS) == set()


def test_a_report_speaks_its_readers_language(world: World) -> None:
    with world.database.read() as session:
        dutch = reports.report(session, world.covenant_id, year=2015, code="nl")
    said_ = (PLAIN.say(dutch.goal), dutch.flows[0].line, PLAIN.say(drawn(world, 2015).goal))
    assert said_ == ("Duizend banen erbij", "Toeleiding", "A thousand more jobs")


def test_a_report_names_the_parties_with_their_kind(world: World) -> None:
    found = [(name, PLAIN.say(kind)) for name, kind in drawn(world, 2015).parties]
    assert found[:2] == [("Gemeente Maastricht", "Municipality"), ("Vodafone", "Firm")]


def test_a_report_asks_as_many_questions_however_much_there_is(told: Told) -> None:
    def count(as_at: date) -> int:
        asked: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            asked.append(statement)

        engine = told.world.database.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            drawn(told.world, 2015, as_at)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    assert count(date(2015, 3, 2)) == count(date(2015, 12, 31))


# ---- one party's own statement ----------------------------------------------------------------------------


def test_a_party_sees_what_it_promised_paid_and_has_left(world: World) -> None:
    found = of_party(world, "vodafone", 2015)
    assert [(PLAIN.say(label), cents) for label, cents in found.figures] == [
        ("Promised", 4_500_000),
        ("Due", 1_500_000),
        ("Paid", 6_000_000),
        ("Returned", 500_000),
        ("Charged", 71_372),
        ("Left of the promise", 4_428_628),
        ("Paid and not yet charged", 5_428_628),
    ]


def test_the_statements_of_all_parties_add_up_to_the_costs(world: World) -> None:
    charged = [of_party(world, slug, None).standing.charged_cents for slug in PARTIES]
    with world.database.read() as session:
        costs = session.execute(
            select(col(AccountTotal.balance_cents)).where(col(AccountTotal.account) == "costs")
        ).scalar_one()
    assert sum(charged) == costs


# ---- refusals ----------------------------------------------------------------------------------------------

ASKED = [
    ("bank", 2015, None, "accepted"),
    ("bank", 2015, date(2015, 1, 1), "accepted"),
    ("bank", 2015, date(2015, 12, 31), "accepted"),
    ("bank", None, date(2017, 12, 31), "accepted"),
    ("cash", 2015, None, ("NotFound", None, 'There is no statement "cash".')),
    ("bank", 2014, None, ("NotFound", "year", "There are no books for 2014 in this covenant.")),
    (
        "bank",
        2015,
        date(2014, 12, 31),
        ("Malformed", "as_at", "31/12/2014 lies outside the period from 01/01/2015 through 31/12/2015."),
    ),
    (
        "bank",
        2015,
        date(2016, 1, 1),
        ("Malformed", "as_at", "01/01/2016 lies outside the period from 01/01/2015 through 31/12/2015."),
    ),
]


@pytest.mark.parametrize("key, year, as_at, outcome", ASKED)
def test_a_statement_is_drawn_of_what_there_are_books_for(
    world: World, key: str, year: int | None, as_at: date | None, outcome: object
) -> None:
    found: object = "accepted"
    try:
        one(world, key, year, as_at)
    except Refusal as refusal:
        found = said(refusal)
    assert found == outcome


def test_a_covenant_there_is_none_of_has_no_statements(world: World) -> None:
    with world.database.read() as session, pytest.raises(Refusal) as refused:
        reports.statement(session, 99, "bank", year=None, language_code="en")
    assert said(refused.value) == ("NotFound", None, "There is no such covenant.")
