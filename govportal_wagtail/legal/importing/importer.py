"""Import a register into a library: every row becomes, changes or leaves the page of a document."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from ...core.findings import Finding
from ...core.importing.errors import UnusableInput
from ...core.importing.page_importer import PageImporter
from ...core.importing.registers import RawRow, Register
from ...core.importing.row_reading import RowReading
from ...core.importing.running import Outcome, Progress
from ...core.search import statistics
from ..models import (
    ImportRun,
    LegalDocumentIndexMixin,
    LegalDocumentPage,
    Normativity,
    RegisterEntry,
)
from . import findings
from .attachments import Attachments, FoundFile
from .identity import Index, Key, key_of
from .lookups import Directory
from .mapping import Mapping
from .rows import DocumentData, read_row
from .writer import Writer, slug_for

#: One of so many documents is new: how common words are is no longer what it was.
_MANY: Final = 5


class DocumentImporter(PageImporter[ImportRun, Mapping, DocumentData, LegalDocumentPage]):
    """One run over one register of documents."""

    target_type = LegalDocumentIndexMixin
    wrong_target = gettext_lazy("The page %(title)s is not a document library.")

    def __init__(
        self,
        run: ImportRun,
        register: Register,
        mapping: Mapping,
        *,
        files_dir: Path | None = None,
        progress: Progress | None = None,
    ) -> None:
        super().__init__(run, register, mapping, progress=progress)
        self._directory = Directory(mapping)
        self._attachments = None
        if files_dir is not None:
            if mapping.files is None:
                raise UnusableInput(_("The mapping does not say how files are named ([files])."))
            self._attachments = Attachments(files_dir, mapping.files, run.user)
        self._writer = Writer(mapping, self._directory, run.user, self._attachments)
        self._index = Index(self.target)
        #: The files of the row at hand.
        self._files: list[FoundFile] = []

    def read(self, row: RawRow) -> RowReading[DocumentData]:
        """Read a row; never raises for anything a file may hold."""
        return read_row(row, self.mapping, self._directory)

    def label_of(self, data: DocumentData) -> str:
        """The number and symbol."""
        return data.symbol

    def key_of(self, data: DocumentData) -> Key | None:
        """What makes the document the same document; None where nothing identifies it."""
        return key_of(data)

    def no_identity(self) -> Finding:
        """What is said of a row that nothing identifies."""
        return findings.no_identity()

    def duplicate(self, number: int) -> Finding:
        """What is said of a document that row `number` has already."""
        return findings.duplicate(number)

    def being_edited(self) -> Finding:
        """What is said where an editor's unpublished work would be overwritten."""
        return findings.being_edited()

    def locked(self) -> Finding:
        """What is said where an editor has locked the document."""
        return findings.locked()

    def objections(self, data: DocumentData) -> list[Finding]:
        """A library may hold documents of one kind only."""
        scope = getattr(self.target, "scope", "")
        normativity = data.text("normativity")
        if scope and normativity != scope:
            return [findings.other_library(str(Normativity(normativity).label))]
        return []

    def prepare(self, row: RawRow, data: DocumentData) -> list[Finding]:
        """Look for the files of a row; returns what is wrong with them."""
        self._files, remarks = self._attachments.find(row) if self._attachments else ([], [])
        return remarks

    def remarks_on_new(self, data: DocumentData) -> list[Finding]:
        """A new document may bring its agency with it."""
        if self._directory.existing_agency(data.issuer) is None:
            return [findings.agency_created(self._directory.agency_name(data.issuer))]
        return []

    def find(self, data: DocumentData, key: Any) -> int | None:
        """Primary key of the page of a row; None for a document that is not here."""
        return self._index.find(data, key)

    def draft(self, data: DocumentData) -> LegalDocumentPage:
        """An unsaved page with the plain values of a row."""
        return self._writer.draft(data)

    def load(self, pk: int) -> LegalDocumentPage:
        """The page with that primary key, with its type and issuer."""
        pages = LegalDocumentPage.objects.select_related("doc_type", "issuer")
        page: LegalDocumentPage = pages.get(pk=pk)
        return page

    def change(self, page: LegalDocumentPage, data: DocumentData) -> list[str]:
        """Set on the page what the row changes; returns the names of changed fields."""
        return self._writer.changes(page, data, self._files)

    def check(self, page: LegalDocumentPage) -> list[Finding]:
        """What the rules of documents say of a page."""
        return self._writer.check(page)

    def create(self, parent: Page, page: LegalDocumentPage, data: DocumentData) -> None:
        """Put a drafted page below the library and publish it.

        Raises:
            ValidationError: if the document's rules refuse it.
        """
        page.slug = slug_for(data, self._index.slugs)
        self._writer.create(parent, page, data, self._files)
        self._index.slugs.add(page.slug)
        self._index.add(page.pk, data, key_of(data))

    def update(self, page: LegalDocumentPage, data: DocumentData, changed: list[str]) -> None:
        """Publish a changed page as a new revision.

        Raises:
            ValidationError: if the document's rules refuse it.
        """
        self._writer.update(page, data, self._files, changed)
        self._index.add(page.pk, data, key_of(data))

    def row_is_done(self) -> None:
        """The files of the row stay."""
        if self._attachments:
            self._attachments.written.clear()

    def row_is_undone(self, reading: RowReading[DocumentData]) -> None:
        """Forget the files and the records that went with the row."""
        self.run_is_stopping()
        self._directory.reload()

    def run_is_stopping(self) -> None:
        """Remove the files of the row that was not written."""
        if self._attachments:
            self._attachments.discard_written()

    def rows_are_done(self) -> None:
        """Let the search learn how common words are now, after an import of many documents."""
        created = (self.run.counts or {}).get(Outcome.CREATED, 0)
        if not self.run.dry_run and created * _MANY > RegisterEntry.objects.count():
            statistics.recount()
