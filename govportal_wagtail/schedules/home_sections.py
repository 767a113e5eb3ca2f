"""What a home page may show of schedules: what takes place today and tomorrow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from ..core.registries import HomeSection
from .models import ScheduleIndexPage
from .public import posted, reading
from .public.days import by_day

__all__ = ["SECTIONS", "schedule_section"]

_DEFAULT_COUNT: Final = 8


def schedule_section(
    request: HttpRequest, site: Site, options: Mapping[str, Any]
) -> dict[str, Any]:
    """The items of today and tomorrow of one schedule: the chosen one, or the first of the site.

    A few queries however many weeks there are.
    """
    source = options.get("source")
    below = source or options.get("home") or site.root_page
    schedules = posted.schedules_below(below).select_related("agency")
    schedule: ScheduleIndexPage | None = schedules.order_by("depth", "path").first()
    if schedule is None:
        return {"items": []}
    today = timezone.localdate()
    last = today + timedelta(days=1)
    rows = list(posted.items_in(posted.weeks_of(schedule), today, last))
    # In the order of the day, so that the first ones are shown where there are many.
    items = reading.shown(rows)[: options.get("count") or _DEFAULT_COUNT]
    url = schedule.get_url(request) or ""
    return {
        "items": items,
        "days": [day for day in by_day(items, (today, last), today=today) if day.items],
        "schedule_url": url,
        "more_url": url,
    }


SECTIONS: Final = (
    HomeSection(
        "schedule",
        _("Schedule of today and tomorrow"),
        "govportal/schedules/home/schedule.html",
        schedule_section,
    ),
)
