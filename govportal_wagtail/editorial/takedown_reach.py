"""Which pages show what a page shows: its aliases, translations and copies, on every site.

Aliases and translations are known to Wagtail. What else is a copy of a page, the feature that
brought it says: it registers a ``PageTwins``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from ..core.models import PortalSite
from . import afterwards_access
from .registries import page_twins


@dataclass(frozen=True, slots=True)
class Reach:
    """What a takedown of a page hides."""

    #: Live pages, each after those above it and after the page that it is an alias of.
    pages: list[Page]
    #: Live copies that stay: on sites of others, or because the regulation keeps to one site.
    left: list[Page]


def reach_of(page: Page, user: Any, *, across_sites: bool) -> Reach:
    """The pages that go with a page, by what the user may take down.

    The live pages below a hidden page go with it: they would stay at their addresses. An alias
    goes with the page it shows wherever it stands, as Wagtail has it.
    """
    own_site = afterwards_access.portal_site_of(page)
    related = family(page)
    chosen = {
        each.pk
        for each in related
        if each.pk == page.pk or _is_within(each, user, own_site, across_sites)
    }
    hidden = _with_branches([each for each in related if each.pk in chosen])
    left = [each for each in related if each.live and each.pk not in hidden]
    ordered = sorted(hidden.values(), key=lambda each: (each.depth, bool(each.alias_of_id)))
    ordered.sort(key=lambda each: each.pk != page.pk)
    return Reach([each for each in ordered if each.live], left)


def family(page: Page) -> list[Page]:
    """The page, what it is an alias of, its aliases, translations and copies, live or not."""
    found = {page.pk: page}
    waiting = [page]
    while waiting:
        for relative in _relatives(waiting.pop()):
            if relative.pk not in found:
                found[relative.pk] = relative
                waiting.append(relative)
    return list(found.values())


def aliases_of(pages: Iterable[Page]) -> list[Page]:
    """The aliases of the pages, and theirs."""
    found: dict[int, Page] = {}
    waiting = [page.pk for page in pages]
    while waiting:
        aliases = Page.objects.filter(alias_of__in=waiting).exclude(pk__in=found)
        waiting = [alias.pk for alias in aliases]
        found.update({alias.pk: alias for alias in aliases})
    return list(found.values())


def live_below(page: Page) -> int:
    """How many live pages stand below a page."""
    return int(page.get_descendants().live().count())


def _relatives(page: Page) -> list[Page]:
    known = Q(translation_key=page.translation_key) | Q(alias_of=page.pk)
    if page.alias_of_id:
        known |= Q(pk=page.alias_of_id)
    found = list(Page.objects.filter(known))
    specific = page.specific
    for twins in page_twins:
        found.extend(twins.find(specific))
    return found


def _is_within(page: Page, user: Any, own_site: PortalSite | None, across_sites: bool) -> bool:
    site = afterwards_access.portal_site_of(page)
    if site is not None and own_site is not None and site.pk == own_site.pk:
        return True
    return across_sites and afterwards_access.may_take_down(user, site)


def _with_branches(pages: list[Page]) -> dict[int, Page]:
    """The pages with what is live below them, and the aliases of all, by number."""
    found = {page.pk: page for page in pages}
    for page in pages:
        found.update({each.pk: each for each in page.get_descendants().live()})
    found.update({each.pk: each for each in aliases_of(list(found.values()))})
    return found
