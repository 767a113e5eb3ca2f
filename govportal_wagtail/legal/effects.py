"""What relations do to documents, loaded for many documents in a fixed number of queries.

A document may exist here several times: in two libraries, on a component site, in translation.
A relation aimed at one of them holds for all: they are one document in law.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from django.http import HttpRequest

from .models import DocumentRelation, LegalDocumentPage, RelationKind, RelationScope
from .validity import (
    EFFECT_KINDS,
    TIMELINE_KINDS,
    ActingDocument,
    DocumentFacts,
    IncomingRelation,
    OwnEnding,
)

__all__ = ["Dossier", "Identity", "identity_of", "load", "twin_ids"]

_IDENTITY_FIELDS = ("pk", "translation_key", "symbol_key", "issuer_id", "issued_on")
_ENDING = (RelationKind.REPLACES, RelationKind.REPEALS)


class Identity(NamedTuple):
    """By what pages are recognised as one document: printed particulars or translation."""

    printed: str
    translation: str

    @property
    def key(self) -> str:
        """One text for comparison; the printed particulars where they suffice."""
        return self.printed or self.translation


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything the validity of one document follows from."""

    facts: DocumentFacts
    incoming: tuple[IncomingRelation, ...] = field(default=())


def identity_of(
    translation_key: object, symbol_key: str | None, issuer_id: int | None, issued_on: date | None
) -> Identity:
    """Return the identity of a page; symbol, issuer and day of issue name one document."""
    known = symbol_key and issuer_id and issued_on
    printed = f"{issuer_id}/{symbol_key}/{issued_on}" if known else ""
    return Identity(printed, str(translation_key))


def twin_ids(pages: Iterable[LegalDocumentPage]) -> dict[int, set[int]]:
    """Return for each page the ids of all pages of the same document, its own included."""
    pages = list(pages)
    everyone = LegalDocumentPage.objects.order_by()
    rows: set[tuple[Any, ...]] = set(
        everyone.filter(translation_key__in={p.translation_key for p in pages}).values_list(
            *_IDENTITY_FIELDS
        )
    )
    if symbol_keys := {page.symbol_key for page in pages if page.symbol_key}:
        rows.update(everyone.filter(symbol_key__in=symbol_keys).values_list(*_IDENTITY_FIELDS))
    by_printed, by_translation = defaultdict(set), defaultdict(set)
    for pk, *particulars in rows:
        identity = identity_of(*particulars)
        by_translation[identity.translation].add(pk)
        if identity.printed:
            by_printed[identity.printed].add(pk)
    twins = {}
    for page in pages:
        identity = _identity(page)
        found = by_translation[identity.translation] | {page.pk}
        twins[page.pk] = found | by_printed[identity.printed] if identity.printed else found
    return twins


def load(
    pages: Sequence[LegalDocumentPage], *, request: HttpRequest | None = None, links: bool = False
) -> dict[int, Dossier]:
    """Return the dossier of each page; five queries for any number of pages.

    With ``links`` the acting documents carry addresses; those that are not public stay unnamed.
    """
    twins = twin_ids(pages)
    owners = defaultdict(list)
    for page in pages:
        for twin in twins[page.pk]:
            owners[twin].append(page)
    incoming = _incoming(owners, twins, request=request, links=links)
    endings = _own_endings(owners)
    return {
        page.pk: Dossier(
            facts_of(page, endings.get(page.pk, ())), tuple(incoming.get(page.pk, {}).values())
        )
        for page in pages
    }


def facts_of(page: LegalDocumentPage, endings: Iterable[OwnEnding] = ()) -> DocumentFacts:
    """Return what a page says of itself, in the form the validity rules take."""
    return DocumentFacts(
        key=_identity(page).key,
        issued_on=page.issued_on,
        effective_on=page.effective_on,
        expires_on=page.expires_on,
        is_draft=page.is_draft,
        override=page.status_override,
        endings=tuple(endings),
    )


def _identity(page: LegalDocumentPage) -> Identity:
    return identity_of(page.translation_key, page.symbol_key, page.issuer_id, page.issued_on)


def _relations() -> QuerySet[DocumentRelation]:
    """Relations of published pages only: a draft's rows have no effect."""
    rows: QuerySet[DocumentRelation] = DocumentRelation.objects.filter(page__live=True)
    return rows.order_by("page_id", "sort_order", "pk")


def _incoming(
    owners: Mapping[int, list[LegalDocumentPage]],
    twins: Mapping[int, set[int]],
    *,
    request: HttpRequest | None,
    links: bool,
) -> dict[int, dict[Any, IncomingRelation]]:
    rows = (
        _relations()
        .filter(target_id__in=owners.keys(), kind__in=TIMELINE_KINDS if links else EFFECT_KINDS)
        .select_related("page__doc_type")
        .defer("page__full_text")
        .annotate(
            acting_ended_on=F("page__govportal_register_entry__ended_on"),
            acting_is_public=F("page__govportal_register_entry__is_public"),
        )
    )
    found: dict[int, dict[Any, IncomingRelation]] = defaultdict(dict)
    acts: dict[Any, Any] = {}
    for row in rows:
        relation = _incoming_relation(row, request=request, links=links)
        particulars = (row.kind, relation.by.key, row.scope, row.articles, relation.on)
        # A translation names the articles in its own words; the key of the row is the same.
        particulars = acts.setdefault(row.translation_key, particulars)
        for owner in owners[row.target_id or 0]:
            if row.page_id in twins[owner.pk]:
                continue
            # The same act, declared on several translations or copies, is told once.
            if particulars not in found[owner.pk] or row.page.locale_id == owner.locale_id:
                found[owner.pk][particulars] = relation
    return found


def _incoming_relation(row: Any, *, request: HttpRequest | None, links: bool) -> IncomingRelation:
    page: LegalDocumentPage = row.page
    named = links and bool(row.acting_is_public)
    acting = ActingDocument(
        key=_identity(page).key,
        symbol=page.symbol if named else "",
        type_name=page.doc_type.localized_name if named else "",
        title=page.title if named else "",
        url=(page.get_url(request) or "") if named else "",
        issued_on=page.issued_on,
        effective_on=page.effective_on,
        ended_on=row.acting_ended_on,
        is_published=page.live,
        is_draft=page.is_draft,
    )
    return IncomingRelation(
        row.kind, acting, row.scope, row.effective_on, row.articles, row.last_day
    )


def _own_endings(
    owners: Mapping[int, list[LegalDocumentPage]],
) -> dict[int, set[OwnEnding]]:
    """Return the whole replacements and repeals that each document declares itself."""
    target = "target__legaldocumentpage__"
    rows = (
        _relations()
        .filter(
            page_id__in=owners.keys(),
            page__is_draft=False,
            kind__in=_ENDING,
            target__isnull=False,
        )
        .exclude(scope=RelationScope.ARTICLES)
        .values_list(
            "page_id",
            "effective_on",
            "page__effective_on",
            "page__issued_on",
            "target__translation_key",
            f"{target}symbol_key",
            f"{target}issuer_id",
            f"{target}issued_on",
        )
    )
    endings: dict[int, set[OwnEnding]] = defaultdict(set)
    for page_id, own_day, effective_on, issued_on, *particulars in rows:
        on = own_day or effective_on or issued_on
        if on is None:
            continue
        ending = OwnEnding(identity_of(*particulars).key, on)
        for owner in owners[page_id]:
            endings[owner.pk].add(ending)
    return endings
