"""Plain text is read whatever encoding wrote it; other kinds say that they cannot be."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.utils import translation

from govportal_wagtail.core.files import (
    Limits,
    RefusedFile,
    extract_text,
)
from tests.core import file_samples as samples
from tests.core.file_checks import refusal_of, report_on


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Messages are compared in the language they are written in."""
    with translation.override("en"):
        yield


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_unicode_is_read_in_every_form(encoding: str) -> None:
    text = "Quyết định của Ủy ban nhân dân tỉnh\nĐiều 1. Phạm vi"
    for name in ("a.txt", "a.csv"):
        assert extract_text(io.BytesIO(text.encode(encoding)), name).text == text


def test_old_encoding_is_converted_and_reported() -> None:
    data = "QuyÕt ®Þnh cña Thñ t\xadíng ChÝnh phñ vÒ viÖc phª duyÖt".encode("latin-1")
    assert [issue.code for issue in report_on(data, "a.txt").text_issues] == ["tcvn3"]
    extracted = extract_text(io.BytesIO(data), "a.txt")
    assert extracted.text == "Quyết định của Thủ tướng Chính phủ về việc phê duyệt"
    assert extracted.converted_from == "tcvn3"


def test_text_in_no_known_encoding_is_refused() -> None:
    assert refusal_of(bytes(range(128, 256)) * 20, "a.txt").code == "encoding"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("shift", range(4))
def test_long_text_is_not_cut_inside_a_character(encoding: str, shift: int) -> None:
    text = "a" * shift + "đất ế𠀁, van ban so mot, " * 500
    data = text.encode(encoding)
    for characters in (100, 101, 102, 103):
        limits = Limits(max_characters=characters)
        extracted = extract_text(io.BytesIO(data), "a.txt", limits=limits)
        assert extracted.truncated
        assert text.startswith(extracted.text)
        assert len(extracted.text) == characters


def test_long_text_is_inspected_without_cutting_a_character() -> None:
    for shift in range(3):
        data = b"a" * shift + "ế".encode() * 100_000
        assert report_on(data, "a.txt").text_issues == ()


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.rtf", samples.RTF), ("a.zip", samples.zip_of({"a": b"x"})), ("a.png", samples.PNG)],
)
def test_kinds_without_readable_text_say_so(name: str, data: bytes) -> None:
    with pytest.raises(RefusedFile) as caught:
        extract_text(io.BytesIO(data), name)
    assert caught.value.code == "no_text_extraction"
    assert ".docx or PDF" in caught.value.text
