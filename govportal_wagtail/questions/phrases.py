"""Phrases found in what people type, with Vietnamese diacritics or without.

In a line written with diacritics "đất" is not "đạt"; in one without, "dat" may be both.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from ..core.search.tokens import as_written, folded, is_marked
from ..core.vietnamese import words

#: Of a hundred words of Vietnamese about seventy carry a mark; names in a text without them few.
_FEWEST_MARKED: Final = 0.25


class Phrase:
    """One or more words that are looked for as a whole."""

    __slots__ = ("has_marks", "plain", "text", "written")

    def __init__(self, text: str) -> None:
        """Take the words of the text, without its punctuation."""
        self.text = " ".join(text.split())
        self.written = tuple(as_written(word) for word in words(text))
        self.plain = tuple(folded(word) for word in self.written)
        self.has_marks = any(is_marked(word) for word in self.written)

    def __str__(self) -> str:
        """Return the words as they were given."""
        return self.text

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.written)


class Line:
    """One line or sentence, prepared so that many phrases are looked for quickly."""

    __slots__ = ("_places", "_plain", "_typed", "_written", "has_marks")

    def __init__(self, text: str) -> None:
        """Take the words of the text, without its punctuation."""
        self._typed = tuple(words(text))
        self._written = tuple(as_written(word) for word in self._typed)
        self._plain = tuple(folded(word) for word in self._written)
        marked = sum(is_marked(word) for word in self._written)
        #: Whether diacritics were typed, beyond a name that was pasted in.
        self.has_marks = marked > 0 and marked >= len(self._written) * _FEWEST_MARKED
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._plain):
            self._places[word].append(place)

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self._plain)

    def word(self, place: int) -> str:
        """Return the word at the place, in lower case without diacritics; "" outside the line."""
        return self._plain[place] if 0 <= place < len(self._plain) else ""

    def find(self, phrase: Phrase, start: int = 0, end: int | None = None) -> list[int]:
        """Return where the phrase begins, of those that lie between ``start`` and ``end``.

        Diacritics are compared where both have them.
        """
        size = len(phrase)
        if not size:
            return []
        exact = self.has_marks and phrase.has_marks
        given, wanted = (self._written, phrase.written) if exact else (self._plain, phrase.plain)
        last = len(given) if end is None else min(end, len(given))
        return [
            place
            for place in self._places.get(phrase.plain[0], ())
            if start <= place <= last - size and given[place : place + size] == wanted
        ]

    def has_typed(self, text: str) -> bool:
        """Return whether the words stand there letter by letter, in the same case."""
        wanted = tuple(words(text))
        size = len(wanted)
        places = self._places.get(folded(as_written(wanted[0])), ()) if wanted else ()
        return any(self._typed[place : place + size] == wanted for place in places)
