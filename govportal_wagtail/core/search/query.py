"""What a person typed into a search box: words, quoted phrases, words not wanted, a symbol.

Nothing typed is an error. Quotes of any shape, also one left open, and a minus before a word are
understood; everything else is words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from ... import conf
from ..search_keys import Condition, Key, all_of, any_of
from ..vietnamese import normalise
from .tokens import folded, heading_key, is_marked, pair_key, symbol_keys, symbol_of, written_words

__all__ = ["ParsedQuery", "cleaned", "parse", "phrase_condition"]

#: A query of more words is a text; what it is about stands in its first words.
MOST_WORDS: Final = 64

_QUOTES = re.compile("[“”„‟«»＂]")


def cleaned(text: str) -> str:
    """Return what is searched for: precomposed, without control characters, on one line."""
    return " ".join(normalise(text[: conf.SEARCH_QUERY_LENGTH]).split())


@dataclass(frozen=True)
class ParsedQuery:
    """The words of a query as the index keeps them, in order, and what else it asks.

    ``words`` holds those of ``phrases`` too; ``runs`` are the stretches of adjacent words.
    ``symbols`` are the keys of what is written like a symbol; ``symbol`` is the one key where the
    whole query is one.
    """

    text: str
    runs: tuple[tuple[str, ...], ...]
    phrases: tuple[tuple[str, ...], ...]
    unwanted: tuple[tuple[str, ...], ...]
    symbols: tuple[str, ...]
    symbol: str = ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All wanted words in order."""
        return tuple(word for run in self.runs for word in run)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The same without marks."""
        return tuple(map(folded, self.words))

    @cached_property
    def has_marks(self) -> bool:
        """Whether any word was typed with diacritics."""
        return any(map(is_marked, self.words))

    def condition(self, *, as_typed: bool = False, open_end: bool = False) -> Condition | None:
        """Return the condition that every word is there; None where there is no word.

        ``as_typed``: words with diacritics only as they are written, or with none at all.
        ``open_end``: the last word may be the beginning of one.
        """
        if self.symbol:
            return Key(self.symbol, is_prefix=open_end)
        words = [*self.words]
        conditions: list[Condition] = []
        if open_end and words:
            conditions.append(Key(folded(words.pop()), is_prefix=True))
        conditions.extend(_word(word, as_typed=as_typed) for word in words)
        return all_of(conditions) if conditions else None

    def heading_condition(self, *, open_end: bool = False) -> Condition | None:
        """Return the condition that every word is in the heading."""
        words = [*self.folded]
        conditions: list[Condition] = []
        if open_end and words:
            conditions.append(Key(heading_key(words.pop()), is_prefix=True))
        conditions.extend(Key(heading_key(word)) for word in words)
        return all_of(conditions) if conditions else None

    def pairs(self) -> tuple[str, ...]:
        """Return the keys of each two adjacent words."""
        runs = [pairwise(map(folded, run)) for run in self.runs]
        return tuple(dict.fromkeys(pair_key(*pair) for run in runs for pair in run))


def parse(query: str) -> ParsedQuery:
    """Return the parts of a query; never raises."""
    text = cleaned(query)
    if symbol := symbol_of(text):
        run = tuple(written_words(text))
        return ParsedQuery(text, (run,), (), (), (symbol,), symbol)
    runs: list[tuple[str, ...]] = []
    phrases: list[tuple[str, ...]] = []
    unwanted: list[tuple[str, ...]] = []
    left = MOST_WORDS
    for minus, is_phrase, piece in _pieces(_QUOTES.sub('"', text)):
        found = tuple(written_words(piece))[:left]
        if not found:
            continue
        left -= len(found)
        if minus:
            unwanted.append(found)
        else:
            runs.append(found)
            if is_phrase and len(found) > 1:
                phrases.append(found)
    symbols = tuple(dict.fromkeys(symbol_keys(text)))
    return ParsedQuery(text, tuple(runs), tuple(phrases), tuple(unwanted), symbols)


def phrase_condition(words: Sequence[str]) -> Condition:
    """Return what a text has that has these adjacent words; others may have it too."""
    conditions: list[Condition] = [_word(word, as_typed=True) for word in words]
    conditions.extend(Key(pair_key(*pair)) for pair in pairwise(map(folded, words)))
    return all_of(conditions)


def _word(word: str, *, as_typed: bool) -> Condition:
    plain = folded(word)
    if as_typed and is_marked(word):
        # A text that was typed without any marks still has the word.
        return any_of((Key(word), Key(f"{plain}_")))
    return Key(plain)


def _pieces(text: str) -> Iterable[tuple[bool, bool, str]]:
    """Yield stretches of a query: is it unwanted, is it quoted, what it says."""
    for number, stretch in enumerate(text.split('"')):
        if number % 2:
            yield _ends_with_minus(text, number), True, stretch
            continue
        plain: list[str] = []
        for word in stretch.split():
            if word[0] in "-\u2212\u2013" and len(word) > 1 and word[1].isalpha():
                if plain:
                    yield False, False, " ".join(plain)
                    plain = []
                yield True, False, word[1:]
            else:
                plain.append(word)
        if plain:
            yield False, False, " ".join(plain)


def _ends_with_minus(text: str, number: int) -> bool:
    before = text.split('"')[number - 1]
    return before.endswith("-") and (len(before) == 1 or before[-2].isspace())
