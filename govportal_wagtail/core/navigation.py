"""Menu, breadcrumbs, language links and the tree of a site, as plain data for templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypedDict

from django.http import HttpRequest
from django.utils import translation
from wagtail.coreutils import get_content_languages
from wagtail.models import Page, Site, get_page_models

from . import caching

#: Levels below the home page that the tree of a site shows, and the most lines it has.
TREE_LEVELS = 4
TREE_LIMIT = 2000


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
    """The current page in one language."""

    code: str
    name: str
    url: str
    current: bool


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
    rows = caching.remember(site.pk, "homes", lambda: _home_rows(site, request))
    homes = [Home(*row) for row in rows]
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
        ancestors = page.get_ancestors().filter(depth__gte=home.depth).live()
    crumbs = [Crumb(title=each.title, url=each.get_url(request) or "") for each in ancestors]
    return [*crumbs, Crumb(title=page.title, url="")]


def language_links(request: HttpRequest, page: Page | None) -> list[LanguageLink]:
    """The page in each language it is published in, the current one included.

    Aliases are left out: they show the text of another language.
    """
    if page is None:
        return []
    names = get_content_languages()
    pages = [page]
    if len(names) > 1 and page.pk:
        translations = page.get_translations().live().public().filter(alias_of__isnull=True)
        pages.extend(translations.select_related("locale"))
    links = [
        LanguageLink(
            code=each.locale.language_code,
            name=str(names.get(each.locale.language_code, each.locale.language_code)),
            url=each.get_url(request) or "",
            current=each is page,
        )
        for each in pages
    ]
    order = list(names)
    links.sort(key=lambda link: order.index(link["code"]) if link["code"] in order else len(order))
    return links


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


def _home_rows(site: Site, request: HttpRequest) -> list[tuple[Any, ...]]:
    pages = site.root_page.get_translations(inclusive=True).live().select_related("locale")
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
        Page.objects.filter(path__startswith=home.path)
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
        Page.objects.filter(path__startswith=home.path)
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
