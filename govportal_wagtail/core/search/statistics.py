"""How common words are: the numbers that say how much a word tells.

Counted over all units when the index is rebuilt and by ``recount``; a small index counts anew by
itself when it has grown by a fifth. Ranking bears numbers that are not quite new, since it only
takes their logarithm. Rare terms have no row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from ..models import SearchIndexState, SearchTerm, SearchText, SearchUnit
from ..vietnamese import words
from .tokens import TOKENS_VERSION, folded, heading_key, pair_key, written_words

__all__ = ["Frequencies", "frequencies", "keep_up", "note", "recount", "state"]

#: Indexes of more units are counted by command only: it takes seconds.
COUNTED_AT_ONCE: Final = 3_000
_ONLY: Final = 1
_GROWTH: Final = 0.2
_LEAST_GROWTH: Final = 20
#: Counting forgets what it has met once, whenever it holds so many terms.
_MOST_COUNTED: Final = 2_000_000
#: Words are shown as texts write them; so many texts are read for that.
_READ_FOR_SHOWN: Final = 5_000


@dataclass(frozen=True, slots=True)
class Frequencies:
    """What ranking knows of the whole index."""

    units: int
    counts: dict[str, int]
    unknown: int
    heading_length: float
    text_length: float

    def weight(self, token: str) -> float:
        """Return how much a term tells (Robertson's inverse document frequency, never negative)."""
        count = self.count(token)
        total = max(self.units, count)
        return log(1 + (total - count + 0.5) / (count + 0.5))

    def count(self, token: str) -> int:
        """Return in how many units a term is; an estimate for rare ones."""
        return self.counts.get(token, self.unknown)


def state() -> SearchIndexState:
    """Return the facts of the index, also before there is one; nothing is written."""
    return SearchIndexState.objects.filter(pk=_ONLY).first() or SearchIndexState(pk=_ONLY)


def note(**facts: Any) -> None:
    """Write facts of the index down."""
    SearchIndexState.objects.update_or_create(pk=_ONLY, defaults=facts)


def frequencies(tokens: Iterable[str]) -> Frequencies:
    """Return what is known of these terms; two queries."""
    facts = state()
    rows = SearchTerm.objects.filter(key__in=list(tokens)).values_list("key", "count")
    return Frequencies(
        units=facts.units,
        counts=dict(rows),
        unknown=max(1, _least(facts.units) // 2),
        heading_length=facts.heading_length or 10.0,
        text_length=facts.text_length or 150.0,
    )


def keep_up() -> None:
    """Count anew where a small index has grown or shrunk by a fifth."""
    facts = state()
    if not facts.version:
        note(version=TOKENS_VERSION)
    if facts.units > COUNTED_AT_ONCE:
        return
    units = SearchUnit.objects.count()
    if abs(units - facts.units) > max(_LEAST_GROWTH, facts.units * _GROWTH):
        recount()


def recount() -> None:
    """Count all terms, in one pass over the texts."""
    counting = _Counting()
    rows = SearchText.objects.order_by().values_list("words", flat=True)
    for text in rows.iterator(chunk_size=500):
        counting.add(text)
    least = _least(counting.units)
    counts = {token: n for token, n in counting.counts.items() if n >= least}
    shown = _shown(counts)
    with transaction.atomic():
        # One counting at a time writes; the one that counted last stands.
        SearchIndexState.objects.select_for_update().get_or_create(pk=_ONLY)
        SearchTerm.objects.all().delete()
        SearchTerm.objects.bulk_create(
            (SearchTerm(key=t, count=n, shown=shown.get(t, "")) for t, n in counts.items()),
            batch_size=1000,
        )
        note(
            units=counting.units,
            heading_length=counting.heading_words / max(counting.units, 1),
            text_length=counting.words / max(counting.units, 1),
            counted_at=timezone.now(),
        )


def _least(units: int) -> int:
    """Terms of fewer units have no row: they tell much, however many there are."""
    return max(2, units // 2000)


class _Counting:
    """Counts units, words and in how many units each term is."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.units = self.words = self.heading_words = 0
        self._floor = 1

    def add(self, text: str) -> None:
        """Take in the lines of one unit."""
        lines = [line.split() for line in text.split("\n")]
        found: set[str] = set()
        for line in lines:
            plain = [folded(word) for word in line]
            found.update(line, plain, (pair_key(*pair) for pair in pairwise(plain)))
        heading = lines[1] if len(lines) > 1 else []
        found.update(heading_key(folded(word)) for word in heading)
        self.counts.update(found)
        self.units += 1
        self.words += sum(map(len, lines))
        self.heading_words += len(heading)
        if len(self.counts) > _MOST_COUNTED:
            # A term that is met often is met again; one met once so far is hardly common.
            self.counts = Counter({t: n for t, n in self.counts.items() if n > self._floor})
            self._floor += 1


def _shown(counts: dict[str, int]) -> dict[str, str]:
    """Return how words are written, by folded word and by written word."""
    by_folded: dict[str, tuple[int, str]] = {}
    found: dict[str, str] = {}
    for word in _words_read():
        (written,) = written_words(word)[:1] or [""]
        if counts.get(written, 0) and written not in found:
            found[written] = word
            plain = folded(written)
            by_folded[plain] = max(by_folded.get(plain, (0, "")), (counts[written], word))
    return found | {plain: word for plain, (_count, word) in by_folded.items() if plain in counts}


def _words_read() -> Iterator[str]:
    seen: set[str] = set()
    texts = SearchText.objects.filter(unit__is_public=True)
    rows = texts.order_by("-unit_id").values_list("title", "text")
    for title, text in rows[:_READ_FOR_SHOWN].iterator(chunk_size=500):
        for word in words(f"{title} {text}"):
            plain = word.casefold()
            if plain not in seen and len(seen) < 200_000:
                seen.add(plain)
                yield plain[:130]
