"""Uploaded files are judged by their content, and refused in words that tell what to do."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from govportal_wagtail.core.files import (
    EXTENSIONS,
    LABELS,
    MIME_TYPES,
    Kind,
    Limits,
    extract_text,
    inspect,
)
from tests.core import file_samples as samples
from tests.core.file_checks import ANY_NAME, refusal_of, report_on


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Messages are compared in the language they are written in."""
    with translation.override("en"):
        yield


HONEST_FILES = [
    ("a.pdf", samples.pdf_with_text(["Text"]), Kind.PDF),
    ("a.docx", samples.docx("Text"), Kind.DOCX),
    ("a.odt", samples.odt(), Kind.ODT),
    ("a.doc", samples.ole("WordDocument", "1Table"), Kind.DOC),
    ("a.xls", samples.ole("Workbook"), Kind.XLS),
    ("a.xls", samples.ole("Book"), Kind.XLS),
    ("a.rtf", samples.RTF, Kind.RTF),
    ("a.txt", "Quyết định".encode(), Kind.TXT),
    ("a.txt", "Quyết định".encode("utf-16"), Kind.TXT),
    ("a.csv", b"a;b\n1;2\n", Kind.CSV),
    ("a.zip", samples.zip_of({"a.txt": "text"}), Kind.ZIP),
    ("a.rar", samples.RAR, Kind.RAR),
    ("a.7z", samples.SEVEN_ZIP, Kind.SEVEN_ZIP),
    ("a.jpg", samples.JPEG, Kind.JPEG),
    ("a.JPEG", samples.JPEG, Kind.JPEG),
    ("a.png", samples.PNG, Kind.PNG),
    ("a.gif", samples.GIF, Kind.GIF),
    ("a.webp", samples.WEBP, Kind.WEBP),
    ("a.mp3", samples.MP3, Kind.MP3),
    ("a.mp3", b"\xff\xfb\x90\x64" + bytes(64), Kind.MP3),
    ("a.mp4", samples.MP4, Kind.MP4),
]


@pytest.mark.parametrize(("name", "data", "kind"), HONEST_FILES)
def test_content_tells_the_kind(name: str, data: bytes, kind: Kind) -> None:
    report = report_on(data, name)
    assert report.kind is kind
    assert report.mime_type == MIME_TYPES[kind]
    assert report.extension_matches
    assert report.size == len(data)
    assert report.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(("name", "data", "kind"), HONEST_FILES)
def test_every_kind_is_refused_under_the_name_of_another(
    name: str, data: bytes, kind: Kind
) -> None:
    wrong = "a.docx" if kind is Kind.PDF else "a.pdf"
    assert refusal_of(data, wrong).code == "mismatch"


@pytest.mark.parametrize(("part", "kind"), [("sheet", Kind.XLSX), ("presentation", Kind.PPTX)])
def test_other_office_formats_are_told_by_their_declared_main_part(part: str, kind: Kind) -> None:
    family = "spreadsheetml" if part == "sheet" else "presentationml"
    media = f"application/vnd.openxmlformats-officedocument.{family}.{part}.main+xml"
    data = samples.zip_of({"[Content_Types].xml": samples.content_types(media)})
    assert report_on(data, f"a.{kind}").kind is kind


def test_svg_and_html_are_told_where_they_are_allowed() -> None:
    assert report_on(samples.SVG, "a.svg", ANY_NAME).kind is Kind.SVG
    assert report_on(samples.HTML, "a.html", ANY_NAME).kind is Kind.HTML


def test_picture_under_the_name_of_another_picture_is_only_reported() -> None:
    report = report_on(samples.PNG, "a.jpg")
    assert (report.kind, report.extension_matches) == (Kind.PNG, False)


def test_text_that_begins_like_a_binary_format_is_text() -> None:
    assert report_on(b"BM.01 Form\n", "a.txt").kind is Kind.TXT
    assert report_on(b"MZ is an abbreviation\n", "a.txt").kind is Kind.TXT


def test_vietnamese_and_mac_file_names_are_accepted() -> None:
    for name in ("Quyết định số 68.pdf", "Quye\u0302\u0301t di\u0323nh.PDF", "c:\\a\\b.pdf"):
        assert report_on(samples.pdf_with_text(["Text"]), name).kind is Kind.PDF


def test_every_kind_has_a_label_a_media_type_and_an_ending() -> None:
    assert set(LABELS) == set(MIME_TYPES) == set(Kind)
    assert set(EXTENSIONS.values()) == set(Kind) - {Kind.UNKNOWN}


def test_uploads_of_django_are_read() -> None:
    upload = SimpleUploadedFile("a.pdf", samples.pdf_with_text(["Text of an upload"]))
    assert inspect(upload, upload.name or "").page_count == 1
    assert extract_text(upload, "a.pdf").text == "Text of an upload"
    assert upload.tell() == 0


def test_stream_without_readinto_is_read() -> None:
    class Plain:
        def __init__(self, data: bytes) -> None:
            self._inner = io.BytesIO(data)
            self.read, self.seek, self.tell = (
                self._inner.read,
                self._inner.seek,
                self._inner.tell,
            )

    stream = Plain(samples.pdf_with_text(["Text of a storage file"]))
    assert extract_text(stream, "a.pdf").text == "Text of a storage file"  # type: ignore[arg-type]


def test_message_names_what_the_name_claims_and_what_the_content_is() -> None:
    refusal = refusal_of(samples.HTML, "quyet-dinh.pdf")
    assert refusal.code == "mismatch"
    assert "a PDF document" in refusal.text
    assert "a web page (HTML)" in refusal.text
    assert ".html" in refusal.text


def test_refusal_is_a_validation_error_for_forms() -> None:
    refusal = refusal_of(b"", "a.pdf")
    assert isinstance(refusal, ValidationError)
    assert refusal.messages == [refusal.text]


@pytest.mark.parametrize(
    "opening",
    [
        b"<!DOCTYPE HTML>\n<p>",
        b"\xef\xbb\xbf  <html lang='vi'>",
        b"<!-- saved from url -->\n<!-- x --><HTML>",
        b'<?xml version="1.0"?><html xmlns="x">',
        b"<script>alert(1)</script>",
        b"<table><tr><td>1</td></tr></table>",
        "<!doctype html><p>Quyết định</p>".encode("utf-16"),
    ],
)
def test_web_page_is_recognised_under_any_name(opening: bytes) -> None:
    for name in ("a.pdf", "a.xls", "a.doc", "a.txt", "a.jpg"):
        refusal = refusal_of(opening, name)
        assert refusal.code == "mismatch"
        assert "a web page (HTML)" in refusal.text


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a.docx"])
def test_program_is_refused_under_any_name(name: str) -> None:
    assert refusal_of(samples.EXE, name).code == "program"
    assert refusal_of(b"#!/bin/sh\nrm -rf ~\n", name).code == "program"
    assert refusal_of(samples.EXE, "a.exe", ANY_NAME).code == "program"


def test_ending_outside_the_list_is_refused_with_the_list() -> None:
    refusal = refusal_of(b"text", "a.pdf.exe", Limits(extensions=frozenset({"pdf", "odt"})))
    assert refusal.code == "extension"
    assert ".exe" in refusal.text
    assert "odt, pdf" in refusal.text
    for name in ("", "pdf", ".pdf", "a.", "a.pdf.", "a.pdf/"):
        assert refusal_of(b"text", name).code == "extension"


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\x00", "\n", "\x7f", "\ud800"])
def test_name_with_hidden_marks_is_refused(mark: str) -> None:
    assert refusal_of(samples.pdf_with_text(["x"]), f"a{mark}fdp.pdf").code == "name"


def test_empty_and_too_large_files_are_refused() -> None:
    assert refusal_of(b"", "a.pdf").code == "empty"
    refusal = refusal_of(bytes(2 * 1024 * 1024), "a.pdf", Limits(max_bytes=1024 * 1024))
    assert refusal.code == "too_large"
    assert "2.0 MB" in refusal.text
    assert "1 MB" in refusal.text


def test_unknown_binary_content_is_no_text() -> None:
    assert refusal_of(bytes(range(256)) * 4, "a.txt").code == "mismatch"
    assert refusal_of(b"\x00\x01\x02", "a.csv").code == "mismatch"


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("a.pdf", samples.pdf_with_text(["Text"])),
        ("a.jpg", samples.JPEG),
        ("a.gif", samples.GIF),
        ("a.doc", samples.ole("WordDocument")),
    ],
)
def test_archive_appended_to_another_file_is_refused(name: str, host: bytes) -> None:
    data = host + samples.zip_of({"evil.js": "1"})
    assert zipfile.is_zipfile(io.BytesIO(data))
    assert refusal_of(data, name).code == "polyglot"


def test_pdf_behind_another_header_is_no_pdf() -> None:
    data = samples.GIF + samples.pdf_with_text(["Text"])
    assert refusal_of(data, "a.pdf").code == "mismatch"


def test_archive_embedded_in_a_pdf_is_no_disguise() -> None:
    objects = {
        1: b"<</Type /Catalog /Pages 2 0 R>>",
        2: b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        3: b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>",
        4: b"<</Length 1>>\nstream\n%s\nendstream" % samples.zip_of({"a.txt": "x"}),
    }
    assert report_on(samples.pdf_from_objects(objects), "a.pdf").kind is Kind.PDF
