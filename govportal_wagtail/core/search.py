"""The public search page: one query over everything the installed apps have registered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, overload
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from wagtail.models import Site

from .. import conf
from .pagination import page_of
from .registries import SearchHit, SearchSource, search_sources
from .vietnamese import normalise


@dataclass(frozen=True, slots=True)
class Matches:
    """What one source found."""

    source: SearchSource
    rows: QuerySet[Any]
    count: int


class Hits(Sequence[SearchHit]):
    """The hits of several sources one after the other; only the slice that is shown is read."""

    def __init__(self, matches: list[Matches], request: HttpRequest) -> None:
        """``matches`` in the order in which they are shown."""
        self.matches = matches
        self.request = request

    def __len__(self) -> int:
        return sum(found.count for found in self.matches)

    @overload
    def __getitem__(self, index: int) -> SearchHit: ...

    @overload
    def __getitem__(self, index: slice) -> list[SearchHit]: ...

    def __getitem__(self, index: int | slice) -> SearchHit | list[SearchHit]:
        """Hits by position; a slice must not be negative or have a step."""
        if isinstance(index, int):
            return self[index : index + 1][0]
        start, stop, _step = index.indices(len(self))
        hits: list[SearchHit] = []
        offset = 0
        for found in self.matches:
            first, last = max(start - offset, 0), min(stop - offset, found.count)
            if first < last:
                rows = list(found.rows[first:last])
                hits.extend(found.source.present(rows, self.request))
            offset += found.count
        return hits


def cleaned_query(text: str) -> str:
    """What is searched for: precomposed, without control characters, on one line, not too long."""
    return " ".join(normalise(text[: conf.SEARCH_QUERY_LENGTH]).split())


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search everything or one source, by words or by the number of a document.

    Raises:
        Http404: for an unknown source or a page beyond the result.
    """
    site = Site.find_for_request(request)
    query = cleaned_query(request.GET.get("query", ""))
    code = request.GET.get("source", "")
    if site is None or (code and search_sources.get(code) is None):
        raise Http404
    matches = _matches(site, query) if query else []
    shown = [found for found in matches if not code or found.source.code == code]
    hits = page_of(Hits(shown, request), request)
    context = {
        "query": query,
        "query_limit": conf.SEARCH_QUERY_LENGTH,
        "sources": _sources(request, query, code, matches),
        "hits": hits,
        "total": hits.paginator.count,
        "message": _message(query, hits.paginator.count),
        "robots": "noindex, follow",
    }
    return TemplateResponse(request, "govportal/search.html", context)


def _matches(site: Site, query: str) -> list[Matches]:
    sources = sorted(search_sources, key=lambda source: source.order)
    found = [(source, source.search(site, query)) for source in sources]
    return [Matches(source, rows, rows.count()) for source, rows in found]


def _sources(
    request: HttpRequest, query: str, code: str, matches: list[Matches]
) -> list[dict[str, Any]]:
    entries: list[tuple[str, Any, int]] = [
        ("", gettext("Everything"), sum(found.count for found in matches)),
        *((found.source.code, found.source.label, found.count) for found in matches),
    ]
    return [
        {
            "code": entry,
            "label": label,
            "count": count,
            "url": f"{request.path}?{urlencode({'query': query} | _source(entry))}",
            "active": entry == code,
        }
        for entry, label, count in entries
        if matches
    ]


def _source(code: str) -> dict[str, str]:
    return {"source": code} if code else {}


def _message(query: str, total: int) -> str:
    if not query:
        return gettext("Type words, or the number of a document, to search this portal.")
    if not total:
        return gettext("Nothing was found for “%(query)s”.") % {"query": query}
    return ""
