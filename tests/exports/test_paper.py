"""The report on paper, read back: every figure to the cent, every text as text, the same bytes."""

import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from exports.controls import ties
from exports.paper import write_report
from ledger.core.language import Language
from ledger.core.sentences import sentence
from ledger.core.statements.shape import Control, Report, Row, Statement
from tests.exports.hostile import HOSTILE, hostile_report
from tests.exports.samples import (
    DUTCH,
    ENGLISH,
    bars,
    budget_statement,
    column,
    contributions_statement,
    empty_statement,
    journal_statement,
    report,
    with_controls,
)
from tests.programs import require_pdftoppm, require_pdftotext


@cache
def paper_bytes(what: Report, language: Language = ENGLISH) -> bytes:
    """Write a report and give its bytes."""
    out = BytesIO()
    write_report(what, language, out)
    return out.getvalue()


def read(what: Report, language: Language = ENGLISH) -> PdfReader:
    """Write a report and open it again."""
    return PdfReader(BytesIO(paper_bytes(what, language)))


def pages(what: Report, language: Language = ENGLISH) -> list[str]:
    """Give the text of every page."""
    return [page.extract_text() for page in read(what, language).pages]


# ---- what stands in it -----------------------------------------------------------------------------


def test_the_cover_tells_of_what_for_whom_and_of_which_year() -> None:
    cover = pages(report(), DUTCH)[0]
    for expected in (
        "Financiële verantwoording",
        "Customer Service Valley",
        "Maastricht · Boekjaar 2015",
        "Van 5.000 naar 6.000 arbeidsplaatsen",
        "Zuyd Hogeschool",
        "Education",
    ):
        assert expected in cover


def test_the_second_page_has_the_contents_and_the_whole_head_of_the_trail() -> None:
    text = pages(report())[1]
    assert str(report().head) in text
    assert "14/02/2016 15:09 UTC" in text
    assert "01/01/2015 through 31/12/2015" in text


def test_the_contents_name_the_pages_where_things_are() -> None:
    found = pages(report())
    for title, number in [("Summary", 3), ("Budget against actual", 4), ("Journal", 7)]:
        assert f"{title}\n{number}\n" in found[1]
        assert f"\n{title}\n" in found[number - 1]


def test_every_page_says_which_it_is_and_of_how_many() -> None:
    found = pages(report(), DUTCH)
    for number, text in enumerate(found, 1):
        assert f"Pagina {number} van {len(found)}" in text
        assert f"Logboekkop 412:{report().head.hash[:16]}" in text


def test_every_page_but_the_cover_is_headed_by_covenant_and_year() -> None:
    for text in pages(report())[1:]:
        assert text.startswith("Customer Service Valley\nFiscal year 2015\n")


def test_the_summary_has_the_key_figures_and_both_charts() -> None:
    text = pages(report(), DUTCH)[2]
    for label, cents in report().headline:
        assert f"{DUTCH.say(label)}\n€ {DUTCH.money(cents)}" in text
    for bar in bars():
        assert bar.label in text
        assert DUTCH.money(bar.spent_cents) in text
    assert "arvato Bertelsmann" in text


def test_the_summary_says_that_all_totals_agree() -> None:
    controls = sum(len(statement.controls) for statement in report().statements)
    assert f"✓ {controls} of {controls} control totals agree" in pages(report())[2]


def test_the_summary_says_when_a_total_does_not_agree() -> None:
    statement = contributions_statement()
    first, *rest = statement.controls
    wrong = replace(statement, controls=(replace(first, cents=first.cents + 1), *rest))
    assert "▲ 3 of 4 control totals agree" in pages(report(wrong))[2]
    assert [tie.agrees for tie in ties(report(wrong))] == [False, True, True, True]


@pytest.mark.parametrize("language", [ENGLISH, DUTCH], ids=["en", "nl"])
def test_every_row_can_be_read_back_to_the_cent(language: Language) -> None:
    text = "\n".join(pages(report(), language))
    for statement in (budget_statement(), contributions_statement()):
        for row in statement.rows:
            money = [
                cell
                for cell, column in zip(row.cells, statement.columns, strict=True)
                if column.kind == "money"
            ]
            assert " ".join(language.money(cents) for cents in money if isinstance(cents, int)) in text


def test_debits_and_credits_read_back_add_up_to_the_ledgers_own_figure() -> None:
    statement = journal_statement(400)
    read_back = [
        int(word.replace(",", "").replace(".", ""))
        for text in pages(report(statement))[3:]
        for line in text.splitlines()
        if line[:1].isdigit() and "Factuur" in line
        for word in [line.split()[-1]]
    ]
    assert len(read_back) == 400
    assert sum(read_back) == sum(control.cents for control in statement.controls)


def test_totals_are_the_ledgers_own_figures() -> None:
    own = Statement(
        "own",
        sentence("Own"),
        (column("who", wide=True), column("amount", "money")),
        (Row(("a", 500)),),
        (Control(sentence("Kept total"), "amount", 12_345),),
    )
    assert "a 5.00\nKept total 123.45" in pages(report(own))[3]


def test_groups_have_headings_and_subtotals() -> None:
    text = pages(report(budget_statement()))[3]
    assert "Toeleiding naar werk\nWerk in zicht 61,000.00" in text
    assert text.count("Total ") == 5
    assert "line" not in text.splitlines()[4].lower()


def test_an_empty_statement_says_so_and_has_its_total() -> None:
    assert "There is nothing to show here.\nTotal 0.00" in pages(report(empty_statement()))[3]


def test_a_report_of_nothing_is_a_report_all_the_same() -> None:
    bare = replace(
        report(),
        statements=(),
        parties=(),
        headline=(),
        bars=(),
        flows=(),
        goal=sentence(""),
        place="",
        year=None,
    )
    found = pages(bare)
    assert len(found) == 3
    assert "No budget has been adopted yet." in found[2]
    assert "No money has been spent yet." in found[2]
    assert "Whole term" in found[0]


def test_the_file_says_what_it_is_and_has_a_bookmark_for_every_part() -> None:
    reader = read(report(), DUTCH)
    assert reader.metadata is not None
    assert reader.metadata.title == "Customer Service Valley - Financiële verantwoording - Boekjaar 2015"
    assert reader.metadata.author == "Covenant Ledger"
    assert reader.metadata.get("/CreationDate") == "D:20160214150926+00'00'"
    assert b"/Lang (nl-NL)" in paper_bytes(report(), DUTCH)
    marked = [
        (entry.title, reader.get_destination_page_number(entry))
        for entry in reader.outline
        if not isinstance(entry, list)
    ]
    assert marked == [
        ("Voorblad", 0),
        ("Inhoud", 1),
        ("Samenvatting", 2),
        ("Budget against actual", 3),
        ("Contributions per party", 3),
        ("What was achieved", 3),
        ("Expenditures with approvals and evidence", 4),
        ("Contributions in kind", 5),
        ("Journal", 6),
    ]


def test_every_typeface_is_embedded() -> None:
    for page in read(report()).pages:
        resources = page["/Resources"]
        assert isinstance(resources, DictionaryObject)
        fonts = resources["/Font"]
        assert isinstance(fonts, DictionaryObject)
        described = [font.get_object() for font in fonts.values()]
        assert len(described) > 1
        assert all("/FontFile2" in font["/FontDescriptor"] for font in described)


def test_the_contents_can_be_clicked() -> None:
    annotations = read(report()).pages[1].get("/Annots", [])
    assert len(annotations) == 1 + len(report().statements)


def test_wide_statements_lie_on_their_side() -> None:
    wide = {
        number: float(page.mediabox.width) > float(page.mediabox.height)
        for number, page in enumerate(read(report()).pages, 1)
    }
    assert (wide[1], wide[4], wide[5], wide[7]) == (False, False, True, True)


# ---- hostile and strange ---------------------------------------------------------------------------


def joined(text: str) -> str:
    """Take a text together as one, however it was divided over lines."""
    return "".join(text.split())


def bodies(what: Report) -> str:
    """Take the text of all pages together as one, without the running heads and feet."""
    return joined("".join("".join(text.splitlines()[2:-2]) for text in pages(what)))


def test_hostile_texts_are_printed_as_they_were_typed() -> None:
    text = bodies(hostile_report())
    for expected in (
        *(HOSTILE[number] for number in (0, 1, 2, 3, 5, 6, 7, 11, 12, 15)),
        "[U+1F600]emoji[U+1F468][U+200D][U+1F469]",
        "bell[U+0007]nul[U+0000]escape[U+001B]del[U+007F]c1[U+009B]half[U+D800]none[U+FFFF]",
        "[U+202E]righttoleft[U+202C][U+05D0][U+05D1][U+200F]",
        "two[U+0009]tab",
        "a" * 10_000,
    ):
        assert joined(expected) in text


def test_nothing_is_fetched_or_run() -> None:
    content = paper_bytes(hostile_report())
    for sign in (
        b"/Launch",
        b"/JavaScript",
        b"/URI",
        b"/SubmitForm",
        b"/XObject /Subtype /Image",
        b"/EmbeddedFile",
    ):
        assert sign not in content


def test_a_text_in_a_column_of_figures_is_divided_over_lines() -> None:
    odd = Statement(
        "odd",
        sentence("Odd"),
        (column("who"), column("amount", "money")),
        (Row(("a", "x" * 900)), Row((7, 12)), Row((None, None))),
    )
    assert bodies(report(odd)).count("x") == 900
    assert "7 0.12" in pages(report(odd))[4]


def test_a_total_of_the_first_column_has_its_label_above() -> None:
    odd = with_controls(
        Statement(
            "odd", sentence("Odd"), (column("amount", "money"), column("what", wide=True)), (Row((5, "x")),)
        ),
        "amount",
    )
    odd = replace(odd, controls=(replace(odd.controls[0], label=sentence("The total of all amounts")),))
    assert "0.05 x\nThe total of all amounts\n0.05" in pages(report(odd))[3]


def test_a_statement_of_one_column_that_is_its_own_group_is_printed() -> None:
    only = Statement("only", sentence("Only"), (column("who"),), (Row(("Vodafone",)),), group_by="who")
    assert "Vodafone\nVodafone" in pages(report(only))[3]


def test_a_statement_of_very_many_columns_is_divided_in_parts() -> None:
    keys = [f"amount_{number}" for number in range(25)]
    wide = with_controls(
        Statement(
            "wide",
            sentence("Wide"),
            (column("project", wide=True), *(column(key, "money") for key in keys)),
            tuple(
                Row((f"Project {row}", *(10**9 + row * 100 + place for place in range(25))))
                for row in range(4)
            ),
        ),
        *keys,
    )
    text = "\n".join(pages(report(wide))[3:])
    assert re.findall(r"Columns (\d+) to (\d+) of 26", text) == [("2", "14"), ("15", "26")]
    assert text.count("Project 3") == 2
    for row in wide.rows:
        assert all(ENGLISH.money(cell) in text for cell in row.cells if isinstance(cell, int))


# ---- bytes and programs --------------------------------------------------------------------------------


@pytest.mark.parametrize("what", [report(), hostile_report()], ids=["report", "hostile"])
def test_the_same_report_is_the_same_bytes(what: Report) -> None:
    paper_bytes.cache_clear()
    first = paper_bytes(what)
    paper_bytes.cache_clear()
    assert paper_bytes(what) == first


def test_another_process_writes_the_same_bytes() -> None:
    script = (
        "import sys; from tests.exports import samples, test_paper;"
        "sys.stdout.buffer.write(test_paper.paper_bytes(samples.report()))"
    )
    written = [
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": "."},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "America/New_York"))
    ]
    assert written[0] == written[1] == paper_bytes(report())


def test_another_program_reads_the_same_figures(tmp_path: Path) -> None:
    source = tmp_path / "report.pdf"
    source.write_bytes(paper_bytes(report(), DUTCH))
    done = subprocess.run(
        [require_pdftotext(), "-layout", str(source), "-"], capture_output=True, check=True, text=True
    )
    assert done.stderr == ""
    for control in budget_statement().controls:
        assert DUTCH.money(control.cents) in done.stdout


@pytest.mark.parametrize("what", [report(), hostile_report()], ids=["report", "hostile"])
def test_every_page_can_be_drawn_and_its_margin_is_white(what: Report, tmp_path: Path) -> None:
    source = tmp_path / "report.pdf"
    source.write_bytes(paper_bytes(what))
    subprocess.run(
        [require_pdftoppm(), "-r", "36", "-gray", "-f", "2", str(source), str(tmp_path / "page")],
        check=True,
        capture_output=True,
    )
    drawn = sorted(tmp_path.glob("page-*.pgm"))
    assert len(drawn) == len(read(what).pages) - 1
    for picture in drawn:
        wide, rows = _grey(picture.read_bytes())
        assert all(set(row[:18]) | set(row[wide - 18 :]) == {255} for row in rows)
        assert set(b"".join(rows[:8])) | set(b"".join(rows[-8:])) == {255}


def _grey(content: bytes) -> tuple[int, list[bytes]]:
    """Read a grey picture: its width, and its rows of points."""
    _, size, _, points = content.split(b"\n", 3)
    wide = int(size.split()[0])
    return wide, [points[start : start + wide] for start in range(0, len(points), wide)]


def test_the_file_stays_open_for_whoever_opened_it() -> None:
    out = BytesIO()
    write_report(report(), ENGLISH, out)
    assert not out.closed
