"""Runs of an importer: what was asked, how far it came, what happened to each row.

Each part of the portal that imports keeps its runs in tables of its own; it adds the page below
which it imports, and the name by which its rows are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class ImportState(models.TextChoices):
    """How far a run has come."""

    UPLOADED = "uploaded", _("uploaded")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped by an error")


class AbstractImportRun(models.Model):
    """One import of a register file below a page."""

    #: The foreign key to the page below which the run imports.
    target_field: ClassVar[str]

    if TYPE_CHECKING:
        #: The rows; the related name of their key to the run.
        rows: Any

    file = models.FileField(_("register file"), upload_to="govportal/imports/")
    file_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(max_length=64)
    mapping = models.TextField(_("mapping"), blank=True)
    dry_run = models.BooleanField(_("trial run"), default=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    position = models.PositiveIntegerField(_("rows done"), default=0)
    counts = models.JSONField(_("result"), default=dict, blank=True)
    message = models.TextField(_("message"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def target(self) -> Page:
        """The page below which the run imports."""
        return getattr(self, self.target_field)


class AbstractImportRow(models.Model):
    """What happened to one row of a run; the key ``run`` has the related name ``rows``."""

    #: The text field that holds the name by which a reader knows the row.
    label_field: ClassVar[str]

    number = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=20)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    messages = models.JSONField(_("messages"), default=list, blank=True)

    class Meta:
        abstract = True
        ordering = ["run", "number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"

    @property
    def label(self) -> str:
        """The name by which a reader knows the row: a number and symbol, a code."""
        return str(getattr(self, self.label_field))
