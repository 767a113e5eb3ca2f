"""Menu, breadcrumbs, language links and the tree of a site, as plain data for templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypedDict

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils import translation
from wagtail.coreutils import get_content_languages
from wagtail.models import Page, Site, get_page_models

from . import caching
from .placeholders import without_placeholders

#: Levels below the home page that the tree of a site shows, and the most lines it has.
TREE_LEVELS = 4
TREE_LIMIT = 2000
_LINKS_ON_REQUEST = "_govportal_language_links"


class MenuItem(TypedDict):
    """One entry of the menu; ``active`` where the current page is it or below it."""

    title: str
    url: str
    active: bool
    children: list[MenuItem]


class Crumb(TypedDict):
    """One step from the home page to the current page, which has no address."""

    title: str
    url: str


class LanguageLink(TypedDict):
    """The current page in one language, or what comes nearest to it there."""

    code: str
    name: str
    url: str
    current: bool
    #: Empty where the link leads to the page itself. Else to what it leads: the ``section`` above
    #: that is translated, the ``home`` page, or the ``start`` where there is no page to translate.
    instead: str
    #: Title of the section, in the language of the link.
    title: str


class TreeNode(TypedDict):
    """One line of the tree of a site."""

    title: str
    url: str
    children: list[TreeNode]


@dataclass(frozen=True, slots=True)
class Home:
    """The home page of a site in one language."""

    page_id: int
    path: str
    depth: int
    language: str
    title: str
    url: str


def current_home(request: HttpRequest, page: Page | None = None) -> Home | None:
    """The home page in the language of the page or, without one, of the request.

    None where there is no site or its home page is not published.
    """
    site = Site.find_for_request(request)
    if site is None:
        return None
    homes = _homes(site, request)
    language = page.locale.language_code if page else translation.get_language()
    for home in homes:
        if home.language == language:
            return home
    return homes[0] if homes else None


def main_menu(request: HttpRequest, page: Page | None = None) -> list[MenuItem]:
    """Pages with ``show_in_menus``, two levels below the home page."""
    site = Site.find_for_request(request)
    home = current_home(request, page)
    if site is None or home is None:
        return []
    rows = caching.remember(site.pk, f"menu-{home.page_id}", lambda: _menu_rows(home, request))
    current_path = page.path if page and page.path else ""
    menu: list[MenuItem] = []
    parents: dict[str, MenuItem] = {}
    for path, title, url in rows:
        item = MenuItem(title=title, url=url, active=current_path.startswith(path), children=[])
        parent = parents.get(path[: -Page.steplen])
        if parent is not None:
            parent["children"].append(item)
        elif len(path) == len(home.path) + Page.steplen:
            menu.append(item)
            parents[path] = item
    return menu


def breadcrumbs(request: HttpRequest, page: Page | None) -> list[Crumb]:
    """Steps from the home page to the page itself; nothing without a page."""
    home = current_home(request, page)
    if page is None or home is None:
        return []
    ancestors: Iterable[Page] = ()
    if page.depth and page.depth > home.depth:
        # What is not translated is left out: nobody could read it in the language of the page.
        above = page.get_ancestors().filter(depth__gte=home.depth).live()
        ancestors = without_placeholders(above)
    crumbs = [Crumb(title=each.title, url=each.get_url(request) or "") for each in ancestors]
    return [*crumbs, Crumb(title=page.title, url="")]


def language_links(request: HttpRequest, page: Page | None) -> list[LanguageLink]:
    """The page in each language that has a published home page, the current one included.

    Where the page is not translated, the link leads to the nearest page above it that is. Without
    a page, as on the search page, it leads to the home page. No link leads to an error page, and
    none to a placeholder, which shows the text of another language.
    """
    site = Site.find_for_request(request)
    homes = {home.language: home for home in reversed(_homes(site, request))} if site else {}
    current = page.locale.language_code if page else translation.get_language()
    others = homes.keys() - {current}
    pages = _counterparts(page) if page is not None and others else {}
    own_names = dict(settings.LANGUAGES)
    links = []
    for code, name_for_editors in get_content_languages().items():
        name = own_names.get(code, name_for_editors)
        if code == current:
            url = page.get_url(request) if page else ""
            links.append(_link(code, name, url or "", current=True))
        elif code in others:
            links.append(_link_elsewhere(homes[code], name, page, pages.get(code), request))
    return links


def known_language_links(request: HttpRequest, page: Page | None) -> list[LanguageLink]:
    """The same, looked up once for a request: header, metadata and notes of a page name them."""
    found: list[LanguageLink] | None = getattr(request, _LINKS_ON_REQUEST, None)
    if found is None:
        found = language_links(request, page)
        setattr(request, _LINKS_ON_REQUEST, found)
    return found


def site_tree(request: HttpRequest) -> list[TreeNode]:
    """Sections and lasting pages of the site; not what is one of many in a list.

    A page type that allows no pages below it (an article, a document) is an item of the list above
    it. The tree has at most ``TREE_LIMIT`` lines and ``TREE_LEVELS`` levels.
    """
    site = Site.find_for_request(request)
    home = current_home(request)
    if site is None or home is None:
        return []
    return caching.remember(site.pk, f"tree-{home.page_id}", lambda: _tree(home, request))


def _link(
    code: str, name: str, url: str, *, current: bool = False, instead: str = "", title: str = ""
) -> LanguageLink:
    return LanguageLink(
        code=code, name=str(name), url=url, current=current, instead=instead, title=title
    )


def _link_elsewhere(
    home: Home, name: str, page: Page | None, nearest: Page | None, request: HttpRequest
) -> LanguageLink:
    if page is None:
        return _link(home.language, name, home.url, instead="start")
    url = nearest.get_url(request) if nearest is not None else None
    if nearest is None or not url:
        return _link(home.language, name, home.url, instead="home")
    if nearest.translation_key == page.translation_key:
        return _link(home.language, name, url)
    if nearest.pk == home.page_id:
        return _link(home.language, name, url, instead="home")
    return _link(home.language, name, url, instead="section", title=nearest.title)


def _counterparts(page: Page) -> dict[str, Page]:
    """The public translation of the page, else of the nearest page above it, by language."""
    if not page.path:
        return {}
    lengths = range(2 * Page.steplen, len(page.path) + 1, Page.steplen)
    line = Page.objects.filter(path__in=[page.path[:length] for length in lengths])
    depth = line.filter(translation_key=OuterRef("translation_key")).values("depth")[:1]
    found = (
        without_placeholders(Page.objects.live().public())
        .filter(translation_key__in=line.values("translation_key"))
        .exclude(locale=page.locale_id)
        .annotate(depth_here=Subquery(depth))
        .order_by("depth_here")
        .select_related("locale")
    )
    # The nearest comes last and stays.
    return {each.locale.language_code: each for each in found}


def _homes(site: Site, request: HttpRequest) -> list[Home]:
    rows = caching.remember(site.pk, "homes", lambda: _home_rows(site, request))
    return [Home(*row) for row in rows]


def _home_rows(site: Site, request: HttpRequest) -> list[tuple[Any, ...]]:
    everywhere = site.root_page.get_translations(inclusive=True).live().select_related("locale")
    pages = without_placeholders(everywhere)
    rows = [
        (
            page.pk,
            page.path,
            page.depth,
            page.locale.language_code,
            page.title,
            page.get_url(request) or "/",
        )
        for page in pages
    ]
    # The page the site names comes first: it stands in for languages without a home page.
    return sorted(rows, key=lambda row: row[0] != site.root_page_id)


def _menu_rows(home: Home, request: HttpRequest) -> list[tuple[str, str, str]]:
    pages = (
        without_placeholders(Page.objects.filter(path__startswith=home.path))
        .filter(depth__in=(home.depth + 1, home.depth + 2))
        .live()
        .in_menu()
        .public()
        .order_by("path")
    )
    return [(page.path, page.title, page.get_url(request) or "") for page in pages]


def _tree(home: Home, request: HttpRequest) -> list[TreeNode]:
    listed_elsewhere = [model for model in get_page_models() if not model.allowed_subpage_models()]
    pages = (
        without_placeholders(Page.objects.filter(path__startswith=home.path))
        .filter(depth__gt=home.depth, depth__lte=home.depth + TREE_LEVELS)
        .live()
        .public()
        .not_exact_type(*listed_elsewhere)
        .order_by("path")[:TREE_LIMIT]
    )
    root = TreeNode(title=home.title, url=home.url, children=[])
    nodes = {home.path: root}
    for page in pages:
        parent = nodes.get(page.path[: -Page.steplen])
        # A page below an unpublished one is not reached from it either.
        if parent is not None:
            node = TreeNode(title=page.title, url=page.get_url(request) or "", children=[])
            nodes[page.path] = node
            parent["children"].append(node)
    return [root]
