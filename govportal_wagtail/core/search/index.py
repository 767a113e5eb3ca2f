"""Keeps what can be found in step with the live pages.

``refresh`` writes the rows of given pages, in the transaction in which they changed; ``rebuild``
those of all pages, one batch after the other, while the portal goes on searching.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery
from wagtail.models import Page, Site

from ..models import SearchText, SearchUnit
from ..network import below_any
from ..placeholders import without_placeholders
from ..registries import SearchSource, search_sources
from ..restrictions import restricted_paths
from . import database, statistics
from .rows import PagePlace, Rows, rows_of
from .tokens import TOKENS_VERSION

__all__ = [
    "Audit",
    "audit",
    "catch_up",
    "rebuild",
    "refresh",
    "remove",
    "source_of",
    "sync_access",
    "sync_sites",
    "sync_tree",
]

Progress = Callable[[int, int], None]
#: Pages whose texts are in memory at once.
BATCH: Final = 50


@dataclass(frozen=True, slots=True)
class Audit:
    """Keys of pages: live without a row, with a row and not live, changed since, moved since."""

    missing: tuple[int, ...]
    orphaned: tuple[int, ...]
    stale: tuple[int, ...]
    displaced: tuple[int, ...]
    is_old: bool

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        found = self.missing or self.orphaned or self.stale or self.displaced
        return not (found or self.is_old)


def refresh(page_ids: Iterable[int]) -> None:
    """Write the rows of these pages; those that are not live, or of no source, lose theirs."""
    ids = sorted(set(page_ids))
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            _write(ids[start : start + BATCH])
    if ids:
        statistics.keep_up()


def remove(page_ids: Iterable[int]) -> None:
    """Delete the rows of these pages."""
    ids = list(page_ids)
    SearchText.objects.filter(unit__page_id__in=ids).delete()
    # The keys are long and need not be read to be deleted.
    SearchUnit.objects.filter(page_id__in=ids).only("pk").delete()


def source_of(page_class: type[Page]) -> SearchSource | None:
    """Return the source that speaks for pages of a class, or None."""
    ordered = sorted(search_sources, key=lambda source: source.order)
    return next((source for source in ordered if source.handles(page_class)), None)


def rebuild(
    progress: Progress | None = None,
    *,
    resume: bool = False,
    sources: Iterable[str] | None = None,
    path: str = "",
) -> int:
    """Write the rows of all live pages again and count words; returns how many pages were written.

    What is not live any more goes. Each batch is a transaction of its own: an interrupted run can
    be resumed, and searches find old or new rows all the time. ``sources`` and the tree ``path``
    of a branch limit the run. ``progress`` is called with the pages done and to do.
    """
    is_whole = not (sources or path)
    after = (statistics.state().rebuilt_to or 0) if resume else 0
    pages = _live_pages(sources).filter(path__startswith=path, pk__gt=after)
    total, done = pages.count(), 0
    while ids := _next_keys(pages, after):
        after = ids[-1]
        with transaction.atomic():
            _write(ids)
            if is_whole:
                statistics.note(rebuilt_to=after)
        done += len(ids)
        if progress:
            progress(done, total)
    remove(_orphaned())
    if is_whole:
        statistics.note(rebuilt_to=None, version=TOKENS_VERSION)
    statistics.recount()
    database.analyse(connection)
    return done


def catch_up() -> int:
    """Rebuild an index that another version wrote, or that misses pages; returns pages written."""
    return 0 if audit().is_clean else rebuild()


def audit() -> Audit:
    """Compare the index with the live pages; nothing is changed."""
    live = dict(_live_pages().order_by().values_list("pk", "last_published_at"))
    rows = SearchUnit.objects.filter(is_part=False)
    known = dict(rows.values_list("page_id", "published_at"))
    both = live.keys() & known.keys()
    return Audit(
        missing=tuple(sorted(live.keys() - known.keys())),
        orphaned=tuple(sorted(known.keys() - live.keys())),
        stale=tuple(sorted(pk for pk in both if live[pk] != known[pk])),
        displaced=tuple(sorted(set(_displaced().values_list("page_id", flat=True)))),
        is_old=bool(live) and statistics.state().version != TOKENS_VERSION,
    )


def sync_tree() -> int:
    """Bring paths, sites and access up to date after the page tree changed; counts rows.

    Moving one page renumbers the paths of its neighbours without a signal for them, so all rows
    are compared, in the database.
    """
    displaced = list(_displaced().values_list("pk", flat=True))
    own = Page.objects.filter(pk=OuterRef("page_id"))
    for start in range(0, len(displaced), 500):
        rows = SearchUnit.objects.filter(pk__in=displaced[start : start + 500])
        rows.update(
            path=Subquery(own.values("path")[:1]), url_path=Subquery(own.values("url_path")[:1])
        )
    if displaced:
        sync_sites()
    sync_access()
    return len(displaced)


def sync_sites() -> None:
    """Set the site of each row anew after a site got another home page, or came or went."""
    # Wagtail forgets the old home pages in a receiver that may run after this.
    Site.clear_site_root_paths_cache()
    roots = sorted(_site_roots().items())
    strays = SearchUnit.objects.exclude(site=None)
    for path, site_id in roots:
        strays = strays.exclude(url_path__startswith=path)
        rows = SearchUnit.objects.filter(url_path__startswith=path)
        for deeper, _site_id in roots:
            # A site whose home page lies below that of another has its own pages.
            if deeper != path and deeper.startswith(path):
                rows = rows.exclude(url_path__startswith=deeper)
        rows.exclude(site_id=site_id).update(site_id=site_id)
    strays.update(site=None)


def sync_access() -> None:
    """Set who may read each row from the view restrictions of the pages above it."""
    restricted = below_any(restricted_paths())
    SearchUnit.objects.filter(restricted, is_public=True).update(is_public=False)
    SearchUnit.objects.filter(is_public=False).exclude(restricted).update(is_public=True)


def _write(page_ids: Sequence[int]) -> None:
    # Whoever publishes the same page at the same moment waits here.
    locked = Page.objects.select_for_update(of=("self",)).filter(pk__in=page_ids).order_by("pk")
    pages = {page.pk: page for page in locked.only(*_PAGE_FIELDS)}
    findable = set(_findable().filter(pk__in=page_ids).values_list("pk", flat=True))
    remove(page_ids)
    restricted = tuple(restricted_paths())
    roots = _site_roots()
    rows: list[Rows] = []
    for source, ids in _by_source(page for pk, page in pages.items() if pk in findable):
        for entry in source.entries(ids):
            place = _place(pages[entry.page_id], restricted, roots)
            rows += rows_of(entry, place, source)
    _insert(rows)


def _insert(rows: Sequence[Rows]) -> None:
    for unit, _text, keys in rows:
        unit.keys = database.in_row(keys, connection)
    SearchUnit.objects.bulk_create((row.unit for row in rows), batch_size=500)
    for unit, text, _keys in rows:
        text.unit = unit
    SearchText.objects.bulk_create((row.text for row in rows), batch_size=200)
    database.put(((row.unit.pk, row.keys) for row in rows), connection)


_PAGE_FIELDS: Final = (
    "path",
    "url_path",
    "locale_id",
    "content_type_id",
    "last_published_at",
)


def _by_source(pages: Iterable[Page]) -> Iterator[tuple[SearchSource, list[int]]]:
    found: dict[str, list[int]] = defaultdict(list)
    for page in pages:
        page_class = ContentType.objects.get_for_id(page.content_type_id).model_class()
        source = source_of(page_class) if page_class else None
        if source:
            found[source.code].append(page.pk)
    for code, ids in found.items():
        yield search_sources.get(code), ids  # type: ignore[misc]


def _place(page: Page, restricted: tuple[str, ...], roots: Mapping[str, int]) -> PagePlace:
    return PagePlace(
        page_id=page.pk,
        path=page.path,
        url_path=page.url_path,
        locale_id=page.locale_id,
        site_id=_site_of(page.url_path, roots),
        is_public=not page.path.startswith(restricted) if restricted else True,
        published_at=page.last_published_at,
    )


def _site_of(url_path: str, roots: Mapping[str, int]) -> int | None:
    """The site below whose home page an address lies; the deepest where sites lie in each other."""
    above = [path for path in roots if url_path.startswith(path)]
    return roots[max(above, key=len)] if above else None


def _site_roots() -> dict[str, int]:
    """Sites by the addresses of their home pages, and of the translations of these.

    A translated home page that is the home page of a site itself belongs to that site.
    """
    roots = {root.root_path: root.site_id for root in Site.get_site_root_paths()}
    roots.update(Site.objects.values_list("root_page__url_path", "pk"))
    return roots


def _live_pages(sources: Iterable[str] | None = None) -> Any:
    """The pages to be found of the classes for which a source speaks."""
    wanted = set(sources or ()) or {source.code for source in search_sources}
    known = []
    for content_type in ContentType.objects.all():
        page_class = content_type.model_class()
        if page_class and issubclass(page_class, Page):
            source = source_of(page_class)
            if source and source.code in wanted:
                known.append(content_type.pk)
    return _findable().filter(content_type_id__in=known)


def _findable() -> Any:
    """Live pages, without the placeholders of pages that are not translated yet.

    What these say is in another language.
    """
    return without_placeholders(Page.objects.filter(live=True))


def _next_keys(pages: Any, after: int) -> list[int]:
    return list(pages.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH])


def _orphaned() -> list[int]:
    rows = SearchUnit.objects.exclude(page_id__in=_live_pages().values("pk"))
    return list(rows.order_by().values_list("page_id", flat=True).distinct())


def _displaced() -> Any:
    return SearchUnit.objects.exclude(path=F("page__path"), url_path=F("page__url_path"))
