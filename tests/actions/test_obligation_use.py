"""What expenditures take from contracts and give back, and how contracts stood at a day."""

from datetime import date
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ledger.core.refusals import Malformed, NotFound
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
from ledger.reversals import reverse_expenditure
from ledger.storage import reads
from ledger.storage.funding import obligated_later, obligations
from ledger.storage.tables import JournalEntry
from tests.actions.acting import TODAY, by
from tests.actions.contracts import DAY, FAIR, OTHER, agree, held, invoice, open_of, plan, spend
from tests.actions.told import told
from tests.actions.world import World
from tests.actions.world import invoice as an_invoice
from tests.outcomes import name_of, outcome


@pytest.fixture
def planned(session: Session, covenant_id: int) -> Session:
    """Give a session in which there is a budget to hold contracts."""
    return plan(session, covenant_id)


@pytest.mark.parametrize(
    "cents,taken", [(0, 0), (-5, 0), (1, 1), (59_999, 59_999), (60_000, 60_000), (60_001, 60_000)]
)
def test_an_expenditure_takes_what_is_open_and_no_more(planned: Session, cents: int, taken: int) -> None:
    agree(planned)
    invoice(planned, 7, fair=1)

    assert use(planned, 1, 1, 7, cents, TODAY, by()) == taken
    assert (open_of(planned), held(planned)) == (60_000 - taken, 60_000 - taken)
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
    agree(planned, 60_000)
    invoice(planned, 7, fair=40_000)
    use(planned, 1, 1, 7, 40_000, TODAY, by())
    spend(planned, spent_meanwhile)

    assert give_back(planned, 1, 1, 7, cents, TODAY, by()) == given
    assert (open_of(planned), held(planned)) == (20_000 + given, 20_000 + given)
    acts = [act for act, _ in told(planned, "obligation/1")]
    assert ("obligation.given_back" in acts) is bool(given)


def test_nothing_is_given_back_twice_or_by_another(planned: Session) -> None:
    agree(planned)
    invoice(planned, 7, fair=40_000)
    invoice(planned, 8, fair=40_000)
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
    agree(planned, 60_000)
    row = invoice(planned, 7, **splits)
    for name, value in changes.items():
        setattr(row, name, value)
    planned.flush()

    assert use_for(planned, 1, by=by(), row=row) == taken
    assert held(planned) == 60_000 - taken


def test_an_expenditure_that_was_not_reversed_gives_nothing_back(planned: Session) -> None:
    agree(planned)
    row = invoice(planned, 7, fair=40_000)
    use_for(planned, 1, by=by(), row=row)

    assert give_back_for(planned, 1, by=by(), row=row) == 0


def test_a_reversed_expenditure_gives_back_what_it_took_on_the_day_of_its_reversal(planned: Session) -> None:
    agree(planned)
    row = invoice(planned, 7, fair=40_000)
    use_for(planned, 1, by=by(), row=row)
    reversed_on = date(2016, 2, 1)
    for number, day, reverses in ((1, TODAY, None), (2, reversed_on, 1)):
        planned.add(
            JournalEntry(
                covenant_id=1, id=number, day=day, fiscal_year=day.year, accounting_year=2015, kind="x",
                subject="expenditure/7", text="", reverses_id=reverses, person_id=1, recorded_at=by().now,
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
    agree(planned)

    got = outcome(lambda: require_usable(planned, 1, number, payee_id=payee, project_ids=projects, year=year))

    assert name_of(got) == expected


def test_a_contract_with_nothing_open_may_still_be_named(planned: Session) -> None:
    agree(planned)
    release_obligation(planned, 1, by=by(), number=1, released_on=TODAY, reason="Cancelled")

    require_usable(planned, 1, 1, payee_id=1, project_ids=[FAIR], year=2015)


@pytest.mark.parametrize("number", [2, 0, -1, 10**30])
def test_a_contract_that_is_not_there_is_not_found(planned: Session, number: int) -> None:
    agree(planned)

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
    agree(planned, 60_000, agreed_on=date(2015, 6, 2), by=later)
    agree(planned, 20_000, agreed_on=date(2015, 7, 2), by=later, year=2016, payee=2)
    invoice(planned, 7, fair=25_000)
    use(planned, 1, 1, 7, 25_000, date(2015, 7, 2), later)
    release_obligation(
        planned, 1, by=later, number=1, released_on=date(2015, 8, 2), reason="Cancelled", cents=35_000
    )
    give_back(planned, 1, 1, 7, None, date(2015, 9, 2), later)

    assert [row.open_cents for row in list_obligations(planned, 1, day)] == standing
    assert [row.open_cents for row in open_at(planned, 1, day)] == open_cents


def test_a_listed_obligation_says_what_was_agreed_with_whom_for_what(planned: Session) -> None:
    agree(planned, reference="C-1")

    (row,) = list_obligations(planned, 1, TODAY)

    assert (row.number, row.project, row.project_name, row.year) == (1, "fair", "Fair", 2015)
    assert (row.payee_id, row.payee_name, row.agreed_on) == (1, "Print Works", TODAY)
    assert (row.reference, row.description, row.amount_cents) == ("C-1", "Posters", 60_000)


def test_what_was_used_twice_over_in_the_past_is_shown_as_nothing_open(planned: Session) -> None:
    """An invoice was taken back in September, and a later one is dated before it."""
    agree(planned)
    for number in (7, 8):
        invoice(planned, number, fair=60_000)
    use(planned, 1, 1, 7, 60_000, date(2015, 7, 1), by())
    give_back(planned, 1, 1, 7, None, date(2015, 9, 1), by())
    use(planned, 1, 1, 8, 60_000, date(2015, 6, 15), by())

    assert open_at(planned, 1, date(2015, 7, 15)) == []
    assert open_at(planned, 1, date(2015, 9, 1)) == []


def test_an_invoice_dated_before_its_contract_takes_from_it_on_the_day_it_was_agreed(
    planned: Session,
) -> None:
    agree(planned, 60_000, agreed_on=TODAY)
    invoice(planned, 7, fair=40_000)
    use(planned, 1, 1, 7, 40_000, TODAY - DAY, by())

    assert told(planned, "obligation/1")[-1][-1]["used_on"] == "2015-06-01"
    for day, open_cents, later in ((TODAY - DAY, [], 20_000), (TODAY, [20_000], 0)):
        assert [one.open_cents for one in obligations(planned, 1, day)] == open_cents
        assert obligated_later(planned, 1, day).get((FAIR, 2015), 0) == later


def test_what_was_given_back_is_taken_again_no_earlier(planned: Session) -> None:
    agree(planned)
    for number in (7, 8):
        invoice(planned, number, fair=60_000)
    given_back_on = date(2015, 9, 1)
    use(planned, 1, 1, 7, 60_000, date(2015, 7, 1), by())
    give_back(planned, 1, 1, 7, None, given_back_on, by())
    early = {"number": 1, "released_on": given_back_on - DAY, "reason": "Cancelled"}
    with pytest.raises(Malformed):
        release_obligation(planned, 1, by=by(today=given_back_on), **early)  # type: ignore[arg-type]
    use(planned, 1, 1, 8, 60_000, date(2015, 6, 15), by())

    for day in (TODAY, date(2015, 6, 15), date(2015, 7, 1), given_back_on):
        assert all(one.open_cents > 0 for one in obligations(planned, 1, day))


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
        invoice(planned, number, obligation=None, fair=1)
    for act in acts:
        outcome(partial(_act, planned, *act))

    rows = list_obligations(planned, 1, date(2099, 1, 1))
    assert held(planned) == sum(row.open_cents for row in rows)
    assert all(row.open_cents == open_of(planned, row.number) for row in rows)
    assert reads.room(planned, 1, FAIR, 2015).left_cents >= 0
    savepoint.rollback()


def _act(session: Session, act: str, number: int, cents: int) -> None:
    if act == "agree":
        agree(session, cents)
    elif act == "use":
        use(session, 1, number, 6 + number, cents, TODAY, by())
    elif act == "give back":
        give_back(session, 1, number, 6 + number, cents, TODAY, by())
    else:
        release_obligation(session, 1, by=by(), number=number, released_on=TODAY, reason="x", cents=cents)


@pytest.mark.parametrize(
    "spent,while_approved,after_reversal",
    [
        (40_000, (100_000, 60_000, 40_000), (100_000, 100_000, 0)),
        (100_000, (100_000, 0, 100_000), (100_000, 100_000, 0)),
    ],
)
def test_a_budget_that_a_contract_fills_still_pays_that_contracts_invoice(
    world: World, spent: int, while_approved: tuple[int, int, int], after_reversal: tuple[int, int, int]
) -> None:
    payee = world.payee()
    world.budget(2015, {world.project("fair", "placement"): 100_000})
    world.does(
        add_obligation, project="fair", payee=payee, year=2015, agreed_on=TODAY, description="Posters",
        amount_cents=100_000,
    )  # fmt: skip

    number = world.spend(an_invoice(payee, {"fair": spent}, TODAY, obligation=1))
    assert (world.state(number), world.room("fair", 2015)) == ("approved", while_approved)
    assert world.faults() == []

    world.does(reverse_expenditure, number=number, reversed_on=TODAY, reason="Wrong payee")
    assert world.room("fair", 2015) == after_reversal
    assert world.faults() == []
