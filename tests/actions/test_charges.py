"""Charging: which funder pays what of an expenditure, up to which ceilings, and what is given back."""

from datetime import date
from typing import Any

import pytest

from ledger import charges, spending
from ledger.approving import approve_expenditure
from ledger.charges import shortfalls
from ledger.core.language import PLAIN
from ledger.obligations import add_obligation
from ledger.reversals import reverse_expenditure
from ledger.spending import Invoice
from ledger.storage import reads
from tests.actions.world import ACCEPTED, SUPPLIER, World, changed, invoice

MAY = date(2015, 5, 1)


def bill(cents: int, project: str = "jobs", on: date = MAY, **more: Any) -> Invoice:
    """Make a bill, or below zero a credit note, on one project."""
    return invoice(SUPPLIER, {project: cents}, on, **more)


def last_approval(world: World, number: int, slug: str = "maastricht") -> object:
    """Try to give an approval."""
    seen = world.asks(spending.digest_of, number)
    return world.tries(approve_expenditure, by=world.partner(slug), number=number, seen_digest=seen)


# ---- the rule --------------------------------------------------------------------------------------


def test_the_worked_example_is_charged_to_the_cent(ready: World) -> None:
    number = ready.spend(bill(1_000_00))
    assert ready.charged(number) == {
        "maastricht": 689_65,
        "vodafone": 103_45,
        "q-park": 103_45,
        "arvato": 103_45,
    }
    row = ready.asks(spending.find_expenditure, number)
    shares = {"maastricht": 689_65, "vodafone": 103_45, "q-park": 103_45, "arvato": 103_45}
    assert ready.entry(row.entry_id or 0) == (
        MAY,
        2015,
        "expenditure_approved",
        {
            **{("costs", party): cents for party, cents in shares.items()},
            **{("creditors", party): -cents for party, cents in shares.items()},
            **{("unspent", party): cents for party, cents in shares.items()},
            **{("income", party): -cents for party, cents in shares.items()},
        },
    )
    assert ready.acts(f"expenditure/{number}")[-2:] == ["expenditure.approved", "expenditure.charged"]
    assert ready.faults() == []


def test_what_the_preview_shows_is_what_is_charged(ready: World) -> None:
    number = ready.enter(invoice(SUPPLIER, {"jobs": 1_000_01, "course": 77}, MAY))
    row, splits = ready.asks(spending.find_expenditure, number), ready.asks(spending.splits_of, number)
    before = ready.everything()
    shown = ready.asks(charges.preview, row, splits, today=ready.today)
    assert ready.everything() == before
    ready.approve(number, "q-park")
    booked = ready.asks(charges.booked, ready.asks(spending.find_expenditure, number))
    assert sorted(map(repr, shown.charges)) == sorted(map(repr, booked))
    assert [(view.project.slug, view.room.left_cents, view.promised_cents) for view in shown.splits] == [
        ("jobs", 100_000_00, 145_000_00),
        ("course", 20_000_00, 45_000_00),
    ]
    assert [PLAIN.say(each) for each in shown.splits[1].warnings] == [
        "EUR 0.77 is more than the EUR 0.00 in the bank account."
    ]
    left = {ready.pledger(pledge): after for pledge, (_, after) in shown.left.items()}
    assert left == ready.available(2015)


def test_the_bank_is_shown_as_it_is_today_not_on_the_day_of_an_old_invoice(ready: World) -> None:
    ready.receive("maastricht", 100_000_00)
    number = ready.enter(bill(1_000_00, on=date(2015, 1, 20)))
    row, splits = ready.asks(spending.find_expenditure, number), ready.asks(spending.splits_of, number)
    (shown,) = ready.asks(charges.preview, row, splits, today=ready.today).splits
    assert (shown.received_cents, shown.warnings) == (100_000_00, ())


def test_a_preview_says_why_an_approval_would_be_refused(ready: World) -> None:
    number = ready.enter(bill(10_000_01, "fair"))
    row, splits = ready.asks(spending.find_expenditure, number), ready.asks(spending.splits_of, number)
    shown = ready.asks(charges.preview, row, splits, today=ready.today)
    assert shown.refusal is not None
    assert PLAIN.say(shown.refusal.why).startswith(
        "EUR 10,000.01 is asked for Fair, but EUR 10,000.00 is left"
    )
    assert shown.charges == ()


def test_an_earmark_keeps_money_away_from_other_lines(ready: World) -> None:
    assert ready.charged(ready.spend(bill(3_01, "course"))) == {
        "vodafone": 1_01,
        "q-park": 1_00,
        "arvato": 1_00,
    }


def test_several_splits_take_from_what_the_ones_before_left(ready: World) -> None:
    number = ready.spend(invoice(SUPPLIER, {"course": 20_000_00, "fair": 10_000_00, "jobs": 115_00}, MAY))
    booked = ready.asks(charges.booked, ready.asks(spending.find_expenditure, number))
    jobs = ready.asks(reads.project_by_slug, "jobs").id
    # after 30,000 of the firms' 45,000 they have 5,000 each, beside the town's 100,000
    assert [one.cents for one in booked if one.project_id == jobs] == [100_00, 5_00, 5_00, 5_00]
    assert ready.faults() == []


def test_narrowest_first_spends_the_town_before_the_firms(empty: Any) -> None:
    world: World = empty(changed(('charging = "proportional"', 'charging = "narrowest_first"')))
    world.project("jobs", "placement")
    world.budget(2015, {"jobs": 120_000_00})
    payee = world.payee()
    assert world.charged(world.spend(invoice(payee, {"jobs": 99_000_00}, MAY))) == {"maastricht": 99_000_00}
    assert world.charged(world.spend(invoice(payee, {"jobs": 1_003_01}, MAY))) == {
        "maastricht": 1_000_00,
        "vodafone": 1_01,
        "q-park": 1_00,
        "arvato": 1_00,
    }
    assert world.faults() == []


ARVATO = 'slug = "arvato"\nname = "arvato Bertelsmann"\nkind = "firm"\n'
JOINER = changed((ARVATO, ARVATO + "joins_on = 2015-02-01\n"))


@pytest.mark.parametrize(
    "day, payers",
    [(date(2015, 1, 31), ["q-park", "vodafone"]), (date(2015, 2, 1), ["arvato", "q-park", "vodafone"])],
)
def test_a_party_pays_from_the_day_it_joins(empty: Any, day: date, payers: list[str]) -> None:
    world: World = empty(JOINER)
    world.project("course", "training")
    world.budget(2015, {"course": 900})
    number = world.spend(invoice(world.payee(), {"course": 900}, MAY, accounting_on=day))
    assert sorted(world.charged(number)) == payers
    assert world.faults() == []


def test_a_party_pays_until_the_day_it_leaves(ready: World) -> None:
    ready.leaves("arvato", MAY)
    assert "arvato" in ready.charged(ready.spend(bill(900, "course")))
    assert "arvato" not in ready.charged(ready.spend(bill(900, "course", date(2015, 5, 2))))


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_late_bill_of_an_earlier_year_cannot_take_what_a_later_year_used(ready: World, beyond: int) -> None:
    ready.today = date(2017, 1, 10)
    ready.budget(2017, {"course": 130_000_00})
    ready.spend(bill(130_000_00, "course", date(2017, 1, 5)))
    late = ready.enter(bill(5_000_00 + beyond, "course"))
    ready.approve(late, *([] if beyond else ["vodafone"]))
    assert last_approval(ready, late) == (
        (
            "NoRoom",
            "splits",
            (
                "EUR 5,000.01 is asked, but EUR 5,000.00 is available: Vodafone EUR 1,666.66,"
                " Q-Park EUR 1,666.67, arvato Bertelsmann EUR 1,666.67."
            ),
        )
        if beyond
        else ACCEPTED
    )
    assert ready.faults() == []


# ---- the ceilings, to the cent ---------------------------------------------------------------------


@pytest.mark.parametrize("beyond", [0, 1])
def test_the_budget_is_a_ceiling_to_the_cent(ready: World, beyond: int) -> None:
    ready.spend(bill(4_000_00, "fair"))
    number = ready.enter(bill(6_000_00 + beyond, "fair"))
    ready.approve(number, *(["vodafone"] if not beyond else []))
    assert last_approval(ready, number) == (
        (
            "NoRoom",
            "splits",
            (
                "EUR 6,000.01 is asked for Fair, but EUR 6,000.00 is left of its budget:"
                " EUR 10,000.00 less EUR 0.00 in obligations and EUR 4,000.00 spent."
            ),
        )
        if beyond
        else ACCEPTED
    )


def test_without_a_budget_nothing_is_approved(ready: World) -> None:
    number = ready.enter(bill(1, "fair", accounting_on=date(2016, 1, 1)))
    assert last_approval(ready, number) == (
        "NoRoom",
        "splits",
        (
            "EUR 0.01 is asked for Fair, but EUR 0.00 is left of its budget:"
            " EUR 0.00 less EUR 0.00 in obligations and EUR 0.00 spent."
        ),
    )


@pytest.mark.parametrize("beyond", [0, 1])
def test_what_is_promised_is_a_ceiling_to_the_cent(ready: World, beyond: int) -> None:
    ready.spend(bill(20_000_00, "course"))
    ready.budget(2015, {"course": 60_000_00})
    number = ready.enter(bill(25_000_00 + beyond, "course"))
    if beyond:
        assert last_approval(ready, number) == (
            "NoRoom",
            "splits",
            (
                "EUR 25,000.01 is asked, but EUR 25,000.00 is available: Vodafone EUR 8,333.33,"
                " Q-Park EUR 8,333.33, arvato Bertelsmann EUR 8,333.34."
            ),
        )
    else:
        ready.approve(number, "maastricht", "vodafone")
        assert ready.state(number) == "approved"
        assert ready.available(2015) == {"maastricht": 100_000_00, "vodafone": 0, "q-park": 0, "arvato": 0}
    assert ready.faults() == []


def test_a_contract_holds_room_that_only_its_own_bill_may_use(ready: World) -> None:
    contract = ready.does(
        add_obligation,
        project="fair",
        payee=SUPPLIER,
        year=2015,
        agreed_on=MAY,
        description="Hall",
        amount_cents=9_000_00,
    )
    stranger = ready.enter(bill(1_000_01, "fair"))
    assert last_approval(ready, stranger) == (
        "NoRoom",
        "splits",
        (
            "EUR 1,000.01 is asked for Fair, but EUR 1,000.00 is left of its budget:"
            " EUR 10,000.00 less EUR 9,000.00 in obligations and EUR 0.00 spent."
        ),
    )
    own = ready.spend(bill(9_000_01, "fair", obligation=contract))
    assert ready.state(own) == "approved"
    assert ready.room("fair", 2015) == (10_000_00, 0, 9_000_01)
    ready.does(reverse_expenditure, number=own, reversed_on=ready.today, reason="Wrong project.")
    assert ready.room("fair", 2015) == (10_000_00, 9_000_00, 0)
    assert ready.faults() == []


# ---- years -----------------------------------------------------------------------------------------


def test_a_bill_approved_after_its_year_closed_is_booked_on_the_first_open_day(ready: World) -> None:
    number = ready.enter(bill(900, "course"))
    ready.today = date(2016, 2, 1)
    ready.closes(2015)
    ready.approve(number, "q-park")
    row = ready.asks(spending.find_expenditure, number)
    day, accounting_year, _, _ = ready.entry(row.entry_id or 0)
    assert (day, accounting_year) == (date(2016, 1, 1), 2015)
    assert ready.room("course", 2015) == (20_000_00, 0, 900)
    assert ready.room("course", 2016) == (20_000_00, 0, 0)
    assert ready.faults() == []


def test_a_bill_of_a_later_year_waits_for_that_years_instalments(ready: World) -> None:
    ready.today = date(2016, 1, 10)
    number = ready.spend(bill(20_000_00, "course", date(2016, 1, 5)))
    assert sum(ready.charged(number).values()) == 20_000_00
    assert ready.available(2016)["vodafone"] == 30_000_00 - ready.charged(number)["vodafone"]
    assert ready.available(2015)["vodafone"] == 15_000_00


# ---- recoverable VAT -------------------------------------------------------------------------------


def test_recoverable_vat_is_a_claim_of_the_common_fund(ready: World) -> None:
    number = ready.spend(invoice(SUPPLIER, {"course": 1_000_00}, MAY, vat=210_00, recoverable=210_00))
    assert sum(ready.charged(number).values()) == 1_000_00
    assert ready.balances("vat", "costs", "creditors") == {
        "vat": 210_00,
        "costs": 1_000_00,
        "creditors": -1_210_00,
    }
    assert ready.owed(number)["common"] == 210_00
    assert ready.faults() == []


# ---- what could not be paid ------------------------------------------------------------------------


def test_budgets_that_the_earmarks_cannot_pay_are_told_with_the_shortfall(ready: World) -> None:
    profile = ready.asks(reads.lines)[3].id
    # 100,000 of the town and 45,000 of the firms, for 120,000, 20,000 and 10,000
    assert ready.asks(shortfalls, 2015) == {profile: 5_000_00}
    ready.budget(2015, {"jobs": 100_000_00, "course": 35_000_00, "fair": 10_000_00})
    assert ready.asks(shortfalls, 2015) == {}


def test_a_bill_of_recoverable_vat_alone_is_charged_to_nobody_and_taken_back_whole(ready: World) -> None:
    number = ready.enter(invoice(SUPPLIER, {}, MAY, vat=210_00, recoverable=210_00))
    assert ready.state(ready.approve(number, "vodafone")) == "approved"
    assert ready.charged(number) == {}
    assert ready.owed(number) == {"common": 210_00}
    ready.receive("vodafone", 210_00)
    ready.pay(number, 210_00)
    assert ready.state(number) == "paid"
    note = ready.enter(invoice(SUPPLIER, {}, MAY, vat=-10_00, recoverable=-10_00, original=number))
    ready.approve(note, "vodafone")
    assert ready.balance("vat", "common") == 200_00
    ready.does(reverse_expenditure, number=note, reversed_on=ready.today, reason="Not so")
    ready.does(reverse_expenditure, number=number, reversed_on=ready.today, reason="Not ours")
    assert ready.balance("vat", "common") == 0
    assert ready.faults() == []
