"""Every way in which a visitor can come to know what the search knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Site

from govportal_wagtail.core.search import Results, search, suggest

HTML, JSON, TYPED_AHEAD = "the page", "the JSON", "the suggestions as JSON"


@dataclass(frozen=True)
class Doors:
    """A site, a language, and how far the search looks."""

    site: Site
    locale: Locale
    across: bool = False

    def results(self, query: str) -> Results:
        """What the search answers."""
        return search(query, site=self.site, locale=self.locale, across=self.across)

    def finding(self, query: str, *pages: Any) -> set[str]:
        """The doors at which any of the pages is found."""
        keys = {page.pk for page in pages}
        results = self.results(query)
        ahead = suggest(query, site=self.site, locale=self.locale, across=self.across)
        found = {"search"} if keys & {hit.page_id for hit in results.hits} else set()
        found |= {"suggest"} if keys & {each.page_id for each in ahead} else set()
        answer = self.get(reverse("govportal_core:search"), query).context_data
        if keys & {line.hit.page_id for line in answer.get("hits", ())}:
            found.add(HTML)
        answer = self.get(reverse("govportal_core:search_api"), query).json()
        if keys & {item["id"] for item in answer["items"]}:
            found.add(JSON)
        addresses = {page.get_full_url() for page in pages if page.get_url_parts()}
        answer = self.get(reverse("govportal_core:search_suggestions"), query).json()
        if addresses & {f"http://{self._absolute(row['url'])}" for row in answer["suggestions"]}:
            found.add(TYPED_AHEAD)
        return found

    def leaks(self, query: str, *words: str) -> list[str]:
        """What shows that there is anything for a query, or says any of the words."""
        results = self.results(query)
        ahead = suggest(query, site=self.site, locale=self.locale, across=self.across)
        known = {
            "total": results.total,
            "hits": results.hits,
            "counts": [each.count for facet in results.facets for each in facet.options],
            "correction": results.correction,
            "suggest": ahead,
        }
        leaks = [name for name, value in known.items() if value]
        for name in (
            "govportal_core:search",
            "govportal_core:search_api",
            "govportal_core:search_suggestions",
        ):
            text = self.get(reverse(name), query).content.decode()
            leaks += [f"{name}: {word}" for word in words if word in text]
        return leaks

    def get(self, path: str, query: str) -> Any:
        """The answer of a view; nobody is logged in."""
        parameters = {"query": query, "language": self.locale.language_code}
        if self.across:
            parameters["across"] = "1"
        return Client().get(path, parameters, headers={"host": self.site.hostname})

    def _absolute(self, url: str) -> str:
        return url.partition("://")[2] or f"{self.site.hostname}{url}"


EVERY_DOOR = {"search", "suggest", HTML, JSON, TYPED_AHEAD}
