"""PDF: pages, text layer, signature and encryption, read page by page with PDFium.

PDFium is not thread-safe, so every call into it holds one lock for the whole process. The lock is
given back between pages: a long document in the background does not stop an upload in a form.
"""

from __future__ import annotations

import ctypes
import io
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import IO, Any, NoReturn

import pypdfium2
import pypdfium2.raw as pdfium
from django.utils.translation import gettext_lazy as _

from .errors import RefusedFile, refuse_broken, refuse_encrypted
from .limits import Limits
from .pdf_streams import check_streams

_LOCK = threading.RLock()
_TAIL_BYTES = 4096
_PADDING = b"\x00\t\n\x0c\r "
# Fewer letters than this on a page are a stamp or a page number, not the text of the page.
_LETTERS_OF_A_TEXT_PAGE = 25
_NO_ENCRYPTION = -1


class _Reader(io.RawIOBase):
    """Gives PDFium the ``readinto`` that some upload and storage files do not have."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._stream.seek(offset, whence)
        return self._stream.tell()

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view):
            data = self._stream.read(len(view) - filled)
            if not data:
                break
            view[filled : filled + len(data)] = data
            filled += len(data)
        return filled


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What is known of a PDF without reading all of it."""

    page_count: int
    has_text_layer: bool
    is_signed: bool
    signature_intact: bool | None
    is_encrypted: bool
    sample: str


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page; ``is_text_page`` is False for a scan, even with a stamp on it."""

    text: str = ""
    is_text_page: bool = False
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of the pages that were read, and whether something was left out."""

    page_count: int
    pages: tuple[PageText, ...]
    truncated: bool


def inspect_pdf(
    stream: IO[bytes], size: int, limits: Limits, *, mentions_signature: bool = True
) -> PdfFacts:
    """Look into a PDF. Raises `RefusedFile`: ``truncated``, ``broken``, ``encrypted``,
    ``archive_bomb``.

    ``mentions_signature`` False spares the search for a signature outside the form: without the
    word ``/ByteRange`` in its bytes, which is never compressed, a file has none.
    """
    _check_content(stream, size, limits)
    with _document(stream) as document:
        with _LOCK:
            count = len(document)
            encrypted = pdfium.FPDF_GetSecurityHandlerRevision(document) != _NO_ENCRYPTION
            ranges = _signature_ranges(document)
        signed = bool(ranges)
        if mentions_signature and not signed:
            signed = _has_orphan_signature(document, min(count, limits.max_pages))
        sample = _first_text(document, count, limits)
    intact = bool(ranges) and all(_is_intact(stream, size, values) for values in ranges)
    return PdfFacts(
        page_count=count,
        has_text_layer=bool(sample),
        is_signed=signed,
        signature_intact=intact if signed else None,
        is_encrypted=encrypted,
        sample=sample,
    )


def extract_pdf(
    stream: IO[bytes],
    size: int,
    limits: Limits,
    on_page: Callable[[int, int], object] | None = None,
) -> PdfText:
    """Read the text page by page. Raises `RefusedFile`: ``truncated``, ``broken``, ``encrypted``,
    ``archive_bomb``.

    ``on_page(number, total)`` is called after each page, outside the lock; what it raises stops
    the reading and reaches the caller.
    """
    _check_content(stream, size, limits)
    pages: list[PageText] = []
    left = limits.max_characters
    with _document(stream) as document:
        with _LOCK:
            count = len(document)
        wanted = min(count, limits.max_pages)
        cut = wanted < count
        for index in range(wanted):
            if left <= 0:
                cut = True
                break
            page = _read_page(document, index, left)
            cut = cut or page.is_cut
            left -= len(page.text)
            pages.append(page)
            if on_page is not None:
                on_page(index + 1, count)
    return PdfText(page_count=count, pages=tuple(pages), truncated=cut)


def _check_content(stream: IO[bytes], size: int, limits: Limits) -> None:
    _check_end(stream, size)
    stream.seek(0)
    check_streams(stream.read(), limits)


def _check_end(stream: IO[bytes], size: int) -> None:
    """A PDF without its end mark was cut off; PDFium would silently repair it with pages lost."""
    end = size
    while end > 0:
        # Some signing devices fill the file up with blanks or zero bytes after the end mark.
        start = max(0, end - _TAIL_BYTES)
        stream.seek(start)
        filled = len(stream.read(end - start).rstrip(_PADDING))
        if filled:
            end = start + filled
            break
        end = start
    start = max(0, end - _TAIL_BYTES)
    stream.seek(start)
    if b"%%EOF" not in stream.read(end - start):
        raise RefusedFile(
            "truncated",
            _(
                "The PDF file is not complete: its end is missing. The upload or an earlier "
                "download was probably interrupted. Open the file on your computer to check it, "
                "then upload it once more."
            ),
        )


@contextmanager
def _document(stream: IO[bytes]) -> Iterator[Any]:
    """Open a PDF and close it again whatever happens, always under the lock."""
    stream.seek(0)
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(_Reader(stream))
        except pypdfium2.PdfiumError as error:
            _refuse_unreadable(error)
    try:
        with _LOCK:
            if len(document) == 0:
                refuse_broken()
        yield document
    finally:
        with _LOCK:
            document.close()


def _refuse_unreadable(error: pypdfium2.PdfiumError) -> NoReturn:
    if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        refuse_encrypted()
    refuse_broken(error)


@contextmanager
def _page(document: Any, index: int) -> Iterator[Any]:
    """Open one page, or give ``None``: one unreadable page must not lose the others."""
    with _LOCK:
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            page = None
        try:
            yield page
        finally:
            if page is not None:
                page.close()


def _read_page(document: Any, index: int, characters: int) -> PageText:
    """Read a page, at most so many characters of it."""
    with _page(document, index) as page:
        if page is None:
            return PageText()
        try:
            with closing(page.get_textpage()) as text_page:
                is_cut = text_page.count_chars() > characters
                if is_cut:
                    text = _clean(text_page.get_text_range(0, characters))[:characters]
                else:
                    text = _clean(text_page.get_text_bounded())
            return PageText(text, _is_text_page(page, text), is_cut)
        except pypdfium2.PdfiumError:
            return PageText()


def _is_text_page(page: Any, text: str) -> bool:
    """Tell a page of text from a scan: few letters are a stamp if there is a picture as well."""
    letters = sum(character.isalnum() for character in text)
    if letters >= _LETTERS_OF_A_TEXT_PAGE:
        return True
    if letters == 0:
        return False
    pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    return next(iter(pictures), None) is None


def _first_text(document: Any, count: int, limits: Limits) -> str:
    """Return the text of the first page with text among an even sample of all pages."""
    step = max(1, -(-count // limits.probe_pages))
    for index in range(0, count, step):
        page = _read_page(document, index, limits.max_characters)
        if page.is_text_page:
            return page.text
    return ""


def _clean(text: str) -> str:
    """Give line breaks one form, and restore the hyphen at the end of a line.

    PDFium joins a word that was broken at a hyphen and marks the place with U+0002 (U+FFFE in
    other versions). Vietnamese does not break words, so the hyphen belongs to the text:
    "12/2024/TT-" + "BLĐTBXH" is the symbol "12/2024/TT-BLĐTBXH".
    """
    text = text.replace("\x02", "-").replace("\ufffe", "-")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _signature_ranges(document: Any) -> list[tuple[int, ...]]:
    """Byte ranges of the signatures in the form; an empty signature field has none."""
    ranges: list[tuple[int, ...]] = []
    for index in range(max(0, pdfium.FPDF_GetSignatureCount(document))):
        signature = pdfium.FPDF_GetSignatureObject(document, index)
        if not signature:
            continue
        length = pdfium.FPDFSignatureObj_GetByteRange(signature, None, 0)
        if length < 4:
            continue
        buffer = (ctypes.c_int * length)()
        pdfium.FPDFSignatureObj_GetByteRange(signature, buffer, length)
        ranges.append(tuple(buffer))
    return ranges


def _has_orphan_signature(document: Any, pages: int) -> bool:
    """Find a signature whose field is drawn on a page but was dropped from the form.

    Programs that cut or shrink a signed PDF leave it so; readers still see the signature's box.
    """
    for index in range(pages):
        with _page(document, index) as page:
            if page is None:
                continue
            for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
                if _is_signed_widget(page, number):
                    return True
    return False


def _is_signed_widget(page: Any, number: int) -> bool:
    annotation = pdfium.FPDFPage_GetAnnot(page, number)
    if not annotation:
        return False
    try:
        return (
            pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
            and _text_value(annotation, b"FT") == "Sig"
            and bool(pdfium.FPDFAnnot_HasKey(annotation, b"V"))
        )
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _text_value(annotation: Any, key: bytes) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(length)
    target = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFAnnot_GetStringValue(annotation, key, target, length)
    return buffer.raw.decode("utf-16-le", errors="ignore").rstrip("\x00")


def _is_intact(stream: IO[bytes], size: int, values: tuple[int, ...]) -> bool:
    """The signed parts must enclose the signature's own place in this very file."""
    first, first_length, second, second_length = values[:4]
    gap_start, gap_end = first + first_length, second
    if first != 0 or gap_end <= gap_start or second + second_length > size:
        return False
    stream.seek(gap_start)
    opening = stream.read(1)
    stream.seek(gap_end - 1)
    return opening == b"<" and stream.read(1) == b">"
