"""Legal documents in the search: what it keeps of them, and the way to ask for their articles.

A document is found as a whole by symbol, title and abstract, and by its parts: the articles, or
where a text has none its sections. The stored parts are written first, then the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from ..core.registries import SearchEntry, SearchPart, SearchSource
from ..core.search import public_units, search_parts
from ..core.vietnamese import words
from .models import DocumentType, DocumentUnit, LegalDocumentPage, RegisterEntry
from .models.register import SEARCH_SOURCE
from .public.summaries import reference
from .structure import UnitKind

__all__ = ["DOCUMENTS", "ArticleHit", "search_articles"]

_MOST_NAMED: Final = 200
_PART_TITLE: Final = 160
#: Longer abstracts are cut in the title, and whole below it.
_ABSTRACT_IN_TITLE: Final = 300
_NUMBER_WORD: Final = "số"
#: What may stand for an article in a text that has none, from the outside in.
_DIVISIONS: Final = frozenset(
    {
        UnitKind.PART,
        UnitKind.CHAPTER,
        UnitKind.SECTION,
        UnitKind.SUBSECTION,
        UnitKind.CLAUSE,
        UnitKind.ANNEX,
    }
)


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article of a published document that answers a question, or another part of it.

    ``title`` is that of the document, ``article`` the article's own; ``anchor`` follows the ``#``
    of the address. The higher the ``score``, the better; it compares answers to one question.
    """

    page_id: int
    symbol: str
    title: str
    article: str
    anchor: str
    url_path: str
    score: float
    issued_on: date | None = None

    def get_url(self, request: HttpRequest | None = None) -> str:
        """The address of the article; empty where the document is below no site."""
        url = Page(pk=self.page_id, url_path=self.url_path).get_url(request) or ""
        return f"{url}#{self.anchor}" if url and self.anchor else url


def search_articles(
    query: str,
    *,
    limit: int = 20,
    offset: int = 0,
    site: Site | None = None,
    locale: Locale | None = None,
) -> list[ArticleHit]:
    """Return the articles of public documents that answer a question best, the best first.

    Without ``site`` the documents of all sites are searched, without ``locale`` those in every
    language. Any text is a query; one without a word finds nothing. Four queries, or so, whatever
    the limit.
    """
    units = public_units()
    if site is not None:
        units = units.filter(path__startswith=site.root_page.path)
    if locale is not None:
        units = units.filter(locale=locale)
    found = search_parts(query, sources={SEARCH_SOURCE}, units=units, limit=limit, offset=offset)
    ids = {each.page_id for each in found}
    entries = RegisterEntry.objects.for_lists().in_bulk(ids)
    return [
        ArticleHit(
            page_id=each.page_id,
            symbol=entry.symbol,
            title=entry.title,
            article=each.title,
            anchor=each.fragment.lstrip("#"),
            url_path=entry.url_path,
            score=each.score,
            issued_on=entry.issued_on,
        )
        for each in found
        if (entry := entries.get(each.page_id)) is not None
    ]


def _handles(model: type[Page]) -> bool:
    return issubclass(model, LegalDocumentPage)


def _entries(page_ids: Sequence[int]) -> Iterator[SearchEntry]:
    """Yield what the index keeps of published documents; two queries for all of them."""
    pages = LegalDocumentPage.objects.filter(pk__in=page_ids).defer("full_text")
    units: dict[int, list[DocumentUnit]] = {}
    for unit in DocumentUnit.objects.filter(page_id__in=page_ids).order_by("page_id", "order"):
        units.setdefault(unit.page_id, []).append(unit)
    for page in pages.select_related("doc_type", "locale").order_by("pk"):
        yield _entry(page, units.get(page.pk, ()))


def _entry(page: LegalDocumentPage, units: Sequence[DocumentUnit]) -> SearchEntry:
    # The name of the type is part of what is indexed: it must not depend on who publishes.
    with override(page.locale.language_code):
        label = reference(page.doc_type.localized_name, page.symbol, page.title)
    title = _full_title(page, label)
    rest, parts = _divided(units)
    own = "" if _says(f"{title} {_NUMBER_WORD} {page.abstract}", page.title) else page.title
    return SearchEntry(
        page_id=page.pk,
        title=title,
        summary="" if _says(title, page.abstract) else page.abstract,
        text="\n".join(filter(None, (own, rest))),
        parts=parts,
        number=page.symbol,
        category=page.doc_type.code,
        agency_id=page.issuer_id,
        date=page.issued_on,
    )


def _full_title(page: LegalDocumentPage, label: str) -> str:
    """Type, symbol and abstract, as a law is cited: articles are found by the name of their law."""
    name = label
    if page.symbol in page.title and not _says(f"{label} {_NUMBER_WORD}", page.title):
        # An editor who wrote "Luật Du lịch 09/2017/QH14" said more than the label does.
        name = page.title
    if _says(name, page.abstract):
        return name
    return f"{name} – {Truncator(page.abstract).chars(_ABSTRACT_IN_TITLE)}"


def _says(text: str, other: str) -> bool:
    """Whether a text has every word of another one."""
    return set(words(text.casefold())).issuperset(words(other.casefold()))


def _divided(units: Sequence[DocumentUnit]) -> tuple[str, list[SearchPart]]:
    """Return what is in no part, such as the preamble, and the parts of a text, in order.

    Letterheads come last: every document has the same.
    """
    divided = {unit.part for unit in units if unit.kind == UnitKind.ARTICLE}
    names = {unit.part: unit.marker for unit in units if unit.kind == UnitKind.DOCUMENT}
    holders: list[tuple[DocumentUnit, list[str]]] = []
    rest: list[str] = []
    letterheads: list[str] = []
    open_holders: list[tuple[int, list[str]]] = []
    for unit in units:
        while open_holders and open_holders[-1][0] >= unit.level:
            open_holders.pop()
        lines = open_holders[-1][1] if open_holders else rest
        if unit.kind == UnitKind.DOCUMENT:
            rest.append(" ".join(filter(None, (unit.marker, unit.heading))))
            letterheads.append(unit.text)
        elif _stands_alone(unit, has_articles=unit.part in divided, is_inside=bool(open_holders)):
            lines = [unit.text]
            holders.append((unit, lines))
            open_holders.append((unit.level, lines))
        else:
            lines.append(" ".join(filter(None, (unit.marker, unit.heading, unit.text))))
    parts = [
        SearchPart(f"#{unit.anchor}", _part_title(unit, names), "\n".join(filter(None, lines)))
        for unit, lines in holders
    ]
    return "\n".join(filter(None, (*rest, *letterheads))), parts


def _stands_alone(unit: DocumentUnit, *, has_articles: bool, is_inside: bool) -> bool:
    """Whether a part of a text is found by itself."""
    if not unit.anchor:
        return False
    if unit.kind in {UnitKind.ARTICLE, UnitKind.ANNEX}:
        return True
    return not has_articles and not is_inside and unit.kind in _DIVISIONS


def _part_title(unit: DocumentUnit, names: Mapping[str, str]) -> str:
    """The heading of a part; of an attached text also what is attached: "Điều 2. … (Quy chế)"."""
    heading = unit.heading
    if not heading and unit.kind != UnitKind.ARTICLE:
        heading = Truncator(unit.text.partition("\n")[0]).chars(_PART_TITLE)
    title = " ".join(filter(None, (unit.marker, heading)))
    name = names.get(unit.part, "").strip() if unit.part else ""
    return f"{title} ({name.capitalize()})" if name else title


def _type_names(codes: Iterable[str]) -> dict[str, str]:
    types = DocumentType.objects.filter(code__in=set(codes))
    return {each.code: each.localized_name for each in types}


def _named(query: str) -> list[int]:
    return list(RegisterEntry.objects.named(query).values_list("pk", flat=True)[:_MOST_NAMED])


DOCUMENTS: Final = SearchSource(
    SEARCH_SOURCE,
    _("Legal documents"),
    handles=_handles,
    entries=_entries,
    category_label=_("Document type"),
    category_names=_type_names,
    numbers=_named,
    follows_pages=False,
    order=20,
)
