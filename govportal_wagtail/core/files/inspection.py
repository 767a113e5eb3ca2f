"""The report on an uploaded file, made from its content alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from ..text_issues import TextIssue, diagnose
from .identification import Identity, identify
from .kinds import MIME_TYPES, TEXT_KINDS, Kind
from .limits import DEFAULT, Limits
from .pdf import inspect_pdf
from .plain_text import beginning, decode

# Enough to recognise an encoding; whole registers as text need not be decoded for it.
_SAMPLE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class FileReport:
    """What a file is, by its content.

    ``size`` is in bytes, ``sha256`` in lower-case hexadecimal. ``None`` means that the question
    makes no sense for the kind. ``extension_matches`` is False where the name is only slightly
    wrong (a PNG picture named .jpg) or claims nothing that is known. ``is_signed`` says that a
    digital signature is in the file, not that it is valid; ``signature_intact`` is False where the
    file was rewritten after signing, so that no reader can verify it any more. ``is_encrypted`` on
    a PDF that was accepted means that it opens without a password but restricts what readers do.
    ``text_issues`` is found on the first page or the first 256 KB with text, before normalisation.
    """

    kind: Kind
    mime_type: str
    extension_matches: bool
    size: int
    sha256: str
    page_count: int | None = None
    has_text_layer: bool | None = None
    is_signed: bool | None = None
    signature_intact: bool | None = None
    is_encrypted: bool | None = None
    text_issues: tuple[TextIssue, ...] = ()


def inspect(stream: IO[bytes], name: str, *, limits: Limits = DEFAULT) -> FileReport:
    """Check a file and report what it is; the stream is at its start before and after.

    Raises `RefusedFile` (a ``ValidationError`` with a message for the uploader) if the content is
    not what the name says or the file is not acceptable.
    """
    try:
        identity = identify(stream, name, limits)
        if identity.kind is Kind.PDF:
            return _report_pdf(stream, identity, limits)
        if identity.kind in TEXT_KINDS:
            return _report_text(stream, identity)
        archive = identity.archive
        return FileReport(
            kind=identity.kind,
            mime_type=MIME_TYPES[identity.kind],
            extension_matches=identity.extension_matches,
            size=identity.size,
            sha256=identity.sha256,
            is_signed=archive.is_signed if archive else None,
            is_encrypted=archive.is_encrypted if archive else None,
        )
    finally:
        stream.seek(0)


def _report_pdf(stream: IO[bytes], identity: Identity, limits: Limits) -> FileReport:
    facts = inspect_pdf(
        stream, identity.size, limits, mentions_signature=identity.mentions_signature
    )
    return FileReport(
        kind=identity.kind,
        mime_type=MIME_TYPES[identity.kind],
        extension_matches=identity.extension_matches,
        size=identity.size,
        sha256=identity.sha256,
        page_count=facts.page_count,
        has_text_layer=facts.has_text_layer,
        is_signed=facts.is_signed,
        signature_intact=facts.signature_intact,
        is_encrypted=facts.is_encrypted,
        text_issues=tuple(diagnose(facts.sample)),
    )


def _report_text(stream: IO[bytes], identity: Identity) -> FileReport:
    stream.seek(0)
    # Four bytes more show whether the cut falls inside a character.
    sample = decode(beginning(stream.read(_SAMPLE_BYTES + 4), _SAMPLE_BYTES))
    return FileReport(
        kind=identity.kind,
        mime_type=MIME_TYPES[identity.kind],
        extension_matches=identity.extension_matches,
        size=identity.size,
        sha256=identity.sha256,
        text_issues=sample.issues,
    )
