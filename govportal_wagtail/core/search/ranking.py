"""How well units answer a query: BM25 summed over words, pairs and triples of words.

Words alone rank Vietnamese badly, since most of its words are written as two syllables that each
mean something else. So each two and each three adjacent words of the query count as terms too. What
a unit is called counts once more. Few weights, and these:

- ``SATURATION`` and ``LENGTH`` are BM25's k1 and b as Anserini and the collections measured with it
  use them (0.9, 0.4): a long article of a law is not much less about a thing than a short one.
- a word typed with diacritics counts half for its letters and half for how it is written, so that
  the same word with other diacritics gets half at most.
- everything else weighs one.

A pair weighs as the index counted it; a triple, of which the index counts none, as its rarer pair.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeVar

from .query import ParsedQuery
from .statistics import Frequencies, frequencies
from .tokens import folded, heading_key, is_marked, pair_key

__all__ = ["Ranker", "Standing", "has_phrase", "terms_of"]

SATURATION: Final = 0.9
LENGTH: Final = 0.4
_AS_WRITTEN: Final = 0.5

Triple = tuple[str, str, str]
TermT = TypeVar("TermT")
_MARKS = re.compile(r"_[a-z]*")


@dataclass(frozen=True, slots=True)
class Standing:
    """How well one unit answers.

    ``typed`` counts the query's words with diacritics that the unit has as they were typed.
    """

    typed: int
    score: float


class Ranker:
    """The terms of one query with their weights."""

    def __init__(self, query: ParsedQuery, facts: Frequencies) -> None:
        """``facts`` must know the `terms_of` the query."""
        self.facts = facts
        self._words: dict[str, float] = {}
        self._heading: dict[str, float] = {}
        self._written: dict[str, float] = {}
        self._pairs: dict[tuple[str, str], float] = {}
        self._triples: dict[Triple, float] = {}
        for run in query.runs:
            self._take(run)
        #: How much each folded word of the query tells.
        self.weights = {word: facts.weight(word) for word in self._words}
        #: Of a kept word that was met: its letters where the query has them, else None.
        self._known: dict[str, str | None] = {}

    @classmethod
    def of(cls, query: ParsedQuery) -> Ranker:
        """Return the ranker of a query; two queries of the database."""
        return cls(query, frequencies(terms_of(query)))

    def standing(self, words: str) -> Standing:
        """Return how well a unit answers, from its three lines of words."""
        lines = [line.split() for line in words.split("\n")]
        terms: Counter[str] = Counter()
        heading: Counter[str] = Counter()
        counted = _Counted(Counter(), Counter(), Counter())
        for place, line in enumerate(lines):
            found = self._count(line, counted)
            terms.update(found)
            if place == 1:
                heading.update(found)
        relative = sum(map(len, lines)) / self.facts.text_length
        score = (
            _sum(self._words, terms, relative)
            + _sum(self._written, counted.written, relative)
            + _sum(self._pairs, counted.pairs, relative)
            + _sum(self._triples, counted.triples, relative)
        )
        if heading:
            score += _sum(self._heading, heading, len(lines[1]) / self.facts.heading_length)
        return Standing(len(counted.written), score)

    def _take(self, run: Sequence[str]) -> None:
        plain = [folded(word) for word in run]
        for word, kept in zip(plain, run, strict=True):
            _add(self._heading, word, self.facts.weight(heading_key(word)))
            share = _AS_WRITTEN if is_marked(kept) else 0.0
            _add(self._words, word, (1 - share) * self.facts.weight(word))
            if share:
                _add(self._written, kept, share * self.facts.weight(kept))
        pairs = list(pairwise(plain))
        weights = [self.facts.weight(pair_key(*pair)) for pair in pairs]
        for pair, weight in zip(pairs, weights, strict=True):
            _add(self._pairs, pair, weight)
        triples = zip(plain, plain[1:], plain[2:], strict=False)
        for triple, both in zip(triples, pairwise(weights), strict=True):
            _add(self._triples, triple, max(both))

    def _count(self, line: Sequence[str], counted: _Counted) -> list[str]:
        """Return the query's words in a line, in order; pairs and the rest go into ``counted``."""
        known, found = self._known, []
        before = previous = None
        for kept in line:
            if kept not in known:
                plain = folded(kept)
                known[kept] = plain if plain in self._words else None
            word = known[kept]
            if word is not None:
                found.append(word)
                if kept in self._written:
                    counted.written[kept] += 1
                if previous is not None and (previous, word) in self._pairs:
                    counted.pairs[previous, word] += 1
                    if before is not None and (before, previous, word) in self._triples:
                        counted.triples[before, previous, word] += 1
            before, previous = previous, word
        return found


@dataclass(frozen=True, slots=True)
class _Counted:
    written: Counter[str]
    pairs: Counter[tuple[str, str]]
    triples: Counter[Triple]


def saturated(times: int, relative_length: float) -> float:
    """Return what so many occurrences count in a text of a length relative to the average."""
    return times * (SATURATION + 1) / (times + SATURATION * (1 - LENGTH + LENGTH * relative_length))


def has_phrase(phrase: Sequence[str], words: str) -> bool:
    """Return whether one of the lines of a unit has a phrase as it was typed."""
    bare = [folded(word) for word in phrase]
    if any(map(is_marked, phrase)):
        # A text that was typed without any marks has the phrase too.
        wanted = {" ".join(phrase), " ".join(f"{word}_" for word in bare)}
        lines = [f" {line} " for line in words.split("\n")]
    else:
        wanted = {" ".join(bare)}
        lines = [f" {line} " for line in _MARKS.sub("", words).split("\n")]
    return any(f" {each} " in line for each in wanted for line in lines)


def terms_of(query: ParsedQuery) -> set[str]:
    """Return the keys whose frequency the ranking of a query needs."""
    terms = {*query.folded, *map(heading_key, query.folded), *query.symbols}
    terms.update(word for word in query.words if is_marked(word))
    for run in query.runs:
        terms.update(pair_key(*pair) for pair in pairwise(map(folded, run)))
    return terms


def _sum(weights: Mapping[TermT, float], counts: Mapping[TermT, int], relative: float) -> float:
    return sum(weights[term] * saturated(n, relative) for term, n in counts.items())


def _add(weights: dict[TermT, float], term: TermT, weight: float) -> None:
    """A word that is asked for twice counts twice."""
    weights[term] = weights.get(term, 0.0) + weight
