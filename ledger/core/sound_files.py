"""Sound pictures and PDFs: whether a file is whole, and nothing but the kind of file it says it is.

Each kind has a function that gives what is the matter, as a sentence about the file called `name`, or None.
A file is looked through and never opened: nothing in it is drawn, run, fetched or unpacked onto a disk.

Sources: ISO 32000 (PDF), ISO/IEC 15948 (PNG), ITU-T T.81 (JPEG), and how each archive says it begins.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from ledger.core.sentences import N_

BROKEN = N_("%(name)s is broken or was cut off; open it yourself, and make the file anew.")
TWO_KINDS = N_("%(name)s is more than one kind of file at once, which is not accepted.")
TOO_MANY_POINTS = N_("%(name)s is a picture of more than 100 million points.")
TOO_MANY_PICTURES = N_("%(name)s holds more than 16 pictures; add them as files of their own.")

MOST_POINTS = 100_000_000
MOST_PICTURES = 16
"""Cameras and phones write a few in one file: the picture, a small one, what lay in front and what behind."""

_SPACE = b"\0\t\n\f\r "
_SPACES = re.compile(rb"[\0\t\n\f\r ]*")
_OF_A_PAGE = rb"<(?:script|html|svg|iframe|body|\?php|!doctype)\b"
_PAGE = re.compile(_OF_A_PAGE, re.IGNORECASE)
_PAGE_OR_PDF = re.compile(_OF_A_PAGE + rb"|%PDF-[0-9]", re.IGNORECASE)
_FIRST_READ = 1024
"""So much of a file some programs look through for the beginning of the kind they know."""


def why_unsound_pdf(content: bytes) -> str | None:
    """Say what is wrong with a PDF: it has objects, and ends with its end mark and nothing behind it."""
    body, mark, behind = content.rpartition(b"%%EOF")
    if not mark or not re.search(rb"\b\d+\s+\d+\s+obj\b", body) or not re.search(rb"trailer|startxref", body):
        return BROKEN
    if behind.strip(_SPACE) or _PAGE.search(content[:_FIRST_READ]) or _is_archive(content):
        return TWO_KINDS
    return None


# ---- PNG ------------------------------------------------------------------------------------------------

_PNG_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


_NOT_WORDS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"hIST"})
"""Chunks of colours and points, which may begin with any two bytes."""


def why_unsound_png(content: bytes) -> str | None:
    """Say what is wrong with a PNG: every chunk has its checksum, and the picture is all there."""
    chunks = list(_png_chunks(content))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND" or len(chunks[0][1]) != 13:
        return BROKEN
    end = 8 + sum(12 + len(data) for _, data in chunks)
    if content[end:] or _PAGE_OR_PDF.search(content) or _is_archive(content):
        return TWO_KINDS
    if any(_is_program(data) for name, data in chunks if name not in _NOT_WORDS):
        return TWO_KINDS
    wide, high, depth, colour, _, _, woven = struct.unpack(">IIBBBBB", chunks[0][1])
    if wide * high > MOST_POINTS:
        return TOO_MANY_POINTS
    if not wide * high or depth not in _PNG_DEPTHS.get(colour, ()) or woven > 1:
        return BROKEN
    bits = depth * _PNG_CHANNELS[colour]
    size = _png_size(wide, high, bits, woven=bool(woven))
    return None if _inflates_to(b"".join(data for name, data in chunks if name == b"IDAT"), size) else BROKEN


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Go through the chunks up to the last, or to the first that is not whole."""
    place, name = 8, b""
    while name != b"IEND" and place + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        name, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        checksum = content[place + 8 + length : place + 12 + length]
        if checksum != struct.pack(">I", zlib.crc32(name + data)):
            return
        yield name, data
        place += 12 + length


def _png_size(wide: int, high: int, bits: int, *, woven: bool) -> int:
    """Count the bytes the picture's rows take, each with the byte that says how it is filtered."""
    passes = _ADAM7 if woven else ((0, 0, 1, 1),)
    sizes = ((-(-(wide - left) // across), -(-(high - top) // down)) for left, top, across, down in passes)
    return sum(rows * (1 + -(-points * bits // 8)) for points, rows in sizes if points > 0 and rows > 0)


def _inflates_to(packed: bytes, size: int) -> bool:
    """Say whether this unpacks to so many bytes; it is never unpacked further, or all at once."""
    unpacker, rest, left = zlib.decompressobj(), packed, size
    try:
        while left > 0 and rest and not unpacker.eof:
            left -= len(unpacker.decompress(rest, min(left, 1 << 20)))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return left == 0


# ---- JPEG -----------------------------------------------------------------------------------------------

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END = 0xDA, 0xD9
_BESIDE = frozenset(range(0xE0, 0xF0)) | {0xFE}
"""What applications and people write beside a picture."""
_NOT_WHOLE: tuple[int, int, list[bytes]] = (0, 0, [])
_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Where the points of a picture end: found by the last fill byte, so that a run of them is passed once."""


def why_unsound_jpeg(content: bytes) -> str | None:
    """Say what is wrong with a JPEG: its parts follow one another to the end mark.

    Behind it there may be more pictures, as cameras write them, and the notes some phones add.
    """
    place = end = pictures = 0
    while content.startswith(b"\xff\xd8\xff", place):
        if pictures == MOST_PICTURES:
            return TOO_MANY_PICTURES
        pictures += 1
        end, points, remarks = _jpeg_end(content, place + 2)
        if end == 0:
            return BROKEN
        if any(map(_is_program, remarks)):
            return TWO_KINDS
        if points > MOST_POINTS:
            return TOO_MANY_POINTS
        place = _end_of_spaces(content, end)
    is_more = content[place:] and not _are_phone_notes(content[end:])
    if is_more or _PAGE_OR_PDF.search(content) or _is_archive(content):
        return TWO_KINDS
    return None


def _end_of_spaces(content: bytes, place: int) -> int:
    found = _SPACES.match(content, place)
    return found.end() if found else place


def _jpeg_end(content: bytes, place: int) -> tuple[int, int, list[bytes]]:
    """Find where a picture ends, how many points it has, and what stands beside it.

    It ends at 0 where it is not whole.
    """
    points, was_scanned = 0, False
    beside: list[bytes] = []
    while match := _MARKER.match(content, place):
        kind, place = match[1][0], match.end()
        if kind == _END:
            return (place, points, beside) if points and was_scanned else _NOT_WHOLE
        length = int.from_bytes(content[place : place + 2])
        if length < 2 or place + length > len(content):
            return _NOT_WHOLE
        if kind in _FRAMES and length >= 8:
            points = int.from_bytes(content[place + 3 : place + 5]) * int.from_bytes(
                content[place + 5 : place + 7]
            )
        if kind in _BESIDE:
            beside.append(content[place + 2 : place + length])
        place += length
        if kind == _SCAN:
            was_scanned = True
            found = _NEXT_MARKER.search(content, place)
            place = found.start() if found else len(content)
    return _NOT_WHOLE


_NOTE_NAME = re.compile(rb"[ -~]{1,64}")
_NOTE_WORDS = re.compile(rb"[\t\n\r -~\x80-\xff]*\0?")
_LONGEST_NOTE, _LONGEST_OTHER_NOTE = 0xFFFF, 256
"""In bytes: a note is no larger than a part of a picture may be, and one that is no text is a few figures."""


def _are_phone_notes(behind: bytes) -> bool:
    """Say whether these are the notes of some phones and nothing else: each byte is of a small, named one.

    The notes come first; a directory says of each where it begins, counted back from there, and its size.
    Source: the trailer of Samsung's phones (SEFH, SEFT), as ExifTool reads it.
    """
    length = int.from_bytes(behind[-8:-4], "little")
    start = len(behind) - 8 - length
    if not behind.endswith(b"SEFT") or length <= 12 or start < 0:
        return False
    directory = behind[start:-8]
    if directory[:4] != b"SEFH" or length != 12 + 12 * int.from_bytes(directory[8:12], "little"):
        return False
    notes: list[tuple[int, int, bytes]] = sorted(
        (start - back, size, kind) for kind, back, size in struct.iter_unpack("<4sII", directory[12:])
    )
    place = notes[0][0]
    if place < 0 or behind[:place].strip(_SPACE):
        return False
    for begins, size, kind in notes:
        if begins != place or not _is_phone_note(behind[begins : begins + size], kind):
            return False
        place += size
    return place == start


def _is_phone_note(note: bytes, kind: bytes) -> bool:
    """Say whether this is one note: its kind, how long its name is, its name, and a few words or figures."""
    end = 8 + int.from_bytes(note[4:8], "little")
    name, value = note[8:end], note[end:]
    most = _LONGEST_NOTE if _NOTE_WORDS.fullmatch(value) else _LONGEST_OTHER_NOTE
    return (
        note[:4] == kind and end == 8 + len(name) and bool(_NOTE_NAME.fullmatch(name)) and len(value) <= most
    )


# ---- what another program would open --------------------------------------------------------------------

_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"MSCF\0\0\0\0", b"\xfd7zXZ\0")
_IN_A_ZIP = re.compile(rb"PK\x03\x04[\x00-\x3f]\x00..[\x00-\x0e\x5d-\x63]\x00", re.DOTALL)
"""How a file within a ZIP begins: with the version it needs, its flags and how it is packed."""

_DOS_HEAD = 64
"""So many bytes begin each program for Windows; they never are words alone."""


def _is_archive(content: bytes) -> bool:
    """Say whether a program that unpacks archives would find one here, wherever it begins."""
    return (
        any(begins in content for begins in _ARCHIVES)
        or _IN_A_ZIP.search(content) is not None
        or zipfile.is_zipfile(io.BytesIO(content))
    )


def _is_program(part: bytes) -> bool:
    """Say whether a part of a picture that ought to hold words or figures begins a program.

    Two letters are no proof: a remark may begin with them.
    """
    for_windows = part.startswith(b"MZ") and len(part) >= _DOS_HEAD and b"\0" in part[:_DOS_HEAD]
    return for_windows or part.startswith(b"\x7fELF")
