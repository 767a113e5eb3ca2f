"""What the entries of an archive name: topics, agencies, documents of this portal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from wagtail.models import Page

from ...core.models import Agency, SearchUnit
from ...core.search import public_units
from ...core.search.candidates import named_by_number
from ...core.vietnamese import fold, normalise
from ..models import QuestionTopic
from .rows import CitedNumber

__all__ = ["Cited", "Directory", "cited_documents"]

_ARTICLE: Final = re.compile(r"\bđiều\s+(\d+[a-zđ]?)\b", re.IGNORECASE)
_LONGEST_LABEL: Final = 255


@dataclass(frozen=True, slots=True)
class Cited:
    """A page of this portal that an answer rests on, with the words of the link."""

    page_id: int
    fragment: str
    label: str


class Directory:
    """Topics and agencies by what an archive calls them; read once for a whole import."""

    def __init__(self, topics: Mapping[str, str], agencies: Mapping[str, str]) -> None:
        """``topics`` and ``agencies`` lead from names of the archive to codes."""
        self._topic_names = {fold(name): code for name, code in topics.items()}
        self._agency_names = {fold(name): code for name, code in agencies.items()}
        self._topics: dict[str, QuestionTopic] = {}
        self._words: list[tuple[QuestionTopic, list[str]]] = []
        for topic in QuestionTopic.objects.all():
            self._topics[topic.code] = self._topics[fold(topic.name)] = topic
            self._words.append((topic, [_plain(word) for word in topic.keywords.splitlines()]))
        self._agencies: dict[str, Agency] = {}
        for agency in Agency.objects.order_by("-pk"):
            self._agencies[agency.code] = self._agencies[fold(agency.name)] = agency

    def topic(self, name: str) -> QuestionTopic | None:
        """The topic of that code or name, or what the mapping makes of the name."""
        key = fold(name)
        return self._topics.get(self._topic_names.get(key, key)) or self._topics.get(name)

    def agency(self, name: str) -> Agency | None:
        """The agency of that code or name, or what the mapping makes of the name."""
        key = fold(name)
        return self._agencies.get(self._agency_names.get(key, key)) or self._agencies.get(name)

    def topic_by_words(self, texts: Iterable[str]) -> QuestionTopic | None:
        """The topic whose words a text has most of; None where there is none, or no single one.

        With their diacritics: "thuê" is no "thuế".
        """
        text = _plain(" ".join(texts))
        found: Counter[int] = Counter()
        by_key = {}
        for topic, words in self._words:
            by_key[topic.pk] = topic
            for word in filter(None, words):
                found[topic.pk] += len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", text))
        best = [pair for pair in found.most_common(2) if pair[1]]
        if not best or (len(best) == 2 and best[0][1] == best[1][1]):
            return None
        return by_key[best[0][0]]


def _plain(text: str) -> str:
    return " ".join(normalise(text).casefold().split())


def cited_documents(cited: Iterable[CitedNumber], home: Page) -> tuple[list[Cited], list[str]]:
    """Return the public documents that numbers name, and the numbers of which none is here.

    Documents of the site come before those of other sites. Of a document that is cited by its
    parts, the citation of the whole is left out.
    """
    rows = list(cited)
    pages = {number: _page_of(number, home) for number in dict.fromkeys(row.number for row in rows)}
    missing = [number for number, page in pages.items() if page is None]
    in_parts = {row.number for row in rows if row.part}
    found: dict[tuple[int, str], Cited] = {}
    for row in rows:
        page = pages[row.number]
        if page is None or (not row.part and row.number in in_parts):
            continue
        name = " ".join(filter(None, (row.part, row.kind, row.number)))[:_LONGEST_LABEL]
        found.setdefault((page, name), Cited(page, _fragment(page, row.part), name))
    return list(found.values()), missing


def _page_of(number: str, home: Page) -> int | None:
    """The public page whose own number this is; the search may name others that resemble it."""
    ids = named_by_number(number)
    units = public_units().filter(page__in=ids, is_part=False, locale=home.locale_id)
    rows = units.values_list("page_id", "path", "text__number")
    same = [(pk, path) for pk, path, own in rows if fold(own) == fold(number)]
    order = {pk: place for place, pk in enumerate(ids)}
    same.sort(key=lambda row: (not row[1].startswith(home.path), order[row[0]]))
    return same[0][0] if same else None


def _fragment(page_id: int, part: str) -> str:
    """The place of an article on the page of its document, where it has one."""
    article = _ARTICLE.search(part)
    if article is None:
        return ""
    fragment = f"#dieu-{fold(article[1])}"
    exists = SearchUnit.objects.filter(page=page_id, fragment=fragment, is_part=True).exists()
    return fragment if exists else ""
