"""What the pages app adds to the registries of earlier layers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from ..core import network
from ..core.identity import portal_settings
from ..core.registries import (
    HomeSection,
    ReadyPart,
    SearchHit,
    SearchSource,
    home_sections,
    required_parts,
    search_sources,
)
from ..core.vietnamese import query_terms, search_tokens
from ..editorial.registries import page_timings, publish_requirements, slip_targets
from . import listings
from .models import ArticlePage, SectionPage, StandardPage
from .publishing_rules import ARTICLE_TIMING, REQUIREMENTS
from .required import PART_PAGES, ensure_home, ensure_sections, ready_part
from .slip_targets import ARTICLE, STANDARD_PAGE

#: How many of the newest pages are looked through, and how many matches are counted.
SEARCH_DEPTH = 2000
SEARCH_LIMIT = 500


def news_section(request: HttpRequest, site: Site, options: Mapping[str, Any]) -> dict[str, Any]:
    """The newest articles, the first apart from the rest."""
    items = network.address(_newest(site, options), request)
    return {"lead_item": items[0] if items else None, "items": items[1:]}


def notices_section(request: HttpRequest, site: Site, options: Mapping[str, Any]) -> dict[str, Any]:
    """The newest articles as a plain list of titles."""
    return {"items": network.address(_newest(site, options), request)}


def network_section(request: HttpRequest, site: Site, options: Mapping[str, Any]) -> dict[str, Any]:
    """The newest articles of the component sites on a portal, of the portal on a component."""
    sites = network.other_sites(site)
    paths = network.branches_of(sites, site.root_page.localized)
    items = network.address(listings.articles_in(paths)[: options["count"]], request)
    network.name_sites(items, sites)
    return {"items": items}


def links_section(request: HttpRequest, site: Site, options: Mapping[str, Any]) -> dict[str, Any]:
    """The links of the portal settings, by group."""
    return {"items": portal_settings(request).link_groups}  # type: ignore[attr-defined]


def search_articles(site: Site, query: str) -> PageQuerySet:
    """Articles whose title or lead has every word of the query, newest first."""
    # Not descendant_of(): for its condition on the depth SQLite would walk the whole site.
    articles = ArticlePage.objects.filter(path__startswith=site.root_page.path).live().public()
    newest = articles.order_by("-published_on", "-pk")
    found = _matching(newest.values_list("pk", "title", "lead")[:SEARCH_DEPTH], query)
    return (
        ArticlePage.objects.filter(pk__in=found)
        .select_related("category")
        .defer_streamfields()
        .order_by("-published_on", "-pk")
    )


def search_pages(site: Site, query: str) -> PageQuerySet:
    """Sections and standard pages whose title or introduction has every word of the query."""
    pages = Page.objects.descendant_of(site.root_page).live().public()
    found: list[int] = []
    for model in (SectionPage, StandardPage):
        rows = model.objects.filter(pk__in=pages.values("pk")).values_list("pk", "title", "lead")
        found.extend(_matching(rows[:SEARCH_DEPTH], query))
    in_tree_order = Page.objects.filter(pk__in=found).order_by("path")
    return in_tree_order.specific().defer_streamfields()


def present_articles(rows: list[ArticlePage], request: HttpRequest) -> list[SearchHit]:
    """Articles as lines of a search result."""
    return [
        SearchHit(
            title=row.title,
            url=row.get_url(request) or "",
            summary=row.get_lead(),
            label=row.category.localized_name if row.category else _("Article"),
            date=row.published_on,
        )
        for row in rows
    ]


def present_pages(rows: list[Any], request: HttpRequest) -> list[SearchHit]:
    """Sections and standard pages as lines of a search result."""
    return [
        SearchHit(
            title=row.title,
            url=row.get_url(request) or "",
            summary=row.get_lead(),
            label=_("Page"),
        )
        for row in rows
    ]


def _newest(site: Site, options: Mapping[str, Any]) -> list[ArticlePage]:
    below = options.get("source") or options.get("home") or site.root_page
    return list(listings.articles_below(below)[: options["count"]])


def _matching(rows: Any, query: str) -> list[int]:
    """Keys of the rows in whose texts every word of the query occurs, with or without marks.

    Words are compared here and not by the database: SQLite and PostgreSQL do not agree on what
    letters are the same, and neither takes "dat" for "đất".
    """
    wanted = set(query_terms(query).folded)
    if not wanted:
        return []
    found: list[int] = []
    for pk, *texts in rows:
        if wanted <= set(search_tokens(" ".join(texts))):
            found.append(pk)
            if len(found) == SEARCH_LIMIT:
                break
    return found


home_sections.register(
    "news",
    HomeSection("news", _("News"), "govportal/pages/home/news.html", news_section),
)
home_sections.register(
    "network_news",
    HomeSection(
        "network_news",
        _("News of the other sites of the portal"),
        "govportal/pages/home/news.html",
        network_section,
    ),
)
home_sections.register(
    "notices",
    HomeSection("notices", _("Notices"), "govportal/pages/home/notices.html", notices_section),
)
home_sections.register(
    "links",
    HomeSection(
        "links", _("Links to other portals"), "govportal/pages/home/links.html", links_section
    ),
)
search_sources.register(
    "articles",
    SearchSource("articles", _("News and notices"), search_articles, present_articles, order=20),
)
search_sources.register(
    "pages",
    SearchSource("pages", _("Sections and pages"), search_pages, present_pages, order=30),
)
for _target in (ARTICLE, STANDARD_PAGE):
    slip_targets.register(_target.code, _target)
for _requirement in REQUIREMENTS:
    publish_requirements.register(_requirement.code, _requirement)
page_timings.register(ARTICLE_TIMING.code, ARTICLE_TIMING)
required_parts.register("home", ReadyPart("home", _("Home page"), ensure_home, order=10))
required_parts.register(
    "sections", ReadyPart("sections", _("First sections"), ensure_sections, order=20)
)
for _order, _part in enumerate(PART_PAGES, start=1000):
    required_parts.register(_part.code, ready_part(_part, _order))
