"""A party leaves by decision: what lapses, what stays due, and settling with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from exports.paper import write_report
from exports.workbook import write_workbook
from ledger import proposing, reports
from ledger.charges import shortfalls
from ledger.contributions import return_overpayment
from ledger.core.language import PLAIN
from ledger.leavings import settle_leaver
from ledger.reversals import reverse_expenditure
from ledger.storage import reads
from ledger.translations import language
from tests.actions.pledging import ARVATO, FIRM, TOWN, assert_sound, brings, on
from tests.actions.test_charges import bill
from tests.actions.test_pledge_decisions import figures, refused_vote
from tests.actions.world import ACCEPTED, WORDS, World

MARCH = date(2016, 3, 1)
JUNE = date(2016, 6, 1)
MAY = date(2015, 5, 1)


def asked(world: World, **facts: Any) -> object:
    """Try to propose that a party leaves."""
    return world.tries(
        proposing.propose, kind="leaving", facts={"party": "vodafone", **facts}, proposal=WORDS
    )


CASES: list[tuple[dict[str, Any], object]] = [
    ({"leaves_on": date(2015, 12, 31)}, ACCEPTED),
    ({"leaves_on": date(2015, 1, 1)}, ACCEPTED),
    ({"leaves_on": date(2017, 12, 31), "return_unspent": False}, ACCEPTED),
    ({"party": "zuyd", "leaves_on": date(2015, 12, 31)}, ACCEPTED),
    (
        {"leaves_on": date(2018, 1, 1)},
        ("Malformed", "leaves_on", "01/01/2018 lies outside the term of the covenant."),
    ),
    (
        {"leaves_on": date(2014, 12, 31)},
        ("Malformed", "leaves_on", "31/12/2014 lies outside the term of the covenant."),
    ),
    (
        {"party": "nobody", "leaves_on": date(2015, 12, 31)},
        ("NotFound", "party", "There is no party nobody in this covenant."),
    ),
]


@pytest.mark.parametrize("facts, expected", CASES)
def test_who_can_leave_and_when(ready: World, facts: dict[str, Any], expected: object) -> None:
    assert asked(ready, **facts) == expected


def test_nobody_leaves_twice(ready: World) -> None:
    ready.leaves("vodafone", date(2015, 12, 31))
    assert asked(ready, leaves_on=JUNE) == ("WrongState", "party", "Vodafone left on 31/12/2015 already.")


def test_nobody_leaves_before_it_was_charged(ready: World) -> None:
    number = ready.spend(bill(1_450_00, on=MAY))
    assert asked(ready, leaves_on=date(2015, 4, 30)) == (
        "WrongState",
        "leaves_on",
        f"Expenditure {number}, dated after 30/04/2015, was charged to Vodafone already.",
    )
    assert asked(ready, leaves_on=MAY) == ACCEPTED


def test_nobody_leaves_in_a_closed_year(ready: World) -> None:
    on(ready, date(2016, 2, 1))
    ready.closes(2015)
    assert asked(ready, leaves_on=date(2015, 12, 31)) == (
        "YearClosed",
        "leaves_on",
        "Fiscal year 2015 is closed. The first day that is open is 01/01/2016.",
    )


# ---- instalments -------------------------------------------------------------------------------------


def test_instalments_due_after_the_last_day_lapse_and_earlier_ones_stay_due(ready: World) -> None:
    number = ready.leaves("vodafone", MARCH)
    assert figures(ready, number)[0] == ("Last day of Vodafone", None, MARCH)
    assert figures(ready, number)[2:] == [("Instalment of Vodafone due on 01/03/2017", 15_000_00, 0)]
    assert brings(ready, FIRM) == {"2015-03-01": 15_000_00, "2016-03-01": 15_000_00}
    assert_sound(ready)
    on(ready, MARCH + timedelta(days=1))
    assert ready.balance("receivable", "vodafone") == 30_000_00
    on(ready, date(2017, 6, 1))
    assert ready.balance("receivable", "vodafone") == 30_000_00
    assert_sound(ready)


def test_an_instalment_due_the_day_after_the_last_lapses(ready: World) -> None:
    ready.leaves("vodafone", date(2016, 2, 29))
    assert brings(ready, FIRM) == {"2015-03-01": 15_000_00}


def test_what_was_paid_ahead_of_what_lapses_is_to_be_returned(ready: World) -> None:
    ready.receive("vodafone", 40_000_00)
    ready.leaves("vodafone", date(2015, 12, 31))
    assert [ready.balance(each, "vodafone") for each in ("advance", "to_return", "unspent")] == [
        0,
        -25_000_00,
        -15_000_00,
    ]
    assert_sound(ready)


def test_what_was_charged_of_a_later_instalment_stays_due(ready: World) -> None:
    on(ready, date(2016, 1, 10))
    ready.spend(bill(100_000_00, on=date(2016, 1, 5)))
    before = ready.charged(1)["vodafone"]
    ready.leaves("arvato", date(2016, 1, 31))
    ready.leaves("vodafone", date(2016, 1, 31))
    assert brings(ready, FIRM) == {"2015-03-01": 15_000_00} or before > 15_000_00
    assert sum(brings(ready, FIRM).values()) == max(15_000_00, before)
    assert sum(brings(ready, ARVATO).values()) == max(15_000_00, before)
    assert_sound(ready)
    on(ready, date(2016, 4, 1))
    assert ready.balance("receivable", "vodafone") == max(15_000_00, before)
    assert_sound(ready)


def test_an_instalment_that_fell_due_after_the_last_day_lapses_too(ready: World) -> None:
    ready.receive("vodafone", 17_000_00)
    on(ready, date(2016, 4, 1))
    ready.leaves("vodafone", date(2016, 1, 31))
    assert brings(ready, FIRM) == {"2015-03-01": 15_000_00}
    assert [ready.balance(each, "vodafone") for each in ("receivable", "to_return", "unspent")] == [
        0,
        -2_000_00,
        -15_000_00,
    ]
    assert_sound(ready)


def test_what_would_lapse_is_what_was_voted_on(ready: World) -> None:
    facts = {"party": "vodafone", "leaves_on": date(2016, 1, 31)}
    number = ready.does(proposing.propose, kind="leaving", facts=facts, proposal=WORDS)
    ready.decides("pledge", pledge=FIRM, instalments=[(6, 0)])
    assert refused_vote(ready, number) == (
        "WrongState",
        None,
        (
            "Of the instalment due on 01/03/2017 EUR 0.00 would lapse now, and EUR 15,000.00 was voted on;"
            " the proposal has to be changed."
        ),
    )


# ---- settling ----------------------------------------------------------------------------------------


def charge_and_leave(world: World) -> None:
    """Charge Vodafone 1,500.00, and let it leave at the end of 2015."""
    world.spend(bill(14_500_00))
    world.leaves("vodafone", date(2015, 12, 31))
    on(world, date(2016, 1, 10))


@pytest.fixture
def left(after: Callable[..., World]) -> World:
    """Give a covenant that Vodafone left at the end of 2015, after it was charged 1,500.00."""
    return after(charge_and_leave)


def settled(world: World, party: str = "vodafone") -> object:
    """Try to settle with a party."""
    return world.tries(settle_leaver, party=party)


def test_what_was_paid_and_not_spent_is_set_aside_and_then_paid_back(left: World) -> None:
    left.receive("vodafone", 15_000_00)
    left.does(settle_leaver, party="vodafone")
    assert left.balances("to_return") == {"to_return": -13_500_00}
    assert left.balance("unspent", "vodafone") == 0
    assert brings(left, FIRM) == {"2015-03-01": 1_500_00}
    assert_sound(left)
    left.does(return_overpayment, party="vodafone", returned_on=left.today, amount_cents=13_500_00)
    assert left.balances("to_return") == {}
    assert_sound(left)


def test_what_was_not_paid_and_not_spent_need_not_be_paid(left: World) -> None:
    left.does(settle_leaver, party="vodafone")
    assert left.balance("receivable", "vodafone") == 1_500_00
    assert left.balances("to_return") == {}
    assert_sound(left)


def test_what_is_owed_comes_off_before_anything_goes_back(left: World) -> None:
    left.receive("vodafone", 6_000_00)
    assert left.does(settle_leaver, party="vodafone") == 13_500_00
    assert [left.balance(each, "vodafone") for each in ("receivable", "to_return")] == [0, -4_500_00]
    assert_sound(left)


def test_settling_sent_twice_is_done_once(left: World) -> None:
    who = left.treasurer("key")
    first = left.does(settle_leaver, by=who, party="vodafone")
    before = left.everything()
    assert left.does(settle_leaver, by=who, party="vodafone") == first
    assert left.everything() == before


def test_a_charge_given_back_later_is_settled_again(left: World) -> None:
    left.receive("vodafone", 15_000_00)
    left.does(settle_leaver, party="vodafone")
    assert settled(left) == ("NoRoom", None, "Vodafone has no money left that was not spent.")
    left.does(reverse_expenditure, number=1, reversed_on=left.today, reason="Not delivered")
    assert left.does(settle_leaver, party="vodafone") == 1_500_00
    assert left.balance("to_return", "vodafone") == -15_000_00
    assert_sound(left)


NOT_YET = (
    "EUR 3,000.00 of the pledge of Vodafone can be settled only after fiscal year 2016:"
    " it was charged through that year, and given back later."
)
GIVEN_BACK = [
    # the day of the credit note, the day of settling, and what becomes of it
    (date(2015, 12, 31), date(2016, 2, 5), ACCEPTED),
    (date(2016, 1, 1), date(2016, 2, 5), ACCEPTED),
    (date(2016, 12, 31), date(2016, 2, 5), ACCEPTED),
    (
        date(2017, 1, 1),
        date(2016, 12, 31),
        (
            "NoRoom",
            None,
            NOT_YET,
        ),
    ),
    (date(2017, 1, 1), date(2017, 1, 1), ACCEPTED),
]


@pytest.mark.parametrize("credited_on, settled_on, expected", GIVEN_BACK)
def test_what_was_charged_in_full_and_given_back_in_a_later_year_is_settled(
    ready: World, credited_on: date, settled_on: date, expected: object
) -> None:
    for party in ("vodafone", "q-park", "arvato"):
        ready.receive(party, 15_000_00)
    ready.budget(2015, {"course": 45_000_00})
    number = ready.spend(bill(45_000_00, project="course"))
    on(ready, date(2016, 1, 10))
    ready.leaves("vodafone", date(2016, 1, 31))
    on(ready, date(2016, 2, 4))
    note = bill(-9_000_00, project="course", on=credited_on, original=number)
    credit = ready.enter(replace(note, invoice_on=min(credited_on, ready.today), accounting_on=credited_on))
    for slug in ("maastricht", "q-park", "arvato"):
        if ready.state(credit) == "entered":
            ready.approve(credit, slug)
    on(ready, settled_on)
    assert settled(ready) == expected
    assert ready.balance("unspent", "vodafone") == (0 if expected == ACCEPTED else -3_000_00)
    assert ready.balance("to_return", "vodafone") == (-3_000_00 if expected == ACCEPTED else 0)
    assert ready.available(2015)["vodafone"] == 0
    assert_sound(ready)


def test_spend_of_before_it_left_is_decided_first(left: World) -> None:
    number = left.enter(bill(1_000_00, on=date(2015, 12, 31)))
    left.enter(bill(1_000_00, on=date(2016, 1, 1)))
    assert settled(left) == (
        "WrongState",
        None,
        f"Expenditure {number}, dated before Vodafone left, is not approved or rejected yet.",
    )
    left.approve(number, "maastricht")
    assert "vodafone" in left.charged(number)
    assert settled(left) == ACCEPTED
    assert_sound(left)


def test_nobody_is_settled_with_before_it_left(ready: World) -> None:
    assert settled(ready) == ("WrongState", None, "Vodafone has not left.")
    ready.leaves("vodafone", date(2015, 12, 31))
    on(ready, date(2015, 12, 31))
    assert settled(ready) == ("WrongState", None, "Vodafone has not left.")
    on(ready, date(2016, 1, 1))
    assert settled(ready) == ACCEPTED


def test_money_that_stays_goes_on_paying(ready: World) -> None:
    ready.leaves("maastricht", date(2015, 12, 31), return_unspent=False)
    ready.leaves("vodafone", date(2015, 12, 31))
    on(ready, date(2016, 1, 10))
    assert settled(ready, "maastricht") == (
        "WrongState",
        None,
        "The parties decided that the money of Gemeente Maastricht stays.",
    )
    assert brings(ready, TOWN) == {"2015-07-01": 100_000_00}
    number = ready.enter(bill(1_000_00, on=date(2016, 1, 5)))
    ready.approve(number, "q-park")
    charged = ready.charged(number)
    assert "maastricht" in charged
    assert "vodafone" not in charged
    assert ready.asks(reads.party_by_slug, "maastricht").money_stays == 1
    assert_sound(ready)


def test_a_closing_statement_says_what_is_owed_and_what_goes_back(left: World) -> None:
    def drawn(day: date) -> list[tuple[object, ...]]:
        with left.database.read() as session:
            found = reports.closing_statement(session, left.covenant_id, "vodafone", as_at=day, code="en")
        assert found is not None
        for control in found.controls:
            place = found.place(control.column)
            assert sum(int(str(row.cells[place])) for row in found.rows) == control.cents
        return [row.cells[1:] for row in found.rows]

    left.receive("vodafone", 6_000_00)
    #    promised at first, no more, paid, charged, paid back, to be returned, owed, not settled
    assert drawn(left.today) == [(45_000_00, 30_000_00, 6_000_00, 1_500_00, 0, 0, 9_000_00, 13_500_00)]
    left.does(settle_leaver, party="vodafone")
    assert drawn(left.today) == [(45_000_00, 43_500_00, 6_000_00, 1_500_00, 0, 4_500_00, 0, 0)]
    left.does(return_overpayment, party="vodafone", returned_on=left.today, amount_cents=4_500_00)
    assert drawn(left.today) == [(45_000_00, 43_500_00, 6_000_00, 1_500_00, 4_500_00, 0, 0, 0)]
    with left.database.read() as session:
        still = reports.closing_statement(session, 1, "vodafone", as_at=date(2015, 12, 30), code="en")
    assert still is None


CLOSING = "Closing statement of Vodafone"


@pytest.mark.parametrize(
    "year, as_at, settled, there",
    [
        (2015, date(2015, 12, 30), False, False),  # the day before its last
        (2015, None, False, True),
        (2015, None, True, True),
        (None, date(2016, 1, 10), False, True),
        (2016, date(2016, 1, 10), False, True),  # as long as something is open
        (2016, date(2016, 1, 10), True, True),
        (2017, None, False, True),
        (2017, None, True, False),
    ],
)
def test_the_report_has_the_closing_statement_of_who_left_until_all_is_settled(
    left: World, year: int | None, as_at: date | None, settled: bool, there: bool
) -> None:
    if settled:
        left.receive("vodafone", 1_500_00)
        left.does(settle_leaver, party="vodafone")
    with left.database.read() as session:
        made = reports.report(session, left.covenant_id, year=year, as_at=as_at, code="en")
    found = [each for each in made.statements if each.key.startswith("closing-")]
    assert [PLAIN.say(each.title) for each in found] == ([CLOSING] if there else [])
    assert [each.key for each in made.statements if each not in found] == list(reports.KEYS)


def test_the_closing_statement_stands_in_workbook_and_paper(left: World) -> None:
    with left.database.read() as session:
        made = reports.report(session, left.covenant_id, year=2015, code="nl")
    book, paper = BytesIO(), BytesIO()
    write_workbook(made, language("nl"), book)
    write_report(made, language("nl"), paper)
    sheet = openpyxl.load_workbook(book)["Eindafrekening van Vodafone"]
    said = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "Komt niet meer" in said
    assert 45_000 in said
    text = " ".join(page.extract_text() for page in PdfReader(paper).pages)
    assert text.count("Eindafrekening van Vodafone") >= 2  # in the contents, and over the statement


def test_a_budget_does_not_count_on_the_money_of_who_left_before_its_year(ready: World) -> None:
    before = ready.asks(shortfalls, 2015)
    assert ready.asks(shortfalls, 2016) == {}
    for slug in ("vodafone", "q-park", "arvato"):
        ready.leaves(slug, date(2015, 12, 31))
    assert set(ready.asks(shortfalls, 2016)) == {3}
    assert ready.asks(shortfalls, 2015) == before
