"""Fills a database with legal documents, quickly and the same way every time.

Rows are written in bulk, without the signals of publishing; the register is then built by the
portal's own ``register.rebuild``. The result is what publishing one by one would have left.
"""

from __future__ import annotations

import random
import uuid
from datetime import date, datetime, timedelta
from typing import Any, Final

from bulk import insert, place, settle
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from vocabulary import abstract, full_text, names, phrase
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from govportal_wagtail.core import setup
from govportal_wagtail.core.models import AdministrativeField, Agency
from govportal_wagtail.core.search import index
from govportal_wagtail.legal import register
from govportal_wagtail.legal.models import (
    DocumentFile,
    DocumentRelation,
    DocumentType,
    DocumentUnit,
    LegalDocumentIndexPage,
    LegalDocumentPage,
    Normativity,
    RelationKind,
    RelationScope,
)
from govportal_wagtail.legal.structure import parse
from govportal_wagtail.pages.models import ArticlePage, SectionPage

ISSUERS: Final = 30
FIELDS: Final = 40
SIGNERS: Final = 60
YEARS: Final = 10
LAST_DAY: Final = date(2026, 10, 31)
#: One document in this many has a relation to an earlier one.
RELATED_EVERY: Final = 5
#: One document in this many has a text divided into articles; the others are scans.
TEXT_EVERY: Final = 4
_BATCH: Final = 500
_TYPES: Final = {
    "quyet-dinh": 50,
    "cong-van": 20,
    "ke-hoach": 15,
    "nghi-quyet": 10,
    "chi-thi": 5,
}


class Portal:
    """The prepared site and what its documents are made of."""

    def __init__(self, *, articles: int = 60) -> None:
        """Prepare the site with its reference data, some news and a bare page."""
        self.chance = random.Random(20261105)
        setup.run()
        self.site = Site.objects.get(is_default_site=True)
        self.library = LegalDocumentIndexPage.objects.get()
        self.types = [DocumentType.objects.get(code=code) for code in _TYPES]
        self.issuers = self._issuers()
        self.fields = self._fields()
        self.signers = names(self.chance, SIGNERS)
        self.files = self._files()
        self.texts = [full_text(self.chance, articles) for articles in (8, 12, 16, 24)]
        self.units = [parse(text).units for text in self.texts]
        self.count = 0
        self._add_news(articles)
        self.plain_page = Page(title="Trang trơn", slug="trang-tron", locale=self.library.locale)
        Page.objects.get(pk=self.site.root_page_id).add_child(instance=self.plain_page)

    def grow_to(self, count: int) -> None:
        """Add documents until there are ``count``, with register and search index."""
        pages = [self._page(number) for number in range(self.count, count)]
        with transaction.atomic():
            insert(self.library, pages)
            self._add_particulars(pages)
        self.count = count
        register.rebuild()
        index.rebuild()
        settle()

    def _issuers(self) -> list[Agency]:
        rows = [
            Agency(code=f"co-quan-{n}", name=f"Sở {phrase(self.chance, 3, 5).capitalize()} {n}")
            for n in range(ISSUERS)
        ]
        return Agency.objects.bulk_create(rows)

    def _fields(self) -> list[AdministrativeField]:
        rows = [
            AdministrativeField(
                code=f"linh-vuc-{n}", name=f"{phrase(self.chance, 2, 3).capitalize()} {n}"
            )
            for n in range(FIELDS)
        ]
        return AdministrativeField.objects.bulk_create(rows)

    def _files(self) -> list[Any]:
        model = get_document_model()
        first = model(title="Tệp 0", file=ContentFile(b"%PDF-1.4", name="van-ban.pdf"))
        first.file_size = 8
        first.save()
        rows = [model(title=f"Tệp {n}", file=first.file.name, file_size=8) for n in range(1, 200)]
        model.objects.bulk_create(rows)
        return list(model.objects.all())

    def _add_news(self, count: int) -> None:
        section = SectionPage.objects.first()
        if section is None:
            return
        for n in range(count):
            article = ArticlePage(
                title=f"{phrase(self.chance, 8, 14).capitalize()} {n}",
                slug=f"tin-{n}",
                lead=abstract(self.chance),
                author="Ban Biên tập",
                published_on=LAST_DAY - timedelta(days=n),
            )
            section.add_child(instance=article)

    def _page(self, number: int) -> LegalDocumentPage:
        chance = self.chance
        kind = chance.choices(self.types, weights=list(_TYPES.values()))[0]
        # Skewed, as registers are: most documents come from a few bodies and hands.
        issuer = self.issuers[int(ISSUERS * chance.random() ** 2)]
        issued_on = LAST_DAY - timedelta(days=int(YEARS * 365 * chance.random()))
        is_normative = kind.can_be_normative and chance.random() < 0.3
        symbol = _symbol(number + 1, issued_on.year, kind, is_normative=is_normative)
        moment = timezone.make_aware(datetime.combine(issued_on, datetime.min.time()))
        page = LegalDocumentPage(
            title=f"{kind.name} {symbol}",
            slug=f"van-ban-{number}",
            symbol=symbol,
            doc_type=kind,
            normativity=Normativity.NORMATIVE if is_normative else Normativity.ADMINISTRATIVE,
            issuer=issuer,
            abstract=abstract(chance),
            signer=self.signers[int(SIGNERS * chance.random() ** 2)],
            position="Chủ tịch",
            issued_on=issued_on,
            effective_on=issued_on + timedelta(days=10),
            expires_on=issued_on + timedelta(days=1500) if chance.random() < 0.1 else None,
            full_text=self.texts[number % len(self.texts)] if number % TEXT_EVERY == 0 else "",
        )
        key = uuid.UUID(int=chance.getrandbits(128))
        return place(page, self.library, number + 1, key=key, moment=moment)

    def _add_particulars(self, pages: list[LegalDocumentPage]) -> None:
        through = LegalDocumentPage.administrative_fields.through
        links, files, relations, units = [], [], [], []
        for position, page in enumerate(pages):
            number = self.count + position
            for field in self.chance.sample(self.fields, self.chance.choice((1, 1, 2))):
                links.append(through(legaldocumentpage_id=page.pk, administrativefield_id=field.pk))
            files.append(
                DocumentFile(
                    page_id=page.pk,
                    locale_id=page.locale_id,
                    document=self.files[number % len(self.files)],
                )
            )
            if number % RELATED_EVERY == 0 and position:
                relations.append(self._relation(page, pages[self.chance.randrange(position)]))
            if number % TEXT_EVERY == 0:
                units.extend(_unit_rows(page, self.units[number % len(self.units)]))
        through._default_manager.bulk_create(links, batch_size=_BATCH)
        DocumentFile.objects.bulk_create(files, batch_size=_BATCH)
        DocumentRelation.objects.bulk_create(relations, batch_size=_BATCH)
        DocumentUnit.objects.bulk_create(units, batch_size=_BATCH)

    def _relation(self, page: LegalDocumentPage, target: LegalDocumentPage) -> DocumentRelation:
        kinds = (RelationKind.AMENDS, RelationKind.REPLACES, RelationKind.BASED_ON)
        kind = self.chance.choice(kinds)
        is_partial = kind == RelationKind.AMENDS
        relation = DocumentRelation(
            page_id=page.pk,
            locale_id=page.locale_id,
            kind=kind,
            target_id=target.pk,
            target_symbol=target.symbol,
            scope=RelationScope.ARTICLES if is_partial else RelationScope.WHOLE,
            articles="Điều 3" if is_partial else "",
        )
        relation.derive()
        return relation


def _symbol(number: int, year: int, kind: DocumentType, *, is_normative: bool) -> str:
    if not kind.abbreviation:
        return f"{number}/UBND-VP"
    middle = f"/{year}" if is_normative else ""
    return f"{number}{middle}/{kind.abbreviation}-UBND"


def _unit_rows(page: LegalDocumentPage, units: Any) -> list[DocumentUnit]:
    copied = ("order", "kind", "label", "marker", "heading", "text", "anchor", "part", "level")
    return [
        DocumentUnit(page_id=page.pk, **{name: getattr(unit, name) for name in copied})
        for unit in units
    ]
