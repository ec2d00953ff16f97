"""Small files that are sound, for tests that need some: a PDF, a PNG, a JPEG, an XML."""

import base64
import struct
import zlib

XML = b"<Invoice><ID>12</ID></Invoice>"

JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////////////////"
    "////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAI"
    "AQEAAD8AN//Z"
)
"""A picture of one white point."""


def noted(*notes: bytes, name: bytes = b"Image_UTC_Data", gap: bytes = b"", said: int | None = None) -> bytes:
    """Make a JPEG with the notes some phones write behind it; `gap` stands between them and their directory.

    The directory says that there are `said` notes, or as many as there are.
    """
    blocks = [struct.pack("<HHI", 0, 0x0A01, len(name)) + name + note for note in notes]
    after = len(gap) + sum(map(len, blocks))
    directory = b"SEFH" + struct.pack("<II", 107, len(blocks) if said is None else said)
    for block in blocks:
        directory += struct.pack("<HHII", 0, 0x0A01, after, len(block))
        after -= len(block)
    length = struct.pack("<I", len(directory))
    return JPEG + b"".join(blocks) + gap + directory + length + b"SEFT"


def pdf(words: str = "Invoice") -> bytes:
    """Make a PDF with one empty page, a different one for other words."""
    return (
        b"%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n"
        b"trailer\n<< /Root 1 0 R /Info << /Title (%b) >> >>\n%%%%EOF\n"
    ) % words.encode("ascii")


def chunk(name: bytes, data: bytes) -> bytes:
    """Make a chunk of a PNG, with its checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(wide: int = 2, high: int = 2, *, rows: bytes | None = None, also: bytes = b"") -> bytes:
    """Make a grey PNG of so many points; with other `rows`, or `also` with something before its end."""
    packed = zlib.compress((b"\0" + bytes(wide)) * high if rows is None else rows)
    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + also + chunk(b"IEND", b"")


PDF, PNG = pdf(), png()
