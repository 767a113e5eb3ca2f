"""Finds the pages that answer a query and puts the best first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ..models import SearchUnit
from ..models.search import SearchUnitQuerySet
from ..search_keys import AllOf, Condition, Key, any_of
from . import candidates
from .query import ParsedQuery
from .ranking import Ranker
from .scope import COLUMNS, Cell, Narrowing, cells_of

__all__ = ["ANSWERED", "PARTS_SHOWN", "Answer", "Found", "answers", "find"]

Units = SearchUnitQuerySet
#: A result of more pages is ranked only where titles, pairs of words and dates say it is worth it.
_RANKED_PAGES: Final = 200
_BEST_TITLES: Final = 120
_PARTS: Final = 400
#: What `answers` reads of a unit.
ANSWERED: Final = ("pk", "page_id", "is_part", "text__words")
#: Parts of one page that are shown.
PARTS_SHOWN: Final = 3
#: Of a sentence that no page has in whole, a page must tell this share of what the best one does.
_WORTH: Final = 0.3
_MOST_PARTIAL: Final = 100
#: Documents that one number may name.
_MOST_NUMBERED: Final = 50


@dataclass(slots=True)
class Found:
    """The pages that answer a query: the best in order, the number of all, and how to get more."""

    cells: list[Cell] = field(default_factory=list)
    ranked: list[int] = field(default_factory=list)
    total: int = 0
    rest: Units | None = None
    is_partial: bool = False
    parts: Condition | None = None
    best_parts: dict[int, list[int]] = field(default_factory=dict)

    def page_ids(self, offset: int, limit: int) -> list[int]:
        """Return the keys of a stretch of the pages in order."""
        ids = self.ranked[offset : offset + limit]
        missing = min(limit, self.total - offset) - len(ids)
        if missing > 0 and self.rest is not None:
            start = max(0, offset - len(self.ranked))
            rows = self.rest.exclude(page_id__in=self.ranked).order_by("-date", "-page_id")
            ids += rows.values_list("page_id", flat=True)[start : start + missing]
        return ids


def find(
    query: ParsedQuery, units: Units, narrowing: Narrowing, ranker: Ranker, *, by_date: bool = False
) -> Found:
    """Return the pages among the units that answer a query."""
    if not query.words:
        return Found()
    units = candidates.pages_without(query, units.filter(narrowing.days()))
    phrased = candidates.pages_with_phrases(query, units)
    if phrased is not None:
        units = units.filter(page_id__in=phrased)
    pages = units.filter(is_part=False)
    numbered = _numbered(query, pages)
    condition = candidates.all_words(query, pages)
    if condition is not None:
        return _with_all_words(query, units, condition, narrowing, ranker, numbered, by_date)
    if numbered:
        # The query is a number and nothing else: what merely has some of its figures is no answer.
        found = _only(numbered, numbered, narrowing)
    else:
        found = _with_some_words(query, units, narrowing, ranker)
    found.parts = _telling(query)
    if by_date:
        found.ranked = _newest_first(pages, found.ranked)
    return found


def _telling(query: ParsedQuery) -> Condition:
    """What parts have that are worth showing below a page that has not all words."""
    return any_of(map(Key, [*query.symbols, *query.pairs()] or query.folded))


@dataclass(frozen=True, slots=True)
class Answer:
    """How well a page and its parts answer; ``parts`` are keys of its best parts."""

    typed: int
    score: float
    parts: list[int]


def answers(ranker: Ranker, units: Iterable[tuple[int, int, bool, str]]) -> dict[int, Answer]:
    """Return how well pages answer, from rows of ``ANSWERED``."""
    found: dict[int, list[tuple[int, float, int, bool]]] = defaultdict(list)
    for pk, page_id, is_part, words in units:
        standing = ranker.standing(words)
        found[page_id].append((standing.typed, standing.score, -pk, is_part))
    return {
        page_id: Answer(
            typed=max(each[0] for each in standings),
            score=max(each[1] for each in standings),
            parts=[-each[2] for each in sorted(standings, reverse=True) if each[3]][:PARTS_SHOWN],
        )
        for page_id, standings in found.items()
    }


def _with_all_words(
    query: ParsedQuery,
    units: Units,
    condition: Condition,
    narrowing: Narrowing,
    ranker: Ranker,
    numbered: Mapping[int, Cell],
    by_date: bool,
) -> Found:
    pages = units.filter(is_part=False).matching(condition)
    found = Found(parts=condition)
    found.cells = cells_of(pages)
    first = [page_id for page_id, cell in numbered.items() if narrowing.allows(cell)]
    if numbered:
        known = set(pages.filter(page_id__in=list(numbered)).values_list("page_id", flat=True))
        found.cells += [cell for page_id, cell in numbered.items() if page_id not in known]
        if by_date:
            first = [page_id for page_id in first if page_id not in known]
    found.total = sum(cell.number for cell in found.cells if narrowing.allows(cell))
    found.rest = kept = pages.filter(narrowing.condition())
    if by_date:
        found.ranked = first
        return found
    if found.total <= _RANKED_PAGES:
        worth = set(kept.values_list("page_id", flat=True))
    else:
        worth = _worth_ranking(query, kept, units.filter(narrowing.condition()))
    best = answers(ranker, _rows(units.filter(page_id__in=worth), condition))
    days = dict(kept.filter(page_id__in=worth).values_list("page_id", "date"))
    order = sorted(
        (pk for pk in best if pk in days and pk not in first),
        key=lambda pk: (best[pk].typed, best[pk].score, days[pk] or date.min, pk),
        reverse=True,
    )
    found.ranked = first + order
    found.best_parts = {pk: answer.parts for pk, answer in best.items()}
    return found


def _worth_ranking(query: ParsedQuery, kept: Units, units: Units) -> set[int]:
    """Of very many pages, those with the words in the title, those with pairs, and the newest."""
    titled = kept.matching(query.heading_condition())
    worth = set(_keys(titled, _BEST_TITLES))
    if len(worth) < _BEST_TITLES:
        worth.update(_keys(kept, _BEST_TITLES // 2))
    if pairs := query.pairs():
        together = AllOf(tuple(map(Key, pairs)))
        worth.update(_keys(units.matching(together), _BEST_TITLES))
        worth.intersection_update(kept.filter(page_id__in=worth).values_list("page_id", flat=True))
    return worth


def _rows(units: Units, condition: Condition) -> list[tuple[int, int, bool, str]]:
    """The units of pages that are ranked: the pages themselves, and parts with all words."""
    pages = units.filter(is_part=False).values_list(*ANSWERED)
    parts = units.filter(is_part=True).matching(condition)
    newest = parts.order_by("-date", "-page_id", "position").values_list(*ANSWERED)
    return [*pages, *newest[:_PARTS]]


def _with_some_words(
    query: ParsedQuery, units: Units, narrowing: Narrowing, ranker: Ranker
) -> Found:
    keys = candidates.best_by_terms(query, ranker.facts, units)
    best = answers(ranker, SearchUnit.objects.filter(pk__in=keys).values_list(*ANSWERED))
    least = max((answer.score for answer in best.values()), default=0.0) * _WORTH
    cells = _cells_by_page(units, best)
    worth = [page_id for page_id in cells if best[page_id].score >= least]
    order = sorted(worth, key=lambda pk: (-best[pk].score, -pk))[:_MOST_PARTIAL]
    found = _only(order, cells, narrowing)
    found.is_partial = True
    found.best_parts = {page_id: best[page_id].parts for page_id in order}
    return found


def _only(order: Iterable[int], cells: Mapping[int, Cell], narrowing: Narrowing) -> Found:
    """These pages and no others, in this order."""
    order = list(order)
    ranked = [page_id for page_id in order if narrowing.allows(cells[page_id])]
    return Found(cells=[cells[page_id] for page_id in order], ranked=ranked, total=len(ranked))


def _numbered(query: ParsedQuery, pages: Units) -> dict[int, Cell]:
    """Pages that the query names by number, best first."""
    ids = candidates.named_by_number(query.text)
    cells = _cells_by_page(pages, ids) if ids else {}
    within = [page_id for page_id in ids if page_id in cells]
    return {page_id: cells[page_id] for page_id in within[:_MOST_NUMBERED]}


def _cells_by_page(units: Units, page_ids: Collection[int]) -> dict[int, Cell]:
    rows = units.filter(is_part=False, page_id__in=page_ids)
    return {
        page_id: Cell(*cell) for page_id, *cell in rows.values_list("page_id", *COLUMNS.values())
    }


def _newest_first(pages: Units, page_ids: Collection[int]) -> list[int]:
    rows = pages.filter(page_id__in=page_ids).order_by("-date", "-page_id")
    return list(rows.values_list("page_id", flat=True))


def _keys(units: Units, count: int) -> list[int]:
    newest = units.order_by("-date", "-page_id")
    return list(newest.values_list("page_id", flat=True)[:count])
