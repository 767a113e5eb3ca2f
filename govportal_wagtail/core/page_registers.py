"""What registers of pages have in common: narrow tables with one row for each published page.

Such a row has ``page`` as its key, the ``path`` and ``url_path`` of the page, and ``is_public``.
Moving or renaming one page changes those of many others without a signal for them, so that rows
are compared with the tree in the database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page

from .batches import batched
from .network import below_any
from .restrictions import restricted_paths

__all__ = [
    "Audit",
    "audit",
    "drop_orphans",
    "parents_of",
    "sync_access",
    "sync_tree",
    "write_links",
]


@dataclass(frozen=True, slots=True)
class Audit:
    """Keys of pages without a row, rows without a page, and rows with an old path."""

    missing: tuple[int, ...]
    orphaned: tuple[int, ...]
    displaced: tuple[int, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not (self.missing or self.orphaned or self.displaced)

    def lines(self) -> Iterator[str]:
        """What was found, for a terminal: ``missing: 4, 7``."""
        found = (("missing", self.missing), ("orphaned", self.orphaned))
        for label, ids in (*found, ("displaced", self.displaced)):
            if ids:
                yield f"{label}: {', '.join(map(str, ids))}"


def audit(pages: QuerySet[Any], entries: QuerySet[Any]) -> Audit:
    """Compare the rows with the pages that ought to have one; three queries, nothing is changed."""
    live = set(pages.order_by().values_list("pk", flat=True))
    known = set(entries.order_by().values_list("pk", flat=True))
    displaced = _displaced(entries).order_by().values_list("pk", flat=True)
    return Audit(
        missing=tuple(sorted(live - known)),
        orphaned=tuple(sorted(known - live)),
        displaced=tuple(sorted(displaced)),
    )


def drop_orphans(entries: QuerySet[Any], kept: Collection[int]) -> None:
    """Delete the rows whose pages are not among those that are kept."""
    known = set(kept)
    gone = [pk for pk in entries.order_by().values_list("pk", flat=True) if pk not in known]
    for batch in batched(gone):
        entries.model._default_manager.filter(pk__in=batch).delete()


def parents_of(pages: Iterable[Page]) -> dict[int, int]:
    """The key of the page above each page, by its key; one query."""
    above = {page.pk: page.path[: -page.steplen] for page in pages}
    known = dict(Page.objects.filter(path__in=set(above.values())).values_list("path", "pk"))
    return {pk: known[path] for pk, path in above.items()}


def sync_tree(entries: QuerySet[Any]) -> int:
    """Bring paths, addresses and access up to date after the page tree changed; counts rows."""
    displaced = list(_displaced(entries).order_by().values_list("pk", flat=True))
    own = Page.objects.filter(pk=OuterRef("page_id"))
    for batch in batched(displaced):
        entries.model._default_manager.filter(pk__in=batch).update(
            path=Subquery(own.values("path")[:1]), url_path=Subquery(own.values("url_path")[:1])
        )
    sync_access(entries)
    return len(displaced)


def sync_access(entries: QuerySet[Any]) -> None:
    """Set who may read each row from the view restrictions of the pages above it."""
    restricted = below_any(restricted_paths())
    entries.filter(restricted, is_public=True).update(is_public=False)
    entries.filter(is_public=False).exclude(restricted).update(is_public=True)


def write_links(
    through: Any, columns: tuple[str, str], owners: Iterable[int], wanted: set[tuple[int, int]]
) -> None:
    """Make the rows between registers and other records those that are wanted; three queries.

    ``through`` is the model between them; ``columns`` name its keys of the owner, a row of the
    register, and of the other side. ``wanted`` are pairs of these keys.
    """
    rows = through._default_manager.filter(**{f"{columns[0]}__in": list(owners)})
    stored = {(owner, other): pk for pk, owner, other in rows.values_list("pk", *columns)}
    outdated = [pk for pair, pk in stored.items() if pair not in wanted]
    if outdated:
        through._default_manager.filter(pk__in=outdated).delete()
    through._default_manager.bulk_create(
        [
            through(**dict(zip(columns, pair, strict=True)))
            for pair in sorted(wanted - stored.keys())
        ],
        ignore_conflicts=True,
    )


def _displaced(entries: QuerySet[Any]) -> QuerySet[Any]:
    return entries.exclude(Q(path=F("page__path"), url_path=F("page__url_path")))
