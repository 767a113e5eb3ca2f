"""Keeps the register in step with the published projects.

``refresh`` writes the rows of given pages, ``rebuild`` all of them; the number of queries does not
depend on how many projects a batch has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from ..core import page_registers
from ..core.batches import batched
from ..core.page_registers import Audit
from ..core.placeholders import without_placeholders
from ..core.restrictions import restricted_paths
from ..core.vietnamese import fold
from . import geometry
from .capital import by_year_and_source
from .models import (
    FigureChange,
    InvestmentProjectPage,
    ProjectCapital,
    ProjectEntry,
    ProjectMoney,
)
from .partial_dates import first_day, last_day
from .sums import Money, sum_up

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
_WRITTEN: Final = [
    field.name for field in ProjectEntry._meta.concrete_fields if not field.primary_key
]
#: What an entry says in the words of its page.
_SAME: Final = (
    *("locale_id", "translation_key", "path", "url_path", "code", "code_key", "other_codes"),
    *("title", "objective", "field_id", "kind", "group", "funding", "donor", "investor_id"),
    *("investor_name", "place", "planned_start", "planned_end", "actual_start", "actual_end"),
    *("total_investment", "status", "status_since", "progress", "call_until"),
)
#: Geometries may be half a megabyte long, so that few are held at a time.
_AREAS_AT_ONCE: Final = 20
_KEY_LENGTH: Final = 255
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Around:
    """What the rows of a batch need to know beside the pages themselves, by their keys."""

    registers: Mapping[int, int]
    capital: Mapping[int, dict[tuple[int, int], Money]]
    #: Of pages with a line or area; the point is None where the page states one of its own, or
    #: where the geometry cannot be read.
    areas: Mapping[int, Place | None]
    content_at: Mapping[int, datetime | None]
    revised_on: Mapping[int, date]
    restricted: tuple[str, ...]


def refresh(page: Page, *, content_at: datetime | None = None) -> None:
    """Write the rows of one page; see ``refresh_ids``."""
    refresh_ids([page.pk], content_at=content_at)


def refresh_ids(
    page_ids: Iterable[int],
    *,
    content_at: datetime | None = None,
    progress: Progress | None = None,
) -> None:
    """Write the rows of these pages; pages that are not published lose theirs.

    ``content_at`` is the moment at which something new was published of them; without it they keep
    the one they have. ``progress`` is called with the pages done and to do.
    """
    ids = sorted(set(page_ids))
    done = 0
    for batch in batched(ids):
        with transaction.atomic():
            _write(batch, content_at)
        done += len(batch)
        if progress:
            progress(done, len(ids))


def remove(page_id: int) -> None:
    """Delete the rows of a page; nothing happens where there are none."""
    ProjectEntry.objects.filter(page_id=page_id).delete()


def rebuild(register: Page | None = None, progress: Progress | None = None) -> int:
    """Write every row again, of one register or of all, and return how many projects there are.

    Rows of projects that are gone or not published are deleted. An entry that is made anew takes
    the day of the last publication for that of its last news.
    """
    projects = _registered().order_by("pk")
    entries = ProjectEntry.objects.all()
    if register is not None:
        projects = projects.child_of(register)
        entries = entries.filter(register_id=register.pk)
    ids = list(projects.values_list("pk", flat=True))
    page_registers.drop_orphans(entries, ids)
    refresh_ids(ids, progress=progress)
    return len(ids)


def audit() -> Audit:
    """Compare the register with the published projects; three queries, nothing is changed."""
    return page_registers.audit(_registered(), ProjectEntry.objects.all())


def sync_tree() -> int:
    """Bring paths and access up to date after the page tree changed; counts rows."""
    return page_registers.sync_tree(ProjectEntry.objects.all())


def sync_access() -> None:
    """Set who may read each row from the view restrictions of the pages above it."""
    page_registers.sync_access(ProjectEntry.objects.all())


def _registered() -> PageQuerySet:
    """The projects that have a row: published, and written in the language of their tree."""
    return without_placeholders(InvestmentProjectPage.objects.live())


def _write(page_ids: Sequence[int], content_at: datetime | None) -> None:
    live = _registered().filter(pk__in=page_ids)
    pages = list(live.defer("area").prefetch_related("communes"))
    kept = [page.pk for page in pages]
    stored = ProjectEntry.objects.filter(pk__in=page_ids)
    stored.exclude(pk__in=kept).delete()
    if not pages:
        return
    around = _around(pages, dict(stored.values_list("pk", "content_at")), content_at)
    ProjectEntry.objects.bulk_create(
        [_entry(page, around) for page in pages],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=_WRITTEN,
    )
    page_registers.write_links(
        ProjectEntry.communes.through,
        ("projectentry_id", "agency_id"),
        kept,
        {(page.pk, each.pk) for page in pages for each in page.communes.all()},
    )
    _write_money(around.capital, kept)


def _around(
    pages: Sequence[InvestmentProjectPage],
    known: Mapping[int, datetime | None],
    content_at: datetime | None,
) -> _Around:
    ids = [page.pk for page in pages]
    rows: dict[int, list[ProjectCapital]] = defaultdict(list)
    for row in ProjectCapital.objects.filter(page_id__in=ids):
        rows[row.page_id].append(row)
    changes = FigureChange.objects.filter(page_id__in=ids).order_by().values("page_id")
    return _Around(
        registers=page_registers.parents_of(pages),
        capital={pk: by_year_and_source(found) for pk, found in rows.items()},
        areas=_areas(pages),
        content_at=dict.fromkeys(ids, content_at) if content_at else known,
        revised_on={
            each["page_id"]: timezone.localdate(each["last"])
            for each in changes.annotate(last=Max("at"))
        },
        restricted=tuple(restricted_paths()),
    )


def _areas(pages: Sequence[InvestmentProjectPage]) -> dict[int, Place | None]:
    """The pages with a line or area, with the point that stands for it where none is stated."""
    drawn = InvestmentProjectPage.objects.filter(area__isnull=False).order_by("pk")
    ids = [page.pk for page in pages]
    found: dict[int, Place | None] = dict.fromkeys(
        drawn.filter(pk__in=ids).values_list("pk", flat=True)
    )
    without = [page.pk for page in pages if page.latitude is None and page.pk in found]
    areas = drawn.filter(pk__in=without).values_list("pk", "area")
    for pk, area in areas.iterator(chunk_size=_AREAS_AT_ONCE):
        try:
            longitude, latitude = geometry.check(area).point
        except ValidationError:
            # Code may store what the form refuses; the project is then in the list only.
            continue
        found[pk] = (latitude, longitude)
    return found


def _entry(page: InvestmentProjectPage, around: _Around) -> ProjectEntry:
    latitude, longitude = _place(page, around)
    first_year, last_year = _years(page)
    return ProjectEntry(
        page_id=page.pk,
        register_id=around.registers[page.pk],
        is_public=not page.path.startswith(around.restricted),
        title_key=fold(page.title)[:_KEY_LENGTH],
        latitude=latitude,
        longitude=longitude,
        has_area=page.pk in around.areas,
        first_year=first_year,
        last_year=last_year,
        published_at=page.first_published_at,
        content_at=around.content_at.get(page.pk) or page.last_published_at,
        revised_on=around.revised_on.get(page.pk),
        **_sums(around.capital.get(page.pk, {}).values()),
        **{name: getattr(page, name) for name in _SAME},
    )


def _sums(rows: Iterable[Money]) -> dict[str, Any]:
    sums = sum_up(rows)
    rate = sums.disbursement
    return {
        "planned": sums.planned.amount,
        "allocated": sums.allocated.amount,
        "disbursed": sums.disbursed.amount,
        "rate_planned": rate.planned if rate.rows else None,
        "rate_disbursed": rate.disbursed if rate.rows else None,
    }


def _place(page: InvestmentProjectPage, around: _Around) -> tuple[float | None, float | None]:
    if page.latitude is not None and page.longitude is not None:
        return float(page.latitude), float(page.longitude)
    return around.areas.get(page.pk) or (None, None)


def _years(page: InvestmentProjectPage) -> tuple[int | None, int | None]:
    """The first and the last year of the project, as planned or as it was, whichever is wider.

    None where no start, or no end, is stated.
    """
    starts = [first_day(each).year for each in (page.planned_start, page.actual_start) if each]
    ends = [last_day(each).year for each in (page.planned_end, page.actual_end) if each]
    return min(starts, default=None), max(ends, default=None)


def _write_money(
    capital: Mapping[int, Mapping[tuple[int, int], Money]], entries: Sequence[int]
) -> None:
    ProjectMoney.objects.filter(entry_id__in=entries).delete()
    ProjectMoney.objects.bulk_create(
        [
            ProjectMoney(
                entry_id=entry,
                year=year,
                source_id=source,
                **asdict(money),
            )
            for entry in entries
            for (year, source), money in capital.get(entry, {}).items()
        ]
    )
