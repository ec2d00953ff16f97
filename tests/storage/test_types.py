"""Days, moments and amounts come back from the database as they went in, on both engines."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ledger.storage.reads import col
from ledger.storage.tables import InKind
from ledger.storage.types import Day, Moment

AMSTERDAM = timezone(timedelta(hours=2))
NOON = datetime(2015, 6, 1, 12, tzinfo=UTC)


def _kept(session: Session, **changes: object) -> InKind:
    row = {
        "covenant_id": 1, "id": 1, "party_id": 1, "project_id": None, "given_on": date(2015, 6, 1),
        "unit": "hours", "quantity_hundredths": 100, "description": "x", "value_cents": 1, "person_id": 1,
        "recorded_at": NOON,
    }  # fmt: skip
    session.execute(insert(InKind).values(**{**row, **changes}))
    return session.execute(select(InKind)).scalar_one()


@pytest.mark.parametrize("day", [date(2015, 1, 1), date(2016, 2, 29), date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_comes_back_as_it_went_in(session: Session, day: date) -> None:
    assert _kept(session, given_on=day).given_on == day


@pytest.mark.parametrize(
    "moment",
    [NOON, NOON + timedelta(microseconds=1), datetime(2015, 6, 1, 0, 30, tzinfo=AMSTERDAM)],
)
def test_a_moment_comes_back_in_utc_to_the_microsecond(session: Session, moment: datetime) -> None:
    kept = _kept(session, recorded_at=moment).recorded_at
    assert kept == moment
    assert kept.tzinfo is UTC


@pytest.mark.parametrize("cents", [1, 2**31, 2**53 + 1, 2**63 - 1])
def test_an_amount_comes_back_to_the_cent(session: Session, cents: int) -> None:
    assert _kept(session, value_cents=cents).value_cents == cents


def test_nothing_comes_back_as_nothing(session: Session) -> None:
    assert _kept(session).project_id is None
    for kind in (Day(), Moment()):
        for dialect in (sqlite.dialect(), postgresql.dialect()):  # type: ignore[no-untyped-call]
            assert kind.process_bind_param(None, dialect) is None
            assert kind.process_result_value(None, dialect) is None


def test_days_sort_in_the_order_of_time(session: Session) -> None:
    for number, day in enumerate([date(2015, 12, 31), date(2016, 1, 1), date(2015, 2, 3)], start=1):
        session.execute(
            insert(InKind).values(
                covenant_id=1, id=number, party_id=1, given_on=day, unit="hours", quantity_hundredths=1,
                description="x", value_cents=1, person_id=1, recorded_at=NOON,
            )
        )  # fmt: skip
    assert session.scalars(select(col(InKind.id)).order_by(col(InKind.given_on))).all() == [3, 1, 2]
