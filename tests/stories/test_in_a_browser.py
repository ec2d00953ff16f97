"""The demonstration in a real browser, as somebody new to it uses it: no page needs an explanation.

Whatever a test does, no page may run into its own security policy, fail to load something or complain on the
browser's console.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    FilePayload,
    Page,
    Request,
    ViewportSize,
    expect,
)
from pypdf import PdfReader

from ledger.core.statements.shape import Head
from ledger.demo import PASSWORD
from tests.programs import require_chromium
from tests.stories.serving import DESK, chromium, served

pytestmark = [pytest.mark.browser, pytest.mark.no_cover]

HERE = "/customer-service-valley"
PHONE = ViewportSize(width=390, height=844)
A4_AT_96_DPI = ViewportSize(width=794, height=1123)
PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
ROLES = ("treasurer", "maastricht", "zuyd", "auditor", "administrator")
INNER = (
    "expenditures/new",
    "expenditures/1",
    "expenditures/66",
    "decisions/4",
    "decisions/6",
    "decisions/10",
    "decisions/new",
    "decisions/new/accession",
    "decisions/new/rules",
    "years/2015",
    "budgets/4",
    "budgets/new?year=2017",
    "projects/jobcarrousel",
    "projects/new",
    "parties/maastricht",
    "payees/1",
    "journal/100",
    "contributions/1",
    "contributions/new",
    "reports/charges?year=2017",
    "reports/income-expenditure",
    "reports/journal?year=2016",
)
"""Pages one gets to from those in the navigation, of every kind."""

TOO_WIDE = """() => [
    document.documentElement.scrollWidth - document.documentElement.clientWidth,
    ...[...document.querySelectorAll("body *")]
        .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .filter(each => !each.closest(".scroll, details:not([open])"))
        .map(each => each.tagName + "." + each.className + ": " + each.textContent.trim().slice(0, 40))
        .slice(0, 3)
]"""
"""How many pixels a page is wider than its window, and the first elements that stand out of it."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give the machine's own Chromium."""
    with chromium(require_chromium()) as started:
        yield started


@pytest.fixture(scope="module")
def address(demonstration: tuple[Path, Head], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a server on a copy of the demonstration."""
    file = tmp_path_factory.mktemp("served") / "ledger.sqlite"
    shutil.copyfile(demonstration[0], file)
    with served(file) as found:
        yield found


Opens = Callable[[], Page]


@pytest.fixture
def opens(browser: Browser, address: str) -> Iterator[Opens]:
    """Give a way to open a window of one's own; at the end nothing may have been complained of in any."""
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        told_by_the_page_itself = any(f"a status of {each}" in message.text for each in (409, 422))
        if message.type in {"error", "warning"} and not told_by_the_page_itself:
            complaints.append(f"{message.location.get('url')}: {message.text}")

    def failed(request: Request) -> None:
        if not (request.failure or "").endswith("ERR_ABORTED"):  # what a download does to its navigation
            complaints.append(f"{request.url}: {request.failure}")

    with ExitStack() as stack:

        def open_window() -> Page:
            context = browser.new_context(base_url=address, viewport=DESK, locale="nl-NL")
            stack.callback(context.close)
            context.set_default_timeout(15_000)
            context.on("console", heard)
            context.on("weberror", lambda error: complaints.append(str(error.error)))
            context.on("requestfailed", failed)
            return context.new_page()

        yield open_window
    assert complaints == []


def sign_in(page: Page, name: str) -> None:
    """Sign in as one of the accounts that the sign-in page offers, and read English."""
    page.goto("/")
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name=f"{name}@demo.example").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(
        f"{page.url.split('/customer')[0]}{HERE}/" if name != "administrator" else page.url
    )


def downloaded(page: Page, row: str, column: int) -> bytes:
    """Download the file in English that stands in a row and column of the reports page."""
    cell = page.get_by_role("row", name=row).get_by_role("cell").nth(column)
    with page.expect_download() as download:
        cell.get_by_role("link", name="English").click()
    return Path(download.value.path()).read_bytes()


def test_from_an_invoice_to_its_payment_and_the_files_that_account_for_it(opens: Opens) -> None:
    treasurer = opens()
    sign_in(treasurer, "treasurer")
    treasurer.get_by_role("link", name="Expenditures").first.click()
    treasurer.get_by_role("link", name="Enter an expenditure").click()
    treasurer.get_by_label("Payee", exact=True).select_option(index=1)
    treasurer.get_by_label("Invoice number or reference").fill("2017-999")
    treasurer.get_by_label("Invoice date").fill("20-12-2017")
    treasurer.get_by_label("What was bought or done").fill("Two evenings in two languages")
    treasurer.get_by_label("Net").fill("3.000,00")
    treasurer.get_by_label("VAT", exact=False).first.fill("630,00")
    treasurer.get_by_label("Gross").fill("3.630,00")
    first, second = (treasurer.get_by_role("group", name=f"Row {number}") for number in (1, 2))
    first.get_by_label("Project").select_option(label="Jobcarrousel klantcontact")
    first.get_by_label("Amount").fill("2.420,00")
    second.get_by_label("Project").select_option(label="Meertalig aan het werk")
    second.get_by_label("Amount").fill("1.210,00")
    invoice = FilePayload(name="invoice.pdf", mimeType="application/pdf", buffer=PDF)
    treasurer.get_by_label("Files").set_input_files([invoice])
    treasurer.get_by_role("button", name="Enter", exact=True).click()
    heading = treasurer.get_by_role("heading", level=1)
    expect(heading).to_have_text("Expenditure 74")
    expect(treasurer.get_by_role("link", name="invoice.pdf")).to_be_visible()

    for party, told in (
        ("vodafone", "Your approval is recorded."),
        ("maastricht", "Your approval is recorded. The expenditure is approved and charged to the funders."),
    ):
        partner = opens()
        sign_in(partner, party)
        partner.get_by_role("link", name="Approve expenditure 74 of EUR 3,630.00").click()
        partner.get_by_role("button", name="Approve", exact=True).click()
        expect(partner.get_by_role("status")).to_have_text(told)

    treasurer.get_by_role("link", name="Overview").first.click()
    treasurer.get_by_role("link", name="Pay expenditure 74").click()
    treasurer.get_by_role("button", name="Record the payment").click()
    expect(treasurer.get_by_role("status")).to_have_text("The payment of EUR 3,630.00 is recorded.")

    treasurer.get_by_role("link", name="Reports").first.click()
    book = load_workbook(BytesIO(downloaded(treasurer, "2017", 0)), read_only=True)
    spent = [row for row in book["Expenditures"].iter_rows(values_only=True) if row[0] == 74]
    book.close()
    assert len(spent) == 1
    report = PdfReader(BytesIO(downloaded(treasurer, "2017", 1)))
    assert any("2017-999" in page.extract_text() for page in report.pages)


def test_a_vote_on_a_proposal_that_is_changed_meanwhile(opens: Opens) -> None:
    treasurer, partner = opens(), opens()
    sign_in(partner, "maastricht")
    partner.set_viewport_size(PHONE)
    partner.get_by_role("link", name="Vote on decision 10").click()
    partner.get_by_label("Stand aside (recused)").check()
    partner.get_by_role("button", name="Cast the vote").click()
    expect(partner.get_by_role("alert")).to_contain_text("Say why your organisation stands aside.")

    sign_in(treasurer, "treasurer")
    treasurer.goto(f"{HERE}/decisions/10")
    treasurer.get_by_role("link", name="Change the proposal").click()
    treasurer.get_by_label("Customer Service Academie").fill("7.900,00")
    treasurer.get_by_role("button", name="Change the proposal").click()
    expect(treasurer.get_by_role("cell", name="-1,100.00").first).to_be_visible()

    partner.get_by_label("In favour").check()
    partner.get_by_role("button", name="Cast the vote").click()
    expect(partner.get_by_role("alert")).to_contain_text("The proposal was changed after you opened it.")
    expect(partner.get_by_role("row", name="Budget of Customer Service Academie").first).to_contain_text(
        "7,900.00"
    )
    partner.get_by_text("Version 1, replaced on").click()
    expect(partner.get_by_role("row", name="Budget of Customer Service Academie").last).to_contain_text(
        "8,000.00"
    )
    partner.get_by_role("button", name="Cast the vote").click()
    expect(partner.get_by_role("status")).to_have_text("Your vote is recorded.")
    assert partner.evaluate(TOO_WIDE) == [0]


def test_one_signs_in_with_the_keyboard_alone(opens: Opens) -> None:
    page = opens()
    page.goto("/")
    expect(page.get_by_label("E-mailadres")).to_be_focused()
    page.keyboard.type("auditor@demo.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{HERE}/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Direct naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_wrong_password_puts_the_reader_before_what_is_wrong(opens: Opens) -> None:
    page = opens()
    page.goto("/sign-in?account=auditor@demo.example")
    expect(page.get_by_label("Wachtwoord")).to_be_focused()
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("E-mailadres")).to_have_value("auditor@demo.example")


@pytest.mark.parametrize("name", ROLES)
def test_every_page_of_the_navigation_fits_its_window(opens: Opens, name: str) -> None:
    page = opens()
    sign_in(page, name)
    links = page.locator("nav.sections a").evaluate_all("all => all.map(each => each.pathname)")
    assert len(links) == len(set(links)) > 0
    assert {path: wide for path in links if (wide := too_wide(page, path))} == {}


def test_every_other_page_fits_its_window(opens: Opens) -> None:
    page = opens()
    sign_in(page, "treasurer")
    assert {path: wide for path in INNER if (wide := too_wide(page, f"{HERE}/{path}"))} == {}


def too_wide(page: Page, path: str) -> list[str]:
    """Say of a page how it does not fit: in the window of a desk, and in that of a telephone."""
    found = []
    page.set_viewport_size(DESK)
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, path
    for window in (DESK, PHONE):
        page.set_viewport_size(window)
        pixels, *elements = page.evaluate(TOO_WIDE)
        if pixels > 0:
            found.append(f"{window['width']}: {pixels} too wide, {elements}")
    return found


def test_on_paper_a_report_is_the_statement_alone(opens: Opens) -> None:
    page = opens()
    sign_in(page, "auditor")
    page.goto(f"{HERE}/reports/budget-actual?year=2017")
    page.set_viewport_size(A4_AT_96_DPI)
    page.emulate_media(media="print")
    for gone in ("nav.sections", "nav.menu", "form.filters", "header.top form"):
        for each in page.locator(gone).all():
            expect(each).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("cell", name="156,500.00")).to_be_visible()
    assert page.evaluate(TOO_WIDE) == [0]
    printed = PdfReader(BytesIO(page.pdf(format="A4")))
    assert "156,500.00" in "".join(each.extract_text() for each in printed.pages)
