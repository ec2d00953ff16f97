"""Contributions: what falls due, what comes in, what is ahead, beyond, taken back and returned."""

from datetime import date
from typing import Any

import pytest

from ledger.contributions import (
    post_due,
    record_contribution,
    return_overpayment,
    reverse_contribution,
)
from ledger.core.language import PLAIN
from ledger.core.money import MAX_CENTS
from ledger.storage.tables import Contribution, ContributionPart
from tests.actions.world import ACCEPTED, SUPPLIER, World, changed, invoice, make_ready

MARCH = date(2015, 3, 1)
JULY = date(2015, 7, 1)
FIRM = 15_000_00
TOWN = 100_000_00


# ---- falling due ---------------------------------------------------------------------------------


def test_an_instalment_is_posted_on_its_due_date_and_once(world: World) -> None:
    world.today = MARCH
    assert world.does(post_due) == 3
    assert world.does(post_due) == 0
    assert world.balances("receivable", "unspent") == {"receivable": 3 * FIRM, "unspent": -3 * FIRM}
    assert world.acts().count("instalment.due") == 3
    assert {world.entry(number)[0] for number in world.entries("instalment_due")} == {MARCH}


def test_an_instalment_is_not_posted_the_day_before(world: World) -> None:
    world.today = date(2015, 2, 28)
    assert world.does(post_due) == 0


def test_what_was_forgotten_is_posted_later_on_its_own_day(world: World) -> None:
    world.today = date(2016, 3, 1)
    assert world.does(post_due) == 8
    assert sorted({world.entry(number)[0] for number in world.entries()}) == [MARCH, JULY, date(2016, 3, 1)]


# ---- coming in -----------------------------------------------------------------------------------


def test_money_fills_the_instalment_that_is_due(world: World) -> None:
    number = world.receive("vodafone", FIRM, MARCH)
    assert world.balances("bank", "receivable", "advance", "to_return") == {
        "bank": FIRM,
        "receivable": 2 * FIRM,
    }
    assert world.acts(f"contribution/{number}") == ["contribution.received"]


def test_part_of_an_instalment_leaves_the_rest_open_to_the_cent(world: World) -> None:
    world.receive("vodafone", FIRM - 1)
    assert world.balance("receivable", "vodafone") == 1
    world.receive("vodafone", 1)
    assert world.balance("receivable", "vodafone") == 0


@pytest.mark.parametrize(
    "amount, receivable, advance, to_return",
    [
        (FIRM, 0, 0, 0),
        (FIRM + 1, 0, -1, 0),
        (2 * FIRM, 0, -FIRM, 0),
        (3 * FIRM, 0, -2 * FIRM, 0),
        (3 * FIRM + 1, 0, -2 * FIRM, -1),
    ],
)
def test_more_than_is_due_is_ahead_and_then_beyond(
    world: World, amount: int, receivable: int, advance: int, to_return: int
) -> None:
    world.receive("vodafone", amount)
    found = [world.balance(account, "vodafone") for account in ("receivable", "advance", "to_return")]
    assert found == [receivable, advance, to_return]
    assert world.faults() == []


def test_money_received_ahead_settles_its_instalment_on_the_due_date(world: World) -> None:
    world.receive("maastricht", TOWN)
    assert world.balances("bank", "advance") == {"bank": TOWN, "advance": -TOWN}
    world.today = JULY
    world.does(post_due)
    assert world.balance("advance") == 0
    assert world.balance("receivable", "maastricht") == 0
    assert world.entry(world.entries("instalment_due")[-1]) == (
        JULY,
        2015,
        "instalment_due",
        {
            ("unspent", "maastricht"): -TOWN,
            ("advance", "maastricht"): TOWN,
            ("receivable", "maastricht"): 0,
        },
    )


def test_money_received_before_the_due_date_but_recorded_after_is_in_advance_until_then(world: World) -> None:
    world.today = date(2015, 8, 1)
    number = world.receive("maastricht", TOWN + 5, date(2015, 6, 30))
    received, settled = world.entries("contribution_received", "advance_falls_due")
    assert world.entry(received)[::3] == (
        date(2015, 6, 30),
        {("bank", "maastricht"): TOWN + 5, ("advance", "maastricht"): -TOWN - 5},
    )
    assert world.entry(settled)[::3] == (
        JULY,
        {("advance", "maastricht"): TOWN, ("receivable", "maastricht"): -TOWN},
    )
    assert world.balance("advance", "maastricht") == -5
    assert world.acts(f"contribution/{number}") == ["contribution.received", "contribution.settled"]
    assert world.faults() == []


def test_two_contributions_ahead_settle_the_same_instalment_together(world: World) -> None:
    world.receive("maastricht", 60_000_00)
    world.receive("maastricht", 40_000_00)
    world.today = JULY
    world.receive("maastricht", 1)
    assert world.balance("receivable", "maastricht") == 0
    assert world.balance("advance", "maastricht") == -1
    assert world.faults() == []


def test_a_day_after_the_term_gets_a_fiscal_year_of_its_own(world: World) -> None:
    world.today = date(2019, 2, 3)
    world.receive("vodafone", FIRM)
    assert world.entry(world.entries("contribution_received")[0])[:2] == (date(2019, 2, 3), 2019)
    assert world.faults() == []


NOTHING = ("Malformed", "amount", "An amount received is more than zero.")
TOO_LARGE = ("Malformed", "amount", "An amount is at most EUR 100,000,000,000.00.")
UNKNOWN_PARTY = ("NotFound", "party", "There is no party nobody in this covenant.")
NO_PLEDGE = (
    "NoRoom",
    "party",
    "Arcus College has promised no money, so there is nothing this could be a contribution to.",
)
TOMORROW = ("Malformed", "received_on", "02/06/2015 has not come yet.")
TOO_EARLY = ("Malformed", "received_on", "31/12/2014 is before the covenant began on 01/01/2015.")


@pytest.mark.parametrize(
    "party, received_on, amount_cents, said",
    [
        ("vodafone", date(2015, 6, 1), 1, ACCEPTED),
        ("vodafone", date(2015, 1, 1), 1, ACCEPTED),
        ("vodafone", date(2015, 6, 1), MAX_CENTS, ACCEPTED),
        ("vodafone", date(2015, 6, 1), MAX_CENTS + 1, TOO_LARGE),
        ("vodafone", date(2015, 6, 1), 10**30, TOO_LARGE),
        ("vodafone", date(2015, 6, 1), 0, NOTHING),
        ("vodafone", date(2015, 6, 1), -1, NOTHING),
        ("vodafone", date(2015, 6, 2), 1, TOMORROW),
        ("vodafone", date(2014, 12, 31), 1, TOO_EARLY),
        ("arcus", date(2015, 6, 1), 1, NO_PLEDGE),
        ("nobody", date(2015, 6, 1), 1, UNKNOWN_PARTY),
        (
            "a\0b",
            date(2015, 6, 1),
            1,
            ("NotFound", "party", "There is no party a[U+0000]b in this covenant."),
        ),
    ],
)
def test_who_and_when_and_how_much_may_be_received(
    world: World, party: str, received_on: date, amount_cents: int, said: object
) -> None:
    assert said == world.tries(
        record_contribution, party=party, received_on=received_on, amount_cents=amount_cents
    )


def test_nothing_is_received_in_a_closed_year(world: World) -> None:
    world.closes(2015)
    world.today = date(2016, 1, 2)
    assert world.tries(
        record_contribution, party="vodafone", received_on=date(2015, 12, 31), amount_cents=1
    ) == (
        "YearClosed",
        "received_on",
        "Fiscal year 2015 is closed. The first day that is open is 01/01/2016.",
    )
    assert (
        world.tries(record_contribution, party="vodafone", received_on=date(2016, 1, 1), amount_cents=1)
        == ACCEPTED
    )


def test_a_text_that_no_file_can_hold_is_refused_as_reference(world: World) -> None:
    assert world.tries(
        record_contribution, party="vodafone", received_on=MARCH, amount_cents=1, reference="a\0b"
    ) == ("Malformed", "reference", "The character U+0000 cannot stand in a text.")


# ---- the same act twice ----------------------------------------------------------------------------


def test_a_contribution_sent_twice_is_recorded_once(world: World) -> None:
    facts = {"party": "vodafone", "received_on": MARCH, "amount_cents": 5}
    first = world.does(record_contribution, by=world.treasurer("key"), **facts)
    before = world.everything()
    assert world.does(record_contribution, by=world.treasurer("key"), **facts) == first
    assert world.everything() == before


def test_a_key_that_was_used_for_another_amount_is_refused(world: World) -> None:
    facts = {"party": "vodafone", "received_on": MARCH}
    world.does(record_contribution, by=world.treasurer("key"), **facts, amount_cents=5)
    assert world.tries(record_contribution, by=world.treasurer("key"), **facts, amount_cents=6) == (
        "KeyReused",
        None,
        "This form was already sent with other content. Open the page again and fill it in anew.",
    )


def test_two_contributions_without_a_key_are_two(world: World) -> None:
    assert (world.receive("vodafone", 5), world.receive("vodafone", 5)) == (1, 2)


# ---- taking back -----------------------------------------------------------------------------------


def reverse(world: World, number: int, on: date | None = None, **more: Any) -> object:
    facts = {"number": number, "reversed_on": on or world.today, "reason": "Another party's money.", **more}
    return world.tries(reverse_contribution, **facts)


@pytest.mark.parametrize("amount", [1, FIRM, FIRM + 1, 3 * FIRM, 3 * FIRM + 1])
def test_taking_a_contribution_back_opens_its_instalments_again(world: World, amount: int) -> None:
    world.does(post_due)
    before = world.totals()
    number = world.receive("vodafone", amount)
    assert reverse(world, number) == ACCEPTED
    assert world.totals() == before
    assert world.acts(f"contribution/{number}") == ["contribution.received", "contribution.reversed"]
    assert world.faults() == []
    world.receive("vodafone", FIRM)
    assert world.balance("receivable", "vodafone") == 0


def test_what_was_ahead_is_taken_back_from_where_it_stands_now(world: World) -> None:
    number = world.receive("maastricht", TOWN + 7)
    world.today = date(2015, 7, 2)
    world.does(post_due)
    assert reverse(world, number) == ACCEPTED
    assert world.balance("receivable", "maastricht") == TOWN
    assert world.balance("advance", "maastricht") == 0
    assert world.entry(world.entries("contribution_reversed")[0])[::3] == (
        date(2015, 7, 2),
        {
            ("bank", "maastricht"): -TOWN - 7,
            ("receivable", "maastricht"): TOWN,
            ("advance", "maastricht"): 7,
        },
    )
    assert world.faults() == []


def test_what_was_ahead_on_the_day_of_the_reversal_is_open_again_from_its_due_date(world: World) -> None:
    number = world.receive("maastricht", TOWN)
    world.today = date(2015, 8, 1)
    world.does(post_due)
    assert reverse(world, number, date(2015, 6, 15)) == ACCEPTED
    taken_back, unsettled = world.entries()[-2:]
    assert world.entry(taken_back)[::3] == (
        date(2015, 6, 15),
        {("bank", "maastricht"): -TOWN, ("advance", "maastricht"): TOWN},
    )
    assert world.entry(unsettled)[::3] == (
        JULY,
        {("advance", "maastricht"): -TOWN, ("receivable", "maastricht"): TOWN},
    )
    assert world.acts(f"contribution/{number}")[-2:] == ["contribution.reversed", "contribution.opened"]
    assert world.faults() == []


def test_a_contribution_is_taken_back_once(world: World) -> None:
    number = world.receive("vodafone", 5)
    reverse(world, number)
    assert reverse(world, number) == ("WrongState", None, "Contribution 1 has already been reversed.")


def test_taking_back_sent_twice_is_done_once(world: World) -> None:
    number = world.receive("vodafone", 5)
    facts = {"number": number, "reversed_on": world.today, "reason": "Wrong."}
    world.does(reverse_contribution, by=world.treasurer("key"), **facts)
    before = world.everything()
    world.does(reverse_contribution, by=world.treasurer("key"), **facts)
    assert world.everything() == before


@pytest.mark.parametrize(
    "facts, said",
    [
        ({}, ACCEPTED),
        ({"on": date(2015, 5, 10)}, ACCEPTED),
        (
            {"on": date(2015, 5, 9)},
            ("Malformed", "reversed_on", "A reversal cannot be dated before 10/05/2015."),
        ),
        ({"on": date(2015, 6, 2)}, ("Malformed", "reversed_on", "02/06/2015 has not come yet.")),
        ({"reason": " "}, ("Malformed", "reason", "Say why this is reversed.")),
        ({"number": 2}, ("NotFound", None, "There is no contribution 2.")),
    ],
)
def test_how_a_contribution_may_be_taken_back(world: World, facts: dict[str, Any], said: object) -> None:
    number = world.receive("vodafone", 5, date(2015, 5, 10))
    assert reverse(world, **{"number": number, **facts}) == said


def test_a_contribution_whose_money_was_paid_out_cannot_be_taken_back(world: World) -> None:
    number = world.receive("vodafone", 1000, MARCH)
    world.receive("q-park", 500, MARCH)
    world.project("course", "training")
    world.budget(2015, {"course": 501})
    spent = world.spend(invoice(world.payee(), {"course": 501}, MARCH))
    world.pay(spent, 501)
    assert reverse(world, number) == (
        "NoRoom",
        "reversed_on",
        "EUR 10.00 is more than the EUR 9.99 the bank account holds, now or on a later day recorded.",
    )
    world.receive("q-park", 1)
    assert reverse(world, number) == ACCEPTED


def test_under_the_rule_warn_taking_back_what_was_paid_out_is_recorded_with_a_warning(empty: Any) -> None:
    world: World = empty(changed(('cash_rule = "refuse"', 'cash_rule = "warn"')))
    make_ready(world)
    number = world.receive("vodafone", 10_00)
    world.pay(world.spend(invoice(SUPPLIER, {"jobs": 1}, MARCH)), 1)
    warning = world.does(
        reverse_contribution, number=number, reversed_on=world.today, reason="Another party's money."
    )
    assert warning is not None
    assert PLAIN.say(warning) == (
        "EUR 10.00 is more than the EUR 9.99 the bank account holds, now or on a later day recorded."
    )
    assert world.balance("bank") == -1
    assert world.faults() == []


def test_under_the_rule_warn_returning_more_than_the_account_holds_gives_a_warning(empty: Any) -> None:
    world: World = empty(changed(('cash_rule = "refuse"', 'cash_rule = "warn"')))
    make_ready(world)
    world.receive("vodafone", 3 * FIRM + 100)
    world.pay(world.spend(invoice(SUPPLIER, {"jobs": 3 * FIRM + 1}, MARCH)), 3 * FIRM + 1)
    _, warning = world.does(return_overpayment, party="vodafone", returned_on=world.today, amount_cents=1_00)
    assert warning is not None
    assert world.balance("bank") == -1


def test_a_contribution_of_which_part_was_returned_cannot_be_taken_back(world: World) -> None:
    number = world.receive("vodafone", 3 * FIRM + 100)
    world.receive("q-park", FIRM)
    world.does(return_overpayment, party="vodafone", returned_on=world.today, amount_cents=1)
    assert reverse(world, number) == (
        "NoRoom",
        None,
        "EUR 1.00 of this came in beyond all instalments, and of that EUR 0.99 is still held for Vodafone.",
    )


def test_the_parts_of_a_contribution_are_kept(world: World) -> None:
    world.receive("vodafone", FIRM + 1)
    assert (world.rows(Contribution), world.rows(ContributionPart)) == (1, 2)
