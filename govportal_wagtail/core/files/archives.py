"""ZIP containers: which office format is inside, and nothing in it that could do harm.

Declared sizes are never trusted. The central directory is bounded before it is read, every part of
an office file is unpacked once in small pieces and must be exactly as long as it says; only then
may a library read it as a whole.
"""

from __future__ import annotations

import copy
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO
from xml.etree import ElementTree

from django.utils.translation import gettext_lazy as _

from .errors import refuse_bomb, refuse_broken, refuse_dtd, refuse_encrypted, refuse_macro
from .kinds import Detection, Kind
from .limits import Limits

_CHUNK = 64 * 1024
_EOCD = b"PK\x05\x06"
_EOCD_SIZE = 22
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ZIP64_LOCATOR = b"PK\x06\x07"
_MAX_COMMENT = 65_535
# Fixed part of one entry of the central directory, with ample room for its name and extras.
_ENTRY_ROOM = 1_024
_ENCRYPTED_FLAG = 0x1
_CONTENT_TYPES = "[Content_Types].xml"
_MIMETYPE = "mimetype"
_MANIFEST = "META-INF/manifest.xml"

_OOXML_MAIN = {
    "wordprocessingml.document.main+xml": Kind.DOCX,
    "spreadsheetml.sheet.main+xml": Kind.XLSX,
    "presentationml.presentation.main+xml": Kind.PPTX,
    "presentationml.slideshow.main+xml": Kind.PPTX,
}
_ODF_MIME = {
    b"application/vnd.oasis.opendocument.text": Kind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
}
# What a crafted directory makes the standard library raise besides its own error: seeks to
# negative places, names that do not decode, flags that it does not know.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class ArchiveFacts:
    """What is known of a ZIP container after it was checked."""

    detection: Detection
    is_signed: bool
    is_encrypted: bool


@dataclass(frozen=True, slots=True)
class EndRecord:
    """The end-of-central-directory record of a ZIP file."""

    entries: int
    directory_bytes: int
    is_zip64: bool
    ends_the_file: bool


def find_end_record(stream: IO[bytes], size: int) -> EndRecord | None:
    """Return the end record of a ZIP file whose directory really lies before it, else ``None``."""
    start = max(0, size - _EOCD_SIZE - _MAX_COMMENT - 20)
    stream.seek(start)
    tail = stream.read(size - start)
    position = tail.rfind(_EOCD)
    while position >= 0:
        record = tail[position : position + _EOCD_SIZE]
        if len(record) == _EOCD_SIZE:
            entries, directory_bytes, comment = struct.unpack("<10xHI4xH", record)
            begin = start + position
            end = begin + _EOCD_SIZE + comment
            if end <= size and directory_bytes <= begin:
                zip64 = tail[max(0, position - 20) : position].startswith(_ZIP64_LOCATOR)
                stream.seek(begin - directory_bytes)
                if zip64 or entries == 0 or stream.read(4) == _DIRECTORY_ENTRY:
                    return EndRecord(entries, directory_bytes, zip64, end == size)
        position = tail.rfind(_EOCD, 0, position)
    return None


def hides_archive(stream: IO[bytes], size: int) -> bool:
    """Say whether a file of another kind can also be opened as a ZIP archive with content.

    The archive must reach the file's last byte: one that is merely embedded, as an attachment of
    a PDF is, has more of its host after it and is no disguise.
    """
    record = find_end_record(stream, size)
    if record is None or not record.ends_the_file:
        return False
    return record.entries > 0 or record.is_zip64


def check_archive(stream: IO[bytes], size: int, limits: Limits) -> ArchiveFacts:
    """Check a ZIP container and tell which kind it is.

    Raises `RefusedFile`: ``broken``, ``archive_bomb``, and for office files also ``encrypted``,
    ``macro`` and ``unsafe_xml``.
    """
    record = find_end_record(stream, size)
    if record is None:
        refuse_broken()
    if record.is_zip64 or record.entries > limits.max_archive_entries:
        refuse_bomb()
    if record.directory_bytes > limits.max_archive_entries * _ENTRY_ROOM:
        refuse_bomb()
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            return _check_open_archive(archive, size, limits)
    except _BROKEN as error:
        refuse_broken(error)


def _check_open_archive(archive: zipfile.ZipFile, size: int, limits: Limits) -> ArchiveFacts:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    declared = sum(part.file_size for part in parts)
    if len(parts) > limits.max_archive_entries:
        refuse_bomb()
    _check_amount(declared, size, limits)
    encrypted = any(part.flag_bits & _ENCRYPTED_FLAG for part in parts)
    if not names & {_CONTENT_TYPES, _MIMETYPE}:
        return ArchiveFacts(Detection.of(Kind.ZIP), is_signed=False, is_encrypted=encrypted)
    if encrypted:
        refuse_encrypted()
    if len(names) != len(parts):
        # Two parts of one name: the checker would read one and the word processor the other.
        refuse_broken()
    is_ooxml = _CONTENT_TYPES in names
    _unpack_everything(archive, parts, size, limits, no_dtd=is_ooxml)
    if is_ooxml:
        return _ooxml(archive, names)
    return _odf(archive, names)


def _check_amount(unpacked: int, packed: int, limits: Limits) -> None:
    if unpacked > limits.max_archive_bytes:
        refuse_bomb()
    judged_by_ratio = unpacked > limits.archive_ratio_from_bytes
    if judged_by_ratio and unpacked > packed * limits.max_archive_ratio:
        refuse_bomb()


def _unpack_everything(
    archive: zipfile.ZipFile,
    parts: list[zipfile.ZipInfo],
    size: int,
    limits: Limits,
    *,
    no_dtd: bool,
) -> None:
    """Unpack every part in small pieces; none may be longer or shorter than it declares."""
    total = 0
    for part in parts:
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # The office formats know no other method, and others cannot be unpacked in pieces.
            refuse_broken()
        is_xml = no_dtd and part.filename.lower().endswith((".xml", ".rels"))
        length, last = 0, b""
        # zipfile stops at the declared size, and a whole-part read by a library unpacks first and
        # cuts afterwards. A copy that declares the largest size allowed shows the true length.
        probe = copy.copy(part)
        probe.file_size = limits.max_archive_bytes + 1
        with archive.open(probe) as source:
            while chunk := source.read(_CHUNK):
                length += len(chunk)
                _check_amount(total + length, size, limits)
                if is_xml:
                    _check_no_dtd(last + chunk)
                    last = chunk[-40:]
        if length != part.file_size:
            refuse_broken()
        total += length


def _check_no_dtd(window: bytes) -> None:
    """ISO/IEC 29500-2 allows no document type declaration, the only place of XML entities."""
    # UTF-16 is allowed besides UTF-8; without its zero bytes it reads the same here.
    if b"<!DOCTYPE" in window.replace(b"\x00", b""):
        refuse_dtd()


def _ooxml(archive: zipfile.ZipFile, names: set[str]) -> ArchiveFacts:
    types = _declared_types(archive)
    if any("macroenabled" in each or "vbaproject" in each for each in types) or any(
        name.lower().endswith("vbaproject.bin") for name in names
    ):
        refuse_macro()
    signed = any(name.startswith("_xmlsignatures/") and name.endswith(".xml") for name in names)
    for suffix, kind in _OOXML_MAIN.items():
        if any(each.endswith(suffix) for each in types):
            return ArchiveFacts(Detection.of(kind), is_signed=signed, is_encrypted=False)
    return ArchiveFacts(_other_zip(), is_signed=signed, is_encrypted=False)


def _declared_types(archive: zipfile.ZipFile) -> set[str]:
    try:
        root = ElementTree.fromstring(archive.read(_CONTENT_TYPES))  # noqa: S314 - DTD refused above
    except ElementTree.ParseError as error:
        refuse_broken(error)
    return {element.get("ContentType", "").lower() for element in root.iter()}


def _odf(archive: zipfile.ZipFile, names: set[str]) -> ArchiveFacts:
    kind = _ODF_MIME.get(archive.read(_MIMETYPE).strip())
    if kind is None:
        return ArchiveFacts(_other_zip(), is_signed=False, is_encrypted=False)
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        refuse_macro()
    if _MANIFEST in names and b"encryption-data" in archive.read(_MANIFEST):
        refuse_encrypted()
    signed = "META-INF/documentsignatures.xml" in names
    return ArchiveFacts(Detection.of(kind), is_signed=signed, is_encrypted=False)


def _other_zip() -> Detection:
    return Detection(Kind.UNKNOWN, _("a file of another office or e-book format"))
