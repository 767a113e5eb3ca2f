"""Old office files (OLE compound files): which program wrote one, and whether it is encrypted.

Only the directory is read (MS-CFB 2.6), never the document itself.
"""

from __future__ import annotations

import struct
from typing import IO

from django.utils.translation import gettext_lazy as _

from .kinds import Detection, Kind

_HEADER = 512
_ENTRY = 128
_END = 0xFFFFFFFA  # this and above are markers, not sector numbers
_MAX_DIRECTORY_SECTORS = 4_096
_HEADER_FAT_SECTORS = 109
_NO_STREAM = 0xFFFFFFFF

_OTHER_STREAMS = {
    "PowerPoint Document": _("an old PowerPoint presentation (.ppt)"),
    "__properties_version1.0": _("an Outlook message (.msg)"),
    "VisioDocument": _("a Visio drawing"),
}


def detect_ole(stream: IO[bytes]) -> tuple[Detection, bool]:
    """Return what an OLE file is and whether it is an encrypted modern office file.

    A damaged directory gives the unknown kind; nothing is raised for content.
    """
    try:
        names = _root_streams(stream)
    except (struct.error, IndexError, OverflowError):
        names = set()
    if "EncryptedPackage" in names:
        label = _("an office document protected with a password")
        return Detection(Kind.UNKNOWN, label), True
    if "WordDocument" in names:
        return Detection.of(Kind.DOC), False
    if names & {"Workbook", "Book"}:
        return Detection.of(Kind.XLS), False
    for name, label in _OTHER_STREAMS.items():
        if name in names:
            return Detection(Kind.UNKNOWN, label), False
    return Detection(Kind.UNKNOWN, _("an old office file of an unknown kind")), False


def _root_streams(stream: IO[bytes]) -> set[str]:
    """Names of the streams that lie directly in the root, not in an embedded document."""
    stream.seek(0)
    header = stream.read(_HEADER)
    shift, first = struct.unpack_from("<H", header, 30)[0], struct.unpack_from("<I", header, 48)[0]
    if shift not in (9, 12):
        return set()
    sector_size = 1 << shift
    fat_sectors = struct.unpack_from(f"<{_HEADER_FAT_SECTORS}I", header, 76)
    entries: list[bytes] = []
    seen: set[int] = set()
    sector = first
    while sector < _END and sector not in seen and len(seen) < _MAX_DIRECTORY_SECTORS:
        seen.add(sector)
        data = _sector(stream, sector, sector_size)
        entries += [data[at : at + _ENTRY] for at in range(0, len(data) - _ENTRY + 1, _ENTRY)]
        sector = _next_sector(stream, fat_sectors, sector, sector_size)
    return _children_of_root(entries)


def _sector(stream: IO[bytes], number: int, sector_size: int) -> bytes:
    stream.seek((number + 1) * sector_size)
    return stream.read(sector_size)


def _next_sector(
    stream: IO[bytes], fat_sectors: tuple[int, ...], sector: int, sector_size: int
) -> int:
    per_sector = sector_size // 4
    fat_sector = fat_sectors[sector // per_sector]
    if fat_sector >= _END:
        return _END
    data = _sector(stream, fat_sector, sector_size)
    return int(struct.unpack_from("<I", data, (sector % per_sector) * 4)[0])


def _children_of_root(entries: list[bytes]) -> set[str]:
    """Walk the tree of siblings below the root entry."""
    names: set[str] = set()
    pending = [struct.unpack_from("<I", entries[0], 76)[0]]
    visited: set[int] = set()
    while pending:
        index = pending.pop()
        if index == _NO_STREAM or index in visited or index >= len(entries):
            continue
        visited.add(index)
        entry = entries[index]
        length = struct.unpack_from("<H", entry, 64)[0]
        names.add(entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace"))
        pending += struct.unpack_from("<II", entry, 68)
    return names
