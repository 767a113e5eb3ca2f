"""Attach the files that a register names: found in a folder, inspected, never attached twice."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.auth.models import AbstractBaseUser
from django.core.files import File
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Collection

from ...core.file_inspection import inspect_file
from ...core.files import RefusedFile
from ...core.findings import Finding
from ...core.importing import cells
from ...core.importing.errors import UnusableInput
from ...core.importing.registers import RawRow
from ...core.models import FileFacts
from ..models import DocumentFile, LegalDocumentPage
from . import findings
from .mapping import FilesSpec

# "…/$file/QD 1203.pdf" is looked for with up to this many of its last parts, longest first.
_ADDRESS_PARTS = 4


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of a row that passed inspection."""

    path: Path
    sha256: str
    role: str


class Attachments:
    """The files below one folder, as a mapping names them."""

    def __init__(self, folder: Path, spec: FilesSpec, user: AbstractBaseUser | None) -> None:
        if not folder.is_dir():
            raise UnusableInput(_("There is no folder %(name)s.") % {"name": folder})
        self._root = folder.resolve()
        self._spec = spec
        self._user = user
        self._collection: Collection | None = None
        #: Files written to storage for the row at hand; removed again if the row fails.
        self.written: list[tuple[Any, str]] = []

    def find(self, row: RawRow) -> tuple[list[FoundFile], list[Finding]]:
        """The acceptable files of a row, and what was wrong with the others."""
        found: dict[str, FoundFile] = {}
        remarks: list[Finding] = []
        for name, candidates in self._names(row):
            path = next((path for path in map(self._inside, candidates) if path), None)
            if path is None:
                remarks.append(findings.file_missing(name))
                continue
            try:
                with path.open("rb") as stream:
                    report = inspect_file(stream, path.name)
            except RefusedFile as refusal:
                remarks.append(findings.file_refused(path.name, refusal.text))
                continue
            except OSError as error:
                remarks.append(findings.file_refused(path.name, error.strerror or str(error)))
                continue
            role = self._spec.other_role if found else self._spec.role
            found.setdefault(report.sha256, FoundFile(path, report.sha256, role))
        return list(found.values()), remarks

    def missing_from(self, page: LegalDocumentPage, files: list[FoundFile]) -> list[FoundFile]:
        """Those of `files` that are not attached to `page` yet, by content."""
        if not files or page.pk is None:
            return files
        attached = {_sha256(each.document) for each in page.files.select_related("document")}
        return [each for each in files if each.sha256 not in attached]

    def attach(self, page: LegalDocumentPage, files: list[FoundFile]) -> None:
        """Add files to a page that is saved afterwards."""
        for each in files:
            page.files.add(DocumentFile(document=self._document(page, each), role=each.role))

    def discard_written(self) -> None:
        """Remove from storage what was written for a row that failed."""
        for storage, name in self.written:
            storage.delete(name)
        self.written.clear()

    def _names(self, row: RawRow) -> Iterator[tuple[str, list[str]]]:
        values = {name: cells.cell_text(value).strip() for name, value in row.values.items()}
        for pattern in self._spec.patterns:
            try:
                name = pattern.format_map(values)
            except (KeyError, AttributeError, IndexError):
                continue
            yield name, [name]
        for part in values.get(self._spec.column, "").split(self._spec.separator):
            if part.strip():
                yield part.strip(), _tails(part.strip())

    def _inside(self, name: str) -> Path | None:
        """The file of that name, only if it really lies below the folder."""
        try:
            path = (self._root / name.lstrip("/\\")).resolve()
            is_file = path.is_relative_to(self._root) and path.is_file()
        except (OSError, ValueError):
            return None
        return path if is_file else None

    def _document(self, page: LegalDocumentPage, found: FoundFile) -> Any:
        model = get_document_model()
        same = FileFacts.objects.filter(
            sha256=found.sha256, document__collection=self._into()
        ).first()
        if same is not None:
            return same.document
        document = model(
            title=f"{page.symbol} - {found.path.name}"[:255].strip(" -"),
            collection=self._into(),
            uploaded_by_user=self._user,
        )
        with found.path.open("rb") as stream:
            document.file.save(found.path.name, File(stream), save=False)
        self.written.append((document.file.storage, document.file.name))
        document.file_size = found.path.stat().st_size
        document.save()
        document.get_file_hash()
        facts, _created = FileFacts.objects.get_or_create(document=document)
        if not facts.sha256:
            # The full inspection may run later in the background; the hash is needed now.
            facts.sha256, facts.size = found.sha256, document.file_size
            facts.save(update_fields=["sha256", "size"])
        return document

    def _into(self) -> Collection:
        if self._collection is None:
            root = Collection.get_first_root_node()
            name = self._spec.collection
            existing = Collection.objects.filter(name=name).first() if name else root
            self._collection = existing or root.add_child(name=name)
        return self._collection


def _tails(address: str) -> list[str]:
    """The last parts of an address or path, longest first: a folder may mirror the old server."""
    path = unquote(urlsplit(address).path) if "://" in address else address.replace("\\", "/")
    parts = [
        part for part in posixpath.normpath(path).split("/") if part not in {"", ".", "..", "$file"}
    ]
    first = max(0, len(parts) - _ADDRESS_PARTS)
    return ["/".join(parts[start:]) for start in range(first, len(parts))]


def _sha256(document: Any) -> str:
    facts = FileFacts.objects.filter(document=document).first()
    if facts and facts.sha256:
        return facts.sha256
    digest = hashlib.sha256()
    try:
        with document.open_file() as stream:
            for chunk in iter(lambda: stream.read(1024 * 1024), b""):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()
