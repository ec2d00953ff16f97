"""Programs outside Python that some tests need: a browser, an office suite, a PostgreSQL server.

Where one is absent its tests are skipped and say so. With LEDGER_REQUIRE_PROGRAMS=1 in the environment an
absent program is a failure, so that nobody is reassured by tests that did not run.
"""

import os
import shutil
from typing import NoReturn

import pytest

REQUIRED = "LEDGER_REQUIRE_PROGRAMS"


def require_program(*names: str, purpose: str = "") -> str:
    """Give the path of the first of these programs that the machine has, or skip the test that asks.

    `purpose` says what the test wanted it for. Several names are several spellings of one program
    ("chromium", "google-chrome").
    """
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        missing(f"{' or '.join(names)} is not on this machine" + (f": needed {purpose}" if purpose else ""))
    return path


def missing(reason: str) -> NoReturn:
    """Skip the test for this reason; or fail it where every program is required to be there."""
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(f"{reason} ({REQUIRED}=1)", pytrace=False)
    pytest.skip(reason)


def require_chromium() -> str:
    """Give the path of Chromium, which Playwright drives with `executable_path` and `--no-sandbox`."""
    return require_program("chromium", "chromium-browser", "google-chrome", purpose="to look at pages")


def require_libreoffice() -> str:
    """Give the path of LibreOffice, which recalculates a workbook: `--headless --convert-to xlsx`."""
    return require_program("soffice", "libreoffice", purpose="to recalculate a workbook")


def require_pdftotext() -> str:
    """Give the path of pdftotext, which reads a PDF with other eyes than the library that wrote it."""
    return require_program("pdftotext", purpose="to read a PDF")


def require_pdftoppm() -> str:
    """Give the path of pdftoppm, which turns the pages of a PDF into pictures."""
    return require_program("pdftoppm", purpose="to look at a PDF")


def require_hledger() -> str:
    """Give the path of hledger, which counts the journal again."""
    return require_program("hledger", purpose="to count the journal again")
