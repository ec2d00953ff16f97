"""How a workbook becomes a file: with the times of what it tells, not of when it was written.

openpyxl puts the present time into a file's properties and into its zip directory, so that two
writings of the same figures differ. Here every time is given, and the same workbook is the same bytes.
"""

from datetime import datetime
from os import PathLike
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_STYLE, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, localname, tostring

EARLIEST = datetime(1980, 1, 1)  # noqa: DTZ001 - what a zip directory can hold has no time zone
LATEST = datetime(2107, 12, 31)  # noqa: DTZ001

FONT_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
"""The order the format's own schema has for the parts of a font."""


def in_schema_order(styles: bytes) -> bytes:
    """Put the parts of each font in the order of the schema, which openpyxl does not keep."""
    tree = fromstring(styles)
    for font in tree.iter(f"{{{SHEET_MAIN_NS}}}font"):
        font[:] = sorted(font, key=lambda part: FONT_ORDER.index(localname(part)))
    return cast("bytes", tostring(tree))


class SteadyArchive(ZipFile):
    """A zip file whose parts all bear one given time and the same rights."""

    def __init__(self, out: BinaryIO, at: datetime) -> None:
        super().__init__(out, "w", ZIP_DEFLATED, allowZip64=True)
        time = min(max(at.replace(tzinfo=None), EARLIEST), LATEST)
        self._at = (time.year, time.month, time.day, time.hour, time.minute, time.second)

    def _entry(self, name: str) -> ZipInfo:
        """Make a part's entry in the directory."""
        entry = ZipInfo(name, self._at)
        entry.compress_type = ZIP_DEFLATED
        entry.create_system = 3  # the same on every kind of machine
        entry.external_attr = 0o600 << 16
        return entry

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Write a part that is at hand as a whole."""
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        if name == ARC_STYLE:
            data = in_schema_order(data)
        super().writestr(self._entry(name), data, compress_type, compresslevel)

    def write(
        self,
        filename: str | PathLike[str],
        arcname: str | PathLike[str] | None = None,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Write a part from a file, without its dates."""
        with (
            Path(filename).open("rb") as source,
            self.open(self._entry(str(arcname or filename)), "w") as part,
        ):
            copyfileobj(cast("IO[bytes]", source), part)


def save(workbook: Workbook, out: BinaryIO, at: datetime) -> None:
    """Write a workbook as made at this time (UTC); the file stays open."""
    moment = at.replace(tzinfo=None)
    workbook.properties.created = moment
    workbook.properties.modified = moment
    with SteadyArchive(out, at) as archive:
        ExcelWriter(workbook, archive).save()
