"""The papers of the demonstration: small files that stand for the invoices and lists of real life.

They are made by hand, byte for byte the same each time: a PDF of one page with a few lines of text, or an
electronic invoice in XML.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape  # it writes, and reads nothing  # nosec B406

TOP, LEFT, LEADING = 780, 64, 20
"""Where the first line stands on an A4 page and how far the next is below it, in points."""


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """Make a PDF of one A4 page: a title, and the lines below it."""
    text = [f"BT /F2 16 Tf {LEFT} {TOP} Td ({_quoted(title)}) Tj /F1 11 Tf 0 {-2 * LEADING} Td {LEADING} TL"]
    text += [f"({_quoted(line)}) Tj T*" for line in lines]
    page = "\n".join([*text, "ET"]).encode("cp1252")
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(page), page),
        font.format("Helvetica").encode(),
        font.format("Helvetica-Bold").encode(),
    ]
    return _bound(objects)


def xml(fields: Sequence[tuple[str, str]]) -> bytes:
    """Make an electronic invoice: one element for each field, in their order."""
    inner = "\n".join(f"  <{name}>{escape(value)}</{name}>" for name, value in fields)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<factuur>\n{inner}\n</factuur>\n'.encode()


def _quoted(text: str) -> str:
    """Write a text so that it can stand in a PDF's string."""
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _bound(objects: Sequence[bytes]) -> bytes:
    """Put the objects of a PDF together, with the table that says where each begins."""
    file = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return file + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(file))
    )
