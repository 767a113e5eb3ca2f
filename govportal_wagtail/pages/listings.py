"""Lists of articles and pages, each with a number of queries that does not grow with the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Prefetch
from django.http import HttpRequest
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.query import PageQuerySet

from ..core import network
from ..core.pagination import page_of
from ..core.placeholders import is_placeholder, without_placeholders
from ..core.registries import home_sections

if TYPE_CHECKING:
    from ..core.models import PortalSite
    from .models import ArticlePage, HomePageMixin

#: The most entries of lists that have no second page.
RELATED_LIMIT = 5
SIBLINGS_LIMIT = 50
SUBSECTIONS_LIMIT = 200
SECTION_ITEMS_LIMIT = 50


def articles_below(page: Page) -> PageQuerySet:
    """Published public articles anywhere below a page, newest first, ready for a list."""
    return articles_in([page.path])


def articles_in(paths: list[str]) -> PageQuerySet:
    """The same for several branches of the tree, such as the sites of a portal."""
    images = get_image_model().objects.prefetch_renditions()
    return (
        # Not descendant_of(): for its condition on the depth SQLite would walk the whole site.
        without_placeholders(_article_model().objects.filter(network.below_any(paths)))
        .live()
        .public()
        .select_related("category")
        .prefetch_related(Prefetch("image", queryset=images))
        .defer_streamfields()
        .order_by("-published_on", "-pk")
    )


def articles_reached(section: Page) -> tuple[PageQuerySet, list[PortalSite]]:
    """The articles that a section shows, and the other sites they may lie on."""
    reach = getattr(section, "reach", network.Reach.OWN)
    if reach == network.Reach.OWN:
        return articles_below(section), []
    site = section.get_site()
    sites = network.reached_sites(site, reach) if site else []
    return articles_in(network.branches_of(sites, section)), sites


def page_of_articles(section: Page, request: HttpRequest) -> Any:
    """One page of what a section shows, each article with its address and its site.

    Raises:
        Http404: for a page of the list that does not exist.
    """
    reached, sites = articles_reached(section)
    articles = page_of(reached, request)
    articles.object_list = network.address(articles.object_list, request)
    network.name_sites(articles.object_list, sites)
    return articles


def related_articles(article: Page) -> list[ArticlePage]:
    """The newest other articles of the same section."""
    if not article.depth:
        return []
    siblings = articles_below_parent(article).exclude(pk=article.pk)
    return list(siblings[:RELATED_LIMIT])


def articles_below_parent(article: Page) -> PageQuerySet:
    """Published public articles beside an article, newest first."""
    return (
        without_placeholders(_article_model().objects.sibling_of(article))
        .live()
        .public()
        .defer_streamfields()
        .order_by("-published_on", "-pk")
    )


def subsections(page: Page) -> list[Page]:
    """Published public pages right below a section that are not articles, in tree order."""
    children = without_placeholders(page.get_children().live().public())
    children = children.not_type(_article_model())
    return list(children.specific().defer_streamfields()[:SUBSECTIONS_LIMIT])


def sibling_pages(page: Page, model: type[Page]) -> list[Page]:
    """Published public pages of one type in the same section, the page itself included.

    Empty for a page right below the home page: its neighbours are the sections of the menu.
    """
    if not page.depth or page.depth < 4:
        return []
    siblings = without_placeholders(model.objects.sibling_of(page).live().public())
    siblings = siblings.order_by("path")
    found = list(siblings.defer_streamfields()[:SIBLINGS_LIMIT])
    return found if len(found) > 1 else []


def home_sections_of(page: HomePageMixin, request: Any, site: Any) -> list[dict[str, Any]]:
    """What the home page shows: the sections its editors chose that have anything to show."""
    shown: list[dict[str, Any]] = []
    for section in page.sections.select_related("source"):
        entry = home_sections.get(section.kind)
        source = _in_language_of(page, section.source)
        if entry is None or (section.source and source is None):
            continue
        count = min(section.count, SECTION_ITEMS_LIMIT)
        context = entry.context(request, site, {"source": source, "count": count, "home": page})
        if not context.get("items") and not context.get("lead_item"):
            continue
        more_url = source.get_url(request) if source else ""
        defaults = {"template": entry.template, "code": entry.code, "more_url": more_url or ""}
        shown.append({**defaults, **context, "heading": section.heading or entry.label})
    return shown


def _in_language_of(home: Page, source: Page | None) -> Page | None:
    """The page that a section of the home page draws from, in the language of the home page.

    None where it is not published in that language.
    """
    if source is not None and source.locale_id != home.locale_id:
        source = source.get_translation_or_none(home.locale)
    if source is None or not source.live or is_placeholder(source):
        return None
    return source


def _article_model() -> type[ArticlePage]:
    # By name, because the models use these lists.
    return apps.get_model("govportal_pages", "ArticlePage")
