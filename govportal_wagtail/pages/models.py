"""Home, sections, articles and standard pages.

Each type is an abstract mixin with the fields and behaviour and a thin concrete page; a province
that needs more fields subclasses the mixin in its own app.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page, Site
from wagtail.search import index

from ..core import network
from ..core.blocks import BodyBlock
from ..core.metadata import Metadata
from ..core.models import Agency, PortalPageMixin, TranslatableRow, parent_link
from ..core.registries import home_sections
from ..core.vietnamese import normalise
from ..editorial.panels import ChecklistPanel
from . import listings
from .article_parts import ArticleAttachment, ArticleCategory, ArticleTag
from .feed_links import feed_links
from .forms import ArticlePageForm, StandardPageForm
from .organisation.models import (
    AdministrativeMapPage,
    AdministrativeMapPageMixin,
    AgencyPage,
    AgencyPageMixin,
    LeaderPage,
    LeaderPageMixin,
    LeadersPage,
    LeadersPageMixin,
    OfficialDirectoryPage,
    OfficialDirectoryPageMixin,
    OrganisationPage,
    OrganisationPageMixin,
)


def home_section_choices() -> list[tuple[str, Any]]:
    """Kinds of home sections that the installed apps offer."""
    return list(home_sections.choices())


class HomePageMixin(PortalPageMixin):
    """The first page of a site: a lead and the sections its editors chose."""

    lead = models.TextField(_("introduction"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        InlinePanel(
            "sections", heading=_("Sections of the home page"), label=_("section of the home page")
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``sections``: what the editors chose to show and is not empty."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        site = Site.find_for_request(request)
        context["sections"] = listings.home_sections_of(self, request, site) if site else []
        return context

    def get_feed_links(self, request: HttpRequest) -> list[dict[str, str]]:
        """The feeds of the whole site."""
        return feed_links(self.title)


class HomePage(HomePageMixin, Page):  # type: ignore[django-manager-missing]
    """The home page of the provincial portal or of a component site."""

    page_ptr = parent_link("govportal_home")
    template = "govportal/pages/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class HomePageSection(TranslatableRow):
    """One section of a home page, of a kind that an installed app registered."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(_("kind"), max_length=40, choices=home_section_choices)
    heading = models.CharField(_("heading"), max_length=255, blank=True)
    source = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("taken from"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The section or library whose newest items are shown; empty for all."),
    )
    count = models.PositiveSmallIntegerField(_("number of items"), default=6)

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("count")]),
        FieldPanel("heading"),
        FieldPanel("source"),
    ]

    class Meta(TranslatableRow.Meta):
        verbose_name = _("section of the home page")
        verbose_name_plural = _("sections of the home page")

    def __str__(self) -> str:
        return self.heading or self.kind


class SectionPageMixin(PortalPageMixin):
    """A section (chuyên mục): an introduction and the list of what lies below."""

    lead = models.TextField(_("introduction"), blank=True)
    reach = models.CharField(
        _("articles shown"), max_length=12, choices=network.Reach.choices, default=network.Reach.OWN
    )

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("reach")]
    search_fields = [*Page.search_fields, index.SearchField("lead")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``articles``, a page of everything the section reaches, and ``subsections``.

        Raises:
            Http404: for a page of the list that does not exist.
        """
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        articles = listings.page_of_articles(self, request)
        # The sections are a way in; they are not repeated on every page of the list.
        subsections = (
            network.address(listings.subsections(self), request) if articles.number == 1 else []
        )
        context.update(articles=articles, pagination=articles, subsections=subsections)
        return context

    def get_feed_links(self, request: HttpRequest) -> list[dict[str, str]]:
        """The feeds of the section."""
        return feed_links(self.title, self.pk)


class SectionPage(SectionPageMixin, Page):
    """A section of a site; its list shows articles, newest first, or its sub-pages."""

    page_ptr = parent_link("govportal_section")
    template = "govportal/pages/section_page.html"

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")


class StandardPageMixin(PortalPageMixin):
    """A page of lasting information: introduction, contacts, policy."""

    lead = models.TextField(_("introduction"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    content_panels = [
        ChecklistPanel(heading=_("Before posting")),
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    base_form_class = StandardPageForm

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``siblings``: the standard pages of the same section, this one included."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["siblings"] = network.address(listings.sibling_pages(self, type(self)), request)
        return context


class StandardPage(StandardPageMixin, Page):
    """A standard page of a site."""

    page_ptr = parent_link("govportal_standard_page")
    template = "govportal/pages/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")


class ArticlePageMixin(PortalPageMixin):
    """A news item, notice or article, with author and source.

    Author and source are required of everything posted (Decision 40/2024/QĐ-UBND, Lạng Sơn,
    Article 6.3; Bắc Kạn 5.3); quoted information also states who published it and on which day
    (Vĩnh Long, Article 15.2).
    """

    lead = models.TextField(_("lead"), max_length=1000, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)
    published_on = models.DateField(_("date"), db_index=True)
    author = models.CharField(_("author"), max_length=255)
    source = models.CharField(
        _("source"),
        max_length=255,
        blank=True,
        help_text=_("Who published it first; leave empty for what this portal wrote itself."),
    )
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    source_published_on = models.DateField(
        _("published by the source on"),
        null=True,
        blank=True,
        help_text=_("Required for quoted information."),
    )
    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt = models.CharField(_("text alternative of the photo"), max_length=255, blank=True)
    image_caption = models.CharField(_("caption"), max_length=500, blank=True)
    image_author = models.CharField(_("photo by"), max_length=255, blank=True)
    category = models.ForeignKey(
        ArticleCategory,
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    agency = models.ForeignKey(
        Agency,
        verbose_name=_("responsible agency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Supplied the information and answers for it."),
    )

    content_panels = [
        ChecklistPanel(heading=_("Before posting")),
        *Page.content_panels,
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("category")]),
        FieldPanel("agency"),
        FieldPanel("lead"),
        MultiFieldPanel(
            [
                FieldPanel("image"),
                FieldPanel("image_alt"),
                FieldRowPanel([FieldPanel("image_caption"), FieldPanel("image_author")]),
            ],
            heading=_("Photo"),
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("author"),
                FieldRowPanel([FieldPanel("source"), FieldPanel("source_published_on")]),
                FieldPanel("source_url"),
            ],
            heading=_("Author and source"),
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("published_on"),
        index.FilterField("category"),
    ]

    base_form_class = ArticlePageForm

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``related``: the newest other articles of the same section."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["related"] = network.address(listings.related_articles(self), request)
        return context

    def get_feed_links(self, request: HttpRequest) -> list[dict[str, str]]:
        """The feeds of the section the article is in."""
        parent = self.get_parent() if self.depth else None
        if parent is None or parent.specific_class is not SectionPage:
            return feed_links(self.title)
        return feed_links(parent.title, parent.pk)

    def clean(self) -> None:
        """Normalise the text to precomposed Unicode (TCVN 6909:2001)."""
        super().clean()
        self.title = normalise(self.title)  # type: ignore[has-type]
        self.lead = normalise(self.lead)

    def get_metadata(self, **overrides: Any) -> Metadata:
        """Dublin Core elements with the author and source of the article."""
        return super().get_metadata(
            creator=self.author,
            date=self.published_on,
            source=self.source,
            subject=self.category.localized_name if self.category else "",
            schema_type="NewsArticle",
            **overrides,
        )


class ArticlePage(ArticlePageMixin, Page):  # type: ignore[django-manager-missing]
    """An article of a portal site."""

    page_ptr = parent_link("govportal_article")
    tags = ClusterTaggableManager(through=ArticleTag, blank=True, verbose_name=_("tags"))

    template = "govportal/pages/article_page.html"
    subpage_types: list[str] = []
    content_panels = [
        *ArticlePageMixin.content_panels,
        InlinePanel("attachments", heading=_("Attachments"), label=_("attachment")),
        FieldPanel("tags"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Read the attached files at once, however many there are."""
        if self.pk:
            models.prefetch_related_objects([self], "attachments__document")
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context


__all__ = [
    "AdministrativeMapPage",
    "AdministrativeMapPageMixin",
    "AgencyPage",
    "AgencyPageMixin",
    "ArticleAttachment",
    "ArticleCategory",
    "ArticlePage",
    "ArticlePageMixin",
    "ArticleTag",
    "HomePage",
    "HomePageMixin",
    "HomePageSection",
    "LeaderPage",
    "LeaderPageMixin",
    "LeadersPage",
    "LeadersPageMixin",
    "OfficialDirectoryPage",
    "OfficialDirectoryPageMixin",
    "OrganisationPage",
    "OrganisationPageMixin",
    "SectionPage",
    "SectionPageMixin",
    "StandardPage",
    "StandardPageMixin",
]
