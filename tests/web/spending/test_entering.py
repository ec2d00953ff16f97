"""Entering an expenditure: what the form takes, what it refuses and where, and what it keeps."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.cells import visible
from ledger import obligations, spending
from ledger.core.money import parse_cents
from ledger.core.refusals import Malformed
from ledger.storage.db import Database
from ledger.storage.tables import Expenditure, Payee, Split
from tests.web.spends import INVOICE, PDF, enter, world_of
from tests.web.visitor import Page, Visitor, received

AMOUNTS = {
    "net": "Net",
    "vat": "VAT",
    "recoverable_vat": "Of which recoverable",
    "gross": "Gross",
    "splits-0-amount": "Row 1, Amount",
}
"""The boxes for money, and what each is called."""

NEW_PAGE = "/valley/expenditures/new"
AS_SENT = {
    "kind": "invoice",
    "payee": "1",
    "invoice_reference": "A",
    "invoice_on": "20-07-2015",
    "description": "B",
    "net": "5",
    "gross": "5",
    "splits-0-project": "jobs",
}
"""An invoice of EUR 5.00 as a browser sends it."""

NOT_AN_AMOUNT = "is not an amount"
BAD = {
    "1e3": NOT_AN_AMOUNT,
    "NaN": NOT_AN_AMOUNT,
    "Infinity": NOT_AN_AMOUNT,
    "1.005": "can be read as EUR 1,005.00 or as EUR 1.00",
    "0.005": "has more than two decimals",
    "1.234": "can be read as EUR 1,234.00 or as EUR 1.23",
    "1,234": "can be read as EUR 1,234.00 or as EUR 1.23",
    "-0": NOT_AN_AMOUNT,
    "-5": "below zero",
    "٣": NOT_AN_AMOUNT,
    "1_000": NOT_AN_AMOUNT,
    "1.2.3": NOT_AN_AMOUNT,
    "=1+1": NOT_AN_AMOUNT,
    "<script>": NOT_AN_AMOUNT,
    "99999999999999999999": "the largest amount there can be",
    "9" * 10_000: "the largest amount there can be",
}
"""What is no amount, and part of what is said about it."""

GOOD = {
    "1.234,56": 1_234_56,
    "1234.56": 1_234_56,
    "1,234.56": 1_234_56,
    "1234,56": 1_234_56,
    "€ 1.234,56": 1_234_56,
    "1234": 1_234_00,
    "1,5": 1_50,
    "1.234.567": 1_234_567_00,
}


def said(page: Page, label: str) -> str:
    """Give what is said beside one box, and nothing beside any other."""
    (line,) = page.mistakes
    assert line.startswith(f"{label}: ")
    return line


# ---- money ------------------------------------------------------------------------------------------


Send = Callable[[Mapping[str, str]], Page]


@pytest.fixture
def send(treasurer: Visitor) -> Send:
    """Give a way to send the form with these values and a key of its own; gives the page that answers it."""
    treasurer.get(NEW_PAGE)
    token = dict(treasurer.fields("Enter"))["csrf_token"]

    def sending(values: Mapping[str, str]) -> Page:
        sent = {**AS_SENT, "csrf_token": token, "request_key": str(uuid4()), **values}
        return received(NEW_PAGE, treasurer.client.post(NEW_PAGE, data=sent, follow_redirects=True))

    return sending


@pytest.mark.parametrize("box", AMOUNTS)
def test_what_is_no_amount_is_refused_beside_its_box_and_kept(
    send: Send, database: Database, box: str
) -> None:
    for typed, part in BAD.items():
        page = send({box: typed})
        assert part in said(page, AMOUNTS[box])
        assert (page.status, page.value(box)) == (422, typed)
    assert world_of(database).rows(Expenditure) == 0


@pytest.mark.parametrize("typed", GOOD)
def test_an_amount_means_what_it_says(treasurer: Visitor, database: Database, typed: str) -> None:
    enter(treasurer, {"Net": typed, "Gross": typed})
    assert world_of(database).asks(spending.find_expenditure, 1).gross_cents == GOOD[typed]


MARKS = st.text(alphabet="0123456789.,-+ €eEN_'\u0663\u00a0\u2212", max_size=12)


@given(typed=MARKS | st.text(max_size=12))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
def test_whatever_is_typed_for_an_amount_is_read_as_the_one_rule_reads_it_or_refused_and_kept(
    send: Send, typed: str
) -> None:
    try:
        is_amount = parse_cents(typed) > 0
    except Malformed:
        is_amount = False
    page = send({"net": typed, "gross": typed})
    assert page.status == (200 if is_amount else 422)
    if not is_amount:
        assert page.value("gross") == visible(typed)


OUTSIDE = "The accounting date lies outside the covenant's term, 01/01/2015 to 31/12/2017."
DIFFERENCE = (
    "The projects' parts make EUR 900.00, but gross less recoverable VAT is EUR 1,000.00: "
    "a difference of EUR 100.00."
)


# ---- what else is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values, mistake",
    [
        ({"Payee": ""}, "Payee: Choose who is paid, or add a new payee."),
        ({"Payee": "99"}, "Payee: Choose one of the list."),
        ({"Name of a new payee": "Other"}, "Name of a new payee: Choose a payee or add a new one, not both."),
        ({"Invoice number or reference": " "}, "Invoice number or reference: Fill this in."),
        ({"Invoice date": ""}, "Invoice date: Fill in a date."),
        ({"Invoice date": "31-02-2015"}, 'Invoice date: "31-02-2015" is a day that does not exist.'),
        ({"Invoice date": "04-08-2015"}, "Invoice date: 04/08/2015 has not come yet."),
        (
            {"Date of delivery": "31-12-2014"},
            f"Date of delivery: {OUTSIDE}",
        ),
        ({"What was bought or done": ""}, "What was bought or done: Fill this in."),
        ({"Net": "900"}, "Gross: Net EUR 900.00 and VAT EUR 0.00 make EUR 900.00, not EUR 1,000.00."),
        (
            {"Of which recoverable": "1", "splits-0-amount": "999"},
            "Of which recoverable: Recoverable VAT is at most the VAT of EUR 0.00.",
        ),
        (
            {"splits-0-amount": "900"},
            f"For which projects: {DIFFERENCE}",
        ),
        ({"splits-0-project": ""}, "For which projects: Say which project this is for."),
        ({"splits-0-project": "", "splits-0-amount": "1000"}, "Row 1, Project: Choose one of the list."),
        (
            {"splits-1-project": "sites"},
            "For which projects: Leave at most one project's amount open.",
        ),
        (
            {"splits-0-amount": "500", "splits-1-project": "jobs", "splits-1-amount": "500"},
            "For which projects: A project stands here twice; put its amounts together.",
        ),
        (
            {"splits-0-amount": "1.000,00", "splits-1-project": "sites"},
            "For which projects: Each project's part is more than zero, or leave the project out.",
        ),
        (
            {"kind": "credit_note", "Number of the expenditure that is credited": "7"},
            "Number of the expenditure that is credited: Choose an invoice of the same payee.",
        ),
        (
            {"Number of the expenditure that is credited": "x"},
            'Number of the expenditure that is credited: "x" is not a whole number. Write it in digits only.',
        ),
    ],
)
def test_what_cannot_be_entered_is_refused_with_one_sentence_beside_its_field(
    treasurer: Visitor, database: Database, values: dict[str, str], mistake: str
) -> None:
    page = enter(treasurer, values, status=422)
    assert page.mistakes == [mistake]
    assert page.value("What was bought or done") == values.get("What was bought or done", "Work done")
    assert world_of(database).rows(Expenditure) == 0


def test_everything_that_is_wrong_is_said_at_once(treasurer: Visitor) -> None:
    page = enter(treasurer, {"Payee": "", "Net": "x", "Invoice date": "y"}, status=422)
    assert len(page.mistakes) == 2


def test_files_have_to_be_chosen_again_and_the_page_says_which(treasurer: Visitor) -> None:
    treasurer.get(NEW_PAGE)
    page = treasurer.submit(
        "Enter", {**INVOICE, "Net": "x"}, files={"evidence": [("invoice.pdf", PDF)]}, status=422
    )
    assert "Choose again: invoice.pdf. A browser does not keep files." in page.words


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"<!DOCTYPE x><x/>"])
def test_a_file_that_is_no_evidence_is_refused_and_nothing_is_entered(
    treasurer: Visitor, database: Database, content: bytes
) -> None:
    treasurer.get(NEW_PAGE)
    page = treasurer.submit("Enter", INVOICE, files={"evidence": [("x.pdf", content)]}, status=422)
    assert said(page, "Files")
    assert world_of(database).rows(Expenditure) == 0


def test_a_row_is_added_with_everything_typed_kept(treasurer: Visitor) -> None:
    treasurer.get(NEW_PAGE)
    page = treasurer.submit("Add a row", {**INVOICE, "Net": "1.234", "splits-1-amount": "12"})
    kept = [page.value(name) for name in ("Net", "splits-0-project", "splits-1-amount", "splits-2-amount")]
    assert kept == ["1.234", "jobs", "12", ""]


def test_a_row_that_was_added_offers_the_projects(treasurer: Visitor, database: Database) -> None:
    treasurer.get(NEW_PAGE)
    treasurer.submit("Add a row", {**INVOICE, "splits-0-amount": "1", "splits-1-project": "sites"})
    treasurer.submit("Enter", {"splits-1-amount": "2", "splits-2-project": "course"})
    assert world_of(database).rows(Split) == 3


def test_a_form_without_its_key_is_refused(treasurer: Visitor) -> None:
    treasurer.get(NEW_PAGE)
    sent = [(name, "" if name == "request_key" else value) for name, value in treasurer.fields("Enter")]
    page = treasurer.send(NEW_PAGE, sent, status=422)
    assert page.mistakes == ["This form came without its key. Open the page again and fill it in anew."]


def sent_twice(treasurer: Visitor, second: dict[str, str], status: int) -> Page:
    """Send a form, and once more with something changed."""
    treasurer.get(NEW_PAGE)
    first = {name: AS_SENT.get(name, value) for name, value in treasurer.fields("Enter")}
    treasurer.send(NEW_PAGE, list(first.items()))
    return treasurer.send(NEW_PAGE, list((first | second).items()), status=status)


def test_the_same_form_sent_twice_enters_one_expenditure(treasurer: Visitor, database: Database) -> None:
    assert sent_twice(treasurer, {}, 200).path == "/valley/expenditures/1"
    assert world_of(database).rows(Expenditure) == 1


def test_a_form_sent_again_with_other_content_is_refused(treasurer: Visitor, database: Database) -> None:
    page = sent_twice(treasurer, {"description": "Other"}, 409)
    assert page.mistakes[0].startswith("This form was already sent with other content.")


def test_an_address_fills_in_the_payee_and_the_project(treasurer: Visitor) -> None:
    page = treasurer.get("/valley/expenditures/new?payee=3&project=sites")
    assert (page.value("Payee"), page.value("splits-0-project")) == ("3", "sites")


@pytest.fixture
def contract(database: Database) -> int:
    """Have a contract of EUR 1,000.00 with the supplier agreed; gives its number."""
    return world_of(database).does(
        obligations.add_obligation,
        project="jobs",
        payee=1,
        year=2015,
        agreed_on=date(2015, 7, 1),
        description="Coaching",
        amount_cents=1_000_00,
    )


def test_a_contract_may_be_named(treasurer: Visitor, contract: int) -> None:
    page = enter(treasurer, {"Under which contract": str(contract)})
    assert "1: Coaching" in page.words


def test_a_contract_that_was_used_up_meanwhile_stays_named(
    treasurer: Visitor, database: Database, contract: int
) -> None:
    for _ in range(2):
        enter(treasurer, {"Under which contract": str(contract)})
    world_of(database).approve(1, "vodafone")
    page = treasurer.get("/valley/expenditures/2/edit")
    assert page.value("Under which contract") == str(contract)


# ---- a payee who is not in the register -------------------------------------------------------------

NEW = {"Payee": "", "Name of a new payee": "Print Works", "Its IBAN": "NL91 ABNA 0417 1643 00"}


def test_a_new_payee_is_added_with_the_expenditure(treasurer: Visitor) -> None:
    page = enter(treasurer, NEW)
    assert "Print Works" in page.words
    assert "NL91 ABNA 0417 1643 00" in page.words
    assert "Nothing has been paid to this account number since it was entered" in page.words


@pytest.mark.parametrize(
    "values, mistake",
    [
        ({"Its IBAN": "NL91 ABNA 0417 1643 01"}, "Its IBAN: "),
        ({"Gross": "1.001,00"}, "Gross: "),
    ],
)
def test_a_payee_is_not_added_where_the_expenditure_is_refused(
    treasurer: Visitor, database: Database, values: dict[str, str], mistake: str
) -> None:
    page = enter(treasurer, {**NEW, **values}, status=422)
    assert page.mistakes[0].startswith(mistake)
    assert world_of(database).rows(Payee) == 3


def test_a_new_payee_that_looks_like_another_is_asked_about(treasurer: Visitor) -> None:
    page = enter(treasurer, {"Payee": "", "Name of a new payee": "SUPPLIER B.V."}, status=422)
    assert said(page, "Name of a new payee").endswith(
        "Supplier (payee 1) is in the register and looks like this. Is it another one?"
    )
    page = treasurer.submit("Enter", {"is_other": "yes"})
    assert "SUPPLIER B.V." in page.words


# ---- hostile texts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "\"quoted\" & 'quoted'",
        '=HYPERLINK("http://evil.example")',
        "emoji \U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467",
        "{{ 7 * 7 }} %(name)s %s {% raw %}",
        "x" * 190,
    ],
)
def test_hostile_texts_are_kept_as_they_are_and_break_no_page(treasurer: Visitor, text: str) -> None:
    page = enter(
        treasurer,
        {
            "Payee": "",
            "Name of a new payee": text,
            "Invoice number or reference": text,
            "What was bought or done": text,
        },
    )
    assert " ".join(text.split()) in page.words
    assert treasurer.get("/valley/expenditures").status == 200
    assert treasurer.get("/valley/payees").status == 200


@pytest.mark.parametrize("text", ["x" * 10_000, "bell \x07", "turned \u202e", "null \x00"])
@pytest.mark.parametrize(
    "box", ["Invoice number or reference", "What was bought or done", "Name of a new payee"]
)
def test_a_text_that_cannot_be_kept_is_refused_beside_its_box(
    treasurer: Visitor, database: Database, box: str, text: str
) -> None:
    payee = {"Payee": ""} if box == "Name of a new payee" else {}
    page = enter(treasurer, {**payee, box: text}, status=422)
    assert said(page, box)
    assert world_of(database).rows(Expenditure) == 0
