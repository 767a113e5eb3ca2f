"""Write the register of legal documents again from the published pages."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ....core.batches import batched
from ....core.search import index
from ... import connections, register, units_store
from ...models import DocumentRelation, LegalDocumentIndexPage, LegalDocumentPage


class Command(BaseCommand):
    """``govportal_rebuild_register [--library ID] [--units] [--check]``."""

    help = "Write the register of legal documents again; safe to repeat while the site runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--library", type=int, help="Page id of one library.")
        parser.add_argument(
            "--units", action="store_true", help="Also divide the texts of the documents again."
        )
        parser.add_argument(
            "--check", action="store_true", help="Only compare; exit code 1 if anything differs."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command.

        Raises:
            CommandError: for a library that does not exist, or differences found by ``--check``.
        """
        if options["check"]:
            self._check()
            return
        library = None
        if options["library"] is not None:
            library = LegalDocumentIndexPage.objects.filter(pk=options["library"]).first()
            if library is None:
                raise CommandError(_("There is no document library with this number."))
        self._connect()
        # The search reads the register and the parts: what changes there is found anew.
        outdated: Iterable[int] = register.audit().missing
        if options["units"]:
            outdated = self._divide(library)
        count = register.rebuild(library, progress=self._progress)
        for batch in batched(outdated):
            index.refresh(batch)
        self.stdout.write(_("Documents in the register: {count}").format(count=count))

    def _check(self) -> None:
        found = register.audit()
        for line in found.lines():
            self.stdout.write(line)
        if not found.is_clean:
            raise CommandError(_("The register differs from the published documents."))

    def _connect(self) -> None:
        dangling = DocumentRelation.objects.filter(target__isnull=True, page__live=True)
        keys = dangling.exclude(target_key="").values_list("target_key", flat=True).distinct()
        for batch in batched(keys.order_by("target_key")):
            connections.connect_key(*batch)

    def _divide(self, library: LegalDocumentIndexPage | None) -> list[int]:
        pages = LegalDocumentPage.objects.live().order_by("pk")
        if library is not None:
            pages = pages.child_of(library)
        ids = []
        for page in pages.iterator(chunk_size=50):
            units_store.store_units(page)
            ids.append(page.pk)
        return ids

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"{done}/{total}")
