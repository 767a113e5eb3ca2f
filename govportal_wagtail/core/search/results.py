"""What a search returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Page

__all__ = ["Facet", "Hit", "Option", "PartHit", "PartResult", "Results", "Suggestion"]


@dataclass(frozen=True, slots=True)
class PartHit:
    """A part of a page that answers a query; ``url_fragment`` follows the address of the page."""

    title: str
    title_html: SafeString
    url_fragment: str
    snippet: SafeString


@dataclass(frozen=True, slots=True)
class Hit:
    """One page of a result. What ends in ``html``, and the snippet, marks the words found."""

    page_id: int
    title: str
    title_html: SafeString
    url_path: str
    snippet: SafeString
    source: str
    label: str
    agency: str
    date: date | None
    number: str
    site_id: int | None
    parts: tuple[PartHit, ...] = ()

    def get_url(self, request: HttpRequest | None = None) -> str:
        """Return the public address; with its host where it lies on another site."""
        return Page(pk=self.page_id, url_path=self.url_path).get_url(request) or ""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet, and how many pages it leaves."""

    value: str
    label: str
    count: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a result; each option counts what all other filters leave."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """The pages that answer a query.

    ``is_partial``: no page has all words, and these have the most telling ones. ``correction`` is
    the query as it was probably meant, or "". ``total_is_capped``: only the best are counted.
    """

    query: str
    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: tuple[Facet, ...] = ()
    is_partial: bool = False
    correction: str = ""
    total_is_capped: bool = False


@dataclass(frozen=True, slots=True)
class PartResult:
    """A part of a page, ranked among all parts."""

    page_id: int
    fragment: str
    title: str
    number: str
    url_path: str
    score: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page whose title or number goes on as a reader has begun to type."""

    label: str
    page_id: int
    url_path: str
    source: str

    def get_url(self, request: HttpRequest | None = None) -> str:
        """Return the public address; with its host where it lies on another site."""
        return Page(pk=self.page_id, url_path=self.url_path).get_url(request) or ""
