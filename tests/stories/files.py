"""How files that left the house are read back: sheets as LibreOffice works them out, the text of a PDF."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader

from ledger.core.language import Language
from ledger.core.money import format_cents
from tests.exports.office import Sheets


@dataclass(frozen=True)
class Total:
    """One line of a workbook's list of checks: where the total stands, what it is, and whether it agrees."""

    statement: str
    label: str
    cents: int
    check: str


def totals(found: Sheets) -> list[Total]:
    """List the totals of a workbook, from its last sheet, as they are after every formula was worked out."""
    rows = found[list(found)[-1]][5:]
    return [Total(str(row[0]), str(row[2]), _cents(row[4]), str(row[7])) for row in rows]


def _cents(cell: object) -> int:
    assert isinstance(cell, int | float), cell
    return round(cell * 100)


def lines_of(pdf: bytes) -> list[str]:
    """Give the lines of a report."""
    pages = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return [line.strip() for page in pages for line in page.split("\n")]


def parts_of(lines: list[str], titles: set[str]) -> dict[str, list[str]]:
    """Cut a report's lines up into its statements; each begins with its title and a line of its period."""
    begins = [
        place
        for place, line in enumerate(lines[:-1])
        if line in titles and re.search(r"(Stand op|As at) \d", lines[place + 1])
    ]
    assert {lines[place] for place in begins} == titles
    return {
        lines[place]: lines[place:until]
        for place, until in zip(begins, [*begins[1:], len(lines)], strict=True)
    }


def missing_from(pdf: bytes, expected: list[Total], language: Language) -> Iterator[Total]:
    """Name the totals that do not stand on a line of their statement in the report, under the same label."""
    parts = parts_of(lines_of(pdf), {total.statement for total in expected})
    for total in expected:
        figure = format_cents(total.cents, language.code)
        if not any(
            line.startswith(total.label) and figure in line.split() for line in parts[total.statement]
        ):
            yield total
