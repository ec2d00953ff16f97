"""Contracts that hold budget room: entering, using, releasing, and counting them as at a day."""

from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.orm import Session

from ledger.core.budget import Room
from ledger.core.money import MAX_CENTS
from ledger.core.refusals import NotFound
from ledger.obligations import (
    add_obligation,
    find_obligation,
    give_back,
    give_back_for,
    list_obligations,
    open_at,
    release_obligation,
    require_usable,
    use,
    use_for,
)
from ledger.payees import add_payee
from ledger.projects import add_project
from ledger.storage import reads
from ledger.storage.reads import col
from ledger.storage.tables import Expenditure, FiscalYear, JournalEntry, ProjectTotal, Split
from ledger.trail import head
from tests.actions.acting import TODAY, by
from tests.actions.told import told
from tests.outcomes import name_of, outcome, words_of

DAY = timedelta(days=1)
FAIR, OTHER = 1, 2
BUDGET = 100_000


@pytest.fixture
def planned(session: Session, covenant_id: int) -> Session:
    """Give a session in which project "fair" has a budget of EUR 1,000.00 for 2015 and for 2016."""
    add_project(session, covenant_id, by=by(), name="Fair", line="profile")
    add_project(session, covenant_id, by=by(), name="Other", line="profile")
    add_payee(session, covenant_id, by=by(), name="Print Works")
    add_payee(session, covenant_id, by=by(), name="Caterer")
    for year in (2015, 2016):
        session.add(ProjectTotal(covenant_id=covenant_id, project_id=FAIR, year=year, budget_cents=BUDGET))
    session.flush()
    return session


def _agree(session: Session, amount_cents: int = 60_000, **changes: object) -> int:
    typed: dict[str, object] = {
        "by": by(),
        "project": "fair",
        "payee": 1,
        "year": 2015,
        "agreed_on": TODAY,
        "description": "Posters",
        "amount_cents": amount_cents,
        **changes,
    }
    return add_obligation(session, 1, **typed)  # type: ignore[arg-type]


def _invoice(session: Session, number: int, *, obligation: int | None = 1, **splits: int) -> Expenditure:
    """Enter an invoice on a day in June 2015, as it is before its last approval."""
    row = Expenditure(
        covenant_id=1, id=number, kind="invoice", payee_id=1, invoice_reference=str(number),
        invoice_on=TODAY, accounting_on=TODAY, accounting_year=2015, description="x",
        net_cents=sum(splits.values()), vat_cents=0, gross_cents=sum(splits.values()),
        obligation_id=obligation, person_id=1, recorded_at=by().now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    projects = {"fair": FAIR, "other": OTHER}
    for line, (slug, cents) in enumerate(splits.items(), start=1):
        session.add(
            Split(covenant_id=1, expenditure_id=number, line=line, project_id=projects[slug], cents=cents)
        )
    session.flush()
    return row


def _spend(session: Session, cents: int, year: int = 2015) -> None:
    """Count spend for the fair, as the seal of an entry does."""
    session.execute(
        update(ProjectTotal)
        .where(col(ProjectTotal.project_id) == FAIR, col(ProjectTotal.year) == year)
        .values(spent_cents=ProjectTotal.spent_cents + cents)
    )


def _held(session: Session, year: int = 2015) -> int:
    return reads.room(session, 1, FAIR, year).obligated_cents


def _open(session: Session, number: int = 1) -> int:
    return find_obligation(session, 1, number).open_cents


@pytest.mark.parametrize(
    "changes,expected",
    [
        ({}, "accepted"),
        ({"amount_cents": 1}, "accepted"),
        ({"amount_cents": 0}, "Malformed amount"),
        ({"amount_cents": -1}, "Malformed amount"),
        ({"amount_cents": MAX_CENTS + 1}, "Malformed amount"),
        ({"amount_cents": BUDGET}, "accepted"),
        ({"amount_cents": BUDGET + 1}, "NoRoom amount"),
        ({"description": " "}, "Malformed description"),
        ({"reference": "x" * 201}, "Malformed reference"),
        ({"project": "nothing"}, "NotFound project"),
        ({"project": "other"}, "NoRoom amount"),
        ({"payee": 3}, "NotFound payee"),
        ({"payee": 10**30}, "NotFound payee"),
        ({"year": 2016}, "accepted"),
        ({"year": 2017}, "NoRoom amount"),
        ({"year": 2014}, "YearClosed year"),
        ({"year": 2018}, "YearClosed year"),
        ({"year": 10**9}, "Malformed"),
        ({"agreed_on": TODAY + DAY}, "Malformed agreed_on"),
        ({"agreed_on": date(2015, 1, 1)}, "accepted"),
        ({"agreed_on": date(2014, 12, 31)}, "Malformed agreed_on"),
    ],
)
def test_a_contract_fits_the_room_of_its_project_and_year(
    planned: Session, changes: dict[str, object], expected: str
) -> None:
    before = head(planned, 1)

    got = outcome(
        lambda: _agree(planned, **changes)  # type: ignore[arg-type]
    )

    assert name_of(got) == expected
    assert (head(planned, 1) == before) is (expected != "accepted")


@pytest.mark.parametrize(
    "closed,changes,expected",
    [
        (2015, {}, "YearClosed agreed_on"),
        (2015, {"agreed_on": date(2016, 1, 1), "by": by(today=date(2016, 1, 1))}, "YearClosed year"),
        (2016, {"year": 2016}, "YearClosed year"),
        (2016, {}, "accepted"),
    ],
)
def test_a_closed_year_takes_no_contract(
    planned: Session, closed: int, changes: dict[str, object], expected: str
) -> None:
    planned.get_one(FiscalYear, (1, closed)).state = "closed"
    planned.flush()

    assert (
        name_of(
            outcome(
                lambda: _agree(planned, **changes)  # type: ignore[arg-type]
            )
        )
        == expected
    )


def test_a_contract_takes_room_until_none_is_left(planned: Session) -> None:
    _spend(planned, 10_000)
    _agree(planned, 60_000)

    refused = outcome(lambda: _agree(planned, 30_001))

    assert words_of(refused) == (
        "EUR 300.01 is asked for Fair, but EUR 300.00 is left of its budget: "
        "EUR 1,000.00 less EUR 600.00 in obligations and EUR 100.00 spent."
    )
    assert _agree(planned, 30_000) == 2
    assert reads.room(planned, 1, FAIR, 2015) == Room(BUDGET, 90_000, 10_000)
    assert _held(planned, 2016) == 0


def test_without_an_adopted_budget_the_refusal_shows_that_there_is_none(planned: Session) -> None:
    refused = outcome(lambda: _agree(planned, 1, project="other"))

    assert words_of(refused) == (
        "EUR 0.01 is asked for Other, but EUR 0.00 is left of its budget: "
        "EUR 0.00 less EUR 0.00 in obligations and EUR 0.00 spent."
    )


def test_a_contract_is_told(planned: Session) -> None:
    _agree(planned, reference="C-1")

    assert told(planned, "obligation/1") == [
        (
            "obligation.added",
            {
                "project": "fair",
                "payee": 1,
                "year": 2015,
                "agreed_on": "2015-06-01",
                "reference": "C-1",
                "description": "Posters",
                "amount_cents": 60_000,
            },
        )
    ]


def test_the_same_form_sent_twice_is_one_contract(planned: Session) -> None:
    assert [_agree(planned, by=by(key="k")) for _ in range(2)] == [1, 1]
    assert _held(planned) == 60_000


@pytest.mark.parametrize(
    "changes,expected",
    [
        ({}, 60_000),
        ({"cents": 60_000}, 60_000),
        ({"cents": 1}, 1),
        ({"cents": 60_001}, "NoRoom amount"),
        ({"cents": 0}, "Malformed amount"),
        ({"cents": -1}, "Malformed amount"),
        ({"reason": " \n"}, "Malformed reason"),
        ({"reason": "x" * 2001}, "Malformed reason"),
        ({"number": 2}, "NotFound"),
        ({"number": 10**30}, "NotFound"),
        ({"released_on": TODAY - DAY}, "Malformed released_on"),
        ({"released_on": TODAY + DAY}, "Malformed released_on"),
    ],
)
def test_a_release_gives_room_back(planned: Session, changes: dict[str, object], expected: int | str) -> None:
    _agree(planned)
    typed: dict[str, object] = {"number": 1, "released_on": TODAY, "reason": "Cancelled", **changes}

    got = outcome(lambda: release_obligation(planned, 1, by=by(), **typed))  # type: ignore[arg-type]

    assert expected == (got if isinstance(got, int) else name_of(got))
    released = got if isinstance(got, int) else 0
    assert (_open(planned), _held(planned)) == (60_000 - released, 60_000 - released)


def test_nothing_is_released_twice(planned: Session) -> None:
    _agree(planned)
    release_obligation(planned, 1, by=by(), number=1, released_on=TODAY, reason="Cancelled")

    got = outcome(
        lambda: release_obligation(planned, 1, by=by(), number=1, released_on=TODAY, reason="Again")
    )

    assert name_of(got) == "WrongState"


def test_the_same_release_sent_twice_is_done_once(planned: Session) -> None:
    _agree(planned)

    for _ in range(2):
        release_obligation(
            planned, 1, by=by(key="k"), number=1, released_on=TODAY, reason="Cancelled", cents=10_000
        )

    assert _open(planned) == 50_000
    assert told(planned, "obligation/1")[1:] == [
        ("obligation.released", {"released_on": "2015-06-01", "reason": "Cancelled", "cents": 10_000})
    ]


def test_nothing_is_released_in_a_closed_year(planned: Session) -> None:
    _agree(planned, year=2016)
    planned.get_one(FiscalYear, (1, 2015)).state = "closed"
    planned.flush()

    got = outcome(
        lambda: release_obligation(planned, 1, by=by(), number=1, released_on=TODAY, reason="Cancelled")
    )

    assert name_of(got) == "YearClosed released_on"


@pytest.mark.parametrize(
    "cents,taken", [(0, 0), (-5, 0), (1, 1), (59_999, 59_999), (60_000, 60_000), (60_001, 60_000)]
)
def test_an_expenditure_takes_what_is_open_and_no_more(planned: Session, cents: int, taken: int) -> None:
    _agree(planned)
    _invoice(planned, 7, fair=1)

    assert use(planned, 1, 1, 7, cents, TODAY, by()) == taken
    assert (_open(planned), _held(planned)) == (60_000 - taken, 60_000 - taken)
    assert told(planned, "obligation/1")[1:] == (
        [("obligation.used", {"expenditure": 7, "cents": taken, "used_on": "2015-06-01"})] if taken else []
    )


@pytest.mark.parametrize(
    "cents,spent_meanwhile,given",
    [
        (None, 0, 40_000),
        (40_000, 0, 40_000),
        (40_001, 0, 40_000),
        (15_000, 0, 15_000),
        (0, 0, 0),
        (None, 40_000, 40_000),
        (None, 40_001, 39_999),
        (None, 80_000, 0),
    ],
)
def test_what_an_expenditure_took_is_given_back_as_far_as_there_is_room(
    planned: Session, cents: int | None, spent_meanwhile: int, given: int
) -> None:
    _agree(planned, 60_000)
    _invoice(planned, 7, fair=40_000)
    use(planned, 1, 1, 7, 40_000, TODAY, by())
    _spend(planned, spent_meanwhile)

    assert give_back(planned, 1, 1, 7, cents, TODAY, by()) == given
    assert (_open(planned), _held(planned)) == (20_000 + given, 20_000 + given)
    acts = [act for act, _ in told(planned, "obligation/1")]
    assert ("obligation.given_back" in acts) is bool(given)


def test_nothing_is_given_back_twice_or_by_another(planned: Session) -> None:
    _agree(planned)
    _invoice(planned, 7, fair=40_000)
    _invoice(planned, 8, fair=40_000)
    use(planned, 1, 1, 7, 40_000, TODAY, by())

    assert give_back(planned, 1, 1, 8, None, TODAY, by()) == 0
    assert give_back(planned, 1, 1, 7, None, TODAY, by()) == 40_000
    assert give_back(planned, 1, 1, 7, None, TODAY, by()) == 0


@pytest.mark.parametrize(
    "splits,changes,taken",
    [
        ({"fair": 40_000}, {}, 40_000),
        ({"fair": 70_000}, {}, 60_000),
        ({"other": 5_000, "fair": 30_000}, {}, 30_000),
        ({"other": 5_000}, {}, 0),
        ({"fair": 40_000}, {"obligation_id": None}, 0),
        ({"fair": 40_000}, {"accounting_year": 2016}, 0),
        (
            {"fair": 40_000},
            {"kind": "credit_note", "net_cents": -40_000, "gross_cents": -40_000},
            0,
        ),
    ],
)
def test_an_invoice_takes_the_part_of_the_contracts_project_and_year(
    planned: Session, splits: dict[str, int], changes: dict[str, object], taken: int
) -> None:
    _agree(planned, 60_000)
    row = _invoice(planned, 7, **splits)
    for name, value in changes.items():
        setattr(row, name, value)
    planned.flush()

    assert use_for(planned, 1, by=by(), row=row) == taken
    assert _held(planned) == 60_000 - taken


def test_an_expenditure_that_was_not_reversed_gives_nothing_back(planned: Session) -> None:
    _agree(planned)
    row = _invoice(planned, 7, fair=40_000)
    use_for(planned, 1, by=by(), row=row)

    assert give_back_for(planned, 1, by=by(), row=row) == 0


def test_a_reversed_expenditure_gives_back_what_it_took_on_the_day_of_its_reversal(planned: Session) -> None:
    _agree(planned)
    row = _invoice(planned, 7, fair=40_000)
    use_for(planned, 1, by=by(), row=row)
    reversed_on = date(2016, 2, 1)
    for number, day in ((1, TODAY), (2, reversed_on)):
        planned.add(
            JournalEntry(
                covenant_id=1, id=number, day=day, fiscal_year=day.year, accounting_year=2015, kind="x",
                subject="expenditure/7", text="", person_id=1, recorded_at=by().now,
            )
        )  # fmt: skip
    planned.flush()
    for state, entry, reversal in (("approved", 1, None), ("reversed", 1, 2)):
        row.state, row.entry_id, row.reversal_id = state, entry, reversal
        planned.flush()

    assert give_back_for(planned, 1, by=by(today=reversed_on), row=row) == 40_000
    assert [each.open_cents for each in open_at(planned, 1, reversed_on - DAY)] == [20_000]
    assert [each.open_cents for each in open_at(planned, 1, reversed_on)] == [60_000]


@pytest.mark.parametrize(
    "number,payee,projects,year,expected",
    [
        (1, 1, [FAIR], 2015, "accepted"),
        (1, 1, [OTHER, FAIR], 2015, "accepted"),
        (2, 1, [FAIR], 2015, "NotFound obligation"),
        (1, 2, [FAIR], 2015, "Malformed obligation"),
        (1, 1, [OTHER], 2015, "Malformed obligation"),
        (1, 1, [], 2015, "Malformed obligation"),
        (1, 1, [FAIR], 2016, "Malformed obligation"),
    ],
)
def test_an_expenditure_names_a_contract_of_its_own_payee_project_and_year(
    planned: Session, number: int, payee: int, projects: list[int], year: int, expected: str
) -> None:
    _agree(planned)

    got = outcome(lambda: require_usable(planned, 1, number, payee_id=payee, project_ids=projects, year=year))

    assert name_of(got) == expected


def test_a_contract_with_nothing_open_may_still_be_named(planned: Session) -> None:
    _agree(planned)
    release_obligation(planned, 1, by=by(), number=1, released_on=TODAY, reason="Cancelled")

    require_usable(planned, 1, 1, payee_id=1, project_ids=[FAIR], year=2015)


@pytest.mark.parametrize("number", [2, 0, -1, 10**30])
def test_a_contract_that_is_not_there_is_not_found(planned: Session, number: int) -> None:
    _agree(planned)

    with pytest.raises(NotFound):
        find_obligation(planned, 1, number)


@pytest.mark.parametrize(
    "day,standing,open_cents",
    [
        (date(2015, 6, 1), [], []),
        (date(2015, 6, 2), [60_000], [60_000]),
        (date(2015, 7, 1), [60_000], [60_000]),
        (date(2015, 7, 2), [35_000, 20_000], [35_000, 20_000]),
        (date(2015, 8, 2), [0, 20_000], [20_000]),
        (date(2015, 9, 2), [25_000, 20_000], [25_000, 20_000]),
        (date(2016, 1, 1), [25_000, 20_000], [25_000, 20_000]),
    ],
)
def test_obligations_are_listed_as_they_stood_at_a_days_end(
    planned: Session, day: date, standing: list[int], open_cents: list[int]
) -> None:
    later = by(today=date(2015, 9, 30))
    _agree(planned, 60_000, agreed_on=date(2015, 6, 2), by=later)
    _agree(planned, 20_000, agreed_on=date(2015, 7, 2), by=later, year=2016, payee=2)
    _invoice(planned, 7, fair=25_000)
    use(planned, 1, 1, 7, 25_000, date(2015, 7, 2), later)
    release_obligation(
        planned, 1, by=later, number=1, released_on=date(2015, 8, 2), reason="Cancelled", cents=35_000
    )
    give_back(planned, 1, 1, 7, None, date(2015, 9, 2), later)

    assert [row.open_cents for row in list_obligations(planned, 1, day)] == standing
    assert [row.open_cents for row in open_at(planned, 1, day)] == open_cents


def test_a_listed_obligation_says_what_was_agreed_with_whom_for_what(planned: Session) -> None:
    _agree(planned, reference="C-1")

    (row,) = list_obligations(planned, 1, TODAY)

    assert (row.number, row.project, row.project_name, row.year) == (1, "fair", "Fair", 2015)
    assert (row.payee_id, row.payee_name, row.agreed_on) == (1, "Print Works", TODAY)
    assert (row.reference, row.description, row.amount_cents) == ("C-1", "Posters", 60_000)


def test_what_was_used_twice_over_in_the_past_is_shown_as_nothing_open(planned: Session) -> None:
    """An invoice was taken back in September, and a later one is dated before it."""
    _agree(planned)
    for number in (7, 8):
        _invoice(planned, number, fair=60_000)
    use(planned, 1, 1, 7, 60_000, date(2015, 7, 1), by())
    give_back(planned, 1, 1, 7, None, date(2015, 9, 1), by())
    use(planned, 1, 1, 8, 60_000, date(2015, 6, 15), by())

    assert open_at(planned, 1, date(2015, 7, 15)) == []
    assert open_at(planned, 1, date(2015, 9, 1)) == []


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["agree", "use", "give back", "release"]), st.integers(1, 2), st.integers(1, 70_000)
    ),
    max_size=12,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=ACTS)
def test_whatever_is_done_the_room_held_is_what_is_open(
    planned: Session, acts: list[tuple[str, int, int]]
) -> None:
    savepoint = planned.begin_nested()
    for number in (7, 8):
        _invoice(planned, number, obligation=None, fair=1)
    for act in acts:
        outcome(partial(_act, planned, *act))

    rows = list_obligations(planned, 1, date(2099, 1, 1))
    assert _held(planned) == sum(row.open_cents for row in rows)
    assert all(row.open_cents == _open(planned, row.number) for row in rows)
    assert reads.room(planned, 1, FAIR, 2015).left_cents >= 0
    savepoint.rollback()


def _act(session: Session, act: str, number: int, cents: int) -> None:
    if act == "agree":
        _agree(session, cents)
    elif act == "use":
        use(session, 1, number, 6 + number, cents, TODAY, by())
    elif act == "give back":
        give_back(session, 1, number, 6 + number, cents, TODAY, by())
    else:
        release_obligation(session, 1, by=by(), number=number, released_on=TODAY, reason="x", cents=cents)
