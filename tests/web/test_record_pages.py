"""The overview, the journal, the trail, the statements and the files, as who looks things up sees them."""

import re
from io import BytesIO

import openpyxl
import pytest
from pypdf import PdfReader

from ledger.core.statements.titles import KEYS
from tests.web.spends import Visit, english
from tests.web.test_deciding_pages import proposed
from tests.web.visitor import Visitor


def with_instalments(visit: Visit) -> Visitor:
    """Have instalments fall due: the first thing that is sent in March posts them."""
    proposed(visit)
    return english(visit("auditor"))


def test_the_overview_says_what_waits_for_a_partner(visit: Visit) -> None:
    proposed(visit)
    partner = english(visit("vodafone"))
    page = partner.get("/valley/")
    assert "Vote on decision 1" in page.words
    assert partner.follow("Vote on decision 1").heading == "Decision 1"


def test_the_overview_of_a_covenant_without_any_spend_is_whole(visit: Visit) -> None:
    page = english(visit("auditor")).get("/valley/")
    assert "Nothing waits for you." in page.words
    assert "€435,000.00" in page.words


def test_instalments_that_fell_due_stand_in_the_journal(visit: Visit) -> None:
    page = with_instalments(visit).get("/valley/journal?account=receivable&pledge=2")
    assert "Instalment fell due" in page.words
    assert ["1300 Contributions receivable", "Vodafone", "", "15,000.00", ""] in page.rows()


def test_an_entry_has_a_page_of_its_own(visit: Visit) -> None:
    page = with_instalments(visit).get("/valley/journal/1")
    assert page.heading == "Entry 1"


@pytest.mark.parametrize(
    "path",
    [
        "/valley/journal/99",
        "/valley/journal/99999999999999999999",
        "/valley/journal?year=x",
        "/valley/journal?project=none",
    ],
)
def test_what_is_not_in_the_journal_is_not_found(visit: Visit, path: str) -> None:
    english(visit("auditor")).get(path, status=404)


def test_the_trail_can_be_asked_for_one_act(visit: Visit) -> None:
    page = with_instalments(visit).get("/valley/trail?act=budget.proposed")
    assert len(page.rows()) == 2  # the heading and the one row


def test_the_trail_tells_when_a_date_cannot_be_read(visit: Visit) -> None:
    page = english(visit("auditor")).get("/valley/trail?since=tomorrow", status=422)
    assert "is not a date" in page.words


def test_the_record_is_proved_on_request(visit: Visit) -> None:
    auditor = with_instalments(visit)
    auditor.get("/valley/verify")
    page = auditor.submit("Count and prove")
    assert "7 parties, EUR 435,000.00 promised, books balance." in page.words
    assert "The trail is whole" in page.words


def test_a_witness_of_another_trail_is_told(visit: Visit) -> None:
    auditor = with_instalments(visit)
    auditor.get("/valley/verify")
    page = auditor.submit("Count and prove", {"witness": "1:" + "0" * 64})
    assert "This row is not the one the witness saw." in page.words


def test_a_witness_that_is_none_is_refused(visit: Visit) -> None:
    auditor = english(visit("auditor"))
    auditor.get("/valley/verify")
    page = auditor.submit("Count and prove", {"witness": "yesterday"}, status=422)
    assert page.value("witness") == "yesterday"


def test_the_head_of_the_access_log_is_told_and_asked_for(visit: Visit) -> None:
    auditor = with_instalments(visit)
    page = auditor.get("/valley/verify")
    (head,) = re.findall(r"head of the access log is ([0-9]+:[0-9a-f]{64})\.", page.words)
    page = auditor.submit("Count and prove", {"log_witness": head})
    assert "The access log is whole" in page.words
    page = auditor.submit("Count and prove", {"log_witness": "1:" + "0" * 64})
    assert "access-log/1: This row is not the one the witness saw." in page.words


@pytest.mark.parametrize("key", KEYS)
def test_every_statement_has_a_page(visit: Visit, key: str) -> None:
    auditor = with_instalments(visit)
    for asked in ("", "?year=2015", "?year=2015&as_at=01-03-2015"):
        auditor.get(f"/valley/reports/{key}{asked}")


@pytest.mark.parametrize("asked", ["nothing", "balance-sheet?year=1999", "balance-sheet?as_at=32-13-2015"])
def test_a_statement_there_is_none_of_is_not_found(visit: Visit, asked: str) -> None:
    english(visit("auditor")).get(f"/valley/reports/{asked}", status=404)


def test_the_workbook_can_be_downloaded(visit: Visit) -> None:
    auditor = with_instalments(visit)
    answer = auditor.client.get("/valley/exports/workbook?year=2015&lang=en")
    assert answer.headers["Content-Disposition"] == "attachment; filename=valley-2015-en.xlsx"
    assert len(openpyxl.load_workbook(BytesIO(answer.data)).sheetnames) > len(KEYS)


def test_the_report_can_be_downloaded(visit: Visit) -> None:
    auditor = with_instalments(visit)
    answer = auditor.client.get("/valley/exports/report?year=2015&lang=en")
    assert answer.mimetype == "application/pdf"
    assert "Contact Valley" in PdfReader(BytesIO(answer.data)).pages[0].extract_text()


def test_a_file_of_a_kind_there_is_none_of_is_not_found(visit: Visit) -> None:
    english(visit("auditor")).get("/valley/exports/everything", status=404)


def test_the_rules_are_there_for_all_to_see(visit: Visit) -> None:
    page = english(visit("administrator")).get("/valley/settings")
    assert "Never by who entered it" in page.words


@pytest.mark.parametrize("area", ["", "journal", "trail", "verify", "reports", "exports/workbook", "budgets"])
def test_the_administrator_sees_no_money(visit: Visit, area: str) -> None:
    visit("administrator").get(f"/valley/{area}", status=403)
