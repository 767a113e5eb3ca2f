"""Which units are worth ranking: the index says, and Python ranks only these.

A short query asks for pages that have every word. A long one, a question put in a sentence, has no
page with all its words: its most telling words and pairs are looked up one by one, rarest first,
until enough units are known, and those that have most of them are ranked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from ..models import SearchUnit
from ..models.search import SearchUnitQuerySet
from ..registries import search_sources
from ..search_keys import Condition, Key, unit_ids
from .query import ParsedQuery, phrase_condition
from .ranking import has_phrase
from .scope import Cell, cells_of
from .statistics import Frequencies
from .tokens import folded, is_marked

__all__ = [
    "MOST_ALL",
    "all_words",
    "best_by_terms",
    "named_by_number",
    "pages_with_phrases",
    "pages_without",
]

Units = SearchUnitQuerySet
#: A query of more words is not expected in whole on any page.
MOST_ALL: Final = 12
#: Rows that the terms of one long query may name together, and terms that are looked up.
_POSTINGS: Final = 20_000
_TERMS: Final = 48
#: Units that are ranked for one query.
RANKED: Final = 300
#: The best units by terms that are looked through for those within a search, so many at a time.
_LOOKED_THROUGH: Final = 20_000
_CHUNK: Final = 1_000
#: Units in which a quoted phrase is looked for word by word.
_PHRASE_UNITS: Final = 2_000


def all_words(query: ParsedQuery, pages: Units) -> tuple[Condition, list[Cell]] | None:
    """Return the strictest condition on all words that some page fulfils, and how many do, or None.

    First words as they were typed, then their letters, then the last word as a beginning.
    """
    if not query.words or len(query.words) > MOST_ALL:
        return None
    tried: list[Condition | None] = [query.condition(as_typed=True)] if query.has_marks else []
    tried += [query.condition(), query.condition(open_end=True)]
    for condition in tried:
        if condition and (cells := cells_of(pages, condition)):
            return condition, cells
    return None


def named_by_number(text: str) -> list[int]:
    """Return keys of the pages that a whole query names by number, whoever may read them."""
    return [
        page_id for source in search_sources if source.numbers for page_id in source.numbers(text)
    ]


def best_by_terms(query: ParsedQuery, facts: Frequencies, units: Units) -> list[int]:
    """Return keys of the units that have most of the telling words and pairs of a query."""
    found: dict[int, float] = defaultdict(float)
    for token in _telling(query, facts):
        weight = facts.weight(token)
        for pk in unit_ids(Key(token), units.db):
            found[pk] += weight
    order = sorted(found, key=lambda pk: (-found[pk], pk))
    best: list[int] = []
    # Who may be shown what is asked only of the best, some at a time.
    for start in range(0, min(len(order), _LOOKED_THROUGH), _CHUNK):
        chunk = order[start : start + _CHUNK]
        within = set(units.filter(pk__in=chunk).values_list("pk", flat=True))
        best += [pk for pk in chunk if pk in within]
        if len(best) >= RANKED:
            break
    return best[:RANKED]


def pages_with_phrases(query: ParsedQuery, units: Units) -> list[int] | None:
    """Return keys of the pages that have every quoted phrase, or None where none is quoted."""
    if not query.phrases:
        return None
    pages: set[int] | None = None
    for phrase in query.phrases:
        rows = units.matching(phrase_condition(phrase)).order_by("-date", "page")
        texts = rows.values_list("page_id", "text__words")[:_PHRASE_UNITS]
        having = {page_id for page_id, words in texts if has_phrase(phrase, words)}
        pages = having if pages is None else pages & having
    return sorted(pages or ())


def pages_without(query: ParsedQuery, units: Units) -> Units:
    """Return the units but those of pages that say what the query does not want."""
    for words in query.unwanted:
        said = SearchUnit.objects.matching(phrase_condition(words))
        units = units.exclude(page_id__in=said.values("page_id"))
    return units


def _telling(query: ParsedQuery, facts: Frequencies) -> list[str]:
    """The terms to look up, rarest first, as many as name no more rows than are to be read."""
    terms: Iterable[str] = dict.fromkeys(
        (*query.symbols, *query.pairs(), *_single_words(query.words))
    )
    chosen: list[str] = []
    rows = 0
    for token in sorted(terms, key=facts.count):
        rows += facts.count(token)
        if chosen and (rows > _POSTINGS or len(chosen) == _TERMS):
            break
        chosen.append(token)
    return chosen


def _single_words(words: Iterable[str]) -> Iterable[Any]:
    for word in words:
        yield folded(word)
        if is_marked(word):
            yield word
