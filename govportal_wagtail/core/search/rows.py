"""Makes the rows of one page out of what its source says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from ..models import SearchText, SearchUnit
from ..registries import SearchEntry, SearchPart, SearchSource
from ..vietnamese import normalise
from .tokens import index_keys, symbol_keys, written_words

#: Words of a text that count for ranking, and whose neighbours are kept; it is found by all others.
RANKED_WORDS: Final = 3000
_FRAGMENT: Final = SearchUnit._meta.get_field("fragment").max_length or 0
_NUMBER: Final = SearchText._meta.get_field("number").max_length or 0
_CATEGORY: Final = SearchUnit._meta.get_field("category").max_length or 0


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Where a live page stands."""

    page_id: int
    path: str
    url_path: str
    locale_id: int
    site_id: int | None
    is_public: bool
    published_at: Any


class Rows(NamedTuple):
    """What is written of one unit; the text does not know its unit yet."""

    unit: SearchUnit
    text: SearchText
    keys: str


def rows_of(entry: SearchEntry, place: PagePlace, source: SearchSource) -> Iterator[Rows]:
    """Yield the rows of a page and of its parts."""
    title = normalise(entry.title)
    number = normalise(entry.number)[:_NUMBER]
    name = _Line.of(title if not number or number in title else f"{number} {title}")
    parts = [_Part.of(part) for part in entry.parts if part.fragment]
    yield Rows(_unit(entry, place, source), *_page_text(entry, name, title, number, parts))
    for position, part in enumerate(parts, start=1):
        unit = _unit(entry, place, source, part.fragment, position)
        yield Rows(unit, *_part_text(part, name, number))


@dataclass(frozen=True, slots=True)
class _Line:
    """A stretch of text, taken apart once for all rows that need it."""

    text: str
    words: list[str]
    symbols: frozenset[str]

    @classmethod
    def of(cls, text: str) -> _Line:
        text = normalise(text)
        return cls(text, written_words(text), frozenset(symbol_keys(text)))

    @property
    def ranked(self) -> list[str]:
        return self.words[:RANKED_WORDS]

    @property
    def further(self) -> list[str]:
        return self.words[RANKED_WORDS:]


@dataclass(frozen=True, slots=True)
class _Part:
    fragment: str
    title: _Line
    text: _Line

    @classmethod
    def of(cls, part: SearchPart) -> _Part:
        return cls(part.fragment[:_FRAGMENT], _Line.of(part.title), _Line.of(part.text))


def _unit(
    entry: SearchEntry,
    place: PagePlace,
    source: SearchSource,
    fragment: str = "",
    position: int = 0,
) -> SearchUnit:
    return SearchUnit(
        page_id=place.page_id,
        fragment=fragment,
        position=position,
        is_part=bool(fragment),
        source=source.code,
        locale_id=place.locale_id,
        site_id=place.site_id,
        path=place.path,
        url_path=place.url_path,
        is_public=place.is_public,
        published_at=place.published_at,
        category=entry.category[:_CATEGORY],
        agency_id=entry.agency_id,
        date=entry.date,
        year=entry.date.year if entry.date else None,
    )


def _page_text(
    entry: SearchEntry, name: _Line, title: str, number: str, parts: Sequence[_Part]
) -> tuple[SearchText, str]:
    body = _Line.of("\n".join(filter(None, (entry.summary, entry.text))))
    # Of what its parts say, the page itself keeps only by which words it is found.
    said = [line for part in parts for line in (part.title, part.text)]
    keys = index_keys(
        (name.words, body.ranked),
        heading=name.words,
        loose=set(body.further).union(*(line.words for line in said)),
        symbols=name.symbols.union(symbol_keys(number), body.symbols, *(s.symbols for s in said)),
    )
    words = _lines([], name.words, body.words)
    return SearchText(title=title, number=number, text=body.text, words=words), keys


def _part_text(part: _Part, name: _Line, number: str) -> tuple[SearchText, str]:
    title, text = part.title, part.text
    keys = index_keys(
        (name.words, title.words, text.ranked),
        heading=title.words,
        loose=text.further,
        symbols=name.symbols | title.symbols | text.symbols,
    )
    words = _lines(name.words, title.words, text.words)
    return SearchText(title=title.text, number=number, text=text.text, words=words), keys


def _lines(*lines: Sequence[str]) -> str:
    return "\n".join(" ".join(line[:RANKED_WORDS]) for line in lines)
