"""Expenditures, the charges to each funder, and one party's own statement."""

from dataclasses import replace
from datetime import date

from ledger.core.entry import COMMON
from ledger.core.language import PLAIN
from ledger.core.sentences import sentence
from ledger.core.statements.funds import Due
from ledger.core.statements.party import PartyStatement, Standing, party_charges, standing
from ledger.core.statements.spend import Charged, Spend, charges, expenditures, shares_of
from tests.core.statements.world import NAMES, YEAR, cells, controls

SPEND = Spend(
    id=4,
    state="paid",
    payee="Supplier",
    reference="A-1",
    description="Flyers",
    invoice_on=date(2016, 3, 1),
    accounting_on=date(2016, 3, 2),
    net_cents=900,
    vat_cents=100,
    recoverable_vat_cents=50,
    gross_cents=1_000,
    booked_cents=950,
    splits=((1, 700), (2, 250)),
    charges=((1, 690), (COMMON, 260)),
    approved_by=(1, 3),
    decision_id=None,
    evidence=2,
)


def test_an_expenditure_tells_everything_of_itself() -> None:
    assert cells(expenditures(YEAR, NAMES, [SPEND], 950)) == [
        (
            4,
            "Paid",
            "Supplier",
            "A-1",
            "Flyers",
            date(2016, 3, 1),
            date(2016, 3, 2),
            "Work EUR 7.00; Class EUR 2.50",
            900,
            100,
            50,
            1_000,
            950,
            "Town EUR 6.90; Common fund EUR 2.60",
            "Town; School",
            2,
        )
    ]


def test_an_expenditure_that_nobody_approved_says_so_by_an_empty_cell() -> None:
    entered = replace(SPEND, state="entered", approved_by=(), charges=(), booked_cents=0)
    assert cells(expenditures(YEAR, NAMES, [entered], 0), "charged", "approved") == [(None, None)]


def test_an_expenditure_that_was_decided_on_names_the_decision() -> None:
    decided = replace(SPEND, decision_id=12)
    assert cells(expenditures(YEAR, NAMES, [decided], 950), "approved") == [("Decision 12",)]


def test_what_was_booked_is_held_against_the_kept_totals() -> None:
    assert controls(expenditures(YEAR, NAMES, [SPEND], 951)) == {("booked", None): 951}


def _charged(entry_id: int, project_id: int, pledge_id: int, cents: int) -> Charged:
    return Charged(
        4, entry_id, date(2016, 3, 2), 2015, "expenditure_approved", "Supplier", "A-1", "Flyers",
        project_id, pledge_id, cents,
    )  # fmt: skip


CHARGED = [_charged(9, 1, 1, 690), _charged(9, 1, 2, 310), _charged(9, 2, 2, 20), _charged(9, 2, 3, -20)]


def test_each_charge_has_a_row_with_its_funder_and_project() -> None:
    found = charges(YEAR, NAMES, CHARGED, 1_000)
    assert cells(found, "expenditure", "entry", "year", "what", "line", "project", "funder", "cents")[:2] == [
        (4, 9, "2015", "Expenditure approved", "Placement", "Work", "Town", 690),
        (4, 9, "2015", "Expenditure approved", "Placement", "Work", "Firm", 310),
    ]


def test_the_charges_are_held_against_the_kept_costs() -> None:
    assert controls(charges(YEAR, NAMES, CHARGED, 1_001)) == {("cents", None): 1_001}


def test_a_share_is_a_share_of_what_the_entry_charged_for_the_project() -> None:
    assert shares_of(CHARGED) == {(9, 1): 1_000, (9, 2): 0}


def test_a_party_sees_the_charges_to_its_own_pledges() -> None:
    found = party_charges(YEAR, NAMES, [2, 3], CHARGED, 310)
    assert cells(found, "project", "cost", "share", "cents") == [
        ("Work", 1_000, 310, 310),
        ("Class", 0, None, 20),
        ("Class", 0, None, -20),
    ]


def test_what_a_party_was_charged_is_held_against_the_kept_totals() -> None:
    assert controls(party_charges(YEAR, NAMES, [2], CHARGED, 311)) == {("cents", None): 311}


def test_a_party_sees_what_is_left_of_its_promise_and_what_is_held_for_it() -> None:
    standing = Standing(
        promised_cents=1_000, due_cents=600, paid_cents=500, returned_cents=20, charged_cents=700
    )
    found = PartyStatement("Firm", sentence("Firm"), YEAR, standing, party_charges(YEAR, NAMES, [2], [], 0))
    assert {PLAIN.say(label): cents for label, cents in found.figures} == {
        "Promised": 1_000,
        "Due": 600,
        "Paid": 500,
        "Returned": 20,
        "Charged": 700,
        "Left of the promise": 300,
        "Paid and not yet charged": -220,
    }


def test_a_party_stands_with_all_its_pledges() -> None:
    dues = [
        Due(1, 2, date(2016, 1, 1), 600, date(2016, 1, 1), 500),
        Due(2, 3, date(2017, 1, 1), 400, None, 0),
        Due(3, 1, date(2016, 1, 1), 900, date(2016, 1, 1), 900),
    ]
    balances = {("income", 2): -700, ("income", 1): -5, ("bank", 2): 9}
    found = standing([2, 3], dues, {1: 900, 2: 500}, {2: 20}, balances)
    assert found == Standing(1_000, 600, 500, 20, 700)


def test_the_standings_of_two_parties_are_put_together_figure_by_figure() -> None:
    assert Standing(1, 2, 3, 4, 5) + Standing(10, 20, 30, 40, 50) == Standing(11, 22, 33, 44, 55)
