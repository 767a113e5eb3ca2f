"""Figures of many projects in one sheet, and the log of every published figure that changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...core.append_only import AppendOnlyModel
from ...core.models import Agency
from ..amounts import AmountField
from .sources import CapitalSource


class BatchState(models.TextChoices):
    """How far a sheet of figures has come."""

    DRAFT = "draft", pgettext_lazy("sheet of figures", "being prepared")
    SUBMITTED = "submitted", pgettext_lazy("sheet of figures", "waiting for approval")
    RETURNED = "returned", pgettext_lazy("sheet of figures", "returned")
    APPLYING = "applying", pgettext_lazy("sheet of figures", "being published")
    PUBLISHED = "published", pgettext_lazy("sheet of figures", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("sheet of figures", "withdrawn")


class FigureBatch(models.Model):
    """A sheet with the figures of a year for many projects, approved as one."""

    register = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("register of projects"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("supplied by"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=255)
    basis = models.CharField(
        _("basis"),
        max_length=255,
        help_text=_("The report or document that the figures come from; it is published."),
    )
    file = models.FileField(_("file"), upload_to="govportal/figures/", blank=True)
    file_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        pgettext_lazy("sheet of figures", "state"),
        max_length=12,
        choices=BatchState.choices,
        default=BatchState.DRAFT,
    )
    #: What stopped the publication, for those who wait for it.
    problems = models.JSONField(default=list, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    published_at = models.DateTimeField(_("published at"), null=True)

    class Meta:
        verbose_name = _("sheet of figures")
        verbose_name_plural = _("sheets of figures")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class FigureRow(models.Model):
    """One row of a sheet: what it says of one project, year and source, in whole đồng."""

    batch = models.ForeignKey(FigureBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    code = models.CharField(pgettext_lazy("project", "code"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.ForeignKey(CapitalSource, on_delete=models.PROTECT, related_name="+")
    planned = AmountField(pgettext_lazy("capital", "planned"))
    allocated = AmountField(pgettext_lazy("capital", "allocated"))
    disbursed = AmountField(pgettext_lazy("capital", "disbursed"))
    #: The figures that the public saw when the sheet was entered; a sheet is not applied to others.
    planned_before = AmountField()
    allocated_before = AmountField()
    disbursed_before = AmountField()

    class Meta:
        verbose_name = _("row of a sheet of figures")
        verbose_name_plural = _("rows of a sheet of figures")
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "page", "year", "source"], name="govportal_figure_row_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.year}"


class BatchEventKind(models.TextChoices):
    """What happened to a sheet of figures."""

    ENTERED = "entered", pgettext_lazy("sheet of figures", "entered")
    SUBMITTED = "submitted", pgettext_lazy("sheet of figures", "handed in")
    RETURNED = "returned", pgettext_lazy("sheet of figures", "returned")
    APPROVED = "approved", pgettext_lazy("sheet of figures", "approved")
    FAILED = "failed", pgettext_lazy("sheet of figures", "could not be published")
    PUBLISHED = "published", pgettext_lazy("sheet of figures", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("sheet of figures", "withdrawn")


class FigureBatchEvent(AppendOnlyModel):
    """A step of a sheet of figures: who, when, why."""

    batch_id = models.BigIntegerField(db_index=True)
    batch_title = models.CharField(max_length=255)
    kind = models.CharField(max_length=12, choices=BatchEventKind.choices)
    at = models.DateTimeField(_("time"), db_index=True)
    #: None for the system.
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(_("by"), max_length=255, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("step of a sheet of figures")
        verbose_name_plural = _("steps of sheets of figures")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.batch_title}: {self.get_kind_display()}"


class Figure(models.TextChoices):
    """The published figures and facts of which every change is kept."""

    TOTAL = "total_investment", pgettext_lazy("figure of a project", "total investment")
    PLANNED = "planned", pgettext_lazy("figure of a project", "planned capital")
    ALLOCATED = "allocated", pgettext_lazy("figure of a project", "allocated capital")
    DISBURSED = "disbursed", pgettext_lazy("figure of a project", "disbursed capital")
    PROGRESS = "progress", pgettext_lazy("figure of a project", "progress")
    STATUS = "status", pgettext_lazy("figure of a project", "status")
    PLANNED_START = "planned_start", pgettext_lazy("figure of a project", "planned start")
    PLANNED_END = "planned_end", pgettext_lazy("figure of a project", "planned end")
    ACTUAL_START = "actual_start", pgettext_lazy("figure of a project", "actual start")
    ACTUAL_END = "actual_end", pgettext_lazy("figure of a project", "actual end")
    PACKAGE_PRICE = "package_price", pgettext_lazy("figure of a project", "package price")
    PACKAGE_RESULT = "package_result", pgettext_lazy("figure of a project", "winning price")


class FigureChange(AppendOnlyModel):
    """A published figure that became another one: who changed it, when, from what to what.

    ``before`` and ``after`` are the stored values as text: whole đồng, per cent, codes of states,
    ISO dates; empty where nothing was stated. A first publication changes nothing and is no line.
    """

    page_id = models.BigIntegerField()
    translation_key = models.UUIDField(db_index=True)
    code = models.CharField(max_length=60)
    figure = models.CharField(max_length=20, choices=Figure.choices)
    #: Of capital.
    year = models.PositiveSmallIntegerField(null=True)
    source_code = models.CharField(max_length=64, blank=True)
    #: Of a bidding package: its code, or its name where it has none.
    part = models.CharField(max_length=500, blank=True)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(_("time"), db_index=True)
    #: None for the system.
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(_("by"), max_length=255, blank=True)
    reason = models.CharField(max_length=255, blank=True)
    batch_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("changed figure")
        verbose_name_plural = _("changed figures")
        ordering = ["pk"]
        indexes = [models.Index(fields=["page_id", "id"], name="govportal_figure_page")]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_figure_display()}"
