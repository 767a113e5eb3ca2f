"""Questions that the admin asks of documents as pages: drafts have no row in the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce

from ...core.models import FileFacts
from ...core.vietnamese import query_terms, search_tokens
from ..models import DocumentFile, FileRole, RegisterEntry, Validity
from ..symbols import query_key, symbol_key

_READABLE_ROLES = (FileRole.EDITABLE, FileRole.SIGNED, FileRole.SCAN)


def with_validity(pages: Any, *, on: date) -> Any:
    """Each document with ``validity``: of the register, or of its own dates where not published."""
    entry: Any = RegisterEntry.objects.filter(page_id=models.OuterRef("pk")).with_status(on=on)
    own = models.Case(
        models.When(~models.Q(status_override=""), then=models.F("status_override")),
        models.When(is_draft=True, then=models.Value(Validity.DRAFT)),
        models.When(expires_on__lte=on, then=models.Value(Validity.EXPIRED)),
        models.When(effective_on__isnull=True, then=models.Value(Validity.UNKNOWN)),
        models.When(effective_on__gt=on, then=models.Value(Validity.NOT_YET)),
        default=models.Value(Validity.IN_FORCE),
        output_field=models.CharField(max_length=20),
    )
    return pages.annotate(validity=Coalesce(models.Subquery(entry.values("status")[:1]), own))


def having_files(pages: Any, wanted: bool) -> Any:
    """Documents that have a file, or none."""
    files = models.Exists(DocumentFile.objects.filter(page_id=models.OuterRef("pk")))
    return pages.filter(files if wanted else ~files)


def having_text(pages: Any, wanted: bool) -> Any:
    """Documents whose text can be read, typed or in a file, or cannot."""
    read = FileFacts.objects.exclude(text="").values("document_id")
    files = DocumentFile.objects.filter(
        page_id=models.OuterRef("pk"), role__in=_READABLE_ROLES, document_id__in=read
    )
    has_text = ~models.Q(full_text="") | models.Exists(files)
    return pages.filter(has_text if wanted else ~has_text)


def search(pages: Any, query: str) -> Any:
    """Documents found by number in any spelling, or by words of symbol, title and abstract.

    Published ones are found as the public list finds them. The exact symbol comes first, then
    numbers, then words; within each the newest. A query without a word finds nothing.
    """
    words = query_terms(query).folded
    if not words:
        return pages.none()
    key = symbol_key(query)
    exact = models.Q(symbol_key=key) if key else models.Q(pk__in=[])
    number = _number_wanted(query)
    published = RegisterEntry.objects.matching_words(query).values("pk")
    drafts = _drafts_with_words(pages, words)
    found = exact | number | models.Q(pk__in=published) | models.Q(pk__in=drafts)
    rank = models.Case(
        models.When(exact, then=0),
        models.When(number, then=1),
        default=2,
        output_field=models.IntegerField(),
    )
    newest = models.F("issued_on").desc(nulls_last=True)
    return pages.filter(found).annotate(match_rank=rank).order_by("match_rank", newest, "-pk")


def _number_wanted(query: str) -> models.Q:
    parts = query_key(query)
    if parts is None:
        return models.Q(pk__in=[])
    given = {"number": parts.number, "year": parts.year, "doc_type__code": parts.type_slug}
    named = {name: value for name, value in given.items() if value}
    return models.Q(symbol_key__startswith=parts.key_prefix, **named)


def _drafts_with_words(pages: Any, words: tuple[str, ...]) -> list[int]:
    """Ids of the documents that are not in the register; their words are compared here."""
    rows = (
        pages.filter(govportal_register_entry__isnull=True)
        .order_by()
        .values_list("pk", "symbol_key", "symbol", "title", "abstract")
    )
    wanted = [f" {word} " for word in words[:-1]] + [f" {words[-1]}"]
    found = []
    for pk, key, *texts in rows.iterator(chunk_size=2000):
        line = f" {' '.join([key, *search_tokens(' '.join(texts))])} "
        if all(word in line for word in wanted):
            found.append(pk)
    return found
