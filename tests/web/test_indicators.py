"""Goals: baselines, targets, what was counted, and sources that disagree."""

from datetime import date

import pytest

from ledger import goal_pages, indicators
from ledger.storage.db import Database
from tests.web.conftest import Clock
from tests.web.spends import NOW, PDF, Visit, english, world_of
from tests.web.visitor import Page, Visitor

COUNTED = "What was counted, the latest first: Jobs in the region"
ALL = "Everything that was counted, the latest first"


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands in the summer of the first year."""
    return Clock(NOW)


def measure(treasurer: Visitor, facts: dict[str, str] | None = None, *, status: int = 200) -> Page:
    """Record a measurement; gives the page one ends up on."""
    treasurer.get("/valley/indicators/new?indicator=jobs")
    told = {"Counted as at": "30-06-2015", "Counted": "5250", "Source": "Register", **(facts or {})}
    return treasurer.submit("Record", told, status=status)


def count(database: Database, value: int, source: str, on: date = date(2015, 6, 30)) -> None:
    """Have something counted of the jobs."""
    world_of(database).does(
        indicators.add_measurement, indicator="jobs", measured_on=on, value=value, source=source
    )


def test_every_goal_is_shown_with_its_baseline_and_target(visit: Visit) -> None:
    page = english(visit("zuyd")).get("/valley/indicators")
    assert page.heading == "Goals"
    assert "Jobs in the region Baseline 5000 01/01/2015 Counted \N{EN DASH} not yet" in page.words
    assert "Target 6000 31/12/2017" in page.words


def test_a_measurement_is_recorded_with_its_source_and_file(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/indicators")
    treasurer.follow("Record a measurement")
    page = treasurer.submit(
        "Record",
        {"Indicator": "jobs", "Counted as at": "30-06-2015", "Counted": "5250", "Source": "Register"},
        files={"evidence": [("count.pdf", PDF)]},
    )
    assert (page.heading, page.told) == ("Jobs in the region", ["The measurement is recorded."])
    assert page.rows(ALL)[1] == [
        "30/06/2015", "5250", "+250", "25.0%", "Register", "03/08/2015 14:30 by Treasurer", "count.pdf",
    ]  # fmt: skip


def test_two_sources_that_disagree_are_both_shown_and_said_to(visit: Visit, database: Database) -> None:
    count(database, 4990, "Members")
    count(database, 5340, "Register")
    page = english(visit("auditor")).get("/valley/indicators")
    assert "The sources disagree about 30/06/2015; all of them are shown." in page.words
    assert [row[:5] for row in page.rows(COUNTED)[1:]] == [
        ["30/06/2015 sources disagree", "5340", "+340", "34.0%", "Register"],
        ["30/06/2015 sources disagree", "4990", "-10", "-1.0%", "Members"],
    ]


def test_the_latest_count_stands_beside_the_target(visit: Visit, database: Database) -> None:
    count(database, 5100, "Early", date(2015, 3, 1))
    count(database, 6100, "Late")
    page = english(visit("auditor")).get("/valley/indicators")
    assert "Counted 6100 30/06/2015, Late 110.0%" in page.words
    assert "sources disagree" not in page.words


def test_many_measurements_are_shown_page_by_page(
    visit: Visit, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(goal_pages, "PER_PAGE", 6)
    for value in range(8):
        count(database, value, f"Source {value}")
    auditor = english(visit("auditor"))
    auditor.get("/valley/indicators")
    page = auditor.follow("All 8 measurements")
    assert len(page.rows(ALL)) == 7
    page = auditor.get("/valley/indicators/jobs?page=2")
    assert [row[1] for row in page.rows(ALL)[1:]] == ["1", "0"]
    auditor.get("/valley/indicators/nothing", status=404)


@pytest.mark.parametrize(
    "facts, status, mistake",
    [
        ({"Indicator": ""}, 422, "Indicator: Choose one of the list."),
        ({"Counted": "5.250"}, 422, 'Counted: "5.250" is not a whole number. Write it in digits only.'),
        ({"Counted": "-1"}, 422, 'Counted: "-1" is not a whole number. Write it in digits only.'),
        ({"Counted as at": "04-08-2015"}, 422, "Counted as at: 04/08/2015 has not come yet."),
        ({"Source": " "}, 422, "Source: Fill this in."),
    ],
)
def test_what_cannot_be_recorded_is_refused_beside_its_field_and_kept(
    visit: Visit, facts: dict[str, str], status: int, mistake: str
) -> None:
    page = measure(english(visit("treasurer")), facts, status=status)
    assert page.mistakes == [mistake]
    assert {name: page.value(name) for name in facts} == facts


def test_the_very_same_measurement_twice_is_refused(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    measure(treasurer)
    assert measure(treasurer, status=409).mistakes == ["This measurement was recorded already."]


def test_hostile_sources_are_shown_as_they_were_typed(visit: Visit) -> None:
    source = '<script>alert(1)</script> =HYPERLINK("x") \N{PARTY POPPER}'
    treasurer = english(visit("treasurer"))
    assert measure(treasurer, {"Source": source}).rows(ALL)[1][4] == source
    assert source in treasurer.get("/valley/indicators").words


@pytest.mark.parametrize("who", ["vodafone", "auditor", "administrator"])
def test_only_the_treasurer_records(visit: Visit, who: str) -> None:
    visit(who).get("/valley/indicators/new", status=403)
