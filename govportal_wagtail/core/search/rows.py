"""Makes the rows of one page out of what its source says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

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


def rows_of(
    entry: SearchEntry, place: PagePlace, source: SearchSource
) -> Iterator[tuple[SearchUnit, SearchText]]:
    """Yield the rows of a page and of its parts; the texts have no key yet."""
    title = normalise(entry.title)
    number = normalise(entry.number)[:_NUMBER]
    name = title if not number or number in title else f"{number} {title}"
    parts = [part for part in entry.parts if part.fragment]
    yield _unit(entry, place, source), _page_text(entry, name, title, number, parts)
    for position, part in enumerate(parts, start=1):
        unit = _unit(entry, place, source, part.fragment[:_FRAGMENT], position)
        yield unit, _part_text(part, name, number)


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
    entry: SearchEntry, name: str, title: str, number: str, parts: Sequence[SearchPart]
) -> SearchText:
    heading = written_words(name)
    summary, text = normalise(entry.summary), normalise(entry.text)
    shown = f"{summary}\n{text}" if text else summary
    body = written_words(shown)
    # Of what its parts say, the page itself keeps only by which words it is found.
    loose = {word for part in parts for word in written_words(f"{part.title} {part.text}")}
    loose.update(body[RANKED_WORDS:])
    symbols = {
        key
        for each in (name, number, shown, *(normalise(part.text) for part in parts))
        for key in symbol_keys(each)
    }
    keys = index_keys((heading, body[:RANKED_WORDS]), heading=heading, loose=loose, symbols=symbols)
    words = _lines((), heading, body)
    return SearchText(title=title, number=number, text=shown, words=words, keys=keys)


def _part_text(part: SearchPart, name: str, number: str) -> SearchText:
    title, text = normalise(part.title), normalise(part.text)
    of, heading, body = written_words(name), written_words(title), written_words(text)
    symbols = {key for each in (name, title, text) for key in symbol_keys(each)}
    keys = index_keys(
        (of, heading, body[:RANKED_WORDS]),
        heading=heading,
        loose=body[RANKED_WORDS:],
        symbols=symbols,
    )
    words = _lines(of, heading, body)
    return SearchText(title=title, number=number, text=text, words=words, keys=keys)


def _lines(*lines: Sequence[str]) -> str:
    return "\n".join(" ".join(line[:RANKED_WORDS]) for line in lines)
