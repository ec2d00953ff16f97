"""Payees: looked up, added once, and changed where the approvers can see it."""

import pytest

from ledger.storage.db import Database
from ledger.storage.tables import Payee
from tests.web.spends import Visit, english, entered, world_of
from tests.web.visitor import Page, Visitor

IBAN = "NL91 ABNA 0417 1643 00"


def add(treasurer: Visitor, values: dict[str, str], status: int = 200) -> Page:
    """Add a payee; gives the page one ends up on."""
    treasurer.get("/valley/payees/new")
    return treasurer.submit("Add", values, status=status)


@pytest.mark.parametrize(
    "text, found",
    [
        ("", ["Supplier", "The firm", "The town"]),
        ("the ", ["Supplier", "The firm", "The town"][1:]),
        ("SUPP", ["Supplier"]),
        ("vodafone", ["The firm"]),
        ("nobody", []),
    ],
)
def test_payees_are_looked_up_by_a_part_of_what_is_known_of_them(
    treasurer: Visitor, text: str, found: list[str]
) -> None:
    page = treasurer.get(f"/valley/payees?text={text}")
    assert [row[0] for row in page.rows()[1:] if len(row) > 1] == found


def test_a_payee_is_added_with_its_numbers(treasurer: Visitor) -> None:
    page = add(
        treasurer,
        {
            "Name": "Print Works",
            "IBAN": IBAN,
            "VAT number": "NL123456789B01",
            "Chamber of commerce number": "12345678",
            "Party": "zuyd",
        },
    )
    assert page.heading == "Print Works"
    for text in (IBAN, "NL123456789B01", "12345678", "Zuyd Hogeschool"):
        assert text in page.words


@pytest.mark.parametrize(
    "values, mistake",
    [
        ({"Name": ""}, "Name: Fill this in."),
        ({"IBAN": "NL91 ABNA 0417 1643 01"}, "IBAN: "),
        ({"VAT number": "1"}, "VAT number: "),
        ({"Chamber of commerce number": "1"}, "Chamber of commerce number: "),
        ({"Name": "Supplier N.V."}, "Name: Supplier (payee 1) is in the register and looks like this."),
    ],
)
def test_what_is_wrong_with_a_payee_stands_beside_its_field(
    treasurer: Visitor, database: Database, values: dict[str, str], mistake: str
) -> None:
    page = add(treasurer, {"Name": "Print Works", **values}, 422)
    (found,) = page.mistakes
    assert found.startswith(mistake)
    assert world_of(database).rows(Payee) == 3


def test_a_payee_that_is_another_one_is_added_all_the_same(treasurer: Visitor) -> None:
    add(treasurer, {"Name": "Supplier N.V."}, 422)
    page = treasurer.submit("Add", {"is_other": "yes"})
    assert page.heading == "Supplier N.V."
    assert "This looks like" in page.words


def test_the_same_form_sent_twice_adds_one_payee(treasurer: Visitor, database: Database) -> None:
    treasurer.get("/valley/payees/new")
    sent = [(name, "Twice" if name == "name" else value) for name, value in treasurer.fields("Add")]
    pages = [treasurer.send("/valley/payees/new", sent) for _ in range(2)]
    assert [page.path for page in pages] == ["/valley/payees/4"] * 2


def test_an_account_number_that_was_changed_is_shown_to_the_approver(
    visit: Visit, treasurer: Visitor, database: Database
) -> None:
    number = entered(database)
    treasurer.get("/valley/payees/1/edit")
    treasurer.submit("Save", {"IBAN": IBAN})
    page = english(visit("vodafone")).get(f"/valley/expenditures/{number}")
    assert "Nothing has been paid to this account number since it was entered or changed on" in page.words
    assert "IBAN of a payee entered or changed, 03/08/2015 14:30, by Treasurer" in page.words


def test_a_changed_payee_is_told_to_whoever_approves_and_then_to_whoever_pays(
    visit: Visit, treasurer: Visitor, database: Database
) -> None:
    number = entered(database)
    address = f"/valley/expenditures/{number}"
    treasurer.get("/valley/payees/1/edit")
    treasurer.submit("Save", {"Name": "Another name"})
    page = english(visit("vodafone")).get(address)
    assert "The payee was changed on 03/08/2015 14:30 by Treasurer. What was approved" in page.words
    assert "Name or number of a payee changed, 03/08/2015 14:30, by Treasurer" in page.words
    assert "Since this was approved" not in page.words
    world_of(database).approve(number, "vodafone")
    treasurer.get("/valley/payees/1/edit")
    treasurer.submit("Save", {"Name": "Third name", "IBAN": IBAN})
    page = treasurer.get(address)
    told = (
        "Since this was approved the name of the payee was changed. Then: Another name. Now: Third name.",
        f"Since this was approved the account number of the payee was changed. Then: none. Now: {IBAN}.",
    )
    for sentence in told:
        assert page.words.count(sentence) == 2  # above, and where it is paid
    assert "The payee was changed" not in page.words
    assert "To account NL91 ABNA 0417 1643 00 of Third name" in page.words
    assert "Name or number of a payee changed" in treasurer.get("/valley/payees/1").words


def test_a_payees_page_has_its_expenditures(visit: Visit, database: Database) -> None:
    entered(database)
    page = visit("auditor").get("/valley/payees/1")
    (caption,) = [each for each in page.captions if each.startswith(("Expenditures", "Uitgaven"))]
    assert page.rows(caption)[1][0] == "1"


def test_a_payees_page_leads_the_treasurer_to_an_expenditure_of_it(treasurer: Visitor) -> None:
    treasurer.get("/valley/payees/3")
    assert treasurer.follow("Enter an expenditure").value("Payee") == "3"


@pytest.mark.parametrize(
    "who, path, status",
    [
        ("auditor", "", 200),
        ("vodafone", "/1", 200),
        ("vodafone", "/new", 403),
        ("auditor", "/1/edit", 403),
        ("administrator", "", 403),
        ("treasurer", "/99", 404),
        ("treasurer", "/99999999999999999999", 404),
        ("treasurer", "/99/edit", 404),
    ],
)
def test_each_role_sees_its_payee_pages_and_no_others(visit: Visit, who: str, path: str, status: int) -> None:
    visit(who).get(f"/valley/payees{path}", status=status)
