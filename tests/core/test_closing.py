"""Closing a fiscal year and opening it again: what each asks, met exactly and missed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.core.closing import Facts, Grade, needs, require_ready, require_reopenable
from ledger.core.language import PLAIN
from tests.outcomes import name_of, outcome, words_of

READY = Facts(
    year=2016,
    state="open",
    ends_on=date(2016, 12, 31),
    today=date(2017, 1, 1),
    before=(2015, "closed"),
    unposted=0,
    undecided=(),
    deciding=None,
    bank_cents=123_45,
    ledger_cents=123_45,
    faults=0,
)


@pytest.mark.parametrize(
    "changes, key, said",
    [
        ({}, None, "accepted"),
        ({"before": None}, None, "accepted"),
        (
            {"before": (2015, "open")},
            "before",
            "Fiscal year 2015 comes first: it is not closed yet.",
        ),
        (
            {"before": (2015, "evidence")},
            "before",
            "Fiscal year 2015 comes first: it is not closed yet.",
        ),
        ({"today": date(2016, 12, 31)}, "ended", "It runs through 31/12/2016."),
        ({"today": date(2016, 6, 1)}, "ended", "It runs through 31/12/2016."),
        ({"unposted": 1}, "due", "Instalments that fell due and are not posted: 1."),
        ({"undecided": (7,)}, "undecided", "Expenditure 7 is neither approved nor rejected."),
        (
            {"undecided": (7, 9)},
            "undecided",
            "Expenditures that are neither approved nor rejected: 7, 9.",
        ),
        (
            {"bank_cents": None},
            "bank",
            "The bank's balance on 31/12/2016 is not entered yet; the ledger says EUR 123.45.",
        ),
        (
            {"bank_cents": 123_46},
            "bank",
            "On 31/12/2016 the bank says EUR 123.46 and the ledger EUR 123.45: EUR 0.01 apart.",
        ),
        (
            {"ledger_cents": -1},
            "bank",
            "On 31/12/2016 the bank says EUR 123.45 and the ledger EUR -0.01: EUR 123.46 apart.",
        ),
        ({"bank_cents": -5, "ledger_cents": -5}, None, "accepted"),
        ({"deciding": 3}, "budget", "Decision 3 about its budget is still being voted on."),
        ({"faults": 2}, "check", "The second count finds faults: 2."),
        (
            {"faults": None, "deciding": 3},
            None,
            "Decision 3 about its budget is still being voted on.",
        ),
        ({"faults": None}, "check", "The books are counted again when all else is in order."),
        ({"state": "closed"}, None, "Fiscal year 2016 is closed already."),
        # a year that is only open for evidence closes again whatever else there is
        ({"state": "evidence", "bank_cents": None, "before": (2015, "evidence")}, None, "accepted"),
    ],
)
def test_what_closing_asks(changes: dict[str, Any], key: str | None, said: str) -> None:
    facts = replace(READY, **changes)
    result = outcome(lambda: require_ready(facts))
    assert (words_of(result) if name_of(result) != "accepted" else "accepted") == said
    if key is not None:
        assert [need.key for need in needs(facts) if not need.is_met] == [key]


def test_everything_that_is_missing_is_named_at_once() -> None:
    facts = replace(READY, today=date(2016, 5, 1), bank_cents=None, deciding=4)
    result = outcome(lambda: require_ready(facts))
    assert name_of(result) == "Problems year"
    assert len(result.each) == 3  # type: ignore[union-attr]


def test_every_need_says_how_it_stands_also_when_it_is_met() -> None:
    assert [PLAIN.say(need.what) for need in needs(READY)] == [
        "Fiscal year 2015 is closed.",
        "It ended on 31/12/2016.",
        "Every instalment that fell due is posted.",
        "Every expenditure dated in it is approved or rejected.",
        "Bank and ledger say EUR 123.45 on 31/12/2016.",
        "Nothing about its budget is being voted on.",
        "Counted again, the books balance.",
    ]
    assert needs(replace(READY, before=None))[0].is_met


@pytest.mark.parametrize(
    "year, states, grade, said",
    [
        (2015, "closed open open", "evidence", "accepted"),
        (2015, "closed open open", "figures", "accepted"),
        (2015, "closed closed open", "evidence", "accepted"),
        (
            2015,
            "closed closed open",
            "figures",
            "The figures of 2016 rest on those of 2015: open 2016 first.",
        ),
        (
            2015,
            "closed evidence open",
            "figures",
            "The figures of 2016 rest on those of 2015: open 2016 first.",
        ),
        (
            2015,
            "closed closed closed",
            "figures",
            "The figures of 2017 rest on those of 2015: open 2017 first.",
        ),
        (2016, "closed closed open", "figures", "accepted"),
        (2015, "evidence open open", "figures", "accepted"),
        (2015, "evidence open open", "evidence", "Fiscal year 2015 is open for evidence already."),
        (2015, "open open open", "evidence", "Fiscal year 2015 is open."),
        (2015, "open open open", "figures", "Fiscal year 2015 is open."),
    ],
)
def test_what_can_be_opened_again(year: int, states: str, grade: Grade, said: str) -> None:
    known: list[tuple[int, Any]] = list(zip((2015, 2016, 2017), states.split(), strict=True))
    result = outcome(lambda: require_reopenable(year, known, grade))
    assert (words_of(result) if name_of(result) != "accepted" else "accepted") == said
