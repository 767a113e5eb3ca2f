"""Read the files of the document library that have not been read yet."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model

from ... import file_inspection
from ...models import InspectionState


class Command(BaseCommand):
    """``govportal_inspect_files [--all]``."""

    help = "Reads the files of the library that were not read yet; safe to repeat at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let all files be read again."""
        parser.add_argument(
            "--all", action="store_true", help="Read all files again, also those read before."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read file by file; name those that could not be read, then count."""
        documents = get_document_model().objects.order_by("pk")
        if not options["all"]:
            unread = Q(govportal_facts__isnull=True)
            unread |= Q(govportal_facts__state=InspectionState.PENDING)
            documents = documents.filter(unread)
        # A list of keys, not a cursor: reading takes long, and each file is written at once.
        keys = list(documents.values_list("pk", flat=True))
        counts: Counter[str] = Counter()
        for key in keys:
            document = get_document_model().objects.filter(pk=key).first()
            if document is None:
                continue
            facts = file_inspection.read(document, force=options["all"])
            counts[facts.state] += 1
            if facts.state in {InspectionState.REFUSED, InspectionState.FAILED}:
                self.stdout.write(f"{document.pk} {document.filename}: {facts.message}")
        self.stdout.write(_("Files read: {count}").format(count=counts.total()))
        for state, count in sorted(counts.items()):
            self.stdout.write(f"  {InspectionState(state).label}: {count}")
