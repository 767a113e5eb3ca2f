"""What one part of the portal imports, and its runs: begun, continued, finished.

``ImportFeature`` puts together the tables, the mappings, the importer and the report of one kind of
register; screens, command and background task work on it alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Generic

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..models import ImportState
from .errors import TakenOver, UnusableInput
from .mappings import MappingFormat, MappingT
from .permission import may_import
from .registers import Register, read_register
from .report import RunReport
from .running import Importer, RunT


@dataclass(frozen=True, slots=True)
class ImportFeature(Generic[RunT, MappingT]):
    """One kind of register that can be imported."""

    run_model: type[RunT]
    mappings: MappingFormat[MappingT]
    importer: type[Importer[RunT, MappingT, Any]]
    report: RunReport

    @staticmethod
    def digest(data: bytes) -> str:
        """The SHA-256 by which a register file is known again, in lower-case hexadecimal."""
        return hashlib.sha256(data).hexdigest()

    def targets(self) -> list[Page]:
        """The pages below which can be imported, as their own type, in tree order."""
        wanted = self.importer.target_type
        pages = Page.objects.type(wanted).order_by("path").specific(defer=True)
        return [page for page in pages if isinstance(page, wanted)]

    def targets_for(self, user: Any) -> list[Page]:
        """Those of the pages below which the user may import."""
        return [page for page in self.targets() if may_import(user, page)]

    def open_run(
        self, *, sha256: str, mapping: MappingT, dry_run: bool, restart: bool = False, **fields: Any
    ) -> RunT:
        """Return the unfinished run of the same file, mapping and page, or a new one.

        `fields` are the other values of the run: ``file_name``, ``user``, and the page by the name
        that its model gives it. With `restart`, an unfinished run is left as it is.
        """
        runs = self.run_model._default_manager
        name = self.run_model.target_field
        same = {name: fields[name], "sha256": sha256, "mapping": mapping.text, "dry_run": dry_run}
        unfinished = runs.filter(**same).exclude(state=ImportState.DONE)
        run = None if restart else unfinished.filter(file="").first()
        if run is None:
            fields["file_name"] = fields["file_name"][:255]
            run = runs.create(**{**fields, **same})
        return run

    def perform(self, run: RunT, register: Register, mapping: MappingT, **options: Any) -> None:
        """Carry out a run to its end; what stops it is noted with it and raised again.

        `options` go to the importer, ``progress`` among them.

        Raises:
            UnusableInput: if the file, the mapping or the page cannot be used.
            TakenOver: if another process is working on the run.
        """
        try:
            self.importer(run, register, mapping, **options).execute()
        except TakenOver:
            raise
        except UnusableInput as problem:
            self._fail(run, str(problem))
            raise
        except BaseException:
            self._fail(run, _("The run was interrupted; it can be continued."))
            raise

    def perform_stored(self, run: RunT) -> None:
        """Carry out a run whose file was uploaded.

        Raises:
            UnusableInput: if the file, the mapping or the page cannot be used.
            TakenOver: if another process is working on the run.
        """
        try:
            mapping = self.mappings.parse(run.mapping)
            register = self.read_stored(run, mapping)
        except UnusableInput as problem:
            self._fail(run, str(problem))
            raise
        self.perform(run, register, mapping)

    def perform_in_background(self, run_id: int, language: str) -> None:
        """Carry out an uploaded run; what goes wrong is noted with it, in the given language."""
        run = self.run_model._default_manager.filter(pk=run_id).first()
        if run is None:
            return
        with translation.override(language):
            try:
                self.perform_stored(run)
            except (UnusableInput, TakenOver):
                return

    def read_stored(self, run: RunT, mapping: MappingT) -> Register:
        """The register of a run whose file was uploaded.

        Raises:
            UnusableInput: if the file is gone or cannot be read.
        """
        try:
            with run.file.open("rb") as stream:
                data = stream.read()
        except (OSError, ValueError) as error:
            message = _("The file %(name)s is not there any more; upload it again.")
            raise UnusableInput(message % {"name": run.file_name}) from error
        return read_register(data, mapping.source)

    def _fail(self, run: RunT, message: str) -> None:
        self.run_model._default_manager.filter(pk=run.pk).update(
            state=ImportState.FAILED, message=message, finished_at=timezone.now()
        )
        run.refresh_from_db()
