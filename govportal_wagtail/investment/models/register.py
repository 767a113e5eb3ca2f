"""The narrow tables behind public lists, maps, totals, feeds and open data.

One entry per published project and one row of money per year and source, written when a project
is published, moved, unpublished or deleted. Lists and totals never walk the page tree.
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ...core.models import AdministrativeField, Agency
from ...core.network import below_any
from ..amounts import AmountField
from .sources import CapitalSource
from .vocabulary import FundingType, ProjectGroup, ProjectKind, ProjectStatus

_NARROW: Final = (
    *("status", "kind", "group", "field", "investor", "first_year", "last_year", "call_until"),
    *("total_investment", "planned", "allocated", "disbursed", "rate_planned", "rate_disbursed"),
)


class ProjectEntryQuerySet(models.QuerySet["ProjectEntry"]):
    """Questions asked of the register."""

    def public(self) -> ProjectEntryQuerySet:
        """Entries that everybody may read."""
        return self.filter(is_public=True)

    def below(self, *paths: str) -> ProjectEntryQuerySet:
        """Entries of projects below any of these tree paths; none for no path."""
        return self.filter(below_any(paths))


class ProjectEntry(models.Model):
    """What lists, maps and totals need to know of one published project. Amounts are đồng."""

    page = models.OneToOneField(
        "wagtailcore.Page",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="govportal_project_entry",
    )
    register = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("register of projects"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    translation_key = models.UUIDField(db_index=True)
    path = models.CharField(max_length=255, help_text="Tree path of the page, for one site's rows.")
    url_path = models.TextField()
    is_public = models.BooleanField(
        default=True, help_text="False below a page with a view restriction."
    )
    code = models.CharField(max_length=60)
    code_key = models.CharField(max_length=80, db_index=True)
    other_codes = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=255)
    title_key = models.CharField(max_length=255, help_text="Folded, for sorting and finding.")
    objective = models.TextField(blank=True)
    field = models.ForeignKey(
        AdministrativeField, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=20, blank=True, choices=ProjectKind.choices)
    group = models.CharField(max_length=10, blank=True, choices=ProjectGroup.choices)
    funding = models.CharField(max_length=20, blank=True, choices=FundingType.choices)
    donor = models.CharField(max_length=255, blank=True)
    investor = models.ForeignKey(Agency, null=True, on_delete=models.SET_NULL, related_name="+")
    investor_name = models.CharField(max_length=255, blank=True)
    communes = models.ManyToManyField(Agency, related_name="+")
    place = models.CharField(max_length=500, blank=True)
    #: A point that stands for the project on the map, and the box around what is drawn.
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    has_area = models.BooleanField(default=False)
    planned_start = models.CharField(max_length=10, blank=True)
    planned_end = models.CharField(max_length=10, blank=True)
    actual_start = models.CharField(max_length=10, blank=True)
    actual_end = models.CharField(max_length=10, blank=True)
    #: The years in which the project runs, as planned or as it was; for the filter by year.
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)
    total_investment = AmountField()
    #: Sums over all years and sources that state a figure; None where none does.
    planned = AmountField()
    allocated = AmountField()
    disbursed = AmountField()
    #: Of the rows that state both plan and disbursement: what the rate rests on.
    rate_planned = AmountField()
    rate_disbursed = AmountField()
    status = models.CharField(max_length=20, choices=ProjectStatus.choices)
    status_since = models.CharField(max_length=10, blank=True)
    progress = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    call_until = models.DateField(null=True)
    #: When somebody last published something new of the project, and when a figure was revised.
    published_at = models.DateTimeField(null=True)
    content_at = models.DateTimeField(null=True)
    revised_on = models.DateField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProjectEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the register of projects")
        verbose_name_plural = _("entries of the register of projects")
        indexes = [
            models.Index(fields=["register", "locale", "status"], name="govportal_prj_status"),
            models.Index(fields=["path"], name="govportal_prj_path"),
            models.Index(fields=["field", "status"], name="govportal_prj_field"),
            models.Index(fields=["investor"], name="govportal_prj_owner"),
            # Holds every column that a list filters, counts or sums: the rows themselves are wide.
            models.Index(
                fields=["register", "locale", "-content_at", "-page", "is_public", *_NARROW],
                name="govportal_prj_newest",
            ),
            models.Index(fields=["-content_at", "-page"], name="govportal_prj_date"),
            models.Index(fields=["total_investment", "page"], name="govportal_prj_value"),
            models.Index(fields=["title_key", "page"], name="govportal_prj_title"),
            models.Index(fields=["latitude", "longitude"], name="govportal_prj_place"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_url(self, request: HttpRequest | None = None) -> str:
        """The public address of the project; empty below no site. Asks no query of its own."""
        page = Page(pk=self.page_id, url_path=self.url_path)
        return page.get_url(request) or ""

    @property
    def investor_label(self) -> str:
        """The investor in the active language; empty where nobody is named."""
        return self.investor.localized_name if self.investor else self.investor_name


class ProjectMoney(models.Model):
    """Published capital of one project, year and source, in whole đồng."""

    entry = models.ForeignKey(ProjectEntry, on_delete=models.CASCADE, related_name="money")
    year = models.PositiveSmallIntegerField()
    source = models.ForeignKey(CapitalSource, on_delete=models.PROTECT, related_name="+")
    planned = AmountField()
    allocated = AmountField()
    disbursed = AmountField()

    class Meta:
        verbose_name = _("published capital of a year")
        verbose_name_plural = _("published capital by year")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "year", "source"], name="govportal_prj_money_once"
            )
        ]
        indexes = [models.Index(fields=["year", "source"], name="govportal_prj_money_year")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.year}"
