"""The text of an uploaded file, in reading order and in the form the portal stores."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, NoReturn

from django.utils.translation import gettext_lazy as _

from ..legacy_text import LegacyEncoding, convert, detect
from ..vietnamese import normalise
from .errors import RefusedFile
from .identification import identify
from .kinds import LABELS, TEXT_KINDS, Kind
from .limits import DEFAULT, Limits
from .pdf import extract_pdf
from .plain_text import beginning, decode
from .word import extract_docx

# A character takes up to four bytes.
_BYTES_PER_CHARACTER = 4
_LEGACY: dict[str, LegacyEncoding] = {"tcvn3": "tcvn3", "vni": "vni"}
# PDF gives two TCVN3 codes as the mathematical signs that fonts usually have in their place:
# minus for ư, which may begin or end a word, and bullet operator for ã, which never begins one.
# Other codes are signs as well, so whatever is no blank, figure or ASCII sign counts as a letter.
_LETTER = r"[^\s\d!-/:-@\[-`{-~]"
_TCVN3_MINUS = re.compile(f"(?<={_LETTER})\u2212|\u2212(?={_LETTER})")
_TCVN3_BULLET = re.compile(f"(?<={_LETTER})\u2219")


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """Text of a file, NFC, line breaks as LF.

    ``pages`` has one text per page that was read (PDF only, else ``None``); ``text`` joins them
    with one line break. ``page_count`` counts all pages of the file. ``has_text_layer`` is False
    for a scan; then ``text`` is empty. ``pages_without_text`` counts the pages that were read and
    hold no text of their own, such as scanned appendices of a typed document. ``truncated`` says
    that a limit cut the text. ``converted_from`` names the old encoding ("tcvn3", "vni") if the
    text was typed for its fonts and was certain enough to be converted to Unicode.
    """

    text: str
    page_count: int | None
    has_text_layer: bool
    truncated: bool
    pages: tuple[str, ...] | None = None
    pages_without_text: int | None = None
    converted_from: LegacyEncoding | None = None


def extract_text(
    stream: IO[bytes],
    name: str,
    *,
    limits: Limits = DEFAULT,
    on_page: Callable[[int, int], object] | None = None,
) -> ExtractedText:
    """Read the text of a PDF, DOCX, TXT or CSV file; the stream is at its start before and after.

    ``on_page(number, total)`` is called after each page of a PDF. Raises `RefusedFile` as
    `inspect` does, and with ``legacy_format`` or ``no_text_extraction`` for other kinds.
    """
    try:
        identity = identify(stream, name, limits)
        if identity.kind is Kind.PDF:
            return _from_pdf(stream, identity.size, limits, on_page)
        if identity.kind is Kind.DOCX:
            return _from_word(stream, limits)
        if identity.kind in TEXT_KINDS:
            return _from_plain_text(stream, limits)
        _refuse_kind(identity.kind)
    finally:
        stream.seek(0)


def _from_pdf(
    stream: IO[bytes], size: int, limits: Limits, on_page: Callable[[int, int], object] | None
) -> ExtractedText:
    read = extract_pdf(stream, size, limits, on_page)
    without_text = sum(not page.is_text_page for page in read.pages)
    if without_text == len(read.pages):
        blank = ("",) * without_text
        return ExtractedText("", read.page_count, False, read.truncated, blank, without_text)
    # The encoding is judged on the whole: a single page may have too few words to be certain.
    legacy = detect("\n".join(page.text for page in read.pages))
    texts = (page.text for page in read.pages)
    if legacy == "tcvn3":
        texts = (_TCVN3_BULLET.sub("\xb7", _TCVN3_MINUS.sub("\xad", text)) for text in texts)
    pages = tuple(_stored(text, legacy) for text in texts)
    text = "\n".join(pages).strip()
    return ExtractedText(text, read.page_count, True, read.truncated, pages, without_text, legacy)


def _from_plain_text(stream: IO[bytes], limits: Limits) -> ExtractedText:
    stream.seek(0)
    wanted = limits.max_characters * _BYTES_PER_CHARACTER
    decoded = decode(beginning(stream.read(wanted + 4), wanted))
    text = normalise(decoded.text).strip()
    truncated = len(decoded.text) > limits.max_characters
    return ExtractedText(
        text[: limits.max_characters],
        None,
        bool(text),
        truncated,
        converted_from=_LEGACY.get(decoded.encoding),
    )


def _from_word(stream: IO[bytes], limits: Limits) -> ExtractedText:
    words, truncated = extract_docx(stream, limits)
    legacy = detect(words)
    text = _stored(words, legacy)
    return ExtractedText(text, None, bool(text), truncated, converted_from=legacy)


def _stored(text: str, legacy: LegacyEncoding | None) -> str:
    """Convert first: to normalise takes some codes of the old encodings for invisible marks."""
    return normalise(convert(text, legacy) if legacy else text).strip()


def _refuse_kind(kind: Kind) -> NoReturn:
    if kind is Kind.DOC:
        raise RefusedFile(
            "legacy_format",
            _(
                "The text of this file cannot be read, because it is an old Word document (.doc), "
                "a format used until 2003. Open it in Word or LibreOffice, save it as .docx or "
                "PDF and upload that file."
            ),
        )
    if kind is Kind.XLS:
        raise RefusedFile(
            "legacy_format",
            _(
                "The text of this file cannot be read, because it is an old Excel workbook (.xls), "
                "a format used until 2003. Open it in Excel or LibreOffice, save it as PDF and "
                "upload that file."
            ),
        )
    raise RefusedFile(
        "no_text_extraction",
        _(
            "The text of this file cannot be read, because it is %(kind)s. To make its text "
            "searchable, also upload the document as .docx or PDF."
        ),
        {"kind": LABELS[kind]},
    )
