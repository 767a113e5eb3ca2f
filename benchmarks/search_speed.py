"""What searching costs beside the bare index, and what keeping the index costs.

Each query is asked of the portal's search and, in turn, of the database's own index with the same
words: matching rows by the database's own ranking, and their number. Both suffer alike from
whatever else the machine does, so that the ratio depends less on it than the milliseconds.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Final

from bulk import settle
from django.conf import settings
from django.db import connection
from raw_index import RawIndex, index_bytes
from search_portal import SearchPortal
from wagtail.models import Site

from govportal_wagtail.core.models import SearchUnit
from govportal_wagtail.core.search import index, search, suggest
from govportal_wagtail.legal.search import search_articles

DOCUMENTS: Final = 100_000
#: On average; one document in ten has ten.
ARTICLES: Final = 1.0
_SMALL: Final = 100
_QUERIES: Final = 30
_WARM_UPS: Final = 3
#: The bare index is not asked any more when that has taken so many milliseconds, but so often.
_PATIENCE: Final = 20_000
_FEWEST: Final = 5
_SAVES: Final = 15
_QUESTION: Final = 27


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds of one kind of query, median and 95th percentile, beside the bare index."""

    name: str
    results: int
    p50: float
    p95: float
    raw_p50: float
    raw_p95: float

    def as_dict(self) -> dict[str, Any]:
        """Plain values, with the ratios."""
        return asdict(self) | {"x_raw_p50": self.ratio(50), "x_raw_p95": self.ratio(95)}

    def ratio(self, percentile: int) -> float:
        """How many times the bare index takes; 0 where that was not asked."""
        own, raw = (self.p50, self.raw_p50) if percentile == 50 else (self.p95, self.raw_p95)
        return round(own / raw, 2) if raw else 0.0


@dataclass(slots=True)
class SearchCosts:
    """Everything measured at one size."""

    engine: str
    documents: int = 0
    units: int = 0
    build_seconds: float = 0.0
    index_bytes: int = 0
    #: Milliseconds to write one document of ten articles, by the documents of the index.
    saves: dict[int, float] = field(default_factory=dict)
    speeds: list[Speed] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self) | {"speeds": [each.as_dict() for each in self.speeds]}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of query: how the portal and how the bare index is asked."""

    name: str
    queries: Sequence[str]
    own: Callable[[str], int]
    raw: Callable[[str], int] | None


def run(documents: int = DOCUMENTS, articles: float = ARTICLES) -> SearchCosts:
    """Measure in a database made for it."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return _measure(documents, articles)
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


def as_table(costs: SearchCosts) -> str:
    """Lines of text."""
    rows = costs.units
    lines = [
        f"Search on {costs.engine}, {costs.documents:,} documents, {rows:,} pages and articles",
        f"{'':34}{'results':>9}{'p50 ms':>9}{'p95 ms':>9}"
        f"{'raw p50':>9}{'raw p95':>9}{'x p50':>7}{'x p95':>7}",
    ]
    for each in costs.speeds:
        raw = (
            f"{each.raw_p50:9.1f}{each.raw_p95:9.1f}{each.ratio(50):7.2f}{each.ratio(95):7.2f}"
            if each.raw_p50
            else f"{'-':>9}{'-':>9}{'-':>7}{'-':>7}"
        )
        lines.append(f"{each.name:34}{each.results:9,}{each.p50:9.1f}{each.p95:9.1f}{raw}")
    saves = list(costs.saves.items())
    lines += [
        "raw: the same words asked of the database's index, its own ranking, and their number.",
        f"Index built in {costs.build_seconds:.0f} s ({rows / costs.build_seconds:,.0f} a second), "
        f"{costs.index_bytes / 1e6:,.0f} MB with the texts.",
        "A document of ten articles written anew: "
        + ", ".join(f"{ms:.1f} ms at {size:,}" for size, ms in saves)
        + f" documents, growth {saves[-1][1] / saves[0][1]:.2f}.",
    ]
    return "\n".join(lines)


def _measure(documents: int, articles: float) -> SearchCosts:
    costs = SearchCosts(connection.display_name)
    portal = SearchPortal(articles)
    for size in sorted({min(_SMALL, documents), documents}):
        _tell(f"search: {size:,} documents ...")
        portal.grow_to(size)
        _tell(f"search: indexing {size:,} documents ...")
        start = time.perf_counter()
        index.rebuild(_every_tenth())
        costs.build_seconds = round(time.perf_counter() - start, 1)
        settle()
        costs.saves[size] = _save_cost(portal.typical)
    costs.documents = documents
    costs.units = SearchUnit.objects.count()
    costs.index_bytes = index_bytes()
    for kind in _kinds(portal):
        _tell(f"search: {kind.name} ...")
        costs.speeds.append(_speed(kind))
    return costs


def _save_cost(page_id: int) -> float:
    times = [_timed(lambda: index.refresh([page_id])) for _number in range(_SAVES)]
    return round(statistics.median(times), 2)


def _kinds(portal: SearchPortal) -> Iterable[Kind]:
    site = Site.objects.get(is_default_site=True)
    locale = portal.library.locale
    words = portal.language.words
    chance = random.Random(7)
    raw = RawIndex(_filters(portal))

    def found(query: str) -> int:
        return search(query, site=site, locale=locale).total

    def narrowed(query: str) -> int:
        return search(query, site=site, locale=locale, filters=raw.filters).total

    one = [words[chance.randrange(100, 3000)] for _n in range(_QUERIES)]
    single = [word for word in words if " " not in word]
    medium = [single[chance.randrange(100, len(single))] for _n in range(_QUERIES)]
    two = [f"{chance.choice(words[50:1000])} {chance.choice(words[50:1000])}" for _n in one]
    questions = [
        " ".join(portal.language.prose(chance, _QUESTION).split()[:_QUESTION]) for _n in one
    ]
    common = [*single[:6]] * (_QUERIES // 6)
    yield Kind("one word", medium, found, raw.all_of)
    yield Kind("a word of one or two syllables", one, found, raw.all_of)
    yield Kind("two words", two, found, raw.all_of)
    yield Kind("a number and symbol", portal.symbols(_QUERIES), found, raw.symbol)
    yield Kind(f"a question of {_QUESTION} syllables", questions, found, raw.any_of)
    yield Kind("the same, articles", questions, _articles, raw.any_of)
    yield Kind("a very common word", common, found, raw.all_of)
    yield Kind("the same with three facets", common, narrowed, raw.narrowed)
    beginnings = [word[: max(3, len(word) // 2)] for word in one]
    yield Kind("suggestions", beginnings, lambda q: len(suggest(q, site=site, locale=locale)), None)


def _articles(query: str) -> int:
    return len(search_articles(query, limit=20))


def _filters(portal: SearchPortal) -> dict[str, str]:
    """Three facets that a good many documents have: type, issuing body, year."""
    return {"category": "quyet-dinh", "agency": str(portal.agencies[0].pk), "year": "2025"}


def _speed(kind: Kind) -> Speed:
    for query in kind.queries[:_WARM_UPS]:
        kind.own(query)
    if kind.raw:
        kind.raw(kind.queries[0])
    own: list[float] = []
    raw: list[float] = []
    results: list[int] = []
    for number, query in enumerate(kind.queries):
        asked: list[tuple[list[float], Callable[[], object]]] = [
            (own, partial(_note, results, kind.own, query))
        ]
        if kind.raw and (len(raw) < _FEWEST or sum(raw) < _PATIENCE):
            asked.append((raw, partial(kind.raw, query)))
        # Whoever comes second finds the rows in memory.
        for times, ask in asked if number % 2 else reversed(asked):
            times.append(_timed(ask))
    p50, p95 = _percentiles(own)
    raw_p50, raw_p95 = _percentiles(raw)
    return Speed(kind.name, int(statistics.median(results)), p50, p95, raw_p50, raw_p95)


def _note(results: list[int], ask: Callable[[str], int], query: str) -> None:
    results.append(ask(query))


def _percentiles(times: list[float]) -> tuple[float, float]:
    if not times:
        return 0.0, 0.0
    ranked = sorted(times)
    return round(statistics.median(ranked), 2), round(ranked[int(len(ranked) * 0.95)], 2)


def _timed(action: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def _every_tenth() -> Callable[[int, int], None]:
    last = 0

    def progress(done: int, total: int) -> None:
        nonlocal last
        if total and done * 10 // total > last:
            last = done * 10 // total
            _tell(f"search: {done:,} of {total:,}")

    return progress


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
