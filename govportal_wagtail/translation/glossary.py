"""Fixed terms in a text to translate: found, shown, and looked for in the translation.

A word is compared by its sort key: case and the place of the tone ("hoà", "hòa") make no
difference, every diacritic does. Words are whole: "Sơn La" is not in "sơn lang".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ..core.vietnamese import sort_key
from .exchange.inline import Tag, canonical, escape_text, pieces, plain_text

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
    """A term with its allowed translations, the preferred one first; `kind` is for display.

    One that is not fixed is offered, and its absence from a translation is no mistake. One that
    needs a capital is a name of which the words mean something else in small letters.
    """

    source: str
    targets: tuple[str, ...]
    kind: str = ""
    note: str = ""
    is_fixed: bool = True
    needs_capital: bool = False


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

    Terms of the same source become one with the targets of all; the rest is the first's.
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
            term, length = self._longest(tokens, position, text)
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
            needs_capital = first.needs_capital and term.needs_capital
            term = replace(first, targets=targets, needs_capital=needs_capital)
        node.term = term

    def _longest(self, tokens: Sequence[_Token], start: int, text: str) -> tuple[Term | None, int]:
        node = self._root
        has_capital = text[tokens[start].start].isupper()
        best: Term | None = None
        length = 0
        for index in range(start, len(tokens)):
            token = tokens[index]
            gap = token.gap if index > start else ""
            following = node.following.get((gap, token.key))
            if following is None:
                break
            node = following
            if node.term is not None and (has_capital or not node.term.needs_capital):
                best, length = node.term, index - start + 1
        return best, length


def key_of_term(text: str) -> str:
    """Return what two terms have in common where a text that has one of them has the other."""
    tokens = enumerate(_tokens(text))
    return " ".join(f"{token.gap} {token.key}" if number else token.key for number, token in tokens)


def find_terms(text: str, terms: Glossary | Iterable[Term]) -> list[Occurrence]:
    """Return the terms in the plain text `text`, the longest at each place, none overlapping.

    Give a `Glossary` where several texts are searched: anything else is indexed at each call.
    """
    return _glossary(terms).find(text)


def check(source: str, target: str, terms: Glossary | Iterable[Term]) -> list[Term]:
    """Return the terms of `source` of which no allowed target is in `target`.

    Both are HTML strings. Each term once, in the order of the source; only fixed ones with targets.
    """
    found = {occurrence.term: None for occurrence in find_terms(plain_text(source), terms)}
    target_words = [_folded(match[0]) for match in _WORD.finditer(plain_text(target))]
    return [
        term
        for term in found
        if term.is_fixed
        and term.targets
        and not any(_has(target_words, target) for target in term.targets)
    ]


def highlight(html_string: str, terms: Glossary | Iterable[Term]) -> list[tuple[str, Term | None]]:
    """Return the text of `html_string` cut at its terms, for a template that escapes it.

    The text is what a translator types: with tags it is HTML, and a term may reach over one;
    without any it is plain text.
    """
    shown, places = _shown(html_string)
    segments: list[tuple[str, Term | None]] = []
    position = 0
    for occurrence in find_terms(plain_text(html_string), terms):
        # The last character of a term is of a word, and is shown as it is.
        start, end = places[occurrence.start], places[occurrence.end - 1] + 1
        if start > position:
            segments.append((shown[position:start], None))
        segments.append((shown[start:end], occurrence.term))
        position = end
    if position < len(shown):
        segments.append((shown[position:], None))
    return segments


def _shown(html_string: str) -> tuple[str, list[int]]:
    """Return the text as it is typed, and where in it each character of the plain text begins."""
    parts = pieces(canonical(html_string))
    is_html = any(isinstance(part, Tag) and part.name for part in parts)
    shown: list[str] = []
    places: list[int] = []
    position = 0
    for part in parts:
        is_unseen = isinstance(part, Tag) and part.name and part.name != "br"
        letters = [part.literal] if isinstance(part, Tag) else list(part)
        for letter in letters:
            if not is_unseen:
                places.append(position)
            typed = escape_text(letter) if is_html and isinstance(part, str) else letter
            shown.append(typed)
            position += len(typed)
    return "".join(shown), places


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
