"""Where what a register shows can be taken away: feeds, downloads, and what the map draws."""

from __future__ import annotations

from django.urls import reverse
from wagtail.models import Page

from .list_query import ProjectQuery

#: Kinds of files, with the names under which they are offered.
DOWNLOADS = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"), ("geojson", "GeoJSON"))


def feed_url(register: Page, query: ProjectQuery) -> str:
    """The feed of what a query finds."""
    return _address("list_feed", register) + query.for_data().encode()


def download_links(register: Page, query: ProjectQuery) -> list[dict[str, str]]:
    """What a query finds as files; money by year and source comes last."""
    asked = query.for_data().encode()
    return [
        {"code": code, "label": label, "url": _address("list_export", register, code) + asked}
        for code, label in DOWNLOADS
    ]


def money_url(register: Page, query: ProjectQuery) -> str:
    """The capital by year and source of what a query finds, as a table."""
    return _address("money_export", register) + query.for_data().encode()


def map_url(register: Page, query: ProjectQuery) -> str:
    """What the map of a query draws."""
    return _address("map_data", register) + query.for_data().encode()


def project_map_url(page: Page) -> str:
    """What the map of one project draws."""
    return _address("project_map", page)


def narrowed(register_url: str, name: str, value: str) -> str:
    """The list of a register narrowed to one value of a filter; empty without either."""
    if not register_url or not value:
        return ""
    return register_url + ProjectQuery().choosing(name, value).encode()


def _address(name: str, page: Page, *parts: str) -> str:
    return reverse(f"govportal_investment:{name}", args=[page.pk, *parts])
