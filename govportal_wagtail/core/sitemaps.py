"""The XML sitemap of a site: an index and files of a size that search engines accept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

#: Addresses in one file; the protocol allows 50,000, but a file is rendered within one request.
FILE_SIZE = 5000
#: The only section so far; its name is part of public addresses.
SECTION = "pages"


class PortalSitemap(Sitemap):  # type: ignore[type-arg]
    """Live public pages of one site in all its languages, without aliases."""

    limit = FILE_SIZE

    def __init__(self, request: HttpRequest) -> None:
        """The request decides the site.

        Raises:
            Http404: without a site.
        """
        site = Site.find_for_request(request)
        if site is None:
            raise Http404
        self.request = request
        self.site = site

    def items(self) -> PageQuerySet:
        """Pages in the order of the tree, with no more fields than an address needs."""
        below = Q(pk__in=[])
        for home in self.site.root_page.get_translations(inclusive=True).live():
            parts = home.get_url_parts(self.request)
            # A language with a host of its own has a sitemap of its own.
            if parts and parts[0] == self.site.pk:
                below |= Q(path__startswith=home.path)
        fields = ("pk", "path", "depth", "url_path", "locale_id", "last_published_at")
        pages = Page.objects.filter(below).live().public().filter(alias_of__isnull=True)
        return pages.order_by("path").only(*fields)

    def location(self, item: Page) -> str:
        """The path of a page; the host is the one the request came to."""
        parts = item.get_url_parts(self.request)
        return str(parts[2] or "/") if parts else "/"

    def lastmod(self, item: Page) -> datetime | None:
        """When the page was last published."""
        published: datetime | None = item.last_published_at
        return published

    def get_latest_lastmod(self) -> datetime | None:
        """When anything was last published, without reading every page."""
        found: dict[str, Any] = self.items().order_by().aggregate(latest=Max("last_published_at"))
        latest: datetime | None = found["latest"]
        return latest


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The list of sitemap files of the request's site."""
    return index(
        request,
        sitemaps={SECTION: PortalSitemap(request)},
        template_name="govportal/sitemap_index.xml",
        sitemap_url_name="govportal_core:sitemap_file",
    )


@require_safe
def sitemap_file(request: HttpRequest, section: str) -> HttpResponse:
    """One file of the sitemap, chosen by ``?p=``.

    Raises:
        Http404: for another section and for a number beyond the last file.
    """
    return sitemap(
        request,
        sitemaps={SECTION: PortalSitemap(request)},
        section=section,
        template_name="govportal/sitemap.xml",
    )
