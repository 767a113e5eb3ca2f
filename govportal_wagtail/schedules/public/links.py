"""Where a schedule can be followed: calendars and the feed of changes."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import pgettext

from ..models import ScheduleIndexPage, WeeklySchedulePage
from .posted import is_open

ATOM = "application/atom+xml"
CALENDAR = "text/calendar"


def feed_links(schedule: ScheduleIndexPage) -> list[dict[str, str]]:
    """The feed of changes and the calendar; none for a draft and for what not everybody reads."""
    if not schedule.pk or not schedule.live or not is_open(schedule):
        return []
    return [
        {"title": schedule.title, "url": feed_url(schedule), "type": ATOM},
        {
            "title": pgettext("schedule", "Calendar"),
            "url": calendar_url(schedule),
            "type": CALENDAR,
        },
    ]


def feed_url(schedule: ScheduleIndexPage) -> str:
    """The feed of changes and newly posted weeks."""
    return reverse("govportal_schedules:feed", args=[schedule.pk])


def calendar_url(schedule: ScheduleIndexPage, person_id: int | None = None) -> str:
    """The calendar of the body, or of one leader."""
    if person_id is None:
        return reverse("govportal_schedules:calendar", args=[schedule.pk])
    return reverse("govportal_schedules:leader_calendar", args=[schedule.pk, person_id])


def data_url(page: WeeklySchedulePage, extension: str) -> str:
    """A week as open data, "json" or "csv"."""
    return reverse("govportal_schedules:week_data", args=[page.pk, extension])
