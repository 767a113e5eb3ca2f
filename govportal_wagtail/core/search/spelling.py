"""What a query was probably meant to say, where it found little: "Did you mean ...".

A word that no text has is compared with the words of all texts; the nearest, and among equals the
most common, is proposed as texts write it.
"""

from __future__ import annotations

from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ..models import SearchTerm
from ..models.search import SearchUnitQuerySet
from ..search_keys import Key
from ..vietnamese import words
from .query import ParsedQuery
from .tokens import as_written, folded

__all__ = ["correction"]

#: Shorter words are near to too many others.
_SHORTEST: Final = 3
_MOST_WORDS: Final = 12
#: Letters to change; a long word may have two slips.
_NEAR: Final = 1
_LONG: Final = 6
#: The nearest words that are looked for among what the reader may see.
_TRIED: Final = 5


def correction(query: ParsedQuery, units: SearchUnitQuerySet) -> str:
    """Return the query with misspelt words replaced, or "" where none is recognised.

    Only words that one of the units has are proposed: what others say is not for this reader.
    """
    if query.symbol or not query.words or len(query.words) > _MOST_WORDS:
        return ""
    plain = list(dict.fromkeys(query.folded))
    known = dict(SearchTerm.objects.filter(key__in=plain).values_list("key", "shown"))
    unknown = [word for word in plain if _is_misspelt(word, known)]
    found = {word: nearest for word in unknown if (nearest := _nearest(word, units))}
    if not found:
        return ""
    return _rewritten(query, found)


def _is_misspelt(word: str, known: dict[str, str]) -> bool:
    return word not in known and len(word) >= _SHORTEST and word.isalpha()


def _nearest(word: str, units: SearchUnitQuerySet) -> str:
    """The word of the texts that is nearest, as they write it; "" where none is near."""
    reach = _NEAR if len(word) < _LONG else _NEAR + 1
    rows = SearchTerm.objects.exclude(shown="").exclude(key__contains="_")
    terms = {key: (count, shown) for key, count, shown in rows.values_list("key", "count", "shown")}
    near = process.extract(word, list(terms), scorer=OSA.distance, score_cutoff=reach, limit=None)
    best = sorted(near, key=lambda each: (each[1], -terms[each[0]][0], each[0]))
    for term, _distance, _place in best[:_TRIED]:
        shown = terms[term][1]
        if units.matching(Key(as_written(shown))).exists():
            return shown
    return ""


def _rewritten(query: ParsedQuery, found: dict[str, str]) -> str:
    pieces = query.text.split(" ")
    for place, piece in enumerate(pieces):
        for word in words(piece):
            if replacement := found.get(folded(as_written(word))):
                pieces[place] = piece.replace(word, replacement)
    return " ".join(pieces)
