"""Runs of the importer of documents."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...core.models import AbstractImportRow, AbstractImportRun


class ImportRun(AbstractImportRun):
    """One import of a register file into a library."""

    target_field: ClassVar[str] = "library"

    library = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("library"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta(AbstractImportRun.Meta):
        verbose_name = _("import of documents")
        verbose_name_plural = _("imports of documents")


class ImportRow(AbstractImportRow):
    """What happened to one row of a run."""

    label_field: ClassVar[str] = "symbol"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    symbol = models.CharField(_("number and symbol"), max_length=255, blank=True)

    class Meta(AbstractImportRow.Meta):
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="govportal_import_row"),
        ]
