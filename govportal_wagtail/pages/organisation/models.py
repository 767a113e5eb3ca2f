"""Leaders and agencies as pages; who holds which post is read from the registers.

Biographies and duties of leaders, the organisation with its duties and powers, and the
administrative map are what Decree 224/2026/NĐ-CP, Article 9.1.b and 9.1.c, asks of every site; the
contacts of competent officials Lạng Sơn 40/2024, Article 7.1, and Bắc Kạn, Article 3.3.g.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index

from ...core.metadata import Metadata
from ...core.models import Agency, Person, PortalPageMixin, parent_link
from ...core.organisation.choosers import PublicPersonWidget
from ...editorial.panels import ChecklistPanel
from .forms import LeaderPageForm

#: What texts on people and agencies may use.
FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class OfAgencyMixin(PortalPageMixin):
    """A page that speaks of one agency: an introduction and what the registers know."""

    lead = models.TextField(_("introduction"), blank=True)
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The agency of which the page speaks."),
    )

    content_panels = [*Page.content_panels, FieldPanel("agency"), FieldPanel("lead")]
    search_fields = [*Page.search_fields, index.SearchField("lead")]

    class Meta:
        abstract = True


class LeadersPageMixin(OfAgencyMixin):
    """The leaders of an agency in the order of protocol, and those of earlier terms."""

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what ``leaders`` reads for the address: those in office, or the former ones.

        Raises:
            Http404: for a page of the list that does not exist.
        """
        from . import leaders  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | leaders.index_context(self, request)


class LeadersPage(LeadersPageMixin, Page):  # type: ignore[django-manager-missing]
    """The leaders of an agency."""

    page_ptr = parent_link("govportal_leaders")
    template = "govportal/pages/organisation/leaders_page.html"
    subpage_types = ["govportal_pages.LeaderPage"]

    class Meta:
        verbose_name = _("leaders")
        verbose_name_plural = pgettext_lazy("several pages", "leaders")


class LeaderPageMixin(PortalPageMixin):
    """One leader: post and term from the register; biography and duties as the agency states them.

    Nothing else personal: what the regulations name is a short biography and the assigned duties.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+"
    )
    photo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    biography = RichTextField(_("short biography"), features=FEATURES, blank=True)
    duties = RichTextField(_("assigned duties"), features=FEATURES, blank=True)
    #: The decision by which duties were assigned: "Quyết định số 12/QĐ-UBND ngày 05/01/2026".
    duties_basis = models.CharField(
        _("decision that assigns the duties"), max_length=255, blank=True
    )

    content_panels = [
        ChecklistPanel(heading=_("Before posting")),
        *Page.content_panels,
        FieldPanel("person", widget=PublicPersonWidget),
        FieldPanel("photo"),
        FieldPanel("biography"),
        MultiFieldPanel(
            [FieldPanel("duties"), FieldPanel("duties_basis")], heading=_("Assigned duties")
        ),
    ]
    base_form_class = LeaderPageForm
    search_fields = [
        *Page.search_fields,
        index.SearchField("biography"),
        index.SearchField("duties"),
    ]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add posts with their terms, contact, and what other apps know of the person."""
        from . import leaders  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | leaders.page_context(self, request)

    def get_metadata(self, **overrides: Any) -> Metadata:
        """Dublin Core elements with the person as the subject."""
        values: dict[str, Any] = {"subject": self.person.name if self.person_id else ""}
        return super().get_metadata(**(values | overrides))


class LeaderPage(LeaderPageMixin, Page):  # type: ignore[django-manager-missing]
    """A leader of an agency."""

    page_ptr = parent_link("govportal_leader")
    template = "govportal/pages/organisation/leader_page.html"
    parent_page_types = ["govportal_pages.LeadersPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("leader")
        verbose_name_plural = pgettext_lazy("several people", "leaders")


class OfficialDirectoryPageMixin(OfAgencyMixin):
    """Whom to contact: competent officials of an agency and of those below it."""

    with_units = models.BooleanField(
        _("with the agencies below it"),
        default=True,
        help_text=_("Also lists the officials of agencies that belong to this one."),
    )

    content_panels = [*OfAgencyMixin.content_panels, FieldPanel("with_units")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what ``directory`` finds for the words and the agency in the address.

        Raises:
            Http404: for a page of the list that does not exist.
        """
        from . import directory  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | directory.context(self, request)


class OfficialDirectoryPage(OfficialDirectoryPageMixin, Page):  # type: ignore[django-manager-missing]
    """The directory of competent officials."""

    page_ptr = parent_link("govportal_official_directory")
    template = "govportal/pages/organisation/directory_page.html"

    class Meta:
        verbose_name = _("directory of officials")
        verbose_name_plural = _("directories of officials")


class OrganisationPageMixin(OfAgencyMixin):
    """The organisation of an agency as a chart, and the way to the page of each unit."""

    depth_shown = models.PositiveSmallIntegerField(
        _("levels shown"), default=3, help_text=_("How many levels of units the chart shows.")
    )

    content_panels = [*OfAgencyMixin.content_panels, FieldPanel("depth_shown")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the tree of units with their heads and pages."""
        from . import chart  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | chart.context(self, request)


class OrganisationPage(OrganisationPageMixin, Page):  # type: ignore[django-manager-missing]
    """The organisation of an agency."""

    page_ptr = parent_link("govportal_organisation")
    template = "govportal/pages/organisation/organisation_page.html"
    subpage_types = ["govportal_pages.AgencyPage"]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")


class AgencyPageMixin(OfAgencyMixin):
    """One agency: duties, powers, history; leaders, units and contacts from the registers."""

    functions = RichTextField(_("functions, duties and powers"), features=FEATURES, blank=True)
    #: The document that lays them down.
    functions_basis = models.CharField(
        _("decision on functions and duties"), max_length=255, blank=True
    )
    history = RichTextField(_("formation and development"), features=FEATURES, blank=True)

    content_panels = [
        ChecklistPanel(heading=_("Before posting")),
        *OfAgencyMixin.content_panels,
        MultiFieldPanel(
            [FieldPanel("functions"), FieldPanel("functions_basis")],
            heading=_("Functions, duties and powers"),
        ),
        FieldPanel("history"),
    ]
    search_fields = [
        *OfAgencyMixin.search_fields,
        index.SearchField("functions"),
        index.SearchField("history"),
    ]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add leaders, units, contacts and what other apps know of the agency."""
        from . import agencies  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | agencies.page_context(self, request)


class AgencyPage(AgencyPageMixin, Page):  # type: ignore[django-manager-missing]
    """An agency of the organisation."""

    page_ptr = parent_link("govportal_agency_page")
    template = "govportal/pages/organisation/agency_page.html"
    parent_page_types = ["govportal_pages.OrganisationPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page of an agency")
        verbose_name_plural = _("pages of agencies")


class AdministrativeMapPageMixin(OfAgencyMixin):
    """The map of an administrative area: a picture, what it shows in words, the units on it."""

    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("map as a picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    #: For those who want every detail: PDF or a large picture.
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("map as a file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt = models.CharField(_("what the map shows, in one line"), max_length=255, blank=True)
    description = RichTextField(
        _("what the map shows, in words"),
        features=FEATURES,
        blank=True,
        help_text=_("Borders, area, population, units: for readers who cannot see the map."),
    )
    source = models.CharField(_("source of the map"), max_length=255, blank=True)

    content_panels = [
        ChecklistPanel(heading=_("Before posting")),
        *OfAgencyMixin.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("image"),
                FieldPanel("image_alt"),
                FieldRowPanel([FieldPanel("document"), FieldPanel("source")]),
            ],
            heading=_("Map"),
        ),
        FieldPanel("description"),
    ]
    search_fields = [*OfAgencyMixin.search_fields, index.SearchField("description")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the units of the area: communes of a province, none for a commune."""
        from . import chart  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | chart.map_context(self, request)

    def clean(self) -> None:
        """A map that is shown says what it shows.

        Raises:
            ValidationError: on ``image_alt``.
        """
        super().clean()
        if self.image_id and not (self.image_alt or "").strip():
            message = _("Write what the map shows, for readers who cannot see it.")
            raise ValidationError({"image_alt": message})


class AdministrativeMapPage(AdministrativeMapPageMixin, Page):  # type: ignore[django-manager-missing]
    """The administrative map of an area."""

    page_ptr = parent_link("govportal_administrative_map")
    template = "govportal/pages/organisation/map_page.html"

    class Meta:
        verbose_name = _("administrative map")
        verbose_name_plural = _("administrative maps")
