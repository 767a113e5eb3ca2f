"""The settings of the request's site, kept between requests."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.models import Site

from . import caching
from .models import LinkGroup, PortalSettings

_ON_REQUEST = "_govportal_settings"


def portal_settings(request: HttpRequest) -> PortalSettings:
    """The site's settings, with ``link_groups``: its links by group, empty groups left out.

    Reading never writes: a site without settings gets empty ones that are not saved.
    """
    found: PortalSettings | None = getattr(request, _ON_REQUEST, None)
    if found is None:
        found = _load(Site.find_for_request(request))
        setattr(request, _ON_REQUEST, found)
    return found


def _load(site: Site | None) -> PortalSettings:
    values: dict[str, Any] = {}
    links: list[tuple[str, str, str]] = []
    if site is not None:
        values, links = caching.remember(site.pk, "settings", lambda: _read(site))
    settings = PortalSettings(**values)
    # A plain attribute for templates; grouped here because labels depend on the language.
    settings.link_groups = _grouped(links)  # type: ignore[attr-defined]
    return settings


def _read(site: Site) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    settings = PortalSettings.objects.filter(site=site).first()
    if settings is None:
        return {"site_id": site.pk}, []
    values = {field.attname: getattr(settings, field.attname) for field in settings._meta.fields}
    return values, list(settings.links.values_list("group", "title", "url"))


def _grouped(links: list[tuple[str, str, str]]) -> list[dict[str, Any]]:
    groups = [
        {
            "code": group.value,
            "label": group.label,
            "links": [{"title": title, "url": url} for code, title, url in links if code == group],
        }
        for group in LinkGroup
    ]
    return [group for group in groups if group["links"]]
