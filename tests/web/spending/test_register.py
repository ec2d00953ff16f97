"""The register of expenditures, and who may see and do what."""

import pytest

from ledger.storage.db import Database
from tests.web.spends import Visit, english, entered, seen

AS_BOOKED = "As booked, in euros"
TWO_SPLITS = {"jobs": 8_000_00, "sites": 4_100_00}


# ---- who may what ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who, path, status",
    [
        ("auditor", "", 200),
        ("auditor", "/1", 200),
        ("vodafone", "/1", 200),
        ("vodafone", "/new", 403),
        ("auditor", "/1/edit", 403),
        ("administrator", "", 403),
        ("administrator", "/1", 403),
        ("treasurer", "/2", 404),
        ("treasurer", "/99999999999999999999", 404),
    ],
)
def test_each_role_sees_its_pages_and_no_others(
    visit: Visit, database: Database, who: str, path: str, status: int
) -> None:
    entered(database)
    visit(who).get(f"/valley/expenditures{path}", status=status)


@pytest.mark.parametrize(
    "who, step",
    [
        ("treasurer", "approve"),
        ("treasurer", "reject"),
        ("auditor", "approve"),
        ("vodafone", "pay"),
        ("vodafone", "reverse"),
        ("vodafone", "evidence"),
        ("auditor", "propose"),
        ("administrator", "pay"),
    ],
)
def test_no_role_does_what_is_anothers(visit: Visit, database: Database, who: str, step: str) -> None:
    entered(database)
    visitor = english(visit(who))
    visitor.get("/account")
    token = next(value for name, value in visitor.fields("Save") if name == "csrf_token")
    visitor.send(f"/valley/expenditures/1/{step}", [("csrf_token", token)], status=403)


def test_the_party_that_is_paid_is_not_offered_to_approve(visit: Visit, database: Database) -> None:
    page = seen(visit, "vodafone", entered(database, payee=3))
    assert "An organisation cannot approve an expenditure to itself." in page.words
    assert "You approve exactly this" not in page.words


def test_a_party_without_a_pledge_is_told_that_it_has_no_part(visit: Visit, database: Database) -> None:
    page = seen(visit, "zuyd", entered(database))
    assert "Your organisation has no part in approving this expenditure." in page.words


def test_an_invoice_that_seems_to_be_in_twice_is_pointed_out(visit: Visit, database: Database) -> None:
    entered(database)
    page = seen(visit, "vodafone", entered(database))
    assert "This invoice may be in twice" in page.words


# ---- the register ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address, found",
    [
        ("", ["2", "1"]),
        ("?state=entered", ["2", "1"]),
        ("?state=paid", []),
        ("?state=nonsense", ["2", "1"]),
        ("?year=2015", ["2", "1"]),
        ("?year=2016", []),
        ("?project=course", ["2"]),
        ("?payee=1", ["1"]),
        ("?text=FIRM", ["2"]),
        ("?text=%25", []),
        ("?text=%00%01", ["2", "1"]),
        ("?page=7", []),
    ],
)
def test_the_register_shows_what_its_address_asks(
    visit: Visit, database: Database, address: str, found: list[str]
) -> None:
    entered(database)
    entered(database, {"course": 5_00}, payee=3)
    page = visit("auditor").get(f"/valley/expenditures{address}")
    assert [row[0] for row in page.rows()[1:] if len(row) > 1] == found


def test_an_empty_register_leads_the_treasurer_on(visit: Visit) -> None:
    page = english(visit("treasurer")).get("/valley/expenditures")
    assert "Enter the first invoice when it comes in." in page.words


@pytest.mark.parametrize("address", ["?project=nowhere", "?year=x", "?page=-1", "?payee=1e3"])
def test_an_address_that_asks_for_nothing_there_is_is_not_found(visit: Visit, address: str) -> None:
    visit("treasurer").get(f"/valley/expenditures{address}", status=404)
