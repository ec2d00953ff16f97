"""A closed year stays closed, whoever is connected: its own decision alone opens it, and each works once."""
# ruff: noqa: S608 - the statements are made of our own tables

from collections.abc import Iterator

import pytest

from ledger.storage.canonical import Content
from ledger.storage.db import Database, Session
from ledger.storage.tables import Instalment
from tests.actions import taking
from tests.actions.conftest import _new_database
from tests.actions.world import World
from tests.storage.attacks import NEXT, NOON, add, assert_refused, entry, sealed
from tests.storage.lived import lived_in
from tests.storage.plain import plainly

CLOSING = 4
"""The decision that closed 2015; 5 adopted a budget, 6 was rejected, 7 is open."""

YEAR = "UPDATE fiscal_year SET {0} WHERE year = {1}"


def _evidence(subject: str, kind: str | None = None) -> str:
    return (
        "INSERT INTO evidence (covenant_id, id, sha256, subject, kind, name, person_id, recorded_at)"
        f" SELECT 1, 99, MIN(sha256), '{subject}', {'NULL' if kind is None else repr(kind)}, 'x', 1, '{NOON}'"
        " FROM evidence_file"
    )


STATES = {
    "opened without a decision": YEAR.format("state = 'open'", 2015),
    "opened for evidence without a decision": YEAR.format("state = 'evidence'", 2015),
    "opened by the decision that closed it": YEAR.format(f"state = 'open', decision_id = {CLOSING}", 2015),
    "opened by another decision": YEAR.format("state = 'open', decision_id = 5", 2015),
    "closed by another decision": YEAR.format("decision_id = 5", 2015),
    "without its decision": YEAR.format("decision_id = NULL", 2015),
    "another closed without a decision": YEAR.format("state = 'closed'", 2016),
    "another closed by its decision": YEAR.format(f"state = 'closed', decision_id = {CLOSING}", 2016),
    "another closed by an open decision": YEAR.format("state = 'closed', decision_id = 7", 2016),
}

IN_THE_YEAR = {
    "a gift": add(
        "in_kind", covenant_id=1, id=99, party_id=1, given_on="2015-12-31", unit="hours",
        quantity_hundredths=1, description="x", value_cents=1, person_id=1, recorded_at=NOON,
    ),
    "a measurement": add(
        "measurement", covenant_id=1, id=99, indicator_id=1, measured_on="2015-01-01", value=1, source="x",
        person_id=1, recorded_at=NOON,
    ),
    "a contract of its day": add(
        "obligation", covenant_id=1, id=99, project_id=1, payee_id=1, year=2016, agreed_on="2015-12-31",
        reference="", description="x", amount_cents=1, open_cents=1, person_id=1, recorded_at=NOON,
    ),
    "a contract of its budget": add(
        "obligation", covenant_id=1, id=99, project_id=1, payee_id=1, year=2015, agreed_on="2016-01-01",
        reference="", description="x", amount_cents=1, open_cents=1, person_id=1, recorded_at=NOON,
    ),
    "a release": add(
        "obligation_use", covenant_id=1, obligation_id=2, line=99, used_on="2015-12-31", cents=1, reason="x"
    ),
    "an invoice": add(
        "expenditure", covenant_id=1, id=99, version=1, kind="invoice", state="entered", payee_id=1,
        payee_version=1,
        invoice_reference="x", invoice_on="2015-12-31", accounting_on="2015-12-31", accounting_year=2015,
        description="x", net_cents=1, vat_cents=0, recoverable_vat_cents=0, gross_cents=1, shares_reason="",
        reason="", person_id=1, recorded_at=NOON,
    ),
    "a contribution": add(
        "contribution", covenant_id=1, id=99, party_id=1, received_on="2015-12-31", amount_cents=1,
        reference="x", state="received", reversal_reason="", entry_id=NEXT, person_id=1, recorded_at=NOON,
    ),
    "a payment": add(
        "payment", covenant_id=1, id=99, expenditure_id=4, kind="paid", state="recorded",
        paid_on="2015-12-31", cents=1, reference="x", entry_id=NEXT, person_id=1, recorded_at=NOON,
    ),
    "interest": add(
        "bank_receipt", covenant_id=1, id=99, kind="interest", received_on="2015-12-31", amount_cents=1,
        reference="x", entry_id=NEXT, person_id=1, recorded_at=NOON,
    ),
    "cash that moved": add(
        "cash_movement", covenant_id=1, id=99, advance_id=1, kind="advanced", state="recorded",
        moved_on="2015-12-31", cents=1, reference="x", reversal_reason="", entry_id=NEXT, person_id=1,
        recorded_at=NOON,
    ),
    "an entry that is not sealed": entry([], day="2015-12-31", year=2015)[0],
    "an entry of its day and another year": entry([], day="2015-12-31", year=2016)[0],
    "an entry of the year and another day": entry([], day="2016-03-10", year=2015)[0],
    "a budget": add(
        "budget", covenant_id=1, id=99, year=2015, version=9, purpose="", state="proposed", person_id=1,
        recorded_at=NOON,
    ),
    "the bank's balance": add(
        "bank_balance", covenant_id=1, year=2015, line=1, cents=1, stated_on="2015-12-31", person_id=1,
        recorded_at=NOON,
    ),
    "evidence of an invoice": _evidence("expenditure/1"),
    "evidence of a contribution": _evidence("contribution/1"),
    "evidence of a gift": _evidence("in-kind/1"),
    "evidence of a measurement": _evidence("measurement/1"),
    "evidence of a contract": _evidence("obligation/1"),
    "evidence of interest": _evidence("bank/1"),
    "evidence of its budget": _evidence("budget/1"),
    "a bank statement": _evidence("year/2015", "bank_statement"),
    "something else": _evidence("year/2015", "other"),
}  # fmt: skip

NOT_DECIDED = {
    "a running start": add(
        "running_start", covenant_id=1, starts_on="2015-06-01", decision_id=CLOSING, common_cents=0
    ),
    "an opening balance": add(
        "running_start_line", covenant_id=1, pledge_id=1, received_cents=0, spent_cents=0
    ),
    "budget carried into a budget in force": add(
        "budget_carry", covenant_id=1, budget_id=4, project_id=1, from_year=2015, cents=1
    ),
    "budget carried into one that is voted on": add(
        "budget_carry", covenant_id=1, budget_id=6, project_id=1, from_year=2015, cents=1
    ),
}


@pytest.mark.parametrize("name", STATES)
def test_a_year_keeps_its_state(unharmed: World, name: str) -> None:
    assert_refused(unharmed, [STATES[name]], "ledger:frozen", "FOREIGN KEY")


@pytest.mark.parametrize("name", IN_THE_YEAR)
def test_nothing_with_a_date_in_a_closed_year_comes_in(unharmed: World, name: str) -> None:
    assert_refused(unharmed, [IN_THE_YEAR[name]], "ledger:year-closed")


@pytest.mark.parametrize("name", NOT_DECIDED)
def test_nothing_comes_in_that_no_decision_asked_for(unharmed: World, name: str) -> None:
    assert_refused(unharmed, [NOT_DECIDED[name]], "ledger:frozen")


def test_an_entry_with_a_date_in_a_closed_year_is_not_sealed(unharmed: World) -> None:
    lines = [("bank", 2, 100), ("unspent", 2, -100)]
    assert_refused(unharmed, sealed(lines, day="2015-12-31", year=2015), "ledger:year-closed")


def test_what_is_kept_as_carried_is_what_was_carried(unharmed: World) -> None:
    assert_refused(
        unharmed, ["UPDATE project_total SET carried_cents = 1 WHERE project_id = 1"], "ledger:kept"
    )


@pytest.mark.parametrize("name", ["evidence of an invoice", "a measurement", "the bank's balance"])
def test_the_year_after_takes_the_same(fresh: World, name: str) -> None:
    statement = IN_THE_YEAR[name].replace("2015-", "2016-").replace("1, 2015, 1", "1, 2016, 1")
    with plainly(fresh.database) as plain:
        assert plain.tries(statement.replace("expenditure/1", "expenditure/8")) == "done"


# ---- with a decision ---------------------------------------------------------------------------------------


@pytest.fixture
def fresh(lived_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give books of the test's own, two years old."""
    with _new_database(tmp_path_factory.mktemp("years"), lived_url) as url:
        own = Database(url)
        yield lived_in(own)
        own.dispose()


def decided(world: World, kind: str, grade: str = "") -> int:
    """Have a decision about 2015 adopted, and nothing done about it; give its number."""
    with world.database.write(world.covenant_id) as session:
        figures: dict[str, Content] = {"year": 2015, **({"grade": grade} if grade else {})}
        taken = taking.adopted(
            session, world.covenant_id, by=world.treasurer(), kind=kind, subject="year/2015", figures=figures
        )
        return taken.id


def test_a_decision_opens_a_year_as_far_as_it_says_and_once(fresh: World) -> None:
    number = decided(fresh, "reopen_year", "evidence")
    opened = YEAR.format(f"state = 'evidence', decision_id = {number}", 2015)
    wider = YEAR.format(f"state = 'open', decision_id = {number}", 2015)
    shut = YEAR.format(f"state = 'closed', decision_id = {number}", 2015)
    with plainly(fresh.database) as plain:
        assert "ledger:frozen" in plain.tries(wider)
        assert plain.tries(opened) == "done"
        assert plain.tries(_evidence("expenditure/4")) == "done"
        assert "ledger:year-closed" in plain.tries(IN_THE_YEAR["a measurement"])
        assert "ledger:frozen" in plain.tries(wider)
        assert "ledger:frozen" in plain.tries(shut)
    again = decided(fresh, "close_year")
    with plainly(fresh.database) as plain:
        assert plain.tries(YEAR.format(f"state = 'closed', decision_id = {again}", 2015)) == "done"
        assert "ledger:frozen" in plain.tries(opened)


def test_a_decision_on_the_figures_opens_them(fresh: World) -> None:
    number = decided(fresh, "reopen_year", "figures")
    with plainly(fresh.database) as plain:
        evidence = YEAR.format(f"state = 'evidence', decision_id = {number}", 2015)
        assert "ledger:frozen" in plain.tries(evidence)
        assert plain.tries(YEAR.format(f"state = 'open', decision_id = {number}", 2015)) == "done"
        assert plain.tries(IN_THE_YEAR["a measurement"]) == "done"


@pytest.mark.parametrize(
    "grade, state, answer", [("figures", "open", "ledger:frozen"), ("evidence", "evidence", "done")]
)
def test_figures_on_which_a_later_closed_year_rests_are_not_opened(
    fresh: World, grade: str, state: str, answer: str
) -> None:
    with fresh.database.write(fresh.covenant_id) as session:
        taking.close_year(session, fresh.covenant_id, 2016, by=fresh.treasurer())
    number = decided(fresh, "reopen_year", grade)
    with plainly(fresh.database) as plain:
        assert answer in plain.tries(YEAR.format(f"state = '{state}', decision_id = {number}", 2015))


REDUCTION = (
    "INSERT INTO reduction (covenant_id, id, instalment_id, decision_id, kind, cents, entry_id, reduced_on)"
    " SELECT 1, 99, 3, MAX(id), 'reduced', 1, NULL, '{0}' FROM decision"
)


@pytest.mark.parametrize("day, answer", [("2015-12-31", "ledger:year-closed"), ("2016-01-01", "done")])
def test_what_was_decided_is_taken_off_on_a_day_in_an_open_year(fresh: World, day: str, answer: str) -> None:
    with fresh.database.write(fresh.covenant_id) as session:
        taking.adopted(
            session, 1, by=fresh.treasurer(), kind="pledge", subject=_pledge_of(session, 3), figures={}
        )
    with plainly(fresh.database) as plain:
        assert answer in plain.tries(REDUCTION.format(day))


def _pledge_of(session: Session, instalment: int) -> str:
    return f"pledge/{session.get_one(Instalment, (1, instalment)).pledge_id}"


@pytest.mark.parametrize("day, answer", [("2015-12-31", "ledger:year-closed"), ("2016-03-10", "done")])
def test_what_was_in_error_is_taken_back_on_a_day_in_an_open_year(
    fresh: World, day: str, answer: str
) -> None:
    """Interest 2 came in by entry 30."""
    mirror = entry([])[0].replace("recorded_at)", "recorded_at, reverses_id)").replace("00')", "00', 30)")
    back = add(
        "taken_back", covenant_id=1, subject="bank/2", taken_back_on=day, reason="x", entry_id=NEXT,
        person_id=1, recorded_at=NOON,
    )  # fmt: skip
    with plainly(fresh.database) as plain:
        assert answer in plain.tries(mirror, back)
