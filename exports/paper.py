"""The report on paper: cover, contents, summary with two charts, and every statement.

What is printed can be read back as text, and the same report gives the same bytes. Times are those of
the trail's last act.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO, Final

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from exports import look, words
from exports.cells import one_line
from exports.paper_blocks import Pen
from exports.paper_cover import contents_chapter, cover_chapter
from exports.paper_pages import MARGIN, Chapter, Page, first_pages, paginate
from exports.paper_statement import statement_chapter
from exports.paper_summary import summary_chapter
from exports.typeface import BOLD, LIGHT, REGULAR, SEMIBOLD, Setting, face, printable, shorten
from ledger.core.language import Language
from ledger.core.statements.shape import Report

SMALL: Final = Setting(REGULAR, 8, 10, look.MUTED)
HASH_SHOWN: Final = 16
"""So many digits of the trail head stand at the foot of every page; the whole of it on the second."""


def write_report(report: Report, language: Language, out: BinaryIO) -> None:
    """Write the report as PDF to a file that is open for writing bytes; the file stays open."""
    for name in (REGULAR, SEMIBOLD, BOLD, LIGHT):
        face(name)
    pages = _pages(report, language)
    canvas = Canvas(
        out,
        pagesize=A4,
        invariant=1,
        pageCompression=1,
        initialFontName=REGULAR,  # type: ignore[arg-type] # the stubs take a name for a number
        lang="nl-NL" if language.code == "nl" else "en-GB",
    )
    _describe(canvas, report, language)
    for number, page in enumerate(pages, 1):
        _draw_page(canvas, page, number, len(pages), report, language)
    canvas.save()


def _pages(report: Report, language: Language) -> Sequence[Page]:
    """Divide the whole report over pages; the contents are written last, for they name the pages."""
    cover = cover_chapter(report, language)
    rest: list[Chapter] = [summary_chapter(report, language)]
    for place, statement in enumerate(report.statements):
        chapter = statement_chapter(statement, report, language, fresh=place == 0)
        rest.append(replace(chapter, key=f"{chapter.key}-{place}"))
    before = len(paginate([cover, contents_chapter(rest, {}, report, language)]))
    numbers = {key: before + page for key, page in first_pages(paginate(rest)).items()}
    return paginate([cover, contents_chapter(rest, numbers, report, language), *rest])


def _describe(canvas: Canvas, report: Report, language: Language) -> None:
    """Say in the file's properties what it is, of whom, and when its last act was recorded."""
    say = language.say
    title = f"{report.covenant} - {say(words.ACCOUNT)} - {say(words.year_of(report))}"
    canvas.setTitle(printable(one_line(title)))
    canvas.setAuthor("Covenant Ledger")
    canvas.setCreator("Covenant Ledger")
    canvas.setSubject(printable(one_line(report.place)))
    canvas.setKeywords(f"{printable(say(words.TRAIL_HEAD))} {report.head}")
    made = f"D:{report.made_at:%Y%m%d%H%M%S}+00'00'"
    canvas.setDateFormatter(lambda *_parts: made)
    canvas.showOutline()


def _draw_page(
    canvas: Canvas, page: Page, number: int, pages: int, report: Report, language: Language
) -> None:
    """Draw one page: its bookmarks, its blocks, the running head and the foot."""
    canvas.setPageSize(page.size)
    pen = Pen(canvas, page.size[1])
    for chapter, top in page.begins:
        canvas.bookmarkHorizontal(chapter.key, 0, page.size[1] - top + 14)
        canvas.addOutlineEntry(chapter.title, chapter.key, level=0)
    if number > 1:
        _draw_head(pen, page, report, language)
    for block, y in page.items:
        block.draw(pen, MARGIN, y)
    _draw_foot(pen, page, number, pages, report, language)
    canvas.showPage()


def _draw_head(pen: Pen, page: Page, report: Report, language: Language) -> None:
    """Write covenant and year above the page."""
    right = page.size[0] - MARGIN
    year = printable(language.say(words.year_of(report)))
    room = right - MARGIN - SMALL.width_of(year) - 20
    pen.text(MARGIN, 34, shorten(printable(one_line(report.covenant)), room, SMALL.size), SMALL)
    pen.text(right, 34, year, SMALL, "end")
    pen.line(MARGIN, 41, right, 41, look.FAINT)


def _draw_foot(pen: Pen, page: Page, number: int, pages: int, report: Report, language: Language) -> None:
    """Write below the page which one it is, and at which head of the trail it was made."""
    wide, high = page.size
    y = high - 26
    say = language.say
    head = f"{report.head.seq}:{report.head.hash[:HASH_SHOWN]}"
    left = f"{say(words.AS_AT)} {language.day(report.as_at)} · {say(words.TRAIL_HEAD)} {head}"
    which = printable(say(words.page_of(number, pages)))
    room = wide - 2 * MARGIN - SMALL.width_of(which) - 20
    pen.line(MARGIN, y - 12, wide - MARGIN, y - 12, look.FAINT)
    pen.text(MARGIN, y, shorten(printable(left), room, SMALL.size), SMALL)
    pen.text(wide - MARGIN, y, which, SMALL, "end")
