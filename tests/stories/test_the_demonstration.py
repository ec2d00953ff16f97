"""The demonstration's files: in every year the workbook, the report and the second count say the same."""

from pathlib import Path

import pytest

from ledger.core.language import Code
from ledger.translations import language
from tests.exports.office import recalculated
from tests.stories.commands import CommandLine
from tests.stories.files import missing_from, totals

# What is proved here takes long, and every line it passes is counted by other tests.
pytestmark = pytest.mark.no_cover


@pytest.mark.parametrize("year, lang", [(2016, "nl"), (None, "en")])
def test_workbook_report_and_check_agree_to_the_cent(
    told: CommandLine, tmp_path: Path, year: int | None, lang: Code
) -> None:
    files = {}
    for kind in ("workbook", "report"):
        out = tmp_path / kind
        words = ["export", kind, "--lang", lang, "--out", str(out)] + (["--year", str(year)] if year else [])
        assert told(*words).status == 0
        files[kind] = out.read_bytes()
    found = totals(recalculated(files["workbook"], tmp_path))
    assert {total.check for total in found} == {"OK"}
    assert list(missing_from(files["report"], found, language(lang))) == []
    assert told("check").out == "7 parties, EUR 435,000.00 promised, books balance.\n"
