"""What the pages app adds to the registries of earlier layers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from ..core import network
from ..core.identity import portal_settings
from ..core.registries import (
    HomeSection,
    ReadyPart,
    agency_parts,
    home_sections,
    part_contents,
    required_parts,
    search_sources,
    translation_fields,
)
from ..editorial.registries import page_timings, publish_requirements, slip_targets
from . import listings
from .completeness import CONTENTS
from .models import ArticlePage
from .organisation.map_rules import MAP_REQUIREMENTS
from .organisation.news import NEWS
from .organisation.publishing_rules import LEADER_REQUIREMENTS
from .publishing_rules import ARTICLE_TIMING, REQUIREMENTS
from .required import PART_PAGES, ensure_home, ensure_sections, ready_part
from .search import ARTICLES, PAGES
from .slip_targets import ARTICLE, STANDARD_PAGE
from .translation_fields import FIELDS


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


def _newest(site: Site, options: Mapping[str, Any]) -> list[ArticlePage]:
    below = options.get("source") or options.get("home") or site.root_page
    return list(listings.articles_below(below)[: options["count"]])


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
for _source in (ARTICLES, PAGES):
    search_sources.register(_source.code, _source)
for _target in (ARTICLE, STANDARD_PAGE):
    slip_targets.register(_target.code, _target)
agency_parts.register(NEWS.code, NEWS)
for _content in CONTENTS:
    part_contents.register(_content.code, _content)
for _requirement in (*REQUIREMENTS, *LEADER_REQUIREMENTS, *MAP_REQUIREMENTS):
    publish_requirements.register(_requirement.code, _requirement)
page_timings.register(ARTICLE_TIMING.code, ARTICLE_TIMING)
required_parts.register("home", ReadyPart("home", _("Home page"), ensure_home, order=10))
required_parts.register(
    "sections", ReadyPart("sections", _("First sections"), ensure_sections, order=20)
)
for _order, _part in enumerate(PART_PAGES, start=1000):
    required_parts.register(_part.code, ready_part(_part, _order))
for _fields in FIELDS:
    translation_fields.register(_fields.code, _fields)
