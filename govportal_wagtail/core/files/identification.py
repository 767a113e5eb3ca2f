"""What a file claims to be by its name, what its content is, and the refusal when they differ."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from dataclasses import dataclass
from typing import IO, NoReturn

from django.utils.translation import gettext_lazy as _

from .archives import ArchiveFacts, check_archive, hides_archive
from .errors import RefusedFile, refuse_encrypted
from .kinds import (
    EXTENSIONS,
    HEAD_BYTES,
    IMAGE_KINDS,
    LABELS,
    OLE_MAGIC,
    TEXT_KINDS,
    UNKNOWN,
    ZIP_KINDS,
    ZIP_MAGIC,
    Detection,
    Kind,
    detect_head,
)
from .limits import MEBIBYTE, Limits
from .ole import detect_ole
from .plain_text import TextScan, beginning, decode

_CHUNK = 256 * 1024
_SIGNATURE_WORD = b"/ByteRange"
# Control and format characters: among them the marks that make "fdp.exe" look like "exe.pdf".
_NAME_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Harmless inside Vietnamese names copied from the web or from a Mac.
_NAME_EXCEPTIONS = frozenset("\u00ad\u200b\u200c\u200d\ufeff")


@dataclass(frozen=True, slots=True)
class Identity:
    """A file whose content agrees with its name closely enough to be accepted."""

    kind: Kind
    extension_matches: bool
    size: int
    sha256: str
    mentions_signature: bool
    archive: ArchiveFacts | None


@dataclass(frozen=True, slots=True)
class _Bytes:
    """What one pass over the whole file tells."""

    head: bytes
    sha256: str
    is_text: bool
    mentions_signature: bool


def identify(stream: IO[bytes], name: str, limits: Limits) -> Identity:
    """Tell what a file is; the stream is left at an unspecified place.

    Raises `RefusedFile` with any code but ``truncated``, ``legacy_format`` and
    ``no_text_extraction``.
    """
    extension = _extension(name)
    _check_extension(extension, limits)
    size = _size(stream, limits)
    claimed = EXTENSIONS.get(extension)
    content = _read_all(stream)
    detection, archive = _detect(stream, size, content, claimed, limits)
    if detection.is_program:
        _refuse_program(detection)
    if detection.kind in TEXT_KINDS and claimed in TEXT_KINDS:
        # A table and a text cannot be told apart by content; the name decides.
        detection = Detection.of(claimed)
    _check_claim(extension, claimed, detection)
    if detection.kind not in ZIP_KINDS and hides_archive(stream, size):
        _refuse_polyglot(detection)
    return Identity(
        kind=detection.kind,
        extension_matches=claimed is detection.kind,
        size=size,
        sha256=content.sha256,
        mentions_signature=content.mentions_signature,
        archive=archive,
    )


def _extension(name: str) -> str:
    for character in name:
        if character in _NAME_EXCEPTIONS:
            continue
        if unicodedata.category(character) in _NAME_CATEGORIES:
            raise RefusedFile(
                "name",
                _(
                    "The file name contains invisible characters that can hide its real ending. "
                    "Rename the file, typing the name anew, and upload it again."
                ),
            )
    stem, dot, extension = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    return extension.lower() if dot and stem else ""


def _check_extension(extension: str, limits: Limits) -> None:
    if limits.extensions is None or extension in limits.extensions:
        return
    allowed = ", ".join(sorted(limits.extensions))
    if not extension:
        raise RefusedFile(
            "extension",
            _("The file name has no ending such as .pdf. Allowed endings are: %(allowed)s."),
            {"allowed": allowed},
        )
    raise RefusedFile(
        "extension",
        _("Files ending in .%(extension)s are not accepted. Allowed endings are: %(allowed)s."),
        {"extension": extension[:20], "allowed": allowed},
    )


def _size(stream: IO[bytes], limits: Limits) -> int:
    stream.seek(0, io.SEEK_END)
    size = stream.tell()
    if size == 0:
        raise RefusedFile(
            "empty", _("The file is empty (0 bytes). Choose the right file and upload it again.")
        )
    if size > limits.max_bytes:
        raise RefusedFile(
            "too_large",
            _("The file has %(size)s MB; at most %(limit)s MB are accepted."),
            {
                "size": f"{size / MEBIBYTE:.1f}",
                "limit": f"{limits.max_bytes / MEBIBYTE:.0f}",
            },
        )
    return size


def _read_all(stream: IO[bytes]) -> _Bytes:
    stream.seek(0)
    digest = hashlib.sha256()
    scan = TextScan()
    head = last = b""
    mentions = False
    while chunk := stream.read(_CHUNK):
        head = head or chunk[:HEAD_BYTES]
        digest.update(chunk)
        scan.feed(chunk)
        mentions = mentions or _SIGNATURE_WORD in last + chunk
        last = chunk[1 - len(_SIGNATURE_WORD) :]
    return _Bytes(head, digest.hexdigest(), scan.is_text, mentions)


def _detect(
    stream: IO[bytes], size: int, content: _Bytes, claimed: Kind | None, limits: Limits
) -> tuple[Detection, ArchiveFacts | None]:
    if content.head.startswith(ZIP_MAGIC):
        try:
            archive = check_archive(stream, size, limits)
        except RefusedFile as refusal:
            if refusal.code == "broken" and claimed not in ZIP_KINDS:
                # For the person it is more useful to hear that this is no PDF at all.
                return Detection.of(Kind.ZIP), None
            raise
        return archive.detection, archive
    if content.head.startswith(OLE_MAGIC):
        detection, is_encrypted = detect_ole(stream)
        if is_encrypted:
            refuse_encrypted()
        return detection, None
    detection_by_head = detect_head(content.head)
    if detection_by_head is not None:
        return detection_by_head, None
    is_text = content.is_text or (claimed in TEXT_KINDS and _is_utf16_without_mark(content.head))
    return (Detection.of(Kind.TXT) if is_text else UNKNOWN), None


def _is_utf16_without_mark(head: bytes) -> bool:
    try:
        return decode(beginning(head, HEAD_BYTES - 4)).encoding == "utf-16"
    except RefusedFile:
        return False


def _check_claim(extension: str, claimed: Kind | None, detection: Detection) -> None:
    if claimed is None or claimed is detection.kind:
        return
    if {claimed, detection.kind} <= IMAGE_KINDS:
        # Browsers and the picture library show a PNG named .jpg; it is only reported.
        return
    params = {
        "extension": extension[:20],
        "claimed": LABELS[claimed],
        "detected": detection.label,
        "right": f".{detection.kind}",
    }
    if detection.kind is Kind.UNKNOWN:
        raise RefusedFile(
            "mismatch",
            _(
                "The name ends in .%(extension)s (%(claimed)s), but the content is %(detected)s. "
                "Save the document as %(claimed)s and upload it again."
            ),
            params,
        )
    raise RefusedFile(
        "mismatch",
        _(
            "The name ends in .%(extension)s (%(claimed)s), but the content is %(detected)s. If "
            "that is the right file, rename it to end in %(right)s; otherwise save the document "
            "as %(claimed)s and upload it again."
        ),
        params,
    )


def _refuse_program(detection: Detection) -> NoReturn:
    raise RefusedFile(
        "program",
        _("The content of this file is %(detected)s. Programs are not accepted."),
        {"detected": detection.label},
    )


def _refuse_polyglot(detection: Detection) -> NoReturn:
    raise RefusedFile(
        "polyglot",
        _(
            "The file looks like %(detected)s, but a ZIP archive is hidden at its end. Open it "
            "in the program that made it, save it again and upload that file."
        ),
        {"detected": detection.label},
    )
