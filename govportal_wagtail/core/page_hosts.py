"""The host of a page where the languages of a site have hosts of their own.

Wagtail counts each translation of a home page as a root of every site whose home page is one of
them, and takes the site whose own home page comes last by its address in the tree. English and
Vietnamese pages would both be addressed to the same one of the two hosts, whichever it is.

Requests are seen to by ``sites.gate``; this is for addresses made without one, as in mails.
"""

from __future__ import annotations

from typing import Final

from wagtail.models import Page, Site

__all__ = ["UrlParts", "full_address", "own_parts"]

_KNOWN: Final = "_govportal_own_hosts"

#: Key and address of the site, and the path below it, as Wagtail has them.
UrlParts = tuple[int, str | None, str | None]


def own_parts(page: Page, parts: UrlParts) -> UrlParts:
    """Return the same path on the site whose own language is that of the page.

    The parts as they are where no other site has the page; else one query for each instance.
    """
    sites = {
        root.site_id: root.root_url
        for root in Site.get_site_root_paths()
        if page.url_path.startswith(root.root_path)
    }
    if len(sites) < 2:
        return parts
    own = _speaking(page, tuple(sorted(sites)))
    if not own or parts[0] in own:
        return parts
    return own[0], sites[own[0]], parts[2]


def full_address(page: Page) -> str:
    """The whole address of a page, be it of its own type or not; empty where no site has it.

    ``Page.full_url`` of a page that is not of its own type names any host of its site.
    """
    parts = page.get_url_parts()
    if parts is None:
        return ""
    _site, root, path = own_parts(page, parts)
    return f"{root or ''}{path or ''}"


def _speaking(page: Page, sites: tuple[int, ...]) -> list[int]:
    """Those of the sites whose own language is that of the page, kept on the instance."""
    known: dict[tuple[int, ...], list[int]] = page.__dict__.setdefault(_KNOWN, {})
    if sites not in known:
        found = Site.objects.filter(pk__in=sites, root_page__locale=page.locale_id)
        known[sites] = list(found.order_by("pk").values_list("pk", flat=True))
    return known[sites]
