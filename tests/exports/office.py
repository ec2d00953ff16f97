"""LibreOffice as a reader of our workbooks: it works out every formula anew."""

import subprocess
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineWorkbook

from exports.workbook import write_workbook
from ledger.core.language import Language
from ledger.core.statements.shape import Report
from tests.exports.samples import ENGLISH
from tests.programs import require_libreoffice

Sheets = dict[str, list[list[object]]]


def workbook_bytes(report: Report, language: Language = ENGLISH) -> bytes:
    """Write a workbook and give its bytes."""
    out = BytesIO()
    write_workbook(report, language, out)
    return out.getvalue()


def sheets(content: bytes) -> Sheets:
    """Read the values of every sheet with other eyes than those that wrote them."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in book.sheet_names
    }


def recalculated(content: bytes, folder: Path) -> Sheets:
    """Let LibreOffice open a workbook, work out its formulas and save it; give the values."""
    office = require_libreoffice()
    source = folder / "book.xlsx"
    source.write_bytes(content)
    # One profile for all tests of a worker: making a new one takes longer than the work itself.
    profile = (folder.parent / "libreoffice").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), str(source)], check=True, capture_output=True, timeout=120
    )
    return sheets((folder / "out" / "book.xlsx").read_bytes())
