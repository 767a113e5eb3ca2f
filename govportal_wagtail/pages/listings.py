"""Lists of articles and pages, each with a number of queries that does not grow with the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Prefetch
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.query import PageQuerySet

from ..core.registries import home_sections

if TYPE_CHECKING:
    from .models import ArticlePage, HomePageMixin

#: The most entries of lists that have no second page.
RELATED_LIMIT = 5
SIBLINGS_LIMIT = 50
SUBSECTIONS_LIMIT = 200
SECTION_ITEMS_LIMIT = 50


def articles_below(page: Page) -> PageQuerySet:
    """Published public articles anywhere below a page, newest first, ready for a list."""
    images = get_image_model().objects.prefetch_renditions()
    return (
        _article_model()
        # Not descendant_of(): for its condition on the depth SQLite would walk the whole site.
        .objects.filter(path__startswith=page.path)
        .exclude(pk=page.pk)
        .live()
        .public()
        .select_related("category")
        .prefetch_related(Prefetch("image", queryset=images))
        .defer_streamfields()
        .order_by("-published_on", "-pk")
    )


def related_articles(article: Page) -> list[ArticlePage]:
    """The newest other articles of the same section."""
    if not article.depth:
        return []
    siblings = articles_below_parent(article).exclude(pk=article.pk)
    return list(siblings[:RELATED_LIMIT])


def articles_below_parent(article: Page) -> PageQuerySet:
    """Published public articles beside an article, newest first."""
    return (
        _article_model()
        .objects.sibling_of(article)
        .live()
        .public()
        .defer_streamfields()
        .order_by("-published_on", "-pk")
    )


def subsections(page: Page) -> list[Page]:
    """Published public pages right below a section that are not articles, in tree order."""
    children = page.get_children().live().public().not_type(_article_model())
    return list(children.specific().defer_streamfields()[:SUBSECTIONS_LIMIT])


def sibling_pages(page: Page, model: type[Page]) -> list[Page]:
    """Published public pages of one type in the same section, the page itself included.

    Empty for a page right below the home page: its neighbours are the sections of the menu.
    """
    if not page.depth or page.depth < 4:
        return []
    siblings = model.objects.sibling_of(page).live().public().order_by("path")
    found = list(siblings.defer_streamfields()[:SIBLINGS_LIMIT])
    return found if len(found) > 1 else []


def home_sections_of(page: HomePageMixin, request: Any, site: Any) -> list[dict[str, Any]]:
    """What the home page shows: the sections its editors chose that have anything to show."""
    shown: list[dict[str, Any]] = []
    for section in page.sections.select_related("source"):
        entry = home_sections.get(section.kind)
        source = section.source
        if entry is None or (source and not source.live):
            continue
        count = min(section.count, SECTION_ITEMS_LIMIT)
        context = entry.context(request, site, {"source": source, "count": count, "home": page})
        if not context.get("items") and not context.get("lead_item"):
            continue
        more_url = source.get_url(request) if source else ""
        defaults = {"template": entry.template, "code": entry.code, "more_url": more_url or ""}
        shown.append({**defaults, **context, "heading": section.heading or entry.label})
    return shown


def _article_model() -> type[ArticlePage]:
    # By name, because the models use these lists.
    return apps.get_model("govportal_pages", "ArticlePage")
