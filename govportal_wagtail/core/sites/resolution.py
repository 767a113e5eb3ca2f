"""Which portal site a Wagtail site is, and how portal and components belong together."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from wagtail.models import Page, Site

from ...regulation.vocabulary import BodyKind
from ..models import PortalSite


def portal_site_for(site: Site | None) -> PortalSite | None:
    """The record of a Wagtail site, also of one that serves another language of it.

    None for an ordinary Wagtail site.
    """
    if site is None or site.pk is None:
        return None
    home = Page.objects.filter(pk=site.root_page_id).values("translation_key")
    found = PortalSite.objects.filter(
        Q(site=site) | Q(site__root_page__translation_key__in=home)
    ).select_related("site", "agency", "portal__site")
    # Its own record before that of the site whose home page it translates.
    return min(found, key=lambda each: each.site_id != site.pk, default=None)


def provincial_portal() -> PortalSite | None:
    """The portal whose components the other sites are; None before the portal is set up."""
    portals = PortalSite.objects.filter(portal=None, body=BodyKind.PORTAL)
    ordered = portals.select_related("site", "agency").order_by("-site__is_default_site", "pk")
    return ordered.first()


def sites_of(portal_site: PortalSite) -> QuerySet[Site]:
    """The Wagtail sites of a portal site: its own and those of its other languages."""
    key = portal_site.site.root_page.translation_key
    found = Site.objects.filter(root_page__translation_key=key)
    sites: QuerySet[Site] = found.select_related("root_page__locale")
    return sites
