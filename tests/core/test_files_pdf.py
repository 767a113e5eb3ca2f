"""PDF files: text or scan, signature, password, damage, and size."""

from __future__ import annotations

import io
import threading
import tracemalloc
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


def test_text_layer_is_told_from_a_scan() -> None:
    report = report_on(samples.pdf_with_text(["A"], ["B"]), "a.pdf")
    assert (report.page_count, report.has_text_layer) == (2, True)
    report = report_on(samples.pdf_from_scan(3), "a.pdf")
    assert (report.page_count, report.has_text_layer) == (3, False)


def test_stamp_on_a_scan_is_no_text_layer() -> None:
    data = samples.pdf_from_scan(2, stamp="Den so 123")
    assert report_on(data, "a.pdf").has_text_layer is False
    assert extract_text(io.BytesIO(data), "a.pdf").text == ""


def test_scan_has_no_text_but_pages() -> None:
    extracted = extract_text(io.BytesIO(samples.pdf_from_scan(4)), "a.pdf")
    assert extracted.text == ""
    assert extracted.has_text_layer is False
    assert extracted.page_count == extracted.pages_without_text == 4
    assert extracted.pages == ("", "", "", "")


def test_scanned_appendix_is_counted() -> None:
    data = samples.pdf_mixed(text_pages=2, scanned_pages=3)
    extracted = extract_text(io.BytesIO(data), "a.pdf")
    assert extracted.has_text_layer
    assert (extracted.page_count, extracted.pages_without_text) == (5, 3)
    assert extracted.pages is not None
    assert extracted.pages[4] == ""


def test_text_behind_scanned_pages_is_found() -> None:
    data = samples.pdf_with_text(*[[]] * 30, ["The only page with text is the last one"])
    assert report_on(data, "a.pdf", Limits(probe_pages=31)).has_text_layer


def test_signature_in_the_form_is_intact() -> None:
    report = report_on(samples.pdf_signed(), "a.pdf")
    assert (report.is_signed, report.signature_intact) == (True, True)


def test_signature_whose_range_misses_the_file_is_not_intact() -> None:
    report = report_on(samples.pdf_signed(intact=False), "a.pdf")
    assert (report.is_signed, report.signature_intact) == (True, False)


def test_signature_left_on_the_page_only_is_not_intact() -> None:
    report = report_on(samples.pdf_signed(in_form=False), "a.pdf")
    assert (report.is_signed, report.signature_intact) == (True, False)


def test_empty_signature_field_is_no_signature() -> None:
    report = report_on(samples.pdf_signed(empty_field=True), "a.pdf")
    assert (report.is_signed, report.signature_intact) == (False, None)


def test_pdf_that_asks_for_a_password_is_refused() -> None:
    data = samples.pdf_encrypted(b"secret")
    assert refusal_of(data, "a.pdf").code == "encrypted"
    with pytest.raises(RefusedFile) as caught:
        extract_text(io.BytesIO(data), "a.pdf")
    assert "password" in caught.value.text


def test_pdf_that_only_restricts_readers_is_read() -> None:
    data = samples.pdf_encrypted(b"")
    assert report_on(data, "a.pdf").is_encrypted is True
    assert report_on(samples.pdf_with_text(["x"]), "a.pdf").is_encrypted is False
    text = extract_text(io.BytesIO(data), "a.pdf").text
    assert text == "Text of an encrypted document, long enough"


def test_pdf_that_was_cut_off_is_refused() -> None:
    data = samples.pdf_with_text(*[[f"Page {n}"] for n in range(20)])
    for share in (0.2, 0.5, 0.9, 0.99):
        assert refusal_of(data[: int(len(data) * share)], "a.pdf").code == "truncated"


def test_padding_after_the_end_mark_is_harmless() -> None:
    data = samples.pdf_with_text(["Text"]) + bytes(10_000) + b"\r\n"
    assert report_on(data, "a.pdf").page_count == 1


def test_pdf_with_nothing_usable_is_refused() -> None:
    assert refusal_of(b"%PDF-1.7\nnothing\n%%EOF\n", "a.pdf").code == "broken"
    no_pages = {1: b"<</Type /Catalog /Pages 2 0 R>>", 2: b"<</Type /Pages /Count 0 /Kids []>>"}
    assert refusal_of(samples.pdf_from_objects(no_pages), "a.pdf").code == "broken"


def test_old_vietnamese_encoding_in_the_text_layer_is_converted() -> None:
    lines = [
        "QuyÕt ®Þnh cña Thñ t\xadíng ChÝnh phñ vÒ viÖc phª duyÖt",
        "C¨n cø LuËt Tæ chøc ChÝnh phñ ngµy 25 th¸ng 12 n¨m 2001",
    ]
    data = samples.pdf_with_text(lines, encoding=samples.TCVN3_FONT)
    assert [issue.code for issue in report_on(data, "a.pdf").text_issues] == ["tcvn3"]
    extracted = extract_text(io.BytesIO(data), "a.pdf")
    assert extracted.converted_from == "tcvn3"
    assert "Quyết định của Thủ tướng Chính phủ" in extracted.text


PAGES = 300


@pytest.fixture(scope="module")
def data() -> bytes:
    lines = [f"Line {n} of a page with enough text on it" for n in range(40)]
    return samples.pdf_with_text(*[[f"Page {n}", *lines] for n in range(PAGES)])


def test_every_page_is_read_and_announced(data: bytes) -> None:
    seen: list[tuple[int, int]] = []
    extracted = extract_text(
        io.BytesIO(data), "a.pdf", on_page=lambda page, total: seen.append((page, total))
    )
    assert seen == [(page, PAGES) for page in range(1, PAGES + 1)]
    assert extracted.page_count == PAGES
    assert not extracted.truncated
    assert extracted.pages is not None
    assert extracted.pages[299].startswith("Page 299\nLine 0")


def test_page_limit_cuts(data: bytes) -> None:
    extracted = extract_text(io.BytesIO(data), "a.pdf", limits=Limits(max_pages=5))
    assert extracted.truncated
    assert extracted.page_count == PAGES
    assert extracted.pages is not None
    assert len(extracted.pages) == 5


def test_character_limit_cuts(data: bytes) -> None:
    extracted = extract_text(io.BytesIO(data), "a.pdf", limits=Limits(max_characters=2_000))
    assert extracted.truncated
    assert extracted.pages is not None
    assert sum(map(len, extracted.pages)) <= 2_000
    assert extracted.text.startswith("Page 0\nLine 0")


def test_limits_that_are_just_met_do_not_cut(data: bytes) -> None:
    limits = Limits(max_pages=PAGES)
    assert not extract_text(io.BytesIO(data), "a.pdf", limits=limits).truncated


def test_memory_stays_a_small_multiple_of_the_text(data: bytes) -> None:
    stream = io.BytesIO(data)
    tracemalloc.start()
    try:
        text = extract_text(stream, "a.pdf").text
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 * len(text) + 4 * 1024 * 1024


def test_error_of_the_caller_stops_the_reading(data: bytes) -> None:
    def stop(page: int, total: int) -> None:
        raise KeyboardInterrupt

    stream = io.BytesIO(data)
    with pytest.raises(KeyboardInterrupt):
        extract_text(stream, "a.pdf", on_page=stop)
    assert stream.tell() == 0
    assert extract_text(stream, "a.pdf").page_count == PAGES


def test_several_threads_read_at_the_same_time(data: bytes) -> None:
    results: list[int] = []

    def read() -> None:
        extracted = extract_text(io.BytesIO(data), "a.pdf", limits=Limits(max_pages=40))
        results.append(len(extracted.text))

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    assert len(set(results)) == 1


@pytest.mark.parametrize("layers", [1, 2])
def test_page_that_unpacks_to_far_too_much_is_refused(layers: int) -> None:
    bomb = samples.pdf_with_packed_page(b"(aaaaaaaaaa) Tj " * 1_000_000, layers)
    assert refusal_of(bomb, "a.pdf").code == "archive_bomb"
    with pytest.raises(RefusedFile) as caught:
        extract_text(io.BytesIO(bomb), "a.pdf")
    assert caught.value.code == "archive_bomb"


@pytest.mark.parametrize("layers", [1, 2])
def test_packed_page_of_usual_size_is_read(layers: int) -> None:
    words = b" ".join(b"(word %d) Tj T*" % number for number in range(2_000))
    page = samples.pdf_with_packed_page(b"BT /F1 9 Tf 9 TL 72 720 Td %s ET" % words, layers)
    assert report_on(page, "a.pdf").has_text_layer


def test_blank_picture_may_be_packed_as_tightly_as_it_likes() -> None:
    picture = samples.pdf_with_packed_page(bytes(40_000_000), entries=b"/Subtype /Image ")
    assert report_on(picture, "a.pdf").page_count == 1
