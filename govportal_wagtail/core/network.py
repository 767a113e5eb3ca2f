"""What sites of one portal show of one another, without copies.

A component's news and documents appear on the portal, and the portal's on its components, under
their own addresses: a list draws from other branches of the page tree. Only live, integrated sites
are drawn from (integration: Decision 68/2026/QĐ-UBND of Cà Mau, Articles 3.1 and 3.2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models.functions import Substr
from django.db.models.lookups import In
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from .models import PortalSite, SiteState


class Reach(models.TextChoices):
    """From which sites a list draws."""

    OWN = "own", _("what lies below this page")
    COMPONENTS = "components", _("all component sites")
    PORTAL = "portal", _("the provincial portal")


def reached_sites(site: Site, reach: str) -> list[PortalSite]:
    """The sites that a list on the site draws from, besides itself; none for an ordinary site."""
    known = PortalSite.objects.select_related("site__root_page", "agency")
    integrated = known.filter(state=SiteState.LIVE, is_integrated=True)
    if reach == Reach.COMPONENTS:
        return list(integrated.filter(portal__site=site))
    if reach == Reach.PORTAL:
        return list(known.filter(components__site=site, state=SiteState.LIVE))
    return []


def other_sites(site: Site) -> list[PortalSite]:
    """The components of a portal, or the portal of a component."""
    return reached_sites(site, Reach.COMPONENTS) or reached_sites(site, Reach.PORTAL)


def branches(page: Page, reach: str) -> list[str]:
    """Tree paths below which a list of the page draws; its own for ``Reach.OWN``.

    The branches of other sites are those in the page's language.
    """
    if reach == Reach.OWN:
        return [page.path]
    site = page.get_site()
    sites = reached_sites(site, reach) if site else []
    return branches_of(sites, page)


def branches_of(sites: Iterable[PortalSite], page: Page) -> list[str]:
    """Tree paths of the sites' home pages in the page's language."""
    roots = [each.site.root_page for each in sites]
    own = [root.path for root in roots if root.locale_id == page.locale_id]
    others = [root.translation_key for root in roots if root.locale_id != page.locale_id]
    if not others:
        return own
    translated = Page.objects.filter(translation_key__in=others, locale_id=page.locale_id)
    return [*own, *translated.values_list("path", flat=True)]


def sites_that_show(site_id: int) -> list[int]:
    """Keys of the sites whose lists may show the site's content: its portal, or its components."""
    shown_on = Site.objects.filter(
        models.Q(govportal__components__site=site_id) | models.Q(govportal__portal__site=site_id)
    )
    return list(shown_on.values_list("pk", flat=True))


def below_any(paths: Iterable[str], *, column: str = "path") -> models.Q:
    """A condition for rows whose tree path lies below one of the paths.

    One comparison per length of path and not one per site, since a province has more than a
    hundred sites.
    """
    by_length: dict[int, list[str]] = defaultdict(list)
    for path in paths:
        by_length[len(path)].append(path)
    conditions = [
        models.Q(In(Substr(column, 1, length), sorted(found)))
        if len(found) > 1
        else models.Q(**{f"{column}__startswith": found[0]})
        for length, found in by_length.items()
    ]
    return reduce(or_, conditions) if conditions else models.Q(pk__in=[])


def foreign_homes() -> list[str]:
    """Tree paths of the home pages of portal sites in other languages than their own; one query."""
    own = PortalSite.objects.values("site__root_page")
    keys = PortalSite.objects.values("site__root_page__translation_key")
    pages = Page.objects.filter(translation_key__in=keys).exclude(pk__in=own)
    return list(pages.values_list("path", flat=True))


def is_foreign(page: Page) -> bool:
    """Whether the page stands in another language than its site's own: it repeats a page there."""
    return any(page.path.startswith(path) for path in foreign_homes())


def original_of(page: Page) -> Page | None:
    """The public page that this one translates; None for a page in its site's own language."""
    if not is_foreign(page):
        return None
    own = PortalSite.objects.values("site__root_page__locale")
    pages = Page.objects.live().public().filter(translation_key=page.translation_key)
    found: Page | None = pages.filter(locale__in=own, alias_of=None).exclude(pk=page.pk).first()
    return found


def address(items: Iterable[Any], request: HttpRequest) -> list[Any]:
    """The items, each with ``address``: relative on the site of the request, else with its host."""
    found = list(items)
    for item in found:
        item.address = item.get_url(request) or ""
    return found


def name_sites(items: Iterable[Any], sites: Iterable[PortalSite]) -> None:
    """Give each item with a tree path ``site_label``, the name of the site it lies on."""
    names = {each.site.root_page.path: str(each) for each in sites}
    for item in items:
        labels = [name for path, name in names.items() if item.path.startswith(path)]
        item.site_label = labels[0] if labels else ""
