"""Import of registers through the command, and what a database holds before and after it."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.test import TestCase

from govportal_wagtail.legal.models import ImportRow, ImportRun

# What an import writes about itself, whatever it does to the documents.
_OWN_RECORDS = (ImportRun, ImportRow)
_APPS = ("govportal_core", "govportal_legal", "wagtailcore", "wagtaildocs", "wagtailsearch")


def run_import(path: Path, library: Any, **options: Any) -> ImportRun:
    """Import a register with the command, and read new files as the background task does."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command(
            "govportal_import_documents",
            path,
            library=str(library.pk),
            verbosity=0,
            stderr=io.StringIO(),
            **options,
        )
    return ImportRun.objects.latest("pk")


def codes(run: ImportRun) -> set[str]:
    """The codes of all remarks of a run."""
    return {each["code"] for row in run.rows.all() for each in row.messages}


def contents_of_database() -> dict[str, str]:
    """A checksum of the rows of every table that has to do with documents."""
    found = {}
    for label in _APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if model in _OWN_RECORDS or not model._meta.managed:
                continue
            digest = hashlib.sha256()
            # Concrete fields of the table itself: a view of the search index has others.
            for row in model._base_manager.order_by("pk").values_list().iterator():
                digest.update(repr(row).encode())
            found[model._meta.label] = digest.hexdigest()
    return found
