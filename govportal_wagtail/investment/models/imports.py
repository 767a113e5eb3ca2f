"""Runs of the importer of projects: what was asked, how far it came, what became of each row."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...core.models import AbstractImportRow, AbstractImportRun


class ProjectImportRun(AbstractImportRun):
    """One import of a file of projects into a register."""

    target_field: ClassVar[str] = "register"

    register = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("register of projects"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    class Meta(AbstractImportRun.Meta):
        verbose_name = _("import of projects")
        verbose_name_plural = _("imports of projects")


class ProjectImportRow(AbstractImportRow):
    """What happened to one row of a run."""

    label_field: ClassVar[str] = "code"

    run = models.ForeignKey(ProjectImportRun, on_delete=models.CASCADE, related_name="rows")
    code = models.CharField(pgettext_lazy("project", "code"), max_length=255, blank=True)

    class Meta(AbstractImportRow.Meta):
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="govportal_prj_import_row"),
        ]
