"""Puts a corpus into a portal: each document a published page, each text an article of it.

Pages and their articles are written in bulk; the register and the search index are then built by
the portal's own ``rebuild``, as ``govportal_reindex`` does it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

from bulk import insert, place
from django.db import transaction
from search_corpus import Article, Law

from govportal_wagtail.core import setup
from govportal_wagtail.core.models import Agency
from govportal_wagtail.core.vietnamese import fold
from govportal_wagtail.legal import register
from govportal_wagtail.legal.models import (
    DocumentType,
    DocumentUnit,
    LegalDocumentIndexPage,
    LegalDocumentPage,
    Normativity,
)
from govportal_wagtail.legal.structure import UnitKind, number_slug

_BATCH: Final = 500
_PUBLISHED: Final = datetime(2026, 10, 31, tzinfo=UTC)
_SYMBOL: Final = re.compile(r"\b\d{1,6}(?:/\d{4})?/[^\s,;()]+")
_YEAR: Final = re.compile(r"/((?:19|20)\d\d)(?=/|$)")
#: Where the name of a document does not begin with its type.
_ANY_TYPE: Final = "quyet dinh"
_LONGEST_TITLE: Final = 255
_LONGEST_SYMBOL: Final = 120

#: An article by the page it is on and its anchor.
Place = tuple[int, str]


def load(laws: Sequence[Law]) -> dict[Place, str]:
    """Write documents and register, and return the id of the text at each place."""
    setup.run()
    library = LegalDocumentIndexPage.objects.get()
    issuer = Agency.objects.create(code="co-quan-ban-hanh", name="Cơ quan ban hành")
    types = {fold(kind.name): kind for kind in DocumentType.objects.all()}
    pages = [
        place(
            _page(law, number, kind=_type_of(law, types), issuer=issuer),
            library,
            number,
            key=uuid.UUID(int=number),
            moment=_PUBLISHED,
        )
        for number, law in enumerate(laws, start=1)
    ]
    places: dict[Place, str] = {}
    with transaction.atomic():
        insert(library, pages)
        units: list[DocumentUnit] = []
        for page, law in zip(pages, laws, strict=True):
            for order, article in enumerate(law.articles):
                unit = _unit(page, order, article)
                places[page.pk, unit.anchor] = article.key
                units.append(unit)
        DocumentUnit.objects.bulk_create(units, batch_size=_BATCH)
    register.rebuild()
    return places


def _page(law: Law, number: int, *, kind: DocumentType, issuer: Agency) -> LegalDocumentPage:
    symbol = _symbol_of(law)
    name = law.title.replace(symbol, " ")
    year = _YEAR.search(symbol)
    return LegalDocumentPage(
        title=law.title[:_LONGEST_TITLE],
        slug=f"van-ban-{number}",
        symbol=symbol,
        doc_type=kind,
        normativity=Normativity.NORMATIVE,
        issuer=issuer,
        abstract=" ".join(name.split()).rstrip(" ,;-") or law.title,
        issued_on=date(int(year[1]), 1, 1) if year else None,
    )


def _symbol_of(law: Law) -> str:
    """The number and symbol in the name of a document, as written there."""
    position = law.title.casefold().find(law.prefix.casefold()) if law.prefix else -1
    if position >= 0 and "/" in law.prefix:
        written = law.title[position : position + len(law.prefix)]
    else:
        found = _SYMBOL.search(law.title)
        written = found[0] if found else ""
    return written if len(written) <= _LONGEST_SYMBOL else ""


def _type_of(law: Law, types: Mapping[str, DocumentType]) -> DocumentType:
    """The type whose name the document's own begins with, the longest such."""
    title = f"{fold(law.title)} "
    names = [name for name in types if title.startswith(f"{name} ")]
    return types[max(names, key=len, default=_ANY_TYPE)]


def _unit(page: LegalDocumentPage, order: int, article: Article) -> DocumentUnit:
    return DocumentUnit(
        page_id=page.pk,
        order=order,
        kind=UnitKind.ARTICLE,
        label=article.label,
        marker=f"Điều {article.label}.",
        heading=article.heading,
        text=article.text,
        anchor=f"dieu-{number_slug(article.label)}",
        level=1,
    )
