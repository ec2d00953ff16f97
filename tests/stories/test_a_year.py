"""The covenant's first year: what stands on its pages, in its books and in its files at the end of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ledger.core.language import Language
from ledger.translations import language
from tests.exports.office import recalculated
from tests.stories.commands import CommandLine, Said
from tests.stories.files import lines_of, missing_from, totals
from tests.stories.first_year import HERE, PASSWORD, address, live
from tests.web.visitor import Visitor

# Looking back takes long, and every line it passes is counted by other tests.
pytestmark = pytest.mark.no_cover

DUTCH: Language = language("nl")
BALANCED = "7 parties, EUR 435,000.00 promised, books balance.\n"
SHARES = (
    ("Gemeente Maastricht", 68965),
    ("Vodafone", 10345),
    ("Q-Park", 10345),
    ("arvato Bertelsmann", 10345),
)
"""What EUR 1,000.00 on placement in the first year of a fresh covenant costs each funder, in cents."""


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Give a database in which the year was lived through, and the trail's head at its end."""
    file = tmp_path_factory.mktemp("year") / "ledger.sqlite"
    return file, live(file)


@pytest.fixture(scope="module")
def ledger(lived: tuple[Path, str]) -> Iterator[CommandLine]:
    """Give the command line on it, on the last day of the year."""
    made = CommandLine(lived[0])
    made.app.config["NOW"] = lambda: datetime(2015, 12, 31, 12, tzinfo=UTC)
    yield made
    made.close()


@pytest.fixture(scope="module")
def auditor(ledger: CommandLine) -> Visitor:
    """Give the auditor, who reads the pages in English."""
    visitor = Visitor(ledger.app.test_client())
    visitor.get("/sign-in")
    visitor.follow("English")
    visitor.submit("Sign in", {"E-mail address": address("Auditor"), "Password": PASSWORD})
    return visitor


def download(auditor: Visitor, kind: str, lang: str = "nl") -> bytes:
    """Download a file of the year as the reports page offers it."""
    auditor.get(f"{HERE}/reports")
    assert auditor.page is not None
    path = f"{HERE}/exports/{kind}?year=2015&lang={lang}"
    assert path in {a.get("href") for a in auditor.page.tree.iter("a")}
    answer = auditor.client.get(path)
    assert answer.status_code == 200
    return answer.get_data()


# ---- the worked example -------------------------------------------------------------------------------


def test_the_worked_example_stands_on_its_expenditures_page(auditor: Visitor) -> None:
    page = auditor.get(f"{HERE}/expenditures/1")
    assert page.rows("As booked, in euros")[1:] == [
        ["Gemeente Maastricht", "689.65"],
        ["Vodafone", "103.45"],
        ["Q-Park", "103.45"],
        ["arvato Bertelsmann", "103.45"],
        ["Total", "1,000.00"],
    ]


def test_the_worked_example_stands_in_the_journal(auditor: Visitor) -> None:
    auditor.get(f"{HERE}/expenditures/1")
    page = auditor.follow("9")
    assert page.heading == "Entry 9"
    lines = page.rows("Lines, in euros")[1:]
    shares = [(name, f"{cents // 100}.{cents % 100:02}") for name, cents in SHARES]
    expected = [["4000 Costs", name, "Job fairs", share, ""] for name, share in shares]
    expected += [["1600 Creditors", name, "", "", share] for name, share in shares]
    expected += [["1700 Unspent contributions", name, "", share, ""] for name, share in shares]
    expected += [["8000 Contribution income", name, "", "", share] for name, share in shares]
    assert lines == expected


def test_the_worked_example_stands_in_the_workbook(auditor: Visitor) -> None:
    book = load_workbook(BytesIO(download(auditor, "workbook")), read_only=True)
    charged = [
        (row[-2], round(float(str(row[-1])) * 100))
        for row in book["Toerekening per financier"].iter_rows(values_only=True)
        if row[0] == 1
    ]
    booked = [
        (row[6], round(float(str(row[8])) * 100))
        for row in book["Journaal"].iter_rows(values_only=True)
        if row[0] == 9 and row[4] == "4000"
    ]
    book.close()
    assert charged == list(SHARES)
    assert booked == list(SHARES)


def test_the_worked_example_stands_in_the_report(auditor: Visitor) -> None:
    booked = [line for line in lines_of(download(auditor, "report")) if line.startswith("9 20-05-2015")]
    assert [line.partition("4000 Kosten ")[2] for line in booked[:4]] == [
        "Gemeente Maastricht Job fairs 689,65",
        "Vodafone Job fairs 103,45",
        "Q-Park Job fairs 103,45",
        "arvato Bertelsmann Job fairs 103,45",
    ]


# ---- the rest of the year -----------------------------------------------------------------------------


def test_one_budget_was_rejected_and_its_successor_is_in_force(auditor: Visitor) -> None:
    rows = auditor.get(f"{HERE}/budgets").rows()
    assert [row[3:5] for row in rows[1:]] == [["130,000.00", "✓ Adopted"], ["150,000.00", "▲ Rejected"]]


def test_a_spend_on_two_projects_was_paid_in_two_parts(auditor: Visitor) -> None:
    page = auditor.get(f"{HERE}/expenditures/2")
    assert [row[0] for row in page.rows("Approvals given")[1:]] == [
        "Gemeente Maastricht",
        "arvato Bertelsmann",
    ]
    assert page.rows("As booked, in euros")[-1] == ["Total", "4,100.00", "8,000.00", "12,100.00"]
    paid = page.rows("What was paid and what came back, in euros")[1:]
    assert [row[-1] for row in paid] == ["5,000.00", "7,100.00"]
    assert "Nothing is open any more." in page.words


def test_the_evidence_comes_back_as_it_was_sent(auditor: Visitor) -> None:
    page = auditor.get(f"{HERE}/expenditures/2")
    answer = auditor.client.get(page.link("invoice.pdf"))
    assert answer.get_data().startswith(b"%PDF-1.4")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_register_shows_how_every_expenditure_ended(auditor: Visitor) -> None:
    rows = auditor.get(f"{HERE}/expenditures").rows()[1:]
    assert [(row[0], row[-2], row[-1]) for row in rows] == [
        ("6", "2,000.00", "\N{EN DASH} Reversed"),
        ("5", "-605.00", "✓ Paid"),
        ("4", "3,025.00", "✓ Paid"),
        ("3", "300.00", "▲ Rejected"),
        ("2", "12,100.00", "✓ Paid"),
        ("1", "1,000.00", "✓ Paid"),
    ]


def test_a_credit_note_went_back_to_those_who_had_paid(auditor: Visitor) -> None:
    page = auditor.get(f"{HERE}/expenditures/5")
    assert page.rows("As booked, in euros")[-1] == ["Total", "-605.00"]
    assert "Gemeente Maastricht" not in str(page.rows("As booked, in euros"))


def test_what_was_reversed_left_nothing_behind(auditor: Visitor) -> None:
    page = auditor.get(f"{HERE}/reports/sources-uses?year=2015")
    assert page.rows()[-1] == ["Total", "15,520.00"]


def test_money_came_in_late_in_parts_and_beyond_what_was_promised(auditor: Visitor) -> None:
    rows = {row[0]: row[1:] for row in auditor.get(f"{HERE}/contributions").rows("Per party")}
    assert rows["arvato Bertelsmann"] == [
        "45,000.00",
        "15,000.00",
        "46,000.00",
        "0.00",
        "30,000.00",
        "0.00",
        "",
    ]
    assert rows["Vodafone"] == ["45,000.00", "15,000.00", "15,000.00", "0.00", "0.00", "0.00", ""]
    assert rows["Total"] == ["435,000.00", "145,000.00", "176,000.00", "0.00", "30,000.00", "0.00", ""]


def test_the_bank_stands_at_what_came_in_less_what_went_out(auditor: Visitor) -> None:
    rows = auditor.get(f"{HERE}/bank?year=2015").rows()
    assert rows[-1] == ["Closing balance", "159,480.00", ""]


# ---- proof, and files that agree ----------------------------------------------------------------------


def test_the_books_balance_and_the_record_is_whole(ledger: CommandLine, lived: tuple[Path, str]) -> None:
    head = lived[1]
    assert ledger("check") == Said(0, BALANCED, "")
    whole = f"The trail is whole: {head.partition(':')[0]} acts, head {head}.\nThe access log is whole: "
    said = ledger("verify", "--witness", head)
    assert (said.status, said.out.startswith(whole), said.err) == (0, True, "")


def test_the_files_bear_the_trails_head_whole(auditor: Visitor, lived: tuple[Path, str]) -> None:
    book = load_workbook(BytesIO(download(auditor, "workbook")), read_only=True)
    cells = [cell for row in book[book.sheetnames[0]].iter_rows(values_only=True) for cell in row]
    book.close()
    assert lived[1] in cells
    assert lived[1] in lines_of(download(auditor, "report"))


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("kind", ["workbook", "report"])
def test_a_download_is_byte_for_byte_what_the_command_writes(
    auditor: Visitor, ledger: CommandLine, tmp_path: Path, kind: str, lang: str
) -> None:
    out = tmp_path / "file"
    said = ledger("export", kind, "--year", "2015", "--lang", lang, "--out", str(out))
    assert said.status == 0, said.err
    assert out.read_bytes() == download(auditor, kind, lang)


def test_workbook_report_and_check_agree_to_the_cent(
    auditor: Visitor, ledger: CommandLine, tmp_path: Path
) -> None:
    found = totals(recalculated(download(auditor, "workbook"), tmp_path))
    assert {total.check for total in found} == {"OK"}
    report = download(auditor, "report")
    assert list(missing_from(report, found, DUTCH)) == []
    assert f"✓ {len(found)} van {len(found)} controletotalen kloppen met de som van hun regels." in lines_of(
        report
    )
    (promised,) = [total for total in found if total.statement == "Bijdragen per partij"][:1]
    assert ledger("check").out == BALANCED
    assert promised.cents == 435_000_00
