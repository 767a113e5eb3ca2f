"""Pages: a register of investment projects, and one project."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page
from wagtail.search import index

from ...core import network
from ...core.metadata import Metadata
from ...core.models import AdministrativeField, Agency, PortalPageMixin, parent_link
from ...core.vietnamese import normalise
from ..amounts import AmountField
from ..codes import code_key
from ..forms import ProjectPageForm
from ..partial_dates import PartialDateField
from ..staff import panels
from ..validation import errors_of
from .vocabulary import FundingType, ProjectGroup, ProjectKind, ProjectStatus

_TEXTS = (
    *("title", "code", "other_codes", "investor_name", "board_name", "place", "donor", "land_use"),
    *("contact_unit", "contact_phone", "contact_email"),
)
_LONG_TEXTS = ("objective", "scale", "incentives", "call_terms", "status_note")


class ProjectIndexPageMixin(PortalPageMixin):
    """A register of projects: as list, table and map, and the calls for investment in it."""

    lead = models.TextField(_("introduction"), blank=True)
    reach = models.CharField(
        _("projects shown"),
        max_length=12,
        choices=network.Reach.choices,
        default=network.Reach.OWN,
    )
    licence = models.TextField(
        _("terms of use of the data"),
        blank=True,
        help_text=_("Empty: free use with the source named."),
    )

    view_parameters = ("xem",)
    content_panels = [*Page.content_panels, *panels.REGISTER]
    search_fields = [*Page.search_fields, index.SearchField("lead")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what ``public.register_view`` finds: a list, table, map, or the calls.

        Raises:
            Http404: for a page of the list that does not exist.
        """
        # What a register shows is read through the models, so it cannot be imported above.
        from ..public import register_view  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | register_view.context(self, request)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The register; with status 400 where a filter is not understood."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        if context.get("errors"):
            response.status_code = 400
        return response

    def get_feed_links(self, request: HttpRequest) -> list[dict[str, str]]:
        """The feed of the projects that the filters of the address find."""
        from ..public import feeds  # noqa: PLC0415

        return feeds.feed_links(self, request)


class ProjectIndexPage(ProjectIndexPageMixin, Page):  # type: ignore[django-manager-missing]
    """A register of public investment projects of a site."""

    page_ptr = parent_link("govportal_project_index")
    template = "govportal/investment/project_index_page.html"
    subpage_types = ["govportal_investment.InvestmentProjectPage"]

    class Meta:
        verbose_name = _("register of projects")
        verbose_name_plural = _("registers of projects")


class InvestmentProjectMixin(PortalPageMixin):
    """An investment project: what it is for, where, what it costs and how far it has come.

    Decree 43/2011/NĐ-CP, Article 10.1.h, names the least: name, main objective, field, kind, time,
    cost, kind of funding, donor and status; Lạng Sơn 40/2024, Article 5.1.đ, adds the results.
    Amounts are whole đồng.
    """

    code = models.CharField(
        pgettext_lazy("project", "code"),
        max_length=60,
        help_text=_("The code under which the project is known, for example 7891234."),
    )
    code_key = models.CharField(max_length=80, editable=False, db_index=True)
    other_codes = models.CharField(
        _("other codes"),
        max_length=255,
        blank=True,
        help_text=_("For example of the bidding network; several are separated by semicolons."),
    )
    objective = models.TextField(_("main objective"), blank=True)
    field = models.ForeignKey(
        AdministrativeField,
        verbose_name=pgettext_lazy("project", "field"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    kind = models.CharField(
        pgettext_lazy("project", "kind"), max_length=20, blank=True, choices=ProjectKind.choices
    )
    group = models.CharField(
        pgettext_lazy("project", "group"), max_length=10, blank=True, choices=ProjectGroup.choices
    )
    investor = models.ForeignKey(
        Agency,
        verbose_name=_("investor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The agency that owns the project (chủ đầu tư)."),
    )
    investor_name = models.CharField(
        _("or its name"),
        max_length=255,
        blank=True,
        help_text=_("For an investor that is not in the register of agencies."),
    )
    board_name = models.CharField(_("management board"), max_length=255, blank=True)
    communes = ParentalManyToManyField(
        Agency, verbose_name=_("communes"), blank=True, related_name="+"
    )
    place = models.CharField(_("place"), max_length=500, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    area = models.JSONField(
        _("line or area on the map"),
        null=True,
        blank=True,
        help_text=_("A geometry in GeoJSON, for example of a road or a site."),
    )
    scale = models.TextField(_("capacity and scale"), blank=True)
    planned_start = PartialDateField(_("planned start"))
    planned_end = PartialDateField(_("planned end"))
    actual_start = PartialDateField(_("actual start"))
    actual_end = PartialDateField(_("actual end"))
    total_investment = AmountField(_("total investment"))
    funding = models.CharField(
        _("kind of funding"), max_length=20, blank=True, choices=FundingType.choices
    )
    donor = models.CharField(
        _("donor"),
        max_length=255,
        blank=True,
        help_text=_("Who pays; the state budget pays for what names nobody."),
    )
    status = models.CharField(
        pgettext_lazy("project", "status"),
        max_length=20,
        choices=ProjectStatus.choices,
        default=ProjectStatus.PREPARING,
    )
    status_since = PartialDateField(_("in this status since"))
    status_note = models.TextField(_("remarks on the status"), blank=True)
    progress = models.DecimalField(
        _("progress in per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(0, _("Progress lies between 0 and 100 per cent.")),
            MaxValueValidator(100, _("Progress lies between 0 and 100 per cent.")),
        ],
    )
    progress_on = models.DateField(_("progress measured on"), null=True, blank=True)
    land_area = models.DecimalField(
        _("land in hectares"),
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, _("An area cannot be negative."))],
    )
    land_use = models.CharField(_("land and clearance"), max_length=500, blank=True)
    incentives = models.TextField(_("incentives for investors"), blank=True)
    call_terms = models.TextField(_("what investors need to meet"), blank=True)
    call_until = models.DateField(_("applications until"), null=True, blank=True)
    contact_unit = models.CharField(_("contact"), max_length=255, blank=True)
    contact_phone = models.CharField(_("phone"), max_length=60, blank=True)
    contact_email = models.EmailField(_("official e-mail"), blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)

    content_panels = panels.PROJECT
    money_panels = panels.MONEY
    bidding_panels = panels.BIDDING
    media_panels = panels.MEDIA
    get_edit_handler = panels.project_edit_handler
    base_form_class = ProjectPageForm
    search_fields = [
        *Page.search_fields,
        index.SearchField("objective"),
        index.AutocompleteField("code"),
        index.FilterField("code_key"),
        index.FilterField("status"),
        index.FilterField("kind"),
        index.FilterField("field"),
        index.FilterField("investor"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Derive what follows from other fields and refuse what cannot be.

        Raises:
            ValidationError: next to each field with a mistake.
        """
        super().clean()
        self.derive()
        errors = errors_of(self)
        if errors:
            raise ValidationError(errors)

    def derive(self) -> None:
        """Bring texts and codes into their stored form."""
        for name in _TEXTS:
            setattr(self, name, " ".join(normalise(getattr(self, name) or "").split()))
        for name in _LONG_TEXTS:
            setattr(self, name, normalise(getattr(self, name) or "").strip())
        self.code_key = code_key(self.code)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what ``public.project_view`` shows of the project."""
        from ..public import project_view  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | project_view.context(self, request)

    @property
    def investor_label(self) -> str:
        """The investor in the active language; empty where nobody is named."""
        return self.investor.localized_name if self.investor else self.investor_name

    def get_lead(self) -> str:
        """The main objective."""
        return self.objective or self.search_description

    def get_metadata(self, **overrides: Any) -> Metadata:
        """Dublin Core elements of a project; the identifier is its code."""
        values = {
            "creator": self.investor_label,
            "subject": self.field.localized_name if self.field else "",
            "identifier": self.code or self.full_url or "",
            **overrides,
        }
        return super().get_metadata(**values)


class InvestmentProjectPage(InvestmentProjectMixin, Page):  # type: ignore[django-manager-missing]
    """One investment project of a register."""

    page_ptr = parent_link("govportal_investment_project")
    template = "govportal/investment/investment_project_page.html"
    parent_page_types = ["govportal_investment.ProjectIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("investment project")
        verbose_name_plural = _("investment projects")

    def derive(self) -> None:
        """Fill what follows from other fields, also the history of the status."""
        super().derive()
        if self.status_since and not self._has_state():
            from .parts import add_state  # noqa: PLC0415

            add_state(self, self.status, self.status_since)

    def _has_state(self) -> bool:
        rows = self.states.all()
        return any((row.status, row.since) == (self.status, self.status_since) for row in rows)
