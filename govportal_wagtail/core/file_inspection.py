"""What the library's files really are: facts recorded at once, the text read in the background.

A file that is refused or cannot be read is recorded with the reason; saving a document never fails
because of its file. What may be uploaded is checked earlier, by ``forms.CheckedDocumentForm``.
"""

from __future__ import annotations

import hashlib
import logging
from contextlib import AbstractContextManager
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from wagtail.documents import get_document_model

from .. import conf
from .files import FileReport, Limits, RefusedFile
from .files.isolated import Bounds, UnreadableFile, extract_text, inspect
from .files.limits import MEBIBYTE
from .models import FileFacts, InspectionState
from .signals import file_inspected

_log = logging.getLogger(__name__)
_CHUNK = 1024 * 1024
# A person waits for the inspection of an upload, and so does a process of the web server.
_INSPECTION_SECONDS = 15
# A kind of file without readable text is a fact about it, not a failure.
_WITHOUT_TEXT = frozenset({"legacy_format", "no_text_extraction"})
_NOT_OPENED = _("The file could not be opened. It may be missing from the storage of the server.")
_NOT_READ = _("The file could not be read, because of an unexpected error; see the server's log.")
_REPORT = "_govportal_report"
_UNKNOWN: dict[str, Any] = {
    "kind": "",
    "mime_type": "",
    "sha256": "",
    "size": 0,
    "page_count": None,
    "has_text_layer": None,
    "is_signed": None,
    "signature_intact": None,
    "is_encrypted": None,
    "text": "",
    "text_truncated": False,
    "message": "",
}


def limits() -> Limits:
    """The bounds of the project's settings for an uploaded file."""
    return Limits(extensions=frozenset(conf.UPLOAD_EXTENSIONS), max_bytes=conf.UPLOAD_MAX_BYTES)


def inspect_file(stream: IO[bytes], name: str) -> FileReport:
    """Inspect an open file by the project's limits.

    Raises:
        RefusedFile: a ``ValidationError`` with a message for the uploader.
    """
    seconds = min(conf.FILE_READ_SECONDS, _INSPECTION_SECONDS)
    return inspect(stream, name, limits=limits(), bounds=_bounds(seconds))


def remember(document: Any, report: FileReport) -> None:
    """Spare the inspection when ``document`` is saved with the very file of ``report``."""
    setattr(document, _REPORT, report)


def document_saved(document: Any) -> None:
    """Record the facts of a document's file, and have a new file read after the commit."""
    report = document.__dict__.pop(_REPORT, None)
    _facts, has_changed = _refresh(document, report, force=False)
    if has_changed:
        # A queue that is down must not turn a successful save into an error page.
        transaction.on_commit(partial(read_document.enqueue, str(document.pk)), robust=True)


def ensure_facts(document: Any, *, force: bool = False) -> FileFacts:
    """The facts of a document's file, inspected now unless this very file was before.

    A new file has the state ``pending`` until `read` has seen its text; one that is not
    acceptable has the state ``refused`` or ``failed`` and a message.
    """
    return _refresh(document, None, force)[0]


def read(document: Any, *, force: bool = False) -> FileFacts:
    """The facts of a document's file with its text; reads it unless that was done before.

    Sends ``file_inspected`` after the commit.
    """
    facts = ensure_facts(document, force=force)
    if facts.state == InspectionState.PENDING:
        # A file that was replaced while this one was read keeps the facts of its own.
        same = FileFacts.objects.filter(pk=facts.pk, sha256=facts.sha256)
        if not same.update(**_text_of(document), inspected_at=timezone.now()):
            return facts
        facts.refresh_from_db()
    transaction.on_commit(
        partial(file_inspected.send, sender=type(document), document=document, facts=facts)
    )
    return facts


@task()
def read_document(document_id: str) -> None:
    """Read the file of a document in the background; a deleted document is no error."""
    document = get_document_model().objects.filter(pk=document_id).first()
    if document is not None:
        read(document)


def same_content(sha256: str) -> QuerySet[FileFacts]:
    """Facts of all files with exactly this content; none without a hash."""
    return FileFacts.objects.filter(sha256=sha256) if sha256 else FileFacts.objects.none()


def duplicates_of(facts: FileFacts) -> QuerySet[FileFacts]:
    """Facts of the other files in the library that have the same content."""
    return same_content(facts.sha256).exclude(document_id=facts.document_id)


def _bounds(seconds: float) -> Bounds:
    return Bounds(seconds=seconds, memory_bytes=conf.FILE_READ_MEMORY_MB * MEBIBYTE)


def _refresh(document: Any, report: FileReport | None, force: bool) -> tuple[FileFacts, bool]:
    """The facts, and whether they were written anew."""
    known = FileFacts.objects.filter(document=document).first()
    values = _look_at(document, known, report, force)
    if values is None and known is not None:
        return known, False
    facts, _created = FileFacts.objects.update_or_create(
        document=document,
        defaults={**_UNKNOWN, **(values or {}), "inspected_at": timezone.now()},
    )
    return facts, True


def _look_at(
    document: Any, known: FileFacts | None, report: FileReport | None, force: bool
) -> dict[str, Any] | None:
    """New facts of the file, or ``None`` where the known ones still hold."""
    try:
        with _opened(document) as stream:
            sha256, size = _digest(stream)
            if known and not force and (known.sha256, known.size) == (sha256, size):
                return None
            if report is not None and report.sha256 != sha256:
                report = None
            found = _inspected(stream, document.filename, report)
            return {"sha256": sha256, "size": size, **found}
    except Exception:  # noqa: BLE001
        # Each storage has errors of its own for a file that is not there.
        _log.warning("The file of document %s cannot be opened.", document.pk, exc_info=True)
        if known and not force and known.sha256 and known.size == document.file_size:
            # The storage fails while a title is edited: what was known of the file remains.
            return None
        return _failure(InspectionState.FAILED, _NOT_OPENED)


def _inspected(stream: IO[bytes], name: str, report: FileReport | None) -> dict[str, Any]:
    try:
        stream.seek(0)
        report = report or inspect_file(stream, name)
    except UnreadableFile as refusal:
        return _failure(InspectionState.FAILED, refusal)
    except RefusedFile as refusal:
        return _failure(InspectionState.REFUSED, refusal)
    except Exception:  # noqa: BLE001
        # Whatever else a hostile file provokes concerns the server's log, not the editor.
        _log.exception("The file %s cannot be inspected.", name)
        return _failure(InspectionState.FAILED, _NOT_READ)
    return {
        "state": InspectionState.PENDING,
        "kind": str(report.kind),
        "mime_type": report.mime_type,
        "page_count": report.page_count,
        "has_text_layer": report.has_text_layer,
        "is_signed": report.is_signed,
        "signature_intact": report.signature_intact,
        "is_encrypted": report.is_encrypted,
    }


def _text_of(document: Any) -> dict[str, Any]:
    try:
        with _opened(document) as stream:
            found = extract_text(
                stream, document.filename, limits=limits(), bounds=_bounds(conf.FILE_READ_SECONDS)
            )
    except RefusedFile as refusal:
        has_none = refusal.code in _WITHOUT_TEXT
        return _failure(InspectionState.DONE if has_none else InspectionState.FAILED, refusal)
    except Exception:  # noqa: BLE001
        # As for the inspection: recorded, so that the report shows it, and logged.
        _log.exception("The file of document %s cannot be read.", document.pk)
        return _failure(InspectionState.FAILED, _NOT_READ)
    return {
        "state": InspectionState.DONE,
        "text": found.text,
        "text_truncated": found.truncated,
        "has_text_layer": found.has_text_layer,
        "message": "",
    }


def _failure(state: InspectionState, reason: Any) -> dict[str, Any]:
    # Stored for all editors, so not in the language of the one who happened to upload.
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "state": state,
            "message": reason.text if isinstance(reason, RefusedFile) else str(reason),
        }


def _opened(document: Any) -> AbstractContextManager[IO[bytes]]:
    """The file as it is stored, whatever has become of the one that was uploaded."""
    opened: AbstractContextManager[IO[bytes]] = document.file.storage.open(document.file.name, "rb")
    return opened


def _digest(stream: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
