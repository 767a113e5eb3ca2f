"""Files that are archives or hold several streams: nothing in them overloads or deceives."""

from __future__ import annotations

import io
import zipfile

import pytest

from govportal_wagtail.core.files import (
    Kind,
    Limits,
    RefusedFile,
    extract_text,
)
from tests.core import file_samples as samples
from tests.core.file_checks import refusal_of, report_on


def test_part_that_unpacks_to_far_too_much_is_refused() -> None:
    assert refusal_of(samples.bomb_docx(300), "a.docx").code == "archive_bomb"


def test_ratio_is_refused_before_the_total() -> None:
    assert refusal_of(samples.bomb_docx(40), "a.docx").code == "archive_bomb"
    roomy = Limits(max_archive_ratio=10_000)
    assert report_on(samples.bomb_docx(40), "a.docx", roomy).kind is Kind.DOCX


@pytest.mark.parametrize("mebibytes", [1, 64])
def test_part_that_lies_about_its_length_is_refused(mebibytes: int) -> None:
    data = samples.lying_docx(mebibytes)
    # The standard library believes it: the checksum is that of the first hundred bytes.
    archive = zipfile.ZipFile(io.BytesIO(data))
    with archive, archive.open("word/media/image1.bin") as part:
        assert part.read(1000) == bytes(100)
    assert refusal_of(data, "a.docx").code in ("broken", "archive_bomb")


def test_too_many_parts_are_refused() -> None:
    parts = {f"{n}.txt": b"" for n in range(30)}
    assert refusal_of(samples.zip_of(parts), "a.zip", Limits(max_archive_entries=29)).code == (
        "archive_bomb"
    )
    assert report_on(samples.zip_of(parts), "a.zip", Limits(max_archive_entries=30)).size


def test_archive_that_was_cut_off_is_refused() -> None:
    data = samples.docx("Text")
    assert refusal_of(data[: len(data) // 2], "a.docx").code == "broken"
    assert refusal_of(data[:-10], "a.zip").code == "broken"


def test_damaged_part_is_refused() -> None:
    data = bytearray(samples.docx("Text"))
    data[data.index(b"word/document.xml") + 40] ^= 0xFF
    assert refusal_of(bytes(data), "a.docx").code == "broken"


def test_two_parts_of_one_name_are_refused() -> None:
    buffer = io.BytesIO(samples.docx("Text"))
    with (
        zipfile.ZipFile(buffer, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr("word/document.xml", "<other/>")
    assert refusal_of(buffer.getvalue(), "a.docx").code == "broken"


@pytest.mark.parametrize("name", ["a.docx", "a.docm", "a.doc", "a.pdf"])
def test_macros_are_refused_under_any_name(name: str) -> None:
    limits = Limits(extensions=frozenset({"docx", "docm", "doc", "pdf"}))
    assert refusal_of(samples.docm(), name, limits).code == "macro"


def test_macro_declared_with_escaped_letters_is_refused() -> None:
    parts = samples.docx_parts(
        samples.paragraph("x"),
        main=samples.WORD_MACRO_MAIN.replace("macroEnabled", "m&#97;croEnabled"),
    )
    assert refusal_of(samples.zip_of(parts), "a.docx").code == "macro"
    assert refusal_of(samples.odt({"Basic/Standard/M.xml": "x"}), "a.odt").code == "macro"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_declaration_is_refused(encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>'
    parts = samples.docx_parts(samples.paragraph("x"))
    data = samples.zip_of({**parts, "word/settings.xml": bomb.encode(encoding)})
    assert refusal_of(data, "a.docx").code == "unsafe_xml"


def test_password_is_recognised_in_every_office_format() -> None:
    assert refusal_of(samples.ole("EncryptedPackage"), "a.docx").code == "encrypted"
    manifest = {"META-INF/manifest.xml": "<m><encryption-data/></m>"}
    assert refusal_of(samples.odt(manifest), "a.odt").code == "encrypted"
    data = bytearray(samples.docx("Text"))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    assert refusal_of(bytes(data), "a.docx").code == "encrypted"


def test_signature_of_an_office_file_is_seen() -> None:
    parts = samples.docx_parts(samples.paragraph("x"))
    assert report_on(samples.zip_of(parts), "a.docx").is_signed is False
    signed = samples.zip_of({**parts, "_xmlsignatures/sig1.xml": "<Signature/>"})
    assert report_on(signed, "a.docx").is_signed is True
    assert report_on(samples.odt({"META-INF/documentsignatures.xml": "<x/>"}), "a.odt").is_signed


def test_other_zip_formats_are_not_taken_for_documents() -> None:
    book = samples.zip_of({"mimetype": "application/epub+zip"})
    assert refusal_of(book, "a.docx").code == "mismatch"
    template = samples.content_types(samples.WORD_MAIN.replace("document.main", "template.main"))
    assert refusal_of(samples.zip_of({"[Content_Types].xml": template}), "a.docx").code == (
        "mismatch"
    )


def test_document_embedded_in_another_does_not_decide() -> None:
    data = samples.ole("ObjectPool", nested="Workbook")
    assert refusal_of(data, "a.xls").code == "mismatch"
    assert report_on(samples.ole("WordDocument", "MBD1", nested="Workbook"), "a.doc").kind is (
        Kind.DOC
    )


def test_header_alone_is_no_document() -> None:
    header = samples.ole("WordDocument")[:512]
    for data in (header, header[:40], header[:8]):
        assert refusal_of(data, "a.doc").code == "mismatch"


def test_directory_that_runs_in_a_circle_ends() -> None:
    data = bytearray(samples.ole("A", "B"))
    data[516:520] = (1).to_bytes(4, "little")  # the sector follows itself
    data[1024 + 128 + 68 : 1024 + 128 + 72] = (1).to_bytes(4, "little")  # so does an entry
    assert refusal_of(bytes(data), "a.doc").code == "mismatch"


@pytest.mark.parametrize(
    ("name", "stream", "remedy"), [("a.doc", "WordDocument", ".docx"), ("a.xls", "Book", "PDF")]
)
def test_text_of_old_formats_is_refused_with_the_remedy(
    name: str, stream: str, remedy: str
) -> None:
    with pytest.raises(RefusedFile) as caught:
        extract_text(io.BytesIO(samples.ole(stream)), name)
    assert caught.value.code == "legacy_format"
    assert remedy in caught.value.text
