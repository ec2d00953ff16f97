"""What a file is, by its content, and what it is called when it is handed out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.media import ENDINGS, LARGEST, LONGEST_NAME, clean_name, recognise, served_name
from ledger.core.refusals import Malformed
from tests.outcomes import name_of, outcome, words_of

PNG_START = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.mark.parametrize(
    "content,media_type",
    [
        (b"%PDF-1.7\n...", "application/pdf"),
        (PNG_START + b"...", "image/png"),
        (b"\xff\xd8\xff\xe0...", "image/jpeg"),
        (b"<a/>", "application/xml"),
        (b" \n<a/>", "application/xml"),
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
        (b" %PDF-1.7\n...", "is not a PDF"),
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
    assert expected in words_of(outcome(lambda: recognise(b"%PDF-1.7".ljust(size, b" "))))


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
