"""Relations between documents: connecting written symbols to documents, and both directions.

An editor may name a document that is not here yet. When it arrives it is connected, in the
database row only: revisions keep what the editor wrote and each publication connects again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, When
from django.http import HttpRequest
from django.utils.functional import Promise

from ..core.batches import batched
from . import effects
from .models import (
    PASSIVE_LABELS,
    DocumentRelation,
    LegalDocumentPage,
    RegisterEntry,
    RelationKind,
    RelationScope,
)
from .validity import EFFECT_KINDS, TIMELINE_KINDS

__all__ = [
    "RelationGroup",
    "RelationItem",
    "connect",
    "connect_key",
    "neighbours",
    "relations_of",
]

#: Documents told from the other side; a law may be the basis of tens of thousands.
_SHOWN = 300
_DATE = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class RelationItem:
    """The other document of one relation, as far as the reader may know it.

    ``effective_on`` is the day the relation names, ``on`` the day that counts. ``is_stub``: the
    document is not here, or not public, and only what the relation says of it is known.
    """

    kind: str
    symbol: str
    title: str
    url: str
    type_name: str
    scope_text: str
    effective_on: date | None
    on: date | None
    last_day: date | None
    note: str
    abstract: str
    is_stub: bool
    is_passive: bool
    is_draft: bool

    @property
    def is_whole(self) -> bool:
        """Whether the whole document is meant."""
        return not self.scope_text


@dataclass(frozen=True, slots=True)
class RelationGroup:
    """Relations of one kind seen from one side."""

    code: str
    label: str | Promise
    items: list[RelationItem] = field(default_factory=list)


def connect(page: LegalDocumentPage) -> set[int]:
    """Connect what ``page`` names, and what names ``page``, to published documents.

    Only published rows are touched and no document is connected to itself. Returns the ids of the
    documents on the other side of its relations, whose validity may have changed.
    """
    outgoing = DocumentRelation.objects.filter(page_id=page.pk, page__live=True)
    _connect_rows(outgoing.filter(target__isnull=True).exclude(target_key=""))
    _name_targets(outgoing.filter(target__isnull=False, target_symbol=""))
    if page.symbol_key and not page.is_draft:
        connect_key(page.symbol_key)
    return neighbours([page])


def connect_key(*symbol_keys: str) -> None:
    """Connect the published relations that name one of these symbols and have no document yet."""
    dangling = DocumentRelation.objects.filter(
        target__isnull=True, page__live=True, target_key__in=symbol_keys
    )
    _connect_rows(dangling.exclude(target_key=""))


def neighbours(pages: Sequence[LegalDocumentPage]) -> set[int]:
    """Return the documents that these act on or that act on them, with copies and translations.

    Relations without an effect on validity are left aside: thousands of documents are based on one
    law, and none of them changes when it is published.
    """
    twins: set[int] = set().union(*effects.twin_ids(pages).values())
    rows = DocumentRelation.objects.filter(
        Q(page_id__in=twins) | Q(target_id__in=twins), kind__in=EFFECT_KINDS
    )
    found = {pk for pair in rows.values_list("page_id", "target_id") for pk in pair if pk}
    others = LegalDocumentPage.objects.filter(pk__in=found | twins).defer("full_text")
    related: set[int] = set().union(*effects.twin_ids(others).values())
    return related - {page.pk for page in pages}


def relations_of(
    page: LegalDocumentPage, request: HttpRequest | None = None
) -> list[RelationGroup]:
    """Return the relations of a document in both directions, in groups with their labels.

    Five queries for any number of relations. Relations that a draft version of another page
    declares are never told, and the names of documents that are not public are not given away. Of
    very many documents on the other side the newest are told, those that change validity first.
    """
    twins = effects.twin_ids([page])[page.pk]
    groups: dict[str, RelationGroup] = {}
    for item in [*_outgoing(page, twins, request), *_incoming(page, twins, request)]:
        code = f"{item.kind}_passive" if item.is_passive else item.kind
        kind = RelationKind(item.kind)
        label = PASSIVE_LABELS[kind] if item.is_passive else kind.label
        groups.setdefault(code, RelationGroup(code, label)).items.append(item)
    order = {kind.value: position for position, kind in enumerate(RelationKind)}
    return sorted(
        groups.values(),
        key=lambda group: (
            group.code.endswith("_passive"),
            order[group.code.removesuffix("_passive")],
        ),
    )


def _outgoing(
    page: LegalDocumentPage, twins: set[int], request: HttpRequest | None
) -> list[RelationItem]:
    # Through the page, not the table: a preview holds relations that are not stored.
    rows = [row for row in page.relations.all() if row.target_id not in twins or not row.target_id]
    entries = RegisterEntry.objects.select_related("doc_type").in_bulk(
        {row.target_id for row in rows if row.target_id}
    )
    items = []
    for row in rows:
        entry = entries.get(row.target_id or 0)
        if entry is not None and entry.is_public:
            named = (entry.symbol, entry.title, entry.get_url(request))
            type_name = entry.doc_type.localized_name
        else:
            entry = None
            named = (row.target_symbol, row.target_title, "")
            type_name = ""
        if any(named):
            on = row.effective_on or page.effective_on or page.issued_on
            items.append(
                _item(
                    row,
                    named,
                    type_name,
                    on=on,
                    is_stub=entry is None,
                    is_passive=False,
                    is_draft=page.is_draft,
                    abstract=entry.abstract if entry else "",
                )
            )
    return items


def _incoming(
    page: LegalDocumentPage, twins: set[int], request: HttpRequest | None
) -> list[RelationItem]:
    rows: Any = (
        DocumentRelation.objects.filter(
            target_id__in=twins, page__live=True, page__govportal_register_entry__is_public=True
        )
        .exclude(page_id__in=twins)
        .select_related("page__doc_type")
        .defer("page__full_text")
        .annotate(
            rank=Case(When(kind__in=TIMELINE_KINDS, then=0), default=1, output_field=IntegerField())
        )
        .order_by("rank", F("page__issued_on").desc(nulls_last=True), "page_id", "sort_order", "pk")
    )[:_SHOWN]
    found: dict[Any, RelationItem] = {}
    acts: dict[Any, Any] = {}
    for row in rows:
        acting = row.page
        particulars = (row.kind, _identity(acting), row.scope, row.articles, row.effective_on)
        # A translation names the articles in its own words; the key of the row is the same.
        particulars = acts.setdefault(row.translation_key, particulars)
        # The same act, declared on several translations or copies, is told once.
        if particulars in found and acting.locale_id != page.locale_id:
            continue
        found[particulars] = _item(
            row,
            (acting.symbol, acting.title, acting.get_url(request) or ""),
            acting.doc_type.localized_name,
            on=row.effective_on or acting.effective_on or acting.issued_on,
            is_stub=False,
            is_passive=True,
            is_draft=acting.is_draft,
            abstract=acting.abstract,
        )
    return list(found.values())


def _item(
    row: DocumentRelation,
    named: tuple[str, str, str],
    type_name: str,
    *,
    on: date | None,
    is_stub: bool,
    is_passive: bool,
    is_draft: bool,
    abstract: str = "",
) -> RelationItem:
    symbol, title, url = named
    is_partial = row.scope == RelationScope.ARTICLES
    return RelationItem(
        kind=row.kind,
        symbol=symbol,
        title=title,
        url=url,
        type_name=type_name,
        scope_text=(row.articles or str(row.get_scope_display())) if is_partial else "",
        effective_on=row.effective_on,
        on=on,
        last_day=row.last_day,
        note=row.note,
        abstract=abstract,
        is_stub=is_stub,
        is_passive=is_passive,
        is_draft=is_draft,
    )


def _name_targets(rows: Iterable[DocumentRelation]) -> None:
    """Write down the symbol of each chosen document: it stays should the document be deleted."""
    rows = list(rows)
    if not rows:
        return
    targets = LegalDocumentPage.objects.in_bulk([row.target_id for row in rows if row.target_id])
    for row in rows:
        if (target := targets.get(row.target_id or 0)) and target.symbol:
            DocumentRelation.objects.filter(pk=row.pk).update(
                target_symbol=target.symbol, target_key=target.symbol_key
            )


def _connect_rows(rows: Any) -> None:
    rows = list(rows.select_related("page").defer("page__full_text"))
    if not rows:
        return
    candidates: dict[str, list[LegalDocumentPage]] = defaultdict(list)
    for candidate in (
        LegalDocumentPage.objects.live()
        .filter(symbol_key__in={row.target_key for row in rows}, is_draft=False)
        .defer("full_text")
        .order_by("pk")
    ):
        candidates[candidate.symbol_key].append(candidate)
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if (target := _choose(row, candidates[row.target_key])) is not None:
            found[target.pk].append(row.pk)
    for target_id, connected in found.items():
        for batch in batched(connected):
            DocumentRelation.objects.filter(pk__in=batch).update(target_id=target_id)


def _choose(
    row: DocumentRelation, candidates: Iterable[LegalDocumentPage]
) -> LegalDocumentPage | None:
    """Return the one document a relation can mean; None where it may be several, or itself."""
    own = _identity(row.page)
    documents: dict[str, list[LegalDocumentPage]] = defaultdict(list)
    for candidate in candidates:
        same_text = candidate.translation_key == row.page.translation_key
        if not same_text and _identity(candidate) != own:
            documents[_identity(candidate)].append(candidate)
    chosen = list(documents.values())
    if len(chosen) > 1 and (day := _written_date(f"{row.target_title} {row.note}")):
        # An administrative symbol comes back every year; the citation tells which one it is.
        chosen = [copies for copies in chosen if copies[0].issued_on == day]
    if len(chosen) > 1:
        chosen = [copies for copies in chosen if copies[0].issuer_id == row.page.issuer_id]
    if len(chosen) != 1:
        return None
    return min(chosen[0], key=lambda copy: _distance(row.page, copy))


def _identity(page: LegalDocumentPage) -> str:
    return effects.identity_of(
        page.translation_key, page.symbol_key, page.issuer_id, page.issued_on
    ).key


def _distance(page: LegalDocumentPage, other: LegalDocumentPage) -> tuple[bool, int, int]:
    """Order copies of a document: same language first, then nearest in the tree."""
    shared = next(
        (i for i, (a, b) in enumerate(zip(page.path, other.path, strict=False)) if a != b), 0
    )
    return (page.locale_id != other.locale_id, -shared, other.pk)


def _written_date(text: str) -> date | None:
    for match in _DATE.finditer(text):
        try:
            return date(int(match[3]), int(match[2]), int(match[1]))
        except ValueError:
            continue
    return None
