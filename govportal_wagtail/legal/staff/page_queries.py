"""Questions that the admin asks of documents as pages: drafts have no row in the register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce

from ...core.models import FileFacts
from ...core.search.query import ParsedQuery, parse
from ...core.search.tokens import folded, written_words
from ..models import DocumentFile, FileRole, RegisterEntry, Validity
from ..models.register import match_rank, symbol_conditions

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
    """Documents found by number in any spelling, or by words.

    Published ones are found as the public list finds them, drafts by words of symbol, title and
    abstract. The exact symbol comes first, then numbers, then words of title and abstract, then
    words of the text; within each the newest. A query without a word finds nothing.
    """
    exact, number = symbol_conditions(query)
    published = RegisterEntry.objects.having_words(query).values("pk")
    drafts = models.Q(pk__in=_drafts_with_words(pages, parse(query)))
    found = pages.filter(exact | number | models.Q(pk__in=published) | drafts)
    newest = models.F("issued_on").desc(nulls_last=True)
    ranked = found.annotate(match_rank=match_rank(query, titled=drafts))
    return ranked.order_by("match_rank", newest, "-pk")


def _drafts_with_words(pages: Any, parsed: ParsedQuery) -> list[int]:
    """Ids of the documents that are not in the register; their words are compared here."""
    if not parsed.folded:
        return []
    rows = (
        pages.filter(govportal_register_entry__isnull=True)
        .order_by()
        .values_list("pk", "symbol_key", "symbol", "title", "abstract")
    )
    wanted = [f" {word} " for word in parsed.folded[:-1]] + [f" {parsed.folded[-1]}"]
    wanted += map(_phrase, parsed.phrases)
    unwanted = [_phrase(words) for words in parsed.unwanted]
    found = []
    for pk, key, *texts in rows.iterator(chunk_size=2000):
        line = f" {key}{_phrase(written_words(' '.join(texts)))}"
        if all(each in line for each in wanted) and not any(each in line for each in unwanted):
            found.append(pk)
    return found


def _phrase(words: Iterable[str]) -> str:
    return f" {' '.join(map(folded, words))} "
