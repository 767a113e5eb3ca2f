"""Real files of authorities: signed gazette issues and documents of 2002 to 2009."""

from __future__ import annotations

from pathlib import Path

import pytest

from govportal_wagtail.core.files import (
    Kind,
    extract_text,
    inspect,
)

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    "path", sorted((SHARED / "congbao" / "pdf").glob("*.pdf")), ids=lambda path: path.name
)
def test_gazette_issues_are_signed_texts(path: Path) -> None:
    with path.open("rb") as stream:
        report = inspect(stream, path.name)
        extracted = extract_text(stream, path.name)
    assert report.kind is Kind.PDF
    assert report.has_text_layer
    assert report.is_signed
    # The excerpts were cut out of longer issues, which no signature survives.
    assert report.signature_intact is False
    assert report.page_count == extracted.page_count == len(extracted.pages or ())
    assert "CÔNG BÁO" in (extracted.pages or ("",))[0]
    assert "Điều" in extracted.text
    assert "\x02" not in extracted.text


def test_hyphen_at_the_end_of_a_line_stays_in_a_symbol() -> None:
    texts = ""
    for path in sorted((SHARED / "congbao" / "pdf").glob("*.pdf")):
        with path.open("rb") as stream:
            texts += extract_text(stream, path.name).text
    assert "12/2024/TT-BLĐTBXH" in texts
    assert "TTBLĐTBXH" not in texts


@pytest.mark.parametrize(
    "path",
    sorted(
        path
        for path in (SHARED / "encoding").glob("*/*")
        if path.suffix in (".doc", ".xls", ".rtf", ".txt", ".pdf")
    ),
    ids=lambda path: path.name,
)
def test_old_files_are_what_they_say(path: Path) -> None:
    with path.open("rb") as stream:
        report = inspect(stream, path.name)
    assert report.kind == path.suffix[1:]
    assert report.extension_matches


@pytest.mark.parametrize(
    "path", sorted((SHARED / "encoding" / "tcvn3").glob("*.pdf")), ids=lambda path: path.name
)
def test_old_encoding_in_a_text_layer_matches_its_transcript(path: Path) -> None:
    with path.open("rb") as stream:
        extracted = extract_text(stream, path.name)
    assert extracted.converted_from == "tcvn3"
    transcript = path.with_suffix(".txt").read_text("utf-8").split()
    known = set(extracted.text.split())
    assert sum(word in known for word in transcript) / len(transcript) > 0.95
