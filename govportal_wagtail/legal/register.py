"""Keeps the register in step with the published documents.

``refresh`` writes the rows of given pages, ``rebuild`` all of them. Both tell the same story in
any order: the day on which a document ended is stored and may end or spare another document, so
documents are refreshed until those days no longer change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from wagtail.models import Page

from ..core.network import below_any
from ..core.restrictions import restricted_paths
from ..core.vietnamese import slugify
from . import effects
from .batches import batched
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


@dataclass(frozen=True, slots=True)
class Audit:
    """Page ids of documents without a row, rows without a document, and rows with an old path."""

    missing: tuple[int, ...]
    orphaned: tuple[int, ...]
    displaced: tuple[int, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not (self.missing or self.orphaned or self.displaced)


def refresh(page: Page) -> None:
    """Write the row of one page, and of every document whose validity follows from it."""
    refresh_ids([page.pk])


def refresh_ids(page_ids: Iterable[int], progress: Progress | None = None) -> None:
    """Write the rows of these pages; pages that are not published lose theirs.

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
    documents = LegalDocumentPage.objects.live().order_by("pk")
    entries = RegisterEntry.objects.all()
    if library is not None:
        documents = documents.child_of(library)
        entries = entries.filter(library_id=library.pk)
    ids = list(documents.values_list("pk", flat=True))
    kept = set(ids)
    orphaned = [pk for pk in entries.values_list("pk", flat=True) if pk not in kept]
    for batch in batched(orphaned):
        RegisterEntry.objects.filter(pk__in=batch).delete()
    refresh_ids(ids, progress)
    return len(ids)


def audit() -> Audit:
    """Compare the register with the published documents; three queries, nothing is changed."""
    live = set(LegalDocumentPage.objects.live().order_by().values_list("pk", flat=True))
    known = set(RegisterEntry.objects.values_list("pk", flat=True))
    displaced = _displaced().values_list("pk", flat=True)
    return Audit(
        missing=tuple(sorted(live - known)),
        orphaned=tuple(sorted(known - live)),
        displaced=tuple(sorted(displaced)),
    )


def sync_tree() -> int:
    """Bring paths, libraries and access up to date after the page tree changed; counts rows.

    Moving one page renumbers the paths of its neighbours without a signal for them, so all rows
    are compared, in the database.
    """
    displaced = list(_displaced().values_list("pk", flat=True))
    own = Page.objects.filter(pk=OuterRef("page_id"))
    for batch in batched(displaced):
        RegisterEntry.objects.filter(pk__in=batch).update(
            path=Subquery(own.values("path")[:1]), url_path=Subquery(own.values("url_path")[:1])
        )
    sync_access()
    return len(displaced)


def sync_access() -> None:
    """Set who may read each row from the view restrictions of the pages above it."""
    restricted = below_any(restricted_paths())
    RegisterEntry.objects.filter(restricted, is_public=True).update(is_public=False)
    RegisterEntry.objects.filter(is_public=False).exclude(restricted).update(is_public=True)


def _displaced() -> Any:
    same = Q(path=F("page__path"), url_path=F("page__url_path"))
    return RegisterEntry.objects.exclude(same)


def _write(page_ids: Sequence[int]) -> set[int]:
    """Write the rows of one batch and return the pages whose last day changed."""
    pages = list(
        LegalDocumentPage.objects.live()
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
    parents = {page.path[: -page.steplen] for page in pages}
    libraries = dict(Page.objects.filter(path__in=parents).values_list("path", "pk"))
    restricted = tuple(restricted_paths())
    today = timezone.localdate()
    rows = []
    for page in pages:
        dossier = dossiers[page.pk]
        days = boundaries(dossier.facts, dossier.incoming, today)
        rows.append(
            RegisterEntry(
                page_id=page.pk,
                library_id=libraries[page.path[: -page.steplen]],
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
    through = RegisterEntry.administrative_fields.through
    wanted = {(page.pk, each.pk) for page in pages for each in page.administrative_fields.all()}
    rows = through._default_manager.filter(registerentry_id__in=[page.pk for page in pages])
    stored = {(r.registerentry_id, r.administrativefield_id): r.pk for r in rows}  # type: ignore[attr-defined]
    outdated = [pk for pair, pk in stored.items() if pair not in wanted]
    if outdated:
        through._default_manager.filter(pk__in=outdated).delete()
    through._default_manager.bulk_create(
        [
            through(registerentry_id=entry, administrativefield_id=each)
            for entry, each in sorted(wanted - set(stored))
        ],
        ignore_conflicts=True,
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
