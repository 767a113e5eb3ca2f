"""Search in Vietnamese over everything the installed apps have registered.

Features register a `SearchSource`; ``index`` keeps their live pages as rows of words and keys;
this module answers queries. A query is never an error.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from wagtail.models import Locale, Site

from ..models import SearchUnit
from ..models.search import SearchUnitQuerySet
from . import candidates, engine, spelling
from .hits import hits_of
from .query import parse
from .ranking import Ranker
from .results import Facet, Hit, Option, PartHit, PartResult, Results, Suggestion
from .scope import Narrowing, facets_of, public_units, units_within
from .suggestions import suggest

__all__ = [
    "Facet",
    "Hit",
    "Option",
    "PartHit",
    "PartResult",
    "Results",
    "Suggestion",
    "public_units",
    "search",
    "search_parts",
    "suggest",
]


def search(
    query: str,
    *,
    site: Site,
    locale: Locale,
    types: Collection[str] | None = None,
    filters: Mapping[str, str] | None = None,
    order: str = "relevance",
    across: bool = False,
    limit: int = 20,
    offset: int = 0,
) -> Results:
    """Return the public pages of a site that answer a query, the best first.

    ``types`` are codes of sources. ``filters`` narrow by ``category`` (code), ``agency`` and
    ``site`` (keys), ``year``, and days ``from`` and ``to`` (ISO dates); a value that does not exist
    leaves nothing. ``order`` is "relevance" or "date". ``across`` looks through the portal and its
    component sites. Never raises for any query.
    """
    parsed = parse(query)
    narrowing = Narrowing.of(filters, types)
    units = units_within(site, locale, across=across)
    ranker = Ranker.of(parsed)
    found = engine.find(parsed, units, narrowing, ranker, by_date=order == "date")
    ids = found.page_ids(max(offset, 0), max(limit, 0))
    few = found.is_partial or not found.total
    return Results(
        query=parsed.text,
        total=found.total,
        hits=hits_of(ids, units, parsed, ranker, found),
        facets=facets_of(found.cells, narrowing),
        is_partial=found.is_partial,
        correction=spelling.correction(parsed, units) if few else "",
        total_is_capped=found.is_partial,
    )


def search_parts(
    query: str,
    *,
    sources: Collection[str],
    units: SearchUnitQuerySet | None = None,
    limit: int = 20,
    offset: int = 0,
) -> list[PartResult]:
    """Return the parts, such as articles, that answer a query best, each by itself.

    Looks through all public parts of the sources, or through those among ``units``.
    """
    parsed = parse(query)
    if not parsed.words:
        return []
    ranker = Ranker.of(parsed)
    units = public_units() if units is None else units
    units = candidates.pages_without(parsed, units.filter(is_part=True, source__in=sources))
    keys = candidates.best_by_terms(parsed, ranker.facts, units)
    words = SearchUnit.objects.filter(pk__in=keys).values_list("pk", "text__words")
    scores = {pk: ranker.standing(text).score for pk, text in words}
    best = sorted(scores, key=lambda pk: (-scores[pk], pk))[offset : offset + limit]
    rows = SearchUnit.objects.filter(pk__in=best).select_related("text")
    shown = {row.pk: row for row in rows.defer("keys", "text__words", "text__text")}
    return [
        PartResult(
            page_id=row.page_id,
            fragment=row.fragment,
            title=row.text.title,
            number=row.text.number,
            url_path=row.url_path,
            score=scores[pk],
        )
        for pk in best
        if (row := shown.get(pk))
    ]
