"""How much of an uploaded file is read: every bound in one place."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024

DOCUMENT_EXTENSIONS = frozenset(
    {"pdf", "docx", "xlsx", "pptx", "odt", "ods", "doc", "xls", "rtf", "txt", "csv"}
    | {"zip", "rar", "7z", "jpg", "jpeg", "png", "webp", "gif", "mp3", "mp4"}
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for checking and reading one file.

    ``extensions`` is the list of allowed name endings, lower case without the dot; ``None`` allows
    every ending. A file beyond ``max_bytes`` or an archive beyond one of the archive bounds is
    refused. A text beyond ``max_pages`` or ``max_characters`` is cut and marked as cut.
    """

    extensions: frozenset[str] | None = DOCUMENT_EXTENSIONS
    max_bytes: int = 50 * MEBIBYTE
    max_pages: int = 2_000
    max_characters: int = 5_000_000
    # Pages looked at to tell a scan from a text; spread evenly, the first page always among them.
    probe_pages: int = 20
    max_archive_entries: int = 10_000
    max_archive_bytes: int = 256 * MEBIBYTE
    # One XML part is held in memory as a tree of about ten times its size.
    max_xml_part_bytes: int = 48 * MEBIBYTE
    # Office files of real offices stay under 30:1; a bomb is 1000:1. Small archives are not judged
    # by ratio, because a nearly empty document compresses arbitrarily well and hurts nobody.
    max_archive_ratio: int = 100
    archive_ratio_from_bytes: int = 16 * MEBIBYTE
    # Contents of one page or form of a PDF, unpacked; text of this size is a book on one page.
    max_pdf_stream_bytes: int = 32 * MEBIBYTE
    pdf_ratio_from_bytes: int = 4 * MEBIBYTE


DEFAULT = Limits()
