"""Keeps the register in step with the published documents.

``refresh`` writes the rows of given pages, ``rebuild`` all of them. Both tell the same story in
any order: the day on which a document ended is stored and may end or spare another document, so
documents are refreshed until those days no longer change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from ..core import page_registers
from ..core.batches import batched
from ..core.page_registers import Audit
from ..core.placeholders import without_placeholders
from ..core.restrictions import restricted_paths
from ..core.vietnamese import slugify
from . import effects
from .models import DocumentRelation, LegalDocumentPage, RegisterEntry
from .validity import EFFECT_KINDS, boundaries

__all__ = [
    "Audit",
    "audit",
    "rebuild",
    "refresh",
    "refresh_ids",
    "remove",
    "sync_access",
    "sync_tree",
]

Progress = Callable[[int, int], None]
_WRITTEN = [field.name for field in RegisterEntry._meta.concrete_fields if not field.primary_key]


def refresh(page: Page) -> None:
    """Write the row of one page, and of every document whose validity follows from it."""
    refresh_ids([page.pk])


def refresh_ids(page_ids: Iterable[int], progress: Progress | None = None) -> None:
    """Write the rows of these pages; those that are not published lose theirs.

    Where the day on which a document ended changes, the documents it acts on are written too. The
    days settle one after the other, earliest first, so this ends.
    """
    waiting = sorted(set(page_ids))
    total = done = 0
    while waiting:
        total += len(waiting)
        changed: set[int] = set()
        for batch in batched(waiting):
            with transaction.atomic():
                changed |= _write(batch)
            done += len(batch)
            if progress:
                progress(done, total)
        waiting = sorted(_affected_by(changed)) if changed else []


def remove(page_id: int) -> None:
    """Delete the row of a page; nothing happens where there is none."""
    RegisterEntry.objects.filter(page_id=page_id).delete()


def rebuild(library: Page | None = None, progress: Progress | None = None) -> int:
    """Write every row again, of one library or of all, and return how many documents there are.

    Rows of documents that are gone or not published are deleted. ``progress`` is called with the
    rows done and to do; the second number grows where documents act on each other.
    """
    documents = _registered().order_by("pk")
    entries = RegisterEntry.objects.all()
    if library is not None:
        documents = documents.child_of(library)
        entries = entries.filter(library_id=library.pk)
    ids = list(documents.values_list("pk", flat=True))
    page_registers.drop_orphans(entries, ids)
    refresh_ids(ids, progress)
    return len(ids)


def audit() -> Audit:
    """Compare the register with the published documents; three queries, nothing is changed."""
    return page_registers.audit(_registered(), RegisterEntry.objects.all())


def sync_tree() -> int:
    """Bring paths and access up to date after the page tree changed; counts rows."""
    return page_registers.sync_tree(RegisterEntry.objects.all())


def sync_access() -> None:
    """Set who may read each row from the view restrictions of the pages above it."""
    page_registers.sync_access(RegisterEntry.objects.all())


def _registered() -> PageQuerySet:
    """The documents that have a row: published, and written in the language of their tree."""
    return without_placeholders(LegalDocumentPage.objects.live())


def _write(page_ids: Sequence[int]) -> set[int]:
    """Write the rows of one batch and return the pages whose last day changed."""
    pages = list(
        _registered()
        .filter(pk__in=page_ids)
        .defer("full_text")
        .prefetch_related("administrative_fields", "files")
    )
    stored = RegisterEntry.objects.filter(pk__in=page_ids)
    ended_before: dict[int, date | None] = dict(stored.values_list("pk", "ended_on"))
    gone = set(ended_before) - {page.pk for page in pages}
    if gone:
        RegisterEntry.objects.filter(pk__in=gone).delete()
    rows = _rows(pages)
    RegisterEntry.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["page"], update_fields=_WRITTEN
    )
    _write_fields(pages)
    ended_after = {row.page_id: row.ended_on for row in rows}
    return gone | {pk for pk, day in ended_after.items() if ended_before.get(pk) != day}


def _rows(pages: Sequence[LegalDocumentPage]) -> list[RegisterEntry]:
    if not pages:
        return []
    dossiers = effects.load(pages)
    libraries = page_registers.parents_of(pages)
    restricted = tuple(restricted_paths())
    today = timezone.localdate()
    rows = []
    for page in pages:
        dossier = dossiers[page.pk]
        days = boundaries(dossier.facts, dossier.incoming, today)
        rows.append(
            RegisterEntry(
                page_id=page.pk,
                library_id=libraries[page.pk],
                is_public=not page.path.startswith(restricted),
                ended_on=days.ended_on,
                partly_ended_on=days.partly_ended_on,
                suspended_from=days.suspended_from,
                suspended_until=days.suspended_until,
                **_particulars(page),
            )
        )
    return rows


def _particulars(page: LegalDocumentPage) -> dict[str, Any]:
    return {
        "locale_id": page.locale_id,
        "path": page.path,
        "url_path": page.url_path,
        "title": page.title,
        "abstract": page.abstract,
        "symbol": page.symbol,
        "symbol_key": page.symbol_key,
        "number": page.number,
        "year": page.year,
        "doc_type_id": page.doc_type_id,
        "normativity": page.normativity,
        "issuer_id": page.issuer_id,
        "signer": page.signer,
        "signer_key": slugify(page.signer)[:255],
        "issued_on": page.issued_on,
        "effective_on": page.effective_on,
        "status_override": page.status_override,
        "is_draft": page.is_draft,
        "has_files": bool(page.files.all()),
        "published_at": page.first_published_at,
    }


def _write_fields(pages: Sequence[LegalDocumentPage]) -> None:
    page_registers.write_links(
        RegisterEntry.administrative_fields.through,
        ("registerentry_id", "administrativefield_id"),
        [page.pk for page in pages],
        {(page.pk, each.pk) for page in pages for each in page.administrative_fields.all()},
    )


def _affected_by(page_ids: set[int]) -> set[int]:
    """Return the published documents that these act on, in every copy and translation."""
    targets: dict[int, set[int]] = defaultdict(set)
    for batch in batched(sorted(page_ids)):
        rows = DocumentRelation.objects.filter(
            page_id__in=batch, kind__in=EFFECT_KINDS, target__isnull=False
        ).values_list("page_id", "target_id")
        for page_id, target_id in rows:
            targets[page_id].add(target_id or 0)
    found: set[int] = set()
    for batch in batched(sorted(set().union(*targets.values()) if targets else set())):
        pages = LegalDocumentPage.objects.filter(pk__in=batch).defer("full_text")
        found.update(*effects.twin_ids(pages).values())
    return found
