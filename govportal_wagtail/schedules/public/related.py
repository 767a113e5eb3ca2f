"""What the pages of leaders and agencies show of schedules: the days to come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from ...core.models import Agency, Person, SiteState
from ...core.organisation.tree import subtree_ids
from ...core.placeholders import without_placeholders
from .. import rights
from ..models import ScheduleIndexPage, ScheduleItem
from . import links, posted, reading
from .days import by_day

#: How far the part looks ahead, today included.
DAYS: Final = 14
_MOST: Final = 30
#: An agency has one schedule, hardly ever a second one.
_MOST_SCHEDULES: Final = 3


def person_context(person: Person, page: Page, request: HttpRequest) -> dict[str, Any] | None:
    """The next two weeks of a leader in the schedules of the page's site.

    None where no schedule of the site names them.
    """
    root = _root_of(page)
    if root is None or not person.pk:
        return None
    schedules = list(posted.schedules_below(root).order_by("depth", "path"))
    named = ScheduleItem.objects.filter(
        page__in=posted.weeks_below(root).values("pk"),
        people__post__person=person.pk,
        visibility__in=reading.SHOWN,
    )
    if not schedules or not named.exists():
        return None
    own = _own_schedule(schedules, named)
    return _ahead(posted.weeks_below(root), own, request, person=person)


def agency_context(agency: Agency, page: Page, request: HttpRequest) -> dict[str, Any] | None:
    """The next two weeks of the schedule of an agency, on whichever site it is.

    None where the agency has no public schedule.
    """
    schedules = without_placeholders(ScheduleIndexPage.objects.live().public())
    found = schedules.filter(agency=agency.pk)
    in_language = found.filter(locale=page.locale_id).order_by("depth", "path")
    readable = (each for each in in_language[:_MOST_SCHEDULES] if _is_reached(each, page))
    schedule: ScheduleIndexPage | None = next(readable, None)
    if schedule is None:
        return None
    return _ahead(posted.weeks_of(schedule), schedule, request)


def _ahead(
    weeks: Any, schedule: ScheduleIndexPage, request: HttpRequest, person: Person | None = None
) -> dict[str, Any]:
    today = timezone.localdate()
    days = [today + timedelta(days=each) for each in range(DAYS)]
    rows: QuerySet[ScheduleItem] = posted.items_in(weeks, days[0], days[-1])
    if person is not None:
        rows = rows.filter(people__post__person=person.pk).distinct()
    url = schedule.get_url(request) or ""
    items = reading.shown(rows)
    return {
        "days": _shown_days(items, days, today),
        "is_cut": len(items) > _MOST,
        "schedule": schedule,
        "schedule_url": f"{url}?leader={person.pk}" if person else url,
        "calendar_url": links.calendar_url(schedule, person.pk if person else None),
        "number_of_days": DAYS,
    }


def _shown_days(items: list[reading.ShownItem], days: list[date], today: date) -> list[Any]:
    return [day for day in by_day(items[:_MOST], days, today=today) if day.sessions]


def _is_reached(schedule: ScheduleIndexPage, page: Page) -> bool:
    """Whether readers of the page are shown the schedule.

    Nobody reads a site in preparation, and the site of another body does not speak for the agency:
    its own site does, that of one above it, and the portal.
    """
    site = rights.site_of(schedule)
    if site is None or site == rights.site_of(page):
        return True
    if site.state != SiteState.LIVE:
        return False
    return site.portal_id is None or schedule.agency_id in subtree_ids([site.agency_id])


def _own_schedule(
    schedules: list[ScheduleIndexPage], named: QuerySet[ScheduleItem]
) -> ScheduleIndexPage:
    """The schedule whose newest week names the person; the first one where none is found."""
    path = named.order_by("-date").values_list("page__path", flat=True).first() or ""
    return next((each for each in schedules if path.startswith(each.path)), schedules[0])


def _root_of(page: Page) -> Page | None:
    site = page.get_site() if page.pk and page.url_path else None
    return site.root_page.localized if site else None
