"""Contracts that hold budget room: entering, using, releasing, and counting them as at a day."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from ledger.core.budget import Room
from ledger.core.money import MAX_CENTS
from ledger.obligations import (
    release_obligation,
)
from ledger.storage import reads
from ledger.trail import head
from tests.actions.acting import TODAY, by
from tests.actions.contracts import BUDGET, DAY, FAIR, agree, held, open_of, plan, spend
from tests.actions.taking import close_year
from tests.actions.told import told
from tests.outcomes import name_of, outcome, words_of


@pytest.fixture
def planned(session: Session, covenant_id: int) -> Session:
    """Give a session in which there is a budget to hold contracts."""
    return plan(session, covenant_id)


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
        lambda: agree(planned, **changes)  # type: ignore[arg-type]
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
    close_year(planned, 1, closed, by=by())

    assert (
        name_of(
            outcome(
                lambda: agree(planned, **changes)  # type: ignore[arg-type]
            )
        )
        == expected
    )


def test_a_contract_takes_room_until_none_is_left(planned: Session) -> None:
    spend(planned, 10_000)
    agree(planned, 60_000)

    refused = outcome(lambda: agree(planned, 30_001))

    assert words_of(refused) == (
        "EUR 300.01 is asked for Fair, but EUR 300.00 is left of its budget: "
        "EUR 1,000.00 less EUR 600.00 in obligations and EUR 100.00 spent."
    )
    assert agree(planned, 30_000) == 2
    assert reads.room(planned, 1, FAIR, 2015) == Room(BUDGET, 90_000, 10_000)
    assert held(planned, 2016) == 0


def test_without_an_adopted_budget_the_refusal_shows_that_there_is_none(planned: Session) -> None:
    refused = outcome(lambda: agree(planned, 1, project="other"))

    assert words_of(refused) == (
        "EUR 0.01 is asked for Other, but EUR 0.00 is left of its budget: "
        "EUR 0.00 less EUR 0.00 in obligations and EUR 0.00 spent."
    )


def test_a_contract_is_told(planned: Session) -> None:
    agree(planned, reference="C-1")

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
    assert [agree(planned, by=by(key="k")) for _ in range(2)] == [1, 1]
    assert held(planned) == 60_000


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
    agree(planned)
    typed: dict[str, object] = {"number": 1, "released_on": TODAY, "reason": "Cancelled", **changes}

    got = outcome(lambda: release_obligation(planned, 1, by=by(), **typed))  # type: ignore[arg-type]

    assert expected == (got if isinstance(got, int) else name_of(got))
    released = got if isinstance(got, int) else 0
    assert (open_of(planned), held(planned)) == (60_000 - released, 60_000 - released)


def test_nothing_is_released_twice(planned: Session) -> None:
    agree(planned)
    release_obligation(planned, 1, by=by(), number=1, released_on=TODAY, reason="Cancelled")

    got = outcome(
        lambda: release_obligation(planned, 1, by=by(), number=1, released_on=TODAY, reason="Again")
    )

    assert name_of(got) == "WrongState"


def test_the_same_release_sent_twice_is_done_once(planned: Session) -> None:
    agree(planned)

    for _ in range(2):
        release_obligation(
            planned, 1, by=by(key="k"), number=1, released_on=TODAY, reason="Cancelled", cents=10_000
        )

    assert open_of(planned) == 50_000
    assert told(planned, "obligation/1")[1:] == [
        ("obligation.released", {"released_on": "2015-06-01", "reason": "Cancelled", "cents": 10_000})
    ]


def test_nothing_is_released_in_a_closed_year(planned: Session) -> None:
    agree(planned, year=2016)
    close_year(planned, 1, 2015, by=by())

    got = outcome(
        lambda: release_obligation(planned, 1, by=by(), number=1, released_on=TODAY, reason="Cancelled")
    )

    assert name_of(got) == "YearClosed released_on"
