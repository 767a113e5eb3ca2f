"""What a file is, by its first bytes: kinds, their names for people, and their signatures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

HEAD_BYTES = 8192


class Kind(StrEnum):
    """The kinds of file that the portal tells apart."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    DOC = "doc"
    XLS = "xls"
    RTF = "rtf"
    TXT = "txt"
    CSV = "csv"
    ZIP = "zip"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    SVG = "svg"
    MP3 = "mp3"
    MP4 = "mp4"
    HTML = "html"
    UNKNOWN = "unknown"


OFFICE_ZIP_KINDS = frozenset({Kind.DOCX, Kind.XLSX, Kind.PPTX, Kind.ODT, Kind.ODS})
ZIP_KINDS = OFFICE_ZIP_KINDS | {Kind.ZIP}
TEXT_KINDS = frozenset({Kind.TXT, Kind.CSV})
IMAGE_KINDS = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.GIF})

LABELS: dict[Kind, Any] = {
    Kind.PDF: _("a PDF document"),
    Kind.DOCX: _("a Word document (.docx)"),
    Kind.XLSX: _("an Excel workbook (.xlsx)"),
    Kind.PPTX: _("a PowerPoint presentation (.pptx)"),
    Kind.ODT: _("an OpenDocument text (.odt)"),
    Kind.ODS: _("an OpenDocument spreadsheet (.ods)"),
    Kind.DOC: _("an old Word document (.doc)"),
    Kind.XLS: _("an old Excel workbook (.xls)"),
    Kind.RTF: _("a rich text document (.rtf)"),
    Kind.TXT: _("plain text (.txt)"),
    Kind.CSV: _("a table as plain text (.csv)"),
    Kind.ZIP: _("a ZIP archive"),
    Kind.RAR: _("a RAR archive"),
    Kind.SEVEN_ZIP: _("a 7-Zip archive"),
    Kind.JPEG: _("a JPEG picture"),
    Kind.PNG: _("a PNG picture"),
    Kind.WEBP: _("a WebP picture"),
    Kind.GIF: _("a GIF picture"),
    Kind.SVG: _("an SVG drawing"),
    Kind.MP3: _("an MP3 recording"),
    Kind.MP4: _("an MP4 video"),
    Kind.HTML: _("a web page (HTML)"),
    Kind.UNKNOWN: _("a file of an unknown kind"),
}

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
MIME_TYPES: dict[Kind, str] = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: _OOXML + "wordprocessingml.document",
    Kind.XLSX: _OOXML + "spreadsheetml.sheet",
    Kind.PPTX: _OOXML + "presentationml.presentation",
    Kind.ODT: _ODF + "text",
    Kind.ODS: _ODF + "spreadsheet",
    Kind.DOC: "application/msword",
    Kind.XLS: "application/vnd.ms-excel",
    Kind.RTF: "application/rtf",
    Kind.TXT: "text/plain",
    Kind.CSV: "text/csv",
    Kind.ZIP: "application/zip",
    Kind.RAR: "application/vnd.rar",
    Kind.SEVEN_ZIP: "application/x-7z-compressed",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/webp",
    Kind.GIF: "image/gif",
    Kind.SVG: "image/svg+xml",
    Kind.MP3: "audio/mpeg",
    Kind.MP4: "video/mp4",
    Kind.HTML: "text/html",
    Kind.UNKNOWN: "application/octet-stream",
}

_OTHER_EXTENSIONS = {
    "jpg": Kind.JPEG,
    "jpe": Kind.JPEG,
    "htm": Kind.HTML,
    "xhtml": Kind.HTML,
    "m4v": Kind.MP4,
    "text": Kind.TXT,
}
EXTENSIONS: dict[str, Kind] = {
    **{kind.value: kind for kind in Kind if kind is not Kind.UNKNOWN},
    **_OTHER_EXTENSIONS,
}


@dataclass(frozen=True, slots=True)
class Detection:
    """A kind with the words to name it; ``is_program`` marks what runs when it is opened."""

    kind: Kind
    label: Any
    is_program: bool = False

    @classmethod
    def of(cls, kind: Kind) -> Detection:
        """The kind with its usual label."""
        return cls(kind, LABELS[kind])


UNKNOWN = Detection.of(Kind.UNKNOWN)
_PROGRAM = Detection(Kind.UNKNOWN, _("a program"), is_program=True)
_SCRIPT = Detection(Kind.UNKNOWN, _("a script"), is_program=True)

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MAGIC: tuple[tuple[int, bytes, Detection], ...] = (
    (0, b"{\\rtf", Detection.of(Kind.RTF)),
    (0, b"Rar!\x1a\x07", Detection.of(Kind.RAR)),
    (0, b"7z\xbc\xaf\x27\x1c", Detection.of(Kind.SEVEN_ZIP)),
    (0, b"\xff\xd8\xff", Detection.of(Kind.JPEG)),
    (0, b"\x89PNG\r\n\x1a\n", Detection.of(Kind.PNG)),
    (0, b"GIF87a", Detection.of(Kind.GIF)),
    (0, b"GIF89a", Detection.of(Kind.GIF)),
    (8, b"WEBP", Detection.of(Kind.WEBP)),
    (0, b"ID3", Detection.of(Kind.MP3)),
    (4, b"ftypmp4", Detection.of(Kind.MP4)),
    (4, b"ftypiso", Detection.of(Kind.MP4)),
    (4, b"ftypavc1", Detection.of(Kind.MP4)),
    (4, b"ftypM4V", Detection.of(Kind.MP4)),
    (4, b"ftypMSNV", Detection.of(Kind.MP4)),
    (0, b"\x7fELF", _PROGRAM),
    (0, b"\xca\xfe\xba\xbe", _PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", _PROGRAM),
    (0, b"\xce\xfa\xed\xfe", _PROGRAM),
    (0, b"\x4c\x00\x00\x00\x01\x14\x02\x00", _PROGRAM),
    (0, b"#!", _SCRIPT),
    (0, b"<?php", _SCRIPT),
)

# The openings by which browsers take a text for a web page (WHATWG MIME sniffing, 7.1).
_HTML_OPENING = re.compile(
    rb"(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|script|"
    rb"iframe|h1|div|font|table|a|style|title|b|body|br|p|meta|link|img)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_SVG_OPENING = re.compile(
    rb"(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,4000}?-->\s*)*(?:<!doctype\s+svg[^>]{0,400}>\s*)?"
    rb"(?:<!--.{0,4000}?-->\s*)*<(?:svg:)?svg[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_BLANK = b"\xef\xbb\xbf\xfe\xff\x00\t\n\x0b\x0c\r "


def detect_head(head: bytes) -> Detection | None:
    """Tell the kind from the first bytes, or ``None`` for containers, plain text and the unknown.

    A PDF must begin with its signature (blanks and a byte-order mark aside): readers that accept
    it anywhere in the first kilobyte make it possible to hide a PDF behind another header.
    """
    if head.lstrip(_BLANK).startswith(b"%PDF-"):
        return Detection.of(Kind.PDF)
    for offset, magic, detection in _MAGIC:
        if head.startswith(magic, offset):
            if detection.kind is Kind.WEBP and not head.startswith(b"RIFF"):
                continue
            return detection
    if head.startswith(b"MZ") and b"\x00" in head[:64]:
        # The zero bytes of the header keep a text that merely begins with these letters out.
        return _PROGRAM
    if _is_mpeg_frame(head):
        return Detection.of(Kind.MP3)
    return _markup(head)


def _markup(head: bytes) -> Detection | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")
    opening = head.lstrip(_BLANK + b"\xff")
    if _SVG_OPENING.match(opening):
        return Detection.of(Kind.SVG)
    if _HTML_OPENING.match(opening):
        return Detection.of(Kind.HTML)
    return None


def _is_mpeg_frame(head: bytes) -> bool:
    """Layer III frame header: 11 sync bits, then no reserved version, bit rate or sample rate."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[1] & 0x18 != 0x08 and head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C
