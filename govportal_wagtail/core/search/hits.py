"""Makes the lines of a result out of keys of pages: titles, excerpts, the best parts of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from ..models import SearchUnit
from ..models.search import SearchUnitQuerySet
from .engine import ANSWERED, Found, answers
from .query import ParsedQuery
from .ranking import Ranker
from .results import Hit, PartHit
from .scope import names_of_agencies, names_of_categories, names_of_sources
from .snippets import excerpt, marked

__all__ = ["hits_of"]

_PARTS_READ: Final = 400
_LONGEST_TEXT: Final = 20_000


def hits_of(
    page_ids: Sequence[int],
    units: SearchUnitQuerySet,
    query: ParsedQuery,
    ranker: Ranker,
    found: Found,
) -> tuple[Hit, ...]:
    """Return the lines of these pages, in their order; a fixed number of queries."""
    rows = units.filter(is_part=False, page_id__in=page_ids).select_related("text")
    known = {row.page_id: row for row in rows.defer("keys", "text__words")}
    shown = [known[page_id] for page_id in page_ids if page_id in known]
    best = _best_parts(known, units, query, ranker, found)
    sources = {row.source for row in shown}
    labels = names_of_sources(sources)
    categories = names_of_categories({row.category for row in shown if row.category}, sources)
    agencies = names_of_agencies({row.agency_id for row in shown if row.agency_id})
    return tuple(
        _hit(
            row,
            query,
            ranker,
            best.get(row.page_id, ()),
            label=categories.get(row.category) or labels.get(row.source, ""),
            agency=agencies.get(row.agency_id, ""),
        )
        for row in shown
    )


def _hit(
    row: Any,
    query: ParsedQuery,
    ranker: Ranker,
    parts: Collection[PartHit],
    *,
    label: str,
    agency: str,
) -> Hit:
    wanted = set(query.words)
    return Hit(
        page_id=row.page_id,
        title=row.text.title,
        title_html=marked(row.text.title, wanted),
        url_path=row.url_path,
        snippet=excerpt(row.text.text[:_LONGEST_TEXT], wanted, ranker.weights),
        source=row.source,
        label=label,
        agency=agency,
        date=row.date,
        number=row.text.number,
        site_id=row.site_id,
        parts=tuple(parts),
    )


def _best_parts(
    page_ids: Collection[int],
    units: SearchUnitQuerySet,
    query: ParsedQuery,
    ranker: Ranker,
    found: Found,
) -> dict[int, list[PartHit]]:
    """The best parts of the pages; those that were not ranked before are ranked now."""
    keys = {pk: found.best_parts[pk] for pk in page_ids if pk in found.best_parts}
    missing = [pk for pk in page_ids if pk not in keys]
    if missing and found.parts is not None:
        rows = units.filter(page_id__in=missing, is_part=True)
        rows = rows.matching(found.parts).order_by("-date", "-page_id", "position")
        more = answers(ranker, rows.values_list(*ANSWERED)[:_PARTS_READ])
        keys.update({page_id: answer.parts for page_id, answer in more.items()})
    texts = _texts({pk for parts in keys.values() for pk in parts}, query, ranker)
    return {page_id: [texts[pk] for pk in parts if pk in texts] for page_id, parts in keys.items()}


def _texts(keys: Collection[int], query: ParsedQuery, ranker: Ranker) -> dict[int, PartHit]:
    wanted = set(query.words)
    rows = SearchUnit.objects.filter(pk__in=keys)
    columns = ("pk", "fragment", "text__title", "text__text")
    return {
        pk: PartHit(
            title=title,
            title_html=marked(title, wanted),
            url_fragment=fragment,
            snippet=excerpt(text[:_LONGEST_TEXT], wanted, ranker.weights),
        )
        for pk, fragment, title, text in rows.values_list(*columns)
    }
