"""Counting what the covenant is to achieve."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from ledger.core.covenant_file.agreement import LARGEST_COUNT
from ledger.indicators import add_measurement, list_indicators, list_measurements
from tests.actions.acting import TODAY, by
from tests.actions.told import told
from tests.outcomes import name_of, outcome

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "changes,expected",
    [
        ({}, "accepted"),
        ({"value": 0}, "accepted"),
        ({"value": -1}, "Malformed value"),
        ({"value": LARGEST_COUNT}, "accepted"),
        ({"value": LARGEST_COUNT + 1}, "Malformed value"),
        ({"source": ""}, "Malformed source"),
        ({"source": "x" * 200}, "accepted"),
        ({"source": "x" * 201}, "Malformed source"),
        ({"measured_on": TODAY}, "accepted"),
        ({"measured_on": TODAY + DAY}, "Malformed measured_on"),
        ({"measured_on": date(2014, 12, 31)}, "accepted"),
        ({"measured_on": date(1900, 1, 1)}, "accepted"),
        ({"measured_on": date(1899, 12, 31)}, "Malformed measured_on"),
        ({"indicator": "companies"}, "accepted"),
        ({"indicator": "nothing"}, "NotFound indicator"),
    ],
)
def test_a_measurement_is_a_count_on_a_day_by_somebody(
    session: Session, covenant_id: int, changes: dict[str, object], expected: str
) -> None:
    typed = {"indicator": "jobs", "measured_on": TODAY - DAY, "value": 5200, "source": "Census", **changes}

    got = outcome(lambda: add_measurement(session, covenant_id, by=by(), **typed))  # type: ignore[arg-type]

    assert name_of(got) == expected


def test_sources_that_disagree_about_a_day_are_both_kept(session: Session, covenant_id: int) -> None:
    for value, source in ((30, "Chamber"), (20, "Press"), (21, "Press")):
        add_measurement(
            session,
            covenant_id,
            by=by(),
            indicator="companies",
            measured_on=TODAY,
            value=value,
            source=source,
        )

    rows = list_measurements(session, covenant_id)
    assert [(row.number, row.value, row.source) for row in rows] == [
        (1, 30, "Chamber"),
        (2, 20, "Press"),
        (3, 21, "Press"),
    ]


def test_the_very_same_measurement_is_refused_a_second_time(session: Session, covenant_id: int) -> None:
    def count() -> int:
        return add_measurement(
            session, covenant_id, by=by(), indicator="jobs", measured_on=TODAY, value=1, source="Census"
        )

    assert name_of(outcome(count)) == "accepted"
    assert name_of(outcome(count)) == "WrongState"


def test_the_same_form_sent_twice_is_one_measurement(session: Session, covenant_id: int) -> None:
    numbers = [
        add_measurement(
            session,
            covenant_id,
            by=by(key="k"),
            indicator="jobs",
            measured_on=TODAY,
            value=1,
            source="Census",
        )
        for _ in range(2)
    ]

    assert numbers == [1, 1]


def test_a_measurement_is_told(session: Session, covenant_id: int) -> None:
    add_measurement(
        session, covenant_id, by=by(), indicator="jobs", measured_on=TODAY, value=5100, source=" Census "
    )

    assert told(session, "measurement/1") == [
        (
            "measurement.added",
            {"indicator": "jobs", "measured_on": "2015-06-01", "value": 5100, "source": "Census"},
        )
    ]


@pytest.mark.parametrize(
    "indicator,until,found",
    [
        (None, None, [3, 1, 2]),
        ("jobs", None, [3, 1]),
        ("companies", None, [2]),
        ("nothing", None, []),
        (None, TODAY - DAY, [3]),
        ("jobs", TODAY, [3, 1]),
    ],
)
def test_measurements_are_listed_by_indicator_and_day(
    session: Session, covenant_id: int, indicator: str | None, until: date | None, found: list[int]
) -> None:
    for slug, day in (("jobs", TODAY), ("companies", TODAY), ("jobs", TODAY - DAY)):
        add_measurement(
            session, covenant_id, by=by(), indicator=slug, measured_on=day, value=7, source="Census"
        )

    rows = list_measurements(session, covenant_id, indicator=indicator, until=until)

    assert [row.number for row in rows] == found


def test_indicators_are_listed_with_baseline_and_target(session: Session, covenant_id: int) -> None:
    jobs, companies = list_indicators(session, covenant_id)

    assert (jobs.slug, jobs.baseline, jobs.target, jobs.target_on) == ("jobs", 5000, 6000, date(2017, 12, 31))
    assert (companies.slug, companies.baseline, companies.target) == ("companies", 30, None)
