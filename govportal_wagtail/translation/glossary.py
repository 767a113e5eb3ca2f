"""Fixed terms in a text to translate: found, shown, and looked for in the translation.

A word is compared by its sort key: case and the place of the tone ("hoà", "hòa") make no
difference, every diacritic does. Words are whole: "Sơn La" is not in "sơn lang".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ..core.vietnamese import sort_key
from .exchange.inline import plain_text

# Combining marks belong to their word: a text need not be composed (NFC).
_WORD = re.compile("(?:[^\\W_]|[\u0300-\u036f])+")
_BLANKS_AND_DASHES = re.compile("[\\s\u00ad\u2010-\u2015-]+")
_APOSTROPHES = str.maketrans("\u2019\u02bc", "''")
_CYRILLIC = re.compile("[а-яё]+", re.IGNORECASE)
# A declined Russian word differs in its last letters ("провинция", "провинции").
_RUSSIAN_ENDING = 3
_RUSSIAN_STEM = 3


@dataclass(frozen=True)
class Term:
    """A term with its allowed translations, the preferred one first; `kind` is for display."""

    source: str
    targets: tuple[str, ...]
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class Occurrence:
    """A term in a text, at `text[start:end]`."""

    start: int
    end: int
    term: Term


@dataclass
class _Node:
    """The terms that begin with one row of words."""

    term: Term | None = None
    following: dict[tuple[str, str], _Node] = field(default_factory=dict)


class Glossary:
    """Terms indexed by their words, so that a text is read once whatever their number.

    Terms of the same source become one with the targets of all; kind and note are the first's.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        """Index `terms`; one without a word in its source is left out."""
        self._root = _Node()
        for term in terms:
            self._add(term)

    def find(self, text: str) -> list[Occurrence]:
        """Return the terms in the plain text `text` in order, the longest at each place."""
        tokens = list(_tokens(text))
        found: list[Occurrence] = []
        position = 0
        while position < len(tokens):
            term, length = self._longest(tokens, position)
            if term is None:
                position += 1
                continue
            end = tokens[position + length - 1].end
            found.append(Occurrence(tokens[position].start, end, term))
            position += length
        return found

    def _add(self, term: Term) -> None:
        node = self._root
        for number, token in enumerate(_tokens(term.source)):
            gap = token.gap if number else ""
            node = node.following.setdefault((gap, token.key), _Node())
        if node is self._root:
            return
        if node.term is not None:
            first = node.term
            targets = tuple(dict.fromkeys((*first.targets, *term.targets)))
            term = Term(first.source, targets, first.kind, first.note)
        node.term = term

    def _longest(self, tokens: Sequence[_Token], start: int) -> tuple[Term | None, int]:
        node = self._root
        best: Term | None = None
        length = 0
        for index in range(start, len(tokens)):
            token = tokens[index]
            gap = token.gap if index > start else ""
            following = node.following.get((gap, token.key))
            if following is None:
                break
            node = following
            if node.term is not None:
                best, length = node.term, index - start + 1
        return best, length


def find_terms(text: str, terms: Glossary | Iterable[Term]) -> list[Occurrence]:
    """Return the terms in the plain text `text`, the longest at each place, none overlapping.

    Give a `Glossary` where several texts are searched: anything else is indexed at each call.
    """
    return _glossary(terms).find(text)


def check(source_text: str, target_text: str, terms: Glossary | Iterable[Term]) -> list[Term]:
    """Return the terms of `source_text` of which no allowed target is in `target_text`.

    Both are plain text. Each term once, in the order of the source; never one without targets.
    """
    found = {occurrence.term: None for occurrence in find_terms(source_text, terms)}
    target_words = [_folded(match[0]) for match in _WORD.finditer(target_text)]
    return [
        term
        for term in found
        if term.targets and not any(_has(target_words, target) for target in term.targets)
    ]


def highlight(html_string: str, terms: Glossary | Iterable[Term]) -> list[tuple[str, Term | None]]:
    """Return the visible text of `html_string` cut at its terms, for a template that escapes it.

    Tags are left out, and a term may reach over one; `<br/>` is a line feed.
    """
    text = plain_text(html_string)
    segments: list[tuple[str, Term | None]] = []
    position = 0
    for occurrence in find_terms(text, terms):
        if occurrence.start > position:
            segments.append((text[position : occurrence.start], None))
        segments.append((text[occurrence.start : occurrence.end], occurrence.term))
        position = occurrence.end
    if position < len(text):
        segments.append((text[position:], None))
    return segments


@dataclass(frozen=True)
class _Token:
    """A word of a text, with what stands between it and the word before."""

    start: int
    end: int
    key: str
    gap: str


def _tokens(text: str) -> Iterator[_Token]:
    previous = 0
    for match in _WORD.finditer(text):
        yield _Token(
            match.start(), match.end(), _key(match[0]), _gap(text[previous : match.start()])
        )
        previous = match.end()


@lru_cache(maxsize=16_384)
def _key(word: str) -> str:
    return sort_key(word)


def _gap(between: str) -> str:
    """Return what between two words tells terms apart: blanks and dashes of any kind do not."""
    return _BLANKS_AND_DASHES.sub("", between).translate(_APOSTROPHES)


def _glossary(terms: Glossary | Iterable[Term]) -> Glossary:
    return terms if isinstance(terms, Glossary) else Glossary(terms)


def _has(words: Sequence[str], target: str) -> bool:
    wanted = [_folded(match[0]) for match in _WORD.finditer(target)]
    return bool(wanted) and any(
        all(_is_same(words[start + index], word) for index, word in enumerate(wanted))
        for start in range(len(words) - len(wanted) + 1)
    )


@lru_cache(maxsize=16_384)
def _folded(word: str) -> str:
    """Return a word of a translation as it is compared: a Cyrillic one in its own letters."""
    return word.casefold().replace("ё", "е") if _CYRILLIC.fullmatch(word) else sort_key(word)


def _is_same(word: str, wanted: str) -> bool:
    if word == wanted:
        return True
    if not (_CYRILLIC.fullmatch(word) and _CYRILLIC.fullmatch(wanted)):
        return False
    stem = wanted[: max(_RUSSIAN_STEM, len(wanted) - _RUSSIAN_ENDING)]
    return len(wanted) > _RUSSIAN_STEM and word.startswith(stem)
