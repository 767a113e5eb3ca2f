"""Finds the pages that answer a query and puts the best first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ..models import SearchUnit
from ..models.search import SearchUnitQuerySet
from ..search_keys import Condition, Key, all_of, any_of
from . import candidates
from .newest import ByDate, having, share_of
from .query import ParsedQuery
from .ranking import Ranker
from .scope import COLUMNS, Cell, Narrowing
from .statistics import Frequencies

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


@dataclass(frozen=True, slots=True)
class Rest:
    """Pages that come after those that were ranked, the newest first."""

    pages: Units
    condition: Condition
    share: float

    def page_ids(self, but: Collection[int], start: int, count: int) -> list[int]:
        """Return the keys of a stretch of the pages, without some of them."""
        pages = self.pages.exclude(page_id__in=but)
        found = ByDate(pages).first(self.condition, start + count, self.share)
        return [page_id for _pk, page_id in found[start:]]


@dataclass(slots=True)
class Found:
    """The pages that answer a query: the best in order, the number of all, and how to get more."""

    cells: list[Cell] = field(default_factory=list)
    ranked: list[int] = field(default_factory=list)
    total: int = 0
    rest: Rest | None = None
    is_partial: bool = False
    parts: Condition | None = None
    best_parts: dict[int, list[int]] = field(default_factory=dict)

    def page_ids(self, offset: int, limit: int) -> list[int]:
        """Return the keys of a stretch of the pages in order."""
        ids = self.ranked[offset : offset + limit]
        missing = min(limit, self.total - offset) - len(ids)
        if missing > 0 and self.rest is not None:
            start = max(0, offset - len(self.ranked))
            ids += self.rest.page_ids(self.ranked, start, missing)
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
    found = _with_all_words(query, units, narrowing, ranker, numbered, by_date)
    if found is not None:
        return found
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
    narrowing: Narrowing,
    ranker: Ranker,
    numbered: Mapping[int, Cell],
    by_date: bool,
) -> Found | None:
    pages = units.filter(is_part=False)
    having_all = candidates.all_words(query, pages)
    if having_all is None:
        return None
    condition, cells = having_all
    found = Found(cells=cells, parts=condition)
    first = [page_id for page_id, cell in numbered.items() if narrowing.allows(cell)]
    if numbered:
        rows = pages.matching(condition).filter(page_id__in=list(numbered))
        known = set(rows.values_list("page_id", flat=True))
        found.cells += [cell for page_id, cell in numbered.items() if page_id not in known]
        if by_date:
            first = [page_id for page_id in first if page_id not in known]
    found.total = sum(cell.number for cell in found.cells if narrowing.allows(cell))
    kept = units.filter(narrowing.condition())
    found.rest = Rest(kept.filter(is_part=False), condition, share_of(condition, ranker.facts))
    found.ranked = first
    if not by_date:
        _rank(found, query, kept, condition, ranker)
    return found


def _rank(
    found: Found, query: ParsedQuery, units: Units, condition: Condition, ranker: Ranker
) -> None:
    """Put the best of the pages behind those that are first already."""
    worth = _worth_ranking(query, units, condition, found.total, ranker.facts)
    pages = units.filter(is_part=False, page_id__in=worth)
    rows = list(pages.values_list(*ANSWERED, "date"))
    days = {page_id: day for _pk, page_id, *_rest, day in rows}
    share = share_of(condition, ranker.facts)
    parts = ByDate(units.filter(is_part=True, page_id__in=worth)).first(condition, _PARTS, share)
    said = SearchUnit.objects.filter(pk__in=[pk for pk, _page_id in parts])
    best = answers(ranker, [*(row[:-1] for row in rows), *said.values_list(*ANSWERED)])
    found.ranked += sorted(
        days.keys() - set(found.ranked),
        key=lambda pk: (best[pk].typed, best[pk].score, days[pk] or date.min, pk),
        reverse=True,
    )
    found.best_parts = {pk: answer.parts for pk, answer in best.items()}


def _worth_ranking(
    query: ParsedQuery, units: Units, condition: Condition, total: int, facts: Frequencies
) -> set[int]:
    """Of very many pages, those with the words in the title, those with pairs, and the newest."""
    pages = units.filter(is_part=False)
    if total <= _RANKED_PAGES:
        return set(pages.led_by(condition).values_list("page_id", flat=True))
    heading = query.heading_condition() or condition
    by_date = ByDate(pages)
    titled = all_of((condition, heading))
    worth = {pk for _, pk in by_date.first(titled, _BEST_TITLES, share_of(heading, facts))}
    if len(worth) < _BEST_TITLES:
        share = share_of(condition, facts)
        worth.update(pk for _, pk in by_date.first(condition, _BEST_TITLES // 2, share))
    if pairs := query.pairs():
        together = all_of(map(Key, pairs))
        paired = ByDate(units).first(together, _BEST_TITLES, share_of(together, facts))
        others = pages.filter(page_id__in={pk for _, pk in paired} - worth)
        met = list(others.values_list("pk", "page_id"))
        worth.update(pk for _, pk in having(met, condition, units.db))
    return worth


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
