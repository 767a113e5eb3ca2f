"""Fills a portal with documents to search: short ones, and some that are divided into articles.

Written in bulk, in batches, so that a million articles need no more memory than a thousand.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bulk import insert, place
from django.db import transaction
from language import Language

from govportal_wagtail.core import setup
from govportal_wagtail.core.models import Agency
from govportal_wagtail.legal import register
from govportal_wagtail.legal.models import (
    DocumentType,
    DocumentUnit,
    LegalDocumentIndexPage,
    LegalDocumentPage,
    Normativity,
)
from govportal_wagtail.legal.structure import UnitKind

#: Articles of a document that has any.
ARTICLES: Final = 10
_AGENCIES: Final = 30
_YEARS: Final = 10
_LAST_DAY: Final = date(2026, 10, 31)
_BATCH: Final = 2_000
_TYPES: Final = {"quyet-dinh": 50, "ke-hoach": 20, "nghi-quyet": 15, "chi-thi": 10, "thong-bao": 5}


class SearchPortal:
    """A site with a library, and the documents that were put there so far."""

    def __init__(self, articles_per_document: float) -> None:
        """``articles_per_document`` on average: of 1.0 one document in ten has ten."""
        self.chance = random.Random(20261105)
        self.language = Language()
        self.share = min(articles_per_document / ARTICLES, 1.0)
        self.articles = max(ARTICLES, round(articles_per_document))
        setup.run()
        self.library = LegalDocumentIndexPage.objects.get()
        self.agencies = Agency.objects.bulk_create(
            Agency(code=f"co-quan-{n}", name=f"Sở {self.language.prose(self.chance, 3)} {n}")
            for n in range(_AGENCIES)
        )
        self.types = list(DocumentType.objects.filter(code__in=_TYPES))
        self.count = 0
        self.units = 0
        #: A document with articles, to be saved again.
        self.typical = 0

    def grow_to(self, count: int) -> None:
        """Add documents until there are ``count``, and write their register, not the index."""
        for first in range(self.count, count, _BATCH):
            numbers = range(first, min(first + _BATCH, count))
            with transaction.atomic():
                pages = [self._page(number) for number in numbers]
                insert(self.library, pages)
                units = [unit for page in pages for unit in self._units(page)]
                DocumentUnit.objects.bulk_create(units, batch_size=500)
            self.units += len(units)
            self.typical = self.typical or (units[0].page_id if units else 0)
        self.count = count
        register.rebuild()

    def symbols(self, count: int) -> list[str]:
        """Symbols of documents from all over the library."""
        chance = random.Random(1)
        found = LegalDocumentPage.objects.order_by("pk").values_list("symbol", flat=True)
        return [found[chance.randrange(self.count)] for _number in range(count)]

    def _page(self, number: int) -> LegalDocumentPage:
        chance = self.chance
        kind = chance.choices(self.types, weights=[_TYPES[each.code] for each in self.types])[0]
        issued_on = _LAST_DAY - timedelta(days=int(_YEARS * 365 * chance.random()))
        symbol = f"{number + 1}/{issued_on.year}/{kind.abbreviation}-UBND"
        page = LegalDocumentPage(
            title=f"{kind.name} {symbol}",
            slug=f"van-ban-{number}",
            symbol=symbol,
            doc_type=kind,
            normativity=Normativity.ADMINISTRATIVE,
            # Skewed, as registers are: most documents come from a few bodies.
            issuer=self.agencies[int(_AGENCIES * chance.random() ** 2)],
            abstract=self.language.sentence(chance, chance.randint(8, 30)),
            issued_on=issued_on,
        )
        moment = datetime(issued_on.year, issued_on.month, issued_on.day, tzinfo=UTC)
        return place(page, self.library, number + 1, key=uuid.UUID(int=number), moment=moment)

    def _units(self, page: LegalDocumentPage) -> Iterator[DocumentUnit]:
        # The first always, so that the smallest library has one too.
        if page.slug != "van-ban-0" and self.chance.random() >= self.share:
            return
        for number in range(1, self.articles + 1):
            sentences = (self.language.sentence(self.chance, 18) for _n in range(4))
            yield DocumentUnit(
                page_id=page.pk,
                order=number - 1,
                kind=UnitKind.ARTICLE,
                label=str(number),
                marker=f"Điều {number}.",
                heading=self.language.sentence(self.chance, 5)[:-1],
                text="\n".join(f"{n}. {text}" for n, text in enumerate(sentences, start=1)),
                anchor=f"dieu-{number}",
                level=1,
            )
