"""Import a register into a library: every row by itself, safe to repeat, safe to interrupt.

A row is one transaction that also notes how far the run has come, so a run that was stopped goes on
after the last row that is really there. A row that fails changes nothing and stops nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from ...core.search import statistics
from ..models import (
    ImportRow,
    ImportRun,
    ImportState,
    LegalDocumentIndexMixin,
    LegalDocumentPage,
    Normativity,
    RegisterEntry,
)
from ..validation import Finding
from . import findings
from .attachments import Attachments, FoundFile
from .errors import UnusableInput
from .identity import Index, Key, key_of
from .lookups import Directory
from .mapping import Mapping
from .reader import RawRow, Register
from .rows import RowReading, read_row
from .writer import Writer, errors_of, free_slug

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


class Outcome(StrEnum):
    """What happened to a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(slots=True)
class RowResult:
    """The outcome of one row, with its findings and the names of the fields it changed."""

    number: int
    outcome: Outcome
    symbol: str
    findings: list[Finding]
    page_id: int | None = None
    changed: list[str] = field(default_factory=list)

    def messages(self) -> list[dict[str, str]]:
        """The findings as they are stored with the run; changed fields come last."""
        found = [
            {
                "level": finding.level,
                "field": finding.field,
                "code": finding.code,
                "message": str(finding.message),
            }
            for finding in self.findings
        ]
        return found + [
            {"level": "info", "field": name, "code": "changed", "message": ""}
            for name in self.changed
        ]


class TakenOver(Exception):
    """Another process is working on the same run."""


_COUNTED: Final = tuple(Outcome)
#: One of so many documents is new: how common words are is no longer what it was.
_MANY: Final = 5
# After these the document of the row is in the library; a later row about it is a duplicate.
_HELD: Final = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED})


class Importer:
    """One run over one register."""

    def __init__(
        self,
        run: ImportRun,
        register: Register,
        mapping: Mapping,
        *,
        files_dir: Path | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.run = run
        self.register = register
        self.library = library_of(run)
        if missing := mapping.missing_columns(register.columns):
            message = _("The file has no column %(name)s. Its columns are: %(columns)s")
            columns = ", ".join(register.columns)
            raise UnusableInput(message % {"name": ", ".join(missing), "columns": columns})
        self._mapping = mapping
        self._directory = Directory(mapping)
        self._attachments = None
        if files_dir is not None:
            if mapping.files is None:
                raise UnusableInput(_("The mapping does not say how files are named ([files])."))
            self._attachments = Attachments(files_dir, mapping.files, run.user)
        self._writer = Writer(mapping, self._directory, run.user, self._attachments)
        self._index = Index(self.library)
        self._seen: dict[Key, int] = {}
        self._progress = progress or (lambda done, total: None)

    def preview(self, count: int) -> list[RowResult]:
        """What would happen to the first rows; nothing is written."""
        rows = self.register.rows[:count]
        return [
            self._import(row, read_row(row, self._mapping, self._directory), write=False)
            for row in rows
        ]

    def execute(self) -> None:
        """Work through the rows that are not done yet.

        Raises:
            TakenOver: if another process continued the same run meanwhile.
        """
        self.run.state, self.run.message = ImportState.RUNNING, ""
        self.run.save(update_fields=["state", "message"])
        total = len(self.register)
        done = self.run.rows.filter(outcome__in=_HELD).values_list("number", flat=True)
        held = frozenset(done) if self.run.position else frozenset()
        for position, row in enumerate(self.register.rows):
            reading = read_row(row, self._mapping, self._directory)
            if position < self.run.position:
                if reading.number in held and (key := key_of(reading.data)):
                    self._seen.setdefault(key, reading.number)
                continue
            self._one(row, reading)
            self._progress(position + 1, total)
        self._count_words()
        self.run.state, self.run.finished_at = ImportState.DONE, timezone.now()
        self.run.save(update_fields=["state", "finished_at"])

    def _count_words(self) -> None:
        """Let the search learn how common words are now, after an import of many documents."""
        created = (self.run.counts or {}).get(Outcome.CREATED, 0)
        if not self.run.dry_run and created * _MANY > RegisterEntry.objects.count():
            statistics.recount()

    def _one(self, row: RawRow, reading: RowReading) -> None:
        """Import a row in a transaction of its own and note the outcome with it."""
        try:
            with transaction.atomic():
                self._note(self._import(row, reading, write=not self.run.dry_run))
        except (TakenOver, OperationalError, InterfaceError):
            # Nothing is wrong with the row: the run stops here and can be continued.
            self._discard_files()
            raise
        except ValidationError as error:
            self._undo(reading)
            self._note(self._result(reading, Outcome.REFUSED, errors_of(error)))
        except Exception:
            logger.exception("Row %s of import %s failed.", row.number, self.run.pk)
            self._undo(reading)
            self._note(self._result(reading, Outcome.FAILED, [findings.failed()]))
        else:
            if self._attachments:
                self._attachments.written.clear()

    def _undo(self, reading: RowReading) -> None:
        """Forget what a rolled-back row left in memory and in storage."""
        self._discard_files()
        self._directory.reload()
        if (key := key_of(reading.data)) and self._seen.get(key) == reading.number:
            del self._seen[key]

    def _discard_files(self) -> None:
        if self._attachments:
            self._attachments.discard_written()

    def _note(self, result: RowResult) -> None:
        """Store the outcome of a row; it moves the run on by one row, or finds it moved."""
        counts = dict(self.run.counts or {})
        counts[result.outcome] = counts.get(result.outcome, 0) + 1
        with transaction.atomic():
            moved = ImportRun.objects.filter(pk=self.run.pk, position=self.run.position).update(
                position=self.run.position + 1, counts=counts
            )
            if not moved:
                raise TakenOver
            ImportRow.objects.create(
                run=self.run,
                number=result.number,
                outcome=result.outcome,
                symbol=result.symbol[:255],
                page_id=result.page_id,
                messages=result.messages(),
            )
        self.run.position += 1
        self.run.counts = counts

    def _result(
        self,
        reading: RowReading,
        outcome: Outcome,
        more: list[Finding] | None = None,
        **more_values: Any,
    ) -> RowResult:
        found = [*reading.findings, *(more or [])]
        unique = {(each.field, each.code, str(each.message)): each for each in found}
        return RowResult(
            reading.number, outcome, reading.data.symbol, list(unique.values()), **more_values
        )

    def _stop(self, reading: RowReading, key: Key | None) -> RowResult | None:
        """The result of a row that is not even tried; None for the others."""
        if reading.is_refused:
            return self._result(reading, Outcome.REFUSED)
        if key is None:
            return self._result(reading, Outcome.REFUSED, [findings.no_identity()])
        scope = getattr(self.library, "scope", "")
        normativity = reading.data.text("normativity")
        if scope and normativity != scope:
            remark = findings.other_library(str(Normativity(normativity).label))
            return self._result(reading, Outcome.REFUSED, [remark])
        if (first := self._seen.get(key)) is not None:
            return self._result(reading, Outcome.DUPLICATE, [findings.duplicate(first)])
        return None

    def _import(self, row: RawRow, reading: RowReading, *, write: bool) -> RowResult:
        """Create, update or leave the document of a row, or only say which it would be."""
        key = key_of(reading.data)
        result = self._stop(reading, key) or self._apply(row, reading, key, write=write)
        if key is not None and result.outcome in _HELD:
            self._seen[key] = reading.number
        return result

    def _apply(
        self, row: RawRow, reading: RowReading, key: Key | None, *, write: bool
    ) -> RowResult:
        files, remarks = self._attachments.find(row) if self._attachments else ([], [])
        pk = self._index.find(reading.data, key)
        if pk is not None:
            return self._update(reading, pk, files, remarks, write=write)
        page = self._writer.draft(reading.data)
        remarks += self._writer.check(page)
        if any(each.level == "error" for each in remarks):
            return self._result(reading, Outcome.REFUSED, remarks)
        issuer = reading.data.issuer
        if self._directory.existing_agency(issuer) is None:
            remarks.append(findings.agency_created(self._directory.agency_name(issuer)))
        if write:
            self._create(page, reading, key, files)
        return self._result(reading, Outcome.CREATED, remarks, page_id=page.pk)

    def _create(
        self,
        page: LegalDocumentPage,
        reading: RowReading,
        key: Key | None,
        files: list[FoundFile],
    ) -> None:
        # The lock makes imports into one library wait for each other, and the place in the tree
        # is that of this moment.
        library = Page.objects.select_for_update().get(pk=self.library.pk)
        page.slug = free_slug(reading.data, self._index.slugs)
        self._writer.create(library, page, reading.data, files)
        self._index.slugs.add(page.slug)
        self._index.add(page.pk, reading.data, key)

    def _update(
        self,
        reading: RowReading,
        pk: int,
        files: list[FoundFile],
        remarks: list[Finding],
        *,
        write: bool,
    ) -> RowResult:
        page = LegalDocumentPage.objects.select_related("doc_type", "issuer").get(pk=pk)
        changed = self._writer.changes(page, reading.data, files)
        if not changed:
            return self._result(reading, Outcome.UNCHANGED, remarks, page_id=pk)
        remarks += self._writer.check(page)
        if not page.live or page.has_unpublished_changes:
            remarks.append(findings.being_edited())
        elif page.locked:
            remarks.append(findings.locked())
        if any(each.level == "error" for each in remarks):
            return self._result(reading, Outcome.REFUSED, remarks, page_id=pk, changed=changed)
        if write:
            self._writer.update(page, reading.data, files, changed)
            self._index.add(pk, reading.data, key_of(reading.data))
        return self._result(reading, Outcome.UPDATED, remarks, page_id=pk, changed=changed)


def library_of(run: ImportRun) -> Page:
    """The library of a run, as its own type.

    Raises:
        UnusableInput: if the page is no library of documents.
    """
    library = run.library.specific
    if not isinstance(library, LegalDocumentIndexMixin):
        message = _("The page %(title)s is not a document library.")
        raise UnusableInput(message % {"title": library.title})
    return library


def counts_in_order(run: ImportRun) -> Iterator[tuple[Outcome, int]]:
    """How often each outcome occurred, in a fixed order, zero included."""
    for outcome in _COUNTED:
        yield outcome, int((run.counts or {}).get(outcome, 0))
