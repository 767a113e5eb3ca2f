"""What the search keeps of schedules: nothing but what everybody reads on their pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..core.registries import SearchEntry, SearchSource
from .models import (
    ScheduleIndexPage,
    ScheduleIndexPageMixin,
    ScheduleItem,
    WeeklySchedulePage,
    WeeklySchedulePageMixin,
)
from .publishing import loaded
from .times import in_order
from .vocabulary import Visibility

__all__ = ["SCHEDULES", "entries", "is_schedule"]

#: The code of the source.
SOURCE: Final = "schedules"
_TEXTS: Final = ("content", "place", "chairs_text", "participants_text", "preparing_text")


def is_schedule(model: type[Page]) -> bool:
    """Return whether pages of a class are schedules or their weeks."""
    return issubclass(model, ScheduleIndexPageMixin | WeeklySchedulePageMixin)


def entries(page_ids: Sequence[int]) -> Iterator[SearchEntry]:
    """Return what the search keeps of schedules and weeks, by their keys.

    What is internal or shown as "working" is not found. The number of queries does not depend on
    how many pages there are.
    """
    pages = Page.objects.filter(pk__in=list(page_ids)).order_by("pk").specific()
    found: list[Any] = list(pages)
    weeks = [page for page in found if isinstance(page, WeeklySchedulePageMixin)]
    agencies = _agencies(weeks)
    words = _words([week.pk for week in weeks])
    for page in found:
        if isinstance(page, ScheduleIndexPageMixin):
            yield SearchEntry(page.pk, page.title, summary=page.lead, agency_id=page.agency_id)
        elif isinstance(page, WeeklySchedulePageMixin):
            yield SearchEntry(
                page_id=page.pk,
                title=page.title,
                summary=page.note,
                text=words.get(page.pk, ""),
                agency_id=agencies.get(_parent_path(page)),
                date=page.monday,
            )


def _agencies(weeks: Sequence[Any]) -> dict[str, int]:
    """The bodies of the schedules above the weeks, by the place of the schedule in the tree."""
    paths = {_parent_path(week) for week in weeks}
    found = ScheduleIndexPage.objects.filter(path__in=paths) if paths else []
    return {schedule.path: schedule.agency_id for schedule in found}


def _words(weeks: Sequence[int]) -> dict[int, str]:
    """What the public items of the weeks say, line by line."""
    items = ScheduleItem.objects.filter(page__in=weeks, visibility=Visibility.PUBLIC)
    lines: dict[int, list[str]] = defaultdict(list)
    for item in in_order(loaded(items)):
        lines[item.page_id] += [text for name in _TEXTS if (text := getattr(item, name))]
        lines[item.page_id] += [row.label for row in item.people.all() if row.label]
    return {page: "\n".join(texts) for page, texts in lines.items()}


def _parent_path(week: Any) -> str:
    return str(week.path[: -WeeklySchedulePage.steplen])


SCHEDULES: Final = SearchSource(
    code=SOURCE,
    label=_("Working schedules"),
    handles=is_schedule,
    entries=entries,
    order=28,
)
