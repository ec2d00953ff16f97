"""What a file is, by its content, and what it is called when it is handed out."""

import struct
import zlib
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.media import ENDINGS, LARGEST, LONGEST_NAME, clean_name, recognise, served_name
from ledger.core.refusals import Malformed
from tests.hostile_uploads import HOSTILE, SOUND, heads, remark
from tests.outcomes import name_of, outcome, words_of
from tests.papers import JPEG, PDF, PNG, chunk, noted, png

PNG_START = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.mark.parametrize(
    "content,media_type",
    [
        (PDF, "application/pdf"),
        (PDF + b"\r\n\0", "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (JPEG + JPEG, "image/jpeg"),
        ((JPEG + b"\0\0") * 16, "image/jpeg"),
        (
            JPEG[:2]
            + remark(b"MZ, the office in the hills, " + b"as seen from the south side of the road")
            + JPEG[2:],
            "image/jpeg",
        ),
        (JPEG[:2] + remark(b"MZ\0" + bytes(60)) + JPEG[2:], "image/jpeg"),
        (png(also=chunk(b"tRNS", b"MZ" + bytes(100))), "image/png"),
        (noted(b"1438598400000"), "image/jpeg"),
        (noted(b"1438598400000", b'{"mode": "document"}\n', bytes(range(256))), "image/jpeg"),
        (noted(b"x" * 0xFFFF), "image/jpeg"),
        (b"<a/>", "application/xml"),
        (b"<a>" + b"<b/>" * 199_999 + b"</a>", "application/xml"),
        (b" \n<a/>", "application/xml"),
        (b"<a><job/><package/></a>", "application/xml"),
        (b"<j:job xmlns:j='urn:example:work'/>", "application/xml"),
        (b"<a xmlns:o='urn:schemas-microsoft-com:office:office'/>", "application/xml"),
        (b"<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>", "application/xml"),
        (b"<?xml version='1.0'?><a b='c'>d<!-- e --></a>\n", "application/xml"),
        (b"\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?><a/>", "application/xml"),
        ("<?xml version='1.0' encoding='UTF-16'?><a>é</a>".encode("utf-16"), "application/xml"),
        ("\ufeff<a/>".encode("utf-16-be"), "application/xml"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>".encode("latin-1"), "application/xml"),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, media_type: str) -> None:
    assert outcome(lambda: recognise(content)) == media_type


@pytest.mark.parametrize(
    "content,why",
    [
        (b" " + PDF, "is not a PDF"),
        (b"%PDF-", "is not a PDF"),
        (PNG_START[:8], "is not a PDF"),
        (b"\xff\xd8", "is not a PDF"),
        (b"<a><b></a>", "in line 1"),
        (b"<a>\n<b>\n</a>", "in line 3"),
        (b"<a/><a/>", "not well-formed"),
        (b"<a>&unknown;</a>", "not well-formed"),
        (b"<a>\xe9</a>", "not well-formed"),
        (b"<a>\x00</a>", "not well-formed"),
        (b"<", "not well-formed"),
        (b"<a>" + b"<b/>" * 200_000 + b"</a>", "200 thousand"),
        (b"<a>" + b"<b c='' d=''/>" * 70_000 + b"</a>", "200 thousand"),
        (b"<!DOCTYPE a><a/>", "DOCTYPE"),
        (b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "DOCTYPE"),
        (b"<!DOCTYPE html><html></html>", "DOCTYPE"),
        (b"<?xml version='1.0' encoding='x-nobody'?><a/>", "encoding"),
        (b"<?xml version='1.0' encoding='shift_jis'?><a/>", "encoding"),
        (b"", "is empty"),
        (b"GIF89a", "is not a PDF"),
        (b"PK\x03\x04", "is not a PDF"),
        (b"MZ\x90\x00", "is not a PDF"),
        (b"plain words", "is not a PDF"),
    ],
)
def test_a_file_of_no_accepted_kind_is_refused_with_the_reason(content: bytes, why: str) -> None:
    got = outcome(lambda: recognise(content, name="a.pdf"))

    assert name_of(got) == "Malformed evidence"
    assert words_of(got).startswith("a.pdf ")
    assert why in words_of(got)


@pytest.mark.parametrize("size,expected", [(LARGEST, "application/pdf"), (LARGEST + 1, "larger than 10 MB")])
def test_a_file_has_at_most_ten_megabytes(size: int, expected: str) -> None:
    assert expected in words_of(outcome(lambda: recognise(PDF.ljust(size, b" "))))


@pytest.mark.parametrize("what, name, content, why", HOSTILE, ids=heads())
def test_a_hostile_file_is_refused_in_one_clear_sentence(
    what: str, name: str, content: bytes, why: str
) -> None:
    got = outcome(lambda: recognise(content, name=name))

    assert name_of(got) == "Malformed evidence", what
    assert why in words_of(got)
    assert words_of(got).endswith(".")


def test_there_are_enough_hostile_files() -> None:
    assert len({(name, content) for _, name, content, _ in HOSTILE}) == len(HOSTILE) >= 40


@pytest.mark.parametrize(
    "small",
    [
        b"\xff\xd8\xff\xc0\x00\x08\x08\x00\x01\x00\x01\x00\xff\xda\x00\x02\xff\xd9",  # a whole picture
        b"\xff\xd8\xff\xc0\x00\x08\x08\x00\x01\x00\x01\x00\xff\xda\x00\x02\xff\xd9" + b" " * 999,
        b"<b/>",
        b"<b c='' d='' e=''/>",
    ],
)
def test_a_file_of_very_many_small_parts_is_refused_at_once(small: bytes) -> None:
    """Seconds of work at most, whatever is sent: each byte of it is looked at a few times only."""
    whole = small * (LARGEST // len(small) - 2)
    begun = process_time()
    got = outcome(lambda: recognise(whole if whole.startswith(b"\xff") else b"<a>" + whole + b"</a>"))

    assert isinstance(got, Malformed)
    assert process_time() - begun < 5


@given(st.sampled_from(SOUND), st.integers(0, 400), st.binary(min_size=1, max_size=4))
def test_a_file_that_was_damaged_is_taken_or_refused_and_never_a_fault(
    content: bytes, place: int, damage: bytes
) -> None:
    place %= len(content)
    got = outcome(lambda: recognise(content[:place] + damage + content[place + len(damage) :]))

    assert got in ENDINGS or isinstance(got, Malformed)


@given(st.integers(1, 70), st.integers(1, 70))
def test_a_picture_of_any_size_is_known(wide: int, high: int) -> None:
    assert recognise(png(wide, high)) == "image/png"


def test_a_woven_picture_is_known() -> None:
    """Five by three grey points in the seven passes of Adam7, as another program wrote them."""
    rows = b"".join(
        (b"\0" + bytes(points)) * count for points, count in ((1, 1), (1, 1), (1, 1), (3, 1), (2, 2), (5, 1))
    )
    head = struct.pack(">IIBBBBB", 5, 3, 8, 0, 0, 0, 1)
    whole = PNG[:8] + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    assert recognise(whole) == "image/png"


@given(st.binary(max_size=60))
def test_whatever_bytes_come_they_are_taken_or_refused(content: bytes) -> None:
    got = outcome(lambda: recognise(content))

    assert got in ENDINGS or isinstance(got, Malformed)


@pytest.mark.parametrize(
    "name,clean",
    [
        ("invoice 12.pdf", "invoice 12.pdf"),
        ("/var/../invoice.pdf", "invoice.pdf"),
        ("C:\\Users\\me\\invoice.pdf", "invoice.pdf"),
        ("a\x00b\r\nc.pdf", "a b c.pdf"),
        ("inv\u202efdp.exe", "inv fdp.exe"),
        ('a:b*c?"<d>|.pdf', "a_b_c___d__.pdf"),
        ("..", "file"),
        (" . ", "file"),
        ("", "file"),
        ("folder/", "file"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("x" * 500, "x" * LONGEST_NAME),
        ("x" * (LONGEST_NAME - 1) + ". y", "x" * (LONGEST_NAME - 1)),
    ],
)
def test_a_name_keeps_neither_folders_nor_what_cannot_be_written(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize(
    "name,media_type,served",
    [
        ("invoice.pdf", "application/pdf", "invoice.pdf"),
        ("INVOICE.PDF", "application/pdf", "INVOICE.pdf"),
        ("invoice.exe", "application/pdf", "invoice.exe.pdf"),
        ("invoice", "application/pdf", "invoice.pdf"),
        ("photo.jpeg", "image/jpeg", "photo.jpeg"),
        ("photo.png", "image/jpeg", "photo.png.jpg"),
        ("page.html", "application/xml", "page.html.xml"),
        (".pdf", "application/pdf", "pdf.pdf"),
        ("", "image/png", "file.png"),
    ],
)
def test_the_ending_of_a_name_is_that_of_the_content(name: str, media_type: str, served: str) -> None:
    assert served_name(name, media_type) == served
